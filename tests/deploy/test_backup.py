"""A dump taken while the shop sells is a whole shop again: under another name, and on another server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import mysql.connector
import pytest
from mysql.connector import errorcode
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.connection import connect
from pyclient.deploy import doctor, grants, loader, migrate, verify
from pyclient.deploy.accounts import Account
from pyclient.deploy.owner import NEEDED
from pyclient.deploy.session import execute, fetch, quoted
from tests.concurrency.errands import deposit
from tests.deploy import busy_shop, dumps
from tests.deploy.accounts import account, as_account, database_of
from tests.deploy.busy_shop import Day
from tests.deploy.old_shop import load_dump
from tests.server import Server, running_server
from tests.shop import call_text, empty_database

CALLS_BEFORE, CALLS_MEANWHILE = 60, 30


@pytest.fixture(scope="module")
def other_server(request: pytest.FixtureRequest, server: Server) -> Iterator[Server]:
    """A second server of the same make and version."""
    with running_server(request.config.getoption("--engine")) as other:
        if other.admin_url == server.admin_url:
            pytest.skip("DAFTAR_TEST_URL names one server, and this test needs two")
        yield other


@pytest.fixture
def owner(server: Server) -> Iterator[str]:
    """The name of an owner; the account is dropped after the test."""
    name = f"owner_{time.time_ns() % 10**9}"
    yield name
    with closing(server.connect()) as admin:
        execute(admin, f"DROP USER IF EXISTS {name}@localhost")


@dataclass(frozen=True)
class Dumped:
    """A dump, the day on which it was taken, which requests were acknowledged ``before`` it began, and the
    answers to all of the day's."""

    script: bytes
    day: Day
    before: set[str]
    answers: dict[str, str]


def _dumped_while_selling(server: Server, url: str) -> Dumped:
    with closing(server.connect(database_of(url))) as admin:
        day = busy_shop.opened(url, admin)
        with busy_shop.tills(url, day):
            day.wait_for(CALLS_BEFORE)
            before = set(day.answers)
            script = dumps.dump(server, database_of(url))
            day.wait_for(len(day.answers) + CALLS_MEANWHILE)
        return Dumped(script, day, before, busy_shop.kept_answers(admin))


def _assert_it_is_the_shop(copy: MySQLConnectionAbstract, url: str, dumped: Dumped) -> None:
    """Checks green, objects as deployed, old requests answered as they were, and new ones done."""
    assert {c.action for c in loader.plan(copy, None)} == {"unchanged"}
    assert [check for check in verify.run(copy) if not check.ok] == []
    there = busy_shop.kept_answers(copy)
    assert dumped.before <= there.keys() < dumped.answers.keys()
    rows = "SELECT (SELECT COUNT(*) FROM invoices_out), (SELECT COUNT(*) FROM customer_transactions)"
    rows_before = fetch(copy, rows)
    for request_id in there:
        call, _ = dumped.day.answers[request_id]
        assert call_text(copy, call.procedure, *call.arguments) == dumped.answers[request_id]
    assert fetch(copy, rows) == rows_before
    with busy_shop.tills(url, dumped.day):
        dumped.day.wait_for(len(dumped.day.answers) + 20)
    assert [check for check in verify.run(copy) if not check.ok] == []


def test_a_dump_taken_while_calls_run_is_a_whole_shop_under_another_name(
    fresh_database: Callable[[], str], server: Server, owner: str
) -> None:
    url, copy_url = fresh_database(), fresh_database()
    load_dump(url, inconsistent=True)
    migrate.migrate(url, owner_name=owner)
    dumped = _dumped_while_selling(server, url)
    with closing(connect(copy_url)) as copy:
        # The views cannot be made before their owner may call what they call.
        execute(copy, f"GRANT {', '.join(NEEDED)} ON {quoted(database_of(copy_url))}.* TO {owner}@localhost")
        dumps.load(server, database_of(copy_url), dumped.script)
        _assert_it_is_the_shop(copy, copy_url, dumped)


@pytest.mark.parametrize("owned", [True, False], ids=["owner", "deployer"])
def test_on_another_server_the_accounts_are_missing_and_a_deployment_brings_the_owner(
    fresh_database: Callable[[], str],
    server: Server,
    other_server: Server,
    owner: str,
    owned: bool,
) -> None:
    """``owned``: the routines run as a locked owner; else as the account that deployed them."""
    url = fresh_database()
    load_dump(url, inconsistent=True)
    with ExitStack() as stack:
        deployer = stack.enter_context(account(server, "ALL ON *.*"))
        if owned:
            migrate.migrate(url, owner_name=owner)
        else:
            migrate.migrate(as_account(url, deployer))
        dumped = _dumped_while_selling(server, url)
        name = database_of(url) + "_restored"
        copy_url = stack.enter_context(empty_database(other_server, name))
        with pytest.raises(dumps.ProgramError, match="1449"):  # at the first view, the last things in a dump
            dumps.load(other_server, name, dumped.script)
        copy = stack.enter_context(closing(connect(copy_url)))
        definer = f"{owner}@localhost" if owned else f"{deployer}@%"
        assert _errno(copy, dumped.day) == errorcode.ER_NO_SUCH_USER
        assert [f.name for f in doctor.examine(copy) if f.level == "blocking" and definer in f.text] == [
            "definer"
        ]
        report = migrate.deploy(copy_url, owner_name=owner)
        # What ran as the owner is right as it stands, now that there is one: but for the views.
        assert bool(report.of("unchanged")) == owned
        app = stack.enter_context(account(other_server))
        grants.give(copy, [Account(app, "%")], [])
        _assert_it_is_the_shop(copy, as_account(copy_url, app), dumped)
        execute(copy, f"DROP USER {owner}@localhost")


def _errno(connection: MySQLConnectionAbstract, day: Day) -> int | None:
    """The number of the error that a call meets now."""
    call = deposit(day.customers[0], 1)
    try:
        call_text(connection, call.procedure, *call.arguments)
    except mysql.connector.Error as error:
        execute(connection, "ROLLBACK")
        return error.errno
    return None
