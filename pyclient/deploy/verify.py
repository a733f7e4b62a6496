"""The checks of db/checks, each a SELECT that must return no row, as sp_verify_books runs them."""

from __future__ import annotations

from dataclasses import dataclass

from pyclient import wire
from pyclient.deploy.session import Connection
from pyclient.wire import JsonValue

SAMPLE_ROWS = 5


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


def run(connection: Connection, *, quick: bool = False) -> list[CheckResult]:
    """Run every check, by name, on one state of the database: a shop that goes on selling raises no false
    alarm. Within the caller's transaction the checks read what it sees. ``quick``: only those that take no
    longer in a large database, and of documents only the newest.

    >>> [check.name for check in run(connection) if not check.ok]  # doctest: +SKIP
    []
    """
    cursor = connection.cursor()
    try:
        cursor.execute("CALL sp_verify_quick()" if quick else "CALL sp_verify_books()")
        rows = cursor.fetchall()
        while cursor.nextset():
            cursor.fetchall()
    finally:
        cursor.close()
    return [
        CheckResult(str(name), bool(ok), int(str(violations)), tuple(_violations(str(sample))))
        for name, ok, violations, sample in rows
    ]


def _violations(sample: str) -> list[Violation]:
    rows = wire.parse(sample)
    assert isinstance(rows, list)
    return [
        Violation(str(row["table_name"]), str(row["row_id"]), _text(row["expected"]), _text(row["found"]))
        for row in rows
        if isinstance(row, dict)
    ]


def _text(value: JsonValue) -> str | None:
    return None if value is None else str(value)
