"""A write that must change a row and does not ends the call as a kill would: error 1317, nothing written.

MariaDB 11.8.6 was seen to skip an UPDATE inside a procedure when a KILL QUERY arrived, without an error.
Here a trigger that puts the old figure back stands for the skipped write, on every server.
"""

from __future__ import annotations

import mysql.connector
import pytest

from pyclient.deploy.session import execute, fetch
from tests.shop import Shop, call

QUERY_INTERRUPTED = 1317

SALE: dict[str, object] = {
    "customer_id": 1,
    "work_order_id": 1,
    "created_by": 1,
    "items": [{"product_id": 1, "qty": 1, "price": 10}],
}
SALE_OF_TWO_BATCHES = {**SALE, "items": [{"product_id": 1, "qty": 45, "price": 10}]}
MORE: dict[str, object] = {"invoice_id": 1, "items": [{"item_id": 1, "qty": 3}], "created_by": 1}
PURCHASE: dict[str, object] = {
    "supplier_id": 1,
    "created_by": 1,
    "items": [{"product_id": 2, "qty": 3, "unit_cost": 4}],
}
SUPPLIER_PAYMENT: dict[str, object] = {"supplier_id": 1, "amount": 1, "created_by": 1}
REVERSAL: dict[str, object] = {"bill_id": 3, "created_by": 1}
DRAFT_COLUMNS = (
    *("company_id", "branch_id", "customer_id", "name", "request", "quote", "line_count", "total_after"),
    *("revision", "updated_by", "updated_at"),
)
BATCH_COLUMNS = ("remaining", "stock_value", "status", "adjusted_at", "adjusted_by")
PAYMENT: dict[str, object] = {"invoice_id": 1, "amount": 3, "created_by": 1}
TABLES = (
    "invoices_out",
    "invoice_out_items",
    "sale_item_allocations",
    "invoice_payments",
    "invoice_amendments",
    "audit_log",
    "invoice_drafts",
    "customer_transactions",
    "journal_entries",
    "journal_entry_lines",
    "inventory_transactions",
    "purchases",
    "batches",
    "suppliers",
    "supplier_payments",
    "supplier_transactions",
)

# table whose UPDATE is undone, its columns, the call
SKIPPED = [
    (
        "batches",
        BATCH_COLUMNS,
        "sp_save_invoice",
        SALE,
    ),
    (
        "batches",
        ("remaining", "stock_value", "status", "adjusted_at", "adjusted_by"),
        "sp_save_invoice",
        SALE_OF_TWO_BATCHES,
    ),
    ("invoices_out", ("total_cost", "profit_amount", "updated_at"), "sp_save_invoice", SALE),
    ("number_series", ("day", "last_no"), "sp_save_invoice", SALE),
    ("journal_entries", ("posted",), "sp_save_invoice", SALE),
    ("customers", ("balance", "ledger_seq"), "sp_save_invoice", SALE),
    ("work_orders", ("total_invoice_amount", "total_remaining", "updated_at"), "sp_save_invoice", SALE),
    (
        "invoice_drafts",
        ("invoice_id", "updated_by", "updated_at"),
        "sp_save_invoice",
        {**SALE, "draft_id": 1},
    ),
    ("invoice_drafts", DRAFT_COLUMNS, "sp_save_draft", {"draft_id": 1, "name": "n", "created_by": 1}),
    (
        "invoices_out",
        ("paid_amount", "remaining_amount", "delivered", "updated_by", "updated_at"),
        "sp_add_payment",
        PAYMENT,
    ),
    ("journal_entries", ("posted",), "sp_add_payment", PAYMENT),
    ("customers", ("balance", "ledger_seq"), "sp_add_payment", PAYMENT),
    ("batches", BATCH_COLUMNS, "sp_amend_invoice", MORE),
    (
        "invoice_out_items",
        ("quantity", "total_price", "total_cost", "cost_price_per_unit"),
        "sp_amend_invoice",
        MORE,
    ),
    (
        "invoices_out",
        (
            *("total_before_discount", "total_after_discount", "total_cost", "profit_amount"),
            *("remaining_amount", "updated_by", "updated_at"),
        ),
        "sp_amend_invoice",
        MORE,
    ),
    ("journal_entries", ("posted",), "sp_amend_invoice", MORE),
    ("customers", ("balance", "ledger_seq"), "sp_amend_invoice", MORE),
    ("work_orders", ("total_invoice_amount", "total_remaining", "updated_at"), "sp_amend_invoice", MORE),
    ("number_series", ("day", "last_no"), "sp_post_purchase", PURCHASE),
    ("journal_entries", ("posted",), "sp_post_purchase", PURCHASE),
    ("suppliers", ("balance", "ledger_seq"), "sp_post_purchase", PURCHASE),
    ("suppliers", ("balance", "ledger_seq"), "sp_pay_supplier", SUPPLIER_PAYMENT),
    ("suppliers", ("balance", "ledger_seq"), "sp_void_supplier_payment", {"payment_id": 1, "created_by": 1}),
    ("suppliers", ("balance", "ledger_seq"), "sp_reverse_purchase", REVERSAL),
    ("batches", BATCH_COLUMNS, "sp_reverse_purchase", REVERSAL),
    ("work_orders", ("total_paid", "total_remaining", "updated_at"), "sp_add_payment", PAYMENT),
]


def test_a_write_that_changed_nothing_ends_the_call(database: Shop) -> None:
    connection = database.connection
    execute(connection, "INSERT INTO users (id, username) VALUES (1, 'x')")
    call(
        connection,
        "sp_save_product",
        {"product_code": "P", "name": "p", "unit": "u", "created_by": 1},
    )
    call(connection, "sp_receive_batch", {"product_id": 1, "qty": 40, "unit_cost": 2, "created_by": 1})
    call(connection, "sp_receive_batch", {"product_id": 1, "qty": 40, "unit_cost": 3, "created_by": 1})
    call(connection, "sp_save_customer", {"name": "c", "mobile": "1", "city": "c", "created_by": 1})
    call(connection, "sp_save_work_order", {"customer_id": 1, "title": "w", "created_by": 1})
    call(connection, "sp_save_invoice", SALE)
    call(connection, "sp_save_draft", {"created_by": 1})
    call(connection, "sp_save_supplier", {"name": "s", "created_by": 1})
    call(connection, "sp_save_product", {"product_code": "Q", "name": "q", "unit": "u", "created_by": 1})
    call(connection, "sp_post_purchase", {**PURCHASE, "payments": [{"amount": 2}]})

    for table, columns, procedure, request in SKIPPED:
        undo = ", ".join(f"NEW.{column} = OLD.{column}" for column in columns)
        execute(connection, f"CREATE TRIGGER undone BEFORE UPDATE ON {table} FOR EACH ROW SET {undo}")
        before = fetch(connection, f"CHECKSUM TABLE {', '.join(TABLES)}")
        with pytest.raises(mysql.connector.Error) as refused:
            call(connection, procedure, request)
        assert refused.value.errno == QUERY_INTERRUPTED, (table, procedure)
        assert fetch(connection, f"CHECKSUM TABLE {', '.join(TABLES)}") == before, (table, procedure)
        execute(connection, "DROP TRIGGER undone")

    call(connection, "sp_reverse_purchase", REVERSAL)
    call(connection, "sp_add_payment", PAYMENT)
    call(connection, "sp_save_invoice", {**SALE, "items": [{"product_id": 1, "qty": 1, "price": 10}]})


def test_a_sale_for_nothing_changes_no_ledger_and_is_done(database: Shop) -> None:
    connection = database.connection
    execute(connection, "INSERT INTO users (id, username) VALUES (1, 'x')")
    call(connection, "sp_save_product", {"product_code": "P", "name": "p", "unit": "u", "created_by": 1})
    call(connection, "sp_receive_batch", {"product_id": 1, "qty": 5, "unit_cost": 0, "created_by": 1})
    call(connection, "sp_save_customer", {"name": "c", "mobile": "1", "city": "c", "created_by": 1})
    call(connection, "sp_save_work_order", {"customer_id": 1, "title": "w", "created_by": 1})
    answer = call(
        connection,
        "sp_save_invoice",
        {**SALE, "items": [{"product_id": 1, "qty": 1}]},
    )
    assert answer["payment_status"] == "paid"
    assert fetch(connection, "SELECT COUNT(*) FROM customer_transactions") == [(0,)]


def test_a_sale_for_nothing_that_gives_all_money_back_is_done(database: Shop) -> None:
    connection = database.connection
    execute(connection, "INSERT INTO users (id, username) VALUES (1, 'x')")
    call(connection, "sp_save_product", {"product_code": "P", "name": "p", "unit": "u", "created_by": 1})
    call(connection, "sp_receive_batch", {"product_id": 1, "qty": 5, "unit_cost": 1, "created_by": 1})
    call(connection, "sp_save_customer", {"name": "c", "mobile": "1", "city": "c", "created_by": 1})
    gift = {
        "customer_id": 1,
        "created_by": 1,
        "status": "paid",
        "items": [{"product_id": 1, "qty": 1, "price": 5}],
        "discount_value": 100,
        "payments": [{"amount": 1}],
    }
    assert call(connection, "sp_save_invoice", {**gift, "overpayment": "change"})["change_due"] == 1
    assert call(connection, "sp_save_invoice", {**gift, "overpayment": "wallet"})["to_wallet"] == 1
    assert fetch(connection, "SELECT amount, method FROM wallet_transactions") == [(1, "cash")]
