"""Errors as an attacker reads them: none shows SQL, a table, a column, or what belongs to somebody else."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from contextlib import closing, suppress

import mysql.connector

from pyclient import wire
from pyclient.deploy import error_catalogue
from pyclient.deploy.session import execute, fetch
from tests.accounts.conftest import GuardedShop
from tests.shop import call_text
from tests.till import CASHIER, Till, line, money

AT_LEAST = 300
# Figures and words of the other customer that stand in no request below.
SECRETS = ("سر النور", "01277788899", "بنها", "7654.32", "8765.43", "شغلانة سرية", "ملاحظة سرية", "SECRET-1")
BROKEN: tuple[object, ...] = (
    "x",
    "-1",
    "0",
    "1.5",
    "999999",
    "1e30",
    "'; DROP TABLE customers; --",
    "",
    None,
    True,
    [],
    {},
    [[]],
    "ط" * 300,
)
WRITING: dict[str, dict[str, object]] = {
    "sp_save_invoice": {
        "customer_id": 1,
        "items": [line(1)],
        "status": "pending",
        "discount_value": 0,
        "payments": [],
        "due_date": None,
        "work_order_id": None,
        "branch_id": 1,
        "overpayment": "reject",
        "coupon_code": None,
        "apply_offers": True,
    },
    "sp_save_draft": {"draft_id": 999, "customer_id": 1, "items": [line(1)], "name": "n", "branch_id": 1},
    "sp_delete_draft": {"draft_id": 999, "reason": "r"},
    "sp_add_payment": {"customer_id": 1, "amount": 1, "method": "cash", "overpayment": "reject"},
    "sp_mark_invoice_paid": {"invoice_id": 999, "method": "cash", "branch_id": 1},
    "sp_set_payment_status": {"pending_payment_id": 999, "status": "completed", "overpayment": "reject"},
    "sp_set_due_date": {"bill_id": 999, "due_date": None, "reason": "r"},
    "sp_wallet_move": {"customer_id": 1, "type": "withdraw", "amount": 1, "method": "cash"},
    "sp_save_offer": {
        "offer_id": None,
        "code": "QQ",
        "name": "n",
        "product_id": 1,
        "min_qty": 1,
        "max_amount": 5,
        "valid_from": None,
        "gives": "percent",
        "value": 5,
        "free_product_id": None,
        "priority": 1,
        "company_id": 1,
    },
    "sp_save_coupon": {
        "coupon_id": None,
        "code": "QQ",
        "name": "n",
        "gives": "percent",
        "value": 5,
        "min_amount": 5,
        "max_uses": 5,
        "offer_id": None,
        "company_id": 1,
    },
    "sp_save_supplier": {"name": "n", "supplier_id": None, "company_id": 1},
    "sp_post_purchase": {
        "supplier_id": 1,
        "bill_no": "1",
        "items": [{"product_id": 1, "qty": 1, "unit_cost": 1}],
        "payments": [],
        "branch_id": 1,
    },
    "sp_return_purchase": {
        "bill_id": 999,
        "items": [{"batch_id": 1, "qty": 1}],
        "refund": "cash",
        "reason": "r",
    },
    "sp_reverse_purchase": {"bill_id": 999, "refund": "cash", "reason": "r"},
    "sp_post_voucher": {
        "items": [{"account": "QQ", "debit": 5, "memo": "m"}],
        "description": "n",
        "reference_no": "1",
        "date": None,
        "branch_id": 1,
        "cost_center_id": None,
        "company_id": 1,
    },
    "sp_reverse_voucher": {"voucher_id": 999, "reason": "r"},
    "sp_save_supplier_opening": {
        **{"supplier_id": 1, "amount": 1, "bill_no": "1", "date": "2025-01-31", "notes": "n"},
        **{"branch_id": 1, "cost_center_id": None},
    },
    "sp_pay_supplier": {
        "supplier_id": 1,
        "amount": 1,
        "method": "cash",
        "overpayment": "reject",
        "type": "refund",
    },
    "sp_void_supplier_payment": {"payment_id": 999, "reason": "r"},
    "sp_receive_batch": {
        **{"product_id": 1, "qty": 1, "unit_cost": 1},
        **{"received_at": None, "cost_center_id": None},
    },
    "sp_save_product": {
        "product_code": "N",
        "name": "n",
        "unit": "u",
        "barcodes": [],
        "selling_price": 1,
        "taxes": [],
        "units": [{"unit": "box", "factor": 12}],
    },
    "sp_save_customer": {
        "name": "n",
        "mobile": "1",
        "city": "c",
        "customer_id": 1,
        "group_id": 999,
        "price_list_id": 999,
        "credit_limit": 5,
        "tracks_balance": True,
    },
    "sp_save_work_order": {"customer_id": 1, "title": "t", "status": "pending", "work_order_id": None},
    "sp_cancel_invoice": {"invoice_id": 999, "reason": "r"},
    "sp_revert_invoice": {"invoice_id": 999, "refund": "cash", "branch_id": 1},
    "sp_void_payment": {"payment_id": 999, "refund": "none"},
    "sp_return_items": {
        "invoice_id": 999,
        "items": [{"item_id": 1, "qty": 1}],
        "refund": "cash",
        "exchange_items": [{"product_id": 1, "qty": 1}],
        "payments": [{"amount": 1, "method": "cash"}],
        "overpayment": "reject",
        "due_date": None,
        "invoice_group": "group1",
        "exchange_notes": "n",
    },
    "sp_amend_invoice": {"invoice_id": 999, "items": [{"item_id": 1, "qty": 1}], "refund": "cash"},
    "sp_adjust_stock": {"items": [{"product_id": 1, "qty_delta": -1}], "reason": "r", "branch_id": 1},
    "sp_save_account": {"code": "QQ", "name_ar": "n", "name_en": "n", "kind": "asset", "account_id": None},
    "sp_set_account_role": {"role": "cash", "account_id": 999},
    "sp_close_books": {"closed_to": "9000-01-01", "company_id": 1},
    "sp_repair_books": {"checks": ["nope"], "dry_run": True},
    "sp_save_branch": {"code": "QQ", "name": "n", "branch_id": None, "company_id": 1},
    "sp_set_user_branches": {"user_id": 999, "branch_ids": [1]},
    "sp_set_user_permissions": {"user_id": 999, "permissions": ["sp_save_draft"]},
    "sp_save_cost_center": {"code": "QQ", "name": "n", "cost_center_id": None, "active": True},
    "sp_save_tax": {"code": "QQ", "name": "n", "rate": 14, "tax_id": None, "active": True, "company_id": 1},
    "sp_save_till": {
        "code": "QQ",
        "name": "n",
        "till_id": None,
        "branch_id": 1,
        "customer_id": 999,
        "own_numbers": True,
        "active": True,
    },
    "sp_open_shift": {"till_id": None, "till": "QQ", "opening_cash": 5, "branch_id": 1},
    "sp_cash_move": {"type": "in", "amount": 5, "reason": "r", "purpose": "safe"},
    "sp_close_shift": {"shift_id": 999, "counted": {"cash": 5}},
    "sp_daily_closing": {"date": "2025-01-31", "branch_id": 1, "company_id": 1},
    "sp_save_price_list": {
        "code": "QQ",
        "name": "n",
        "price_list_id": None,
        "prices": [{"product_id": 1, "unit": "box", "price": 1}],
    },
    "sp_save_customer_group": {"code": "QQ", "name": "n", "group_id": None, "price_list_id": 999},
    "sp_set_exchange_rate": {"currency": "ZZZ", "rate": 50, "valid_from": "2025-01-31", "company_id": 1},
    "sp_set_setting": {"name": "tax_rounding", "value": "line", "company_id": 1},
}
# Members of requests, some of which are called as columns are.
MEMBERS = {
    *(
        "created_by",
        "request_id",
        "invoice_id",
        "debit_note_id",
        "product_id",
        "from",
        "limit",
        "after",
        "search",
        "invoices",
    ),
    *itertools.chain.from_iterable(WRITING.values()),
}


def seed(guarded: GuardedShop) -> None:
    """A customer who calls (1) and one whose affairs are nobody's business (2)."""
    execute(
        guarded.shop.connection,
        "INSERT INTO users (id, username, role) VALUES (%s, 'SECRET-1', 'user')",
        (CASHIER,),
    )
    till = Till(guarded.shop)
    caller = till.customer()
    other = till.customer(name="سر النور", mobile="01277788899", city="بنها", notes="ملاحظة سرية")
    product = till.product((5, "7654.32"), name="كوع")
    order = till.work_order(other, title="شغلانة سرية")
    till.sell(other, line(product, 1, "8765.43"), work_order_id=order)
    till.deposit(other, "7654.32")
    till.sell(caller, line(product, 1, 10))
    till.supplier()


def requests() -> Iterator[tuple[str, str | None]]:
    """Each member of each procedure broken in each way, and what touches the other customer's affairs."""
    for procedure, request in WRITING.items():
        for name, value in itertools.product(["created_by", *request], BROKEN):
            yield procedure, wire.encode({"created_by": CASHIER, **request, name: value})
    sale = {"customer_id": 1, "items": [line(1)]}
    for procedure, members in (
        ("sp_save_invoice", {**sale, "work_order_id": 1}),
        ("sp_save_invoice", {**sale, "items": [line(1, 4)]}),
        ("sp_save_invoice", {**sale, "status": "paid", "payments": [money(5, "wallet")]}),
        ("sp_save_work_order", {"work_order_id": 1, "customer_id": 1}),
        ("sp_add_payment", {"invoices": [{"invoice_id": 2}, {"invoice_id": 1}], "amount": 1}),
        ("sp_add_payment", {"customer_id": 1, "amount": 1, "work_order_id": 1}),
        ("sp_wallet_move", {"customer_id": 1, "type": "withdraw", "amount": 1}),
        ("sp_add_payment", {"invoice_id": 2, "amount": 5, "method": "wallet"}),
        ("sp_add_payment", {"invoice_id": 2, "amount": 5000}),
    ):
        yield procedure, wire.encode({"created_by": CASHIER, **members})
    for procedure in (
        "sp_get_invoice",
        "sp_get_draft",
        "sp_get_product",
        "sp_list_invoices",
        "sp_customer_statement",
    ):
        for value in BROKEN:
            yield procedure, value if isinstance(value, str) else json.dumps(value)
    for name, value in itertools.product(("customer_id", "limit", "after", "from", "search"), BROKEN):
        yield "sp_customer_statement", wire.encode({"customer_id": 1, name: value})


def told(sentence: error_catalogue.Sentence) -> re.Pattern[str]:
    """A sentence of the catalogue as a pattern, its values as groups."""
    parts = re.split(r"\{\w+\}", f"{sentence.token}: {sentence.english}")
    return re.compile("(.*)".join(map(re.escape, parts)), re.DOTALL)


def is_no_news(value: str, request: str | None) -> bool:
    """Whether a value in an error is the request's own, a figure or number that is no
    secret, or the subject's name."""
    value = value.removesuffix("…")
    sent = request or ""
    with suppress(ValueError):
        sent += json.dumps(json.loads(sent), ensure_ascii=False).replace("\\\\", "\\")
    return (
        value.lower() in sent.lower()
        or value in {"null", "كوع"}
        or re.fullmatch(r"[a-z_]+(?:\|[a-z_]+)+", value) is not None  # the words to choose from
        or value.partition("[")[0].split(" ")[0] in MEMBERS
        or (re.fullmatch(r"(?:SH-(?:[A-Z0-9]+-)*)?-?[0-9.-]+", value) is not None and value not in SECRETS)
    )


def test_errors_show_nothing_that_the_request_did_not(guarded: GuardedShop) -> None:
    seed(guarded)
    sentences = error_catalogue.load()
    count, wrong = 0, []
    with closing(guarded.as_app()) as app:
        for procedure, request in requests():
            try:
                call_text(app, procedure, request)
            except mysql.connector.Error as error:
                execute(app, "ROLLBACK")
                count += 1
                text = error.msg or ""
                found = [told(s).fullmatch(text) for s in sentences if s.errno == error.errno]
                if not any(f and all(is_no_news(value, request) for value in f.groups()) for f in found):
                    wrong.append((procedure, request, error.errno, text))
    print(f"{count} errors")
    assert [f"{procedure} {text}" for procedure, _, _, text in wrong] == []
    assert count >= AT_LEAST


def test_no_sentence_of_the_catalogue_names_what_is_inside(guarded: GuardedShop) -> None:
    """What an error says beside its values stands in the catalogue, in two languages."""
    connection = guarded.shop.connection
    names = {
        str(row[0])
        for row in fetch(
            connection,
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
            " UNION SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()"
            " UNION SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
            " UNION SELECT constraint_name FROM information_schema.table_constraints"
            " WHERE constraint_schema = DATABASE()",
        )
    }
    assert len(names) > 200
    inside = {name for name in names if "_" in name} - MEMBERS
    for sentence in error_catalogue.load():
        said = f"{sentence.english} {sentence.arabic}"
        said = re.sub(r"\{\w+\}", "", said)
        assert inside & set(re.findall(r"\w+", said)) == set(), sentence.key
        assert not re.search(r"`|\b(?:SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|CALL)\b", said), (
            sentence.key
        )
