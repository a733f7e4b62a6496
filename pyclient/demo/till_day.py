"""The worked examples of orders and the till, in Kuwaiti dinars, on the days that they are told for."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date

from pyclient import calls, models, wire
from pyclient.client import Client
from pyclient.connection import connect
from pyclient.deploy import verify
from pyclient.deploy.migrate import migrate
from pyclient.deploy.session import execute

CASHIER = 1


@dataclass(frozen=True)
class TillDay:
    """The orders as the database gave them at the end, by what they show."""

    answers: dict[str, str]
    checks: list[verify.CheckResult]

    def orders(self) -> dict[str, models.Order]:
        """The orders, read."""
        return {title: wire.decode(models.Order, text) for title, text in self.answers.items()}

    def as_json(self) -> str:
        """One JSON document; the database's answers stand in it digit for digit."""
        members = {**self.answers, "checks": json.dumps([asdict(check) for check in self.checks])}
        return "{" + ", ".join(f"{json.dumps(name)}: {text}" for name, text in members.items()) + "}"


def prepare(url: str, tell: Callable[[str], None]) -> None:
    """Make a shop that counts in dinars in the empty database of ``url``."""
    tell("making a shop in KWD")
    migrate(url, currency="KWD", time_zone="Asia/Kuwait")
    with closing(connect(url)) as connection:
        execute(connection, f"INSERT INTO users (id, username, role) VALUES ({CASHIER}, 'cashier', 'user')")


def run(url: str) -> TillDay:
    """Go through the examples in the prepared database of ``url``."""
    with Client.from_url(url) as client:
        _set_clock(url, "2025-12-15")
        shown = {
            "six lines of one shampoo, in cash": _sell_at_the_till(client),
            "ten visits, due in thirty days": _bill_on_credit(client),
            "a thousand, in 400 and 600": _bill_with_a_first_payment(client),
        }
        orders = {title: client.get_order(order) for title, order in shown.items()}
        later = [order.invoices[0].invoice_id for order in orders.values()][1:]
        for day, invoice, amount in (("2025-12-20", later[1], "600"), ("2026-01-15", later[0], "500")):
            _set_clock(url, day)
            client.add_payment(
                models.PaymentRequest(invoice_id=invoice, amount=amount, method="cash", created_by=CASHIER)
            )
        answers = {title: client.run(calls.as_text(calls.get_order(order))) for title, order in shown.items()}
    with closing(connect(url)) as connection:
        return TillDay(answers, verify.run(connection))


def _set_clock(url: str, day: str) -> None:
    """All time comes from one function: in the demo's own database it may say another day."""
    with closing(connect(url)) as connection:
        execute(connection, "DROP FUNCTION IF EXISTS _now")
        execute(
            connection,
            "CREATE FUNCTION _now() RETURNS DATETIME NOT DETERMINISTIC NO SQL"
            f" RETURN TIMESTAMP '{day} 09:00:00'",
        )


def _customer(client: Client, name: str) -> int:
    request = models.CustomerRequest(name=name, mobile="0500000000", city="الكويت", created_by=CASHIER)
    return client.save_customer(request).customer_id


def _product(client: Client, code: str, name: str, price: str, *, keeps_stock: bool) -> int:
    request = models.ProductRequest(
        product_code=code,
        name=name,
        unit="قطعة",
        selling_price=price,
        keeps_stock=keeps_stock,
        created_by=CASHIER,
    )
    product = client.save_product(request).product_id
    if keeps_stock:
        client.receive_batch(
            models.BatchRequest(product_id=product, qty=20, unit_cost="70.250", created_by=CASHIER)
        )
    return product


def _sell_at_the_till(client: Client) -> int:
    customer = _customer(client, "عميل نقدي")
    shampoo = _product(client, "SH-1", "شامبو", "1111", keeps_stock=True)
    till = {"code": "T1", "name": "كاشير", "customer_id": customer, "created_by": CASHIER}
    client.run(calls.write("sp_save_till", till, str))
    shift = {"till": "T1", "opening_cash": 50, "created_by": CASHIER}
    client.run(calls.write("sp_open_shift", shift, str))
    items = [models.SaleItem(product_id=shampoo, qty=1)] * 6
    return client.pos_sale(models.PosSaleRequest(items=items, created_by=CASHIER)).order.id


def _bill_on_credit(client: Client) -> int:
    visit = _product(client, "V-1", "زيارة صيانة", "50", keeps_stock=False)
    order = _order(client, _customer(client, "شركة النور"), visit, "booking")
    client.complete_order(
        models.CompleteOrderRequest(order_id=order, due_date=date(2026, 1, 14), created_by=CASHIER)
    )
    return order


def _bill_with_a_first_payment(client: Client) -> int:
    pump = _product(client, "P-1", "مضخة", "100", keeps_stock=True)
    order = _order(client, _customer(client, "أحمد"), pump, "manual")
    payments = [models.PaymentRow(amount=400)]
    client.complete_order(models.CompleteOrderRequest(order_id=order, payments=payments, created_by=CASHIER))
    return order


def _order(client: Client, customer: int, product: int, source: models.OrderSource) -> int:
    items = [models.SaleItem(product_id=product, qty=10)]
    request = models.OrderRequest(customer_id=customer, items=items, source=source, created_by=CASHIER)
    return client.save_order(request).order_id
