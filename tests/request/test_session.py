"""The session that calls: open transactions, its settings, and locks that do not come."""

from __future__ import annotations

from collections.abc import Mapping

import mysql.connector
import pytest

from pyclient.deploy.session import execute, fetch
from tests.shop import call_text
from tests.till import CASHIER, Refusal, Till, column, line, money, part

OPEN = Refusal(
    50100, "TRANSACTION_OPEN: the connection has an open transaction; commit or roll it back before this call"
)


def writing_calls(till: Till) -> dict[str, Mapping[str, object]]:
    """A request that each writing procedure accepts."""
    execute(till.connection, "UPDATE users SET role = 'admin'")  # who sets the branches of users
    customer, product = till.customer(), till.product((50, 1))
    till.sell(customer, line(product, 5, 10))
    unpaid, paid, kept = (
        till.sell(till.customer(), line(product), status=s) for s in ("pending", "paid", "paid")
    )
    owed = till.sell(till.customer(), line(product))
    till.pay(invoice_id=owed["invoice_id"], amount=1, method="check", status="pending")
    supplier = till.supplier()
    bought = till.buy(supplier, (product, 3, 9), payments=[money(7)])
    draft = till.call("sp_save_draft", {"name": "n"})
    voucher: dict[str, object] = {
        "description": "r",
        "items": [{"account": "5400", "debit": 5}, {"account": "1110", "credit": 5}],
    }
    till.call("sp_post_voucher", voucher)
    orders = [till.call("sp_save_order", {"customer_id": customer, "items": [line(product)]}) for _ in "ab"]
    till.call("sp_save_till", {"code": "T1", "name": "n"})
    return {
        "sp_save_offer": {"code": "O", "name": "n", "gives": "invoice_percent", "value": 5, "active": False},
        "sp_save_coupon": {"code": "C", "name": "n", "gives": "percent", "value": 5},
        "sp_save_supplier": {"name": "n"},
        "sp_post_purchase": {
            "supplier_id": supplier,
            "items": [{"product_id": product, "qty": 1, "unit_cost": 1}],
        },
        "sp_save_supplier_opening": {"supplier_id": supplier, "amount": 2},
        "sp_pay_supplier": {"supplier_id": supplier, "amount": 2},
        "sp_void_supplier_payment": {"payment_id": column(bought, "payments", "payment_id")[0]},
        "sp_post_voucher": voucher,
        "sp_reverse_voucher": {"voucher_id": 1},
        "sp_return_purchase": {
            "bill_id": bought["bill_id"],
            "items": [{"batch_id": column(bought, "items", "batch_id")[0], "qty": 1}],
        },
        "sp_reverse_purchase": {"bill_id": bought["bill_id"]},
        "sp_save_invoice": {"customer_id": customer, "items": [line(product)], "status": "paid"},
        "sp_save_draft": {"customer_id": customer, "items": [line(product)]},
        "sp_delete_draft": {"draft_id": draft["draft_id"]},
        "sp_save_order": {"customer_id": customer, "items": [line(product)]},
        "sp_complete_order": {"order_id": orders[0]["order_id"]},
        "sp_cancel_order": {"order_id": orders[1]["order_id"]},
        "sp_add_payment": {"customer_id": customer, "amount": 5},
        "sp_mark_invoice_paid": {"invoice_id": owed["invoice_id"]},
        "sp_set_payment_status": {"pending_payment_id": 1, "status": "failed"},
        "sp_set_due_date": {"invoice_id": owed["invoice_id"], "due_date": "2999-12-31"},
        "sp_wallet_move": {"customer_id": customer, "type": "deposit", "amount": 5},
        "sp_cancel_invoice": {"invoice_id": unpaid["invoice_id"]},
        "sp_void_payment": {"payment_id": column(paid, "payments", "payment_id")[0]},
        "sp_revert_invoice": {"invoice_id": paid["invoice_id"]},
        "sp_save_work_order": {"customer_id": customer, "title": "t"},
        "sp_receive_batch": {"product_id": product, "qty": 1, "unit_cost": 1},
        "sp_save_customer": {"name": "n", "mobile": "1", "city": "c"},
        "sp_save_product": {"product_code": "N", "name": "n", "unit": "u"},
        "sp_save_branch": {"code": "GZ", "name": "n"},
        "sp_set_user_branches": {"user_id": 1, "branch_ids": [1]},
        "sp_set_user_permissions": {"user_id": 1, "permissions": []},
        "sp_save_cost_center": {"code": "SHOP", "name": "n"},
        "sp_save_till": {"code": "T2", "name": "n"},
        "sp_open_shift": {"till": "T1", "opening_cash": 5},
        "sp_pos_sale": {"customer_id": customer, "items": [line(product)]},
        "sp_cash_move": {"type": "in", "amount": 5, "reason": "r"},
        "sp_close_shift": {"counted": {"cash": 5}},
        "sp_daily_closing": {"date": "2025-01-31"},
        "sp_save_tax": {"code": "VAT", "name": "n", "rate": 14},
        "sp_set_setting": {"name": "tax_rounding", "value": "line"},
        "sp_save_price_list": {"code": "DEALERS", "name": "n", "prices": [{"product_id": 1, "price": 1}]},
        "sp_save_customer_group": {"code": "DEALERS", "name": "n"},
        "sp_set_exchange_rate": {"currency": "USD", "rate": 50},
        "sp_return_items": {"invoice_id": kept["invoice_id"], "all": True},
        "sp_amend_invoice": {"invoice_id": 1, "items": [{"item_id": 1, "qty": 6}]},
        "sp_adjust_stock": {"items": [{"product_id": product, "qty_delta": -2}], "reason": "r"},
        "sp_save_account": {"code": "1101", "name_ar": "n", "name_en": "n", "kind": "asset"},
        "sp_set_account_role": {"role": "card", "account_id": 2},
        "sp_close_books": {"closed_to": "2025-01-31"},
        "sp_repair_books": {"dry_run": False},
    }


READS: dict[str, str | int | None] = {
    "sp_get_version": None,
    "sp_verify_books": None,
    "sp_verify_quick": None,
    "sp_get_audit_head": None,
    "sp_verify_audit": '{"chains":[]}',
    "sp_get_invoice": 1,
    "sp_quote_invoice": '{"created_by":1,"customer_id":1,"items":[{"product_id":1,"qty":1}]}',
    "sp_get_draft": 1,
    "sp_list_drafts": "{}",
    "sp_get_order": 1,
    "sp_list_orders": "{}",
    "sp_get_product": 1,
    "sp_get_purchase": 1,
    "sp_list_purchases": "{}",
    "sp_list_suppliers": "{}",
    "sp_get_voucher": 1,
    "sp_list_vouchers": "{}",
    "sp_list_offers": "{}",
    "sp_list_coupons": "{}",
    "sp_supplier_statement": '{"supplier_id":1}',
    "sp_list_invoices": "{}",
    "sp_list_pending_payments": "{}",
    "sp_get_payment": 1,
    "sp_get_wallet_move": 1,
    "sp_list_customers": "{}",
    "sp_list_products": "{}",
    "sp_list_work_orders": "{}",
    "sp_list_taxes": "{}",
    "sp_list_price_lists": "{}",
    "sp_list_prices": '{"price_list_id":1}',
    "sp_list_customer_groups": "{}",
    "sp_list_exchange_rates": "{}",
    "sp_get_settings": 1,
    "sp_list_tills": "{}",
    "sp_list_users": "{}",
    "sp_list_cost_centers": "{}",
    "sp_list_accounts": "{}",
    "sp_get_shift": '{"shift_id":1}',
    "sp_get_closing": '{"date":"2025-01-31"}',
    "sp_list_shifts": "{}",
    "sp_customer_statement": '{"customer_id":1}',
    "sp_report_sales": "{}",
    "sp_report_payments": "{}",
    "sp_report_products": "{}",
    "sp_report_unpaid": "{}",
    "sp_report_ageing": "{}",
    "sp_report_payables": "{}",
    "sp_report_bills_due": "{}",
    "sp_report_stock": "{}",
    "sp_report_profit": "{}",
    "sp_report_taxes": "{}",
    "sp_report_reconciliation": "{}",
    "sp_report_documents": "{}",
    "sp_report_work_order": 1,
}


def refusal_inside(till: Till, procedure: str, request: Mapping[str, object] | str) -> Refusal:
    """As :meth:`Till.refusal`, without its ROLLBACK: what the call itself leaves open counts."""
    with pytest.raises(mysql.connector.Error) as error:
        till.text(procedure, request)
    return Refusal(error.value.errno, error.value.msg or "")


def test_an_open_transaction_is_refused_and_keeps_its_work(till: Till) -> None:
    calls = writing_calls(till)
    for procedure, request in calls.items():
        execute(till.connection, "START TRANSACTION")
        execute(till.connection, "UPDATE customers SET city = 'طنطا' WHERE id = 1")
        assert refusal_inside(till, procedure, request) == OPEN
        assert refusal_inside(till, procedure, "not JSON") == OPEN
        assert till.connection.in_transaction
        assert till.rows("SELECT city FROM customers WHERE id = 1") == [("طنطا",)]
        execute(till.connection, "ROLLBACK")
        assert till.rows("SELECT city FROM customers WHERE id = 1") == [("القاهرة",)]


def test_with_autocommit_off_a_read_before_is_an_open_transaction(till: Till) -> None:
    calls = writing_calls(till)
    execute(till.connection, "SET autocommit = 0")
    till.rows("SELECT id FROM customers")
    for procedure, request in calls.items():
        assert refusal_inside(till, procedure, request) == OPEN
    execute(till.connection, "COMMIT")
    for procedure, request in calls.items():
        till.call(procedure, request)
        assert not till.connection.in_transaction


def test_with_autocommit_off_a_refused_call_leaves_nothing_open(till: Till) -> None:
    customer = till.customer()
    execute(till.connection, "SET autocommit = 0")
    for _ in range(2):
        refused = refusal_inside(
            till, "sp_wallet_move", {"customer_id": customer, "type": "withdraw", "amount": 1}
        )
        assert refused.token == "WALLET_INSUFFICIENT"
        assert not till.connection.in_transaction


def test_reads_may_be_called_inside_a_transaction_and_open_none(till: Till) -> None:
    writing_calls(till)
    till.call("sp_save_price_list", {"code": "L", "name": "n"})
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})
    till.call("sp_daily_closing", {"date": "2025-01-31"})
    till.work_order(1)
    till.deposit(1, 5)
    for inside in (False, True):
        if inside:
            execute(till.connection, "START TRANSACTION")
            execute(till.connection, "UPDATE customers SET city = 'طنطا' WHERE id = 1")
        with till.nothing_written():
            for procedure, argument in READS.items():
                till.call(procedure, argument)
        assert till.connection.in_transaction == inside
    execute(till.connection, "ROLLBACK")


@pytest.mark.parametrize("completion_type", ["CHAIN", "RELEASE"])
def test_completion_type_reaches_neither_the_commit_nor_the_rollback(
    till: Till, completion_type: str
) -> None:
    calls = writing_calls(till)
    execute(till.connection, f"SET completion_type = '{completion_type}'")
    for procedure, request in calls.items():
        till.call(procedure, request)
        assert not till.connection.in_transaction
        assert refusal_inside(till, procedure, {"created_by": 99}).token in {"UNKNOWN_USER", "VALIDATION"}
        assert not till.connection.in_transaction
    assert till.rows("SELECT 1") == [(1,)]
    execute(till.connection, "SET completion_type = 'NO_CHAIN'")


def test_a_read_only_session_writes_all_the_same(till: Till) -> None:
    calls = writing_calls(till)
    execute(till.connection, "SET SESSION TRANSACTION READ ONLY")
    for procedure, request in calls.items():
        till.call(procedure, request)


@pytest.mark.parametrize("level", ["READ UNCOMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_the_session_keeps_its_isolation_level(till: Till, level: str) -> None:
    calls = writing_calls(till)
    variable = "transaction_isolation" if till.shop.server.engine == "mysql" else "tx_isolation"
    execute(till.connection, f"SET SESSION TRANSACTION ISOLATION LEVEL {level}")
    for procedure, request in calls.items():
        till.call(procedure, request)
    assert till.rows(f"SELECT @@session.{variable}") == [(level.replace(" ", "-"),)]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("foreign_key_checks", "0"),
        ("unique_checks", "0"),
        ("check_constraint_checks", "0"),
        ("insert_id", "2147483647"),
        ("auto_increment_increment", "65535"),
        ("auto_increment_offset", "7"),
        ("timestamp", "1000000000"),
        ("timestamp", "UNIX_TIMESTAMP() + 90"),
    ],
)
def test_an_unsafe_session_is_refused_by_every_writing_call(till: Till, setting: str, value: str) -> None:
    if setting == "check_constraint_checks" and till.shop.server.engine == "mysql":
        pytest.skip("MySQL has no session setting that turns CHECK constraints off")
    calls = writing_calls(till)
    execute(till.connection, f"SET SESSION {setting} = {value}")
    expected = Refusal(50128, f"SESSION_UNSAFE: the session setting {setting} makes writing unsafe")
    for procedure, request in calls.items():
        assert refusal_inside(till, procedure, request) == expected
        assert not till.connection.in_transaction
        # an unreadable request comes first
        assert refusal_inside(till, procedure, "x").token == "VALIDATION"
    till.call("sp_list_customers", "{}")


@pytest.mark.parametrize(
    "settings",
    [
        "sql_mode = ''",
        "sql_mode = 'ANSI,ONLY_FULL_GROUP_BY,PAD_CHAR_TO_FULL_LENGTH,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'",
        "div_precision_increment = 0",
        "time_zone = '-11:00'",
        "time_zone = '+13:00'",
        "max_error_count = 0",
        "group_concat_max_len = 4",
        "sql_select_limit = 1",
        "sql_safe_updates = 1",
        "sql_auto_is_null = 1",
    ],
)
def test_other_settings_change_no_answer(till: Till, settings: str) -> None:
    product = till.product((3, 10), (10, "0.333333"))
    usual, strange = till.customer(), till.customer()

    def day(customer: int) -> list[object]:
        sale = till.sell(
            customer,
            *[line(product, "1.5", "9.99")] * 3,
            discount_value="7.5",
            status="partial",
            payments=[money(5), {"method": "mixed", "parts": [money(1, "card")]}],
        )
        paid = till.pay(customer_id=customer, amount=100, overpayment="wallet")
        return [sale["total_after"], sale["payment_status"], paid["total_allocated"], paid["to_wallet"]]

    expected = day(usual)
    execute(till.connection, f"SET SESSION {settings}")
    assert day(strange) == expected
    statement = till.call("sp_customer_statement", f'{{"customer_id":{strange}}}')
    assert part(statement, "customer")["id"] == strange
    dates = till.rows("SELECT DISTINCT transaction_date FROM customer_transactions")
    assert len(dates) == 1
    instants = till.rows("SELECT MAX(created_at) - MIN(created_at) < 100 FROM invoices_out")
    assert instants == [(1,)]


def test_a_lock_wait_timeout_rolls_everything_back(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 1))
    second = till.product((5, 1))
    holder = till.shop.connect()
    execute(till.connection, "SET SESSION innodb_lock_wait_timeout = 1")
    execute(holder, "START TRANSACTION")
    # the series is the last lock of all: nearly everything is written by then
    fetch(holder, "SELECT * FROM number_series FOR UPDATE")
    before = till.checksums()
    refused = refusal_inside(
        till,
        "sp_save_invoice",
        {
            "customer_id": customer,
            "items": [line(product), line(second)],
            "request_id": "k",
            "status": "paid",
        },
    )
    assert refused.errno == 1205
    assert not till.connection.in_transaction
    assert till.checksums() == before
    execute(holder, "ROLLBACK")
    # and nothing is locked any more
    execute(holder, "SET SESSION innodb_lock_wait_timeout = 1")
    request = (
        f'{{"created_by":{CASHIER},"customer_id":{customer},"items":[{{"product_'
        f'id":{product},"qty":1}}],"request_id":"k"}}'
    )
    call_text(holder, "sp_save_invoice", request)
    assert fetch(holder, "SELECT COUNT(*) FROM invoices_out") == [(1,)]
