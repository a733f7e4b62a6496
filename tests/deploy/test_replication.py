"""A replica is the same shop, can be read and checked, and can take over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import mysql.connector
import pytest
from mysql.connector import errorcode
from mysql.connector.abstracts import MySQLConnectionAbstract

import pyclient
from pyclient.connection import connect
from pyclient.deploy import grants, migrate, verify
from pyclient.deploy.accounts import Account
from pyclient.deploy.server import Engine
from pyclient.deploy.session import execute, fetch, quoted
from pyclient.models import WorkOrderRequest
from pyclient.private_server import FAST_OPTIONS, PrivateServer, PrivateServerError, find_binaries
from tests.concurrency.errands import deposit, payment_of_work_order, sale
from tests.deploy import busy_shop
from tests.deploy.accounts import PASSWORD, as_account
from tests.server import ENGINES
from tests.shop import call_text
from tests.till import CASHIER

SHOP = "shop"
_CATCH_UP_SECONDS = 60
_OPTIONS = {
    "mariadb": ("--log-bin=binlog", "--binlog-format=ROW"),
    "mysql": ("--gtid-mode=ON", "--enforce-gtid-consistency=ON"),
}
_FOLLOW = {
    "mariadb": (
        "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = {port}, MASTER_USER = 'replica',"
        " MASTER_PASSWORD = '{password}', MASTER_USE_GTID = slave_pos",
        "START SLAVE",
    ),
    "mysql": (
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = {port},"
        " SOURCE_USER = 'replica', SOURCE_PASSWORD = '{password}', SOURCE_AUTO_POSITION = 1,"
        " GET_SOURCE_PUBLIC_KEY = 1",
        "START REPLICA",
    ),
}
_STOP = {"mariadb": "STOP SLAVE", "mysql": "STOP REPLICA"}


@dataclass
class Pair:
    """A primary and its replica, each with the administrator's connection to the shop's database."""

    engine: Engine
    primary_url: str
    replica_url: str
    primary: MySQLConnectionAbstract
    replica: MySQLConnectionAbstract

    def catch_up(self) -> None:
        """Until the replica has done all that the primary has done."""
        if self.engine == "mariadb":
            position = fetch(self.primary, "SELECT @@gtid_current_pos")[0][0]
            wait, done = "SELECT MASTER_GTID_WAIT(%s, %s)", 0
        else:
            position = fetch(self.primary, "SELECT @@gtid_executed")[0][0]
            wait, done = "SELECT WAIT_FOR_EXECUTED_GTID_SET(%s, %s)", 0
        assert fetch(self.replica, wait, (position, _CATCH_UP_SECONDS)) == [(done,)]

    def promote(self) -> None:
        """Make the replica a server of its own that takes writes."""
        execute(self.replica, _STOP[self.engine])
        execute(self.replica, "SET GLOBAL read_only = OFF")


@pytest.fixture(scope="module")
def pair(pytestconfig: pytest.Config) -> Iterator[Pair]:
    engine, version = ENGINES[pytestconfig.getoption("--engine")]
    with ExitStack() as stack:
        try:
            binaries = find_binaries(engine, version)
        except PrivateServerError as problem:
            pytest.skip(f"a replica needs a server program: {problem}")

        def started(number: int, *options: str) -> PrivateServer:
            options = (*FAST_OPTIONS, f"--server-id={number}", *_OPTIONS[engine], *options)
            return stack.enter_context(PrivateServer(binaries, options=options))

        primary, replica = started(1), started(2, "--read-only=ON")
        with closing(connect(replica.url())) as admin, closing(connect(primary.url())) as source:
            if engine == "mysql":  # making the data directory has left transactions of its own
                execute(admin, "RESET BINARY LOGS AND GTIDS")
                execute(source, "RESET BINARY LOGS AND GTIDS")
            execute(source, f"CREATE USER replica@'%' IDENTIFIED BY '{PASSWORD}'")
            execute(source, "GRANT REPLICATION SLAVE ON *.* TO replica@'%'")
            for statement in _FOLLOW[engine]:
                execute(admin, statement.format(port=primary.port, password=PASSWORD))
            execute(source, f"CREATE DATABASE {SHOP} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
        migrate.migrate(primary.url(SHOP), owner_name="shop_owner")
        deadline = time.monotonic() + _CATCH_UP_SECONDS
        while True:
            try:
                on_replica = stack.enter_context(closing(connect(replica.url(SHOP))))
                break
            except mysql.connector.Error:  # the database has not arrived yet
                assert time.monotonic() < deadline
                time.sleep(0.1)
        on_primary = stack.enter_context(closing(connect(primary.url(SHOP))))
        yield Pair(engine, primary.url(SHOP), replica.url(SHOP), on_primary, on_replica)


def test_a_replica_is_the_same_shop_and_can_take_over(pair: Pair) -> None:
    execute(pair.primary, f"CREATE USER app@'%' IDENTIFIED BY '{PASSWORD}'")
    grants.give(pair.primary, [Account("app", "%")], [])
    day = busy_shop.opened(pair.primary_url, pair.primary)
    with pyclient.Client.from_url(pair.primary_url) as client:
        order = client.save_work_order(
            WorkOrderRequest(customer_id=day.customers[0], title="تشطيب", created_by=CASHIER)
        ).work_order_id
        client.run(sale(day.customers[0], (day.products[0], 3), work_order=order))
        client.run(payment_of_work_order(order, 10))
    with busy_shop.tills(as_account(pair.primary_url, "app"), day):
        day.wait_for(100)
    pair.catch_up()

    # The same rows: triggers do not run a second time on the replica.
    assert _checksums(pair.replica) == _checksums(pair.primary)
    assert [check for check in verify.run(pair.replica) if not check.ok] == []
    totals = "SELECT CAST(total_paid AS CHAR) FROM work_orders"
    assert fetch(pair.replica, totals) == [("10.0000",)]

    # The application's account may read there, and writes nothing.
    with closing(connect(as_account(pair.replica_url, "app"))) as app:
        for procedure, argument in (
            ("sp_list_invoices", {"limit": 5}),
            ("sp_customer_statement", {"customer_id": day.customers[0]}),
        ):
            assert call_text(app, procedure, argument) == call_text(pair.primary, procedure, argument)
        assert fetch(app, "SELECT COUNT(*) FROM report_invoices") == fetch(
            pair.primary, "SELECT COUNT(*) FROM report_invoices"
        )
        call = deposit(day.customers[0], 7)
        with pytest.raises(mysql.connector.Error) as refused:
            call_text(app, call.procedure, *call.arguments)
        assert refused.value.errno == errorcode.ER_OPTION_PREVENTS_STATEMENT
        execute(app, "ROLLBACK")
    assert _checksums(pair.replica) == _checksums(pair.primary)

    # A request that had arrived is not done again by the new primary; one that had not is done there.
    execute(pair.replica, _STOP[pair.engine])
    lost = deposit(day.customers[0], 7, request_id="lost-1")
    acknowledged = call_text(pair.primary, lost.procedure, *lost.arguments)
    pair.promote()
    with closing(connect(as_account(pair.replica_url, "app"))) as app:
        for request_id, answer in busy_shop.kept_answers(pair.primary).items():
            old, _ = day.answers[request_id]
            assert call_text(app, old.procedure, *old.arguments) == answer
        keys = "SELECT COUNT(*) FROM request_keys WHERE request_id = 'lost-1'"
        assert fetch(pair.replica, keys) == [(0,)]
        again = call_text(app, lost.procedure, *lost.arguments)
        assert call_text(app, lost.procedure, *lost.arguments) == again
        assert lost.read(again).customer == lost.read(acknowledged).customer
    assert [check for check in verify.run(pair.replica) if not check.ok] == []


def _checksums(connection: MySQLConnectionAbstract) -> dict[str, int]:
    tables = [row[0] for row in fetch(connection, "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")]
    rows = fetch(connection, f"CHECKSUM TABLE {', '.join(map(quoted, tables))}")
    return {row[0]: row[1] for row in rows}
