"""The shop's other pages go on writing users, customers, products and batches as they always did."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from pyclient.demo.shop_data import dump_statements
from pyclient.deploy.session import execute
from tests.till import Till, line, part

OLD_TABLES = ("users", "customers", "products", "batches")


def old_inserts(till: Till) -> list[str]:
    """The dump's own INSERTs into those tables, word for word."""
    statements = dump_statements(till.shop.server.engine == "mysql")
    found = [
        each.strip()
        for each in statements
        if re.match(r"\s*INSERT INTO `(?:users|customers|products|batches)`", each)
    ]
    assert len(found) == len(OLD_TABLES)
    return found


@pytest.mark.corrupts  # these batches were partly sold before, by invoices that are not here
def test_the_inserts_of_the_dump_keep_working_and_their_stock_is_sold(till: Till) -> None:
    execute(till.connection, "DELETE FROM users")
    for statement in old_inserts(till):
        execute(till.connection, statement)
    # the customer's old money is the opening row's business, not this page's
    execute(till.connection, "UPDATE customers SET balance = 0, wallet = 0")
    sold = till.sell(4, line(3, 50, 42), line(12, 7, 465), line(8, 3, "29.99"), discount_value=5)
    assert [sold["total_after"], sold["total_cogs"]] == [Decimal("5172.72"), Decimal("3840.75")]


@pytest.mark.corrupts  # no entry stands behind the batch until the books are repaired
def test_a_batch_of_an_old_page_gets_its_value(till: Till) -> None:
    customer, product = till.customer(), till.product()
    for remaining, unit_cost in (("3.0000", "3.3350"), ("0.0000", "5.0000")):
        execute(
            till.connection,
            "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, "
            "received_at, status, created_by) "
            "VALUES (%s, 3, %s, 3, %s, '2025-10-01', 'active', 1)",
            (product, remaining, unit_cost),
        )
    values = till.rows("SELECT stock_value, original_value FROM batches ORDER BY id")
    assert values[0] == (Decimal("10.01"), Decimal("10.01"))
    assert values[1] == (0, 15)
    execute(till.connection, "UPDATE batches SET original_qty = 0, qty = 0, original_value = 0 WHERE id = 2")
    costs = [till.sell(customer, line(product))["total_cogs"] for _ in range(3)]
    assert costs == [Decimal("3.34"), Decimal("3.34"), Decimal("3.33")]


@pytest.mark.corrupts  # no entry stands behind the batch until the books are repaired
def test_the_least_that_an_old_page_sends(till: Till) -> None:
    execute(till.connection, "INSERT INTO users (username) VALUES ('جديد')")
    execute(till.connection, "INSERT INTO customers (name, mobile, city) VALUES ('ن', '010', 'ق')")
    execute(
        till.connection,
        "INSERT INTO products (product_code, name, unit_of_measure, selling_price) VALUES ('X', 'n', 'u', 5)",
    )
    execute(
        till.connection,
        "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_"
        "at) VALUES (1, 2, 2, 2, 1, '2025-01-01')",
    )
    sold = till.call(
        "sp_save_invoice", {"created_by": 2, "customer_id": 1, "items": [line(1, 2)], "status": "paid"}
    )
    assert [sold["total_after"], sold["total_cogs"], part(sold, "customer")["balance_after"]] == [10, 2, 0]
    got = till.call("sp_list_customers", "{}")["customers"]
    assert isinstance(got, list)
    assert part({"c": got[0]}, "c")["join_date"] is not None
