"""Undoing from many tills at once: everything once, and stock and money come out exact."""

from __future__ import annotations

from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import (
    AddedPayment,
    CanceledInvoice,
    CancelRequest,
    ReturnedGoods,
    RevertedInvoice,
    RevertRequest,
    SavedInvoice,
    VoidedPayment,
    VoidRequest,
)
from tests.concurrency.errands import CASHIER, payment_of_invoice, sale
from tests.concurrency.test_returns import giving_back
from tests.concurrency.tills import TILLS, Layer, Market, at_a_till, tokens


def cancellation(invoice: int) -> Call[CanceledInvoice]:
    return calls.cancel_invoice(CancelRequest(invoice_id=invoice, created_by=CASHIER))


def reversal(invoice: int) -> Call[RevertedInvoice]:
    return calls.revert_invoice(RevertRequest(invoice_id=invoice, refund="cash", created_by=CASHIER))


FIGURES = "SELECT paid_amount, remaining_amount, delivered = %s FROM invoices_out WHERE id = %s"


def voiding(payment: int) -> Call[VoidedPayment]:
    return calls.void_payment(VoidRequest(payment_id=payment, created_by=CASHIER))


def test_an_invoice_is_canceled_or_reverted_once(market: Market) -> None:
    product = market.product(Layer(Decimal(100), Decimal(3)), price=10)
    for rng in market.rounds("one invoice undone from 16 tills"):
        customer = market.customer()
        invoice = market.office.done(sale(customer, (product, 7))).invoice_id
        ways = rng.choices((cancellation, reversal), k=TILLS)
        answers = market.race([at_a_till(way(invoice)) for way in ways])
        assert tokens(answers) == ["INVOICE_CLOSED"] * (TILLS - 1)
        assert market.balance_and_wallet(customer) == (0, 0)
        assert market.rows("SELECT remaining, stock_value FROM batches WHERE product_id = %s", product) == [
            (100, 300)
        ]


def test_a_payment_is_voided_once(market: Market) -> None:
    service = market.product(price=1)
    for _ in market.rounds("one payment voided from 16 tills"):
        customer = market.customer()
        sold = market.office.done(sale(customer, (service, 50), in_cash=20))
        answers = market.race([at_a_till(voiding(sold.payments[0].payment_id)) for _ in range(TILLS)])
        assert tokens(answers) == ["PAYMENT_VOIDED"] * (TILLS - 1)
        assert market.balance_and_wallet(customer) == (50, 0)


def test_a_cancellation_against_a_payment(market: Market) -> None:
    service = market.product(price=1)
    for _ in market.rounds("cancel against payment"):
        customer = market.customer()
        invoice = market.office.done(sale(customer, (service, 50))).invoice_id
        answers = market.race(
            [
                at_a_till(cancellation(invoice)),
                at_a_till(payment_of_invoice(invoice, 20)),
            ]
        )
        canceled, paid = (isinstance(answer, CanceledInvoice | AddedPayment) for answer in answers)
        assert canceled != paid
        assert tokens(answers) == ["INVOICE_CLOSED" if canceled else "INVOICE_HAS_PAYMENTS"]
        assert market.balance_and_wallet(customer) == (0 if canceled else 30, 0)


def test_a_payment_voided_against_goods_that_come_back(market: Market) -> None:
    """Whichever came first: what was given back is owed again, with the goods that were kept."""
    product = market.product(Layer(Decimal(1000), Decimal(3)), price=10)
    for _ in market.rounds("void against return"):
        customer = market.customer()
        sold = market.office.done(sale(customer, (product, 10), in_cash=100))
        answers = market.race(
            [at_a_till(voiding(sold.payments[0].payment_id)), at_a_till(giving_back(sold, 3))]
        )
        assert tokens(answers) == []
        back = answers[1]
        assert isinstance(back, ReturnedGoods)
        given = back.refunded_amount
        assert given in (0, 30)
        assert market.balance_and_wallet(customer) == (70 + given, 0)
        assert market.rows(FIGURES, "no", sold.invoice_id) == [(-given, 70 + given, 1)]


def test_a_payment_voided_against_a_payment_of_the_same_invoice(market: Market) -> None:
    """Thirty of it are given back already, so that there is nothing to pay until it is void."""
    product = market.product(Layer(Decimal(1000), Decimal(3)), price=10)
    for _ in market.rounds("void against payment of what was given back"):
        customer = market.customer()
        sold = market.office.done(sale(customer, (product, 10), in_cash=100))
        market.office.done(giving_back(sold, 3))
        answers = market.race(
            [
                at_a_till(voiding(sold.payments[0].payment_id)),
                *(at_a_till(payment_of_invoice(sold.invoice_id, 20)) for _ in range(TILLS - 1)),
            ]
        )
        assert isinstance(answers[0], VoidedPayment)
        # the fifth payment that came after it took the last of the hundred
        paid = sum(20 for answer in answers if isinstance(answer, AddedPayment))
        assert paid <= 100
        assert set(tokens(answers)) <= {"NOTHING_TO_PAY", "OVERPAYMENT"}
        status = "yes" if paid == 100 else "partial" if paid > 30 else "no"
        assert market.balance_and_wallet(customer) == (100 - paid, 0)
        assert market.rows(FIGURES, status, sold.invoice_id) == [(paid - 30, 100 - paid, 1)]


def test_goods_that_come_back_against_sales_of_the_same_batches(market: Market) -> None:
    customers = [market.customer() for _ in range(TILLS)]
    for _ in market.rounds("reversal against sales of the same batches"):
        product = market.product(Layer(Decimal(8), Decimal(3)), Layer(Decimal(8), Decimal(5)), price=10)
        invoices = [
            market.office.done(sale(customer, (product, 2))).invoice_id
            for customer in customers[: TILLS // 2]
        ]
        answers = market.race(
            [
                *(at_a_till(reversal(invoice)) for invoice in invoices),
                *(at_a_till(sale(customer, (product, 1))) for customer in customers[TILLS // 2 :]),
            ]
        )
        # whoever came before anything was back met an empty shelf
        assert set(tokens(answers)) <= {"INSUFFICIENT_STOCK"}
        sold = [answer for answer in answers if isinstance(answer, SavedInvoice)]
        ((left, value),) = market.rows(
            "SELECT SUM(remaining), SUM(stock_value) FROM batches WHERE product_id = %s", product
        )
        assert left == 16 - len(sold)
        assert value == 64 - sum(invoice.total_cogs for invoice in sold)
