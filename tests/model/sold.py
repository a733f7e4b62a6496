"""The lines of a sale in the account book: what a request says of them, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from tests.model.pricing import (
    NO_DISCOUNT,
    ZERO,
    Discount,
    Line,
    Rules,
    Tax,
    gross_price,
    in_own_unit,
    line_discount,
    price_in_own_unit,
    price_of_unit,
    rated,
    row_of,
    spread,
    taxes_of,
    to_coin,
)
from tests.model.requests import TOO_MUCH, given, listed, number, optional_text

if TYPE_CHECKING:
    from tests.model.book import Answer, Invoice, Item, PriceList, Product, TaxRow


@dataclass(frozen=True)
class Unit:
    """A unit beside the product's own; a price of None is the factor times the product's."""

    factor: Decimal
    selling_price: Decimal | None = None
    retail_price: Decimal | None = None


def read_taxes(rows: object, of_company: Sequence[TaxRow], wrong: set[str]) -> list[TaxRow]:
    """A product's whole new set, by code or id."""
    taxes = []
    for row in listed(rows):
        tax = next((tax for tax in of_company if row in (tax.id, tax.code)), None)
        if tax is None:
            wrong.add("UNKNOWN_TAX")
        elif tax in taxes:
            wrong.add("VALIDATION")
        else:
            taxes.append(tax)
    return sorted(taxes, key=lambda tax: tax.id or 0)


def read_units(rows: object, own_unit: object, wrong: set[str]) -> dict[str, Unit]:
    """A product's whole new set."""
    units: dict[str, Unit] = {}
    for row in listed(rows):
        assert isinstance(row, Mapping)
        name, factor = optional_text(given(row, "unit")), number(row.get("factor"), 6)
        members = "selling_price", "retail_price"
        prices = [_read(row, member, 6, "INVALID_PRICE", wrong) for member in members]
        if any(price < 0 for price in prices if price is not None):
            wrong.add("INVALID_PRICE")
        if name is None or name == own_unit or name in units or factor is None or factor <= 0:
            wrong.add("VALIDATION")
        else:
            units[name] = Unit(factor, *prices)
    return units


def product_members(product: Product) -> Answer:
    """The sets that sales reckon with."""
    return {
        "taxes": [tax.members() for tax in product.taxes],
        "units": [
            {
                "unit": name,
                "factor": unit.factor,
                "selling_price": unit.selling_price,
                "retail_price": unit.retail_price,
            }
            for name, unit in sorted(product.units.items())
        ],
    }


@dataclass(frozen=True)
class Terms:
    """What a line is sold at. ``unit`` is None for the product's own."""

    line: Line
    kind: str
    list_price: Decimal
    unit: str | None = None

    def taken_off(self) -> Terms:
        """Of a line of which nothing is left."""
        line = Line(
            ZERO.quantize(self.line.qty), self.line.price, self.line.factor, included=self.line.included
        )
        return replace(self, line=line)

    def less(self, line_discount: Decimal) -> Terms:
        """As they stand when they are sold at: an amount off is what came off."""
        if self.line.percent_off is not None:
            return self
        return replace(self, line=replace(self.line, amount_off=line_discount or None))

    def differ(self, other: Terms) -> bool:
        """In more than quantity, price and price type: not what goods that came back were sold at."""
        return (self.unit, replace(self.line, qty=ZERO, price=ZERO, factor=ZERO)) != (
            other.unit, replace(other.line, qty=ZERO, price=ZERO, factor=ZERO),
        )  # fmt: skip

    @cached_property
    def own_qty(self) -> Decimal:
        qty = in_own_unit(self.line.qty, self.line.factor)
        return ZERO if qty is None else qty

    @cached_property
    def own_price(self) -> Decimal:
        return self.line.price if self.unit is None else price_in_own_unit(self.line.price, self.line.factor)


@dataclass(frozen=True)
class Asked:
    """What a row of a request says of a line; None is what it leaves out."""

    qty: Decimal
    price: Decimal | None
    kind: str | None
    row_id: str | None
    unit: str | None
    factor: Decimal | None
    percent_off: Decimal | None
    amount_off: Decimal | None
    tax_rate: Decimal | None
    included: bool | None


def read_row(row: Mapping[str, object], wrong: set[str]) -> Asked:
    """What is wrong with the row, whatever product it is of, goes to ``wrong``."""
    qty = number(row.get("qty", row.get("quantity")), 4)
    if qty is None or qty <= 0:
        wrong.add("INVALID_QUANTITY")
    price = _read(row, "selling_price", 6, "INVALID_PRICE", wrong)
    # a row without a price, or with 0, takes the product's own; what an order agrees to may be 0
    price = number(row.get("agreed_price"), 6) if "agreed_price" in row else price or None
    kind = optional_text(given(row, "price_type"))
    if kind not in (None, "retail", "wholesale"):
        wrong.add("VALIDATION")
    percent = _read(row, "discount_percent", 4, "INVALID_DISCOUNT", wrong)
    amount = _read(row, "discount_amount", 4, "INVALID_DISCOUNT", wrong)
    if (percent and amount) or not 0 <= (percent or ZERO) <= 100 or (amount or ZERO) < 0:
        wrong.add("INVALID_DISCOUNT")
    rate = _read(row, "tax_rate", 4, "VALIDATION", wrong)
    if rate is not None and not 0 <= rate <= 100:
        wrong.add("VALIDATION")
    included = given(row, "price_includes_tax")
    if included is not None and not isinstance(included, bool):
        wrong.add("VALIDATION")
    return Asked(
        qty or ZERO,
        None if price is None or price < 0 else price,
        kind,
        optional_text(given(row, "row_id")),
        optional_text(given(row, "uom") or given(row, "unit")),
        # what an order agreed that the unit holds
        number(row.get("unit_factor"), 6),
        percent or None,
        amount or None,
        rate,
        None if included is None else bool(included),
    )


def _read(
    row: Mapping[str, object], member: str, decimals: int, token: str, wrong: set[str]
) -> Decimal | None:
    raw = given(row, member)
    read = number(raw, decimals)
    if raw is not None and read is None:
        wrong.add(token)
    return read


def read_discount(request: Mapping[str, object], unit: Decimal, wrong: set[str]) -> Discount:
    """Of the invoice; an amount is in whole units."""
    kind = given(request, "discount_type") or "percent"
    raw = given(request, "discount_value")
    value = number(0 if raw is None else raw, 4)
    if kind not in ("percent", "amount") or value is None or value < 0 or (kind == "percent" and value > 100):
        wrong.add("INVALID_DISCOUNT")
        return NO_DISCOUNT
    if kind == "amount" and value % unit:
        wrong.add("AMOUNT_PRECISION")
    return str(kind), value


def terms_of(
    asked: Asked, product: Product, buys_by: PriceList | None, wrong: set[str], old: Terms | None = None
) -> Terms:
    """Of a new line, or of one that there is already and that keeps what is left out.

    A line that stays in its unit and price type keeps its price and factor, whatever has become of them."""
    company = product.company
    kind = asked.kind or (old.kind if old else "wholesale")
    unit = old.unit if old and asked.unit is None else asked.unit
    if unit == product.unit_of_measure and asked.factor is None:
        unit = None
    stays = old is not None and (old.kind, old.unit) == (kind, unit)
    if unit is not None and unit not in product.units and not stays and asked.factor is None:
        wrong.add("VALIDATION")
        unit = None
    if old and stays:
        factor, list_price = old.line.factor, old.list_price
        price = old.line.price if asked.price is None else asked.price
    else:
        factor = asked.factor or (Decimal(1) if unit is None else product.units[unit].factor)
        if unit is None or (unit in product.units and product.units[unit].factor == factor):
            list_price = price_by_list(product, kind, unit, buys_by)
        else:
            list_price = price_of_unit(price_by_list(product, kind, None, buys_by), factor)
        price = list_price if asked.price is None else asked.price
    if in_own_unit(asked.qty, factor) is None:
        wrong.add("INVALID_QUANTITY")
    percent, amount = asked.percent_off, asked.amount_off
    if old and percent is None and amount is None:
        percent, amount = old.line.percent_off, old.line.amount_off
    if amount is not None and amount % company.rules.unit:
        wrong.add("AMOUNT_PRECISION")
    if asked.tax_rate is not None:
        taxes: tuple[Tax, ...] = (rated(asked.tax_rate),) if asked.tax_rate else ()
    else:
        taxes = old.line.taxes if old else tuple(tax.today() for tax in product.taxes if tax.active)
    included = old.line.included if old else company.prices_include_tax
    if asked.included is not None:
        included = asked.included
    line = Line(asked.qty, price, factor, percent, amount, taxes, included)
    if gross_price(line, company.rules.unit) >= TOO_MUCH:
        wrong.add("INVALID_PRICE")
    return Terms(line, kind, list_price, unit)


def price_by_list(product: Product, kind: str, unit: str | None, buys_by: PriceList | None) -> Decimal:
    """Of the customer's price list, if it has one of the unit or of the product's own; else the product's."""
    prices = buys_by.prices if buys_by else {}
    if (product, unit) in prices:
        return prices[product, unit]
    if unit is not None and (product, None) in prices:
        return price_of_unit(prices[product, None], product.units[unit].factor)
    member = "retail_price" if kind == "retail" else "selling_price"
    own: Decimal = getattr(product, member)
    if unit is None:
        return own
    of_unit: Decimal | None = getattr(product.units[unit], member)
    return price_of_unit(own, product.units[unit].factor) if of_unit is None else of_unit


# -- what they come to


def total_of(line: Line, rules: Rules) -> tuple[Decimal, Decimal]:
    """Quantity times price less the discount of the line, and that discount."""
    gross = gross_price(line, rules.unit)
    off = line_discount(line, gross, rules.unit)
    return gross - off, off


def reckon(items: Sequence[Item], discount: Decimal, rules: Rules) -> Decimal:
    """The items' shares of the discount and their taxes; gives what rounding to the smallest coin adds."""
    shares = spread(discount, [item.total for item in items], rules.unit)
    for item, share in zip(items, shares, strict=True):
        item.share = share
    amounts = taxes_of([i.terms.line for i in items], [i.total - i.share for i in items], rules)
    for item, of_item in zip(items, amounts, strict=True):
        item.amounts = of_item
    gross = sum((item.gross for item in items), ZERO)
    return to_coin(gross, rules.coin) - gross


# -- how answers show it


def sale_members(invoice: Invoice) -> Answer:
    """Of the document, beside what it says of discounts and payments."""
    unit = invoice.rules.unit
    return {
        "net_total": invoice.net.quantize(unit),
        "tax_total": invoice.tax.quantize(unit),
        "rounding_amount": invoice.rounding.quantize(unit),
        "taxes": tax_members(by_tax(invoice.items), unit),
    }


def line_members(item: Item, unit: Decimal) -> Answer:
    terms = item.terms
    return {
        "row_id": item.row_id,
        "item_id": item,
        "product_id": item.product,
        "qty": terms.line.qty,
        "unit": terms.unit,
        "stock_qty": item.qty,
        "selling_price": terms.line.price,
        "list_price": terms.list_price,
        "price_list_rate": terms.list_price,
        "discount_percent": terms.line.percent_off,
        "line_discount": item.line_discount.quantize(unit),
        "total_price": item.total,
        "discount_share": item.share.quantize(unit),
        "price_includes_tax": terms.line.included,
        "net": item.net.quantize(unit),
        "tax_amount": item.tax.quantize(unit),
        "gross": item.gross.quantize(unit),
        "taxes": tax_members(by_tax([item]), unit),
    }


def by_tax(items: Iterable[Item]) -> dict[Tax, tuple[Decimal, Decimal]]:
    """Net and tax of the lines that carry each, in the order in which the lines name them.

    A tax that was renamed between two lines goes by the smaller name."""
    sums: dict[Tax, tuple[Decimal, Decimal, str]] = {}
    for item in items:
        for tax, amount in zip(item.terms.line.taxes, item.amounts, strict=True):
            base, so_far, name = sums.get(tax, (ZERO, ZERO, tax.name))
            sums[tax] = base + max(item.net, ZERO), so_far + amount, min(name, tax.name)
    return {replace(tax, name=name): (base, amount) for tax, (base, amount, name) in sums.items()}


def tax_members(sums: Mapping[Tax, tuple[Decimal, Decimal]], unit: Decimal) -> list[object]:
    return [
        {
            "tax_id": row_of(tax),
            "name": tax.name,
            "rate": tax.rate,
            "base": base.quantize(unit),
            "amount": amount.quantize(unit),
        }
        for tax, (base, amount) in sums.items()
    ]
