"""Nobody holds what stands after a row he waits for, and nobody waits for a stranger's rows.

Each call meets rows that another connection holds. What it locked meanwhile is looked at from a third one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import execute, fetch
from pyclient.models import (
    AmendedItem,
    AmendmentRequest,
    CustomerFilter,
    DraftFilter,
    DraftRequest,
    InvoiceFilter,
    ProductFilter,
    ProductRequest,
    ReturnRequest,
    RevertRequest,
    StatementFilter,
    VoidRequest,
    WorkOrderFilter,
    WorkOrderRequest,
)
from tests.concurrency.errands import (
    CASHIER,
    payment_of_customer,
    payment_of_invoice,
    payment_of_invoices,
    payment_of_work_order,
    sale,
)
from tests.concurrency.tills import Layer, Market, Refused, await_lock_waits


@pytest.fixture
def market(market: Market) -> Market:
    """A wait for a row that a test holds ends the call at once."""
    for till in market.tills:
        execute(till.connection, "SET SESSION innodb_lock_wait_timeout = 1")
    return market


@contextmanager
def held(market: Market, table: str, row: int, change: str | None = None) -> Iterator[None]:
    """One row locked by a connection of its own, or changed: then its place in indexes is locked, too."""
    holder = market.shop.connect()
    holder.start_transaction()
    fetch(holder, f"SELECT * FROM {table} WHERE id = %s FOR UPDATE", (row,))
    if change:
        execute(holder, f"UPDATE {table} SET {change} WHERE id = %s", (row,))
    try:
        yield
    finally:
        holder.rollback()


def is_free(market: Market, table: str, row: int) -> bool:
    """Whether nobody has locked the row."""
    stranger = market.shop.connect()
    stranger.start_transaction()
    try:
        return bool(fetch(stranger, f"SELECT id FROM {table} WHERE id = %s FOR UPDATE SKIP LOCKED", (row,)))
    finally:
        stranger.rollback()


def test_a_call_that_waits_for_the_customer_holds_no_document(market: Market) -> None:
    service = market.product(price=1)
    customer = market.customer()
    order = market.work_order(customer)
    invoice = market.office.done(sale(customer, (service, 9), work_order=order)).invoice_id
    errands: list[Call[object]] = [
        sale(customer, (service, 1), work_order=order),
        payment_of_invoice(invoice, 1),
        payment_of_invoices([(invoice, Decimal(1))]),
        payment_of_work_order(order, 1),
        payment_of_customer(customer, 1),
        calls.save_work_order(WorkOrderRequest(work_order_id=order, title="باب", created_by=CASHIER)),
    ]
    for till, errand in zip(market.tills, errands, strict=False):
        execute(till.connection, "SET SESSION innodb_lock_wait_timeout = 30")
        with held(market, "customers", customer):
            waiting = threading.Thread(target=till.done, args=(errand,))
            waiting.start()
            await_lock_waits(market, 1)
            assert is_free(market, "work_orders", order), errand
            assert is_free(market, "invoices_out", invoice), errand
            assert is_free(market, "products", service), errand
        waiting.join()


def test_a_call_that_waits_for_its_entrys_number_holds_no_payments_number(market: Market) -> None:
    """Whoever has the series of payments has that of entries already."""
    service = market.product(price=1)
    customer = market.customer(wallet=5)
    sold = [market.office.done(sale(customer, (service, 9), in_cash=2)) for _ in range(5)]
    payments = [one.payments[0].payment_id for one in sold]
    errands: list[Call[object]] = [
        sale(customer, (service, 1), from_wallet=1),
        payment_of_invoice(sold[0].invoice_id, 1),
        payment_of_customer(customer, 1, from_wallet=True),
        payment_of_invoices([(sold[1].invoice_id, Decimal(1)), (sold[2].invoice_id, Decimal(1))]),
        calls.void_payment(VoidRequest(payment_id=payments[0], created_by=CASHIER, refund="wallet")),
        calls.revert_invoice(
            RevertRequest(invoice_id=sold[1].invoice_id, created_by=CASHIER, refund="original")
        ),
        calls.return_items(
            ReturnRequest(invoice_id=sold[3].invoice_id, all=True, created_by=CASHIER, refund="cash")
        ),
        calls.amend_invoice(
            AmendmentRequest(
                invoice_id=sold[4].invoice_id,
                items=[AmendedItem(item_id=sold[4].items[0].item_id, qty=1)],
                created_by=CASHIER,
                refund="cash",
            )
        ),
    ]
    one_series = "SELECT last_no FROM number_series WHERE branch_id = 1 AND kind = %s FOR UPDATE"
    holder, stranger = market.shop.connect(), market.shop.connect()
    for till, errand in zip(market.tills, errands, strict=False):
        execute(till.connection, "SET SESSION innodb_lock_wait_timeout = 30")
        holder.start_transaction()
        fetch(holder, one_series, ("JE",))
        waiting = threading.Thread(target=till.done, args=(errand,))
        waiting.start()
        await_lock_waits(market, 1)
        stranger.start_transaction()
        assert fetch(stranger, f"{one_series} SKIP LOCKED", ("PAY",)), errand
        stranger.rollback()
        holder.rollback()
        waiting.join()
    posted = "SELECT COUNT(*) FROM invoice_payments WHERE id > %s"
    assert market.value(posted, max(payments)) == 10


def test_a_payment_never_waits_for_the_next_customers_invoices(market: Market) -> None:
    service = market.product(price=1)
    customer, neighbour = market.customer(), market.customer()
    orders = [market.work_order(customer), market.work_order(neighbour)]
    strangers = market.office.done(sale(neighbour, (service, 9), work_order=orders[1])).invoice_id
    with (
        held(market, "customers", neighbour),
        held(market, "invoices_out", strangers, "due_date = '2000-01-01'"),
    ):
        for overpayment in ("reject", "wallet", "change"):
            for target in ("customer_id", "work_order_id", "invoice_id"):
                own = market.office.done(sale(customer, (service, 9), work_order=orders[0])).invoice_id
                ids = {"customer_id": customer, "work_order_id": orders[0], "invoice_id": own}
                too_much = {
                    target: ids[target],
                    "amount": 10,
                    "overpayment": overpayment,
                    "created_by": CASHIER,
                }
                answer = market.tills[0].send(calls.write("sp_add_payment", too_much, str))
                assert isinstance(answer, Refused) == (overpayment == "reject"), answer
                market.tills[0].send(payment_of_customer(customer, 9))
    assert market.balance_and_wallet(customer) == (0, 3)


def test_a_sale_never_waits_for_the_next_products_layers(market: Market) -> None:
    product, neighbour = (
        market.product(Layer(Decimal(3), Decimal(1))),
        market.product(Layer(Decimal(3), Decimal(1))),
    )
    customer = market.customer()
    strangers = int(market.value("SELECT id FROM batches WHERE product_id = %s", neighbour))
    with (
        held(market, "products", neighbour),
        held(market, "batches", strangers, "received_at = '2000-01-01'"),
    ):
        refused = market.tills[0].send(sale(customer, (product, 4)))
        assert isinstance(refused, Refused)
        assert refused.token == "INSUFFICIENT_STOCK"
        market.tills[0].done(sale(customer, (product, 3)))
        refused = market.tills[0].send(sale(customer, (product, 1)))
        assert isinstance(refused, Refused)


def test_a_sale_takes_from_a_layer_as_a_page_left_it_that_locks_no_product(market: Market) -> None:
    product = market.product(Layer(Decimal(9), Decimal(2)))
    customer = market.customer()
    batch = int(market.value("SELECT id FROM batches WHERE product_id = %s", product))
    taking = "UPDATE batches SET remaining = remaining - %s, stock_value = stock_value - %s WHERE id = %s"
    till, page = market.tills[0], market.shop.connect()
    execute(till.connection, "SET SESSION innodb_lock_wait_timeout = 30")
    page.start_transaction()
    execute(page, taking, (4, 8, batch))
    waiting = threading.Thread(target=till.done, args=(sale(customer, (product, 3)),))
    waiting.start()
    await_lock_waits(market, 1)
    page.commit()
    waiting.join()
    assert market.rows("SELECT remaining, stock_value FROM batches WHERE id = %s", batch) == [(2, 4)]
    execute(page, taking, (-4, -8, batch))
    page.commit()


def test_a_product_code_that_is_taken_is_refused_without_waiting_for_its_product(market: Market) -> None:
    product, neighbour = market.product(), market.product()
    code = fetch(market.office.connection, "SELECT product_code FROM products WHERE id = %s", (neighbour,))[
        0
    ][0]
    with held(market, "products", neighbour):
        refused = market.tills[0].send(
            calls.save_product(ProductRequest(product_id=product, product_code=code, created_by=CASHIER))
        )
    assert isinstance(refused, Refused)
    assert refused.token == "VALIDATION"


def test_reads_wait_for_nobody(market: Market) -> None:
    product = market.product(Layer(Decimal(3), Decimal(1)))
    customer = market.customer(wallet=5)
    order = market.work_order(customer)
    invoice = market.office.done(sale(customer, (product, 2), work_order=order, in_cash=1)).invoice_id
    draft = market.office.done(calls.save_draft(DraftRequest(created_by=CASHIER))).draft_id
    reads: list[Call[object]] = [
        calls.version(),
        calls.get_draft(draft),
        calls.list_drafts(DraftFilter(consumed=False)),
        calls.get_invoice(invoice),
        calls.get_product(product),
        calls.list_customers(CustomerFilter(search="عميل")),
        calls.list_products(ProductFilter()),
        calls.list_invoices(InvoiceFilter(customer_id=customer)),
        calls.list_invoices(InvoiceFilter(work_order_id=order, open=True)),
        calls.list_work_orders(WorkOrderFilter(customer_id=customer)),
        calls.customer_statement(StatementFilter(customer_id=customer)),
    ]
    writer = market.shop.connect()
    writer.start_transaction()
    tables = [row[0] for row in fetch(writer, "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")]
    for table in tables:
        fetch(writer, f"SELECT * FROM {table} FOR UPDATE")
    for read in reads:
        market.tills[0].done(read)
    writer.rollback()
