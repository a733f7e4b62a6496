"""Purchases: suppliers' bills, each line of which is a stock layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pyclient.models.fields import Amount, Filter, Request, WriteRequest
from pyclient.models.payments import PaymentRow
from pyclient.models.sales import AppliedTax
from pyclient.models.suppliers import SupplierChange, SupplierMoney


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchaseItem(Request):
    """Goods that came in: quantity at a unit cost without the tax that is given back, on a day (None: today).

    ``tax_rate`` is a percentage; None: the product's taxes where the bill is ``taxed``, else none.
    """

    product_id: int
    qty: Amount
    unit_cost: Amount
    received_at: date | None = None
    tax_rate: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchaseRequest(WriteRequest):
    """A bill: what it comes to is owed to the supplier, less what ``payments`` pay at once.

    Without ``supplier_id`` it is paid whole, or owed to nobody until a bill comes. ``bill_no`` is the
    supplier's own number, once for each supplier. ``due_days``, instead of ``due_date``: in how many days it
    is due; without either as the supplier's ``payment_days`` say. ``taxed`` True: lines have their products'
    taxes. ``tax_total`` is what the bill says that its taxes are, where the supplier rounds otherwise.

    >>> PurchaseRequest(
    ...     supplier_id=2, bill_no="A-118", items=[PurchaseItem(product_id=3, qty=20, unit_cost="33.25")],
    ...     created_by=1,
    ... ).bill_no
    'A-118'
    """

    items: Sequence[PurchaseItem]
    supplier_id: int | None = None
    bill_no: str | None = None
    taxed: bool | None = None
    tax_total: Amount | None = None
    payments: Sequence[PaymentRow] | None = None
    due_date: date | None = None
    due_days: int | None = None
    notes: str | None = None
    branch_id: int | None = None
    cost_center_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PostedItem:
    """One line of a purchase: the layer that it became."""

    batch_id: int
    product_id: int
    qty: Decimal
    unit_cost: Decimal
    value: Decimal
    received_at: date
    tax_amount: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class PostedPurchase:
    """The answer to posting a purchase; ``supplier`` is None where it has none, ``due_date`` where it is due
    at once. ``total`` is with taxes."""

    bill_id: int
    purchase_no: str
    total: Decimal
    paid_amount: Decimal
    bill_no: str | None = None
    supplier_id: int | None = None
    due_date: date | None = None
    tax_total: Decimal = Decimal(0)
    taxes: tuple[AppliedTax, ...] = ()
    items: tuple[PostedItem, ...] = ()
    payments: tuple[SupplierMoney, ...] = ()
    supplier: SupplierChange | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierOpeningRequest(WriteRequest):
    """What a supplier was owed before there were books, since ``opening_date`` (None: today), from which
    ``due_days`` count.

    >>> SupplierOpeningRequest(supplier_id=2, amount="1000.00", created_by=1).amount
    '1000.00'
    """

    supplier_id: int
    amount: Amount
    bill_no: str | None = None
    opening_date: date | None = field(default=None, metadata={"member": "date"})
    due_date: date | None = None
    due_days: int | None = None
    notes: str | None = None
    branch_id: int | None = None
    cost_center_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedSupplierOpening:
    """The answer to a supplier's opening balance: the bill that it is."""

    bill_id: int
    purchase_no: str
    supplier_id: int
    opening_date: date
    total: Decimal
    supplier: SupplierChange
    bill_no: str | None = None
    due_date: date | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReversePurchaseRequest(WriteRequest):
    """Take a purchase back, whole. What was paid with it stays on the supplier's ``account``, comes back in
    ``cash``, or by the methods it was paid by (``original``).

    >>> ReversePurchaseRequest(bill_id=12, refund="cash", created_by=1).refund
    'cash'
    """

    bill_id: int
    refund: Literal["account", "cash", "original"] | None = None
    reason: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReversedPurchase:
    """The answer to reversing a purchase."""

    bill_id: int
    purchase_no: str
    total: Decimal
    refunded_amount: Decimal
    refunds: tuple[SupplierMoney, ...] = ()
    supplier: SupplierChange | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchToReturn(Request):
    """Pieces of one line of a purchase, its batch, that go back to the supplier."""

    batch_id: int
    qty: Amount


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnPurchaseRequest(WriteRequest):
    """Send a part of a purchase back. What was paid for it stays on the supplier's ``account``, or as much as
    goes back comes in ``cash``, or by the methods it was paid by (``original``).

    >>> ReturnPurchaseRequest(bill_id=12, items=[BatchToReturn(batch_id=31, qty=3)], created_by=1).refund
    """

    bill_id: int
    items: Sequence[BatchToReturn]
    refund: Literal["account", "cash", "original"] | None = None
    reason: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SentBackItem:
    """What went back of one batch, at the cost that left the stock, and its part of the batch's taxes."""

    batch_id: int
    product_id: int
    qty: Decimal
    cost: Decimal
    tax_amount: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedPurchase:
    """The answer to sending goods back to a supplier. ``value`` is with their taxes."""

    return_id: int
    return_no: str
    bill_id: int
    purchase_no: str
    value: Decimal
    refunded_amount: Decimal
    tax_amount: Decimal = Decimal(0)
    items: tuple[SentBackItem, ...] = ()
    refunds: tuple[SupplierMoney, ...] = ()
    supplier: SupplierChange | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredPurchaseItem(PostedItem):
    """One line of a stored purchase, with what is left of its layer."""

    product_name: str
    remaining: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchasePayment:
    """Money of a stored purchase: a payment, a refund (below 0), or a void, which undoes another."""

    payment_id: int
    payment_no: str
    business_date: date
    kind: str
    amount: Decimal
    method: str
    notes: str | None = None
    undoes: int | None = None
    created_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchaseReturn:
    """What went back of one batch of a stored purchase."""

    return_id: int
    return_no: str
    business_date: date
    batch_id: int
    qty: Decimal
    cost: Decimal
    tax_amount: Decimal
    reason: str | None = None
    created_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchaseEntry:
    """One journal entry of a stored purchase, debit note or voucher."""

    entry_id: int
    entry_no: str
    entry_type: str
    entry_date: date
    reverses_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Purchase:
    """One stored purchase with everything that hangs on it; an opening balance is owed since its
    ``opening_date`` and has no items."""

    bill_id: int
    purchase_no: str
    business_date: date
    total: Decimal
    tax_total: Decimal
    returned_amount: Decimal
    reversed: bool
    opening_date: date | None = None
    due_date: date | None = None
    bill_no: str | None = None
    supplier_id: int | None = None
    supplier_name: str | None = None
    company_id: int | None = None
    branch_id: int | None = None
    cost_center_id: int | None = None
    notes: str | None = None
    reversed_on: date | None = None
    reversed_by: int | None = None
    reverse_reason: str | None = None
    created_by: int | None = None
    created_at: datetime | None = None
    taxes: tuple[AppliedTax, ...] = ()
    items: tuple[StoredPurchaseItem, ...] = ()
    payments: tuple[PurchasePayment, ...] = ()
    returns: tuple[PurchaseReturn, ...] = ()
    journal: tuple[PurchaseEntry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchaseSummary:
    """One purchase in a list; an opening balance is owed since its ``opening_date``."""

    bill_id: int
    purchase_no: str
    business_date: date
    total: Decimal
    tax_total: Decimal
    returned_amount: Decimal
    reversed: bool
    opening_date: date | None = None
    due_date: date | None = None
    bill_no: str | None = None
    supplier_id: int | None = None
    supplier_name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchaseFilter(Filter):
    """Which purchases to list, newest first; ``reversed`` None lists both kinds."""

    supplier_id: int | None = None
    bill_no: str | None = None
    reversed: bool | None = None
    from_date: date | None = field(default=None, metadata={"member": "from"})
    to_date: date | None = field(default=None, metadata={"member": "to"})
