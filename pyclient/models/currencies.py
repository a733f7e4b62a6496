"""What other currencies are worth, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyclient.models.fields import Amount, Filter, WriteRequest


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeRateRequest(WriteRequest):
    """What one unit of a currency is worth in the company's own, from a day (None: today) on.

    >>> ExchangeRateRequest(currency="USD", rate="50.25", created_by=1).rate
    '50.25'
    """

    currency: str
    rate: Amount
    valid_from: date | None = None
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeRate:
    """One rate: units of the company's currency for one of ``currency``."""

    id: int
    company_id: int
    currency: str
    valid_from: date
    rate: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedExchangeRate:
    """The answer to setting a rate."""

    exchange_rate_id: int
    exchange_rate: ExchangeRate
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeRateFilter(Filter):
    """Which rates to list; ``on``: only those that hold on that day."""

    company_id: int | None = None
    currency: str | None = None
    on: date | None = None
