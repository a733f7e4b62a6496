"""Document numbers: gapless within branch, kind and business day, whatever the clock says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pyclient.deploy.session import execute
from pyclient.wire import JsonValue
from tests.till import Till, column, line, money, rows_of


def sell(till: Till, customer: int, **members: object) -> str:
    service = till.rows(
        "SELECT id FROM products WHERE keeps_stock = 0 AND company_id = (SELECT company_id "
        "FROM customers WHERE id = %s)",
        customer,
    )
    product = (
        service[0][0]
        if service
        else till.product(
            keeps_stock=False,
            company_id=till.rows("SELECT company_id FROM customers WHERE id = %s", customer)[0][0],
        )
    )
    return str(till.sell(customer, line(product), **members)["invoice_no"])


def test_numbers_begin_anew_at_the_companys_midnight(abroad: Till, at: Callable[[str], None]) -> None:
    customer = abroad.customer()
    numbers = []
    # Kuwait is three hours ahead of UTC
    for utc in ("2025-12-15 20:59:58", "2025-12-15 20:59:59", "2025-12-15 21:00:00", "2025-12-31 21:00:00"):
        at(utc)
        numbers.append(sell(abroad, customer))
    assert numbers == ["INV-20251215-0001", "INV-20251215-0002", "INV-20251216-0001", "INV-20260101-0001"]
    assert [str(row[0]) for row in abroad.rows("SELECT invoice_date FROM invoices_out ORDER BY id")] == [
        "2025-12-15",
        "2025-12-15",
        "2025-12-16",
        "2026-01-01",
    ]


def test_a_call_that_began_before_midnight_numbers_after_one_that_began_later(
    abroad: Till, at: Callable[[str], None]
) -> None:
    customer = abroad.customer()
    numbers = []
    for utc in (
        "2026-03-01 20:59:59",
        "2026-03-01 21:00:00",
        "2026-03-01 20:59:59",
        "2026-02-01 10:00:00",
        "2026-03-01 21:00:00",
        "2026-03-01 20:59:59",
    ):
        at(utc)
        numbers.append(sell(abroad, customer))
    assert numbers == [
        "INV-20260301-0001",
        "INV-20260302-0001",
        "INV-20260301-0002",
        "INV-20260201-0001",
        "INV-20260302-0002",
        "INV-20260301-0003",
    ]


def test_cairo_has_summer_time(abroad: Till, at: Callable[[str], None]) -> None:
    customer = abroad.customer(company_id=4)
    for utc, day in (
        ("2026-01-15 21:59:59", "20260115"),
        ("2026-01-15 22:00:00", "20260116"),
        ("2026-07-15 20:59:59", "20260715"),
        ("2026-07-15 21:00:00", "20260716"),
    ):
        at(utc)
        assert sell(abroad, customer) == f"INV-{day}-0001"


def test_each_branch_and_company_and_kind_counts_for_itself(abroad: Till, at: Callable[[str], None]) -> None:
    at("2025-12-15 10:00:00")
    branch = abroad.call("sp_save_branch", {"code": "GZ", "name": "n"})["branch_id"]
    assert abroad.call("sp_save_branch", {"code": "GZ", "name": "n", "company_id": 2})["branch_id"] != branch
    mine, other = abroad.customer(), abroad.customer(company_id=2)
    assert [
        sell(abroad, mine),
        sell(abroad, mine, branch_id=branch),
        sell(abroad, other),
        sell(abroad, mine),
    ] == [
        "INV-20251215-0001",
        "INV-GZ-20251215-0001",
        "INV-20251215-0001",
        "INV-20251215-0002",
    ]
    sell(abroad, mine, status="paid", payments=[money(4), money(6, "card")])
    sell(abroad, mine, status="paid", branch_id=branch)
    assert [row[0] for row in abroad.rows("SELECT payment_no FROM invoice_payments ORDER BY id")] == [
        "PAY-20251215-0001",
        "PAY-20251215-0002",
        "PAY-GZ-20251215-0001",
    ]


def test_a_branchs_new_code_moves_its_series_and_those_of_its_tills(
    abroad: Till, at: Callable[[str], None]
) -> None:
    """The main branch's own numbers bear no code; its tills', which have it in their own, do."""
    at("2025-12-15 10:00:00")
    branch = abroad.call("sp_save_branch", {"code": "GZ", "name": "n"})["branch_id"]
    for branch_id, code, cashier in ((1, "MAIN-T1-", 101), (branch, "GZ-T1-", 102)):
        for statement in (
            f"INSERT INTO users (id, username) VALUES ({cashier}, '{code}')",
            "INSERT INTO tills (id, company_id, branch_id, code, name, own_numbers, created_by)"
            f" VALUES ({cashier}, 1, {branch_id}, 'T1', 'x', 1, 1)",
            "INSERT INTO number_series (branch_id, kind, code, day, last_no)"
            f" SELECT {branch_id}, kind, '{code}', '1000-01-01', 0 FROM _series_kinds",
        ):
            execute(abroad.connection, statement)
    abroad.call("sp_save_branch", {"branch_id": 1, "code": "HQ"})
    abroad.call("sp_save_branch", {"branch_id": branch, "code": "GIZA"})
    assert abroad.rows(
        "SELECT code, COUNT(*) FROM number_series WHERE branch_id IN (1, %s) GROUP BY code ORDER BY code",
        branch,
    ) == [("", 9), ("GIZA-", 9), ("GIZA-T1-", 9), ("HQ-T1-", 9)]

    for code, cashier in (("HQ-T1-", 101), ("GIZA-T1-", 102)):
        for statement in (
            f"UPDATE number_series SET day = '2025-12-15', last_no = 1 WHERE kind = 'SH' AND code = '{code}'",
            "INSERT INTO shifts (company_id, branch_id, till_id, cashier_id, shift_no, opened_on, opened_at,"
            f" opening_cash) SELECT 1, branch_id, id, id, 'SH-{code}20251215-0001', '2025-12-15',"
            f" '2025-12-15 09:00:00', 0 FROM tills WHERE id = {cashier}",
        ):
            execute(abroad.connection, statement)
    customer = abroad.customer()
    assert sell(abroad, customer, created_by=101) == "INV-HQ-T1-20251215-0001"
    assert sell(abroad, customer, created_by=102, branch_id=branch) == "INV-GIZA-T1-20251215-0001"
    # who sells for another branch than the till's numbers by that branch's own series
    assert sell(abroad, customer, created_by=101, branch_id=branch) == "INV-GIZA-20251215-0001"
    assert sell(abroad, customer, created_by=102) == "INV-20251215-0001"


def test_a_till_that_has_numbered_fixes_its_branchs_code(abroad: Till) -> None:
    branch = abroad.call("sp_save_branch", {"code": "GZ", "name": "n"})["branch_id"]
    execute(
        abroad.connection,
        "INSERT INTO tills (id, company_id, branch_id, code, name, own_numbers, created_by)"
        f" VALUES (1, 1, {branch}, 'T1', 'x', 1, 1)",
    )
    execute(
        abroad.connection,
        "INSERT INTO number_series (branch_id, kind, code, day, last_no)"
        f" SELECT {branch}, kind, 'GZ-T1-', CURRENT_DATE(), kind = 'SH' FROM _series_kinds",
    )
    execute(
        abroad.connection,
        "INSERT INTO shifts (company_id, branch_id, till_id, cashier_id, shift_no, opened_on, opened_at,"
        f" opening_cash) VALUES (1, {branch}, 1, 1, CONCAT('SH-GZ-T1-', CURRENT_DATE() + 0, '-0001'),"
        " CURRENT_DATE(), UTC_TIMESTAMP(), 0)",
    )
    refused = abroad.refusal("sp_save_branch", {"branch_id": branch, "code": "GIZA"})
    assert refused
    assert refused.token == "VALIDATION"


def test_a_refused_call_leaves_no_gap(abroad: Till, at: Callable[[str], None]) -> None:
    at("2025-12-15 10:00:00")
    customer, product = abroad.customer(), abroad.product((2, 1))
    numbers = []
    for qty in (1, 9, 1):
        if (
            abroad.refusal("sp_save_invoice", {"customer_id": customer, "items": [line(product, qty)]})
            is None
        ):
            numbers += [row[0] for row in abroad.rows("SELECT MAX(invoice_no) FROM invoices_out")]
    assert numbers == ["INV-20251215-0001", "INV-20251215-0002"]


@pytest.mark.corrupts
def test_more_than_four_digits(abroad: Till, at: Callable[[str], None]) -> None:
    at("2025-12-15 10:00:00")
    customer = abroad.customer()
    sell(abroad, customer)
    execute(abroad.connection, "UPDATE number_series SET last_no = 9998 WHERE kind = 'INV' AND branch_id = 1")
    try:
        assert [sell(abroad, customer) for _ in range(2)] == ["INV-20251215-9999", "INV-20251215-10000"]
    finally:
        # the series was moved by hand, which the checks would rightly find
        abroad.shop.restore()


def entry_numbers(till: Till) -> list[str]:
    """Of the sales, as they were written."""
    return [
        row[0]
        for row in till.rows(
            "SELECT entry_no FROM journal_entries WHERE reference_type = 'invoices_out' ORDER BY id"
        )
    ]


def test_the_two_entries_of_a_sale_are_numbered_one_after_the_other(
    abroad: Till, at: Callable[[str], None]
) -> None:
    at("2026-01-01 10:00:00")
    customer, product = abroad.customer(), abroad.product((100, 3))
    for utc in ("2026-03-01 20:59:59", "2026-03-01 21:00:00", "2026-03-01 20:59:59", "2026-02-01 10:00:00"):
        at(utc)
        abroad.sell(customer, line(product))
    sell(abroad, customer)
    assert entry_numbers(abroad) == [
        "JE-20260301-0001",
        "JE-20260301-0002",
        "JE-20260302-0001",
        "JE-20260302-0002",
        "JE-20260301-0003",
        "JE-20260301-0004",
        "JE-20260201-0001",
        "JE-20260201-0002",
        "JE-20260201-0003",
    ]
    assert abroad.rows("SELECT day, last_no FROM number_series_days WHERE kind = 'JE' ORDER BY day") == [
        (date(2026, 1, 1), 1),
        (date(2026, 2, 1), 3),
        (date(2026, 3, 1), 4),
    ]


@pytest.mark.corrupts
@pytest.mark.parametrize(
    ("last_no", "expected"),
    [
        (9997, ["JE-20251215-9998", "JE-20251215-9999"]),
        (9998, ["JE-20251215-9999", "JE-20251215-10000"]),
        (9999, ["JE-20251215-10000", "JE-20251215-10001"]),
    ],
)
def test_two_numbers_with_more_than_four_digits(
    abroad: Till, at: Callable[[str], None], last_no: int, expected: list[str]
) -> None:
    at("2025-12-15 10:00:00")
    customer, product = abroad.customer(), abroad.product((100, 3))
    execute(
        abroad.connection,
        "UPDATE number_series SET last_no = %s WHERE kind = 'JE' AND branch_id = 1",
        (last_no,),
    )
    try:
        abroad.sell(customer, line(product))
        assert entry_numbers(abroad) == expected
    finally:
        # the series was moved by hand, which the checks would rightly find
        abroad.shop.restore()


def test_ids_may_grow_by_more_than_one(abroad: Till) -> None:
    """As in a cluster, where each server has ids of its own."""
    customer, product = abroad.customer(), abroad.product((100, 3))
    ((step, offset),) = abroad.rows(
        "SELECT @@GLOBAL.auto_increment_increment, @@GLOBAL.auto_increment_offset"
    )
    execute(abroad.connection, "SET GLOBAL auto_increment_increment = 7, GLOBAL auto_increment_offset = 3")
    try:
        abroad.shop.disconnect()
        abroad.sell(customer, line(product), status="paid")
        entries = abroad.rows(
            "SELECT e.id, e.posted, COUNT(l.line_no) FROM journal_entries AS e"
            " INNER JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id"
            " WHERE e.reference_type IN ('invoices_out', 'invoice_payments')"
            " GROUP BY e.id, e.posted ORDER BY e.id"
        )
        assert [row[1:] for row in entries] == [(1, 2), (1, 2), (1, 2)]
        assert [row[0] % 7 for row in entries] == [3, 3, 3]
        assert entries[1][0] - entries[0][0] == 7
    finally:
        execute(
            abroad.connection,
            f"SET GLOBAL auto_increment_increment = {step}, GLOBAL auto_increment_offset = {offset}",
        )
        abroad.shop.disconnect()


def test_instants_are_utc_and_dates_the_companys(abroad: Till, at: Callable[[str], None]) -> None:
    at("2025-12-15 22:30:15")
    customer = abroad.customer()
    execute(abroad.connection, "SET time_zone = '-05:00'")
    sell(abroad, customer, status="paid")
    got = abroad.call("sp_get_invoice", 1)
    assert (got["created_at"], got["invoice_date"]) == ("2025-12-15T22:30:15Z", "2025-12-16")
    execute(abroad.connection, "SET time_zone = '+09:00'")
    again = abroad.call("sp_get_invoice", 1)
    assert again["created_at"] == got["created_at"]
    text = abroad.text("sp_get_invoice", 1)
    assert '"payment_date":"2025-12-15T22:30:15Z"' in text
    assert '"transaction_date":"2025-12-16"' in text


def test_due_days_count_from_the_companys_day(abroad: Till, at: Callable[[str], None]) -> None:
    customer = abroad.customer()
    for utc in ("2025-12-15 20:59:59", "2025-12-15 21:00:00"):
        at(utc)
        sell(abroad, customer, due_days=30)
    assert [str(row[0]) for row in abroad.rows("SELECT due_date FROM invoices_out ORDER BY id")] == [
        "2026-01-14",
        "2026-01-15",
    ]


def test_an_invoice_is_overdue_from_the_companys_midnight(abroad: Till, at: Callable[[str], None]) -> None:
    customer = abroad.customer()
    at("2025-12-15 20:59:59")
    sell(abroad, customer, due_days=30)
    for utc, days in (("2026-01-14 20:59:59", 0), ("2026-01-14 21:00:00", 1)):
        at(utc)
        found = rows_of(abroad.call("sp_list_invoices", '{"overdue":true}')["invoices"])
        assert [row["days_overdue"] for row in found] == [days] * bool(days)
        assert abroad.call("sp_get_invoice", 1)["days_overdue"] == days


def test_an_invoice_is_found_by_its_number(abroad: Till) -> None:
    """In one company: each has its own numbers."""
    number = sell(abroad, abroad.customer())

    def found(**members: object) -> list[JsonValue]:
        return column(abroad.call("sp_list_invoices", members), "invoices", "invoice_no")

    # as it is typed: spaces and capitals do not matter
    assert found(invoice_no=number) == found(invoice_no=f" {number.lower()} ", company_id=1) == [number]
    for other in (number[:-1], f"{number}0", "فاتورة", "?"):
        assert found(invoice_no=other) == []
    assert found(invoice_no=number, company_id=9) == []
    assert found(invoice_no=number, status="canceled") == []
    assert found(invoice_no=None) == [number]
