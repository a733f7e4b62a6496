"""Branches, and which version of Daftar a database holds."""

from __future__ import annotations

from dataclasses import dataclass

from pyclient.models.fields import KEEP, Keep, WriteRequest


@dataclass(frozen=True, kw_only=True, slots=True)
class BranchRequest(WriteRequest):
    """A new branch (code and name are needed), or with ``branch_id`` a change of one.

    >>> BranchRequest(code="GZ", name="فرع الجيزة", created_by=1).code
    'GZ'
    """

    branch_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    company_id: int | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """One branch; the main one's documents have the plain number prefix."""

    id: int
    company_id: int
    code: str
    name: str
    is_main: bool


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
