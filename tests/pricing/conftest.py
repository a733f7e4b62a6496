"""Taxes, units and settings of the company, set straight in their tables."""

from __future__ import annotations

import pytest

from pyclient.deploy.session import execute
from tests.till import Till


class Pricing:
    """What a company's prices are made of."""

    def __init__(self, till: Till) -> None:
        self.till = till

    def tax(self, rate: object, code: str | None = None, *, active: bool = True) -> int:
        """A new tax's id."""
        code = code or f"T{self.till.count('taxes') + 1}"
        execute(
            self.till.connection,
            "INSERT INTO taxes (company_id, code, name, rate, active) VALUES (1, %s, %s, %s, %s)",
            (code, f"ضريبة {code}", rate, active),
        )
        return int(self.till.rows("SELECT MAX(id) FROM taxes")[0][0])

    def taxed(self, product: int, *taxes: int) -> int:
        """The product with these taxes."""
        for tax in taxes:
            execute(self.till.connection, "INSERT INTO product_taxes VALUES (%s, %s)", (product, tax))
        return product

    def unit(self, product: int, name: str, factor: object, price: object = None) -> int:
        """The product, sold in one more unit."""
        execute(
            self.till.connection,
            "INSERT INTO product_units (product_id, unit, factor, selling_price) VALUES (%s, %s, %s, %s)",
            (product, name, factor, price),
        )
        return product

    def company(self, **settings: object) -> None:
        for name, value in settings.items():
            execute(self.till.connection, f"UPDATE companies SET {name} = %s WHERE id = 1", (value,))


@pytest.fixture
def pricing(till: Till) -> Pricing:
    return Pricing(till)
