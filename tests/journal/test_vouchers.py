"""What the shop books by hand: rent, capital, the bank; and how it is taken back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from pyclient import books
from tests.journal.conftest import Journal
from tests.till import Answer, Till, column, number, part, rows_of


def item(
    account: str | int, debit: str | int = 0, credit: str | int = 0, **members: object
) -> dict[str, object]:
    side = {"debit": debit} if debit else {"credit": credit}
    return {"account_id" if isinstance(account, int) else "account": account, **side, **members}


def post(till: Till, *items: dict[str, object], **members: object) -> Answer:
    return till.call("sp_post_voucher", {"description": "سند", "items": list(items), **members})


def lines_of(till: Till, entry: object) -> list[tuple[object, ...]]:
    return till.rows(
        "SELECT a.code, l.role, l.debit, l.credit FROM journal_entry_lines AS l"
        " JOIN accounts AS a ON a.id = l.account_id WHERE l.journal_entry_id = %s ORDER BY l.line_no",
        entry,
    )


def test_rent_of_the_bank_and_the_drawer(till: Till, journal: Journal) -> None:
    """12,000 of rent, of which 2,000 in cash: an expense, less in the bank, less in the drawer."""
    posted = post(
        till,
        item("5400", debit="12000", memo="إيجار المعرض"),
        item("1110", credit="10000"),
        item(1, credit="2000.00"),
        description="إيجار نوفمبر",
        reference_no="R-118",
    )
    assert (posted["total"], posted["date"]) == (Decimal("12000.00"), till.today().isoformat())
    assert str(posted["entry_no"]).startswith("JE-")
    assert journal.posted() == ["voucher: voucher 12000 | voucher 10000, voucher 2000"]
    assert lines_of(till, posted["entry_id"]) == [
        ("5400", "voucher", Decimal(12000), Decimal(0)),
        ("1110", "voucher", Decimal(0), Decimal(10000)),
        ("1100", "voucher", Decimal(0), Decimal(2000)),
    ]
    kept = till.call("sp_get_voucher", number(posted["voucher_id"]))
    assert (kept["description"], kept["reference_no"], kept["total"]) == (
        "إيجار نوفمبر",
        "R-118",
        Decimal(12000),
    )
    shown = [[row[name] for name in ("account", "debit", "credit", "memo")] for row in rows_of(kept["items"])]
    assert shown == [
        ["5400", 12000, 0, "إيجار المعرض"],
        ["1110", 0, 10000, None],
        ["1100", 0, 2000, None],
    ]
    assert [row["entry_no"] for row in rows_of(kept["journal"])] == [posted["entry_no"]]
    (expense,) = [row for row in books.profit_and_loss(till.connection) if row.code == "5400"]
    assert expense.amount == Decimal(-12000)


def test_what_bank_and_cash_held_when_the_books_were_opened(till: Till) -> None:
    post(till, item("1110", debit="50000"), item("1100", debit=1500), item("3100", credit="51500"))
    sheet = {row.code: row.amount for row in books.balance_sheet(till.connection)}
    assert (sheet["1110"], sheet["1100"], sheet["3100"]) == tuple(map(Decimal, (50000, 1500, 51500)))


def test_a_voucher_is_taken_back_once_and_nothing_is_left(till: Till, journal: Journal) -> None:
    posted = post(till, item("5400", debit="7.25"), item("5400", debit=1), item("1110", credit="8.25"))
    undone = till.call("sp_reverse_voucher", {"voucher_id": posted["voucher_id"], "reason": "خطأ"})
    assert undone["voucher_id"] == posted["voucher_id"]
    assert journal.posted()[1:] == ["voucher_reversal: voucher 8.25 | voucher 8.25"]
    assert till.rows("SELECT reverses_id FROM journal_entries WHERE id = %s", undone["entry_id"]) == [
        (posted["entry_id"],)
    ]
    kept = till.call("sp_get_voucher", number(posted["voucher_id"]))
    assert (kept["reversed_on"], kept["reverse_reason"]) == (till.today().isoformat(), "خطأ")
    refused = till.refusal("sp_reverse_voucher", {"voucher_id": posted["voucher_id"]})
    assert refused is not None
    assert (
        refused.text
        == f"VOUCHER_REVERSED: voucher {posted['voucher_id']} is reversed already, on {till.today()}"
    )
    assert till.shop.violations() == {}


def test_one_of_last_month_and_its_reversal_of_today(till: Till) -> None:
    """A voucher bears the day that it is for, and a number of that day; a closed day takes none, and its
    reversal is one of today."""
    long_ago = till.today() - timedelta(days=20)
    posted = post(till, item("5400", debit=3), item("1110", credit=3), date=long_ago)
    assert posted["entry_no"] == f"JE-{long_ago:%Y%m%d}-0001"
    second = post(till, item("5400", debit=3), item("1110", credit=3), date=long_ago)
    assert second["entry_no"] == f"JE-{long_ago:%Y%m%d}-0002"
    till.call("sp_close_books", {"closed_to": long_ago})
    refused = till.refusal(
        "sp_post_voucher",
        {"description": "x", "items": [item("5400", debit=3), item("1110", credit=3)], "date": long_ago},
    )
    assert refused is not None
    assert refused.token == "PERIOD_CLOSED"
    undone = till.call("sp_reverse_voucher", {"voucher_id": posted["voucher_id"]})
    assert undone["date"] == till.today().isoformat()
    assert till.shop.violations() == {}


def test_the_ledger_of_an_account_goes_by_day(till: Till) -> None:
    """One that is posted later for an earlier day stands on its day, and so does the balance after it."""
    post(till, item("1110", debit=100), item("3100", credit=100), date=till.today() - timedelta(days=9))
    post(till, item("5400", debit=30), item("1110", credit=30))
    post(till, item("5400", debit=5), item("1110", credit=5), date=till.today() - timedelta(days=4))
    ledger = books.account_ledger(till.connection, "1110")
    assert [(line.credit, line.balance) for line in ledger] == [
        tuple(map(Decimal, pair)) for pair in ((0, 100), (5, 95), (30, 65))
    ]
    journal = books.journal(till.connection)
    assert [line.debit or line.credit for line in journal] == [100, 100, 5, 5, 30, 30]


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], "NO_ITEMS: the voucher has no items"),
        ([item("5400", debit=3)], "ENTRY_UNBALANCED: the voucher debits 3.00 and credits 0.00"),
        (
            [item("5400", debit=3), item("1110", credit="2.99")],
            "ENTRY_UNBALANCED: the voucher debits 3.00 and credits 2.99",
        ),
        (
            [{"account": "5400", "debit": 3, "credit": 3}],
            "VALIDATION: line 1: give either debit or credit, above 0: 3.0000 and 3.0000 given",
        ),
        (
            [item("5400", debit=3), {"account": "1110", "credit": 0}],
            "VALIDATION: line 2: give either debit or credit, above 0: 0.0000 and 0.0000 given",
        ),
        ([item("5400", debit="-3")], "VALIDATION: items[1].debit is not valid: -3"),
        (
            [item("5400", debit="3.001")],
            "AMOUNT_PRECISION: items[1].debit must be below 10^12 with at most 2 decimals: 3.001",
        ),
        ([item("9999", debit=3)], "UNKNOWN_ACCOUNT: account 9999 does not exist"),
        ([item(9999, debit=3)], "UNKNOWN_ACCOUNT: account 9999 does not exist"),
        ([{"debit": 3}], "VALIDATION: items[1].account is required"),
        *(
            (
                [item("5400", debit=3), item(code, credit=3)],
                f"VALIDATION: account {code} plays {role}: its documents post to it, a voucher does not",
            )
            for code, role in (
                *(("1200", "receivables"), ("1300", "inventory"), ("2100", "payables")),
                *(("2110", "goods_received"), ("2200", "wallet")),
            )
        ),
    ],
)
def test_what_a_voucher_cannot_be(till: Till, items: list[dict[str, object]], text: str) -> None:
    refused = till.refusal("sp_post_voucher", {"description": "x", "items": items})
    assert refused is not None
    assert refused.text == text


def test_one_of_tomorrow_or_of_nobody_knows_what(till: Till) -> None:
    items = [item("5400", debit=3), item("1110", credit=3)]
    tomorrow = till.today() + timedelta(days=1)
    refused = till.refusal("sp_post_voucher", {"description": "x", "items": items, "date": tomorrow})
    assert refused is not None
    assert refused.text == f"VALIDATION: date lies after the business date {till.today()}: {tomorrow}"
    refused = till.refusal("sp_post_voucher", {"items": items})
    assert refused is not None
    assert refused.text == "VALIDATION: description is required"
    refused = till.refusal("sp_reverse_voucher", {"voucher_id": 77})
    assert refused is not None
    assert refused.text == "UNKNOWN_VOUCHER: there is no voucher 77"


def test_vouchers_are_listed(till: Till) -> None:
    long_ago = till.today() - timedelta(days=3)
    rent = post(till, item("5400", debit=3), item("1110", credit=3), date=long_ago)["voucher_id"]
    capital = post(till, item("1110", debit=9), item("3100", credit=9), reference_no="B-1")["voucher_id"]
    till.call("sp_reverse_voucher", {"voucher_id": capital})
    for wanted, found in (
        ({}, [capital, rent]),
        ({"account": "5400"}, [rent]),
        ({"reference_no": "B-1"}, [capital]),
        ({"reversed": False}, [rent]),
        ({"from": long_ago, "to": long_ago}, [rent]),
        ({"after": capital}, [rent]),
    ):
        assert column(till.call("sp_list_vouchers", wanted), "vouchers", "voucher_id") == found
    first = till.call("sp_list_vouchers", {"limit": 1})
    assert first["next_after"] == capital
    assert till.rows(
        "SELECT account_code, debit, credit, reversed_on IS NULL FROM report_vouchers WHERE voucher_id = %s"
        " ORDER BY line_no",
        rent,
    ) == [("5400", Decimal(3), Decimal(0), 1), ("1110", Decimal(0), Decimal(3), 1)]


def test_a_voucher_has_the_cost_center_that_it_names(till: Till) -> None:
    """And its branch; what takes it back has both."""
    branch = till.call("sp_save_branch", {"code": "GZ", "name": "ج"})["branch_id"]
    center = part(till.call("sp_save_cost_center", {"code": "W", "name": "ورشة"}), "cost_center")["id"]
    posted = post(
        till, item("5400", debit=3), item("1110", credit=3), cost_center_id=center, branch_id=branch
    )
    undone = till.call("sp_reverse_voucher", {"voucher_id": posted["voucher_id"]})
    assert till.rows("SELECT DISTINCT branch_id, cost_center_id FROM journal_entries") == [(branch, center)]
    assert number(undone["entry_id"]) > number(posted["entry_id"])
