"""Hostile values in every member of every writing call: a token of ours and nothing written, or read right.

The same table holds on both engines, so that the engines cannot differ.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import mysql.connector
import pytest

from pyclient.deploy.session import execute
from pyclient.wire import JsonValue, parse
from tests.shop import call_text
from tests.till import CASHIER, Refusal, Till, line, member, money, part, rows_of

_MANY_NINES = json.dumps("9" * 5000)
# Raw JSON. What is a number in some languages, but none here.
NO_NUMBERS = [
    "true",
    "false",
    "{}",
    '{"a":1}',
    "[]",
    "[1]",
    '"12abc"',
    '"١٢"',
    '"１２"',
    '"1e400"',
    '"0x10"',
    '"0b1"',
    '"5\\n"',
    '"\\n5"',
    '"5\\u0000"',
    '"5 5"',
    '"1,5"',
    '"1.5.5"',
    '".5"',
    '"5."',
    '"--5"',
    '"+-5"',
    '"1e"',
    '"e5"',
    '"NaN"',
    '"Infinity"',
    '"null"',
    '"true"',
    '"[]"',
    '"\'"',
    '"5; DROP TABLE users"',
    _MANY_NINES,
    json.dumps("x" * 5000),
    '"\\ud83d\\ude00"',
    '"٫"',
]
NOT_EVEN_DIGITS = [raw for raw in NO_NUMBERS if raw != _MANY_NINES]
NOT_WHOLE = ['"1.5"', "1.5", "-1", '"-1"']
TOO_BIG = ["1e30", '"1e30"', '"1000000000000"', '"999999999999.9999999"', "123456789012345678901234567890"]
NOTHING = ["null", '""', '"  "']

ID = {"no id": [*NO_NUMBERS, *NOT_WHOLE, "1e30"]}
WORDS = [
    "true",
    "{}",
    "[]",
    "5",
    '"x"',
    '"\\u0000"',
    '"\\u200b"',
    json.dumps("x" * 5000),
    '"\\ud83d\\ude00"',
    '"،"',
]
FLAGS = [word for word in WORDS if word != "true"]
TEXTS = ["true", "false", "{}", "[]", '{"a":"b"}']
DATES = [
    "true",
    "{}",
    "[]",
    "5",
    '"2026-02-30"',
    '"2026-1-1"',
    '"٢٠٢٦-٠١-٠١"',
    '"0000-00-00"',
    '"2026-01-01T00:00"',
    '"x"',
]


NO_CURRENCIES = [*TEXTS, '"usd"', '"USDX"', '"ZZZ"', "5"]
NO_RATES = [*NO_NUMBERS, "0", "-1", '"1e10"', '"0.00000000001"', '"50.12345678901"']


@dataclass(frozen=True)
class Member:
    """One member of one call, the raw values that must be refused, and the tokens that may say so."""

    procedure: str
    name: str
    values: list[str]
    tokens: frozenset[str]


def a_member(procedure: str, name: str, values: list[str], *tokens: str) -> Member:
    return Member(procedure, name, values, frozenset(tokens))


ANY_NUMBER = [*NO_NUMBERS, *TOO_BIG]
MEMBERS = [
    *(
        a_member(procedure, name, [*NO_NUMBERS, *NOT_WHOLE, "1e30"], "VALIDATION")
        for procedure, names in {
            "sp_save_invoice": ("customer_id", "created_by", "work_order_id", "branch_id", "draft_id"),
            "sp_save_draft": ("draft_id", "created_by"),
            "sp_delete_draft": ("draft_id", "created_by"),
            "sp_save_order": ("order_id", "customer_id", "created_by", "work_order_id", "branch_id"),
            "sp_complete_order": ("order_id", "created_by", "branch_id"),
            "sp_cancel_order": ("order_id", "created_by"),
            "sp_add_payment": ("invoice_id", "customer_id", "work_order_id", "created_by", "branch_id"),
            "sp_mark_invoice_paid": ("invoice_id", "created_by", "branch_id"),
            "sp_set_payment_status": ("payment_id", "pending_payment_id", "created_by", "branch_id"),
            "sp_set_due_date": ("invoice_id", "bill_id", "created_by"),
            "sp_wallet_move": ("customer_id", "created_by", "branch_id"),
            "sp_return_items": ("invoice_id", "created_by", "branch_id"),
            "sp_amend_invoice": ("invoice_id", "created_by", "branch_id"),
            "sp_adjust_stock": ("created_by", "branch_id"),
            "sp_save_account": ("account_id", "created_by"),
            "sp_set_account_role": ("account_id", "created_by"),
            "sp_close_books": ("company_id", "created_by"),
            "sp_repair_books": ("created_by",),
            "sp_cancel_invoice": ("invoice_id", "created_by", "branch_id"),
            "sp_revert_invoice": ("invoice_id", "created_by", "branch_id"),
            "sp_void_payment": ("payment_id", "created_by", "branch_id"),
            "sp_save_work_order": ("work_order_id", "customer_id", "created_by"),
            "sp_receive_batch": ("product_id", "created_by", "cost_center_id"),
            "sp_save_supplier": ("supplier_id", "created_by", "company_id"),
            "sp_post_purchase": ("supplier_id", "created_by", "branch_id", "cost_center_id"),
            "sp_return_purchase": ("bill_id", "created_by", "branch_id"),
            "sp_reverse_purchase": ("bill_id", "created_by", "branch_id"),
            "sp_post_voucher": ("created_by", "company_id", "branch_id", "cost_center_id"),
            "sp_reverse_voucher": ("voucher_id", "created_by"),
            "sp_save_supplier_opening": ("supplier_id", "created_by", "branch_id", "cost_center_id"),
            "sp_pay_supplier": ("supplier_id", "created_by", "branch_id"),
            "sp_void_supplier_payment": ("payment_id", "created_by", "branch_id"),
            "sp_save_customer": ("customer_id", "group_id", "price_list_id", "created_by", "company_id"),
            "sp_save_offer": (
                *("offer_id", "created_by", "company_id", "customer_group_id"),
                *("product_id", "free_product_id"),
            ),
            "sp_save_coupon": ("coupon_id", "created_by", "company_id", "offer_id"),
            "sp_save_product": ("product_id", "created_by", "company_id"),
            "sp_save_branch": ("branch_id", "created_by", "company_id", "cost_center_id"),
            "sp_set_user_branches": ("user_id", "created_by"),
            "sp_set_user_permissions": ("user_id", "created_by"),
            "sp_save_cost_center": ("cost_center_id", "created_by", "company_id"),
            "sp_save_till": ("till_id", "created_by", "company_id", "branch_id", "customer_id"),
            "sp_open_shift": ("till_id", "created_by", "branch_id"),
            "sp_pos_sale": ("customer_id", "created_by", "work_order_id", "branch_id", "draft_id"),
            "sp_cash_move": ("created_by",),
            "sp_close_shift": ("shift_id", "created_by"),
            "sp_daily_closing": ("branch_id", "company_id", "created_by"),
            "sp_save_tax": ("tax_id", "created_by", "company_id"),
            "sp_set_setting": ("created_by", "company_id"),
            "sp_save_price_list": ("price_list_id", "created_by", "company_id"),
            "sp_save_customer_group": ("group_id", "price_list_id", "created_by", "company_id"),
            "sp_set_exchange_rate": ("created_by", "company_id"),
        }.items()
        for name in names
    ),
    a_member(
        "sp_save_invoice",
        "items[].product_id",
        [*NO_NUMBERS, *NOT_WHOLE, *NOTHING, "0", "1e30"],
        "VALIDATION",
    ),
    a_member(
        "sp_save_invoice",
        "items[].qty",
        [*ANY_NUMBER, *NOTHING, "0", "-1", '"0.00004"', '"1.00005"', "0.0000001"],
        "INVALID_QUANTITY",
    ),
    a_member("sp_save_invoice", "items[].selling_price", [*ANY_NUMBER, '"1.0000005"'], "INVALID_PRICE"),
    a_member("sp_save_invoice", "items[].price_type", WORDS, "VALIDATION"),
    a_member("sp_save_invoice", "items[].row_id", ["{}", "[]", json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_save_invoice", "items[].uom", [*TEXTS, json.dumps("x" * 51), '"x"'], "VALIDATION"),
    a_member("sp_save_invoice", "items[].unit", [*TEXTS, json.dumps("x" * 51), '"x"'], "VALIDATION"),
    a_member(
        "sp_save_invoice", "items[].tax_rate", [*ANY_NUMBER, "-1", "100.0001", '"1.00001"'], "VALIDATION"
    ),
    a_member("sp_save_invoice", "items[].price_includes_tax", FLAGS, "VALIDATION"),
    a_member("sp_save_invoice", "cash_rounding", FLAGS, "VALIDATION"),
    a_member(
        "sp_save_invoice", "items[].discount_percent", [*ANY_NUMBER, "-1", "100.0001"], "INVALID_DISCOUNT"
    ),
    a_member("sp_save_invoice", "items[].discount_amount", ["-1", "true", "{}", '"x"'], "INVALID_DISCOUNT"),
    a_member("sp_save_invoice", "items[].discount_amount", ['"0.005"', "1.234", "1e12"], "AMOUNT_PRECISION"),
    a_member("sp_save_invoice", "status", WORDS, "INVALID_STATUS"),
    a_member("sp_save_invoice", "overpayment", WORDS, "VALIDATION"),
    a_member(
        "sp_save_invoice",
        "invoice_group",
        [*WORDS, '"group12"', '"group1,group2"', '"group01"'],
        "VALIDATION",
    ),
    a_member("sp_save_invoice", "discount_type", WORDS, "INVALID_DISCOUNT"),
    a_member(
        "sp_save_invoice",
        "discount_value",
        [*ANY_NUMBER, "-1", "101", '"100.00001"', '"5.00005"'],
        "INVALID_DISCOUNT",
    ),
    a_member("sp_save_invoice", "due_date", DATES, "VALIDATION"),
    a_member("sp_save_invoice", "due_days", [*NO_NUMBERS, *NOT_WHOLE, "-1", "3651", "1e30"], "VALIDATION"),
    a_member("sp_save_invoice", "notes", [*TEXTS, json.dumps("x" * 10001)], "VALIDATION"),
    a_member(
        "sp_save_invoice",
        "request_id",
        ["true", "{}", "[ 1 ]", '"a b"', '"\u212a"', '"é"', '"\\u0000"', '"a\\n"', json.dumps("x" * 65)],
        "VALIDATION",
    ),
    a_member(
        "sp_save_invoice",
        "items",
        ["true", "{}", "5", '"x"', '"{}"', '"[1"', '"[1]"', "[1]", "[[]]", "[null]", '["{}"]'],
        "VALIDATION",
    ),
    a_member(
        "sp_save_invoice",
        "payments",
        ["true", "{}", "5", '"x"', '"{}"', '"[1"', "[1]", "[[]]", "[null]"],
        "INVALID_PAYMENT",
    ),
    a_member(
        "sp_save_invoice",
        "payments[].amount",
        [*NO_NUMBERS, "-1", '"-0.01"'],
        "INVALID_PAYMENT",
        "AMOUNT_PRECISION",
    ),
    a_member("sp_save_invoice", "payments[].amount", [*TOO_BIG, '"0.005"', "1.234"], "AMOUNT_PRECISION"),
    a_member(
        "sp_save_invoice",
        "payments[].method",
        [*WORDS, '"míxed"', '"mixed"', '"cásh"', '"ｃash"'],
        "INVALID_PAYMENT_METHOD",
    ),
    a_member("sp_save_invoice", "payments[].notes", TEXTS, "VALIDATION"),
    a_member(
        "sp_add_payment", "amount", [*NO_NUMBERS, "-1", "0", *NOTHING], "INVALID_PAYMENT", "AMOUNT_PRECISION"
    ),
    a_member("sp_add_payment", "method", [*WORDS, '"míxed"', '"mixed"'], "INVALID_PAYMENT_METHOD"),
    a_member(
        "sp_add_payment",
        "invoices",
        ["true", "{}", "5", '"x"', '"[1"', "[]", '"[]"', "[1]", "[null]", '[{"invoice_id":"1x"}]', "[{}]"],
        "VALIDATION",
    ),
    a_member("sp_add_payment", "overpayment", WORDS, "VALIDATION"),
    a_member("sp_add_payment", "status", [*WORDS, '"failed"'], "INVALID_STATUS"),
    a_member("sp_mark_invoice_paid", "method", [*WORDS, '"mixed"'], "INVALID_PAYMENT_METHOD"),
    a_member("sp_mark_invoice_paid", "notes", TEXTS, "VALIDATION"),
    a_member("sp_mark_invoice_paid", "invoice_id", NOTHING, "VALIDATION"),
    a_member("sp_set_payment_status", "status", [*WORDS, '"pending"'], "INVALID_STATUS"),
    a_member("sp_set_payment_status", "status", NOTHING, "VALIDATION"),
    a_member("sp_set_payment_status", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_set_payment_status", "overpayment", WORDS, "VALIDATION"),
    a_member("sp_set_due_date", "due_date", DATES, "VALIDATION"),
    a_member("sp_set_due_date", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member(
        "sp_wallet_move", "amount", [*NO_NUMBERS, "-1", "0", *NOTHING], "INVALID_PAYMENT", "AMOUNT_PRECISION"
    ),
    a_member("sp_wallet_move", "amount", [*TOO_BIG, '"0.005"'], "AMOUNT_PRECISION"),
    a_member("sp_wallet_move", "type", [*WORDS, *NOTHING], "VALIDATION"),
    a_member("sp_wallet_move", "method", [*WORDS, '"mixed"'], "INVALID_PAYMENT_METHOD"),
    a_member("sp_wallet_move", "description", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    *(
        a_member(procedure, "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION")
        for procedure in (
            "sp_cancel_invoice",
            "sp_revert_invoice",
            "sp_void_payment",
            "sp_return_items",
            "sp_amend_invoice",
            "sp_cancel_order",
        )
    ),
    a_member("sp_save_draft", "name", [*TEXTS, json.dumps("x" * 151)], "VALIDATION"),
    a_member("sp_delete_draft", "draft_id", [*NOTHING, "0"], "VALIDATION"),
    a_member("sp_delete_draft", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_save_order", "source", WORDS, "VALIDATION"),
    a_member("sp_save_order", "items", ["true", "{}", "5", '"x"', '"[1"', "[[]]", "[true]"], "VALIDATION"),
    a_member("sp_save_order", "items[].qty", [*ANY_NUMBER, "0", "-1"], "INVALID_QUANTITY"),
    a_member("sp_save_order", "discount_type", WORDS, "INVALID_DISCOUNT"),
    a_member("sp_save_order", "notes", [*TEXTS, json.dumps("x" * 10001)], "VALIDATION"),
    a_member("sp_complete_order", "order_id", [*NOTHING, "0"], "VALIDATION"),
    a_member(
        "sp_complete_order", "items", ["true", "{}", "5", '"x"', '"[1"', "[[]]", "[true]"], "VALIDATION"
    ),
    a_member("sp_complete_order", "items[].order_item_id", [*NO_NUMBERS, *NOT_WHOLE, *NOTHING], "VALIDATION"),
    a_member("sp_complete_order", "items[].qty", [*ANY_NUMBER, "0", "-1"], "INVALID_QUANTITY"),
    a_member("sp_complete_order", "status", WORDS, "INVALID_STATUS"),
    a_member("sp_complete_order", "overpayment", WORDS, "VALIDATION"),
    a_member("sp_complete_order", "notes", [*TEXTS, json.dumps("x" * 10001)], "VALIDATION"),
    a_member("sp_complete_order", "payments[].amount", ["true", '"x"', "-1"], "INVALID_PAYMENT"),
    a_member("sp_cancel_order", "order_id", [*NOTHING, "0"], "VALIDATION"),
    a_member("sp_return_items", "invoice_id", NOTHING, "VALIDATION"),
    a_member("sp_return_items", "refund", [*WORDS, '"none"'], "VALIDATION"),
    a_member("sp_return_items", "items", ["true", "{}", "5", '"x"', '"[1"', "[[]]", "[true]"], "VALIDATION"),
    a_member(
        "sp_return_items", "items[].item_id", [*NO_NUMBERS, *NOT_WHOLE, *NOTHING, "0", "1e30"], "VALIDATION"
    ),
    a_member(
        "sp_return_items",
        "items[].qty",
        [*NO_NUMBERS, *NOTHING, "0", "-1", '"1.00005"'],
        "INVALID_QUANTITY",
    ),
    a_member("sp_return_items", "items[].qty", TOO_BIG, "INVALID_QUANTITY", "RETURN_EXCEEDS_SOLD"),
    a_member(
        "sp_return_items",
        "exchange_items",
        ["true", "{}", "5", '"x"', '"[1"', "[[]]", "[true]"],
        "VALIDATION",
    ),
    a_member("sp_return_items", "overpayment", WORDS, "VALIDATION"),
    a_member("sp_return_items", "invoice_group", WORDS, "VALIDATION"),
    a_member("sp_return_items", "exchange_notes", [*TEXTS, json.dumps("x" * 10001)], "VALIDATION"),
    a_member("sp_return_items", "all", ["{}", "[]", "2", '"٠"', '"نعم"', "true"], "VALIDATION"),
    a_member("sp_amend_invoice", "invoice_id", NOTHING, "VALIDATION"),
    a_member("sp_amend_invoice", "refund", [*WORDS, '"none"', '"reduce"'], "VALIDATION"),
    a_member("sp_amend_invoice", "notes", [*TEXTS, json.dumps("x" * 10001)], "VALIDATION"),
    a_member("sp_amend_invoice", "discount_type", WORDS, "INVALID_DISCOUNT"),
    a_member(
        "sp_amend_invoice", "discount_value", [*ANY_NUMBER, "-1", "101", '"5.00005"'], "INVALID_DISCOUNT"
    ),
    a_member("sp_amend_invoice", "items", ["true", "{}", "5", '"x"', '"[1"', "[[]]", "[true]"], "VALIDATION"),
    a_member("sp_amend_invoice", "items", [*NOTHING, "[]"], "NO_ITEMS"),
    a_member("sp_amend_invoice", "items[].item_id", [*NO_NUMBERS, *NOT_WHOLE, "1e30"], "VALIDATION"),
    a_member("sp_amend_invoice", "items[].product_id", [*NO_NUMBERS, *NOT_WHOLE, "1e30"], "VALIDATION"),
    a_member(
        "sp_amend_invoice",
        "items[].qty",
        [*ANY_NUMBER, *NOTHING, "0", "-1", '"1.00005"'],
        "INVALID_QUANTITY",
    ),
    a_member("sp_amend_invoice", "items[].selling_price", [*ANY_NUMBER, '"1.0000005"'], "INVALID_PRICE"),
    a_member("sp_amend_invoice", "items[].price_type", WORDS, "VALIDATION"),
    a_member("sp_amend_invoice", "items[].row_id", ["{}", "[]", json.dumps("x" * 256)], "VALIDATION"),
    a_member(
        "sp_save_account", "code", [*TEXTS, *NOTHING, '"1 1"', '"١"', json.dumps("1" * 21)], "VALIDATION"
    ),
    a_member("sp_adjust_stock", "items", ["true", "5", '"x"', '"[1"', "[[]]", "[true]"], "VALIDATION"),
    a_member("sp_adjust_stock", "items", [*NOTHING, "[]"], "NO_ITEMS"),
    a_member("sp_adjust_stock", "reason", [*TEXTS, *NOTHING, json.dumps("x" * 256)], "VALIDATION"),
    a_member(
        "sp_adjust_stock",
        "items[].product_id",
        [*NO_NUMBERS, *NOT_WHOLE, *NOTHING, "0", "1e30"],
        "VALIDATION",
        "UNKNOWN_PRODUCT",
    ),
    a_member("sp_adjust_stock", "items[].qty_delta", [*NO_NUMBERS, "0", '"1.00005"'], "INVALID_QUANTITY"),
    a_member("sp_adjust_stock", "items[].unit_cost", [*ANY_NUMBER, "-1", '"1.0000005"'], "INVALID_PRICE"),
    a_member("sp_save_account", "name_ar", [*TEXTS, *NOTHING, json.dumps("x" * 151)], "VALIDATION"),
    a_member("sp_save_account", "kind", [*WORDS, *NOTHING], "VALIDATION"),
    a_member("sp_set_account_role", "role", [*WORDS, *NOTHING], "VALIDATION"),
    a_member("sp_set_account_role", "account_id", NOTHING, "VALIDATION"),
    a_member("sp_close_books", "closed_to", [*DATES, *NOTHING, '"9999-12-31"'], "VALIDATION"),
    a_member("sp_close_books", "reopen", ["{}", "[]", "2", '"٠"', '"نعم"'], "VALIDATION"),
    a_member("sp_repair_books", "dry_run", ["{}", "[]", "2", '"٠"', '"نعم"'], "VALIDATION"),
    a_member(
        "sp_repair_books",
        "checks",
        [
            *WORDS,
            "5",
            "true",
            "[]",
            '["nope"]',
            "[null]",
            "[{}]",
            '[["all"]]',
            '["ínvoice_profit"]',
            '"all,all"',
        ],
        "VALIDATION",
    ),
    a_member("sp_cancel_invoice", "invoice_id", NOTHING, "VALIDATION"),
    a_member("sp_revert_invoice", "invoice_id", NOTHING, "VALIDATION"),
    a_member("sp_revert_invoice", "refund", [*WORDS, '"none"'], "VALIDATION"),
    a_member("sp_void_payment", "payment_id", NOTHING, "VALIDATION"),
    a_member("sp_void_payment", "refund", [*WORDS, '"cash"'], "VALIDATION"),
    a_member("sp_save_work_order", "title", [*TEXTS, *NOTHING, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_save_work_order", "status", WORDS, "INVALID_STATUS"),
    a_member("sp_save_work_order", "start_date", DATES, "VALIDATION"),
    a_member("sp_save_work_order", "description", [*TEXTS, json.dumps("x" * 10001)], "VALIDATION"),
    a_member("sp_receive_batch", "qty", [*ANY_NUMBER, *NOTHING, "0", "-1", '"1.00005"'], "INVALID_QUANTITY"),
    a_member("sp_receive_batch", "unit_cost", [*ANY_NUMBER, *NOTHING, "-1", '"1.0000005"'], "INVALID_PRICE"),
    a_member("sp_receive_batch", "received_at", [*DATES, '"9999-12-31"'], "VALIDATION"),
    a_member("sp_save_supplier", "name", [*TEXTS, *NOTHING, json.dumps("x" * 151)], "VALIDATION"),
    a_member("sp_save_supplier", "mobile", [*TEXTS, json.dumps("1" * 21)], "VALIDATION"),
    a_member("sp_save_supplier", "active", ["{}", "[]", "2", '"٠"', '"on"', "-1"], "VALIDATION"),
    a_member("sp_post_purchase", "bill_no", [*TEXTS, json.dumps("x" * 65)], "VALIDATION"),
    a_member("sp_post_purchase", "notes", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_post_purchase", "items", ["true", "5", '"x"', '"[1"', "[[]]", "[true]"], "VALIDATION"),
    a_member("sp_post_purchase", "items", [*NOTHING, "[]"], "NO_ITEMS"),
    a_member(
        "sp_post_purchase",
        "items[].product_id",
        [*NO_NUMBERS, *NOT_WHOLE, *NOTHING, "0", "1e30"],
        "VALIDATION",
    ),
    a_member(
        "sp_post_purchase",
        "items[].qty",
        [*ANY_NUMBER, *NOTHING, "0", "-1", '"1.00005"'],
        "INVALID_QUANTITY",
    ),
    a_member(
        "sp_post_purchase",
        "items[].unit_cost",
        [*ANY_NUMBER, *NOTHING, "-1", '"1.0000005"', '"999999999999"'],
        "INVALID_PRICE",
    ),
    a_member("sp_post_purchase", "items[].received_at", [*DATES, '"9999-12-31"'], "VALIDATION"),
    a_member(
        "sp_post_purchase", "items[].tax_rate", [*ANY_NUMBER, "-1", "100.0001", '"1.00005"'], "VALIDATION"
    ),
    a_member("sp_post_purchase", "taxed", FLAGS, "VALIDATION"),
    a_member(
        "sp_post_purchase",
        "tax_total",
        [*NO_NUMBERS, "-1", '"0.005"', *TOO_BIG],
        "VALIDATION",
        "AMOUNT_PRECISION",
    ),
    a_member(
        "sp_post_purchase", "payments", ["true", "{}", "5", '"x"', '"[1"', "[1]", "[[]]"], "INVALID_PAYMENT"
    ),
    a_member(
        "sp_post_purchase",
        "payments[].amount",
        [*NO_NUMBERS, "-1", '"0.005"', *TOO_BIG],
        "INVALID_PAYMENT",
        "AMOUNT_PRECISION",
    ),
    a_member(
        "sp_post_purchase",
        "payments[].method",
        [*WORDS, '"wallet"', '"mixed"', '"ｃash"'],
        "INVALID_PAYMENT_METHOD",
    ),
    a_member("sp_return_purchase", "bill_id", [*NOTHING, "0"], "VALIDATION"),
    a_member("sp_return_purchase", "refund", [*WORDS, '"wallet"'], "VALIDATION"),
    a_member("sp_return_purchase", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_return_purchase", "items", ["true", "5", '"x"', '"[1"', "[[]]", "[true]"], "VALIDATION"),
    a_member("sp_return_purchase", "items", [*NOTHING, "[]"], "NO_ITEMS"),
    a_member(
        "sp_return_purchase",
        "items[].batch_id",
        ["true", '"x"', "-1", "1.5", "{}", *NOTHING, "0"],
        "VALIDATION",
    ),
    a_member("sp_return_purchase", "items[].qty", [*NO_NUMBERS, "0", "-1", '"1.00005"'], "INVALID_QUANTITY"),
    a_member("sp_reverse_purchase", "bill_id", [*NOTHING, "0"], "VALIDATION"),
    a_member("sp_reverse_purchase", "refund", [*WORDS, '"wallet"'], "VALIDATION"),
    a_member("sp_reverse_purchase", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_post_voucher", "items", ["true", "5", '"x"', '"[1"', "[[]]", "[true]"], "VALIDATION"),
    a_member("sp_post_voucher", "items", [*NOTHING, "[]"], "NO_ITEMS"),
    a_member("sp_post_voucher", "description", [*TEXTS, *NOTHING, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_post_voucher", "reference_no", [*TEXTS, json.dumps("x" * 65)], "VALIDATION"),
    a_member("sp_post_voucher", "date", [*DATES, '"2999-01-01"'], "VALIDATION"),
    a_member("sp_post_voucher", "items[].account_id", ["true", '"x"', "-1", "1.5", "{}"], "VALIDATION"),
    a_member("sp_post_voucher", "items[].account", [*TEXTS, json.dumps("x" * 21)], "VALIDATION"),
    a_member(
        "sp_post_voucher", "items[].debit", [*ANY_NUMBER, "-1", '"0.005"'], "VALIDATION", "AMOUNT_PRECISION"
    ),
    a_member(
        "sp_post_voucher", "items[].credit", [*ANY_NUMBER, "-1", '"0.005"'], "VALIDATION", "AMOUNT_PRECISION"
    ),
    a_member("sp_post_voucher", "items[].memo", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_reverse_voucher", "voucher_id", [*NOTHING, "0"], "VALIDATION"),
    a_member("sp_reverse_voucher", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_save_supplier_opening", "supplier_id", [*NOTHING, "0"], "VALIDATION"),
    a_member(
        "sp_save_supplier_opening",
        "amount",
        [*NO_NUMBERS, *TOO_BIG, *NOTHING, "-1", "0", '"0.005"'],
        *("INVALID_PAYMENT", "AMOUNT_PRECISION"),
    ),
    a_member("sp_save_supplier_opening", "bill_no", [*TEXTS, json.dumps("x" * 65)], "VALIDATION"),
    a_member("sp_save_supplier_opening", "date", [*DATES, '"9999-12-31"'], "VALIDATION"),
    a_member("sp_save_supplier_opening", "notes", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_pay_supplier", "supplier_id", [*NOTHING, "0"], "VALIDATION"),
    a_member(
        "sp_pay_supplier",
        "amount",
        [*NO_NUMBERS, "-1", "0", *NOTHING],
        "INVALID_PAYMENT",
        "AMOUNT_PRECISION",
    ),
    a_member("sp_pay_supplier", "amount", ['"0.005"', *TOO_BIG], "AMOUNT_PRECISION"),
    a_member("sp_pay_supplier", "method", [*WORDS, '"wallet"', '"mixed"'], "INVALID_PAYMENT_METHOD"),
    a_member("sp_pay_supplier", "type", [*WORDS, '"void"'], "VALIDATION"),
    a_member("sp_pay_supplier", "overpayment", [*WORDS, '"wallet"'], "VALIDATION"),
    a_member("sp_void_supplier_payment", "payment_id", [*NOTHING, "0"], "VALIDATION"),
    a_member("sp_void_supplier_payment", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    *(
        a_member(procedure, name, values, *tokens)
        for procedure in ("sp_save_offer", "sp_save_coupon")
        for name, values, *tokens in (
            ("code", [*TEXTS, *NOTHING, json.dumps("x" * 51)], "VALIDATION"),
            ("name", [*TEXTS, *NOTHING, json.dumps("x" * 151)], "VALIDATION"),
            ("gives", [*WORDS, *NOTHING], "VALIDATION"),
            ("value", [*ANY_NUMBER, *NOTHING, "0", "-1", "101", '"1.00005"'], "VALIDATION"),
            ("min_amount", [*NO_NUMBERS, *TOO_BIG, "-1", '"0.005"'], "VALIDATION", "AMOUNT_PRECISION"),
            ("valid_from", DATES, "VALIDATION"),
            ("valid_to", DATES, "VALIDATION"),
            ("active", ["{}", "[]", "2", '"٠"', '"on"', "-1"], "VALIDATION"),
        )
    ),
    a_member("sp_save_offer", "min_qty", [*ANY_NUMBER, "0", "-1", '"1.00005"'], "VALIDATION"),
    a_member("sp_save_offer", "max_qty", [*ANY_NUMBER, "0", "-1", '"1.00005"'], "VALIDATION"),
    a_member("sp_save_offer", "free_qty", [*ANY_NUMBER, "0", "-1", '"1.00005"', "1"], "VALIDATION"),
    a_member("sp_save_offer", "max_amount", [*NO_NUMBERS, "-1"], "VALIDATION", "AMOUNT_PRECISION"),
    a_member("sp_save_offer", "needs_coupon", ["{}", "[]", "2", '"٠"'], "VALIDATION"),
    a_member("sp_save_offer", "priority", [*NO_NUMBERS, *NOT_WHOLE, "1000000001"], "VALIDATION"),
    a_member("sp_save_coupon", "max_uses", ["0", *NO_NUMBERS, *NOT_WHOLE, "4294967296"], "VALIDATION"),
    a_member("sp_save_coupon", "max_uses_per_customer", ['"0"', *NO_NUMBERS, *NOT_WHOLE], "VALIDATION"),
    a_member("sp_save_invoice", "coupon_code", [*TEXTS, json.dumps("x" * 51)], "VALIDATION"),
    a_member("sp_save_invoice", "apply_offers", ["{}", "[]", "2", '"٠"'], "VALIDATION"),
    a_member("sp_save_customer", "name", [*TEXTS, *NOTHING, json.dumps("x" * 151)], "VALIDATION"),
    a_member("sp_save_customer", "mobile", [*TEXTS, *NOTHING, json.dumps("1" * 12)], "VALIDATION"),
    a_member(
        "sp_save_customer", "active", ["{}", "[]", "2", '"٠"', '"１"', '"ｙｅｓ"', '"on"', "-1"], "VALIDATION"
    ),
    a_member("sp_save_product", "product_code", [*TEXTS, *NOTHING, json.dumps("x" * 51)], "VALIDATION"),
    a_member("sp_save_product", "selling_price", [*ANY_NUMBER, "-1", '"1.0000005"'], "INVALID_PRICE"),
    a_member("sp_save_product", "reorder_level", [*ANY_NUMBER, "-1"], "VALIDATION"),
    a_member("sp_save_product", "keeps_stock", ["{}", "[]", "2", '"٠"', '"نعم"'], "VALIDATION"),
    a_member(
        "sp_save_product",
        "barcodes",
        ["true", "{}", "5", '"x"', '"[1"', "[{}]", "[[]]", '[""]', "[true]", '["1","1"]'],
        "VALIDATION",
    ),
    a_member(
        "sp_save_branch",
        "code",
        [*TEXTS, *NOTHING, '"gz"', '"G Z"', '"\u212a"', '"١"', '"G\\n"', '"ABCDEFGHIJK"'],
        "VALIDATION",
    ),
    a_member(
        "sp_save_tax",
        "code",
        [*TEXTS, *NOTHING, '"5"', '"G Z"', '"-G"', '"\u212a"', '"١"', '"G\\n"', json.dumps("x" * 21)],
        "VALIDATION",
    ),
    *(
        a_member(
            procedure,
            "code",
            [*TEXTS, *NOTHING, '"5"', '"G Z"', '"-G"', '"\u212a"', '"G\\n"', json.dumps("x" * 21)],
            "VALIDATION",
        )
        for procedure in ("sp_save_price_list", "sp_save_customer_group")
    ),
    a_member("sp_save_till", "code", [*NOTHING, '"t1"', '"T-1"', '"ABCDEFGHI"', "{}"], "VALIDATION"),
    a_member("sp_save_till", "name", [*TEXTS, *NOTHING, json.dumps("x" * 151)], "VALIDATION"),
    a_member("sp_save_till", "own_numbers", FLAGS, "VALIDATION"),
    a_member("sp_save_till", "active", FLAGS, "VALIDATION"),
    a_member("sp_open_shift", "till", ["{}", "[]", "7", '"T"', *NOTHING], "VALIDATION", "UNKNOWN_TILL"),
    a_member(
        "sp_open_shift",
        "opening_cash",
        [*ANY_NUMBER, *NOTHING, "-1", '"1.001"'],
        "VALIDATION",
        "AMOUNT_PRECISION",
    ),
    a_member("sp_pos_sale", "status", WORDS, "INVALID_STATUS"),
    a_member("sp_pos_sale", "items[].qty", [*ANY_NUMBER, "0", "-1"], "INVALID_QUANTITY"),
    a_member("sp_cash_move", "type", [*WORDS, *NOTHING], "VALIDATION"),
    a_member("sp_cash_move", "purpose", WORDS, "VALIDATION"),
    a_member("sp_cash_move", "reason", [*TEXTS, *NOTHING, json.dumps("x" * 256)], "VALIDATION"),
    a_member(
        "sp_cash_move",
        "amount",
        [*ANY_NUMBER, *NOTHING, "0", "-1", '"1.001"'],
        "INVALID_PAYMENT",
        "AMOUNT_PRECISION",
    ),
    a_member(
        "sp_close_shift",
        "counted",
        [
            *NO_NUMBERS,
            *NOTHING,
            '{"cash":-1}',
            '{"cash":"1.001"}',
            '{"cash":[1]}',
            '{"cash":1,"card":{}}',
            '[{"method":"wallet","amount":1}]',
            '[{"method":"cash"}]',
        ],
        "VALIDATION",
        "AMOUNT_PRECISION",
        "INVALID_PAYMENT_METHOD",
    ),
    a_member("sp_daily_closing", "date", [*DATES, '"2999-01-01"'], "VALIDATION"),
    a_member("sp_save_price_list", "name", [*TEXTS, *NOTHING, json.dumps("x" * 151)], "VALIDATION"),
    a_member("sp_save_customer_group", "name", [*TEXTS, *NOTHING, json.dumps("x" * 151)], "VALIDATION"),
    a_member(
        "sp_set_exchange_rate", "currency", [*NOTHING, *NO_CURRENCIES], "UNKNOWN_CURRENCY", "VALIDATION"
    ),
    a_member("sp_set_exchange_rate", "rate", [*NOTHING, *NO_RATES], "INVALID_RATE", "VALIDATION"),
    *(
        each
        for procedure in (
            *("sp_save_invoice", "sp_pos_sale", "sp_save_order", "sp_complete_order", "sp_amend_invoice"),
            *("sp_add_payment", "sp_mark_invoice_paid"),
        )
        for each in (
            a_member(procedure, "currency", NO_CURRENCIES, "UNKNOWN_CURRENCY"),
            # of what is in the company's currency, too: 2
            a_member(procedure, "exchange_rate", [*NO_RATES, "2", '"0.5"'], "INVALID_RATE"),
        )
    ),
    *(
        a_member(
            procedure,
            "base_amount",
            [*ANY_NUMBER, "-1", '"1.005"', "5"],
            *("VALIDATION", "INVALID_PAYMENT", "AMOUNT_PRECISION"),
        )
        for procedure in ("sp_add_payment", "sp_mark_invoice_paid")
    ),
    a_member("sp_set_exchange_rate", "valid_from", DATES, "VALIDATION"),
    *(
        a_member("sp_save_debit_note", name, [*NO_NUMBERS, *NOT_WHOLE, *NOTHING, "0", "1e30"], "VALIDATION")
        for name in ("customer_id", "source_invoice_id", "created_by")
    ),
    *(
        a_member("sp_save_debit_note", name, [*NO_NUMBERS, *NOT_WHOLE, "1e30"], "VALIDATION")
        for name in ("branch_id", "company_id", "cost_center_id")
    ),
    a_member("sp_save_debit_note", "reference_type", [*WORDS, *NOTHING], "VALIDATION"),
    a_member("sp_save_debit_note", "adopted", [*FLAGS, "true"], "VALIDATION"),
    a_member("sp_save_debit_note", "reference_no", [*TEXTS, json.dumps("x" * 65)], "VALIDATION"),
    a_member("sp_save_debit_note", "debit_note_date", [*DATES, '"9999-12-31"'], "VALIDATION"),
    a_member("sp_save_debit_note", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member("sp_save_debit_note", "currency", NO_CURRENCIES, "UNKNOWN_CURRENCY"),
    # the rate of the company's currency is 1
    a_member("sp_save_debit_note", "exchange_rate", [*NO_RATES, "2", '"0.5"'], "INVALID_RATE"),
    a_member(
        "sp_save_debit_note", "items", ["true", "5", '"x"', '"[1"', "[1]", "[[]]", "[true]"], "VALIDATION"
    ),
    a_member("sp_save_debit_note", "items", [*NOTHING, "[]"], "NO_ITEMS"),
    a_member("sp_save_debit_note", "items[].item_type", WORDS, "VALIDATION"),
    a_member(
        "sp_save_debit_note", "items[].description", [*TEXTS, *NOTHING, json.dumps("x" * 256)], "VALIDATION"
    ),
    a_member(
        "sp_save_debit_note",
        "items[].quantity",
        [*ANY_NUMBER, *NOTHING, "0", "-1", '"1.00005"'],
        *("INVALID_QUANTITY", "INVALID_PRICE"),
    ),
    a_member(
        "sp_save_debit_note",
        "items[].unit_price",
        [*ANY_NUMBER, *NOTHING, "-1", '"1.0000005"'],
        "INVALID_PRICE",
    ),
    a_member(
        "sp_save_debit_note", "items[].tax_rate", [*ANY_NUMBER, "-1", "100.0001", '"1.00005"'], "VALIDATION"
    ),
    *(
        a_member(procedure, name, [*NO_NUMBERS, *NOT_WHOLE, *NOTHING, "0", "1e30"], "VALIDATION")
        for procedure in ("sp_apply_debit_note", "sp_cancel_debit_note")
        for name in ("debit_note_id", "created_by")
    ),
    *(
        a_member(procedure, "branch_id", [*NO_NUMBERS, *NOT_WHOLE, "1e30"], "VALIDATION")
        for procedure in ("sp_apply_debit_note", "sp_cancel_debit_note")
    ),
    a_member("sp_cancel_debit_note", "reason", [*TEXTS, json.dumps("x" * 256)], "VALIDATION"),
    a_member(
        "sp_apply_debit_note",
        "amount",
        [*NO_NUMBERS, *TOO_BIG, *NOTHING, "-1", "0", '"0.005"'],
        *("INVALID_PAYMENT", "AMOUNT_PRECISION"),
    ),
    a_member("sp_apply_debit_note", "method", [*WORDS, '"míxed"', '"mixed"'], "INVALID_PAYMENT_METHOD"),
    a_member("sp_apply_debit_note", "notes", TEXTS, "VALIDATION"),
    a_member("sp_apply_debit_note", "currency", NO_CURRENCIES, "UNKNOWN_CURRENCY"),
    a_member("sp_apply_debit_note", "exchange_rate", [*NO_RATES, "2", '"0.5"'], "INVALID_RATE"),
    a_member(
        "sp_apply_debit_note",
        "base_amount",
        [*ANY_NUMBER, "-1", '"1.005"', "5"],
        *("VALIDATION", "INVALID_PAYMENT", "AMOUNT_PRECISION"),
    ),
    a_member("sp_save_price_list", "active", ["{}", "[]", "2", '"٠"', '"on"', "-1"], "VALIDATION"),
    a_member(
        "sp_save_price_list",
        "prices",
        [
            *("true", "5", '"x"', "{}", "[true]", "[[]]", '["x"]', "[{}]", '[{"price":2}]'),
            *(f'[{{"product_id":{product},"price":2}}]' for product in [*NO_NUMBERS, *NOT_WHOLE, "0"]),
            *(f'[{{"product_id":1,"unit":{unit},"price":2}}]' for unit in [*TEXTS, '"box"']),
        ],
        "VALIDATION",
    ),
    a_member("sp_save_price_list", "prices", ['[{"product_id":999,"price":2}]'], "UNKNOWN_PRODUCT"),
    a_member(
        "sp_save_price_list",
        "prices",
        [f'[{{"product_id":1,"price":{price}}}]' for price in [*ANY_NUMBER, "-1", '"1.0000005"']],
        "INVALID_PRICE",
    ),
    a_member("sp_save_customer", "credit_limit", [*NOT_EVEN_DIGITS, "-1", '"-0.01"'], "VALIDATION"),
    a_member("sp_save_customer", "tracks_balance", ["{}", "[]", "2", '"٠"', '"on"', "-1"], "VALIDATION"),
    a_member("sp_save_customer", "credit_limit", ['"1.005"', *TOO_BIG, _MANY_NINES], "AMOUNT_PRECISION"),
    a_member("sp_save_tax", "name", [*TEXTS, *NOTHING, json.dumps("x" * 151)], "VALIDATION"),
    a_member("sp_save_tax", "rate", [*ANY_NUMBER, *NOTHING, "-1", '"1.00005"', "100.0001"], "VALIDATION"),
    a_member("sp_save_tax", "active", ["{}", "[]", "2", '"٠"', '"on"', "-1"], "VALIDATION"),
    a_member("sp_set_setting", "name", [*WORDS, *NOTHING], "VALIDATION"),
    a_member("sp_set_setting", "value", [*WORDS, *NOTHING, '"lines"'], "VALIDATION"),
    a_member(
        "sp_save_product",
        "taxes",
        ["true", "5", '"x"', "{}", "[true]", "[{}]", "[[1]]", '[""]', "[null]", json.dumps(["x" * 21])],
        "VALIDATION",
    ),
    a_member("sp_save_product", "taxes", ["[999]", '["999"]', '["NONE"]', '["٥"]', "[1.5]"], "UNKNOWN_TAX"),
    a_member(
        "sp_save_product",
        "units",
        [
            *(
                "true",
                "5",
                '"x"',
                "{}",
                "[true]",
                "[[]]",
                '["x"]',
                "[{}]",
                '[{"unit":"x"}]',
                '[{"factor":2}]',
            ),
            *(f'[{{"unit":"box","factor":{factor}}}]' for factor in [*ANY_NUMBER, "0", "-1", '"1.0000005"']),
            *(f'[{{"unit":{unit},"factor":2}}]' for unit in [*TEXTS, json.dumps("x" * 51), '"u"']),
            '[{"unit":"box","factor":2},{"unit":"BOX","factor":3}]',
        ],
        "VALIDATION",
    ),
    a_member(
        "sp_save_product",
        "units",
        [
            f'[{{"unit":"box","factor":2,{json.dumps(name)}:{price}}}]'
            for name in ("selling_price", "retail_price")
            for price in [*ANY_NUMBER, "-1", '"1.0000005"']
        ],
        "INVALID_PRICE",
    ),
    a_member(
        "sp_save_product",
        "units",
        [json.dumps([{"unit": f"u{number}", "factor": 2} for number in range(1001)])],
        "TOO_MANY_ITEMS",
    ),
]


def fitting(till: Till, procedure: str) -> dict[str, object]:
    """A request that the call accepts."""
    customer, product = till.customer(), till.product((5, 1))
    if procedure in {"sp_add_payment", "sp_mark_invoice_paid", "sp_cancel_invoice", "sp_amend_invoice"}:
        till.sell(customer, line(product))
    note: dict[str, object] = {
        "customer_id": customer,
        "source_invoice_id": 1,
        "reference_type": "penalty",
        "items": [{"description": "d", "quantity": 1, "unit_price": 5}],
    }
    if procedure in {"sp_save_debit_note", "sp_apply_debit_note", "sp_cancel_debit_note"}:
        till.sell(customer, line(product))
    if procedure in {"sp_apply_debit_note", "sp_cancel_debit_note"}:
        till.call("sp_save_debit_note", note)
    if procedure == "sp_set_payment_status":
        till.sell(customer, line(product))
        till.pay(invoice_id=1, amount=1, method="check", status="pending")
    if procedure in {"sp_revert_invoice", "sp_void_payment", "sp_return_items"}:
        till.sell(customer, line(product), status="paid")
    if procedure in {"sp_complete_order", "sp_cancel_order"}:
        till.call("sp_save_order", {"customer_id": customer, "items": [line(product)]})
    if procedure == "sp_delete_draft":
        till.call("sp_save_draft", {})
    if procedure in {"sp_open_shift", "sp_pos_sale", "sp_cash_move", "sp_close_shift"}:
        till.call("sp_save_till", {"code": "T1", "name": "n"})
    if procedure in {"sp_pos_sale", "sp_cash_move", "sp_close_shift"}:
        till.call("sp_open_shift", {"till": "T1", "opening_cash": 5})
    if procedure in {"sp_set_user_branches", "sp_set_user_permissions"}:
        execute(till.connection, "UPDATE users SET role = 'admin'")
    supplier = till.supplier()
    till.buy(supplier, (product, 10, 10), payments=[money(1)])
    voucher: dict[str, object] = {
        "description": "d",
        "items": [{"account": "5400", "debit": 1}, {"account": "1110", "credit": 1}],
    }
    till.call("sp_post_voucher", voucher)
    requests: dict[str, dict[str, object]] = {
        "sp_save_offer": {"code": "O", "name": "n", "gives": "invoice_percent", "value": 5},
        "sp_save_coupon": {"code": "C", "name": "n", "gives": "percent", "value": 5},
        "sp_save_supplier": {"name": "n"},
        "sp_post_purchase": {
            "supplier_id": supplier,
            "items": [{"product_id": product, "qty": 2, "unit_cost": 1}],
        },
        "sp_return_purchase": {"bill_id": 2, "items": [{"batch_id": 2, "qty": 1}]},
        "sp_reverse_purchase": {"bill_id": 2},
        "sp_post_voucher": voucher,
        "sp_reverse_voucher": {"voucher_id": 1},
        "sp_save_supplier_opening": {"supplier_id": supplier, "amount": 1},
        "sp_pay_supplier": {"supplier_id": supplier, "amount": 1},
        "sp_void_supplier_payment": {"payment_id": 1},
        "sp_save_invoice": {"customer_id": customer, "items": [line(product)]},
        "sp_save_draft": {"customer_id": customer, "items": [line(product)]},
        "sp_delete_draft": {"draft_id": 1},
        "sp_save_order": {"customer_id": customer, "items": [line(product)]},
        "sp_complete_order": {"order_id": 1, "items": [{"order_item_id": 1, "qty": "0.5"}]},
        "sp_cancel_order": {"order_id": 1},
        "sp_add_payment": {"invoice_id": 1, "amount": 1},
        "sp_mark_invoice_paid": {"invoice_id": 1},
        "sp_set_payment_status": {"pending_payment_id": 1, "status": "completed"},
        "sp_set_due_date": {"bill_id": 2, "due_date": "2999-12-31"},
        "sp_wallet_move": {"customer_id": customer, "type": "deposit", "amount": 1},
        "sp_cancel_invoice": {"invoice_id": 1},
        "sp_revert_invoice": {"invoice_id": 1},
        "sp_void_payment": {"payment_id": 1},
        "sp_save_work_order": {"customer_id": customer, "title": "t"},
        "sp_receive_batch": {"product_id": product, "qty": 1, "unit_cost": 1},
        "sp_save_customer": {"name": "n", "mobile": "1", "city": "c"},
        "sp_save_product": {"product_code": "N", "name": "n", "unit": "u"},
        "sp_save_branch": {"code": "GZ", "name": "n"},
        "sp_set_user_branches": {"user_id": 1, "branch_ids": []},
        "sp_set_user_permissions": {"user_id": 1, "permissions": []},
        "sp_save_cost_center": {"code": "SHOP", "name": "n"},
        "sp_save_till": {"code": "T2", "name": "n"},
        "sp_open_shift": {"till": "T1", "opening_cash": 1},
        "sp_pos_sale": {"customer_id": customer, "items": [line(product)]},
        "sp_cash_move": {"type": "in", "amount": 1, "reason": "r"},
        "sp_close_shift": {"counted": {"cash": 1}},
        "sp_daily_closing": {"date": "2025-01-31"},
        "sp_save_tax": {"code": "VAT", "name": "n", "rate": 14},
        "sp_set_setting": {"name": "tax_rounding", "value": "line"},
        "sp_save_price_list": {"code": "DEALERS", "name": "n"},
        "sp_save_customer_group": {"code": "DEALERS", "name": "n"},
        "sp_set_exchange_rate": {"currency": "USD", "rate": 50},
        "sp_return_items": {"invoice_id": 1, "items": [{"item_id": 1, "qty": 1}]},
        "sp_amend_invoice": {"invoice_id": 1, "items": [{"item_id": 1, "qty": 2}]},
        "sp_adjust_stock": {"items": [{"product_id": product, "qty_delta": 1}], "reason": "r"},
        "sp_save_account": {"code": "1101", "name_ar": "n", "name_en": "n", "kind": "asset"},
        "sp_set_account_role": {"role": "card", "account_id": 2},
        "sp_close_books": {"closed_to": "2025-01-31"},
        "sp_repair_books": {"dry_run": False},
        "sp_save_debit_note": note,
        "sp_apply_debit_note": {"debit_note_id": 1, "amount": 1},
        "sp_cancel_debit_note": {"debit_note_id": 1},
    }
    return {"created_by": CASHIER, **requests[procedure]}


def with_value(name: str, raw: str, request: dict[str, object]) -> str:
    """The request with a raw value in a member: of itself, of its first item or of its first payment."""
    if name.startswith("items[]."):
        items = request["items"]
        assert isinstance(items, list)
        return member("items", f"[{member(name.removeprefix('items[].'), raw, items[0])}]", request)
    if name.startswith("payments[]."):
        row = member(name.removeprefix("payments[]."), raw, {"amount": 1, "method": "cash"})
        return member("payments", f"[{row}]", {**request, "status": "partial"})
    return member(name, raw, request)


WRITING = [
    "sp_save_offer",
    "sp_save_coupon",
    "sp_save_supplier",
    "sp_post_purchase",
    "sp_return_purchase",
    "sp_reverse_purchase",
    "sp_post_voucher",
    "sp_reverse_voucher",
    "sp_save_supplier_opening",
    "sp_pay_supplier",
    "sp_void_supplier_payment",
    "sp_save_invoice",
    "sp_save_draft",
    "sp_delete_draft",
    "sp_save_order",
    "sp_complete_order",
    "sp_cancel_order",
    "sp_add_payment",
    "sp_mark_invoice_paid",
    "sp_set_payment_status",
    "sp_set_due_date",
    "sp_wallet_move",
    "sp_cancel_invoice",
    "sp_revert_invoice",
    "sp_void_payment",
    "sp_save_work_order",
    "sp_receive_batch",
    "sp_save_customer",
    "sp_save_product",
    "sp_save_branch",
    "sp_set_user_branches",
    "sp_set_user_permissions",
    "sp_save_cost_center",
    "sp_save_till",
    "sp_open_shift",
    "sp_pos_sale",
    "sp_cash_move",
    "sp_close_shift",
    "sp_daily_closing",
    "sp_save_tax",
    "sp_set_setting",
    "sp_save_price_list",
    "sp_save_customer_group",
    "sp_set_exchange_rate",
    "sp_return_items",
    "sp_amend_invoice",
    "sp_adjust_stock",
    "sp_save_account",
    "sp_set_account_role",
    "sp_close_books",
    "sp_repair_books",
    "sp_save_debit_note",
    "sp_apply_debit_note",
    "sp_cancel_debit_note",
]


@pytest.mark.parametrize("procedure", WRITING)
def test_a_broken_member_is_refused_with_its_token(till: Till, procedure: str) -> None:
    wrong = {}
    fitting_request = fitting(till, procedure)
    with till.nothing_written():
        for tested in MEMBERS:
            if tested.procedure != procedure:
                continue
            request = dict(fitting_request)
            if procedure == "sp_add_payment" and tested.name in {"customer_id", "work_order_id", "invoices"}:
                del request["invoice_id"]
            for raw in tested.values:
                try:
                    answer: object = call_text(
                        till.connection, procedure, with_value(tested.name, raw, request)
                    )
                except mysql.connector.Error as error:
                    execute(till.connection, "ROLLBACK")
                    answer = Refusal(error.errno, error.msg or "")
                    if answer.token in tested.tokens and 50100 <= answer.errno < 50200:
                        continue
                wrong[f"{tested.name}: {raw[:60]}"] = answer
        assert wrong == {}


def test_a_quote_names_what_a_sale_is_refused_for(till: Till) -> None:
    """It is never refused for a broken member: its problems have the token that the sale is refused with."""
    wrong = {}
    request = fitting(till, "sp_save_invoice")
    with till.nothing_written():
        for tested in MEMBERS:
            # a quote opens no request and takes no draft
            if tested.procedure != "sp_save_invoice" or tested.name in {"request_id", "draft_id"}:
                continue
            for raw in tested.values:
                try:
                    answer = till.call("sp_quote_invoice", with_value(tested.name, raw, request))
                    found = {problem["token"] for problem in rows_of(answer["problems"])}
                except mysql.connector.Error as error:
                    found = {error.msg}
                if not found & tested.tokens:
                    wrong[f"{tested.name}: {raw[:60]}"] = found
    assert wrong == {}


@pytest.mark.parametrize("procedure", WRITING)
def test_what_is_no_object_is_refused(till: Till, procedure: str) -> None:
    deep = "[" * 200 + "]" * 200
    not_objects = [
        "",
        " ",
        "null",
        "5",
        '"x"',
        "[]",
        "{",
        "{}}",
        "{'a':1}",
        '{"a":1,}',
        '{"a":01}',
        '{"a":+1}',
        '{"a":.5}',
        '{"a":NaN}',
        '{"a":"\\ud83d"}',
        '{"a":"\\ude00"}',
        f'{{"a":{deep}}}',
        "\ufeff{}",
    ]
    refused = (50101, "VALIDATION: the request is not one JSON object")
    found = [till.refusal(procedure, text) for text in not_objects]
    assert found == [refused] * len(not_objects)
    with till.nothing_written():
        cursor = till.connection.cursor()
        with pytest.raises(mysql.connector.Error) as error:
            cursor.execute(f"CALL {procedure}(NULL)")
        assert (error.value.errno, error.value.msg) == refused


def test_a_list_nested_too_deep_inside_a_string_is_refused(till: Till) -> None:
    request = {"customer_id": till.customer(), "items": "[" * 200 + "]" * 200}
    refused = till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.token == "VALIDATION"


def test_bytes_that_are_no_utf8_reach_no_table(till: Till) -> None:
    # The server itself refuses them while it hands the parameter over, before the procedure begins: 1366.
    with till.nothing_written(), pytest.raises(mysql.connector.Error) as error:
        till.connection.cmd_query("CALL sp_save_customer(X'7B2261223A22FF227D')")
    assert error.value.errno == 1366


# A request that must be read right: the raw value of a line's member, and what the answer shows of the line.
READ_RIGHT = [
    ("qty", "2", "qty", "2.0000"),
    ("qty", '"2"', "qty", "2.0000"),
    ("qty", '" 2 "', "qty", "2.0000"),
    ("qty", '"+2"', "qty", "2.0000"),
    ("qty", '"002"', "qty", "2.0000"),
    ("qty", '"2.0"', "qty", "2.0000"),
    ("qty", '"2e0"', "qty", "2.0000"),
    ("qty", '"0.2E1"', "qty", "2.0000"),
    ("qty", '"20e-1"', "qty", "2.0000"),
    ("qty", "0.30000000000000004", "qty", "0.3000"),
    ("qty", '"0.30000000000000004"', "qty", "0.3000"),
    ("qty", "0.1e1", "qty", "1.0000"),
    ("qty", '"0.0001"', "qty", "0.0001"),
    ("qty", "1.9999999999", "qty", "2.0000"),
    ("selling_price", "29.99", "selling_price", "29.990000"),
    ("selling_price", '"29.990001"', "selling_price", "29.990001"),
    ("selling_price", "29.990000000000002", "selling_price", "29.990000"),
    ("selling_price", "-1", "selling_price", "10.000000"),
    ("selling_price", "0", "selling_price", "10.000000"),
    ("selling_price", "null", "selling_price", "10.000000"),
    ("selling_price", '""', "selling_price", "10.000000"),
    ("price_type", '" RETAIL "', "selling_price", "12.000000"),
    ("price_type", "null", "selling_price", "10.000000"),
    ("price_type", '""', "selling_price", "10.000000"),
    ("row_id", "null", "row_id", "null"),
    ("row_id", '""', "row_id", "null"),
    ("row_id", "7", "row_id", '"7"'),
    ("row_id", '" a "', "row_id", '" a "'),
    ("row_id", '"\\ud83d\\ude00 \\u0639"', "row_id", '"😀 ع"'),
    ("row_id", '"\\"\\\\\\/\'"', "row_id", '"\\"\\\\/\'"'),
    ("row_id", '"null"', "row_id", '"null"'),
    ("row_id", '"true"', "row_id", '"true"'),
    ("row_id", '"<b>&amp;</b>"', "row_id", '"<b>&amp;</b>"'),
    ("row_id", json.dumps("ع" * 255), "row_id", f'"{"ع" * 255}"'),
]


def test_a_line_is_read_right_in_a_list_and_in_a_string(till: Till) -> None:
    customer, product = till.customer(), till.product((1000, 1), retail_price="12")
    found, expected = [], []
    for name, raw, shown, value in READ_RIGHT:
        items = f"[{member(name, raw, line(product))}]"
        for sent in (items, json.dumps(items)):
            request = member("items", sent, {"customer_id": customer, "created_by": CASHIER})
            found.append((name, raw, f'"{shown}":{value},' in till.text("sp_save_invoice", request)))
            expected.append((name, raw, True))
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        '😀 ع é \t\n\r"\\/',
        "\x01\x1f\x7f",
        "a\x00b",
        "'; DROP TABLE users; --",
        "%s {0} {member}",
        "\u202e\u200f\ufeff",
        "ﷺ" * 50,
    ],
)
def test_a_text_comes_back_as_it_was_sent(till: Till, text: str) -> None:
    for escaped in (True, False):
        request = (
            f'{{"created_by":{CASHIER},"mobile":"1","city":"c",'
            f'"name":{json.dumps(text, ensure_ascii=escaped)}}}'
        )
        answer = till.call("sp_save_customer", request)
        assert part(answer, "customer")["name"] == text.strip(" ")
        listed = till.call("sp_list_customers", f'{{"customer_id":{answer["customer_id"]}}}')
        assert rows_of(listed["customers"])[0]["name"] == text.strip(" ")


def test_numbers_as_json_and_as_texts_are_one(till: Till) -> None:
    customer, product = till.customer(), till.product((100, "1.5"))
    as_numbers: dict[str, object] = {
        "created_by": CASHIER,
        "customer_id": customer,
        "items": f'[{{"product_id":{product},"qty":3,"selling_price":2.5}}]',
        "discount_value": 10,
        "status": "partial",
        "payments": '[{"amount":1.25}]',
    }
    as_texts: dict[str, object] = {
        "created_by": str(CASHIER),
        "customer_id": f" {customer} ",
        "items": [{"product_id": str(product), "qty": "3", "selling_price": "2.5"}],
        "discount_value": "10",
        "status": "PARTIAL",
        "payments": [{"amount": "1.25"}],
    }

    def figures(request: dict[str, object]) -> list[JsonValue]:
        answer = till.call("sp_save_invoice", request)
        return [
            answer[name]
            for name in ("total_before", "discount_amount", "total_after", "total_cogs", "paid_amount")
        ]

    assert figures(as_numbers) == figures(as_texts) == parse("[7.50, 0.75, 6.75, 4.50, 1.25]")


def test_null_and_the_empty_text_are_absence(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 1))
    bare = {"customer_id": customer, "items": [line(product)]}
    optional = (
        "status",
        "discount_type",
        "discount_value",
        "payments",
        "overpayment",
        "work_order_id",
        "notes",
        "invoice_group",
        "due_date",
        "branch_id",
        "request_id",
    )
    plain = till.sell(customer, line(product))
    for nothing in (None, "", "  "):
        answer = till.call("sp_save_invoice", {**bare, **dict.fromkeys(optional, nothing)})
        for name in ("total_after", "payment_status", "discount_type", "discount_value", "work_order"):
            assert answer[name] == plain[name]
        stored = till.call("sp_get_invoice", str(answer["invoice_id"]))
        assert [stored[name] for name in ("notes", "due_date", "invoice_group", "branch_id")] == [
            None,
            None,
            "group1",
            1,
        ]
    zero_ids = till.call("sp_save_invoice", {**bare, "work_order_id": 0, "branch_id": "0"})
    assert zero_ids["work_order"] is None


def test_members_that_are_not_known_are_ignored(till: Till) -> None:
    request = {
        "customer_id": till.customer(),
        "items": [line(till.product((1, 1)), cost_price_per_unit=99, x={"y": []})],
    }
    answer = till.call("sp_save_invoice", {**request, "csrf_token": "t", "draft": {"a": [1]}})
    assert parse("1.00") == answer["total_cogs"]


# argument of a read of one document -> its refusal's token
IDS = {
    "": "VALIDATION",
    "0": "VALIDATION",
    "-1": "VALIDATION",
    "1.5": "VALIDATION",
    "x": "VALIDATION",
    "١": "VALIDATION",
    "[1]": "VALIDATION",
    "{}": "VALIDATION",
    "true": "VALIDATION",
    "null": "VALIDATION",
    '"x"': "VALIDATION",
    '"': "VALIDATION",
    "1e400": "VALIDATION",
    "9" * 5000: "VALIDATION",
    "[" * 5000: "VALIDATION",
    "2147483648": "UNKNOWN",
    "999999999999": "UNKNOWN",
}


@pytest.mark.parametrize(
    "procedure",
    [
        "sp_get_invoice",
        "sp_get_draft",
        "sp_get_order",
        "sp_get_product",
        "sp_get_purchase",
        "sp_get_payment",
        "sp_get_wallet_move",
    ],
)
def test_a_read_by_id_refuses_what_is_no_id(till: Till, procedure: str) -> None:
    found = {}
    for argument in IDS:
        refused = till.refusal(procedure, argument)
        found[argument] = refused.token.partition("_")[0] if refused else None
    assert found == IDS


FILTERS = [
    ("", "the request is not one JSON object"),
    ("[]", "the request is not one JSON object"),
    ('{"limit":-1}', "limit is not valid: -1"),
    ('{"limit":"1x"}', "limit is not valid: 1x"),
    ('{"limit":501}', "limit is not valid: 501"),
    ('{"after":"x"}', "after is not valid: x"),
    ('{"after":{}}', "after is not valid: {}"),
]


@pytest.mark.parametrize(
    "procedure",
    [
        "sp_list_customers",
        "sp_list_products",
        "sp_list_invoices",
        "sp_list_pending_payments",
        "sp_list_work_orders",
        "sp_customer_statement",
        *(
            f"sp_report_{name}"
            for name in ("sales", "payments", "products", "unpaid", "ageing", "stock", "profit", "taxes")
        ),
        "sp_report_reconciliation",
        "sp_report_documents",
    ],
)
def test_a_list_refuses_a_broken_filter(till: Till, procedure: str) -> None:
    found = [till.refusal(procedure, asked) for asked, _ in FILTERS]
    assert found == [Refusal(50101, f"VALIDATION: {text}") for _, text in FILTERS]
    deep = till.refusal(procedure, '{"x":' + "[" * 200 + "]" * 200 + "}")
    assert deep == (50101, "VALIDATION: the request is not one JSON object")
    # far ends are pages without rows, not errors
    if procedure != "sp_customer_statement":
        for after in ("999999999999", "0"):
            assert till.call(procedure, f'{{"after":{after}}}')["next_after"] is None
