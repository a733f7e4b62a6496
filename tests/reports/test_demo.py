"""The shop's own questions, asked after the demo's day: a figure each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest

from pyclient import calls
from pyclient.client import Client
from pyclient.demo import shop_day
from pyclient.models import (
    PaymentsReportFilter,
    ProductsReportFilter,
    ProfitReportFilter,
    ReconciliationReportFilter,
    SalesReportFilter,
)
from tests.server import Server
from tests.shop import empty_database

WORK_ORDER = 2


@pytest.fixture(scope="module")
def client(server: Server, database_name: Callable[[], str]) -> Iterator[Client]:
    with empty_database(server, database_name()) as url:
        shop_day.prepare(url, lambda sentence: None)
        shop_day.run(url)
        with Client.from_url(url) as client:
            yield client


def test_what_sold_today(client: Client) -> None:
    rows = client.report_products().rows
    assert [(row.product_code, row.sold, row.revenue) for row in rows] == [
        ("P-003", Decimal(50), Decimal("1995.00")),
        ("P-008", Decimal(3), Decimal("85.47")),
        ("P-012", Decimal(7), Decimal("3092.25")),
    ]


def test_cash_taken_today(client: Client) -> None:
    (cash,) = client.report_payments(PaymentsReportFilter(method="cash")).rows
    assert [cash.payments, cash.paid, cash.wallet_in, cash.net] == [4, 3000, 500, 3500]


def test_this_months_revenue(client: Client) -> None:
    (month,) = client.report_sales(SalesReportFilter(by="month")).rows
    assert (month.invoices, month.revenue) == (1, Decimal("5172.72"))
    assert month.profit == Decimal("1331.97")


def test_which_invoice_is_unpaid(client: Client) -> None:
    (unpaid, *notes) = client.report_unpaid().rows
    assert [note.kind for note in notes] == ["debit_note"]
    assert (unpaid.customer_name, unpaid.remaining_amount) == ("محمد علي", Decimal("2132.22"))
    (ageing,) = client.report_ageing().rows
    freight = Decimal("114.00")
    assert (ageing.invoices, ageing.debit_notes) == (1, 1)
    assert (ageing.not_due, ageing.total) == (unpaid.remaining_amount + freight,) * 2


def test_what_is_in_stock(client: Client) -> None:
    stock = {row.product_code: (row.quantity, row.stock_value) for row in client.report_stock().rows}
    assert stock["P-003"] == (Decimal(45), Decimal("1496.25"))


def test_old_invoices_are_there_too(client: Client) -> None:
    """But not in the sales of the books, which were opened after them."""
    old = date(2025, 9, 1)
    (sold, *_) = client.report_products(ProductsReportFilter(from_date=old)).rows
    assert (sold.day, sold.sold) == (date(2025, 9, 10), Decimal(100))
    (customer,) = client.report_profit(ProfitReportFilter(by="customer", from_date=old)).rows
    assert (customer.revenue, customer.profit) == (Decimal("11382.72"), Decimal("2723.97"))
    assert len(client.report_sales(SalesReportFilter(from_date=old)).rows) == 1
    by_row = ReconciliationReportFilter(from_date=old, limit=1)
    rows = list(client.every_row(calls.report_reconciliation, by_row))
    assert [row.difference for row in rows] == [0, 0, 0]
    assert [row.ledger for row in rows] == [None, None, Decimal("2132.22")]


def test_the_sheet_of_a_work_order(client: Client) -> None:
    sheet = client.report_work_order(WORK_ORDER)
    assert sheet.work_order.total_remaining == Decimal("2132.22")
    assert [len(part) for part in (sheet.invoices, sheet.items, sheet.payments)] == [2, 6, 6]
