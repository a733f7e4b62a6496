"""A credit limit that takes one of two sales takes one, however close they come."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from pyclient.deploy.session import execute, fetch
from pyclient.models import SavedInvoice
from tests.concurrency.errands import sale
from tests.concurrency.tills import Market, Refused, Till


def test_of_two_sales_on_credit_one_passes(market: Market) -> None:
    service = market.product(price=1)
    for rng in market.rounds("two sales on credit"):
        customer = market.customer()
        price = Decimal(rng.randint(50, 100))
        limit = price + rng.randint(0, int(price) - 1)
        connection = market.office.connection
        execute(connection, f"UPDATE customers SET credit_limit = {limit} WHERE id = {customer}")
        call = partial(sale, customer, (service, price))
        answers = market.race([partial(Till.send, call=call()) for _ in market.tills])
        sold = [answer for answer in answers if isinstance(answer, SavedInvoice)]
        assert [answer.token for answer in answers if isinstance(answer, Refused)] == ["CREDIT_LIMIT"] * (
            len(answers) - 1
        )
        assert len(sold) == 1
        balance, _ = market.balance_and_wallet(customer)
        assert balance == price <= limit
        made = fetch(connection, "SELECT COUNT(*) FROM invoices_out WHERE customer_id = %s", (customer,))
        assert made == [(1,)]
