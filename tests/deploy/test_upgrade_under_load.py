"""Redeployments and changed tables while the tills go on selling, through an account that may only call."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import mysql.connector
import pytest

import pyclient
from pyclient import transport
from pyclient.calls import Call
from pyclient.deploy import grants, loader, migrate, verify
from pyclient.deploy.accounts import Account
from pyclient.deploy.session import Connection, execute, fetch
from pyclient.deploy.source import db_dir
from pyclient.models import BatchRequest, CustomerRequest, ProductRequest
from pyclient.retry import Remedy, remedy_for
from tests.concurrency.errands import deposit, payment_of_customer, sale
from tests.deploy.accounts import account, as_account, database_of
from tests.server import Server
from tests.till import CASHIER

CLIENTS = 4
CUSTOMERS = 8
PRODUCTS = 5

# What a migration does to a table in use, and back: a column (at once on both engines), an index (a scan), a
# foreign key's parent, a table with triggers, and a rebuild.
ALTERS = (
    "ALTER TABLE invoices_out ADD COLUMN shelf VARCHAR(20) NULL",
    "ALTER TABLE customers ADD INDEX customers_by_city (city)",
    "ALTER TABLE invoice_payments ADD COLUMN drawer INT NOT NULL DEFAULT 0",
    "ALTER TABLE batches ADD COLUMN shelf VARCHAR(20) NULL, ADD INDEX batches_by_shelf (shelf)",
    "ALTER TABLE customer_transactions ENGINE = InnoDB",
    "ALTER TABLE products ADD CONSTRAINT products_named CHECK (name <> '')",
    "ALTER TABLE invoices_out DROP COLUMN shelf",
    "ALTER TABLE customers DROP INDEX customers_by_city",
    "ALTER TABLE request_keys ENGINE = InnoDB",
    "ALTER TABLE invoice_payments DROP COLUMN drawer",
)


@dataclass(frozen=True)
class Size:
    """How much is done: ``alters`` of the ``deployments`` bring a migration along. No call may take longer
    than ``longest_call`` seconds; in the everyday run other programs may have the machine's processors.
    """

    deployments: int
    alters: int
    calls: int
    longest_call: float


@dataclass
class Day:
    """What the tills did."""

    answers: dict[str, tuple[Call[object], object]] = field(default_factory=dict)
    errors: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0
    failed: threading.Event = field(default_factory=threading.Event)

    def wait_for(self, calls: int) -> None:
        """Until so many calls are answered, or a till failed."""
        while len(self.answers) < calls and not self.failed.is_set():
            time.sleep(0.01)

    def __str__(self) -> str:
        return f"{len(self.answers)} calls, longest {self.longest:.2f} s, errors met {dict(self.errors)}"


@dataclass
class Release:
    """A folder like db/ of which every deployment is another version."""

    root: Path
    migrations: Iterator[int] = field(default_factory=lambda: count(1))

    def edit_objects(self) -> None:
        """Change every routine, trigger and view, so that all of them are replaced."""
        for folder in ("functions", "procedures", "triggers", "views"):
            for path in (self.root / folder).rglob("*.sql"):
                path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n-- again\n", encoding="utf-8")

    def add_migration(self, statement: str) -> None:
        number = next(self.migrations)
        before = max(p.stem for p in (self.root / "migrations").glob("[0-9]*") if "rollback" not in p.name)
        path = self.root / "migrations" / f"9{number:03}.under_load.sql"
        path.write_text(f"-- depends: {before}\n{statement};\n", encoding="utf-8")


@pytest.fixture
def release(tmp_path: Path) -> Release:
    shutil.copytree(db_dir(), tmp_path / "db")
    return Release(tmp_path / "db")


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """The numbers of the errors that clients meet, counted."""
    met: Counter[int] = Counter()

    def counted(error: mysql.connector.Error) -> Remedy:
        met[error.errno] += 1
        return remedy_for(error)

    monkeypatch.setattr(transport, "remedy_for", counted)
    return met


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(Size(3, 1, 500, 10.0), id="small"),
        pytest.param(Size(30, 10, 20_000, 2.0), id="large", marks=pytest.mark.slow),
    ],
)
def test_the_shop_goes_on_selling_while_it_is_upgraded(
    fresh_database: Callable[[], str],
    server: Server,
    release: Release,
    errors: Counter[int],
    size: Size,
) -> None:
    url = fresh_database()
    migrate.migrate(url, root=release.root)
    with closing(server.connect(database_of(url))) as admin, account(server) as app:
        _fill(url, admin)
        grants.give(admin, [Account(app, "%")], [])
        rights = _rights(admin, app)
        day = Day(errors=errors)
        with _tills(as_account(url, app), size.calls, day):
            for number in range(size.deployments):
                day.wait_for(number * size.calls // size.deployments)
                release.edit_objects()
                if number < size.alters:
                    release.add_migration(ALTERS[number])
                report = migrate.migrate(url, root=release.root)
                assert len(report.migrations) == (number < size.alters)
                assert {change.action for change in report.objects} == {"replaced"}
        print(f"\n{server.engine} {server.version}: {size}: {day}")
        assert _rights(admin, app) == rights
        assert {c.action for c in loader.plan(admin, release.root)} == {"unchanged"}
        assert [check for check in verify.run(admin) if not check.ok] == []
        _assert_each_was_done_once(admin, day)
        assert day.longest < size.longest_call


def _fill(url: str, admin: Connection) -> None:
    execute(admin, "INSERT INTO users (id, username, role) VALUES (%s, 'cashier', 'user')", (CASHIER,))
    with pyclient.Client.from_url(url) as client:
        for number in range(1, CUSTOMERS + 1):
            client.save_customer(
                CustomerRequest(
                    name=f"عميل {number}", mobile="01000000001", city="القاهرة", created_by=CASHIER
                )
            )
        for number in range(1, PRODUCTS + 1):
            product = client.save_product(
                ProductRequest(
                    product_code=f"P-{number}",
                    name=f"صنف {number}",
                    unit="قطعة",
                    selling_price=10,
                    created_by=CASHIER,
                )
            )
            client.receive_batch(
                BatchRequest(
                    product_id=product.product_id, qty=1_000_000, unit_cost="1.25", created_by=CASHIER
                )
            )
        for customer in range(1, CUSTOMERS + 1):  # so that nobody ever pays more than is owed
            client.run(sale(customer, (1, 10_000)))


@contextmanager
def _tills(url: str, calls: int, day: Day) -> Iterator[None]:
    """Clients that call until there were so many calls and the block is over; an error of one ends all."""
    over = threading.Event()
    numbers = count(1)

    def work(till: int) -> None:
        chance = random.Random(till)
        try:
            with pyclient.Client.from_url(url) as client:
                while not day.failed.is_set() and not (over.is_set() and len(day.answers) >= calls):
                    call = _errand(chance, f"till-{till}-{next(numbers)}")
                    started = time.monotonic()
                    answer = client.run(call)
                    day.answers[call.request_id or ""] = call, answer
                    day.longest = max(day.longest, time.monotonic() - started)
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


def _errand(chance: random.Random, request_id: str) -> Call[object]:
    customer = chance.randint(1, CUSTOMERS)
    kind = chance.random()
    if kind < 0.7:
        items = [(product, chance.randint(1, 3)) for product in chance.sample(range(1, PRODUCTS + 1), 2)]
        return sale(customer, *items, request_id=request_id)
    if kind < 0.9:
        return deposit(customer, chance.randint(1, 50), request_id=request_id)
    return payment_of_customer(customer, 1, request_id=request_id)


def _rights(admin: Connection, user: str) -> set[str]:
    return {str(row[0]) for row in fetch(admin, f"SHOW GRANTS FOR {user}@'%'")}


def _assert_each_was_done_once(admin: Connection, day: Day) -> None:
    """Every acknowledged request has one key, that names a document of its own, and there is no document
    besides."""
    kept = {
        str(request_id): (table, document, response)
        for request_id, table, document, response in fetch(
            admin,
            "SELECT request_id, document_table, document_id, response FROM request_keys"
            " WHERE request_id LIKE 'till-%'",
        )
    }
    assert kept.keys() == day.answers.keys()
    for request_id, (call, answer) in day.answers.items():
        assert call.read(kept[request_id][2]) == answer
    documents = {(table, document) for table, document, _ in kept.values()}
    assert len(documents) == len(kept)
    for table, done in (("invoices_out", "sp_save_invoice"), ("invoice_payments", "sp_add_payment")):
        acknowledged = sum(call.procedure == done for call, _ in day.answers.values())
        before = CUSTOMERS if table == "invoices_out" else 0
        assert fetch(admin, f"SELECT COUNT(*) FROM {table}") == [(acknowledged + before,)]
    moved = sum(call.procedure == "sp_wallet_move" for call, _ in day.answers.values())
    assert fetch(admin, "SELECT COUNT(*) FROM wallet_transactions") == [(moved,)]
