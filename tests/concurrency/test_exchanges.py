"""Exchanges against sales and returns of the same products: no deadlock, no unit twice, every cost exact."""

from __future__ import annotations

import threading
from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import fetch
from pyclient.models import (
    ReturnedGoods,
    ReturnItem,
    ReturnRequest,
    SaleItem,
    SavedInvoice,
)
from tests.concurrency.errands import CASHIER, sale
from tests.concurrency.test_amendments import no_deadlocks
from tests.concurrency.test_returns import giving_back
from tests.concurrency.tills import TILLS, Layer, Market, Refused, at_a_till, await_lock_waits


def exchanging(sold: SavedInvoice, qty: int, product: int, new: int) -> Call[ReturnedGoods]:
    """So much of the invoice's first line for so much of the product; what is left of the money in cash."""
    return calls.return_items(
        ReturnRequest(
            invoice_id=sold.invoice_id,
            items=[ReturnItem(item_id=sold.items[0].item_id, qty=qty)],
            exchange_items=[SaleItem(product_id=product, qty=new)],
            refund="cash",
            created_by=CASHIER,
        )
    )


def test_exchanges_against_sales_and_returns(market: Market) -> None:
    """Half of them go from one product to the other, half back, while others sell and return both."""
    customers = [market.customer() for _ in range(TILLS)]
    scenario = "exchanges against sales and returns of the same products"
    for rng in market.rounds(scenario):
        products = [market.product(Layer(Decimal(40), Decimal(cost)), price=10) for cost in (3, 4)]
        sold = [
            market.office.done(sale(customer, (products[place % 2], 3), in_cash=25))
            for place, customer in enumerate(customers[:12])
        ]
        news = [rng.randint(1, 4) for _ in range(8)]
        exchanges = [
            at_a_till(exchanging(each, 2, products[1 - place % 2], news[place]))
            for place, each in enumerate(sold[:8])
        ]
        returns = [at_a_till(giving_back(each, 1)) for each in sold[8:]]
        sales = [
            at_a_till(sale(customer, (products[place % 2], 1), (products[1 - place % 2], 2)))
            for place, customer in enumerate(customers[12:])
        ]
        answers = market.race([*exchanges, *returns, *sales])
        assert not [each.text for each in answers if isinstance(each, Refused)]
        for place, (answer, new) in enumerate(zip(answers[:8], news, strict=True)):
            assert isinstance(answer, ReturnedGoods)
            assert answer.exchange
            # 5 of the 20 were open, 15 were paid
            assert answer.refunded_amount == 15
            assert answer.exchange.from_return == min(15, 10 * new)
            assert answer.due == max(10 * new - 15, 0)
            assert answer.exchange.total_cogs == new * (3 if place % 2 else 4)
            assert answer.returned_cost == 2 * (4 if place % 2 else 3)
            assert market.balance_and_wallet(customers[place])[1] == 0
        for place, cost in enumerate((3, 4)):
            back = 2 * 4 + 1 * 2
            gone = 3 * 6 + sum(new for at, new in enumerate(news) if 1 - at % 2 == place) + 3 * 2
            left = 40 - gone + back
            assert market.rows(
                "SELECT remaining, stock_value FROM batches WHERE product_id = %s", products[place]
            ) == [(left, left * cost)]
        for table, kind in (("invoices_out", "invoice_no"), ("invoice_returns", "return_no")):
            repeated = f"SELECT COUNT(*) - COUNT(DISTINCT {kind}) FROM {table}"
            assert market.value(repeated) == 0
    no_deadlocks(market, scenario)


def test_the_last_pieces_are_exchanged_once(market: Market) -> None:
    """One line at all tills: what comes back, and what is taken for it, is no more than there was."""
    scenario = "one line exchanged at 16 tills"
    for rng in market.rounds(scenario):
        product, other = (
            market.product(Layer(Decimal(7), Decimal(3))),
            market.product(Layer(Decimal(5), Decimal(4))),
        )
        customer = market.customer()
        sold = market.office.done(sale(customer, (product, 7), in_cash=70))
        answers = market.race(
            [at_a_till(exchanging(sold, rng.randint(1, 3), other, 1)) for _ in range(TILLS)]
        )
        done = [each for each in answers if isinstance(each, ReturnedGoods)]
        refused = {each.token for each in answers if isinstance(each, Refused)}
        assert refused <= {"RETURN_EXCEEDS_SOLD", "INSUFFICIENT_STOCK"}
        pieces = sum(each.items[0].qty for each in done)
        assert pieces <= 7
        assert len(done) <= 5
        assert market.balance_and_wallet(customer) == (0, 0)
        left = [
            market.rows("SELECT remaining, stock_value FROM batches WHERE product_id = %s", each)[0]
            for each in (product, other)
        ]
        assert left == [(pieces, 3 * pieces), (5 - len(done), 4 * (5 - len(done)))]
        cash = "SELECT SUM(payment_amount) FROM invoice_payments WHERE payment_method = 'cash'"
        assert market.value(f"{cash} AND invoice_id = %s", sold.invoice_id) == 70 - 10 * (pieces - len(done))
    no_deadlocks(market, scenario)


def test_exchanges_and_sales_that_share_only_their_numbers(market: Market) -> None:
    """Everybody sells a service of his own: the series are all that anybody waits for, in one order."""
    scenario = "exchanges and sales that share only their numbers"
    services = [market.product(price=10) for _ in range(TILLS)]
    customers = [market.customer() for _ in range(TILLS)]
    half = TILLS // 2
    for _ in market.rounds(scenario):
        sold = [
            market.office.done(sale(customer, (service, 3), in_cash=30))
            for customer, service in zip(customers[:half], services[:half], strict=True)
        ]
        exchanges = [
            at_a_till(exchanging(each, 1, service, 1))
            for each, service in zip(sold, services[:half], strict=True)
        ]
        sales = [
            at_a_till(sale(customer, (service, 1), in_cash=10))
            for customer, service in zip(customers[half:], services[half:], strict=True)
        ]
        # so that exchanges and sales alternate in the queue
        mixed = [task for pair in zip(exchanges, sales, strict=True) for task in pair]
        answers = market.race(mixed)
        assert not [each.text for each in answers if isinstance(each, Refused)]
    no_deadlocks(market, scenario)


def test_an_exchange_that_waits_for_its_invoices_number_holds_no_other(market: Market) -> None:
    """A sale takes INV, then JE, then PAY; a return RET, JE, PAY. So an exchange begins with INV."""
    service = market.product(price=10)
    sold = market.office.done(sale(market.customer(), (service, 3), in_cash=30))
    one_series = "SELECT last_no FROM number_series WHERE branch_id = 1 AND kind = %s FOR UPDATE"
    holder, stranger = market.shop.connect(), market.shop.connect()
    holder.start_transaction()
    fetch(holder, one_series, ("INV",))
    waiting = threading.Thread(target=market.tills[0].done, args=(exchanging(sold, 1, service, 1),))
    waiting.start()
    await_lock_waits(market, 1)
    stranger.start_transaction()
    free = [kind for kind in ("RET", "JE", "PAY") if fetch(stranger, f"{one_series} SKIP LOCKED", (kind,))]
    stranger.rollback()
    holder.rollback()
    waiting.join()
    assert free == ["RET", "JE", "PAY"]
