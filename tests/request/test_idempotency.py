"""One request_id, one effect: replays, reuse, freed keys, and calls with one key at the same time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import mysql.connector
import pytest

from pyclient import wire
from pyclient.deploy.session import execute, fetch
from tests.shop import call_text
from tests.till import CASHIER, Answer, Refusal, Till, column, line, money

REUSED = 50127


def returned(sale: Answer) -> list[dict[str, object]]:
    """Half a piece of the sale's first line."""
    return [{"item_id": column(sale, "items", "item_id")[0], "qty": "0.5"}]


def requests_with_key(till: Till, key: str) -> dict[str, dict[str, object]]:
    """One request for each writing procedure."""
    execute(till.connection, "UPDATE users SET role = 'admin'")  # who sets the branches of users
    customer, product = till.customer(), till.product((50, 1))
    amended = till.sell(customer, line(product, 5, 10))
    six = [{"item_id": column(amended, "items", "item_id")[0], "qty": 6}]
    unpaid, paid, kept = (
        till.sell(till.customer(), line(product), status=s) for s in ("pending", "paid", "paid")
    )
    owed = till.sell(till.customer(), line(product))
    promised = till.pay(invoice_id=owed["invoice_id"], amount=1, method="check", status="pending")
    supplier = till.supplier()
    bought = till.buy(supplier, (product, 3, 9), payments=[money(7)])
    draft = till.call("sp_save_draft", {"name": "n", "branch_id": 1})
    sides = [{"account": "5400", "debit": "1.5", "memo": "س"}, {"account": "1110", "credit": "1.50"}]
    voucher: dict[str, object] = {"description": "إيجار", "items": json.dumps(sides)}
    rent = till.call("sp_post_voucher", voucher)["voucher_id"]
    orders = [till.call("sp_save_order", {"customer_id": customer, "items": [line(product)]}) for _ in "ab"]
    till.call("sp_save_till", {"code": "T1", "name": "n"})
    charge = {"description": "ش", "quantity": 1, "unit_price": "9.5", "tax_rate": 14}
    note: dict[str, object] = {
        "customer_id": customer,
        "source_invoice_id": amended["invoice_id"],
        "reference_type": "penalty",
        "items": json.dumps([charge]),
    }
    notes = [till.call("sp_save_debit_note", note)["debit_note_id"] for _ in "ab"]
    bare: dict[str, dict[str, object]] = {
        "sp_save_debit_note": {**note, "reference_no": "7"},
        "sp_apply_debit_note": {"debit_note_id": notes[0], "payments": json.dumps([money("1.5")])},
        "sp_cancel_debit_note": {"debit_note_id": notes[1], "reason": "س"},
        "sp_save_offer": {"code": "O", "name": "ن", "gives": "invoice_amount", "value": "500000"},
        "sp_save_coupon": {"code": "C", "name": "ن", "gives": "percent", "value": "5.5"},
        "sp_save_supplier": {"name": "ن"},
        "sp_post_purchase": {
            "supplier_id": supplier,
            "bill_no": "7",
            "items": json.dumps([{"product_id": product, "qty": "1.5", "unit_cost": "2"}]),
            "payments": json.dumps([money(1)]),
        },
        "sp_save_supplier_opening": {"supplier_id": supplier, "amount": "2.25", "date": "2025-01-31"},
        "sp_pay_supplier": {"supplier_id": supplier, "amount": "2.25"},
        "sp_void_supplier_payment": {"payment_id": column(bought, "payments", "payment_id")[0]},
        "sp_post_voucher": {**voucher, "reference_no": "7"},
        "sp_reverse_voucher": {"voucher_id": rent},
        "sp_return_purchase": {
            "bill_id": bought["bill_id"],
            "items": json.dumps([{"batch_id": column(bought, "items", "batch_id")[0], "qty": "0.5"}]),
        },
        "sp_reverse_purchase": {"bill_id": bought["bill_id"]},
        "sp_save_invoice": {"customer_id": customer, "items": [line(product)], "notes": "س"},
        "sp_save_draft": {"items": json.dumps([line(product)]), "name": "س"},
        "sp_delete_draft": {"draft_id": draft["draft_id"]},
        "sp_save_order": {"customer_id": customer, "items": json.dumps([line(product)]), "notes": "س"},
        "sp_complete_order": {"order_id": orders[0]["order_id"], "payments": json.dumps([money(1)])},
        "sp_cancel_order": {"order_id": orders[1]["order_id"], "reason": "س"},
        "sp_add_payment": {"customer_id": customer, "amount": "7.5"},
        "sp_mark_invoice_paid": {"invoice_id": owed["invoice_id"], "method": "card"},
        "sp_set_payment_status": {
            "pending_payment_id": column(promised, "pending_payments", "pending_payment_id")[0],
            "status": "failed",
            "reason": "س",
        },
        "sp_set_due_date": {"invoice_id": owed["invoice_id"], "due_date": "2999-12-31", "reason": "س"},
        "sp_wallet_move": {"customer_id": customer, "type": "deposit", "amount": "5.25"},
        "sp_cancel_invoice": {"invoice_id": unpaid["invoice_id"], "reason": "س"},
        "sp_void_payment": {"payment_id": column(paid, "payments", "payment_id")[0]},
        "sp_revert_invoice": {"invoice_id": paid["invoice_id"]},
        "sp_save_work_order": {"customer_id": customer, "title": "شغلانة"},
        "sp_receive_batch": {"product_id": product, "qty": 1, "unit_cost": "3.5"},
        "sp_save_customer": {"name": "ن", "mobile": "1", "city": "ق"},
        "sp_save_product": {"product_code": "NEW", "name": "n", "unit": "u", "barcodes": ["1", "2"]},
        "sp_save_branch": {"code": "GZ", "name": "الجيزة"},
        "sp_set_user_branches": {"user_id": CASHIER, "branch_ids": [1]},
        "sp_set_user_permissions": {"user_id": CASHIER, "permissions": []},
        "sp_save_cost_center": {"code": "SHOP", "name": "م"},
        "sp_save_till": {"code": "T2", "name": "ك", "own_numbers": True},
        "sp_open_shift": {"till": "T1", "opening_cash": "5.50"},
        "sp_pos_sale": {"customer_id": customer, "items": json.dumps([line(product)])},
        "sp_cash_move": {"type": "in", "amount": "5.25", "reason": "س"},
        "sp_close_shift": {"counted": json.dumps({"cash": "5.00"})},
        "sp_daily_closing": {"date": "2025-01-31"},
        "sp_save_tax": {"code": "VAT", "name": "ض", "rate": "14.00"},
        "sp_set_setting": {"name": "smallest_coin", "value": "0.25"},
        "sp_save_price_list": {
            "code": "DEALERS",
            "name": "ت",
            "prices": json.dumps([{"product_id": product, "price": "1.50"}]),
        },
        "sp_save_customer_group": {"code": "DEALERS", "name": "ت", "price_list_id": None},
        "sp_set_exchange_rate": {"currency": "USD", "rate": "50.25"},
        "sp_return_items": {
            "invoice_id": kept["invoice_id"],
            "items": json.dumps(returned(kept)),
            "exchange_items": json.dumps([line(product)]),
        },
        "sp_amend_invoice": {"invoice_id": amended["invoice_id"], "items": json.dumps(six)},
        "sp_adjust_stock": {"items": [{"product_id": product, "counted_qty": 7}], "reason": "جرد"},
        "sp_save_account": {"code": "1101", "name_ar": "ص", "name_en": "c", "kind": "asset"},
        "sp_set_account_role": {"role": "card", "account_id": 2},
        "sp_close_books": {"closed_to": "2025-01-31"},
        "sp_repair_books": {"dry_run": False},
    }
    return {name: {**request, "request_id": f"{key}-{name}"} for name, request in bare.items()}


def test_a_replay_is_the_first_answer_byte_for_byte_and_writes_nothing(till: Till) -> None:
    requests = requests_with_key(till, "k")
    answers = {procedure: till.text(procedure, request) for procedure, request in requests.items()}
    # the world goes on
    till.sell(1, line(1, 3), status="paid")
    till.deposit(1, 100)
    till.call("sp_save_customer", {"customer_id": 1, "name": "اسم جديد"})
    till.call("sp_save_product", {"product_id": 1, "active": False})
    with till.nothing_written():
        assert {
            procedure: till.text(procedure, request) for procedure, request in requests.items()
        } == answers


def test_a_key_belongs_to_its_procedure_and_request(till: Till) -> None:
    requests = requests_with_key(till, "k")
    for procedure, request in requests.items():
        till.call(procedure, request)
    for procedure, request in requests.items():
        key = str(request["request_id"])
        for changed in ({**request, "extra": 1}, {**request, "created_by": "1.0"}, {"request_id": key}):
            refused = till.refusal(procedure, changed)
            assert refused == (REUSED, f"REQUEST_ID_REUSED: request_id was used for another request: {key}")
    wallet_key = requests["sp_wallet_move"]["request_id"]
    refused = till.refusal("sp_save_customer", {**requests["sp_save_customer"], "request_id": wallet_key})
    assert refused is not None
    assert refused.errno == REUSED


# How one and the same request may be written.
WRITINGS: dict[str, Callable[[dict[str, object]], str]] = {
    "white space": lambda request: json.dumps(request, indent=3),
    "member order": lambda request: json.dumps(dict(reversed(request.items()))),
    "another csrf_token": lambda request: json.dumps({"csrf_token": "other", **request}),
    "items as a string": lambda request: json.dumps(
        {**request, "items": json.dumps(request["items"], indent=1)}
    ),
    "payments as a string": lambda request: json.dumps(
        {**request, "payments": json.dumps(request["payments"])}
    ),
    "member order inside": lambda request: json.dumps(
        {**request, "items": [dict(reversed(item.items())) for item in request["items"]]}  # type: ignore[attr-defined]
    ),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_one_request_may_be_written_in_many_ways(till: Till, writing: str) -> None:
    request: dict[str, object] = {
        "request_id": "k",
        "created_by": CASHIER,
        "customer_id": till.customer(),
        "items": [line(till.product((5, 1)), 2, row_id="r")],
        "status": "partial",
        "payments": [money(1)],
        "csrf_token": "t",
    }
    first = till.text("sp_save_invoice", json.dumps(request))
    with till.nothing_written():
        assert till.text("sp_save_invoice", WRITINGS[writing](request)) == first


def test_the_other_lists_may_be_strings_too(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 1))
    till.sell(customer, line(product))
    pay = {"request_id": "p", "invoices": [{"invoice_id": 1}], "amount": 10}
    save = {"request_id": "b", "product_code": "B", "name": "n", "unit": "u", "barcodes": ["1", "2"]}
    for procedure, request, member in (
        ("sp_add_payment", pay, "invoices"),
        ("sp_save_product", save, "barcodes"),
    ):
        first = till.text(procedure, request)
        assert till.text(procedure, {**request, member: json.dumps(request[member])}) == first


def test_the_parts_of_a_mixed_payment_may_be_a_string_too(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 1))
    till.sell(customer, line(product, 1, 20))
    parts = [{"amount": 1, "method": "card"}]
    mixed = {"method": "mixed", "parts": parts}
    packed = {"method": "mixed", "parts": json.dumps(parts)}
    alone = {"customer_id": customer, "request_id": "alone"}
    first = till.text("sp_add_payment", {**alone, **mixed})
    assert till.text("sp_add_payment", {**alone, **packed}) == first
    listed = {"customer_id": customer, "request_id": "listed"}
    first = till.text("sp_add_payment", {**listed, "payments": [mixed]})
    assert till.text("sp_add_payment", {**listed, "payments": json.dumps([packed])}) == first


def test_keys_differ_by_case_and_by_everything_else(till: Till) -> None:
    keys = ["a", "A", "aa", "~", "!", "k" * 64, "K" * 64, "'", '"', "\\", "%", "_", "{}", "null-", "0", "00"]
    request = {"name": "n", "mobile": "1", "city": "c"}
    before = till.count("customers")
    answers = {till.text("sp_save_customer", {**request, "request_id": key}) for key in keys}
    assert len(answers) == len(keys)
    assert till.count("customers") == before + len(keys)


def test_without_a_key_a_double_click_makes_two(till: Till) -> None:
    customer = till.customer()
    till.deposit(customer, 1)
    till.deposit(customer, 1)
    assert till.count("wallet_transactions") == 2


def test_a_failed_call_frees_its_key(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 1))
    too_much = {"customer_id": customer, "items": [line(product, 6)], "request_id": "k"}
    for _ in range(2):
        refused = till.refusal("sp_save_invoice", too_much)
        assert refused is not None
        assert refused.token == "INSUFFICIENT_STOCK"
    till.call("sp_save_invoice", {**too_much, "items": [line(product, 5)]})
    refused = till.refusal("sp_save_invoice", too_much)
    assert refused is not None
    assert refused.errno == REUSED


def at_once(till: Till, procedure: str, requests: list[dict[str, object]]) -> list[str | Refusal]:
    """All of them stand in line, the first behind us, before anyone goes on."""
    connections = [till.shop.connect() for _ in requests]
    holder = till.shop.connect()
    execute(holder, "START TRANSACTION")
    fetch(holder, "SELECT id FROM customers FOR UPDATE")
    started = threading.Barrier(len(requests) + 1)

    def run(place: int) -> str | Refusal:
        started.wait()
        try:
            return call_text(
                connections[place], procedure, wire.encode({"created_by": CASHIER, **requests[place]})
            )
        except mysql.connector.Error as error:
            execute(connections[place], "ROLLBACK")
            return Refusal(error.errno, error.msg or "")

    with ThreadPoolExecutor(len(requests)) as pool:
        running = [pool.submit(run, place) for place in range(len(requests))]
        started.wait()
        try:
            _wait_until_all_wait(till, len(requests))
        finally:
            execute(holder, "ROLLBACK")
        return [each.result(timeout=30) for each in running]


def _wait_until_all_wait(till: Till, calls: int) -> None:
    for _ in range(100):
        time.sleep(0.15)  # InnoDB shows its transactions anew only when nobody looked for 0.1 s
        if till.rows("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'") == [
            (calls,)
        ]:
            return
    raise TimeoutError("the calls do not wait")


def test_two_at_once_get_one_answer(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 1))
    request = {"customer_id": customer, "items": [line(product)], "request_id": "k"}
    first, second = at_once(till, "sp_save_invoice", [request, request])
    assert first == second
    assert isinstance(first, str)
    assert till.count("invoices_out") == 1


def test_the_first_of_five_fails_and_the_others_wait_without_a_deadlock(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 1))
    request = {"customer_id": customer, "items": [line(product, 6)], "request_id": "k"}
    for _ in range(5):
        answers = at_once(till, "sp_save_invoice", [request] * 5)
        assert {answer.token if isinstance(answer, Refusal) else answer for answer in answers} == {
            "INSUFFICIENT_STOCK"
        }
    assert till.count("invoices_out") == 0


def test_one_key_for_two_customers_at_once_goes_to_one_of_them(till: Till) -> None:
    product = till.product((5, 1))
    requests: list[dict[str, object]] = [
        {"customer_id": till.customer(), "items": [line(product)], "request_id": "k"} for _ in range(4)
    ]
    answers = at_once(till, "sp_save_invoice", requests)
    assert sorted(isinstance(answer, Refusal) and answer.errno for answer in answers) == [
        False,
        *[REUSED] * 3,
    ]
    assert till.count("invoices_out") == 1


def test_a_replay_comes_before_everything_that_reads_data_and_after_the_session(till: Till) -> None:
    customer = till.customer()
    request = {"customer_id": customer, "type": "deposit", "amount": 5, "request_id": "k"}
    first = till.text("sp_wallet_move", request)
    execute(till.connection, "UPDATE users SET active = 0")
    execute(till.connection, "UPDATE customers SET active = 0")
    assert till.text("sp_wallet_move", request) == first
    execute(till.connection, "SET unique_checks = 0")
    refused = till.refusal("sp_wallet_move", request)
    assert refused is not None
    assert refused.token == "SESSION_UNSAFE"


def test_the_key_points_at_the_document_that_the_call_made(till: Till) -> None:
    for procedure, request in requests_with_key(till, "k").items():
        till.call(procedure, request)
    assert dict(till.rows("SELECT procedure_name, document_table FROM request_keys")) == {
        "sp_save_debit_note": "customer_debit_notes",
        "sp_apply_debit_note": "invoice_payments",
        "sp_cancel_debit_note": "customer_debit_notes",
        "sp_save_invoice": "invoices_out",
        "sp_save_draft": "invoice_drafts",
        "sp_delete_draft": "audit_log",
        "sp_save_order": "orders",
        "sp_complete_order": "invoices_out",
        "sp_cancel_order": "orders",
        "sp_add_payment": "invoice_payments",
        "sp_mark_invoice_paid": "invoice_payments",
        "sp_set_payment_status": "pending_payments",
        "sp_set_due_date": "invoices_out",
        "sp_wallet_move": "wallet_transactions",
        "sp_cancel_invoice": "invoices_out",
        "sp_void_payment": "invoice_payments",
        "sp_revert_invoice": "invoices_out",
        "sp_save_work_order": "work_orders",
        "sp_save_offer": "offers",
        "sp_save_coupon": "coupons",
        "sp_save_supplier": "suppliers",
        "sp_post_purchase": "purchases",
        "sp_save_supplier_opening": "purchases",
        "sp_pay_supplier": "supplier_payments",
        "sp_void_supplier_payment": "supplier_payments",
        "sp_post_voucher": "journal_vouchers",
        "sp_reverse_voucher": "journal_vouchers",
        "sp_return_purchase": "purchase_returns",
        "sp_reverse_purchase": "purchases",
        "sp_receive_batch": "batches",
        "sp_save_customer": "customers",
        "sp_save_product": "products",
        "sp_save_branch": "branches",
        "sp_set_user_branches": "users",
        "sp_set_user_permissions": "users",
        "sp_save_cost_center": "cost_centers",
        "sp_save_till": "tills",
        "sp_open_shift": "shifts",
        "sp_pos_sale": "invoices_out",
        "sp_cash_move": "cash_moves",
        "sp_close_shift": "shifts",
        "sp_daily_closing": "daily_closings",
        "sp_save_tax": "taxes",
        "sp_set_setting": "companies",
        "sp_save_price_list": "price_lists",
        "sp_save_customer_group": "customer_groups",
        "sp_set_exchange_rate": "exchange_rates",
        "sp_return_items": "invoice_returns",
        "sp_amend_invoice": "invoices_out",
        "sp_adjust_stock": "stock_adjustments",
        "sp_save_account": "accounts",
        "sp_set_account_role": "accounts",
        "sp_close_books": "companies",
        "sp_repair_books": "audit_log",
    }
    for table, document in till.rows("SELECT document_table, document_id FROM request_keys"):
        assert till.rows(f"SELECT COUNT(*) FROM {table} WHERE id = %s", document) == [(1,)]
