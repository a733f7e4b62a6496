"""What a till asks for all day makes no temporary table on disk: MariaDB keeps one there if an expression may
have more than 512 characters, and that costs as much as many statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.plans.subjects import CASHIER, Request, Subject, make_subject
from tests.server import Server
from tests.shop import Shop, call


@pytest.fixture
def subject(server: Server, shop: Shop) -> Iterator[Subject]:
    execute(shop.connection, "INSERT INTO users (id, username, role) VALUES (1, 'cashier', 'admin')")
    with closing(server.connect()) as admin:
        # a routine that is read anew is not what is measured
        execute(admin, "SET GLOBAL stored_program_cache = 2000")
        try:
            yield make_subject(shop.connection, "small")
        finally:
            execute(admin, "SET GLOBAL stored_program_cache = DEFAULT")


def _tables_on_disk(connection: MySQLConnectionAbstract) -> int:
    ((_, count),) = fetch(connection, "SHOW SESSION STATUS LIKE 'Created_tmp_disk_tables'")
    return int(str(count))


def test_what_a_till_asks_for_stays_in_memory(shop: Shop, subject: Subject) -> None:
    items = [{"product_id": product, "qty": 1, "row_id": "x" * 255} for product in subject.products]
    sale = {"customer_id": subject.customer, "items": items, "created_by": CASHIER}
    paid: Request = {
        **sale,
        "payments": [{"amount": 5, "method": "cash", "notes": "ن" * 255}],
        "status": "partial",
    }
    payment = {"created_by": CASHIER, "amount": 1, "notes": "ن" * 255}
    calls: dict[str, tuple[str, Request]] = {
        "quote": ("sp_quote_invoice", sale),
        "quote of a payment": ("sp_quote_invoice", paid),
        "sale": ("sp_save_invoice", paid),
        "payment": ("sp_add_payment", {**payment, "invoice_id": subject.invoices[0]}),
        "payment of the oldest": ("sp_add_payment", {**payment, "customer_id": subject.customer}),
        "wallet": ("sp_wallet_move", {**payment, "customer_id": subject.customer, "type": "deposit"}),
    }
    assert _on_disk(shop.connection, calls) == dict.fromkeys(calls, 0)


def test_taxes_put_no_more_than_the_lines_on_disk(server: Server, shop: Shop, subject: Subject) -> None:
    call(shop.connection, "sp_save_tax", {"code": "VAT", "name": "ض", "rate": 14, "created_by": CASHIER})
    for product in subject.products:
        taxed = {"product_id": product, "taxes": ["VAT"], "created_by": CASHIER}
        call(shop.connection, "sp_save_product", taxed)
    items = [{"product_id": product, "qty": 1, "row_id": "x" * 255} for product in subject.products]
    sale = {"customer_id": subject.customer, "items": items, "created_by": CASHIER}
    calls: dict[str, tuple[str, Request]] = {
        "quote": ("sp_quote_invoice", sale),
        "sale": ("sp_save_invoice", sale),
    }
    # whole lines, with which _price_taxes makes the taxed ones
    most = 1 if server.engine == "mariadb" else 0
    assert _on_disk(shop.connection, calls) == dict.fromkeys(calls, most)


def _on_disk(connection: MySQLConnectionAbstract, calls: dict[str, tuple[str, Request]]) -> dict[str, int]:
    """What the second call of each makes there."""
    found = {}
    for name, (procedure, request) in calls.items():
        call(connection, procedure, dict(request))
        before = _tables_on_disk(connection)
        call(connection, procedure, dict(request))
        found[name] = _tables_on_disk(connection) - before
    return found
