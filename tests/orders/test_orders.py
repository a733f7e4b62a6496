"""Orders: agreed, changed, billed in parts, given up; what their invoices give back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient import wire
from tests.till import Answer, Refusal, Till, column, line, money, number, part, rows_of

MISSING = 999999


def order(till: Till, customer: int, *lines: dict[str, object], **members: object) -> Answer:
    return till.call("sp_save_order", {"customer_id": customer, "items": list(lines), **members})


def complete(till: Till, which: Answer, *quantities: object, **members: object) -> Answer:
    """Bill the order: ``quantities`` of its lines, the first lines first; none: all that is left."""
    asked = [
        {"order_item_id": item, "qty": qty}
        for item, qty in zip(column(which, "items", "order_item_id"), quantities, strict=False)
        if qty
    ]
    return till.call(
        "sp_complete_order",
        {"order_id": which["order_id"], **({"items": asked} if quantities else {}), **members},
    )


def shown(till: Till, which: Answer) -> Answer:
    return till.call("sp_get_order", number(which["order_id"]))


def closed(which: Answer, status: str) -> Refusal:
    return Refusal(50161, f"ORDER_CLOSED: order {which['order_id']} is {status}")


# --- agreed


def test_an_order_is_priced_and_numbered_and_moves_nothing(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 4), selling_price="42.50")
    before = {table: till.count(table) for table in ("journal_entries", "invoices_out")}
    first = order(
        till,
        customer,
        line(product, 2, row_id="r1"),
        line(product, "1.5", "40", discount_percent="10"),
        source="booking",
        discount_value="5",
        notes="توصيل",
        request_id="o-1",
    )
    assert first["order_no"] == f"ORD-{till.today():%Y%m%d}-0001"
    assert (first["source"], first["status"], first["payment_status"]) == ("booking", "pending", "unpaid")
    assert (first["total_before"], first["discount_amount"]) == (Decimal("139.00"), Decimal("6.95"))
    assert (first["total_after"], first["notes"]) == (Decimal("132.05"), "توصيل")
    assert column(first, "items", "selling_price") == [Decimal("42.5"), Decimal("40")]
    assert column(first, "items", "total_price") == [Decimal("85.00"), Decimal("54.00")]
    assert column(first, "items", "open_qty") == [Decimal(2), Decimal("1.5")]
    assert (first["invoices"], first["payments"]) == ([], [])
    assert {**shown(till, first), "msg": first["msg"]} == first
    assert {table: till.count(table) for table in before} == before
    assert till.rows("SELECT remaining FROM batches") == [(5,)]
    assert order(till, customer, line(product))["order_no"] == f"ORD-{till.today():%Y%m%d}-0002"


def test_an_order_changes_until_it_is_billed(till: Till) -> None:
    customer, other, product = till.customer(), till.customer(), till.product((9, 4))
    first = order(till, customer, line(product, 2), line(product, 3))
    work_order = till.work_order(customer)
    change: dict[str, object] = {"order_id": first["order_id"]}
    again = order(till, customer, line(product, 4, 7), **change, work_order_id=work_order, source="pos")
    assert (again["order_no"], again["work_order_id"], again["source"]) == (
        first["order_no"],
        work_order,
        "pos",
    )
    assert (again["total_after"], column(again, "items", "qty")) == (Decimal("28.00"), [Decimal(4)])
    change |= {"customer_id": other, "items": [line(product)]}
    assert till.refusal("sp_save_order", change) == Refusal(
        50101, f"VALIDATION: customer_id of {first['order_id']} cannot change any more: {other}"
    )
    sold = complete(till, again, 1)
    change.pop("customer_id")
    billed = Refusal(50161, f"ORDER_CLOSED: order {first['order_id']} was billed already and cannot change")
    assert till.refusal("sp_save_order", change) == billed
    till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})
    assert till.refusal("sp_save_order", change) == billed


def test_lists_are_filtered_and_paged(till: Till) -> None:
    customer, other, product = till.customer(), till.customer(), till.product((9, 4))
    ids = [order(till, customer, line(product), source="booking")["order_id"] for _ in range(2)]
    ids.append(order(till, other, line(product))["order_id"])
    complete(till, shown(till, {"order_id": ids[1]}))

    def listed(**wanted: object) -> list[object]:
        return list(column(till.call("sp_list_orders", wire.encode(wanted)), "orders", "order_id"))

    assert listed() == ids[::-1]
    assert listed(customer_id=other) == [ids[2]]
    assert listed(source="booking", status="pending") == [ids[0]]
    assert listed(status="completed") == [ids[1]]
    assert listed(search="0003") == [ids[2]]
    assert listed(branch_id=1, **{"from": str(till.today()), "to": str(till.today())}) == ids[::-1]
    assert listed(**{"to": "2000-01-01"}) == []
    first = till.call("sp_list_orders", '{"limit":2}')
    assert (column(first, "orders", "order_id"), first["next_after"]) == (ids[:0:-1], ids[1])
    last = till.call("sp_list_orders", f'{{"limit":2,"after":{ids[1]}}}')
    assert (column(last, "orders", "order_id"), last["next_after"]) == ([ids[0]], None)
    one = rows_of(first["orders"])[1]
    assert one == {name: value for name, value in shown(till, {"order_id": ids[1]}).items() if name in one}
    assert (one["status"], one["payment_status"], one["invoiced_amount"]) == (
        "completed",
        "unpaid",
        Decimal("10.00"),
    )


# --- billed


@pytest.mark.parametrize(
    ("units", "list_price"),
    [
        ([{"unit": "علبة", "factor": 10, "selling_price": 95}], 120),
        ([{"unit": "علبة", "factor": 12, "selling_price": 95}], 95),
        ([], 120),
    ],
)
def test_it_delivers_what_the_unit_held_when_it_was_agreed(
    till: Till, units: list[object], list_price: int
) -> None:
    customer = till.customer()
    product = till.product((100, 4), selling_price=10, units=[{"unit": "علبة", "factor": 12}])
    agreed = order(till, customer, line(product, 2, uom="علبة"))
    assert column(agreed, "items", "unit_factor") == [Decimal(12)]
    till.call("sp_save_product", {"product_id": product, "units": units})
    for _ in range(2):
        sold = complete(till, agreed, 1)
        assert column(sold, "items", "qty") == [Decimal(1)]
        assert column(sold, "items", "stock_qty") == [Decimal(12)]
        assert column(sold, "items", "unit") == ["علبة"]
        assert column(sold, "items", "list_price") == [Decimal(list_price)]
        assert sold["total_after"] == Decimal(120)
    assert shown(till, agreed)["status"] == "completed"


def test_no_request_says_what_a_unit_holds(till: Till) -> None:
    customer = till.customer()
    product = till.product((100, 4), selling_price=10, units=[{"unit": "علبة", "factor": 12}])
    for member in ({"unit_factor": 2}, {"pricing": '{"unit":"علبة","unit_factor":"2"}'}):
        wanted = {"customer_id": customer, "items": [line(product, 1, uom="علبة") | member]}
        assert column(till.call("sp_save_invoice", wanted), "items", "stock_qty") == [Decimal(12)]


def test_it_is_billed_at_the_agreed_prices(till: Till) -> None:
    customer = till.customer()
    product = till.product((9, 4), selling_price=10, units=[{"unit": "علبة", "factor": 2}])
    gift = till.product((9, 1), selling_price=0)
    first = order(
        till,
        customer,
        line(product, 2),
        line(gift, 1),
        line(product, 1, uom="علبة", tax_rate=14, price_includes_tax=True, row_id="r3"),
    )
    for item, price in ((product, 99), (gift, 55)):
        till.call("sp_save_product", {"product_id": item, "selling_price": price})
    sold = complete(till, first, notes="فاتورة", due_date="2030-01-31", branch_id=1)
    assert column(sold, "items", "selling_price") == [Decimal(10), Decimal(0), Decimal(20)]
    assert column(sold, "items", "tax_amount") == [Decimal(0), Decimal(0), Decimal("2.46")]
    assert (sold["total_after"], sold["payment_status"]) == (first["total_after"], "pending")
    assert part(sold, "order") == {
        "id": first["order_id"],
        "order_no": first["order_no"],
        "status": "completed",
        "payment_status": "unpaid",
    }
    invoice = till.call("sp_get_invoice", number(sold["invoice_id"]))
    assert invoice["order"] == {"id": first["order_id"], "order_no": first["order_no"]}
    assert (invoice["notes"], invoice["due_date"]) == ("فاتورة", "2030-01-31")
    after = shown(till, first)
    assert (after["status"], after["remaining_amount"]) == ("completed", sold["total_after"])
    assert column(after, "items", "open_qty") == [0, 0, 0]
    assert column(after, "invoices", "invoice_no") == [sold["invoice_no"]]


def test_parts_add_up_to_what_was_agreed(till: Till) -> None:
    customer, product, other = till.customer(), till.product((9, 4)), till.product((9, 4))
    first = order(
        till,
        customer,
        line(product, 3, 100, discount_amount="10"),
        line(other, 3, "33.33"),
        discount_type="amount",
        discount_value="1",
    )
    sold = [complete(till, first, 1, 1), complete(till, first, 1, 2), complete(till, first)]
    discounts = [each["discount_amount"] for each in sold]
    assert sum(Decimal(str(each)) for each in discounts) == 1
    lines = [rows_of(each["items"])[0]["line_discount"] for each in sold]
    assert lines == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]
    assert [part(each, "order")["status"] for each in sold] == ["pending", "pending", "completed"]
    # what an invoice between gives back is billed again with what it took
    till.call("sp_cancel_invoice", {"invoice_id": sold[1]["invoice_id"]})
    again = complete(till, first)
    assert again["discount_amount"] == discounts[1]
    assert column(again, "items", "line_discount") == [Decimal("3.34"), 0]
    assert shown(till, first)["invoiced_amount"] == first["total_after"]


@pytest.mark.parametrize(
    ("members", "paid", "status"),
    [
        ({}, "pending", "unpaid"),
        ({"payments": [money(4)]}, "partial", "partial"),
        ({"payments": [money(4), money(6, "card")]}, "paid", "paid"),
        ({"payments": [money(12)], "overpayment": "change"}, "paid", "paid"),
        ({"status": "paid"}, "paid", "paid"),
        ({"payments": [money(0)]}, "pending", "unpaid"),
    ],
)
def test_what_is_paid_says_the_payments(
    till: Till, members: dict[str, object], paid: str, status: str
) -> None:
    first = order(till, till.customer(), line(till.product((9, 4)), 1, 10))
    sold = complete(till, first, **members)
    assert (sold["payment_status"], part(sold, "order")["payment_status"]) == (paid, status)
    after = shown(till, first)
    assert (after["payment_status"], after["paid_amount"]) == (status, sold["paid_amount"])
    assert [row["invoice_id"] for row in rows_of(after["payments"])] == [sold["invoice_id"]] * len(
        rows_of(sold["payments"])
    )


def test_part_of_an_order_that_is_paid_is_no_paid_order(till: Till) -> None:
    first = order(till, till.customer(), line(till.product((9, 4)), 2, 10))
    sold = complete(till, first, 1, status="paid")
    assert part(sold, "order") == {**part(sold, "order"), "status": "pending", "payment_status": "partial"}
    sold = complete(till, first)
    assert part(sold, "order")["payment_status"] == "partial"
    till.pay(invoice_id=sold["invoice_id"], amount=10)
    assert shown(till, first)["payment_status"] == "paid"


def test_no_more_than_is_left_is_billed(till: Till) -> None:
    first = order(till, till.customer(), line(till.product((9, 4)), 3, 10))
    (item,) = column(first, "items", "order_item_id")
    complete(till, first, 1)
    asked = {"order_id": first["order_id"], "items": [{"order_item_id": item, "qty": "1.5"}] * 2}
    assert till.refusal("sp_complete_order", asked) == Refusal(
        50112, f"INVALID_QUANTITY: item {item}: 3.0000 is more than the 2.0000 that the order has left"
    )
    complete(till, first)
    asked["items"] = [{"order_item_id": item, "qty": 1}]
    assert till.refusal("sp_complete_order", asked) == closed(first, "completed")


def test_offers_are_no_matter_of_an_order(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 4), selling_price=10)
    first = order(till, customer, line(product, 2))
    till.call(
        "sp_save_offer", {"code": "O", "name": "عرض", "gives": "percent", "value": 50, "product_id": product}
    )
    assert complete(till, first)["total_after"] == Decimal("20.00")


# --- given up and given back


def test_an_order_that_nothing_was_billed_of_is_cancelled(till: Till) -> None:
    first = order(till, till.customer(), line(till.product((9, 4)), 3, 10))
    gone = till.call("sp_cancel_order", {"order_id": first["order_id"], "reason": "اعتذر العميل"})
    assert (gone["status"], gone["cancel_reason"]) == ("cancelled", "اعتذر العميل")
    assert (gone["cancelled_on"], column(gone, "items", "open_qty")) == (str(till.today()), [0])
    for procedure, members in (
        ("sp_complete_order", {}),
        ("sp_cancel_order", {}),
        ("sp_save_order", {"items": [line(1)]}),
    ):
        request = {"order_id": first["order_id"], **members}
        assert till.refusal(procedure, request) == closed(first, "cancelled")


def test_an_order_that_was_billed_in_part_is_completed_by_giving_up_the_rest(till: Till) -> None:
    first = order(till, till.customer(), line(till.product((9, 4)), 3, 10))
    sold = complete(till, first, 1, status="paid")
    gone = till.call("sp_cancel_order", {"order_id": first["order_id"]})
    assert (gone["status"], gone["payment_status"]) == ("completed", "paid")
    till.call("sp_revert_invoice", {"invoice_id": sold["invoice_id"]})
    after = shown(till, first)
    assert (after["status"], after["payment_status"]) == ("cancelled", "unpaid")
    assert till.refusal("sp_complete_order", {"order_id": first["order_id"]}) == closed(first, "cancelled")


@pytest.mark.parametrize("undo", ["sp_cancel_invoice", "sp_revert_invoice"])
def test_an_undone_invoice_gives_its_quantities_back(till: Till, undo: str) -> None:
    first = order(till, till.customer(), line(till.product((9, 4)), 3, 10), line(till.product((9, 4)), 1, 5))
    sold = complete(till, first)
    till.call(undo, {"invoice_id": sold["invoice_id"]})
    after = shown(till, first)
    assert (after["status"], after["invoiced_amount"]) == ("pending", 0)
    assert column(after, "items", "invoiced_qty") == [0, 0]
    assert column(complete(till, first), "items", "qty") == [Decimal(3), Decimal(1)]


def test_returns_and_amendments_leave_the_order_alone(till: Till) -> None:
    first = order(till, till.customer(), line(till.product((9, 4)), 3, 10))
    sold = complete(till, first, 2)
    (item,) = column(sold, "items", "item_id")
    amended = {"item_id": item, "product_id": 1, "qty": 2, "selling_price": 9}
    till.call("sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": [amended]})
    till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "items": [{"item_id": item, "qty": 1}]})
    after = shown(till, first)
    assert (after["status"], column(after, "items", "invoiced_qty")) == ("pending", [Decimal(2)])
    assert after["invoiced_amount"] == Decimal("9.00")


# --- refused


@pytest.mark.parametrize("procedure", ["sp_complete_order", "sp_cancel_order", "sp_save_order"])
def test_an_unknown_order(till: Till, procedure: str) -> None:
    request = {"order_id": MISSING, "items": [line(till.product())]}
    refused = Refusal(50145, f"UNKNOWN_ORDER: there is no order {MISSING}")
    assert till.refusal(procedure, request) == refused
    assert till.refusal("sp_get_order", str(MISSING)) == refused


def test_a_line_of_another_order(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 4))
    first, second = order(till, customer, line(product)), order(till, customer, line(product))
    (item,) = column(second, "items", "order_item_id")
    request = {"order_id": first["order_id"], "items": [{"order_item_id": item, "qty": 1}]}
    assert till.refusal("sp_complete_order", request) == Refusal(
        50138, f"UNKNOWN_ITEM: there is no item {item} on order {first['order_id']}"
    )
