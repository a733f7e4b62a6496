"""A shop with one row of each table, in a transaction that is taken back after the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute
from tests.shop import Shop
from tests.triggers.rows import insert_first_rows


@pytest.fixture
def rows(shop: Shop) -> Iterator[MySQLConnectionAbstract]:
    connection = shop.connection
    execute(connection, "START TRANSACTION")
    insert_first_rows(connection)
    yield connection
    connection.rollback()
