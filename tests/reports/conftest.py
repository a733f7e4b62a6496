"""Four days of a shop, worked out by hand: what the reports must show of them stands in the tests.

product A costs 6 and sells at 10, B costs 20 and sells at 30, S is a service at 15

30 March   1  X buys 10 A and 2 B, less 10 percent: 144; pays 100 in cash; due on 10 April; on a work order
           2  Y buys 5 A and S: 65; pays 50 in cash and 15 by card
31 March      X brings 2 A of invoice 1 back: 18 off what is open
           3  Y buys 4 B with 14 percent tax on top: 136.80; pays nothing
              X puts 200 in cash into the wallet
1 April    4  X buys 3 A: 30; pays nothing
              invoice 2 has 6 A after all: 10 more
              Y pays 10 of invoice 3 by card, X 6 of invoice 1 from the wallet
2 April       invoice 4 is canceled, the payment by card voided, a supplier paid 70 in cash
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.model.till import SETTABLE_CLOCK
from tests.server import Server
from tests.shop import Shop
from tests.till import CASHIER, Answer, Till, line, number, rows_of


@dataclass(frozen=True)
class Days:
    """The shop after its four days, and the ids of what is in it."""

    till: Till
    a: int
    b: int
    s: int
    x: int
    y: int
    work_order: int
    invoices: tuple[int, ...]

    def report(self, name: str, **members: object) -> list[Answer]:
        """The rows of a report."""
        return rows_of(self.till.call(f"sp_report_{name}", members)["rows"])

    def page_by_page(self, name: str, column: str, **members: object) -> list[object]:
        """One column of a report that is read a row at a time."""
        found: list[object] = []
        after = None
        while not found or after is not None:
            page = self.till.call(f"sp_report_{name}", {**members, "limit": 1, "after": after})
            found += [row[column] for row in rows_of(page["rows"])]
            after = page["next_after"]
            assert len(found) < 20, "it does not end"
        return found

    def figures(self, name: str, *columns: str, **members: object) -> list[list[object]]:
        """Some columns of a report's rows."""
        return [[row[column] for column in columns] for row in self.report(name, **members)]


@pytest.fixture(scope="module")
def dated_till(server: Server, database_name: Callable[[], str]) -> Iterator[Till]:
    """A till whose days are set with :func:`on`."""
    with Shop.created(server, database_name()) as shop:
        execute(shop.connection, "DROP FUNCTION _now")
        execute(shop.connection, SETTABLE_CLOCK)
        execute(
            shop.connection,
            "INSERT INTO users (id, username, role) VALUES (%s, 'cashier', 'user')",
            (CASHIER,),
        )
        yield Till(shop)
        assert shop.violations() == {}


def on(till: Till, day: str) -> None:
    """It is ten in the morning of ``day``."""
    execute(till.connection, "SET @daftar_now = %s", (f"{day} 10:00:00",))


@pytest.fixture(scope="module")
def days(dated_till: Till) -> Days:
    till = dated_till
    on(till, "2026-03-30")
    a = till.product((100, 6), name="كوع", product_code="A", selling_price=10, reorder_level=90)
    b = till.product((50, 20), name="خلاط", product_code="B", selling_price=30, reorder_level=5)
    s = till.product(name="تركيب", product_code="S", selling_price=15, keeps_stock=False)
    x, y = till.customer(name="أحمد", mobile="010"), till.customer(name="منى", mobile="011")
    order = till.work_order(x, title="تشطيب")
    first = till.sell(
        x, line(a, 10), line(b, 2), discount_value=10, status="partial", payments=[{"amount": 100}],
        due_date="2026-04-10", work_order_id=order,
    )  # fmt: skip
    second = till.sell(
        y, line(a, 5), line(s), status="paid", payments=[{"amount": 50}, {"amount": 15, "method": "card"}]
    )

    on(till, "2026-03-31")
    of_first, of_second = (column_of(sale, "item_id") for sale in (first, second))
    items = [{"item_id": of_first[0], "qty": 2}]
    till.call("sp_return_items", {"invoice_id": first["invoice_id"], "items": items})
    third = till.sell(y, line(b, 4, tax_rate=14))
    till.deposit(x, 200)

    on(till, "2026-04-01")
    fourth = till.sell(x, line(a, 3))
    items = [{"item_id": of_second[0], "qty": 6}, {"item_id": of_second[1], "qty": 1}]
    till.call("sp_amend_invoice", {"invoice_id": second["invoice_id"], "items": items})
    card = till.pay(invoice_id=third["invoice_id"], amount=10, method="card")
    till.pay(invoice_id=first["invoice_id"], amount=6, method="wallet")

    on(till, "2026-04-02")
    till.call("sp_cancel_invoice", {"invoice_id": fourth["invoice_id"]})
    till.call("sp_void_payment", {"payment_id": rows_of(card["allocations"])[0]["payment_id"]})
    supplier = till.supplier()
    till.call(
        "sp_post_purchase",
        {
            "supplier_id": supplier,
            "bill_no": "7",
            "items": [{"product_id": b, "qty": 5, "unit_cost": 20}],
            "payments": [{"amount": 70}],
        },
    )
    invoices = tuple(number(sale["invoice_id"]) for sale in (first, second, third, fourth))
    return Days(till, a, b, s, x, y, order, invoices)


def column_of(sale: Answer, name: str) -> list[object]:
    return [row[name] for row in rows_of(sale["items"])]


def amount(value: object) -> Decimal:
    """A figure of a row."""
    assert isinstance(value, Decimal)
    return value
