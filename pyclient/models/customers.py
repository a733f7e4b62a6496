"""Customers, and the statement of what happened to their balance and wallet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pyclient.models.fields import KEEP, Amount, Cursor, Filter, Keep, Page, WriteRequest


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerRequest(WriteRequest):
    """A new customer (name, mobile and city are needed), or with ``customer_id`` a change of one.

    ``price_list_id`` goes before the group's. ``credit_limit`` is what may be owed (None: any amount, 0:
    nothing); only an admin changes it. ``tracks_balance`` False makes a walk-in customer, who pays in full
    and has no account: never taken back.

    >>> CustomerRequest(name="محل النور", mobile="01000000001", city="القاهرة", created_by=1).city
    'القاهرة'
    """

    customer_id: int | None = None
    name: str | Keep = KEEP
    mobile: str | Keep = KEEP
    city: str | Keep = KEEP
    address: str | Keep | None = KEEP
    notes: str | Keep | None = KEEP
    active: bool | Keep = KEEP
    group_id: int | Keep | None = KEEP
    price_list_id: int | Keep | None = KEEP
    credit_limit: Amount | Keep | None = KEEP
    tracks_balance: bool | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Customer:
    """One customer. ``balance`` is what they owe (negative: what they are owed), ``wallet`` prepaid money."""

    id: int
    name: str
    mobile: str
    city: str
    balance: Decimal
    wallet: Decimal
    company_id: int
    active: bool = True
    address: str | None = None
    notes: str | None = None
    join_date: date | None = None
    group_id: int | None = None
    price_list_id: int | None = None
    credit_limit: Decimal | None = None
    tracks_balance: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedCustomer:
    """The answer to saving a customer."""

    customer_id: int
    customer: Customer
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerFilter(Filter):
    """Which customers to list: ``search`` looks into names and mobiles."""

    search: str | None = None
    active: bool | None = None
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerChange:
    """A customer's balance and wallet before and after a whole call."""

    id: int
    balance_before: Decimal
    balance_after: Decimal
    wallet_before: Decimal
    wallet_after: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementFilter(Filter):
    """Whose statement, and of which days (both included; None: from the first, to the last)."""

    customer_id: int
    from_date: date | None = field(default=None, metadata={"member": "from"})
    to_date: date | None = field(default=None, metadata={"member": "to"})


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementCustomer:
    """The customer on top of a statement, as they stand now."""

    id: int
    name: str
    balance: Decimal
    wallet: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementRow:
    """One row of the customer's ledger; ``amount`` changes the balance (deposit, withdraw: the wallet)."""

    seq: int
    transaction_id: int
    transaction_date: date
    transaction_type: str
    amount: Decimal
    balance_before: Decimal
    balance_after: Decimal
    wallet_before: Decimal
    wallet_after: Decimal
    description: str = ""
    invoice_id: int | None = None
    payment_id: int | None = None
    debit_note_id: int | None = None
    wallet_transaction_id: int | None = None
    work_order_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement(Page[StatementRow]):
    """A page of a customer's statement, oldest row first."""

    customer: StatementCustomer
    # Named again for the reader of answers: a type variable does not say what a row is.
    rows: tuple[StatementRow, ...] = ()
    next_after: Cursor | None = None
