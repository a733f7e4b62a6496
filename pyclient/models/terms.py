"""What a company sells by: taxes, settings, price lists, groups of customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from pyclient.models.fields import KEEP, Amount, Filter, Keep, Request, WriteRequest
from pyclient.models.system import Branch

SettingName: TypeAlias = Literal[
    "prices_include_tax", "tax_rounding", "smallest_coin", "company_name", "address", "phone", "tax_number"
]


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
    tax) or ``line``. ``smallest_coin``: what invoices are rounded to, None for not at all. The others
    stand on printed documents; all but ``company_name`` may be None.

    >>> SettingRequest(name="smallest_coin", value="0.25", created_by=1).value
    '0.25'
    """

    name: SettingName
    value: Amount | bool | None
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a company's documents are made with where a request says nothing else, and what stands on top of
    them when they are printed."""

    prices_include_tax: bool
    tax_rounding: str
    smallest_coin: Decimal | None = None
    company_name: str = ""
    address: str | None = None
    phone: str | None = None
    tax_number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanySettings:
    """The settings of a company: the answer to changing them."""

    company_id: int
    settings: Settings
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Currency:
    """A currency: its ISO 4217 code, and how many decimals its amounts have."""

    code: str
    minor_units: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Company(CompanySettings):
    """A company's settings, currency, time zone (IANA name) and branches."""

    currency: Currency
    time_zone: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceRow(Request):
    """What one of a product (of its ``unit``; None: its own) costs by a list. None takes it off."""

    product_id: int
    price: Amount | None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceListRequest(WriteRequest):
    """A new price list (code and name are needed), or with ``price_list_id`` a change of one.

    ``prices`` are put to those that are there. An inactive list counts as none.

    >>> PriceListRequest(
    ...     code="DEALERS", name="تجار", prices=[PriceRow(product_id=3, price="39.50")], created_by=1
    ... ).prices[0].price
    '39.50'
    """

    price_list_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    active: bool | Keep = KEEP
    prices: Sequence[PriceRow] = ()
    company_id: int | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceList:
    """One price list, without its prices."""

    id: int
    code: str
    name: str
    active: bool = True
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedPriceList:
    """The answer to saving a price list."""

    price_list_id: int
    price_list: PriceList
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceListFilter(Filter):
    """Which price lists to list."""

    active: bool | None = None
    price_list_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """One price of a list; ``unit`` None is the product's own."""

    product_id: int
    product_code: str
    name: str
    price: Decimal
    unit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceFilter(Filter):
    """Which prices of a list to list."""

    price_list_id: int
    product_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerGroupRequest(WriteRequest):
    """A new group of customers (code and name are needed), or with ``group_id`` a change of one.

    ``price_list_id`` is that of its customers that have none of their own.

    >>> CustomerGroupRequest(code="DEALERS", name="تجار", price_list_id=1, created_by=1).price_list_id
    1
    """

    group_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    price_list_id: int | Keep | None = KEEP
    company_id: int | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerGroup:
    """One group of customers."""

    id: int
    code: str
    name: str
    price_list_id: int | None = None
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedCustomerGroup:
    """The answer to saving a group of customers."""

    group_id: int
    group: CustomerGroup
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerGroupFilter(Filter):
    """Which groups to list."""

    group_id: int | None = None
