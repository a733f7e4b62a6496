"""What was in stock at the end of a day, as it was known then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pyclient import books
from tests.till import Till, line


def test_the_value_of_a_day_is_the_inventory_account_of_that_day(
    abroad: Till, at: Callable[[str], None]
) -> None:
    at("2026-10-30 09:00:00")
    customer = abroad.customer()
    tap, pipe = abroad.product((10, 10), product_code="T"), abroad.product((4, "2.5"), product_code="P")
    at("2026-10-31 09:00:00")
    sold = abroad.sell(customer, line(tap, 3, 30), line(pipe, 4, 5))
    at("2026-11-02 09:00:00")
    abroad.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})
    # dated back, but posted today: it was not known on the days before
    abroad.call(
        "sp_receive_batch", {"product_id": tap, "qty": 1, "unit_cost": 12, "received_at": "2026-10-29"}
    )

    def value(day: str) -> dict[str, tuple[Decimal, Decimal]]:
        on = date.fromisoformat(day)
        rows = books.stock_value(abroad.connection, on=on)
        inventory = [r.closing for r in books.trial_balance(abroad.connection, to_day=on) if r.code == "1300"]
        assert sum((row.value for row in rows), Decimal(0)) == sum(inventory)
        return {row.product_code: (row.quantity, row.value) for row in rows}

    assert value("2026-10-29") == {}
    assert value("2026-10-30") == {"T": (Decimal(10), Decimal(100)), "P": (Decimal(4), Decimal(10))}
    assert value("2026-11-01") == {"T": (Decimal(7), Decimal(70))}
    assert value("2026-11-02") == {"T": (Decimal(11), Decimal(112)), "P": (Decimal(4), Decimal(10))}
