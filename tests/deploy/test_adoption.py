"""Both starts end at one schema, no row of the shop is lost or changed, and what did not add up is listed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing

import mysql.connector
import pytest
from yoyo import read_migrations

from pyclient.connection import connect
from pyclient.deploy import migrate, verify
from pyclient.deploy.session import DeployError, execute, fetch, quoted
from pyclient.deploy.source import db_dir
from tests.deploy.old_shop import catalogue, fingerprints, load_dump, old_columns
from tests.shop import call_text

Fresh = Callable[[], str]

# What the adoption says about the rows of old_shop.INCONSISTENT: check, table, row -> expected, found.
FINDINGS: dict[tuple[str, str, int], tuple[str, str]] = {
    ("batch_quantity_is_received_less_taken", "batches", 61): ("8", "-2.5"),
    ("batch_quantity_is_received_less_taken", "batches", 888): ("-1", "0"),
    ("batch_value_is_received_less_taken", "batches", 61): ("252", "-78.75"),
    ("batch_value_is_received_less_taken", "batches", 888): ("-20", "0"),
    ("customer_balance_is_what_is_open", "customers", 20): ("54", "999.99"),
    ("customer_balance_is_what_is_open", "customers", 21): ("0", "12.5"),
    ("invoice_cost_is_its_lines", "invoices_out", 0): ("31.5", "0"),
    ("invoice_cost_is_its_lines", "invoices_out", 201): ("31.5", "10"),
    ("invoice_cost_is_its_lines", "invoices_out", 404): ("1", "0"),
    ("invoice_paid_is_its_payments", "invoices_out", 201): ("25", "30"),
    ("invoice_paid_is_its_payments", "invoices_out", 202): ("0", "50"),
    ("invoice_paid_is_its_payments", "invoices_out", 405): ("7", "0"),
    ("invoice_profit", "invoices_out", 201): ("80", "5"),
    ("invoice_remaining_is_what_is_open", "invoices_out", 201): ("60", "44"),
    ("invoice_status_follows_amounts", "invoices_out", 201): ("partial", "no"),
    ("invoice_status_follows_amounts", "invoices_out", 203): ("no", "partial"),
    ("invoice_total_after_discount", "invoices_out", 201): ("100", "90"),
    ("invoice_total_is_its_lines", "invoices_out", 201): ("84", "100"),
    ("invoice_total_is_its_lines", "invoices_out", 203): ("0", "10"),
    ("invoice_total_is_its_lines", "invoices_out", 404): ("10", "0"),
    ("invoice_work_order_is_of_its_customer", "invoices_out", 203): ("20", "4"),
    ("ledger_amount_is_the_change", "customer_transactions", 701): ("90", "100"),
    ("ledger_rows_follow_each_other", "customer_transactions", 702): ("90", "80"),
    ("line_cost_is_its_allocations", "invoice_out_items", 302): ("0", "1"),
    ("line_quantity_is_allocated", "invoice_out_items", 301): ("2", "1"),
    ("line_quantity_is_allocated", "invoice_out_items", 302): ("1", "0"),
    ("line_quantity_is_allocated", "invoice_out_items", 999): ("0", "1"),
    ("line_total_is_its_price", "invoice_out_items", 301): ("0", "84"),
    ("line_total_is_its_price", "invoice_out_items", 302): ("0", "10"),
    ("line_total_is_its_price", "invoice_out_items", 303): ("0", "50"),
    ("taking_is_of_its_product", "sale_item_allocations", 404): ("3", "777"),
    ("wallet_amount_is_the_change", "wallet_transactions", 601): ("10", "9"),
    ("wallet_is_not_negative", "customers", 20): ("0", "-5"),
    ("wallet_rows_follow_each_other", "wallet_transactions", 601): ("0", "3"),
}


def test_an_empty_schema_and_the_shops_dump_end_at_the_same_catalogue(fresh_database: Fresh) -> None:
    empty, shop = fresh_database(), fresh_database()
    load_dump(shop)
    migrate.migrate(empty)
    migrate.migrate(shop)
    with closing(connect(empty)) as one, closing(connect(shop)) as other:
        for part, rows in catalogue(one).items():
            assert catalogue(other)[part] == rows, part


@pytest.mark.parametrize("inconsistent", [False, True], ids=["dump", "inconsistent"])
def test_every_old_row_is_kept_as_it_was(fresh_database: Fresh, inconsistent: bool) -> None:
    url = fresh_database()
    load_dump(url, inconsistent=inconsistent)
    with closing(connect(url)) as connection:
        columns = old_columns(connection)
        # The one thing that adoption sets: the old code never wrote it.
        columns["work_orders"] = [c for c in columns["work_orders"] if not c.startswith("total_")]
        before = fingerprints(connection, columns)
        migrate.migrate(url)
        after = fingerprints(connection, columns)
        for table, rows in before.items():
            lost = rows.keys() - after[table].keys()
            changed = [row for row in rows if row not in lost and rows[row] != after[table][row]]
            assert (lost, changed) == (set(), []), table
            if not inconsistent:
                added = after[table].keys() - rows.keys()
                expected = {"users": {0}, "customer_transactions": {602}}
                assert added == expected.get(table, set()), table


def test_the_shops_dump_adds_up_and_gets_its_figures(fresh_database: Fresh) -> None:
    url = fresh_database()
    load_dump(url)
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        assert fetch(connection, "SELECT * FROM adoption_findings") == []
        assert [check.name for check in verify.run(connection) if not check.ok] == []
        totals = "SELECT total_invoice_amount, total_paid, total_remaining FROM work_orders WHERE id = 2"
        assert [tuple(map(float, row)) for row in fetch(connection, totals)] == [(2430.0, 1500.0, 930.0)]
        # The ledger knew of the wallet only: the balance gets its opening row.
        opening = (
            "SELECT transaction_type, amount, balance_before, balance_after, wallet_after, seq"
            " FROM customer_transactions WHERE customer_id = 4 ORDER BY seq DESC LIMIT 1"
        )
        (row,) = fetch(connection, opening)
        assert (row[0], *map(float, row[1:])) == ("adjustment", 1710.0, 0.0, 1710.0, 250.0, 2.0)
        days = "SELECT id, CAST(invoice_date AS CHAR) FROM invoices_out ORDER BY id"
        assert fetch(connection, days) == [(101, "2025-09-10"), (102, "2025-10-02")]


def _of_no_invoice(url: str, *, made_an_invoice: bool) -> set[tuple[str, int]]:
    """Two customers owe 500 that no invoice explains; gives what the adoption found."""
    load_dump(url)
    guide = (db_dir().parent / "docs" / "adopt.md").read_text(encoding="utf-8")
    (statement,) = re.findall(r"```sql\n(INSERT INTO invoices_out .*?);\n```", guide, re.DOTALL)
    with closing(connect(url)) as connection:
        execute(connection, "UPDATE customers SET balance = balance + 500 WHERE id IN (4, 9)")
        if made_an_invoice:
            execute(connection, statement)
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        return {
            (str(name), int(str(row)))
            for name, row in fetch(connection, "SELECT check_name, row_id FROM adoption_findings")
        }


def _pay_what_customer_9_owes(url: str) -> object:
    with closing(connect(url)) as connection:
        request = json.dumps({"customer_id": 9, "amount": "500", "created_by": 5})
        answer = json.loads(call_text(connection, "sp_add_payment", request))
        assert [check.name for check in verify.run(connection) if not check.ok] == []
    return answer["customer"]["balance_after"]


def test_on_a_balance_of_no_invoice_nothing_is_open(fresh_database: Fresh) -> None:
    found = _of_no_invoice(url := fresh_database(), made_an_invoice=False)
    assert found == {("customer_balance_is_what_is_open", 4), ("customer_balance_is_what_is_open", 9)}
    with pytest.raises(mysql.connector.Error, match="NOTHING_TO_PAY"):
        _pay_what_customer_9_owes(url)


def test_a_balance_that_was_made_an_invoice_before_is_paid(fresh_database: Fresh) -> None:
    """By the statement of docs/adopt.md."""
    found = _of_no_invoice(url := fresh_database(), made_an_invoice=True)
    assert {name for name, _ in found} == {"invoice_total_is_its_lines"}
    assert _pay_what_customer_9_owes(url) == 0


def test_every_difference_in_the_old_data_is_a_finding_and_the_checks_leave_out_exactly_those(
    fresh_database: Fresh,
) -> None:
    url = fresh_database()
    load_dump(url, inconsistent=True)
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        rows = fetch(
            connection, "SELECT check_name, table_name, row_id, expected, found FROM adoption_findings"
        )
        found = {(r[0], r[1], r[2]): (_number(r[3]), _number(r[4])) for r in rows}
        assert found == FINDINGS
        assert {check.name: check.sample for check in verify.run(connection) if not check.ok} == {}
        for table, ids in {
            "users": {0, 88},
            "customers": {0, 555, 556},
            "products": {0, 777, 778},
            "work_orders": {66, 67},
            "invoices_out": {0, 404, 405, 406},
            "invoice_out_items": {999},
            "batches": {888},
        }.items():
            name = {
                "users": "username = 'adopted'",
                "customers": "name = 'adopted'",
                "products": "name = 'adopted'",
            }
            listed = ", ".join(map(str, ids))
            sql = f"SELECT id FROM {table} WHERE id IN ({listed}) AND {name.get(table, 'TRUE')}"
            assert {row[0] for row in fetch(connection, sql)} == ids, table


def _number(text: str | None) -> str:
    try:
        return f"{float(text or 0):g}"
    except ValueError:
        return str(text)


def test_codes_that_only_case_tells_apart_stop_the_adoption_before_any_change(fresh_database: Fresh) -> None:
    url = fresh_database()
    load_dump(url)
    with closing(connect(url)) as connection:
        execute(connection, "ALTER TABLE products DROP INDEX product_code")
        execute(
            connection,
            "INSERT INTO products (id, product_code, name, unit_of_measure) VALUES"
            " (90, 'p-003', 'x', 'x'), (91, 'É-1', 'x', 'x'), (92, 'e-1', 'x', 'x')",
        )
        before = catalogue(connection)
        columns = old_columns(connection)
        rows = fingerprints(connection, columns)
        with pytest.raises(Exception, match="nothing was changed") as refusal:
            migrate.migrate(url)
        for row in ("products.id 3", "products.id 90", "products.id 91", "products.id 92"):
            assert row in str(refusal.value)
        after = {
            part: [r for r in found if not any(str(name).startswith(("_yoyo", "yoyo")) for name in r)]
            for part, found in catalogue(connection).items()
        }
        assert after == before
        assert fingerprints(connection, columns) == rows


@pytest.mark.parametrize("start", ["empty", "dump", "inconsistent"])
def test_everything_rolls_back_and_applies_again(fresh_database: Fresh, start: str) -> None:
    url = fresh_database()
    if start != "empty":
        load_dump(url, inconsistent=start == "inconsistent")
    with closing(connect(url)) as connection:
        old = old_columns(connection)
        migrate.migrate(url)
        first = catalogue(connection)
        if start == "empty":
            old = {
                t: c for t, c in old_columns(connection).items() if t in ("users", "products", "customers")
            }
            old["products"] = ["id", "product_code", "name"]
        rows = fingerprints(connection, old)
        undone = migrate.rollback(url)
        assert undone[0] > undone[-1]
        left = {row[0] for row in fetch(connection, "SHOW TABLES")}
        assert not left & {"companies", "request_keys", "deployed_objects", "adoption_findings"}
        for part in ("routines", "triggers", "views"):
            assert catalogue(connection)[part] == []
        if start != "empty":
            assert fingerprints(connection, old) == rows
            _old_code_works(url)
        migrate.migrate(url)
        assert catalogue(connection) == first
        # What the rolled back rows, and the new ones, look like to the package again.
        if start == "dump":
            assert [check.name for check in verify.run(connection) if not check.ok] == []


def test_rolling_back_to_a_migration_stops_there(fresh_database: Fresh) -> None:
    url = fresh_database()
    applied = migrate.migrate(url).migrations
    assert migrate.rollback(url, to=applied[-3]) == [applied[-1], applied[-2]]
    assert migrate.migrate(url).migrations == applied[-2:]


def _old_code_works(url: str) -> None:
    """The statements of the shop's other pages, with the old columns."""
    with closing(connect(url)) as connection:
        execute(connection, "INSERT INTO users (username, role) VALUES ('new', 'user')")
        execute(
            connection,
            "INSERT INTO customers (name, mobile, city, address, notes, created_by)"
            " VALUES ('n', '01', 'c', '', '', 0)",
        )
        execute(
            connection,
            "INSERT INTO products (product_code, name, unit_of_measure, selling_price)"
            " VALUES ('NEW', 'n', 'u', 5)",
        )
        (product,) = fetch(connection, "SELECT MAX(id) FROM products")[0]
        execute(
            connection,
            "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at,"
            " created_by) VALUES (%s, 5, 5, 5, 1.5, '2025-12-01', 1)",
            (product,),
        )


def test_the_pages_that_still_insert_by_themselves_go_on_working(fresh_database: Fresh) -> None:
    url = fresh_database()
    load_dump(url)
    migrate.migrate(url)
    _old_code_works(url)
    with closing(connect(url)) as connection:
        value = fetch(connection, "SELECT stock_value, original_value FROM batches ORDER BY id DESC LIMIT 1")
        assert [tuple(map(float, row)) for row in value] == [(7.5, 7.5)]
        # a batch that nobody posted
        assert {check.name for check in verify.run(connection) if not check.ok} == {
            "batch_is_its_movements",
            "inventory_account_is_the_batches",
        }


def test_a_foreign_table_with_one_of_our_names_stops_the_adoption(fresh_database: Fresh) -> None:
    url = fresh_database()
    with closing(connect(url)) as connection:
        execute(connection, "CREATE TABLE companies (id INT PRIMARY KEY)")
        with pytest.raises(Exception, match="companies is there already"):
            migrate.migrate(url)


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_table_that_is_not_all_of_the_shops_stops_the_adoption(
    fresh_database: Fresh, dry_run: bool
) -> None:
    url = fresh_database()
    with closing(connect(url)) as connection:
        execute(connection, "CREATE TABLE users (id INT, foo INT)")
        execute(connection, "CREATE TABLE products (id INT PRIMARY KEY)")
    with pytest.raises(DeployError) as raised:
        migrate.migrate(url, dry_run=dry_run)
    for fault in (
        "the table users has no column username",
        "the table users has no primary key",
        "the table products has no column product_code",
    ):
        assert fault in str(raised.value)
    assert "foo" not in str(raised.value)
    with closing(connect(url)) as connection:
        assert {row[0] for row in fetch(connection, "SHOW TABLES")} >= {"users", "products"}
        assert "companies" not in {row[0] for row in fetch(connection, "SHOW TABLES")}


def test_every_table_and_column_that_is_added_stops_the_adoption_where_it_is_there_already(
    fresh_database: Fresh,
) -> None:
    url = fresh_database()
    load_dump(url)
    columns = (
        "SELECT LOWER(table_name), LOWER(column_name) FROM information_schema.columns"
        " WHERE table_schema = DATABASE()"
    )
    with closing(connect(url)) as connection:
        before = {(str(table), str(column)) for table, column in fetch(connection, columns)}
        migrate.migrate(url)
        views = {str(row[0]) for row in fetch(connection, "SHOW FULL TABLES WHERE Table_type = 'VIEW'")}
        after = {(str(table), str(column)) for table, column in fetch(connection, columns)}
    (first,) = (each for each in read_migrations(str(db_dir() / "migrations")) if each.id == "0001.preflight")
    first.load()
    preflight = vars(first.module)
    old_tables = {table for table, _ in before}
    new_tables = {table for table, _ in after} - old_tables - views
    assert {table for table in new_tables if not table.startswith("_yoyo")} - {"yoyo_lock"} == set(
        preflight["OUR_TABLES"]
    )
    assert {pair for pair in after - before if pair[0] in old_tables} == {
        (table, column) for table, names in preflight["OUR_COLUMNS"].items() for column in names
    }


def test_nothing_that_a_document_names_can_be_deleted(fresh_database: Fresh) -> None:
    url = fresh_database()
    load_dump(url)
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        for table, row in (
            ("users", 5),
            ("customers", 4),
            ("products", 3),
            ("batches", 22),
            ("invoices_out", 102),
        ):
            with pytest.raises(mysql.connector.Error):
                execute(connection, f"DELETE FROM {quoted(table)} WHERE id = %s", (row,))
