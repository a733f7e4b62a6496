"""Each check finds the corruption planted for it, and only those checks find it that must."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pytest

from pyclient.deploy import verify
from pyclient.deploy.session import fetch
from pyclient.deploy.source import db_dir
from tests.checks import purchase_corruptions
from tests.checks.books import Books
from tests.checks.corruption import Corruption, one, posted

ALL_CHECKS = sorted(path.stem for path in (db_dir() / "checks").glob("*.sql"))

_LEDGER = (
    "INSERT INTO customer_transactions (customer_id, seq, transaction_type, amount, description,"
    " wallet_transaction, balance_before, balance_after, wallet_before, wallet_after, transaction_date,"
    " created_by)"
)
_WALLET = (
    "INSERT INTO wallet_transactions (id, customer_id, seq, type, amount, description, wallet_before,"
    " wallet_after, created_by)"
)


# A customer who owes one more, by a ledger row in good order.
_DEBT = (
    f"{_LEDGER} SELECT id, ledger_seq + 1, 'adjustment', 1, 'x', NULL, balance, balance + 1, wallet,"
    " wallet, CURRENT_DATE, 5 FROM customers WHERE id = {sara}",
    "UPDATE customers SET balance = balance + 1, ledger_seq = ledger_seq + 1 WHERE id = {sara}",
)


CORRUPTIONS = (
    one(
        "a line more than the invoice's total",
        "UPDATE invoice_out_items SET quantity = 2, total_price = 100 WHERE id = {visit_line}",
        "invoice_total_is_its_lines",
        ("sale", "400", "350"),
    ),
    one(
        "another price than the line's total was made of",
        "UPDATE invoice_out_items SET selling_price = 51 WHERE id = {visit_line}",
        "line_total_is_its_price",
        ("visit_line", "51", "50"),
    ),
    one(
        "a share lost",
        "UPDATE invoice_out_items SET discount_share = 4 WHERE id = {visit_line}",
        "invoice_discount_is_its_shares",
        ("sale", "34", "35"),
    ),
    Corruption(
        "a discount that the total does not know",
        (
            "UPDATE invoices_out SET discount_amount = 36 WHERE id = {sale}",
            "UPDATE invoice_out_items SET discount_share = 6 WHERE id = {visit_line}",
        ),
        {"invoice_total_after_discount": (("sale", "314", "315"),)},
    ),
    one(
        "profit",
        "UPDATE invoices_out SET profit_amount = profit_amount + 1 WHERE id = {sale}",
        "invoice_profit",
        ("sale", "305.01", "306.01"),
    ),
    Corruption(
        "cost of the invoice",
        (
            "UPDATE invoices_out SET total_cost = total_cost + 1, profit_amount = profit_amount - 1"
            " WHERE id = {sale}",
        ),
        {
            "invoice_cost_is_its_lines": (("sale", "9.99", "10.99"),),
            "invoice_stands_in_the_journal": (("sale", "315.0000 10.9900", "315.0000 9.9900"),),
        },
    ),
    Corruption(
        "cost of the line",
        (
            "UPDATE invoice_out_items SET total_cost = total_cost + 1 WHERE id = {pump_line}",
            "UPDATE invoices_out SET total_cost = total_cost + 1, profit_amount = profit_amount - 1"
            " WHERE id = {sale}",
        ),
        {
            "line_cost_is_its_allocations": (("pump_line", "9.99", "10.99"),),
            "invoice_stands_in_the_journal": (("sale", "315.0000 10.9900", "315.0000 9.9900"),),
        },
    ),
    one(
        "cost that stands at another line of its invoice",
        "UPDATE invoice_out_items SET total_cost = IF(id = {visit_line}, 1, total_cost - 1)"
        " WHERE invoice_out_id = {sale}",
        "line_cost_is_its_allocations",
        ("pump_line", "9.99", "8.99"),
        ("visit_line", "0", "1"),
    ),
    one(
        "more sold than taken",
        "UPDATE invoice_out_items SET quantity = 4, selling_price = 75 WHERE id = {pump_line}",
        "line_quantity_is_allocated",
        ("pump_line", "4", "3"),
    ),
    Corruption(
        "goods that were taken are there",
        ("UPDATE batches SET remaining = remaining + 1 WHERE id = {pipe_batch}",),
        {
            "batch_quantity_is_received_less_taken": (("pipe_batch", "87", "88"),),
            "batch_is_its_movements": (("pipe_batch", "87.0000 108.7500", "88.0000 108.7500"),),
        },
    ),
    one(
        "more was received than there is of it",
        "UPDATE batches SET original_qty = original_qty + 1 WHERE id = {pipe_batch}",
        "batch_quantity_is_received_less_taken",
        ("pipe_batch", "88", "87"),
    ),
    Corruption(
        "a batch's value",
        ("UPDATE batches SET stock_value = stock_value - 0.01 WHERE id = {pipe_batch}",),
        {
            "batch_value_is_received_less_taken": (("pipe_batch", "108.75", "108.74"),),
            "batch_is_its_movements": (("pipe_batch", "87.0000 108.7500", "87.0000 108.7400"),),
            "inventory_account_is_the_batches": ((1, None, None),),
        },
    ),
    one(
        "goods that cost more than they are worth",
        "UPDATE batches SET original_value = original_value + 0.01 WHERE id = {old_batch}",
        "batch_value_is_received_less_taken",
        ("old_batch", None, None),
    ),
    Corruption(
        "bought goods that cost more than they are worth",
        ("UPDATE batches SET original_value = original_value + 0.01 WHERE id = {pipe_batch}",),
        {
            "batch_value_is_received_less_taken": (("pipe_batch", "108.76", "108.75"),),
            "purchase_is_its_batches": (("pipe_bill", "125.0100 0", "125.0000 0"),),
        },
    ),
    Corruption(
        "a taking lost",
        ("DELETE FROM sale_item_allocations WHERE id = {taking}",),
        {
            "batch_quantity_is_received_less_taken": (("pump_batch_2", "5", "4"),),
            "batch_value_is_received_less_taken": (("pump_batch_2", "20", "16"),),
            "line_cost_is_its_allocations": (("part_line", "23.31", "27.31"),),
            "line_quantity_is_allocated": (("part_line", "8", "7"),),
        },
    ),
    Corruption(
        "taken from another product's batch",
        ("UPDATE batches SET product_id = {pipe} WHERE id = {pump_batch_2}",),
        {
            "taking_is_of_its_product": (("taking", None, None),),
            "batch_is_its_movements": (("pump_batch_2", "0.0000 0.0000", "4.0000 16.0000"),),
        },
    ),
    one(
        "a line of another product than what was taken",
        "UPDATE invoice_out_items SET product_id = {pipe} WHERE id = {pump_line}",
        "taking_is_of_its_product",
        ("pump_taking", None, None),
    ),
    Corruption(
        "a payment's amount",
        ("UPDATE invoice_payments SET payment_amount = 61 WHERE id = {payment}",),
        {
            "invoice_paid_is_its_payments": (("part", "61", "60"),),
            "payment_stands_in_the_ledger": (("payment", "1 -61.0000 0.0000", "1 -60.0000 0.0000"),),
            "payment_stands_in_the_journal": (("payment", "1 -61.0000 61.0000", "1 -60.0000 60.0000"),),
        },
    ),
    one(
        "a ledger row that does not name its payment",
        "UPDATE customer_transactions SET payment_id = NULL WHERE id = {payment_row}",
        "payment_stands_in_the_ledger",
        ("payment", "1 -60.0000 0.0000", "0"),
    ),
    Corruption(
        "a ledger row that does not name its invoice",
        ("UPDATE customer_transactions SET invoice_id = NULL WHERE id = {sale_row}",),
        {
            "invoice_stands_in_the_ledger": (("sale", "315", "0"),),
            "invoice_ledger_is_what_is_open": (("sale", "315", "0"),),
        },
    ),
    one(
        "a sale that stands in the ledger as a correction",
        "UPDATE customer_transactions SET transaction_type = 'adjustment' WHERE id = {sale_row}",
        "invoice_stands_in_the_ledger",
        ("sale", "315", "0"),
    ),
    Corruption(
        "the ledger row of a canceled invoice that does not name it",
        ("UPDATE customer_transactions SET invoice_id = NULL WHERE id = {return_row}",),
        {"invoice_ledger_is_what_is_open": (("undone", "0", "50"),)},
    ),
    Corruption(
        "a canceled invoice whose goods did not all come back",
        ("UPDATE sale_item_allocations SET qty = qty + 1 WHERE id = {return_taking}",),
        {
            "closed_invoice_gave_back_its_stock": (("undone", None, None),),
            "batch_quantity_is_received_less_taken": (("lamp_batch", "4", "5"),),
        },
    ),
    one(
        "a void that undoes another amount",
        "UPDATE invoice_payments SET voids_id = {payment} WHERE id = {void}",
        "void_is_of_its_payment",
        ("void", None, None),
    ),
    one(
        "a ledger row that does not name its wallet row",
        "UPDATE customer_transactions SET wallet_transaction = NULL WHERE id = {deposit_row}",
        "wallet_row_stands_in_the_ledger",
        ("deposit", "0.0000 200.0000", ""),
    ),
    Corruption(
        "more open than is owed",
        ("UPDATE invoices_out SET remaining_amount = 101 WHERE id = {part}",),
        {
            "invoice_remaining_is_what_is_open": (("part", "100", "101"),),
            "invoice_ledger_is_what_is_open": (("part", "101", "100"),),
            "customer_balance_is_what_is_open": (("sara", "416", "415"),),
        },
    ),
    Corruption(
        "a canceled invoice that is still open",
        ("UPDATE invoices_out SET delivered = 'canceled' WHERE id = {part}",),
        {
            "invoice_remaining_is_what_is_open": (("part", "0", "100"),),
            "closed_invoice_gave_back_its_stock": (("part", None, None),),
            "invoice_stands_in_the_journal": (("part", "0.0000 0.0000", "160.0000 27.3100"),),
        },
    ),
    one(
        "a status that the amounts deny",
        "UPDATE invoices_out SET delivered = 'no' WHERE id = {part}",
        "invoice_status_follows_amounts",
        ("part", "partial", "no"),
    ),
    Corruption(
        "a balance",
        ("UPDATE customers SET balance = balance + 1 WHERE id = {sara}",),
        {
            "customer_balance_is_its_last_row": (("sara", "415", "416"),),
            "customer_balance_is_what_is_open": (("sara", "415", "416"),),
            "receivables_are_what_customers_owe": (("sara", "416", "415"),),
        },
    ),
    Corruption(
        "a debt without an invoice",
        _DEBT,
        {
            "customer_balance_is_what_is_open": (("sara", "415", "416"),),
            "receivables_are_what_customers_owe": (("sara", "416", "415"),),
        },
    ),
    Corruption(
        "a debt without an invoice that stands in the journal, too",
        (*_DEBT, *posted("customer_debit", "customer_transactions", "receivables", "sales")),
        {"customer_balance_is_what_is_open": (("sara", "415", "416"),)},
    ),
    Corruption(
        "a wallet",
        ("UPDATE customers SET wallet = wallet + 1 WHERE id = {ali}",),
        {
            "customer_wallet_is_its_last_row": (("ali", "180", "181"),),
            "customer_wallet_is_its_last_wallet_row": (("ali", "180", "181"),),
            "wallet_liability_is_the_wallets": (("ali", "181", "180"),),
        },
    ),
    Corruption(
        "the last wallet row lost, with the key that names it",
        (
            "DELETE FROM wallet_transactions WHERE id = {withdrawal}",
            "DELETE FROM request_keys WHERE document_table = 'wallet_transactions'"
            " AND document_id = {withdrawal}",
        ),
        {"customer_wallet_is_its_last_wallet_row": (("ali", "185", "180"),)},
    ),
    Corruption(
        "the last ledger row's wallet",
        (
            "UPDATE customer_transactions SET wallet_after = wallet_after + 1, amount = amount + 1"
            " WHERE id = {withdrawal_row}",
        ),
        {
            "customer_wallet_is_its_last_row": (("ali", "181", "180"),),
            "wallet_row_stands_in_the_ledger": (("withdrawal", "185.0000 180.0000", "185.0000 181.0000"),),
        },
    ),
    Corruption(
        "prepaid money spent that was not there, booked in good order",
        (
            f"{_WALLET} SELECT 9001, id, ledger_seq + 1, 'withdraw', 1, 'x', 0, -1, 5 FROM customers"
            " WHERE id = {sara}",
            f"{_LEDGER} SELECT id, ledger_seq + 1, 'withdraw', -1, 'x', 9001, balance, balance, 0, -1,"
            " CURRENT_DATE, 5 FROM customers WHERE id = {sara}",
            "UPDATE customers SET wallet = -1, ledger_seq = ledger_seq + 1 WHERE id = {sara}",
            *posted("wallet", "wallet_transactions", "wallet", "cash"),
        ),
        {"wallet_is_not_negative": (("sara", "0", "-1"), (9001, "0", "-1"))},
    ),
    one(
        "a ledger row that starts elsewhere than the one before ended",
        "UPDATE customer_transactions SET balance_before = balance_before + 1,"
        " balance_after = balance_after + 1 WHERE id = {part_row}",
        "ledger_rows_follow_each_other",
        ("part_row", "315", "316"),
        ("payment_row", "476", "475"),
    ),
    Corruption(
        "a ledger row without a balance",
        ("UPDATE customer_transactions SET balance_before = NULL WHERE id = {part_row}",),
        {
            "ledger_rows_follow_each_other": (("part_row", "315", "0"),),
            "ledger_amount_is_the_change": (("part_row", "475", "160"),),
            "invoice_ledger_is_what_is_open": (("part", "100", "-60"),),
        },
    ),
    one(
        "a ledger row whose wallet starts elsewhere",
        "UPDATE customer_transactions SET wallet_before = 7, wallet_after = 7 WHERE id = {on_site_row}",
        "ledger_wallets_follow_each_other",
        ("on_site_row", "0", "7"),
        ("deposit_row", "7", "0"),
    ),
    Corruption(
        "a wallet row that starts elsewhere",
        (
            "UPDATE wallet_transactions SET wallet_before = wallet_before + 1,"
            " wallet_after = wallet_after + 1 WHERE id = {wallet_payment}",
        ),
        {
            "wallet_rows_follow_each_other": (("wallet_payment", "200", "201"), ("over", "181", "180")),
            "wallet_row_stands_in_the_ledger": (
                ("wallet_payment", "201.0000 181.0000", "200.0000 180.0000"),
            ),
        },
    ),
    one(
        "a wallet row's amount",
        "UPDATE wallet_transactions SET amount = 201 WHERE id = {deposit}",
        "wallet_amount_is_the_change",
        ("deposit", "201", "200"),
    ),
    one(
        "a ledger row's amount",
        "UPDATE customer_transactions SET amount = 201 WHERE id = {deposit_row}",
        "ledger_amount_is_the_change",
        ("deposit_row", "200", "201"),
    ),
    one(
        "a customer's next row would get a used seq",
        "UPDATE customers SET ledger_seq = ledger_seq - 1 WHERE id = {sara}",
        "ledger_seq_is_its_last_row",
        ("sara", "3", "2"),
    ),
    one(
        "a work order's totals",
        "UPDATE work_orders SET total_paid = total_paid + 1 WHERE id = {site}",
        "work_order_totals",
        ("site", "50.0000 20.0000 30.0000", "50.0000 21.0000 30.0000"),
    ),
    one(
        "an invoice on another customer's work order",
        "UPDATE invoices_out SET work_order_id = {site} WHERE id = {part}",
        "invoice_work_order_is_of_its_customer",
        ("part", None, None),
    ),
    one(
        "a number left out",
        "UPDATE invoices_out SET invoice_no = REPLACE(invoice_no, '-0002', '-0099') WHERE id = {part}",
        "invoice_numbers_have_no_gap",
        (1, "4", "99"),
    ),
    one(
        "a number given twice, written in two ways",
        "UPDATE invoices_out SET invoice_no = REPLACE(invoice_no, '-0002', '-00003') WHERE id = {part}",
        "invoice_numbers_have_no_gap",
        (1, "4", "4"),
    ),
    one(
        "a number of another branch",
        "UPDATE invoices_out SET invoice_no = REPLACE(invoice_no, 'GZ-', 'ZG-') WHERE id = {at_gz}",
        "invoice_numbers_have_no_gap",
        ("gz", "1", "1"),
    ),
    one(
        "a number of another day",
        "UPDATE invoices_out SET invoice_no = 'INV-20010101-0001' WHERE id = {early}",
        "invoice_numbers_have_no_gap",
        (1, "1", "1"),
    ),
    one(
        "a payment's number left out",
        "UPDATE invoice_payments SET payment_no = REPLACE(payment_no, '-0001', '-0099') WHERE id = {payment}",
        "payment_numbers_have_no_gap",
        (1, "3", "99"),
    ),
    one(
        "a payment's number of another kind",
        "UPDATE invoice_payments SET payment_no = REPLACE(payment_no, 'PAY', 'RET') WHERE id = {payment}",
        "payment_numbers_have_no_gap",
        (1, "3", "3"),
    ),
    one(
        "a series ahead of its documents",
        "UPDATE number_series SET last_no = last_no + 1 WHERE branch_id = {gz} AND kind = 'INV'",
        "number_series_stand_at_their_last_number",
        ("gz", "1", "2"),
    ),
    one(
        "a series that forgot a day which it left",
        "DELETE FROM number_series_days WHERE kind = 'INV'",
        "number_series_stand_at_their_last_number",
        (1, "1", "0"),
    ),
    Corruption(
        "an invoice without a number",
        ("UPDATE invoices_out SET invoice_no = NULL WHERE id = {at_gz}",),
        {
            "invoice_has_its_number": (("at_gz", "a number", None),),
            "number_series_stand_at_their_last_number": (("gz", "0", "1"),),
        },
    ),
    one(
        "an entry that was never posted",
        "UPDATE journal_entries SET posted = 0 WHERE id = {sale_entry}",
        "journal_entry_is_balanced",
        ("sale_entry", "1 0.0000", "0 0.0000"),
    ),
    one(
        "an entry with more credit than debit",
        "UPDATE journal_entry_lines SET credit = credit + 1 WHERE journal_entry_id = {sale_entry}"
        " AND role = 'sales'",
        "journal_entry_is_balanced",
        ("sale_entry", "1 0.0000", "1 -1.0000"),
    ),
    one(
        "a sale posted to another customer's receivables",
        "UPDATE journal_entry_lines SET customer_id = {ali} WHERE journal_entry_id = {sale_entry}"
        " AND role = 'receivables'",
        "receivables_are_what_customers_owe",
        ("sara", "415", "100"),
        ("ali", "30", "345"),
    ),
    one(
        "a deposit posted to another customer's wallet",
        "UPDATE journal_entry_lines SET customer_id = {sara} WHERE journal_entry_id = {deposit_entry}"
        " AND role = 'wallet'",
        "wallet_liability_is_the_wallets",
        ("sara", "0", "200"),
        ("ali", "180", "-20"),
    ),
    one(
        "goods that left another company's inventory",
        "UPDATE journal_entries SET company_id = 2 WHERE id = {gz_cost_entry}",
        "inventory_account_is_the_batches",
        (1, None, None),
        (2, "18.673", "17.423"),
    ),
    one(
        "a movement's quantity",
        "UPDATE inventory_transactions SET qty = qty + 1 WHERE journal_entry_id = {pump_receipt}",
        "batch_is_its_movements",
        ("pump_batch", "1.0000 0.0000", "0.0000 0.0000"),
    ),
    one(
        "a cost that moved in another entry",
        "UPDATE inventory_transactions SET total_cost = total_cost + IF(qty > 0, 1, -1)"
        " WHERE journal_entry_id IN ({pump_receipt}, {sale_cost_entry})",
        "movements_are_the_value_of_their_entry",
        ("pump_receipt", "34.3", "33.3"),
        ("sale_cost_entry", "-10.99", "-9.99"),
    ),
    Corruption(
        "goods that moved without their value",
        ("DELETE FROM inventory_transactions WHERE journal_entry_id = {sale_cost_entry}",),
        {
            "batch_is_its_movements": (("pump_batch", "3.0000 9.9900", "0.0000 0.0000"),),
            "movements_are_the_value_of_their_entry": (("sale_cost_entry", "0", "-9.99"),),
        },
    ),
    Corruption(
        "goods of a sale posted as lost",
        (
            "UPDATE journal_entry_lines SET role = 'stock_losses' WHERE journal_entry_id = {sale_cost_entry}"
            " AND role = 'cost_of_goods_sold'",
        ),
        {"invoice_stands_in_the_journal": (("sale", "315.0000 9.9900", "315.0000 0.0000"),)},
    ),
    Corruption(
        "goods that are no inventory",
        (
            "UPDATE journal_entry_lines SET role = 'rounding' WHERE journal_entry_id = {pump_receipt}"
            " AND role = 'inventory'",
        ),
        {
            "movements_are_the_value_of_their_entry": (("pump_receipt", "33.3", "0"),),
            "purchase_stands_in_the_journal": (("pump_bill", "1 33.3000 -33.3000", "1 0.0000 -33.3000"),),
            "inventory_account_is_the_batches": ((1, None, None),),
        },
    ),
    one(
        "a reversal on another account than the sale",
        "UPDATE journal_entry_lines SET account_id = account_id + 1 WHERE journal_entry_id = {undoing_entry}"
        " AND role = 'sales'",
        "reversal_is_the_inverse",
        ("undoing_entry", "0", None),
        ("undoing_entry", "0", None),
    ),
    one(
        "an entry that names another invoice",
        "UPDATE journal_entries SET reference_id = 9001 WHERE id = {sale_entry}",
        "invoice_stands_in_the_journal",
        ("sale", "315.0000 9.9900", "0.0000 9.9900"),
    ),
    one(
        "an entry that names another payment",
        "UPDATE journal_entries SET reference_id = 9001 WHERE id = {payment_entry}",
        "payment_stands_in_the_journal",
        ("payment", "1 -60.0000 60.0000", "0 0.0000 0.0000"),
    ),
    one(
        "an entry that names another wallet row",
        "UPDATE journal_entries SET reference_id = 9001 WHERE id = {deposit_entry}",
        "wallet_row_stands_in_the_journal",
        ("deposit", "1 200.0000", "0 0.0000"),
    ),
    Corruption(
        "a payment's entry lost",
        (
            "DELETE FROM journal_entry_lines WHERE journal_entry_id = {payment_entry}",
            "DELETE FROM journal_entries WHERE id = {payment_entry}",
        ),
        {
            "journal_numbers_have_no_gap": ((1, None, None),),
            "number_series_stand_at_their_last_number": ((1, None, None),),
            "payment_stands_in_the_journal": (("payment", "1 -60.0000 60.0000", "0 0.0000 0.0000"),),
            "receivables_are_what_customers_owe": (("sara", "415", "475"),),
        },
    ),
    one(
        "an entry's number left out",
        "UPDATE journal_entries SET entry_no = CONCAT(LEFT(entry_no, LENGTH(entry_no) - 4), '0099')"
        " WHERE id = {sale_entry}",
        "journal_numbers_have_no_gap",
        (1, None, "99"),
    ),
    one(
        "an entry's number given twice, written in two ways",
        "UPDATE journal_entries SET entry_no = CONCAT(LEFT(entry_no, LENGTH(entry_no) - 4), '00003')"
        " WHERE id = {sale_entry}",
        "journal_numbers_have_no_gap",
        (1, None, None),
    ),
    one(
        "an entry's number of another branch",
        "UPDATE journal_entries SET entry_no = REPLACE(entry_no, 'GZ-', 'ZG-') WHERE id = {gz_entry}",
        "journal_numbers_have_no_gap",
        ("gz", "4", "4"),
    ),
    one(
        "an entry's number of another day",
        "UPDATE journal_entries SET entry_no = CONCAT('JE-20010101', RIGHT(entry_no, 5))"
        " WHERE id = {early_entry}",
        "journal_numbers_have_no_gap",
        (1, "6", "6"),
    ),
    one(
        "a series of entries ahead of them",
        "UPDATE number_series SET last_no = last_no + 1 WHERE branch_id = {gz} AND kind = 'JE'",
        "number_series_stand_at_their_last_number",
        ("gz", "4", "5"),
    ),
    Corruption(
        "an invoice says that more came back",
        ("UPDATE invoices_out SET returned_amount = returned_amount + 1 WHERE id = {returned_sale}",),
        {
            "invoice_returned_is_its_returns": (("returned_sale", "9", "10"),),
            "invoice_remaining_is_what_is_open": (("returned_sale", "26", "27"),),
            "invoice_stands_in_the_journal": (("returned_sale", "26.0000 7.5000", "27.0000 7.5000"),),
        },
    ),
    one(
        "a return whose line is worth more",
        "UPDATE invoice_return_items SET value = value + 1 WHERE return_id = {return}",
        "return_is_its_items",
        ("return", "10", "9"),
    ),
    Corruption(
        "a return whose line cost more",
        ("UPDATE invoice_return_items SET cost = cost + 1 WHERE return_id = {return}",),
        {
            "returned_goods_are_in_their_batches": (("returned_line", "1.0000 3.5000", "1.0000 2.5000"),),
            "return_stands_in_the_journal": (("return", "-9.0000 3.5000", "-9.0000 2.5000"),),
            "invoice_stands_in_the_journal": (("returned_sale", "27.0000 6.5000", "27.0000 7.5000"),),
        },
    ),
    one(
        "more came back than the batches got",
        "UPDATE invoice_return_items SET qty = 2 WHERE return_id = {return}",
        "returned_goods_are_in_their_batches",
        ("returned_line", "2.0000 2.5000", "1.0000 2.5000"),
    ),
    Corruption(
        "more came back than was sold",
        ("UPDATE invoice_return_items SET qty = 5 WHERE return_id = {return}",),
        {
            "returned_line_was_sold": (("returned_line", "4.0000 36.0000", "5.0000 9.0000"),),
            "returned_goods_are_in_their_batches": (("returned_line", "5.0000 2.5000", "1.0000 2.5000"),),
        },
    ),
    one(
        "a return's number of another day",
        "UPDATE invoice_returns SET return_no = 'RET-20010101-0001' WHERE id = {return}",
        "return_numbers_have_no_gap",
        (2, "1", "1"),
    ),
    one(
        "a series of returns ahead of them",
        "UPDATE number_series SET last_no = last_no + 1 WHERE branch_id = 2 AND kind = 'RET'",
        "number_series_stand_at_their_last_number",
        (2, "1", "2"),
    ),
    Corruption(
        "an entry that names another return",
        ("UPDATE journal_entries SET reference_id = 9001 WHERE id = {return_entry}",),
        {
            "return_stands_in_the_journal": (("return", "-9.0000 2.5000", "0.0000 2.5000"),),
            "invoice_stands_in_the_journal": (("returned_sale", "27.0000 7.5000", "36.0000 7.5000"),),
        },
    ),
    one(
        "an entry that names another adjustment",
        "UPDATE journal_entries SET reference_id = 9001 WHERE id = {breakage_entry}",
        "adjustment_stands_in_the_journal",
        ("breakage", "1 -5.0000", "0 0.0000"),
    ),
    Corruption(
        "goods adjusted away that are there",
        ("DELETE FROM stock_adjustment_items WHERE adjustment_id = {breakage}",),
        {
            "batch_quantity_is_received_less_taken": (("bulb_batch", "7", "5"),),
            "batch_value_is_received_less_taken": (("bulb_batch", "17.5", "12.5"),),
        },
    ),
    Corruption(
        "an amendment that was worth more",
        (
            "UPDATE invoice_amendments SET total_change = total_change + 1, value = value + 1"
            " WHERE id = {amendment}",
        ),
        {
            "amendment_stands_in_the_journal": (
                ("amendment", "10.0000 -11.0000 1.0000 -2.5000", "9.0000 -10.0000 1.0000 -2.5000"),
            ),
            "amendment_stands_in_the_ledger": (("amended_sale", "1 10.0000", "1 9.0000"),),
            "invoice_stands_in_the_ledger": (("amended_sale", "44", "45"),),
        },
    ),
    one(
        "an amendment's discount taken for a lower price",
        "UPDATE invoice_amendments SET total_change = total_change - 1, discount_change = 0"
        " WHERE id = {amendment}",
        "amendment_stands_in_the_journal",
        ("amendment", "9.0000 -9.0000 0.0000 -2.5000", "9.0000 -10.0000 1.0000 -2.5000"),
    ),
    one(
        "an amendment that stands in the ledger as a return",
        "UPDATE customer_transactions SET transaction_type = 'return' WHERE id = {amendment_row}",
        "amendment_stands_in_the_ledger",
        ("amended_sale", "1 9.0000", "0 0.0000"),
    ),
    Corruption(
        "an amendment's taking that names another one",
        ("UPDATE sale_item_allocations SET amendment_id = 9001 WHERE id = {amended_taking}",),
        {
            "amendment_moved_its_goods": (("amendment", None, "-1.0000 -2.5000"), (9001, None, None)),
            "amendment_stands_in_the_journal": (("amendment", None, None),),
        },
    ),
    one(
        "an amendment's movement taken for a sale's",
        "UPDATE inventory_transactions SET transaction_type = 'sale' WHERE id = {amendment_movement}",
        "amendment_moved_its_goods",
        ("amendment", "0 0", "1.0000 2.5000"),
    ),
    one(
        "an amended line's audit trail lost",
        "DELETE FROM audit_log WHERE document_table = 'invoice_out_items' AND document_id = {amended_line}",
        "amended_line_is_in_the_audit_trail",
        ("amended_line", "6.0000 60.0000", None),
    ),
    one(
        "an audit trail that says something else",
        "UPDATE audit_log SET values_after = REPLACE(values_after, '60.00', '61.00')"
        " WHERE document_table = 'invoice_out_items' AND document_id = {amended_line}",
        "amended_line_is_in_the_audit_trail",
        ("amended_line", "6.0000 60.0000", None),
    ),
    one(
        "more settled of an amended line than came back",
        "UPDATE invoice_out_items SET settled_value = settled_value + 1 WHERE id = {amended_line}",
        "amended_line_keeps_what_came_back",
        ("amended_line", "2.0000 18.0000", "2.0000 19.0000"),
    ),
    one(
        "a key whose document is gone",
        "UPDATE request_keys SET document_id = 999999 WHERE document_table = 'invoices_out'"
        " AND document_id = {sale}",
        "request_keys_have_their_document",
        (999999, None, None),
    ),
    one(
        "a key of a table that there is not",
        "UPDATE request_keys SET document_table = 'orders' WHERE document_table = 'invoices_out'"
        " AND document_id = {sale}",
        "request_keys_have_their_document",
        ("sale", None, None),
    ),
    *purchase_corruptions.CORRUPTIONS,
)


def test_every_check_has_its_corruption() -> None:
    planted = {check for corruption in CORRUPTIONS for check in corruption.found}
    assert planted == set(ALL_CHECKS)
    alone = {check for corruption in CORRUPTIONS if len(corruption.found) == 1 for check in corruption.found}
    # These cannot be alone: another invariant holds the same figure.
    assert planted - alone == {
        "closed_invoice_gave_back_its_stock",
        "customer_balance_is_its_last_row",
        "customer_wallet_is_its_last_row",
        "invoice_cost_is_its_lines",
        "invoice_has_its_number",
        "invoice_paid_is_its_payments",
        "invoice_remaining_is_what_is_open",
        "invoice_returned_is_its_returns",
        "return_stands_in_the_journal",
        "returned_line_was_sold",
        "supplier_balance_is_its_last_row",
        "wallet_rows_follow_each_other",
    }


def test_nothing_is_found_in_good_books_adopted_differences_included(books: Books) -> None:
    assert len(fetch(books.shop.connection, "SELECT 1 FROM adoption_findings")) > 30
    assert books.shop.violations() == {}


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda corruption: corruption.name)
def test_a_corruption_is_found_by_its_checks_alone(books: Books, corruption: Corruption) -> None:
    with books.corrupted(*corruption.statements) as connection:
        results = {check.name: check for check in verify.run(connection) if not check.ok}
    assert results.keys() == corruption.found.keys()
    for check, rows in corruption.found.items():
        assert results[check].violations == len(rows)
        found = {int(row.row_id): (row.expected, row.found) for row in results[check].sample}
        for row, expected, holds in rows:
            row_id = books.ids[row] if isinstance(row, str) else row
            assert row_id in found, f"{check} finds {found}"
            if expected is not None:
                assert _number(found[row_id][0]) == _number(expected)
            if holds is not None:
                assert _number(found[row_id][1]) == _number(holds)


def _number(text: str | None) -> Decimal | str | None:
    try:
        return Decimal(text) if text else text
    except InvalidOperation:
        return text


# What changes an adopted row's figure once more, by the check that had a finding on it.
FURTHER_CHANGES = {
    "batch_quantity_is_received_less_taken": "UPDATE batches SET remaining = remaining + 1",
    "batch_value_is_received_less_taken": "UPDATE batches SET stock_value = COALESCE(stock_value, 0) + 1",
    "customer_balance_is_what_is_open": "UPDATE customers SET balance = balance + 1",
    "invoice_cost_is_its_lines": "UPDATE invoices_out SET total_cost = total_cost + 1",
    "invoice_paid_is_its_payments": "UPDATE invoices_out SET paid_amount = paid_amount + 1",
    "invoice_profit": "UPDATE invoices_out SET profit_amount = profit_amount + 1",
    "invoice_remaining_is_what_is_open": "UPDATE invoices_out SET remaining_amount = remaining_amount + 1",
    "invoice_status_follows_amounts": "UPDATE invoices_out SET delivered = 'yes', remaining_amount = 1",
    "invoice_total_after_discount": "UPDATE invoices_out SET total_after_discount = total_after_discount + 1",
    "invoice_total_is_its_lines": "UPDATE invoices_out SET total_before_discount = total_before_discount + 1",
    "invoice_work_order_is_of_its_customer": "UPDATE invoices_out SET work_order_id = {site}",
    "ledger_amount_is_the_change": "UPDATE customer_transactions SET amount = amount + 1",
    "ledger_rows_follow_each_other": "UPDATE customer_transactions SET balance_before = balance_before + 1",
    "line_cost_is_its_allocations": "UPDATE invoice_out_items SET total_cost = COALESCE(total_cost, 0) + 1",
    "line_quantity_is_allocated": "UPDATE invoice_out_items SET quantity = quantity + 1",
    "line_total_is_its_price": "UPDATE invoice_out_items SET total_price = total_price + 1",
    "taking_is_of_its_product": "UPDATE sale_item_allocations SET batch_id = {lamp_batch}",
    "wallet_amount_is_the_change": "UPDATE wallet_transactions SET amount = amount + 1",
    "wallet_is_not_negative": "UPDATE customers SET wallet = wallet - 3",
    "wallet_rows_follow_each_other": "UPDATE wallet_transactions SET wallet_before = wallet_before + 1",
}


@pytest.mark.parametrize("check", sorted(FURTHER_CHANGES))
def test_a_further_change_of_an_adopted_difference_is_found(books: Books, check: str) -> None:
    rows = fetch(
        books.shop.connection,
        f"SELECT row_id FROM adoption_findings WHERE check_name = '{check}'",
    )
    for (row,) in rows:
        with books.corrupted(f"{FURTHER_CHANGES[check]} WHERE id = {row}") as connection:
            (result,) = (result for result in verify.run(connection) if result.name == check)
        assert str(row) in {violation.row_id for violation in result.sample}
    assert rows


def test_every_check_with_findings_of_the_adoption_is_changed_further(books: Books) -> None:
    checks = fetch(books.shop.connection, "SELECT DISTINCT check_name FROM adoption_findings")
    assert {check for (check,) in checks} == FURTHER_CHANGES.keys()
