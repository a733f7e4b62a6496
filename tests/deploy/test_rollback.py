"""Rolling back keeps others out until it is done, what is in use where it is, and leaves nothing half."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing

import pytest
import sqlparse

from pyclient.connection import connect
from pyclient.deploy import loader, migrate, verify
from pyclient.deploy.session import Connection, DeployError, execute, fetch
from pyclient.deploy.source import db_dir
from tests.deploy.accounts import database_of
from tests.deploy.conftest import Workshop
from tests.deploy.old_shop import catalogue, load_dump
from tests.server import Server
from tests.shop import Shop
from tests.till import CASHIER, Till, column, line, money

ONE = "CREATE FUNCTION uno() RETURNS INT DETERMINISTIC RETURN 1\n"
MARK = "CREATE TRIGGER mark AFTER INSERT ON currencies FOR EACH ROW SET @marked = uno()\n"


class _Neighbour:
    """Somebody who runs ``work`` on the same database, in a thread."""

    def __init__(self, server: Server, work: Callable[[], object]) -> None:
        self._server = server
        self._work = work
        self._thread = threading.Thread(target=self._run)
        self.error: Exception | None = None

    def _run(self) -> None:
        try:
            self._work()
        except DeployError as error:
            self.error = error

    def start(self) -> None:
        """Let the neighbour run until the end, or until there is a lock to wait for."""
        self._thread.start()
        with closing(self._server.connect()) as admin:
            while self._thread.is_alive():
                if any(row[6] == "User lock" for row in fetch(admin, "SHOW PROCESSLIST")):
                    return
                time.sleep(0.05)

    def finish(self) -> None:
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()


@pytest.mark.parametrize("command", ["deploy", "migrate"])
def test_nobody_deploys_between_the_two_halves_of_a_rollback(
    workshop: Workshop, server: Server, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    workshop.write("functions/uno.sql", ONE)
    workshop.write("triggers/mark.sql", MARK)
    workshop.deploy()
    commands: dict[str, Callable[..., object]] = {"deploy": migrate.deploy, "migrate": migrate.migrate}
    run = commands[command]
    neighbour = _Neighbour(server, lambda: run(workshop.url, root=workshop.root))
    undeploy = loader.undeploy

    def undeploy_and_let_the_neighbour_try(connection: Connection, progress: loader.Progress | None) -> None:
        undeploy(connection, progress)
        neighbour.start()

    monkeypatch.setattr(loader, "undeploy", undeploy_and_let_the_neighbour_try)
    migrate.rollback(workshop.url, root=workshop.root)
    neighbour.finish()
    now = catalogue(workshop.connection)
    if command == "deploy":
        assert "run `daftar migrate`" in str(neighbour.error)
        assert (now["routines"], now["triggers"]) == ([], [])
    else:
        assert neighbour.error is None
        assert migrate.pending_migrations(workshop.connection, db_dir()) == []
        assert loader.plan(workshop.connection, workshop.root) == [
            loader.Change("FUNCTION", "uno", "unchanged"),
            loader.Change("TRIGGER", "mark", "unchanged"),
        ]


@pytest.mark.parametrize(
    ("to", "hint"),
    [
        ("0043", "is 0043.invoice_currencies meant?"),
        ("0043.x", "is 0043.invoice_currencies meant?"),
        ("last", "the newest that is, is 00"),
    ],
)
def test_a_migration_that_is_not_applied_undoes_nothing(workshop: Workshop, to: str, hint: str) -> None:
    workshop.write("functions/uno.sql", ONE)
    workshop.deploy()
    before = catalogue(workshop.connection)
    with pytest.raises(DeployError, match="nothing was undone") as refused:
        migrate.rollback(workshop.url, to, root=workshop.root)
    assert hint in str(refused.value)
    assert catalogue(workshop.connection) == before


@pytest.mark.parametrize("to", ["0045.journal_vouchers", "0020.audit_log"])
def test_what_is_in_use_is_not_dropped_but_with_everything(
    server: Server, fresh_database: Callable[[], str], to: str
) -> None:
    url = fresh_database()
    migrate.migrate(url)
    shop = Shop(server, database_of(url))
    execute(shop.connection, "INSERT INTO users (id, username) VALUES (%s, 'x')", (CASHIER,))
    till = Till(shop)
    bought = till.buy(till.supplier(), (till.product(), 3, 9))
    back = [{"batch_id": column(bought, "items", "batch_id")[0], "qty": 1}]
    till.call("sp_return_purchase", {"bill_id": bought["bill_id"], "items": back})
    shop.disconnect()
    with closing(connect(url)) as connection:
        before = catalogue(connection)
        with pytest.raises(DeployError, match=r"nothing was undone: .*purchase_returns \(1\)"):
            migrate.rollback(url, to=to)
        assert catalogue(connection) == before
    migrate.rollback(url)
    migrate.migrate(url)


def test_an_invoice_that_the_older_rule_does_not_know_keeps_its_migration(
    server: Server, fresh_database: Callable[[], str]
) -> None:
    """Of which a payment came to nothing after a part of it was given back. Undone whole, it is adopted."""
    url = fresh_database()
    migrate.migrate(url)
    shop = Shop(server, database_of(url))
    execute(shop.connection, "INSERT INTO users (id, username) VALUES (%s, 'x')", (CASHIER,))
    till = Till(shop)
    product = till.product((10, 1))
    checks = [money(100, "check")]
    sold = till.sell(till.customer(), line(product, 10, 10), status="paid", payments=checks)
    items = [{"item_id": column(sold, "items", "item_id")[0], "qty": 3}]
    till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "items": items, "refund": "cash"})
    till.call("sp_void_payment", {"payment_id": 1})
    shop.disconnect()
    older = "0051.tax_bases_of_amendments"
    with closing(connect(url)) as connection:
        before = catalogue(connection)
        with pytest.raises(
            DeployError, match=r"nothing was undone: what would go is in use: invoices_out \(1\);"
        ):
            migrate.rollback(url, to=older)
        assert catalogue(connection) == before
    migrate.rollback(url)
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        assert [check.name for check in verify.run(connection) if not check.ok] == []
        figures = "SELECT paid_amount, remaining_amount, exempt FROM invoices_out"
        assert fetch(connection, figures) == [(-30, 100, 1)]
    # the older rule knows exempt ones
    assert migrate.rollback(url, to=older) == ["0052.paid_less_than_nothing"]
    assert migrate.migrate(url).migrations == ("0052.paid_less_than_nothing",)


@pytest.mark.parametrize(
    ("before", "begun"),
    [
        ("0002.shop_tables", "0003.package_tables"),
        ("0004.reference_rows", "0005.widen_and_extend"),
        ("0021.purchases", "0022.amendments"),
        ("0045.journal_vouchers", "0046.purchase_returns"),
    ],
)
def test_a_migration_that_was_begun_is_undone_too(
    fresh_database: Callable[[], str], before: str, begun: str
) -> None:
    """Its first half ran, and the run was killed: the database is rolled back, and adopted again."""
    url = fresh_database()
    load_dump(url)
    migrate.migrate(url)
    migrate.rollback(url, to=before)
    statements = sqlparse.split((db_dir() / "migrations" / f"{begun}.sql").read_text(encoding="utf-8"))
    with closing(connect(url)) as connection:
        for statement in statements[: len(statements) // 2 + 1]:
            execute(connection, statement)
        connection.commit()
    migrate.rollback(url)
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        assert [check.name for check in verify.run(connection) if not check.ok] == []


def test_what_was_not_begun_has_nothing_to_be_undone(fresh_database: Callable[[], str]) -> None:
    """Going back to where one is changes nothing, from each migration on, and the way back ends."""
    url = fresh_database()
    applied = migrate.migrate(url).migrations
    changed = []
    with closing(connect(url)) as connection:
        for to in reversed(applied[:-1]):
            migrate.rollback(url, to=to)
            before = catalogue(connection)
            migrate.rollback(url, to=to)
            if catalogue(connection) != before:
                changed.append(to)
    assert changed == []
    migrate.rollback(url)
    migrate.migrate(url)


def test_where_nothing_was_applied_there_is_nothing_to_roll_back(fresh_database: Callable[[], str]) -> None:
    url = fresh_database()
    told: list[str] = []
    assert migrate.rollback(url, progress=told.append) == []
    with pytest.raises(DeployError, match=r"nothing was undone: 0011\.opening_rows is not applied; none is"):
        migrate.rollback(url, to="0011.opening_rows")
    assert told == ["there is nothing to roll back: no migration was applied here"]
    with closing(connect(url)) as connection:
        assert fetch(connection, "SHOW TABLES") == []


@pytest.mark.parametrize(
    ("taken", "name", "given"),
    [("1399", "Rent", "1400"), ("1400", "Rent", "1400-TAX"), ("1400", "Tax recoverable", "1400-TAX")],
)
def test_the_account_of_recoverable_tax_takes_no_code_of_the_shops(
    fresh_database: Callable[[], str], taken: str, name: str, given: str
) -> None:
    """The accountant's own account of that code stays what it is; a second migration makes no second one."""
    url = fresh_database()
    migrate.migrate(url)
    migrate.rollback(url, to="0049.permissions_of_users")
    with closing(connect(url)) as connection:
        execute(connection, "DELETE FROM accounts WHERE name_en = 'Tax recoverable'")
        own = "INSERT INTO accounts (code, name_ar, name_en, kind) VALUES (%s, 'حساب', %s, 'expense')"
        execute(connection, own, (taken, name))
        connection.commit()
    for _ in range(2):
        migrate.migrate(url)
        with closing(connect(url)) as connection:
            assert fetch(
                connection,
                "SELECT a.code, a.name_en FROM account_roles r JOIN accounts a ON a.id = r.account_id"
                " WHERE r.role = 'tax_recoverable'",
            ) == [(given, "Tax recoverable")]
            made = "SELECT code FROM accounts WHERE name_en = 'Tax recoverable' AND kind = 'asset'"
            assert fetch(connection, made) == [(given,)]
        migrate.rollback(url, to="0049.permissions_of_users")
