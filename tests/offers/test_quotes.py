"""What a quote says of offers and coupons is what the sale is given. It counts no use, waits for nobody."""

from __future__ import annotations

from decimal import Decimal

from pyclient.deploy.session import execute, fetch
from tests.offers.shelf import Given, coupon, given, offer
from tests.till import Answer, Till, column, line, rows_of

IDS = {"invoice_id", "invoice_no", "invoice_number", "msg", "problems", "items", "offers", "payments"}


def quote(till: Till, customer: int | None, *lines: dict[str, object], **members: object) -> Answer:
    return till.call("sp_quote_invoice", {"customer_id": customer, "items": list(lines), **members})


def without_ids(rows: list[Answer]) -> list[Answer]:
    return [
        {name: value for name, value in row.items() if name not in {"item_id", "allocations"}} for row in rows
    ]


def test_a_quote_is_given_what_the_sale_is_given(till: Till) -> None:
    customer = till.customer()
    one, two = till.product((99, 1), selling_price="10.00"), till.product((99, 2), selling_price="7.77")
    offer(till, "percent", "12.5", product_id=one, min_qty=3)
    offer(till, "free_item", product_id=two, free_product_id=one, free_qty=2)
    offer(till, "invoice_percent", 10)
    coupon(till, "C", "amount", "1.11", max_uses=1)
    lines = line(one, 3, row_id="a"), line(two, 2, row_id="b", tax_rate=14)
    members = {"discount_value": 5, "coupon_code": "c", "status": "paid"}
    quoted = quote(till, customer, *lines, **members)
    assert quoted["problems"] == []
    with till.nothing_written():
        assert quote(till, customer, *lines, **members) == quoted
    sold = till.sell(customer, *lines, **members)
    assert {name: value for name, value in quoted.items() if name not in IDS} == {
        name: value for name, value in sold.items() if name not in IDS
    }
    assert without_ids(rows_of(quoted["items"])) == without_ids(rows_of(sold["items"]))
    assert given(quoted) == given(sold)
    assert len(given(sold)) == 4
    assert column(quoted, "offers", "item_id") == [None] * 4
    assert column(quoted, "items", "free") == [False, False, True]


def test_a_coupon_that_is_refused_is_a_problem_and_the_offers_stay(till: Till) -> None:
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00")
    tenth = offer(till, "percent", 10, product_id=product)
    used = coupon(till, "C", "amount", 1, max_uses=1)
    till.sell(customer, line(product), coupon_code="C")
    quoted = quote(till, customer, line(product), coupon_code="C")
    assert quoted["problems"] == [
        {
            "token": "COUPON_USED_UP",
            "row_id": None,
            "message": f"coupon {used} was used 1 times, as often as it may be: C",
        }
    ]
    assert (given(quoted), quoted["total_after"]) == ([Given(1, Decimal(1), offer=tenth)], 9)
    unread = quote(till, customer, line(product), coupon_code=["x"], apply_offers="maybe")
    assert column(unread, "problems", "message") == [
        'coupon_code is not valid: ["x"]',
        "apply_offers is not valid: maybe",
    ]
    assert given(unread) == [Given(1, Decimal(1), offer=tenth)]
    assert given(quote(till, customer, line(product), apply_offers=False)) == []


def test_offers_of_an_incomplete_request(till: Till) -> None:
    product = till.product((99, 1), selling_price="10.00")
    tenth = offer(till, "percent", 10, product_id=product)
    quoted = quote(till, None, line(product, 2, row_id="a"), {"row_id": "b"})
    assert given(quoted) == [Given(1, Decimal(2), offer=tenth)]
    assert (quoted["total_after"], column(quoted, "items", "row_id")) == (18, ["a", "b"])


def test_a_quote_waits_for_no_coupon_and_no_offer(till: Till) -> None:
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00")
    made = offer(till, "percent", 10, product_id=product)
    held = coupon(till, "C", "amount", 1, max_uses=1)
    holder = till.shop.connect()
    execute(holder, "START TRANSACTION")
    fetch(holder, "SELECT id FROM coupons FOR UPDATE")
    fetch(holder, "SELECT id FROM offers FOR UPDATE")
    fetch(holder, "SELECT id FROM products FOR UPDATE")
    execute(till.connection, "SET SESSION innodb_lock_wait_timeout = 1")
    quoted = quote(till, customer, line(product), coupon_code="C")
    assert given(quoted) == [Given(1, Decimal(1), offer=made), Given(None, Decimal(1), coupon=held)]
    holder.rollback()


def test_a_quote_by_the_customers_price_list(till: Till) -> None:
    product, gift = till.product((99, 1), selling_price="10.00"), till.product((99, 1), selling_price="5.00")
    prices = [{"product_id": product, "price": 8}, {"product_id": gift, "price": 2}]
    listed = till.call("sp_save_price_list", {"code": "L", "name": "n", "prices": prices})["price_list_id"]
    customer = till.customer(price_list_id=listed)
    free = offer(till, "free_item", product_id=product, free_product_id=gift, free_qty=1)
    quoted = quote(till, customer, line(product, 2))
    assert given(quoted) == [Given(2, Decimal(2), offer=free)]
    assert column(quoted, "items", "list_price") == [8, 2]
    assert given(till.sell(customer, line(product, 2))) == given(quoted)
