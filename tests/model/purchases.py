"""The book's purchases: suppliers, their bills, their reversal and payment, and the rows that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from tests.model import pricing
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
    read_money,
    read_payments,
    refuse,
    summed,
    to_minor,
)
from tests.model.pricing import Tax, rated, row_of, taxes_of
from tests.model.requests import TOO_MUCH, changed, given, given_date, listed, number, optional_text
from tests.model.sold import tax_members


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


@dataclass(frozen=True)
class InputTax:
    """A tax of a line of a bill; ``base``: what its batch was worth when it came."""

    tax: Tax
    base: Decimal
    amount: Decimal


@dataclass(eq=False)
class Purchase(Row):
    branch: Branch
    supplier: Supplier | None
    number: str
    bill_no: str | None
    day: date
    net: Decimal
    batches: list[Batch]
    taxes: dict[Batch, tuple[InputTax, ...]] = field(default_factory=dict)
    payments: list[SupplierPayment] = field(default_factory=list)
    returns: list[PurchaseReturn] = field(default_factory=list)
    reversed_on: date | None = None

    @property
    def tax(self) -> Decimal:
        return sum((each.amount for taxes in self.taxes.values() for each in taxes), ZERO)

    @property
    def total(self) -> Decimal:
        return self.net + self.tax

    def by_tax(self) -> dict[Tax, tuple[Decimal, Decimal]]:
        """Base and tax, in the order in which the lines name them."""
        sums: dict[Tax, tuple[Decimal, Decimal]] = {}
        for each in (each for batch in self.batches for each in self.taxes[batch]):
            base, amount = sums.get(each.tax, (ZERO, ZERO))
            sums[each.tax] = base + each.base, amount + each.amount
        return sums

    @property
    def paid(self) -> Decimal:
        """What was paid for it and did not come back."""
        return sum((payment.amount for payment in self.payments), ZERO)

    @property
    def returned(self) -> Decimal:
        return sum((back.value for back in self.returns), ZERO)

    def sent_back(self, batch: Batch) -> Decimal:
        return sum((part.qty for back in self.returns for part in back.parts if part.batch is batch), ZERO)


@dataclass(frozen=True)
class PartBack:
    """Pieces of a batch that went back, and what of each of its taxes."""

    batch: Batch
    qty: Decimal
    cost: Decimal
    taxes: tuple[InputTax, ...]

    @property
    def tax(self) -> Decimal:
        return sum((each.amount for each in self.taxes), ZERO)


@dataclass(eq=False)
class PurchaseReturn(Row):
    """Goods that went back to the supplier."""

    purchase: Purchase
    branch: Branch
    number: str
    day: date
    parts: list[PartBack]

    @property
    def cost(self) -> Decimal:
        return sum((part.cost for part in self.parts), ZERO)

    @property
    def tax(self) -> Decimal:
        return sum((part.tax for part in self.parts), ZERO)

    @property
    def value(self) -> Decimal:
        return self.cost + self.tax


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
    taxes: tuple[Tax, ...]

    @property
    def value(self) -> Decimal:
        return to_minor(self.qty * self.unit_cost, self.product.company)


@dataclass(eq=False)
class Bill:
    """The lines of a purchase with the amount of each tax of each line."""

    lines: list[Line]
    amounts: list[tuple[Decimal, ...]]

    @property
    def net(self) -> Decimal:
        return sum((line.value for line in self.lines), ZERO)

    @property
    def tax(self) -> Decimal:
        return sum((amount for of_line in self.amounts for amount in of_line), ZERO)

    @property
    def total(self) -> Decimal:
        return self.net + self.tax


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
        purchase = self._buy(None, None, line.product.company.main, Bill([line], [()]))
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
        bill = self.billed(request, wrong)
        lines = bill.lines
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
        total = bill.total
        paid = sum((row.amount for row in money), ZERO)
        if paid > total:
            wrong.add("OVERPAYMENT")
        if supplier is None and ZERO < paid < total:
            wrong.add("PAYMENTS_MISMATCH")
        raise_if(wrong)
        before = supplier.balance if supplier else ZERO
        purchase = self._buy(supplier, bill_no, branch, bill)
        payments = [self._pay(branch, supplier, purchase, "payment", row.amount, row.method) for row in money]
        unit = minor(company)
        return {
            "ok": True,
            "bill_id": purchase,
            "purchase_no": purchase.number,
            "bill_no": bill_no,
            "supplier_id": supplier,
            "total": total.quantize(unit),
            "tax_total": purchase.tax.quantize(unit),
            "taxes": tax_members(purchase.by_tax(), unit),
            "paid_amount": paid.quantize(unit),
            "items": [
                {
                    "batch_id": batch,
                    "product_id": batch.product,
                    "qty": batch.qty,
                    "unit_cost": batch.unit_cost,
                    "value": batch.value.quantize(unit),
                    "tax_amount": sum((each.amount for each in purchase.taxes[batch]), ZERO).quantize(unit),
                    "received_at": batch.received_at.isoformat(),
                }
                for batch in purchase.batches
            ],
            "payments": money_members(payments, unit),
            "supplier": supplier_member(supplier, before),
        }

    def billed(self, request: Request, wrong: set[str]) -> Bill:
        """What the lines of a bill come to. A line has the tax of the rate that it names, else, on a bill
        that is ``taxed``, those of its product: rounded as those of a sale, then brought to ``tax_total``."""
        taxed = given(request, "taxed")
        if taxed not in (None, True, False):
            wrong.add("VALIDATION")
        rows = [row for row in listed(request.get("items")) if isinstance(row, Mapping)]
        lines = [line for row in rows if (line := self._line(row, wrong, taxed is True))]
        if not lines:
            return Bill([], [])
        company = lines[0].product.company
        priced = [pricing.Line(line.qty, line.unit_cost, taxes=line.taxes) for line in lines]
        bill = Bill(lines, taxes_of(priced, [line.value for line in lines], company.rules))
        said = read_money(request, "tax_total", company, wrong)
        if said is not None:
            bill.amounts = as_billed(bill, (said - bill.tax) / minor(company), company, wrong)
        return bill

    def _line(self, row: Request, wrong: set[str], taxed: bool = False) -> Line | None:
        product = self.required(row, "product_id", self.products, "UNKNOWN_PRODUCT", wrong)
        qty = number(row.get("qty"), 4)
        if qty is None or qty <= 0:
            wrong.add("INVALID_QUANTITY")
        unit_cost = number(row.get("unit_cost"), 6)
        if unit_cost is None or unit_cost < 0 or (qty is not None and qty * unit_cost >= TOO_MUCH):
            wrong.add("INVALID_PRICE")
        received_at = given_date(row, "received_at")
        rate = number(row.get("tax_rate"), 4)
        if given(row, "tax_rate") is not None and (rate is None or not 0 <= rate <= 100):
            wrong.add("VALIDATION")
        if product and not product.keeps_stock:
            wrong.add("VALIDATION")
        if product and received_at and received_at > self.today(product.company):
            wrong.add("VALIDATION")
        if product is None or qty is None or unit_cost is None:
            return None
        if rate is not None:
            taxes: tuple[Tax, ...] = (rated(rate),) if rate else ()
        else:
            taxes = tuple(tax.today() for tax in product.taxes if tax.active and taxed)
        return Line(product, qty, unit_cost, received_at, taxes)

    def _money(self, rows: Sequence[object], company: Company, wrong: set[str]) -> list[Money]:
        money = read_payments(rows, company, wrong)
        if any(row.method == "wallet" for row in money):
            wrong.add("INVALID_PAYMENT_METHOD")
        return money

    def _buy(self, supplier: Supplier | None, bill_no: str | None, branch: Branch, bill: Bill) -> Purchase:
        day = self.today(branch.company)
        purchase = Purchase(supplier=supplier, branch=branch, number=self.next_number(branch, "PO", day),
                            bill_no=bill_no, day=day, net=bill.net, batches=[])  # fmt: skip
        self.purchases.append(purchase)
        for line, amounts in zip(bill.lines, bill.amounts, strict=True):
            batch = Batch(line.product, line.qty, line.qty, line.unit_cost, line.value,
                          line.received_at or day, self.now, purchase)  # fmt: skip
            line.product.batches.append(batch)
            purchase.batches.append(batch)
            taxes = zip(line.taxes, amounts, strict=True)
            purchase.taxes[batch] = tuple(InputTax(tax, line.value, amount) for tax, amount in taxes)
        booked = {"inventory": purchase.net, _debt_to(supplier): -purchase.total}
        movements = [Movement("purchase", b, b.qty, b.value) for b in purchase.batches]
        recoverable = {tax: amount for tax, (_, amount) in purchase.by_tax().items()}
        self.enter("purchase", purchase, branch, booked, supplier, movements, recoverable, "tax_recoverable")
        if supplier and purchase.total:
            self._owe(supplier, "purchase", purchase.total, day, purchase=purchase)
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
        parts: list[PartBack] = []
        for row in rows:
            batch = find(purchase.batches, given(row, "batch_id"))
            qty = number(row.get("qty"), 4)
            if batch is None:
                wrong.add("UNKNOWN_BATCH" if given(row, "batch_id") is not None else "VALIDATION")
            if qty is None or qty <= 0:
                wrong.add("INVALID_QUANTITY")
            if batch and any(part.batch is batch for part in parts):
                wrong.add("VALIDATION")
            if batch and qty and qty > batch.remaining:
                wrong.add("BATCH_CONSUMED")
            if batch and qty and 0 < qty <= batch.remaining:
                cost = to_minor(batch.value * qty / batch.remaining, company)
                parts.append(PartBack(batch, qty, cost, taxes_back(purchase, batch, qty)))
        raise_if(wrong)
        before, day = supplier.balance if supplier else ZERO, self.today(company)
        number_ = self.next_number(branch, "PRET", day)
        back = PurchaseReturn(purchase, branch, number_, day, parts)
        self.purchase_returns.append(back)
        purchase.returns.append(back)
        for part in parts:
            part.batch.remaining -= part.qty
            part.batch.value -= part.cost
        movements = [Movement("purchase_reversal", part.batch, -part.qty, -part.cost) for part in parts]
        amounts = {_debt_to(supplier): back.value, "inventory": -back.cost}
        taxes: dict[Tax, Decimal] = {}
        for each in (each for part in parts for each in part.taxes):
            taxes[each.tax] = taxes.get(each.tax, ZERO) - each.amount
        self.enter("purchase_reversal", back, branch, amounts, supplier, movements, taxes, "tax_recoverable")
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
            "tax_amount": back.tax.quantize(unit),
            "items": [
                {
                    "batch_id": part.batch,
                    "product_id": part.batch.product,
                    "qty": part.qty,
                    "cost": part.cost.quantize(unit),
                    "tax_amount": part.tax.quantize(unit),
                }
                for part in parts
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
        nobody_owes = of_bill and not of_bill.supplier and payment.amount > of_bill.paid
        if payment.undone_by or nobody_owes:
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


def as_billed(bill: Bill, units: Decimal, company: Company, wrong: set[str]) -> list[tuple[Decimal, ...]]:
    """The taxes of a bill whose supplier reckoned so many minor units more: the largest take one each, and
    none of what is no tax, or would go below 0."""
    amounts = bill.amounts
    places = [
        (at, place)
        for at, line in enumerate(bill.lines)
        for place, tax in enumerate(line.taxes)
        if (line.value and tax.rate if units > 0 else amounts[at][place])
    ]
    if abs(units) > len(places):
        wrong.add("TAX_MISMATCH")
    largest = sorted(places, key=lambda at: -amounts[at[0]][at[1]])[: int(abs(units))]
    step = minor(company).copy_sign(units)
    return [
        tuple(amount + step if (line, place) in largest else amount for place, amount in enumerate(of_line))
        for line, of_line in enumerate(amounts)
    ]


def taxes_back(purchase: Purchase, batch: Batch, qty: Decimal) -> tuple[InputTax, ...]:
    """What of each tax goes back with pieces of a batch: what all that went back takes along, less what went
    before."""
    unit, before = minor(batch.product.company), purchase.sent_back(batch)
    return tuple(
        replace(
            each,
            amount=pricing.back(each.amount, before + qty, batch.qty, unit)
            - pricing.back(each.amount, before, batch.qty, unit),
        )
        for each in purchase.taxes[batch]
    )


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
        SELECT id, supplier_id, branch_id, purchase_no, bill_no, business_date, total, tax_total, reversed_on
        FROM purchases WHERE company_id IN (%s, %s)""",
    "purchase_returns": """
        SELECT id, purchase_id, branch_id, return_no, business_date, value, tax_amount
        FROM purchase_returns WHERE company_id IN (%s, %s)""",
    "purchase_return_items": """
        SELECT i.purchase_return_id, i.batch_id, i.qty, i.cost
        FROM purchase_return_items i JOIN purchase_returns r ON r.id = i.purchase_return_id
        WHERE r.company_id IN (%s, %s)""",
    "purchase_return_taxes": """
        SELECT i.purchase_return_id, i.batch_id, x.tax_no, x.amount
        FROM purchase_return_taxes x JOIN purchase_return_items i ON i.id = x.return_item_id
        JOIN purchase_returns r ON r.id = i.purchase_return_id
        WHERE r.company_id IN (%s, %s)""",
    "batch_taxes": """
        SELECT t.batch_id, t.tax_no, t.tax_id, t.rate, t.name, t.base, t.amount
        FROM batch_taxes t JOIN batches b ON b.id = t.batch_id JOIN products p ON p.id = b.product_id
        WHERE p.company_id IN (%s, %s)""",
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
            (p, p.supplier, p.branch, p.number, p.bill_no, p.day, p.total, p.tax, p.reversed_on)
            for p in book.purchases
        ],
        "purchase_returns": [
            (r, r.purchase, r.branch, r.number, r.day, r.value, r.tax) for r in book.purchase_returns
        ],
        "purchase_return_items": [
            (r, part.batch, part.qty, part.cost) for r in book.purchase_returns for part in r.parts
        ],
        "purchase_return_taxes": [
            (r, part.batch, place, each.amount)
            for r in book.purchase_returns
            for part in r.parts
            for place, each in enumerate(part.taxes, 1)
        ],
        "batch_taxes": [
            (batch, place, row_of(each.tax), each.tax.rate, each.tax.name, each.base, each.amount)
            for purchase in book.purchases
            for batch, taxes in purchase.taxes.items()
            for place, each in enumerate(taxes, 1)
        ],
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
