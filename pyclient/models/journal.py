"""The chart of accounts, which account plays which role, and how far the books are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pyclient.models.fields import KEEP, Filter, Keep, WriteRequest

AccountKind = Literal["asset", "liability", "equity", "revenue", "expense"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountRequest(WriteRequest):
    """A new account (code, both names and kind are needed), or with ``account_id`` a change of one.

    >>> AccountRequest(
    ...     code="1101", name_ar="صندوق الفرع", name_en="Branch cash", kind="asset", created_by=1
    ... ).code
    '1101'
    """

    account_id: int | None = None
    code: str | Keep = KEEP
    name_ar: str | Keep = KEEP
    name_en: str | Keep = KEEP
    kind: AccountKind | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """One account of the chart, with the roles that it plays."""

    id: int
    code: str
    name_ar: str
    name_en: str
    kind: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountFilter(Filter):
    """Which accounts to list."""

    account_id: int | None = None
    code: str | None = None
    kind: AccountKind | None = None
    role: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedAccount:
    """The answer to saving an account."""

    account_id: int
    account: Account
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountRoleRequest(WriteRequest):
    """Let an account, by its id or as ``account`` its code, play a role (``receivables``, ``inventory``, a
    payment method, ...) from now on.

    >>> AccountRoleRequest(role="card", account="1110", created_by=1).role
    'card'
    """

    role: str
    account_id: int | None = None
    account: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountRole:
    """The answer: which account plays the role now."""

    role: str
    account_id: int
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseBooksRequest(WriteRequest):
    """Close the books up to a day, which must be over. With ``reopen`` the day may be earlier than the one
    that they are closed to, and None opens them altogether.

    >>> CloseBooksRequest(closed_to=date(2026, 10, 31), created_by=1).closed_to.isoformat()
    '2026-10-31'
    """

    closed_to: date | None = None
    reopen: bool | None = None
    company_id: int | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosedBooks:
    """The answer: nothing is posted up to ``closed_to`` any more."""

    company_id: int
    closed_to: date | None
    msg: str = ""
