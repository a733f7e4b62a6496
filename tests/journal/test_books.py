"""The chart of accounts, the roles that accounts play, and closed periods."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import cast

import pytest

from pyclient import books
from pyclient.deploy.session import execute
from tests.till import Till, column, line, number, part, rows_of

CODES = {
    **{"safe": "1105", "expense": "5400"},
    **{"cash": "1100", "bank_transfer": "1110", "check": "1120", "card": "1130", "receivables": "1200"},
    **{"inventory": "1300", "payables": "2100", "goods_received": "2110", "wallet": "2200"},
    **{"tax_payable": "2300", "opening_equity": "3100", "sales": "4100", "sales_discounts": "4110"},
    **{
        "tax_recoverable": "1400",
        "sales_returns": "4120",
        "additional_charges": "4130",
        "stock_gains": "4200",
    },
    **{"cost_of_goods_sold": "5100", "stock_losses": "5200"},
    **{"exchange_differences": "5300", "cash_differences": "5310", "rounding": "5320"},
}


def account(till: Till, code: str, kind: str = "asset") -> int:
    names = {"name_ar": "حساب", "name_en": "Account"}
    answer = till.call("sp_save_account", {"code": code, "kind": kind, **names})
    return number(answer["account_id"])


def test_every_role_is_played_from_the_first_day(till: Till) -> None:
    played = till.rows(
        "SELECT r.role, a.code FROM account_roles AS r JOIN accounts AS a ON a.id = r.account_id"
    )
    assert {str(role): str(code) for role, code in played} == CODES


def test_an_account_is_added_and_changed(till: Till) -> None:
    made = till.call(
        "sp_save_account",
        {"code": "1101", "name_ar": "صندوق الفرع", "name_en": "Branch cash", "kind": "asset"},
    )
    assert part(made, "account") == {
        "id": made["account_id"], "code": "1101", "name_ar": "صندوق الفرع", "name_en": "Branch cash",
        "kind": "asset", "roles": [],
    }  # fmt: skip
    changed = till.call("sp_save_account", {"account_id": made["account_id"], "kind": "expense"})
    assert part(changed, "account") == {**part(made, "account"), "kind": "expense"}


def test_the_chart_is_listed_with_its_roles(till: Till) -> None:
    chart = rows_of(till.call("sp_list_accounts", "{}")["accounts"])
    assert {role: row["code"] for row in chart for role in cast("list[str]", row["roles"])} == CODES
    drawer = account(till, "1101")
    till.call("sp_set_account_role", {"role": "cash", "account_id": drawer})
    till.call("sp_set_account_role", {"role": "card", "account_id": drawer})
    named = {
        "id": drawer, "code": "1101", "name_ar": "حساب", "name_en": "Account", "kind": "asset",
        "roles": ["card", "cash"],
    }  # fmt: skip
    for wanted in ({"account_id": drawer}, {"code": "1101"}, {"role": "Card"}, {"after": drawer - 1}):
        assert till.call("sp_list_accounts", wanted) == {"ok": True, "accounts": [named], "next_after": None}
    equity = till.call("sp_list_accounts", {"kind": "equity"})
    assert column(equity, "accounts", "roles") == [["opening_equity"]]
    assert till.call("sp_list_accounts", {"limit": 1})["next_after"] == 1
    assert till.rows("SELECT account_id, roles FROM report_accounts WHERE roles LIKE '%card%'") == [
        (drawer, "card, cash")
    ]


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ({"account_id": 999}, "UNKNOWN_ACCOUNT: account 999 does not exist"),
        ({"code": "9 9"}, "VALIDATION: code is not valid: 9 9"),
        ({"code": "9٩"}, "VALIDATION: code is not valid: 9٩"),
        ({"code": "\u212a1"}, "VALIDATION: code is not valid: \u212a1"),
        ({"code": "9"}, "VALIDATION: name_ar is required"),
        ({"code": "9", "name_ar": "ا", "name_en": "a"}, "VALIDATION: kind is required"),
        ({"code": "9", "name_ar": "ا", "name_en": "a", "kind": "x"}, "VALIDATION: kind is not valid: x"),
        ({"account_id": 2, "code": "1100"}, "VALIDATION: code belongs to another row already: 1100"),
        ({"account_id": 2, "kind": "expense"}, "VALIDATION: kind of 2 cannot change any more: expense"),
    ],
)
def test_what_an_account_cannot_be(till: Till, request_: dict[str, object], text: str) -> None:
    with till.nothing_written():
        refused = till.refusal("sp_save_account", request_)
    assert refused is not None
    assert refused.text == text


def test_the_kind_is_fixed_once_something_was_posted(till: Till) -> None:
    drawer = account(till, "1101")
    till.call("sp_set_account_role", {"role": "cash", "account_id": drawer})
    till.deposit(till.customer(), 5)
    till.call("sp_set_account_role", {"role": "cash", "account_id": 1})
    refused = till.refusal("sp_save_account", {"account_id": drawer, "kind": "liability"})
    assert refused is not None
    assert refused.text == f"VALIDATION: kind of {drawer} cannot change any more: liability"


def test_a_role_moves_what_comes_and_leaves_what_was(till: Till) -> None:
    """The till moves to another account between a sale and its reversal."""
    customer, product = till.customer(), till.product((5, 10))
    sold = till.sell(customer, line(product, 1, 30), status="paid")
    drawer = account(till, "1101")
    moved = till.call("sp_set_account_role", {"role": "Cash", "account": "1101"})
    assert (moved["role"], moved["account_id"]) == ("cash", drawer)
    till.deposit(customer, 7)
    till.call("sp_void_payment", {"payment_id": 1})
    balances = {row.code: row.closing for row in books.trial_balance(till.connection)}
    assert (balances["1100"], balances["1101"]) == (Decimal(0), Decimal(7))
    till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ({"account_id": 1}, "VALIDATION: role is required"),
        ({"role": "cash"}, "VALIDATION: account_id is required"),
        ({"role": "gold", "account_id": 1}, "VALIDATION: role is not valid: gold"),
        ({"role": "cash", "account_id": 999}, "UNKNOWN_ACCOUNT: account 999 does not exist"),
        ({"role": "cash", "account": "999"}, "UNKNOWN_ACCOUNT: account 999 does not exist"),
        (
            {"role": "receivables", "account": "1100"},
            "VALIDATION: role receivables needs an account of its own: account 1 plays cash",
        ),
        (
            {"role": "cash", "account": "1200"},
            "VALIDATION: role cash needs an account of its own: account 5 plays receivables",
        ),
        (
            {"role": "cash", "account_id": 7},
            "VALIDATION: role cash needs an account of kind asset: account 7 is liability",
        ),
    ],
)
def test_which_account_cannot_play_a_role(till: Till, request_: dict[str, object], text: str) -> None:
    with till.nothing_written():
        refused = till.refusal("sp_set_account_role", request_)
    assert refused is not None
    assert refused.text == text


def test_only_a_day_that_is_over_can_be_closed(till: Till) -> None:
    today = till.today()
    closed_to = today - timedelta(days=1)
    answer = till.call("sp_close_books", {"closed_to": closed_to.isoformat()})
    assert (answer["company_id"], answer["closed_to"]) == (1, closed_to.isoformat())
    for request, text in {
        (
            ("closed_to", today.isoformat()),
        ): f"VALIDATION: closed_to must be before the business date {today}: {today}",
        (("closed_to", "2025-02-30"),): "VALIDATION: closed_to is not valid: 2025-02-30",
        (("company_id", 9), ("closed_to", "2025-01-31")): "VALIDATION: company_id is not valid: 9",
    }.items():
        refused = till.refusal("sp_close_books", dict(request))
        assert refused is not None
        assert refused.text == text


def test_opening_the_books_again_has_to_be_said(till: Till) -> None:
    till.call("sp_close_books", {"closed_to": "2026-10-31"})
    requests: dict[str, dict[str, object]] = {
        "VALIDATION: closed_to is required": {"close_to": "2026-11-01"},
        "VALIDATION: the books are closed up to 2026-10-31: an earlier day opens some of them, say reopen:"
        " 2026-09-30": {"closed_to": "2026-09-30"},
    }
    with till.nothing_written():
        for text, request in requests.items():
            refused = till.refusal("sp_close_books", request)
            assert refused is not None
            assert refused.text == text
    earlier = {"closed_to": "2026-09-30", "reopen": True}
    assert till.call("sp_close_books", earlier)["closed_to"] == "2026-09-30"
    assert till.call("sp_close_books", {"reopen": True})["closed_to"] is None


def test_nothing_is_posted_into_a_closed_period(till: Till) -> None:
    """A call that began before midnight may come after the closing: here the day is closed by hand."""
    customer, product, day = till.customer(), till.product((5, 10)), till.today()
    execute(till.connection, "UPDATE companies SET books_closed_to = %s WHERE id = 1", (day,))
    requests: dict[str, dict[str, object]] = {
        "sp_save_invoice": {"customer_id": customer, "items": [line(product)]},
        "sp_wallet_move": {"customer_id": customer, "type": "deposit", "amount": 5},
        "sp_receive_batch": {"product_id": product, "qty": 1, "unit_cost": 1},
    }
    with till.nothing_written():
        for procedure, request in requests.items():
            refused = till.refusal(procedure, request)
            assert refused is not None
            assert refused.text == (
                f"PERIOD_CLOSED: {day} is in a closed period: the books are closed up to {day}"
            )
