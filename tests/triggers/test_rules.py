"""Every CHECK and foreign key of the schema refuses what it is there to refuse."""

from __future__ import annotations

from collections.abc import Iterator

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.shop import Shop
from tests.triggers.rows import GOOD, insert, insert_first_rows

NOBODY = "999999"

# constraint, table and what is wrong in a row that is good but for that
CANCELLED_BY = "customer_debit_notes_fk_cancelled_by"

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
    ("branches_fk_cost_center", "branches", {"code": "'B3'", "cost_center_id": NOBODY}),
    ("cost_centers_fk_company", "cost_centers", {"company_id": NOBODY}),
    ("user_permissions_fk_user", "user_permissions", {"user_id": NOBODY}),
    ("user_branches_fk_user", "user_branches", {"user_id": NOBODY}),
    ("user_branches_fk_branch", "user_branches", {"branch_id": NOBODY}),
    ("exchange_rates_rate", "exchange_rates", {"rate": "0"}),
    ("exchange_rates_fk_company", "exchange_rates", {"company_id": NOBODY}),
    ("exchange_rates_fk_currency", "exchange_rates", {"currency": "'ZZZ'"}),
    ("exchange_rates_fk_user", "exchange_rates", {"created_by": NOBODY}),
    ("exchange_rates_fk_updater", "exchange_rates", {"updated_by": NOBODY}),
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
    ("suppliers_payment_days", "suppliers", {"payment_days": "3651"}),
    ("suppliers_fk_company", "suppliers", {"company_id": NOBODY}),
    ("suppliers_fk_user", "suppliers", {"created_by": NOBODY}),
    ("purchases_total", "purchases", {"total": "-1"}),
    ("purchases_reversal", "purchases", {"reversed_on": "'2025-01-01'"}),
    ("purchases_reversal", "purchases", {"reversed_by": "1"}),
    ("purchases_opening", "purchases", {"opening_date": "'2025-01-01'", "supplier_id": "NULL"}),
    ("purchases_opening", "purchases", {"opening_date": "'2025-01-01'", "total": "0"}),
    ("purchases_opening", "purchases", {"opening_date": "'9999-12-31'"}),
    ("purchases_due", "purchases", {"due_date": "'2024-12-31'", "opening_date": "'2025-01-01'"}),
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
    ("supplier_transactions_document", "supplier_transactions", {"purchase_return_id": "1"}),
    (
        "supplier_transactions_fk_return",
        "supplier_transactions",
        {"purchase_id": "NULL", "purchase_return_id": NOBODY},
    ),
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
        {"paid_amount": "-1", "remaining_amount": "0", "delivered": "'reverted'"},
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
    ("journal_vouchers_reversal", "journal_vouchers", {"reversed_on": "'2025-01-01'"}),
    ("journal_vouchers_reversal", "journal_vouchers", {"reversed_by": "1"}),
    ("journal_vouchers_fk_branch", "journal_vouchers", {"branch_id": NOBODY}),
    ("journal_vouchers_fk_user", "journal_vouchers", {"created_by": NOBODY}),
    (
        "journal_vouchers_fk_reverser",
        "journal_vouchers",
        {"reversed_by": NOBODY, "reversed_on": "'2025-01-01'"},
    ),
    ("journal_voucher_items_side", "journal_voucher_items", {"credit": "1"}),
    ("journal_voucher_items_side", "journal_voucher_items", {"debit": "0"}),
    ("journal_voucher_items_side", "journal_voucher_items", {"debit": "-1"}),
    ("journal_voucher_items_fk_voucher", "journal_voucher_items", {"voucher_id": NOBODY}),
    ("journal_voucher_items_fk_account", "journal_voucher_items", {"account_id": NOBODY}),
    ("purchase_returns_value", "purchase_returns", {"value": "-1"}),
    ("purchase_returns_fk_purchase", "purchase_returns", {"purchase_id": NOBODY}),
    ("purchase_returns_fk_branch", "purchase_returns", {"branch_id": NOBODY}),
    ("purchase_returns_fk_user", "purchase_returns", {"created_by": NOBODY}),
    ("purchase_returns_tax", "purchase_returns", {"tax_amount": "-1"}),
    ("purchase_returns_tax", "purchase_returns", {"tax_amount": "4"}),
    ("purchase_return_taxes_amount", "purchase_return_taxes", {"amount": "-1"}),
    ("purchase_return_taxes_fk_item", "purchase_return_taxes", {"return_item_id": NOBODY}),
    ("batch_taxes_amounts", "batch_taxes", {"rate": "101"}),
    ("batch_taxes_amounts", "batch_taxes", {"base": "-1"}),
    ("batch_taxes_amounts", "batch_taxes", {"amount": "-1"}),
    ("batch_taxes_fk_batch", "batch_taxes", {"batch_id": NOBODY}),
    ("batch_taxes_fk_tax", "batch_taxes", {"tax_id": NOBODY}),
    ("purchases_tax", "purchases", {"tax_total": "-1"}),
    ("purchases_tax", "purchases", {"tax_total": "1000"}),
    ("purchase_return_items_qty", "purchase_return_items", {"qty": "0"}),
    ("purchase_return_items_fk_return", "purchase_return_items", {"purchase_return_id": NOBODY}),
    ("purchase_return_items_fk_batch", "purchase_return_items", {"batch_id": NOBODY}),
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
    ("shifts_opening_cash", "shifts", {"opening_cash": "-1"}),
    ("shifts_closing", "shifts", {"closed_at": "NULL"}),
    ("shifts_closing", "shifts", {"closed_by": "NULL"}),
    ("cash_moves_amount", "cash_moves", {"amount": "0"}),
    ("orders_total", "orders", {"total_after": "4"}),
    ("order_items_qty", "order_items", {"line_no": "2", "qty": "0"}),
    ("order_items_qty", "order_items", {"line_no": "2", "invoiced_qty": "3"}),
    ("order_items_qty", "order_items", {"line_no": "2", "invoiced_qty": "-1"}),
    (
        "order_items_one_discount",
        "order_items",
        {"line_no": "2", "discount_percent": "1", "discount_amount": "1"},
    ),
    ("order_invoice_items_qty", "order_invoice_items", {"qty": "0"}),
    ("pending_payments_amount", "pending_payments", {"amount": "0"}),
    ("pending_payments_settled", "pending_payments", {"status": "'failed'"}),
    ("pending_payments_settled", "pending_payments", {"status": "'completed'", "settled_on": "'2025-01-02'"}),
    ("pending_payments_settled", "pending_payments", {"settled_on": "'2025-01-02'"}),
    ("customers_without_account", "customers", {"tracks_balance": "0", "balance": "1"}),
    ("customers_without_account", "customers", {"tracks_balance": "0", "wallet": "1"}),
    ("tills_fk_company", "tills", {"code": "'T2'", "company_id": NOBODY}),
    ("tills_fk_branch", "tills", {"code": "'T2'", "branch_id": NOBODY}),
    ("tills_fk_customer", "tills", {"code": "'T2'", "customer_id": NOBODY}),
    ("tills_fk_user", "tills", {"code": "'T2'", "created_by": NOBODY}),
    ("shifts_fk_till", "shifts", {"till_id": NOBODY}),
    ("shifts_fk_branch", "shifts", {"branch_id": NOBODY}),
    ("shifts_fk_cashier", "shifts", {"cashier_id": NOBODY}),
    ("shifts_fk_closed_by", "shifts", {"closed_by": NOBODY}),
    ("shift_counts_fk_shift", "shift_counts", {"shift_id": NOBODY}),
    ("cash_moves_fk_branch", "cash_moves", {"branch_id": NOBODY}),
    ("cash_moves_fk_shift", "cash_moves", {"shift_id": NOBODY}),
    ("cash_moves_fk_user", "cash_moves", {"created_by": NOBODY}),
    (
        "daily_closings_fk_company",
        "daily_closings",
        {"closing_no": "2", "business_date": "'2025-01-02'", "company_id": NOBODY},
    ),
    (
        "daily_closings_fk_branch",
        "daily_closings",
        {"closing_no": "2", "business_date": "'2025-01-02'", "branch_id": NOBODY},
    ),
    (
        "daily_closings_fk_user",
        "daily_closings",
        {"closing_no": "2", "business_date": "'2025-01-02'", "created_by": NOBODY},
    ),
    ("orders_fk_branch", "orders", {"branch_id": NOBODY}),
    ("orders_fk_customer", "orders", {"customer_id": NOBODY}),
    ("orders_fk_work_order", "orders", {"work_order_id": NOBODY}),
    ("orders_fk_shift", "orders", {"shift_id": NOBODY}),
    ("orders_fk_user", "orders", {"created_by": NOBODY}),
    ("order_items_fk_order", "order_items", {"line_no": "2", "order_id": NOBODY}),
    ("order_items_fk_product", "order_items", {"line_no": "2", "product_id": NOBODY}),
    ("order_invoice_items_fk_item", "order_invoice_items", {"order_item_id": NOBODY}),
    ("order_invoice_items_fk_invoice", "order_invoice_items", {"invoice_id": NOBODY}),
    ("pending_payments_fk_branch", "pending_payments", {"branch_id": NOBODY}),
    ("pending_payments_fk_invoice", "pending_payments", {"invoice_id": NOBODY}),
    (
        "pending_payments_fk_payment",
        "pending_payments",
        {"status": "'completed'", "settled_on": "'2025-01-02'", "payment_id": NOBODY},
    ),
    ("pending_payments_fk_user", "pending_payments", {"created_by": NOBODY}),
    ("audit_log_fk_user", "audit_log", {"user_id": NOBODY}),
    ("customer_debit_notes_total", "customer_debit_notes", {"total": "11"}),
    ("customer_debit_notes_total", "customer_debit_notes", {"net_total": "-1", "tax_total": "11"}),
    ("customer_debit_notes_total", "customer_debit_notes", {"net_total": "11", "tax_total": "-1"}),
    ("customer_debit_notes_rate", "customer_debit_notes", {"exchange_rate": "0"}),
    ("customer_debit_notes_base", "customer_debit_notes", {"total_base": "11"}),
    ("customer_debit_notes_base", "customer_debit_notes", {"net_base": "0", "total_base": "0"}),
    ("customer_debit_notes_base", "customer_debit_notes", {"net_base": "-1", "tax_base": "11"}),
    ("customer_debit_notes_base", "customer_debit_notes", {"net_base": "11", "tax_base": "-1"}),
    ("customer_debit_notes_settled", "customer_debit_notes", {"applied_base": "1"}),
    ("customer_debit_notes_settled", "customer_debit_notes", {"applied_base": "-1"}),
    ("customer_debit_notes_opening", "customer_debit_notes", {"source_invoice_id": "NULL"}),
    ("customer_debit_notes_opening", "customer_debit_notes", {"reference_type": "'opening_balance'"}),
    ("customer_debit_notes_opening", "customer_debit_notes", {"adopted": "1"}),
    (
        "customer_debit_notes_opening",
        "customer_debit_notes",
        {
            **{"reference_type": "'opening_balance'", "source_invoice_id": "NULL"},
            **{"net_total": "9", "tax_total": "1", "net_base": "9", "tax_base": "1"},
        },
    ),
    ("customer_debit_notes_cancelled", "customer_debit_notes", {"cancelled_by": "1"}),
    ("customer_debit_notes_fk_branch", "customer_debit_notes", {"branch_id": NOBODY}),
    ("customer_debit_notes_fk_customer", "customer_debit_notes", {"customer_id": NOBODY}),
    ("customer_debit_notes_fk_invoice", "customer_debit_notes", {"source_invoice_id": NOBODY}),
    ("customer_debit_notes_fk_currency", "customer_debit_notes", {"currency": "'ZZZ'"}),
    ("customer_debit_notes_fk_user", "customer_debit_notes", {"created_by": NOBODY}),
    ("customer_debit_note_items_amounts", "customer_debit_note_items", {"quantity": "0"}),
    ("customer_debit_note_items_amounts", "customer_debit_note_items", {"unit_price": "-1"}),
    ("customer_debit_note_items_amounts", "customer_debit_note_items", {"tax_rate": "101"}),
    ("customer_debit_note_items_amounts", "customer_debit_note_items", {"net": "-1"}),
    ("customer_debit_note_items_amounts", "customer_debit_note_items", {"tax_amount": "-1"}),
    ("customer_debit_note_items_fk_note", "customer_debit_note_items", {"debit_note_id": NOBODY}),
    ("customer_debit_note_applications_amount", "customer_debit_note_applications", {"amount": "0"}),
    ("customer_debit_note_applications_settled", "customer_debit_note_applications", {"settled_base": "-1"}),
    ("customer_debit_note_applications_rate", "customer_debit_note_applications", {"exchange_rate": "0"}),
    (
        "customer_debit_note_applications_fk_note",
        "customer_debit_note_applications",
        {"debit_note_id": NOBODY},
    ),
    (
        "customer_debit_note_applications_fk_payment",
        "customer_debit_note_applications",
        {"payment_id": NOBODY},
    ),
    ("customer_debit_note_applications_fk_user", "customer_debit_note_applications", {"created_by": NOBODY}),
    (
        "invoice_currencies_rate",
        "invoice_currencies",
        {"exchange_rate": "-0.5", "total_before": "-16", "total": "-18"},
    ),
    ("invoice_currencies_total", "invoice_currencies", {"total_before": "21"}),
    ("invoice_currencies_total", "invoice_currencies", {"tax_total": "19"}),
    (
        "invoice_currencies_settled",
        "invoice_currencies",
        {"invoice_id": "3", "exchange_rate": "0.0001", "total_base": "0"},
    ),
    ("invoice_currencies_settled", "invoice_settlements", {"amount": "11"}),
    ("invoice_currencies_settled", "invoice_settlements", {"settled_base": "5"}),
    ("invoice_currencies_settled", "invoice_settlements", {"amount": "10"}),
    ("invoice_currencies_fk_invoice", "invoice_currencies", {"invoice_id": NOBODY}),
    ("invoice_currencies_fk_currency", "invoice_currencies", {"currency": "'ZZZ'"}),
    ("invoice_currency_items_amounts", "invoice_currency_items", {"price": "-1"}),
    ("invoice_currency_items_amounts", "invoice_currency_items", {"discount_share": "21"}),
    ("invoice_currency_items_amounts", "invoice_currency_items", {"added_tax": "1"}),
    ("invoice_currency_items_fk_item", "invoice_currency_items", {"sale_item_id": NOBODY}),
    ("invoice_settlements_amount", "invoice_settlements", {"settled_base": "0"}),
    ("invoice_settlements_amount", "invoice_settlements", {"amount": "-1"}),
    ("invoice_settlements_amount", "invoice_settlements", {"amount": "0"}),
    ("invoice_settlements_source", "invoice_settlements", {"return_id": "1"}),
    (
        "invoice_settlements_undoing",
        "invoice_settlements",
        {"payment_id": "NULL", "amount": "-1", "settled_base": "-1"},
    ),
    ("invoice_settlements_rate", "invoice_settlements", {"exchange_rate": "0"}),
    ("invoice_settlements_fk_invoice", "invoice_settlements", {"invoice_id": NOBODY}),
    ("invoice_settlements_fk_payment", "invoice_settlements", {"payment_id": NOBODY}),
    ("invoice_settlements_fk_return", "invoice_settlements", {"payment_id": "NULL", "return_id": NOBODY}),
    ("invoice_settlements_fk_user", "invoice_settlements", {"created_by": NOBODY}),
    ("invoice_payments_document", "invoice_payments", {"invoice_id": "NULL"}),
    ("invoice_payments_document", "invoice_payments", {"debit_note_id": "1"}),
    ("invoice_payments_fk_debit_note", "invoice_payments", {"invoice_id": "NULL", "debit_note_id": NOBODY}),
    ("customer_transactions_fk_debit_note", "customer_transactions", {"debit_note_id": NOBODY}),
)


@pytest.fixture(scope="module")
def _first_rows(_migrated_shop: Shop) -> Iterator[MySQLConnectionAbstract]:
    _migrated_shop.restore()
    connection = _migrated_shop.connection
    execute(connection, "START TRANSACTION")
    insert_first_rows(connection)
    yield connection
    connection.rollback()


@pytest.fixture
def rows(_first_rows: MySQLConnectionAbstract) -> Iterator[MySQLConnectionAbstract]:
    """The first rows, in one transaction for all tests here: there are hundreds, and each tries one row."""
    execute(_first_rows, "SAVEPOINT untouched")
    yield _first_rows
    execute(_first_rows, "ROLLBACK TO SAVEPOINT untouched")


@pytest.mark.parametrize(
    ("constraint", "table", "wrong"), VIOLATIONS, ids=lambda part: part if isinstance(part, str) else None
)
def test_a_rule_refuses_a_row(
    rows: MySQLConnectionAbstract, constraint: str, table: str, wrong: dict[str, str]
) -> None:
    with pytest.raises(mysql.connector.Error, match=f"['`]{constraint}['`]"):
        insert(rows, table, **{**_free_key(rows, table), **wrong})


def test_a_debit_note_of_nothing_is_refused(rows: MySQLConnectionAbstract) -> None:
    """By two rules, of which each engine names another first."""
    with pytest.raises(mysql.connector.Error, match=r"customer_debit_notes_(total|settled)['`]"):
        insert(rows, "customer_debit_notes", net_total="0", total="0", id="2")


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_passes(rows: MySQLConnectionAbstract, table: str) -> None:
    insert(rows, table, **_free_key(rows, table))


def _free_key(rows: MySQLConnectionAbstract, table: str) -> dict[str, str]:
    """Another key where the first row has the good one, with the parent that it needs."""
    parent = {"invoice_return_items": "invoice_returns", "stock_adjustment_items": "stock_adjustments"}
    if table == "purchase_return_items":
        insert(rows, "purchase_returns", id="2", return_no="'PRET-2'")
    if table in parent:
        insert(rows, parent[table], id="2")
    if table == "coupon_uses":
        insert(rows, "invoices_out", id="2")
    if table == "product_taxes":
        insert(rows, "taxes", id="2", code="'U'")
    if table == "user_branches":
        insert(rows, "branches", id="2", code="'B3'")
    if table == "order_invoice_items":
        insert(rows, "invoices_out", id="2")
    if table == "invoice_currencies":
        insert(rows, "invoices_out", id="2")
        nothing = ("total_before_discount", "discount_amount", "total_after_discount", "paid_amount")
        insert(
            rows,
            "invoices_out",
            id="3",
            delivered="'yes'",
            **dict.fromkeys((*nothing, "remaining_amount"), "0"),
        )
    if table == "invoice_currency_items":
        insert(rows, "invoice_out_items", id="2", line_no="2")
    if table in {"customer_debit_note_applications", "invoice_settlements"}:
        insert(rows, "invoice_payments", id="2")
    return {
        "tills": {"code": "'U'"},
        "shift_counts": {"payment_method": "'card'"},
        "daily_closings": {"closing_no": "2", "business_date": "'2025-01-02'"},
        "order_items": {"line_no": "2"},
        "order_invoice_items": {"invoice_id": "2"},
        "products": {"product_code": "'Q'"},
        "product_barcodes": {"barcode": "'2'"},
        "taxes": {"code": "'U'"},
        "product_taxes": {"tax_id": "2"},
        "product_units": {"unit": "'bag'"},
        "price_lists": {"code": "'M'"},
        "price_list_prices": {"unit": "'bag'"},
        "customer_groups": {"code": "'H'"},
        "exchange_rates": {"valid_from": "'2025-01-02'"},
        "cost_centers": {"code": "'D'"},
        "user_branches": {"branch_id": "2"},
        "user_permissions": {"procedure_name": "'sp_save_order'"},
        "offers": {"code": "'P'"},
        "coupons": {"code": "'D'"},
        "coupon_uses": {"invoice_id": "2"},
        "customer_transactions": {"seq": "2"},
        "supplier_transactions": {"seq": "2", "transaction_type": "'purchase_reversal'"},
        "wallet_transactions": {"seq": "2"},
        "journal_entries": {"reference_id": "2"},
        "journal_entry_lines": {"line_no": "2"},
        "journal_voucher_items": {"line_no": "2"},
        "inventory_transactions": {"transaction_type": "'adjustment_out'"},
        "invoice_return_items": {"return_id": "2"},
        "purchase_returns": {"return_no": "'PRET-2'"},
        "purchase_return_items": {"purchase_return_id": "2"},
        "customer_debit_note_items": {"line_no": "2"},
        "customer_debit_note_applications": {"payment_id": "2"},
        "invoice_currencies": {"invoice_id": "2"},
        "invoice_currency_items": {"sale_item_id": "2"},
        "invoice_settlements": {"payment_id": "2"},
        "batch_taxes": {"tax_no": "2"},
        "purchase_return_taxes": {"tax_no": "2"},
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
    assert {*(constraint for constraint, _, _ in VIOLATIONS), CANCELLED_BY} == {name for (name,) in names}


def test_who_cancels_a_debit_note_is_a_user(rows: MySQLConnectionAbstract) -> None:
    """A note is never born cancelled, so no INSERT meets this key."""
    insert(rows, "customer_debit_notes", id="2")
    with pytest.raises(mysql.connector.IntegrityError, match=CANCELLED_BY):
        execute(
            rows,
            "UPDATE customer_debit_notes SET cancelled_on = '2025-01-02', cancelled_by = 1 + "
            f"{NOBODY} WHERE id = 2",
        )


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
