"""Work orders: jobs of a customer that collect invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pyclient.models.fields import KEEP, Filter, Keep, WriteRequest

WorkOrderStatus = Literal["pending", "in_progress", "completed", "cancelled"]


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkOrderRequest(WriteRequest):
    """A new work order (customer_id and title are needed), or with ``work_order_id`` a change of one.

    >>> WorkOrderRequest(customer_id=4, title="تشطيب المدخل", created_by=1).title
    'تشطيب المدخل'
    """

    work_order_id: int | None = None
    customer_id: int | Keep = KEEP
    title: str | Keep = KEEP
    description: str | Keep | None = KEEP
    status: WorkOrderStatus | Keep = KEEP
    start_date: date | Keep = KEEP
    notes: str | Keep | None = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkOrderTotals:
    """What a work order's live invoices come to: invoiced = paid + remaining."""

    id: int
    total_invoice_amount: Decimal
    total_paid: Decimal
    total_remaining: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkOrder(WorkOrderTotals):
    """One work order with its totals."""

    customer_id: int
    title: str
    status: str
    start_date: date
    description: str | None = None
    notes: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedWorkOrder:
    """The answer to saving a work order."""

    work_order_id: int
    work_order: WorkOrder
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkOrderFilter(Filter):
    """Which work orders to list."""

    customer_id: int | None = None
    status: WorkOrderStatus | None = None
    work_order_id: int | None = None
