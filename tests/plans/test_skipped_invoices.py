"""Money of a customer or a work order passes by invoices in another currency: each of them costs the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from bench import optimizer
from pyclient.deploy.session import execute
from tests.plans.conftest import rows_read
from tests.server import Server
from tests.shop import Shop, call

CASHIER = {"created_by": 1}
# A step reads the invoice that is passed by, its currency, and where both end.
MOST_READ_BY_A_STEP = 10
SLACK = 12


@pytest.mark.parametrize("whose", ["customer", "work order"])
def test_a_payment_passes_each_invoice_in_dollars_once(
    server: Server, database_name: Callable[[], str], whose: str
) -> None:
    """All are due on one day, so that only their ids tell them apart. With statistics, and without."""
    with Shop.created(server, database_name()) as shop, closing(server.connect()) as admin:
        execute(admin, "SET GLOBAL innodb_stats_auto_recalc = OFF")
        try:
            execute(shop.connection, "INSERT INTO users (id, username, role) VALUES (1, 'cashier', 'admin')")
            product = {"product_code": "S", "name": "s", "unit": "x", "selling_price": 10}
            call(shop.connection, "sp_save_product", {**CASHIER, **product, "keeps_stock": False})
            # strangers' invoices, which an index that is read through would show
            _owing(shop, whose, 60)
            read = {}
            for state, learn in (
                ("no statistics", optimizer.forget_statistics),
                ("statistics", optimizer.count_rows),
            ):
                targets = {skipped: _owing(shop, whose, skipped) for skipped in (1, 20, 40)}
                learn(shop.connection)
                _read_by_payment(shop, targets[1])  # who opens a table first reads its description
                read[state] = [_read_by_payment(shop, target) for target in targets.values()]
        finally:
            execute(admin, "SET GLOBAL innodb_stats_auto_recalc = ON")
    for reads in read.values():
        one, twenty, forty = reads
        assert twenty - one <= 19 * MOST_READ_BY_A_STEP, read
        assert forty - twenty <= twenty - one + MOST_READ_BY_A_STEP + SLACK, read


def _owing(shop: Shop, whose: str, skipped: int) -> dict[str, object]:
    """Who owes ``skipped`` invoices in dollars and one of the company's behind them: what a payment names."""
    new = {**CASHIER, "name": "c", "mobile": "0", "city": "x"}
    customer = call(shop.connection, "sp_save_customer", new)["customer_id"]
    order = call(shop.connection, "sp_save_work_order", {**CASHIER, "customer_id": customer, "title": "w"})[
        "work_order_id"
    ]
    sale = {**CASHIER, "customer_id": customer, "work_order_id": order}
    items = [{"product_id": 1, "qty": 1, "price": 5}]
    for number in range(skipped + 1):
        dollars = {"currency": "USD", "exchange_rate": 50} if number < skipped else {}
        call(shop.connection, "sp_save_invoice", {**sale, **dollars, "items": items})
    return {"customer_id": customer} if whose == "customer" else {"work_order_id": order}


def _read_by_payment(shop: Shop, target: dict[str, object]) -> int:
    before = rows_read(shop.connection)
    counting = rows_read(shop.connection) - before
    before = rows_read(shop.connection)
    call(shop.connection, "sp_add_payment", {**CASHIER, **target, "amount": 1})
    return rows_read(shop.connection) - before - counting
