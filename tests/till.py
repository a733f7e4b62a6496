"""What a cashier does all day, in as few words as a table-like test needs: see :class:`Till`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import wire
from pyclient.deploy.session import Row, execute, fetch, quoted
from pyclient.wire import JsonValue
from tests.shop import Shop, call_text

CASHIER = 1
Answer = dict[str, JsonValue]


class Refusal(NamedTuple):
    """How the server refused a call: its error number and its text, which begins with the token."""

    errno: int
    text: str

    @property
    def token(self) -> str:
        return self.text.partition(":")[0]


def member(name: str, raw: str, request: Mapping[str, object]) -> str:
    """The request as JSON text, with one member exactly as it stands in ``raw``.

    >>> member("qty", "1e400", {"product_id": 3})
    '{"product_id":3,"qty":1e400}'
    """
    rest = wire.encode({key: value for key, value in request.items() if key != name})
    return f"{rest[:-1]}{',' if len(rest) > 2 else ''}{json.dumps(name)}:{raw}}}"


@dataclass(frozen=True)
class Till:
    """The shop with one cashier. Amounts, prices and quantities are texts or ints, never floats."""

    shop: Shop

    @property
    def connection(self) -> MySQLConnectionAbstract:
        return self.shop.connection

    def text(self, procedure: str, request: Mapping[str, object] | str | int | None = None) -> str:
        """CALL; the answer as it came. A mapping without created_by is sent as the cashier's."""
        if isinstance(request, Mapping):
            request = wire.encode({"created_by": CASHIER, **request})
        return call_text(self.connection, procedure, request)

    def call(self, procedure: str, request: Mapping[str, object] | str | int | None = None) -> Answer:
        """As :meth:`text`, parsed."""
        answer = wire.parse(self.text(procedure, request))
        assert isinstance(answer, dict)
        assert answer["ok"] is True
        return answer

    def refusal(self, procedure: str, request: Mapping[str, object] | str | None = None) -> Refusal | None:
        """How the call is refused, None when it is not. A refused one must have written nothing."""
        before = self.checksums()
        try:
            self.text(procedure, request)
        except mysql.connector.Error as error:
            execute(self.connection, "ROLLBACK")
            refused = Refusal(error.errno, error.msg or "")
        else:
            return None
        assert self.checksums() == before, f"{refused} but something was written"
        return refused

    @contextmanager
    def nothing_written(self) -> Iterator[None]:
        before = self.checksums()
        yield
        assert self.checksums() == before

    def checksums(self) -> list[Row]:
        """One figure for the rows of each table."""
        tables = [
            row[0] for row in fetch(self.connection, "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")
        ]
        # the buckets have no column that changes, and there are thousands
        names = ", ".join(quoted(table) for table in tables if table != "lock_buckets")
        return fetch(self.connection, f"CHECKSUM TABLE {names}")

    def rows(self, sql: str, *values: object) -> list[Row]:
        return fetch(self.connection, sql, values)

    def today(self) -> date:
        """The business date of a company in Cairo, by Python's zones."""
        now: datetime = self.rows("SELECT _now()")[0][0]
        return now.replace(tzinfo=UTC).astimezone(ZoneInfo("Africa/Cairo")).date()

    def count(self, table: str) -> int:
        return cast(int, self.rows(f"SELECT COUNT(*) FROM {quoted(table)}")[0][0])

    # --- what a shop is made of

    def customer(self, **members: object) -> int:
        """A new customer's id."""
        request = {"name": "محمد علي", "mobile": "01012345678", "city": "القاهرة", **members}
        return number(self.call("sp_save_customer", request)["customer_id"])

    def product(self, *stock: tuple[object, object], **members: object) -> int:
        """A new product's id; ``stock``: batches as (quantity, unit cost), the oldest first."""
        request: dict[str, object] = {"name": "كوع 90 درجة", "unit": "قطعة", "selling_price": "10", **members}
        request.setdefault("product_code", f"P-{self.count('products') + 1:03}")
        product = number(self.call("sp_save_product", request)["product_id"])
        for qty, unit_cost in stock:
            self.receive(product, qty, unit_cost)
        return product

    def receive(self, product: int, qty: object, unit_cost: object, **members: object) -> int:
        """A new batch's id."""
        request = {"product_id": product, "qty": qty, "unit_cost": unit_cost, **members}
        return number(self.call("sp_receive_batch", request)["batch_id"])

    def supplier(self, **members: object) -> int:
        """A new supplier's id."""
        return number(self.call("sp_save_supplier", {"name": "شركة التوريدات", **members})["supplier_id"])

    def buy(self, supplier: int | None, *lines: tuple[int, object, object], **members: object) -> Answer:
        """A purchase's answer; ``lines``: (product, quantity, unit cost)."""
        items = [{"product_id": p, "qty": qty, "unit_cost": cost} for p, qty, cost in lines]
        return self.call("sp_post_purchase", {"supplier_id": supplier, "items": items, **members})

    def work_order(self, customer: int, **members: object) -> int:
        request = {"customer_id": customer, "title": "تأسيس سباكة", **members}
        return number(self.call("sp_save_work_order", request)["work_order_id"])

    def deposit(self, customer: int, amount: object) -> Answer:
        return self.call("sp_wallet_move", {"customer_id": customer, "type": "deposit", "amount": amount})

    def sell(self, customer: int, *lines: Mapping[str, object], **members: object) -> Answer:
        """An invoice's answer."""
        return self.call("sp_save_invoice", {"customer_id": customer, "items": list(lines), **members})

    def pay(self, **members: object) -> Answer:
        return self.call("sp_add_payment", members)


def line(product: int, qty: object = 1, price: object = None, **members: object) -> dict[str, object]:
    """A line of a sale; without a price the product's own is taken."""
    priced = {} if price is None else {"selling_price": price}
    return {"product_id": product, "qty": qty, **priced, **members}


def plain_price(qty: object, price: object, total: object, share: object = 0) -> Answer:
    """What the answer says of a line's price where it has no tax, discount of its own or other unit."""
    given = {
        "qty": qty,
        "selling_price": price,
        "list_price": price,
        "total_price": total,
        "discount_share": share,
    }
    values = {name: Decimal(str(value)) for name, value in given.items()}
    net = values["total_price"] - values["discount_share"]
    return {
        **values,
        **{"price_list_rate": values["list_price"], "stock_qty": values["qty"], "unit": None},
        **{"line_discount": Decimal(0), "discount_percent": None, "price_includes_tax": False},
        "free": False,
        **{"net": net, "gross": net, "tax_amount": Decimal(0), "taxes": []},
    }


def money(amount: object, method: str = "cash", **members: object) -> dict[str, object]:
    """A payment row."""
    return {"amount": amount, "method": method, **members}


def number(value: JsonValue) -> int:
    assert isinstance(value, int)
    return value


def rows_of(value: JsonValue) -> list[Answer]:
    """A list of objects of an answer."""
    assert isinstance(value, list)
    assert all(isinstance(row, dict) for row in value)
    return cast(list[Answer], value)


def column(answer: Answer, rows: str, name: str) -> list[JsonValue]:
    """One member of each row of a list: ``column(answer, "items", "cost")``."""
    return [row[name] for row in rows_of(answer[rows])]


def part(answer: Answer, name: str) -> Answer:
    """An object inside an answer."""
    value = answer[name]
    assert isinstance(value, dict)
    return value


def decimals(*texts: str) -> list[JsonValue]:
    return [Decimal(text) for text in texts]
