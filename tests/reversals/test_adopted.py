"""Whatever the shop's old code wrote can be undone, and what was wrong in it stays exactly as wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import mysql.connector
import pytest

from pyclient.deploy import migrate, verify
from pyclient.deploy.session import execute, fetch
from tests.deploy.old_shop import load_dump
from tests.server import Server
from tests.shop import Shop, call, empty_database

CASHIER = 5


@pytest.fixture
def adopted(server: Server, database_name: Callable[[], str]) -> Iterator[Shop]:
    with empty_database(server, name := database_name()) as url:
        load_dump(url, inconsistent=True)
        migrate.migrate(url)
        shop = Shop(server, name)
        yield shop
        shop.disconnect()


def outcome(shop: Shop, procedure: str, **request: object) -> str:
    """The answer's status, or the token."""
    try:
        answer = call(shop.connection, procedure, {**request, "created_by": CASHIER})
    except mysql.connector.Error as error:
        execute(shop.connection, "ROLLBACK")
        return str(error.msg).partition(":")[0]
    return str(answer.get("status", "voided"))


@pytest.mark.parametrize("refund", ["wallet", "cash", "original"])
def test_every_adopted_invoice_can_be_undone(adopted: Shop, refund: str) -> None:
    connection = adopted.connection
    # 0 is the parent that orphans got: no call can name it
    invoices = fetch(
        connection, "SELECT id, delivered, paid_amount FROM invoices_out WHERE id > 0 ORDER BY id"
    )
    assert len(invoices) > 5
    said: dict[str, list[tuple[int, str]]] = {}
    for invoice, delivered, paid in invoices:
        procedure = "sp_revert_invoice" if paid or invoice % 2 else "sp_cancel_invoice"
        request = {"refund": refund} if procedure == "sp_revert_invoice" else {}
        status = outcome(adopted, procedure, invoice_id=invoice, **request)
        said.setdefault(status, []).append((invoice, delivered))
    assert said.keys() <= {"canceled", "reverted", "INVOICE_CLOSED"}, said
    assert {delivered for _, delivered in said.get("INVOICE_CLOSED", [])} <= {"canceled", "reverted"}
    assert [check for check in verify.run(connection) if not check.ok] == []


def test_an_adopted_invoice_is_not_amended(adopted: Shop) -> None:
    """It has no entry to adjust, and its lines may name no batches: it is reverted, or returned."""
    connection = adopted.connection
    lines = fetch(
        connection,
        "SELECT i.id, i.delivered, MIN(l.id), MIN(l.quantity) FROM invoices_out i"
        " JOIN invoice_out_items l ON l.invoice_out_id = i.id WHERE i.id > 0 GROUP BY i.id, i.delivered",
    )
    assert len(lines) > 3
    for invoice, delivered, item, qty in lines:
        said = outcome(
            adopted, "sp_amend_invoice", invoice_id=invoice, items=[{"item_id": item, "qty": qty + 1}]
        )
        closed = delivered in {"canceled", "reverted"}
        assert said == ("INVOICE_CLOSED" if closed else "INVOICE_NOT_AMENDABLE"), invoice


def test_adopted_invoices_are_exchanged(adopted: Shop) -> None:
    """All that is left of each for something new: what is refused is refused by its figures, and named."""
    connection = adopted.connection
    said: dict[str, list[int]] = {}
    lines = "SELECT invoice_out_id FROM invoice_out_items WHERE quantity > 0 AND invoice_out_id > 0"
    for (invoice,) in fetch(connection, f"{lines} GROUP BY invoice_out_id ORDER BY invoice_out_id"):
        ((company,),) = fetch(connection, "SELECT company_id FROM invoices_out WHERE id = %s", (invoice,))
        product = {"product_code": f"E-{invoice}", "name": "ن", "unit": "u", "keeps_stock": False}
        made = call(
            connection,
            "sp_save_product",
            {**product, "selling_price": "7.25", "company_id": company, "created_by": CASHIER},
        )
        new = [{"product_id": made["product_id"], "qty": 3}]
        token = outcome(adopted, "sp_return_items", invoice_id=invoice, all=True, exchange_items=new)
        said.setdefault(token, []).append(invoice)
    assert len(said["voided"]) > 1, said
    assert said.keys() <= {"voided", "INVOICE_CLOSED", "VALIDATION", "UNKNOWN_CUSTOMER"}, said
    linked = "SELECT COUNT(*) FROM invoices_out WHERE exchange_return_id IS NOT NULL"
    assert fetch(connection, linked) == [(len(said["voided"]),)]
    assert [check for check in verify.run(connection) if not check.ok] == []


def test_adopted_payments_are_voided_or_refused_with_the_figures(adopted: Shop) -> None:
    connection = adopted.connection
    payments = fetch(connection, "SELECT id FROM invoice_payments ORDER BY id")
    said = [outcome(adopted, "sp_void_payment", payment_id=payment) for (payment,) in payments]
    assert "voided" in said
    assert set(said) <= {"voided", "VALIDATION", "INVOICE_CLOSED"}
    assert [check for check in verify.run(connection) if not check.ok] == []
