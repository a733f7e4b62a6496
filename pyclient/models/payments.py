"""Money in: payment rows, payments on documents, and the customer's wallet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pyclient.models.customers import CustomerChange
from pyclient.models.fields import KEEP, Amount, Filter, Keep, Request, WriteRequest
from pyclient.models.reversals import VoidedPayment
from pyclient.models.work_orders import WorkOrderTotals

PaymentMethod = Literal["cash", "bank_transfer", "check", "card", "wallet", "mixed"]
Overpayment = Literal["reject", "wallet", "change"]
PendingStatus = Literal["pending", "completed", "failed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRow(Request):
    """One row of money. With method ``mixed``, ``parts`` holds rows of their own (amount: None or their sum).

    >>> PaymentRow(amount="250.00", method="wallet").method
    'wallet'
    """

    amount: Amount | None = None
    method: PaymentMethod | None = None
    notes: str | None = None
    parts: Sequence[PaymentRow] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentTarget(Request):
    """One invoice of a payment's own list; ``amount`` None takes all that is open on it."""

    invoice_id: int
    amount: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRequest(WriteRequest):
    """A payment on exactly one target: an invoice, a list of invoices, a work order, a customer (invoices and
    debit notes together) or a debit note.

    On a work order or customer the money goes to the oldest debt first. The money is ``amount`` with
    ``method``, or ``payments`` rows. ``status`` ``pending``, for one invoice: the money is promised, such as
    by a check, and counts nowhere until :class:`PaymentStatusRequest` completes it. Of an invoice or a
    debit note in another currency: ``exchange_rate`` or ``base_amount``, as in
    :class:`ApplyDebitNoteRequest`.

    >>> PaymentRequest(customer_id=4, amount=Decimal("2000.00"), created_by=1).method is None
    True
    """

    invoice_id: int | None = None
    invoices: Sequence[PaymentTarget] | None = None
    work_order_id: int | None = None
    customer_id: int | None = None
    debit_note_id: int | None = None
    amount: Amount | None = None
    method: PaymentMethod | None = None
    payments: Sequence[PaymentRow] | None = None
    currency: str | None = None
    exchange_rate: Amount | None = None
    base_amount: Amount | None = None
    overpayment: Overpayment | None = None
    status: Literal["completed", "pending"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkPaidRequest(WriteRequest):
    """Pay what is still open on an invoice, in one row of ``method`` (cash). Of one in another currency:
    ``exchange_rate`` or ``base_amount``, as in :class:`PaymentRequest`.

    >>> MarkPaidRequest(invoice_id=103, method="card", created_by=1).method
    'card'
    """

    invoice_id: int
    method: PaymentMethod | None = None
    notes: str | None = None
    branch_id: int | None = None
    currency: str | None = None
    exchange_rate: Amount | None = None
    base_amount: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentAllocation:
    """What one payment row gave to one invoice or debit note, and how that stands after it. The last four are
    of a note in another currency: the payment's rate, its money in the company's, and what was gained."""

    payment_id: int
    method: str
    amount: Decimal
    remaining_after: Decimal
    payment_status: str
    invoice_id: int | None = None
    debit_note_id: int | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    base_amount: Decimal | None = None
    exchange_difference: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingPayment:
    """Money that is promised for an invoice; ``payment_id`` is the payment that it became. The invoice and
    its customer stand in lists only."""

    pending_payment_id: int
    amount: Decimal
    method: str
    status: str
    promised_on: date | None = None
    settled_on: date | None = None
    payment_id: int | None = None
    notes: str | None = None
    reason: str | None = None
    created_by: int | None = None
    invoice_id: int | None = None
    invoice_no: str | None = None
    customer_id: int | None = None
    customer_name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedPayment:
    """The answer to a payment; one that is pending has ``pending_payments`` and no allocations."""

    allocations: tuple[PaymentAllocation, ...]
    total_allocated: Decimal
    to_wallet: Decimal
    change_due: Decimal
    customer: CustomerChange
    work_orders: tuple[WorkOrderTotals, ...] = ()
    pending_payments: tuple[PendingPayment, ...] = ()
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """One stored payment and the invoice or debit note that it paid, as that stands now.

    ``amount`` (negative: money given back) and the document's figures are in ``currency``, which a debit note
    chooses; ``base_amount`` is what came in at the ``exchange_rate``, in the company's. ``status`` as in
    :class:`~pyclient.models.InvoicePayment`.
    """

    payment_id: int
    company_id: int
    branch_id: int
    customer_id: int
    customer_name: str
    document_total: Decimal
    document_remaining: Decimal
    currency: str
    amount: Decimal
    base_amount: Decimal
    method: str
    status: str
    payment_date: datetime
    payment_no: str | None = None
    invoice_id: int | None = None
    invoice_no: str | None = None
    debit_note_id: int | None = None
    debit_note_no: str | None = None
    exchange_rate: Decimal | None = None
    tendered: Decimal | None = None
    change_given: Decimal | None = None
    voids: int | None = None
    business_date: date | None = None
    notes: str | None = None
    created_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentStatusRequest(WriteRequest):
    """What became of a payment. ``pending_payment_id``: it is ``completed`` by a payment of now, or
    ``failed``. ``payment_id``: it ``failed``, such as a check that bounced, or is ``refunded``, by its own
    method.
    ``overpayment``: what happens where less is open now than was promised.

    >>> PaymentStatusRequest(pending_payment_id=3, status="completed", created_by=1).status
    'completed'
    """

    status: Literal["completed", "failed", "refunded"]
    payment_id: int | None = None
    pending_payment_id: int | None = None
    reason: str | None = None
    overpayment: Overpayment | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RefundedPayment:
    """What was left of a payment, given back by its own method: ``refund_id`` is the new row."""

    payment_id: int
    refund_id: int
    method: str
    amount: Decimal
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


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentStatusSet:
    """The answer to a payment's new status: the payment that a pending one became, or the rows that undid a
    posted one."""

    status: str
    invoice_id: int | None = None
    payment_id: int | None = None
    pending_payment_id: int | None = None
    payment: AddedPayment | None = None
    voided: VoidedPayment | None = None
    refunded: RefundedPayment | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DueDateRequest(WriteRequest):
    """Until when an invoice (``invoice_id``) or a supplier's bill (``bill_id``) is to be paid; ``due_date``
    None: on its own day.

    >>> DueDateRequest(invoice_id=103, due_date=date(2025, 12, 31), created_by=1).invoice_id
    103
    """

    invoice_id: int | None = None
    bill_id: int | None = None
    due_date: date | Keep | None = KEEP
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DueDateSet:
    """The answer to another due date; None: on the document's own day."""

    invoice_id: int | None = None
    bill_id: int | None = None
    due_date_before: date | None = None
    due_date_after: date | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingPaymentFilter(Filter):
    """Which promised payments to list, newest first; ``status`` None: those that are still pending."""

    customer_id: int | None = None
    invoice_id: int | None = None
    status: PendingStatus | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WalletMove(WriteRequest):
    """Money into (deposit, refund) or out of (withdraw) a customer's wallet; it never goes below zero.

    >>> WalletMove(customer_id=4, type="deposit", amount=500, created_by=1).type
    'deposit'
    """

    customer_id: int
    type: Literal["deposit", "withdraw", "refund"]
    amount: Amount
    method: PaymentMethod | None = None
    description: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WalletMoved:
    """The answer to a wallet move."""

    wallet_transaction_id: int
    customer_transaction_id: int
    customer: CustomerChange
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WalletTransaction:
    """One stored movement of a wallet. ``method`` is how money came or went; None where a payment moved it
    (``payment_id``), or where it is older than the books and nobody knows."""

    wallet_transaction_id: int
    company_id: int
    customer_id: int
    customer_name: str
    type: str
    amount: Decimal
    description: str
    wallet_before: Decimal
    wallet_after: Decimal
    business_date: date
    created_at: datetime
    branch_id: int | None = None
    method: str | None = None
    payment_id: int | None = None
    payment_no: str | None = None
    invoice_id: int | None = None
    debit_note_id: int | None = None
    created_by: int | None = None
