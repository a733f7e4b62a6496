"""What was sold and what money came in, day by day, worked out by hand and beside the books."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pyclient import books, errors
from tests.reports.conftest import Days, amount
from tests.till import Till, decimals, line, rows_of

ALL = {"from": "2026-03-01", "to": "2026-04-30"}


def test_sales_by_day_follow_the_day_on_which_something_happened(days: Days) -> None:
    columns = ("period", "invoices", "returns", "undone", "sales", "discounts", "returned", "revenue", "tax")
    assert days.figures("sales", *columns, **ALL) == [
        ["2026-03-30", 2, 0, 0, *decimals("225", "16", "0", "209", "0")],
        ["2026-03-31", 1, 1, 0, *decimals("120", "0", "18", "102", "16.80")],
        ["2026-04-01", 1, 0, 0, *decimals("40", "0", "0", "40", "0")],
        ["2026-04-02", 0, 0, 1, *decimals("-30", "0", "0", "-30", "0")],
    ]
    assert days.figures("sales", "cost", "profit", **ALL) == [
        decimals("130", "79"),
        decimals("68", "34"),
        decimals("24", "16"),
        decimals("-18", "-12"),
    ]


def test_sales_by_month(days: Days) -> None:
    assert days.figures("sales", "period", "invoices", "revenue", "profit", by="month", **ALL) == [
        ["2026-03-01", 3, *decimals("311", "113")],
        ["2026-04-01", 1, *decimals("10", "4")],
    ]


def test_the_sales_of_each_day_are_those_of_the_profit_and_loss_account(days: Days) -> None:
    ledger = days.till.rows(
        "SELECT CAST(entry_date AS CHAR), SUM(IF(account_kind = 'revenue', amount, 0)), SUM(amount)"
        " FROM report_profit_and_loss WHERE company_id = 1 GROUP BY entry_date ORDER BY entry_date"
    )
    assert days.figures("sales", "period", "revenue", "profit", **ALL) == [list(row) for row in ledger]


def test_a_report_without_days_is_of_today_and_by_month_of_this_month(days: Days) -> None:
    """The clock stands at 2 April."""
    assert days.figures("sales", "period", "revenue") == [["2026-04-02", Decimal(-30)]]
    assert days.figures("sales", "period", "revenue", by="month") == [["2026-04-01", Decimal(10)]]
    assert days.figures("sales", "revenue", by="month", to="2026-03-31") == [decimals("311")]
    answer = days.till.call("sp_report_payments", "{}")
    assert [answer["from"], answer["to"], answer["currency"]] == ["2026-04-02", "2026-04-02", "EGP"]


def test_products_sold_as_the_invoices_stand_less_what_came_back_on_its_day(days: Days) -> None:
    columns = ("day", "product_code", "sold", "returned", "revenue", "cost", "profit")
    assert days.figures("products", *columns, **ALL) == [
        ["2026-03-30", "A", *decimals("16", "0", "150", "96", "54")],
        ["2026-03-30", "B", *decimals("2", "0", "54", "40", "14")],
        ["2026-03-30", "S", *decimals("1", "0", "15", "0", "15")],
        ["2026-03-31", "A", *decimals("0", "2", "-18", "-12", "-6")],
        ["2026-03-31", "B", *decimals("4", "0", "120", "80", "40")],
    ]
    assert days.figures("products", "day", product_id=days.b, **ALL) == [["2026-03-30"], ["2026-03-31"]]


def test_payments_by_day_and_method(days: Days) -> None:
    columns = ("day", "method", "payments", "paid", "given_back", "wallet_in", "to_suppliers", "net")
    assert days.figures("payments", *columns, **ALL) == [
        ["2026-03-30", "cash", 2, *decimals("150", "0", "0", "0", "150")],
        ["2026-03-30", "card", 1, *decimals("15", "0", "0", "0", "15")],
        ["2026-03-31", "cash", 0, *decimals("0", "0", "200", "0", "200")],
        ["2026-04-01", "card", 1, *decimals("10", "0", "0", "0", "10")],
        ["2026-04-01", "wallet", 1, *decimals("6", "0", "0", "0", "6")],
        ["2026-04-02", "cash", 0, *decimals("0", "0", "0", "70", "-70")],
        ["2026-04-02", "card", 0, *decimals("0", "10", "0", "0", "-10")],
    ]
    assert days.figures("payments", "wallet_out", "other", **ALL) == [decimals("0", "0")] * 7
    assert days.figures("payments", "day", "net", method="cash") == [["2026-04-02", Decimal(-70)]]


def test_taxes_rounding_and_what_is_undone_on_the_same_day(till: Till) -> None:
    """2 at 100 with 14 percent, of which 1 comes back; 1 at 50.10 rounded to 50; 1 at 30, reverted."""
    customer, product = till.customer(), till.product((10, 40))
    taxed = till.sell(customer, line(product, 2, 100, tax_rate=14))
    items = [{"item_id": rows_of(taxed["items"])[0]["item_id"], "qty": 1}]
    till.call("sp_return_items", {"invoice_id": taxed["invoice_id"], "items": items})
    undone = till.sell(customer, line(product, 1, 30), status="paid")
    till.call("sp_revert_invoice", {"invoice_id": undone["invoice_id"], "refund": "cash"})
    till.call("sp_set_setting", {"name": "smallest_coin", "value": "0.25"})
    till.sell(customer, line(product, 1, "50.10"), status="paid")
    till.deposit(customer, 20)
    till.call("sp_wallet_move", {"customer_id": customer, "type": "withdraw", "amount": 5})
    freight = {"description": "شحن", "quantity": 1, "unit_price": 50, "tax_rate": 14}
    of_sale = {"customer_id": customer, "source_invoice_id": taxed["invoice_id"]}
    till.call("sp_save_debit_note", {**of_sale, "reference_type": "additional_fees", "items": [freight]})

    (day,) = rows_of(till.call("sp_report_sales", "{}")["rows"])
    assert [day[name] for name in ("invoices", "returns", "undone")] == [3, 1, 1]
    names = ("sales", "returned", "rounding", "revenue", "tax", "cost", "profit")
    assert [day[name] for name in names] == decimals("250.10", "100", "-0.10", "150", "14", "80", "70")
    ((ledger,),) = till.rows("SELECT SUM(amount) FROM report_profit_and_loss")
    assert ledger == 70 + 50

    (sold,) = rows_of(till.call("sp_report_products", "{}")["rows"])
    assert [sold[name] for name in ("sold", "returned", "revenue", "cost")] == decimals(
        "3", "1", "150.10", "80"
    )
    (earned,) = rows_of(till.call("sp_report_profit", "{}")["rows"])
    assert [earned[name] for name in ("quantity", "revenue", "cost")] == decimals("2", "150.10", "80")
    (cash,) = rows_of(till.call("sp_report_payments", "{}")["rows"])
    money = ("paid", "given_back", "wallet_in", "wallet_out", "net")
    assert [cash[name] for name in money] == decimals("80", "30", "20", "5", "65")


def test_the_cash_of_all_days_is_the_cash_account(days: Days) -> None:
    ((balance,),) = days.till.rows("SELECT balance FROM report_trial_balance WHERE account_code = '1100'")
    assert sum(amount(row["net"]) for row in days.report("payments", method="cash", **ALL)) == balance


def test_page_by_page_is_the_whole(days: Days) -> None:
    for name, column, by in (
        ("sales", "profit", "day"),
        ("sales", "profit", "month"),
        ("payments", "net", None),
        ("products", "profit", None),
    ):
        whole = [row[column] for row in days.report(name, by=by, **ALL)]
        assert days.page_by_page(name, column, by=by, **ALL) == whole, (name, by)


def test_a_period_that_ends_before_it_begins_is_refused(days: Days) -> None:
    turned = {"from": "2026-04-02", "to": "2026-04-01"}
    text = "VALIDATION: from 2026-04-02 lies after to 2026-04-01"
    for name in ("sales", "payments", "products", "profit", "taxes", "reconciliation", "documents"):
        assert days.till.refusal(f"sp_report_{name}", turned) == (50101, text)
    for asked in (books.trial_balance, books.profit_and_loss, books.journal):
        with pytest.raises(errors.ValidationError, match="lies after to"):
            asked(days.till.connection, from_day=date(2026, 4, 2), to_day=date(2026, 4, 1))


def test_whose_and_of_which_days(days: Days) -> None:
    till = days.till
    assert days.report("sales", branch_id=1, **ALL) == days.report("sales", **ALL)
    for name in ("sales", "payments", "products"):
        refused = till.refusal(f"sp_report_{name}", {"branch_id": 9})
        assert refused is not None
        assert refused.token == "UNKNOWN_BRANCH"
        for members, text in (
            ({"company_id": 9}, "company_id is not valid: 9"),
            ({"to": "2026-02-30"}, "to is not valid: 2026-02-30"),
        ):
            assert till.refusal(f"sp_report_{name}", members) == (50101, f"VALIDATION: {text}")
    thousand_days = {"from": "2023-07-08", "to": "2026-04-02"}
    assert len(days.report("products", **thousand_days)) == 5
    assert till.refusal("sp_report_products", {**thousand_days, "from": "2023-07-07"}) == (
        50101, "VALIDATION: from is not valid: 2023-07-07"
    )  # fmt: skip
