"""Discount shares of any cart: they add up to the discount, and none is below zero or above its line."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.till import Till, column, line

CENT = Decimal("0.01")
prices = st.lists(st.integers(1, 100000) | st.integers(1, 10**13), min_size=1, max_size=12)
percents = st.integers(0, 10**6).map(lambda units: Decimal(units).scaleb(-4))


def test_the_shares_of_any_cart_add_up(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(prices, st.sampled_from(["percent", "amount"]), percents, st.integers(0, 10**13))
    def sell(cents: list[int], kind: str, percent: Decimal, units: int) -> None:
        lines = [Decimal(each).scaleb(-2) for each in cents]
        value = percent if kind == "percent" else Decimal(units).scaleb(-2)
        answer = till.sell(
            customer, *[line(service, 1, each) for each in lines], discount_type=kind, discount_value=value
        )
        total = sum(lines)
        expected = min(
            total, value if kind == "amount" else (total * value / 100).quantize(CENT, ROUND_HALF_UP)
        )
        shares = cast(list[Decimal], column(answer, "items", "discount_share"))
        assert answer["discount_amount"] == sum(shares) == expected
        assert all(0 <= share <= each for share, each in zip(shares, lines, strict=True))
        assert answer["total_after"] == total - expected

    sell()
