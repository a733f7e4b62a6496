"""A shop before and after 20,000 strangers' invoices, and how many rows each call read in both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from bench import optimizer
from pyclient.deploy.session import Connection, execute, fetch
from tests.plans import crowd
from tests.plans.subjects import Request, Subject, make_subject, reads, searches, writes
from tests.server import Server
from tests.shop import Shop, call

SMALL = 100
LARGE = 20_000


@dataclass(frozen=True)
class Crowded:
    """``shop`` has LARGE invoices and no statistics. ``read`` tells, by the state in which it was called and
    the name of the call, how many rows the call read. ``subject`` was not measured yet."""

    shop: Shop
    read: dict[str, dict[str, int]]
    subject: Subject


@pytest.fixture(scope="package")
def crowded(server: Server, database_name: Callable[[], str]) -> Iterator[Crowded]:
    with Shop.created(server, database_name()) as shop, _without_counting(server):
        connection = shop.connection
        execute(connection, "INSERT INTO users (id, username, role) VALUES (1, 'cashier', 'admin')")
        names = ("small", "planned while empty", "no statistics", "statistics", "locks", "warm-up")
        subjects = {name: make_subject(connection, name) for name in names}
        subjects["deep"] = make_subject(connection, "deep", layers=2000, invoices=300)
        # statements of this connection are planned now, while there is next to nothing
        early = shop.connect()
        crowd.load(connection, 0, SMALL, 1_000_000)
        read = {"small": _measured(early, subjects["small"])}
        crowd.load(connection, SMALL, LARGE, 2_000_000)

        optimizer.count_rows(connection)
        _measured(connection, subjects["warm-up"])
        read["statistics"] = _measured(shop.connect(), subjects["statistics"])
        optimizer.forget_statistics(connection)
        # who opens a table first reads its description: that is not what is measured
        _measured(connection, make_subject(connection, "again"))
        _measured(early, make_subject(connection, "again early"))
        read["planned while empty"] = _measured(early, subjects["planned while empty"])
        read["no statistics"] = _measured(shop.connect(), subjects["no statistics"])
        read["deep"] = _measured(shop.connect(), subjects["deep"])
        yield Crowded(shop, read, subjects["locks"])


@contextmanager
def _without_counting(server: Server) -> Iterator[None]:
    """The server does not count tables anew by itself meanwhile, nor forgets routines, of which there are
    more than it keeps: to read one anew is not what is measured."""
    with closing(server.connect()) as admin:
        execute(admin, "SET GLOBAL innodb_stats_auto_recalc = OFF")
        execute(admin, "SET GLOBAL stored_program_cache = 2000")
        try:
            yield
        finally:
            execute(admin, "SET GLOBAL stored_program_cache = DEFAULT")
            execute(admin, "SET GLOBAL innodb_stats_auto_recalc = ON")


def _measured(connection: MySQLConnectionAbstract, subject: Subject) -> dict[str, int]:
    # a closing reads what was posted since the one before; days are closed in their order
    ((closings,),) = fetch(connection, "SELECT COUNT(*) FROM daily_closings")
    day = date(2000, 1, 1) + timedelta(days=cast(int, closings))
    call(connection, "sp_daily_closing", {"created_by": 1, "date": str(day)})
    subject = replace(subject, day=day + timedelta(days=1))
    calls: dict[str, tuple[str, Request | int]] = {**writes(subject), **reads(subject), **searches(subject)}
    return {name: _rows_read(connection, procedure, request) for name, (procedure, request) in calls.items()}


def _rows_read(connection: MySQLConnectionAbstract, procedure: str, request: Request | int) -> int:
    """What the storage engine was asked for by the call: rows of tables, of temporary ones and of JSON."""
    before = rows_read(connection)
    counting = rows_read(connection) - before
    before = rows_read(connection)
    try:
        call(connection, procedure, dict(request) if isinstance(request, Mapping) else request)
    except mysql.connector.Error as error:
        if "INSUFFICIENT_STOCK" not in str(error):
            raise
        connection.rollback()
    return rows_read(connection) - before - counting


def rows_read(connection: Connection) -> int:
    """By this connection so far: rows that the storage engine was asked for."""
    return sum(int(row[1]) for row in fetch(connection, "SHOW SESSION STATUS LIKE 'Handler_read%'"))
