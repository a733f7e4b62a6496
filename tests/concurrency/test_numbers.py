"""Document numbers from many tills at once: none twice, none left out, on the first invoice of a day too."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from pyclient.deploy.session import execute
from tests.concurrency.errands import sale
from tests.concurrency.tills import TILLS, Market, Till

FIRST_DAY = date(2031, 3, 1)
# The till's own clock, in Cairo's noon.
CLOCK = (
    "CREATE FUNCTION _now() RETURNS DATETIME NOT DETERMINISTIC NO SQL RETURN CAST(@till_clock AS DATETIME)"
)


def sell_on(till: Till, customer: int, product: int, day: date) -> str | None:
    """The number of an invoice by a till whose clock shows that day."""
    execute(till.connection, f"SET @till_clock = '{day} 10:00:00'")
    return till.done(sale(customer, (product, 5), in_cash=3)).invoice_no


def test_the_first_invoices_of_a_day(own_market: Market) -> None:
    market = own_market
    execute(market.office.connection, "DROP FUNCTION _now")
    execute(market.office.connection, CLOCK)
    execute(market.office.connection, f"SET @till_clock = '{FIRST_DAY} 10:00:00'")
    customers = [market.customer() for _ in range(TILLS)]
    service = market.product(price=1)
    day = FIRST_DAY
    yesterdays = 0
    for turn, rng in enumerate(market.rounds("first invoice of a day")):
        # Every other day some tills are still in yesterday: their calls began before midnight.
        day += timedelta(days=1)
        late = rng.sample(range(TILLS), 4 if turn % 2 else 0)
        days = [day - timedelta(days=1) if till in late else day for till in range(TILLS)]
        numbers = market.race(
            [
                partial(sell_on, customer=customer, product=service, day=its_day)
                for customer, its_day in zip(customers, days, strict=True)
            ]
        )
        assert sorted(number or "" for number in numbers) == sorted(
            [f"INV-{day:%Y%m%d}-{place:04}" for place in range(1, TILLS + 1 - len(late))]
            + [
                f"INV-{day - timedelta(days=1):%Y%m%d}-{yesterdays + place:04}"
                for place in range(1, len(late) + 1)
            ]
        )
        yesterdays = TILLS - len(late)
