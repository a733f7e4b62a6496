"""One movement of a wallet by its id, with how the money came or went."""

from __future__ import annotations

import pytest

from pyclient.deploy.session import execute
from tests.till import CASHIER, Till, line, money


def test_a_deposit(till: Till) -> None:
    customer = till.customer(name="محمد علي")
    till.call("sp_save_branch", {"code": "GZ", "name": "فرع الجيزة"})
    till.deposit(customer, 5)
    move = {"customer_id": customer, "type": "withdraw", "amount": "2.5", "method": "check", "branch_id": 2}
    till.call("sp_wallet_move", {**move, "description": "رد عربون"})
    ((at,),) = till.rows(
        "SELECT DATE_FORMAT(CONVERT_TZ(created_at, @@session.time_zone, '+00:00'), '%Y-%m-%dT%H:%i:%sZ')"
        " FROM wallet_transactions WHERE id = 2"
    )
    assert till.call("sp_get_wallet_move", 2) == {
        "ok": True,
        "wallet_transaction_id": 2,
        "company_id": 1,
        "branch_id": 2,
        "customer_id": customer,
        "customer_name": "محمد علي",
        "type": "withdraw",
        "amount": 2.5,
        "method": "check",
        "payment_id": None,
        "payment_no": None,
        "invoice_id": None,
        "debit_note_id": None,
        "description": "رد عربون",
        "wallet_before": 5,
        "wallet_after": 2.5,
        "business_date": str(till.today()),
        "created_at": at,
        "created_by": CASHIER,
    }
    assert '"amount":2.50,' in till.text("sp_get_wallet_move", 2)


@pytest.mark.corrupts
def test_how_the_money_came(till: Till) -> None:
    """By the row, by the journal, by nothing but a payment; of adopted rows nobody knows."""
    customer, product = till.customer(), till.product(keeps_stock=False)
    for _ in range(2):
        till.sell(customer, line(product, 1, 50))
    # a row that is nothing but too much, and one of which something is left over
    till.pay(
        customer_id=customer,
        payments=[money(90, "card"), money(30, "bank_transfer"), money(7, "check")],
        overpayment="wallet",
    )
    till.sell(customer, line(product, 1, 10), status="paid", payments=[money(10, "wallet")])
    # the wallet is given back what it paid; then money is, as wallet
    till.call("sp_void_payment", {"payment_id": 4})
    till.call("sp_void_payment", {"payment_id": 1, "refund": "wallet"})
    execute(
        till.connection,
        "INSERT INTO wallet_transactions (id, customer_id, type, amount, description, wallet_after,"
        f" transaction_date, created_by, adopted) VALUES (90, {customer}, 'deposit', 5, 'قديم', 5,"
        f" '2024-05-06 07:08:09', {CASHIER}, 1)",
    )
    ids = [row[0] for row in till.rows("SELECT id FROM wallet_transactions ORDER BY id")]
    shown = [till.call("sp_get_wallet_move", int(each)) for each in ids]
    assert [(each["type"], each["amount"], each["method"], each["payment_id"]) for each in shown] == [
        ("deposit", 20, "bank_transfer", None),
        ("deposit", 7, "check", None),
        ("invoice_payment", 10, None, 4),
        ("refund", 10, None, 5),
        ("refund", 50, "card", None),
        ("deposit", 5, None, None),
    ]
    assert [each["branch_id"] for each in shown] == [1, 1, 1, 1, 1, None]
    assert shown[2]["payment_no"] == till.call("sp_get_payment", 4)["payment_no"]
    assert shown[-1]["business_date"] == "2024-05-06"
