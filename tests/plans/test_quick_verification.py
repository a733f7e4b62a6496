"""A quick verification reads the newest rows and what masters name, and nothing of what lies behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from bench import optimizer
from pyclient.deploy import verify
from pyclient.deploy.session import execute, fetch
from pyclient.deploy.source import NEWEST_ROWS, db_dir, depth_of
from tests.plans.conftest import Crowded

DEPTHS = {path.stem: depth_of(path.read_text("utf-8")) for path in (db_dir() / "checks").glob("*.sql")}
# Rows that a check looks up for each row of its table: lines, payments, entries.
ROWS_FOR_ONE = 30


def rows_read(connection: MySQLConnectionAbstract, query: str) -> int:
    before = _handler_reads(connection)
    fetch(connection, query)
    return _handler_reads(connection) - before


def _handler_reads(connection: MySQLConnectionAbstract) -> int:
    return sum(int(row[1]) for row in fetch(connection, "SHOW SESSION STATUS LIKE 'Handler_read%'"))


@pytest.fixture(scope="module", autouse=True)
def _counted(crowded: Crowded) -> Iterator[None]:
    """With the statistics that a server has but for minutes after a restore; the other modules want none."""
    optimizer.count_rows(crowded.shop.connection)
    yield
    optimizer.forget_statistics(crowded.shop.connection)


def test_a_check_of_the_newest_rows_reads_what_belongs_to_them(crowded: Crowded) -> None:
    with closing(crowded.shop.connect()) as connection:
        for name in (name for name, depth in DEPTHS.items() if depth == "newest"):
            read = rows_read(connection, f"SELECT * FROM _newest_{name}")
            assert read <= NEWEST_ROWS * ROWS_FOR_ONE, name


def test_a_quick_check_reads_the_last_row_of_each_ledger(crowded: Crowded) -> None:
    with closing(crowded.shop.connect()) as connection:
        ((owners, ledger_rows),) = fetch(
            connection,
            "SELECT (SELECT COUNT(*) FROM customers) + (SELECT COUNT(*) FROM suppliers), COUNT(*)"
            " FROM customer_transactions",
        )
        assert ledger_rows > 10 * owners
        for name in (name for name, depth in DEPTHS.items() if depth == "quick"):
            assert rows_read(connection, f"SELECT * FROM _check_{name}") < 5 * owners, name


def test_a_quick_verification_finds_the_newest_document_and_any_balance(crowded: Crowded) -> None:
    spoil = "UPDATE invoices_out SET profit_amount = profit_amount + 1"
    with closing(crowded.shop.connect()) as connection:
        before = _found_quickly(connection)
        execute(connection, "START TRANSACTION")
        ((oldest, newest),) = fetch(
            connection, "SELECT MIN(id), MAX(id) FROM invoices_out WHERE id >= 1000000"
        )
        execute(connection, f"{spoil} WHERE id = {oldest}")
        assert _found_quickly(connection) == before
        assert fetch(connection, f"SELECT found FROM _check_invoice_profit WHERE row_id = {oldest}")
        execute(connection, f"{spoil} WHERE id = {newest}")
        assert _found_quickly(connection) - before == {"invoice_profit"}
        # that it is another than what is open, only the full one sees
        execute(connection, "UPDATE customers SET balance = balance + 1 WHERE id = 1000000")
        assert _found_quickly(connection) - before == {"invoice_profit", "customer_balance_is_its_last_row"}
        connection.rollback()


def _found_quickly(connection: MySQLConnectionAbstract) -> set[str]:
    return {check.name for check in verify.run(connection, quick=True) if not check.ok}
