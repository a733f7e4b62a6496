"""Broken books: what a repair rebuilds, and what is beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyclient.models.fields import WriteRequest


@dataclass(frozen=True, kw_only=True, slots=True)
class RepairRequest(WriteRequest):
    """Rebuild what documents explain of the rows that ``checks`` name (None: all checks). With ``dry_run``,
    the default, nothing is changed.

    >>> RepairRequest(checks=["work_order_totals"], dry_run=False, created_by=1).checks
    ['work_order_totals']
    """

    checks: Sequence[str] | None = None
    dry_run: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class RepairedFigure:
    """One change: ``before`` is None where the row is new."""

    check: str
    table_name: str
    row_id: int
    column: str
    before: str | None
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BeyondRepair:
    """A row that breaks a check and stays as it is: what it should hold and what it holds (as texts)."""

    check: str
    table_name: str
    row_id: int | None
    expected: str | None
    found: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RepairedBooks:
    """The answer to a repair. Of changes and rows beyond repair the first 1000 each are told; the counts say
    how many there are."""

    dry_run: bool
    change_count: int
    changes: tuple[RepairedFigure, ...]
    beyond_repair_count: int
    beyond_repair: tuple[BeyondRepair, ...]
    msg: str = ""
