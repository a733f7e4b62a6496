"""Books to spoil: one database for all tests of the checks, every corruption taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.checks.books import Books, opened_books
from tests.server import Server


@pytest.fixture(scope="package")
def books(server: Server, database_name: Callable[[], str]) -> Iterator[Books]:
    with opened_books(server, database_name()) as opened:
        yield opened
