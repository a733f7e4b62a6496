"""A shop of three companies, in currencies with 0, 2 and 3 decimals, each with a customer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from tests.model.till import Till, prepare
from tests.server import Server
from tests.shop import Shop

COMPANIES = (("JPY", 0, "Asia/Tokyo"), ("EGP", 2, "Africa/Cairo"), ("KWD", 3, "Asia/Kuwait"))
PRODUCT = {
    "name": "صنف",
    "unit": "قطعة",
    "selling_price": Decimal("12.345678"),
    "retail_price": Decimal("0.05"),
}
"""What all products are but for their code."""


@contextmanager
def three_companies(server: Server, database: str) -> Iterator[Till]:
    with Shop.created(server, database) as shop:
        till = Till(shop.connection, "Q", prepare(shop, COMPANIES), companies=COMPANIES)
        till.compares_state = False
        for company in till.book.companies:
            customer = {"name": "عميل", "mobile": "01012345678", "city": "القاهرة"}
            till.call("sp_save_customer", {"company_id": company.id, **customer})
        yield till
