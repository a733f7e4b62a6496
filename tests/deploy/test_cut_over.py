"""What old pages may still write by themselves after the adoption, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import mysql.connector
import pytest

from pyclient.deploy import migrate, verify
from pyclient.deploy.session import Connection, execute
from tests.deploy.old_shop import load_dump
from tests.server import Server
from tests.shop import empty_database

# Customer 4 has invoice 102 (partly paid) on work order 2, batch 22 is of product 3.
ALLOWED = (
    "UPDATE users SET username = 'mona' WHERE id = 5",
    "UPDATE customers SET name = 'n', mobile = '0100', city = 'c', address = 'a', notes = 'n' WHERE id = 4",
    "UPDATE products SET name = 'n', cost_price = 1, selling_price = 2, retail_price = 3 WHERE id = 3",
    "UPDATE work_orders SET title = 't', status = 'completed', notes = 'n' WHERE id = 2",
    "UPDATE invoices_out SET notes = 'n' WHERE id = 102",
)

# What nothing stops, and which checks name the row afterwards.
NAMED = {
    "UPDATE customers SET balance = balance + 1 WHERE id = 4": {
        "customer_balance_is_its_last_row",
        "customer_balance_is_what_is_open",
        "receivables_are_what_customers_owe",
    },
    "UPDATE customers SET wallet = wallet + 1 WHERE id = 4": {
        "customer_wallet_is_its_last_row",
        "customer_wallet_is_its_last_wallet_row",
        "wallet_liability_is_the_wallets",
    },
    "UPDATE invoices_out SET paid_amount = paid_amount + 1, remaining_amount = remaining_amount - 1"
    " WHERE id = 102": {"invoice_paid_is_its_payments", "customer_balance_is_what_is_open"},
    "UPDATE work_orders SET total_paid = total_paid + 1 WHERE id = 2": {"work_order_totals"},
    "UPDATE invoice_out_items SET total_price = total_price + 1 WHERE invoice_out_id = 102 LIMIT 1": {
        "invoice_total_is_its_lines",
        "line_total_is_its_price",
    },
    "UPDATE batches SET remaining = remaining - 1 WHERE id = 22": {
        "batch_quantity_is_received_less_taken",
        "batch_is_its_movements",
    },
    "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at, created_by)"
    " VALUES (3, 5, 5, 5, 31.5, '2025-12-01', 5)": {
        "batch_is_its_movements",
        "inventory_account_is_the_batches",
    },
}

# What the database refuses: by a CHECK (3819 on MySQL, 4025 on MariaDB), a trigger, a foreign key.
CHECK = {3819, 4025}
APPEND_ONLY = {50129}
POSTED = {50135}
FOREIGN_KEY = {1451}
REFUSED = {
    "INSERT INTO invoices_out (customer_id, delivered, invoice_group, created_by)"
    " VALUES (4, 'no', 'group1', 5)": CHECK,
    "INSERT INTO invoice_out_items (invoice_out_id, product_id, quantity, total_price)"
    " VALUES (102, 3, 1, 1)": CHECK,
    "INSERT INTO invoice_payments (invoice_id, payment_amount, created_by) VALUES (102, 5, 5)": CHECK,
    "INSERT INTO customer_transactions (customer_id, transaction_type, amount, description, transaction_date,"
    " created_by) VALUES (4, 'deposit', 5, 'x', '2026-01-01', 5)": CHECK,
    "INSERT INTO wallet_transactions (customer_id, type, amount, description, wallet_before, wallet_after,"
    " created_by) VALUES (4, 'deposit', 5, 'x', 250, 255, 5)": CHECK,
    "UPDATE invoices_out SET delivered = 'yes' WHERE id = 102": CHECK,
    "UPDATE invoices_out SET delivered = 'canceled' WHERE id = 102": CHECK,
    "UPDATE batches SET remaining = -1 WHERE id = 22": CHECK,
    "UPDATE customers SET wallet = -1 WHERE id = 4": CHECK,
    "UPDATE invoice_payments SET payment_amount = 1": APPEND_ONLY,
    "UPDATE journal_entry_lines SET credit = credit + 1": APPEND_ONLY,
    "UPDATE inventory_transactions SET qty = qty + 1": APPEND_ONLY,
    "UPDATE journal_entries SET entry_date = '2025-01-01'": POSTED,
    "DELETE FROM journal_entries": APPEND_ONLY,
    "INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, debit, credit)"
    " VALUES (1, 99, 1, 'cash', 1, 0)": POSTED,
    "DELETE FROM customer_transactions": APPEND_ONLY,
    "DELETE FROM customers WHERE id = 4": FOREIGN_KEY,
    "DELETE FROM products WHERE id = 3": FOREIGN_KEY,
}


@pytest.fixture(scope="module")
def adopted(server: Server, database_name: Callable[[], str]) -> Iterator[Connection]:
    name = database_name()
    with empty_database(server, name) as url:
        load_dump(url)
        migrate.migrate(url)
        with closing(server.connect(name)) as connection:
            yield connection


@pytest.fixture
def page(adopted: Connection) -> Iterator[Connection]:
    """A connection of an old page, whose work is taken back after the test."""
    execute(adopted, "START TRANSACTION")
    yield adopted
    adopted.rollback()


def _named(connection: Connection) -> set[str]:
    return {check.name for check in verify.run(connection) if not check.ok}


@pytest.mark.parametrize("statement", ALLOWED)
def test_master_data_and_notes_may_be_written_directly(page: Connection, statement: str) -> None:
    assert execute(page, statement) == 1
    assert _named(page) == set()


@pytest.mark.parametrize("statement", NAMED)
def test_verify_names_a_figure_that_was_written_directly(page: Connection, statement: str) -> None:
    assert execute(page, statement) == 1
    assert _named(page) == NAMED[statement]


@pytest.mark.parametrize("statement", REFUSED)
def test_documents_and_ledgers_cannot_be_written_directly(page: Connection, statement: str) -> None:
    with pytest.raises(mysql.connector.Error) as refused:
        execute(page, statement)
    assert refused.value.errno in REFUSED[statement]
