"""A quote is what the sale would be: the same figures, without ids, and what it would be refused for."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

import mysql.connector
import pytest

from pyclient import wire
from pyclient.deploy.session import execute, fetch
from pyclient.wire import JsonValue
from tests.pricing.conftest import Pricing
from tests.shop import call
from tests.till import Answer, Till, column, line, money, part, rows_of

IDS = {"invoice_id", "invoice_number", "invoice_no", "item_id", "payment_id", "batch_id", "msg", "problems"}


def without_ids(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {name: without_ids(each) for name, each in value.items() if name not in IDS}
    if isinstance(value, list):
        return [without_ids(each) for each in value]
    return value


def quoted(till: Till, **members: object) -> Answer:
    """The quote; that it writes nothing is looked at each time."""
    with till.nothing_written():
        return till.call("sp_quote_invoice", {"customer_id": None, **members})


def problems(answer: Answer) -> list[tuple[JsonValue, JsonValue]]:
    return [(row["token"], row["row_id"]) for row in rows_of(answer["problems"])]


def quoted_and_sold(till: Till, **members: object) -> Answer:
    """The sale's answer; the quote of the same request had the same figures and no problem."""
    quote = quoted(till, **members)
    assert quote["problems"] == []
    sold = till.call("sp_save_invoice", members)
    assert without_ids(quote) == without_ids(sold)
    return sold


def test_a_quote_is_the_sale_without_its_ids(till: Till, pricing: Pricing) -> None:
    pricing.company(smallest_coin="0.25")
    customer = till.customer()
    order = till.work_order(customer)
    till.deposit(customer, 30)
    product = pricing.unit(
        pricing.taxed(till.product((3, "3.33"), (50, 4)), pricing.tax(14)), "كرتونة", 12, "110"
    )
    service = till.product(keeps_stock=False)
    quoted_and_sold(till, customer_id=customer, items=[line(product, 2)])
    sold = quoted_and_sold(
        till,
        customer_id=customer,
        work_order_id=order,
        items=[
            line(product, "0.5", row_id="r1"),
            line(
                service,
                "1.5",
                "33.335",
                discount_percent="12.5",
                tax_rate=5,
                price_includes_tax=True,
                row_id="r2",
            ),
            line(product, 2, uom="كرتونة", discount_amount="0.5"),
            line(product, 3, price_type="retail"),
        ],
        discount_value="7.5",
        status="partial",
        payments=[money(20, "wallet"), money("15.25", "card", notes="x")],
    )
    assert len(rows_of(rows_of(sold["items"])[2]["allocations"])) == 2, "the case wants a line of two layers"
    quoted_and_sold(till, customer_id=customer, items=[line(service, 1, 10)], status="paid")
    quoted_and_sold(
        till,
        customer_id=customer,
        items=[line(service, 1, 10)],
        payments=[money(50)],
        status="paid",
        overpayment="change",
    )
    quoted_and_sold(
        till,
        customer_id=customer,
        items=[line(service, 1, 10)],
        payments=[money(50)],
        status="paid",
        overpayment="wallet",
    )
    quoted_and_sold(
        till, customer_id=customer, items=[line(service, 1, 10)], discount_value=100, status="paid"
    )
    quoted_and_sold(
        till, customer_id=customer, items=json.dumps([line(service, 1, "10.1")]), cash_rounding="no",
        discount_type="amount",
        discount_value="0.35", due_date="2030-01-31", notes=" x ",
    )  # fmt: skip


def test_one_product_on_several_lines_takes_layer_after_layer(till: Till) -> None:
    product = till.product((3, "3.33"), (3, "2.5"), (10, "1.11"))
    items = [
        line(product, "1.5"),
        line(product, 2),
        line(product, 1),
        line(product, "4.3333"),
        line(product, 1),
    ]
    quoted_and_sold(till, customer_id=till.customer(), items=items)


def test_an_incomplete_request_is_priced_as_far_as_it_goes(till: Till) -> None:
    product = till.product((10, 4), selling_price="12.5")
    answer = quoted(
        till,
        created_by=None,
        items=[
            {"row_id": "new"},
            line(product, 2, row_id="good"),
            line(99999, 1, row_id=7),
            line(product, "x", row_id="letters"),
            "no object",
            line(product, 1, uom="دستة", row_id="dozen"),
            line(product, 1, 5),
        ],
        status="unheard of",
        discount_value="12abc",
    )
    assert problems(answer) == [
        ("VALIDATION", None),
        ("INVALID_STATUS", None),
        ("VALIDATION", None),
        ("INVALID_DISCOUNT", None),
        ("VALIDATION", "new"),
        ("UNKNOWN_PRODUCT", "7"),
        ("INVALID_QUANTITY", "letters"),
        ("VALIDATION", None),
        ("VALIDATION", "dozen"),
    ]
    messages = column(answer, "problems", "message")
    assert messages[0] == "customer_id is required, choose a customer"
    assert messages[6] == "line 4: the quantity must be above 0 with at most 4 decimals: x"
    assert messages[8] == f"line 6: product {product} is not sold in the unit دستة"
    assert column(answer, "items", "row_id") == ["new", "good", "7", "letters", None, "dozen", None]
    assert column(answer, "items", "total_price") == [None, Decimal(25), None, None, None, None, Decimal(5)]
    assert column(answer, "items", "cost") == [None, Decimal(8), None, None, None, None, Decimal(4)]
    assert [answer[name] for name in ("total_before", "total_after", "net_total")] == [Decimal(30)] * 3
    assert [answer[name] for name in ("total_cogs", "profit_amount", "paid_amount", "payment_status")] == [
        None
    ] * 4
    assert answer["customer"] is None
    assert answer["ok"] is True


@pytest.mark.parametrize("items", [None, [], "[]", "", "x", {}])
def test_a_request_without_lines(till: Till, items: object) -> None:
    answer = quoted(till, customer_id=till.customer(), items=items)
    assert [token for token, _ in problems(answer)] == [
        "NO_ITEMS" if items in (None, [], "[]", "") else "VALIDATION"
    ]
    assert [answer[name] for name in ("total_before", "total_after", "items")] == [Decimal(0), Decimal(0), []]


def test_more_lines_than_an_invoice_takes(till: Till) -> None:
    answer = quoted(till, customer_id=till.customer(), items=[line(1)] * 1001)
    assert problems(answer) == [("TOO_MANY_ITEMS", None)]


def test_lines_that_together_come_to_too_much(till: Till) -> None:
    product = till.product(keeps_stock=False)
    answer = quoted(
        till, customer_id=till.customer(), items=[line(product, 1, 999999999999, row_id=n) for n in (1, 2)]
    )
    assert problems(answer) == [("INVALID_PRICE", None)]
    assert [answer[name] for name in ("total_before", "total_after", "net_total", "paid_amount")] == [
        None
    ] * 4
    assert column(answer, "items", "total_price") == [None] * 2
    assert column(answer, "items", "row_id") == ["1", "2"]


def test_stock_is_asked_once_for_all_lines_of_a_product(till: Till) -> None:
    scarce, other = till.product((3, 2), (4, 3)), till.product((1, 1))
    answer = quoted(
        till,
        customer_id=till.customer(),
        items=[
            line(scarce, 5, row_id="a"),
            line(other, 2, row_id="b"),
            line(scarce, 4, row_id="c"),
            line(scarce, 1, row_id="d"),
        ],
    )
    assert problems(answer) == [("INSUFFICIENT_STOCK", "c"), ("INSUFFICIENT_STOCK", "b")]
    assert column(answer, "problems", "message") == [
        f"product {scarce}: needed 10.0000, available 7.0000: كوع 90 درجة",
        f"product {other}: needed 2.0000, available 1.0000: كوع 90 درجة",
    ]
    assert column(answer, "items", "cost") == [Decimal(12), None, None, None]
    assert answer["total_cogs"] is None
    assert answer["total_after"] == Decimal(120)


@pytest.mark.parametrize(
    ("members", "token"),
    [
        ({"customer_id": 999}, "UNKNOWN_CUSTOMER"),
        ({"created_by": 999}, "UNKNOWN_USER"),
        ({"branch_id": 999}, "UNKNOWN_BRANCH"),
        ({"work_order_id": 999}, "UNKNOWN_WORK_ORDER"),
        ({"status": "paid", "payments": [money(1)]}, "PAYMENTS_MISMATCH"),
        ({"status": "partial"}, "PAYMENTS_REQUIRED"),
        ({"payments": [money(1)]}, "PAYMENTS_NOT_ALLOWED"),
        ({"status": "partial", "payments": [money(999)]}, "OVERPAYMENT"),
        ({"status": "partial", "payments": [money(1, "wallet")]}, "WALLET_INSUFFICIENT"),
        ({"status": "partial", "payments": [money(1, "حوالة")]}, "INVALID_PAYMENT_METHOD"),
        ({"discount_type": "amount", "discount_value": "0.001"}, "AMOUNT_PRECISION"),
        ({"due_date": "tomorrow"}, "VALIDATION"),
        ({"invoice_group": "group12"}, "VALIDATION"),
        ({"notes": [1]}, "VALIDATION"),
        ({"cash_rounding": "maybe"}, "VALIDATION"),
        ({"overpayment": "keep"}, "VALIDATION"),
    ],
)
def test_each_problem_is_what_the_sale_is_refused_for(
    till: Till, members: dict[str, object], token: str
) -> None:
    request = {"customer_id": till.customer(), "items": [line(till.product((5, 1)), 2)], **members}
    answer = quoted(till, **request)
    assert problems(answer) == [(token, None)]
    assert answer["total_before"] == Decimal(20)
    refused = till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.text == f"{token}: {rows_of(answer['problems'])[0]['message']}"


def test_parties_that_may_not(till: Till) -> None:
    customer, other = till.customer(), till.customer()
    orders = {
        "WORK_ORDER_MISMATCH": till.work_order(other),
        "WORK_ORDER_CLOSED": till.work_order(customer, status="cancelled"),
    }
    items = [line(till.product(keeps_stock=False))]
    for token, order in orders.items():
        answer = quoted(till, customer_id=customer, items=items, work_order_id=order)
        assert problems(answer) == [(token, None)]
        assert answer["work_order"] is None
    till.call("sp_save_customer", {"customer_id": customer, "active": False})
    assert problems(quoted(till, customer_id=customer, items=items)) == [("UNKNOWN_CUSTOMER", None)]


def test_closed_books(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    execute(till.connection, "UPDATE companies SET books_closed_to = '2099-12-31' WHERE id = 1")
    assert problems(quoted(till, customer_id=customer, items=[line(service)])) == [("PERIOD_CLOSED", None)]


@pytest.mark.parametrize("request_text", ["", "{", "[]", "null", '"x"', "1"])
def test_what_is_no_object_is_refused(till: Till, request_text: str) -> None:
    refused = till.refusal("sp_quote_invoice", request_text)
    assert refused is not None
    assert refused.token == "VALIDATION"


def test_an_empty_batch_at_the_head_of_the_queue_gives_nothing(till: Till) -> None:
    """The shop's own pages leave such a batch active."""
    product = till.product((10, 4))
    execute(
        till.connection,
        "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at, created_by)"
        f" VALUES ({product}, 0, 0, 0, 7, '2020-01-01', 1)",
    )
    sold = quoted_and_sold(till, customer_id=till.customer(), items=[line(product, 2)])
    assert sold["total_cogs"] == Decimal(8)


def test_a_quote_waits_for_no_sale_and_leaves_no_lock(till: Till) -> None:
    """A sale holds its customer, products, batches and series; the quote of the same does not wait."""
    customer, product = till.customer(), till.product((10, 4))
    other = till.shop.connect()
    execute(other, "START TRANSACTION")
    for table in ("customers", "products", "batches", "number_series", "companies", "branches", "users"):
        fetch(other, f"SELECT * FROM {table} FOR UPDATE")
    began = time.monotonic()
    answer = quoted(till, customer_id=customer, items=[line(product, 2), line(product, 3)], status="paid")
    assert time.monotonic() - began < 5
    assert answer["problems"] == []
    execute(other, "ROLLBACK")


def test_inside_a_callers_transaction_it_sees_and_locks_what_a_plain_read_does(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 4))
    connection, other = till.connection, till.shop.connect()
    request = wire.encode({"customer_id": customer, "created_by": 1, "items": [line(product, 2)]})
    execute(connection, "START TRANSACTION READ ONLY")
    assert call(connection, "sp_quote_invoice", request)["total_after"] == Decimal(20)
    # nothing of it is locked: a sale passes
    execute(other, "SET SESSION innodb_lock_wait_timeout = 1")
    assert call(other, "sp_save_invoice", request)["total_after"] == Decimal(20)
    execute(connection, "COMMIT")
    execute(connection, "START TRANSACTION")
    execute(connection, "UPDATE customers SET notes = 'x' WHERE id = %s", (customer,))
    assert call(connection, "sp_quote_invoice", request)["problems"] == []
    execute(connection, "COMMIT")
    assert fetch(connection, "SELECT notes FROM customers WHERE id = %s", (customer,)) == [("x",)]


def test_the_amounts_of_the_currency(till: Till) -> None:
    """As texts: money has the currency's decimals in a quote, too."""
    customer, product = till.customer(), till.product((2, "0.5"))
    text = till.text(
        "sp_quote_invoice", {"customer_id": customer, "items": [line(product, 2, "2.5")], "status": "paid"}
    )
    for members in (
        '"total_revenue":5.00,"total_cogs":1.00,"profit_amount":4.00,"paid_amount":5.00,"remaining_amount":0.00,',
        '"qty":2.0000,"selling_price":2.500000,"total_price":5.00,"discount_share":0.00,"cost":1.00,',
        '"allocations":[{"qty":2.0000,"cost":1.00}]',
        '"payments":[{"method":"cash","amount":5.00,"remaining_after":0.00,"payment_status":"paid"}]',
    ):
        assert members in text


def test_a_thousand_lines_of_which_one_is_broken(till: Till) -> None:
    customer, product = till.customer(), till.product((2000, 1))
    items: list[Mapping[str, object]] = [line(product, 1, row_id=n) for n in range(999)]
    answer = quoted(till, customer_id=customer, items=[*items[:500], {"row_id": "x"}, *items[500:]])
    assert problems(answer) == [("VALIDATION", "x")]
    assert len(rows_of(answer["items"])) == 1000
    assert answer["total_after"] == Decimal(9990)
    assert part(answer, "customer")["id"] == customer


def test_it_says_so_in_its_own_transaction_state(till: Till) -> None:
    """It opens none: with autocommit, nothing is open behind it."""
    quoted(till, customer_id=till.customer(), items=[line(till.product(keeps_stock=False))])
    assert not cast(mysql.connector.MySQLConnection, till.connection).in_transaction
