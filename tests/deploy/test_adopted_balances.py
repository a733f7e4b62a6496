"""A balance that was adopted without a document is made payable by a note, never counted twice unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal

import pytest

from pyclient.connection import connect
from pyclient.deploy import migrate
from pyclient.deploy.session import execute, fetch
from tests.deploy.accounts import database_of
from tests.deploy.old_shop import load_dump
from tests.server import Server
from tests.shop import Shop
from tests.till import Answer, Till, number, part

MANAGER, CUSTOMER = 5, 9
OWED = "SELECT balance FROM customers WHERE id = %s"
RECEIVABLES = (
    "SELECT SUM(debit - credit) FROM journal_entry_lines WHERE role = 'receivables' AND customer_id = %s"
)


@pytest.fixture
def url(fresh_database: Callable[[], str]) -> str:
    """The shop's database; customer 9 owes 500 that nothing explains."""
    url = fresh_database()
    load_dump(url)
    with closing(connect(url)) as connection:
        execute(connection, "UPDATE customers SET balance = balance + 500 WHERE id = %s", (CUSTOMER,))
    migrate.migrate(url)
    return url


@pytest.fixture
def till(server: Server, url: str) -> Iterator[Till]:
    till = Till(Shop(server, database_of(url)))
    yield till
    till.shop.disconnect()


def opening(amount: object, **members: object) -> dict[str, object]:
    item = {"description": "رصيد سابق", "quantity": 1, "unit_price": amount}
    request = {"customer_id": CUSTOMER, "reference_type": "opening_balance", "created_by": MANAGER}
    return {**request, "items": [item], **members}


def opened(till: Till, amount: object, **members: object) -> Answer:
    answer = till.call("sp_save_debit_note", opening(amount, **members))
    assert till.shop.violations() == {}
    return answer


def stands(till: Till) -> tuple[object, object]:
    """What the customer owes by the balance and by the journal."""
    ((balance,),), ((journal,),) = till.rows(OWED, CUSTOMER), till.rows(RECEIVABLES, CUSTOMER)
    return balance, journal


def refused(till: Till, request: dict[str, object]) -> str:
    with till.nothing_written():
        refusal = till.refusal("sp_save_debit_note", request)
    assert refusal is not None
    return refusal.text


def test_what_was_adopted_becomes_payable_and_is_not_counted_again(till: Till) -> None:
    left = (
        "OPENING_ADOPTED: customer 9 was adopted owing {} of no document:"
        " adopted must say whether this is of it"
    )
    assert refused(till, opening(500)) == left.format("500.00")
    note = opened(till, 300, adopted=True, debit_note_date="2025-01-31")
    assert (note["adopted"], part(note, "customer")["balance_after"]) == (True, Decimal(500))
    assert stands(till) == (500, 500)
    assert till.call("sp_get_debit_note", number(note["debit_note_id"]))["journal"] == []

    # the rest, and never more than that
    assert refused(till, opening(200)) == left.format("200.00")
    assert refused(till, opening("200.01", adopted=True)) == (
        "ABOVE_ADOPTED: customer 9: 200.01 is above the 200.00 that were adopted and are of no document"
    )
    till.call("sp_add_payment", {"customer_id": CUSTOMER, "amount": 120, "created_by": MANAGER})
    assert till.shop.violations() == {}
    assert stands(till) == (380, 380)
    rest = opened(till, 200, adopted=True)["debit_note_id"]
    # a debt beside it: said so, or nothing is left that it could be
    assert part(opened(till, 50, adopted=False), "customer")["balance_after"] == Decimal(430)
    assert part(opened(till, 7), "customer")["balance_after"] == Decimal(437)

    # cancelled, it is of no document again; the balance stays
    till.call("sp_cancel_debit_note", {"debit_note_id": rest, "created_by": MANAGER})
    assert till.shop.violations() == {}
    assert stands(till) == (437, 437)
    assert refused(till, opening(200)) == left.format("200.00")
    opened(till, 200, adopted=True)
    till.call("sp_add_payment", {"customer_id": CUSTOMER, "amount": 437, "created_by": MANAGER})
    assert till.shop.violations() == {}
    assert stands(till) == (0, 0)
    assert till.call("sp_repair_books", {"created_by": MANAGER})["changes"] == []


def test_a_rollback_keeps_what_is_owed_and_what_paid_it(till: Till, url: str) -> None:
    opened(till, 300, adopted=True, reference_no="دفتر 1", debit_note_date="2025-01-31")
    opened(till, 50, adopted=False, reference_no="دفتر 2")
    cancelled = opened(till, 5, adopted=False)["debit_note_id"]
    till.call("sp_cancel_debit_note", {"debit_note_id": cancelled, "created_by": MANAGER})
    supplier = till.call("sp_save_supplier", {"name": "s", "created_by": MANAGER})["supplier_id"]
    owed = {"supplier_id": supplier, "amount": 70, "date": "2025-01-31", "created_by": MANAGER}
    till.call("sp_save_supplier_opening", owed)
    till.call("sp_add_payment", {"customer_id": CUSTOMER, "amount": 310, "created_by": MANAGER})
    till.shop.disconnect()
    migrate.rollback(url, to="0044.order_units")
    with closing(connect(url)) as connection:
        assert fetch(connection, OWED, (CUSTOMER,)) == [(Decimal(240),)]
        notes = "SELECT reference_type, reason, total, applied_amount FROM customer_debit_notes ORDER BY id"
        assert fetch(connection, notes) == [
            ("correction", "دفتر 1", Decimal(300), Decimal(300)),
            ("correction", "دفتر 2", Decimal(50), Decimal(10)),
            ("correction", "", Decimal(5), Decimal(0)),
        ]
        made = (
            "SELECT COUNT(*) FROM invoices_out AS i"
            " JOIN customer_debit_notes AS n ON n.source_invoice_id = i.id"
        )
        assert fetch(connection, f"{made} WHERE i.total_after_discount = 0 AND i.customer_id = 9") == [(3,)]
    migrate.rollback(url)
    with closing(connect(url)) as connection:
        paid = (
            "SELECT SUM(payment_amount) FROM invoice_payments AS p"
            " JOIN invoices_out AS i ON i.id = p.invoice_id"
        )
        assert fetch(connection, f"{paid} WHERE i.customer_id = 9 AND i.total_after_discount = 0") == [
            (Decimal(310),)
        ]
        assert fetch(connection, OWED, (CUSTOMER,)) == [(Decimal(240),)]
    migrate.migrate(url)
