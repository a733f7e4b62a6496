"""The worked examples of the shop's request, in a company that counts in Kuwaiti dinars: three decimals."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.checks.books import set_now
from tests.shop import Shop
from tests.till import CASHIER, Answer, Till, column, line, money, number, part


class Dinars(Till):
    """The shop in KWD, at a day and hour of the test's choosing."""

    def at(self, year: int, month: int, day: int) -> None:
        set_now(self.connection, f"TIMESTAMP '{datetime(year, month, day, 9):%Y-%m-%d %H:%M:%S}'")


@pytest.fixture
def dinars(database: Shop) -> Dinars:
    execute(
        database.connection,
        "INSERT INTO users (id, username, role) VALUES (%s, 'cashier', 'user')",
        (CASHIER,),
    )
    execute(database.connection, "UPDATE companies SET currency = 'KWD' WHERE id = 1")
    shop = Dinars(database)
    shop.at(2025, 12, 15)
    return shop


def linked(shop: Dinars, sold: Answer) -> tuple[Answer, Answer]:
    """The order and the invoice of a sale, each of which names the other."""
    order = shop.call("sp_get_order", number(part(sold, "order")["id"]))
    invoice = shop.call("sp_get_invoice", number(sold["invoice_id"]))
    assert invoice["order"] == {"id": order["order_id"], "order_no": order["order_no"]}
    assert sold["invoice_id"] in column(order, "invoices", "invoice_id")
    return order, invoice


def test_six_lines_in_cash_at_the_till(dinars: Dinars) -> None:
    """Six lines of one shampoo at 1,111.000 each."""
    customer, shampoo = dinars.customer(name="عميل نقدي"), dinars.product((10, "700.250"))
    dinars.call("sp_save_till", {"code": "T1", "name": "كاشير", "customer_id": customer})
    shift = dinars.call("sp_open_shift", {"till": "T1", "opening_cash": 50})
    sold = dinars.call("sp_pos_sale", {"items": [line(shampoo, 1, "1111.000")] * 6})
    order, invoice = linked(dinars, sold)
    assert (sold["total_after"], sold["shift_id"]) == (Decimal("6666.000"), shift["shift_id"])
    assert dinars.text("sp_get_order", number(order["order_id"])).count('"total_price":1111.000') == 6
    assert (order["order_no"], order["source"]) == ("ORD-20251215-0001", "pos")
    assert (order["status"], order["payment_status"]) == ("completed", "paid")
    assert (invoice["invoice_no"], invoice["payment_status"]) == ("INV-20251215-0001", "paid")
    assert column(order, "payments", "payment_no") == ["PAY-20251215-0001"]
    assert column(order, "payments", "invoice_id") == [invoice["invoice_id"]]
    assert column(order, "payments", "amount") == [Decimal("6666.000")]
    assert column(invoice, "payments", "method") == ["cash"]


def test_services_on_credit_of_thirty_days(dinars: Dinars) -> None:
    """Ten visits for 500.000, taken on 2025-12-15, due on 2026-01-14, paid on 2026-01-15."""
    customer, visit = dinars.customer(), dinars.product(name="زيارة صيانة", keeps_stock=False)
    ordered = dinars.call(
        "sp_save_order", {"customer_id": customer, "items": [line(visit, 10, "50.000")], "source": "booking"}
    )
    assert (ordered["order_no"], ordered["status"]) == ("ORD-20251215-0001", "pending")
    sold = dinars.call("sp_complete_order", {"order_id": ordered["order_id"], "due_date": "2026-01-14"})
    order, invoice = linked(dinars, sold)
    assert (order["status"], order["payment_status"]) == ("completed", "unpaid")
    assert (invoice["invoice_no"], invoice["payment_status"]) == ("INV-20251215-0001", "pending")
    assert (invoice["due_date"], invoice["remaining_amount"]) == ("2026-01-14", Decimal("500.000"))
    dinars.at(2026, 1, 15)
    dinars.pay(invoice_id=sold["invoice_id"], amount="500.000", method="bank_transfer")
    order, invoice = linked(dinars, sold)
    assert (order["payment_status"], invoice["payment_status"]) == ("paid", "paid")
    assert column(order, "payments", "business_date") == ["2026-01-15"]
    assert column(order, "payments", "payment_no") == ["PAY-20260115-0001"]
    assert sum(Decimal(str(each)) for each in column(order, "payments", "amount")) == Decimal("500.000")


def test_a_thousand_in_two_payments(dinars: Dinars) -> None:
    """400.000 at once and 600.000 five days later."""
    customer, product = dinars.customer(), dinars.product((10, "60.125"))
    ordered = dinars.call("sp_save_order", {"customer_id": customer, "items": [line(product, 10, "100")]})
    sold = dinars.call("sp_complete_order", {"order_id": ordered["order_id"], "payments": [money(400)]})
    order, invoice = linked(dinars, sold)
    assert (order["status"], order["payment_status"], invoice["payment_status"]) == (
        "completed",
        "partial",
        "partial",
    )
    assert (invoice["paid_amount"], invoice["remaining_amount"]) == (Decimal("400.000"), Decimal("600.000"))
    dinars.at(2025, 12, 20)
    dinars.pay(invoice_id=sold["invoice_id"], amount=600)
    order, invoice = linked(dinars, sold)
    assert (order["payment_status"], invoice["payment_status"]) == ("paid", "paid")
    assert column(order, "payments", "payment_no") == ["PAY-20251215-0001", "PAY-20251220-0001"]
    assert (order["remaining_amount"], invoice["total_after"]) == (0, Decimal("1000.000"))
