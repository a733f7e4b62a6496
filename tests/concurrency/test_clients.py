"""pyclient's own clients under contention and on connections that die: every call ends with one effect."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal

import mysql.connector

from pyclient.client import Client
from pyclient.deploy.session import execute, fetch
from tests.concurrency.errands import payment_of_customer, sale
from tests.concurrency.tills import Layer, Market, Till, await_lock_waits, close_broken_tables

CLIENTS = 8
CALLS_A_CLIENT = 20
# The calls try for 30 seconds; a table that a kill left broken must not outlast that.
KILLS_BEFORE_TABLES_CLOSE = 20
PAUSE_BETWEEN_KILLS = 0.04


def test_every_call_of_clients_whose_connections_are_killed_has_one_effect(market: Market) -> None:
    product = market.product(
        *[Layer(Decimal("2.5"), Decimal(n)) for n in range(1, 9)], Layer(Decimal(10_000), Decimal(3))
    )
    customers = [market.customer() for _ in range(2)]
    for customer in customers:
        market.office.done(sale(customer, (product, 100)))
    keys = market.value("SELECT COUNT(*) FROM request_keys")
    rng = random.Random(f"{market.record.seed} clients")
    killed = 0

    def work(seed: float) -> tuple[Counter[str], int]:
        mine = random.Random(seed)
        done = Counter[str]()
        with Client.from_url(market.shop.url) as client:
            for _ in range(CALLS_A_CLIENT):
                customer = mine.choice(customers)
                if mine.random() < 0.7:
                    qty = mine.randint(1, 5)
                    client.run(sale(customer, (product, qty), in_cash=1))
                    done.update(sold=qty, sales=1, paid=1)
                else:
                    amount = mine.randint(1, 3)
                    client.run(payment_of_customer(customer, amount))
                    done.update(paid=amount, payments=1)
            return done, client.retries

    with ThreadPoolExecutor(CLIENTS) as pool:
        running: list[Future[tuple[Counter[str], int]]] = [
            pool.submit(work, rng.random()) for _ in range(CLIENTS)
        ]
        while not all(one.done() for one in running):
            killed += kill_somebody(market, rng)
            if killed % KILLS_BEFORE_TABLES_CLOSE == 0:
                close_broken_tables(market.shop)
            time.sleep(PAUSE_BETWEEN_KILLS)
        results = [one.result() for one in running]
    done = sum((part for part, _ in results), Counter[str]())
    retries = sum(retried for _, retried in results)
    market.record.scenario("clients whose connections are killed").lines.append(
        f"{CLIENTS * CALLS_A_CLIENT} calls, {killed} connections killed, {retries} retries"
    )
    assert retries > 0
    assert market.value("SELECT COUNT(*) FROM request_keys") - keys == CLIENTS * CALLS_A_CLIENT
    assert market.value("SELECT COUNT(*) FROM invoices_out") == len(customers) + done["sales"]
    owed = sum(
        market.value("SELECT balance FROM customers WHERE id = %s", customer) for customer in customers
    )
    assert owed == 10 * (200 + done["sold"]) - done["paid"]
    assert market.value("SELECT SUM(remaining) FROM batches") == 10_020 - 200 - done["sold"]


def kill_somebody(market: Market, rng: random.Random) -> bool:
    """End one of the clients' connections, if there is one in a call."""
    own = {till.connection.connection_id for till in [market.office, *market.tills]}
    busy = [
        row[0]
        for row in fetch(market.office.connection, "SHOW PROCESSLIST")
        if row[3] == market.shop.name and row[0] not in own and row[4] != "Sleep"
    ]
    if not busy:
        return False
    try:
        execute(market.office.connection, f"KILL {rng.choice(busy)}")
    except mysql.connector.Error:  # it has just ended by itself
        return False
    return True


def test_a_deadlock_with_a_stranger_is_tried_again(market: Market) -> None:
    """Somebody's own script locks a product and then a customer: against the package's order."""
    service = market.product(price=1)
    customer = market.customer()
    stranger: Till = market.tills[0]
    stranger.connection.start_transaction()
    # The more a transaction has changed the less likely it is to be the one that gives way.
    for _ in range(50):
        execute(stranger.connection, "UPDATE products SET reorder_level = reorder_level + 1")
    with Client.from_url(market.shop.url) as client:
        saved: list[str | None] = []

        def sell() -> None:
            saved.append(client.run(sale(customer, (service, 2))).invoice_no)

        selling = threading.Thread(target=sell)
        selling.start()
        await_lock_waits(market, 1)
        fetch(stranger.connection, "SELECT id FROM customers WHERE id = %s FOR UPDATE", (customer,))
        stranger.connection.rollback()
        selling.join()
        assert client.retries > 0
    assert len(saved) == 1
    assert market.balance_and_wallet(customer) == (2, 0)
    assert market.value("SELECT COUNT(*) FROM invoices_out") == 1
