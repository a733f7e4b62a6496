"""Until when suppliers' bills are to be paid: as they say, else as the supplier does."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.till import CASHIER, Answer, Till, column, number, part, rows_of


def days_after(day: date, days: int) -> str:
    return f"{day + timedelta(days=days)}"


def bought(till: Till, supplier: int | None, **members: object) -> Answer:
    return till.buy(supplier, (till.product(), 1, 100), **members)


def opened(till: Till, supplier: int, **members: object) -> Answer:
    return till.call("sp_save_supplier_opening", {"supplier_id": supplier, "amount": 50, **members})


def test_payment_days_of_a_supplier(till: Till) -> None:
    made = till.call("sp_save_supplier", {"name": "النور", "payment_days": 30})
    supplier = made["supplier_id"]
    assert part(made, "supplier")["payment_days"] == 30

    def changed(**members: object) -> object:
        answer = till.call("sp_save_supplier", {"supplier_id": supplier, **members})
        (listed,) = rows_of(till.call("sp_list_suppliers", {"supplier_id": supplier})["suppliers"])
        assert part(answer, "supplier") == listed
        assert till.rows("SELECT payment_days FROM report_suppliers") == [(listed["payment_days"],)]
        return listed["payment_days"]

    assert changed(city="بنها") == 30
    assert changed(payment_days="3650") == 3650
    assert changed(payment_days=0) == 0
    assert changed(payment_days=None) is None
    ((old, new),) = till.rows("SELECT values_before, values_after FROM audit_log ORDER BY id DESC LIMIT 1")
    assert '"payment_days":0,' in str(old)
    assert '"payment_days":null,' in str(new)


@pytest.mark.parametrize("value", ["-1", "3651", "1.5", '"x"', "true", "[]", "{}", "1e30"])
def test_what_are_no_payment_days(till: Till, value: str) -> None:
    supplier = till.supplier()
    for member in (f'"supplier_id":{supplier}', '"name":"x"'):
        with till.nothing_written():
            refused = till.refusal(
                "sp_save_supplier", f'{{{member},"payment_days":{value},"created_by":{CASHIER}}}'
            )
        assert refused is not None
        assert refused.token == "VALIDATION"
        assert "payment_days" in refused.text


def test_a_bill_is_due_as_it_says_else_as_its_supplier_does(till: Till) -> None:
    patient, strict, today = till.supplier(payment_days=30), till.supplier(), till.today()
    supplier_of_day = till.supplier(payment_days=0)
    for supplier, members, due in (
        (patient, {}, days_after(today, 30)),
        (patient, {"due_days": None, "due_date": ""}, days_after(today, 30)),
        (patient, {"due_days": 45}, days_after(today, 45)),
        (patient, {"due_days": "0"}, f"{today}"),
        (patient, {"due_date": f"{today}"}, f"{today}"),
        (patient, {"due_date": days_after(today, 400)}, days_after(today, 400)),
        (supplier_of_day, {}, f"{today}"),
        (strict, {}, None),
        (strict, {"due_days": 7}, days_after(today, 7)),
        (None, {}, None),
    ):
        bill = bought(till, supplier, **members)
        assert bill["due_date"] == due, members
        assert till.call("sp_get_purchase", number(bill["bill_id"]))["due_date"] == due
        assert column(till.call("sp_list_purchases", {"limit": 1}), "purchases", "due_date") == [due]
        ((shown,),) = till.rows("SELECT due_date FROM report_purchases WHERE bill_id = %s", bill["bill_id"])
        assert shown == (date.fromisoformat(due) if due else None)
    # a later change of the supplier changes no bill
    till.call("sp_save_supplier", {"supplier_id": patient, "payment_days": 90})
    assert column(till.call("sp_list_purchases", {"supplier_id": patient}), "purchases", "due_date")[-1] == (
        days_after(today, 30)
    )


def test_days_of_an_opening_balance_count_from_its_own_date(till: Till) -> None:
    supplier, since = till.supplier(payment_days=30), till.today() - timedelta(days=90)
    for members, due in (
        ({"date": f"{since}"}, days_after(since, 30)),
        ({"date": f"{since}", "due_days": 10}, days_after(since, 10)),
        ({"date": f"{since}", "due_date": f"{since}"}, f"{since}"),
        ({}, days_after(till.today(), 30)),
    ):
        answer = opened(till, supplier, **members)
        assert answer["due_date"] == due
        assert till.call("sp_get_purchase", number(answer["bill_id"]))["due_date"] == due
    assert opened(till, till.supplier(), date=f"{since}")["due_date"] is None


def test_goods_that_come_without_a_bill_are_due_never(till: Till) -> None:
    till.receive(till.product(), 1, 5)
    assert till.rows("SELECT due_date FROM purchases") == [(None,)]


def test_a_bill_that_comes_late_is_overdue_at_once(till: Till) -> None:
    supplier, yesterday = till.supplier(payment_days=30), till.today() - timedelta(days=1)
    bought = till.buy(supplier, (till.product(), 1, 5), due_date=f"{yesterday}")
    assert bought["due_date"] == f"{yesterday}"
    (row,) = rows_of(till.call("sp_report_bills_due", {"overdue": True})["rows"])
    assert (row["bill_id"], row["days_overdue"]) == (bought["bill_id"], 1)


def test_what_is_refused(till: Till) -> None:
    supplier, product, today = till.supplier(payment_days=30), till.product(), till.today()
    since = today - timedelta(days=90)
    bill = {"supplier_id": supplier, "items": [{"product_id": product, "qty": 1, "unit_cost": 5}]}
    opening = {"supplier_id": supplier, "amount": 5}
    before = since - timedelta(days=1)
    both = {"due_days": 5, "due_date": f"{today}"}
    for procedure, members, text in (
        (
            "sp_save_supplier_opening",
            {**opening, "date": f"{since}", "due_date": f"{before}"},
            f"due_date lies before {since}: {before}",
        ),
        ("sp_post_purchase", {**bill, "due_date": "soon"}, "due_date is not valid: soon"),
        *(
            (procedure, {**request, **members}, text)
            for procedure, request in (("sp_post_purchase", bill), ("sp_save_supplier_opening", opening))
            for members, text in (
                (both, "due_days beside due_date is not valid: 5"),
                ({"due_days": 3651}, "due_days is not valid: 3651"),
                ({"due_days": -1}, "due_days is not valid: -1"),
                ({"due_days": "1.5"}, "due_days is not valid: 1.5"),
            )
        ),
    ):
        with till.nothing_written():
            refused = till.refusal(procedure, members)
        assert refused is not None
        assert refused.text == f"VALIDATION: {text}"


def test_the_trail_keeps_when_a_bill_is_due(till: Till) -> None:
    bought(till, till.supplier(payment_days=5))
    ((values,),) = till.rows("SELECT values_after FROM audit_log WHERE document_table = 'purchases'")
    assert f'"due_date":"{days_after(till.today(), 5)}"' in str(values)


def test_which_bill_counts_as_paid_goes_by_its_day_not_by_its_due_date(till: Till) -> None:
    supplier = till.supplier()
    late = bought(till, supplier, due_days=60)
    soon = bought(till, supplier)
    till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": 100})
    assert till.rows("SELECT bill_id, open_amount FROM report_purchases ORDER BY bill_id") == [
        (late["bill_id"], Decimal(0)), (soon["bill_id"], Decimal(100))
    ]  # fmt: skip
