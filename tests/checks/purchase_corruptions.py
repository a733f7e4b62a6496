"""Corruptions of purchases and of suppliers' accounts.

The supplier tubes has seven ledger rows: a bill of 70, one of 20 with 8 paid, its reversal with the 8 back,
and payments of 20 and 30.
"""

from __future__ import annotations

from tests.checks.corruption import Corruption, one, posted

CORRUPTIONS = (
    one(
        "a batch that no purchase brought",
        "UPDATE batches SET purchase_id = NULL WHERE id = {bill_batch}",
        "purchase_is_its_batches",
        ("bill", "0", "70"),
    ),
    Corruption(
        "a purchase that comes to more",
        ("UPDATE purchases SET total = 71 WHERE id = {bill}",),
        {
            "purchase_is_its_batches": (("bill", "70.0000 0", "71.0000 0"),),
            "purchase_stands_in_the_journal": (("bill", "1 71.0000 -71.0000", "1 70.0000 -70.0000"),),
            "purchase_stands_in_the_ledger": (("bill", "71.0000 71.0000", "70.0000 70.0000"),),
        },
    ),
    one(
        "a batch of a reversed purchase that counts as sold",
        "UPDATE batches SET status = 'consumed' WHERE id = {wrong_batch}",
        "reversed_purchase_took_its_batches_along",
        ("wrong_batch", "reverted", "consumed"),
    ),
    Corruption(
        "goods of a reversed purchase that are there",
        ("UPDATE batches SET remaining = 4, stock_value = 20 WHERE id = {wrong_batch}",),
        {
            "batch_quantity_is_received_less_taken": (("wrong_batch", "0", "4"),),
            "batch_value_is_received_less_taken": (("wrong_batch", "0", "20"),),
            "batch_is_its_movements": (("wrong_batch", "0.0000 0.0000", "4.0000 20.0000"),),
            "inventory_account_is_the_batches": ((1, None, None),),
        },
    ),
    one(
        "an entry that names another purchase",
        "UPDATE journal_entries SET reference_id = 9001 WHERE id = {bill_entry}",
        "purchase_stands_in_the_journal",
        ("bill", "1 70.0000 -70.0000", "0 0.0000 0.0000"),
    ),
    one(
        "a reversal's entry that names another purchase",
        "UPDATE journal_entries SET reference_id = 9001 WHERE id = {unbill_entry}",
        "purchase_stands_in_the_journal",
        ("wrong_bill", "2 0.0000 0.0000", "1 20.0000 -20.0000"),
    ),
    one(
        "a bill that is not in its supplier's ledger",
        "UPDATE supplier_transactions SET purchase_id = NULL, payment_id = 9001 WHERE id = {bill_row}",
        "purchase_stands_in_the_ledger",
        ("bill", "70.0000 70.0000", "0.0000 0.0000"),
    ),
    one(
        "a purchase's number of another day",
        "UPDATE purchases SET purchase_no = 'PO-ST-20010101-0001' WHERE id = {bill}",
        "purchase_numbers_have_no_gap",
        ("store", "3", "3"),
    ),
    one(
        "a series of purchases ahead of them",
        "UPDATE number_series SET last_no = last_no + 1 WHERE branch_id = {store} AND kind = 'PO'",
        "number_series_stand_at_their_last_number",
        ("store", "3", "4"),
    ),
    one(
        "a supplier's payment number left out",
        "UPDATE supplier_payments SET payment_no = REPLACE(payment_no, '-0005', '-0099')"
        " WHERE id = {supplier_payment}",
        "payment_numbers_have_no_gap",
        ("store", "5", "99"),
    ),
    Corruption(
        "a supplier's balance",
        ("UPDATE suppliers SET balance = balance + 1 WHERE id = {tubes}",),
        {
            "supplier_balance_is_its_last_row": (("tubes", "20", "21"),),
            "payables_are_what_suppliers_are_owed": (("tubes", "21", "20"),),
        },
    ),
    one(
        "a supplier's seq ahead of the ledger",
        "UPDATE suppliers SET ledger_seq = ledger_seq + 1 WHERE id = {idle}",
        "supplier_seq_is_its_last_row",
        ("idle", "0 0", "1 0"),
    ),
    one(
        "a supplier's row that starts elsewhere",
        "UPDATE supplier_transactions SET balance_before = balance_before + 1,"
        " balance_after = balance_after + 1 WHERE id = {bill_row}",
        "supplier_rows_follow_each_other",
        ("bill_row", "0", "1"),
        ("wrong_row", "71", "70"),
    ),
    one(
        "balances in between that no amount explains",
        "UPDATE supplier_transactions SET balance_after = balance_after + (seq = 1),"
        " balance_before = balance_before + (seq = 2) WHERE supplier_id = {tubes} AND seq IN (1, 2)",
        "supplier_amount_is_the_change",
        ("bill_row", "71", "70"),
        ("wrong_row", "19", "20"),
    ),
    Corruption(
        "payables that no supplier is owed",
        posted("customer_debit", "invoices_out", "opening_equity", "payables"),
        {"payables_are_what_suppliers_are_owed": (("idle", "0", "1"),)},
    ),
    Corruption(
        "goods received that nobody received",
        posted("customer_debit", "purchases", "opening_equity", "goods_received"),
        {"goods_received_are_owed_to_nobody": ((1, None, None),)},
    ),
    Corruption(
        "money for goods received that was taken off another debt",
        (
            "UPDATE journal_entry_lines l JOIN journal_entries e ON e.id = l.journal_entry_id"
            " SET l.role = 'cash' WHERE e.reference_type = 'supplier_payments'"
            " AND e.reference_id = {card_payment} AND l.role = 'goods_received'",
        ),
        {
            "goods_received_are_owed_to_nobody": ((1, None, None),),
            "supplier_payment_stands_in_the_journal": (
                ("card_payment", "1 18.0000 -18.0000", "1 0.0000 -18.0000"),
            ),
        },
    ),
    one(
        "an entry that names another supplier's payment",
        "UPDATE journal_entries SET reference_id = 9001 WHERE id = {check_entry}",
        "supplier_payment_stands_in_the_journal",
        ("supplier_payment", "1 30.0000 -30.0000", "0 0.0000 0.0000"),
    ),
    Corruption(
        "a payment posted to another supplier's payables",
        (
            "UPDATE journal_entry_lines SET supplier_id = {idle} WHERE journal_entry_id = {check_entry}"
            " AND role = 'payables'",
        ),
        {
            "supplier_payment_stands_in_the_journal": (
                ("supplier_payment", "1 30.0000 -30.0000", "1 0.0000 -30.0000"),
            ),
            "payables_are_what_suppliers_are_owed": (("tubes", "20", "50"), ("idle", "0", "-30")),
        },
    ),
    one(
        "a payment that is not in its supplier's ledger",
        "UPDATE supplier_transactions SET payment_id = 9001 WHERE id = {supplier_payment_row}",
        "supplier_payment_stands_in_the_ledger",
        ("supplier_payment", "1 -30.0000", "0"),
    ),
    one(
        "money given back for another purchase",
        "UPDATE supplier_payments SET purchase_id = {bill} WHERE id = {supplier_refund}",
        "supplier_payment_is_undone_exactly",
        ("supplier_refund", None, None),
    ),
)
