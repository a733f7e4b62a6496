"""Another due date, of an invoice or of a supplier's bill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from pyclient import wire
from pyclient.deploy.session import execute
from tests.till import CASHIER, Answer, Till, column, line, money, number, rows_of


def day(till: Till, days: int) -> str:
    return f"{till.today() + timedelta(days=days)}"


def owed(till: Till, customer: int | None = None, **members: object) -> int:
    """An invoice that is not paid."""
    service = till.product(keeps_stock=False)
    return number(till.sell(customer or till.customer(), line(service, 1, 100), **members)["invoice_id"])


def billed(till: Till, supplier: int | None = None, **members: object) -> int:
    bought = till.buy(supplier or till.supplier(), (till.product(), 1, 100), **members)
    return number(bought["bill_id"])


def set_to(till: Till, due_date: object, **members: object) -> Answer:
    return till.call("sp_set_due_date", {"due_date": due_date, **members})


def trail(till: Till) -> list[tuple[object, ...]]:
    rows = till.rows(
        "SELECT document_table, document_id, values_before, values_after, reason, user_id FROM audit_log"
        " WHERE action = 'due_date' ORDER BY id"
    )
    return [
        (table, document, due_in(before), due_in(after), *rest)
        for table, document, before, after, *rest in rows
    ]


def due_in(state: object) -> object:
    values = wire.parse(str(state))
    assert isinstance(values, dict)
    return values["due_date"]


def test_an_invoice_says_who_changed_it_last(till: Till) -> None:
    invoice = owed(till)
    execute(till.connection, "INSERT INTO users (id, username, role) VALUES (77, 'other', 'user')")
    set_to(till, day(till, 7), invoice_id=invoice, created_by=77)
    assert till.rows("SELECT created_by, updated_by FROM invoices_out") == [(CASHIER, 77)]


def test_a_customer_asks_for_another_week(till: Till, days_pass: Callable[[int], None]) -> None:
    invoice, next_week = owed(till, due_days=3), day(till, 17)
    was = day(till, 3)
    days_pass(10)
    assert column(till.call("sp_report_unpaid", {"overdue": True}), "rows", "invoice_id") == [invoice]
    answer = set_to(till, next_week, invoice_id=invoice, reason="طلب مهلة")
    assert answer == {
        "ok": True,
        "msg": "تم تعديل تاريخ الاستحقاق بنجاح.",
        "invoice_id": invoice,
        "bill_id": None,
        "due_date_before": was,
        "due_date_after": next_week,
    }
    assert till.call("sp_get_invoice", invoice)["due_date"] == next_week
    assert till.call("sp_report_unpaid", {"overdue": True})["rows"] == []
    (row,) = rows_of(till.call("sp_report_unpaid", "{}")["rows"])
    assert (row["due_date"], row["days_overdue"]) == (next_week, 0)
    assert trail(till) == [("invoices_out", invoice, was, next_week, "طلب مهلة", CASHIER)]


def test_a_bill_was_typed_wrongly(till: Till) -> None:
    bill = billed(till, due_days=300)
    answer = set_to(till, day(till, 30), bill_id=bill)
    assert (answer["invoice_id"], answer["bill_id"]) == (None, bill)
    assert (answer["due_date_before"], answer["due_date_after"]) == (day(till, 300), day(till, 30))
    assert till.call("sp_get_purchase", bill)["due_date"] == day(till, 30)
    (row,) = rows_of(till.call("sp_report_bills_due", "{}")["rows"])
    assert row["due_date"] == day(till, 30)
    assert trail(till) == [("purchases", bill, day(till, 300), day(till, 30), None, CASHIER)]
    # it may have been due before it came, as where it is posted
    set_to(till, day(till, -2), bill_id=bill)
    (row,) = rows_of(till.call("sp_report_bills_due", {"overdue": True})["rows"])
    assert row["days_overdue"] == 2
    # and it can still be reversed
    till.call("sp_reverse_purchase", {"bill_id": bill})


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_a_document_without_a_due_date_is_due_on_its_own_day(till: Till, nothing: object) -> None:
    for document, read in (
        ({"invoice_id": owed(till, due_days=5)}, "sp_get_invoice"),
        ({"bill_id": billed(till, due_days=5)}, "sp_get_purchase"),
    ):
        answer = set_to(till, nothing, **document)
        assert (answer["due_date_before"], answer["due_date_after"]) == (day(till, 5), None)
        (number_,) = document.values()
        assert till.call(read, number_)["due_date"] is None
        assert set_to(till, day(till, 7), **document)["due_date_before"] is None


def test_the_day_that_it_has_already_writes_nothing(till: Till) -> None:
    for document in ({"invoice_id": owed(till, due_days=5)}, {"bill_id": billed(till, due_days=5)}):
        with till.nothing_written():
            answer = set_to(till, day(till, 5), **document)
        assert answer["due_date_before"] == answer["due_date_after"] == day(till, 5)
    assert trail(till) == []


def test_what_is_paid_or_came_back_in_part_may_be_due_on_another_day(till: Till) -> None:
    customer = till.customer()
    invoice = owed(till, customer)
    till.pay(invoice_id=invoice, amount=100)
    assert set_to(till, day(till, 1), invoice_id=invoice)["due_date_after"] == day(till, 1)
    assert till.call("sp_get_invoice", invoice)["overdue"] is False
    bill = billed(till, payments=[money(100)])
    assert set_to(till, day(till, 1), bill_id=bill)["due_date_after"] == day(till, 1)


def test_a_payment_of_all_that_is_owed_goes_by_the_new_day(till: Till) -> None:
    customer = till.customer()
    first, second = owed(till, customer, due_days=5), owed(till, customer, due_days=6)
    set_to(till, day(till, 7), invoice_id=first)
    paid = till.pay(customer_id=customer, amount=1)
    assert column(paid, "allocations", "invoice_id") == [second]


def test_what_is_refused(till: Till) -> None:
    today, yesterday = till.today(), day(till, -1)
    invoice, bill = owed(till), billed(till)
    cancelled, reversed_ = owed(till), billed(till)
    till.call("sp_cancel_invoice", {"invoice_id": cancelled})
    till.call("sp_reverse_purchase", {"bill_id": reversed_})
    since = day(till, -30)
    opening = till.call(
        "sp_save_supplier_opening", {"supplier_id": till.supplier(), "amount": 5, "date": since}
    )["bill_id"]
    one = "VALIDATION: give exactly one of invoice_id and bill_id"
    for request, text in (
        ({"due_date": day(till, 1)}, one),
        ({"due_date": day(till, 1), "invoice_id": invoice, "bill_id": bill}, one),
        ({"invoice_id": invoice}, "VALIDATION: due_date is required"),
        ({"invoice_id": invoice, "due_date": "soon"}, "VALIDATION: due_date is not valid: soon"),
        (
            {"invoice_id": invoice, "due_date": yesterday},
            f"VALIDATION: due_date lies before {today}: {yesterday}",
        ),
        (
            {"bill_id": opening, "due_date": day(till, -31)},
            f"VALIDATION: due_date lies before {since}: {day(till, -31)}",
        ),
        ({"invoice_id": 99, "due_date": None}, "UNKNOWN_INVOICE: there is no invoice 99"),
        ({"bill_id": 99, "due_date": None}, "UNKNOWN_BILL: there is no purchase 99"),
        (
            {"invoice_id": cancelled, "due_date": day(till, 1)},
            f"INVOICE_CLOSED: invoice {cancelled} is canceled",
        ),
        ({"bill_id": reversed_, "due_date": day(till, 1)}, "BILL_REVERSED: "),
    ):
        with till.nothing_written():
            refused = till.refusal("sp_set_due_date", request)
        assert refused is not None, request
        assert refused.text.startswith(text), request
    set_to(till, since, bill_id=opening)
