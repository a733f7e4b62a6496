"""Tills in the account book: shifts, what their drawers should hold, and what closings say of them.

The book has one cashier. What they post belongs to their open shift; a till may number it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from tests.model import purchases
from tests.model.amendments import InvoiceAmendment
from tests.model.book import (
    ANY_BUT_WALLET,
    ZERO,
    Answer,
    Book,
    Branch,
    Customer,
    Invoice,
    InvoiceReturn,
    JournalEntry,
    Payment,
    Refused,
    Request,
    Row,
    find,
    minor,
    raise_if,
    read_amount,
    read_money,
    refuse,
)
from tests.model.orders import Order, agreed_lines, bill, planned
from tests.model.requests import changed, given, given_date
from tests.till import CASHIER

_Call: TypeAlias = Callable[[purchases.PurchasesBook, Request], Answer]

# The order in which a shift is counted.
COUNTED = ("cash", "bank_transfer", "check", "card")
_SALES = ("sales", "amendments", "returns", "cancelled")
_MONEY = (
    *("payments", "debts_collected", "refunds", "voids", "wallet_deposits", "wallet_withdrawals"),
    *("supplier_payments", "cash_in", "cash_out"),
)
# The roles whose lines a report is made of.
_SHOWN = (
    *(*ANY_BUT_WALLET, "wallet", "receivables", "sales", "sales_discounts", "sales_returns"),
    *("tax_payable", "rounding"),
)


@dataclass(eq=False)
class TillRow(Row):
    branch: Branch
    code: str
    name: str
    customer: Customer | None
    own_numbers: bool
    active: bool


@dataclass(eq=False)
class Shift(Row):
    till: TillRow
    number: str
    opened_on: date
    opening: Decimal
    closed_on: date | None = None
    counted: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """By method: what was expected, and what there was."""
    answer: Answer = field(default_factory=dict)
    """Of its closing."""

    @property
    def branch(self) -> Branch:
        return self.till.branch

    @property
    def code(self) -> str | None:
        """Of the numbers of its documents, where its till has numbers of its own."""
        return f"{self.branch.code}-{self.till.code}-" if self.till.own_numbers else None

    def members(self) -> Answer:
        return {
            "id": self,
            "branch_id": self.branch,
            "till_id": self.till,
            "till": self.till.code,
            "shift_no": self.number,
            "status": "closed" if self.closed_on else "open",
            "opened_on": self.opened_on.isoformat(),
            "opening_cash": self.opening.quantize(minor(self.branch.company)),
            "closed_on": self.closed_on.isoformat() if self.closed_on else None,
        }


@dataclass(eq=False)
class CashMove(Row):
    shift: Shift
    day: date
    direction: str
    purpose: str
    amount: Decimal


@dataclass(eq=False)
class DailyClosing:
    branch: Branch
    number: int
    day: date
    net_sales: Decimal
    running_total: Decimal
    entries: int
    """How many the journal had."""
    answer: Answer


def outside_shifts(call: _Call) -> _Call:
    """A call that belongs to no shift, whoever makes it."""

    def posted(book: purchases.PurchasesBook, request: Request) -> Answer:
        shift, book.shift = book.shift, None
        try:
            return call(book, request)
        finally:
            book.shift = shift

    return posted


def save_till(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    old = None
    if given(request, "till_id") is not None:
        old = find(book.tills, request["till_id"]) or refuse("UNKNOWN_TILL", *wrong)
        branch = old.branch
        if given(request, "branch_id") not in (None, branch.id):
            wrong.add("VALIDATION")
    else:
        company = find(book.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
        branch = book.branch(request, company, wrong)
    code = changed(request, "code", old.code if old else None)
    name = changed(request, "name", old.name if old else None)
    if code is None or name is None or not str(code).isalnum() or not str(code).isupper():
        wrong.add("VALIDATION")
    if any(each.code == code for each in book.tills if each.branch is branch and each is not old):
        wrong.add("VALIDATION")
    customer = old.customer if old else None
    if "customer_id" in request:
        customer = find(book.customers, given(request, "customer_id"))
        found = customer is not None and customer.company is branch.company and customer.active
        if given(request, "customer_id") is not None and not found:
            wrong.add("UNKNOWN_CUSTOMER")
    own_numbers = bool(changed(request, "own_numbers", old.own_numbers if old else False))
    active = bool(changed(request, "active", old.active if old else True))
    if old and (code, own_numbers) != (old.code, old.own_numbers):
        series = f"{branch.code}-{old.code}-"
        if any(of == series for _, of, _ in branch.numbers):
            wrong.add("VALIDATION")
    book.ask(branch, wrong)
    raise_if(wrong)
    if old is None:
        old = TillRow(branch, "", "", None, own_numbers, active)
        book.tills.append(old)
    old.code, old.name, old.customer = str(code), str(name), customer
    old.own_numbers, old.active = own_numbers, active
    shift = next((each for each in book.shifts if each.till is old and not each.closed_on), None)
    return {
        "ok": True,
        "till_id": old,
        "till": {
            "id": old,
            "company_id": branch.company,
            "branch_id": branch,
            "code": code,
            "name": name,
            "customer_id": customer,
            "own_numbers": own_numbers,
            "active": active,
            "open_shift": {"id": shift, "shift_no": shift.number} if shift else None,
        },
    }


def open_shift(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    till = book.required(request, "till_id", book.tills, "UNKNOWN_TILL", wrong)
    if till is None:
        raise Refused(*wrong)
    branch, company = till.branch, till.branch.company
    if given(request, "branch_id") is not None:
        wrong.add("UNKNOWN_BRANCH")  # it is of a till's code, and of the first company
    opening = read_money(request, "opening_cash", company, wrong)
    if opening is None:
        wrong.add("VALIDATION")
    if not till.active:
        wrong.add("UNKNOWN_TILL")
    today = book.today(company)
    if any(each.branch is branch and each.day == today for each in book.closings):
        wrong.add("SHIFT_CLOSED")
    if book.shift:
        wrong.add("SHIFT_OPEN")
    raise_if(wrong)
    assert opening is not None
    shift = Shift(till, "", today, opening)
    book.shift = shift
    shift.number = book.next_number(branch, "SH", today)
    book.shifts.append(shift)
    return {"ok": True, "shift_id": shift, "shift_no": shift.number, "shift": shift.members()}


def cash_move(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    direction, purpose = given(request, "type"), given(request, "purpose") or "safe"
    if direction not in ("in", "out") or purpose not in ("safe", "expense"):
        wrong.add("VALIDATION")
    if given(request, "reason") is None:
        wrong.add("VALIDATION")
    shift = book.shift
    if shift is None:
        raise Refused("NO_OPEN_SHIFT", *wrong)
    company = shift.branch.company
    amount = read_amount(request.get("amount"), company, wrong)
    if amount is None:
        wrong.add("INVALID_PAYMENT")
    elif direction == "out" and amount > expected(book, shift, "cash"):
        wrong.add("CASH_INSUFFICIENT")
    raise_if(wrong)
    assert amount is not None
    move = CashMove(shift, book.today(company), str(direction), str(purpose), amount)
    book.cash_moves.append(move)
    moved = amount if direction == "in" else -amount
    book.enter("cash_move", move, shift.branch, {"cash": moved, str(purpose): -moved})
    return {
        "ok": True,
        "cash_move_id": move,
        "shift_id": shift,
        "type": direction,
        "purpose": purpose,
        "amount": amount.quantize(minor(company)),
        "expected_cash": expected(book, shift, "cash").quantize(minor(company)),
    }


def close_shift(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    shift = book.shifts[-1] if book.shifts else None
    if given(request, "shift_id") is not None:
        shift = find(book.shifts, request["shift_id"]) or refuse("UNKNOWN_SHIFT", *wrong)
    if shift is None:
        raise Refused("NO_OPEN_SHIFT", *wrong)
    if shift.closed_on:
        raise_if(wrong)
        return shift.answer
    company = shift.branch.company
    asked = request.get("counted")
    assert isinstance(asked, Mapping)
    counted = {method: read_money(asked, method, company, wrong) for method in COUNTED}
    if counted["cash"] is None:
        wrong.add("VALIDATION")
    raise_if(wrong)
    for method, there in counted.items():
        due = expected(book, shift, method)
        shift.counted[method] = due, due if there is None else there
    differences = {method: there - due for method, (due, there) in shift.counted.items()}
    if any(differences.values()):
        amounts = {**differences, "cash_differences": -sum(differences.values(), ZERO)}
        book.enter("cash_difference", shift, shift.branch, amounts)
    shift.closed_on = shift.opened_on
    unit = minor(company)
    invoices = [invoice for invoice in book.invoices if invoice.shift is shift]
    shift.answer = {
        "ok": True,
        "shift_id": shift,
        "shift": shift.members(),
        "report": {
            **figures(book, [entry for entry in book.journal if entry.shift is shift], invoices, unit),
            "methods": methods(shift, unit),
            "numbers": _numbers(book, shift),
        },
    }
    book.shift = None
    return shift.answer


def methods(shift: Shift, unit: Decimal, opening: bool = True) -> list[object]:
    return [
        {
            "method": method,
            **({"opening": (shift.opening if method == "cash" else ZERO).quantize(unit)} if opening else {}),
            "expected": due.quantize(unit),
            "counted": there.quantize(unit),
            "difference": (there - due).quantize(unit),
        }
        for method, (due, there) in shift.counted.items()
    ]


def expected(book: Book, shift: Shift, method: str) -> Decimal:
    """What there should be of a method: in the drawer what it was opened with, and all that was moved."""
    moved = (
        line.amount
        for entry in book.journal
        if entry.shift is shift and entry.kind != "cash_difference"
        for line in entry.lines
        if line.role == method
    )
    return sum(moved, shift.opening if method == "cash" else ZERO)


def _numbers(book: Book, shift: Shift) -> list[object]:
    """How many documents of each kind, with the first number and the last."""
    entries = [entry for entry in book.journal if entry.shift is shift]
    documents = {entry.document for entry in entries}
    of_kinds = {
        "INV": [invoice.number for invoice in book.invoices if invoice.shift is shift],
        "JE": [entry.number for entry in entries],
        "ORD": [order.number for order in book.orders if order.shift is shift],
        "PAY": [d.number for d in documents if isinstance(d, Payment | purchases.SupplierPayment)],
        "PRET": [d.number for d in documents if isinstance(d, purchases.PurchaseReturn)],
        "RET": [d.number for d in documents if isinstance(d, InvoiceReturn)],
    }

    def place(number: str) -> tuple[str, int, str]:
        *_, day, place = number.split("-")
        return day, int(place), number

    return [
        {
            "kind": kind,
            "count": len(of_kind),
            "first": min(of_kind, key=place),
            "last": max(of_kind, key=place),
        }
        for kind, of_kind in of_kinds.items()
        if of_kind
    ]


def daily_closing(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    company = find(book.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
    if given(request, "branch_id") is None and request["created_by"] == CASHIER and book.shifts:
        of_last = book.shifts[-1].branch
        request = {**request, **({"branch_id": of_last.id} if of_last.company is company else {})}
    branch = book.branch(request, company, wrong)
    today = book.today(company)
    last = max(
        (each.closed_on for each in book.shifts if each.branch is branch and each.closed_on), default=today
    )
    day = given_date(request, "date") or (last if last == today - timedelta(days=1) else today)
    if day > book.today(company):
        wrong.add("VALIDATION")
    raise_if(wrong)
    of_branch = [each for each in book.closings if each.branch is branch]
    if done := next((each for each in of_branch if each.day == day), None):
        return done.answer
    shifts = [each for each in book.shifts if each.branch is branch]
    if any(not each.closed_on and each.opened_on <= day for each in shifts):
        raise Refused("SHIFT_OPEN")
    closed = [each for each in shifts if each.closed_on == day]
    of_shifts = [entry for entry in book.journal if entry.shift in closed]
    loose = [e for e in book.journal if e.shift is None and e.branch is branch and e.day == day]
    sold_loose = [i for i in book.invoices if i.shift is None and i.branch is branch and i.day == day]
    if of_branch and day < of_branch[-1].day and not (closed or sold_loose or any(map(_moves, loose))):
        raise Refused("VALIDATION")
    since = book.journal[of_branch[-1].entries :] if of_branch else []
    closed_days = {each.day for each in of_branch}
    late = [e for e in since if e.shift is None and e.branch is branch and e.day in closed_days]
    late = [entry for entry in late if _shows(entry) or _counted(entry)]
    late_sales = {e.document for e in late if _counted(e) == "sales"}
    net_sales = net_of([*of_shifts, *loose, *late])
    before = of_branch[-1].running_total if of_branch else ZERO
    unit = minor(company)
    answer: Answer = {
        "ok": True,
        "closing_no": len(of_branch) + 1,
        "branch_id": branch,
        "business_date": day.isoformat(),
        "net_sales": net_sales.quantize(unit),
        "previous_total": before.quantize(unit),
        "running_total": (before + net_sales).quantize(unit),
        "report": {
            **figures(book, of_shifts, [i for i in book.invoices if i.shift in closed], unit),
            "shifts": [
                {
                    "shift_id": each,
                    "shift_no": each.number,
                    "till": each.till.code,
                    "opening_cash": each.opening.quantize(unit),
                    "methods": methods(each, unit, opening=False),
                }
                for each in closed
            ],
            "outside_shifts": figures(book, loose, sold_loose, unit),
            "after_closings": figures(book, late, late_sales, unit) if late else None,
            "control": {
                "series": [
                    {
                        "kind": kind,
                        "code": code,
                        "count": count,
                        "last": f"{kind}-{code}{day:%Y%m%d}-{count:04}",
                    }
                    for (kind, code, of), count in sorted(branch.numbers.items())
                    if of == day
                ]
            },
        },
    }
    book.closings.append(
        DailyClosing(
            branch, len(of_branch) + 1, day, net_sales, before + net_sales, len(book.journal), answer
        )
    )
    return answer


# -- what a report says


def figures(book: Book, entries: Iterable[JournalEntry], sold: Collection[Row], unit: Decimal) -> Answer:
    """``sold``: the sales, also those for nothing, which count as cancelled without an entry of it."""
    sums: dict[tuple[str, str], Decimal] = {}
    documents: dict[str, set[Row]] = {event: set() for event in _SALES}
    entered = {entry.document for entry in book.journal if _counted(entry) == "cancelled"}
    documents["cancelled"].update(i for i in sold if isinstance(i, Invoice) and i.closed and i not in entered)
    for entry in entries:
        if counted := _counted(entry):
            documents[counted].add(entry.document)
        event = _event(entry)
        for line in entry.lines:
            if line.role in _SHOWN:
                sums[event, line.role] = sums.get((event, line.role), ZERO) + line.amount

    def of(events: Iterable[str], *roles: str) -> Decimal:
        return sum((sums.get((event, role), ZERO) for event in events for role in roles), ZERO)

    def sales(events: Iterable[str]) -> dict[str, object]:
        gross, discount = -of(events, "sales", "sales_returns"), of(events, "sales_discounts")
        amounts = {
            "gross": gross,
            "discount": discount,
            "net": gross - discount,
            "tax": -of(events, "tax_payable"),
            "rounding": -of(events, "rounding"),
            "total": of(events, "receivables"),
        }
        return {name: amount.quantize(unit) for name, amount in amounts.items()}

    def money(event: str) -> dict[str, object]:
        amounts = {method: of([event], method) for method in (*COUNTED, "wallet")}
        if event.startswith("wallet"):
            amounts["wallet"] = ZERO
        amounts["total"] = sum(amounts.values(), ZERO)
        return {name: amount.quantize(unit) for name, amount in amounts.items()}

    counts = {event: len(documents[event]) for event in _SALES} | {"sales": len(sold)}
    return {
        **{event: {"count": counts[event], **sales([event])} for event in _SALES},
        "net_sales": sales(_SALES),
        **{event: money(event) for event in _MONEY},
    }


def net_of(entries: Iterable[JournalEntry]) -> Decimal:
    """Sold, less discounts and what came back, without taxes and rounding."""
    roles = ("sales", "sales_returns", "sales_discounts")
    return -sum((line.amount for e in entries for line in e.lines if line.role in roles), ZERO)


def _moves(entry: JournalEntry) -> bool:
    """Whether a report has anything of it: money, though of a kind that stands in no line, or a document."""
    return any(line.role in _SHOWN for line in entry.lines) or _counted(entry) not in (None, "sales")


def _counted(entry: JournalEntry) -> str | None:
    """Where the entry's document is counted, also where it is an entry of the cost alone."""
    if isinstance(entry.document, InvoiceAmendment):
        return "amendments"
    if isinstance(entry.document, InvoiceReturn):
        return "returns"
    if isinstance(entry.document, Invoice):
        return "cancelled" if entry.kind in ("invoice_reversal", "invoice_cogs_reversal") else "sales"
    return None


def _shows(entry: JournalEntry) -> bool:
    """Whether a report has anything of it."""
    return _event(entry) in {*_SALES, *_MONEY} and any(line.role in _SHOWN for line in entry.lines)


def _event(entry: JournalEntry) -> str:
    document = entry.document
    into_shop = sum((line.amount for line in entry.lines if line.role in COUNTED), ZERO) > 0
    if isinstance(document, purchases.SupplierPayment):
        return "supplier_payments"
    if entry.kind == "payment" and isinstance(document, Payment):
        invoice = None if document.note else document.invoice
        own = invoice and invoice.shift is entry.shift and (entry.shift or invoice.day == entry.day)
        return "payments" if own else "debts_collected"
    events = {
        "invoice": "amendments" if isinstance(document, InvoiceAmendment) else "sales",
        "invoice_reversal": "cancelled",
        "return": "returns",
        "refund": "refunds",
        "payment_reversal": "voids",
        "wallet": "wallet_deposits" if into_shop else "wallet_withdrawals",
        "cash_move": "cash_in" if into_shop else "cash_out",
    }
    return events.get(entry.kind, entry.kind)


# -- a sale at the till


def pos_sale(book: Book, request: Request) -> Answer:
    """Order, invoice and payments in one."""
    sale = {**request, "status": given(request, "status") or "paid"}
    if given(request, "customer_id") is None and book.shift:
        sale["customer_id"] = book.shift.till.customer.id if book.shift.till.customer else None
    customer = find(book.customers, sale.get("customer_id"))
    if given(request, "branch_id") is None and customer and (shift := book.joined(customer.company)):
        sale["branch_id"] = shift.branch.id
    answer = book.save_invoice(sale, at_till=True)
    invoice, shift = book.invoices[-1], book.shift
    assert shift
    number_of_it = book.next_number(invoice.branch, "ORD", invoice.day)
    # the order keeps what was agreed, whatever becomes of the invoice
    agreed = replace(invoice, items=[replace(item) for item in invoice.items])
    lines = agreed_lines(sale, agreed)
    order = Order(
        *(invoice.customer, invoice.branch, number_of_it, invoice.day, agreed, lines),
        *(invoice.work_order, "pos", shift),
    )
    book.orders.append(order)
    bill(order, invoice, planned(order, None, set()))
    return {**answer, "order": order.short(), "shift_id": shift}


# -- the rows of the database

QUERIES = {
    "tills": """
        SELECT id, branch_id, code, name, customer_id, own_numbers, active FROM tills
        WHERE company_id IN (%s, %s)""",
    "shifts": """
        SELECT id, till_id, branch_id, shift_no, opened_on, opening_cash, closed_on FROM shifts
        WHERE company_id IN (%s, %s)""",
    "shift_counts": """
        SELECT c.shift_id, c.payment_method, c.expected, c.counted
        FROM shift_counts c JOIN shifts s ON s.id = c.shift_id WHERE s.company_id IN (%s, %s)""",
    "cash_moves": """
        SELECT id, shift_id, branch_id, business_date, direction, purpose, amount FROM cash_moves
        WHERE company_id IN (%s, %s)""",
    "daily_closings": """
        SELECT branch_id, closing_no, business_date, net_sales, running_total FROM daily_closings
        WHERE company_id IN (%s, %s)""",
}


def rows(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """In the columns of QUERIES; a Row stands for its id."""
    return {
        "tills": [(t, t.branch, t.code, t.name, t.customer, t.own_numbers, t.active) for t in book.tills],
        "shifts": [(s, s.till, s.branch, s.number, s.opened_on, s.opening, s.closed_on) for s in book.shifts],
        "shift_counts": [(s, method, *amounts) for s in book.shifts for method, amounts in s.counted.items()],
        "cash_moves": [
            (m, m.shift, m.shift.branch, m.day, m.direction, m.purpose, m.amount) for m in book.cash_moves
        ],
        "daily_closings": [(c.branch, c.number, c.day, c.net_sales, c.running_total) for c in book.closings],
    }
