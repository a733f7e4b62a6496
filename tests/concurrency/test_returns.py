"""Goods that come back at many tills at once: no piece twice, and stock and money come out exact."""

from __future__ import annotations

from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import AddedPayment, ReturnedGoods, ReturnItem, ReturnRequest, SavedInvoice
from tests.concurrency.errands import CASHIER, payment_of_invoice, sale
from tests.concurrency.tills import TILLS, Layer, Market, Refused, at_a_till


def giving_back(sold: SavedInvoice, qty: int) -> Call[ReturnedGoods]:
    """So much of the invoice's first line, its money in cash."""
    return calls.return_items(
        ReturnRequest(
            invoice_id=sold.invoice_id,
            items=[ReturnItem(item_id=sold.items[0].item_id, qty=qty)],
            refund="cash",
            created_by=CASHIER,
        )
    )


def test_the_last_piece_comes_back_once(market: Market) -> None:
    product = market.product(Layer(Decimal(100), Decimal(3)), price=10)
    for rng in market.rounds("one line given back at 16 tills"):
        customer = market.customer()
        sold = market.office.done(sale(customer, (product, 7), in_cash=50))
        answers = market.race([at_a_till(giving_back(sold, rng.randint(1, 3))) for _ in range(TILLS)])
        back = [answer for answer in answers if isinstance(answer, ReturnedGoods)]
        refused = [answer.token for answer in answers if isinstance(answer, Refused)]
        assert set(refused) <= {"RETURN_EXCEEDS_SOLD"}
        assert len(back) + len(refused) == TILLS
        pieces = sum(each.items[0].qty for each in back)
        assert pieces in (5, 6, 7)  # what was refused was too much for what was left
        assert sum(each.refunded_amount for each in back) == max(10 * pieces - 20, 0)
        assert market.balance_and_wallet(customer) == (max(20 - 10 * pieces, 0), 0)
        if pieces < 7:
            market.office.done(giving_back(sold, int(7 - pieces)))
        assert market.rows("SELECT remaining, stock_value FROM batches WHERE product_id = %s", product) == [
            (100, 300)
        ]


def test_a_return_against_a_payment(market: Market) -> None:
    service = market.product(price=1)
    for _ in market.rounds("return against payment"):
        customer = market.customer()
        sold = market.office.done(sale(customer, (service, 50)))
        answers = market.race(
            [at_a_till(giving_back(sold, 30)), at_a_till(payment_of_invoice(sold.invoice_id, 40))]
        )
        back, paid = answers
        assert isinstance(back, ReturnedGoods)
        if isinstance(paid, AddedPayment):  # it came first: 40 of 50 were paid, 20 of the 30 go back
            assert back.refunded_amount == 20
        else:
            assert isinstance(paid, Refused)
            assert paid.token == "OVERPAYMENT"
        assert market.balance_and_wallet(customer) == (0 if isinstance(paid, AddedPayment) else 20, 0)
