"""Invoices amended at many tills at once: no unit sold twice, no step lost, and every cost exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import (
    AmendedInvoice,
    AmendedItem,
    AmendmentRequest,
    ReturnedGoods,
    RevertRequest,
    SaleItem,
    SavedInvoice,
)
from tests.concurrency.errands import CASHIER, sale
from tests.concurrency.test_returns import giving_back
from tests.concurrency.tills import TILLS, Layer, Market, Refused, Till


def amending(sold: SavedInvoice, qty: int) -> Call[AmendedInvoice]:
    """The invoice's first line alone, with so much."""
    return calls.amend_invoice(
        AmendmentRequest(
            invoice_id=sold.invoice_id,
            items=[AmendedItem(item_id=sold.items[0].item_id, qty=qty)],
            refund="cash",
            created_by=CASHIER,
        )
    )


def at_a_till(call: Call[object]) -> Callable[[Till], object]:
    return partial(Till.send, call=call)


def no_deadlocks(market: Market, scenario: str) -> None:
    assert market.record.scenario(scenario).deadlocks == 0


def test_amendments_against_sales_of_the_same_batches(market: Market) -> None:
    """Eight invoices grow or shrink while eight tills sell the rest: what the lines have is what is gone."""
    customers = [market.customer() for _ in range(TILLS)]
    half = TILLS // 2
    scenario = "amendments against sales of the same batches"
    for rng in market.rounds(scenario):
        layers = [Layer(Decimal(5), Decimal(rng.randint(1, 900)) / 100) for _ in range(8)]
        product = market.product(*layers, price=10)
        sold = [market.office.done(sale(customer, (product, 3))) for customer in customers[:half]]
        answers = market.race(
            [
                *(at_a_till(amending(each, rng.choice([1, 2, 4, 5]))) for each in sold),
                *(at_a_till(sale(customer, (product, rng.randint(1, 3)))) for customer in customers[half:]),
            ]
        )
        tokens = Counter(answer.token for answer in answers if isinstance(answer, Refused))
        assert set(tokens) <= {"INSUFFICIENT_STOCK"}
        invoices = [each.invoice_id for each in (*sold, *answers) if isinstance(each, SavedInvoice)]
        gone, cost = (Decimal(0), Decimal(0))
        for invoice in invoices:
            line = market.rows(
                "SELECT SUM(quantity), SUM(total_cost) FROM invoice_out_items WHERE invoice_out_id = %s",
                invoice,
            )[0]
            gone, cost = gone + line[0], cost + line[1]
        ((left, value),) = market.rows(
            "SELECT SUM(remaining), SUM(stock_value) FROM batches WHERE product_id = %s", product
        )
        assert left == 40 - gone
        assert value == sum(layer.qty * layer.unit_cost for layer in layers) - cost
    no_deadlocks(market, scenario)


def test_one_invoice_is_amended_at_all_tills(market: Market) -> None:
    """One after the other: each finds what the one before left, and the last one's quantity stands."""
    product = market.product(Layer(Decimal(100), Decimal(3)), Layer(Decimal(100), Decimal(4)), price=10)
    scenario = "one invoice amended at 16 tills"
    for rng in market.rounds(scenario):
        customer = market.customer()
        sold = market.office.done(sale(customer, (product, 90), in_cash=500))
        wishes = [rng.randint(1, 120) for _ in range(TILLS)]
        answers = market.race([at_a_till(amending(sold, wish)) for wish in wishes])
        done = [answer for answer in answers if isinstance(answer, AmendedInvoice)]
        assert len(done) == TILLS
        ((qty, cost),) = market.rows(
            "SELECT quantity, total_cost FROM invoice_out_items WHERE invoice_out_id = %s", sold.invoice_id
        )
        assert qty in wishes
        # every step's difference counts once
        assert 900 + sum(answer.value_change for answer in done) == 10 * qty
        assert sold.total_cogs + sum(answer.cost_change for answer in done) == cost
        paid = 500 - sum(answer.refunded_amount for answer in done)
        assert market.balance_and_wallet(customer) == (10 * qty - paid, 0)
        market.office.done(amending(sold, 1))
    no_deadlocks(market, scenario)


def test_an_amendment_against_returns(market: Market) -> None:
    """Either the goods came back first and the amendment keeps them, or it left too few to come back."""
    product = market.product(Layer(Decimal(50), Decimal(3)), price=10)
    scenario = "amendment against returns"
    for rng in market.rounds(scenario):
        customer = market.customer()
        sold = market.office.done(sale(customer, (product, 10), in_cash=30))
        wish = rng.randint(1, 12)
        answers = market.race(
            [at_a_till(amending(sold, wish)), *(at_a_till(giving_back(sold, 2)) for _ in range(5))]
        )
        amended, *returns = answers
        back = sum(isinstance(each, ReturnedGoods) for each in returns)
        refused = {each.token for each in answers if isinstance(each, Refused)}
        assert refused <= {"RETURN_EXCEEDS_SOLD"}
        qty = wish if isinstance(amended, AmendedInvoice) else 10
        assert 2 * back <= qty
        ((total, returned, paid, open_),) = market.rows(
            "SELECT total_after_discount, returned_amount, paid_amount, remaining_amount FROM invoices_out"
            " WHERE id = %s",
            sold.invoice_id,
        )
        assert (total, returned) == (10 * qty, 20 * back)
        left = [each.refunded_amount for each in answers if isinstance(each, AmendedInvoice | ReturnedGoods)]
        assert (paid, open_) == (30 - sum(left), total - returned - paid)
        assert open_ >= 0
        assert market.balance_and_wallet(customer) == (open_, 0)
        market.office.done(
            calls.revert_invoice(RevertRequest(invoice_id=sold.invoice_id, created_by=CASHIER))
        )
        assert market.rows("SELECT remaining, stock_value FROM batches WHERE product_id = %s", product) == [
            (50, 150)
        ]
    no_deadlocks(market, scenario)


def test_goods_change_places_between_two_products(market: Market) -> None:
    """Half of the invoices go from one product to the other, half back: products are locked in one order."""
    customers = [market.customer() for _ in range(TILLS)]
    scenario = "amendments from product to product"
    for _ in market.rounds(scenario):
        products = [market.product(Layer(Decimal(40), Decimal(cost)), price=10) for cost in (3, 4)]
        sold = [
            market.office.done(sale(customer, (products[number % 2], 2)))
            for number, customer in enumerate(customers)
        ]
        answers = market.race(
            [
                at_a_till(
                    calls.amend_invoice(
                        AmendmentRequest(
                            invoice_id=each.invoice_id,
                            items=[SaleItem(product_id=products[1 - number % 2], qty=3)],
                            created_by=CASHIER,
                        )
                    )
                )
                for number, each in enumerate(sold)
            ]
        )
        assert all(isinstance(answer, AmendedInvoice) for answer in answers)
        left = [
            market.rows("SELECT remaining, stock_value FROM batches WHERE product_id = %s", product)[0]
            for product in products
        ]
        assert left == [(40 - 3 * 8, 3 * (40 - 3 * 8)), (40 - 3 * 8, 4 * (40 - 3 * 8))]
    no_deadlocks(market, scenario)
