"""A shop that goes on selling while something is done to its database."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import pyclient
from pyclient.calls import Call
from pyclient.deploy.session import Connection, execute, fetch
from pyclient.models import BatchRequest, CustomerRequest, ProductRequest
from tests.concurrency.errands import deposit, payment_of_customer, sale
from tests.till import CASHIER

CLIENTS = 4
CUSTOMERS = 8
PRODUCTS = 5
_DOCUMENTS = {
    "sp_save_invoice": "invoices_out",
    "sp_add_payment": "invoice_payments",
    "sp_wallet_move": "wallet_transactions",
}


@dataclass
class Day:
    """What the tills have done so far: each call with its answer, by request_id."""

    customers: list[int]
    products: list[int]
    rows_before: dict[str, int]
    answers: dict[str, tuple[Call[object], object]] = field(default_factory=dict)
    longest: float = 0.0
    failed: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def wait_for(self, calls: int) -> None:
        """Until so many calls are answered, or a till failed."""
        while len(self.answers) < calls and not self.failed.is_set():
            time.sleep(0.01)

    def errand(self, chance: random.Random, request_id: str) -> Call[object]:
        """A sale mostly, else a deposit, or a payment of what somebody owes."""
        customer = chance.choice(self.customers)
        kind = chance.random()
        if kind < 0.7:
            items = [(product, chance.randint(1, 3)) for product in chance.sample(self.products, 2)]
            return sale(customer, *items, request_id=request_id)
        if kind < 0.9:
            return deposit(customer, chance.randint(1, 50), request_id=request_id)
        return payment_of_customer(customer, 1, request_id=request_id)


def opened(url: str, admin: Connection) -> Day:
    """A new day, with customers who owe more than they will ever pay, and goods for all of it."""
    execute(admin, "INSERT IGNORE INTO users (id, username, role) VALUES (%s, 'cashier', 'user')", (CASHIER,))
    customers, products = [], []
    with pyclient.Client.from_url(url) as client:
        for number in range(PRODUCTS):
            product = client.save_product(
                ProductRequest(
                    product_code=f"BUSY-{number}",
                    name=f"صنف {number}",
                    unit="قطعة",
                    selling_price=10,
                    created_by=CASHIER,
                )
            ).product_id
            client.receive_batch(
                BatchRequest(product_id=product, qty=1_000_000, unit_cost="1.25", created_by=CASHIER)
            )
            products.append(product)
        for number in range(CUSTOMERS):
            customer = client.save_customer(
                CustomerRequest(
                    name=f"عميل {number}", mobile="01000000001", city="القاهرة", created_by=CASHIER
                )
            ).customer_id
            client.run(sale(customer, (products[0], 10_000)))
            customers.append(customer)
    return Day(customers, products, _rows(admin))


@contextmanager
def tills(url: str, day: Day, calls: int = 0) -> Iterator[None]:
    """Clients that call until there were so many calls and the block is over; an error of one ends all."""
    over = threading.Event()

    def work(till: int) -> None:
        chance = random.Random(till)
        try:
            with pyclient.Client.from_url(url) as client:
                while not day.failed.is_set() and not (over.is_set() and len(day.answers) >= calls):
                    call = day.errand(chance, f"till-{till}-{next(day.numbers)}")
                    started = time.monotonic()
                    answer = client.run(call)
                    day.longest = max(day.longest, time.monotonic() - started)
                    day.answers[call.request_id or ""] = call, answer
        except BaseException:
            day.failed.set()
            raise

    with ThreadPoolExecutor(CLIENTS) as pool:
        working = [pool.submit(work, till) for till in range(CLIENTS)]
        try:
            yield
        except BaseException:
            day.failed.set()
            raise
        finally:
            over.set()
        for one in working:
            one.result()


def kept_answers(connection: Connection) -> dict[str, str]:
    """The stored answers of the tills' requests, by request_id."""
    return dict(
        fetch(connection, "SELECT request_id, response FROM request_keys WHERE request_id LIKE 'till-%'")
    )


def assert_each_was_done_once(admin: Connection, day: Day) -> None:
    """Every acknowledged request has its answer kept, and there are as many documents as requests."""
    kept = kept_answers(admin)
    assert kept.keys() == day.answers.keys()
    for request_id, (call, answer) in day.answers.items():
        assert call.read(kept[request_id]) == answer
    acknowledged = Counter(_DOCUMENTS[call.procedure] for call, _ in day.answers.values())
    assert Counter(_rows(admin)) - Counter(day.rows_before) == acknowledged


def _rows(connection: Connection) -> dict[str, int]:
    return {table: fetch(connection, f"SELECT COUNT(*) FROM {table}")[0][0] for table in _DOCUMENTS.values()}
