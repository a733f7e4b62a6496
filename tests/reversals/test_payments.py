"""Payments voided: the invoice owes again, and the money goes where it belongs."""

from __future__ import annotations

import pytest

from tests.till import Till, column, line, money, number, part

LEDGER = (
    "SELECT transaction_type, amount, balance_after, wallet_after FROM customer_transactions"
    " WHERE customer_id = %s ORDER BY seq"
)


def a_debtor(till: Till, total: int = 100) -> tuple[int, int]:
    """A customer with one open invoice; both ids."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    return customer, number(till.sell(customer, line(service, 1, total))["invoice_id"])


def test_the_answer_and_the_rows(till: Till) -> None:
    customer, invoice = a_debtor(till)
    till.pay(invoice_id=invoice, payments=[money(60, "check"), money(40)])
    answer = till.call("sp_void_payment", {"payment_id": 1, "reason": "شيك مرتجع"})
    assert answer == {
        "ok": True,
        "msg": "تم إلغاء الدفعة بنجاح.",
        "payment_id": 1,
        "void_id": 3,
        "invoice_id": invoice,
        "debit_note_id": None,
        "amount": 60,
        "to_wallet": 0,
        "from_wallet": 0,
        "remaining_after": 60,
        "payment_status": "partial",
        "customer": {
            "id": customer,
            "balance_before": 0,
            "balance_after": 60,
            "wallet_before": 0,
            "wallet_after": 0,
        },
        "work_order": None,
    }
    stored = till.call("sp_get_invoice", invoice)
    assert (stored["payment_status"], stored["paid_amount"]) == ("partial", 40)
    assert column(stored, "payments", "voids") == [None, None, 1]
    assert column(stored, "payments", "notes")[2] == "شيك مرتجع"
    assert till.rows(LEDGER, customer)[-1] == ("adjustment", 60, 60, 0)
    assert till.call("sp_void_payment", {"payment_id": 2})["payment_status"] == "pending"
    assert till.pay(invoice_id=invoice, amount=100)["total_allocated"] == 100


# the payment, refund -> the ledger rows after it (the wallet held 50)
@pytest.mark.parametrize(
    ("method", "refund", "rows"),
    [
        ("cash", "none", [("adjustment", 30, 100, 50)]),
        ("cash", "wallet", [("adjustment", 30, 100, 50), ("deposit", 30, 100, 80)]),
        ("wallet", "none", [("adjustment", 30, 100, 50)]),
        ("wallet", "wallet", [("adjustment", 30, 100, 50)]),
    ],
)
def test_where_the_money_goes(
    till: Till, method: str, refund: str, rows: list[tuple[str, int, int, int]]
) -> None:
    customer, invoice = a_debtor(till)
    till.deposit(customer, 50)
    till.pay(invoice_id=invoice, amount=30, method=method)
    till.call("sp_void_payment", {"payment_id": 1, "refund": refund})
    assert till.rows(LEDGER, customer)[3:] == rows


def test_overpayment_that_went_into_the_wallet_is_taken_out_again(till: Till) -> None:
    customer, invoice = a_debtor(till)
    till.pay(invoice_id=invoice, amount=130, method="check", overpayment="wallet")
    answer = till.call("sp_void_payment", {"payment_id": 1})
    assert (answer["amount"], answer["from_wallet"]) == (100, 30)
    assert part(answer, "customer") == {
        "id": customer,
        "balance_before": 0,
        "balance_after": 100,
        "wallet_before": 30,
        "wallet_after": 0,
    }
    assert till.rows(LEDGER, customer)[-1] == ("withdraw", -30, 100, 0)


def test_overpayment_that_is_spent_refuses_the_void(till: Till) -> None:
    customer, invoice = a_debtor(till)
    till.pay(invoice_id=invoice, amount=130, method="check", overpayment="wallet")
    till.call("sp_wallet_move", {"customer_id": customer, "type": "withdraw", "amount": 10})
    refused = till.refusal("sp_void_payment", {"payment_id": 1})
    assert refused
    assert refused.text == (
        f"WALLET_SPENT: customer {customer}: 30.00 of the payment went into the wallet,"
        " which holds only 20.00"
    )
    assert till.call("sp_void_payment", {"payment_id": 1, "refund": "wallet"})["to_wallet"] == 100


def test_change_that_was_given_is_nobodys_wallet(till: Till) -> None:
    _, invoice = a_debtor(till)
    till.pay(invoice_id=invoice, amount=120, overpayment="change")
    answer = till.call("sp_void_payment", {"payment_id": 1})
    assert (answer["amount"], answer["from_wallet"]) == (100, 0)


def test_a_payment_is_voided_once_and_only_a_payment(till: Till) -> None:
    _, invoice = a_debtor(till)
    till.pay(invoice_id=invoice, amount=30)
    request = {"payment_id": 1, "request_id": "void"}
    first = till.text("sp_void_payment", request)
    with till.nothing_written():
        assert till.text("sp_void_payment", request) == first
    tokens = {payment: till.refusal("sp_void_payment", {"payment_id": payment}) for payment in (1, 2, 3)}
    assert {payment: refused and refused.token for payment, refused in tokens.items()} == {
        1: "PAYMENT_VOIDED",
        2: "VALIDATION",
        3: "UNKNOWN_PAYMENT",
    }


def test_a_closed_invoice_keeps_its_payments(till: Till) -> None:
    _, invoice = a_debtor(till)
    till.pay(invoice_id=invoice, amount=30)
    till.call("sp_revert_invoice", {"invoice_id": invoice})
    refused = till.refusal("sp_void_payment", {"payment_id": 1})
    assert refused
    assert refused.token == "INVOICE_CLOSED"
