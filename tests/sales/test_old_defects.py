"""The known defects of the shop's old code, each shown not to be here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from pyclient import wire
from tests.shop import call_text
from tests.till import CASHIER, Till, column, line, money


def test_paid_accepted_with_payments_that_do_not_add_up(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    for amount, token in (("99.99", "PAYMENTS_MISMATCH"), ("100.01", "OVERPAYMENT")):
        request = {"customer_id": customer, "items": [line(service, 1, 100)], "status": "paid"}
        refused = till.refusal("sp_save_invoice", {**request, "payments": [money(amount)]})
        assert refused is not None
        assert refused.token == token


def test_line_totals_rounded_in_one_place_and_not_in_another(till: Till) -> None:
    # 3 x 0.335 is 1.005 a line: 1.01 rounded, and 2.01 where only the sum is rounded
    service = till.product(keeps_stock=False)
    answer = till.sell(till.customer(), *[line(service, 3, "0.335")] * 2, status="paid")
    assert column(answer, "items", "total_price") == [Decimal("1.01")] * 2
    assert answer["total_before"] == answer["paid_amount"] == Decimal("2.02")
    assert till.rows("SELECT SUM(total_price) FROM invoice_out_items") == [(Decimal("2.02"),)]


def test_price_fallback_applied_after_the_totals(till: Till) -> None:
    product = till.product((5, 1), selling_price=42)
    answer = till.sell(till.customer(), line(product, 2, 0), status="paid", discount_value=50)
    assert [answer[name] for name in ("total_before", "total_after", "paid_amount")] == [84, 42, 42]


@pytest.mark.parametrize("kind", ["percent", "amount"])
def test_negative_discount_accepted(till: Till, kind: str) -> None:
    request = {"customer_id": till.customer(), "items": [line(till.product((1, 1)))]}
    refused = till.refusal("sp_save_invoice", {**request, "discount_type": kind, "discount_value": "-1"})
    assert refused is not None
    assert refused.token == "INVALID_DISCOUNT"


def test_unknown_payment_methods_turned_into_cash(till: Till) -> None:
    request = {"customer_id": till.customer(), "items": [line(till.product((1, 1)))], "status": "paid"}
    refused = till.refusal("sp_save_invoice", {**request, "payments": [money(10, "vodafone_cash")]})
    assert refused is not None
    assert refused.token == "INVALID_PAYMENT_METHOD"


def test_the_wallet_turned_into_cash(till: Till) -> None:
    customer = till.customer()
    till.deposit(customer, 10)
    sold = till.sell(customer, line(till.product((1, 1))), status="paid", payments=[money(10, "wallet")])
    assert column(sold, "payments", "method") == ["wallet"]
    assert till.rows("SELECT wallet FROM customers WHERE id = %s", customer) == [(0,)]
    assert till.rows("SELECT payment_method, wallet_before, wallet_after FROM invoice_payments") == [
        ("wallet", 10, 0)
    ]


def test_payments_of_a_pending_invoice_dropped(till: Till) -> None:
    request = {"customer_id": till.customer(), "items": [line(till.product((1, 1)))], "payments": [money(1)]}
    refused = till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.token == "PAYMENTS_NOT_ALLOWED"


def test_batches_locked_in_cart_order(till: Till) -> None:
    first, second = till.product((200, 1)), till.product((200, 1))
    carts = [(first, second), (second, first)] * 2
    customers = [till.customer() for _ in carts]
    connections = [till.shop.connect() for _ in carts]

    def sell_often(place: int) -> None:
        items = [line(product) for product in carts[place]]
        request = wire.encode({"created_by": CASHIER, "customer_id": customers[place], "items": items})
        for _ in range(25):
            call_text(connections[place], "sp_save_invoice", request)

    with ThreadPoolExecutor(len(carts)) as pool:
        for done in [pool.submit(sell_often, place) for place in range(len(carts))]:
            done.result(timeout=60)  # a deadlock would be an error of the call
    assert till.rows("SELECT SUM(remaining) FROM batches GROUP BY product_id") == [(100,), (100,)]


def test_a_catch_without_rollback(till: Till) -> None:
    first, second = till.product((5, 1)), till.product((5, 1))
    request = {"customer_id": till.customer(), "items": [line(first, 5), line(second, 6)]}
    refused = till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.token == "INSUFFICIENT_STOCK"
    assert not till.connection.in_transaction


def test_a_negative_stock_hidden(till: Till) -> None:
    product = till.product((5, 1), (5, 2))
    till.sell(till.customer(), line(product, 10))
    assert till.rows("SELECT remaining, stock_value, status FROM batches") == [(0, 0, "consumed")] * 2
    refused = till.refusal("sp_save_invoice", {"customer_id": 1, "items": [line(product, "0.0001")]})
    assert refused is not None
    assert refused.token == "INSUFFICIENT_STOCK"


def test_work_order_totals_never_written(till: Till) -> None:
    customer = till.customer()
    work_order = till.work_order(customer)
    till.sell(
        customer,
        line(till.product((5, 1)), 5, 10),
        work_order_id=work_order,
        status="partial",
        payments=[money(20)],
    )
    stored = till.rows("SELECT total_invoice_amount, total_paid, total_remaining FROM work_orders")
    assert stored == [(50, 20, 30)]


def test_a_double_click_makes_two_invoices(till: Till) -> None:
    request = {"customer_id": till.customer(), "items": [line(till.product((5, 1)))], "request_id": "click"}
    assert till.text("sp_save_invoice", request) == till.text("sp_save_invoice", request)
    assert till.count("invoices_out") == 1


def test_no_ledger_rows_at_all(till: Till) -> None:
    till.sell(till.customer(), line(till.product((5, 1)), 5, 10), status="partial", payments=[money(20)])
    rows = till.rows("SELECT transaction_type, amount, balance_after FROM customer_transactions ORDER BY seq")
    assert rows == [("invoice", 50, 50), ("payment", -20, 30)]
