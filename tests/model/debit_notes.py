"""Debit notes in the account book, the rates of their currencies, and users who are limited to branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.model.book import (
    ZERO,
    Answer,
    Book,
    Branch,
    Company,
    Customer,
    Invoice,
    Money,
    Payment,
    Refused,
    Request,
    Row,
    asked_payments,
    customer_member,
    find,
    minor,
    raise_if,
    refuse,
    set_excess_aside,
    to_minor,
)
from tests.model.currencies import Currency, Told, document_currency, read_currency, read_rate
from tests.model.pricing import Tax, rated
from tests.model.requests import TOO_MUCH, given, given_date, listed, number, optional_text

KINDS = ("price_difference", "additional_fees", "penalty", "correction")


@dataclass(eq=False)
class ExchangeRate(Row):
    """Of the company's currency for one of ``currency``, from a day on until the next one."""

    company: Company
    currency: str
    valid_from: date
    rate: Decimal


@dataclass(eq=False)
class NoteLine(Row):
    kind: str
    description: str
    quantity: Decimal
    price: Decimal
    tax: Tax
    net: Decimal = ZERO
    amount: Decimal = ZERO
    """Of the tax, on top of the price."""


@dataclass(eq=False)
class DebitNote(Row):
    """In its currency, but what is called ``base``: in the company's."""

    customer: Customer
    branch: Branch
    invoice: Invoice
    number: str
    day: date
    kind: str
    reference: str | None
    reason: str | None
    currency: Currency
    rate: Decimal
    per: str
    """How its taxes are rounded: document, line."""
    lines: list[NoteLine]
    payments: list[Payment] = field(default_factory=list)
    cancelled_on: date | None = None
    cancel_reason: str | None = None

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), ZERO)

    @property
    def tax(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        return self.net + self.tax

    @property
    def tax_base(self) -> Decimal:
        return self.in_base(self.tax)

    @property
    def total_base(self) -> Decimal:
        return self.in_base(self.total)

    def in_base(self, amount: Decimal) -> Decimal:
        """At its own rate."""
        return to_minor(amount * self.rate, self.customer.company)

    @property
    def is_in_base(self) -> bool:
        return self.currency.code == self.customer.company.currency

    @property
    def unit(self) -> Decimal:
        return minor(self.currency)

    @property
    def open(self) -> Decimal:
        """In its currency."""
        return self.remaining

    @property
    def due(self) -> tuple[date, date]:
        return self.day, self.day

    @property
    def paid(self) -> Decimal:
        return sum((payment.applied for payment in self.payments), ZERO)

    @property
    def paid_base(self) -> Decimal:
        return sum((payment.settled for payment in self.payments), ZERO)

    @property
    def remaining(self) -> Decimal:
        return ZERO if self.cancelled_on else self.total - self.paid

    @property
    def remaining_base(self) -> Decimal:
        return ZERO if self.cancelled_on else self.total_base - self.paid_base

    def share(self, part: Decimal) -> Decimal:
        """Of what is open in the company's currency; the last part takes what is left of it."""
        if part == self.remaining:
            return self.remaining_base
        return to_minor(self.remaining_base * part / self.remaining, self.customer.company)

    @property
    def status(self) -> str:
        if self.cancelled_on:
            return "cancelled"
        if not self.paid:
            return "open"
        return "partially_applied" if self.remaining else "applied"

    def members(self) -> Answer:
        company = self.customer.company
        return {
            "debit_note_id": self,
            "debit_note_no": self.number,
            "company_id": company,
            "branch_id": self.branch,
            "customer_id": self.customer,
            "source_invoice_id": self.invoice,
            "debit_note_date": self.day.isoformat(),
            "reference_type": self.kind,
            "reference_no": self.reference,
            "reason": self.reason,
            "currency": self.currency.code,
            "exchange_rate": self.rate,
            "net_total": self.net.quantize(self.unit),
            "tax_total": self.tax.quantize(self.unit),
            "total": self.total.quantize(self.unit),
            "applied_amount": self.paid.quantize(self.unit),
            "remaining_amount": self.remaining.quantize(self.unit),
            "total_base": self.total_base.quantize(minor(company)),
            "remaining_base": self.remaining_base.quantize(minor(company)),
            "status": self.status,
            "cancelled_on": self.cancelled_on.isoformat() if self.cancelled_on else None,
            "cancel_reason": self.cancel_reason,
        }

    def line_members(self) -> list[object]:
        return [
            {
                "item_id": line,
                "item_type": line.kind,
                "description": line.description,
                "quantity": line.quantity,
                "unit_price": line.price,
                "tax_rate": line.tax.rate,
                "net": line.net.quantize(self.unit),
                "tax_amount": line.amount.quantize(self.unit),
                "total": (line.net + line.amount).quantize(self.unit),
            }
            for line in self.lines
        ]

    def reckon(self) -> None:
        """Each line's net is rounded; a tax line by line, or for the document, by cumulative rounding."""
        so_far: dict[Tax, Decimal] = {}
        for line in self.lines:
            before = so_far.get(line.tax, ZERO) if self.per == "document" else ZERO
            line.net = to_minor(line.quantity * line.price, self.currency)
            so_far[line.tax] = before + line.net
            due, had = (amount * line.tax.rate / 100 for amount in (before + line.net, before))
            line.amount = to_minor(due, self.currency) - to_minor(had, self.currency)

    def taxes_base(self) -> dict[Tax, Decimal]:
        """What the taxes up to each, lowest rate first, are worth, less what those before it are."""
        worth, so_far = {}, ZERO
        for tax in sorted({line.tax for line in self.lines if line.tax.rate}, key=lambda tax: tax.rate):
            before = so_far
            so_far += sum((line.amount for line in self.lines if line.tax == tax), ZERO)
            worth[tax] = self.in_base(so_far) - self.in_base(before)
        return worth


def save_debit_note(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    kind = given(request, "reference_type")
    if kind not in KINDS or given(request, "source_debit_note_id") is not None:
        wrong.add("VALIDATION")
    lines = _lines(request, wrong)
    invoice = book.required(request, "source_invoice_id", book.invoices, "UNKNOWN_INVOICE", wrong)
    customer = book.required(request, "customer_id", book.customers, "UNKNOWN_CUSTOMER", wrong)
    if customer is None:
        raise Refused(*wrong)
    if not customer.has_account:
        wrong.add("VALIDATION")
    if invoice and invoice.customer is not customer:
        wrong.add("VALIDATION")
    elif invoice and invoice.closed:
        wrong.add("INVOICE_CLOSED")
    company = customer.company
    branch = book.branch(request, company, wrong)
    day = given_date(request, "debit_note_date") or book.today(company)
    if day > book.today(company):
        wrong.add("VALIDATION")
    currency, rate = document_currency(book, request, company, day, wrong)
    reference = optional_text(given(request, "reference_no"))
    live = [(n.customer, n.kind, n.reference) for n in book.notes if not n.cancelled_on]
    if reference and (customer, kind, reference) in live:
        wrong.add("DUPLICATE_REFERENCE")
    if rate is None or invoice is None:
        raise Refused(*wrong)
    reason = optional_text(given(request, "reason"))
    note = DebitNote(
        *(customer, branch, invoice, "", day, str(kind), reference, reason, currency, rate),
        *(company.tax_rounding, lines),
    )
    note.reckon()
    if lines and not ZERO < note.total_base < TOO_MUCH:
        wrong.add("VALIDATION")
    raise_if(wrong)

    before = customer.balance, customer.wallet
    numbered = sum(other.customer.company is company for other in book.notes)
    note.number = f"{company.name}-DN-{numbered + 1:04}"
    book.notes.append(note)
    taxes = note.taxes_base()
    amounts = {"receivables": note.total_base, "additional_charges": note.tax_base - note.total_base}
    owed = {tax: -amount for tax, amount in taxes.items()}
    book.enter("customer_debit", note, branch, amounts, customer, taxes=owed)
    book.post(customer, "adjustment", note.total_base, ZERO, book.today(company), of=note)
    return {
        "ok": True,
        **note.members(),
        "items": note.line_members(),
        "customer": customer_member(customer, *before),
    }


def _lines(request: Request, wrong: set[str]) -> list[NoteLine]:
    lines, rows = [], listed(request.get("items"))
    if not rows:
        wrong.add("NO_ITEMS")
    for row in rows:
        assert isinstance(row, Mapping)
        kind, description = str(given(row, "item_type") or "charge"), given(row, "description")
        if kind not in ("charge", "product", "service") or description is None:
            wrong.add("VALIDATION")
        quantity, price = number(row.get("quantity"), 4), number(row.get("unit_price"), 6)
        if quantity is None or quantity <= 0:
            wrong.add("INVALID_QUANTITY")
        if price is None or price < 0:
            wrong.add("INVALID_PRICE")
        raw = given(row, "tax_rate")
        rate = ZERO if raw is None else number(raw, 4)
        if rate is None or not 0 <= rate <= 100:
            wrong.add("VALIDATION")
        if quantity is not None and price is not None and rate is not None:
            lines.append(NoteLine(kind, str(description), quantity, price, rated(rate)))
    return lines


def cancel_debit_note(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    note = _live(book, request, wrong)
    customer = note.customer
    branch = book.branch(request, customer.company, wrong)
    if note.paid:
        wrong.add("DEBIT_NOTE_APPLIED")
    raise_if(wrong)
    before, today = (customer.balance, customer.wallet), book.today(customer.company)
    owed = note.remaining_base
    note.cancelled_on, note.cancel_reason = today, optional_text(given(request, "reason"))
    book.reverse("customer_debit", note, note, branch)
    book.post(customer, "adjustment", -owed, ZERO, today, of=note)
    return {"ok": True, **note.members(), "customer": customer_member(customer, *before)}


def apply_debit_note(book: Book, request: Request) -> Answer:
    """A payment of the note; of its members only these, so that nothing is paid above what is open."""
    of_payment = ("amount", "method", "parts", "payments", "currency", "exchange_rate", "base_amount")
    members = {name: request.get(name) for name in (*of_payment, "debit_note_id", "branch_id", "created_by")}
    payment = pay_debit_note(book, members)
    note = find(book.notes, request["debit_note_id"])
    assert note
    return {"ok": True, **note.members(), "payment": payment}


def add_payment(book: Book, request: Request) -> Answer:
    """Of a note, or of what is no note alone."""
    others = ("invoice_id", "invoices", "work_order_id", "customer_id")
    if request.get("debit_note_id") and not any(request.get(other) for other in others):
        return pay_debit_note(book, request)
    return book.add_payment(request)


def pay_debit_note(book: Book, request: Request) -> Answer:
    """The money is in the note's currency; what it is worth is told, or follows from the day's rate."""
    wrong = book.user_faults(request)
    mode = str(given(request, "overpayment") or "reject")
    if mode not in ("reject", "wallet", "change"):
        wrong.add("VALIDATION")
    note = _live(book, request, wrong)
    customer, company = note.customer, note.customer.company
    branch = book.branch(request, company, wrong)
    told = book.told(request, company, note.currency, wrong)
    rows = asked_payments(request, note.currency, wrong)
    if told.base is not None and len(rows) > 1:
        wrong.add("VALIDATION")
    if not note.is_in_base and mode != "reject":
        wrong.add("VALIDATION")
    money = sum((row.amount for row in rows), ZERO)
    if money > note.remaining:
        if mode == "reject":
            wrong.add("OVER_APPLIED")
        elif not note.remaining:
            wrong.add("NOTHING_TO_PAY")
        else:
            set_excess_aside(rows, money - note.remaining, mode, wrong)
    check_worth(customer, rows, told, wrong)
    raise_if(wrong)
    # a row that is nothing but excess pays nothing
    return book.pay(rows, mode, [(note, note.open)], customer, branch, told)


def check_worth(customer: Customer, rows: Sequence[Money], told: Told, wrong: set[str]) -> None:
    """Each row is worth something, and what the wallet pays is in it."""
    if any(not ZERO < told.worth(row.amount) < TOO_MUCH for row in rows):
        wrong.add("VALIDATION")
    from_wallet = [row.amount for row in rows if row.method == "wallet"]
    if from_wallet:
        # at once, and part by part: rounded, the one may be more than the other
        needed = max(told.worth(sum(from_wallet, ZERO)), sum(map(told.worth, from_wallet), ZERO))
        if needed > max(customer.wallet, ZERO):
            wrong.add("WALLET_INSUFFICIENT")


def _live(book: Book, request: Request, wrong: set[str]) -> DebitNote:
    note = book.required(request, "debit_note_id", book.notes, "UNKNOWN_DEBIT_NOTE", wrong)
    if note is None:
        raise Refused(*wrong)
    if note.cancelled_on:
        raise Refused("DEBIT_NOTE_CLOSED", *wrong)
    return note


# -- currencies


def set_exchange_rate(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    currency = read_currency(request, wrong)
    rate = read_rate(request, "rate", wrong)
    company = find(book.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
    if currency is None or rate is None:
        raise Refused("VALIDATION", *wrong)
    if currency.code == company.currency:
        wrong.add("INVALID_RATE")
    raise_if(wrong)
    day = given_date(request, "valid_from") or book.today(company)
    of_day = [r for r in book.rates if (r.company, r.currency, r.valid_from) == (company, currency.code, day)]
    if not of_day:
        of_day = [ExchangeRate(company, currency.code, day, rate)]
        book.rates += of_day
    of_day[0].rate = rate
    return {
        "ok": True,
        "exchange_rate_id": of_day[0],
        "exchange_rate": {
            "id": of_day[0],
            "company_id": company,
            "currency": currency.code,
            "valid_from": day.isoformat(),
            "rate": rate,
        },
    }


# -- users


def set_user_branches(book: Book, request: Request) -> Answer:
    """Each user of the book may set them: all are admins."""
    wrong = book.user_faults(request)
    user, ids = given(request, "user_id"), request.get("branch_ids")
    branches = [find(book.branches, each) for each in listed(ids)]
    if user not in book.limits or not isinstance(ids, list) or None in branches:
        wrong.add("VALIDATION")
    if len(set(branches)) < len(branches):
        wrong.add("VALIDATION")
    raise_if(wrong)
    assert isinstance(user, int)
    limit = [branch for branch in branches if branch]
    book.limits[user] = sorted(limit, key=lambda branch: branch.id or 0)
    return {"ok": True, "user_id": user, "user": {"id": user, "branch_ids": list(book.limits[user])}}


def set_user_permissions(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    user, names = given(request, "user_id"), request.get("permissions")
    if user not in book.limits or not isinstance(names, list) or len(set(names)) < len(names):
        wrong.add("VALIDATION")
    raise_if(wrong)
    assert isinstance(user, int)
    assert isinstance(names, list)
    book.permissions[user] = sorted(names)
    return {"ok": True, "user_id": user, "user": {"id": user, "permissions": sorted(names)}}


# -- the rows of the database

QUERIES = {
    "customer_debit_notes": """
        SELECT id, company_id, branch_id, customer_id, source_invoice_id, debit_note_no, debit_note_date,
            reference_type, reference_no, reason, currency, exchange_rate, tax_rounding, net_total, tax_total,
            total, net_base, tax_base, total_base, applied_amount, applied_base, remaining_amount,
            remaining_base, status, posted, cancelled_on, cancel_reason
        FROM customer_debit_notes WHERE company_id IN (%s, %s)""",
    "customer_debit_note_items": """
        SELECT i.id, i.debit_note_id, i.line_no, i.item_type, i.description, i.quantity, i.unit_price,
            i.tax_rate, i.net, i.tax_amount
        FROM customer_debit_note_items i JOIN customer_debit_notes n ON n.id = i.debit_note_id
        WHERE n.company_id IN (%s, %s)""",
    "customer_debit_note_applications": """
        SELECT a.debit_note_id, a.payment_id, a.amount, a.settled_base, a.exchange_rate
        FROM customer_debit_note_applications a JOIN customer_debit_notes n ON n.id = a.debit_note_id
        WHERE n.company_id IN (%s, %s)""",
    "exchange_rates": """
        SELECT id, company_id, currency, valid_from, rate FROM exchange_rates
        WHERE company_id IN (%s, %s)""",
    "user_branches": """
        SELECT w.user_id, w.branch_id FROM user_branches w JOIN branches b ON b.id = w.branch_id
        WHERE b.company_id IN (%s, %s)""",
}


def rows(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """In the columns of QUERIES; a Row stands for its id."""
    return {
        "customer_debit_notes": [
            (
                *(n, n.customer.company, n.branch, n.customer, n.invoice, n.number, n.day, n.kind),
                *(n.reference, n.reason, n.currency.code, n.rate, n.per, n.net, n.tax, n.total),
                *(n.total_base - n.tax_base, n.tax_base, n.total_base, n.paid, n.paid_base, n.remaining),
                *(n.remaining_base, n.status, 1, n.cancelled_on, n.cancel_reason),
            )
            for n in book.notes
        ],
        "customer_debit_note_items": [
            (
                *(line, n, place, line.kind, line.description, line.quantity, line.price, line.tax.rate),
                *(line.net, line.amount),
            )
            for n in book.notes
            for place, line in enumerate(n.lines, 1)
        ],
        "customer_debit_note_applications": [
            (n, p, p.applied, p.settled, p.rate) for n in book.notes for p in n.payments
        ],
        "exchange_rates": [(r, r.company, r.currency, r.valid_from, r.rate) for r in book.rates],
        "user_branches": [(user, branch) for user, limit in book.limits.items() for branch in limit],
    }
