"""Posted rows are insert-only: nobody who is not an administrator changes or deletes one."""

from __future__ import annotations

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch

CHANGES = {
    "customer_transactions": "amount = amount",
    "wallet_transactions": "description = 'y'",
    "invoice_payments": "payment_amount = 5",
    "sale_item_allocations": "line_cost = 0",
    "journal_entry_lines": "line_no = line_no",
    "inventory_transactions": "qty = 3",
    "invoice_returns": "reason = 'y'",
    "invoice_return_items": "cost = 4",
    "invoice_return_taxes": "amount = 2",
    "invoice_amendments": "reason = 'y'",
    "invoice_amendment_taxes": "amount = 2",
    "invoice_offers": "amount = 2",
    "purchases": "total = 7",
    "pending_payments": "amount = 2",
    "journal_vouchers": "description = 'y'",
    "journal_voucher_items": "debit = 2",
    "supplier_payments": "notes = 'y'",
    "cash_moves": "reason = 'y'",
    "shift_counts": "counted = 7",
    "daily_closings": "report = '[]'",
    "supplier_transactions": "description = 'y'",
    "purchase_returns": "reason = 'y'",
    "purchase_return_items": "cost = 2",
    "purchase_return_taxes": "amount = 2",
    "batch_taxes": "amount = 2",
    "stock_adjustments": "reason = 'y'",
    "stock_adjustment_items": "cost = -4",
    "order_invoice_items": "qty = 2",
    "customer_debit_note_items": "net = 11",
    "customer_debit_note_applications": "amount = 3",
    "invoice_currencies": "total = 19",
    "invoice_currency_items": "price = 21",
    "invoice_settlements": "amount = 9",
    "audit_log": "action = 'y'",
}


@pytest.mark.parametrize("table", CHANGES)
@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_posted_row_is_neither_changed_nor_deleted(
    rows: MySQLConnectionAbstract, table: str, change: str
) -> None:
    before = fetch(rows, f"SELECT * FROM {table}")
    statement = f"UPDATE {table} SET {CHANGES[table]}" if change == "update" else f"DELETE FROM {table}"
    with pytest.raises(mysql.connector.Error, match=f"APPEND_ONLY: .*{table}"):
        execute(rows, statement)
    assert before
    assert fetch(rows, f"SELECT * FROM {table}") == before


def test_a_purchase_is_due_on_another_day_and_changes_in_nothing_else(rows: MySQLConnectionAbstract) -> None:
    another_day = "due_date = '2999-12-31'"
    reversal = "reversed_on = '2025-01-01', reversed_by = created_by"
    execute(rows, f"UPDATE purchases SET {another_day}")
    execute(rows, "UPDATE purchases SET due_date = NULL")
    before = fetch(rows, "SELECT * FROM purchases")
    for changed in (
        "due_date = due_date",
        "reverse_reason = 'y'",
        f"{another_day}, reverse_reason = 'y'",
        f"{another_day}, notes = 'y'",
        f"{another_day}, {reversal}",
    ):
        with pytest.raises(mysql.connector.Error, match=r"APPEND_ONLY: .*purchases"):
            execute(rows, f"UPDATE purchases SET {changed}")
    assert fetch(rows, "SELECT * FROM purchases") == before
    execute(rows, f"UPDATE purchases SET {reversal}, reverse_reason = 'y'")
    with pytest.raises(mysql.connector.Error, match=r"APPEND_ONLY: .*purchases"):
        execute(rows, f"UPDATE purchases SET {another_day}")
