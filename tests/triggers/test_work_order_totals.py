"""A work order's totals follow its live invoices, whoever writes them and however."""

from __future__ import annotations

import random
import threading
from decimal import Decimal

import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import Connection, execute, fetch
from tests.shop import Shop
from tests.triggers.rows import insert, insert_first_rows

TURNS = 200


def _totals(connection: Connection, work_order: int = 1) -> tuple[int, ...]:
    """Invoiced, paid and remaining, as the row has them."""
    (row,) = fetch(
        connection,
        f"SELECT total_invoice_amount, total_paid, total_remaining FROM work_orders WHERE id = {work_order}",
    )
    assert all(isinstance(amount, Decimal) for amount in row)
    return tuple(int(amount) for amount in row)


@pytest.fixture
def invoice(rows: MySQLConnectionAbstract) -> MySQLConnectionAbstract:
    """Invoice 2 of 9, 4 paid, 5 open, on work order 1; work order 2 is empty, invoice 1 is on none."""
    insert(rows, "work_orders", id="2")
    insert(rows, "invoices_out", id="2", work_order_id="1")
    return rows


def _update(connection: Connection, assignment: str) -> None:
    assert execute(connection, f"UPDATE invoices_out SET {assignment} WHERE id = 2") == 1


def test_an_invoice_adds_its_amounts(invoice: MySQLConnectionAbstract) -> None:
    assert (_totals(invoice), _totals(invoice, 2)) == ((9, 4, 5), (0, 0, 0))
    insert(invoice, "invoices_out", id="3", work_order_id="1")
    assert _totals(invoice) == (18, 8, 10)


def test_an_invoice_that_is_not_live_adds_nothing(invoice: MySQLConnectionAbstract) -> None:
    for status in ("canceled", "reverted"):
        insert(invoice, "invoices_out", work_order_id="2", delivered=f"'{status}'", remaining_amount="0")
    assert _totals(invoice, 2) == (0, 0, 0)


@pytest.mark.parametrize(
    ("assignment", "totals"),
    [
        ("paid_amount = 9, remaining_amount = 0, delivered = 'yes'", (9, 9, 0)),
        ("returned_amount = 2, remaining_amount = 3", (7, 4, 3)),
        (
            "total_before_discount = 20, total_after_discount = 19, remaining_amount = 15",
            (19, 4, 15),
        ),
        ("delivered = 'canceled', remaining_amount = 0", (0, 0, 0)),
        ("delivered = 'reverted', remaining_amount = 0, work_order_id = NULL", (0, 0, 0)),
        ("work_order_id = NULL", (0, 0, 0)),
        ("notes = 'x'", (9, 4, 5)),
    ],
)
def test_a_changed_invoice(
    invoice: MySQLConnectionAbstract, assignment: str, totals: tuple[int, int, int]
) -> None:
    _update(invoice, assignment)
    assert (_totals(invoice), _totals(invoice, 2)) == (totals, (0, 0, 0))


def test_an_invoice_that_comes_back_to_life(invoice: MySQLConnectionAbstract) -> None:
    _update(invoice, "delivered = 'canceled', remaining_amount = 0")
    _update(invoice, "paid_amount = 6, delivered = 'reverted'")
    assert _totals(invoice) == (0, 0, 0)
    _update(invoice, "delivered = 'partial', remaining_amount = 3")
    assert _totals(invoice) == (9, 6, 3)


@pytest.mark.parametrize("amounts", ["notes = 'x'", "paid_amount = 5, remaining_amount = 4"])
def test_a_moved_invoice_takes_its_amounts_along(invoice: MySQLConnectionAbstract, amounts: str) -> None:
    _update(invoice, f"work_order_id = 2, {amounts}")
    moved = (9, 4, 5) if "notes" in amounts else (9, 5, 4)
    assert (_totals(invoice), _totals(invoice, 2)) == ((0, 0, 0), moved)
    _update(invoice, "work_order_id = 1")
    assert (_totals(invoice), _totals(invoice, 2)) == (moved, (0, 0, 0))


def test_an_invoice_that_moves_and_ends_at_once(invoice: MySQLConnectionAbstract) -> None:
    _update(invoice, "work_order_id = 2, delivered = 'canceled', remaining_amount = 0")
    assert (_totals(invoice), _totals(invoice, 2)) == ((0, 0, 0), (0, 0, 0))


def test_an_invoice_that_gets_its_work_order_later(invoice: MySQLConnectionAbstract) -> None:
    _update(invoice, "work_order_id = NULL")
    _update(invoice, "work_order_id = 2")
    assert (_totals(invoice), _totals(invoice, 2)) == ((0, 0, 0), (9, 4, 5))


def test_a_deleted_invoice_takes_its_amounts_out(invoice: MySQLConnectionAbstract) -> None:
    insert(invoice, "invoices_out", id="3", work_order_id="1", delivered="'canceled'", remaining_amount="0")
    execute(invoice, "DELETE FROM invoices_out WHERE id = 3")
    assert _totals(invoice) == (9, 4, 5)
    execute(invoice, "DELETE FROM invoices_out WHERE id = 2")
    assert _totals(invoice) == (0, 0, 0)


def test_many_invoices_in_one_statement(invoice: MySQLConnectionAbstract) -> None:
    for number in range(3, 13):
        insert(invoice, "invoices_out", id=str(number), work_order_id=str(number % 2 + 1))
    execute(invoice, "UPDATE invoices_out SET work_order_id = 3 - work_order_id WHERE work_order_id > 0")
    assert (_totals(invoice), _totals(invoice, 2)) == ((45, 20, 25), (54, 24, 30))


@pytest.mark.corrupts
def test_moves_in_opposite_directions_do_not_deadlock(shop: Shop) -> None:
    connection = shop.connection
    insert_first_rows(connection)
    insert(connection, "work_orders", id="2")
    for number in (2, 3):
        insert(connection, "invoices_out", id=str(number), work_order_id=str(number - 1))
    errors: list[BaseException] = []
    barrier = threading.Barrier(2, timeout=60)

    def move(number: int, own: Connection) -> None:
        wait = random.Random(number)
        try:
            for turn in range(TURNS):
                barrier.wait()
                execute(own, f"DO SLEEP({wait.random() / 2000})")
                execute(
                    own,
                    f"UPDATE invoices_out SET work_order_id = {2 - (number + turn) % 2} WHERE id = {number}",
                )
        except BaseException as error:
            errors.append(error)
            barrier.abort()

    threads = [threading.Thread(target=move, args=(number, shop.connect())) for number in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [error for error in errors if not isinstance(error, threading.BrokenBarrierError)] == []
    assert (_totals(connection), _totals(connection, 2)) == ((9, 4, 5), (9, 4, 5))
