"""What a till needs beside the shop's own data: a till, a customer who walks in, and codes to scan."""

from __future__ import annotations

from decimal import Decimal

from pyclient import models
from pyclient.client import Client

CASHIER = 1
# By the products' ids in the shop's data.
BARCODES = {3: "6223000000036", 7: "6223000000074", 8: "6223000000081", 12: "6223000000128"}
# Code, barcode, name, unit, price, retail price, quantity in stock and what one of it cost.
MORE_PRODUCTS = (
    ("P-020", "6223000000203", "محبس زاوية 1/2 بوصة", "قطعة", "65", "72", 120, "48"),
    ("P-021", "6223000000210", "شريط تفلون", "لفة", "4", "5", 300, "2.25"),
    ("P-022", "6223000000227", "سخان مياه 50 لتر", "قطعة", "3850", "4100", 8, "3300"),
    ("P-023", "6223000000234", "حوض غسيل ستانلس", "قطعة", "1250", "1390", 15, "980"),
)


def prepare(url: str) -> None:
    """Make the shop of ``url``, which was migrated, one where a shift can be opened and anything scanned."""
    with Client.from_url(url) as client:
        walk_in = client.save_customer(
            models.CustomerRequest(
                name="عميل نقدي", mobile="-", city="-", tracks_balance=False, created_by=CASHIER
            )
        )
        client.save_till(
            models.TillRequest(
                code="T1", name="الكاشير 1", customer_id=walk_in.customer_id, created_by=CASHIER
            )
        )
        for product, barcode in BARCODES.items():
            client.save_product(
                models.ProductRequest(product_id=product, barcodes=[barcode], created_by=CASHIER)
            )
        for code, barcode, name, unit, price, retail, qty, cost in MORE_PRODUCTS:
            made = client.save_product(
                models.ProductRequest(
                    product_code=code,
                    barcodes=[barcode],
                    name=name,
                    unit=unit,
                    selling_price=Decimal(price),
                    retail_price=Decimal(retail),
                    created_by=CASHIER,
                )
            )
            client.receive_batch(
                models.BatchRequest(
                    product_id=made.product_id, qty=qty, unit_cost=Decimal(cost), created_by=CASHIER
                )
            )
