"""Planted defects of offers and coupons, and their witnesses: see tests/model/planted_defects.py.

The first witnesses say themselves what a sale comes to; the others, as random programs do, let the book
say it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import count

from pyclient import wire
from pyclient.deploy.session import fetch
from pyclient.wire import JsonValue
from tests.model.amendment_defects import amend
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError
from tests.shop import call_text

_codes = count(1)


class Offers:
    """A shelf beside the counter: its calls are not compared with the book."""

    def __init__(self, counter: Counter) -> None:
        counter.till.compares_state = False  # the book has not seen these calls
        self.counter = counter
        self.connection = counter.till.connection
        self.company = counter.till.book.companies[0].id
        self.user = counter.till.user_id

    def call(self, procedure: str, **members: object) -> dict[str, JsonValue]:
        request = wire.encode({"created_by": self.user, "company_id": self.company, **members})
        answer = wire.parse(call_text(self.connection, procedure, request))
        assert isinstance(answer, dict)
        return answer

    def offer(self, gives: str, **members: object) -> JsonValue:
        return self.call("sp_save_offer", code=f"W{next(_codes)}", name="x", gives=gives, **members)[
            "offer_id"
        ]

    def coupon(self, **members: object) -> str:
        code = f"W{next(_codes)}"
        self.call("sp_save_coupon", code=code, name="x", gives="amount", value=1, **members)
        return code

    def sell(self, *items: Mapping[str, object], **members: object) -> dict[str, JsonValue]:
        return self.call("sp_save_invoice", customer_id=self.counter.customer, items=items, **members)

    def must_come_to(self, total: str, *items: Mapping[str, object], **members: object) -> None:
        sold = self.sell(*items, **members)["total_after"]
        if sold != Decimal(total):
            raise MismatchError(f"a sale of {items} comes to {sold}, not {total}")


def the_best_is_given_once(counter: Counter) -> None:
    """Two offers for a product of 100: 10 off each, and a fifth. The fifth is more, and is all."""
    shop = Offers(counter)
    counter.receive("9", "1")
    shop.offer("amount", product_id=counter.product, value=10)
    shop.offer("percent", product_id=counter.product, value=20)
    shop.must_come_to("160", {"product_id": counter.product, "qty": 2})


def the_cashiers_word_stands(counter: Counter) -> None:
    shop = Offers(counter)
    counter.receive("9", "1")
    shop.offer("percent", product_id=counter.product, value=20)
    shop.must_come_to("99", {"product_id": counter.product, "qty": 1, "selling_price": 99})
    shop.must_come_to("97", {"product_id": counter.product, "qty": 1, "discount_amount": 3})


def bought_ones_are_paid(counter: Counter) -> None:
    """Buy two, and one more is free: of three pieces on the invoice two are paid."""
    shop = Offers(counter)
    counter.receive("20", "1")
    free = {"free_product_id": counter.product, "free_qty": 1}
    shop.offer("free_item", product_id=counter.product, min_qty=2, **free)
    shop.must_come_to("200", {"product_id": counter.product, "qty": 3})
    shop.must_come_to("200", {"product_id": counter.product, "qty": 2})


def what_comes_first_leaves_less(counter: Counter) -> None:
    """200, less a half of its own, less a tenth of the rest, less a coupon of 1."""
    shop = Offers(counter)
    counter.receive("9", "1")
    shop.offer("invoice_percent", value=10)
    two = {"product_id": counter.product, "qty": 2}
    shop.must_come_to("89", two, discount_value=50, coupon_code=shop.coupon())


def a_use_is_counted_and_comes_back(counter: Counter) -> None:
    shop = Offers(counter)
    counter.receive("9", "1")
    code = shop.coupon()
    sold = shop.sell({"product_id": counter.product, "qty": 1}, coupon_code=code)
    _must_be_used(shop, code, 1)
    shop.call("sp_cancel_invoice", invoice_id=sold["invoice_id"])
    _must_be_used(shop, code, 0)


def _must_be_used(shop: Offers, code: str, times: int) -> None:
    ((used,),) = fetch(shop.connection, "SELECT used_count FROM coupons WHERE code = %s", (code,))
    if used != times:
        raise MismatchError(f"a coupon was used {used} times, not {times}")


def the_last_use_at_two_tills_at_once(counter: Counter) -> None:
    """Both stand before the number of their invoice: the second has to wait until the first is through."""
    shop = Offers(counter)
    counter.receive("9", "1")
    names = {"company_id": shop.company, "name": "ثان", "mobile": "01000000001", "city": "القاهرة"}
    counter.till.call("sp_save_customer", names)
    code = shop.coupon(max_uses=1)
    counter.till.call("sp_save_product", {**_SERVICE, "company_id": shop.company})
    goods = (counter.product, counter.till.book.products[1].id)
    buyers = (counter.customer, counter.till.book.customers[1].id)
    sales = [
        (
            "sp_save_invoice",
            {"customer_id": buyer, "items": [{"product_id": product, "qty": 1}], "coupon_code": code},
        )
        for buyer, product in zip(buyers, goods, strict=True)
    ]
    first, second = counter.at_once("INV", sales)
    if not first.startswith("{") or second != "COUPON_USED_UP":
        raise MismatchError(f"used once, then used up: expected; found {first}, {second}")


# -- witnesses that the book answers


def offer(counter: Counter, gives: str, **members: object) -> None:
    request = {"code": f"B{next(_codes)}", "name": "x", "gives": gives, **members}
    counter.till.call("sp_save_offer", {"company_id": counter.till.book.companies[0].id, **request})


def coupon(counter: Counter, **members: object) -> str:
    code = f"B{next(_codes)}"
    request = {"code": code, "name": "x", "gives": "amount", "value": 1, **members}
    counter.till.call("sp_save_coupon", {"company_id": counter.till.book.companies[0].id, **request})
    return code


def the_bound_is_of_what_is_left(counter: Counter) -> None:
    """180 of the product, less its own offer: not the 190 that the invoice's offer wants of it."""
    counter.receive("9", "1")
    offer(counter, "percent", product_id=counter.product, value=10)
    offer(counter, "invoice_amount", product_id=counter.product, value=5, min_amount=190)
    counter.sell("2")


def a_third_of_a_line_is_rounded(counter: Counter) -> None:
    """One free piece of three that come to 100.01."""
    counter.receive("9", "1")
    price = {"product_id": counter.product, "selling_price": Decimal("33.335")}
    counter.till.call("sp_save_product", price)
    offer(counter, "free_item", free_product_id=counter.product, free_qty=1)
    counter.sell("3")


def a_use_comes_back_to_its_customer(counter: Counter) -> None:
    counter.receive("9", "1")
    code = coupon(counter, max_uses_per_customer=1)
    counter.sell("1", coupon_code=code)
    counter.sell("1", coupon_code=code)
    counter.undo("cancel", 0)
    counter.sell("1", coupon_code=code)


def the_least_amount_is_before_the_discount(counter: Counter) -> None:
    counter.receive("9", "1")
    counter.sell("1", discount_value=50, coupon_code=coupon(counter, min_amount=100))


def a_percentage_shrinks_with_its_invoice(counter: Counter) -> None:
    """Four with a coupon of half, of which one comes back, amended to two and then to three."""
    counter.receive("9", "1")
    counter.sell("4", coupon_code=coupon(counter, gives="percent", value=50))
    (item,) = counter.till.book.invoices[0].items
    back = {"invoice_id": counter.till.book.invoices[0].id, "items": [{"item_id": item.id, "qty": 1}]}
    counter.till.call("sp_return_items", back)
    amend(counter, "2")
    amend(counter, "3")


def the_last_day_counts(counter: Counter) -> None:
    counter.receive("9", "1")
    today = counter.till.book.today(counter.till.book.companies[0])
    offer(counter, "percent", product_id=counter.product, value=10, valid_from=today, valid_to=today)
    counter.sell("1")
    counter.till.wait(24 * 60)
    counter.sell("1")


def of_equals_by_priority(counter: Counter) -> None:
    counter.receive("9", "1")
    offer(counter, "percent", product_id=counter.product, value=20)
    offer(counter, "amount", product_id=counter.product, value=20, priority=1)
    counter.sell("1")


def a_gift_has_the_customer_s_price(counter: Counter) -> None:
    counter.receive("9", "1")
    company = {"company_id": counter.till.book.companies[0].id}
    counter.till.call("sp_save_product", {**_SERVICE, **company})
    gift = counter.till.book.products[1].id
    prices = [{"product_id": gift, "price": 7}]
    counter.till.call("sp_save_price_list", {**company, "code": "W", "name": "x", "prices": prices})
    listed = {"customer_id": counter.customer, "price_list_id": counter.till.book.price_lists[0].id}
    counter.till.call("sp_save_customer", listed)
    offer(counter, "free_item", product_id=counter.product, free_product_id=gift, free_qty=1)
    counter.sell("1")


def a_quote_without_offers(counter: Counter) -> None:
    """One call of six is quoted before."""
    counter.receive("9", "1")
    offer(counter, "percent", product_id=counter.product, value=10)
    code = coupon(counter)
    for _ in range(6):
        counter.sell("1", apply_offers=False, coupon_code=code)


_SERVICE = {"product_code": "S", "name": "S", "unit": "S", "selling_price": 100, "keeps_stock": False}

DEFECTS = (
    Defect(
        "the offer with the lowest worth is given",
        (
            (
                "_choose_product_offers",
                "ORDER BY w.worth DESC, w.priority DESC",
                "ORDER BY w.worth, w.priority DESC",
            ),
        ),
        the_best_is_given_once,
    ),
    Defect(
        "a line with a price of its own is given an offer, too",
        (
            (
                "_open_lines",
                "AND COALESCE(w.unit_price, w.price) = w.list_price",
                "",
            ),
        ),
        the_cashiers_word_stands,
    ),
    Defect(
        "what has to be bought is free",
        (
            (
                "_give_free_item",
                "SET v_bought = IF(v_about_id = v_product_id, v_bought, 0);",
                "SET v_bought = 0;",
            ),
        ),
        bought_ones_are_paid,
    ),
    Defect(
        "an offer for the invoice is of the whole, not of what its own discount leaves",
        (
            (
                "_choose_offers",
                "p_as_given, p_as_given - p_own_discount, p_minor_units",
                "p_as_given, p_as_given, p_minor_units",
            ),
        ),
        what_comes_first_leaves_less,
    ),
    Defect(
        "the coupon forgets the invoice's own discount",
        (
            (
                "_price_with_offers",
                "SET p_discount_value = v_own_discount + v_offer_discount + v_coupon_discount;",
                "SET p_discount_value = v_offer_discount + v_coupon_discount;",
            ),
        ),
        what_comes_first_leaves_less,
    ),
    Defect(
        "a canceled invoice keeps the use of its coupon",
        (("sp_cancel_invoice", "CALL _give_coupon_back(v_invoice_id, NULL);", ""),),
        a_use_is_counted_and_comes_back,
    ),
    Defect(
        "the use of a coupon counts twice",
        (("_post_offers", "SET used_count = used_count + 1", "SET used_count = used_count + 2"),),
        a_use_is_counted_and_comes_back,
    ),
    Defect(
        "a coupon is not locked before it is looked at",
        (
            (
                "_take_coupon",
                "SELECT c.id INTO v_locked_id FROM coupons AS c WHERE c.id = p_coupon_id FOR UPDATE;",
                "SET v_locked_id = p_coupon_id;",
            ),
        ),
        the_last_use_at_two_tills_at_once,
    ),
    Defect(
        "an offer for the invoice asks what its product comes to before the product's own",
        (
            (
                "_choose_invoice_offer",
                "l.total - IF(c.percent IS NULL, COALESCE(c.amount, 0),",
                "l.total - 0 * IF(c.percent IS NULL, COALESCE(c.amount, 0),",
            ),
        ),
        the_bound_is_of_what_is_left,
    ),
    Defect(
        "what is free of a line is cut, not rounded",
        (
            (
                "_give_free_item",
                "_ratio(q.total, q.pieces, q.qty, p_minor_units)",
                "TRUNCATE(q.total * q.pieces / q.qty, p_minor_units)",
            ),
        ),
        a_third_of_a_line_is_rounded,
    ),
    Defect(
        "a use that came back still counts for its customer",
        (
            (
                "_take_coupon",
                "u.customer_id = p_customer_id AND u.given_back = 0",
                "u.customer_id = p_customer_id",
            ),
        ),
        a_use_comes_back_to_its_customer,
    ),
    Defect(
        "a coupon asks for its least amount after the invoice's discount",
        (("_take_coupon", "IF p_as_given < v_min_amount THEN", "IF p_left < v_min_amount THEN"),),
        the_least_amount_is_before_the_discount,
    ),
    Defect(
        "what was a percentage stays whole when its invoice is amended",
        (("_read_amended_discount", "p_as_given < v_old_as_given", "FALSE"),),
        a_percentage_shrinks_with_its_invoice,
    ),
    Defect(
        "what was a percentage grows with its invoice",
        (("_read_amended_discount", "p_as_given < v_old_as_given", "p_as_given <> v_old_as_given"),),
        a_percentage_shrinks_with_its_invoice,
    ),
    Defect(
        "an offer is not given on its last day",
        (("_find_offers", "o.valid_to >= p_today", "o.valid_to > p_today"),),
        the_last_day_counts,
    ),
    Defect(
        "the older of two offers goes before the one with priority",
        (
            (
                "_choose_product_offers",
                "ORDER BY w.worth DESC, w.priority DESC, w.offer_no",
                "ORDER BY w.worth DESC, w.offer_no",
            ),
        ),
        of_equals_by_priority,
    ),
    Defect(
        "what is free has the product's price, not the customer's",
        (
            (
                "_find_offers",
                "IF p_price_list_id IS NOT NULL THEN CALL _mark_listed_lines(p_price_list_id, v_added)",
                "IF FALSE THEN CALL _mark_listed_lines(p_price_list_id, v_added)",
            ),
        ),
        a_gift_has_the_customer_s_price,
    ),
    Defect(
        "a quote gives offers that the sale does not want",
        (("_quote_offers", "CALL _price_with_offers( p_apply_offers,", "CALL _price_with_offers( TRUE,"),),
        a_quote_without_offers,
    ),
)
