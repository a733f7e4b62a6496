"""What a supplier was owed before there were books: a purchase of no goods, against opening equity."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import mysql.connector
import pytest

from pyclient.deploy.session import execute
from tests.till import Answer, Till, column, decimals, number, part, rows_of

ON_ACCOUNTS = (
    "SELECT account_code, balance FROM report_trial_balance WHERE balance <> 0 ORDER BY account_code"
)
CASH, PAYABLES, EQUITY = "1100", "2100", "3100"


def opened(till: Till, supplier: int, amount: object, **members: object) -> Answer:
    return till.call("sp_save_supplier_opening", {"supplier_id": supplier, "amount": amount, **members})


def open_amounts(till: Till) -> list[object]:
    return [row[0] for row in till.rows("SELECT open_amount FROM report_purchases ORDER BY bill_id")]


def test_a_thousand_from_before_of_which_four_hundred_are_paid(till: Till) -> None:
    supplier, today = till.supplier(), till.today()
    since = today - timedelta(days=90)
    answer = opened(till, supplier, 1000, date=f"{since}", bill_no="ف-9", notes="من الدفتر")
    bill = number(answer["bill_id"])
    assert answer == {
        "ok": True,
        "msg": "تم تسجيل رصيد المورد الافتتاحي بنجاح.",
        "bill_id": bill,
        "purchase_no": f"PO-{today:%Y%m%d}-0001",
        "bill_no": "ف-9",
        "supplier_id": supplier,
        "opening_date": f"{since}",
        "due_date": None,
        "total": Decimal(1000),
        "supplier": {"id": supplier, "balance_before": 0, "balance_after": Decimal(1000)},
    }
    assert till.rows(ON_ACCOUNTS) == [(PAYABLES, Decimal(-1000)), (EQUITY, Decimal(1000))]

    till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": 400})
    assert till.rows(ON_ACCOUNTS) == [
        (CASH, Decimal(-400)), (PAYABLES, Decimal(-600)), (EQUITY, Decimal(1000))
    ]  # fmt: skip
    statement = till.call("sp_supplier_statement", {"supplier_id": supplier})
    assert [
        [row[name] for name in ("transaction_type", "amount", "bill_id", "balance_after")]
        for row in rows_of(statement["rows"])
    ] == [["purchase", Decimal(1000), bill, Decimal(1000)], ["payment", Decimal(-400), None, Decimal(600)]]
    assert column(statement, "rows", "description")[0] == f"رصيد افتتاحي {answer['purchase_no']}"
    assert open_amounts(till) == [Decimal(600)]

    read = till.call("sp_get_purchase", bill)
    assert (read["opening_date"], read["items"], read["notes"]) == (f"{since}", [], "من الدفتر")
    assert column(read, "journal", "entry_type") == ["opening"]
    listed = till.call("sp_list_purchases", {"supplier_id": supplier})
    assert column(listed, "purchases", "opening_date") == [f"{since}"]


@pytest.mark.parametrize("refund", ["account", "cash", "original"])
def test_a_reversed_one_leaves_nothing(till: Till, refund: str) -> None:
    supplier = till.supplier()
    bill = opened(till, supplier, "1000.50", bill_no="7")["bill_id"]
    undone = till.call("sp_reverse_purchase", {"bill_id": bill, "refund": refund})
    assert (undone["total"], undone["refunds"]) == (Decimal("1000.50"), [])
    assert till.rows(ON_ACCOUNTS) == []
    assert part(undone, "supplier")["balance_after"] == 0
    assert open_amounts(till) == [0]
    refused = till.refusal("sp_reverse_purchase", {"bill_id": bill})
    assert refused is not None
    assert refused.token == "BILL_REVERSED"
    opened(till, supplier, 999, bill_no="7")


def test_it_is_older_than_the_bills_after_its_date(till: Till) -> None:
    supplier = till.supplier()
    till.buy(supplier, (till.product(), 1, 50))
    opened(till, supplier, 100, date=f"{till.today() - timedelta(days=1)}")
    opened(till, supplier, 10)
    till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": 120})
    assert open_amounts(till) == decimals("30", "0", "10")


def test_the_same_request_twice_is_one(till: Till) -> None:
    request = {"supplier_id": till.supplier(), "amount": "0.01", "request_id": "once"}
    first = till.text("sp_save_supplier_opening", request)
    assert till.text("sp_save_supplier_opening", request) == first
    assert till.rows("SELECT COUNT(*) FROM purchases") == [(1,)]


def test_an_old_debt_to_a_supplier_who_sells_no_more(till: Till) -> None:
    supplier = till.supplier()
    till.call("sp_save_supplier", {"supplier_id": supplier, "active": False})
    assert opened(till, supplier, 5)["total"] == Decimal(5)


def test_what_is_refused(till: Till) -> None:
    supplier = till.supplier()
    bought = till.buy(supplier, (till.product(), 1, 1), bill_no="7")["bill_id"]
    tomorrow = till.today() + timedelta(days=1)
    for members, text in (
        ({"supplier_id": None}, "VALIDATION: supplier_id is required"),
        ({"supplier_id": 999}, "UNKNOWN_SUPPLIER: there is no supplier 999"),
        ({"amount": None}, "INVALID_PAYMENT: amount must be a number above 0: null"),
        ({"amount": 0}, "INVALID_PAYMENT: amount must be a number above 0: 0"),
        ({"amount": -5}, "INVALID_PAYMENT: amount must be a number above 0: -5"),
        (
            {"date": f"{tomorrow}"},
            f"VALIDATION: date lies after the business date {till.today()}: {tomorrow}",
        ),
        (
            {"bill_no": "7"},
            f"DUPLICATE_BILL: supplier {supplier}: this bill is posted already, as purchase {bought}: 7",
        ),
    ):
        with till.nothing_written():
            refused = till.refusal(
                "sp_save_supplier_opening", {"supplier_id": supplier, "amount": 5, **members}
            )
        assert refused is not None
        assert refused.text == text


def test_it_never_becomes_a_purchase_of_goods(till: Till) -> None:
    bill = opened(till, till.supplier(), 5)["bill_id"]
    with pytest.raises(mysql.connector.Error, match="APPEND_ONLY"):
        execute(
            till.connection,
            "UPDATE purchases SET opening_date = NULL, reversed_on = business_date, reversed_by = 1"
            f" WHERE id = {bill}",
        )
