"""Suppliers, what is owed to them, and the statement of how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from pyclient.models.fields import KEEP, Amount, Cursor, Filter, Keep, Page, WriteRequest
from pyclient.models.payments import PaymentRow

SupplierMethod = Literal["cash", "bank_transfer", "check", "card"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierRequest(WriteRequest):
    """A new supplier (a name is needed), or with ``supplier_id`` a change of one. ``payment_days``: in how
    many days bills are due that do not say (None: at once).

    >>> SupplierRequest(name="شركة التوريدات", created_by=1).name
    'شركة التوريدات'
    """

    supplier_id: int | None = None
    name: str | Keep = KEEP
    mobile: str | Keep | None = KEEP
    city: str | Keep | None = KEEP
    address: str | Keep | None = KEEP
    notes: str | Keep | None = KEEP
    payment_days: int | Keep | None = KEEP
    active: bool | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Supplier:
    """One supplier. ``balance`` is what is owed to them (negative: what they owe)."""

    id: int
    name: str
    balance: Decimal
    active: bool = True
    company_id: int | None = None
    mobile: str | None = None
    city: str | None = None
    address: str | None = None
    notes: str | None = None
    payment_days: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedSupplier:
    """The answer to saving a supplier."""

    supplier_id: int
    supplier: Supplier
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierFilter(Filter):
    """Which suppliers to list: ``search`` looks into names and mobiles."""

    search: str | None = None
    active: bool | None = None
    supplier_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierChange:
    """A supplier's balance before and after a whole call."""

    id: int
    balance_before: Decimal
    balance_after: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierPaymentRequest(WriteRequest):
    """Money to a supplier, or with ``type`` ``refund`` money that the supplier gives back.

    The money is ``amount`` with ``method``, or ``payments`` rows. More than is owed is refused, unless
    ``overpayment`` says that it is an ``advance``.

    >>> SupplierPaymentRequest(supplier_id=2, amount="1500.00", method="check", created_by=1).amount
    '1500.00'
    """

    supplier_id: int
    amount: Amount | None = None
    method: SupplierMethod | None = None
    notes: str | None = None
    payments: Sequence[PaymentRow] | None = None
    type: Literal["payment", "refund"] | None = None
    overpayment: Literal["reject", "advance"] | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierMoney:
    """One payment row as an answer shows it."""

    payment_id: int
    method: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class PaidSupplier:
    """The answer to paying a supplier."""

    type: str
    amount: Decimal
    supplier: SupplierChange
    payments: tuple[SupplierMoney, ...] = ()
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierVoidRequest(WriteRequest):
    """Undo a payment to a supplier, or money that came back from one.

    >>> SupplierVoidRequest(payment_id=7, reason="شيك مرتجع", created_by=1).payment_id
    7
    """

    payment_id: int
    reason: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VoidedSupplierPayment:
    """The answer: ``void_id`` is the row that undoes the payment."""

    payment_id: int
    void_id: int
    amount: Decimal
    supplier: SupplierChange | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierStatementFilter(Filter):
    """Whose statement, and of which days (both included; None: from the first, to the last)."""

    supplier_id: int
    from_date: date | None = field(default=None, metadata={"member": "from"})
    to_date: date | None = field(default=None, metadata={"member": "to"})


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementSupplier:
    """The supplier on top of a statement, as they stand now."""

    id: int
    name: str
    balance: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierStatementRow:
    """One row of the supplier's ledger; ``amount`` is the change of the balance."""

    seq: int
    transaction_id: int
    transaction_date: date
    transaction_type: str
    amount: Decimal
    balance_before: Decimal
    balance_after: Decimal
    description: str = ""
    bill_id: int | None = None
    return_id: int | None = None
    payment_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierStatement(Page[SupplierStatementRow]):
    """A page of a supplier's statement, oldest row first."""

    supplier: StatementSupplier
    # Named again for the reader of answers: a type variable does not say what a row is.
    rows: tuple[SupplierStatementRow, ...] = ()
    next_after: Cursor | None = None
