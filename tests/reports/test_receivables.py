"""What is owed, since when, and by whom; and invoices beside their payments and ledger rows."""

from __future__ import annotations

from decimal import Decimal

from pyclient.deploy.session import execute
from tests.reports.conftest import Days, amount
from tests.till import decimals

ALL = {"from": "2026-03-01", "to": "2026-04-30"}


def test_unpaid_invoices_the_longest_due_first(days: Days) -> None:
    first, second, third, _ = days.invoices
    rows = days.report("unpaid", as_of="2026-04-12")
    assert [[row["invoice_id"], row["due_date"], row["days_overdue"]] for row in rows] == [
        [second, None, 13],
        [third, None, 12],
        [first, "2026-04-10", 2],
    ]
    columns = ("customer_name", "mobile", "total_after", "returned_amount", "paid_amount", "remaining_amount")
    assert [[row[name] for name in columns] for row in rows] == [
        ["منى", "011", *decimals("75", "0", "65", "10")],
        ["منى", "011", *decimals("136.80", "0", "0", "136.80")],
        ["أحمد", "010", *decimals("144", "18", "106", "20")],
    ]


def test_an_invoice_is_overdue_from_the_day_after_it_was_due(days: Days) -> None:
    first, second, third, _ = days.invoices
    for day, overdue in (
        ("2026-03-30", []),
        ("2026-03-31", [second]),
        ("2026-04-10", [second, third]),
        ("2026-04-11", [second, third, first]),
    ):
        assert days.figures("unpaid", "invoice_id", overdue=True, as_of=day) == [[i] for i in overdue]
    assert days.figures("unpaid", "invoice_id", customer_id=days.x) == [[first]]
    # the clock stands at 2 April
    assert days.figures("unpaid", "days_overdue", customer_id=days.y) == [[3], [2]]


def test_what_is_unpaid_is_what_customers_owe_in_the_books(days: Days) -> None:
    ((balance,),) = days.till.rows("SELECT balance FROM report_trial_balance WHERE account_code = '1200'")
    unpaid = sum((amount(row["remaining_amount"]) for row in days.report("unpaid")), Decimal(0))
    ageing = sum((amount(row["total"]) for row in days.report("ageing")), Decimal(0))
    assert unpaid == ageing == balance == Decimal("166.80")


def test_ageing_by_the_days_since_an_invoice_was_due(days: Days) -> None:
    """X owes 20 due on 10 April; Y owes 10 since 30 March and 136.80 since the day after."""
    buckets = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")
    for day, x, y in (
        ("2026-03-31", ["20", "0", "0", "0", "0"], ["136.80", "10", "0", "0", "0"]),
        ("2026-04-10", ["20", "0", "0", "0", "0"], ["0", "146.80", "0", "0", "0"]),
        ("2026-04-29", ["0", "20", "0", "0", "0"], ["0", "146.80", "0", "0", "0"]),
        ("2026-04-30", ["0", "20", "0", "0", "0"], ["0", "136.80", "10", "0", "0"]),
        ("2026-05-29", ["0", "0", "20", "0", "0"], ["0", "0", "146.80", "0", "0"]),
        ("2026-05-30", ["0", "0", "20", "0", "0"], ["0", "0", "136.80", "10", "0"]),
        ("2026-06-28", ["0", "0", "0", "20", "0"], ["0", "0", "0", "146.80", "0"]),
        ("2026-06-29", ["0", "0", "0", "20", "0"], ["0", "0", "0", "136.80", "10"]),
        ("2026-07-10", ["0", "0", "0", "0", "20"], ["0", "0", "0", "0", "146.80"]),
    ):
        assert days.figures("ageing", *buckets, as_of=day) == [decimals(*x), decimals(*y)], day
    columns = ("customer_id", "customer_name", "invoices", "total")
    assert days.figures("ageing", *columns) == [
        [days.x, "أحمد", 1, Decimal(20)],
        [days.y, "منى", 2, Decimal("146.80")],
    ]
    assert days.figures("ageing", "total", customer_id=days.y) == [decimals("146.80")]


def test_page_by_page_is_the_whole(days: Days) -> None:
    for name, column in (
        ("unpaid", "invoice_id"),
        ("ageing", "customer_id"),
        ("reconciliation", "invoice_id"),
    ):
        whole = [row[column] for row in days.report(name, **ALL)]
        assert days.page_by_page(name, column, **ALL) == whole, name


def test_invoices_beside_their_payments_and_ledger_rows(days: Days) -> None:
    columns = ("invoice_id", "status", "invoiced", "returned", "payments", "remaining", "ledger")
    first, second, third, fourth = days.invoices
    assert days.figures("reconciliation", *columns, **ALL) == [
        [first, "partial", *decimals("144", "18", "106", "20", "20")],
        [second, "partial", *decimals("75", "0", "65", "10", "10")],
        [third, "pending", *decimals("136.80", "0", "0", "136.80", "136.80")],
        [fourth, "canceled", *decimals("0", "0", "0", "0", "0")],
    ]
    assert (
        days.figures("reconciliation", "difference", "ledger_difference", **ALL) == [decimals("0", "0")] * 4
    )
    assert days.figures("reconciliation", "invoice_id", customer_id=days.y, **ALL) == [[second], [third]]
    assert days.report("reconciliation", differences=True, **ALL) == []


def test_what_differs_is_found(days: Days) -> None:
    second = days.invoices[1]
    connection = days.till.connection
    execute(connection, "START TRANSACTION")
    execute(
        connection,
        f"UPDATE invoices_out SET exempt = 1, remaining_amount = remaining_amount - 3 WHERE id = {second}",
    )
    columns = ("invoice_id", "difference", "ledger_difference")
    asked = {"differences": True, **ALL}
    assert days.figures("reconciliation", *columns, **asked) == [[second, *decimals("3", "3")]]
    assert len(days.report("reconciliation", **{**asked, "differences": False})) == 3
    execute(connection, "ROLLBACK")
