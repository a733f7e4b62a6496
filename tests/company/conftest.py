"""Companies abroad: a database of its own, migrated with another currency; its clock may be replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from pyclient.deploy import zones
from pyclient.deploy.migrate import migrate
from pyclient.deploy.session import execute
from pyclient.deploy.source import read_objects
from tests.server import Server
from tests.shop import Shop, empty_database
from tests.till import CASHIER, Till

# Company 1 has three decimals; these stand beside it: id, currency, time zone.
OTHER_COMPANIES = [(2, "JPY", "Asia/Tokyo"), (3, "CLF", "America/Santiago"), (4, "EGP", "Africa/Cairo")]


@pytest.fixture(scope="session")
def _abroad(server: Server, database_name: Callable[[], str]) -> Iterator[Shop]:
    with empty_database(server, database_name()) as url:
        migrate(url, currency="KWD", time_zone="Asia/Kuwait")
        shop = Shop(server, url.partition("?")[0].rpartition("/")[2])
        with closing(server.connect(shop.name)) as connection:
            execute(
                connection, f"INSERT INTO users (id, username, role) VALUES ({CASHIER}, 'cashier', 'user')"
            )
            for company, currency, zone in OTHER_COMPANIES:
                execute(
                    connection,
                    "INSERT INTO companies (id, code, name, currency, time_zone) VALUES (%s, %s, %s, %s, %s)",
                    (company, currency, currency, currency, zone),
                )
                execute(
                    connection,
                    "INSERT INTO branches (id, company_id, code, name, main_of) VALUES (%s, "
                    "%s, 'MAIN', 'm', %s)",
                    (company, company, company),
                )
                execute(
                    connection,
                    "INSERT INTO number_series (branch_id, kind, day, last_no) "
                    "SELECT %s, k.kind, '1000-01-01', 0 FROM _series_kinds AS k",
                    (company,),
                )
            zones.fill_companies(connection)
        with shop.remembered():
            yield shop
        shop.disconnect()


@pytest.fixture
def abroad(_abroad: Shop) -> Iterator[Till]:
    """The till there; db/checks must find nothing after the test."""
    _abroad.restore()
    yield Till(_abroad)
    _abroad.disconnect()
    assert _abroad.violations() == {}


@pytest.fixture
def at(abroad: Till) -> Iterator[Callable[[str], None]]:
    """Set the clock of the database: ``at("2026-06-01 20:59:59")`` in UTC."""

    def put(body: str) -> None:
        with closing(abroad.shop.server.connect(abroad.shop.name)) as connection:
            execute(connection, "DROP FUNCTION _now")
            execute(connection, body)

    def set_clock(utc: str) -> None:
        put(f"CREATE FUNCTION _now() RETURNS DATETIME NOT DETERMINISTIC NO SQL RETURN '{utc}'")

    yield set_clock
    put(next(each.statement for each in read_objects(abroad.shop.server.engine) if each.name == "_now"))
