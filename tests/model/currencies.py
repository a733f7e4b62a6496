"""Currencies in the account book, what requests say of them, and amounts that stand open in two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tests.model.pricing import rounded
from tests.model.requests import given, number

if TYPE_CHECKING:
    from tests.model.book import Book, Company, Request

_RATE = Decimal("0.0000000001")
_TOO_HIGH = Decimal(10) ** 10


class Currency(NamedTuple):
    code: str
    minor_units: int


CURRENCIES = {
    each.code: each
    for each in (
        *(Currency("EGP", 2), Currency("USD", 2), Currency("EUR", 2)),
        *(Currency("KWD", 3), Currency("BHD", 3), Currency("JPY", 0), Currency("VND", 0)),
    )
}


def read_currency(request: Request, wrong: set[str]) -> Currency | None:
    code = given(request, "currency")
    if code is None:
        return None
    if code not in CURRENCIES:
        wrong.add("UNKNOWN_CURRENCY")
    return CURRENCIES.get(str(code))


def read_rate(request: Request, member: str, wrong: set[str]) -> Decimal | None:
    raw = given(request, member)
    rate = number(raw, 10)
    if raw is not None and (rate is None or not 0 < rate < _TOO_HIGH):
        wrong.add("INVALID_RATE")
        return None
    return rate


def rate_of(book: Book, company: Company, currency: str, day: date, wrong: set[str]) -> Decimal | None:
    """The newest that holds on the day."""
    if currency == company.currency:
        return Decimal(1).quantize(_RATE)
    known = [r for r in book.rates if (r.company, r.currency) == (company, currency) and r.valid_from <= day]
    if not known:
        wrong.add("UNKNOWN_RATE")
        return None
    return max(known, key=lambda each: each.valid_from).rate


def document_currency(
    book: Book, request: Request, company: Company, day: date, wrong: set[str]
) -> tuple[Currency, Decimal | None]:
    """Of a document that the request makes, and what one is worth: as it says, else the company's own, and
    what holds on the day; None where nobody knows."""
    currency = read_currency(request, wrong) or CURRENCIES[company.currency]
    rate = read_rate(request, "exchange_rate", wrong)
    if currency.code == company.currency and rate not in (None, 1):
        wrong.add("INVALID_RATE")
    return currency, rate or rate_of(book, company, currency.code, day, wrong)


def refuse_other_currency(request: Request, company: Company, wrong: set[str]) -> None:
    """For what is only in the company's."""
    currency = read_currency(request, wrong)
    if currency and currency.code != company.currency:
        wrong.add("OTHER_CURRENCY")


@dataclass(frozen=True)
class Told:
    """What the money of a payment is worth: by a ``rate``, or all of it together (``base``)."""

    rate: Decimal | None
    base: Decimal | None
    unit: Decimal

    def worth(self, part: Decimal) -> Decimal:
        if self.base is not None:
            return self.base
        return rounded(Fraction(part) * Fraction(self.rate or 0), self.unit)


def open_share(of: Decimal, part: Decimal, whole: Decimal, unit: Decimal) -> Decimal:
    """Of what is open of an invoice in one currency, what goes with a part of what is open in the other:
    with the whole all, with less never all. So both come to zero together."""
    if part == whole:
        return of
    return min(rounded(Fraction(of) * Fraction(part) / Fraction(whole), unit), of - unit)


def shares(of: Decimal, parts: Iterable[Decimal], whole: Decimal, unit: Decimal) -> list[Decimal]:
    """Of parts that are taken one after the other, until nothing is open."""
    taken = []
    for part in parts:
        if part > whole:
            break
        taken.append(open_share(of, part, whole, unit))
        of, whole = of - taken[-1], whole - part
    return taken
