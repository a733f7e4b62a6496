"""What a sale comes to: discounts, taxes, rounding to the smallest coin, and what of it comes back.

The rules in exact fractions, rounded only where a rule says so, half away from zero. The book of the model
and the tests of pricing take their figures from here; nothing of it is taken from the SQL.

A line of 10 at 82.50 less 15 %:

>>> egp = Rules(Decimal("0.01"))
>>> sale = price([Line(Decimal(10), Decimal("82.50"), percent_off=Decimal(15))], egp)
>>> sale.lines[0].gross_price, sale.lines[0].line_discount, sale.lines[0].total
(Decimal('825.00'), Decimal('123.75'), Decimal('701.25'))

Two lines with 17 % added, rounded once for the document, then line by line:

>>> added = [Line(Decimal(1), Decimal(text), taxes=(rated(17),)) for text in ("50.40", "47.21")]
>>> price(added, egp).tax, price(added, Rules(Decimal("0.01"), "line")).tax
(Decimal('16.59'), Decimal('16.60'))
>>> [line.amounts for line in price(added, egp).lines]
[(Decimal('8.57'),), (Decimal('8.02'),)]

24,900 that include 14 % and 14 %, two taxes of a shop:

>>> twice = (Tax("first", Decimal(14)), Tax("second", Decimal(14)))
>>> sale = price([Line(Decimal(1), Decimal(24900), taxes=twice, included=True)], egp)
>>> sale.lines[0].amounts, sale.net, sale.after
((Decimal('2723.44'), Decimal('2723.44')), Decimal('19453.12'), Decimal('24900.00'))

An invoice discount is shared before the taxes are reckoned, and the coin comes last:

>>> coined = Rules(Decimal("0.01"), coin=Decimal("0.25"))
>>> sale = price(added, coined, ("percent", Decimal(10)))
>>> [line.share for line in sale.lines], sale.tax, sale.gross, sale.rounding, sale.after
([Decimal('5.04'), Decimal('4.72')], Decimal('14.93'), Decimal('102.78'), Decimal('-0.03'), Decimal('102.75'))
>>> sale.before - sale.discount == sale.after == sale.net + sale.tax + sale.rounding
True

It comes back in the share of the pieces, tax by tax, and all of it with the last piece:

>>> line = price([Line(Decimal(3), Decimal(1), taxes=(rated(14),))], egp).lines[0]
>>> [back(line.gross, Decimal(part), line.qty, egp.unit) for part in (1, 2, 3)]
[Decimal('1.14'), Decimal('2.28'), Decimal('3.42')]
>>> [back(line.tax, Decimal(part), line.qty, egp.unit) for part in (1, 2, 3)]
[Decimal('0.14'), Decimal('0.28'), Decimal('0.42')]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

ZERO = Decimal(0)
_QTY, _PRICE = Decimal("0.0001"), Decimal("0.000001")


@dataclass(frozen=True)
class Tax:
    """``key``: what makes it the same tax on two lines: a row of the taxes, or its rate where it has none."""

    key: object
    rate: Decimal
    name: str = field(default="", compare=False)


def row_of(tax: Tax) -> object:
    """The row of a shop's tax; None of a rate."""
    return None if isinstance(tax.key, Decimal) else tax.key


NAME_OF_RATE = "ضريبة"


def rated(rate: Decimal | int) -> Tax:
    """The tax of a line that names its rate."""
    exact = Decimal(rate).quantize(_QTY)
    return Tax(exact, exact, NAME_OF_RATE)


@dataclass(frozen=True)
class Rules:
    """Of a company, kept by each of its invoices: minor unit, how taxes are rounded, smallest coin."""

    unit: Decimal
    per: str = "document"
    coin: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """``qty`` and ``price`` are in the unit that it is sold in, ``factor`` of the product's own."""

    qty: Decimal
    price: Decimal
    factor: Decimal = Decimal(1)
    percent_off: Decimal | None = None
    amount_off: Decimal | None = None
    taxes: tuple[Tax, ...] = ()
    included: bool = False

    @property
    def divisor(self) -> Fraction:
        """A tax of so many percent is that over this, of what the line is sold for."""
        rates = sum((Fraction(tax.rate) for tax in self.taxes), Fraction(0))
        return 100 + rates if self.included else Fraction(100)


Discount: TypeAlias = tuple[str, Decimal]
NO_DISCOUNT: Discount = ("percent", ZERO)


@dataclass(frozen=True)
class PricedLine:
    sold: Line
    gross_price: Decimal
    """Quantity times price."""
    line_discount: Decimal
    share: Decimal
    """Of the invoice discount."""
    amounts: tuple[Decimal, ...]
    """Of each tax."""

    @property
    def qty(self) -> Decimal:
        """In the product's own unit."""
        return self.sold.qty * self.sold.factor

    @property
    def total(self) -> Decimal:
        return self.gross_price - self.line_discount

    @property
    def taxed(self) -> Decimal:
        """What its taxes are reckoned of."""
        return self.total - self.share

    @property
    def tax(self) -> Decimal:
        return sum(self.amounts, ZERO)

    @property
    def added_tax(self) -> Decimal:
        return ZERO if self.sold.included else self.tax

    @property
    def gross(self) -> Decimal:
        """What the customer pays for it, and gets back for all of it."""
        return self.taxed + self.added_tax

    @property
    def net(self) -> Decimal:
        return self.gross - self.tax

    @property
    def base(self) -> Decimal:
        """The net as its taxes show it: a line of a minor unit may carry more tax than it is sold for."""
        return max(self.net, ZERO)


@dataclass(frozen=True)
class PricedSale:
    lines: tuple[PricedLine, ...]
    discount: Decimal
    rounding: Decimal

    @property
    def as_given(self) -> Decimal:
        return sum((line.total for line in self.lines), ZERO)

    @property
    def tax(self) -> Decimal:
        return sum((line.tax for line in self.lines), ZERO)

    @property
    def added_tax(self) -> Decimal:
        return sum((line.added_tax for line in self.lines), ZERO)

    @property
    def gross(self) -> Decimal:
        """Of all lines, before it is rounded to the smallest coin."""
        return sum((line.gross for line in self.lines), ZERO)

    @property
    def before(self) -> Decimal:
        return self.as_given + self.added_tax + self.rounding

    @property
    def after(self) -> Decimal:
        return self.before - self.discount

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), ZERO)

    def by_tax(self) -> dict[Tax, tuple[Decimal, Decimal]]:
        """Net and tax of the lines that carry each, in the order in which the lines name them."""
        sums: dict[Tax, tuple[Decimal, Decimal]] = {}
        for line in self.lines:
            for tax, amount in zip(line.sold.taxes, line.amounts, strict=True):
                base, so_far = sums.get(tax, (ZERO, ZERO))
                sums[tax] = base + line.base, so_far + amount
        return sums


def price(lines: Sequence[Line], rules: Rules, discount: Discount = NO_DISCOUNT) -> PricedSale:
    """What the lines come to, with a discount on the invoice: a percentage, or an amount up to all of it."""
    gross_prices = [gross_price(line, rules.unit) for line in lines]
    off = [line_discount(line, gross, rules.unit) for line, gross in zip(lines, gross_prices, strict=True)]
    totals = [gross - less for gross, less in zip(gross_prices, off, strict=True)]
    whole = invoice_discount(discount, sum(totals, ZERO), rules.unit)
    shares = spread(whole, totals, rules.unit)
    taxed = [total - share for total, share in zip(totals, shares, strict=True)]
    amounts = taxes_of(lines, taxed, rules)
    priced = tuple(PricedLine(*each) for each in zip(lines, gross_prices, off, shares, amounts, strict=True))
    sale = PricedSale(priced, whole, ZERO)
    return PricedSale(priced, whole, to_coin(sale.gross, rules.coin) - sale.gross)


def gross_price(line: Line, unit: Decimal) -> Decimal:
    return rounded(Fraction(line.qty) * Fraction(line.price), unit)


def line_discount(line: Line, gross: Decimal, unit: Decimal) -> Decimal:
    if line.percent_off is not None:
        return rounded(Fraction(gross) * Fraction(line.percent_off) / 100, unit)
    return min(line.amount_off or ZERO, gross).quantize(unit)


def invoice_discount(discount: Discount, of: Decimal, unit: Decimal) -> Decimal:
    kind, value = discount
    if kind == "amount":
        return min(value, of).quantize(unit)
    return rounded(Fraction(of) * Fraction(value) / 100, unit)


def spread(amount: Decimal, over: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """An amount over parts of a whole, in whole minor units that add up to it."""
    whole = sum(map(Fraction, over), Fraction(0))
    so_far = (sum(map(Fraction, over[: n + 1]), Fraction(0)) for n in range(len(over)))
    return steps((Fraction(amount) * part / whole if whole else Fraction(0) for part in so_far), unit)


def taxes_of(lines: Sequence[Line], taxed: Sequence[Decimal], rules: Rules) -> list[tuple[Decimal, ...]]:
    """The amount of each tax of each line.

    By line, each is rounded by itself. By document, those of one tax and one divisor are rounded together: a
    line gets what the rounded sum has grown by with it."""
    sums: dict[tuple[Tax, Fraction], Fraction] = {}
    given: dict[tuple[Tax, Fraction], Decimal] = {}
    amounts = []
    for line, of in zip(lines, taxed, strict=True):
        of_line = []
        for tax in line.taxes:
            exact = Fraction(of) * Fraction(tax.rate) / line.divisor
            if rules.per == "line":
                of_line.append(rounded(exact, rules.unit))
                continue
            group = tax, line.divisor
            sums[group] = sums.get(group, Fraction(0)) + exact
            part = rounded(sums[group], rules.unit) - given.get(group, ZERO)
            given[group] = given.get(group, ZERO) + part
            of_line.append(part)
        amounts.append(tuple(of_line))
    return amounts


def to_coin(amount: Decimal, coin: Decimal | None) -> Decimal:
    """The nearest amount that can be paid in coins."""
    return amount if coin is None else rounded(Fraction(amount) / Fraction(coin), Decimal(1)) * coin


def back(whole: Decimal, qty: Decimal, of: Decimal, unit: Decimal) -> Decimal:
    """What of an amount of a line has come back with ``qty`` of its pieces; all of it with the last."""
    return rounded(Fraction(whole) * Fraction(qty) / Fraction(of), unit)


def rounding_back(sale: PricedSale, gross_back: Decimal, unit: Decimal) -> Decimal:
    """What of the rounding to the smallest coin has come back with so much of the lines."""
    return back(sale.rounding, gross_back, sale.gross, unit) if sale.rounding else ZERO


def in_own_unit(qty: Decimal, factor: Decimal) -> Decimal | None:
    """A quantity in the product's own unit; None where it has more than 4 decimals."""
    exact = Fraction(qty) * Fraction(factor)
    own = rounded(exact, _QTY)
    return own if Fraction(own) == exact else None


def price_of_unit(own: Decimal, factor: Decimal) -> Decimal:
    """Of a unit that has no price of its own, from the price of the product's own unit."""
    return rounded(Fraction(own) * Fraction(factor), _PRICE)


def price_in_own_unit(of_unit: Decimal, factor: Decimal) -> Decimal:
    return rounded(Fraction(of_unit) / Fraction(factor), _PRICE)


def steps(growing: Iterable[Fraction], unit: Decimal) -> list[Decimal]:
    """What each rounded sum adds to the one before it."""
    parts, before = [], ZERO
    for exact in growing:
        now = rounded(exact, unit)
        parts.append(now - before)
        before = now
    return parts


def rounded(exact: Fraction, unit: Decimal) -> Decimal:
    """To whole units, half away from zero."""
    units = abs(exact) / Fraction(unit)
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return (whole if exact >= 0 else -whole) * unit
