"""A sale at the till: order, invoice and payments in one step, under the cashier's open shift."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.till import CASHIER, Refusal, Till, column, line, money, number, part


@pytest.fixture
def opened(till: Till) -> Till:
    """With till T1, which sells to customer 1, and its open shift."""
    customer = till.customer()
    till.call("sp_save_till", {"code": "T1", "name": "n", "customer_id": customer})
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})
    return till


def test_everything_is_there_at_once(opened: Till) -> None:
    product = opened.product((9, 4), selling_price=10)
    sold = opened.call(
        "sp_pos_sale", {"items": [line(product, 2, row_id="r1"), line(product, 1, "7.5", discount_amount=1)]}
    )
    day = f"{opened.today():%Y%m%d}"
    order = opened.call("sp_get_order", number(part(sold, "order")["id"]))
    assert part(sold, "order") == {
        "id": order["order_id"],
        "order_no": f"ORD-{day}-0001",
        "status": "completed",
        "payment_status": "paid",
    }
    assert (sold["invoice_no"], sold["payment_status"]) == (f"INV-{day}-0001", "paid")
    assert sold["total_after"] == order["total_after"] == order["paid_amount"] == Decimal("26.50")
    assert (order["source"], order["shift_id"], order["customer_id"]) == ("pos", sold["shift_id"], 1)
    assert (column(order, "items", "open_qty"), column(order, "items", "row_id")) == ([0, 0], ["r1", None])
    assert column(order, "invoices", "invoice_id") == [sold["invoice_id"]]
    assert column(order, "payments", "payment_id") == column(sold, "payments", "payment_id")
    invoice = opened.call("sp_get_invoice", number(sold["invoice_id"]))
    assert (invoice["shift_id"], part(invoice, "order")["id"]) == (sold["shift_id"], order["order_id"])


def test_offers_and_coupons_are_agreed_as_they_were_given(opened: Till) -> None:
    product = opened.product((9, 4), selling_price=10)
    half = {"code": "O", "name": "n", "gives": "percent", "value": 50, "product_id": product}
    opened.call("sp_save_offer", half)
    opened.call("sp_save_coupon", {"code": "C", "name": "n", "gives": "amount", "value": 3})
    sold = opened.call("sp_pos_sale", {"items": [line(product, 2)], "coupon_code": "C"})
    order = opened.call("sp_get_order", number(part(sold, "order")["id"]))
    assert (sold["total_after"], order["total_after"], order["discount_amount"]) == (
        Decimal("7.00"),
        Decimal("7.00"),
        Decimal("3.00"),
    )
    assert column(order, "items", "discount_percent") == [Decimal(50)]
    # given back, it is billed again at what was agreed
    opened.call("sp_revert_invoice", {"invoice_id": sold["invoice_id"]})
    assert opened.call("sp_complete_order", {"order_id": order["order_id"]})["total_after"] == Decimal("7.00")


def test_a_coupon_stays_used_while_its_order_can_be_billed_again(opened: Till) -> None:
    product = opened.product((9, 4), selling_price=10)
    coupon = {"code": "C", "name": "n", "gives": "amount", "value": 3, "max_uses": 1}
    coupon_id = opened.call("sp_save_coupon", coupon)["coupon_id"]
    sale = {"items": [line(product, 2)], "coupon_code": "C"}
    used_up = Refusal(50193, f"COUPON_USED_UP: coupon {coupon_id} was used 1 times, as often as it may be: C")

    sold = opened.call("sp_pos_sale", sale)
    opened.call("sp_revert_invoice", {"invoice_id": sold["invoice_id"]})
    assert opened.refusal("sp_pos_sale", sale) == used_up
    order = number(part(sold, "order")["id"])
    (item,) = column(opened.call("sp_get_order", order), "items", "order_item_id")
    billing = {"order_id": order, "items": [{"order_item_id": item, "qty": 1}]}
    billed = opened.call("sp_complete_order", billing)
    opened.call("sp_cancel_order", {"order_id": order})
    assert opened.refusal("sp_pos_sale", sale) == used_up  # the half that was billed has its share of it
    opened.call("sp_revert_invoice", {"invoice_id": billed["invoice_id"]})
    again = opened.call("sp_pos_sale", sale)
    # of an order that is given up first
    opened.call("sp_revert_invoice", {"invoice_id": again["invoice_id"]})
    opened.call("sp_cancel_order", {"order_id": part(again, "order")["id"]})
    opened.call("sp_pos_sale", sale)


def test_what_is_named_goes_before_what_the_till_has(opened: Till) -> None:
    other, product = opened.customer(), opened.product((9, 4), selling_price=10)
    sold = opened.call(
        "sp_pos_sale",
        {"items": [line(product, 2)], "customer_id": other, "status": "partial", "payments": [money(5)]},
    )
    assert (part(sold, "customer")["id"], part(sold, "order")["payment_status"]) == (other, "partial")
    assert sold["remaining_amount"] == Decimal("15.00")


def test_without_an_open_shift_nothing_is_sold(till: Till) -> None:
    request = {"items": [line(till.product((9, 4)))], "customer_id": till.customer()}
    assert till.refusal("sp_pos_sale", request) == Refusal(
        50172, f"NO_OPEN_SHIFT: user {CASHIER} has no open shift"
    )
    # a till that sells to nobody, and a sale that names nobody
    till.call("sp_save_till", {"code": "T1", "name": "n"})
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})
    del request["customer_id"]
    assert till.refusal("sp_pos_sale", request) == Refusal(
        50101, "VALIDATION: customer_id is required, choose a customer"
    )


def test_a_till_with_numbers_of_its_own_numbers_its_orders_too(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.call("sp_save_till", {"code": "T1", "name": "n", "customer_id": customer, "own_numbers": True})
    shift = till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})["shift_id"]
    day = f"{till.today():%Y%m%d}"
    taken = till.call("sp_save_order", {"customer_id": customer, "items": [line(service, 1, 5)]})
    assert (taken["order_no"], taken["shift_id"]) == (f"ORD-MAIN-T1-{day}-0001", shift)
    sold = till.call("sp_pos_sale", {"items": [line(service, 1, 5)]})
    assert part(sold, "order")["order_no"] == f"ORD-MAIN-T1-{day}-0002"
    assert sold["invoice_no"] == f"INV-MAIN-T1-{day}-0001"
