"""Coupons: what they take off, when they are refused, how they are counted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.offers.shelf import Given, coupon, given, offer
from tests.till import Till, line, money, number, part, rows_of


def uses(till: Till, code: str) -> object:
    """How often a coupon counts as used."""
    (row,) = rows_of(till.call("sp_list_coupons", {"code": code})["coupons"])
    return row["used_count"]


def test_a_coupon_comes_off_behind_discount_and_offer(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="100.00")
    whole = offer(till, "invoice_percent", 10)
    tenth = coupon(till, "EID", "percent", 10)
    sold = till.sell(customer, line(product), discount_type="amount", discount_value=10, coupon_code=" eid ")
    # 100 less 10, less 9, less 8.10
    assert given(sold) == [Given(None, Decimal(9), offer=whole), Given(None, Decimal("8.1"), coupon=tenth)]
    assert (sold["discount_amount"], sold["total_after"]) == (Decimal("27.10"), Decimal("72.90"))
    assert rows_of(sold["offers"])[1]["name"] == "كوبون EID"
    assert uses(till, "EID") == 1
    stored = till.call("sp_get_invoice", number(sold["invoice_id"]))
    assert stored["offers"] == sold["offers"]
    assert till.rows("SELECT invoice_id, coupon_id, customer_id, given_back FROM coupon_uses") == [
        (sold["invoice_id"], tenth, customer, 0)
    ]


def test_a_coupon_of_an_amount_takes_at_most_what_is_left(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    fifty = coupon(till, "FIFTY", "amount", "50.00")
    sold = till.sell(customer, line(product), discount_type="amount", discount_value=4, coupon_code="FIFTY")
    assert given(sold) == [Given(None, Decimal(6), coupon=fifty)]
    assert sold["total_after"] == 0


def test_a_coupon_in_arabic(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    made = coupon(till, "عيد-٢٥", "amount", 1)
    assert given(till.sell(customer, line(product), coupon_code="عيد-٢٥")) == [
        Given(None, Decimal(1), coupon=made)
    ]


def test_a_coupon_opens_an_offer(till: Till) -> None:
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00")
    opened = offer(till, "percent", 20, product_id=product, min_qty=2, needs_coupon=True)
    made = coupon(till, "VIP", offer_id=opened)
    assert given(till.sell(customer, line(product, 2))) == []
    sold = till.sell(customer, line(product, 2), coupon_code="VIP")
    assert given(sold) == [Given(1, Decimal(4), offer=opened, coupon=made)]
    # no other offer is wanted, the coupon's is
    offer(till, "percent", 50, product_id=product)
    sold = till.sell(customer, line(product, 2), coupon_code="VIP", apply_offers=False)
    assert given(sold) == [Given(1, Decimal(4), offer=opened, coupon=made)]
    assert uses(till, "VIP") == 2
    # another offer is better: the coupon is not used up for nothing
    refused = till.refusal(
        "sp_save_invoice", {"customer_id": customer, "items": [line(product, 2)], "coupon_code": "VIP"}
    )
    assert refused is not None
    assert refused.text == f"COUPON_INVALID: coupon {made} takes nothing off this invoice: VIP"


def test_a_coupon_opens_a_free_item(till: Till) -> None:
    customer = till.customer()
    product, gift = till.product((99, 1), selling_price="10.00"), till.product((99, 1), selling_price="4.00")
    opened = offer(till, "free_item", free_product_id=gift, free_qty=1, needs_coupon=True)
    made = coupon(till, "GIFT", offer_id=opened)
    sold = till.sell(customer, line(product), coupon_code="gift")
    assert given(sold) == [Given(2, Decimal(4), offer=opened, coupon=made)]


@pytest.mark.parametrize(
    ("members", "request_members", "text"),
    [
        ({}, {"coupon_code": "NONE"}, "COUPON_INVALID: there is no coupon with the code NONE"),
        ({"active": False}, {}, "COUPON_INVALID: coupon {id} is not active: C"),
        ({"valid_from": 1}, {}, "COUPON_INVALID: coupon {id} is valid only from {tomorrow}: C"),
        ({"valid_to": -1}, {}, "COUPON_INVALID: coupon {id} was valid until {yesterday}: C"),
        (
            {"min_amount": "20.01"},
            {},
            "COUPON_INVALID: coupon {id} is for invoices of 20.01 and more, this one comes to 20.00: C",
        ),
        ({}, {"discount_value": 100}, "COUPON_INVALID: coupon {id} takes nothing off this invoice: C"),
        ({}, {"coupon_code": "x" * 51}, f"VALIDATION: coupon_code is longer than 50 characters: {'x' * 51}"),
        ({}, {"coupon_code": ["C"]}, 'VALIDATION: coupon_code is not valid: ["C"]'),
    ],
)
def test_a_coupon_is_refused(
    till: Till, members: dict[str, object], request_members: dict[str, object], text: str
) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    days = {
        name: str(till.today() + timedelta(value))
        if isinstance(value, int) and name.startswith("valid")
        else value
        for name, value in members.items()
    }
    made = coupon(till, "C", "percent", 5, **days)
    request = {"customer_id": customer, "items": [line(product, 2)], "coupon_code": "C", **request_members}
    refused = till.refusal("sp_save_invoice", request)
    assert refused is not None
    tomorrow, yesterday = till.today() + timedelta(1), till.today() - timedelta(1)
    assert refused.text.replace(", ", ",") == text.format(
        id=made, tomorrow=tomorrow, yesterday=yesterday
    ).replace(", ", ",")
    # a coupon whose bounds are just met is taken
    good = {"valid_from": str(till.today()), "valid_to": str(till.today()), "min_amount": 20, "active": True}
    till.call("sp_save_coupon", {"coupon_id": made, **good})
    sold = till.sell(customer, line(product, 2), coupon_code="C")
    assert given(sold) == [Given(None, Decimal(1), coupon=made)]


def test_a_coupon_is_used_so_often_in_all_and_by_each_customer(till: Till) -> None:
    first, second, third = till.customer(), till.customer(), till.customer()
    product = till.product((99, 1), selling_price="10.00")
    made = coupon(till, "C", "amount", 1, max_uses=3, max_uses_per_customer=2)

    def refusal(customer: int) -> str:
        request = {"customer_id": customer, "items": [line(product)], "coupon_code": "c"}
        refused = till.refusal("sp_save_invoice", request)
        assert refused is not None
        return refused.text

    till.sell(first, line(product), coupon_code="C")
    last = till.sell(first, line(product), coupon_code="C")
    assert refusal(first) == (
        f"COUPON_USED_UP: coupon {made} was used 2 times by customer {first}, as often as one may: C"
    )
    till.sell(second, line(product), coupon_code="C")
    assert refusal(third) == f"COUPON_USED_UP: coupon {made} was used 3 times, as often as it may be: C"
    assert uses(till, "C") == 3
    # a canceled invoice gives its use back, to the customer too
    till.call("sp_cancel_invoice", {"invoice_id": last["invoice_id"]})
    assert uses(till, "C") == 2
    till.sell(first, line(product), coupon_code="C")
    assert refusal(third).startswith("COUPON_USED_UP")


def test_a_reverted_invoice_gives_its_use_back_a_returned_one_does_not(till: Till) -> None:
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00")
    coupon(till, "C", "amount", 1)
    first = till.sell(customer, line(product), coupon_code="C", status="paid")
    second = till.sell(customer, line(product), coupon_code="C")
    till.call("sp_revert_invoice", {"invoice_id": first["invoice_id"]})
    assert uses(till, "C") == 1
    back = till.call("sp_return_items", {"invoice_id": second["invoice_id"], "all": True})
    assert (back["returned_amount"], uses(till, "C")) == (9, 1)


def test_a_replayed_sale_uses_its_coupon_once(till: Till) -> None:
    customer, product = till.customer(), till.product((99, 1), selling_price="10.00")
    coupon(till, "C", "amount", 1, max_uses=1)
    request = {"customer_id": customer, "items": [line(product)], "coupon_code": "C", "request_id": "once"}
    first = till.text("sp_save_invoice", request)
    assert till.text("sp_save_invoice", request) == first
    assert uses(till, "C") == 1


def test_a_sale_that_is_refused_uses_nothing(till: Till) -> None:
    customer, product = till.customer(), till.product((1, 1), selling_price="10.00")
    coupon(till, "C", "amount", 1, max_uses=1)
    request = {"customer_id": customer, "items": [line(product, 2)], "coupon_code": "C"}
    refused = till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.token == "INSUFFICIENT_STOCK"
    assert uses(till, "C") == 0


def test_a_coupon_may_make_an_invoice_free_of_charge(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    coupon(till, "ALL", "percent", 100)
    sold = till.sell(customer, line(product), coupon_code="ALL", status="paid")
    assert (sold["total_after"], sold["payment_status"], part(sold, "customer")["balance_after"]) == (
        0,
        "paid",
        0,
    )


def test_payments_must_fit_what_the_coupon_leaves(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    coupon(till, "C", "amount", 1)
    request = {"customer_id": customer, "items": [line(product)], "coupon_code": "C", "status": "paid"}
    refused = till.refusal("sp_save_invoice", {**request, "payments": [money(10)]})
    assert refused is not None
    assert refused.token == "OVERPAYMENT"
    assert till.call("sp_save_invoice", {**request, "payments": [money(9)]})["paid_amount"] == 9


def test_another_companys_coupon_is_none(till: Till) -> None:
    """Nor is its code taken."""
    customer, product = till.customer(), till.product((9, 1), selling_price="10.00")
    theirs = coupon(till, "C", "amount", 2)
    execute(
        till.connection,
        "INSERT INTO companies (code, name, currency, time_zone) VALUES ('TWO', 'x', 'EGP', 'UTC')",
    )
    execute(till.connection, "UPDATE coupons SET company_id = 2 WHERE id = %s", (theirs,))
    request = {"customer_id": customer, "items": [line(product)], "coupon_code": "C"}
    refused = till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.text == "COUPON_INVALID: there is no coupon with the code C"
    ours = coupon(till, "C", "amount", 1)
    assert given(till.call("sp_save_invoice", request)) == [Given(None, Decimal(1), coupon=ours)]
