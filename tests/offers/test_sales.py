"""What a sale is given by itself: the offers of its products and of the whole invoice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.offers.shelf import Given, coupon, given, offer, totals
from tests.till import Answer, Till, column, decimals, line, number, part, rows_of

# --- what an offer takes off a line


@pytest.mark.parametrize(
    ("gives", "value", "total", "percent"),
    [
        ("percent", "12.5", "65.62", Decimal("12.5")),  # 75.00 less 9.375 rounded
        ("amount", "0.25", "74.25", None),  # off each of three
        ("price", "20.005", "60.02", None),  # 60.015 rounded
        ("amount", "100", "0.00", None),
    ],
)
def test_a_line_is_given_a_discount(
    till: Till, gives: str, value: str, total: str, percent: Decimal | None
) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="25.00")
    made = offer(till, gives, value, product_id=product)
    sold = till.sell(customer, line(product, 3, row_id="a"))
    taken = Decimal("75.00") - Decimal(total)
    assert given(sold) == [Given(1, taken, offer=made)]
    assert rows_of(sold["offers"])[0]["row_id"] == "a"
    (item,) = rows_of(sold["items"])
    assert (item["total_price"], item["line_discount"], item["selling_price"]) == (Decimal(total), taken, 25)
    assert item["discount_percent"] == percent
    assert (sold["total_before"], sold["total_after"]) == (Decimal(total), Decimal(total))
    assert rows_of(sold["offers"])[0]["item_id"] == item["item_id"]
    stored = till.call("sp_get_invoice", number(sold["invoice_id"]))
    assert stored["offers"] == sold["offers"]


def test_a_price_that_is_no_lower_gives_nothing(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="25.00")
    offer(till, "price", "25.01", product_id=product)
    sold = till.sell(customer, line(product, 3))
    assert (given(sold), totals(sold)) == ([], decimals("75.00"))


def test_of_two_offers_the_better_one_is_given_then_the_higher_priority_then_the_older(till: Till) -> None:
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00")
    first = offer(till, "percent", 10, product_id=product)
    same = offer(till, "amount", 1, product_id=product)
    sold = till.sell(customer, line(product, 3))
    assert given(sold) == [Given(1, Decimal(3), offer=first)]
    till.call("sp_save_offer", {"offer_id": same, "priority": 1})
    assert given(till.sell(customer, line(product, 3))) == [Given(1, Decimal(3), offer=same)]
    better = offer(till, "price", "8.99", product_id=product)
    assert given(till.sell(customer, line(product, 3))) == [Given(1, Decimal("3.03"), offer=better)]


def test_all_lines_of_a_product_count_and_are_given_the_same_offer(till: Till) -> None:
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00")
    other = till.product((99, 1), selling_price="1.00")
    ten = offer(till, "percent", 50, product_id=product, min_qty=10)
    sold = till.sell(customer, line(product, 4), line(other, 100 - 90), line(product, 6))
    assert given(sold) == [Given(1, Decimal(20), offer=ten), Given(3, Decimal(30), offer=ten)]
    short = till.sell(customer, line(product, 4), line(product, "5.9999"))
    assert given(short) == []


def test_what_the_cashier_typed_stands(till: Till) -> None:
    """A price of its own or a discount keeps a line out: it is given nothing, and counts for no condition."""
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00", retail_price="12.00")
    made = offer(till, "percent", 10, product_id=product, min_qty=2)
    # the page always sends the price: the list's is no word of the cashier's
    assert given(till.sell(customer, line(product, 2, "10.00"))) == [Given(1, Decimal(2), offer=made)]
    retail = till.sell(customer, line(product, 2, "12.00", price_type="retail"))
    assert given(retail) == [Given(1, Decimal("2.40"), offer=made)]
    for typed in (
        line(product, 2, "9.99"),
        line(product, 2, "12.00"),
        line(product, 2, discount_percent=1),
        line(product, 2, discount_amount="0.01"),
        line(product, 2, discount_percent="0.0001"),
    ):
        assert given(till.sell(customer, typed)) == [], typed
        assert given(till.sell(customer, typed, line(product, 1))) == [], typed
        mixed = till.sell(customer, typed, line(product, 2, discount_percent=0))
        assert given(mixed) == [Given(2, Decimal(2), offer=made)], typed


@pytest.mark.parametrize(
    ("bounds", "qty", "is_given"),
    [
        ({"min_qty": 3}, "3", True),
        ({"min_qty": 3}, "2.9999", False),
        ({"max_qty": 3}, "3", True),
        ({"max_qty": 3}, "3.0001", False),
        ({"min_amount": "30.00"}, "3", True),
        ({"min_amount": "30.01"}, "3", False),
        ({"max_amount": "30.00"}, "3", True),
        ({"max_amount": "29.99"}, "3", False),
        ({"min_qty": 2, "max_amount": "30.00"}, "3", True),
    ],
)
@pytest.mark.parametrize("whole", [False, True])
def test_bounds(till: Till, bounds: dict[str, object], qty: str, is_given: bool, whole: bool) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    if whole:
        offer(till, "invoice_amount", 1, **bounds)
        offer(till, "invoice_amount", 2, active=False)
    else:
        offer(till, "amount", 1, product_id=product, **bounds)
    sold = till.sell(customer, line(product, qty))
    assert bool(given(sold)) is is_given


@pytest.mark.parametrize(
    ("members", "is_given"),
    [
        ({"valid_from": 0, "valid_to": 0}, True),
        ({"valid_from": 1}, False),
        ({"valid_to": -1}, False),
        ({"active": False}, False),
        ({"needs_coupon": True}, False),
        ({"company": 2}, False),
    ],
)
def test_days_and_whether_it_is_active(till: Till, members: dict[str, int], is_given: bool) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    days = {
        name: str(till.today() + timedelta(value)) if name.startswith("valid") else value
        for name, value in members.items()
        if name != "company"
    }
    made = offer(till, "invoice_percent", 10, **days)
    if "company" in members:
        execute(
            till.connection,
            "INSERT INTO companies (code, name, currency, time_zone) VALUES ('TWO', 'x', 'EGP', 'UTC')",
        )
        execute(till.connection, "UPDATE offers SET company_id = 2 WHERE id = %s", (made,))
    assert bool(given(till.sell(customer, line(product)))) is is_given


def test_an_offer_for_a_group_of_customers(till: Till) -> None:
    groups = [
        number(till.call("sp_save_customer_group", {"code": code, "name": code})["group_id"])
        for code in ("A", "B")
    ]
    product = till.product((9, 1), selling_price="10.00")
    made = offer(till, "invoice_amount", 1, customer_group_id=groups[0])
    assert given(till.sell(till.customer(group_id=groups[0]), line(product))) == [
        Given(None, Decimal(1), offer=made)
    ]
    for stranger in (till.customer(group_id=groups[1]), till.customer()):
        assert given(till.sell(stranger, line(product))) == []


def test_prices_of_the_customers_list_are_list_prices(till: Till) -> None:
    """What is added for nothing is worth what the list says, too."""
    product, gift = till.product((99, 1), selling_price="10.00"), till.product((9, 1), selling_price="5.00")
    prices = [{"product_id": product, "price": 8}, {"product_id": gift, "price": 2}]
    listed = till.call("sp_save_price_list", {"code": "L", "name": "n", "prices": prices})["price_list_id"]
    customer = till.customer(price_list_id=listed)
    tenth = offer(till, "percent", 10, product_id=product)
    free = offer(till, "free_item", product_id=product, free_product_id=gift, free_qty=1)
    # the gift is worth 2, a tenth of two 1.60 and of three 2.40
    assert given(till.sell(customer, line(product, 2, "8"))) == [Given(2, Decimal(2), offer=free)]
    assert given(till.sell(customer, line(product, 3))) == [Given(1, Decimal("2.4"), offer=tenth)]
    assert given(till.sell(customer, line(product, 3, "10"))) == []


def test_a_request_can_want_no_offers(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    offer(till, "percent", 10, product_id=product)
    sold = till.sell(customer, line(product), apply_offers=False)
    assert (given(sold), sold["total_after"]) == ([], 10)
    refused = till.refusal(
        "sp_save_invoice", {"customer_id": customer, "items": [line(product)], "apply_offers": "x"}
    )
    assert refused is not None
    assert refused.text == "VALIDATION: apply_offers is not valid: x"


def test_another_unit_is_measured_in_the_products_own(till: Till) -> None:
    customer = till.customer()
    product = till.product((99, 1), selling_price="10.00")
    execute(
        till.connection,
        "INSERT INTO product_units (product_id, unit, factor, selling_price) VALUES (%s, 'علبة', 12, 100)",
        (product,),
    )
    made = offer(till, "amount", "0.50", product_id=product, min_qty=24)
    assert given(till.sell(customer, line(product, 2, uom="علبة"))) == [Given(1, Decimal(12), offer=made)]
    assert given(till.sell(customer, line(product, 1, uom="علبة"), line(product, 11))) == []
    assert given(till.sell(customer, line(product, 2, "99", uom="علبة"))) == []


# --- something for nothing


def test_a_free_item_is_added_as_a_line_of_its_own(till: Till) -> None:
    customer = till.customer()
    bought, gift = till.product((9, 1), selling_price="10.00"), till.product((9, 2), selling_price="7.00")
    made = offer(till, "free_item", product_id=bought, min_qty=2, free_product_id=gift, free_qty="1.5")
    sold = till.sell(customer, line(bought, 2, row_id="a"), status="paid")
    assert given(sold) == [Given(2, Decimal("10.50"), offer=made)]
    mine, free = rows_of(sold["items"])
    assert (mine["row_id"], mine["free"]) == ("a", False)
    assert (free["row_id"], free["free"], free["product_id"], free["qty"]) == (
        None,
        True,
        gift,
        Decimal("1.5"),
    )
    assert (free["selling_price"], free["line_discount"], free["total_price"]) == (7, Decimal("10.50"), 0)
    assert (free["cost"], sold["total_after"], sold["total_cogs"]) == (3, 20, 5)
    assert till.rows("SELECT remaining FROM batches WHERE product_id = %s", gift) == [(Decimal("7.5"),)]
    stored = till.call("sp_get_invoice", number(sold["invoice_id"]))
    assert column(stored, "items", "free") == [False, True]
    assert stored["offers"] == sold["offers"]


def test_a_free_item_that_is_on_the_invoice_is_not_added_again(till: Till) -> None:
    customer = till.customer()
    bought, gift = till.product((9, 1), selling_price="10.00"), till.product((99, 2), selling_price="7.00")
    made = offer(till, "free_item", product_id=bought, free_product_id=gift, free_qty=2)
    sold = till.sell(customer, line(gift, 3), line(bought))
    assert given(sold) == [Given(1, Decimal(14), offer=made)]
    assert totals(sold) == decimals("7.00", "10.00")
    two_lines = till.sell(customer, line(gift, 1), line(bought), line(gift, 1))
    assert given(two_lines) == [Given(1, Decimal(7), offer=made), Given(3, Decimal(7), offer=made)]
    assert column(two_lines, "items", "free") == [True, False, True]
    # one of the two is there, the other one is added
    one = till.sell(customer, line(gift, 1), line(bought))
    assert given(one) == [Given(1, Decimal(7), offer=made), Given(3, Decimal(7), offer=made)]
    assert column(one, "items", "qty") == decimals("1", "1", "1")
    # a line with a price of its own is not made free
    typed = till.sell(customer, line(gift, 1, "6.00"), line(bought))
    assert given(typed) == [Given(3, Decimal(14), offer=made)]


@pytest.mark.parametrize(
    ("qty", "sold", "free"), [("2", "3", "1"), ("2.5", "3", "1"), ("3", "3", "1"), ("7", "7", "1")]
)
def test_buy_two_and_one_more_is_free(till: Till, qty: str, sold: str, free: str) -> None:
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00")
    made = offer(till, "free_item", product_id=product, min_qty=2, free_product_id=product, free_qty=1)
    answer = till.sell(customer, line(product, qty))
    assert sum(Decimal(str(each)) for each in column(answer, "items", "qty")) == Decimal(sold)
    assert sum(each.amount for each in given(answer)) == 10 * Decimal(free)
    assert {each.offer for each in given(answer)} == {made}
    assert answer["total_after"] == 10 * (Decimal(sold) - Decimal(free))


def test_a_free_line_leaves_a_line_with_another_offer_alone(till: Till) -> None:
    customer = till.customer()
    bought, gift = till.product((9, 1), selling_price="10.00"), till.product((9, 2), selling_price="7.00")
    free = offer(till, "free_item", product_id=bought, free_product_id=gift, free_qty=1)
    half = offer(till, "percent", 50, product_id=gift)
    sold = till.sell(customer, line(bought), line(gift, 2))
    assert given(sold) == [Given(2, Decimal(7), offer=half), Given(3, Decimal(7), offer=free)]


def test_a_free_item_counts_against_a_discount_of_its_product(till: Till) -> None:
    customer = till.customer()
    bought, gift = till.product((99, 1), selling_price="10.00"), till.product((9, 2), selling_price="7.00")
    free = offer(till, "free_item", product_id=bought, free_product_id=gift, free_qty=1)
    tenth = offer(till, "percent", 10, product_id=bought)
    assert given(till.sell(customer, line(bought, 7))) == [Given(2, Decimal(7), offer=free)]
    assert given(till.sell(customer, line(bought, 8))) == [Given(1, Decimal(8), offer=tenth)]


def test_a_free_item_out_of_stock_is_refused_by_name_and_can_be_left_out(till: Till) -> None:
    customer = till.customer()
    bought, gift = (
        till.product((9, 1), selling_price="10.00"),
        till.product(selling_price="7.00", name="هدية"),
    )
    offer(till, "free_item", product_id=bought, free_product_id=gift, free_qty=1)
    request = {"customer_id": customer, "items": [line(bought)]}
    refused = till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.token == "INSUFFICIENT_STOCK"
    assert given(till.call("sp_save_invoice", {**request, "apply_offers": False})) == []
    till.call("sp_save_product", {"product_id": gift, "active": False})
    assert given(till.call("sp_save_invoice", request)) == []


def test_as_many_lines_as_an_invoice_may_have_get_no_more(till: Till) -> None:
    customer = till.customer()
    bought, gift = till.product((2000, 1), selling_price="10.00"), till.product((9, 2), selling_price="7.00")
    offer(till, "free_item", product_id=bought, free_product_id=gift, free_qty=1)
    sold = till.sell(customer, *[line(bought)] * 1000)
    assert (len(rows_of(sold["items"])), given(sold)) == (1000, [])
    sold = till.sell(customer, *[line(bought)] * 999)
    assert [each.line_no for each in given(sold)] == [1000]


# --- off the whole invoice


def test_an_offer_for_the_invoice_comes_behind_its_own_discount(till: Till) -> None:
    """... and is of what that leaves; the shares of both add up over the lines."""
    customer = till.customer()
    one, two = till.product((9, 1), selling_price="10.00"), till.product((9, 1), selling_price="23.33")
    made = offer(till, "invoice_percent", 10)
    sold = till.sell(customer, line(one), line(two), discount_type="percent", discount_value=5)
    # 33.33 less 5 % is 1.67; of 31.66 a tenth is 3.17
    assert given(sold) == [Given(None, Decimal("3.17"), offer=made)]
    assert (sold["discount_type"], sold["discount_value"]) == ("percent", 5)
    assert (sold["discount_amount"], sold["total_after"]) == (Decimal("4.84"), Decimal("28.49"))
    assert sum(Decimal(str(each)) for each in column(sold, "items", "discount_share")) == Decimal("4.84")
    stored = till.call("sp_get_invoice", number(sold["invoice_id"]))
    assert (stored["discount_type"], stored["discount_value"]) == ("amount", Decimal("4.84"))


def test_of_two_offers_for_the_invoice_one_is_given(till: Till) -> None:
    customer = till.customer()
    product, gift = till.product((99, 1), selling_price="10.00"), till.product((99, 1), selling_price="4.00")
    tenth = offer(till, "invoice_percent", 10)
    three = offer(till, "invoice_amount", 3)
    free = offer(till, "free_item", free_product_id=gift, free_qty=1, min_qty=4)
    assert given(till.sell(customer, line(product, 2))) == [Given(None, Decimal(3), offer=three)]
    assert given(till.sell(customer, line(product, 3))) == [Given(None, Decimal(3), offer=tenth)]
    assert given(till.sell(customer, line(product, 4))) == [Given(None, Decimal(4), offer=tenth)]
    till.call("sp_save_offer", {"offer_id": free, "priority": 1})
    assert given(till.sell(customer, line(product, 4))) == [Given(2, Decimal(4), offer=free)]
    # 43 of which the tenth is 4.30; without the gift on it the invoice comes to 40
    assert given(till.sell(customer, line(product, 4), line(gift, 1, "3.00"))) == [
        Given(None, Decimal("4.30"), offer=tenth)
    ]
    assert given(till.sell(customer, line(product, "3.5"), line(gift, 1))) == [
        Given(2, Decimal(4), offer=free)
    ]


def test_an_offer_is_never_more_than_what_is_left(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    made = offer(till, "invoice_amount", 30)
    sold = till.sell(customer, line(product), discount_type="amount", discount_value=4)
    assert given(sold) == [Given(None, Decimal(6), offer=made)]
    assert (sold["total_after"], sold["payment_status"]) == (0, "paid")
    nothing_left = till.sell(customer, line(product), discount_value=100)
    assert given(nothing_left) == []


def test_conditions_of_an_invoice_are_about_what_its_lines_come_to(till: Till) -> None:
    """Line offers come off first; with a product it is that product's lines alone."""
    customer = till.customer()
    one, two = till.product((99, 1), selling_price="10.00"), till.product((99, 1), selling_price="10.00")
    line_offer = offer(till, "percent", 10, product_id=one)
    whole = offer(till, "invoice_amount", 5, min_amount="19.00")
    assert given(till.sell(customer, line(one), line(two))) == [
        Given(1, Decimal(1), offer=line_offer),
        Given(None, Decimal(5), offer=whole),
    ]
    till.call("sp_save_offer", {"offer_id": whole, "min_amount": "19.01"})
    assert given(till.sell(customer, line(one), line(two))) == [Given(1, Decimal(1), offer=line_offer)]
    till.call("sp_save_offer", {"offer_id": whole, "min_amount": None, "product_id": two, "min_qty": 2})
    assert given(till.sell(customer, line(two, 1), line(one, 5)))[1:] == []
    assert given(till.sell(customer, line(two, 2))) == [Given(None, Decimal(5), offer=whole)]
    till.call("sp_save_offer", {"offer_id": whole, "min_qty": None, "product_id": one, "min_amount": 18})
    two_less = Given(1, Decimal(2), offer=line_offer)
    assert given(till.sell(customer, line(one, 2))) == [two_less, Given(None, Decimal(5), offer=whole)]
    till.call("sp_save_offer", {"offer_id": whole, "min_amount": "18.01"})
    assert given(till.sell(customer, line(one, 2), line(two))) == [two_less]


# --- beside the rest of an invoice


def test_taxes_are_of_what_offers_leave_and_coins_are_rounded_last(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="100.00")
    offer(till, "percent", 10, product_id=product)
    offer(till, "invoice_percent", 10)
    execute(till.connection, "UPDATE companies SET smallest_coin = 0.25")
    sold = till.sell(customer, line(product, 1, tax_rate=14), status="paid")
    # 100 less 10, less 9: 81, and 11.34 of tax; 92.34 is paid as 92.25
    assert (sold["net_total"], sold["tax_total"], sold["total_after"]) == (
        81,
        Decimal("11.34"),
        Decimal("92.25"),
    )
    assert (sold["rounding_amount"], sold["paid_amount"]) == (Decimal("-0.09"), Decimal("92.25"))


def test_offers_of_a_returned_and_of_a_reverted_invoice(till: Till) -> None:
    customer = till.customer()
    bought, gift = till.product((9, 1), selling_price="10.00"), till.product((9, 2), selling_price="7.00")
    offer(till, "free_item", product_id=bought, free_product_id=gift, free_qty=1)
    offer(till, "invoice_amount", 1)
    first = till.sell(customer, line(bought, 2))
    back = till.call("sp_return_items", {"invoice_id": first["invoice_id"], "all": True})
    assert (back["returned_amount"], part(back, "customer")["balance_after"]) == (19, 0)
    second = till.sell(customer, line(bought, 2))
    till.call("sp_revert_invoice", {"invoice_id": second["invoice_id"]})
    assert till.rows("SELECT SUM(remaining), SUM(stock_value) FROM batches") == [(18, 27)]


def test_exchanged_lines_are_given_nothing(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    sold = till.sell(customer, line(product, 2))
    offer(till, "percent", 10, product_id=product)
    back = till.call(
        "sp_return_items",
        {"invoice_id": sold["invoice_id"], "all": True, "exchange_items": [line(product, 3)]},
    )
    assert part(back, "exchange")["total_after"] == 30


def test_an_amendment_keeps_what_was_given_and_gives_nothing_new(till: Till) -> None:
    customer = till.customer()
    product, other = (
        till.product((99, 1), selling_price="10.00"),
        till.product((99, 1), selling_price="10.00"),
    )
    offer(till, "percent", 10, product_id=other)
    whole = offer(till, "invoice_amount", 5)
    sold = till.sell(customer, line(product, 10))
    assert given(sold) == [Given(None, Decimal(5), offer=whole)]
    item = rows_of(sold["items"])[0]["item_id"]
    amended = till.call(
        "sp_amend_invoice",
        {"invoice_id": sold["invoice_id"], "items": [{"item_id": item, "qty": 5}, line(other, 1)]},
    )
    # 5 x 10, and 10 without an offer, less the 5 that stay
    assert (amended["total_before"], amended["discount_amount"], amended["total_after"]) == (60, 5, 55)
    stored = till.call("sp_get_invoice", number(sold["invoice_id"]))
    assert stored["offers"] == sold["offers"]


def test_what_was_a_percentage_shrinks_with_the_invoice(till: Till) -> None:
    """Ten at 10 with a coupon of half: whoever amends it to five would else have five for nothing."""
    customer, product = till.customer(), till.product((20, 4), selling_price=10)
    till.call("sp_save_coupon", {"code": "H", "name": "نصف", "gives": "percent", "value": 50})
    sold = till.sell(customer, line(product, 10), coupon_code="H", discount_type="amount", discount_value=1)
    assert (sold["total_before"], sold["discount_amount"]) == (100, Decimal("50.50"))
    item = column(sold, "items", "item_id")[0]

    def amended(qty: int, **members: object) -> Answer:
        wanted = {"invoice_id": sold["invoice_id"], "items": [{"item_id": item, "qty": qty}], **members}
        return till.call("sp_amend_invoice", wanted)

    first = amended(5)
    assert (first["discount_value"], first["discount_amount"], first["total_after"]) == (
        *(Decimal("25.25"), Decimal("25.25")),
        Decimal("24.75"),
    )
    # what comes back takes its share along, and what is kept has the rest in proportion
    till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "items": [{"item_id": item, "qty": 2}]})
    assert amended(3)["discount_amount"] == Decimal("15.15")
    # more pieces are given nothing more; what is said is done
    assert amended(8)["discount_amount"] == Decimal("15.15")
    assert amended(8, discount_value=30)["discount_amount"] == 30


def test_an_amended_line_keeps_the_percentage_that_it_was_given(till: Till) -> None:
    customer = till.customer()
    product, other = (
        till.product((99, 1), selling_price="10.00"),
        till.product((99, 1), selling_price="10.00"),
    )
    offer(till, "percent", 10, product_id=product)
    offer(till, "percent", 10, product_id=other)
    offer(till, "invoice_amount", 5)
    sold = till.sell(customer, line(product, 10))
    assert sold["total_after"] == 85
    item = rows_of(sold["items"])[0]["item_id"]
    amended = till.call(
        "sp_amend_invoice",
        {"invoice_id": sold["invoice_id"], "items": [{"item_id": item, "qty": 5}, line(other, 1)]},
    )
    # 5 x 10 less 10 %, 10 without an offer, less the 5 that stay
    assert (amended["total_before"], amended["discount_amount"], amended["total_after"]) == (55, 5, 50)
    stored = till.call("sp_get_invoice", number(sold["invoice_id"]))
    assert stored["offers"] == sold["offers"]


def test_an_amended_invoice_keeps_its_free_line_and_its_coupon(till: Till) -> None:
    customer = till.customer()
    bought, gift = till.product((99, 1), selling_price="10.00"), till.product((9, 2), selling_price="7.00")
    free = offer(till, "free_item", product_id=bought, free_product_id=gift, free_qty=1)
    made = coupon(till, "C", "amount", 3)
    sold = till.sell(customer, line(bought, 4), coupon_code="C")
    assert given(sold) == [Given(2, Decimal(7), offer=free), Given(None, Decimal(3), coupon=made)]
    items = column(sold, "items", "item_id")
    kept = [{"item_id": items[0], "qty": 2}, {"item_id": items[1], "qty": 1}]
    amended = till.call("sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": kept})
    assert (amended["total_before"], amended["discount_amount"], amended["total_after"]) == (20, 3, 17)
    assert till.rows("SELECT used_count FROM coupons") == [(1,)]
    till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})
    assert till.rows("SELECT used_count FROM coupons") == [(0,)]
    assert till.rows("SELECT SUM(remaining) FROM batches") == [(108,)]
