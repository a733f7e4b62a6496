"""The account book in plain Decimal Python: what each procedure must answer and leave behind.

Written from the description of the calls, not from the SQL. A :class:`Book` holds the rows of two companies;
each method takes a request and either changes the book and gives the answer that the database must give, or
raises :class:`Refused` with the tokens that are right for that request and changes nothing.

Answers hold :class:`Row` objects where the database puts an id: the first comparison binds the id to the row
(see :func:`tests.model.answers.difference`). Amounts and quantities have exactly the decimals of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NoReturn, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

Request: TypeAlias = Mapping[str, object]
Answer: TypeAlias = dict[str, object]

ZERO = Decimal(0)
TOO_MUCH = Decimal(10) ** 12
# What may become of a row's money above the debt.
CHANGE, ANY_BUT_WALLET = ("cash",), ("cash", "bank_transfer", "check", "card")
METHODS = (*ANY_BUT_WALLET, "wallet")


class Refused(Exception):
    """The call must fail, with one of ``tokens``: in which order a request is checked is not promised."""

    def __init__(self, *tokens: str) -> None:
        super().__init__(", ".join(sorted(tokens)))
        self.tokens = frozenset(tokens)


@dataclass(eq=False)
class Row:
    """A row of the database. ``id`` is None until an answer has shown it."""

    id: int | None = field(default=None, init=False)


R = TypeVar("R", bound=Row)


@dataclass(eq=False)
class Company(Row):
    minor_units: int
    zone: ZoneInfo
    main: Branch = field(init=False)


@dataclass(eq=False)
class Branch(Row):
    company: Company
    code: str
    name: str
    is_main: bool = False
    numbers: dict[tuple[str, date], int] = field(default_factory=dict)

    def next_number(self, kind: str, day: date) -> str:
        self.numbers[kind, day] = number = self.numbers.get((kind, day), 0) + 1
        code = "" if self.is_main else f"{self.code}-"
        return f"{kind}-{code}{day:%Y%m%d}-{number:04}"


@dataclass(eq=False)
class Customer(Row):
    company: Company
    name: str
    mobile: str
    city: str
    address: str | None
    notes: str | None
    active: bool
    join_date: date
    balance: Decimal = ZERO
    wallet: Decimal = ZERO
    entries: list[Entry] = field(default_factory=list)
    wallet_moves: list[WalletMove] = field(default_factory=list)


@dataclass(eq=False)
class WalletMove(Row):
    kind: str
    amount: Decimal
    before: Decimal
    after: Decimal
    seq: int


@dataclass(eq=False)
class Entry(Row):
    """A row of the customer's ledger."""

    kind: str
    amount: Decimal
    balance: tuple[Decimal, Decimal]
    wallet: tuple[Decimal, Decimal]
    invoice: Invoice | None
    payment: Payment | None
    move: WalletMove | None
    day: date


@dataclass(eq=False)
class Product(Row):
    company: Company
    product_code: str
    name: str
    unit_of_measure: str
    reorder_level: Decimal
    cost_price: Decimal
    selling_price: Decimal
    retail_price: Decimal
    keeps_stock: bool
    active: bool
    barcodes: list[str]
    batches: list[Batch] = field(default_factory=list)
    sold: bool = False

    def queue(self) -> list[Batch]:
        """The batches in the order in which sales take them."""
        layers = [batch for batch in self.batches if batch.remaining > 0]
        return sorted(layers, key=lambda batch: (batch.received_at, batch.created_at, batch.id or 0))


@dataclass(eq=False)
class Batch(Row):
    product: Product
    qty: Decimal
    remaining: Decimal
    unit_cost: Decimal
    value: Decimal
    received_at: date
    created_at: datetime


@dataclass(eq=False)
class WorkOrder(Row):
    customer: Customer
    title: str
    description: str | None
    status: str
    start_date: date
    notes: str | None


@dataclass(eq=False)
class Taking:
    batch: Batch
    qty: Decimal
    cost: Decimal


@dataclass(eq=False)
class Item(Row):
    product: Product
    qty: Decimal
    price: Decimal
    total: Decimal
    row_id: str | None
    share: Decimal = ZERO
    takings: list[Taking] = field(default_factory=list)
    returns: list[Taking] = field(default_factory=list)

    @property
    def cost(self) -> Decimal:
        return sum((taking.cost for taking in self.takings), ZERO)


@dataclass(eq=False)
class Payment(Row):
    invoice: Invoice
    number: str
    day: date
    amount: Decimal
    method: str
    tendered: Decimal
    change: Decimal
    wallet: tuple[Decimal, Decimal]
    voids: Payment | None = None


@dataclass(eq=False)
class Invoice(Row):
    customer: Customer
    branch: Branch
    work_order: WorkOrder | None
    day: date
    due_date: date | None
    total_before: Decimal
    discount: Decimal
    items: list[Item]
    number: str = ""
    payments: list[Payment] = field(default_factory=list)
    closed: str | None = None

    @property
    def total(self) -> Decimal:
        return self.total_before - self.discount

    @property
    def cost(self) -> Decimal:
        return sum((item.cost for item in self.items), ZERO)

    @property
    def paid(self) -> Decimal:
        return sum((payment.amount for payment in self.payments), ZERO)

    @property
    def remaining(self) -> Decimal:
        return ZERO if self.closed else self.total - self.paid

    @property
    def status(self) -> str:
        if self.closed:
            return self.closed
        if self.remaining == 0:
            return "paid"
        return "partial" if self.paid else "pending"


@dataclass
class Money:
    """One payment row of a request: what of it is applied, and what of it is above the debt."""

    amount: Decimal
    method: str
    excess: Decimal = ZERO


class Book:
    """The rows of one program. ``now`` is the instant (UTC) at which the next call begins."""

    def __init__(self, user_id: int, now: datetime) -> None:
        self.user_id = user_id
        self.now = now
        self.companies: list[Company] = []
        self.branches: list[Branch] = []
        self.customers: list[Customer] = []
        self.products: list[Product] = []
        self.work_orders: list[WorkOrder] = []
        self.invoices: list[Invoice] = []

    def today(self, company: Company) -> date:
        return self.now.astimezone(company.zone).date()

    # -- master data

    def save_customer(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        old = None
        if given(request, "customer_id") is not None:
            old = find(self.customers, request["customer_id"]) or refuse("UNKNOWN_CUSTOMER", *wrong)
            company = old.company
        else:
            company = find(self.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
        texts = {
            name: changed(request, name, getattr(old, name, None))
            for name in ("name", "mobile", "city", "address", "notes")
        }
        for name, longest in (("name", 150), ("mobile", 11), ("city", 100)):
            if texts[name] is None or len(str(texts[name])) > longest:
                wrong.add("VALIDATION")
        active = bool(changed(request, "active", old.active if old else True))
        raise_if(wrong)
        if old is None:
            old = Customer(company, "", "", "", None, None, active, self.today(company))
            self.customers.append(old)
        for name, text in texts.items():
            setattr(old, name, text)
        old.active = active
        return {
            "ok": True,
            "customer_id": old,
            "customer": {
                "id": old,
                "company_id": company,
                **texts,
                "active": active,
                "balance": old.balance.quantize(minor(company)),
                "wallet": old.wallet.quantize(minor(company)),
                "join_date": old.join_date.isoformat(),
            },
        }

    def save_product(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        old = None
        if given(request, "product_id") is not None:
            old = find(self.products, request["product_id"]) or refuse("UNKNOWN_PRODUCT", *wrong)
            company = old.company
        else:
            company = find(self.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
        code = changed(request, "product_code", old.product_code if old else None)
        name = changed(request, "name", old.name if old else None)
        unit = changed(request, "unit", old.unit_of_measure if old else None)
        others = [product for product in self.products if product.company is company and product is not old]
        if None in (code, name, unit) or any(
            str(code).lower() == other.product_code.lower() for other in others
        ):
            wrong.add("VALIDATION")
        prices = {}
        for member in ("cost_price", "selling_price", "retail_price"):
            price = number(changed(request, member, getattr(old, member) if old else 0), 6)
            if price is None or price < 0:
                wrong.add("INVALID_PRICE")
            prices[member] = price
        reorder = number(changed(request, "reorder_level", old.reorder_level if old else 0), 4)
        if reorder is None or reorder < 0:
            wrong.add("VALIDATION")
        keeps_stock = bool(changed(request, "keeps_stock", old.keeps_stock if old else True))
        if old and keeps_stock != old.keeps_stock and (old.batches or old.sold):
            wrong.add("VALIDATION")
        active = bool(changed(request, "active", old.active if old else True))
        barcodes = sorted(
            str(barcode) for barcode in listed(changed(request, "barcodes", old.barcodes if old else []))
        )
        taken = {barcode for other in others for barcode in other.barcodes}
        if len(set(barcodes)) < len(barcodes) or taken & set(barcodes):
            wrong.add("VALIDATION")
        raise_if(wrong)
        assert reorder is not None
        figures = {member: price for member, price in prices.items() if price is not None}
        if old is None:
            old = Product(company, "", "", "", ZERO, ZERO, ZERO, ZERO, keeps_stock, active, [])
            self.products.append(old)
        old.product_code, old.name, old.unit_of_measure = str(code), str(name), str(unit)
        old.reorder_level, old.keeps_stock, old.active, old.barcodes = reorder, keeps_stock, active, barcodes
        for member, figure in figures.items():
            setattr(old, member, figure)
        return {
            "ok": True,
            "product_id": old,
            "product": {
                "id": old,
                "company_id": company,
                "product_code": code,
                "name": name,
                "unit_of_measure": unit,
                "reorder_level": reorder,
                **figures,
                "keeps_stock": keeps_stock,
                "active": active,
                "barcodes": barcodes,
            },
        }

    def save_branch(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        asked = str(given(request, "code") or "A")
        if not (asked.isascii() and asked.isalnum() and asked.isupper() and len(asked) <= 10):
            wrong.add("VALIDATION")
        old = None
        if given(request, "branch_id") is not None:
            old = find(self.branches, request["branch_id"]) or refuse("UNKNOWN_BRANCH", *wrong)
            company = old.company
        else:
            company = find(self.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
        code = changed(request, "code", old.code if old else None)
        name = changed(request, "name", old.name if old else None)
        others = [branch for branch in self.branches if branch.company is company and branch is not old]
        if (
            name is None
            or code is None
            or any(code == other.code for other in others)
            or (old and old.numbers and code != old.code)
        ):
            wrong.add("VALIDATION")
        raise_if(wrong)
        if old is None:
            old = Branch(company, "", "")
            self.branches.append(old)
        old.code, old.name = str(code), str(name)
        return {
            "ok": True,
            "branch_id": old,
            "branch": {"id": old, "company_id": company, "code": code, "name": name, "is_main": old.is_main},
        }

    # -- stock

    def receive_batch(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        product = self._required(request, "product_id", self.products, "UNKNOWN_PRODUCT", wrong)
        qty = number(request.get("qty"), 4)
        if qty is None or qty <= 0:
            wrong.add("INVALID_QUANTITY")
        unit_cost = number(request.get("unit_cost"), 6)
        if unit_cost is None or unit_cost < 0 or (qty is not None and qty * unit_cost >= TOO_MUCH):
            wrong.add("INVALID_PRICE")
        today = self.today(product.company) if product else None
        received_at = given_date(request, "received_at") or today
        if (today and received_at and received_at > today) or (product and not product.keeps_stock):
            wrong.add("VALIDATION")
        raise_if(wrong)
        assert product
        assert received_at
        assert qty is not None
        assert unit_cost is not None
        value = to_minor(qty * unit_cost, product.company)
        batch = Batch(product, qty, qty, unit_cost, value, received_at, self.now)
        product.batches.append(batch)
        return {
            "ok": True,
            "batch_id": batch,
            "batch": {
                "id": batch,
                "product_id": product,
                "qty": qty,
                "remaining": qty,
                "unit_cost": unit_cost,
                "value": value,
                "received_at": received_at.isoformat(),
            },
        }

    # -- work orders

    def save_work_order(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        old = None
        if given(request, "work_order_id") is not None:
            old = find(self.work_orders, request["work_order_id"]) or refuse("UNKNOWN_WORK_ORDER", *wrong)
        if old and given(request, "customer_id") is None:
            customer: Customer | None = old.customer
        else:
            customer = self._required(request, "customer_id", self.customers, "UNKNOWN_CUSTOMER", wrong)
        if old and customer is not old.customer and any(i.work_order is old for i in self.invoices):
            wrong.add("VALIDATION")
        title = changed(request, "title", old.title if old else None)
        if title is None:
            wrong.add("VALIDATION")
        status = str(changed(request, "status", old.status if old else None) or "pending")
        if status not in ("pending", "in_progress", "completed", "cancelled"):
            wrong.add("INVALID_STATUS")
        raise_if(wrong)
        assert customer
        start_date = given_date(request, "start_date") or (
            old.start_date if old and "start_date" not in request else self.today(customer.company)
        )
        description = optional_text(changed(request, "description", old.description if old else None))
        notes = optional_text(changed(request, "notes", old.notes if old else None))
        if old is None:
            old = WorkOrder(customer, str(title), description, status, start_date, notes)
            self.work_orders.append(old)
        old.customer, old.title, old.description = customer, str(title), description
        old.status, old.start_date, old.notes = status, start_date, notes
        return {
            "ok": True,
            "work_order_id": old,
            "work_order": {
                "customer_id": customer,
                "title": title,
                "description": description,
                "status": status,
                "start_date": start_date.isoformat(),
                "notes": notes,
                **self._totals(old),
            },
        }

    def work_order_sums(self, work_order: WorkOrder) -> tuple[Decimal, Decimal, Decimal]:
        """Invoiced, paid and still open."""
        invoices = [i for i in self.invoices if i.work_order is work_order and not i.closed]
        paid = sum((invoice.paid for invoice in invoices), ZERO)
        total = sum((invoice.total for invoice in invoices), ZERO)
        return total, paid, total - paid

    def _totals(self, work_order: WorkOrder) -> Answer:
        unit = minor(work_order.customer.company)
        total, paid, still_open = (amount.quantize(unit) for amount in self.work_order_sums(work_order))
        return {
            "id": work_order,
            "total_invoice_amount": total,
            "total_paid": paid,
            "total_remaining": still_open,
        }

    # -- sales

    def priced_items(self, request: Request, wrong: set[str]) -> list[Item]:
        """The lines of a sale with their totals; what is wrong with them goes to ``wrong``."""
        lines = listed(request.get("items"))
        if not lines:
            wrong.add("NO_ITEMS")
        customer = find(self.customers, request.get("customer_id"))
        items = []
        for line in lines:
            assert isinstance(line, Mapping)
            qty = number(line.get("qty", line.get("quantity")), 4)
            if qty is None or qty <= 0:
                wrong.add("INVALID_QUANTITY")
            raw_price = given(line, "selling_price")
            price = number(raw_price, 6)
            if raw_price is not None and price is None:
                wrong.add("INVALID_PRICE")
            kind = given(line, "price_type") or "wholesale"
            if kind not in ("retail", "wholesale"):
                wrong.add("VALIDATION")
            if given(line, "product_id") is None:
                wrong.add("VALIDATION")
                continue
            product = find(self.products, line["product_id"])
            if (
                product is None
                or not product.active
                or (customer and product.company is not customer.company)
            ):
                wrong.add("UNKNOWN_PRODUCT")
                continue
            if price is None or price <= 0:
                price = product.retail_price if kind == "retail" else product.selling_price
            total = to_minor((qty or ZERO) * price, product.company)
            if total >= TOO_MUCH:
                wrong.add("INVALID_PRICE")
            row_id = optional_text(given(line, "row_id"))
            items.append(Item(product, (qty or ZERO).quantize(Decimal("0.0001")), price, total, row_id))
        return items

    def discount(self, request: Request, company: Company, total: Decimal, wrong: set[str]) -> Decimal:
        kind = given(request, "discount_type") or "percent"
        raw = given(request, "discount_value")
        value = number(0 if raw is None else raw, 4)
        if (
            kind not in ("percent", "amount")
            or value is None
            or value < 0
            or (kind == "percent" and value > 100)
        ):
            wrong.add("INVALID_DISCOUNT")
            return ZERO
        if kind == "percent":
            return to_minor(total * value / 100, company)
        if value != value.quantize(minor(company)):
            wrong.add("AMOUNT_PRECISION")
        return min(value, total)

    def save_invoice(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        customer = self._required(request, "customer_id", self.customers, "UNKNOWN_CUSTOMER", wrong)
        items = self.priced_items(request, wrong)
        status = given(request, "status") or "pending"
        if status not in ("paid", "partial", "pending"):
            wrong.add("INVALID_STATUS")
        if given(request, "invoice_group") not in (None, *(f"group{number}" for number in range(1, 12))):
            wrong.add("VALIDATION")
        mode = self._overpayment(request, wrong)
        due_date = given_date(request, "due_date")
        if customer is None:
            raise Refused(*wrong)
        company = customer.company
        if not customer.active:
            wrong.add("UNKNOWN_CUSTOMER")
        branch = self._branch(request, company, wrong)
        work_order = None
        if given(request, "work_order_id") is not None:
            work_order = find(self.work_orders, request["work_order_id"])
            if work_order is None:
                wrong.add("UNKNOWN_WORK_ORDER")
            elif work_order.customer is not customer:
                wrong.add("WORK_ORDER_MISMATCH")
            elif work_order.status == "cancelled":
                wrong.add("WORK_ORDER_CLOSED")
        total_before = sum((item.total for item in items), ZERO)
        discount = self.discount(request, company, total_before, wrong)
        total = total_before - discount
        for product in {item.product for item in items if item.product.keeps_stock}:
            needed = sum((item.qty for item in items if item.product is product), ZERO)
            if needed > sum((batch.remaining for batch in product.batches), ZERO):
                wrong.add("INSUFFICIENT_STOCK")
        rows = read_payments(listed(request.get("payments")), company, wrong)
        money = sum((row.amount for row in rows), ZERO)
        if status == "paid" and not rows and total > 0:
            rows, money = [Money(total, "cash")], total
        if status == "pending" and rows:
            wrong.add("PAYMENTS_NOT_ALLOWED")
        if status == "partial" and not rows and total > 0:
            wrong.add("PAYMENTS_REQUIRED")
        if status == "paid" and money < total:
            wrong.add("PAYMENTS_MISMATCH")
        if money > total:
            set_excess_aside(rows, money - total, mode, wrong)
        self._check_wallet(customer, rows, wrong)
        raise_if(wrong)

        before = customer.balance, customer.wallet
        day = self.today(company)
        invoice = Invoice(customer, branch, work_order, day, due_date, total_before, discount, items)
        self.invoices.append(invoice)
        share_discount(items, discount, company)
        for item in items:
            item.product.sold = True
            if item.product.keeps_stock:
                item.takings = take(item.product, item.qty)
        invoice.number = branch.next_number("INV", day)
        if total > 0:
            self._post(customer, "invoice", total, ZERO, day, invoice=invoice)
        payments = self._settle(rows, mode, [(invoice, total)] if total else [], customer, branch)
        excess = sum((row.excess for row in rows), ZERO)
        for row in rows:
            if mode == "wallet" and row.excess:
                self._post(customer, "deposit", ZERO, row.excess, day, invoice=invoice, move="deposit")
        unit = minor(company)
        kind = given(request, "discount_type") or "percent"
        sent = number(given(request, "discount_value") or 0, 4)
        assert sent is not None
        return {
            "ok": True,
            "invoice_id": invoice,
            "invoice_number": invoice,
            "invoice_no": invoice.number,
            "total_revenue": total_before.quantize(unit),
            "total_before": total_before.quantize(unit),
            "total_cogs": invoice.cost.quantize(unit),
            "profit_amount": (total - invoice.cost).quantize(unit),
            "paid_amount": invoice.paid.quantize(unit),
            "remaining_amount": invoice.remaining.quantize(unit),
            "payment_status": invoice.status,
            "discount_type": kind,
            "discount_value": sent if kind == "percent" else sent.quantize(unit),
            "discount_amount": discount.quantize(unit),
            "total_after": total.quantize(unit),
            "items": [
                {
                    "row_id": item.row_id,
                    "item_id": item,
                    "product_id": item.product,
                    "qty": item.qty,
                    "selling_price": item.price,
                    "total_price": item.total,
                    "discount_share": item.share.quantize(unit),
                    "cost": item.cost.quantize(unit),
                    "allocations": [
                        {"batch_id": taking.batch, "qty": taking.qty, "cost": taking.cost.quantize(unit)}
                        for taking in item.takings
                    ],
                }
                for item in items
            ],
            "payments": [
                {"payment_id": payment, "amount": payment.amount.quantize(unit), "method": payment.method}
                for payment, _, _ in payments
            ],
            **excess_members(mode, excess, unit),
            "customer": customer_member(customer, *before),
            "work_order": self._totals(work_order) if work_order else None,
        }

    # -- payments and wallet

    def add_payment(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        targets = [
            name for name in ("invoice_id", "invoices", "work_order_id", "customer_id") if request.get(name)
        ]
        if len(targets) != 1:
            raise Refused("VALIDATION", *wrong)
        mode = self._overpayment(request, wrong)
        target = request[targets[0]]
        documents: list[tuple[Invoice, Decimal]]
        work_order = None
        if targets[0] == "customer_id":
            customer = find(self.customers, target) or refuse("UNKNOWN_CUSTOMER", *wrong)
            documents = pay_order(i for i in self.invoices if i.customer is customer)
        elif targets[0] == "work_order_id":
            work_order = find(self.work_orders, target) or refuse("UNKNOWN_WORK_ORDER", *wrong)
            customer = work_order.customer
            documents = pay_order(i for i in self.invoices if i.work_order is work_order)
        else:
            documents = []
            lines = listed(target) if targets[0] == "invoices" else [{"invoice_id": target}]
            for line in lines:
                assert isinstance(line, Mapping)
                invoice = find(self.invoices, line["invoice_id"]) or refuse("UNKNOWN_INVOICE", *wrong)
                if invoice.remaining == 0:
                    wrong.add("INVOICE_CLOSED" if invoice.closed else "NOTHING_TO_PAY")
                amount = read_amount(line.get("amount"), invoice.customer.company, wrong) or invoice.remaining
                if amount > invoice.remaining:
                    wrong.add("OVERPAYMENT")
                documents.append((invoice, amount))
            invoices = [invoice for invoice, _ in documents]
            customer = invoices[0].customer
            if len(set(invoices)) < len(invoices) or any(i.customer is not customer for i in invoices):
                wrong.add("VALIDATION")
        company = customer.company
        branch = self._branch(request, company, wrong)
        if given(request, "payments") is not None:
            given_rows = listed(request["payments"])
            if given(request, "amount") is not None:
                wrong.add("VALIDATION")
        else:
            given_rows = [{name: request.get(name) for name in ("amount", "method", "parts")}]
        rows = read_payments(given_rows, company, wrong)
        money = sum((row.amount for row in rows), ZERO)
        debt = sum((amount for _, amount in documents), ZERO)
        if not rows:
            wrong.add("INVALID_PAYMENT")
        if debt == 0:
            wrong.add("NOTHING_TO_PAY")
        elif targets[0] == "invoices" and (money < debt or (money > debt and mode == "reject")):
            wrong.add("PAYMENTS_MISMATCH")
        elif money > debt:
            set_excess_aside(rows, money - debt, mode, wrong)
        self._check_wallet(customer, rows, wrong)
        raise_if(wrong)

        before = customer.balance, customer.wallet
        payments = self._settle(rows, mode, documents, customer, branch)
        excess = sum((row.excess for row in rows), ZERO)
        for row in rows:
            if mode == "wallet" and row.excess:
                self._post(customer, "deposit", ZERO, row.excess, self.today(company), move="deposit")
        unit = minor(company)
        touched = {p.invoice.work_order for p, _, _ in payments if p.invoice.work_order}
        return {
            "ok": True,
            "allocations": [
                {
                    "invoice_id": payment.invoice,
                    "payment_id": payment,
                    "method": payment.method,
                    "amount": payment.amount.quantize(unit),
                    "remaining_after": remaining.quantize(unit),
                    "payment_status": status,
                }
                for payment, remaining, status in payments
            ],
            "total_allocated": sum((payment.amount for payment, _, _ in payments), ZERO).quantize(unit),
            **excess_members(mode, excess, unit),
            "customer": customer_member(customer, *before),
            "work_orders": [self._totals(each) for each in sorted(touched, key=lambda row: row.id or 0)],
        }

    def wallet_move(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        customer = self._required(request, "customer_id", self.customers, "UNKNOWN_CUSTOMER", wrong)
        kind = given(request, "type")
        if kind not in ("deposit", "withdraw", "refund"):
            wrong.add("VALIDATION")
        if (given(request, "method") or "cash") not in ANY_BUT_WALLET:
            wrong.add("INVALID_PAYMENT_METHOD")
        if customer is None:
            raise Refused(*wrong)
        amount = read_amount(request.get("amount"), customer.company, wrong)
        if amount is None:
            wrong.add("INVALID_PAYMENT")
        elif kind == "withdraw" and amount > customer.wallet:
            wrong.add("WALLET_INSUFFICIENT")
        raise_if(wrong)
        assert amount is not None
        before = customer.balance, customer.wallet
        entry = self._post(
            customer,
            "withdraw" if kind == "withdraw" else "deposit",
            ZERO,
            -amount if kind == "withdraw" else amount,
            self.today(customer.company),
            move=str(kind),
        )
        return {
            "ok": True,
            "wallet_transaction_id": entry.move,
            "customer_transaction_id": entry,
            "customer": customer_member(customer, *before),
        }

    # -- undoing

    def cancel_invoice(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        invoice = self._live(
            self._required(request, "invoice_id", self.invoices, "UNKNOWN_INVOICE", wrong), wrong
        )
        self._branch(request, invoice.customer.company, wrong)
        if invoice.paid:
            wrong.add("INVOICE_HAS_PAYMENTS")
        raise_if(wrong)
        customer, unit = invoice.customer, minor(invoice.customer.company)
        before = customer.balance, customer.wallet
        owed = invoice.remaining
        self._return_stock(invoice, "canceled")
        return {
            "ok": True,
            "invoice_id": invoice,
            "invoice_no": invoice.number,
            "status": "canceled",
            "returned_amount": owed.quantize(unit),
            "customer": customer_member(customer, *before),
            "work_order": self._totals(invoice.work_order) if invoice.work_order else None,
        }

    def revert_invoice(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        invoice = self._live(
            self._required(request, "invoice_id", self.invoices, "UNKNOWN_INVOICE", wrong), wrong
        )
        branch = self._branch(request, invoice.customer.company, wrong)
        refund = str(given(request, "refund") or "wallet")
        if refund not in ("wallet", "cash", "original"):
            wrong.add("VALIDATION")
        raise_if(wrong)
        customer, unit = invoice.customer, minor(invoice.customer.company)
        before = customer.balance, customer.wallet
        paid = invoice.paid
        voided = {payment.voids for payment in invoice.payments}
        parts = [(refund, paid)] if paid else []
        if refund == "original":
            live = [p for p in reversed(invoice.payments) if p.amount > 0 and p not in voided]
            parts = [(payment.method, payment.amount) for payment in live]
        self._return_stock(invoice, "reverted")
        refunds = [
            self._give_back(invoice, branch, method, part, "deposit" if method == "wallet" else "adjustment")
            for method, part in parts
        ]
        return {
            "ok": True,
            "invoice_id": invoice,
            "invoice_no": invoice.number,
            "status": "reverted",
            "returned_amount": invoice.total.quantize(unit),
            "refunded_amount": paid.quantize(unit),
            "refunds": [
                {"payment_id": each, "method": each.method, "amount": (-each.amount).quantize(unit)}
                for each in refunds
            ],
            "customer": customer_member(customer, *before),
            "work_order": self._totals(invoice.work_order) if invoice.work_order else None,
        }

    def void_payment(self, request: Request) -> Answer:
        wrong = self._user_faults(request)
        payments = [payment for invoice in self.invoices for payment in invoice.payments]
        payment = self._required(request, "payment_id", payments, "UNKNOWN_PAYMENT", wrong)
        refund = str(given(request, "refund") or "none")
        if refund not in ("none", "wallet"):
            wrong.add("VALIDATION")
        if payment is None:
            raise Refused(*wrong)
        if payment.amount < 0:
            raise Refused("VALIDATION", *wrong)
        invoice = self._live(payment.invoice, wrong)
        customer, unit = invoice.customer, minor(invoice.customer.company)
        branch = self._branch(request, customer.company, wrong)
        if any(other.voids is payment for other in invoice.payments):
            wrong.add("PAYMENT_VOIDED")
        deposited = payment.tendered - payment.amount - payment.change
        if refund == "wallet" or payment.method == "wallet":
            deposited = ZERO
        if deposited > customer.wallet:
            wrong.add("WALLET_SPENT")
        raise_if(wrong)
        before = customer.balance, customer.wallet
        day = self.today(customer.company)
        void = self._give_back(invoice, branch, payment.method, payment.amount, "adjustment", payment)
        if refund == "wallet" and payment.method != "wallet":
            self._post(customer, "deposit", ZERO, payment.amount, day, invoice=invoice, move="refund")
        if deposited:
            self._post(customer, "withdraw", ZERO, -deposited, day, invoice=invoice, move="withdraw")
        to_wallet = payment.amount if "wallet" in (refund, payment.method) else ZERO
        return {
            "ok": True,
            "payment_id": payment,
            "void_id": void,
            "invoice_id": invoice,
            "amount": payment.amount.quantize(unit),
            "to_wallet": to_wallet.quantize(unit),
            "from_wallet": deposited.quantize(unit),
            "remaining_after": invoice.remaining.quantize(unit),
            "payment_status": invoice.status,
            "customer": customer_member(customer, *before),
            "work_order": self._totals(invoice.work_order) if invoice.work_order else None,
        }

    def _live(self, invoice: Invoice | None, wrong: set[str]) -> Invoice:
        if invoice is None:
            raise Refused(*wrong)
        if invoice.closed:
            raise Refused("INVOICE_CLOSED", *wrong)
        return invoice

    def _return_stock(self, invoice: Invoice, closed: str) -> None:
        """Each taking goes back as it came, and what was sold leaves the customer's balance."""
        for item in invoice.items:
            for taking in item.takings:
                taking.batch.remaining += taking.qty
                taking.batch.value += taking.cost
                item.returns.append(Taking(taking.batch, -taking.qty, -taking.cost))
        invoice.closed = closed
        if invoice.total:
            day = self.today(invoice.customer.company)
            self._post(invoice.customer, "return", -invoice.total, ZERO, day, invoice=invoice)

    def _give_back(
        self,
        invoice: Invoice,
        branch: Branch,
        method: str,
        amount: Decimal,
        kind: str,
        voids: Payment | None = None,
    ) -> Payment:
        customer = invoice.customer
        day = self.today(customer.company)
        wallet = amount if method == "wallet" else ZERO
        payment = Payment(
            invoice,
            branch.next_number("PAY", day),
            day,
            -amount,
            method,
            -amount,
            ZERO,
            (customer.wallet, customer.wallet + wallet),
            voids,
        )
        invoice.payments.append(payment)
        move = "refund" if wallet else ""
        self._post(customer, kind, amount, wallet, day, invoice=invoice, payment=payment, move=move)
        return payment

    # -- what the calls share

    def _user_faults(self, request: Request) -> set[str]:
        user = given(request, "created_by")
        if user is None:
            return {"VALIDATION"}
        return set() if user == self.user_id else {"UNKNOWN_USER"}

    def _required(
        self, request: Request, member: str, rows: Iterable[R], unknown: str, wrong: set[str]
    ) -> R | None:
        if given(request, member) is None:
            wrong.add("VALIDATION")
            return None
        row = find(rows, request[member])
        if row is None:
            wrong.add(unknown)
        return row

    def _branch(self, request: Request, company: Company, wrong: set[str]) -> Branch:
        if given(request, "branch_id") is None:
            return company.main
        branch = find(self.branches, request["branch_id"])
        if branch is None or branch.company is not company:
            wrong.add("UNKNOWN_BRANCH")
            return company.main
        return branch

    def _overpayment(self, request: Request, wrong: set[str]) -> str:
        mode = str(given(request, "overpayment") or "reject")
        if mode not in ("reject", "wallet", "change"):
            wrong.add("VALIDATION")
        return mode

    def _check_wallet(self, customer: Customer, rows: Sequence[Money], wrong: set[str]) -> None:
        if sum((row.amount for row in rows if row.method == "wallet"), ZERO) > customer.wallet:
            wrong.add("WALLET_INSUFFICIENT")

    def _settle(
        self,
        rows: Sequence[Money],
        mode: str,
        documents: Sequence[tuple[Invoice, Decimal]],
        customer: Customer,
        branch: Branch,
    ) -> list[tuple[Payment, Decimal, str]]:
        """Payment rows in their order settle documents in theirs: each payment with what is open after it."""
        day = self.today(customer.company)
        settled = []
        waiting = [(invoice, amount) for invoice, amount in documents if amount > 0]
        for row in rows:
            left = row.amount - row.excess
            while left > 0:
                invoice, still_open = waiting[0]
                part = min(left, still_open)
                left -= part
                if part == still_open:
                    waiting.pop(0)
                else:
                    waiting[0] = invoice, still_open - part
                excess = row.excess if left == 0 else ZERO
                wallet = -part if row.method == "wallet" else ZERO
                payment = Payment(
                    invoice,
                    branch.next_number("PAY", day),
                    day,
                    part,
                    row.method,
                    part + excess,
                    excess if mode == "change" else ZERO,
                    (customer.wallet, customer.wallet + wallet),
                )
                invoice.payments.append(payment)
                move = "invoice_payment" if wallet else ""
                self._post(
                    customer, "payment", -part, wallet, day, invoice=invoice, payment=payment, move=move
                )
                settled.append((payment, invoice.remaining, invoice.status))
        return settled

    def _post(
        self,
        customer: Customer,
        kind: str,
        balance: Decimal,
        wallet: Decimal,
        day: date,
        invoice: Invoice | None = None,
        payment: Payment | None = None,
        move: str = "",
    ) -> Entry:
        """One row of the ledger, with the wallet row ``move`` that goes with it."""
        before = customer.balance, customer.wallet
        customer.balance += balance
        customer.wallet += wallet
        wallet_move = None
        if move:
            seq = len(customer.entries) + 1
            wallet_move = WalletMove(move, abs(wallet), before[1], customer.wallet, seq)
            customer.wallet_moves.append(wallet_move)
        entry = Entry(
            kind,
            wallet if kind in ("deposit", "withdraw") else balance,
            (before[0], customer.balance),
            (before[1], customer.wallet),
            invoice,
            payment,
            wallet_move,
            day,
        )
        customer.entries.append(entry)
        return entry


# -- money rules


def minor(company: Company) -> Decimal:
    """The smallest amount of the company's currency: 0.01, 0.001."""
    return Decimal(1).scaleb(-company.minor_units)


def to_minor(amount: Decimal, company: Company) -> Decimal:
    """Rounded to whole minor units, half away from zero."""
    return amount.quantize(minor(company), ROUND_HALF_UP)


def share_discount(items: Sequence[Item], discount: Decimal, company: Company) -> None:
    """Cumulative rounding: the shares add up to the discount."""
    total = sum((item.total for item in items), ZERO)
    so_far = shared = ZERO
    for item in items:
        so_far += item.total
        due = to_minor(discount * so_far / total, company) if discount else ZERO
        item.share = due - shared
        shared = due


def take(product: Product, qty: Decimal) -> list[Taking]:
    """Oldest batch first; a taking costs its part of the batch's value, the last one what is left of it."""
    takings = []
    for batch in product.queue():
        if qty == 0:
            break
        part = min(qty, batch.remaining)
        cost = batch.value
        if part < batch.remaining:
            cost = to_minor(batch.value * part / batch.remaining, product.company)
        batch.remaining -= part
        batch.value -= cost
        qty -= part
        takings.append(Taking(batch, part, cost))
    return takings


def pay_order(invoices: Iterable[Invoice]) -> list[tuple[Invoice, Decimal]]:
    """Open invoices by due date (their date where there is none), date, id, with what is open on them."""
    unpaid = [invoice for invoice in invoices if invoice.remaining > 0]
    unpaid.sort(key=lambda invoice: (invoice.due_date or invoice.day, invoice.day, invoice.id or 0))
    return [(invoice, invoice.remaining) for invoice in unpaid]


def read_amount(raw: object, company: Company, wrong: set[str]) -> Decimal | None:
    """An amount of the request; None where it is absent or 0."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, int | Decimal) or raw < 0:
        wrong.add("INVALID_PAYMENT")
        return None
    amount = Decimal(raw)
    if amount != amount.quantize(minor(company)):
        wrong.add("AMOUNT_PRECISION")
    return amount or None


def read_payments(rows: Sequence[object], company: Company, wrong: set[str]) -> list[Money]:
    """The payment rows; a mixed row becomes its parts, rows without an amount are skipped."""
    read: list[Money] = []
    for row in rows:
        assert isinstance(row, Mapping)
        parts = [row]
        if row.get("method") == "mixed":
            parts = [part for part in listed(row.get("parts")) if isinstance(part, Mapping)]
            if not parts:
                wrong.add("INVALID_PAYMENT_METHOD")
            amounts = [read_amount(part.get("amount"), company, wrong) or ZERO for part in parts]
            if (read_amount(row.get("amount"), company, wrong) or sum(amounts)) != sum(amounts):
                wrong.add("PAYMENTS_MISMATCH")
        for part in parts:
            method = str(given(part, "method") or "cash")
            if method not in METHODS:
                wrong.add("INVALID_PAYMENT_METHOD")
            amount = read_amount(part.get("amount"), company, wrong)
            if amount is not None:
                read.append(Money(amount, method))
    return read


def set_excess_aside(rows: Sequence[Money], excess: Decimal, mode: str, wrong: set[str]) -> None:
    """Money above the debt leaves from the last rows that may have any; wallet rows never have."""
    methods = {"wallet": ANY_BUT_WALLET, "change": CHANGE}.get(mode, ())
    for row in reversed(rows):
        if row.method in methods:
            row.excess = min(row.amount, excess)
            excess -= row.excess
    if excess > 0:
        wrong.add("OVERPAYMENT")


def excess_members(mode: str, excess: Decimal, unit: Decimal) -> Answer:
    return {
        "to_wallet": (excess if mode == "wallet" else ZERO).quantize(unit),
        "change_due": (excess if mode == "change" else ZERO).quantize(unit),
    }


def customer_member(customer: Customer, balance: Decimal, wallet: Decimal) -> Answer:
    unit = minor(customer.company)
    return {
        "id": customer,
        "balance_before": balance.quantize(unit),
        "balance_after": customer.balance.quantize(unit),
        "wallet_before": wallet.quantize(unit),
        "wallet_after": customer.wallet.quantize(unit),
    }


# -- reading requests


def given(request: Request, member: str) -> object:
    """A member's value; null, "" and absence are the same, for ids 0 too."""
    value = request.get(member)
    is_id = member == "created_by" or member.endswith("_id")
    return None if value == "" or (value == 0 and is_id) else value


def changed(request: Request, member: str, old: object) -> object:
    """What a member of master data becomes: an absent one stays, null clears."""
    return given(request, member) if member in request else old


def number(raw: object, decimals: int) -> Decimal | None:
    """A number with at most so many decimals, in exactly so many; None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        return None
    exact = Decimal(raw).quantize(Decimal(1).scaleb(-decimals))
    return exact if exact == raw and abs(exact) < TOO_MUCH else None


def given_date(request: Request, member: str) -> date | None:
    value = given(request, member)
    return value if isinstance(value, date) else None


def optional_text(value: object) -> str | None:
    return None if value is None else str(value)


def listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def find(rows: Iterable[R], row_id: object) -> R | None:
    return next((row for row in rows if row_id is not None and row.id == row_id), None)


def refuse(*tokens: str) -> NoReturn:
    raise Refused(*tokens)


def raise_if(wrong: set[str]) -> None:
    if wrong:
        raise Refused(*wrong)
