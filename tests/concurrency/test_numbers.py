"""Document numbers from many tills at once: none twice, none left out, on the first invoice of a day too."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.concurrency.errands import sale
from tests.concurrency.tills import DEADLOCK, OWN_SQLSTATE, TILLS, Market, Till, close_broken_tables
from tests.shop import call

FIRST_DAY = date(2031, 3, 1)
# The till's own clock, in Cairo's noon.
CLOCK = (
    "CREATE FUNCTION _now() RETURNS DATETIME NOT DETERMINISTIC NO SQL RETURN CAST(@till_clock AS DATETIME)"
)
# Of invoices, payments and returns, by each way of numbering.
DOCUMENTS = 1_000
SLOW_DOCUMENTS = 25_000
MIDNIGHTS = 5
# How many documents a client's clock may be behind: some calls come after their day is over for the others.
LATE = 50
KILLS = 20
DUPLICATE_KEY = 1062
FIRST_CASHIER = 101
OPENED = datetime(2031, 6, 1, 9, tzinfo=UTC)
# Its series begins here, so that its numbers have five digits, if it sells but once on its first day.
SEEDED = 9_999
CAIRO = ZoneInfo("Africa/Cairo")
# A call that fails when all is written and numbered.
FAILING = (
    "CREATE TRIGGER fails_in_the_end BEFORE INSERT ON request_keys FOR EACH ROW BEGIN"
    " IF @fails THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'WANTED: a failure'; END IF; END"
)


def sell_on(till: Till, customer: int, product: int, day: date) -> str | None:
    """The number of an invoice by a till whose clock shows that day."""
    execute(till.connection, f"SET @till_clock = '{day} 10:00:00'")
    return till.done(sale(customer, (product, 5), in_cash=3)).invoice_no


def test_the_first_invoices_of_a_day(own_market: Market) -> None:
    market = own_market
    execute(market.office.connection, "DROP FUNCTION _now")
    execute(market.office.connection, CLOCK)
    execute(market.office.connection, f"SET @till_clock = '{FIRST_DAY} 10:00:00'")
    customers = [market.customer() for _ in range(TILLS)]
    service = market.product(price=1)
    day = FIRST_DAY
    yesterdays = 0
    for turn, rng in enumerate(market.rounds("first invoice of a day")):
        # Every other day some tills are still in yesterday: their calls began before midnight.
        day += timedelta(days=1)
        late = rng.sample(range(TILLS), 4 if turn % 2 else 0)
        days = [day - timedelta(days=1) if till in late else day for till in range(TILLS)]
        numbers = market.race(
            [
                partial(sell_on, customer=customer, product=service, day=its_day)
                for customer, its_day in zip(customers, days, strict=True)
            ]
        )
        assert sorted(number or "" for number in numbers) == sorted(
            [f"INV-{day:%Y%m%d}-{place:04}" for place in range(1, TILLS + 1 - len(late))]
            + [
                f"INV-{day - timedelta(days=1):%Y%m%d}-{yesterdays + place:04}"
                for place in range(1, len(late) + 1)
            ]
        )
        yesterdays = TILLS - len(late)


@dataclass
class Day:
    """What sixteen clients do together. Their clock goes on by what they have done."""

    market: Market
    documents: int
    product: int
    customers: list[int]
    done: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    # of the kind and business day that a call asked for
    asked: Counter[tuple[str, date]] = field(default_factory=Counter)
    connections: dict[int, MySQLConnectionAbstract] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def over(self) -> bool:
        return self.done >= self.documents

    def instant(self, lag: float) -> datetime:
        """UTC, by a client's clock that is so many documents late."""
        return OPENED + timedelta(days=MIDNIGHTS) * ((self.done - lag) / self.documents)

    def did(self, **documents: list[date]) -> None:
        with self.lock:
            for kind, days in documents.items():
                self.done += len(days)
                self.asked.update((kind, day) for day in days)

    def connect(self, client: int) -> MySQLConnectionAbstract:
        connection = self.connections[client] = self.market.shop.server.connect(self.market.shop.name)
        return connection

    def work(self, _: Till, client: int, seed: str) -> None:
        """Sales in cash, some of which come back, until the day is over. What is killed is sent again with
        its key; what fails by itself is not."""
        rng = random.Random(seed)
        connection = self.connect(client)
        invoice = None
        for turn in range(self.documents):
            if self.over():
                break
            request = {"created_by": FIRST_CASHIER + client, "request_id": f"{client}-{turn}"}
            if invoice and rng.random() < 0.2:
                procedure = "sp_return_items"
                request |= {"invoice_id": invoice, "all": True, "refund": "cash"}
            else:
                procedure = "sp_save_invoice"
                items = [{"product_id": self.product, "qty": 2}]
                request |= {"customer_id": self.customers[client], "items": items, "status": "paid"}
            instant = self.instant(lag=rng.random() * LATE)
            fails = rng.random() < 0.1
            answer = None
            while answer is None:
                try:
                    execute(connection, f"SET @till_clock = '{instant:%Y-%m-%d %H:%M:%S}', @fails = {fails}")
                    answer = call(connection, procedure, request)
                except mysql.connector.Error as error:
                    if fails and error.sqlstate == OWN_SQLSTATE:
                        break
                    if error.sqlstate == OWN_SQLSTATE or error.errno in (DEADLOCK, DUPLICATE_KEY):
                        raise
                    self.counted["interrupted"] += 1
                    close_broken_tables(self.market.shop)
                    with suppress(mysql.connector.Error):
                        connection.close()
                    connection = self.connect(client)
            if answer is None:
                self.counted["failed"] += 1
                continue
            day = instant.astimezone(CAIRO).date()
            if procedure == "sp_return_items":
                self.did(RET=[day], PAY=[day])
                invoice = None
            else:
                self.did(INV=[day], PAY=[day])
                invoice = answer["invoice_id"]
        connection.close()

    def kill(self, rng: random.Random) -> None:
        """Now and then a call, or a connection with it."""
        while not self.over():
            time.sleep(rng.random() * 0.2)
            if self.counted["kills"] * self.documents <= self.done * KILLS and self.connections:
                connection_id = rng.choice(list(self.connections.values())).connection_id
                with suppress(mysql.connector.Error):  # it has just gone
                    execute(
                        self.market.office.connection, f"KILL {rng.choice(['QUERY ', ''])}{connection_id}"
                    )
                    self.counted["kills"] += 1


def open_tills(market: Market) -> None:
    """A till with series of its own for each cashier, who has a shift there."""
    for number in range(TILLS):
        cashier, code = FIRST_CASHIER + number, f"MAIN-T{number}-"
        for statement in (
            "INSERT INTO tills (id, company_id, branch_id, code, name, own_numbers, created_by)"
            f" VALUES ({cashier}, 1, 1, 'T{number}', 'x', 1, 1)",
            "INSERT INTO number_series (branch_id, kind, code, day, last_no)"
            f" SELECT 1, kind, '{code}', IF(kind = 'SH', '{OPENED:%Y-%m-%d}', '1000-01-01'), kind = 'SH'"
            " FROM _series_kinds",
            "INSERT INTO shifts (id, company_id, branch_id, till_id, cashier_id, shift_no, opened_on,"
            f" opened_at, opening_cash) VALUES ({cashier}, 1, 1, {cashier}, {cashier},"
            f" 'SH-{code}{OPENED:%Y%m%d}-0001', '{OPENED:%Y-%m-%d}', '{OPENED:%Y-%m-%d %H:%M:%S}', 0)",
        ):
            execute(market.office.connection, statement)


@pytest.mark.corrupts
@pytest.mark.parametrize("own", [False, True], ids=["one series", "a series per till"])
def test_numbers_have_no_gap_whatever_happens(
    own_market: Market, own: bool, pytestconfig: pytest.Config
) -> None:
    market = own_market
    office = market.office.connection
    customers = [market.customer() for _ in range(TILLS)]
    documents = SLOW_DOCUMENTS if pytestconfig.getoption("--slow") else DOCUMENTS
    day = Day(market, documents, market.product(price=1), customers)
    for statement in ("DROP FUNCTION _now", CLOCK, FAILING):
        execute(office, statement)
    users = ", ".join(f"({FIRST_CASHIER + n}, 'c{n}')" for n in range(TILLS))
    execute(office, f"INSERT INTO users (id, username) VALUES {users}")
    if own:
        open_tills(market)
    codes = [f"MAIN-T{number}-" for number in range(TILLS)] if own else [""]
    execute(
        office,
        f"UPDATE number_series SET day = '{OPENED:%Y-%m-%d}', last_no = {SEEDED}"
        f" WHERE branch_id = 1 AND kind = 'INV' AND code = '{codes[0]}'",
    )
    rng = next(market.rounds("numbers, a series per till" if own else "numbers, one series"))
    market.race(
        [partial(day.work, client=client, seed=str(rng.random())) for client in range(TILLS)],
        meanwhile=partial(day.kill, random.Random(rng.random())),
    )
    execute(office, "DROP TRIGGER fails_in_the_end")

    given: defaultdict[tuple[str, str, date], list[int]] = defaultdict(list)
    for kind, table, column, on in (
        ("INV", "invoices_out", "invoice_no", "invoice_date"),
        ("PAY", "invoice_payments", "payment_no", "business_date"),
        ("RET", "invoice_returns", "return_no", "business_date"),
        ("JE", "journal_entries", "entry_no", "entry_date"),
    ):
        for text, business_day in fetch(
            office, f"SELECT {column}, {on} FROM {table} WHERE created_by >= {FIRST_CASHIER}"
        ):
            head, _, number = str(text).rpartition("-")
            assert len(number) == max(4, len(str(int(number))))
            series, in_number = head[:-8], head[-8:]
            assert in_number == f"{business_day:%Y%m%d}"
            assert series.startswith(f"{kind}-")
            given[kind, series[len(kind) + 1 :], business_day].append(int(number))
    for (kind, code, business_day), numbers in given.items():
        first = SEEDED + 1 if (kind, code, business_day) == ("INV", codes[0], OPENED.date()) else 1
        assert sorted(numbers) == list(range(first, first + len(numbers)))
    assert max(given["INV", codes[0], OPENED.date()]) > 9_999
    assert {code for _, code, _ in given} == set(codes)
    assert len({business_day for *_, business_day in given}) == MIDNIGHTS + 1
    # a call that was numbered twice, or on another day than its client's clock said, would be seen here
    by_day: Counter[tuple[str, date]] = Counter()
    for (kind, _, business_day), numbers in given.items():
        by_day[kind, business_day] += len(numbers)
    assert {key: count for key, count in by_day.items() if key[0] != "JE"} == day.asked
    assert day.counted["failed"] > documents / 50
    assert day.counted["interrupted"] > 0
    market.record.scenario("numbers").lines.append(f"{day.done} documents, {dict(day.counted)}")
    # but for the one series that began in its middle the books are right
    found = market.shop.violations()
    assert found.keys() == {"invoice_numbers_have_no_gap", "number_series_stand_at_their_last_number"}
    for rows in found.values():
        assert isinstance(rows, tuple)
        assert len(rows) == 1
