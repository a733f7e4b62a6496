"""The book's purchases: suppliers, their bills, their reversal and payment, and the rows that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tests.model.book import (
    ZERO,
    Answer,
    Batch,
    Book,
    Branch,
    Company,
    Money,
    Movement,
    Product,
    Refused,
    Request,
    Row,
    find,
    minor,
    raise_if,
    read_payments,
    refuse,
    summed,
    to_minor,
)
from tests.model.requests import TOO_MUCH, changed, given, given_date, listed, number, optional_text


@dataclass(eq=False)
class Supplier(Row):
    company: Company
    name: str
    mobile: str | None
    city: str | None
    address: str | None
    notes: str | None
    active: bool
    balance: Decimal = ZERO
    entries: list[SupplierEntry] = field(default_factory=list)


@dataclass(eq=False)
class Purchase(Row):
    branch: Branch
    supplier: Supplier | None
    number: str
    bill_no: str | None
    day: date
    total: Decimal
    batches: list[Batch]
    payments: list[SupplierPayment] = field(default_factory=list)
    returns: list[PurchaseReturn] = field(default_factory=list)
    reversed_on: date | None = None

    @property
    def paid(self) -> Decimal:
        """What was paid for it and did not come back."""
        return sum((payment.amount for payment in self.payments), ZERO)

    @property
    def returned(self) -> Decimal:
        return sum((back.value for back in self.returns), ZERO)

    def sent_back(self, batch: Batch) -> Decimal:
        return sum((qty for back in self.returns for each, qty, _ in back.parts if each is batch), ZERO)


@dataclass(eq=False)
class PurchaseReturn(Row):
    """Goods that went back to the supplier: batch, quantity and cost of each part."""

    purchase: Purchase
    branch: Branch
    number: str
    day: date
    parts: list[tuple[Batch, Decimal, Decimal]]

    @property
    def value(self) -> Decimal:
        return sum((cost for _, _, cost in self.parts), ZERO)


@dataclass(eq=False)
class SupplierPayment(Row):
    branch: Branch
    supplier: Supplier | None
    purchase: Purchase | None
    number: str
    day: date
    kind: str
    amount: Decimal
    method: str
    undoes: SupplierPayment | None = None
    undone_by: SupplierPayment | None = None


@dataclass(eq=False)
class SupplierEntry:
    """A row of the supplier's ledger."""

    kind: str
    amount: Decimal
    balance: tuple[Decimal, Decimal]
    purchase: Purchase | None
    payment: SupplierPayment | None
    day: date
    returned: PurchaseReturn | None = None


@dataclass(eq=False)
class Line:
    """One line of a purchase as it is asked for."""

    product: Product
    qty: Decimal
    unit_cost: Decimal
    received_at: date | None

    @property
    def value(self) -> Decimal:
        return to_minor(self.qty * self.unit_cost, self.product.company)


class PurchasesBook(Book):
    """The book with what is bought."""

    def __init__(self, user_id: int, now: datetime) -> None:
        super().__init__(user_id, now)
        self.suppliers: list[Supplier] = []
        self.purchases: list[Purchase] = []
        self.supplier_payments: list[SupplierPayment] = []
        self.purchase_returns: list[PurchaseReturn] = []

    def save_supplier(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        old = None
        if given(request, "supplier_id") is not None:
            old = find(self.suppliers, request["supplier_id"]) or refuse("UNKNOWN_SUPPLIER", *wrong)
            company = old.company
        else:
            company = find(self.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
        texts = {
            name: optional_text(changed(request, name, getattr(old, name, None)))
            for name in ("name", "mobile", "city", "address", "notes")
        }
        if texts["name"] is None or any(len(texts[name] or "") > 20 for name in ("mobile",)):
            wrong.add("VALIDATION")
        active = bool(changed(request, "active", old.active if old else True))
        raise_if(wrong)
        if old is None:
            old = Supplier(company, "", None, None, None, None, active)
            self.suppliers.append(old)
        for name, text in texts.items():
            setattr(old, name, text)
        old.active = active
        return {
            "ok": True,
            "supplier_id": old,
            "supplier": {
                "id": old,
                "company_id": company,
                **texts,
                "active": active,
                "balance": old.balance.quantize(minor(company)),
            },
        }

    # -- buying

    def receive_batch(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        line = self._line(request, wrong)
        self.ask(line.product.company.main if line else None, wrong)
        raise_if(wrong)
        assert line
        purchase = self._buy(None, None, line.product.company.main, [line])
        (batch,) = purchase.batches
        return {
            "ok": True,
            "batch_id": batch,
            "batch": {
                "id": batch,
                "product_id": batch.product,
                "qty": batch.qty,
                "remaining": batch.qty,
                "unit_cost": batch.unit_cost,
                "value": purchase.total,
                "received_at": batch.received_at.isoformat(),
            },
            "bill_id": purchase,
            "purchase_no": purchase.number,
        }

    def post_purchase(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        rows = [row for row in listed(request.get("items")) if isinstance(row, Mapping)]
        if not rows:
            wrong.add("NO_ITEMS")
        lines = [line for row in rows if (line := self._line(row, wrong))]
        supplier = None
        if given(request, "supplier_id") is not None:
            supplier = find(self.suppliers, request["supplier_id"])
            if supplier is None or not supplier.active:
                wrong.add("UNKNOWN_SUPPLIER")
        if supplier is None and (not lines or given(request, "supplier_id") is not None):
            raise Refused(*wrong)
        company = supplier.company if supplier else lines[0].product.company
        if any(line.product.company is not company for line in lines):
            wrong.add("UNKNOWN_PRODUCT")
        branch = self.branch(request, company, wrong)
        bill_no = optional_text(given(request, "bill_no"))
        if supplier and any(
            p.supplier is supplier and p.bill_no == bill_no and p.reversed_on is None
            for p in self.purchases
            if bill_no is not None
        ):
            wrong.add("DUPLICATE_BILL")
        money = self._money(listed(request.get("payments")), company, wrong)
        total = sum((line.value for line in lines), ZERO)
        paid = sum((row.amount for row in money), ZERO)
        if paid > total:
            wrong.add("OVERPAYMENT")
        if supplier is None and ZERO < paid < total:
            wrong.add("PAYMENTS_MISMATCH")
        raise_if(wrong)
        before = supplier.balance if supplier else ZERO
        purchase = self._buy(supplier, bill_no, branch, lines)
        payments = [self._pay(branch, supplier, purchase, "payment", row.amount, row.method) for row in money]
        unit = minor(company)
        return {
            "ok": True,
            "bill_id": purchase,
            "purchase_no": purchase.number,
            "bill_no": bill_no,
            "supplier_id": supplier,
            "total": total.quantize(unit),
            "paid_amount": paid.quantize(unit),
            "items": [
                {
                    "batch_id": batch,
                    "product_id": batch.product,
                    "qty": batch.qty,
                    "unit_cost": batch.unit_cost,
                    "value": batch.value.quantize(unit),
                    "received_at": batch.received_at.isoformat(),
                }
                for batch in purchase.batches
            ],
            "payments": money_members(payments, unit),
            "supplier": supplier_member(supplier, before),
        }

    def _line(self, row: Request, wrong: set[str]) -> Line | None:
        product = self.required(row, "product_id", self.products, "UNKNOWN_PRODUCT", wrong)
        qty = number(row.get("qty"), 4)
        if qty is None or qty <= 0:
            wrong.add("INVALID_QUANTITY")
        unit_cost = number(row.get("unit_cost"), 6)
        if unit_cost is None or unit_cost < 0 or (qty is not None and qty * unit_cost >= TOO_MUCH):
            wrong.add("INVALID_PRICE")
        received_at = given_date(row, "received_at")
        if product and not product.keeps_stock:
            wrong.add("VALIDATION")
        if product and received_at and received_at > self.today(product.company):
            wrong.add("VALIDATION")
        if product is None or qty is None or unit_cost is None:
            return None
        return Line(product, qty, unit_cost, received_at)

    def _money(self, rows: Sequence[object], company: Company, wrong: set[str]) -> list[Money]:
        money = read_payments(rows, company, wrong)
        if any(row.method == "wallet" for row in money):
            wrong.add("INVALID_PAYMENT_METHOD")
        return money

    def _buy(
        self, supplier: Supplier | None, bill_no: str | None, branch: Branch, lines: Sequence[Line]
    ) -> Purchase:
        day = self.today(branch.company)
        total = sum((line.value for line in lines), ZERO)
        purchase = Purchase(supplier=supplier, branch=branch, number=self.next_number(branch, "PO", day),
                            bill_no=bill_no, day=day, total=total, batches=[])  # fmt: skip
        self.purchases.append(purchase)
        for line in lines:
            batch = Batch(line.product, line.qty, line.qty, line.unit_cost, line.value,
                          line.received_at or day, self.now, purchase)  # fmt: skip
            line.product.batches.append(batch)
            purchase.batches.append(batch)
        amounts = {"inventory": total, _debt_to(supplier): -total}
        movements = [Movement("purchase", b, b.qty, b.value) for b in purchase.batches]
        self.enter("purchase", purchase, branch, amounts, supplier, movements)
        if supplier and total:
            self._owe(supplier, "purchase", total, day, purchase=purchase)
        return purchase

    def return_purchase(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        refund = optional_text(given(request, "refund"))
        if refund not in (None, "account", "cash", "original"):
            wrong.add("VALIDATION")
        purchase = self.required(request, "bill_id", self.purchases, "UNKNOWN_BILL", wrong)
        rows = [row for row in listed(request.get("items")) if isinstance(row, Mapping)]
        if not rows:
            wrong.add("NO_ITEMS")
        if purchase is None:
            raise Refused(*wrong)
        branch = self.branch(request, purchase.branch.company, wrong)
        supplier, company = purchase.supplier, branch.company
        if purchase.reversed_on:
            wrong.add("BILL_REVERSED")
        if supplier is None and refund == "account":
            wrong.add("VALIDATION")
        parts: list[tuple[Batch, Decimal, Decimal]] = []
        for row in rows:
            batch = find(purchase.batches, given(row, "batch_id"))
            qty = number(row.get("qty"), 4)
            if batch is None:
                wrong.add("UNKNOWN_BATCH" if given(row, "batch_id") is not None else "VALIDATION")
            if qty is None or qty <= 0:
                wrong.add("INVALID_QUANTITY")
            if batch and any(each is batch for each, _, _ in parts):
                wrong.add("VALIDATION")
            if batch and qty and qty > batch.remaining:
                wrong.add("BATCH_CONSUMED")
            if batch and qty and 0 < qty <= batch.remaining:
                parts.append((batch, qty, to_minor(batch.value * qty / batch.remaining, company)))
        raise_if(wrong)
        before, day = supplier.balance if supplier else ZERO, self.today(company)
        number_ = self.next_number(branch, "PRET", day)
        back = PurchaseReturn(purchase, branch, number_, day, parts)
        self.purchase_returns.append(back)
        purchase.returns.append(back)
        for batch, qty, cost in parts:
            batch.remaining -= qty
            batch.value -= cost
        movements = [Movement("purchase_reversal", batch, -qty, -cost) for batch, qty, cost in parts]
        amounts = {_debt_to(supplier): back.value, "inventory": -back.value}
        self.enter("purchase_reversal", back, branch, amounts, supplier, movements)
        self.journal[-1].adjusts = self.root("purchase", purchase)
        if supplier and back.value:
            self._owe(supplier, "purchase_return", -back.value, day, returned=back)
        refunds = []
        if refund in ("cash", "original") or supplier is None:
            refunds = self._refund_part(refund, back.value, branch, purchase)
        unit = minor(company)
        return {
            "ok": True,
            "return_id": back,
            "return_no": back.number,
            "bill_id": purchase,
            "purchase_no": purchase.number,
            "value": back.value.quantize(unit),
            "items": [
                {"batch_id": batch, "product_id": batch.product, "qty": qty, "cost": cost.quantize(unit)}
                for batch, qty, cost in parts
            ],
            "refunded_amount": -sum((each.amount for each in refunds), ZERO).quantize(unit),
            "refunds": money_members(refunds, unit),
            "supplier": supplier_member(supplier, before),
        }

    def _refund_part(
        self, refund: str | None, amount: Decimal, branch: Branch, purchase: Purchase
    ) -> list[SupplierPayment]:
        """As much as was paid for it and did not come back, by the method that was paid with last first."""
        refunds: list[SupplierPayment] = []
        rest = min(amount, purchase.paid)
        while rest > 0:
            method, part = "cash", rest
            if refund != "cash":
                left: dict[str, Decimal] = {}
                for payment in purchase.payments:
                    left[payment.method] = left.get(payment.method, ZERO) + payment.amount
                paid_by = [p.method for p in purchase.payments if p.kind == "payment" and left[p.method] > 0]
                # what only came back by a method was never paid by it
                method = paid_by[-1]
                part = min(rest, left[method])
            refunds.append(self._pay(branch, purchase.supplier, purchase, "refund", -part, method))
            rest -= part
        return refunds

    def reverse_purchase(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        refund = optional_text(given(request, "refund"))
        if refund not in (None, "account", "cash", "original"):
            wrong.add("VALIDATION")
        purchase = self.required(request, "bill_id", self.purchases, "UNKNOWN_BILL", wrong)
        if purchase is None:
            raise Refused(*wrong)
        if purchase.reversed_on:
            raise Refused("BILL_REVERSED", *wrong)
        branch = self.branch(request, purchase.branch.company, wrong)
        supplier, company = purchase.supplier, branch.company
        if supplier is None and refund == "account":
            wrong.add("VALIDATION")
        if any(batch.remaining != batch.qty - purchase.sent_back(batch) for batch in purchase.batches):
            wrong.add("BATCH_CONSUMED")
        raise_if(wrong)
        before = supplier.balance if supplier else ZERO
        day = self.today(company)
        purchase.reversed_on = day
        for batch in purchase.batches:
            batch.remaining = batch.value = ZERO
            batch.reverted = True
        self._undo_entry("purchase_reversal", purchase, purchase, branch)
        total = purchase.total - purchase.returned
        if supplier and total:
            self._owe(supplier, "purchase_reversal", -total, day, purchase=purchase)
        refunds = []
        if refund in ("cash", "original") or supplier is None:
            refunds = [
                self._pay(
                    branch, supplier, purchase, "refund", -payment.amount,
                    "cash" if refund == "cash" else payment.method, payment,
                )
                for payment in list(purchase.payments)
                if payment.kind == "payment" and payment.undone_by is None and payment.amount <= purchase.paid
            ]  # fmt: skip
            refunds += self._refund_part(refund, purchase.paid, branch, purchase)
        unit = minor(company)
        return {
            "ok": True,
            "bill_id": purchase,
            "purchase_no": purchase.number,
            "total": total.quantize(unit),
            "refunded_amount": -sum((each.amount for each in refunds), ZERO).quantize(unit),
            "refunds": money_members(refunds, unit),
            "supplier": supplier_member(supplier, before),
        }

    # -- the suppliers' money

    def pay_supplier(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        kind = str(given(request, "type") or "payment")
        mode = str(given(request, "overpayment") or "reject")
        if kind not in ("payment", "refund") or mode not in ("reject", "advance"):
            wrong.add("VALIDATION")
        supplier = self.required(request, "supplier_id", self.suppliers, "UNKNOWN_SUPPLIER", wrong)
        if supplier is None:
            raise Refused(*wrong)
        branch = self.branch(request, supplier.company, wrong)
        rows = listed(request.get("payments")) or [
            {"amount": request.get("amount"), "method": request.get("method")}
        ]
        money = self._money(rows, supplier.company, wrong)
        paid = sum((row.amount for row in money), ZERO)
        owed = supplier.balance if kind == "payment" else -supplier.balance
        if paid == 0:
            wrong.add("INVALID_PAYMENT")
        if kind == "refund" or mode == "reject":
            if owed <= 0:
                wrong.add("NOTHING_TO_PAY")
            elif paid > owed:
                wrong.add("OVERPAYMENT")
        raise_if(wrong)
        before, sign = supplier.balance, 1 if kind == "payment" else -1
        payments = [self._pay(branch, supplier, None, kind, sign * row.amount, row.method) for row in money]
        unit = minor(supplier.company)
        return {
            "ok": True,
            "type": kind,
            "amount": paid.quantize(unit),
            "payments": money_members(payments, unit),
            "supplier": supplier_member(supplier, before),
        }

    def void_supplier_payment(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        payment = self.required(request, "payment_id", self.supplier_payments, "UNKNOWN_PAYMENT", wrong)
        if payment is None:
            raise Refused(*wrong)
        branch = self.branch(request, payment.branch.company, wrong)
        if payment.undoes:
            wrong.add("VALIDATION")
        of_bill = payment.purchase if payment.kind == "payment" else None
        if payment.undone_by or (of_bill and payment.amount > of_bill.paid):
            wrong.add("PAYMENT_VOIDED")
        entry = self.root("refund" if payment.kind == "refund" else "supplier_payment", payment)
        if payment.method == "cash":
            self.check_shift(entry.shift if entry else None, wrong)
        raise_if(wrong)
        supplier = payment.supplier
        before = supplier.balance if supplier else ZERO
        void = self._pay(branch, supplier, payment.purchase, "void", -payment.amount, payment.method, payment)
        return {
            "ok": True,
            "payment_id": payment,
            "void_id": void,
            "amount": payment.amount.quantize(minor(branch.company)),
            "supplier": supplier_member(supplier, before),
        }

    def _pay(
        self,
        branch: Branch,
        supplier: Supplier | None,
        purchase: Purchase | None,
        kind: str,
        amount: Decimal,
        method: str,
        undoes: SupplierPayment | None = None,
    ) -> SupplierPayment:
        day = self.today(branch.company)
        payment = SupplierPayment(
            branch,
            supplier,
            purchase,
            self.next_number(branch, "PAY", day),
            day,
            kind,
            amount,
            method,
            undoes,
        )
        self.supplier_payments.append(payment)
        if undoes:
            undoes.undone_by = payment
        if purchase:
            purchase.payments.append(payment)
        if supplier:
            self._owe(supplier, kind, -amount, day, payment=payment)
        if kind == "void" and undoes:
            self._undo_entry("payment_reversal", undoes, payment, branch)
        else:
            entry = {"payment": "supplier_payment", "refund": "refund"}[kind]
            self.enter(entry, payment, branch, {_debt_to(supplier): amount, method: -amount}, supplier)
        return payment

    def _owe(
        self,
        supplier: Supplier,
        kind: str,
        amount: Decimal,
        day: date,
        purchase: Purchase | None = None,
        payment: SupplierPayment | None = None,
        returned: PurchaseReturn | None = None,
    ) -> None:
        before = supplier.balance
        supplier.balance += amount
        supplier.entries.append(
            SupplierEntry(kind, amount, (before, supplier.balance), purchase, payment, day, returned)
        )

    def _undo_entry(self, kind: str, undone: Row, document: Row, branch: Branch) -> None:
        """The exact inverse of the entry that ``undone`` made and of what adjusted it, on their accounts."""
        (entry,) = [e for e in self.journal if e.document is undone and e.reverses is None]
        lines, moved = self.inverse(entry)
        self._append(kind, document, branch, lines, summed(kind, moved), entry)


def _debt_to(supplier: Supplier | None) -> str:
    return "payables" if supplier else "goods_received"


def money_members(payments: Sequence[SupplierPayment], unit: Decimal) -> list[object]:
    return [
        {"payment_id": each, "method": each.method, "amount": abs(each.amount).quantize(unit)}
        for each in payments
    ]


def supplier_member(supplier: Supplier | None, before: Decimal) -> Answer | None:
    if supplier is None:
        return None
    unit = minor(supplier.company)
    return {
        "id": supplier,
        "balance_before": before.quantize(unit),
        "balance_after": supplier.balance.quantize(unit),
    }


# The rows of two companies, whose ids are the values.
QUERIES = {
    "suppliers": """
        SELECT id, name, active, balance, ledger_seq FROM suppliers WHERE company_id IN (%s, %s)""",
    "purchases": """
        SELECT id, supplier_id, branch_id, purchase_no, bill_no, business_date, total, reversed_on
        FROM purchases WHERE company_id IN (%s, %s)""",
    "purchase_returns": """
        SELECT id, purchase_id, branch_id, return_no, business_date, value
        FROM purchase_returns WHERE company_id IN (%s, %s)""",
    "purchase_return_items": """
        SELECT i.purchase_return_id, i.batch_id, i.qty, i.cost
        FROM purchase_return_items i JOIN purchase_returns r ON r.id = i.purchase_return_id
        WHERE r.company_id IN (%s, %s)""",
    "supplier_payments": """
        SELECT id, supplier_id, purchase_id, branch_id, payment_no, business_date, kind, amount,
            payment_method, undoes_id
        FROM supplier_payments WHERE company_id IN (%s, %s)""",
    "supplier_transactions": """
        SELECT t.supplier_id, t.seq, t.transaction_type, t.amount, t.balance_before, t.balance_after,
            t.purchase_id, t.payment_id, t.purchase_return_id, t.transaction_date
        FROM supplier_transactions t JOIN suppliers s ON s.id = t.supplier_id
        WHERE s.company_id IN (%s, %s)""",
}


def rows(book: PurchasesBook) -> dict[str, list[tuple[object, ...]]]:
    """The book's rows, in the columns of QUERIES; a Row stands for its id."""
    return {
        "suppliers": [(s, s.name, s.active, s.balance, len(s.entries)) for s in book.suppliers],
        "purchases": [
            (p, p.supplier, p.branch, p.number, p.bill_no, p.day, p.total, p.reversed_on)
            for p in book.purchases
        ],
        "purchase_returns": [
            (r, r.purchase, r.branch, r.number, r.day, r.value) for r in book.purchase_returns
        ],
        "purchase_return_items": [(r, *part) for r in book.purchase_returns for part in r.parts],
        "supplier_payments": [
            (*(p, p.supplier, p.purchase, p.branch, p.number, p.day, p.kind), p.amount, p.method, p.undoes)
            for p in book.supplier_payments
        ],
        "supplier_transactions": [
            (s, seq, e.kind, e.amount, *e.balance, e.purchase, e.payment, e.returned, e.day)
            for s in book.suppliers
            for seq, e in enumerate(s.entries, 1)
        ],
    }
