"""What direct SQL cannot do to an invoice in another currency."""

from __future__ import annotations

import mysql.connector
import pytest

from pyclient.deploy.session import execute
from tests.invoice_currencies.conftest import Abroad
from tests.till import line, number

BORN = (
    "INSERT INTO invoice_currencies (invoice_id, currency, exchange_rate, total_before, discount_value,"
    " discount_amount, tax_total, total, total_base, settled_amount, settled_base)"
    " VALUES ({}, '{}', {}, {total}, 0, 0, 0, {total}, {worth}, {settled}, {settled})"
)


def test_it_agrees_with_its_invoice_and_its_rate(abroad: Abroad) -> None:
    invoice = number(abroad.till.sell(abroad.customer, line(abroad.service))["invoice_id"])
    good = {"total": 42, "worth": 420, "settled": 0}
    for currency, rate, values in (
        ("EGP", 10, good),
        ("USD", "10.001", good),
        ("USD", 10, {**good, "settled": 1}),
        ("USD", 10, {**good, "total": 43, "worth": 430}),
    ):
        with pytest.raises(mysql.connector.Error, match="INVOICE_CURRENCY: invoice"):
            execute(abroad.till.connection, BORN.format(invoice, currency, rate, **values))


def test_what_is_settled_is_its_settlements(abroad: Abroad) -> None:
    invoice = abroad.invoice()
    abroad.pay(invoice, 10)
    for change in ("settled_amount = 11, settled_base = 501", "exchange_rate = 51", "total = 101"):
        with pytest.raises(mysql.connector.Error, match=r"APPEND_ONLY: .*invoice_currencies"):
            execute(abroad.till.connection, f"UPDATE invoice_currencies SET {change}")
    execute(abroad.till.connection, "UPDATE invoice_currencies SET settled_amount = settled_amount")
