"""Every locking statement goes by its index, and a sale locks what it sells, in a shop of 20,000 other
invoices whose tables the optimizer believes to be empty."""

from __future__ import annotations

import json
from contextlib import closing
from typing import cast

import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from pyclient.deploy.source import ENGINES, read_objects
from tests.plans import subjects
from tests.plans.conftest import Crowded
from tests.plans.statements import LockingStatement, locking_statements
from tests.shop import call

CROWD_ID = 2_000_500
# As fast as it gets: by a whole key, by a part of one, by a range of one.
BY_INDEX = {"const", "eq_ref", "ref", "range", "system"}
_STATEMENTS = [*locking_statements(ENGINES[0], CROWD_ID)]


def test_the_statements_that_lock_are_found() -> None:
    routines = {statement.routine for statement in _STATEMENTS}
    assert {
        "_allocate_payments",
        "_close_customer_ledger",
        "_lock_customer",
        "_lock_draft",
        "sp_delete_draft",
        "_lock_payable_invoice",
        "_lock_products",
        "_lock_work_order",
        "_next_numbers",
        "_open_request",
        "_replace_barcodes",
        "_post_invoice_lines",
        "_return_stock",
        "_lock_products_of_amendment",
        "_lock_products_of_return",
        "_take_oldest",
        "_give_back_to_batches",
        "_lock_live_invoice",
        "_lock_order",
        "sp_cancel_order",
        "_post_entries",
        "_lock_next_document",
        "_number_of_another_day",
        "_lock_batches_of_purchase",
        "_lock_purchase",
        "_lock_stocked_products",
        "_lock_supplier",
        "sp_reverse_purchase",
        "sp_save_product",
        "sp_save_work_order",
        "trg_invoices_out_au",
        "trg_invoices_out_bu",
    } <= routines


@pytest.mark.parametrize("statement", _STATEMENTS, ids=[statement.routine for statement in _STATEMENTS])
def test_a_locking_statement_goes_by_an_index(crowded: Crowded, statement: LockingStatement) -> None:
    connection = crowded.shop.connection
    with closing(connection.cursor(dictionary=True)) as cursor:
        cursor.execute(f"EXPLAIN FORMAT=TRADITIONAL {statement.sql}")
        plan = cast(list[dict[str, object]], cursor.fetchall())
    assert plan
    for step in plan:
        table = str(step["table"])
        if step["table"] is None or table.startswith(("<derived", "<union")) or table == "j":
            continue
        assert step["type"] in BY_INDEX, f"{statement.sql}\n{json.dumps(plan, default=str, indent=1)}"
        assert step["key"], f"{statement.sql}\n{json.dumps(plan, default=str, indent=1)}"
        if "FORCE INDEX (batches_fifo)" in statement.sql:
            assert step["key"] == "batches_fifo"


@pytest.fixture
def held(crowded: Crowded) -> MySQLConnectionAbstract:
    """sp_save_invoice without its COMMIT, as held_sp_save_invoice: its locks can be looked at."""
    (source,) = (
        source for source in read_objects(crowded.shop.server.engine) if source.name == "sp_save_invoice"
    )
    body, _, answer = source.statement.rpartition("    COMMIT AND NO CHAIN NO RELEASE;\n")
    assert answer == "    SELECT v_response AS response;\nEND"
    connection = crowded.shop.connect()
    execute(connection, "DROP PROCEDURE IF EXISTS held_sp_save_invoice")
    execute(connection, (body + answer).replace("PROCEDURE sp_", "PROCEDURE held_sp_", 1))
    return connection


def test_a_sale_locks_its_own_rows_only(crowded: Crowded, held: MySQLConnectionAbstract) -> None:
    expected = subjects.rows_of(held, crowded.subject)
    assert len(expected["batches"]) == 13
    call(held, "held_sp_save_invoice", dict(subjects.sale(crowded.subject, request_id="held")))
    try:
        with closing(crowded.shop.server.connect(crowded.shop.name)) as watcher:
            if crowded.shop.server.engine == "mysql":
                _check_locks(watcher, expected)
            else:
                # 4 buckets and series, customer, work order, 3 products, 13 batches and the index entries
                # that led to them; parents of foreign keys, accounts among them
                (rows,) = fetch(
                    watcher,
                    "SELECT trx_rows_locked FROM information_schema.innodb_trx"
                    f" WHERE trx_mysql_thread_id = {held.connection_id}",
                )
                assert rows[0] <= 150
    finally:
        held.rollback()


def _check_locks(watcher: MySQLConnectionAbstract, expected: dict[str, set[int]]) -> None:
    rows = fetch(
        watcher,
        "SELECT object_name, index_name, lock_mode, lock_data FROM performance_schema.data_locks"
        " WHERE object_schema = DATABASE() AND lock_type = 'RECORD'",
    )
    locked: dict[str, set[str]] = {}
    modes: dict[str, set[str]] = {}
    for table, index, mode, data in rows:
        if index == "PRIMARY":
            locked.setdefault(table, set()).add(str(data))
            modes.setdefault(table, set()).add(mode)
    for table, ids in expected.items():
        assert locked.pop(table) == {str(row_id) for row_id in ids}, table
    assert len(locked.pop("lock_buckets")) == 1
    assert locked.pop("number_series") == {"1, 'INV', ''", "1, 'JE', ''", "1, 'PAY', ''"}
    assert len(locked.pop("audit_chains")) == 1
    # what was posted: the sale, its cost, and a payment of each method
    assert len(locked.pop("journal_entries")) == 4
    # receivables, sales, cost, inventory, cash, wallet: every other sale posts to them, too
    assert len(locked.pop("accounts")) == 6
    # parents of the new rows; the company, so that its books are not closed meanwhile
    assert locked.keys() <= {
        "users",
        "branches",
        "companies",
        "payment_methods",
        "invoices_out",
        "invoice_out_items",
    }
    assert all(len(ids) <= 5 for ids in locked.values()), locked
    for shared in ("accounts", "companies", "branches", "users"):
        assert modes[shared] == {"S,REC_NOT_GAP"}, shared
