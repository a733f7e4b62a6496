"""Journal vouchers: what the shop books by hand, such as rent, capital, or cash taken to the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pyclient.models.fields import Amount, Filter, Request, WriteRequest
from pyclient.models.purchases import PurchaseEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class VoucherItem(Request):
    """One side of a voucher: an account, by its code or as ``account_id`` its id, and either ``debit`` or
    ``credit``, above 0, in currency units."""

    account: str | None = None
    account_id: int | None = None
    debit: Amount | None = None
    credit: Amount | None = None
    memo: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VoucherRequest(WriteRequest):
    """A voucher, whose debits and credits come to the same. ``voucher_date`` None is today; a day that has
    passed is fine while the books are not closed up to it.

    Accounts that documents keep (receivables, wallets, payables, goods received, inventory) take none.

    >>> VoucherRequest(
    ...     description="إيجار نوفمبر", created_by=1,
    ...     items=[VoucherItem(account="5410", debit="12000"), VoucherItem(account="1110", credit="12000")],
    ... ).items[1].credit
    '12000'
    """

    description: str
    items: Sequence[VoucherItem]
    voucher_date: date | None = field(default=None, metadata={"member": "date"})
    reference_no: str | None = None
    company_id: int | None = None
    branch_id: int | None = None
    cost_center_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PostedVoucher:
    """The answer to posting a voucher; ``total`` is the sum of its debits."""

    voucher_id: int
    entry_id: int
    entry_no: str
    voucher_date: date = field(metadata={"member": "date"})
    total: Decimal
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReverseVoucherRequest(WriteRequest):
    """Take a voucher back, by an entry of today in its branch.

    >>> ReverseVoucherRequest(voucher_id=3, reason="مبلغ خاطئ", created_by=1).voucher_id
    3
    """

    voucher_id: int
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReversedVoucher:
    """The answer: the entry that took it back, and its day."""

    voucher_id: int
    entry_id: int
    entry_no: str
    voucher_date: date = field(metadata={"member": "date"})
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredVoucherItem:
    """One item of a stored voucher; one of ``debit`` and ``credit`` is 0."""

    line_no: int
    account_id: int
    account: str
    name_ar: str
    name_en: str
    debit: Decimal
    credit: Decimal
    memo: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Voucher:
    """One stored voucher with its items and journal entries."""

    voucher_id: int
    voucher_date: date = field(metadata={"member": "date"})
    description: str
    total: Decimal
    company_id: int
    branch_id: int
    cost_center_id: int | None = None
    reference_no: str | None = None
    reversed_on: date | None = None
    reversed_by: int | None = None
    reverse_reason: str | None = None
    created_by: int | None = None
    created_at: datetime | None = None
    items: tuple[StoredVoucherItem, ...] = ()
    journal: tuple[PurchaseEntry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class VoucherSummary:
    """One voucher in a list."""

    voucher_id: int
    voucher_date: date = field(metadata={"member": "date"})
    description: str
    total: Decimal
    reversed: bool
    branch_id: int
    cost_center_id: int | None = None
    reference_no: str | None = None
    created_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VoucherFilter(Filter):
    """Which vouchers to list, newest first; the days are those that they are posted to."""

    account: str | None = None
    reference_no: str | None = None
    reversed: bool | None = None
    from_date: date | None = field(default=None, metadata={"member": "from"})
    to_date: date | None = field(default=None, metadata={"member": "to"})
