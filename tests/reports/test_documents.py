"""Orders, invoices and payments that disagree: the report names the documents behind it."""

from __future__ import annotations

from decimal import Decimal

from tests.till import Answer, Till, line, number, rows_of

# A month of a salon: 14 orders come to 19,761, 17 invoices to 20,026, 15 payments to 19,641.
ORDERS = [6666, 500, 1000, 1200, 950, 1875, 340, 2210, 780, 1425, 605, 1110, 800, 300]
WITHOUT_ORDER = [120, 85, 60]
UNPAID = (300, 85)
SUMS = ("ordered", "invoiced", "paid")


def the_month(till: Till) -> tuple[int, list[int], list[int]]:
    """The customer, the orders and the invoices that no order led to."""
    customer, service = till.customer(), till.product(name="صبغة", keeps_stock=False)
    orders, loose = [], []
    for total in ORDERS:
        items = [line(service, 1, total)]
        order = number(till.call("sp_save_order", {"customer_id": customer, "items": items})["order_id"])
        paid = [] if total in UNPAID else [{"amount": total}]
        till.call("sp_complete_order", {"order_id": order, "payments": paid})
        orders.append(order)
    for total in WITHOUT_ORDER:
        sold = till.sell(customer, line(service, 1, total))["invoice_id"]
        if total not in UNPAID:
            till.pay(invoice_id=sold, amount=total)
        loose.append(number(sold))
    return customer, orders, loose


def documents(till: Till, **members: object) -> list[Answer]:
    return rows_of(till.call("sp_report_documents", members)["rows"])


def total(rows: list[Answer], name: str) -> Decimal:
    return sum((Decimal(str(row[name])) for row in rows), Decimal(0))


def test_three_sums_that_disagree_are_explained(till: Till) -> None:
    _, orders, loose = the_month(till)
    rows = documents(till)
    assert [total(rows, name) for name in SUMS] == [19761, 20026, 19641]
    assert [len(orders), total(rows, "invoices"), total(rows, "payments")] == [14, 17, 15]
    assert [row["order_id"] for row in rows] == [*orders, None, None, None]
    behind = documents(till, differences=True)
    names = ("order_id", "invoice_id", "difference", "remaining")
    assert [tuple(row[name] for name in names) for row in behind] == [
        (orders[13], None, 0, 300),
        (None, loose[0], 120, 0),
        (None, loose[1], 85, 85),
        (None, loose[2], 60, 0),
    ]
    assert total(behind, "difference") == 20026 - 19761
    assert total(behind, "remaining") == 20026 - 19641
    assert len(documents(till, differences=False)) == 13


def test_what_an_order_led_to(till: Till) -> None:
    customer, service = till.customer(), till.product(name="صبغة", keeps_stock=False)

    def ordered(qty: int) -> tuple[int, int]:
        saved = till.call("sp_save_order", {"customer_id": customer, "items": [line(service, qty, 10)]})
        return number(saved["order_id"]), number(rows_of(saved["items"])[0]["order_item_id"])

    def billed(order: int, item: int, qty: int, **members: object) -> Answer:
        items = [{"order_item_id": item, "qty": qty}]
        return till.call("sp_complete_order", {"order_id": order, "items": items, **members})

    (in_parts, item), (given_up, other), (untouched, _), (canceled, third) = (
        ordered(n) for n in (5, 4, 1, 2)
    )
    billed(in_parts, item, 2, payments=[{"amount": 20}])
    voided = billed(in_parts, item, 1, payments=[{"amount": 4}])
    till.call("sp_void_payment", {"payment_id": rows_of(voided["payments"])[0]["payment_id"]})
    sold = billed(given_up, other, 3)
    till.call("sp_cancel_order", {"order_id": given_up})
    line_sold = {"item_id": rows_of(sold["items"])[0]["item_id"], "qty": 1}
    till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "items": [line_sold]})
    till.call("sp_cancel_invoice", {"invoice_id": billed(canceled, third, 2)["invoice_id"]})
    names = (
        "order_id",
        "status",
        "invoices",
        "payments",
        "ordered",
        "invoiced",
        "difference",
        "paid",
        "remaining",
    )
    assert [tuple(row[name] for name in names) for row in documents(till)] == [
        (in_parts, "pending", 2, 1, 50, 30, -20, 20, 10),
        (given_up, "completed", 1, 0, 20, 20, 0, 0, 20),
        (untouched, "pending", 0, 0, 10, 0, -10, 0, 0),
        (canceled, "pending", 0, 0, 20, 0, -20, 0, 0),
    ]


def test_page_by_page_and_of_one_customer(till: Till) -> None:
    customer, orders, _ = the_month(till)
    other = till.customer()
    till.sell(other, line(till.product(name="قص", keeps_stock=False), 1, 5))
    whole = documents(till)
    pages: list[Answer] = []
    after = None
    while not pages or after is not None:
        page = till.call("sp_report_documents", {"limit": 1, "after": after})
        pages += rows_of(page["rows"])
        after = page["next_after"]
    assert pages == whole
    assert len(whole) == len(orders) + 4
    assert len(documents(till, customer_id=customer)) == len(orders) + 3
    assert [row["invoiced"] for row in documents(till, customer_id=other)] == [5]
    assert documents(till, to="2020-01-01", **{"from": "2019-01-01"}) == []
