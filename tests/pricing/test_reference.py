"""The reference of pricing gives what the worked examples say. No server is asked."""

from __future__ import annotations

import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model import pricing
from tests.model.pricing import Line, PricedSale, Rules, Tax, back, price, rated, rounded

_EGP, _KWD, _JPY = (Decimal(1).scaleb(-decimals) for decimals in (2, 3, 0))


def _lines(*amounts: str, qty: str = "1", tax: int | None = None, included: bool = False) -> list[Line]:
    taxes = () if tax is None else (rated(tax),)
    return [Line(Decimal(qty), Decimal(amount), taxes=taxes, included=included) for amount in amounts]


def test_examples_of_the_module() -> None:
    found = doctest.testmod(pricing)
    assert found.attempted > 10
    assert found.failed == 0


@pytest.mark.parametrize(
    ("exact", "unit", "expected"),
    [
        ("0.005", "0.01", "0.01"),
        ("-0.005", "0.01", "-0.01"),
        ("0.0049999999", "0.01", "0.00"),
        ("2.5", "1", "3"),
        ("-2.5", "1", "-3"),
        ("1.0005", "0.001", "1.001"),
        ("0.125", "0.25", "0.25"),
    ],
)
def test_half_goes_away_from_zero(exact: str, unit: str, expected: str) -> None:
    assert rounded(Fraction(exact), Decimal(unit)) == Decimal(expected)


def test_each_line_is_rounded_before_they_are_summed() -> None:
    sale = price(_lines("0.333", "0.333", "1.333", "0.267", "0.05", qty="25"), Rules(_EGP))
    assert sale.after == Decimal("57.92")


def test_tax_on_five_lines() -> None:
    sale = price(_lines("84", "54", "288", "144", "430", qty="4.6", tax=19), Rules(_EGP))
    assert (sale.net, sale.tax, sale.after) == (Decimal(4600), Decimal(874), Decimal(5474))


@pytest.mark.parametrize(
    ("percent", "amount", "total"),
    [
        ("16.83", None, "207.92"),
        ("100", None, "0"),
        ("0", None, "250"),
        (None, "0.01", "249.99"),
        (None, "300", "0"),
    ],
)
def test_discount_of_a_line(percent: str | None, amount: str | None, total: str) -> None:
    line = Line(
        *(Decimal(1), Decimal(250)),
        percent_off=None if percent is None else Decimal(percent),
        amount_off=None if amount is None else Decimal(amount),
        taxes=(rated(14),),
    )
    sale = price([line], Rules(_EGP))
    assert sale.as_given == Decimal(total)
    if sale.as_given == 0:
        assert sale.after == sale.tax == sale.net == 0


def test_a_tax_is_rounded_with_its_like_only() -> None:
    """The same rate included and added are two sums; so is a rate beside another one."""
    one = Tax(1, Decimal(14))
    alone = [Line(Decimal(1), Decimal("0.25"), taxes=(one,))]
    mixed = [*alone, Line(Decimal(1), Decimal("0.25"), taxes=(one,), included=True)]
    assert price(mixed, Rules(_EGP)).lines[0].amounts == price(alone, Rules(_EGP)).lines[0].amounts
    twice = price([*alone, *alone], Rules(_EGP))
    assert [line.amounts for line in twice.lines] == [(Decimal("0.04"),), (Decimal("0.03"),)]
    assert twice.by_tax() == {one: (Decimal("0.50"), Decimal("0.07"))}


def test_a_line_of_a_piastre_may_carry_the_tax_of_those_before_it() -> None:
    """Then its net is below 0; the document's is what it should be."""
    taxes = (Tax(1, Decimal(14)), Tax(2, Decimal(14)))
    lines = [Line(Decimal(1), Decimal(text), taxes=taxes, included=True) for text in ("0.04", "0.01")]
    sale = price(lines, Rules(_EGP))
    assert [line.net for line in sale.lines] == [Decimal("0.04"), Decimal("-0.01")]
    assert [line.base for line in sale.lines] == [Decimal("0.04"), 0]
    assert (sale.net, sale.tax) == (Decimal("0.03"), Decimal("0.02"))


@pytest.mark.parametrize(
    ("coin", "gross", "after"),
    [
        ("0.05", "10.02", "10.00"),
        ("0.05", "10.03", "10.05"),
        ("0.25", "10.12", "10.00"),
        ("0.25", "10.13", "10.25"),
        ("0.25", "0.12", "0"),
        ("0.50", "0.25", "0.50"),
    ],
)
def test_the_coin(coin: str, gross: str, after: str) -> None:
    sale = price(_lines(gross), Rules(_EGP, coin=Decimal(coin)))
    assert sale.after == Decimal(after)
    assert sale.rounding == Decimal(after) - Decimal(gross)
    assert sale.net == Decimal(gross)


@pytest.mark.parametrize(
    ("qty", "factor", "own"), [("2", "12", "24"), ("0.5", "0.25", "0.125"), ("0.0001", "0.5", None)]
)
def test_units(qty: str, factor: str, own: str | None) -> None:
    assert pricing.in_own_unit(Decimal(qty), Decimal(factor)) == (own and Decimal(own))
    assert pricing.price_of_unit(Decimal("1.25"), Decimal(12)) == 15
    assert pricing.price_in_own_unit(Decimal(10), Decimal(12)) == Decimal("0.833333")


_UNITS = st.sampled_from((_EGP, _KWD, _JPY))
_TAXES = st.lists(st.sampled_from((5, 14, 17, 20)), unique=True, max_size=3).map(
    lambda rates: tuple(Tax(rate, Decimal(rate)) for rate in rates)
)


@st.composite
def _sales(draw: st.DrawFn) -> tuple[PricedSale, Rules]:
    unit = draw(_UNITS)
    rules = Rules(
        unit, draw(st.sampled_from(("document", "line"))), draw(st.sampled_from((None, unit * 5, unit * 25)))
    )
    lines = draw(
        st.lists(
            st.builds(
                Line,
                qty=st.decimals(min_value="0.0001", max_value=100, places=4),
                price=st.decimals(min_value=0, max_value=500, places=6),
                percent_off=st.none() | st.decimals(min_value=0, max_value=100, places=4),
                taxes=_TAXES,
                included=st.booleans(),
            ),
            min_size=1,
            max_size=6,
        )
    )
    value = draw(st.decimals(min_value=0, max_value=100, places=2 if unit == _EGP else 0))
    return price(lines, rules, (draw(st.sampled_from(("percent", "amount"))), value)), rules


@given(_sales(), st.data())
@settings(max_examples=300, deadline=None)
def test_everything_adds_up(drawn: tuple[PricedSale, Rules], data: st.DataObject) -> None:
    sale, rules = drawn
    whole = {amount for line in sale.lines for amount in (line.total, line.share, line.net, *line.amounts)}
    assert all(amount % rules.unit == 0 for amount in (*whole, sale.rounding, sale.after))
    assert sum((line.share for line in sale.lines), Decimal(0)) == sale.discount
    assert sale.before - sale.discount == sale.after == sale.net + sale.tax + sale.rounding
    assert all(line.net + line.tax == line.gross for line in sale.lines)
    assert all(amount >= 0 for line in sale.lines for amount in (line.share, line.taxed, *line.amounts))
    if rules.coin:
        assert sale.after % rules.coin == 0
        assert abs(sale.rounding) * 2 <= rules.coin
    if rules.per == "document":
        _taxes_are_rounded_once(sale, rules)
    line = data.draw(st.sampled_from(sale.lines))
    parts = sorted([*data.draw(st.lists(st.decimals(0, line.qty, places=4), max_size=4)), line.qty])
    for amount in (line.gross, *line.amounts):
        backs = [back(amount, part, line.qty, rules.unit) for part in parts]
        assert backs == sorted(backs)
        assert backs[-1] == amount


def _taxes_are_rounded_once(sale: PricedSale, rules: Rules) -> None:
    groups: dict[tuple[Tax, Fraction], list[tuple[Fraction, Decimal]]] = {}
    for line in sale.lines:
        for tax, amount in zip(line.sold.taxes, line.amounts, strict=True):
            exact = Fraction(line.taxed) * Fraction(tax.rate) / line.sold.divisor
            groups.setdefault((tax, line.sold.divisor), []).append((exact, amount))
    for parts in groups.values():
        exact = sum((exact for exact, _ in parts), Fraction(0))
        assert sum(amount for _, amount in parts) == rounded(exact, rules.unit)
