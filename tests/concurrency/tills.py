"""Many tills of one shop at once: each a thread with a connection of its own, started together.

The calls are raw: nothing is retried behind the test's back. A deadlock is counted, its report by the server
kept, and the very same call sent again, so that a round's end stays exact.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count
from typing import TypeVar

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import execute, fetch
from pyclient.models import BatchRequest, CustomerRequest, ProductRequest, WorkOrderRequest
from tests.concurrency.errands import CASHIER, deposit
from tests.concurrency.record import Record
from tests.shop import Shop, call_text

TILLS = 16
DEADLOCK = 1213
LOCK_WAIT_TIMEOUT = 1205
OWN_SQLSTATE = "45000"

# A round that met no lock wait proves nothing and is repeated, so many times for each round wanted.
TRIES_PER_ROUND = 4

T = TypeVar("T")


@dataclass(frozen=True)
class Refused:
    """The database said no, with this token."""

    token: str
    text: str


@dataclass(frozen=True)
class Layer:
    """A batch to receive: quantity, cost of one, day (today)."""

    qty: Decimal
    unit_cost: Decimal
    received_at: date | None = None


class Till:
    """One client with one connection, in one thread."""

    def __init__(self, connection: MySQLConnectionAbstract, deadlocked: Callable[[], None]) -> None:
        self.connection = connection
        self.counted: Counter[str] = Counter()
        self._deadlocked = deadlocked

    def text(self, call: Call[object]) -> str | Refused:
        """Send a call and give its answer as it came, or the refusal. Other errors are raised."""
        while True:
            self.counted["calls"] += 1
            try:
                return call_text(self.connection, call.procedure, *call.arguments)
            except mysql.connector.Error as error:
                if error.sqlstate == OWN_SQLSTATE:
                    text = str(error.msg)
                    return Refused(text.partition(":")[0], text)
                self.counted["timeouts"] += error.errno == LOCK_WAIT_TIMEOUT
                if error.errno != DEADLOCK:
                    raise
                self.counted["deadlocks"] += 1
                self._deadlocked()

    def send(self, call: Call[T]) -> T | Refused:
        """:meth:`text`, read into its dataclass."""
        answer = self.text(call)
        return answer if isinstance(answer, Refused) else call.read(answer)

    def done(self, call: Call[T]) -> T:
        """:meth:`send` of a call that must not be refused."""
        answer = self.send(call)
        assert not isinstance(answer, Refused), answer.text
        return answer


class Market:
    """A shop with its tills, and what is needed to fill it with customers and goods."""

    def __init__(self, shop: Shop, record: Record, rounds: int, tills: int = TILLS) -> None:
        self.shop = shop
        self.record = record
        self.rounds_wanted = rounds
        self._admin = shop.connect()
        execute(self._admin, "INSERT IGNORE INTO users (id, username, role) VALUES (1, 'cashier', 'user')")
        self.office = Till(self._admin, lambda: None)
        self.tills = [Till(shop.connect(), self._keep_deadlock_report) for _ in range(tills)]
        self._pool = ThreadPoolExecutor(tills)
        self._numbers = count(1)
        self._scenario = ""

    def close(self) -> None:
        """Wait for the threads; the connections belong to the shop."""
        self._pool.shutdown(cancel_futures=True)

    def rounds(self, scenario: str) -> Iterator[random.Random]:
        """Rounds until enough of them had a lock wait, each with its source of random requests."""
        self._scenario = scenario
        found = self.record.scenario(scenario)
        for tried in range(self.rounds_wanted * TRIES_PER_ROUND):
            waits_before = found.lock_waits
            yield random.Random(f"{self.record.seed} {scenario} {tried}")
            if found.lock_waits > waits_before:
                found.rounds += 1
                if found.rounds == self.rounds_wanted:
                    return
            else:
                found.rounds_without_wait += 1
        pytest.fail(f"{scenario}: too few rounds with a lock wait: {found}")

    def race(
        self, tasks: Sequence[Callable[[Till], T]], meanwhile: Callable[[], None] | None = None
    ) -> list[T]:
        """Let each task run at a till of its own, all from the same moment; their results in order.
        ``meanwhile`` runs here.
        """
        barrier = threading.Barrier(len(tasks))

        def run(till: Till, task: Callable[[Till], T]) -> T:
            barrier.wait()
            try:
                return task(till)
            finally:
                self.record.add_calls(self._scenario, till.counted)
                till.counted.clear()

        waits = self.lock_waits()
        running = [self._pool.submit(run, till, task) for till, task in zip(self.tills, tasks, strict=False)]
        if meanwhile:
            meanwhile()
        results = [one.result() for one in running]
        self.record.scenario(self._scenario).lock_waits += self.lock_waits() - waits
        return results

    def lock_waits(self) -> int:
        """How many row lock waits the server has counted so far."""
        return int(fetch(self._admin, "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_waits'")[0][1])

    def value(self, sql: str, *values: object) -> Decimal:
        """The one number that a SELECT answers."""
        return Decimal(fetch(self._admin, sql, values)[0][0] or 0)

    def rows(self, sql: str, *values: object) -> list[tuple[int | Decimal, ...]]:
        """The numbers that a SELECT answers."""
        return fetch(self._admin, sql, values)

    def customer(self, *, wallet: Decimal | int = 0) -> int:
        """A new customer, with so much in the wallet."""
        number = next(self._numbers)
        saved = self.office.done(
            calls.save_customer(
                CustomerRequest(
                    name=f"عميل {number}", mobile="01000000001", city="القاهرة", created_by=CASHIER
                )
            )
        )
        if wallet:
            self.office.done(deposit(saved.customer_id, wallet))
        return saved.customer_id

    def product(self, *layers: Layer, price: Decimal | int = 10) -> int:
        """A new product with these layers, in the order of their receipt; without any it is a service."""
        number = next(self._numbers)
        saved = self.office.done(
            calls.save_product(
                ProductRequest(
                    product_code=f"P-{number}",
                    name=f"صنف {number}",
                    unit="قطعة",
                    selling_price=price,
                    retail_price=price,
                    keeps_stock=bool(layers),
                    created_by=CASHIER,
                )
            )
        )
        for layer in layers:
            self.office.done(
                calls.receive_batch(
                    BatchRequest(
                        product_id=saved.product_id,
                        qty=layer.qty,
                        unit_cost=layer.unit_cost,
                        received_at=layer.received_at,
                        created_by=CASHIER,
                    )
                )
            )
        return saved.product_id

    def work_order(self, customer: int) -> int:
        """A new work order of a customer."""
        return self.office.done(
            calls.save_work_order(WorkOrderRequest(customer_id=customer, title="تشطيب", created_by=CASHIER))
        ).work_order_id

    def balance_and_wallet(self, customer: int) -> tuple[int | Decimal, ...]:
        """What the customer owes, and has in the wallet."""
        return self.rows("SELECT balance, wallet FROM customers WHERE id = %s", customer)[0]

    def _keep_deadlock_report(self) -> None:
        with self.shop.server.connect() as connection:
            status = str(fetch(connection, "SHOW ENGINE INNODB STATUS")[0][2])
        report = status.partition("LATEST DETECTED DEADLOCK")[2].partition("\nTRANSACTIONS\n")[0]
        self.record.deadlock_reports.append(f"{self._scenario}: {report}")


def at_a_till(call: Call[object]) -> Callable[[Till], object]:
    """The call as a task of a race."""
    return partial(Till.send, call=call)


def tokens(answers: Sequence[object]) -> list[str]:
    """Of the calls that were refused."""
    return sorted(answer.token for answer in answers if isinstance(answer, Refused))


def seed() -> int:
    """The seed of the run's requests."""
    return int(os.environ.get("DAFTAR_TEST_SEED") or random.SystemRandom().randrange(10**6))


def await_lock_waits(market: Market, wanted: int) -> None:
    """Until so many calls wait for a row. The server renews the list when it was not read for 0.1 seconds."""
    deadline = time.monotonic() + 10
    waiting = "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
    while True:
        time.sleep(0.12)
        if market.value(waiting) >= wanted:
            return
        assert time.monotonic() < deadline, f"fewer than {wanted} calls wait"


def close_broken_tables(shop: Shop) -> None:
    """MariaDB keeps an open table whose trigger was being read when a kill came: others meet it later."""
    if shop.server.engine != "mysql":
        with closing(shop.server.connect()) as admin:
            execute(admin, "FLUSH TABLES")
