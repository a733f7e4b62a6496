"""Undoing: invoices canceled or reverted, payments voided."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pyclient.models.customers import CustomerChange
from pyclient.models.fields import WriteRequest
from pyclient.models.work_orders import WorkOrderTotals


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelRequest(WriteRequest):
    """Cancel an invoice that nothing was paid on.

    >>> CancelRequest(invoice_id=102, reason="طلب العميل", created_by=1).invoice_id
    102
    """

    invoice_id: int
    reason: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CanceledInvoice:
    """The answer to canceling: ``returned_amount`` is what the customer owed of it."""

    invoice_id: int
    status: str
    returned_amount: Decimal
    customer: CustomerChange
    work_order: WorkOrderTotals | None = None
    invoice_no: str | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RevertRequest(WriteRequest):
    """Revert an invoice, paid or not. ``refund`` says where its money goes: the wallet (the default), cash,
    or ``original``, the methods that it came by.

    >>> RevertRequest(invoice_id=103, refund="original", created_by=1).refund
    'original'
    """

    invoice_id: int
    refund: Literal["wallet", "cash", "original"] | None = None
    reason: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Refund:
    """Money given back by one method, as a payment row of the negative amount."""

    payment_id: int
    method: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class RevertedInvoice:
    """The answer to reverting: ``returned_amount`` is what was sold, ``refunded_amount`` what was paid."""

    invoice_id: int
    status: str
    returned_amount: Decimal
    refunded_amount: Decimal
    refunds: tuple[Refund, ...]
    customer: CustomerChange
    work_order: WorkOrderTotals | None = None
    invoice_no: str | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class VoidRequest(WriteRequest):
    """Void a payment; ``refund`` ``wallet`` keeps its money for the customer, ``none`` (the default) says
    that there is none.

    >>> VoidRequest(payment_id=12, reason="شيك مرتجع", created_by=1).payment_id
    12
    """

    payment_id: int
    refund: Literal["none", "wallet"] | None = None
    reason: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VoidedPayment:
    """The answer to voiding: ``void_id`` is the new row, ``from_wallet`` what of the payment had gone into
    the wallet as overpayment and was taken out again."""

    payment_id: int
    void_id: int
    amount: Decimal
    to_wallet: Decimal
    from_wallet: Decimal
    remaining_after: Decimal
    payment_status: str
    customer: CustomerChange
    invoice_id: int | None = None
    debit_note_id: int | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    base_amount: Decimal | None = None
    exchange_difference: Decimal | None = None
    work_order: WorkOrderTotals | None = None
    msg: str = ""
