"""Every CHECK and foreign key of the schema refuses what it is there to refuse."""

from __future__ import annotations

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.triggers.rows import GOOD, insert

NOBODY = "999999"

# constraint, table and what is wrong in a row that is good but for that
VIOLATIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("currencies_minor_units", "currencies", {"minor_units": "5"}),
    ("currencies_minor_units", "currencies", {"minor_units": "-1"}),
    ("companies_fk_currency", "companies", {"currency": "'ZZZ'"}),
    ("branches_main", "branches", {"main_of": "2"}),
    ("branches_fk_company", "branches", {"company_id": NOBODY}),
    ("number_series_fk_branch", "number_series", {"branch_id": NOBODY}),
    ("number_series_days_fk_series", "number_series_days", {"kind": "'NONE'"}),
    ("product_barcodes_fk_company", "product_barcodes", {"company_id": NOBODY}),
    ("product_barcodes_fk_product", "product_barcodes", {"product_id": NOBODY}),
    ("products_fk_company", "products", {"company_id": NOBODY}),
    ("taxes_rate", "taxes", {"rate": "100.0001"}),
    ("taxes_rate", "taxes", {"rate": "-1"}),
    ("taxes_fk_company", "taxes", {"company_id": NOBODY}),
    ("price_lists_fk_company", "price_lists", {"company_id": NOBODY}),
    ("price_list_prices_price", "price_list_prices", {"price": "-1"}),
    ("price_list_prices_fk_list", "price_list_prices", {"price_list_id": NOBODY}),
    ("price_list_prices_fk_product", "price_list_prices", {"product_id": NOBODY}),
    ("customer_groups_fk_company", "customer_groups", {"company_id": NOBODY}),
    ("customer_groups_fk_price_list", "customer_groups", {"price_list_id": NOBODY}),
    ("customers_credit_limit", "customers", {"credit_limit": "-1"}),
    ("customers_fk_group", "customers", {"group_id": NOBODY}),
    ("customers_fk_price_list", "customers", {"price_list_id": NOBODY}),
    ("product_taxes_fk_product", "product_taxes", {"product_id": NOBODY}),
    ("product_taxes_fk_tax", "product_taxes", {"tax_id": NOBODY}),
    ("product_units_factor", "product_units", {"factor": "0"}),
    ("product_units_fk_product", "product_units", {"product_id": NOBODY}),
    ("batches_stock", "batches", {"remaining": "-1"}),
    ("batches_stock", "batches", {"stock_value": "-1"}),
    ("batches_stock", "batches", {"original_value": "-1"}),
    ("batches_stock", "batches", {"original_value": "NULL"}),
    ("batches_stock", "batches", {"remaining": "0"}),
    ("batches_fk_product", "batches", {"product_id": NOBODY}),
    ("batches_fk_user", "batches", {"created_by": NOBODY}),
    ("batches_fk_purchase", "batches", {"purchase_id": NOBODY}),
    ("suppliers_fk_company", "suppliers", {"company_id": NOBODY}),
    ("suppliers_fk_user", "suppliers", {"created_by": NOBODY}),
    ("purchases_total", "purchases", {"total": "-1"}),
    ("purchases_reversal", "purchases", {"reversed_on": "'2025-01-01'"}),
    ("purchases_reversal", "purchases", {"reversed_by": "1"}),
    ("purchases_fk_branch", "purchases", {"branch_id": NOBODY}),
    ("purchases_fk_supplier", "purchases", {"supplier_id": NOBODY}),
    ("purchases_fk_reversed_by", "purchases", {"reversed_by": NOBODY, "reversed_on": "'2025-01-01'"}),
    ("purchases_fk_user", "purchases", {"created_by": NOBODY}),
    ("supplier_payments_kind", "supplier_payments", {"amount": "-4"}),
    ("supplier_payments_kind", "supplier_payments", {"undoes_id": "1"}),
    ("supplier_payments_kind", "supplier_payments", {"kind": "'refund'"}),
    ("supplier_payments_kind", "supplier_payments", {"kind": "'void'"}),
    ("supplier_payments_kind", "supplier_payments", {"kind": "'void'", "undoes_id": "1", "amount": "0"}),
    ("supplier_payments_party", "supplier_payments", {"supplier_id": "NULL"}),
    ("supplier_payments_fk_branch", "supplier_payments", {"branch_id": NOBODY}),
    ("supplier_payments_fk_supplier", "supplier_payments", {"supplier_id": NOBODY}),
    ("supplier_payments_fk_purchase", "supplier_payments", {"purchase_id": NOBODY}),
    ("supplier_payments_fk_undoes", "supplier_payments", {"kind": "'void'", "undoes_id": NOBODY}),
    ("supplier_payments_fk_user", "supplier_payments", {"created_by": NOBODY}),
    ("supplier_transactions_amount", "supplier_transactions", {"amount": "5"}),
    ("supplier_transactions_amount", "supplier_transactions", {"amount": "0", "balance_after": "0"}),
    ("supplier_transactions_document", "supplier_transactions", {"purchase_id": "NULL"}),
    ("supplier_transactions_document", "supplier_transactions", {"payment_id": "1"}),
    ("supplier_transactions_fk_supplier", "supplier_transactions", {"supplier_id": NOBODY}),
    ("supplier_transactions_fk_purchase", "supplier_transactions", {"purchase_id": NOBODY}),
    (
        "supplier_transactions_fk_payment",
        "supplier_transactions",
        {"purchase_id": "NULL", "payment_id": NOBODY},
    ),
    ("supplier_transactions_fk_user", "supplier_transactions", {"created_by": NOBODY}),
    ("journal_entry_lines_supplier", "journal_entry_lines", {"role": "'payables'"}),
    ("journal_entry_lines_supplier", "journal_entry_lines", {"supplier_id": "1"}),
    ("customers_wallet", "customers", {"wallet": "-0.01"}),
    ("customers_fk_company", "customers", {"company_id": NOBODY}),
    ("customers_fk_user", "customers", {"created_by": NOBODY}),
    ("work_orders_fk_customer", "work_orders", {"customer_id": NOBODY}),
    ("work_orders_fk_user", "work_orders", {"created_by": NOBODY}),
    (
        "invoices_out_amounts",
        "invoices_out",
        {"discount_amount": "-1", "total_after_discount": "11", "remaining_amount": "7"},
    ),
    ("invoices_out_amounts", "invoices_out", {"total_before_discount": "11"}),
    ("invoices_out_amounts", "invoices_out", {"total_before_discount": "NULL"}),
    ("invoices_out_amounts", "invoices_out", {"invoice_date": "NULL"}),
    ("invoices_out_amounts", "invoices_out", {"paid_amount": "10", "remaining_amount": "-1"}),
    (
        "invoices_out_amounts",
        "invoices_out",
        {"paid_amount": "-1", "remaining_amount": "10", "delivered": "'no'"},
    ),
    ("invoices_out_amounts", "invoices_out", {"returned_amount": "-1", "remaining_amount": "6"}),
    ("invoices_out_remaining", "invoices_out", {"remaining_amount": "6"}),
    ("invoices_out_remaining", "invoices_out", {"delivered": "'canceled'"}),
    ("invoices_out_status", "invoices_out", {"delivered": "'no'"}),
    ("invoices_out_status", "invoices_out", {"delivered": "'yes'"}),
    ("invoices_out_fk_customer", "invoices_out", {"customer_id": NOBODY}),
    ("invoices_out_fk_branch", "invoices_out", {"branch_id": NOBODY}),
    ("invoices_out_fk_work_order", "invoices_out", {"work_order_id": NOBODY}),
    ("invoices_out_fk_user", "invoices_out", {"created_by": NOBODY}),
    ("invoice_out_items_amounts", "invoice_out_items", {"quantity": "0"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"total_price": "-1", "discount_share": "-1"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"selling_price": "-1"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"total_cost": "-1"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"total_cost": "NULL"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"discount_share": "11"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"line_no": "NULL"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"quantity": "-1"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"settled_qty": "99"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"settled_value": "-1"}),
    ("invoice_out_items_amounts", "invoice_out_items", {"settled_share": "-1"}),
    ("invoice_out_items_fk_invoice", "invoice_out_items", {"invoice_out_id": NOBODY}),
    ("invoice_out_items_fk_product", "invoice_out_items", {"product_id": NOBODY}),
    ("sale_item_allocations_sign", "sale_item_allocations", {"qty": "0"}),
    ("sale_item_allocations_sign", "sale_item_allocations", {"qty": "-1"}),
    ("sale_item_allocations_sign", "sale_item_allocations", {"line_cost": "-1"}),
    ("sale_item_allocations_fk_item", "sale_item_allocations", {"sale_item_id": NOBODY}),
    ("sale_item_allocations_fk_batch", "sale_item_allocations", {"batch_id": NOBODY}),
    ("invoice_payments_amounts", "invoice_payments", {"payment_amount": "0"}),
    ("invoice_payments_amounts", "invoice_payments", {"payment_method": "'mixed'"}),
    ("invoice_payments_amounts", "invoice_payments", {"payment_method": "NULL"}),
    ("invoice_payments_amounts", "invoice_payments", {"payment_no": "NULL"}),
    ("invoice_payments_amounts", "invoice_payments", {"business_date": "NULL"}),
    ("invoice_payments_amounts", "invoice_payments", {"tendered": "3"}),
    ("invoice_payments_amounts", "invoice_payments", {"change_given": "-1"}),
    ("invoice_payments_amounts", "invoice_payments", {"change_given": "NULL"}),
    ("invoice_payments_fk_invoice", "invoice_payments", {"invoice_id": NOBODY}),
    ("invoice_payments_fk_voids", "invoice_payments", {"voids_id": NOBODY}),
    ("invoice_payments_fk_user", "invoice_payments", {"created_by": NOBODY}),
    ("customer_transactions_amounts", "customer_transactions", {"amount": "8"}),
    ("customer_transactions_amounts", "customer_transactions", {"seq": "NULL"}),
    ("customer_transactions_amounts", "customer_transactions", {"balance_before": "NULL"}),
    ("customer_transactions_amounts", "customer_transactions", {"transaction_type": "'deposit'"}),
    ("customer_transactions_fk_customer", "customer_transactions", {"customer_id": NOBODY}),
    ("customer_transactions_fk_invoice", "customer_transactions", {"invoice_id": NOBODY}),
    ("customer_transactions_fk_user", "customer_transactions", {"created_by": NOBODY}),
    ("wallet_transactions_amounts", "wallet_transactions", {"amount": "6"}),
    ("wallet_transactions_amounts", "wallet_transactions", {"amount": "0", "wallet_after": "0"}),
    ("wallet_transactions_amounts", "wallet_transactions", {"type": "'withdraw'"}),
    ("wallet_transactions_amounts", "wallet_transactions", {"seq": "NULL"}),
    ("wallet_transactions_amounts", "wallet_transactions", {"wallet_before": "NULL"}),
    ("wallet_transactions_fk_customer", "wallet_transactions", {"customer_id": NOBODY}),
    ("wallet_transactions_fk_user", "wallet_transactions", {"created_by": NOBODY}),
    ("account_roles_fk_account", "account_roles", {"account_id": NOBODY}),
    ("journal_entries_type", "journal_entries", {"entry_type": "'gift'"}),
    ("journal_entries_type", "journal_entries", {"entry_type": "'Invoice'"}),
    ("journal_entries_fk_branch", "journal_entries", {"branch_id": NOBODY}),
    ("journal_entries_fk_user", "journal_entries", {"created_by": NOBODY}),
    ("journal_entry_lines_side", "journal_entry_lines", {"debit": "0"}),
    ("journal_entry_lines_side", "journal_entry_lines", {"credit": "6"}),
    ("journal_entry_lines_side", "journal_entry_lines", {"debit": "-6"}),
    ("journal_entry_lines_side", "journal_entry_lines", {"credit": "-6"}),
    ("journal_entry_lines_side", "journal_entry_lines", {"debit": "-6", "credit": "6"}),
    ("journal_entry_lines_party", "journal_entry_lines", {"customer_id": "1"}),
    ("journal_entry_lines_party", "journal_entry_lines", {"role": "'receivables'"}),
    ("journal_entry_lines_party", "journal_entry_lines", {"role": "'wallet'"}),
    ("journal_entry_lines_fk_entry", "journal_entry_lines", {"journal_entry_id": NOBODY}),
    ("journal_entry_lines_fk_account", "journal_entry_lines", {"account_id": NOBODY}),
    ("inventory_transactions_type", "inventory_transactions", {"transaction_type": "'theft'"}),
    ("inventory_transactions_fk_entry", "inventory_transactions", {"journal_entry_id": NOBODY}),
    ("inventory_transactions_fk_product", "inventory_transactions", {"product_id": NOBODY}),
    ("inventory_transactions_fk_batch", "inventory_transactions", {"batch_id": NOBODY}),
    ("invoice_payments_fk_refunds", "invoice_payments", {"refunds_id": NOBODY}),
    ("invoice_returns_fk_invoice", "invoice_returns", {"invoice_id": NOBODY}),
    ("invoice_returns_fk_branch", "invoice_returns", {"branch_id": NOBODY}),
    ("invoice_returns_fk_user", "invoice_returns", {"created_by": NOBODY}),
    ("invoice_amendments_value", "invoice_amendments", {"value": "10"}),
    ("invoice_amendments_fk_invoice", "invoice_amendments", {"invoice_id": NOBODY}),
    ("invoice_amendments_fk_branch", "invoice_amendments", {"branch_id": NOBODY}),
    ("invoice_amendments_fk_user", "invoice_amendments", {"created_by": NOBODY}),
    ("invoice_return_items_qty", "invoice_return_items", {"qty": "0"}),
    ("invoice_return_items_fk_return", "invoice_return_items", {"return_id": NOBODY}),
    ("invoice_return_items_fk_line", "invoice_return_items", {"sale_item_id": NOBODY}),
    ("invoice_item_taxes_amounts", "invoice_item_taxes", {"rate": "101"}),
    ("invoice_item_taxes_amounts", "invoice_item_taxes", {"base": "-1"}),
    ("invoice_item_taxes_amounts", "invoice_item_taxes", {"amount": "-1"}),
    ("invoice_item_taxes_settled", "invoice_item_taxes", {"settled": "-1"}),
    ("invoice_item_taxes_settled", "invoice_item_taxes", {"settled": "1.27"}),
    ("invoice_item_taxes_fk_line", "invoice_item_taxes", {"sale_item_id": NOBODY}),
    ("invoice_item_taxes_fk_tax", "invoice_item_taxes", {"tax_id": NOBODY}),
    ("invoice_return_taxes_amount", "invoice_return_taxes", {"amount": "-1"}),
    ("invoice_return_taxes_fk_item", "invoice_return_taxes", {"return_item_id": NOBODY}),
    ("invoice_amendment_taxes_fk_amendment", "invoice_amendment_taxes", {"amendment_id": NOBODY}),
    ("invoice_amendment_taxes_fk_tax", "invoice_amendment_taxes", {"tax_id": NOBODY}),
    ("offers_bounds", "offers", {"min_qty": "0"}),
    ("offers_bounds", "offers", {"min_qty": "2", "max_qty": "1"}),
    ("offers_bounds", "offers", {"min_amount": "0"}),
    ("offers_bounds", "offers", {"min_amount": "2", "max_amount": "1"}),
    ("offers_bounds", "offers", {"valid_from": "'2025-01-02'", "valid_to": "'2025-01-01'"}),
    ("offers_gift", "offers", {"value": "NULL"}),
    ("offers_gift", "offers", {"value": "0"}),
    ("offers_gift", "offers", {"value": "101"}),
    ("offers_gift", "offers", {"product_id": "NULL"}),
    ("offers_gift", "offers", {"free_qty": "1"}),
    ("offers_gift", "offers", {"gives": "'free_item'"}),
    ("offers_gift", "offers", {"gives": "'free_item'", "value": "NULL", "free_qty": "1"}),
    ("offers_fk_company", "offers", {"company_id": NOBODY}),
    ("offers_fk_group", "offers", {"customer_group_id": NOBODY}),
    ("offers_fk_product", "offers", {"product_id": NOBODY}),
    (
        "offers_fk_free_product",
        "offers",
        {"gives": "'free_item'", "value": "NULL", "free_qty": "1", "free_product_id": NOBODY},
    ),
    ("offers_fk_user", "offers", {"created_by": NOBODY}),
    ("coupons_gift", "coupons", {"value": "NULL"}),
    ("coupons_gift", "coupons", {"value": "0"}),
    ("coupons_gift", "coupons", {"value": "101"}),
    ("coupons_gift", "coupons", {"offer_id": "1"}),
    ("coupons_bounds", "coupons", {"min_amount": "0"}),
    ("coupons_bounds", "coupons", {"max_uses": "0"}),
    ("coupons_bounds", "coupons", {"max_uses_per_customer": "0"}),
    ("coupons_bounds", "coupons", {"valid_from": "'2025-01-02'", "valid_to": "'2025-01-01'"}),
    ("coupons_fk_company", "coupons", {"company_id": NOBODY}),
    ("coupons_fk_offer", "coupons", {"gives": "NULL", "value": "NULL", "offer_id": NOBODY}),
    ("coupons_fk_user", "coupons", {"created_by": NOBODY}),
    ("coupon_uses_fk_invoice", "coupon_uses", {"invoice_id": NOBODY}),
    ("coupon_uses_fk_coupon", "coupon_uses", {"coupon_id": NOBODY}),
    ("coupon_uses_fk_customer", "coupon_uses", {"customer_id": NOBODY}),
    ("invoice_offers_source", "invoice_offers", {"offer_id": "NULL"}),
    ("invoice_offers_amount", "invoice_offers", {"amount": "-1"}),
    ("invoice_offers_fk_invoice", "invoice_offers", {"invoice_id": NOBODY}),
    ("invoice_offers_fk_line", "invoice_offers", {"sale_item_id": NOBODY}),
    ("invoice_offers_fk_offer", "invoice_offers", {"offer_id": NOBODY}),
    ("invoice_offers_fk_coupon", "invoice_offers", {"coupon_id": NOBODY}),
    ("stock_adjustments_fk_branch", "stock_adjustments", {"branch_id": NOBODY}),
    ("stock_adjustments_fk_user", "stock_adjustments", {"created_by": NOBODY}),
    ("stock_adjustment_items_sign", "stock_adjustment_items", {"qty": "1"}),
    ("stock_adjustment_items_sign", "stock_adjustment_items", {"cost": "3"}),
    ("stock_adjustment_items_sign", "stock_adjustment_items", {"qty": "0", "cost": "0"}),
    ("stock_adjustment_items_fk_adjustment", "stock_adjustment_items", {"adjustment_id": NOBODY}),
    ("stock_adjustment_items_fk_product", "stock_adjustment_items", {"product_id": NOBODY}),
    ("stock_adjustment_items_fk_batch", "stock_adjustment_items", {"batch_id": NOBODY}),
    ("invoice_drafts_line_count", "invoice_drafts", {"line_count": "-1"}),
    ("invoice_drafts_fk_company", "invoice_drafts", {"company_id": NOBODY}),
    ("invoice_drafts_fk_branch", "invoice_drafts", {"branch_id": NOBODY}),
    ("invoice_drafts_fk_user", "invoice_drafts", {"created_by": NOBODY}),
    ("invoice_drafts_fk_updated_by", "invoice_drafts", {"updated_by": NOBODY}),
    ("audit_log_fk_user", "audit_log", {"user_id": NOBODY}),
)


@pytest.mark.parametrize(
    ("constraint", "table", "wrong"), VIOLATIONS, ids=lambda part: part if isinstance(part, str) else None
)
def test_a_rule_refuses_a_row(
    rows: MySQLConnectionAbstract, constraint: str, table: str, wrong: dict[str, str]
) -> None:
    with pytest.raises(mysql.connector.Error, match=f"['`]{constraint}['`]"):
        insert(rows, table, **{**_free_key(rows, table), **wrong})


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_passes(rows: MySQLConnectionAbstract, table: str) -> None:
    insert(rows, table, **_free_key(rows, table))


def _free_key(rows: MySQLConnectionAbstract, table: str) -> dict[str, str]:
    """Another key where the first row has the good one, with the parent that it needs."""
    parent = {"invoice_return_items": "invoice_returns", "stock_adjustment_items": "stock_adjustments"}
    if table in parent:
        insert(rows, parent[table], id="2")
    if table == "coupon_uses":
        insert(rows, "invoices_out", id="2")
    if table == "product_taxes":
        insert(rows, "taxes", id="2", code="'U'")
    return {
        "products": {"product_code": "'Q'"},
        "product_barcodes": {"barcode": "'2'"},
        "taxes": {"code": "'U'"},
        "product_taxes": {"tax_id": "2"},
        "product_units": {"unit": "'bag'"},
        "price_lists": {"code": "'M'"},
        "price_list_prices": {"unit": "'bag'"},
        "customer_groups": {"code": "'H'"},
        "offers": {"code": "'P'"},
        "coupons": {"code": "'D'"},
        "coupon_uses": {"invoice_id": "2"},
        "customer_transactions": {"seq": "2"},
        "supplier_transactions": {"seq": "2", "transaction_type": "'purchase_reversal'"},
        "wallet_transactions": {"seq": "2"},
        "journal_entries": {"reference_id": "2"},
        "journal_entry_lines": {"line_no": "2"},
        "inventory_transactions": {"transaction_type": "'adjustment_out'"},
        "invoice_return_items": {"return_id": "2"},
        "invoice_item_taxes": {"tax_no": "2"},
        "invoice_return_taxes": {"tax_no": "2"},
        "invoice_amendment_taxes": {"tax_no": "2"},
        "stock_adjustment_items": {"adjustment_id": "2"},
    }.get(table, {})


def test_no_rule_is_left_out(rows: MySQLConnectionAbstract) -> None:
    names = fetch(
        rows,
        "SELECT constraint_name FROM information_schema.table_constraints"
        " WHERE constraint_schema = DATABASE() AND constraint_type IN ('CHECK', 'FOREIGN KEY')",
    )
    assert {constraint for constraint, _, _ in VIOLATIONS} == {name for (name,) in names}


def test_foreign_keys_restrict(rows: MySQLConnectionAbstract) -> None:
    rules = fetch(
        rows,
        "SELECT DISTINCT delete_rule FROM information_schema.referential_constraints"
        " WHERE constraint_schema = DATABASE()",
    )
    assert rules == [("RESTRICT",)]
    for parent in ("users", "products", "customers", "companies", "branches", "accounts", "suppliers"):
        with pytest.raises(mysql.connector.IntegrityError, match="parent row"):
            execute(rows, f"DELETE FROM {parent} WHERE id = 1")


def test_rows_that_broke_a_rule_when_they_were_adopted_are_let_be(rows: MySQLConnectionAbstract) -> None:
    insert(rows, "batches", remaining="-1", exempt="1")
    insert(rows, "customers", wallet="-1", exempt="1")
    insert(rows, "invoices_out", remaining_amount="77", exempt="1")
