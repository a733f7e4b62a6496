"""Stock that many tills want at once: nothing sold twice, nothing left behind, every cost exact."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from pyclient.models import SavedInvoice
from tests.concurrency.errands import Item, sale
from tests.concurrency.tills import TILLS, Layer, Market, Refused, Till

CENT = Decimal("0.01")
LAYERS = 37


def layers_of_different_size_and_cost(rng: random.Random) -> list[Layer]:
    """100 units in 37 layers, received on days that are not in the order of their ids."""
    cuts = sorted(rng.sample(range(1, 1_000_000), LAYERS - 1))
    sizes = [Decimal(b - a) / 10_000 for a, b in zip([0, *cuts], [*cuts, 1_000_000], strict=True)]
    return [
        Layer(
            size,
            Decimal(rng.randrange(1, 90_000_000)) / 1_000_000,
            date.today() - timedelta(days=rng.randrange(1, 30)),
        )
        for size in sizes
    ]


def sell_until_nothing_is_left(
    till: Till, customer: int, product: int, wishes: Sequence[int]
) -> tuple[list[SavedInvoice], list[Refused]]:
    """Sell as much as is wished each time, and single units from the first refusal on, until none is left."""
    sold: list[SavedInvoice] = []
    refused: list[Refused] = []
    for wish in wishes:
        answer = till.send(sale(customer, (product, 1 if refused else wish)))
        if isinstance(answer, SavedInvoice):
            sold.append(answer)
        elif refused:
            return sold, [*refused, answer]
        else:
            refused.append(answer)
    raise AssertionError("more was sold than there is")


def test_sixteen_tills_sell_the_last_hundred_units(market: Market) -> None:
    customers = [market.customer() for _ in range(TILLS)]
    for rng in market.rounds("last 100 units"):
        layers = layers_of_different_size_and_cost(rng)
        product = market.product(*layers)
        owed = sum(market.balance_and_wallet(customer)[0] for customer in customers)
        ends = market.race(
            [
                partial(
                    sell_until_nothing_is_left,
                    customer=customer,
                    product=product,
                    wishes=rng.choices(range(1, 6), k=103),
                )
                for customer in customers
            ]
        )

        sold = [invoice for invoices, _ in ends for invoice in invoices]
        assert sum(item.qty for invoice in sold for item in invoice.items) == 100
        assert {refusal.token for _, refused in ends for refusal in refused} == {"INSUFFICIENT_STOCK"}
        assert sum(market.balance_and_wallet(customer)[0] for customer in customers) - owed == 1000
        values = [(layer.qty * layer.unit_cost).quantize(CENT, ROUND_HALF_UP) for layer in layers]
        assert sum(invoice.total_cogs for invoice in sold) == sum(values)
        stored = market.rows("SELECT id, total_cost FROM invoice_out_items WHERE product_id = %s", product)
        assert set(stored) == {(item.item_id, item.cost) for invoice in sold for item in invoice.items}
        assert_taken_first_in_first_out(market, product)


def assert_taken_first_in_first_out(market: Market, product: int) -> None:
    """Each taking, in the order in which they came, took from the oldest layer, at the exact cost."""
    queue = market.rows(
        "SELECT id, original_qty, original_value FROM batches WHERE product_id = %s"
        " ORDER BY received_at, created_at, id",
        product,
    )
    takings = market.rows(
        "SELECT a.batch_id, a.qty, a.line_cost FROM sale_item_allocations AS a"
        " JOIN batches AS b ON b.id = a.batch_id WHERE b.product_id = %s ORDER BY a.id",
        product,
    )
    layers = iter(queue)
    head, left, value = next(layers)
    for batch, qty, cost in takings:
        if left == 0:
            head, left, value = next(layers)
        assert batch == head
        assert cost == (value * Decimal(qty) / left).quantize(CENT, ROUND_HALF_UP)
        left, value = left - qty, value - cost
        assert left > 0 or value == 0
    assert left == 0
    assert next(layers, None) is None


def sell_all(till: Till, customer: int, carts: Sequence[Sequence[Item]]) -> None:
    """One invoice after the other."""
    for cart in carts:
        till.done(sale(customer, *cart))


def test_carts_that_name_the_same_products_in_opposite_orders(market: Market) -> None:
    customers = [market.customer() for _ in range(TILLS)]
    products = [
        market.product(Layer(Decimal("2.5"), Decimal(3)), Layer(Decimal(1_000_000), Decimal(4)))
        for _ in range(5)
    ]
    for rng in market.rounds("carts A,B against B,A"):
        pair = rng.sample(products, 2)
        others = [product for product in products if product not in pair]
        carts: list[list[list[Item]]] = [
            [
                [
                    (product, rng.randint(1, 3))
                    for product in [*pair[:: 1 if number % 2 else -1], *rng.sample(others, rng.randint(0, 3))]
                ]
                for _ in range(3)
            ]
            for number in range(TILLS)
        ]
        sold = Counter[int]()
        for product, qty in (item for mine in carts for cart in mine for item in cart):
            sold[product] += int(qty)
        before = stock_of(market, products)
        market.race(
            [
                partial(sell_all, customer=customer, carts=mine)
                for customer, mine in zip(customers, carts, strict=True)
            ]
        )
        after = stock_of(market, products)
        assert {product: before[product] - after[product] for product in products} == {
            product: sold[product] for product in products
        }


def stock_of(market: Market, products: Sequence[int]) -> dict[int, Decimal]:
    """How much there is of each product."""
    return {
        product: market.value("SELECT SUM(remaining) FROM batches WHERE product_id = %s", product)
        for product in products
    }
