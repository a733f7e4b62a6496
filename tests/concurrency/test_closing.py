"""Books that are closed while the tills post: what was under way is in, and nothing comes after it."""

from __future__ import annotations

from functools import partial

from pyclient import calls
from pyclient.deploy.session import execute
from pyclient.models import CloseBooksRequest
from tests.concurrency.errands import CASHIER, deposit
from tests.concurrency.test_numbers import CLOCK, FIRST_DAY
from tests.concurrency.tills import TILLS, Market, Refused, Till

TODAY = "2031-03-02"
OF_THE_DAY = "SELECT COUNT(*) FROM journal_entries WHERE entry_date = %s"


def post(till: Till, customer: int) -> bool:
    """Whether a till that is still in yesterday could post a deposit."""
    execute(till.connection, f"SET @till_clock = '{FIRST_DAY} 10:00:00'")
    answer = till.send(deposit(customer, 5))
    if isinstance(answer, Refused):
        assert answer.text == (
            f"PERIOD_CLOSED: {FIRST_DAY} is in a closed period: the books are closed up to {FIRST_DAY}"
        )
    return not isinstance(answer, Refused)


def test_nothing_is_posted_once_the_books_are_closed(own_market: Market) -> None:
    market = own_market
    execute(market.office.connection, "DROP FUNCTION _now")
    execute(market.office.connection, CLOCK)
    execute(market.office.connection, f"SET @till_clock = '{TODAY} 10:00:00'")
    customers = [market.customer() for _ in range(TILLS - 1)]
    entries = 0

    def close(till: Till) -> int:
        """How many entries the day has right after it was closed."""
        execute(till.connection, f"SET @till_clock = '{TODAY} 10:00:00'")
        till.done(calls.close_books(CloseBooksRequest(closed_to=FIRST_DAY, created_by=CASHIER)))
        return int(market.value(OF_THE_DAY, FIRST_DAY))

    def task(till: Till, customer: int | None) -> int:
        return close(till) if customer is None else post(till, customer)

    for rng in market.rounds("closing against deposits"):
        market.office.done(calls.close_books(CloseBooksRequest(reopen=True, created_by=CASHIER)))
        at_tills: list[int | None] = [None, *customers]
        rng.shuffle(at_tills)
        came_to = market.race([partial(task, customer=customer) for customer in at_tills])
        after_closing = came_to.pop(at_tills.index(None))
        entries += sum(came_to)
        assert market.value(OF_THE_DAY, FIRST_DAY) == after_closing == entries
