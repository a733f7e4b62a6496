"""A small shop to sell in: one cashier, one customer, one product with 100 pieces in stock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from pyclient.client import Client
from pyclient.deploy.session import execute
from pyclient.models import (
    BatchRequest,
    CustomerRequest,
    InvoiceRequest,
    ProductRequest,
    SaleItem,
    WalletMove,
)
from tests.shop import Shop

CASHIER = 1


@dataclass(frozen=True)
class SmallShop:
    """The shop's database, a client of it, and the ids of what is in it."""

    database: Shop
    client: Client
    customer: int
    product: int
    cashier: int = CASHIER

    @property
    def url(self) -> str:
        return self.database.url

    def sale(self, qty: int | str = 2, request_id: str | None = None) -> InvoiceRequest:
        """A sale on credit at 42.00 each."""
        return InvoiceRequest(
            customer_id=self.customer,
            items=[SaleItem(product_id=self.product, qty=qty)],
            created_by=CASHIER,
            request_id=request_id,
        )

    def deposit(self, amount: int | str, request_id: str | None = None) -> WalletMove:
        """Money into the customer's wallet."""
        return WalletMove(
            customer_id=self.customer,
            type="deposit",
            amount=amount,
            created_by=CASHIER,
            request_id=request_id,
        )


@pytest.fixture
def small_shop(shop: Shop) -> Iterator[SmallShop]:
    execute(shop.connection, "INSERT INTO users (id, username, role) VALUES (1, 'cashier', 'user')")
    with Client.from_url(shop.url) as client:
        customer = client.save_customer(
            CustomerRequest(name="محل النور", mobile="01000000001", city="القاهرة", created_by=CASHIER)
        )
        product = client.save_product(
            ProductRequest(
                product_code="P-1",
                name="مواسير 2 بوصة",
                unit="متر",
                selling_price="42.00",
                retail_price="47.50",
                barcodes=["6220001"],
                created_by=CASHIER,
            )
        )
        client.receive_batch(
            BatchRequest(product_id=product.product_id, qty=100, unit_cost="31.50", created_by=CASHIER)
        )
        yield SmallShop(shop, client, customer.customer_id, product.product_id)


@pytest.fixture
def fresh_url(fresh_database: Callable[[], str]) -> str:
    """The URL of an empty database."""
    return fresh_database()
