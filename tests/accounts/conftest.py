"""A shop as a careful DBA sets it up: a locked owner, an account for the application, one for reports."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.connection import connect
from pyclient.deploy import grants, migrate
from pyclient.deploy.accounts import Account
from pyclient.deploy.session import execute
from tests.deploy.accounts import PASSWORD, account, as_account
from tests.server import Server
from tests.shop import Shop, empty_database


@dataclass(frozen=True)
class GuardedShop:
    """``shop`` runs as ``owner``; ``app`` and ``report`` are accounts that got their rights from it."""

    shop: Shop
    owner: str
    app: str
    report: str
    other_database: str

    def as_app(self) -> MySQLConnectionAbstract:
        """A connection of the application's; the caller closes it."""
        return connect(as_account(self.shop.url, self.app))

    def as_report(self) -> MySQLConnectionAbstract:
        """A connection of the report's; the caller closes it."""
        return connect(as_account(self.shop.url, self.report))


def unused_name(what: str) -> str:
    """A name for an account that no other run on this server has."""
    return f"{what}_{time.time_ns() // 1000 % 10**10}"


@pytest.fixture(scope="session")
def _guarded(server: Server, database_name: Callable[[], str]) -> Iterator[GuardedShop]:
    owner, other = unused_name("owner"), database_name()
    with ExitStack() as stack:
        app, report = stack.enter_context(account(server)), stack.enter_context(account(server))
        stack.enter_context(_dropped_owner(server, owner))
        stack.enter_context(empty_database(server, other))
        shop = stack.enter_context(Shop.created(server, database_name()))
        migrate.deploy(shop.url, owner_name=owner)
        with closing(server.connect(shop.name)) as admin:
            grants.give(admin, [Account(app, "%")], [Account(report, "%")])
            execute(admin, f"CREATE TABLE `{other}`.invoices_out (id INT PRIMARY KEY)")
        stack.enter_context(shop.remembered())
        yield GuardedShop(shop, owner, app, report, other)


@pytest.fixture
def guarded(_guarded: GuardedShop) -> Iterator[GuardedShop]:
    """The run's guarded shop in its first state; db/checks must find nothing after the test."""
    _guarded.shop.restore()
    yield _guarded
    _guarded.shop.disconnect()
    assert _guarded.shop.violations() == {}


def _dropped_owner(server: Server, name: str) -> ExitStack:
    """Drops the account at the end, if it is there then."""
    stack = ExitStack()

    def drop() -> None:
        with closing(server.connect()) as admin:
            execute(admin, f"DROP USER IF EXISTS {name}@localhost")

    stack.callback(drop)
    return stack


@pytest.fixture
def owner_name(server: Server) -> Iterator[str]:
    """A name for an owner; an account of it is dropped after the test."""
    name = unused_name("owner")
    with _dropped_owner(server, name):
        yield name


__all__ = ["PASSWORD", "GuardedShop", "unused_name"]
