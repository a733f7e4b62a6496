"""Calls and clients killed at any moment: nothing half written, and each key has one effect in the end."""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import wire
from pyclient.calls import Call
from pyclient.deploy.session import execute, fetch
from tests.concurrency.errands import deposit, payment_of_customer, sale
from tests.concurrency.killed_client import sell_forever
from tests.concurrency.tills import OWN_SQLSTATE, Layer, Market, close_broken_tables
from tests.shop import Shop, call_text

KILLS = 200
KILLED_CLIENTS = 50
INSIDE = 50
SLOW_FACTOR = 10
VICTIMS = 8
LONGEST_SECONDS = 80
PRODUCTS = 24
# Long calls are killed while they wait for others, short ones while they work.
LINES = 1, 2, 12
# The server renews its list of transactions when nobody has read it for a tenth of a second.
LIST_IS_FRESH_SECONDS = 0.11

QUERY_INTERRUPTED = 1317
# A killed statement asks no handler any more: a FETCH that the kill cut short ends the call as "no data".
FETCH_CUT_SHORT = 1329
BROKEN_TRIGGER = "has an error in its body"
GONE = {2006, 2013, 2055, 1927, 3169, 4031, -1}


@dataclass
class Shelf:
    """Customers with debts, money and goods enough that no call here is refused but the one that must be."""

    customers: list[int]
    products: list[int]

    @classmethod
    def filled(cls, market: Market) -> Shelf:
        products = [
            market.product(
                *[Layer(Decimal("1.5"), Decimal(n + 1)) for n in range(3)], Layer(Decimal(10**6), Decimal(7))
            )
            for _ in range(PRODUCTS)
        ]
        customers = [market.customer(wallet=10**6) for _ in range(VICTIMS)]
        debts = market.product(price=1)
        for customer in customers:
            market.office.done(sale(customer, (debts, 10**9)))
        return cls(customers, products)


@dataclass
class Effects:
    """What calls that were accepted leave behind."""

    rows: Counter[str] = field(default_factory=Counter)
    balance: Decimal = Decimal(0)
    wallet: Decimal = Decimal(0)
    stock: Decimal = Decimal(0)


@dataclass
class Errand:
    """One call with its own key and what it must leave behind, once."""

    call: Call[object]
    effects: Effects
    refused: bool = False


def errand(rng: random.Random, shelf: Shelf) -> Errand:
    """A long sale, a sale that is too large, a payment, or a deposit."""
    customer = rng.choice(shelf.customers)
    kind = rng.randrange(6)
    some = rng.randint(1, 50)
    if kind == 0:
        rows = Counter(invoice_payments=1, customer_transactions=1, journal_entries=1, request_keys=1)
        return Errand(payment_of_customer(customer, some), Effects(rows, balance=Decimal(-some)))
    if kind == 1:
        rows = Counter(wallet_transactions=1, customer_transactions=1, journal_entries=1, request_keys=1)
        return Errand(deposit(customer, some), Effects(rows, wallet=Decimal(some)))
    items = [(product, rng.randint(1, 3)) for product in rng.sample(shelf.products, rng.choice(LINES))]
    qty = sum(qty for _, qty in items)
    if kind == 2:
        return Errand(sale(customer, *items, (shelf.products[0], 10**9)), Effects(), refused=True)
    rows = Counter(
        invoices_out=1,
        invoice_out_items=len(items),
        invoice_payments=2,
        customer_transactions=3,
        wallet_transactions=1,
        journal_entries=4,
        request_keys=1,
    )
    return Errand(
        sale(customer, *items, from_wallet=3, in_cash=4),
        Effects(rows, Decimal(10 * qty - 7), Decimal(-3), Decimal(-qty)),
    )


def books(market: Market) -> Effects:
    """What there is now."""
    tables = (
        "invoices_out",
        "invoice_out_items",
        "invoice_payments",
        "customer_transactions",
        "wallet_transactions",
        "journal_entries",
        "request_keys",
    )
    return Effects(
        Counter({table: int(market.value(f"SELECT COUNT(*) FROM {table}")) for table in tables}),
        market.value("SELECT SUM(balance) FROM customers"),
        market.value("SELECT SUM(wallet) FROM customers"),
        market.value("SELECT SUM(remaining) FROM batches"),
    )


def send(connection: MySQLConnectionAbstract, call: Call[object]) -> tuple[int, str]:
    """A call's error number (0 when it was accepted) and the token of a refusal, or the server's own text."""
    try:
        call_text(connection, call.procedure, *call.arguments)
    except mysql.connector.Error as error:
        text = str(error.msg)
        return error.errno, text.partition(":")[0] if error.sqlstate == OWN_SQLSTATE else text
    return 0, ""


class CarelessClient(threading.Thread):
    """Sends call after call on one connection. After an error it neither rolls back nor looks: it just goes
    on, unless the database says TRANSACTION_OPEN, or the connection is gone.
    """

    def __init__(self, shop: Shop, shelf: Shelf, rng: random.Random, autocommit: bool) -> None:
        super().__init__()
        self.sent: list[Errand] = []
        self.came_to: Counter[str] = Counter()
        self.stop = threading.Event()
        self.problem: str | None = None
        self.kills = 0
        self._shop, self._shelf, self._rng, self._autocommit = shop, shelf, rng, autocommit
        # MariaDB may cut a killed statement short without an error: what misses its row then says so
        self._any_error = shop.server.engine != "mysql"
        self.connection = self._connect()

    def _connect(self) -> MySQLConnectionAbstract:
        connection = self._shop.server.connect(self._shop.name)
        connection.autocommit = self._autocommit
        return connection

    def run(self) -> None:
        after_kill = False
        earlier = now = 0
        while not self.stop.is_set():
            earlier, now = now, self.kills  # a kill may reach a call late, or the next one
            wanted = errand(self._rng, self._shelf)
            self.sent.append(wanted)
            errno, token = send(self.connection, wanted.call)
            if errno in GONE:
                self.came_to["connection lost"] += 1
                self.connection = self._connect()
            elif token == "TRANSACTION_OPEN" and after_kill:
                self.came_to["told TRANSACTION_OPEN"] += 1
                self.connection.rollback()
            elif BROKEN_TRIGGER in token:
                self.came_to["met a table that a kill left broken"] += 1
                close_broken_tables(self._shop)
            elif errno == QUERY_INTERRUPTED or (
                self.kills > earlier and errno and (self._any_error or errno == FETCH_CUT_SHORT)
            ):
                self.came_to["interrupted"] += 1
            elif after_kill and (errno == 0 or wanted.refused):
                self.came_to["done right on the same connection"] += 1
            elif not (errno == 0 or (wanted.refused and token == "INSUFFICIENT_STOCK")):
                self.problem = f"{errno} {token} for {wanted}"
                return
            after_kill = errno != 0
        self.connection.close()


def transactions(market: Market) -> set[int]:
    """The connections that are inside a transaction, from the server's own list."""
    time.sleep(LIST_IS_FRESH_SECONDS)
    rows = fetch(market.office.connection, "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx")
    return {int(row[0]) for row in rows}


def kill(market: Market, connection_id: int, query: bool) -> bool:
    """KILL; False when the connection has just gone."""
    try:
        execute(market.office.connection, f"KILL {'QUERY ' if query else ''}{connection_id}")
    except mysql.connector.Error:
        return False
    return True


def settle(market: Market, before: Effects, sent: list[Errand]) -> None:
    """Send every key again: whatever became of the call before, the books show each call done once."""
    expected = before
    close_broken_tables(market.shop)
    connection = market.shop.connect()
    for wanted in sent:
        errno, token = send(connection, wanted.call)
        assert token == ("INSUFFICIENT_STOCK" if wanted.refused else ""), wanted
        assert wanted.refused or errno == 0, (errno, wanted)
        expected.rows.update(wanted.effects.rows)
        expected.balance += wanted.effects.balance
        expected.wallet += wanted.effects.wallet
        expected.stock += wanted.effects.stock
    assert books(market) == expected
    assert market.shop.violations() == {}


@pytest.fixture
def factor(pytestconfig: pytest.Config) -> int:
    """How many times the ordinary number of kills."""
    return SLOW_FACTOR if pytestconfig.getoption("--slow") else 1


def test_killed_queries_and_connections(market: Market, factor: int) -> None:
    rng = random.Random(f"{market.record.seed} kills")
    shelf = Shelf.filled(market)
    before = books(market)
    clients = [
        CarelessClient(market.shop, shelf, random.Random(rng.random()), autocommit=number % 2 == 0)
        for number in range(VICTIMS)
    ]
    killed: Counter[str] = Counter()
    for client in clients:
        client.start()
    try:
        deadline = time.monotonic() + LONGEST_SECONDS * factor
        while (
            sum(client.came_to["interrupted"] for client in clients) < KILLS * factor
            or killed["inside"] < INSIDE * factor
            # one kill in a hundred leaves a transaction open
            or not any(client.came_to["told TRANSACTION_OPEN"] for client in clients)
        ):
            assert time.monotonic() < deadline, f"too few kills: {killed}"
            assert not [client.problem for client in clients if client.problem]
            inside = transactions(market)
            for client in rng.sample(clients, VICTIMS):
                connection_id = client.connection.connection_id
                query = rng.random() < 0.85
                client.kills += query
                if connection_id and kill(market, connection_id, query):
                    killed["KILL QUERY" if query else "KILL CONNECTION"] += 1
                    killed["inside"] += connection_id in inside
                time.sleep(rng.random() * 0.01)
    finally:
        for client in clients:
            client.stop.set()
        for client in clients:
            client.join()
    assert not [client.problem for client in clients if client.problem]
    came_to = sum((client.came_to for client in clients), Counter[str]())
    sent = [wanted for client in clients for wanted in client.sent]
    market.record.scenario("killed calls").lines.append(
        f"{killed['KILL QUERY']} KILL QUERY, {killed['KILL CONNECTION']} KILL CONNECTION, "
        f"{killed['inside']} of them inside a transaction; {len(sent)} calls came to {dict(came_to)}"
    )
    settle(market, before, sent)


def test_killed_client_processes(market: Market, factor: int) -> None:
    rng = random.Random(f"{market.record.seed} killed clients")
    shelf = Shelf.filled(market)
    before = books(market)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([sell_forever.__module__])
    killed = inside = 0
    sent: list[Errand] = []
    while killed < KILLED_CLIENTS * factor or inside < INSIDE * factor:
        assert killed < 3 * KILLED_CLIENTS * factor, f"only {inside} of {killed} were inside a transaction"
        clients: list[tuple[ForkServerProcess, Connection]] = []
        for _ in range(10):
            told, tell = context.Pipe(duplex=False)
            arguments = market.shop.url, str(rng.random()), shelf.customers, shelf.products, tell
            process = context.Process(target=sell_forever, args=arguments, daemon=True)
            process.start()
            tell.close()
            clients.append((process, told))
        connections = [told.recv() for _, told in clients]
        time.sleep(rng.random() * 0.1)
        listed = transactions(market)
        for process, _ in clients:
            process.kill()
        killed += len(clients)
        inside += len(listed.intersection(connections))
        for process, told in clients:
            with contextlib.suppress(EOFError):
                while True:
                    procedure, request = told.recv()
                    sent.append(errand_of(procedure, request))
            process.join()
            assert process.exitcode == -9
    market.record.scenario("killed clients").lines.append(
        f"{killed} clients killed with -9, {inside} of them inside a transaction; {len(sent)} calls"
    )
    settle(market, before, sent)


def errand_of(procedure: str, request: str) -> Errand:
    """What a client's sale on credit must leave behind, from its request as it was sent."""
    items = wire.parse(request)
    assert isinstance(items, dict)
    lines = items["items"]
    assert isinstance(lines, list)
    qty = sum(line["qty"] for line in lines if isinstance(line, dict) and isinstance(line["qty"], int))
    rows = Counter(
        invoices_out=1,
        invoice_out_items=len(lines),
        customer_transactions=1,
        journal_entries=2,
        request_keys=1,
    )
    return Errand(
        Call(procedure, (request,), str), Effects(rows, balance=Decimal(10 * qty), stock=Decimal(-qty))
    )
