"""Work orders: made, changed, and their totals, which follow their invoices whatever becomes of those."""

from __future__ import annotations

import pytest

from pyclient.deploy.session import execute
from tests.till import Till, column, line, money


def totals(till: Till, work_order: int) -> tuple[object, ...]:
    return till.rows(
        "SELECT total_invoice_amount, total_paid, total_remaining FROM work_orders WHERE id = %s", work_order
    )[0]


def test_a_work_order_is_made_and_changed_member_by_member(till: Till) -> None:
    customer = till.customer()
    made = till.call(
        "sp_save_work_order",
        {
            "customer_id": customer,
            "title": " تأسيس ",
            "description": "وصف",
            "start_date": "2025-09-01",
            "notes": "ن",
        },
    )
    expected = {
        "id": 1,
        "customer_id": customer,
        "title": "تأسيس",
        "description": "وصف",
        "status": "pending",
        "start_date": "2025-09-01",
        "notes": "ن",
        "total_invoice_amount": 0,
        "total_paid": 0,
        "total_remaining": 0,
    }
    assert made["work_order_id"] == 1
    assert made["work_order"] == expected
    for change in (
        {"status": "in_progress"},
        {"description": None},
        {"notes": None},
        {"start_date": "2025-10-01"},
        {"title": "آخر"},
    ):
        expected.update(change)
        assert till.call("sp_save_work_order", {"work_order_id": 1, **change})["work_order"] == expected
    assert till.call("sp_list_work_orders", '{"status":"in_progress"}')["work_orders"] == [expected]
    assert till.call("sp_list_work_orders", '{"status":"completed"}')["work_orders"] == []
    refused = till.refusal("sp_save_work_order", {"work_order_id": 1, "title": ""})
    assert refused == (50101, "VALIDATION: title is required")


def test_it_starts_today_where_no_date_is_given(till: Till) -> None:
    work_order = till.work_order(till.customer())
    today = till.today()
    assert till.rows("SELECT start_date FROM work_orders WHERE id = %s", work_order) == [(today,)]


def test_its_customer_changes_only_before_it_has_invoices(till: Till) -> None:
    customer, other = till.customer(), till.customer()
    work_order = till.work_order(customer)
    till.call("sp_save_work_order", {"work_order_id": work_order, "customer_id": other})
    till.sell(other, line(till.product((1, 1))), work_order_id=work_order)
    refused = till.refusal("sp_save_work_order", {"work_order_id": work_order, "customer_id": customer})
    assert refused == (50101, f"VALIDATION: customer_id of {work_order} cannot change any more: {customer}")
    till.call("sp_save_work_order", {"work_order_id": work_order, "customer_id": other, "title": "t"})


def test_its_customer_does_not_change_while_an_order_names_it(till: Till) -> None:
    customer, other = till.customer(), till.customer()
    work_order = till.work_order(customer)
    order = {"customer_id": customer, "work_order_id": work_order, "items": [line(till.product((1, 1)))]}
    order_id = till.call("sp_save_order", order)["order_id"]
    refused = till.refusal("sp_save_work_order", {"work_order_id": work_order, "customer_id": other})
    assert refused == (50101, f"VALIDATION: customer_id of {work_order} cannot change any more: {other}")
    assert till.call("sp_complete_order", {"order_id": order_id})["work_order"]


def test_unknown_ones_are_refused(till: Till) -> None:
    refused = till.refusal("sp_save_work_order", {"work_order_id": 99, "title": "t"})
    assert refused == (50106, "UNKNOWN_WORK_ORDER: there is no work order 99")
    refused = till.refusal("sp_save_work_order", {"customer_id": 99, "title": "t"})
    assert refused == (50103, "UNKNOWN_CUSTOMER: there is no customer 99")


def test_totals_follow_sales_and_payments(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    work_order = till.work_order(customer)
    till.sell(customer, line(service, 1, 100), work_order_id=work_order)
    till.sell(
        customer, line(service, 1, 50), work_order_id=work_order, status="partial", payments=[money(20)]
    )
    till.sell(customer, line(service, 1, 7), status="paid")
    assert totals(till, work_order) == (150, 20, 130)
    paid = till.pay(customer_id=customer, amount=125)
    assert column(paid, "work_orders", "total_remaining") == [5]
    assert totals(till, work_order) == (150, 145, 5)


@pytest.mark.corrupts  # invoices are changed by hand here, to show the triggers alone
def test_totals_follow_every_change_of_an_invoice(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    first, second = till.work_order(customer), till.work_order(customer)
    for work_order in (first, second):
        till.sell(
            customer, line(service, 1, 100), work_order_id=work_order, status="partial", payments=[money(30)]
        )

    def update(change: str) -> tuple[tuple[object, ...], tuple[object, ...]]:
        execute(till.connection, f"UPDATE invoices_out SET {change} WHERE id = 1")
        return totals(till, first), totals(till, second)

    hundred, nothing = (100, 30, 70), (0, 0, 0)
    assert update("notes = 'x'") == (hundred, hundred)
    assert update(f"work_order_id = {second}") == (nothing, (200, 60, 140))
    assert update("work_order_id = NULL") == (nothing, hundred)
    assert update(f"work_order_id = {first}") == (hundred, hundred)
    assert update("returned_amount = 10, remaining_amount = 60") == ((90, 30, 60), hundred)
    assert update("delivered = 'canceled', remaining_amount = 0") == (nothing, hundred)
    assert update(f"work_order_id = {second}") == (nothing, hundred)
    assert update("delivered = 'partial', remaining_amount = 60") == (nothing, (190, 60, 130))
    assert update("delivered = 'yes', paid_amount = 90, remaining_amount = 0") == (nothing, (190, 120, 70))
    execute(
        till.connection,
        "INSERT INTO invoices_out (customer_id, company_id, branch_id, delivered, invoice_"
        "group, created_by, invoice_date, "
        "total_before_discount, total_after_discount, paid_amount, remaining_amount, work_order_id) "
        "VALUES (%s, 1, 1, 'no', 'group1', 1, '2026-01-01', 5, 5, 0, 5, %s)",
        (customer, first),
    )
    assert totals(till, first) == (5, 0, 5)
    execute(till.connection, "DELETE FROM invoices_out WHERE invoice_no IS NULL")
    assert totals(till, first) == nothing
