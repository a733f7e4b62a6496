"""Books to spoil for good: one database, put back after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pyclient.deploy.session import fetch
from pyclient.wire import JsonValue
from tests.checks.books import Books, opened_books
from tests.server import Server
from tests.shop import Shop

WHOEVER = 5


@pytest.fixture(scope="package")
def opened(server: Server, database_name: Callable[[], str]) -> Iterator[Books]:
    with opened_books(server, database_name(), guarded=True) as books, books.shop.remembered():
        yield books


@pytest.fixture
def books(opened: Books) -> Iterator[Books]:
    yield opened
    opened.put_back()


def repaired(shop: Shop, **request: JsonValue) -> dict[str, JsonValue]:
    return shop.call("sp_repair_books", {"created_by": WHOEVER, **request})


def rows_of(value: JsonValue) -> list[dict[str, JsonValue]]:
    assert isinstance(value, list)
    return [row for row in value if isinstance(row, dict)]


def all_violations(shop: Shop) -> set[tuple[object, ...]]:
    return set(fetch(shop.connection, "SELECT check_name, table_name, row_id FROM _violations"))
