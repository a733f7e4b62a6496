"""Master data is saved beside postings: neither keeps what the other one needs next.

Each call meets rows that another connection holds, as in test_lock_order.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal

import mysql.connector
import pytest

from pyclient import calls, wire
from pyclient.calls import Call
from pyclient.deploy.session import execute, fetch
from pyclient.models import (
    AmendedItem,
    AmendmentRequest,
    BranchRequest,
    CancelRequest,
    CompleteOrderRequest,
    CustomerGroupRequest,
    InvoiceRequest,
    OpenShiftRequest,
    OrderRequest,
    PriceListRequest,
    PriceRow,
    RevertRequest,
    SaleItem,
    TaxRequest,
    TillRequest,
    VoucherItem,
    VoucherRequest,
)
from tests.concurrency.errands import CASHIER, sale
from tests.concurrency.tills import LOCK_WAIT_TIMEOUT, Layer, Market, Refused, await_lock_waits

CHANGED = 1020


@pytest.fixture
def market(market: Market) -> Market:
    """A wait for a row that a test holds ends the call soon."""
    for till in market.tills:
        execute(till.connection, "SET SESSION innodb_lock_wait_timeout = 2")
    return market


@contextmanager
def held(market: Market, table: str, where: str) -> Iterator[None]:
    holder = market.shop.connect()
    holder.start_transaction(isolation_level="READ COMMITTED")  # as postings lock
    fetch(holder, f"SELECT * FROM {table} WHERE {where} FOR UPDATE")
    try:
        yield
    finally:
        holder.rollback()


def is_free(market: Market, table: str, where: str) -> bool:
    stranger = market.shop.connect()
    stranger.start_transaction()
    try:
        return bool(fetch(stranger, f"SELECT 1 FROM {table} WHERE {where} FOR UPDATE SKIP LOCKED"))
    finally:
        stranger.rollback()


@contextmanager
def waiting(market: Market, call: Call[object], table: str, where: str) -> Iterator[None]:
    """The call, while it waits for rows of ``table``; then it gives up."""
    with held(market, table, where), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(market.tills[0].text, call)
        await_lock_waits(market, 1)
        yield
        with pytest.raises(mysql.connector.Error) as raised:
            refused.result()
        assert raised.value.errno == LOCK_WAIT_TIMEOUT


def price_list(market: Market, *products: int, code: str = "L", price: int = 5) -> int:
    rows = [PriceRow(product_id=product, price=price) for product in products]
    return market.office.done(
        calls.save_price_list(PriceListRequest(code=code, name="n", prices=rows, created_by=CASHIER))
    ).price_list_id


def test_a_branch_gets_another_code_while_its_first_document_is_numbered(market: Market) -> None:
    """Whatever is first: the number has the code that the branch has in the end."""
    branch = market.office.done(
        calls.save_branch(BranchRequest(code="AA", name="n", created_by=CASHIER))
    ).branch_id
    sides = [VoucherItem(account="1110", debit=7), VoucherItem(account="3100", credit=7)]
    voucher = VoucherRequest(branch_id=branch, description="d", items=sides, created_by=CASHIER)
    rename = calls.save_branch(BranchRequest(branch_id=branch, code="ZZ", created_by=CASHIER))
    with ThreadPoolExecutor(2) as pool:
        with held(market, "number_series", f"branch_id = {branch} AND kind = 'SH'"):
            renamed = pool.submit(market.tills[0].text, rename)
            await_lock_waits(market, 1)
            posted = pool.submit(market.tills[1].send, calls.post_voucher(voucher))
            time.sleep(0.5)
        failed = posted.exception()
    if failed is None:
        first = posted.result()
    else:
        assert getattr(failed, "errno", None) == CHANGED
        first = market.office.send(calls.post_voucher(voucher))
    assert not isinstance(first, Refused)
    code = "AA" if isinstance(renamed.result(), Refused) else "ZZ"
    assert f"-{code}-" in first.entry_no
    assert market.shop.violations() == {}


def test_a_posting_whose_branch_got_another_code_is_to_be_made_again(market: Market) -> None:
    """It has read the code, and finds no series of it any more."""
    branch = market.office.done(
        calls.save_branch(BranchRequest(code="AA", name="n", created_by=CASHIER))
    ).branch_id
    market.office.done(calls.save_branch(BranchRequest(branch_id=branch, code="ZZ", created_by=CASHIER)))
    execute(market.office.connection, f"UPDATE branches SET code = 'AA' WHERE id = {branch}")
    sides = [VoucherItem(account="1110", debit=7), VoucherItem(account="3100", credit=7)]
    voucher = VoucherRequest(branch_id=branch, description="d", items=sides, created_by=CASHIER)
    with pytest.raises(mysql.connector.Error) as raised:
        market.office.send(calls.post_voucher(voucher))
    assert raised.value.errno == CHANGED
    execute(market.office.connection, f"UPDATE branches SET code = 'ZZ' WHERE id = {branch}")
    assert "-ZZ-" in market.office.done(calls.post_voucher(voucher)).entry_no


def test_a_till_gets_numbers_of_its_own_beside_postings(market: Market) -> None:
    """The branch's series, which postings hold until they end, are not asked for."""
    request = TillRequest(code="T7", name="n", own_numbers=True, created_by=CASHIER)
    with held(market, "number_series", "branch_id = 1"):
        market.tills[0].done(calls.save_till(request))


def test_prices_are_put_in_the_order_in_which_sales_lock_products(market: Market) -> None:
    first, second = market.product(price=1), market.product(price=1)
    rows = [PriceRow(product_id=product, price=3) for product in (second, first)]
    request = calls.save_price_list(PriceListRequest(code="P", name="n", prices=rows, created_by=CASHIER))
    with waiting(market, request, "products", f"id = {first}"):
        assert is_free(market, "products", f"id = {second}")
        assert is_free(market, "companies", "id = 1")


@pytest.mark.parametrize("of_group", [False, True])
def test_who_buys_by_a_list_waits_for_nobody_who_saves_it(market: Market, of_group: bool) -> None:
    goods = market.product(Layer(Decimal(9), Decimal(1)), price=10)
    listed, customer = price_list(market, goods), market.customer()
    if of_group:
        group = CustomerGroupRequest(code="G", name="n", price_list_id=listed, created_by=CASHIER)
        group_id = market.office.done(calls.save_customer_group(group)).group_id
        execute(market.office.connection, f"UPDATE customers SET group_id = {group_id} WHERE id = {customer}")
    else:
        execute(
            market.office.connection, f"UPDATE customers SET price_list_id = {listed} WHERE id = {customer}"
        )
    with held(market, "price_lists", "id > 0"), held(market, "customer_groups", "id > 0"):
        sold = market.tills[0].done(sale(customer, (goods, 1)))
        assert sold.total_after == 5
        items = [AmendedItem(item_id=sold.items[0].item_id, qty=2)]
        amended = AmendmentRequest(invoice_id=sold.invoice_id, items=items, created_by=CASHIER)
        market.tills[0].done(calls.amend_invoice(amended))


@pytest.mark.parametrize("undo", ["revert", "cancel"])
def test_what_is_undone_shares_the_shift_after_the_products(market: Market, undo: str) -> None:
    goods = market.product(Layer(Decimal(9), Decimal(1)))
    market.office.done(calls.save_till(TillRequest(code="T1", name="n", created_by=CASHIER)))
    market.office.done(calls.open_shift(OpenShiftRequest(till="T1", opening_cash=0, created_by=CASHIER)))
    invoice = market.office.done(sale(market.customer(), (goods, 1))).invoice_id
    undoing: dict[str, Call[object]] = {
        "revert": calls.revert_invoice(RevertRequest(invoice_id=invoice, created_by=CASHIER)),
        "cancel": calls.cancel_invoice(CancelRequest(invoice_id=invoice, created_by=CASHIER)),
    }
    with waiting(market, undoing[undo], "products", f"id = {goods}"):
        assert is_free(market, "shifts", "id > 0")


def test_a_save_of_master_data_holds_no_company_while_it_waits(market: Market) -> None:
    """Of what has a code: what it is compared with is held by somebody else."""
    listed = price_list(market)
    group = market.office.done(
        calls.save_customer_group(CustomerGroupRequest(code="G", name="n", created_by=CASHIER))
    ).group_id
    tax = market.office.done(
        calls.save_tax(TaxRequest(code="T", name="n", rate=14, created_by=CASHIER))
    ).tax_id
    saves: dict[str, Call[object]] = {
        "price_lists": calls.save_price_list(
            PriceListRequest(price_list_id=listed, name="m", created_by=CASHIER)
        ),
        "customer_groups": calls.save_customer_group(
            CustomerGroupRequest(group_id=group, name="m", created_by=CASHIER)
        ),
        "taxes": calls.save_tax(TaxRequest(tax_id=tax, name="m", created_by=CASHIER)),
        "branches": calls.save_branch(BranchRequest(branch_id=1, name="m", created_by=CASHIER)),
    }
    for table, save in saves.items():
        with waiting(market, save, table, "id > 0"):
            assert is_free(market, "companies", "id = 1"), table


def test_a_till_takes_the_bucket_of_codes_before_its_customer(market: Market) -> None:
    """As repairs do, which lock customers under it."""
    customer = market.customer()
    request = calls.save_till(TillRequest(code="T8", name="n", customer_id=customer, created_by=CASHIER))
    with waiting(market, request, "lock_buckets", "bucket = 0"):
        assert is_free(market, "customers", f"id = {customer}")


def test_who_only_reads_waits_for_nobody(market: Market) -> None:
    goods = market.product(Layer(Decimal(9), Decimal(1)))
    taxed = market.office.done(
        calls.save_tax(TaxRequest(code="T", name="n", rate=14, created_by=CASHIER))
    ).tax_id
    execute(
        market.office.connection, f"INSERT INTO product_taxes (product_id, tax_id) VALUES ({goods}, {taxed})"
    )
    listed, customer = price_list(market, goods), market.customer()
    execute(market.office.connection, f"UPDATE customers SET price_list_id = {listed} WHERE id = {customer}")
    quote = {"customer_id": customer, "items": [{"product_id": goods, "qty": 1}], "created_by": CASHIER}
    unpaid = InvoiceRequest(
        customer_id=customer, items=[SaleItem(product_id=goods, qty=1)], created_by=CASHIER
    )
    invoice = market.office.done(calls.save_invoice(unpaid)).invoice_id
    reads = (
        ("sp_quote_invoice", wire.encode(quote)),
        ("sp_get_settings", "1"),
        ("sp_report_sales", '{"from": "2026-01-01"}'),
        ("sp_report_unpaid", "{}"),
        ("sp_report_unpaid", wire.encode({"after": invoice * 2})),
        ("sp_list_prices", wire.encode({"price_list_id": listed})),
    )
    tables = (
        "invoices_out",
        "companies",
        "currencies",
        "price_lists",
        "customer_groups",
        "product_taxes",
        "taxes",
    )
    holder = market.shop.connect()
    holder.start_transaction(isolation_level="READ COMMITTED")
    for table in tables:
        fetch(holder, f"SELECT 1 FROM {table} FOR UPDATE")
    for procedure, request in reads:
        market.shop.call(procedure, request)
    holder.rollback()


@pytest.mark.parametrize("undo", ["revert", "cancel"])
def test_what_is_undone_writes_its_orders_row_of_the_trail_after_its_numbers(
    market: Market, undo: str
) -> None:
    """MariaDB was seen to wait for a chain that it should have passed by: its holder must not wait itself."""
    goods, customer = market.product(Layer(Decimal(9), Decimal(1))), market.customer()
    ordered = OrderRequest(
        customer_id=customer, items=[SaleItem(product_id=goods, qty=1)], created_by=CASHIER
    )
    order = market.office.done(calls.save_order(ordered)).order_id
    billed = CompleteOrderRequest(order_id=order, created_by=CASHIER)
    invoice = market.office.done(calls.complete_order(billed)).invoice_id
    undoing: dict[str, Call[object]] = {
        "revert": calls.revert_invoice(RevertRequest(invoice_id=invoice, created_by=CASHIER)),
        "cancel": calls.cancel_invoice(CancelRequest(invoice_id=invoice, created_by=CASHIER)),
    }
    with waiting(market, undoing[undo], "number_series", "branch_id = 1 AND kind = 'JE'"):
        assert market.value("SELECT COUNT(*) FROM audit_chains") == len(
            fetch(market.office.connection, "SELECT 1 FROM audit_chains FOR UPDATE SKIP LOCKED")
        )
    market.office.connection.rollback()
