"""Sales: the invoice that is sent, the answer to saving it, and the stored document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pyclient.models.customers import CustomerChange
from pyclient.models.fields import Amount, Filter, Request, WriteRequest
from pyclient.models.offers import AppliedOffer
from pyclient.models.payments import Overpayment, PaymentRow, PendingPayment
from pyclient.models.work_orders import WorkOrderTotals

InvoiceStatus = Literal["paid", "partial", "pending"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SaleItem(Request):
    """One line to sell. ``selling_price`` None takes the product's price for ``price_type`` (wholesale).

    ``row_id`` is any text of the caller's; the answer's line carries it. ``uom`` is one of the product's
    units, in which quantity and price then are. Of the two discounts one may be given. ``tax_rate`` (percent;
    0: none) stands instead of the product's taxes, ``price_includes_tax`` instead of the company's setting.
    """

    product_id: int
    qty: Amount
    selling_price: Amount | None = None
    price_type: Literal["retail", "wholesale"] | None = None
    row_id: str | None = None
    uom: str | None = None
    discount_percent: Amount | None = None
    discount_amount: Amount | None = None
    tax_rate: Amount | None = None
    price_includes_tax: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SaleRequest(WriteRequest):
    """What a sale and a draft of one say beside customer and lines. ``due_days``, instead of ``due_date``: in
    how many days after its date the invoice is due."""

    status: InvoiceStatus | None = None
    discount_type: Literal["percent", "amount"] | None = None
    discount_value: Amount | None = None
    payments: Sequence[PaymentRow] | None = None
    overpayment: Overpayment | None = None
    work_order_id: int | None = None
    notes: str | None = None
    invoice_group: str | None = None
    due_date: date | None = None
    due_days: int | None = None
    branch_id: int | None = None
    cost_center_id: int | None = None
    credit_override_by: int | None = None
    coupon_code: str | None = None
    apply_offers: bool | None = None
    cash_rounding: bool | None = None
    draft_id: int | None = None
    currency: str | None = None
    exchange_rate: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceRequest(SaleRequest):
    """A sale. Status ``pending`` (the default) takes no payments, ``partial`` some, ``paid`` the whole total
    (without ``payments``: in cash). ``draft_id`` is the draft that becomes this sale; what is sold says the
    request alone. It is given the offers whose conditions it meets, unless ``apply_offers`` is False, and
    what ``coupon_code`` stands for. ``credit_override_by``: an admin who lets the customer owe more than the
    credit limit. In another ``currency`` prices, discounts and payments are in that, at ``exchange_rate``, or
    the one of the day; what the invoice comes to in it is the answer's ``in_currency``.

    >>> request = InvoiceRequest(
    ...     customer_id=4,
    ...     items=[SaleItem(product_id=3, qty=50, selling_price="42.00")],
    ...     status="partial",
    ...     payments=[PaymentRow(amount=1000)],
    ...     created_by=1,
    ... )
    >>> request.items[0].qty
    50
    """

    customer_id: int
    items: Sequence[SaleItem]


@dataclass(frozen=True, kw_only=True, slots=True)
class AppliedTax:
    """A tax of a line, or of a whole invoice: ``rate`` in percent of ``base``, the net. ``tax_id`` None: a
    rate that the line named itself."""

    name: str
    rate: Decimal
    base: Decimal
    amount: Decimal
    tax_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LinePrice:
    """What a line is sold for. ``qty`` and the prices are of the ``unit`` that was sold, None: the product's
    own, in which ``stock_qty`` is. ``total_price`` is less ``line_discount``; less ``discount_share``, and
    with what taxes come on top, it is ``gross``: ``net`` and ``tax_amount``. Answers that were stored before
    there were taxes do not say it."""

    product_id: int
    qty: Decimal
    selling_price: Decimal
    total_price: Decimal
    discount_share: Decimal
    stock_qty: Decimal | None = None
    list_price: Decimal | None = None
    line_discount: Decimal = Decimal(0)
    price_includes_tax: bool = False
    net: Decimal | None = None
    tax_amount: Decimal = Decimal(0)
    gross: Decimal | None = None
    taxes: tuple[AppliedTax, ...] = ()
    unit: str | None = None
    discount_percent: Decimal | None = None
    free: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerTaking:
    """What a line took from one stock layer (batch): quantity and its cost."""

    batch_id: int
    qty: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedItem(LinePrice):
    """One line of a saved invoice; ``cost`` is the whole line's."""

    item_id: int
    cost: Decimal
    allocations: tuple[LayerTaking, ...] = ()
    row_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedPayment:
    """One payment row that was applied to the invoice."""

    payment_id: int
    amount: Decimal
    method: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CurrencyItem:
    """A line of an invoice in another currency: ``price`` of the unit that was sold. ``item_id`` None: it is
    quoted."""

    price: Decimal
    line_discount: Decimal
    total_price: Decimal
    discount_share: Decimal
    net: Decimal
    tax_amount: Decimal
    gross: Decimal
    item_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """What took ``amount`` off what is open of an invoice in its own currency, and ``settled_base`` in the
    company's: a payment, below zero what undoes one, a return, or (neither) the invoice's end.
    ``exchange_rate`` None: the money was told, or the invoice's own rate counts."""

    amount: Decimal
    settled_base: Decimal
    payment_id: int | None = None
    return_id: int | None = None
    exchange_rate: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceInCurrency:
    """What an invoice in another currency than the company's says in it."""

    currency: str
    exchange_rate: Decimal
    total_before: Decimal
    discount_value: Decimal
    discount_amount: Decimal
    net_total: Decimal
    tax_total: Decimal
    total_after: Decimal
    remaining_amount: Decimal | None = None
    items: tuple[CurrencyItem, ...] = ()
    settlements: tuple[Settlement, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedInvoice:
    """The answer to saving an invoice: figures, lines with their layers, and what it changed."""

    invoice_id: int
    total_before: Decimal
    total_after: Decimal
    total_revenue: Decimal
    total_cogs: Decimal
    profit_amount: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    payment_status: str
    discount_type: str
    discount_value: Decimal
    discount_amount: Decimal
    items: tuple[SavedItem, ...]
    payments: tuple[SavedPayment, ...]
    to_wallet: Decimal
    change_due: Decimal
    customer: CustomerChange
    work_order: WorkOrderTotals | None = None
    offers: tuple[AppliedOffer, ...] = ()
    invoice_number: int | None = None
    invoice_no: str | None = None
    net_total: Decimal | None = None
    tax_total: Decimal = Decimal(0)
    rounding_amount: Decimal = Decimal(0)
    taxes: tuple[AppliedTax, ...] = ()
    msg: str = ""
    in_currency: InvoiceInCurrency | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuotedTaking:
    """What a quoted line would take from a stock layer."""

    qty: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class QuotedItem:
    """One line of a quote, as :class:`SavedItem` has it; what cannot be computed is None."""

    product_id: int | None
    qty: Decimal | None
    selling_price: Decimal | None
    total_price: Decimal | None
    discount_share: Decimal | None
    stock_qty: Decimal | None
    list_price: Decimal | None
    line_discount: Decimal | None
    price_includes_tax: bool | None
    net: Decimal | None
    tax_amount: Decimal | None
    gross: Decimal | None
    cost: Decimal | None
    taxes: tuple[AppliedTax, ...] = ()
    allocations: tuple[QuotedTaking, ...] = ()
    unit: str | None = None
    discount_percent: Decimal | None = None
    free: bool | None = False
    row_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuotedPayment:
    """One payment row as it would be applied to the invoice."""

    method: str
    amount: Decimal
    remaining_after: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What the sale would be refused for: ``message`` is the error's sentence, ``row_id`` that of the line
    that it is about, None where it is about no line, or about one that has none."""

    token: str
    message: str
    row_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuotedInvoice:
    """What a sale would come to now. Lines that cannot be priced are in no total; what cannot be computed is
    None. Without ``problems`` the same request can be saved, unless prices or stock change before."""

    problems: tuple[Problem, ...]
    total_before: Decimal | None
    total_after: Decimal | None
    total_revenue: Decimal | None
    total_cogs: Decimal | None
    profit_amount: Decimal | None
    paid_amount: Decimal | None
    remaining_amount: Decimal | None
    payment_status: str | None
    discount_type: str
    discount_value: Decimal
    discount_amount: Decimal | None
    net_total: Decimal | None
    tax_total: Decimal | None
    rounding_amount: Decimal | None
    items: tuple[QuotedItem, ...]
    payments: tuple[QuotedPayment, ...]
    to_wallet: Decimal | None
    change_due: Decimal | None
    offers: tuple[AppliedOffer, ...] = ()
    taxes: tuple[AppliedTax, ...] = ()
    msg: str = ""
    in_currency: InvoiceInCurrency | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceItem(LinePrice):
    """One stored line of an invoice."""

    item_id: int
    cost: Decimal
    product_name: str = ""
    allocations: tuple[LayerTaking, ...] = ()
    row_id: str | None = None
    price_type: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoicePayment:
    """One stored payment row of an invoice; money given back has a negative amount.

    ``voids`` is the payment that a row undoes. ``status`` is completed; failed, where another row voids it;
    or refunded, where all of it was given back. ``tendered`` is what was handed
    over, ``change_given`` what was given back in cash.
    """

    payment_id: int
    amount: Decimal
    method: str
    payment_no: str | None = None
    business_date: date | None = None
    tendered: Decimal | None = None
    change_given: Decimal | None = None
    notes: str | None = None
    payment_date: datetime | None = None
    status: str = "completed"
    voids: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceReturnItem:
    """One line of a stored return."""

    item_id: int
    qty: Decimal
    value: Decimal
    tax_amount: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceReturn:
    """A stored return of an invoice."""

    return_id: int
    return_no: str
    business_date: date
    value: Decimal
    tax_amount: Decimal
    rounding_amount: Decimal
    items: tuple[InvoiceReturnItem, ...] = ()
    reason: str | None = None
    created_by: int | None = None
    exchange_invoice_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceAmendment:
    """One time that an invoice was changed: what the customer owes more or less, and what the goods cost."""

    amendment_id: int
    business_date: date
    total_change: Decimal
    discount_change: Decimal
    value_change: Decimal
    tax_change: Decimal
    rounding_change: Decimal
    cost_change: Decimal
    reason: str | None = None
    created_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceTransaction:
    """One ledger row that an invoice caused."""

    transaction_id: int
    transaction_type: str
    amount: Decimal
    description: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class JournalEntryLine:
    """One side of a journal entry: either ``debit`` or ``credit`` is 0."""

    account_code: str
    account_name: str
    debit: Decimal
    credit: Decimal
    tax_id: int | None = None
    tax_rate: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JournalEntry:
    """What an invoice, one of its payments or its wallet money did to the books."""

    entry_id: int
    entry_no: str
    entry_type: str
    entry_date: date
    lines: tuple[JournalEntryLine, ...] = ()
    reverses_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderLink:
    """The order that an invoice bills."""

    id: int
    order_no: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Invoice:
    """A stored invoice; the header has the columns of ``invoices_out``. Adopted ones have no number.
    ``exchange_return_id`` is the return that it was sold in exchange for, ``order``
    the order that it bills, ``shift_id`` the shift of the cashier who made it."""

    id: int
    company_id: int
    customer_id: int
    delivered: str
    total_before_discount: Decimal
    discount_type: str
    discount_value: Decimal
    discount_amount: Decimal
    total_after_discount: Decimal
    total_cost: Decimal
    profit_amount: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    returned_amount: Decimal = Decimal(0)
    net_total: Decimal | None = None
    tax_total: Decimal = Decimal(0)
    added_tax: Decimal = Decimal(0)
    tax_rounding: str = "document"
    smallest_coin: Decimal | None = None
    rounding_amount: Decimal = Decimal(0)
    taxes: tuple[AppliedTax, ...] = ()
    invoice_no: str | None = None
    invoice_date: date | None = None
    due_date: date | None = None
    overdue: bool = False
    days_overdue: int = 0
    invoice_group: str | None = None
    work_order_id: int | None = None
    exchange_return_id: int | None = None
    order: OrderLink | None = None
    shift_id: int | None = None
    branch_id: int
    cost_center_id: int | None = None
    notes: str | None = None
    created_by: int | None = None
    created_at: datetime | None = None
    offers: tuple[AppliedOffer, ...] = ()
    items: tuple[InvoiceItem, ...] = ()
    payments: tuple[InvoicePayment, ...] = ()
    pending_payments: tuple[PendingPayment, ...] = ()
    returns: tuple[InvoiceReturn, ...] = ()
    amendments: tuple[InvoiceAmendment, ...] = ()
    transactions: tuple[InvoiceTransaction, ...] = ()
    journal: tuple[JournalEntry, ...] = ()
    in_currency: InvoiceInCurrency | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceFilter(Filter):
    """Which invoices to list, newest first; ``open`` True gives those that are still owed something,
    ``overdue`` True those of them that were due before today, ``invoice_no`` the one with this number of
    ``company_id`` (the first company)."""

    customer_id: int | None = None
    work_order_id: int | None = None
    status: Literal["paid", "partial", "pending", "canceled", "reverted"] | None = None
    open: bool | None = None
    overdue: bool | None = None
    from_date: date | None = field(default=None, metadata={"member": "from"})
    to_date: date | None = field(default=None, metadata={"member": "to"})
    invoice_no: str | None = None
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceSummary:
    """One row of the invoice list."""

    invoice_id: int
    customer_id: int
    status: str
    total_after: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    customer_name: str = ""
    invoice_no: str | None = None
    invoice_date: date | None = None
    due_date: date | None = None
    overdue: bool = False
    days_overdue: int = 0
    work_order_id: int | None = None
    currency: str | None = None
    """Of an invoice that is not in the company's, as the two amounts."""
    total_in_currency: Decimal | None = None
    remaining_in_currency: Decimal | None = None
