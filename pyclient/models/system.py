"""Branches, cost centres, users with their branches, and which version of Daftar a database holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyclient.models.fields import KEEP, Filter, Keep, WriteRequest


@dataclass(frozen=True, kw_only=True, slots=True)
class BranchRequest(WriteRequest):
    """A new branch (code and name are needed), or with ``branch_id`` a change of one.

    >>> BranchRequest(code="GZ", name="فرع الجيزة", created_by=1).code
    'GZ'
    """

    branch_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    cost_center_id: int | Keep | None = KEEP
    company_id: int | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """One branch; the main one's documents have the plain number prefix. ``cost_center_id``: of its documents
    that name none.
    """

    id: int
    company_id: int
    code: str
    name: str
    is_main: bool
    cost_center_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CostCenterRequest(WriteRequest):
    """A new cost centre (code and name are needed), or with ``cost_center_id`` a change of one.

    >>> CostCenterRequest(code="WORKSHOP", name="الورشة", created_by=1).code
    'WORKSHOP'
    """

    cost_center_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    active: bool | Keep = KEEP
    company_id: int | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class CostCenter:
    """One cost centre; one that is not active is in no new document."""

    id: int
    company_id: int
    code: str
    name: str
    active: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedCostCenter:
    """The answer to saving a cost centre."""

    cost_center_id: int
    cost_center: CostCenter
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CostCenterFilter(Filter):
    """Which cost centres to list."""

    cost_center_id: int | None = None
    active: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UserBranchesRequest(WriteRequest):
    """Limit a user to branches, by an admin (``created_by``); an empty list lets the user work everywhere.

    >>> UserBranchesRequest(user_id=5, branch_ids=[2], created_by=1).branch_ids
    [2]
    """

    user_id: int
    branch_ids: Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class UserPermissionsRequest(WriteRequest):
    """Limit a user to calls, by an admin (``created_by``); an empty list lets the user make every call.

    ``permissions``: names of procedures that write.

    >>> UserPermissionsRequest(user_id=5, permissions=["sp_save_invoice"], created_by=1).permissions
    ['sp_save_invoice']
    """

    user_id: int
    permissions: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A user; ``branch_ids`` is empty for one who works in every branch, ``permissions`` for one who makes
    every call."""

    id: int
    username: str
    role: str
    active: bool = True
    branch_ids: tuple[int, ...] = ()
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedUser:
    """The answer to setting what a user is limited to."""

    user_id: int
    user: User
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class UserFilter(Filter):
    """Which users to list."""

    user_id: int | None = None
    active: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedBranch:
    """The answer to saving a branch."""

    branch_id: int
    branch: Branch
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerVersion:
    """The version deployed in the database; ``api`` changes when old clients can no longer work with it."""

    version: str
    api: int
