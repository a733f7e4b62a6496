"""Paying debit notes, by themselves and together with invoices; undoing that; cancelling notes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.debit_notes.conftest import Account
from tests.till import column, decimals, line, money, number, part, rows_of


def test_a_note_is_applied_in_parts(account: Account) -> None:
    note = account.note(114)
    account.till.deposit(account.customer, 64)
    first = account.apply(note, 50)
    assert (first["status"], first["applied_amount"], first["remaining_amount"]) == (
        "partially_applied",
        Decimal(50),
        Decimal(64),
    )
    second = account.apply(note, 64, method="wallet")
    assert (second["status"], second["remaining_amount"]) == ("applied", Decimal(0))
    paid = part(second, "payment")
    assert part(paid, "customer") == {
        "id": account.customer,
        "balance_before": Decimal(1064),
        "balance_after": Decimal(1000),
        "wallet_before": Decimal(64),
        "wallet_after": Decimal(0),
    }
    assert [
        (row["invoice_id"], row["debit_note_id"], row["payment_status"])
        for row in rows_of(paid["allocations"])
    ] == [(None, note, "paid")]
    read = account.read(note)
    assert [(row["method"], row["amount"]) for row in rows_of(read["applications"])] == [
        ("cash", Decimal(50)),
        ("wallet", Decimal(64)),
    ]
    assert column(read, "journal", "entry_type") == ["customer_debit", "payment", "payment"]


def test_never_above_the_total(account: Account) -> None:
    note = account.note(100)
    account.apply(note, 40)
    for procedure in ("sp_apply_debit_note", "sp_add_payment"):
        refused = account.till.refusal(procedure, {"debit_note_id": note, "amount": "60.01"})
        assert refused is not None
        assert refused.text == f"OVER_APPLIED: debit note {note}: 60.01 is above the 60.00 that are open"
    account.apply(note, 60)
    refused = account.till.refusal("sp_apply_debit_note", {"debit_note_id": note, "amount": 1})
    assert refused is not None
    assert refused.text == f"OVER_APPLIED: debit note {note}: 1.00 is above the 0.00 that are open"
    refused = account.till.refusal(
        "sp_add_payment", {"debit_note_id": note, "amount": 1, "overpayment": "change"}
    )
    assert refused is not None
    assert refused.text == f"NOTHING_TO_PAY: nothing is open on debit note {note}"


def test_too_much_for_a_note_may_go_into_the_wallet(account: Account) -> None:
    note = account.note(100)
    paid = account.till.pay(debit_note_id=note, amount=130, overpayment="wallet")
    assert (paid["total_allocated"], paid["to_wallet"]) == (Decimal(100), Decimal(30))
    assert account.read(note)["status"] == "applied"
    # what of it went into the wallet is taken out again
    voided = account.till.call(
        "sp_void_payment", {"payment_id": rows_of(paid["allocations"])[0]["payment_id"]}
    )
    assert (voided["debit_note_id"], voided["from_wallet"]) == (note, Decimal(30))


def test_a_customers_money_settles_invoices_and_notes_by_due_date(account: Account) -> None:
    till = account.till
    product = till.product(keeps_stock=False)
    late = account.note(30)  # of today, as the invoices are; its id comes after theirs, but 1 comes before 2
    early = account.note(20, debit_note_date="2025-01-01")
    due = number(till.sell(account.customer, line(product, 1, 50), due_date="2999-01-01")["invoice_id"])
    paid = till.pay(customer_id=account.customer, payments=[money(25), money(1045, "card")])
    assert [
        (row["invoice_id"], row.get("debit_note_id"), row["amount"]) for row in rows_of(paid["allocations"])
    ] == [
        (None, early, Decimal(20)),
        (account.invoice, None, Decimal(5)),
        (account.invoice, None, Decimal(995)),
        (None, late, Decimal(30)),
        (due, None, Decimal(20)),
    ]
    refused = till.refusal("sp_add_payment", {"customer_id": account.customer, "amount": 31})
    assert refused is not None
    assert refused.token == "OVERPAYMENT"
    rest = till.pay(customer_id=account.customer, amount=35, overpayment="change")
    assert (rest["total_allocated"], rest["change_due"]) == (Decimal(30), Decimal(5))
    assert account.balance() == 0


def test_where_day_and_id_are_one_the_invoice_comes_first(account: Account) -> None:
    note = account.note(30)
    assert note == account.invoice
    paid = account.till.pay(customer_id=account.customer, amount=1010)
    assert column(paid, "allocations", "invoice_id") == [account.invoice, None]


@pytest.mark.parametrize("how", ["void", "failed", "refunded"])
def test_a_note_owes_again_what_is_undone(account: Account, how: str) -> None:
    note = account.note(100)
    payment = rows_of(part(account.apply(note, 100), "payment")["allocations"])[0]["payment_id"]
    if how == "void":
        answer = account.till.call("sp_void_payment", {"payment_id": payment})
    else:
        changed = account.till.call("sp_set_payment_status", {"payment_id": payment, "status": how})
        answer = part(changed, "voided" if how == "failed" else "refunded")
    assert (answer["invoice_id"], answer["debit_note_id"]) == (None, note)
    assert (answer["remaining_after"], answer["payment_status"]) == (Decimal(100), "pending")
    read = account.read(note)
    assert (read["status"], read["remaining_amount"]) == ("open", Decimal(100))
    assert column(read, "applications", "amount") == decimals("100", "-100")
    assert account.balance() == 1100
    refused = account.till.refusal("sp_void_payment", {"payment_id": payment})
    assert refused is not None
    account.apply(note, 100)


def test_the_wallet_gets_back_what_it_paid(account: Account) -> None:
    note = account.note(100)
    account.till.deposit(account.customer, 100)
    payment = rows_of(part(account.apply(note, 100, method="wallet"), "payment")["allocations"])[0][
        "payment_id"
    ]
    voided = account.till.call("sp_void_payment", {"payment_id": payment, "refund": "wallet"})
    assert part(voided, "customer")["wallet_after"] == Decimal(100)


def test_cancelling_takes_the_note_off_again(account: Account) -> None:
    note = account.note(114)
    cancelled = account.till.call("sp_cancel_debit_note", {"debit_note_id": note, "reason": "خطأ"})
    assert (cancelled["status"], cancelled["remaining_amount"]) == ("cancelled", Decimal(0))
    assert part(cancelled, "customer")["balance_after"] == Decimal(1000)
    read = account.read(note)
    assert (read["cancel_reason"], column(read, "journal", "entry_type")) == (
        "خطأ",
        ["customer_debit", "customer_debit_reversal"],
    )
    for procedure, members in (
        ("sp_cancel_debit_note", {}),
        ("sp_apply_debit_note", {"amount": 1}),
        ("sp_add_payment", {"amount": 1}),
    ):
        refused = account.till.refusal(procedure, {"debit_note_id": note, **members})
        assert refused is not None
        assert refused.text == f"DEBIT_NOTE_CLOSED: debit note {note} is cancelled"


def test_an_applied_note_is_not_cancelled(account: Account) -> None:
    note = account.note(114)
    payment = rows_of(part(account.apply(note, 14), "payment")["allocations"])[0]["payment_id"]
    refused = account.till.refusal("sp_cancel_debit_note", {"debit_note_id": note})
    assert refused is not None
    assert (
        refused.text
        == "DEBIT_NOTE_APPLIED: debit note FOO-DN-0001 is applied with 14.00: void its payments first"
    )
    account.till.call("sp_void_payment", {"payment_id": payment})
    account.till.call("sp_cancel_debit_note", {"debit_note_id": note})


def test_an_unknown_note(account: Account) -> None:
    for procedure in ("sp_apply_debit_note", "sp_cancel_debit_note", "sp_add_payment"):
        refused = account.till.refusal(procedure, {"debit_note_id": 999, "amount": 1})
        assert refused is not None
        assert refused.text == "UNKNOWN_DEBIT_NOTE: there is no debit note 999"


def test_a_promise_names_an_invoice(account: Account) -> None:
    request = {
        "invoice_id": account.invoice,
        "debit_note_id": account.note(10),
        "status": "pending",
        "amount": 1,
    }
    refused = account.till.refusal("sp_add_payment", request)
    assert refused is not None
    assert refused.token == "VALIDATION"


def test_the_account_of_a_customer_with_an_open_note_is_not_given_up(account: Account) -> None:
    till = account.till
    till.pay(customer_id=account.customer, amount=1000)
    account.note(10)
    # a debt of an old page that the balance does not know
    execute(till.connection, "UPDATE customers SET balance = 0 WHERE id = %s", (account.customer,))
    refused = till.refusal("sp_save_customer", {"customer_id": account.customer, "tracks_balance": False})
    execute(till.connection, "UPDATE customers SET balance = 10 WHERE id = %s", (account.customer,))
    assert refused is not None
    assert "still open 10.00" in refused.text


def test_a_shift_collects_a_note_as_an_old_debt(account: Account) -> None:
    till = account.till
    till.call("sp_save_till", {"code": "T1", "name": "الكاشير 1"})
    shift = till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})["shift_id"]
    account.apply(account.note(100), 100)
    report = part(till.call("sp_get_shift", {"shift_id": shift}), "report")
    assert part(report, "debts_collected")["cash"] == Decimal(100)
    assert part(report, "payments")["total"] == Decimal(0)
    closed = till.call("sp_close_shift", {"counted": {"cash": 100}})
    assert [row["difference"] for row in rows_of(part(closed, "report")["methods"])] == decimals(
        "0", "0", "0", "0"
    )
