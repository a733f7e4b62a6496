"""A customer who buys in dollars: 50 pounds each on the day of the sale, unless a test says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.till import Answer, Till, line, number, part, rows_of

RATES = {"USD": "50", "JPY": "0.3333333333", "KWD": "160.5", "CLF": "2100.25"}


@dataclass(frozen=True)
class Abroad:
    till: Till
    customer: int
    service: int
    """A product without stock, at 420 pounds."""

    def request(self, *lines: dict[str, object], **members: object) -> dict[str, object]:
        return {"customer_id": self.customer, "items": list(lines), "currency": "USD", **members}

    def sell(self, *lines: dict[str, object], **members: object) -> Answer:
        return self.till.call("sp_save_invoice", self.request(*lines, **members))

    def invoice(self, total: object = 100, **members: object) -> int:
        """The id of a new invoice of one line without tax."""
        sold = self.sell(line(self.service, 1, total), **{"exchange_rate": 50, **members})
        return number(sold["invoice_id"])

    def pay(self, invoice: int, amount: object, **members: object) -> Answer:
        return self.till.call("sp_add_payment", {"invoice_id": invoice, "amount": amount, **members})

    def read(self, invoice: int) -> Answer:
        return self.till.call("sp_get_invoice", invoice)

    def open(self, invoice: int) -> tuple[object, object]:
        """What is open of it: in its currency, and in pounds."""
        read = self.read(invoice)
        return part(read, "in_currency")["remaining_amount"], read["remaining_amount"]

    def balance(self) -> object:
        return self.till.rows("SELECT balance FROM customers WHERE id = %s", self.customer)[0][0]

    def lines(self, document: str, row: object) -> dict[str, Decimal]:
        """What the entries of a document left on each account, debits above 0."""
        return dict(
            self.till.rows(
                "SELECT l.role, SUM(l.debit - l.credit) FROM journal_entries AS e"
                " JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id"
                " WHERE e.reference_type = %s AND e.reference_id = %s"
                " GROUP BY l.role HAVING SUM(l.debit - l.credit) <> 0",
                document,
                row,
            )
        )

    def payment_lines(self, paid: Answer) -> dict[str, Decimal]:
        return self.lines("invoice_payments", allocation(paid)["payment_id"])


def allocation(paid: Answer) -> Answer:
    return rows_of(paid["allocations"])[0]


@pytest.fixture
def abroad(till: Till) -> Abroad:
    """The rates hold since 2020, the dollar's until 2025."""
    for currency, rate in RATES.items():
        till.call("sp_set_exchange_rate", {"currency": currency, "rate": rate, "valid_from": "2020-01-01"})
    till.call("sp_set_exchange_rate", {"currency": "USD", "rate": 55, "valid_from": "2025-01-01"})
    return Abroad(till, till.customer(), till.product(keeps_stock=False, selling_price=420))
