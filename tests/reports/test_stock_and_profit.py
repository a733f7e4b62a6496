"""What is in stock and what it is worth, what was earned, and the sheet of a work order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reports.conftest import Days, amount
from tests.till import Answer, decimals, part, rows_of

ALL = {"from": "2026-03-01", "to": "2026-04-30"}


def test_stock_on_hand_is_worth_what_the_inventory_account_says(days: Days) -> None:
    """A: 100 bought, 16 sold of which 2 came back; B: 55 bought, 6 sold."""
    columns = ("product_code", "quantity", "stock_value", "reorder_level", "active")
    assert days.figures("stock", *columns) == [
        ["A", *decimals("86", "516", "90"), True],
        ["B", *decimals("49", "980", "5"), True],
    ]
    ((balance,),) = days.till.rows("SELECT balance FROM report_trial_balance WHERE account_code = '1300'")
    assert balance == 516 + 980
    assert days.figures("stock", "product_code", low=True) == [["A"]]
    assert days.figures("stock", "product_code", low=False) == [["B"]]
    assert days.figures("stock", "product_code", product_id=days.b) == [["B"]]
    assert days.figures("stock", "product_code", active=False) == []


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "product",
            [
                ["كوع", *decimals("14", "132", "84", "48", "36.36")],
                ["خلاط", *decimals("6", "174", "120", "54", "31.03")],
                ["تركيب", *decimals("1", "15", "0", "15", "100")],
            ],
        ),
        (
            "customer",
            [
                ["أحمد", *decimals("10", "126", "88", "38", "30.16")],
                ["منى", *decimals("11", "195", "116", "79", "40.51")],
            ],
        ),
        (
            "invoice",
            [
                ["INV-20260330-0001", *decimals("10", "126", "88", "38", "30.16")],
                ["INV-20260330-0002", *decimals("7", "75", "36", "39", "52")],
                ["INV-20260331-0001", *decimals("4", "120", "80", "40", "33.33")],
            ],
        ),
    ],
)
def test_profit_of_live_invoices_less_what_came_back(days: Days, by: str, expected: object) -> None:
    columns = ("name", "quantity", "revenue", "cost", "profit", "margin")
    assert days.figures("profit", *columns, by=by, **ALL) == expected
    # of the invoices of one day, the return of another day counts
    on_the_first = days.report("profit", by=by, **{**ALL, "to": "2026-03-30"})
    assert sum(amount(row["profit"]) for row in on_the_first) == 77


def test_page_by_page_is_the_whole(days: Days) -> None:
    for name, by, column in (("stock", None, "product_id"), ("profit", "customer", "id")):
        whole = [row[column] for row in days.report(name, by=by, **ALL)]
        assert days.page_by_page(name, column, by=by, **ALL) == whole, name


def test_the_sheet_of_a_work_order(days: Days) -> None:
    sheet = days.till.call("sp_report_work_order", days.work_order)
    order = part(sheet, "work_order")
    assert [order["title"], sheet["customer_name"]] == ["تشطيب", "أحمد"]
    totals = ("total_invoice_amount", "total_paid", "total_remaining")
    assert [order[name] for name in totals] == decimals("126", "106", "20")
    (invoice,) = rows_of(sheet["invoices"])
    assert [
        invoice[name] for name in ("invoice_no", "total_after", "returned_amount", "remaining_amount")
    ] == [
        "INV-20260330-0001",
        *decimals("144", "18", "20"),
    ]
    columns = ("product_name", "quantity", "returned", "selling_price", "gross_price")
    assert _figures(sheet, "items", *columns) == [
        ["كوع", *decimals("10", "2", "10", "90")],
        ["خلاط", *decimals("2", "0", "30", "54")],
    ]
    assert _figures(sheet, "payments", "business_date", "method", "amount") == [
        ["2026-03-30", "cash", Decimal(100)],
        ["2026-04-01", "wallet", Decimal(6)],
    ]
    refused = days.till.refusal("sp_report_work_order", "99")
    assert refused is not None
    assert refused.token == "UNKNOWN_WORK_ORDER"


def _figures(sheet: Answer, rows: str, *columns: str) -> list[list[object]]:
    return [[row[name] for name in columns] for row in rows_of(sheet[rows])]
