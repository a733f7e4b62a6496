"""Goods that come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pyclient.models.customers import CustomerChange
from pyclient.models.fields import Amount, Request, WriteRequest
from pyclient.models.payments import Overpayment, PaymentAllocation, PaymentRow
from pyclient.models.reversals import Refund
from pyclient.models.sales import AppliedTax, SaleItem, SavedItem
from pyclient.models.work_orders import WorkOrderTotals


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnItem(Request):
    """So many pieces of one line of the invoice."""

    item_id: int
    qty: Amount


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnRequest(WriteRequest):
    """Take goods of an invoice back: ``items``, or ``all`` that is left. What of their value was paid goes
    where ``refund`` says: the wallet (``reduce``, the default, and ``wallet``), cash, or ``original``, the
    methods that it came by.

    ``exchange_items`` are sold in the same call, on an invoice of their own: what was paid for the goods that
    come back pays it first, ``payments`` the rest, and what is left stays open.

    >>> ReturnRequest(invoice_id=103, items=[ReturnItem(item_id=7, qty=2)], created_by=1).items[0].qty
    2
    """

    invoice_id: int
    items: Sequence[ReturnItem] = ()
    all: bool | None = None
    refund: Literal["reduce", "wallet", "cash", "original"] | None = None
    reason: str | None = None
    branch_id: int | None = None
    exchange_items: Sequence[SaleItem] | None = None
    payments: Sequence[PaymentRow] | None = None
    overpayment: Overpayment | None = None
    due_date: date | None = None
    due_days: int | None = None
    invoice_group: str | None = None
    exchange_notes: str | None = None
    credit_override_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerReturn:
    """What one stock layer got back of a line."""

    batch_id: int
    qty: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedItem:
    """One line that came back, ``qty`` in the product's own unit: ``value`` is its part of the line less
    the discount, with the taxes on top, ``net`` what of it is no tax, ``cost`` what went back into stock."""

    item_id: int
    product_id: int
    qty: Decimal
    value: Decimal
    cost: Decimal
    net: Decimal | None = None
    tax_amount: Decimal = Decimal(0)
    allocations: tuple[LayerReturn, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedTax:
    """What of one tax came back; without ``tax_id`` it is the rate of lines that were sold at their own."""

    name: str
    rate: Decimal
    amount: Decimal
    tax_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """The invoice of what was sold in exchange; ``from_return`` is what the return paid of it."""

    invoice_id: int
    invoice_no: str
    total_after: Decimal
    total_cogs: Decimal
    from_return: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    payment_status: str
    items: tuple[SavedItem, ...] = ()
    payments: tuple[PaymentAllocation, ...] = ()
    net_total: Decimal | None = None
    tax_total: Decimal = Decimal(0)
    rounding_amount: Decimal = Decimal(0)
    taxes: tuple[AppliedTax, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedGoods:
    """The answer: ``returned_amount`` is off the customer's debt, and ``refunded_amount`` of it was paid
    already and went back. It is ``net_amount``, ``tax_amount`` and ``rounding_amount``, the part of the
    invoice's rounding. ``due`` is what the customer still has to pay for an ``exchange``."""

    return_id: int
    return_no: str
    invoice_id: int
    returned_amount: Decimal
    returned_cost: Decimal
    refunded_amount: Decimal
    remaining_amount: Decimal
    payment_status: str
    customer: CustomerChange
    items: tuple[ReturnedItem, ...] = ()
    net_amount: Decimal | None = None
    tax_amount: Decimal = Decimal(0)
    rounding_amount: Decimal = Decimal(0)
    taxes: tuple[ReturnedTax, ...] = ()
    refunds: tuple[Refund, ...] = ()
    work_order: WorkOrderTotals | None = None
    exchange: Exchange | None = None
    due: Decimal = Decimal(0)
    to_wallet: Decimal = Decimal(0)
    change_due: Decimal = Decimal(0)
    invoice_no: str | None = None
    msg: str = ""
