"""Goods that come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pyclient.models.customers import CustomerChange
from pyclient.models.fields import Amount, Request, WriteRequest
from pyclient.models.reversals import Refund
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

    >>> ReturnRequest(invoice_id=103, items=[ReturnItem(item_id=7, qty=2)], created_by=1).items[0].qty
    2
    """

    invoice_id: int
    items: Sequence[ReturnItem] = ()
    all: bool | None = None
    refund: Literal["reduce", "wallet", "cash", "original"] | None = None
    reason: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerReturn:
    """What one stock layer got back of a line."""

    batch_id: int
    qty: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedItem:
    """One line that came back: ``value`` is its part of the line less the discount, ``cost`` what went back
    into stock."""

    item_id: int
    product_id: int
    qty: Decimal
    value: Decimal
    cost: Decimal
    allocations: tuple[LayerReturn, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedGoods:
    """The answer: ``returned_amount`` is off the customer's debt, and ``refunded_amount`` of it was paid
    already and went back."""

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
    refunds: tuple[Refund, ...] = ()
    work_order: WorkOrderTotals | None = None
    invoice_no: str | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceReturnItem:
    """One line of a stored return."""

    item_id: int
    qty: Decimal
    value: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceReturn:
    """A stored return of an invoice."""

    return_id: int
    return_no: str
    business_date: date
    value: Decimal
    items: tuple[InvoiceReturnItem, ...] = ()
    reason: str | None = None
    created_by: int | None = None
