"""The shop's own pages insert batches with the old columns: the trigger gives them their value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.triggers.rows import insert

OLD_INSERT = (
    "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at, created_by)"
    " VALUES ({product}, 3, {remaining}, 3, 1.2345, '2025-11-01', 0)"
)


@pytest.mark.parametrize(
    ("currency", "value", "original"),
    [("EGP", "2.47", "3.70"), ("KWD", "2.469", "3.704"), ("JPY", "2", "4"), ("CLF", "2.469", "3.7035")],
)
def test_an_old_style_batch_is_valued_in_minor_units_of_its_company(
    rows: MySQLConnectionAbstract, currency: str, value: str, original: str
) -> None:
    insert(rows, "companies", id="2", currency=f"'{currency}'")
    insert(rows, "products", id="2", company_id="2")
    execute(rows, OLD_INSERT.format(product=2, remaining=2))
    values = fetch(rows, "SELECT stock_value, original_value, exempt FROM batches WHERE product_id = 2")
    assert values == [(Decimal(value), Decimal(original), 0)]


def test_an_empty_old_style_batch_is_worth_nothing(rows: MySQLConnectionAbstract) -> None:
    execute(rows, OLD_INSERT.format(product=1, remaining=0))
    values = fetch(rows, "SELECT stock_value, original_value FROM batches ORDER BY id DESC LIMIT 1")
    assert values == [(Decimal(0), Decimal("3.70"))]


def test_a_batch_with_its_value_keeps_it(rows: MySQLConnectionAbstract) -> None:
    insert(rows, "batches", stock_value="5.99", original_value="6.01")
    values = fetch(rows, "SELECT stock_value, original_value FROM batches ORDER BY id DESC LIMIT 1")
    assert values == [(Decimal("5.99"), Decimal("6.01"))]
