"""db/checks: one invariant a file, a SELECT that must return no row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pyclient.deploy.session import Connection, Row, execute
from pyclient.deploy.source import db_dir

SAMPLE_ROWS = 5
_COLUMNS = ("table_name", "row_id", "expected", "found")
_FETCH_ROWS = 1000


@dataclass(frozen=True)
class Violation:
    """A row that breaks a check: where it stands, what it should hold and what it holds (as texts)."""

    table_name: str
    row_id: str
    expected: str | None
    found: str | None


@dataclass(frozen=True)
class CheckResult:
    """One check's outcome: ``violations`` counts the rows that break it, ``sample`` holds the first few."""

    name: str
    ok: bool
    violations: int
    sample: tuple[Violation, ...]


def run(connection: Connection, root: Path | None = None) -> list[CheckResult]:
    """Run every check of db/checks, by name, on one state of the database.

    Without an open transaction all checks read one snapshot, so that a shop which goes on selling meanwhile
    raises no false alarm; within the caller's transaction they read what it sees.

    >>> [check.name for check in run(connection) if not check.ok]  # doctest: +SKIP
    []
    """
    files = sorted(((root or db_dir()) / "checks").glob("*.sql"))
    with _snapshot(connection):
        return [_run_one(connection, path) for path in files]


def _run_one(connection: Connection, path: Path) -> CheckResult:
    cursor = connection.cursor()
    cursor.execute(path.read_text(encoding="utf-8"))
    columns = tuple(column[0].lower() for column in cursor.description or ())
    if columns != _COLUMNS:
        cursor.fetchall()
        cursor.close()
        raise ValueError(f"{path}: a check gives the columns {', '.join(_COLUMNS)}, not {columns}")
    count = 0
    sample: list[Violation] = []
    while rows := cursor.fetchmany(_FETCH_ROWS):
        count += len(rows)
        sample += [
            Violation(str(row[0]), str(row[1]), _text(row[2]), _text(row[3]))
            for row in cast(list[Row], rows)[: SAMPLE_ROWS - len(sample)]
        ]
    cursor.close()
    return CheckResult(path.stem, count == 0, count, tuple(sample))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@contextmanager
def _snapshot(connection: Connection) -> Iterator[None]:
    if connection.in_transaction:
        yield
        return
    execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
    try:
        yield
    finally:
        connection.rollback()
