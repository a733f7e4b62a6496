"""Money into the wallet and out of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.till import Till, part


def test_the_answer_has_every_member_of_the_contract(till: Till) -> None:
    customer = till.customer()
    answer = till.call("sp_wallet_move", {"customer_id": customer, "type": "deposit", "amount": "12.30"})
    assert answer == {
        "ok": True,
        "msg": "تم الإيداع في المحفظة بنجاح.",
        "wallet_transaction_id": 1,
        "customer_transaction_id": 1,
        "customer": {
            "id": customer,
            "balance_before": 0,
            "balance_after": 0,
            "wallet_before": 0,
            "wallet_after": Decimal("12.30"),
        },
    }


def test_moves_and_their_ledger_rows(till: Till) -> None:
    customer = till.customer()
    moves = [
        ("deposit", 50, None),
        ("withdraw", 20, "card"),
        ("refund", "5.5", "bank_transfer"),
        ("WITHDRAW", "35.50", " Cash "),
    ]
    for kind, amount, method in moves:
        till.call(
            "sp_wallet_move",
            {
                "customer_id": customer,
                "type": kind,
                "amount": amount,
                "method": method,
                "description": f"وصف {kind}",
            },
        )
    half = Decimal("5.5")
    assert till.rows(
        "SELECT transaction_type, amount, wallet_before, wallet_after, balance_after, "
        "description FROM customer_transactions ORDER BY seq"
    ) == [
        ("deposit", 50, 0, 50, 0, "وصف deposit"),
        ("withdraw", -20, 50, 30, 0, "وصف withdraw"),
        ("deposit", half, 30, 30 + half, 0, "وصف refund"),
        ("withdraw", -30 - half, 30 + half, 0, 0, "وصف WITHDRAW"),
    ]
    assert till.rows("SELECT type, amount, method FROM wallet_transactions ORDER BY seq") == [
        ("deposit", 50, "cash"),
        ("withdraw", 20, "card"),
        ("refund", half, "bank_transfer"),
        ("withdraw", 30 + half, "cash"),
    ]


def test_the_wallet_goes_to_zero_and_never_below(till: Till) -> None:
    customer = till.customer()
    till.deposit(customer, 10)
    move = {"customer_id": customer, "type": "withdraw", "amount": "10.01"}
    refused = till.refusal("sp_wallet_move", move)
    assert refused == (
        50124,
        f"WALLET_INSUFFICIENT: customer {customer}: 10.01 needed from the wallet, which holds 10.00",
    )
    answer = till.call("sp_wallet_move", {**move, "amount": 10})
    assert part(answer, "customer")["wallet_after"] == 0


@pytest.mark.parametrize("member", ["balance", "wallet"])
def test_master_data_sets_no_money(till: Till, member: str) -> None:
    customer = till.customer(**{member: 500})
    till.call("sp_save_customer", {"customer_id": customer, member: 700})
    assert till.rows("SELECT balance, wallet FROM customers WHERE id = %s", customer) == [(0, 0)]


def test_money_is_answered_as_text_with_its_decimals(till: Till) -> None:
    text = till.text("sp_wallet_move", {"customer_id": till.customer(), "type": "deposit", "amount": 5})
    assert '"balance_before":0.00,"balance_after":0.00,"wallet_before":0.00,"wallet_after":5.00}' in text
