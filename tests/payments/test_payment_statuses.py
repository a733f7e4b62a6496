"""Payments that are promised, that bounce, or that are given back; and an invoice that is marked as paid."""

from __future__ import annotations

import json
from decimal import Decimal

import mysql.connector
import pytest

from pyclient.deploy.session import execute
from tests.till import Answer, Till, column, line, money, number, part, rows_of


def owing(till: Till, total: object = 100, **members: object) -> tuple[int, int]:
    """A new customer who owes an invoice: their ids."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    return customer, number(till.sell(customer, line(service, 1, total), **members)["invoice_id"])


def promise(till: Till, invoice: int, amount: object, method: str = "check", **members: object) -> int:
    answer = till.pay(invoice_id=invoice, amount=amount, method=method, status="pending", **members)
    return number(rows_of(answer["pending_payments"])[0]["pending_payment_id"])


def settle(till: Till, status: str, **members: object) -> Answer:
    return till.call("sp_set_payment_status", {"status": status, **members})


def refused(till: Till, procedure: str, **members: object) -> str:
    refusal = till.refusal(procedure, members)
    assert refusal is not None
    return refusal.text


def figures(till: Till, invoice: int) -> tuple[object, ...]:
    """Paid, open, status."""
    shown = till.call("sp_get_invoice", invoice)
    return shown["paid_amount"], shown["remaining_amount"], shown["payment_status"]


def states(till: Till, invoice: int) -> list[tuple[object, ...]]:
    shown = till.call("sp_get_invoice", invoice)
    return [(row["amount"], row["method"], row["status"]) for row in rows_of(shown["payments"])]


# --- marking paid


def test_an_invoice_is_marked_paid_by_a_payment_of_what_is_open(till: Till) -> None:
    customer, invoice = owing(till, "100.50")
    till.pay(invoice_id=invoice, amount="40.25")
    answer = till.call("sp_mark_invoice_paid", {"invoice_id": invoice, "method": "card", "notes": "ن"})
    (row,) = rows_of(answer["allocations"])
    assert (row["amount"], row["method"], row["remaining_after"]) == (Decimal("60.25"), "card", 0)
    assert answer["msg"] == "تم تسجيل الدفعة بنجاح."
    assert part(answer, "customer")["balance_after"] == 0
    assert till.rows("SELECT notes, payment_method FROM invoice_payments WHERE id = 2") == [("ن", "card")]
    assert figures(till, invoice) == (Decimal("100.50"), 0, "paid")
    assert customer


def test_cash_is_how_an_invoice_is_marked_paid(till: Till) -> None:
    _, invoice = owing(till)
    till.call("sp_mark_invoice_paid", {"invoice_id": invoice, "amount": 5, "customer_id": 999})
    assert states(till, invoice) == [(100, "cash", "completed")]


def test_what_cannot_be_marked_paid(till: Till) -> None:
    _, paid = owing(till, status="paid")
    _, canceled = owing(till)
    till.call("sp_cancel_invoice", {"invoice_id": canceled})
    _, owed = owing(till)
    mark = "sp_mark_invoice_paid"
    assert refused(till, mark, invoice_id=paid) == f"NOTHING_TO_PAY: nothing is open on invoice {paid}"
    assert refused(till, mark, invoice_id=canceled) == f"INVOICE_CLOSED: invoice {canceled} is canceled"
    assert refused(till, mark, invoice_id=owed, method="wallet").startswith("WALLET_INSUFFICIENT: ")
    assert refused(till, mark, invoice_id=owed, method="gold").startswith("INVALID_PAYMENT_METHOD: ")
    assert refused(till, mark, invoice_id=999) == "UNKNOWN_INVOICE: there is no invoice 999"
    assert refused(till, mark) == "VALIDATION: invoice_id is required"


# --- promises


def test_a_promised_payment_counts_nowhere(till: Till) -> None:
    customer, invoice = owing(till)
    answer = till.pay(
        invoice_id=invoice,
        payments=[money(30, "check", notes="شيك 7"), money("9.5", "card")],
        status="pending",
    )
    first, second = (promise["pending_payment_id"] for promise in rows_of(answer["pending_payments"]))
    assert answer["pending_payments"] == [
        {"pending_payment_id": first, "method": "check", "amount": 30, "status": "pending"},
        {"pending_payment_id": second, "method": "card", "amount": Decimal("9.5"), "status": "pending"},
    ]
    assert (answer["allocations"], answer["total_allocated"], answer["work_orders"]) == ([], 0, [])
    assert part(answer, "customer") == {
        "id": customer,
        "balance_before": 100,
        "balance_after": 100,
        "wallet_before": 0,
        "wallet_after": 0,
    }
    assert till.count("invoice_payments") == 0
    assert figures(till, invoice) == (0, 100, "pending")
    shown = rows_of(till.call("sp_get_invoice", invoice)["pending_payments"])
    assert shown[0] == {
        "pending_payment_id": first,
        "method": "check",
        "amount": 30,
        "status": "pending",
        "promised_on": str(till.today()),
        "settled_on": None,
        "payment_id": None,
        "notes": "شيك 7",
        "reason": None,
        "created_by": 1,
    }


def test_no_more_is_promised_than_is_open(till: Till) -> None:
    _, invoice = owing(till)
    promised = promise(till, invoice, 60)
    pay = {"invoice_id": invoice, "method": "check", "status": "pending"}
    text = "OVERPAYMENT: the payments come to 100.01, above the 100.00 that are open"
    assert refused(till, "sp_add_payment", **pay, amount="40.01") == text
    promise(till, invoice, 40)
    # a real payment takes no notice of promises; a failed promise makes room
    till.pay(invoice_id=invoice, amount=10)
    settle(till, "failed", pending_payment_id=promised)
    assert refused(till, "sp_add_payment", **pay, amount="50.01").startswith("OVERPAYMENT: ")
    promise(till, invoice, 50)


def test_what_cannot_be_promised(till: Till) -> None:
    customer, invoice = owing(till)
    pending = {"amount": 5, "status": "pending"}
    target = "VALIDATION: a payment that is pending names one invoice by invoice_id, and nothing else"
    for members in (
        {},
        {"customer_id": customer},
        {"invoices": [{"invoice_id": invoice}]},
        {"invoice_id": invoice, "customer_id": customer},
    ):
        assert refused(till, "sp_add_payment", **pending, **members) == target
    of_invoice = {**pending, "invoice_id": invoice}
    assert refused(till, "sp_add_payment", **of_invoice, method="wallet") == (
        "INVALID_PAYMENT_METHOD: money of the wallet is there: it cannot be pending"
    )
    nothing = "INVALID_PAYMENT: amount must be a number above 0: 0"
    assert refused(till, "sp_add_payment", invoice_id=invoice, status="pending", amount=0) == nothing
    for word in ("failed", "refunded", "x"):
        assert refused(till, "sp_add_payment", invoice_id=invoice, amount=1, status=word) == (
            f"INVALID_STATUS: status must be one of completed|pending: {word}"
        )
    till.call("sp_mark_invoice_paid", {"invoice_id": invoice})
    assert refused(till, "sp_add_payment", **of_invoice).startswith("NOTHING_TO_PAY: ")


def test_a_completed_promise_is_a_payment_of_now(till: Till) -> None:
    customer, invoice = owing(till)
    pending = promise(till, invoice, 60, notes="شيك 7")
    answer = settle(till, "completed", pending_payment_id=pending, reason="حُصّل")
    assert (answer["payment_id"], answer["pending_payment_id"], answer["invoice_id"]) == (1, pending, invoice)
    assert (answer["status"], answer["voided"], answer["refunded"]) == ("completed", None, None)
    payment = part(answer, "payment")
    assert column(payment, "allocations", "amount") == [60]
    assert part(payment, "customer")["balance_after"] == 40
    assert till.rows("SELECT payment_method, notes, tendered, payment_no IS NULL FROM invoice_payments") == [
        ("check", "شيك 7", 60, 0)
    ]
    assert figures(till, invoice) == (60, 40, "partial")
    (shown,) = rows_of(till.call("sp_get_invoice", invoice)["pending_payments"])
    assert (shown["status"], shown["payment_id"], shown["reason"]) == ("completed", 1, "حُصّل")
    assert shown["settled_on"] == str(till.today())
    audited = till.rows(
        "SELECT action, document_table, document_id, values_before, values_after, reason FROM audit_log"
        " WHERE action = 'payment_status'"
    )
    assert audited == [
        (
            "payment_status",
            "pending_payments",
            pending,
            '{"status":"pending"}',
            '{"status":"completed","payment_id":1}',
            "حُصّل",
        )
    ]
    assert customer


@pytest.mark.parametrize(
    ("method", "overpayment", "to_wallet", "change"),
    [("check", "wallet", 20, 0), ("cash", "change", 0, 20)],
)
def test_less_is_open_by_now_than_was_promised(
    till: Till, method: str, overpayment: str, to_wallet: int, change: int
) -> None:
    _, invoice = owing(till)
    pending = promise(till, invoice, 60, method)
    till.pay(invoice_id=invoice, amount=60)
    members = {"pending_payment_id": pending, "status": "completed"}
    assert refused(till, "sp_set_payment_status", **members) == (
        "OVERPAYMENT: the payments come to 60.00, above the 40.00 that are open"
    )
    payment = part(till.call("sp_set_payment_status", {**members, "overpayment": overpayment}), "payment")
    assert (payment["total_allocated"], payment["to_wallet"], payment["change_due"]) == (
        40,
        to_wallet,
        change,
    )
    assert figures(till, invoice) == (100, 0, "paid")


def test_a_promise_is_settled_once(till: Till) -> None:
    _, invoice = owing(till)
    completed, failed, open_ = (promise(till, invoice, amount) for amount in (10, 20, 30))
    settle(till, "completed", pending_payment_id=completed)
    settle(till, "failed", pending_payment_id=failed, reason="بلا رصيد")
    for pending, is_now in ((completed, "completed"), (failed, "failed")):
        for wanted in ("completed", "failed", "refunded"):
            assert refused(till, "sp_set_payment_status", pending_payment_id=pending, status=wanted) == (
                f"INVALID_STATUS: pending payment {pending} is {is_now}, it cannot become {wanted}"
            )
    assert refused(till, "sp_set_payment_status", pending_payment_id=open_, status="refunded") == (
        f"INVALID_STATUS: pending payment {open_} is pending, it cannot become refunded"
    )
    assert figures(till, invoice) == (10, 90, "partial")


def test_a_canceled_invoices_promise_can_only_fail(till: Till) -> None:
    _, invoice = owing(till)
    first, second = promise(till, invoice, 10), promise(till, invoice, 20)
    till.call("sp_cancel_invoice", {"invoice_id": invoice})
    assert refused(till, "sp_set_payment_status", pending_payment_id=first, status="completed") == (
        f"INVOICE_CLOSED: invoice {invoice} is canceled"
    )
    for pending in (first, second):
        answer = settle(till, "failed", pending_payment_id=pending)
        assert (answer["payment_id"], answer["payment"]) == (None, None)


# --- posted payments


def test_a_check_bounces(till: Till) -> None:
    _, invoice = owing(till)
    till.pay(invoice_id=invoice, amount=70, method="check")
    answer = settle(till, "failed", payment_id=1, reason="مرتجع")
    voided = part(answer, "voided")
    assert (answer["status"], answer["payment_id"], answer["payment"]) == ("failed", 1, None)
    assert (voided["void_id"], voided["amount"], voided["remaining_after"]) == (2, 70, 100)
    assert figures(till, invoice) == (0, 100, "pending")
    assert states(till, invoice) == [(70, "check", "failed"), (-70, "check", "completed")]
    assert till.rows("SELECT status FROM report_payments ORDER BY payment_id") == [
        ("failed",),
        ("completed",),
    ]
    assert till.rows(
        "SELECT document_table, document_id, values_after FROM audit_log WHERE action = 'payment_status'"
    ) == [("invoice_payments", 1, '{"status":"failed","undone_by":2}')]
    for status in ("failed", "refunded"):
        assert refused(till, "sp_set_payment_status", payment_id=1, status=status) == (
            "PAYMENT_VOIDED: payment 1 is void already"
        )


def test_a_payment_is_refunded_by_its_own_method(till: Till) -> None:
    customer, invoice = owing(till)
    till.deposit(customer, 30)
    till.pay(invoice_id=invoice, payments=[money(50, "card"), money(30, "wallet")])
    answer = settle(till, "refunded", payment_id=1)
    refunded = part(answer, "refunded")
    assert (refunded["refund_id"], refunded["method"], refunded["amount"]) == (3, "card", 50)
    assert (refunded["remaining_after"], refunded["payment_status"]) == (70, "partial")
    settle(till, "refunded", payment_id=2)
    assert till.rows("SELECT balance, wallet FROM customers WHERE id = %s", customer) == [(100, 30)]
    assert states(till, invoice)[:2] == [(50, "card", "refunded"), (30, "wallet", "refunded")]
    assert till.rows("SELECT id, refunds_id FROM invoice_payments WHERE refunds_id IS NOT NULL") == [
        (3, 1),
        (4, 2),
    ]
    assert figures(till, invoice) == (0, 100, "pending")
    assert refused(till, "sp_set_payment_status", payment_id=1, status="refunded") == (
        "INVALID_STATUS: payment 1 is refunded, it cannot become refunded"
    )


def test_what_was_refunded_is_not_undone_once_more(till: Till) -> None:
    """Not even while its invoice counts another payment that is as much."""
    _, invoice = owing(till)
    till.pay(invoice_id=invoice, payments=[money(50, "check"), money(50)])
    settle(till, "refunded", payment_id=1)
    twice = "INVALID_STATUS: payment 1 is refunded, it cannot become failed"
    assert refused(till, "sp_set_payment_status", payment_id=1, status="failed") == twice
    assert refused(till, "sp_void_payment", payment_id=1) == twice
    assert states(till, invoice)[0] == (50, "check", "refunded")
    assert figures(till, invoice) == (50, 50, "partial")


def test_what_a_return_gave_back_is_not_refunded_again(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 1))
    till.sell(customer, line(product, 10, 10), status="paid")
    till.call("sp_return_items", {"invoice_id": 1, "items": [{"item_id": 1, "qty": 4}], "refund": "original"})
    assert states(till, 1) == [(100, "cash", "completed"), (-40, "cash", "completed")]
    assert part(settle(till, "refunded", payment_id=1), "refunded")["amount"] == 60
    assert states(till, 1)[0] == (100, "cash", "refunded")
    assert figures(till, 1) == (0, 60, "pending")


def test_wrong_statuses_of_a_posted_payment(till: Till) -> None:
    _, invoice = owing(till, status="paid")
    setting = "sp_set_payment_status"
    assert refused(till, setting, payment_id=1, status="completed") == (
        "INVALID_STATUS: payment 1 is completed, it cannot become completed"
    )
    assert refused(till, setting, payment_id=1, status="pending") == (
        "INVALID_STATUS: status must be one of completed|failed|refunded: pending"
    )
    one = "VALIDATION: give exactly one of payment_id and pending_payment_id"
    assert refused(till, setting, status="failed") == one
    assert refused(till, setting, status="failed", payment_id=1, pending_payment_id=1) == one
    assert refused(till, setting, payment_id=1) == "VALIDATION: status is required"
    for status in ("failed", "refunded"):
        assert refused(till, setting, payment_id=9, status=status) == "UNKNOWN_PAYMENT: there is no payment 9"
    assert refused(till, setting, pending_payment_id=9, status="failed") == (
        "UNKNOWN_PAYMENT: there is no pending payment 9"
    )
    settle(till, "refunded", payment_id=1)
    assert refused(till, setting, payment_id=2, status="refunded").startswith("VALIDATION: payment 2 gave")
    assert invoice


def test_money_that_came_back_otherwise_is_not_there_to_refund(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 1))
    till.sell(customer, line(product, 10, 10), status="paid")
    till.call("sp_return_items", {"invoice_id": 1, "items": [{"item_id": 1, "qty": 4}], "refund": "wallet"})
    assert refused(till, "sp_set_payment_status", payment_id=1, status="refunded") == (
        "VALIDATION: payment 1 of 100.00 is more than the 60.00 that its invoice counts as paid"
    )


# --- lists and rows


def test_promises_are_listed(till: Till) -> None:
    first, one = owing(till)
    second, two = owing(till)
    kept, open_, other = (
        promise(till, invoice, amount) for invoice, amount in ((one, 10), (one, 20), (two, 30))
    )
    settle(till, "completed", pending_payment_id=kept)
    for asked, ids in (
        ({}, [other, open_]),
        ({"status": "completed"}, [kept]),
        ({"status": "failed"}, []),
        ({"customer_id": first}, [open_]),
        ({"invoice_id": two}, [other]),
        ({"limit": 1}, [other]),
        ({"after": other}, [open_]),
    ):
        answer = till.call("sp_list_pending_payments", json.dumps(asked))
        assert column(answer, "pending_payments", "pending_payment_id") == ids, asked
    (row,) = rows_of(
        till.call("sp_list_pending_payments", json.dumps({"invoice_id": two}))["pending_payments"]
    )
    names = ("invoice_id", "customer_id", "customer_name", "method", "amount", "status", "promised_on")
    assert [row[name] for name in names] == [
        two, second, "محمد علي", "check", 30, "pending", str(till.today()),
    ]  # fmt: skip
    broken = till.refusal("sp_list_pending_payments", '{"status":"x"}')
    assert broken is not None
    assert broken.token == "INVALID_STATUS"


def test_a_settled_promise_stays_as_it_is(till: Till) -> None:
    _, invoice = owing(till)
    settle(till, "failed", pending_payment_id=promise(till, invoice, 10))
    for change in ("status = 'pending', settled_on = NULL", "reason = 'x'", "amount = 5"):
        with pytest.raises(mysql.connector.Error, match="APPEND_ONLY"):
            execute(till.connection, f"UPDATE pending_payments SET {change}")
