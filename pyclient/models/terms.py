"""What a company sells by: taxes and settings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from pyclient.models.fields import KEEP, Amount, Filter, Keep, WriteRequest

SettingName: TypeAlias = Literal["prices_include_tax", "tax_rounding", "smallest_coin"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxRequest(WriteRequest):
    """A new tax (code, name and rate in percent are needed), or with ``tax_id`` a change of one.

    Products name their taxes (``ProductRequest.taxes``). A new rate is that of new documents only.

    >>> TaxRequest(code="VAT", name="ضريبة القيمة المضافة", rate=14, created_by=1).rate
    14
    """

    tax_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    rate: Amount | Keep = KEEP
    active: bool | Keep = KEEP
    company_id: int | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Tax:
    """One tax; ``rate`` in percent."""

    id: int
    code: str
    name: str
    rate: Decimal
    active: bool = True
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedTax:
    """The answer to saving a tax."""

    tax_id: int
    tax: Tax
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxFilter(Filter):
    """Which taxes to list."""

    active: bool | None = None
    tax_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingRequest(WriteRequest):
    """A new value of one of a company's settings.

    ``prices_include_tax`` (of lines that do not say): True or False. ``tax_rounding``: ``document`` (once per
    tax) or ``line``. ``smallest_coin``: what invoices are rounded to, None for not at all.

    >>> SettingRequest(name="smallest_coin", value="0.25", created_by=1).value
    '0.25'
    """

    name: SettingName
    value: Amount | bool | None
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a company's documents are made with where a request says nothing else."""

    prices_include_tax: bool
    tax_rounding: str
    smallest_coin: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanySettings:
    """The settings of a company: the answer to changing or reading them."""

    company_id: int
    settings: Settings
    msg: str = ""
