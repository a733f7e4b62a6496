"""Orders: what a customer asked for at agreed prices, billed by one invoice or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pyclient.models.fields import Amount, Filter, Request, WriteRequest
from pyclient.models.payments import Overpayment, PaymentRow
from pyclient.models.sales import InvoiceStatus, OrderLink, SaleItem, SaleRequest, SavedInvoice

OrderSource = Literal["pos", "booking", "manual"]
OrderStatus = Literal["pending", "completed", "cancelled"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderRequest(WriteRequest):
    """An order, or with ``order_id`` what takes the place of one of which nothing was billed (its customer,
    branch and number stay).

    >>> OrderRequest(customer_id=4, items=[SaleItem(product_id=3, qty=2)], created_by=1).source is None
    True
    """

    items: Sequence[SaleItem]
    customer_id: int | None = None
    order_id: int | None = None
    source: OrderSource | None = None
    discount_type: Literal["percent", "amount"] | None = None
    discount_value: Amount | None = None
    cash_rounding: bool | None = None
    work_order_id: int | None = None
    branch_id: int | None = None
    cost_center_id: int | None = None
    notes: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderPart(Request):
    """How much of an order's line is billed, in the unit as ordered."""

    order_item_id: int
    qty: Amount


@dataclass(frozen=True, kw_only=True, slots=True)
class CompleteOrderRequest(WriteRequest):
    """Bill an order: ``items`` None bills all that is left. Without ``status`` the payments say it.

    >>> CompleteOrderRequest(order_id=7, payments=[PaymentRow(amount=400)], created_by=1).items is None
    True
    """

    order_id: int
    items: Sequence[OrderPart] | None = None
    payments: Sequence[PaymentRow] | None = None
    status: InvoiceStatus | None = None
    overpayment: Overpayment | None = None
    due_date: date | None = None
    due_days: int | None = None
    notes: str | None = None
    invoice_group: str | None = None
    cash_rounding: bool | None = None
    credit_override_by: int | None = None
    branch_id: int | None = None
    cost_center_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelOrderRequest(WriteRequest):
    """Give up what of an order is not billed.

    >>> CancelOrderRequest(order_id=7, reason="اعتذر العميل", created_by=1).order_id
    7
    """

    order_id: int
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderSummary:
    """One row of the list of orders. The totals are those agreed; ``invoiced_amount`` (less what came back),
    ``paid_amount`` and ``remaining_amount`` are those of its live invoices."""

    order_id: int
    order_no: str
    company_id: int
    customer_id: int
    source: str
    status: str
    payment_status: str
    order_date: date
    discount_type: str
    discount_value: Decimal
    discount_amount: Decimal
    total_before: Decimal
    total_after: Decimal
    net_total: Decimal
    tax_total: Decimal
    rounding_amount: Decimal
    invoiced_amount: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    branch_id: int
    created_by: int
    customer_name: str = ""
    work_order_id: int | None = None
    shift_id: int | None = None
    cost_center_id: int | None = None
    notes: str | None = None
    cancelled_on: date | None = None
    cancel_reason: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderItem:
    """One line of an order as agreed; ``open_qty`` is what is left to bill of it, ``unit_factor`` what its
    unit held then, of the product's own unit."""

    order_item_id: int
    product_id: int
    qty: Decimal
    invoiced_qty: Decimal
    open_qty: Decimal
    price_type: str
    selling_price: Decimal
    total_price: Decimal
    product_name: str = ""
    row_id: str | None = None
    unit: str | None = None
    unit_factor: Decimal | None = None
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    tax_rate: Decimal | None = None
    price_includes_tax: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderInvoice:
    """One invoice of an order, also one that was undone."""

    invoice_id: int
    invoice_date: date
    status: str
    total_after: Decimal
    returned_amount: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    invoice_no: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderPayment:
    """One payment row of an order's invoices; money given back has a negative amount."""

    payment_id: int
    invoice_id: int
    amount: Decimal
    method: str
    business_date: date
    payment_no: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Order(OrderSummary):
    """A stored order with its lines, its invoices and their payments."""

    items: tuple[OrderItem, ...] = ()
    invoices: tuple[OrderInvoice, ...] = ()
    payments: tuple[OrderPayment, ...] = ()
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SoldOrder(OrderLink):
    """What billing it made of an order."""

    status: str
    payment_status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CompletedOrder(SavedInvoice):
    """The answer to billing an order: that of the sale, and the order."""

    order: SoldOrder


@dataclass(frozen=True, kw_only=True, slots=True)
class PosSaleRequest(SaleRequest):
    """A sale at the till, under the open shift of ``created_by``: paid unless ``status`` says other, to the
    till's customer unless ``customer_id`` names one.

    >>> PosSaleRequest(items=[SaleItem(product_id=3, qty=2)], created_by=5).customer_id is None
    True
    """

    items: Sequence[SaleItem]
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PosSale(CompletedOrder):
    """The answer to a sale at the till: that of the sale, its order and the shift."""

    shift_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderFilter(Filter):
    """Which orders to list, newest first; ``search`` is a part of their numbers."""

    customer_id: int | None = None
    work_order_id: int | None = None
    branch_id: int | None = None
    status: OrderStatus | None = None
    source: OrderSource | None = None
    search: str | None = None
    from_date: date | None = field(default=None, metadata={"member": "from"})
    to_date: date | None = field(default=None, metadata={"member": "to"})
