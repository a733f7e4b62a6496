"""The shop's database from before the package, and what must survive its adoption."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import sqlparse

import pyclient
from pyclient.connection import connect
from pyclient.deploy.server import read_version
from pyclient.deploy.session import Connection, execute, fetch, quoted

DUMP = Path(pyclient.__file__).parent / "demo" / "data" / "dump.sql"

# Rows that the old code could leave behind, each breaking something.
INCONSISTENT = """
    INSERT INTO customers (id, name, mobile, city, created_by, balance, wallet) VALUES
        (20, 'wrong balance', '01000000020', 'x', 0, 999.99, -5.00),
        (21, 'no rows at all', '01000000021', 'x', NULL, 12.50, 3.25);
    INSERT INTO batches (id, product_id, qty, remaining, original_qty, unit_cost, received_at, created_by)
    VALUES
        (61, 3, 10, -2.5, 10, 31.5, '2025-11-01', 0),
        (62, 777, 5, 5, 5, 2, '2025-11-01', 88);
    INSERT INTO invoices_out (id, customer_id, delivered, invoice_group, created_by, total_before_discount,
        discount_amount, total_after_discount, total_cost, profit_amount, paid_amount, remaining_amount,
        work_order_id)
    VALUES
        (201, 20, 'no', 'group1', 0, 100, 0, 90, 10, 5, 30, 44, NULL),
        (202, 555, 'yes', 'group2', 0, 50, 0, 50, 20, 30, 50, 0, 66),
        (203, 20, 'partial', 'group1', 5, 10, 0, 10, 0, 10, 0, 10, 2);
    INSERT INTO invoice_out_items (id, invoice_out_id, product_id, quantity, total_price, cost_price_per_unit)
    VALUES
        (301, 201, 3, 2, 84, 31.5),
        (302, 404, 778, 1, 10, 1),
        (303, 202, 3, 1, 50, 20);
    INSERT INTO sale_item_allocations (id, sale_item_id, batch_id, qty, unit_cost, line_cost, created_by)
    VALUES
        (401, 301, 61, 1, 31.5, 31.5, 0),
        (402, 999, 61, 1, 31.5, 31.5, 0),
        (403, 303, 888, 1, 20, 20, 0),
        (404, 303, 62, 0, 0, 0, 0);
    INSERT INTO invoice_payments (id, invoice_id, payment_amount, created_by, work_order_id) VALUES
        (501, 201, 25, 0, 67), (502, 405, 7, 0, NULL);
    INSERT INTO wallet_transactions (id, customer_id, type, amount, description, wallet_before, wallet_after,
        created_by) VALUES (601, 20, 'deposit', 10, 'x', 3, 12, 0);
    INSERT INTO customer_transactions (id, customer_id, transaction_type, amount, description, invoice_id,
        balance_before, balance_after, wallet_before, wallet_after, transaction_date, created_by) VALUES
        (701, 20, 'invoice', 100, 'x', 201, 0, 90, 0, 0, '2025-11-02', 0),
        (702, 20, 'payment', -30, 'x', 201, 80, 50, 0, 0, '2025-11-03', 0),
        (703, 556, 'deposit', 5, 'x', 406, 0, 0, 0, 5, '2025-11-03', 0);
"""


def load_dump(url: str, *, inconsistent: bool = False) -> None:
    """Load the shop's dump into an empty database; with ``inconsistent`` the rows that do not add up too."""
    text = DUMP.read_text(encoding="utf-8")
    with closing(connect(url)) as connection:
        if read_version(connection).engine == "mysql":
            # MariaDB alone takes a function as a default without brackets.
            text = text.replace("DEFAULT curdate()", "DEFAULT (curdate())")
        for statement in sqlparse.split(text + INCONSISTENT if inconsistent else text):
            execute(connection, statement)


def old_columns(connection: Connection) -> dict[str, list[str]]:
    """Every table with its columns."""
    rows = fetch(
        connection,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
        " ORDER BY table_name, ordinal_position",
    )
    tables: dict[str, list[str]] = {}
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    return tables


def fingerprints(connection: Connection, tables: dict[str, list[str]]) -> dict[str, dict[int, str]]:
    """Per table and row id a checksum of the given columns; numbers count by value, not by their decimals."""
    execute(connection, "SET time_zone = '+00:00'")
    return {
        table: {
            row[columns.index("id")]: hashlib.sha256(repr([_plain(v) for v in row]).encode()).hexdigest()
            for row in fetch(connection, f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)}")
        }
        for table, columns in tables.items()
    }


def _plain(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def catalogue(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Columns, indexes, constraints, triggers, routines and views of the database, as information_schema has
    them; equal for two databases of one server that have the same structure."""
    queries = {
        "tables": "SELECT table_name, table_collation, engine, table_type FROM"
        " information_schema.tables WHERE table_schema = DATABASE()",
        "columns": "SELECT table_name, column_name, ordinal_position, column_default, is_nullable,"
        " column_type, character_set_name, collation_name, extra, column_comment"
        " FROM information_schema.columns WHERE table_schema = DATABASE()",
        "indexes": "SELECT table_name, index_name, seq_in_index, column_name, non_unique"
        " FROM information_schema.statistics WHERE table_schema = DATABASE()",
        "constraints": "SELECT table_name, constraint_name, constraint_type"
        " FROM information_schema.table_constraints WHERE table_schema = DATABASE()",
        "checks": "SELECT constraint_name, check_clause FROM information_schema.check_constraints"
        " WHERE constraint_schema = DATABASE()",
        "references": "SELECT constraint_name, table_name, referenced_table_name, update_rule,"
        " delete_rule FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()",
        "triggers": "SELECT trigger_name, event_object_table, action_timing, event_manipulation,"
        " action_statement, sql_mode, character_set_client, collation_connection, database_collation"
        " FROM information_schema.triggers WHERE trigger_schema = DATABASE()",
        "routines": "SELECT routine_type, routine_name, routine_definition, is_deterministic,"
        " sql_data_access, sql_mode, character_set_client, collation_connection, database_collation"
        " FROM information_schema.routines WHERE routine_schema = DATABASE()",
        "views": "SELECT table_name, security_type FROM information_schema.views"
        " WHERE table_schema = DATABASE()",
    }
    return {name: sorted(fetch(connection, sql), key=repr) for name, sql in queries.items()}
