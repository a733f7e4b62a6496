"""Orders at many tills: no more is billed than was ordered, and the discounts add up whoever comes first."""

from __future__ import annotations

from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import (
    CancelOrderRequest,
    CancelRequest,
    CompletedOrder,
    CompleteOrderRequest,
    Order,
    OrderPart,
    OrderRequest,
    SaleItem,
)
from tests.concurrency.errands import CASHIER
from tests.concurrency.test_amendments import no_deadlocks
from tests.concurrency.tills import Layer, Market, Refused, at_a_till


def ordering(customer: int, *products: int) -> Call[Order]:
    """Seven of each product, with a discount that seven parts do not share evenly."""
    items = [SaleItem(product_id=product, qty=7, discount_amount="1") for product in products]
    return calls.save_order(
        OrderRequest(
            customer_id=customer, items=items, discount_type="amount", discount_value=2, created_by=CASHIER
        )
    )


def billing(order: Order, *quantities: int) -> Call[CompletedOrder]:
    """So many of its lines, the first lines first; without any, all that is left."""
    parts = [
        OrderPart(order_item_id=item.order_item_id, qty=qty)
        for item, qty in zip(order.items, quantities, strict=False)
    ]
    return calls.complete_order(
        CompleteOrderRequest(order_id=order.order_id, items=parts or None, created_by=CASHIER)
    )


def test_no_more_is_billed_than_was_ordered(market: Market) -> None:
    scenario = "one order billed at 10 tills"
    customer = market.customer()
    products = [market.product(Layer(Decimal(1000), Decimal(3))) for _ in range(2)]
    for number, rng in enumerate(market.rounds(scenario)):
        order = market.office.done(ordering(customer, *products))
        # together eight of seven: one is too late, whichever it is; at times one takes all that is left
        tasks = [at_a_till(billing(order, 1, 1)) for _ in range(8)]
        if number % 2:
            tasks.append(at_a_till(billing(order)))
        rng.shuffle(tasks)
        answers = market.race(tasks)
        done = [each for each in answers if isinstance(each, CompletedOrder)]
        assert {each.token for each in answers if isinstance(each, Refused)} == {"ORDER_CLOSED"}
        assert sum(item.qty for each in done for item in each.items) == 14
        assert sum(each.discount_amount for each in done) == 2
        assert sum(item.line_discount for each in done for item in each.items) == 2
        assert sum(each.order.status == "completed" for each in done) == 1
        stored = market.office.done(calls.get_order(order.order_id))
        assert (stored.status, {item.open_qty for item in stored.items}) == ("completed", {Decimal(0)})
        assert stored.invoiced_amount == order.total_after
        sold = 7 * (number + 1)
        assert market.value("SELECT remaining FROM batches WHERE product_id = %s", products[0]) == 1000 - sold
    no_deadlocks(market, scenario)


def test_billing_giving_back_and_giving_up_meet(market: Market) -> None:
    """Whatever comes first, the order says what its live invoices billed (checked at the end)."""
    scenario = "one order billed, its invoice canceled, its rest given up at once"
    customer = market.customer()
    product = market.product(Layer(Decimal(1000), Decimal(3)))
    ends = set()
    for rng in market.rounds(scenario):
        order = market.office.done(ordering(customer, product))
        first = market.office.done(billing(order, 3))
        undo = CancelRequest(invoice_id=first.invoice_id, created_by=CASHIER)
        tasks = [
            at_a_till(calls.cancel_invoice(undo)),
            at_a_till(calls.cancel_order(CancelOrderRequest(order_id=order.order_id, created_by=CASHIER))),
            *(at_a_till(billing(order, 2)) for _ in range(3)),
        ]
        rng.shuffle(tasks)
        answers = market.race(tasks)
        billed = sum(
            sum(item.qty for item in each.items) for each in answers if isinstance(each, CompletedOrder)
        )
        stored = market.office.done(calls.get_order(order.order_id))
        assert sum(item.invoiced_qty for item in stored.items) == billed
        # nothing is left to give up while all seven are billed
        given_up = any(isinstance(each, Order) for each in answers)
        assert stored.status == (("completed" if billed else "cancelled") if given_up else "pending")
        ends.add(billed)
    assert len(ends) > 1
    no_deadlocks(market, scenario)
