"""Tills, the shifts of cashiers at them, cash moves, and closings of shifts and days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from pyclient.models.fields import KEEP, Amount, Filter, Keep, Request, WriteRequest

CashDirection: TypeAlias = Literal["in", "out"]
CashPurpose: TypeAlias = Literal["safe", "expense"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TillRequest(WriteRequest):
    """A new till (code and name are needed), or with ``till_id`` a change of one.

    ``own_numbers``: its documents have series of their own, with its code in their numbers; fixed, like the
    code, once it has numbered one. ``customer_id``: whom it sells to where a sale names nobody.

    >>> TillRequest(code="T1", name="الكاشير 1", own_numbers=True, created_by=1).code
    'T1'
    """

    till_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    branch_id: int | None = None
    customer_id: int | Keep | None = KEEP
    own_numbers: bool | Keep = KEEP
    active: bool | Keep = KEEP
    company_id: int | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenShiftOfTill:
    """The shift that is open at a till."""

    id: int
    shift_no: str
    cashier_id: int
    cashier: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Till:
    """One till of a branch."""

    id: int
    branch_id: int
    code: str
    name: str
    customer_id: int | None = None
    own_numbers: bool = False
    active: bool = True
    company_id: int | None = None
    open_shift: OpenShiftOfTill | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedTill:
    """The answer to saving a till."""

    till_id: int
    till: Till
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TillFilter(Filter):
    """Which tills to list."""

    till_id: int | None = None
    branch_id: int | None = None
    active: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenShiftRequest(WriteRequest):
    """The shift of the cashier ``created_by`` at a till, by ``till_id`` or by its code ``till``.

    >>> OpenShiftRequest(till="T1", opening_cash="200.00", created_by=5).opening_cash
    '200.00'
    """

    opening_cash: Amount
    till_id: int | None = None
    till: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """One shift; ``status`` open or closed, days in the company's time zone. ``closed_on`` is the day whose
    closing counts it. ``cashier`` is the username: empty in what was closed before reports had it."""

    id: int
    company_id: int
    branch_id: int
    till_id: int
    till: str
    cashier_id: int
    shift_no: str
    status: str
    opened_on: date
    opened_at: datetime
    opening_cash: Decimal
    closed_on: date | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None
    cashier: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedShift:
    """The answer to opening a shift."""

    shift_id: int
    shift_no: str
    shift: Shift
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShiftFilter(Filter):
    """Which shifts to list; ``from_day`` and ``to_day`` are business dates of their opening."""

    shift_id: int | None = None
    till_id: int | None = None
    branch_id: int | None = None
    cashier_id: int | None = None
    open: bool | None = None
    from_day: date | None = field(default=None, metadata={"member": "from"})
    to_day: date | None = field(default=None, metadata={"member": "to"})


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentFigures:
    """What documents of one kind came to: ``net`` = gross - discount, ``total`` = net + tax + rounding.

    Of returns and cancelled sales below 0. ``count`` is None where several kinds stand together.
    """

    gross: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    rounding: Decimal
    total: Decimal
    count: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyByMethod:
    """The money of one kind of event: above 0 what came in, below 0 what went out."""

    cash: Decimal
    bank_transfer: Decimal
    check: Decimal
    card: Decimal
    wallet: Decimal
    total: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedMethod:
    """What a shift should hold of a method, what was counted (None while it is open), and the difference."""

    method: str
    expected: Decimal
    opening: Decimal = Decimal(0)
    counted: Decimal | None = None
    difference: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NumbersOfKind:
    """The first and last number of a kind (INV, PAY, ...); ``code`` where series are told apart."""

    kind: str
    count: int
    first: str
    last: str
    code: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TillFigures:
    """What stands in the journal: of a shift, of a day's shifts, or of a day outside any shift.

    ``payments`` are of the shift's own invoices, ``debts_collected`` of others.
    """

    sales: DocumentFigures
    amendments: DocumentFigures
    returns: DocumentFigures
    cancelled: DocumentFigures
    net_sales: DocumentFigures
    payments: MoneyByMethod
    debts_collected: MoneyByMethod
    refunds: MoneyByMethod
    voids: MoneyByMethod
    wallet_deposits: MoneyByMethod
    wallet_withdrawals: MoneyByMethod
    supplier_payments: MoneyByMethod
    cash_in: MoneyByMethod
    cash_out: MoneyByMethod


@dataclass(frozen=True, kw_only=True, slots=True)
class ShiftFigures(TillFigures):
    """The report of a shift."""

    methods: tuple[CountedMethod, ...]
    numbers: tuple[NumbersOfKind, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ShiftReport:
    """A shift with its figures: so far, or as its closing answered them."""

    shift_id: int
    shift: Shift
    report: ShiftFigures
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CashMoveRequest(WriteRequest):
    """Money into the drawer of the open shift of ``created_by``, or out of it, such as to the safe.

    >>> CashMoveRequest(type="out", amount=500, reason="توريد للخزينة", created_by=5).purpose
    'safe'
    """

    type: CashDirection
    amount: Amount
    reason: str
    purpose: CashPurpose = "safe"


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedCash:
    """The answer to a cash move; ``expected_cash`` is what the drawer should hold now."""

    cash_move_id: int
    shift_id: int
    type: str
    purpose: str
    amount: Decimal
    expected_cash: Decimal
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseShiftRequest(WriteRequest):
    """The closing of a shift (None: that of ``created_by``) with what was counted: cash, and others if any.

    >>> CloseShiftRequest(counted={"cash": "1250.00", "card": "830.50"}, created_by=5).counted["cash"]
    '1250.00'
    """

    counted: Mapping[str, Amount]
    shift_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DailyClosingRequest(WriteRequest):
    """The closing of a branch's day. None: yesterday, where the branch's last closed shift is of yesterday,
    else today; the branch of the caller's last shift, else the main one."""

    day: date | None = field(default=None, metadata={"member": "date"})
    branch_id: int | None = None
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosingFilter(Request):
    """Which closing to read (None: of the company's main branch)."""

    day: date = field(metadata={"member": "date"})
    branch_id: int | None = None
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosedShift:
    """A shift as a daily closing lists it; ``cashier`` as in :class:`Shift`."""

    shift_id: int
    shift_no: str
    till: str
    cashier_id: int
    opening_cash: Decimal
    methods: tuple[CountedMethod, ...]
    cashier: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelledInvoice:
    """An invoice that was canceled or reverted on the day, or on a day that had been closed already."""

    invoice_id: int
    invoice_no: str | None
    status: str
    cancelled_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlBlock:
    """The numbers that the branch's series gave on the day, and what was cancelled."""

    series: tuple[NumbersOfKind, ...]
    cancelled: tuple[CancelledInvoice, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DayFigures(TillFigures):
    """The Z report: the figures of the day's shifts, those outside any shift, and those
    outside any shift of days that had been closed already (None: there were none)."""

    shifts: tuple[ClosedShift, ...]
    outside_shifts: TillFigures
    control: ControlBlock
    after_closings: TillFigures | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DailyClosing:
    """The closing of a day; ``net_sales`` without taxes, ``running_total`` of all closings of the branch."""

    closing_no: int
    branch_id: int
    business_date: date
    net_sales: Decimal
    previous_total: Decimal
    running_total: Decimal
    report: DayFigures
    msg: str = ""
