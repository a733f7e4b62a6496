"""Everything at once for some seconds: how many calls a second, and the books are right afterwards."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from functools import partial

import pytest

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import BatchRequest, SavedInvoice, WorkOrderRequest
from tests.concurrency.errands import (
    CASHIER,
    deposit,
    payment_of_customer,
    payment_of_invoice,
    payment_of_work_order,
    sale,
    withdrawal,
)
from tests.concurrency.tills import Layer, Market, Refused, Till

SECONDS = 10
SLOW_SECONDS = 120
CUSTOMERS = 12
PRODUCTS = 20
# What a till may be told in a shop where others sell and pay at the same time.
EXPECTED_REFUSALS = {"INSUFFICIENT_STOCK", "NOTHING_TO_PAY", "OVERPAYMENT", "WALLET_INSUFFICIENT"}


def test_mixed_load(market: Market, pytestconfig: pytest.Config) -> None:
    seconds = SLOW_SECONDS if pytestconfig.getoption("--slow") else SECONDS
    products = [
        market.product(*[Layer(Decimal("20.5"), Decimal(n + 1)) for n in range(3)]) for _ in range(PRODUCTS)
    ]
    customers = [market.customer(wallet=100) for _ in range(CUSTOMERS)]
    orders = {customer: market.work_order(customer) for customer in customers}

    def errand(rng: random.Random, invoices: list[int]) -> Call[object]:
        customer = rng.choice(customers)
        some = Decimal(rng.randint(1, 9_999)) / 100
        match rng.randrange(12):
            case 0:
                return calls.receive_batch(
                    BatchRequest(
                        product_id=rng.choice(products), qty=some, unit_cost=some, created_by=CASHIER
                    )
                )
            case 1:
                return payment_of_customer(customer, some)
            case 2:
                return payment_of_work_order(orders[customer], some)
            case 3 if invoices:
                return payment_of_invoice(rng.choice(invoices), some)
            case 4:
                return deposit(customer, some)
            case 5:
                return withdrawal(customer, some)
            case 6:
                return calls.save_work_order(
                    WorkOrderRequest(work_order_id=orders[customer], notes="قيد التنفيذ", created_by=CASHIER)
                )
        items = [(product, rng.randint(1, 5)) for product in rng.choices(products, k=rng.randint(1, 6))]
        order = orders[customer] if rng.random() < 0.3 else None
        return sale(customer, *items, work_order=order, in_cash=1, from_wallet=rng.choice([None, 1]))

    def serve(till: Till, rng: random.Random, until: float) -> int:
        invoices: list[int] = []
        served = 0
        while time.monotonic() < until:
            call = errand(rng, invoices)
            answer = till.send(call)
            served += 1
            if isinstance(answer, Refused):
                assert answer.token in EXPECTED_REFUSALS, answer.text
            elif isinstance(answer, SavedInvoice):
                invoices.append(answer.invoice_id)
        return served

    rng = next(market.rounds("mixed load"))
    started = time.monotonic()
    served = market.race(
        [partial(serve, rng=random.Random(rng.random()), until=started + seconds) for _ in market.tills]
    )
    rate = sum(served) / (time.monotonic() - started)
    market.record.scenario("mixed load").lines.append(f"{rate:.0f} calls/s from {len(market.tills)} tills")
