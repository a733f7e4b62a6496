"""Debit notes: what customers owe beside their invoices, each raised for one, or owed before the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pyclient.models.customers import CustomerChange
from pyclient.models.fields import Amount, Filter, Request, WriteRequest
from pyclient.models.payments import AddedPayment, PaymentMethod, PaymentRow
from pyclient.models.purchases import PurchaseEntry

DebitNoteReason = Literal["price_difference", "additional_fees", "penalty", "correction", "opening_balance"]
DebitNoteStatus = Literal["open", "partially_applied", "applied", "cancelled"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DebitNoteItem(Request):
    """One thing that is charged; ``tax_rate`` is percent on top of the price (None: no tax)."""

    description: str
    quantity: Amount
    unit_price: Amount
    tax_rate: Amount | None = None
    item_type: Literal["charge", "product", "service"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DebitNoteRequest(WriteRequest):
    """A debit note for one of the customer's invoices. ``reference_no`` is what it is called elsewhere, once
    for each customer and ``reference_type``. ``currency`` None: the company's; ``exchange_rate`` (of the
    company's currency for one of it) None: that of its date. An ``opening_balance`` is of no invoice;
    ``adopted``: whether it is in the balance that the customer was adopted with, and only becomes payable.

    >>> DebitNoteRequest(
    ...     customer_id=4, source_invoice_id=103, reference_type="additional_fees", created_by=1,
    ...     items=[DebitNoteItem(description="شحن سريع", quantity=1, unit_price=100, tax_rate=14)],
    ... ).reference_type
    'additional_fees'
    """

    customer_id: int
    reference_type: DebitNoteReason
    items: Sequence[DebitNoteItem]
    source_invoice_id: int | None = None
    reference_no: str | None = None
    debit_note_date: date | None = None
    reason: str | None = None
    adopted: bool | None = None
    company_id: int | None = None
    currency: str | None = None
    exchange_rate: Amount | None = None
    branch_id: int | None = None
    cost_center_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplyDebitNoteRequest(WriteRequest):
    """Money for a debit note, in its currency: ``amount`` with ``method`` (``wallet``: the customer's), or
    ``payments`` rows. Of a note in another currency than the company's: what one of it is worth today
    (``exchange_rate``; None: the rate of the day), or what the one payment was in the company's
    (``base_amount``).

    >>> ApplyDebitNoteRequest(debit_note_id=3, amount="64.00", method="wallet", created_by=1).method
    'wallet'
    """

    debit_note_id: int
    amount: Amount | None = None
    method: PaymentMethod | None = None
    notes: str | None = None
    payments: Sequence[PaymentRow] | None = None
    currency: str | None = None
    exchange_rate: Amount | None = None
    base_amount: Amount | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelDebitNoteRequest(WriteRequest):
    """Cancel a debit note that nothing is applied to.

    >>> CancelDebitNoteRequest(debit_note_id=3, created_by=1).debit_note_id
    3
    """

    debit_note_id: int
    reason: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DebitNoteSummary:
    """One debit note in a list. Amounts are in its ``currency``; ``total_base`` is what it was worth in the
    company's, ``remaining_base`` what the customer owes of it. An opening balance is of no invoice."""

    debit_note_id: int
    debit_note_no: str
    company_id: int
    branch_id: int
    customer_id: int
    source_invoice_id: int | None
    debit_note_date: date
    reference_type: str
    currency: str
    exchange_rate: Decimal
    net_total: Decimal
    tax_total: Decimal
    total: Decimal
    total_base: Decimal
    applied_amount: Decimal
    remaining_amount: Decimal
    remaining_base: Decimal
    status: str
    adopted: bool = False
    cost_center_id: int | None = None
    reference_no: str | None = None
    reason: str | None = None
    cancelled_on: date | None = None
    cancel_reason: str | None = None
    created_by: int | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DebitNoteLine:
    """One item of a debit note."""

    item_id: int
    item_type: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal
    net: Decimal
    tax_amount: Decimal
    total: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedDebitNote(DebitNoteSummary):
    """The answer to raising a debit note."""

    items: tuple[DebitNoteLine, ...]
    customer: CustomerChange
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AppliedDebitNote(DebitNoteSummary):
    """The answer to applying money to a debit note: how it stands, and the payment that was made."""

    payment: AddedPayment
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelledDebitNote(DebitNoteSummary):
    """The answer to cancelling a debit note."""

    customer: CustomerChange
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DebitNoteApplication:
    """Money that was applied to a debit note; below 0 where its payment was undone, or given back.
    ``base_amount`` is the money in the company's currency, ``exchange_difference`` what was gained by it."""

    application_id: int
    payment_id: int
    payment_no: str
    method: str
    amount: Decimal
    exchange_rate: Decimal | None
    base_amount: Decimal
    exchange_difference: Decimal
    business_date: date


@dataclass(frozen=True, kw_only=True, slots=True)
class DebitNote(DebitNoteSummary):
    """One stored debit note with everything that hangs on it."""

    items: tuple[DebitNoteLine, ...] = ()
    applications: tuple[DebitNoteApplication, ...] = ()
    journal: tuple[PurchaseEntry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DebitNoteFilter(Filter):
    """Which debit notes to list, newest first; ``unpaid``: those on which something is open."""

    customer_id: int | None = None
    source_invoice_id: int | None = None
    reference_type: DebitNoteReason | None = None
    status: DebitNoteStatus | None = None
    unpaid: bool | None = None
    from_date: date | None = field(default=None, metadata={"member": "from"})
    to_date: date | None = field(default=None, metadata={"member": "to"})
