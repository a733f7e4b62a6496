"""One request_id from many tills at once: one effect, one answer for all, no deadlock when a call fails."""

from __future__ import annotations

import threading
from decimal import Decimal
from functools import partial

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import execute, fetch
from pyclient.models import BatchRequest, CustomerRequest, ProductRequest, WorkOrderRequest
from tests.concurrency.errands import CASHIER, deposit, payment_of_customer, sale
from tests.concurrency.tills import TILLS, Layer, Market, Refused, Till, await_lock_waits
from tests.shop import call_text

QUERY_INTERRUPTED = 1317
TABLES = (
    "customers",
    "products",
    "batches",
    "work_orders",
    "invoices_out",
    "invoice_payments",
    "customer_transactions",
)


def counts(market: Market) -> dict[str, Decimal]:
    """How many rows each table has."""
    return {table: market.value(f"SELECT COUNT(*) FROM {table}") for table in TABLES}


def test_one_key_from_sixteen_tills_has_one_effect(market: Market) -> None:
    product = market.product(Layer(Decimal(100_000), Decimal(3)))
    customer = market.customer()
    market.office.done(sale(customer, (product, 50_000)))
    for number, rng in enumerate(market.rounds("one request_id from 16 tills")):
        errands: list[tuple[Call[object], dict[str, int]]] = [
            (
                sale(customer, (product, rng.randint(1, 9)), in_cash=2),
                {"invoices_out": 1, "invoice_payments": 1, "customer_transactions": 2},
            ),
            (payment_of_customer(customer, 7), {"invoice_payments": 1, "customer_transactions": 1}),
            (deposit(customer, 7), {"customer_transactions": 1}),
            (
                calls.receive_batch(BatchRequest(product_id=product, qty=1, unit_cost=3, created_by=CASHIER)),
                {"batches": 1},
            ),
            (
                calls.save_work_order(
                    WorkOrderRequest(customer_id=customer, title="باب", created_by=CASHIER)
                ),
                {"work_orders": 1},
            ),
            (
                calls.save_customer(
                    CustomerRequest(name="منى", mobile="01000000002", city="طنطا", created_by=CASHIER)
                ),
                {"customers": 1},
            ),
            (
                calls.save_product(
                    ProductRequest(product_code=f"K-{number}", name="لوح", unit="لوح", created_by=CASHIER)
                ),
                {"products": 1},
            ),
        ]
        call, effect = errands[number % len(errands)]
        before = counts(market)
        answers = market.race([partial(Till.text, call=call)] * TILLS)
        assert len(set(answers)) == 1
        assert not isinstance(answers[0], Refused), answers[0].text
        after = counts(market)
        assert {
            table: after[table] - before[table] for table in TABLES if after[table] != before[table]
        } == effect


def test_one_key_whose_call_is_refused_stays_free(market: Market) -> None:
    customer = market.customer()
    for _ in market.rounds("one refused request_id from 5 tills"):
        product = market.product(Layer(Decimal(1), Decimal(3)))
        before = counts(market)
        call = sale(customer, (product, 2))
        answers = market.race([partial(Till.send, call=call)] * 5)
        assert [answer.token for answer in answers if isinstance(answer, Refused)] == [
            "INSUFFICIENT_STOCK"
        ] * 5
        assert counts(market) == before
        market.office.done(
            calls.receive_batch(BatchRequest(product_id=product, qty=1, unit_cost=3, created_by=CASHIER))
        )
        assert market.office.done(call).total_cogs == 6


def test_the_first_of_five_dies_and_the_others_wait(market: Market) -> None:
    """It holds the key's bucket and waits for the customer when it is killed; another does the work."""
    service = market.product(price=1)
    customer = market.customer()
    *others, first = market.tills[:5]
    holder = market.shop.connect()
    for rng in market.rounds("the first of five is killed"):
        call = sale(customer, (service, rng.randint(1, 9)))
        before = counts(market)
        holder.start_transaction()
        fetch(holder, "SELECT id FROM customers WHERE id = %s FOR UPDATE", (customer,))
        died = threading.Thread(target=expect_interruption, args=(first, call))
        died.start()
        await_lock_waits(market, 1)
        answers = market.race(
            [partial(Till.text, call=call)] * len(others),
            meanwhile=partial(kill_and_let_go, market, first, died, holder),
        )
        assert len(set(answers)) == 1
        assert isinstance(answers[0], str)
        assert counts(market)["invoices_out"] - before["invoices_out"] == 1


def kill_and_let_go(
    market: Market, first: Till, died: threading.Thread, holder: MySQLConnectionAbstract
) -> None:
    """Once all five wait: the first for the customer, the others for the first."""
    await_lock_waits(market, 5)
    execute(market.office.connection, f"KILL QUERY {first.connection.connection_id}")
    died.join()
    first.connection.rollback()
    holder.rollback()


def expect_interruption(till: Till, call: Call[object]) -> None:
    with pytest.raises(mysql.connector.Error) as interrupted:
        call_text(till.connection, call.procedure, *call.arguments)
    assert interrupted.value.errno == QUERY_INTERRUPTED
