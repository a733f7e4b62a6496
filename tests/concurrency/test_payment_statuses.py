"""Promised payments from many tills at once: each is settled once, and only on an invoice that lives."""

from __future__ import annotations

from typing import Literal

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import (
    AddedPayment,
    CancelRequest,
    MarkPaidRequest,
    PaymentRequest,
    PaymentStatusRequest,
    PaymentStatusSet,
)
from tests.concurrency.errands import CASHIER, sale
from tests.concurrency.tills import TILLS, Market, at_a_till, tokens


def promise(market: Market, invoice: int, amount: int) -> int:
    request = PaymentRequest(
        invoice_id=invoice, amount=amount, method="check", status="pending", created_by=CASHIER
    )
    return market.office.done(calls.add_payment(request)).pending_payments[0].pending_payment_id


def settling(pending: int, status: Literal["completed", "failed"]) -> Call[PaymentStatusSet]:
    return calls.set_payment_status(
        PaymentStatusRequest(pending_payment_id=pending, status=status, created_by=CASHIER)
    )


def test_a_promise_is_settled_once(market: Market) -> None:
    service = market.product(price=1)
    for rng in market.rounds("one promised payment settled from 16 tills"):
        customer = market.customer()
        pending = promise(market, market.office.done(sale(customer, (service, 50))).invoice_id, 20)
        ways: list[Literal["completed", "failed"]] = rng.choices(("completed", "failed"), k=TILLS)
        answers = market.race([at_a_till(settling(pending, way)) for way in ways])
        assert tokens(answers) == ["INVALID_STATUS"] * (TILLS - 1)
        (won,) = [answer for answer in answers if isinstance(answer, PaymentStatusSet)]
        assert market.balance_and_wallet(customer) == (30 if won.status == "completed" else 50, 0)
        ((payment,),) = market.rows(
            "SELECT COALESCE(payment_id, 0) FROM pending_payments WHERE id = %s", pending
        )
        assert payment == (won.payment_id or 0)


def test_a_promise_that_comes_against_a_cancellation(market: Market) -> None:
    service = market.product(price=1)
    for _ in market.rounds("completion against cancellation"):
        customer = market.customer()
        invoice = market.office.done(sale(customer, (service, 50))).invoice_id
        cancellation = calls.cancel_invoice(CancelRequest(invoice_id=invoice, created_by=CASHIER))
        answers = market.race(
            [at_a_till(settling(promise(market, invoice, 20), "completed")), at_a_till(cancellation)]
        )
        completed = isinstance(answers[0], PaymentStatusSet)
        assert tokens(answers) == ["INVOICE_HAS_PAYMENTS" if completed else "INVOICE_CLOSED"]
        assert market.balance_and_wallet(customer) == (30 if completed else 0, 0)


def test_an_invoice_is_marked_paid_once(market: Market) -> None:
    service = market.product(price=1)
    for _ in market.rounds("one invoice marked paid from 16 tills"):
        customer = market.customer()
        invoice = market.office.done(sale(customer, (service, 50), in_cash=20)).invoice_id
        request = MarkPaidRequest(invoice_id=invoice, created_by=CASHIER)
        answers = market.race([at_a_till(calls.mark_invoice_paid(request)) for _ in range(TILLS)])
        assert tokens(answers) == ["NOTHING_TO_PAY"] * (TILLS - 1)
        (won,) = [answer for answer in answers if isinstance(answer, AddedPayment)]
        assert won.total_allocated == 30
        assert market.balance_and_wallet(customer) == (0, 0)
