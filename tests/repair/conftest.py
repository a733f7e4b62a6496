"""Books to spoil for good: one database, put back after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.checks.books import Books, opened_books
from tests.server import Server


@pytest.fixture(scope="package")
def opened(server: Server, database_name: Callable[[], str]) -> Iterator[Books]:
    with opened_books(server, database_name(), guarded=True) as books, books.shop.remembered():
        yield books


@pytest.fixture
def books(opened: Books) -> Iterator[Books]:
    yield opened
    opened.put_back()
