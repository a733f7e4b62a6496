"""A customer with an open invoice of 1,000, for which notes are raised."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pyclient.deploy.session import execute
from tests.till import Answer, Till, line, number


@dataclass(frozen=True)
class Account:
    """A customer of company FOO who owes ``invoice``."""

    till: Till
    customer: int
    invoice: int

    def raise_note(self, *items: dict[str, object], **members: object) -> Answer:
        return self.till.call("sp_save_debit_note", self.request(*items, **members))

    def note(self, total: object, **members: object) -> int:
        """The id of a new note without tax."""
        return number(self.raise_note(item(total, tax_rate=0), **members)["debit_note_id"])

    def request(self, *items: dict[str, object], **members: object) -> dict[str, object]:
        return {
            "customer_id": self.customer,
            "source_invoice_id": self.invoice,
            "reference_type": "additional_fees",
            "items": list(items or [item(100)]),
            **members,
        }

    def apply(self, note: int, amount: object, **members: object) -> Answer:
        return self.till.call("sp_apply_debit_note", {"debit_note_id": note, "amount": amount, **members})

    def read(self, note: int) -> Answer:
        return self.till.call("sp_get_debit_note", note)

    def balance(self) -> object:
        return self.till.rows("SELECT balance FROM customers WHERE id = %s", self.customer)[0][0]


def item(price: object, tax_rate: object = 14, **members: object) -> dict[str, object]:
    return {"description": "شحن سريع", "quantity": 1, "unit_price": price, "tax_rate": tax_rate, **members}


@pytest.fixture
def account(till: Till) -> Account:
    execute(till.connection, "UPDATE companies SET code = 'FOO' WHERE id = 1")
    customer = till.customer()
    invoice = till.sell(customer, line(till.product(keeps_stock=False), 1, 1000))
    return Account(till, customer, number(invoice["invoice_id"]))
