"""A customer's price list goes before the product's own prices; the customer's own before the group's."""

from __future__ import annotations

from decimal import Decimal

from pyclient.deploy.session import execute
from pyclient.wire import JsonValue
from tests.till import Answer, Till, column, line, part, rows_of

BOX = {"unit": "علبة", "factor": 12, "selling_price": 110}


def price_list(till: Till, code: str, *prices: tuple[int, str | None, object], **members: object) -> int:
    rows = [{"product_id": product, "unit": unit, "price": price} for product, unit, price in prices]
    answer = till.call("sp_save_price_list", {"code": code, "name": code, "prices": rows, **members})
    assert isinstance(answer["price_list_id"], int)
    return answer["price_list_id"]


def of_first(answer: Answer, *names: str) -> list[JsonValue]:
    first = rows_of(answer["items"])[0]
    return [first[name] for name in names]


def test_a_listed_product_has_the_list_s_price(till: Till) -> None:
    listed = till.product((100, 1), selling_price=10, retail_price=12)
    other = till.product((100, 1), selling_price=20, retail_price=22)
    customer = till.customer(price_list_id=price_list(till, "L", (listed, None, "8.125")))
    sold = till.sell(
        customer,
        line(listed, 2),
        line(other, 1),
        line(other, 1, price_type="retail"),
        line(listed, 4, price_type="retail", row_id="r"),
        line(listed, 1, 9),
    )
    assert column(sold, "items", "list_price") == [
        Decimal("8.125"),
        20,
        22,
        Decimal("8.125"),
        Decimal("8.125"),
    ]
    assert column(sold, "items", "price_list_rate") == column(sold, "items", "list_price")
    assert column(sold, "items", "selling_price") == [Decimal("8.125"), 20, 22, Decimal("8.125"), 9]
    assert column(sold, "items", "total_price") == [Decimal("16.25"), 20, 22, Decimal("32.50"), 9]
    assert column(sold, "items", "row_id") == [None, None, None, "r", None]
    stored = till.rows("SELECT list_price, selling_price FROM invoice_out_items ORDER BY id")
    assert [row[0] for row in stored] == column(sold, "items", "list_price")
    # somebody else pays what stands with the product
    assert column(till.sell(till.customer(), line(listed)), "items", "selling_price") == [10]


def test_a_price_of_nothing_is_a_price(till: Till) -> None:
    product = till.product((5, 1), selling_price=10)
    customer = till.customer(price_list_id=price_list(till, "L", (product, None, 0)))
    assert of_first(till.sell(customer, line(product, 3)), "list_price", "total_price") == [0, 0]


def test_the_unit_of_a_list(till: Till) -> None:
    """Its own price of the unit, else so many times its price of one, else what stands with the product."""
    units = [BOX, {"unit": "كرتونة", "factor": 144}]
    product = till.product(keeps_stock=False, selling_price=10, units=units)
    for code, prices, expected in (
        ("NONE", [], {None: 10, "علبة": 110, "كرتونة": 1440}),
        ("ONE", [(None, 9)], {None: 9, "علبة": 108, "كرتونة": 1296, "قطعة": 9}),
        ("BOX", [("علبة", 100)], {None: 10, "علبة": 100, "كرتونة": 1440}),
        ("BOTH", [(None, 9), ("علبة", 100)], {None: 9, "علبة": 100, "كرتونة": 1296}),
    ):
        found = price_list(till, code, *((product, unit, price) for unit, price in prices))
        customer = till.customer(price_list_id=found)
        for unit, price in expected.items():
            sold = till.sell(customer, line(product, 2, unit=unit))
            assert of_first(sold, "list_price", "selling_price", "total_price") == [price, price, 2 * price]


def test_which_list_counts(till: Till) -> None:
    product = till.product((100, 1), selling_price=10)
    own, groups = price_list(till, "OWN", (product, None, 8)), price_list(till, "GROUP", (product, None, 9))
    group = till.call("sp_save_customer_group", {"code": "G", "name": "n", "price_list_id": groups})[
        "group_id"
    ]
    plain = till.call("sp_save_customer_group", {"code": "P", "name": "n"})["group_id"]
    customer = till.customer()
    for change, price in (
        ({"group_id": group}, 9),
        ({"price_list_id": own}, 8),
        ({"group_id": plain}, 8),
        ({"price_list_id": None}, 10),
        ({"group_id": None, "price_list_id": own}, 8),
        ({"group_id": group}, 8),
    ):
        till.call("sp_save_customer", {"customer_id": customer, **change})
        assert of_first(till.sell(customer, line(product)), "selling_price") == [price]
    # an inactive list counts as none
    till.call("sp_save_price_list", {"price_list_id": own, "active": False})
    assert of_first(till.sell(customer, line(product)), "selling_price") == [9]
    till.call("sp_save_price_list", {"price_list_id": groups, "active": False})
    assert of_first(till.sell(customer, line(product)), "selling_price") == [10]


def test_a_listed_line_has_all_that_a_line_may_have(till: Till) -> None:
    till.call("sp_save_tax", {"code": "VAT", "name": "ض", "rate": 10})
    product = till.product((1000, 1), selling_price=10, taxes=["VAT"], units=[BOX])
    customer = till.customer(price_list_id=price_list(till, "L", (product, None, 5)))
    sold = till.sell(
        customer,
        line(product, 3, discount_percent=20),
        line(product, "2", uom="علبة", discount_amount="0.50", tax_rate=0),
        line(product, 1),
    )
    assert column(sold, "items", "list_price") == [5, 60, 5]
    assert column(sold, "items", "total_price") == [12, Decimal("119.50"), 5]
    assert column(sold, "items", "tax_amount") == [Decimal("1.20"), 0, Decimal("0.50")]
    assert sold["total_after"] == Decimal("138.20")


def test_an_exchange_goes_by_the_list(till: Till) -> None:
    product = till.product((100, 1), selling_price=10)
    customer = till.customer(price_list_id=price_list(till, "L", (product, None, 7)))
    sold = till.sell(customer, line(product, 2))
    item = column(sold, "items", "item_id")[0]
    request = {"invoice_id": sold["invoice_id"], "items": [{"item_id": item, "qty": 1}]}
    done = till.call("sp_return_items", {**request, "exchange_items": [line(product, 3)]})
    assert part(done, "exchange")["total_after"] == 21


def test_a_new_line_of_an_amendment_goes_by_the_list(till: Till) -> None:
    product, other = till.product((100, 1), selling_price=10), till.product((100, 1), selling_price=20)
    found = price_list(till, "L", (product, None, 7), (other, None, 15))
    customer = till.customer(price_list_id=found)
    sold = till.sell(customer, line(product, 2, 6), line(product, 1))
    kept, listed = column(sold, "items", "item_id")
    price_list(till, "L", (product, None, 8), price_list_id=found)
    items = [{"item_id": kept, "qty": 2}, {"item_id": listed, "qty": 2}, line(product, 1), line(other, 1)]
    amended = till.call("sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": items})
    assert column(amended, "items", "selling_price") == [6, 7, 8, 15]


def test_a_request_cannot_name_a_list(till: Till) -> None:
    product = till.product((100, 1), selling_price=10)
    found = price_list(till, "L", (product, None, 1))
    pricing = f'{{"price_list":{found}}}'
    for sent in (
        {"pricing": pricing},
        {"price_list": found},
        {"price_list_rate": 1},
        {"list_price": 1, "pricing": pricing},
    ):
        assert of_first(till.sell(till.customer(), line(product, **sent)), "selling_price", "list_price") == [
            10,
            10,
        ]
    raw = f'[{{"product_id":{product},"qty":1,"pric\\u0069ng":"{{\\"price_list\\":{found}}}"}}]'
    sold = till.call("sp_save_invoice", f'{{"created_by":1,"customer_id":{till.customer()},"items":{raw}}}')
    assert of_first(sold, "selling_price", "list_price") == [10, 10]


def test_a_quote_goes_by_the_list_and_names_the_limit(till: Till) -> None:
    product = till.product((100, 1), selling_price=10)
    customer = till.customer(price_list_id=price_list(till, "L", (product, None, "7.5")))
    execute(till.connection, f"UPDATE customers SET credit_limit = 20 WHERE id = {customer}")
    request: dict[str, object] = {"customer_id": customer, "items": [line(product, 2)]}
    quote = till.call("sp_quote_invoice", request)
    assert (quote["total_after"], quote["problems"]) == (15, [])
    assert of_first(quote, "list_price", "selling_price") == [Decimal("7.5")] * 2
    # the lines that can be priced, too
    broken = till.call("sp_quote_invoice", {**request, "items": [line(999), line(product, 2)]})
    assert (broken["total_after"], column(broken, "problems", "token")) == (15, ["UNKNOWN_PRODUCT"])

    over = till.call("sp_quote_invoice", {**request, "items": [line(product, 3)]})
    assert column(over, "problems", "token") == ["CREDIT_LIMIT"]
    assert over["total_after"] == Decimal("22.5")
    for members, problems in (
        ({"status": "paid"}, []),
        ({"credit_override_by": 1}, ["CREDIT_LIMIT"]),
        ({"credit_override_by": 99}, ["UNKNOWN_USER"]),
    ):
        found = till.call("sp_quote_invoice", {**request, "items": [line(product, 3)], **members})
        assert column(found, "problems", "token") == problems
    execute(till.connection, "INSERT INTO users (id, username, role) VALUES (2, 'boss', 'admin')")
    allowed = {**request, "items": [line(product, 3)], "credit_override_by": 2}
    assert till.call("sp_quote_invoice", allowed)["problems"] == []
