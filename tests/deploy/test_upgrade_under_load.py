"""Redeployments and changed tables while the tills go on selling, through an account that may only call."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import mysql.connector
import pytest

from pyclient import transport
from pyclient.deploy import grants, loader, migrate, verify
from pyclient.deploy.accounts import Account
from pyclient.deploy.session import Connection, fetch
from pyclient.deploy.source import db_dir
from pyclient.retry import Remedy, remedy_for
from tests.deploy import busy_shop
from tests.deploy.accounts import account, as_account, database_of
from tests.server import Server

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


# Views that the loader writes: they name the checks, and do not change with them.
MADE_OF_NAMES = {"_checks", "_violations", "_quick_violations"}


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
class Release:
    """A folder like db/ of which every deployment is another version."""

    root: Path
    migrations: Iterator[int] = field(default_factory=lambda: count(1))

    def edit_objects(self) -> None:
        """Change every routine, trigger, view and check, so that all of them are replaced."""
        for folder in ("functions", "procedures", "triggers", "views", "checks"):
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
        grants.give(admin, [Account(app, "%")], [])
        rights = _rights(admin, app)
        day = busy_shop.opened(url, admin)
        with busy_shop.tills(as_account(url, app), day, size.calls):
            for number in range(size.deployments):
                day.wait_for(number * size.calls // size.deployments)
                release.edit_objects()
                if number < size.alters:
                    release.add_migration(ALTERS[number])
                report = migrate.migrate(url, root=release.root)
                assert len(report.migrations) == (number < size.alters)
                left = {change.name for change in report.objects if change.action != "replaced"}
                assert left == MADE_OF_NAMES
        print(
            f"\n{server.engine} {server.version}: {size}: {len(day.answers)} calls,"
            f" longest {day.longest:.2f} s, errors met {dict(errors)}"
        )
        assert _rights(admin, app) == rights
        assert {c.action for c in loader.plan(admin, release.root)} == {"unchanged"}
        assert [check for check in verify.run(admin) if not check.ok] == []
        busy_shop.assert_each_was_done_once(admin, day)
        assert day.longest < size.longest_call


def _rights(admin: Connection, user: str) -> set[str]:
    return {str(row[0]) for row in fetch(admin, f"SHOW GRANTS FOR {user}@'%'")}
