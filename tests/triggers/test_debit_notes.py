"""What the database itself refuses of a debit note, whoever asks: each rule with its token."""

from __future__ import annotations

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.triggers.rows import insert

NOTE = "customer_debit_notes"
POST = f"UPDATE {NOTE} SET posted = 1 WHERE id = 1"
CANCEL = f"UPDATE {NOTE} SET cancelled_on = '2025-01-02', cancelled_by = 1 WHERE id = 2"


@pytest.fixture
def notes(rows: MySQLConnectionAbstract) -> MySQLConnectionAbstract:
    """Note 1 of 10.00, posted, 4.00 of it applied; note 2, posted, nothing of it applied."""
    execute(rows, POST)
    insert(rows, NOTE, id="2", debit_note_no="'FOO-DN-2'", reference_no="'R'")
    insert(rows, "customer_debit_note_items", debit_note_id="2")
    execute(rows, f"UPDATE {NOTE} SET posted = 1 WHERE id = 2")
    return rows


@pytest.mark.parametrize(
    ("statement", "token"),
    [
        (f"DELETE FROM {NOTE} WHERE id = 1", "DEBIT_NOTE_APPLIED: debit note .* is applied with 4.0000"),
        (f"DELETE FROM {NOTE} WHERE id = 2", f"APPEND_ONLY: rows of {NOTE}"),
        (CANCEL.replace("id = 2", "id = 1"), "DEBIT_NOTE_APPLIED: debit note .* is applied with 4.0000"),
        *(
            (f"UPDATE {NOTE} SET {change} WHERE id = 2", "DEBIT_NOTE_POSTED: debit note FOO-DN-2 is posted")
            for change in (
                "reason = 'y'",
                "reference_no = NULL",
                "total = 11, net_total = 11",
                "net_total = 9, tax_total = 1",
                "net_base = 9, tax_base = 1",
                "net_base = 9, total_base = 9",
                "exchange_rate = 2",
                "currency = 'USD'",
                "customer_id = customer_id + 1",
                "debit_note_date = '2025-01-02'",
                "tax_rounding = 'line'",
                "posted = 0",
                "applied_amount = 1",
                "applied_base = 1",
                "created_by = created_by + 1",
            )
        ),
        (
            "INSERT INTO customer_debit_note_items (debit_note_id, line_no, item_type, description, quantity,"
            " unit_price, tax_rate, net, tax_amount) VALUES (2, 2, 'charge', 'x', 1, 1, 0, 1, 0)",
            "DEBIT_NOTE_POSTED: debit note FOO-DN-2 is posted",
        ),
    ],
)
def test_a_posted_note_stays_as_it_is(notes: MySQLConnectionAbstract, statement: str, token: str) -> None:
    before = fetch(notes, f"SELECT * FROM {NOTE}")
    with pytest.raises(mysql.connector.Error, match=token):
        execute(notes, statement)
    assert fetch(notes, f"SELECT * FROM {NOTE}") == before


@pytest.mark.parametrize(
    "other", [{"posted": "1"}, {"applied_amount": "1"}, {"cancelled_on": "'2025-01-01'", "cancelled_by": "1"}]
)
def test_a_note_is_not_born_posted_applied_or_cancelled(
    rows: MySQLConnectionAbstract, other: dict[str, str]
) -> None:
    with pytest.raises(mysql.connector.Error, match="DEBIT_NOTE_POSTED"):
        insert(rows, NOTE, **other)


@pytest.mark.parametrize("wrong", [{"net": "9"}, {"quantity": "3"}, {"tax_amount": "1"}])
def test_a_note_is_posted_with_the_sum_of_its_items(
    rows: MySQLConnectionAbstract, wrong: dict[str, str]
) -> None:
    insert(rows, NOTE, id="2", debit_note_no="'FOO-DN-2'", net_total="20", total="20")
    insert(rows, "customer_debit_note_items", debit_note_id="2")
    insert(rows, "customer_debit_note_items", debit_note_id="2", line_no="2", **wrong)
    with pytest.raises(mysql.connector.Error, match=r"DEBIT_NOTE_TOTALS: debit note FOO-DN-2 says 20\.0000"):
        execute(rows, f"UPDATE {NOTE} SET posted = 1 WHERE id = 2")


@pytest.mark.parametrize(
    "base", [{"total_base": "499", "net_base": "499"}, {"net_base": "499", "tax_base": "1"}]
)
def test_a_note_is_posted_with_what_its_rate_makes_of_it(
    rows: MySQLConnectionAbstract, base: dict[str, str]
) -> None:
    in_dollars = {"currency": "'USD'", "exchange_rate": "50", "net_base": "500", "total_base": "500"}
    insert(rows, NOTE, id="2", debit_note_no="'FOO-DN-2'", **{**in_dollars, **base})
    insert(rows, "customer_debit_note_items", debit_note_id="2")
    with pytest.raises(mysql.connector.Error, match="DEBIT_NOTE_TOTALS: debit note FOO-DN-2 says"):
        execute(rows, f"UPDATE {NOTE} SET posted = 1 WHERE id = 2")


@pytest.mark.parametrize("settled", ["5", "7"])
def test_a_note_is_settled_in_both_currencies_or_in_none(
    notes: MySQLConnectionAbstract, settled: str
) -> None:
    insert(notes, "invoice_payments", id="2")
    with pytest.raises(mysql.connector.Error, match="customer_debit_notes_settled"):
        insert(notes, "customer_debit_note_applications", payment_id="2", amount="6", settled_base=settled)


def test_a_note_without_items_is_not_posted(rows: MySQLConnectionAbstract) -> None:
    insert(rows, NOTE, id="2", debit_note_no="'FOO-DN-2'")
    with pytest.raises(
        mysql.connector.Error,
        match=r"FOO-DN-2 says 10\.0000, its items come to 0",
    ):
        execute(rows, f"UPDATE {NOTE} SET posted = 1 WHERE id = 2")


@pytest.mark.parametrize(("amount", "open_"), [("6.01", "6.0000"), ("-4.01", "6.0000")])
def test_applications_stay_between_nothing_and_the_total(
    notes: MySQLConnectionAbstract, amount: str, open_: str
) -> None:
    insert(notes, "invoice_payments", id="2")
    with pytest.raises(
        mysql.connector.Error, match=f"OVER_APPLIED: debit note 1: {amount}00 is above the {open_}"
    ):
        insert(notes, "customer_debit_note_applications", payment_id="2", amount=amount)


def test_an_application_counts_and_makes_the_state(notes: MySQLConnectionAbstract) -> None:
    state = f"SELECT applied_amount, status, remaining_amount, pay_by IS NULL FROM {NOTE} WHERE id = 1"
    assert fetch(notes, state) == [(4, "partially_applied", 6, 0)]
    insert(notes, "invoice_payments", id="2")
    insert(notes, "customer_debit_note_applications", payment_id="2", amount="6")
    assert fetch(notes, state) == [(10, "applied", 0, 1)]


def test_a_reference_stands_on_one_live_note(notes: MySQLConnectionAbstract) -> None:
    with pytest.raises(
        mysql.connector.Error,
        match="DUPLICATE_REFERENCE: customer 1: debit note FOO-DN-2 has this reference already: R",
    ):
        insert(notes, NOTE, reference_no="'R'")
    insert(notes, NOTE, reference_no="'R'", reference_type="'correction'")
    execute(notes, CANCEL)
    insert(notes, NOTE, reference_no="'R'")


def test_a_cancelled_note_never_changes_again(notes: MySQLConnectionAbstract) -> None:
    execute(notes, CANCEL)
    insert(notes, "invoice_payments", id="2")
    for statement in (f"UPDATE {NOTE} SET cancelled_on = NULL, cancelled_by = NULL WHERE id = 2", CANCEL):
        with pytest.raises(mysql.connector.Error, match="DEBIT_NOTE_CLOSED: debit note 2 is cancelled"):
            execute(notes, statement)
    with pytest.raises(mysql.connector.Error, match="DEBIT_NOTE_CLOSED: debit note 2 is cancelled"):
        insert(notes, "customer_debit_note_applications", debit_note_id="2", payment_id="2")
