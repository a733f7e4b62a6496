"""Look before the first change: refuse a database that the later steps could not adopt without loss.

Nothing is written here. Three things stop an adoption: product codes that are equal under the collation that
the package uses (its UNIQUE key could not be made), tables or columns that already bear one of our names
but are not ours, and a table of the shop's name that is not the shop's, or not all of it: without a column
that the next migration makes it with, or without its primary key, as after an import that was cut. The
message lists them, so that the shop can decide what to rename.
"""

import re
from pathlib import Path

from yoyo import step

from pyclient.deploy.session import DeployError

OUR_TABLES = (
    "currencies",
    "companies",
    "branches",
    "settings",
    "zone_offsets",
    "number_series",
    "number_series_days",
    "lock_buckets",
    "request_keys",
    "error_catalogue",
    "payment_methods",
    "product_barcodes",
    "adoption_findings",
    "deployed_objects",
    "accounts",
    "account_roles",
    "journal_entries",
    "journal_entry_lines",
    "inventory_transactions",
    "invoice_amendments",
    "invoice_returns",
    "invoice_return_items",
    "journal_vouchers",
    "journal_voucher_items",
    "purchase_returns",
    "purchase_return_items",
    "purchase_return_taxes",
    "batch_taxes",
    "stock_adjustments",
    "stock_adjustment_items",
    "audit_log",
    "audit_chains",
    "suppliers",
    "purchases",
    "supplier_payments",
    "supplier_transactions",
    "offers",
    "coupons",
    "coupon_uses",
    "invoice_offers",
    "taxes",
    "product_taxes",
    "product_units",
    "invoice_item_taxes",
    "invoice_return_taxes",
    "price_lists",
    "price_list_prices",
    "customer_groups",
    "exchange_rates",
    "invoice_amendment_taxes",
    "invoice_drafts",
    "tills",
    "shifts",
    "shift_counts",
    "cash_moves",
    "daily_closings",
    "orders",
    "order_items",
    "order_invoice_items",
    "pending_payments",
    "customer_debit_notes",
    "customer_debit_note_items",
    "customer_debit_note_applications",
    "invoice_currencies",
    "invoice_currency_items",
    "invoice_settlements",
    "user_branches",
    "user_permissions",
    "cost_centers",
)
OUR_COLUMNS = {
    "users": ("active",),
    "products": ("company_id", "keeps_stock", "active"),
    "batches": ("stock_value", "original_value", "exempt", "purchase_id"),
    "customers": (
        *("company_id", "active", "ledger_seq", "exempt"),
        *("group_id", "price_list_id", "credit_limit", "tracks_balance"),
    ),
    "invoices_out": (
        "company_id",
        "branch_id",
        "invoice_no",
        "invoice_date",
        "due_date",
        "pay_by",
        "returned_amount",
        "exempt",
        "exchange_return_id",
        "tax_rounding",
        "tax_total",
        "added_tax",
        "smallest_coin",
        "rounding_amount",
        "settled_value",
        "settled_rounding",
        "order_id",
        "shift_id",
        "cost_center_id",
    ),
    "invoice_out_items": (
        "line_no",
        "row_id",
        "discount_share",
        "total_cost",
        "adopted",
        "settled_qty",
        "settled_share",
        "settled_value",
        "unit",
        "unit_factor",
        "unit_qty",
        "unit_price",
        "list_price",
        "discount_percent",
        "line_discount",
        "price_includes_tax",
        "tax_amount",
        "added_tax",
    ),
    "sale_item_allocations": ("adopted", "amendment_id"),
    "invoice_payments": (
        "company_id",
        "branch_id",
        "payment_no",
        "business_date",
        "tendered",
        "change_given",
        "adopted",
        "voids_id",
        "refunds_id",
        "debit_note_id",
    ),
    "customer_transactions": ("seq", "adopted", "debit_note_id"),
    "wallet_transactions": ("seq", "method", "adopted"),
}


class AdoptionRefused(DeployError):
    """The database cannot be adopted as it is; nothing was changed."""


def shop_columns():
    """The columns of the shop's tables, by table, as the next migration makes them on an empty database."""
    text = (Path(__file__).parent / "0002.shop_tables.sql").read_text(encoding="utf-8")
    return {
        table: [name for name in re.findall(r"^    (\w+) ", body, re.MULTILINE) if name.islower()]
        for table, body in re.findall(
            r"CREATE TABLE IF NOT EXISTS (\w+) \((.*?)^\)", text, re.MULTILINE | re.DOTALL
        )
    }


def look(connection):
    cursor = connection.cursor()
    cursor.execute(
        "SELECT LOWER(table_name), LOWER(column_name) FROM information_schema.columns"
        " WHERE table_schema = DATABASE()"
    )
    columns = {(table, column) for table, column in cursor.fetchall()}
    tables = {table for table, _ in columns}
    faults = [f"a table named {table} is there already" for table in OUR_TABLES if table in tables]
    faults += [
        f"a column {table}.{column} is there already"
        for table, names in OUR_COLUMNS.items()
        for column in names
        if (table, column) in columns
    ]
    cursor.execute(
        "SELECT LOWER(table_name) FROM information_schema.statistics"
        " WHERE table_schema = DATABASE() AND index_name = 'PRIMARY'"
    )
    with_key = {table for (table,) in cursor.fetchall()}
    for table, names in shop_columns().items():
        if table in tables:
            faults += [f"the table {table} has no column {n}" for n in names if (table, n) not in columns]
            if table not in with_key:
                faults.append(f"the table {table} has no primary key")
    if ("products", "product_code") in columns:
        cursor.execute(
            "SELECT id, product_code FROM products WHERE product_code COLLATE utf8mb4_unicode_ci IN ("
            " SELECT product_code COLLATE utf8mb4_unicode_ci FROM products"
            " GROUP BY product_code COLLATE utf8mb4_unicode_ci HAVING COUNT(*) > 1)"
            " ORDER BY product_code COLLATE utf8mb4_unicode_ci, id"
        )
        faults += [
            f"products.id {row_id}: code {code!r} equals another product's, letter case and accents aside"
            for row_id, code in cursor.fetchall()
        ]
    cursor.close()
    if faults:
        raise AdoptionRefused(
            "this database cannot be adopted yet, nothing was changed: " + "; ".join(faults)
        )


steps = [step(look)]
