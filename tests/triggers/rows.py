"""One good row of each table, as plain SQL writes it: no procedure stands between a test and the rules."""

from __future__ import annotations

from collections.abc import Mapping

from pyclient.deploy.session import Connection, execute

# Values are SQL expressions. Parents come before their children; what they name are the rows with id 1.
GOOD: Mapping[str, Mapping[str, str]] = {
    "users": {"username": "'x'"},
    "currencies": {"code": "'XTS'", "minor_units": "2"},
    "companies": {"code": "'TWO'", "name": "'x'", "currency": "'EGP'", "time_zone": "'UTC'"},
    "branches": {"company_id": "1", "code": "'B2'", "name": "'x'"},
    "number_series": {"branch_id": "1", "kind": "'TEST'", "day": "'2025-01-01'", "last_no": "0"},
    "number_series_days": {"branch_id": "1", "kind": "'INV'", "day": "'2025-01-01'", "last_no": "1"},
    "products": {"product_code": "'P'", "name": "'x'", "unit_of_measure": "'x'"},
    "product_barcodes": {"company_id": "1", "barcode": "'1'", "product_id": "1"},
    "taxes": {"company_id": "1", "code": "'T'", "name": "'x'", "rate": "14"},
    "product_taxes": {"product_id": "1", "tax_id": "1"},
    "product_units": {"product_id": "1", "unit": "'box'", "factor": "12"},
    "price_lists": {"company_id": "1", "code": "'L'", "name": "'x'"},
    "price_list_prices": {"price_list_id": "1", "product_id": "1", "price": "5"},
    "customer_groups": {"company_id": "1", "code": "'G'", "name": "'x'"},
    "suppliers": {"company_id": "1", "name": "'x'", "created_by": "1"},
    "purchases": {
        "company_id": "1",
        "branch_id": "1",
        "supplier_id": "1",
        "purchase_no": "UUID_SHORT()",
        "business_date": "'2025-01-01'",
        "total": "6",
        "created_by": "1",
    },
    "supplier_payments": {
        "company_id": "1",
        "branch_id": "1",
        "supplier_id": "1",
        "payment_no": "UUID_SHORT()",
        "business_date": "'2025-01-01'",
        "kind": "'payment'",
        "amount": "4",
        "payment_method": "'cash'",
        "created_by": "1",
    },
    "supplier_transactions": {
        "supplier_id": "1",
        "seq": "1",
        "transaction_type": "'purchase'",
        "amount": "6",
        "description": "'x'",
        "purchase_id": "1",
        "balance_before": "0",
        "balance_after": "6",
        "transaction_date": "'2025-01-01'",
        "created_by": "1",
    },
    "batches": {
        "product_id": "1",
        "qty": "2",
        "remaining": "2",
        "original_qty": "2",
        "unit_cost": "3",
        "stock_value": "6",
        "original_value": "6",
        "received_at": "'2025-01-01'",
        "created_by": "1",
    },
    "customers": {"name": "'x'", "mobile": "'0'", "city": "'x'", "created_by": "1"},
    "work_orders": {"customer_id": "1", "title": "'x'", "start_date": "'2025-01-01'", "created_by": "1"},
    "invoices_out": {
        "customer_id": "1",
        "delivered": "'partial'",
        "invoice_group": "'group1'",
        "created_by": "1",
        "invoice_date": "'2025-01-01'",
        "total_before_discount": "10",
        "discount_amount": "1",
        "total_after_discount": "9",
        "paid_amount": "4",
        "remaining_amount": "5",
    },
    "invoice_out_items": {
        "invoice_out_id": "1",
        "line_no": "1",
        "product_id": "1",
        "quantity": "1",
        "total_price": "10",
        "selling_price": "10",
        "discount_share": "1",
        "total_cost": "3",
    },
    "sale_item_allocations": {
        "sale_item_id": "1",
        "batch_id": "1",
        "qty": "1",
        "unit_cost": "3",
        "line_cost": "3",
    },
    "invoice_payments": {
        "invoice_id": "1",
        "payment_no": "UUID_SHORT()",
        "business_date": "'2025-01-01'",
        "payment_amount": "4",
        "payment_method": "'cash'",
        "tendered": "5",
        "change_given": "1",
        "created_by": "1",
    },
    "customer_transactions": {
        "customer_id": "1",
        "seq": "1",
        "transaction_type": "'invoice'",
        "amount": "9",
        "description": "'x'",
        "invoice_id": "1",
        "balance_before": "0",
        "balance_after": "9",
        "transaction_date": "'2025-01-01'",
        "created_by": "1",
    },
    "wallet_transactions": {
        "customer_id": "1",
        "seq": "1",
        "type": "'deposit'",
        "amount": "7",
        "description": "'x'",
        "wallet_before": "0",
        "wallet_after": "7",
        "created_by": "1",
    },
    "accounts": {"code": "'9999'", "name_ar": "'x'", "name_en": "'x'", "kind": "'asset'"},
    "account_roles": {"role": "'x'", "account_id": "1"},
    "journal_entries": {
        "company_id": "1",
        "branch_id": "1",
        "entry_no": "UUID_SHORT()",
        "entry_type": "'stock_adjustment'",
        "entry_date": "'2025-01-01'",
        "reference_type": "'batches'",
        "reference_id": "1",
        "created_by": "1",
    },
    "journal_entry_lines": {
        "journal_entry_id": "1",
        "line_no": "1",
        "account_id": "1",
        "role": "'inventory'",
        "debit": "6",
        "credit": "0",
    },
    "inventory_transactions": {
        "journal_entry_id": "1",
        "product_id": "1",
        "batch_id": "1",
        "transaction_type": "'adjustment_in'",
        "qty": "2",
        "total_cost": "6",
    },
    "invoice_returns": {
        "invoice_id": "1",
        "company_id": "1",
        "branch_id": "1",
        "return_no": "UUID_SHORT()",
        "business_date": "'2025-01-01'",
        "value": "9",
        "created_by": "1",
    },
    "invoice_amendments": {
        "invoice_id": "1",
        "company_id": "1",
        "branch_id": "1",
        "business_date": "'2025-01-01'",
        "total_change": "10",
        "discount_change": "1",
        "value": "9",
        "created_by": "1",
    },
    "invoice_return_items": {
        "return_id": "1",
        "sale_item_id": "1",
        "qty": "1",
        "value": "9",
        "cost": "3",
    },
    "invoice_item_taxes": {
        "sale_item_id": "1",
        "tax_no": "1",
        "name": "'x'",
        "rate": "14",
        "base": "9",
        "amount": "1.26",
    },
    "invoice_return_taxes": {"return_item_id": "1", "tax_no": "1", "amount": "1.26"},
    "invoice_amendment_taxes": {
        "amendment_id": "1",
        "tax_no": "1",
        "name": "'x'",
        "rate": "14",
        "amount": "-1.26",
    },
    "offers": {
        "company_id": "1",
        "code": "'O'",
        "name": "'x'",
        "product_id": "1",
        "gives": "'percent'",
        "value": "5",
        "created_by": "1",
    },
    "coupons": {
        "company_id": "1",
        "code": "'C'",
        "name": "'x'",
        "gives": "'percent'",
        "value": "5",
        "created_by": "1",
    },
    "coupon_uses": {"invoice_id": "1", "coupon_id": "1", "customer_id": "1"},
    "invoice_offers": {
        "invoice_id": "1",
        "offer_id": "1",
        "name": "'x'",
        "gives": "'percent'",
        "amount": "1",
    },
    "stock_adjustments": {
        "company_id": "1",
        "branch_id": "1",
        "business_date": "'2025-01-01'",
        "reason": "'x'",
        "created_by": "1",
    },
    "stock_adjustment_items": {
        "adjustment_id": "1",
        "product_id": "1",
        "batch_id": "1",
        "qty": "-1",
        "cost": "-3",
    },
    "invoice_drafts": {
        "request": "'{}'",
        "quote": "'{}'",
        "line_count": "0",
        "created_by": "1",
        "updated_by": "1",
    },
    "audit_log": {
        "happened_at": "'2025-01-01'",
        "user_id": "1",
        "action": "'x'",
        "document_table": "'invoices_out'",
        "document_id": "1",
    },
}
# What a new database has rows of already; those without a column id have no row 1.
_THERE = {
    "currencies",
    "companies",
    "branches",
    "number_series",
    "number_series_days",
    "accounts",
    "account_roles",
}
_WITHOUT_ID = {
    "product_barcodes",
    "product_taxes",
    "product_units",
    "price_list_prices",
    "invoice_item_taxes",
    "invoice_return_taxes",
    "invoice_amendment_taxes",
    "coupon_uses",
    "journal_entry_lines",
}


def insert(connection: Connection, table: str, **other: str) -> None:
    """Insert the good row of ``table``, with ``other`` values where given.

    >>> insert(connection, "invoices_out", id="2", work_order_id="1")  # doctest: +SKIP
    """
    row = {**GOOD[table], **other}
    execute(connection, f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(row.values())})")


def insert_first_rows(connection: Connection) -> None:
    """The rows with id 1 that the good rows name."""
    for table in GOOD:
        if table in _THERE:
            continue
        insert(connection, table, **({} if table in _WITHOUT_ID else {"id": "1"}))
