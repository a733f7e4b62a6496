"""A write that must change a row and does not ends the call as a kill would: error 1317, nothing written.

MariaDB 11.8.6 was seen to skip an UPDATE inside a procedure when a KILL QUERY arrived, without an error.
Here a trigger that puts the old figure back stands for the skipped write, on every server.
"""

from __future__ import annotations

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch, quoted
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
COUPON = {"code": "C", "name": "c", "gives": "percent", "value": 10, "created_by": 1}
SUPPLIER_PAYMENT: dict[str, object] = {"supplier_id": 1, "amount": 1, "created_by": 1}
SENDING_BACK: dict[str, object] = {"bill_id": 3, "items": [{"batch_id": 3, "qty": 1}]}
REVERSAL: dict[str, object] = {"bill_id": 3, "created_by": 1}
VOUCHER: dict[str, object] = {
    "description": "d",
    "items": [{"account": "5400", "debit": 1}, {"account": "1110", "credit": 1}],
}
PAYMENT: dict[str, object] = {"invoice_id": 1, "amount": 3, "created_by": 1}
TABLES = (
    "invoices_out",
    "invoice_out_items",
    "sale_item_allocations",
    "invoice_payments",
    "invoice_amendments",
    "audit_chains",
    "audit_log",
    "invoice_drafts",
    "customer_transactions",
    "journal_entries",
    "journal_entry_lines",
    "inventory_transactions",
    "purchases",
    "purchase_returns",
    "purchase_return_items",
    "purchase_return_taxes",
    "batch_taxes",
    "journal_vouchers",
    "journal_voucher_items",
    "batches",
    "orders",
    "order_items",
    "order_invoice_items",
    "suppliers",
    "supplier_payments",
    "supplier_transactions",
    "pending_payments",
    "wallet_transactions",
    "coupons",
    "coupon_uses",
    "invoice_returns",
    "shifts",
    "customer_debit_notes",
    "customer_debit_note_items",
    "customer_debit_note_applications",
    "invoice_currencies",
    "invoice_settlements",
)

CANCEL: dict[str, object] = {"invoice_id": 2}
RETURN: dict[str, object] = {"invoice_id": 1, "items": [{"item_id": 1, "qty": 1}]}
VOID: dict[str, object] = {"payment_id": 1}
ORDER: dict[str, object] = {"order_id": 1}
NOTE: dict[str, object] = {
    "customer_id": 1,
    "source_invoice_id": 1,
    "reference_type": "penalty",
    "items": [{"description": "d", "quantity": 1, "unit_price": 5}],
}
OPENING: dict[str, object] = {**NOTE, "source_invoice_id": None, "reference_type": "opening_balance"}
APPLICATION: dict[str, object] = {"debit_note_id": 1, "amount": 2}
DOLLARS: dict[str, object] = {
    "customer_id": 1,
    "items": [{"product_id": 1, "qty": 1, "price": 4}],
    "currency": "USD",
    "exchange_rate": 50,
}
PAID_IN_DOLLARS: dict[str, object] = {"amount": 1, "exchange_rate": 50}

# table whose UPDATE is undone, the call
SKIPPED: list[tuple[str, str, dict[str, object]]] = [
    ("batches", "sp_save_invoice", SALE),
    ("batches", "sp_save_invoice", SALE_OF_TWO_BATCHES),
    ("invoices_out", "sp_save_invoice", SALE),
    ("number_series", "sp_save_invoice", SALE),
    ("audit_chains", "sp_save_invoice", SALE),
    ("journal_entries", "sp_save_invoice", SALE),
    ("customers", "sp_save_invoice", SALE),
    ("work_orders", "sp_save_invoice", SALE),
    ("invoice_drafts", "sp_save_invoice", {**SALE, "draft_id": 1}),
    ("coupons", "sp_save_invoice", {**SALE, "coupon_code": "C"}),
    ("invoice_drafts", "sp_save_draft", {"draft_id": 1, "name": "n"}),
    (
        "orders",
        "sp_save_order",
        {**ORDER, "customer_id": 1, "items": SALE["items"], "source": "booking"},
    ),
    ("order_items", "sp_complete_order", ORDER),
    ("orders", "sp_complete_order", ORDER),
    ("orders", "sp_cancel_order", ORDER),
    ("invoices_out", "sp_add_payment", PAYMENT),
    ("journal_entries", "sp_add_payment", PAYMENT),
    ("customers", "sp_add_payment", PAYMENT),
    ("work_orders", "sp_add_payment", PAYMENT),
    ("pending_payments", "sp_set_payment_status", {"pending_payment_id": 1, "status": "completed"}),
    ("pending_payments", "sp_set_payment_status", {"pending_payment_id": 1, "status": "failed"}),
    ("invoices_out", "sp_set_due_date", {"invoice_id": 2, "due_date": "2999-12-31"}),
    ("purchases", "sp_set_due_date", {"bill_id": 3, "due_date": "2999-12-31"}),
    ("invoices_out", "sp_void_payment", VOID),
    ("customers", "sp_void_payment", VOID),
    ("customers", "sp_wallet_move", {"customer_id": 1, "type": "deposit", "amount": 1}),
    ("invoices_out", "sp_cancel_invoice", CANCEL),
    ("batches", "sp_cancel_invoice", CANCEL),
    ("invoices_out", "sp_revert_invoice", CANCEL),
    ("invoices_out", "sp_return_items", RETURN),
    ("batches", "sp_return_items", RETURN),
    ("batches", "sp_amend_invoice", MORE),
    ("invoice_out_items", "sp_amend_invoice", MORE),
    ("invoices_out", "sp_amend_invoice", MORE),
    ("journal_entries", "sp_amend_invoice", MORE),
    ("customers", "sp_amend_invoice", MORE),
    ("work_orders", "sp_amend_invoice", MORE),
    ("number_series", "sp_post_purchase", PURCHASE),
    ("journal_entries", "sp_post_purchase", PURCHASE),
    ("suppliers", "sp_post_purchase", PURCHASE),
    ("number_series", "sp_save_supplier_opening", SUPPLIER_PAYMENT),
    ("journal_entries", "sp_save_supplier_opening", SUPPLIER_PAYMENT),
    ("suppliers", "sp_save_supplier_opening", SUPPLIER_PAYMENT),
    ("suppliers", "sp_pay_supplier", SUPPLIER_PAYMENT),
    ("suppliers", "sp_void_supplier_payment", VOID),
    ("number_series", "sp_return_purchase", SENDING_BACK),
    ("batches", "sp_return_purchase", SENDING_BACK),
    ("journal_entries", "sp_return_purchase", SENDING_BACK),
    ("suppliers", "sp_return_purchase", SENDING_BACK),
    ("suppliers", "sp_reverse_purchase", REVERSAL),
    ("batches", "sp_reverse_purchase", REVERSAL),
    ("purchases", "sp_reverse_purchase", REVERSAL),
    ("number_series", "sp_post_voucher", VOUCHER),
    ("journal_entries", "sp_post_voucher", VOUCHER),
    ("journal_vouchers", "sp_reverse_voucher", {"voucher_id": 1}),
    ("journal_entries", "sp_reverse_voucher", {"voucher_id": 1}),
    ("batches", "sp_adjust_stock", {"items": [{"product_id": 1, "qty_delta": -1}], "reason": "r"}),
    ("shifts", "sp_close_shift", {"counted": {"cash": 0}}),
    ("customer_debit_notes", "sp_save_debit_note", NOTE),
    ("customers", "sp_save_debit_note", NOTE),
    ("number_series", "sp_save_debit_note", NOTE),
    ("journal_entries", "sp_save_debit_note", NOTE),
    ("customer_debit_notes", "sp_save_debit_note", OPENING),
    ("customers", "sp_save_debit_note", OPENING),
    ("customer_debit_notes", "sp_apply_debit_note", APPLICATION),
    ("customers", "sp_apply_debit_note", APPLICATION),
    ("journal_entries", "sp_apply_debit_note", APPLICATION),
    ("customer_debit_notes", "sp_cancel_debit_note", {"debit_note_id": 2}),
    ("customers", "sp_cancel_debit_note", {"debit_note_id": 2}),
    (
        "invoice_currencies",
        "sp_save_invoice",
        {**DOLLARS, "status": "partial", "payments": [{"amount": 1}]},
    ),
    ("invoice_currencies", "sp_add_payment", {"invoice_id": 3, **PAID_IN_DOLLARS}),
    ("invoices_out", "sp_add_payment", {"invoice_id": 3, **PAID_IN_DOLLARS}),
    ("invoice_currencies", "sp_cancel_invoice", {"invoice_id": 3}),
]


def columns_to_set(connection: MySQLConnectionAbstract, table: str) -> list[str]:
    """The columns of a table that are not generated."""
    return [
        quoted(str(column))
        for column, *_, extra in fetch(connection, f"SHOW COLUMNS FROM {table}")
        if "GENERATED" not in str(extra).replace("DEFAULT_GENERATED", "").upper()
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
    order = [{"product_id": 1, "qty": 1, "selling_price": 5}]
    call(connection, "sp_save_order", {"customer_id": 1, "items": order, "created_by": 1})
    call(connection, "sp_save_supplier", {"name": "s", "created_by": 1})
    call(connection, "sp_save_product", {"product_code": "Q", "name": "q", "unit": "u", "created_by": 1})
    call(connection, "sp_post_purchase", {**PURCHASE, "payments": [{"amount": 2}]})
    call(connection, "sp_add_payment", PAYMENT)
    call(connection, "sp_add_payment", {**PAYMENT, "status": "pending"})
    call(connection, "sp_post_voucher", {**VOUCHER, "created_by": 1})
    call(connection, "sp_save_invoice", SALE)
    call(connection, "sp_save_coupon", COUPON)
    call(connection, "sp_save_till", {"code": "T", "name": "t", "created_by": 1})
    call(connection, "sp_open_shift", {"till": "T", "opening_cash": 1, "created_by": 1})
    for _ in range(2):
        call(connection, "sp_save_debit_note", {**NOTE, "created_by": 1})
    call(connection, "sp_save_invoice", {**DOLLARS, "created_by": 1})

    for table, procedure, request in SKIPPED:
        undo = ", ".join(f"NEW.{column} = OLD.{column}" for column in columns_to_set(connection, table))
        execute(connection, f"CREATE TRIGGER undone BEFORE UPDATE ON {table} FOR EACH ROW SET {undo}")
        before = fetch(connection, f"CHECKSUM TABLE {', '.join(TABLES)}")
        with pytest.raises(mysql.connector.Error) as refused:
            call(connection, procedure, {**request, "created_by": 1})
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
