"""Offers and coupons as the shop writes them down, before any sale is given one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.till import Till, column, number, part

NOBODY = 999_999
PRECISION = "AMOUNT_PRECISION: value must be below 10^12 with at most 2 decimals:"
PRICE = "INVALID_PRICE: value must be 0 or more, below 10^12, with at most 6 decimals:"
NO_PRODUCT = f"UNKNOWN_PRODUCT: there is no product {NOBODY}"
FREE = {"gives": "free_item", "value": None}
BACKWARDS = {"valid_from": "2026-02-02", "valid_to": "2026-02-01"}


def offer(till: Till, **members: object) -> int:
    return number(till.call("sp_save_offer", {"name": "عرض", **members})["offer_id"])


def test_an_offer_is_made_changed_and_listed(till: Till) -> None:
    product = till.product()
    first = till.call(
        "sp_save_offer",
        {
            "code": "Ten", "name": "خصم الكميات", "product_id": product, "min_qty": "10", "gives": "percent",
            "value": "5.5", "valid_from": "2025-01-01", "valid_to": "2030-12-31", "priority": 3,
        },
    )  # fmt: skip
    made = number(first["offer_id"])
    assert first == {
        "ok": True,
        "msg": "تم حفظ العرض بنجاح.",
        "offer_id": made,
        "offer": {
            "id": made, "company_id": 1, "code": "Ten", "name": "خصم الكميات", "active": True,
            "needs_coupon": False, "valid_from": "2025-01-01", "valid_to": "2030-12-31",
            "customer_group_id": None, "product_id": product, "min_qty": 10, "max_qty": None,
            "min_amount": None, "max_amount": None, "gives": "percent", "value": Decimal("5.5"),
            "free_product_id": None, "free_qty": None, "priority": 3,
        },
    }  # fmt: skip
    changed = till.call(
        "sp_save_offer", {"offer_id": made, "min_qty": None, "active": False, "valid_to": None, "code": "TEN"}
    )
    assert part(changed, "offer") == {
        **part(first, "offer"), "min_qty": None, "active": False, "valid_to": None, "code": "TEN",
    }  # fmt: skip
    gift = offer(
        till, code="gift", name="هدية", min_amount=500, gives="free_item", free_product_id=product, free_qty=1
    )
    whole = offer(till, code="all 100%", gives="invoice_amount", value="20.25")
    for wanted, found in (
        ({}, [made, gift, whole]),
        ({"search": "0%"}, [whole]),
        ({"search": "هد"}, [gift]),
        ({"active": True}, [gift, whole]),
        ({"product_id": product}, [made]),
        ({"offer_id": gift}, [gift]),
        ({"limit": 1}, [made]),
        ({"limit": 1, "after": made}, [gift]),
    ):
        assert column(till.call("sp_list_offers", wanted), "offers", "id") == found
    assert till.rows(
        "SELECT action, document_table, document_id, values_before IS NULL FROM audit_log"
        " WHERE document_table = 'offers' ORDER BY id"
    ) == [
        ("save", "offers", made, 1),
        ("save", "offers", made, 0),
        ("save", "offers", gift, 1),
        ("save", "offers", whole, 1),
    ]


def test_an_offer_of_another_kind_forgets_what_the_old_kind_gave(till: Till) -> None:
    product = till.product()
    made = offer(till, code="A", product_id=product, gives="percent", value=5)
    refused = till.refusal("sp_save_offer", {"offer_id": made, "gives": "amount"})
    assert refused is not None
    assert refused.text == "VALIDATION: value is required"
    free = till.call(
        "sp_save_offer",
        {"offer_id": made, "gives": "free_item", "free_product_id": product, "free_qty": "1.5"},
    )
    assert (part(free, "offer")["value"], part(free, "offer")["free_qty"]) == (None, Decimal("1.5"))
    whole = till.call(
        "sp_save_offer", {"offer_id": made, "gives": "invoice_percent", "value": 3, "product_id": None}
    )
    assert (part(whole, "offer")["free_product_id"], part(whole, "offer")["product_id"]) == (None, None)


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"code": None}, "VALIDATION: code is required"),
        ({"name": ""}, "VALIDATION: name is required"),
        ({"gives": None}, "VALIDATION: gives is required"),
        ({"gives": "gold"}, "VALIDATION: gives is not valid: gold"),
        ({"value": None}, "VALIDATION: value is required"),
        ({"value": "100.0001"}, "VALIDATION: value is not valid: 100.0001"),
        ({"value": "0"}, "VALIDATION: value is not valid: 0"),
        ({"value": "x"}, "VALIDATION: value is not valid: x"),
        ({"gives": "amount", "value": "0.005"}, f"{PRECISION} 0.005"),
        ({"gives": "price", "value": "-1"}, f"{PRICE} -1"),
        ({"product_id": None}, "VALIDATION: product_id is required"),
        ({"product_id": NOBODY}, NO_PRODUCT),
        ({"customer_group_id": NOBODY}, f"UNKNOWN_GROUP: there is no group of customers {NOBODY}"),
        ({"free_qty": 1}, "VALIDATION: free_qty is not valid: 1.0000"),
        ({"gives": "free_item", "value": 5}, "VALIDATION: value is not valid: 5"),
        ({**FREE, "free_qty": 1}, "VALIDATION: free_product_id is required"),
        ({**FREE, "free_product_id": NOBODY, "free_qty": 1}, NO_PRODUCT),
        ({"min_qty": "0"}, "VALIDATION: min_qty is not valid: 0"),
        ({"min_qty": 5, "max_qty": 4}, "VALIDATION: max_qty is not valid: 4.0000"),
        ({"min_amount": 5, "max_amount": 4}, "VALIDATION: max_amount is not valid: 4.00"),
        (BACKWARDS, "VALIDATION: valid_to is not valid: 2026-02-01"),
        ({"valid_from": "2026-02-30"}, "VALIDATION: valid_from is not valid: 2026-02-30"),
        ({"priority": "1000000001"}, "VALIDATION: priority is not valid: 1000000001"),
        ({"code": "OLD"}, "VALIDATION: code belongs to another row already: OLD"),
        ({"offer_id": NOBODY}, f"UNKNOWN_OFFER: there is no offer {NOBODY}"),
        ({"company_id": NOBODY}, f"VALIDATION: company_id is not valid: {NOBODY}"),
    ],
)  # fmt: skip
def test_an_offer_that_makes_no_sense_is_refused(till: Till, members: dict[str, object], text: str) -> None:
    product = till.product()
    offer(till, code="old", product_id=product, gives="percent", value=5)
    good = {"code": "NEW", "name": "x", "product_id": product, "gives": "percent", "value": 5}
    refused = till.refusal("sp_save_offer", {**good, **members})
    assert refused is not None
    assert refused.text == text


def test_a_coupon_is_made_changed_and_listed(till: Till) -> None:
    first = till.call(
        "sp_save_coupon",
        {
            "code": "Eid25", "name": "كوبون العيد", "gives": "amount", "value": "12.50", "min_amount": 100,
            "max_uses": 7, "max_uses_per_customer": 1, "used_count": 5,
        },
    )  # fmt: skip
    made = number(first["coupon_id"])
    assert first == {
        "ok": True,
        "msg": "تم حفظ الكوبون بنجاح.",
        "coupon_id": made,
        "coupon": {
            "id": made, "company_id": 1, "code": "Eid25", "name": "كوبون العيد", "offer_id": None,
            "gives": "amount", "value": Decimal("12.5"), "min_amount": 100, "valid_from": None,
            "valid_to": None,
            "max_uses": 7, "max_uses_per_customer": 1, "used_count": 0, "active": True,
        },
    }  # fmt: skip
    changed = till.call("sp_save_coupon", {"coupon_id": made, "max_uses": None, "active": False})
    assert part(changed, "coupon") == {**part(first, "coupon"), "max_uses": None, "active": False}
    opened = offer(till, code="VIP", gives="invoice_percent", value=20, needs_coupon=True)
    other = number(till.call("sp_save_coupon", {"code": "عيد", "name": "n", "offer_id": opened})["coupon_id"])
    for wanted, found in (
        ({}, [made, other]),
        ({"code": "EID25"}, [made]),
        ({"code": "عيد"}, [other]),
        ({"search": "id2"}, [made]),
        ({"active": True}, [other]),
        ({"offer_id": opened}, [other]),
        ({"coupon_id": made}, [made]),
        ({"limit": 1}, [made]),
        ({"limit": 1, "after": made}, [other]),
    ):
        assert column(till.call("sp_list_coupons", wanted), "coupons", "id") == found
    # what a coupon opens cannot become everybody's
    refused = till.refusal("sp_save_offer", {"offer_id": opened, "needs_coupon": False})
    assert refused is not None
    assert refused.text == f"VALIDATION: needs_coupon of {opened} cannot change any more: 0"


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"code": None}, "VALIDATION: code is required"),
        ({"name": None}, "VALIDATION: name is required"),
        ({"gives": None}, "VALIDATION: give either offer_id, or gives with value"),
        ({"gives": "price"}, "VALIDATION: gives is not valid: price"),
        ({"offer_id": 1}, "VALIDATION: give either offer_id, or gives with value"),
        ({"gives": None, "offer_id": NOBODY}, f"UNKNOWN_OFFER: there is no offer {NOBODY}"),
        ({"value": None}, "VALIDATION: value is required"),
        ({"value": 101}, "VALIDATION: value is not valid: 101"),
        ({"gives": "amount", "value": 0}, "VALIDATION: value is required"),
        ({"gives": "amount", "value": "0.001"}, f"{PRECISION} 0.001"),
        ({"min_amount": -1}, "VALIDATION: min_amount is not valid: -1"),
        ({"max_uses": "1.5"}, "VALIDATION: max_uses is not valid: 1.5"),
        ({"max_uses": 4_294_967_296}, "VALIDATION: max_uses is not valid: 4294967296"),
        ({"max_uses_per_customer": -1}, "VALIDATION: max_uses_per_customer is not valid: -1"),
        (BACKWARDS, "VALIDATION: valid_to is not valid: 2026-02-01"),
        ({"code": "OLD"}, "VALIDATION: code belongs to another row already: OLD"),
        ({"coupon_id": NOBODY}, f"UNKNOWN_COUPON: there is no coupon {NOBODY}"),
        ({"company_id": NOBODY}, f"VALIDATION: company_id is not valid: {NOBODY}"),
    ],
)  # fmt: skip
def test_a_coupon_that_makes_no_sense_is_refused(till: Till, members: dict[str, object], text: str) -> None:
    till.call("sp_save_coupon", {"code": "old", "name": "x", "gives": "percent", "value": 5})
    refused = till.refusal(
        "sp_save_coupon", {"code": "NEW", "name": "x", "gives": "percent", "value": 5, **members}
    )
    assert refused is not None
    assert refused.text == text


def test_a_coupon_opens_only_an_offer_that_needs_one(till: Till) -> None:
    everybodys = offer(till, code="ALL", gives="invoice_percent", value=20)
    refused = till.refusal("sp_save_coupon", {"code": "C", "name": "x", "offer_id": everybodys})
    assert refused is not None
    assert refused.text == f"VALIDATION: offer_id is not valid: {everybodys}"
