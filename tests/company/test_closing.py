"""A closed period: what belongs to it is undone in the open one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pyclient import books
from tests.till import Till, line, money


def test_what_a_closed_month_holds_is_reverted_in_the_next(abroad: Till, at: Callable[[str], None]) -> None:
    at("2026-10-20 09:00:00")
    customer, product = abroad.customer(), abroad.product((5, 10))
    sold = abroad.sell(customer, line(product, 2, 30), status="partial", payments=[money(10)])
    at("2026-11-02 09:00:00")
    assert abroad.call("sp_close_books", {"closed_to": "2026-10-31"})["closed_to"] == "2026-10-31"
    before = books.trial_balance(abroad.connection, to_day=date(2026, 10, 31))
    abroad.call("sp_revert_invoice", {"invoice_id": sold["invoice_id"], "refund": "cash"})
    assert books.trial_balance(abroad.connection, to_day=date(2026, 10, 31)) == before
    november = books.profit_and_loss(abroad.connection, from_day=date(2026, 11, 1))
    assert {row.code: row.amount for row in november} == {"4100": Decimal(-60), "5100": Decimal(20)}
    balances = {row.code: row.closing for row in books.trial_balance(abroad.connection)}
    assert balances == {
        "1100": Decimal(0), "1200": Decimal(0), "1300": Decimal(50), "2110": Decimal(-50), "4100": Decimal(0),
        "5100": Decimal(0),
    }  # fmt: skip


def test_a_call_of_a_closed_day_is_refused_and_goes_on_the_next(
    abroad: Till, at: Callable[[str], None]
) -> None:
    """It began before midnight and came to its posting after the accountant closed the day."""
    at("2026-11-02 09:00:00")
    customer = abroad.customer()
    abroad.call("sp_close_books", {"closed_to": "2026-11-01"})
    at("2026-11-01 20:59:59")
    with abroad.nothing_written():
        refused = abroad.refusal("sp_wallet_move", {"customer_id": customer, "type": "deposit", "amount": 5})
    assert refused is not None
    assert refused.text == (
        "PERIOD_CLOSED: 2026-11-01 is in a closed period: the books are closed up to 2026-11-01"
    )
    at("2026-11-01 21:00:00")
    abroad.deposit(customer, 5)
