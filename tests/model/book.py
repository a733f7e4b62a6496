"""The account book in plain Decimal Python: what each procedure must answer and leave behind.

Written from the description of the calls, not from the SQL. A :class:`Book` holds the rows of two companies;
each method takes a request and either changes the book and gives the answer that the database must give, or
raises :class:`Refused` with the tokens that are right for that request and changes nothing.

Answers hold :class:`Row` objects where the database puts an id: the first comparison binds the id to the row
(see :func:`tests.model.answers.difference`). Amounts and quantities have exactly the decimals of the answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from operator import add
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Protocol, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from tests.model.currencies import (
    CURRENCIES,
    Currency,
    Told,
    open_share,
    rate_of,
    read_currency,
    read_rate,
    refuse_other_currency,
    shares,
)
from tests.model.gifts import Gift, Given, gift_members, give
from tests.model.in_currency import InCurrency, currency_of_sale, in_currency_members, plan_in_currency
from tests.model.pricing import Rules, Tax, back, invoice_discount
from tests.model.requests import changed, given, given_date, listed, number, optional_text
from tests.model.sold import (
    Asked,
    Terms,
    Unit,
    by_tax,
    line_members,
    product_members,
    read_discount,
    read_row,
    read_taxes,
    read_units,
    reckon,
    sale_members,
    terms_of,
    total_of,
)

if TYPE_CHECKING:
    from tests.model.debit_notes import DebitNote, ExchangeRate
    from tests.model.orders import Order
    from tests.model.promises import Promise, StatusChange
    from tests.model.tills import CashMove, DailyClosing, Shift, TillRow

Request: TypeAlias = Mapping[str, object]
Answer: TypeAlias = dict[str, object]

ZERO = Decimal(0)
# What may become of a row's money above the debt.
CHANGE, ANY_BUT_WALLET = ("cash",), ("cash", "bank_transfer", "check", "card")
METHODS = (*ANY_BUT_WALLET, "wallet")
# The account that plays each role in a new database.
ACCOUNTS = {
    "cash": "1100",
    "bank_transfer": "1110",
    "check": "1120",
    "card": "1130",
    "receivables": "1200",
    "inventory": "1300",
    "payables": "2100",
    "goods_received": "2110",
    "wallet": "2200",
    "sales": "4100",
    "sales_discounts": "4110",
    "cost_of_goods_sold": "5100",
    "sales_returns": "4120",
    "stock_gains": "4200",
    "stock_losses": "5200",
    "tax_payable": "2300",
    "tax_recoverable": "1400",
    "rounding": "5320",
    "safe": "1105",
    "expense": "5400",
    "cash_differences": "5310",
    "additional_charges": "4130",
    "exchange_differences": "5300",
}
# Whose lines say whose they are: a customer's, or a supplier's.
ROLES_OF_A_PARTY = ("receivables", "wallet", "payables")


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


class Units(Protocol):
    """What money is counted in: a company, by its currency, or a currency itself."""

    @property
    def minor_units(self) -> int: ...


@dataclass(eq=False)
class Company(Row):
    minor_units: int
    zone: ZoneInfo
    name: str
    main: Branch = field(init=False)
    currency: str = ""
    prices_include_tax: bool = False
    tax_rounding: str = "document"
    smallest_coin: Decimal | None = None

    @property
    def rules(self) -> Rules:
        return Rules(minor(self), self.tax_rounding, self.smallest_coin)


@dataclass(eq=False)
class Branch(Row):
    company: Company
    code: str
    name: str
    is_main: bool = False
    numbers: dict[tuple[str, str, date], int] = field(default_factory=dict)
    """By kind, code and day."""

    def next_number(self, kind: str, day: date, code: str | None = None) -> str:
        """``code``: of a till that has numbers of its own."""
        if code is None:
            code = "" if self.is_main else f"{self.code}-"
        self.numbers[kind, code, day] = number = self.numbers.get((kind, code, day), 0) + 1
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
    credit_limit: Decimal | None = None
    group: CustomerGroup | None = None
    price_list: PriceList | None = None
    has_account: bool = True
    """Who has none walks in: pays in full, and has neither balance nor wallet nor ledger."""
    balance: Decimal = ZERO
    wallet: Decimal = ZERO
    entries: list[Entry] = field(default_factory=list)
    wallet_moves: list[WalletMove] = field(default_factory=list)

    @property
    def buys_by(self) -> PriceList | None:
        """The customer's own price list, else the group's; one that is not active counts as none."""
        lists = (self.price_list, self.group.price_list if self.group else None)
        return next((each for each in lists if each and each.active), None)


@dataclass(eq=False)
class Coded(Row):
    """What a company knows by a code of its own."""

    company: Company
    code: str
    name: str


C = TypeVar("C", bound=Coded)


@dataclass(eq=False)
class PriceList(Coded):
    active: bool
    prices: dict[tuple[Product, str | None], Decimal] = field(default_factory=dict)
    """By product and unit, None for the product's own."""


@dataclass(eq=False)
class CustomerGroup(Coded):
    price_list: PriceList | None


@dataclass(eq=False)
class Dated(Coded):
    """From its first day to its last, None: no bound."""

    valid_from: date | None
    valid_to: date | None

    def covers(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(eq=False)
class Offer(Dated):
    """``product`` is what the bounds are about, None: the whole invoice."""

    active: bool = True
    needs_coupon: bool = False
    priority: int = 0
    group: CustomerGroup | None = None
    product: Product | None = None
    min_qty: Decimal | None = None
    max_qty: Decimal | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    gives: str = ""
    value: Decimal | None = None
    free_product: Product | None = None
    free_qty: Decimal | None = None

    @property
    def is_for_invoice(self) -> bool:
        return self.gives.startswith("invoice_") or self.product is None

    def may_be_given(self, day: date, customer: Customer) -> bool:
        """Whatever is sold."""
        return (
            self.active
            and self.covers(day)
            and self.group in (None, customer.group)
            and (self.free_product is None or self.free_product.active)
        )

    def admits(self, qty: Decimal, amount: Decimal) -> bool:
        """Whether so much lies within its bounds."""
        bounds = (qty, self.min_qty, self.max_qty), (amount, self.min_amount, self.max_amount)
        return all((low or ZERO) <= much <= (much if high is None else high) for much, low, high in bounds)


@dataclass(eq=False)
class Coupon(Dated):
    """Opens an offer, or takes something off the invoice itself."""

    active: bool = True
    offer: Offer | None = None
    gives: str | None = None
    value: Decimal | None = None
    min_amount: Decimal | None = None
    max_uses: int | None = None
    max_uses_per_customer: int | None = None


@dataclass(eq=False)
class Draft(Row):
    """A sale put aside; ``request`` as the till sent it, whatever is wrong with it."""

    company: Company | None = None
    branch: Branch | None = None
    customer: Customer | None = None
    name: str | None = None
    request: object = None
    line_count: int = 0
    revision: int = 1
    invoice: Invoice | None = None
    """The sale that it became."""


@dataclass(eq=False)
class Allowance:
    """Who let a customer owe more than the limit, by which invoice, and what was owed before and after it."""

    invoice: Invoice
    limit: Decimal
    allowed_by: int
    owed: tuple[Decimal, Decimal]


@dataclass(eq=False)
class WalletMove(Row):
    customer: Customer
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
    returned: InvoiceReturn | None = None
    note: DebitNote | None = None


@dataclass(eq=False)
class TaxRow(Row):
    company: Company
    code: str
    name: str
    rate: Decimal
    active: bool = True

    def today(self) -> Tax:
        """As a sale of today keeps it."""
        return Tax(self, self.rate, self.name)

    def members(self) -> Answer:
        return {
            "id": self,
            "company_id": self.company,
            "code": self.code,
            "name": self.name,
            "rate": self.rate,
            "active": self.active,
        }


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
    taxes: list[TaxRow] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)

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
    purchase: Row | None = None
    reverted: bool = False


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
    amendment: Row | None = None


@dataclass(eq=False)
class Item(Row):
    product: Product
    terms: Terms
    row_id: str | None
    total: Decimal = ZERO
    line_discount: Decimal = ZERO
    share: Decimal = ZERO
    amounts: tuple[Decimal, ...] = ()
    """Of its taxes."""
    takings: list[Taking] = field(default_factory=list)
    returns: list[Taking] = field(default_factory=list)
    returned: Decimal = ZERO
    given: Decimal = ZERO
    taxes_given: tuple[Decimal, ...] = ()
    """How many pieces have come back, what was given for them, and how much of that was tax."""
    amended: list[Taking] = field(default_factory=list)
    """What amendments gave back, below 0."""
    settled: tuple[Decimal, Decimal, Decimal] = (ZERO, ZERO, ZERO)
    settled_taxes: tuple[Decimal, ...] = ()
    """What had come back when the line was last amended: how much, its value, its discount, its taxes."""

    @property
    def qty(self) -> Decimal:
        """In the product's own unit, like ``price``."""
        return self.terms.own_qty

    @property
    def price(self) -> Decimal:
        return self.terms.own_price

    @property
    def kind(self) -> str:
        return self.terms.kind

    @property
    def tax(self) -> Decimal:
        return sum(self.amounts, ZERO)

    @property
    def added_tax(self) -> Decimal:
        return ZERO if self.terms.line.included else self.tax

    @property
    def added_tax_given(self) -> Decimal:
        return ZERO if self.terms.line.included else sum(self.taxes_given, ZERO)

    @property
    def gross(self) -> Decimal:
        """What the customer pays for it."""
        return self.total - self.share + self.added_tax

    @property
    def net(self) -> Decimal:
        return self.gross - self.tax

    @property
    def cost(self) -> Decimal:
        return cost_of([*self.takings, *self.amended])


@dataclass(eq=False)
class Payment(Row):
    document: Document
    branch: Branch
    number: str
    day: date
    amount: Decimal
    method: str
    tendered: Decimal
    change: Decimal
    wallet: tuple[Decimal, Decimal]
    applied: Decimal
    """What it takes off its document, in the document's currency."""
    settled: Decimal
    """What the customer owes less by it, in the company's currency, as is ``amount``."""
    voids: Payment | None = None
    refunds: Payment | None = None
    rate: Decimal | None = None
    """Of a document in another currency; None where its money was told in the company's, or its own rate
    counts."""

    @property
    def invoice(self) -> Invoice:
        assert isinstance(self.document, Invoice)
        return self.document

    @property
    def note(self) -> DebitNote | None:
        return None if isinstance(self.document, Invoice) else self.document


@dataclass(eq=False)
class Invoice(Row):
    customer: Customer
    branch: Branch
    work_order: WorkOrder | None
    day: date
    due_date: date | None
    discount: Decimal
    rounding: Decimal
    rules: Rules
    items: list[Item]
    number: str = ""
    discount_kind: str = "percent"
    discount_sent: Decimal = Decimal("0.0000")
    amendments: list[Row] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    returns: list[InvoiceReturn] = field(default_factory=list)
    exchanged: InvoiceReturn | None = None
    order: Order | None = None
    shift: Shift | None = None
    closed: str | None = None
    settled: tuple[Decimal, Decimal] = (ZERO, ZERO)
    """What had come back when it was last amended: value of the lines, and of the rounding."""
    gifts: list[Gift] = field(default_factory=list)
    coupon: Coupon | None = None
    in_currency: InCurrency | None = None
    """What it says in another currency: all else is in the company's."""

    @property
    def keeps_coupon(self) -> bool:
        """It has one, and stands, or can be billed again by its order."""
        return bool(self.coupon and (not self.closed or (self.order and self.order.status != "cancelled")))

    @property
    def total_before(self) -> Decimal:
        added = sum((item.total + item.added_tax for item in self.items), ZERO)
        return added + self.rounding

    @property
    def total(self) -> Decimal:
        return self.total_before - self.discount

    @property
    def tax(self) -> Decimal:
        return sum((item.tax for item in self.items), ZERO)

    @property
    def added_tax(self) -> Decimal:
        return sum((item.added_tax for item in self.items), ZERO)

    @property
    def net(self) -> Decimal:
        return sum((item.net for item in self.items), ZERO)

    @property
    def cost(self) -> Decimal:
        return sum((item.cost for item in self.items), ZERO)

    @property
    def paid(self) -> Decimal:
        """What its payments took off it."""
        return sum((payment.settled for payment in self.payments), ZERO)

    @property
    def due(self) -> tuple[date, date]:
        """By which it is paid: the due date, then its own."""
        return self.due_date or self.day, self.day

    @property
    def is_in_base(self) -> bool:
        """Whether it is in the company's currency."""
        return self.in_currency is None

    @property
    def currency(self) -> Currency | None:
        """Another one than the company's."""
        return self.in_currency.currency if self.in_currency else None

    @property
    def units(self) -> Units:
        """In which it is paid."""
        return self.currency or self.customer.company

    @property
    def unit(self) -> Decimal:
        return minor(self.units)

    @property
    def asked(self) -> Decimal:
        """Its total in its own currency."""
        return self.in_currency.sale.after if self.in_currency else self.total

    @property
    def open(self) -> Decimal:
        """In its own currency."""
        if not self.in_currency:
            return self.remaining
        paid = sum((payment.applied for payment in self.payments), ZERO)
        return self.asked - paid - sum((each.amount for each in self.in_currency.taken_off), ZERO)

    def share(self, part: Decimal) -> Decimal:
        """What a payment of a part of what is open settles, in the company's currency."""
        if not self.in_currency:
            return part
        return open_share(self.remaining, part, self.open, minor(self.customer.company))

    def take_off(self, base: Decimal, returned: InvoiceReturn | None = None) -> None:
        """What it owes less by goods that come back, or by its end, in its own currency too."""
        if self.in_currency and base:
            part = open_share(self.open, base, self.remaining, self.unit)
            self.in_currency.take_off(part, base, returned)

    @property
    def remaining(self) -> Decimal:
        return ZERO if self.closed else self.total - self.returned - self.paid

    @property
    def returned(self) -> Decimal:
        return sum((each.value for each in self.returns), ZERO)

    @property
    def status(self) -> str:
        if self.closed:
            return self.closed
        if self.remaining == 0:
            return "paid"
        return "partial" if self.paid > 0 else "pending"


Document: TypeAlias = "Invoice | DebitNote"
"""What a payment is of."""


@dataclass(eq=False)
class InvoiceReturn(Row):
    invoice: Invoice
    branch: Branch
    number: str
    day: date
    lines: list[ReturnedLine]
    rounding: Decimal
    """Its part of the invoice's."""

    @property
    def value(self) -> Decimal:
        return sum((line.value for line in self.lines), self.rounding)

    @property
    def tax(self) -> Decimal:
        return sum((line.tax for line in self.lines), ZERO)


@dataclass(eq=False)
class ReturnedLine:
    item: Item
    qty: Decimal
    value: Decimal
    taxes: tuple[Decimal, ...]
    """What of the value is tax."""
    takings: list[Taking] = field(default_factory=list)
    """What the batches got back."""

    @property
    def tax(self) -> Decimal:
        return sum(self.taxes, ZERO)

    @property
    def added_tax(self) -> Decimal:
        return ZERO if self.item.terms.line.included else self.tax


@dataclass(eq=False)
class Adjustment(Row):
    branch: Branch
    day: date
    moved: list[Taking] = field(default_factory=list)
    """Above 0 into stock."""


class JournalLine(NamedTuple):
    """``amount``: a debit above 0, a credit below."""

    role: str
    account: str
    party: Row | None
    amount: Decimal
    tax: Tax | None = None
    """Of a line of a tax: which."""


class Movement(NamedTuple):
    """Quantity and cost are above 0 into stock."""

    kind: str
    batch: Batch
    qty: Decimal
    cost: Decimal


@dataclass(eq=False)
class JournalEntry:
    """What a document does to the books. No answer shows its id: its company and number are its name."""

    number: str
    kind: str
    branch: Branch
    day: date
    document: Row
    lines: list[JournalLine]
    movements: list[Movement]
    reverses: JournalEntry | None
    adjusts: JournalEntry | None = None
    shift: Shift | None = None


@dataclass
class Money:
    """One payment row of a request: what of it is applied, and what of it is above the debt."""

    amount: Decimal
    method: str
    excess: Decimal = ZERO


@dataclass
class Exchange:
    """What is sold for goods that come back; the first of ``rows`` is what they paid of it."""

    invoice: Invoice
    from_return: Decimal
    rows: list[Money]
    mode: str
    allowance: Allowance | None


@dataclass
class SalePlan:
    """A sale before it is posted: the document, and the money for it."""

    invoice: Invoice
    draft: Draft | None
    rows: list[Money]
    mode: str
    allowance: Allowance | None


@dataclass
class ReturnPlan:
    """What comes back: how many of each line, and their value; of all of it, what was paid."""

    invoice: Invoice
    branch: Branch
    refund: str
    lines: list[ReturnedLine]
    rounding: Decimal
    value: Decimal
    refunded: Decimal
    exchange: Exchange | None = None


class Book:
    """The rows of one program. ``now`` is the instant (UTC) at which the next call begins."""

    def __init__(self, user_id: int, now: datetime) -> None:
        self.user_id = user_id
        self.now = now
        self.limits: dict[int, list[Branch]] = {user_id: []}
        self.permissions: dict[int, list[str]] = {}
        self.denied = False
        """The branches that each user is limited to; to none: works in all."""
        self.limit: Sequence[Branch] = ()
        """Of who calls now."""
        self.companies: list[Company] = []
        self.branches: list[Branch] = []
        self.customers: list[Customer] = []
        self.products: list[Product] = []
        self.taxes: list[TaxRow] = []
        self.price_lists: list[PriceList] = []
        self.groups: list[CustomerGroup] = []
        self.allowances: list[Allowance] = []
        self.offers: list[Offer] = []
        self.coupons: list[Coupon] = []
        self.drafts: list[Draft] = []
        self.work_orders: list[WorkOrder] = []
        self.orders: list[Order] = []
        self.invoices: list[Invoice] = []
        self.notes: list[DebitNote] = []
        self.rates: list[ExchangeRate] = []
        self.promises: list[Promise] = []
        self.status_changes: list[StatusChange] = []
        self.adjustments: list[Adjustment] = []
        self.journal: list[JournalEntry] = []
        self.accounts = dict(ACCOUNTS)
        self.tills: list[TillRow] = []
        self.shifts: list[Shift] = []
        self.cash_moves: list[CashMove] = []
        self.closings: list[DailyClosing] = []
        self.shift: Shift | None = None
        """The cashier's open one."""

    @contextmanager
    def called_by(self, user: object, procedure: str) -> Iterator[None]:
        """Who is limited to branches posts in no other one; who is limited to calls makes no other one.
        Nobody but the cashier has a shift."""
        shift = self.shift
        if user != self.user_id:
            self.shift = None
        self.limit = self.limits.get(user, []) if isinstance(user, int) else ()
        permitted = self.permissions.get(user, []) if isinstance(user, int) else []
        self.denied = bool(permitted) and procedure not in {*permitted, "sp_set_user_permissions"}
        try:
            yield
        finally:
            self.limit = ()
            self.denied = False
            if user != self.user_id:
                self.shift = shift

    def ask(self, branch: Branch | None, wrong: set[str]) -> None:
        """May who calls write in the branch?"""
        if branch and self.limit and branch not in self.limit:
            wrong.add("FORBIDDEN_BRANCH")

    def documents(self) -> list[Document]:
        """That payments are of."""
        return [*self.invoices, *self.notes]

    def today(self, company: Company) -> date:
        return self.now.astimezone(company.zone).date()

    def joined(self, company: Company) -> Shift | None:
        """The shift that what is posted now belongs to."""
        return self.shift if self.shift and self.shift.branch.company is company else None

    def next_number(self, branch: Branch, kind: str, day: date) -> str:
        """By the till, where the cashier's has numbers of its own and is of this branch."""
        shift = self.joined(branch.company)
        return branch.next_number(kind, day, shift.code if shift and shift.branch is branch else None)

    # -- master data

    def save_customer(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
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
        limit = old.credit_limit if old else None
        if "credit_limit" in request:
            limit = read_limit(request["credit_limit"], company, wrong)
        group = self.of_company(
            request, "group_id", old.group if old else None, self.groups, "UNKNOWN_GROUP", company, wrong
        )
        price_list = self.listed_by(request, old.price_list if old else None, company, wrong)
        has_account = old.has_account if old else True
        if given(request, "tracks_balance") is not None:
            has_account = bool(request["tracks_balance"])
        if old and has_account != old.has_account:
            # it is given up where it stands at nothing, and never opened again
            unpaid = any(each.remaining for each in self.documents() if each.customer is old)
            if has_account or old.balance or old.wallet or unpaid:
                wrong.add("VALIDATION")
        raise_if(wrong)
        if old is None:
            old = Customer(company, "", "", "", None, None, active, self.today(company))
            self.customers.append(old)
        old.has_account = has_account
        for name, text in texts.items():
            setattr(old, name, text)
        old.active, old.credit_limit, old.group, old.price_list = active, limit, group, price_list
        return {
            "ok": True,
            "customer_id": old,
            "customer": {
                "id": old,
                "company_id": company,
                **texts,
                "active": active,
                "group_id": group,
                "price_list_id": price_list,
                "credit_limit": limit,
                "tracks_balance": has_account,
                "balance": old.balance.quantize(minor(company)),
                "wallet": old.wallet.quantize(minor(company)),
                "join_date": old.join_date.isoformat(),
            },
        }

    def save_product(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
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
        taxes, units = (old.taxes, old.units) if old else ([], {})
        if "taxes" in request:
            taxes = read_taxes(request["taxes"], [t for t in self.taxes if t.company is company], wrong)
        if "units" in request:
            units = read_units(request["units"], unit, wrong)
        if unit in units:
            wrong.add("VALIDATION")
        raise_if(wrong)
        assert reorder is not None
        figures = {member: price for member, price in prices.items() if price is not None}
        if old is None:
            old = Product(company, "", "", "", ZERO, ZERO, ZERO, ZERO, keeps_stock, active, [])
            self.products.append(old)
        old.product_code, old.name, old.unit_of_measure = str(code), str(name), str(unit)
        old.reorder_level, old.keeps_stock, old.active, old.barcodes = reorder, keeps_stock, active, barcodes
        old.taxes, old.units = taxes, units
        for price_list in self.price_lists:
            for product, of_unit in list(price_list.prices):
                if product is old and of_unit is not None and of_unit not in units:
                    del price_list.prices[product, of_unit]
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
                **product_members(old),
            },
        }

    def save_branch(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        asked = str(given(request, "code") or "A")
        if not (asked.isascii() and asked.isalnum() and asked.isupper() and len(asked) <= 10):
            wrong.add("VALIDATION")
        old = None
        if given(request, "branch_id") is not None:
            old = find(self.branches, request["branch_id"]) or refuse("UNKNOWN_BRANCH", *wrong)
            company = old.company
            self.ask(old, wrong)
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

    # -- work orders

    def save_work_order(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        old = None
        if given(request, "work_order_id") is not None:
            old = find(self.work_orders, request["work_order_id"]) or refuse("UNKNOWN_WORK_ORDER", *wrong)
        if old and given(request, "customer_id") is None:
            customer: Customer | None = old.customer
        else:
            customer = self.required(request, "customer_id", self.customers, "UNKNOWN_CUSTOMER", wrong)
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
                **self.totals(old),
            },
        }

    def work_order_of(self, request: Request, customer: Customer, wrong: set[str]) -> WorkOrder | None:
        """The one that a sale, or an order, names."""
        if given(request, "work_order_id") is None:
            return None
        work_order = find(self.work_orders, request["work_order_id"])
        if work_order is None:
            wrong.add("UNKNOWN_WORK_ORDER")
        elif work_order.customer is not customer:
            wrong.add("WORK_ORDER_MISMATCH")
        elif work_order.status == "cancelled":
            wrong.add("WORK_ORDER_CLOSED")
        return work_order

    def work_order_sums(self, work_order: WorkOrder) -> tuple[Decimal, Decimal, Decimal]:
        """Invoiced, paid and still open."""
        invoices = [i for i in self.invoices if i.work_order is work_order and not i.closed]
        paid = sum((invoice.paid for invoice in invoices), ZERO)
        total = sum((invoice.total - invoice.returned for invoice in invoices), ZERO)
        return total, paid, total - paid

    def totals(self, work_order: WorkOrder) -> Answer:
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
        customer = find(self.customers, request.get("customer_id"))
        return [self.line(*line, customer, wrong) for line in self.asked_lines(request, wrong)]

    def asked_lines(self, request: Request, wrong: set[str]) -> Iterator[tuple[Asked, Product]]:
        """What a sale asks for, of products that can be sold."""
        lines = listed(request.get("items"))
        if not lines:
            wrong.add("NO_ITEMS")
        customer = find(self.customers, request.get("customer_id"))
        for line in lines:
            assert isinstance(line, Mapping)
            asked = read_row(line, wrong)
            product = find(self.products, given(line, "product_id"))
            if (
                product is None
                or not product.active
                or (customer and product.company is not customer.company)
            ):
                wrong.add("VALIDATION" if given(line, "product_id") is None else "UNKNOWN_PRODUCT")
                continue
            yield asked, product

    def line(self, asked: Asked, product: Product, customer: Customer | None, wrong: set[str]) -> Item:
        """Of a sale, priced for its customer."""
        terms = terms_of(asked, product, customer.buys_by if customer else None, wrong)
        total, off = total_of(terms.line, product.company.rules)
        return Item(product, terms.less(off), asked.row_id, total, off)

    def rules(self, request: Request, company: Company, wrong: set[str]) -> Rules:
        """The company's, which a document keeps; it may be let off the smallest coin."""
        to_coin = given(request, "cash_rounding")
        if to_coin is not None and not isinstance(to_coin, bool):
            wrong.add("VALIDATION")
        return replace(company.rules, coin=None) if to_coin is False else company.rules

    def drafted(
        self,
        request: Request,
        items: list[Item],
        customer: Customer,
        branch: Branch,
        work_order: WorkOrder | None,
        wrong: set[str],
        discount: Decimal | None = None,
    ) -> Invoice:
        """The document of a sale, with all its figures, before anything is sold. Its discount is the
        request's, if none is named."""
        company = customer.company
        if discount is None:
            total = sum((item.total for item in items), ZERO)
            discount = invoice_discount(read_discount(request, minor(company), wrong), total, minor(company))
        rules = self.rules(request, company, wrong)
        rounding = reckon(items, discount, rules)
        day, due_date = self.today(company), given_date(request, "due_date")
        if due_date is not None and due_date < day:
            wrong.add("VALIDATION")
        return Invoice(customer, branch, work_order, day, due_date, discount, rounding, rules, items)

    def planned(
        self,
        request: Request,
        customer: Customer,
        branch: Branch,
        work_order: WorkOrder | None,
        wrong: set[str],
    ) -> Invoice:
        """The document of a sale of our customers, with what they are given."""
        foreign = currency_of_sale(self, request, customer.company, wrong)
        if foreign:
            return plan_in_currency(self, request, *foreign, customer, branch, work_order, wrong)
        items = self.priced_items(request, wrong)
        # a line that is refused is given nothing: nor is it sold
        gifts = Given(items) if wrong else give(self, request, items, customer, wrong)
        invoice = self.drafted(request, gifts.items, customer, branch, work_order, wrong, gifts.discount)
        invoice.gifts, invoice.coupon = gifts.gifts, gifts.coupon
        kind = str(given(request, "discount_type") or "percent")
        sent = number(given(request, "discount_value") or 0, 4)
        if gifts.discount is not None:
            kind, sent = "amount", gifts.discount
        invoice.discount_kind, invoice.discount_sent = kind, ZERO if sent is None else sent
        return invoice

    def uses(self, coupon: Coupon) -> int:
        """By invoices that stand, and by orders that can be billed again."""
        return sum(invoice.coupon is coupon and invoice.keeps_coupon for invoice in self.invoices)

    def open_draft(self, request: Request, company: Company | None, wrong: set[str]) -> Draft | None:
        """The one that a request names: of the company, where both are known, and not sold yet."""
        if given(request, "draft_id") is None:
            return None
        draft = find(self.drafts, request["draft_id"])
        if draft is None or (company and draft.company not in (None, company)):
            wrong.add("UNKNOWN_DRAFT")
        if draft is None:
            return None
        self.ask(draft.branch, wrong)
        if draft.invoice:
            wrong.add("DRAFT_CONSUMED")
        return draft

    def plan_sale(self, request: Request, wrong: set[str]) -> SalePlan:
        """What a sale comes to; what is wrong with it goes to ``wrong``."""
        wrong |= self.user_faults(request)
        customer = self.required(request, "customer_id", self.customers, "UNKNOWN_CUSTOMER", wrong)
        status = given(request, "status") or "pending"
        if status not in ("paid", "partial", "pending"):
            wrong.add("INVALID_STATUS")
        if given(request, "invoice_group") not in (None, *(f"group{number}" for number in range(1, 12))):
            wrong.add("VALIDATION")
        mode = self._overpayment(request, wrong)
        draft = self.open_draft(request, customer.company if customer else None, wrong)
        if customer is None:
            self.priced_items(request, wrong)
            raise Refused(*wrong)
        company = customer.company
        if not customer.active:
            wrong.add("UNKNOWN_CUSTOMER")
        branch = self.branch(request, company, wrong)
        work_order = self.work_order_of(request, customer, wrong)
        invoice = self.planned(request, customer, branch, work_order, wrong)
        items, total = invoice.items, invoice.total
        for product in {item.product for item in items if item.product.keeps_stock}:
            needed = sum((item.qty for item in items if item.product is product), ZERO)
            if needed > sum((batch.remaining for batch in product.batches), ZERO):
                wrong.add("INSUFFICIENT_STOCK")
        asked = invoice.asked
        rows = read_payments(listed(request.get("payments")), invoice.units, wrong)
        money = sum((row.amount for row in rows), ZERO)
        if status == "paid" and not rows and asked > 0:
            rows, money = [Money(asked, "cash")], asked
        if status == "pending" and rows:
            wrong.add("PAYMENTS_NOT_ALLOWED")
        if status == "partial" and not rows and asked > 0:
            wrong.add("PAYMENTS_REQUIRED")
        if status == "paid" and money < asked:
            wrong.add("PAYMENTS_MISMATCH")
        self._check_walk_in(customer, rows, asked, mode, wrong)
        if money > asked:
            set_excess_aside(rows, money - asked, mode, wrong)
        paid = [row.amount for row in rows]
        if not invoice.is_in_base:
            paid = shares(total, paid, asked, minor(company))
            if any(part <= 0 for part in paid):
                wrong.add("VALIDATION")
        self._check_wallet(customer, zip(rows, paid, strict=False), wrong)
        owed = customer.balance + max(total - sum(paid, ZERO), ZERO)
        allowance = self.check_credit(invoice, owed, request, wrong)
        return SalePlan(invoice, draft, rows, mode, allowance)

    def save_invoice(self, request: Request, at_till: bool = False) -> Answer:
        wrong: set[str] = set()
        plan = self.plan_sale(request, wrong)
        invoice, mode = plan.invoice, plan.mode
        if at_till and not self.joined(invoice.customer.company):
            wrong.add("NO_OPEN_SHIFT")
        if at_till and not invoice.is_in_base:
            wrong.add("OTHER_CURRENCY")
        raise_if(wrong)
        customer, work_order, total = invoice.customer, invoice.work_order, invoice.total
        self.allow(plan.allowance)
        if plan.draft:
            plan.draft.invoice = invoice
        before = customer.balance, customer.wallet
        payments, excess = self._sell(invoice, plan.rows, mode)
        unit = minor(customer.company)
        kind = str(given(request, "discount_type") or "percent")
        sent = number(given(request, "discount_value") or 0, 4)
        if invoice.in_currency:
            sent = invoice.discount_sent
        assert sent is not None
        return {
            "ok": True,
            "invoice_id": invoice,
            "invoice_number": invoice,
            "invoice_no": invoice.number,
            "total_revenue": invoice.total_before.quantize(unit),
            "total_before": invoice.total_before.quantize(unit),
            "total_cogs": invoice.cost.quantize(unit),
            "profit_amount": (invoice.net - invoice.cost).quantize(unit),
            **sale_members(invoice),
            "paid_amount": invoice.paid.quantize(unit),
            "remaining_amount": invoice.remaining.quantize(unit),
            "payment_status": invoice.status,
            "discount_type": kind,
            "discount_value": sent if kind == "percent" else sent.quantize(unit),
            "discount_amount": invoice.discount.quantize(unit),
            "total_after": total.quantize(unit),
            "items": sold_items(invoice, unit),
            "offers": gift_members(invoice.gifts, invoice.items, unit),
            "payments": [
                {"payment_id": payment, "amount": payment.amount.quantize(unit), "method": payment.method}
                for payment, _, _ in payments
            ],
            **excess_members(mode, excess, unit),
            "customer": customer_member(customer, *before),
            "work_order": self.totals(work_order) if work_order else None,
            **in_currency_members(invoice),
        }

    def _sell(
        self, invoice: Invoice, rows: Sequence[Money], mode: str
    ) -> tuple[list[tuple[Payment, Decimal, str]], Decimal]:
        """A sale that was found in order: its payments with what is open after each, and what is above it."""
        customer, branch, total = invoice.customer, invoice.branch, invoice.total
        self.invoices.append(invoice)
        for item in invoice.items:
            item.product.sold = True
            if item.product.keeps_stock:
                item.takings = take(item.product, item.qty)
        invoice.shift = self.joined(customer.company)
        invoice.number = self.next_number(branch, "INV", invoice.day)
        self._enter_sale(invoice)
        if total > 0:
            self.post(customer, "invoice", total, ZERO, invoice.day, of=invoice)
        # at its own rate: nothing is realised
        debts, rate = [(invoice, invoice.asked)] if total else [], Decimal(1) if invoice.is_in_base else None
        payments = self._settle(rows, mode, debts, customer, branch, invoice.share, rate)
        for row in rows:
            if mode == "wallet" and row.excess:
                self._move_wallet(customer, branch, "deposit", row.excess, row.method, invoice)
        return payments, sum((row.excess for row in rows), ZERO)

    # -- payments and wallet

    def add_payment(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        names = ("invoice_id", "invoices", "work_order_id", "customer_id", "debit_note_id")
        targets = [name for name in names if request.get(name)]
        if len(targets) != 1:
            raise Refused("VALIDATION", *wrong)
        mode = self._overpayment(request, wrong)
        target = request[targets[0]]
        documents: list[tuple[Document, Decimal]]
        if targets[0] == "customer_id":
            customer = find(self.customers, target) or refuse("UNKNOWN_CUSTOMER", *wrong)
            # one in another currency must be named, for its money has a rate
            documents = pay_order(
                each for each in self.documents() if each.customer is customer and each.is_in_base
            )
        elif targets[0] == "work_order_id":
            work_order = find(self.work_orders, target) or refuse("UNKNOWN_WORK_ORDER", *wrong)
            customer = work_order.customer
            documents = pay_order(i for i in self.invoices if i.work_order is work_order and i.is_in_base)
        else:
            documents, invoices = [], list[Invoice]()
            lines = listed(target) if targets[0] == "invoices" else [{"invoice_id": target}]
            for line in lines:
                assert isinstance(line, Mapping)
                invoice = find(self.invoices, line["invoice_id"]) or refuse("UNKNOWN_INVOICE", *wrong)
                invoices.append(invoice)
                self.ask(invoice.branch, wrong)
                if not invoice.is_in_base:
                    wrong.add("OTHER_CURRENCY")
                if invoice.remaining == 0:
                    wrong.add("INVOICE_CLOSED" if invoice.closed else "NOTHING_TO_PAY")
                amount = read_amount(line.get("amount"), invoice.customer.company, wrong) or invoice.remaining
                if amount > invoice.remaining:
                    wrong.add("OVERPAYMENT")
                documents.append((invoice, amount))
            customer = invoices[0].customer
            if len(set(invoices)) < len(invoices) or any(i.customer is not customer for i in invoices):
                wrong.add("VALIDATION")
        company = customer.company
        branch = self.branch(request, company, wrong)
        self.told(request, company, CURRENCIES[company.currency], wrong)
        rows = asked_payments(request, company, wrong)
        money = sum((row.amount for row in rows), ZERO)
        debt = sum((amount for _, amount in documents), ZERO)
        if debt == 0:
            wrong.add("NOTHING_TO_PAY")
        elif targets[0] == "invoices" and (money < debt or (money > debt and mode == "reject")):
            wrong.add("PAYMENTS_MISMATCH")
        elif money > debt:
            set_excess_aside(rows, money - debt, mode, wrong)
        for document, amount in documents:
            if money > 0:  # it comes to this one
                self.ask(document.branch, wrong)
            money -= amount
        self._check_wallet(customer, as_they_are(rows), wrong)
        raise_if(wrong)
        return self.pay(rows, mode, documents, customer, branch)

    def pay(
        self,
        rows: Sequence[Money],
        mode: str,
        documents: Sequence[tuple[Document, Decimal]],
        customer: Customer,
        branch: Branch,
        told: Told | None = None,
    ) -> Answer:
        """A payment that was found in order. ``told``: what the money is worth, of a document that may be in
        another currency."""
        before = customer.balance, customer.wallet
        how = (told.worth, told.rate) if told else ()
        payments = self._settle(rows, mode, documents, customer, branch, *how)
        excess = sum((row.excess for row in rows), ZERO)
        for row in rows:
            if mode == "wallet" and row.excess:
                self._move_wallet(customer, branch, "deposit", row.excess, row.method)
        touched = {p.invoice.work_order for p, _, _ in payments if not p.note and p.invoice.work_order}
        allocated = sum((payment.applied for payment, _, _ in payments), ZERO)
        return {
            "ok": True,
            "allocations": [allocation(*each) for each in payments],
            "total_allocated": allocated.quantize(documents[0][0].unit),
            **excess_members(mode, excess, minor(customer.company)),
            "customer": customer_member(customer, *before),
            "work_orders": [self.totals(each) for each in sorted(touched, key=lambda row: row.id or 0)],
        }

    def told(self, request: Request, company: Company, currency: Currency, wrong: set[str]) -> Told:
        """What a payment of a document in ``currency`` is worth: as it says, or by the day's rate."""
        asked, rate = read_currency(request, wrong), read_rate(request, "exchange_rate", wrong)
        if asked and asked is not currency:
            wrong.add("CURRENCY_MISMATCH")
        base = read_amount(request.get("base_amount"), company, wrong)
        if currency.code == company.currency:
            if rate not in (None, 1):
                wrong.add("INVALID_RATE")
            if base is not None:
                wrong.add("VALIDATION")
            return Told(Decimal(1), None, minor(company))
        if base is not None and rate is not None:
            wrong.add("VALIDATION")
        if base is None and rate is None:
            rate = rate_of(self, company, currency.code, self.today(company), wrong)
        return Told(rate, base, minor(company))

    def wallet_move(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        customer = self.required(request, "customer_id", self.customers, "UNKNOWN_CUSTOMER", wrong)
        kind = given(request, "type")
        if kind not in ("deposit", "withdraw", "refund"):
            wrong.add("VALIDATION")
        method = str(given(request, "method") or "cash")
        if method not in ANY_BUT_WALLET:
            wrong.add("INVALID_PAYMENT_METHOD")
        if customer is None:
            raise Refused(*wrong)
        if not customer.has_account:
            wrong.add("VALIDATION")
        amount = read_amount(request.get("amount"), customer.company, wrong)
        self.ask(customer.company.main, wrong)
        if amount is None:
            wrong.add("INVALID_PAYMENT")
        elif kind == "withdraw" and amount > customer.wallet:
            wrong.add("WALLET_INSUFFICIENT")
        raise_if(wrong)
        assert amount is not None
        before = customer.balance, customer.wallet
        moved = -amount if kind == "withdraw" else amount
        entry = self._move_wallet(customer, customer.company.main, str(kind), moved, method)
        return {
            "ok": True,
            "wallet_transaction_id": entry.move,
            "customer_transaction_id": entry,
            "customer": customer_member(customer, *before),
        }

    # -- undoing

    def cancel_invoice(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        invoice = self.live(
            self.required(request, "invoice_id", self.invoices, "UNKNOWN_INVOICE", wrong), wrong
        )
        branch = self.branch(request, invoice.customer.company, wrong)
        if invoice.paid:  # or more was given back than paid: what is owed of that would stand nowhere
            wrong.add("INVOICE_HAS_PAYMENTS")
        self._check_no_note(invoice, wrong)
        self.check_shift(invoice.shift, wrong)
        raise_if(wrong)
        customer, unit = invoice.customer, minor(invoice.customer.company)
        before = customer.balance, customer.wallet
        owed = invoice.remaining
        self._return_stock(invoice, branch, "canceled")
        return {
            "ok": True,
            "invoice_id": invoice,
            "invoice_no": invoice.number,
            "status": "canceled",
            "returned_amount": owed.quantize(unit),
            "customer": customer_member(customer, *before),
            "work_order": self.totals(invoice.work_order) if invoice.work_order else None,
        }

    def revert_invoice(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        ways = ("wallet", "cash", "original")
        self.refund_word(request, ways, wrong)
        invoice = self.live(
            self.required(request, "invoice_id", self.invoices, "UNKNOWN_INVOICE", wrong), wrong
        )
        refund = self.read_refund(request, invoice, ways, wrong)
        branch = self.branch(request, invoice.customer.company, wrong)
        if invoice.paid < 0:
            wrong.add("INVOICE_HAS_PAYMENTS")
        self._check_no_note(invoice, wrong)
        self.check_shift(invoice.shift, wrong)
        raise_if(wrong)
        customer, unit = invoice.customer, minor(invoice.customer.company)
        before = customer.balance, customer.wallet
        paid = invoice.paid
        self._return_stock(invoice, branch, "reverted")
        refunds = self.refund(invoice, branch, refund, paid)
        return {
            "ok": True,
            "invoice_id": invoice,
            "invoice_no": invoice.number,
            "status": "reverted",
            "returned_amount": (invoice.total - invoice.returned).quantize(unit),
            "refunded_amount": paid.quantize(unit),
            "refunds": refund_members(refunds, unit),
            "customer": customer_member(customer, *before),
            "work_order": self.totals(invoice.work_order) if invoice.work_order else None,
        }

    def return_items(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        plan = self.plan_return(request, wrong)
        raise_if(wrong)
        invoice, branch, exchange = plan.invoice, plan.branch, plan.exchange
        customer = invoice.customer
        company, unit = customer.company, minor(customer.company)
        before, day = (customer.balance, customer.wallet), self.today(company)
        lines, total = plan.lines, plan.value
        for line in lines:
            item = line.item
            item.returned += line.qty
            item.given += line.value
            item.taxes_given = tuple(map(add, item.taxes_given or (ZERO,) * len(line.taxes), line.taxes))
            line.takings = [Taking(back.batch, -back.qty, -back.cost) for back in put_back(item, line.qty)]
        number_of_it = self.next_number(branch, "RET", day)
        document = InvoiceReturn(invoice, branch, number_of_it, day, lines, plan.rounding)
        answer_items: list[object] = [
            {
                "item_id": line.item,
                "product_id": line.item.product,
                "qty": line.qty.quantize(Decimal("0.0001")),
                "value": line.value.quantize(unit),
                "cost": cost_of(line.takings).quantize(unit),
            }
            for line in lines
        ]
        self._enter_return(document)
        if total:
            entry = self.post(customer, "return", -total, ZERO, day, of=invoice)
            entry.returned = document
        invoice.take_off(total - plan.refunded, document)
        invoice.returns.append(document)
        to_wallet = exchange.from_return if exchange else ZERO
        if plan.refund in ("reduce", "wallet"):
            to_wallet = plan.refunded
        refunds = [
            *self.refund(invoice, branch, "wallet" if customer.has_account else "cash", to_wallet),
            *self.refund(invoice, branch, plan.refund, plan.refunded - to_wallet),
        ]
        answer: Answer = {
            "ok": True,
            "return_id": document,
            "return_no": document.number,
            "invoice_id": invoice,
            "invoice_no": invoice.number,
            "returned_amount": total.quantize(unit),
            "net_amount": (total - document.tax - document.rounding).quantize(unit),
            "tax_amount": document.tax.quantize(unit),
            "rounding_amount": document.rounding.quantize(unit),
            "returned_cost": cost_of([taking for line in lines for taking in line.takings]).quantize(unit),
            "items": answer_items,
            "refunded_amount": plan.refunded.quantize(unit),
            "refunds": refund_members(refunds, unit),
            "remaining_amount": invoice.remaining.quantize(unit),
            "payment_status": invoice.status,
            "exchange": None,
        }
        if exchange:
            answer.update(self._sell_exchange(exchange, document))
        answer["customer"] = customer_member(customer, *before)
        answer["work_order"] = self.totals(invoice.work_order) if invoice.work_order else None
        return answer

    def plan_return(self, request: Request, wrong: set[str]) -> ReturnPlan:
        """What a return, or an exchange, comes to; what is wrong with it goes to ``wrong``."""
        found = self.required(request, "invoice_id", self.invoices, "UNKNOWN_INVOICE", wrong)
        # what is wanted in exchange is read before the invoice is looked at
        self._overpayment(request, wrong)
        if listed(request.get("exchange_items")):
            if found:
                self.priced_items(
                    {"items": request["exchange_items"], "customer_id": found.customer.id}, wrong
                )
        elif listed(request.get("payments")):
            wrong.add("PAYMENTS_NOT_ALLOWED")
        ways = ("reduce", "wallet", "cash", "original")
        self.refund_word(request, ways, wrong)
        invoice = self.live(found, wrong)
        refund = self.read_refund(request, invoice, ways, wrong)
        branch = self.branch(request, invoice.customer.company, wrong)
        lines = [come_back(*asked, invoice.rules) for asked in self._asked_back(request, invoice, wrong)]
        rounding = rounding_back(invoice, sum((line.value for line in lines), ZERO))
        value = sum((line.value for line in lines), rounding)
        refunded = max(value - invoice.remaining, ZERO)
        plan = ReturnPlan(invoice, branch, refund, lines, rounding, value, refunded)
        plan.exchange = self._read_exchange(request, plan, wrong)
        return plan

    def _read_exchange(self, request: Request, plan: ReturnPlan, wrong: set[str]) -> Exchange | None:
        """Lines, money and debt of what is sold in exchange: goods that come back are there to be taken."""
        mode = self._overpayment(request, wrong)
        customer, work_order = plan.invoice.customer, plan.invoice.work_order
        company = customer.company
        if not listed(request.get("exchange_items")):
            if listed(request.get("payments")):
                wrong.add("PAYMENTS_NOT_ALLOWED")
            return None
        refuse_other_currency(request, company, wrong)
        items = self.priced_items({"items": request["exchange_items"], "customer_id": customer.id}, wrong)
        if not customer.active:
            wrong.add("UNKNOWN_CUSTOMER")
        if work_order and work_order.status == "cancelled":
            wrong.add("WORK_ORDER_CLOSED")
        for product in {item.product for item in items if item.product.keeps_stock}:
            needed = sum((item.qty for item in items if item.product is product), ZERO)
            there = sum((batch.remaining for batch in product.batches), ZERO)
            back = sum(
                (line.qty for line in plan.lines if line.item.product is product and line.item.takings), ZERO
            )
            if needed > there + back:
                wrong.add("INSUFFICIENT_STOCK")
        of_sale = {name: request.get(name) for name in ("due_date", "cash_rounding")}
        invoice = self.drafted(of_sale, items, customer, plan.branch, work_order, wrong)
        total = invoice.total
        from_return = min(plan.refunded, total)
        rows = read_payments(listed(request.get("payments")), company, wrong)
        money = sum((row.amount for row in rows), ZERO)
        self._check_walk_in(customer, rows, total - from_return, mode, wrong)
        if money > total - from_return:
            set_excess_aside(rows, money - (total - from_return), mode, wrong)
        self._check_wallet(customer, as_they_are(rows), wrong)
        owed = customer.balance - (plan.value - plan.refunded) + max(total - from_return - money, ZERO)
        allowance = self.check_credit(invoice, owed, request, wrong)
        if from_return:
            rows.insert(0, Money(from_return, "wallet" if customer.has_account else "cash"))
        return Exchange(invoice, from_return, rows, mode, allowance)

    def _sell_exchange(self, exchange: Exchange, returned: InvoiceReturn) -> Answer:
        invoice, unit = exchange.invoice, minor(returned.branch.company)
        invoice.exchanged = returned
        self.allow(exchange.allowance)
        payments, excess = self._sell(invoice, exchange.rows, exchange.mode)
        return {
            "exchange": {
                "invoice_id": invoice,
                "invoice_no": invoice.number,
                "total_after": invoice.total.quantize(unit),
                "total_cogs": invoice.cost.quantize(unit),
                **sale_members(invoice),
                "items": sold_items(invoice, unit),
                "payments": [allocation(*each) for each in payments],
                "from_return": exchange.from_return.quantize(unit),
                "paid_amount": invoice.paid.quantize(unit),
                "remaining_amount": invoice.remaining.quantize(unit),
                "payment_status": invoice.status,
            },
            "due": invoice.remaining.quantize(unit),
            **excess_members(exchange.mode, excess, unit),
        }

    def _asked_back(self, request: Request, invoice: Invoice, wrong: set[str]) -> list[tuple[Item, Decimal]]:
        rows, everything = listed(request.get("items")), bool(given(request, "all"))
        left = {item: item.qty - item.returned for item in invoice.items}
        if everything:
            if rows:
                wrong.add("VALIDATION")
            asked = [(item, qty) for item, qty in left.items() if qty]
        else:
            asked = []
            for row in rows:
                assert isinstance(row, Mapping)
                qty = number(row.get("qty"), 4)
                if qty is None or qty <= 0:
                    wrong.add("INVALID_QUANTITY")
                if given(row, "item_id") is None:
                    wrong.add("VALIDATION")
                    continue
                item = find(invoice.items, row["item_id"])
                if item is None:
                    wrong.add("UNKNOWN_ITEM")
                elif any(item is other for other, _ in asked):
                    wrong.add("VALIDATION")
                elif qty is not None and qty > left[item]:
                    wrong.add("RETURN_EXCEEDS_SOLD")
                elif qty is not None:
                    asked.append((item, qty))
        if not asked and not rows:
            wrong.add("NO_ITEMS")
        return asked

    def adjust_stock(self, request: Request) -> Answer:
        wrong = self.user_faults(request)
        rows = [row for row in listed(request.get("items")) if isinstance(row, Mapping)]
        if not rows:
            wrong.add("NO_ITEMS")
        if optional_text(given(request, "reason")) is None:
            wrong.add("VALIDATION")
        wanted: list[tuple[Product, Decimal | None, Decimal, Decimal | None]] = []
        for row in rows:
            product = self.required(row, "product_id", self.products, "UNKNOWN_PRODUCT", wrong)
            counted, delta = (number(row.get(name), 4) for name in ("counted_qty", "qty_delta"))
            unit_cost = number(row.get("unit_cost"), 6)
            if (row.get("counted_qty") is None) == (row.get("qty_delta") is None):
                wrong.add("VALIDATION")
            elif (counted is None and not delta) or (counted is not None and counted < 0):
                wrong.add("INVALID_QUANTITY")
            if row.get("unit_cost") is not None and (unit_cost is None or unit_cost < 0):
                wrong.add("INVALID_PRICE")
            if product is None:
                continue
            if any(product is other for other, *_ in wanted) or not product.keeps_stock:
                wrong.add("VALIDATION")
            if wanted and product.company is not wanted[0][0].company:
                wrong.add("UNKNOWN_PRODUCT")
            wanted.append((product, counted, delta or ZERO, unit_cost))
        if not wanted:
            raise Refused(*wrong)
        company = wanted[0][0].company
        branch = self.branch(request, company, wrong)
        for product, counted, delta, _ in wanted:
            if counted is None and -delta > sum((b.remaining for b in product.batches), ZERO):
                wrong.add("INSUFFICIENT_STOCK")
        raise_if(wrong)
        document = Adjustment(branch, self.today(company))
        self.adjustments.append(document)
        answers: list[object] = [self._adjust(document, *each) for each in wanted]
        gain = sum((max(each.cost, ZERO) for each in document.moved), ZERO)
        loss = -sum((min(each.cost, ZERO) for each in document.moved), ZERO)
        if document.moved:
            amounts = {"inventory": gain - loss, "stock_losses": loss, "stock_gains": -gain}
            movements = [
                Movement("adjustment_in" if m.qty > 0 else "adjustment_out", m.batch, m.qty, m.cost)
                for m in document.moved
            ]
            self.enter("stock_adjustment", document, branch, amounts, movements=movements)
        return {
            "ok": True,
            "adjustment_id": document,
            "value": (gain - loss).quantize(minor(company)),
            "items": answers,
        }

    def _adjust(
        self,
        document: Adjustment,
        product: Product,
        counted: Decimal | None,
        delta: Decimal,
        unit_cost: Decimal | None,
    ) -> Answer:
        on_hand = sum((batch.remaining for batch in product.batches), ZERO)
        delta = delta if counted is None else counted - on_hand
        batch, cost = None, ZERO
        if delta > 0:
            newest = product.queue()[-1:]
            if unit_cost is None:
                unit_cost = newest[0].unit_cost if newest else product.cost_price
            cost = to_minor(delta * unit_cost, product.company)
            batch = Batch(product, delta, delta, unit_cost, cost, document.day, self.now)
            product.batches.append(batch)
            document.moved.append(Taking(batch, delta, cost))
        else:
            for taking in take(product, -delta):
                document.moved.append(Taking(taking.batch, -taking.qty, -taking.cost))
                cost -= taking.cost
        return {
            "product_id": product,
            "qty": delta.quantize(Decimal("0.0001")),
            "value": cost.quantize(minor(product.company)),
            "quantity_after": (on_hand + delta).quantize(Decimal("0.0001")),
            "batch_id": batch,
        }

    def payment_to_undo(self, request: Request, wrong: set[str], left_only: bool = False) -> Payment:
        """``left_only``: whether what was given back of it stays given back; else it came to nothing, and
        that is owed, too."""
        payments = [payment for each in self.documents() for payment in each.payments]
        payment = self.required(request, "payment_id", payments, "UNKNOWN_PAYMENT", wrong)
        if payment is None:
            raise Refused(*wrong)
        if payment.amount < 0:
            raise Refused("VALIDATION", *wrong)
        document = payment.document
        self.ask(document.branch, wrong)
        if payment.note and payment.note.cancelled_on:
            raise Refused("DEBIT_NOTE_CLOSED", *wrong)
        if not payment.note:
            self.live(payment.invoice, wrong)
        if any(other.voids is payment for other in document.payments):
            wrong.add("PAYMENT_VOIDED")
        if not document.customer.has_account:
            wrong.add("PAYMENTS_REQUIRED")
        left = left_of(payment)
        if not left:
            wrong.add("INVALID_STATUS")
        settled = payment.applied if payment.note else payment.settled
        if left_only and left != payment.amount:
            if document.is_in_base:
                settled = left
            else:
                wrong.add("OTHER_CURRENCY")
        if left_only and settled > document.paid:  # some of it was given back for goods that came back
            wrong.add("VALIDATION")
        return payment

    def void_payment(self, request: Request, while_open: bool = True) -> Answer:
        """``while_open``: only while the payment's shift is, as cash always."""
        wrong = self.user_faults(request)
        refund = str(given(request, "refund") or "none")
        if refund not in ("none", "wallet"):
            wrong.add("VALIDATION")
        payment = self.payment_to_undo(request, wrong)
        document = payment.document
        customer, unit = document.customer, minor(document.customer.company)
        branch = self.branch(request, customer.company, wrong)
        deposited = payment.tendered - payment.amount - payment.change
        if refund == "wallet" or payment.method == "wallet":
            deposited = ZERO
        if deposited > customer.wallet:
            wrong.add("WALLET_SPENT")
        entry = self.root("payment", payment)
        counted = while_open or payment.method == "cash"
        self.check_shift(entry.shift if entry and counted else None, wrong)
        raise_if(wrong)
        before = customer.balance, customer.wallet
        void = self.give_back(document, branch, payment.method, payment.amount, "adjustment", payment)
        if refund == "wallet" and payment.method != "wallet":
            self._move_wallet(customer, branch, "refund", payment.amount, payment.method, document)
        if deposited:
            self._move_wallet(customer, branch, "withdraw", -deposited, payment.method, document)
        to_wallet = payment.amount if "wallet" in (refund, payment.method) else ZERO
        return {
            "ok": True,
            "payment_id": payment,
            "void_id": void,
            "to_wallet": to_wallet.quantize(unit),
            "from_wallet": deposited.quantize(unit),
            **self.undone_members(payment, void),
            "customer": customer_member(customer, *before),
        }

    def undone_members(self, payment: Payment, undoing: Payment) -> Answer:
        """What its document owes again by the row that undoes it."""
        note, document = payment.note, payment.document
        work_order = None if note else payment.invoice.work_order
        return {
            "invoice_id": None if note else document,
            "debit_note_id": note,
            "amount": (-undoing.applied).quantize(document.unit),
            **base_members(payment),
            "remaining_after": document.open.quantize(document.unit),
            "payment_status": "partial" if document.paid > 0 else "pending",
            "work_order": self.totals(work_order) if work_order else None,
        }

    def live(self, invoice: Invoice | None, wrong: set[str]) -> Invoice:
        if invoice is None:
            raise Refused(*wrong)
        if invoice.closed:
            raise Refused("INVOICE_CLOSED", *wrong)
        return invoice

    def check_shift(self, shift: Shift | None, wrong: set[str]) -> None:
        """What was posted in a closed one is not undone."""
        if shift and shift.closed_on:
            wrong.add("SHIFT_CLOSED")

    def _check_no_note(self, invoice: Invoice, wrong: set[str]) -> None:
        """A note stands for something beside what was sold."""
        if any(note.invoice is invoice and not note.cancelled_on for note in self.notes):
            wrong.add("INVOICE_HAS_DEBIT_NOTES")

    def _return_stock(self, invoice: Invoice, branch: Branch, closed: str) -> None:
        """Each taking goes back as it came, and what was sold leaves the customer's balance."""
        for item in invoice.items:
            for batch, (qty, cost, _) in held(item).items():
                if qty:
                    batch.remaining += qty
                    batch.value += cost
                    item.returns.append(Taking(batch, -qty, -cost))
        invoice.take_off(invoice.remaining)
        invoice.closed = closed
        for kind in ("invoice", "invoice_cogs"):
            self.reverse(kind, invoice, invoice, branch)
        left = invoice.total - invoice.returned
        if left:
            day = self.today(invoice.customer.company)
            self.post(invoice.customer, "return", -left, ZERO, day, of=invoice)

    def refund(self, invoice: Invoice, branch: Branch, refund: str, amount: Decimal) -> list[Payment]:
        """Money of the invoice back: by one method, or by those that it came by, newest payment first."""
        parts: list[tuple[str, Decimal, Payment | None]] = []
        if refund == "original":
            voided = {payment.voids for payment in invoice.payments}
            for payment in reversed(invoice.payments):
                part = min(amount, left_of(payment))
                if part > 0 and payment not in voided:
                    # an account that was given up had a wallet
                    walks_in = payment.method == "wallet" and not invoice.customer.has_account
                    parts.append(("cash" if walks_in else payment.method, part, payment))
                    amount -= part
            refund = "wallet" if invoice.customer.has_account else "cash"
        if amount:
            parts.append((refund, amount, None))
        return [
            self.give_back(
                *(invoice, branch, method, part, "deposit" if method == "wallet" else "adjustment"),
                refunds=of,
                of_goods=True,
            )
            for method, part, of in parts
        ]

    def give_back(
        self,
        document: Document,
        branch: Branch,
        method: str,
        amount: Decimal,
        kind: str,
        voids: Payment | None = None,
        refunds: Payment | None = None,
        of_goods: bool = False,
    ) -> Payment:
        """``of_goods``: for what came back, not what a payment was."""
        customer = document.customer
        day = self.today(customer.company)
        wallet = amount if method == "wallet" else ZERO
        applied = settled = amount
        undone = None if of_goods else voids or refunds
        if not document.is_in_base:
            # exactly what it took, in both currencies; for goods nothing is owed again
            applied, settled = (undone.applied, undone.settled) if undone else (ZERO, amount)
        payment = Payment(
            *(document, branch, self.next_number(branch, "PAY", day), day, -amount, method, -amount, ZERO),
            *((customer.wallet, customer.wallet + wallet), -applied, -settled, voids, refunds),
            rate=undone.rate if undone else None,
        )
        document.payments.append(payment)
        move = "refund" if wallet else ""
        self.post(customer, kind, settled, wallet, day, of=document, payment=payment, move=move)
        if voids:
            self.reverse("payment", voids, payment, branch)
        else:
            amounts = {method: -amount, "receivables": settled, "exchange_differences": amount - settled}
            self.enter("refund", payment, branch, amounts, customer)
        return payment

    # -- what the calls share

    def user_faults(self, request: Request) -> set[str]:
        user = given(request, "created_by")
        if user is None:
            return {"VALIDATION"}
        if user not in self.limits:
            return {"UNKNOWN_USER"}
        return {"PERMISSION_DENIED"} if self.denied else set()

    def required(
        self, request: Request, member: str, rows: Iterable[R], unknown: str, wrong: set[str]
    ) -> R | None:
        if given(request, member) is None:
            wrong.add("VALIDATION")
            return None
        row = find(rows, request[member])
        if row is None:
            wrong.add(unknown)
        self.ask(getattr(row, "branch", None), wrong)
        return row

    def of_company(
        self,
        request: Request,
        member: str,
        old: C | None,
        rows: Iterable[C],
        unknown: str,
        company: Company,
        wrong: set[str],
    ) -> C | None:
        """A row of the company that a member of master data names; an absent one stays, null clears."""
        if member not in request:
            return old
        if given(request, member) is None:
            return None
        row = find(rows, request[member])
        if row is None or row.company is not company:
            wrong.add(unknown)
        return row

    def listed_by(
        self, request: Request, old: PriceList | None, company: Company, wrong: set[str]
    ) -> PriceList | None:
        """The price list that a customer, or a group of them, buys by."""
        return self.of_company(
            request, "price_list_id", old, self.price_lists, "UNKNOWN_PRICE_LIST", company, wrong
        )

    def branch(self, request: Request, company: Company, wrong: set[str]) -> Branch:
        branch: Branch | None = company.main
        if given(request, "branch_id") is not None:
            branch = find(self.branches, request["branch_id"])
        if branch is None or branch.company is not company:
            wrong.add("UNKNOWN_BRANCH")
            return company.main
        self.ask(branch, wrong)
        return branch

    def _overpayment(self, request: Request, wrong: set[str]) -> str:
        mode = str(given(request, "overpayment") or "reject")
        if mode not in ("reject", "wallet", "change"):
            wrong.add("VALIDATION")
        return mode

    def read_refund(self, request: Request, invoice: Invoice, ways: tuple[str, ...], wrong: set[str]) -> str:
        """How money goes back: the first of the ways, where nothing is said, or in cash."""
        refund = self.refund_word(request, ways, wrong)
        has_account = invoice.customer.has_account
        if refund is None:
            return ways[0] if has_account else "cash"
        if refund in ("wallet", "reduce") and not has_account:
            wrong.add("VALIDATION")
        return refund

    def refund_word(self, request: Request, ways: tuple[str, ...], wrong: set[str]) -> str | None:
        """What the request says, which is read before its invoice is looked at."""
        refund = optional_text(given(request, "refund"))
        if refund not in (None, *ways):
            wrong.add("VALIDATION")
        return refund

    def _check_walk_in(
        self, customer: Customer, rows: Sequence[Money], total: Decimal, mode: str, wrong: set[str]
    ) -> None:
        """Who has no account pays in full, not from a wallet, and gets change."""
        if customer.has_account:
            return
        money = sum((row.amount for row in rows), ZERO)
        if any(row.method == "wallet" for row in rows):
            wrong.add("INVALID_PAYMENT_METHOD")
        if money < total:
            wrong.add("PAYMENTS_REQUIRED")
        if money > total and mode == "wallet":
            wrong.add("VALIDATION")

    def _check_wallet(
        self, customer: Customer, rows: Iterable[tuple[Money, Decimal]], wrong: set[str]
    ) -> None:
        """Each with what it is in the company's currency."""
        if sum((amount for row, amount in rows if row.method == "wallet"), ZERO) > customer.wallet:
            wrong.add("WALLET_INSUFFICIENT")

    def check_credit(
        self, invoice: Invoice, owed: Decimal, request: Request, wrong: set[str]
    ) -> Allowance | None:
        """May the customer owe so much for the invoice? An admin may let them; our user is one."""
        customer, allowed_by = invoice.customer, given(request, "credit_override_by")
        if customer.credit_limit is None or owed <= max(customer.credit_limit, customer.balance):
            return None
        if allowed_by is None:
            wrong.add("CREDIT_LIMIT")
        elif allowed_by != self.user_id:
            wrong.add("UNKNOWN_USER")
        return Allowance(invoice, customer.credit_limit, self.user_id, (customer.balance, owed))

    def allow(self, allowance: Allowance | None) -> None:
        if allowance:
            self.allowances.append(allowance)

    def _settle(
        self,
        rows: Sequence[Money],
        mode: str,
        documents: Sequence[tuple[Document, Decimal]],
        customer: Customer,
        branch: Branch,
        worth: Callable[[Decimal], Decimal] = lambda part: part,
        rate: Decimal | None = Decimal(1),
    ) -> list[tuple[Payment, Decimal, str]]:
        """Payment rows in their order settle documents in theirs: each payment with what is open after it."""
        day = self.today(customer.company)
        settled = []
        waiting = [(document, amount) for document, amount in documents if amount > 0]
        for row in rows:
            left = row.amount - row.excess
            while left > 0:
                document, still_open = waiting[0]
                part = min(left, still_open)
                left -= part
                if part == still_open:
                    waiting.pop(0)
                else:
                    waiting[0] = document, still_open - part
                excess = row.excess if left == 0 else ZERO
                money, off = worth(part), document.share(part)
                wallet = -money if row.method == "wallet" else ZERO
                number_of_it = self.next_number(branch, "PAY", day)
                payment = Payment(
                    *(document, branch, number_of_it, day, money, row.method, money + excess),
                    *(excess if mode == "change" else ZERO, (customer.wallet, customer.wallet + wallet)),
                    *(part, off),
                    rate=rate,
                )
                document.payments.append(payment)
                move = "invoice_payment" if wallet else ""
                self.post(customer, "payment", -off, wallet, day, of=document, payment=payment, move=move)
                amounts = {row.method: money, "receivables": -off, "exchange_differences": off - money}
                self.enter("payment", payment, branch, amounts, customer)
                status = "partial" if document.paid > 0 else "pending"
                settled.append((payment, document.open, status if document.open else "paid"))
        return settled

    def post(
        self,
        customer: Customer,
        kind: str,
        balance: Decimal,
        wallet: Decimal,
        day: date,
        of: Document | None = None,
        payment: Payment | None = None,
        move: str = "",
    ) -> Entry:
        """One row of the ledger, with the wallet row ``move`` that goes with it."""
        invoice = of if isinstance(of, Invoice) else None
        note = None if isinstance(of, Invoice) else of
        if not customer.has_account:
            nothing = (ZERO, ZERO)
            return Entry(kind, ZERO, nothing, nothing, invoice, payment, None, day, note=note)
        before = customer.balance, customer.wallet
        customer.balance += balance
        customer.wallet += wallet
        wallet_move = None
        if move:
            seq = len(customer.entries) + 1
            wallet_move = WalletMove(customer, move, abs(wallet), before[1], customer.wallet, seq)
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
            note=note,
        )
        customer.entries.append(entry)
        return entry

    def _move_wallet(
        self,
        customer: Customer,
        branch: Branch,
        move: str,
        amount: Decimal,
        method: str,
        of: Document | None = None,
    ) -> Entry:
        """Money that comes into the wallet by ``method``, or goes out of it (below 0), and pays nothing."""
        kind, day = "deposit" if amount > 0 else "withdraw", self.today(customer.company)
        entry = self.post(customer, kind, ZERO, amount, day, of=of, move=move)
        assert entry.move
        self.enter("wallet", entry.move, branch, {method: amount, "wallet": -amount}, customer)
        return entry

    # -- the journal

    def _enter_sale(self, invoice: Invoice) -> None:
        """What the customer owes, and what the goods cost, by the batches that they came from."""
        amounts = {
            "receivables": invoice.total,
            "sales_discounts": invoice.discount,
            "sales": -(invoice.net + invoice.discount),
            "rounding": -invoice.rounding,
        }
        taxes = {tax: -amount for tax, (_, amount) in by_tax(invoice.items).items()}
        if any((*amounts.values(), *taxes.values())):
            self.enter("invoice", invoice, invoice.branch, amounts, invoice.customer, taxes=taxes)
        takings = [taking for item in invoice.items for taking in item.takings]
        if takings:
            movements = summed("sale", [Taking(each.batch, -each.qty, -each.cost) for each in takings])
            amounts = {"cost_of_goods_sold": invoice.cost, "inventory": -invoice.cost}
            self.enter("invoice_cogs", invoice, invoice.branch, amounts, movements=movements)

    def _enter_return(self, returned: InvoiceReturn) -> None:
        """What the goods are worth off the customer's debt, and what they cost back into inventory."""
        invoice, branch = returned.invoice, returned.branch
        taxes = by_tax_returned(returned.lines)
        net = returned.value - sum(taxes.values(), returned.rounding)
        amounts = {"sales_returns": net, "rounding": returned.rounding, "receivables": -returned.value}
        if any((*amounts.values(), *taxes.values())):
            self.enter("return", returned, branch, amounts, invoice.customer, taxes=taxes)
            self.journal[-1].adjusts = self.root("invoice", invoice)
        movements = summed("return", [taking for line in returned.lines for taking in line.takings])
        if movements:
            cost = sum((movement.cost for movement in movements), ZERO)
            amounts = {"inventory": cost, "cost_of_goods_sold": -cost}
            self.enter("invoice_cogs_reversal", returned, branch, amounts, movements=movements)
            self.journal[-1].adjusts = self.root("invoice_cogs", invoice)

    def enter(
        self,
        kind: str,
        document: Row,
        branch: Branch,
        amounts: Mapping[str, Decimal],
        party: Row | None = None,
        movements: Sequence[Movement] = (),
        taxes: Mapping[Tax, Decimal] = MappingProxyType({}),
        tax_role: str = "tax_payable",
    ) -> None:
        """Amounts by role, and of ``tax_role`` by tax, on the accounts that play them today."""
        lines = [
            JournalLine(role, self.accounts[role], party if role in ROLES_OF_A_PARTY else None, amount)
            for role, amount in amounts.items()
            if amount
        ]
        lines += [
            JournalLine(tax_role, self.accounts[tax_role], None, amount, tax)
            for tax, amount in taxes.items()
            if amount
        ]
        self._append(kind, document, branch, lines, movements, None)

    def reverse(self, kind: str, undone: Row, document: Row, branch: Branch) -> None:
        """The exact inverse of the entry that ``undone`` made and of what adjusted it, on their accounts.

        None where it made none, and none for goods where all are back."""
        for entry in [self.root(kind, undone)]:
            if entry:
                lines, moved = self.inverse(entry)
                left = summed("sale_reversal", moved)
                if left or not moved:
                    self._append(f"{kind}_reversal", document, branch, lines, left, entry)

    def inverse(self, entry: JournalEntry) -> tuple[list[JournalLine], list[Taking]]:
        """What takes back an entry and what adjusted it: the lines, and all that moved."""
        whole = [entry, *(each for each in self.journal if each.adjusts is entry)]
        amounts: dict[JournalLine, Decimal] = {}
        for line in (line for each in whole for line in each.lines):
            key = line._replace(amount=ZERO)
            amounts[key] = amounts.get(key, ZERO) - line.amount
        lines = [key._replace(amount=amount) for key, amount in amounts.items() if amount]
        return lines, [Taking(m.batch, -m.qty, -m.cost) for each in whole for m in each.movements]

    def root(self, kind: str, undone: Row) -> JournalEntry | None:
        """The entry of a document that others adjust or reverse: an invoice's, or its first amendment's."""
        documents = [undone, *(undone.amendments if isinstance(undone, Invoice) else [])]
        kinds = (kind, "invoice_cogs_adjustment") if kind == "invoice_cogs" else (kind,)
        return next((e for e in self.journal if e.kind in kinds and e.document in documents), None)

    def _append(
        self,
        kind: str,
        document: Row,
        branch: Branch,
        lines: Sequence[JournalLine],
        movements: Sequence[Movement],
        reverses: JournalEntry | None,
    ) -> None:
        assert sum((line.amount for line in lines), ZERO) == 0
        day = self.today(branch.company)
        number = self.next_number(branch, "JE", day)
        self.journal.append(
            JournalEntry(number, kind, branch, day, document, list(lines), list(movements), reverses)
        )
        if kind not in ("purchase", "customer_debit", "customer_debit_reversal"):  # they move no money
            self.journal[-1].shift = self.joined(branch.company)


def summed(kind: str, takings: Iterable[Taking]) -> list[Movement]:
    """One movement for each batch; none where nothing is left."""
    sums: dict[Batch, tuple[Decimal, Decimal]] = {}
    for taking in takings:
        qty, cost = sums.get(taking.batch, (ZERO, ZERO))
        sums[taking.batch] = qty + taking.qty, cost + taking.cost
    return [Movement(kind, batch, qty, cost) for batch, (qty, cost) in sums.items() if qty or cost]


# -- money rules


def cost_of(takings: Iterable[Taking]) -> Decimal:
    return sum((taking.cost for taking in takings), ZERO)


def sold_items(invoice: Invoice, unit: Decimal) -> list[object]:
    """The lines of a sale as its answer shows them."""
    return [
        {
            **line_members(item, unit),
            "cost": item.cost.quantize(unit),
            "allocations": [
                {"batch_id": taking.batch, "qty": taking.qty, "cost": taking.cost.quantize(unit)}
                for taking in item.takings
            ],
        }
        for item in invoice.items
    ]


def come_back(item: Item, qty: Decimal, rules: Rules) -> ReturnedLine:
    """What is given for pieces of a line: its part by how many are back now, less what was given before."""
    settled, worth, _ = item.settled
    part, whole = item.returned + qty - settled, item.qty - settled

    def now(amount: Decimal, before: Decimal, given: Decimal) -> Decimal:
        return before + back(amount - before, part, whole, rules.unit) - given

    nothing = (ZERO,) * len(item.amounts)
    taxes = zip(item.amounts, item.settled_taxes or nothing, item.taxes_given or nothing, strict=True)
    return ReturnedLine(item, qty, now(item.gross, worth, item.given), tuple(itertools.starmap(now, taxes)))


def rounding_back(invoice: Invoice, value: Decimal) -> Decimal:
    """What of the rounding to the smallest coin goes with lines that come back, by their value."""
    worth, settled = invoice.settled
    given = sum((each.rounding for each in invoice.returns), ZERO)
    part = sum((item.given for item in invoice.items), value) - worth
    whole = sum((item.gross for item in invoice.items), ZERO) - worth
    if not whole:  # of lines that are worth nothing the first takes all of it along
        return invoice.rounding - given
    return settled + back(invoice.rounding - settled, part, whole, invoice.rules.unit) - given


def by_tax_returned(lines: Iterable[ReturnedLine]) -> dict[Tax, Decimal]:
    sums: dict[Tax, Decimal] = {}
    for line in lines:
        for tax, amount in zip(line.item.terms.line.taxes, line.taxes, strict=True):
            sums[tax] = sums.get(tax, ZERO) + amount
    return {tax: amount for tax, amount in sums.items() if amount}


def refund_members(refunds: Iterable[Payment], unit: Decimal) -> list[object]:
    return [
        {"payment_id": each, "method": each.method, "amount": (-each.amount).quantize(unit)}
        for each in refunds
    ]


def minor(units: Units) -> Decimal:
    """The smallest amount of a currency, or of a company's: 0.01, 0.001."""
    return Decimal(1).scaleb(-units.minor_units)


def to_minor(amount: Decimal, units: Units) -> Decimal:
    """Rounded to whole minor units, half away from zero."""
    return amount.quantize(minor(units), ROUND_HALF_UP)


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


def held(item: Item) -> dict[Batch, tuple[Decimal, Decimal, int]]:
    """What a line still holds of each batch, its cost, and which taking of the line was the last from it."""
    sums: dict[Batch, tuple[Decimal, Decimal, int]] = {}
    for place, taking in enumerate(item.takings):
        qty, cost, _ = sums.get(taking.batch, (ZERO, ZERO, 0))
        sums[taking.batch] = qty + taking.qty, cost + taking.cost, place
    for taking in (*item.returns, *item.amended):
        qty, cost, place = sums[taking.batch]
        sums[taking.batch] = qty + taking.qty, cost + taking.cost, place
    return sums


def put_back(item: Item, qty: Decimal, amendment: Row | None = None) -> list[Taking]:
    """Into the batches, the last taking first, at the cost of what was taken of a batch in the share of what
    is back by now, never below 0. Gives what the line wrote: rows below 0."""
    put: list[Taking] = []
    for batch, (left, cost_left, _) in sorted(held(item).items(), key=lambda each: -each[1][2]):
        part = min(qty, left)
        if part:
            taken = [taking for taking in item.takings if taking.batch is batch]
            whole = sum((taking.qty for taking in taken), ZERO)
            back, back_cost = whole - left, cost_of(taken) - cost_left
            cost = to_minor(cost_of(taken) * (back + part) / whole, batch.product.company) - back_cost
            cost = max(cost, ZERO)
            batch.remaining += part
            batch.value += cost
            qty -= part
            put.append(Taking(batch, -part, -cost, amendment))
    (item.amended if amendment else item.returns).extend(put)
    return put


def pay_order(documents: Iterable[Document]) -> list[tuple[Document, Decimal]]:
    """Open ones by due date (their date where there is none), date, id, with what is open on them; where all
    are equal the invoice before the debit note."""
    unpaid = [document for document in documents if document.remaining > 0]
    unpaid.sort(key=lambda each: (*each.due, each.id or 0, not isinstance(each, Invoice)))
    return [(document, document.remaining) for document in unpaid]


def left_of(payment: Payment) -> Decimal:
    """What was not given back of it."""
    given_back = (p.amount for p in payment.document.payments if p.refunds is payment)
    return payment.amount + sum(given_back, ZERO)


def allocation(payment: Payment, remaining: Decimal, status: str) -> Answer:
    """A payment as the answer shows it that made it."""
    note, unit = payment.note, payment.document.unit
    return {
        "invoice_id": None if note else payment.document,
        **({"debit_note_id": note} if note else {}),
        **base_members(payment),
        "payment_id": payment,
        "method": payment.method,
        "amount": payment.applied.quantize(unit),
        "remaining_after": remaining.quantize(unit),
        "payment_status": status,
    }


def base_members(payment: Payment) -> Answer:
    """What an answer says of a payment, or of what undoes it, of a document in another currency."""
    document, unit = payment.document, minor(payment.document.customer.company)
    if document.is_in_base or not document.currency:
        return {}
    return {
        "currency": document.currency.code,
        "exchange_rate": payment.rate,
        "base_amount": payment.amount.quantize(unit),
        "exchange_difference": (payment.amount - payment.settled).quantize(unit),
    }


def as_they_are(rows: Iterable[Money]) -> list[tuple[Money, Decimal]]:
    """In the company's currency."""
    return [(row, row.amount) for row in rows]


def read_amount(raw: object, units: Units, wrong: set[str]) -> Decimal | None:
    """An amount of the request; None where it is absent or 0."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, int | Decimal) or raw < 0:
        wrong.add("INVALID_PAYMENT")
        return None
    amount = Decimal(raw)
    if amount != amount.quantize(minor(units)):
        wrong.add("AMOUNT_PRECISION")
    return amount or None


def read_money(request: Request, member: str, company: Company, wrong: set[str]) -> Decimal | None:
    """An amount of 0 and more; None where it is absent."""
    raw = given(request, member)
    if raw is None:
        return None
    amount = number(raw, 4)
    if amount is None or amount < 0:
        wrong.add("VALIDATION" if amount is not None or not isinstance(raw, Decimal) else "AMOUNT_PRECISION")
        return None
    if amount % minor(company):
        wrong.add("AMOUNT_PRECISION")
    return amount


def read_limit(raw: object, company: Company, wrong: set[str]) -> Decimal | None:
    """Of what a customer may owe; None: any amount."""
    if raw is None or raw == "":
        return None
    limit = number(raw, 4)
    if limit is None or limit < 0:
        wrong.add("VALIDATION")
        return None
    if limit % minor(company):
        wrong.add("AMOUNT_PRECISION")
        return None
    return limit.quantize(minor(company))


def asked_payments(request: Request, units: Units, wrong: set[str]) -> list[Money]:
    """The rows of a request that is nothing but a payment: of its list, or the one that it is itself."""
    rows: Sequence[object] = [{name: request.get(name) for name in ("amount", "method", "parts")}]
    if given(request, "payments") is not None:
        rows = listed(request["payments"])
        if given(request, "amount") is not None:
            wrong.add("VALIDATION")
    read = read_payments(rows, units, wrong)
    if not read:
        wrong.add("INVALID_PAYMENT")
    return read


def read_payments(rows: Sequence[object], units: Units, wrong: set[str]) -> list[Money]:
    """The payment rows; a mixed row becomes its parts, rows without an amount are skipped."""
    read: list[Money] = []
    for row in rows:
        assert isinstance(row, Mapping)
        parts = [row]
        if row.get("method") == "mixed":
            parts = [part for part in listed(row.get("parts")) if isinstance(part, Mapping)]
            if not parts:
                wrong.add("INVALID_PAYMENT_METHOD")
            amounts = [read_amount(part.get("amount"), units, wrong) or ZERO for part in parts]
            if (read_amount(row.get("amount"), units, wrong) or sum(amounts)) != sum(amounts):
                wrong.add("PAYMENTS_MISMATCH")
        for part in parts:
            method = str(given(part, "method") or "cash")
            if method not in METHODS:
                wrong.add("INVALID_PAYMENT_METHOD")
            amount = read_amount(part.get("amount"), units, wrong)
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


# -- rows and refusals


def find(rows: Iterable[R], row_id: object) -> R | None:
    return next((row for row in rows if row_id is not None and row.id == row_id), None)


def refuse(*tokens: str) -> NoReturn:
    raise Refused(*tokens)


def raise_if(wrong: set[str]) -> None:
    if wrong:
        raise Refused(*wrong)
