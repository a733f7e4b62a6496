"""When an invoice is due: a date, or so many days after its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.till import Answer, Till, column, line, number, rows_of


def due(till: Till, invoice: object) -> object:
    return till.call("sp_get_invoice", number(invoice))["due_date"]  # type: ignore[arg-type]


@pytest.mark.parametrize("days", [0, 1, 30, "45", 3650])
def test_due_days_count_from_the_invoices_date(till: Till, days: object) -> None:
    service = till.product(keeps_stock=False)
    sold = till.sell(till.customer(), line(service, 1, 500), due_days=days)
    assert due(till, sold["invoice_id"]) == str(till.today() + timedelta(days=int(str(days))))


def test_without_days_there_is_no_due_date(till: Till) -> None:
    service = till.product(keeps_stock=False)
    for nothing in (None, "", " "):
        assert due(till, till.sell(till.customer(), line(service), due_days=nothing)["invoice_id"]) is None


def test_an_exchange_is_due_in_days_too(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.sell(customer, line(service, 1, 10))
    answer: Answer = till.call(
        "sp_return_items",
        {"invoice_id": 1, "all": True, "exchange_items": [line(service, 1, 50)], "due_days": 7},
    )
    assert answer["ok"] is True
    assert due(till, 2) == str(till.today() + timedelta(days=7))


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"due_days": 30, "due_date": "2030-01-01"}, "due_days beside due_date is not valid: 30"),
        ({"due_days": 0, "due_date": "2030-01-01"}, "due_days beside due_date is not valid: 0"),
        ({"due_days": 3651}, "due_days is not valid: 3651"),
        ({"due_days": -1}, "due_days is not valid: -1"),
    ],
)
def test_what_contradicts_itself_is_refused_and_named_by_the_quote(
    till: Till, members: dict[str, object], text: str
) -> None:
    sale = {"customer_id": till.customer(), "items": [line(till.product(keeps_stock=False))], **members}
    refused = till.refusal("sp_save_invoice", sale)
    assert refused is not None
    assert refused.text == f"VALIDATION: {text}"
    (problem,) = rows_of(till.call("sp_quote_invoice", sale)["problems"])
    assert problem["message"] == text
    assert till.call("sp_quote_invoice", sale)["total_after"] == 10


def test_a_quote_takes_days_as_they_are(till: Till) -> None:
    sale = {"customer_id": till.customer(), "items": [line(till.product(keeps_stock=False))], "due_days": 30}
    assert till.call("sp_quote_invoice", sale)["problems"] == []


def test_no_invoice_is_due_before_its_own_day(till: Till) -> None:
    customer, service, today = till.customer(), till.product(keeps_stock=False), till.today()
    yesterday = str(today - timedelta(days=1))
    text = f"due_date lies before {today}: {yesterday}"
    sale = {"customer_id": customer, "items": [line(service)], "due_date": yesterday}
    till.sell(customer, line(service), due_date=str(today))
    till.call("sp_save_order", {"customer_id": customer, "items": [line(service)]})
    exchange = {"invoice_id": 1, "all": True, "exchange_items": [line(service)], "due_date": yesterday}
    till.call("sp_save_till", {"code": "T1", "name": "t"})
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})
    for procedure, request in (
        ("sp_save_invoice", sale),
        ("sp_save_invoice", {**sale, "status": "paid"}),
        ("sp_pos_sale", {**sale, "status": "paid"}),
        ("sp_complete_order", {"order_id": 1, "due_date": yesterday}),
        ("sp_return_items", exchange),
    ):
        with till.nothing_written():
            refused = till.refusal(procedure, request)
        assert refused is not None
        assert refused.text == f"VALIDATION: {text}", procedure
    for broken in ({}, {"status": "x"}):
        problems = rows_of(till.call("sp_quote_invoice", {**sale, **broken})["problems"])
        assert text in [problem["message"] for problem in problems]
        assert len(problems) == 1 + len(broken)
    till.call("sp_return_items", {**exchange, "due_date": str(today)})


def test_an_invoice_that_is_overdue_by_now_can_be_amended(
    till: Till, days_pass: Callable[[int], None]
) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.sell(customer, line(service, 1, 10), due_days=3)
    was = due(till, 1)
    days_pass(30)
    item = number(rows_of(till.call("sp_get_invoice", 1)["items"])[0]["item_id"])
    till.call("sp_amend_invoice", {"invoice_id": 1, "items": [{**line(service, 2, 10), "item_id": item}]})
    assert due(till, 1) == was
    assert till.call("sp_get_invoice", 1)["days_overdue"] == 27


def test_an_invoice_is_overdue_after_its_day(till: Till, days_pass: Callable[[int], None]) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.sell(customer, line(service, 1, 10), due_days=0)
    till.sell(customer, line(service, 1, 10), due_days=39)
    till.sell(customer, line(service, 1, 10), due_days=0, status="paid")
    till.sell(customer, line(service, 1, 10), due_days=0)
    till.call("sp_cancel_invoice", {"invoice_id": 4})
    days_pass(40)
    till.sell(customer, line(service, 1, 10), due_days=0)
    till.sell(customer, line(service, 1, 10))
    till.pay(invoice_id=2, amount=4)
    rows = rows_of(till.call("sp_list_invoices", "{}")["invoices"])
    days = [(row["invoice_id"], row["overdue"], row["days_overdue"]) for row in rows]
    assert days == [(6, False, 0), (5, False, 0), (4, False, 0), (3, False, 0), (2, True, 1), (1, True, 40)]
    for invoice, overdue, since in days:
        shown = till.call("sp_get_invoice", number(invoice))
        assert (shown["overdue"], shown["days_overdue"]) == (overdue, since)
    for asked, expected in (
        ('{"overdue":true}', [2, 1]),
        ('{"overdue":true,"limit":1}', [2]),
        ('{"overdue":true,"after":2}', [1]),
        ('{"overdue":false}', [6, 5, 4, 3]),
        ('{"overdue":false,"open":true}', [6, 5]),
        (f'{{"overdue":true,"customer_id":{customer + 1}}}', []),
    ):
        assert column(till.call("sp_list_invoices", asked), "invoices", "invoice_id") == expected, asked
