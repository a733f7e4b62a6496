"""What a customer owed before there were books: a debit note of no invoice, against opening equity."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import mysql.connector
import pytest

from pyclient.deploy.session import execute
from tests.debit_notes.conftest import Account, item
from tests.till import Answer, Till, column, decimals, number, part, rows_of

ON_ACCOUNTS = (
    "SELECT l.role, SUM(l.debit - l.credit) FROM journal_entry_lines AS l GROUP BY l.role"
    " HAVING SUM(l.debit - l.credit) <> 0 ORDER BY l.role"
)
BALANCES = "SELECT account_code, balance FROM report_trial_balance WHERE balance <> 0 ORDER BY 1"


def opening(customer: int, amount: object, **members: object) -> dict[str, object]:
    return {
        "customer_id": customer,
        "reference_type": "opening_balance",
        "items": [{"description": "رصيد سابق", "quantity": 1, "unit_price": amount}],
        **members,
    }


def opened(till: Till, customer: int, amount: object, **members: object) -> Answer:
    return till.call("sp_save_debit_note", opening(customer, amount, **members))


def test_five_hundred_from_before_of_which_two_hundred_are_paid(till: Till) -> None:
    customer, today = till.customer(), till.today()
    since = today - timedelta(days=45)
    note = opened(till, customer, 500, debit_note_date=f"{since}", reference_no="دفتر 12", reason="قديم")
    assert (note["source_invoice_id"], note["reference_type"], note["status"], note["adopted"]) == (
        None, "opening_balance", "open", False
    )  # fmt: skip
    assert part(note, "customer")["balance_after"] == Decimal(500)
    assert till.rows(ON_ACCOUNTS) == [("opening_equity", Decimal(-500)), ("receivables", Decimal(500))]
    assert till.rows(BALANCES) == [
        ("1200", Decimal(500)), ("3100", Decimal(-500))
    ]  # fmt: skip

    ageing = till.call("sp_report_ageing", {"customer_id": customer})
    assert rows_of(ageing["rows"])[0]["days_31_60"] == Decimal(500)
    unpaid = rows_of(till.call("sp_report_unpaid", {})["rows"])
    assert [(row["kind"], row["invoice_id"], row["invoice_no"], row["days_overdue"]) for row in unpaid] == [
        ("debit_note", None, None, 45)
    ]
    till.pay(customer_id=customer, amount=200)
    read = till.call("sp_get_debit_note", number(note["debit_note_id"]))
    assert (read["status"], read["remaining_amount"]) == ("partially_applied", Decimal(300))
    assert till.rows("SELECT source_invoice_no, remaining_amount FROM report_debit_notes") == [
        (None, Decimal(300))
    ]
    assert till.rows(ON_ACCOUNTS) == [
        ("cash", Decimal(200)), ("opening_equity", Decimal(-500)), ("receivables", Decimal(300))
    ]  # fmt: skip
    statement = till.call("sp_customer_statement", {"customer_id": customer})
    descriptions = column(statement, "rows", "description")
    assert descriptions[0] == f"إشعار مدين {note['debit_note_no']} (رصيد افتتاحي)"
    till.call("sp_apply_debit_note", {"debit_note_id": note["debit_note_id"], "amount": 300})
    assert till.rows("SELECT balance FROM customers WHERE id = %s", customer) == [(Decimal(0),)]


def test_a_cancelled_one_leaves_nothing(till: Till) -> None:
    customer = till.customer()
    note = opened(till, customer, 500, reference_no="7")
    till.call("sp_cancel_debit_note", {"debit_note_id": note["debit_note_id"], "reason": "خطأ"})
    assert till.rows("SELECT balance FROM customers") == [(Decimal(0),)]
    assert till.rows(ON_ACCOUNTS) == []
    assert till.rows("SELECT balance FROM report_trial_balance WHERE balance <> 0") == []
    assert rows_of(till.call("sp_report_unpaid", {})["rows"]) == []
    opened(till, customer, 499, reference_no="7")


def test_the_same_request_twice_is_one(till: Till) -> None:
    request = opening(till.customer(), "12.50", request_id="once")
    assert till.text("sp_save_debit_note", request) == till.text("sp_save_debit_note", request)
    assert till.rows("SELECT COUNT(*), MAX(total) FROM customer_debit_notes") == [(1, Decimal("12.50"))]


def test_it_is_of_its_own_currency_like_other_notes(till: Till) -> None:
    customer = till.customer()
    note = opened(till, customer, "33.33", currency="USD", exchange_rate="50.5")
    assert [note["total"], note["total_base"]] == decimals("33.33", "1683.17")
    till.call(
        "sp_apply_debit_note",
        {"debit_note_id": note["debit_note_id"], "amount": "33.33", "exchange_rate": 51},
    )
    assert till.rows(ON_ACCOUNTS) == [
        ("cash", Decimal("1699.83")),
        ("exchange_differences", Decimal("-16.66")),
        ("opening_equity", Decimal("-1683.17")),
    ]


def test_the_oldest_is_paid_first(account: Account) -> None:
    till = account.till
    note = opened(till, account.customer, 500, debit_note_date="2020-01-31")
    till.pay(customer_id=account.customer, amount=600)
    assert till.call("sp_get_debit_note", number(note["debit_note_id"]))["status"] == "applied"
    assert till.call("sp_get_invoice", account.invoice)["remaining_amount"] == Decimal(900)


def test_an_invoice_is_undone_beside_it(account: Account) -> None:
    opened(account.till, account.customer, 500)
    account.till.call("sp_cancel_invoice", {"invoice_id": account.invoice})
    assert account.balance() == Decimal(500)


def test_what_is_refused(account: Account) -> None:
    till = account.till
    walk_in = till.customer(tracks_balance=False)
    for members, text in (
        (
            {"source_invoice_id": account.invoice},
            f"VALIDATION: an opening balance is of no invoice, not of invoice {account.invoice}",
        ),
        (
            {"items": [item(5, 0), item(5, 14)]},
            "VALIDATION: an opening balance has no tax, and items[2].tax_rate is 14",
        ),
        (
            {"adopted": True},
            f"ABOVE_ADOPTED: customer {account.customer}: 500.00 is above the 0.00 that were adopted"
            " and are of no document",
        ),
        ({"adopted": "maybe"}, "VALIDATION: adopted is not valid: maybe"),
        ({"reference_type": "penalty"}, "VALIDATION: source_invoice_id is required"),
        (
            {"reference_type": "penalty", "source_invoice_id": account.invoice, "adopted": True},
            "VALIDATION: adopted is not valid: true",
        ),
        ({"customer_id": walk_in}, f"VALIDATION: customer {walk_in} has no account, and so no debit notes"),
        ({"items": [item(0, 0)]}, "VALIDATION: total is not valid: 0.00"),
    ):
        with till.nothing_written():
            refused = till.refusal("sp_save_debit_note", {**opening(account.customer, 500), **members})
        assert refused is not None
        assert refused.text == text


def test_the_table_keeps_invoice_and_kind_together(account: Account) -> None:
    note = number(opened(account.till, account.customer, 5)["debit_note_id"])
    listed = account.till.call("sp_list_debit_notes", {"reference_type": "opening_balance"})
    assert column(listed, "debit_notes", "debit_note_id") == [note]
    for change in (f"source_invoice_id = {account.invoice}", "reference_type = 'penalty'", "adopted = 1"):
        with pytest.raises(mysql.connector.Error, match="DEBIT_NOTE_POSTED"):
            execute(account.till.connection, f"UPDATE customer_debit_notes SET {change} WHERE id = {note}")
