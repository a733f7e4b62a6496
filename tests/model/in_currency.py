"""What a sale says in another currency than its company's, beside what it says in that.

It is priced twice by the one rule: in its own currency, and in the company's, from the same prices at the
rate. It is worth its total at the rate: the lines' difference from that is the document's rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tests.model.currencies import Currency, document_currency
from tests.model.pricing import (
    ZERO,
    PricedLine,
    PricedSale,
    Rules,
    gross_price,
    invoice_discount,
    price,
    rounded,
)
from tests.model.requests import TOO_MUCH, given
from tests.model.sold import read_discount

if TYPE_CHECKING:
    from tests.model.book import (
        Answer,
        Book,
        Branch,
        Company,
        Customer,
        Invoice,
        InvoiceReturn,
        Request,
        WorkOrder,
    )
    from tests.model.sold import Asked

_PRICE = Decimal("0.000001")
# What an amount that is taken off counts for at most: more than any line or invoice comes to.
_ALL = TOO_MUCH - 1


class TakenOff(NamedTuple):
    """What is owed less by a return, or by the invoice's end, in its own currency and in the company's."""

    amount: Decimal
    base: Decimal
    returned: InvoiceReturn | None


@dataclass(eq=False)
class InCurrency:
    currency: Currency
    rate: Decimal
    sale: PricedSale
    """In its currency; the lines are the invoice's, in their order."""
    discount_sent: Decimal
    taken_off: list[TakenOff] = field(default_factory=list)

    def take_off(self, amount: Decimal, base: Decimal, returned: InvoiceReturn | None) -> None:
        self.taken_off.append(TakenOff(amount, base, returned))


def currency_of_sale(
    book: Book, request: Request, company: Company, wrong: set[str]
) -> tuple[Currency, Decimal] | None:
    """Another one than the company's, with its rate. Coupons and excess are amounts of the company's."""
    currency, rate = document_currency(book, request, company, book.today(company), wrong)
    if currency.code == company.currency or rate is None:
        return None
    if given(request, "coupon_code") is not None or given(request, "overpayment") not in (None, "reject"):
        wrong.add("OTHER_CURRENCY")
    return currency, rate


def plan_in_currency(
    book: Book,
    request: Request,
    currency: Currency,
    rate: Decimal,
    customer: Customer,
    branch: Branch,
    work_order: WorkOrder | None,
    wrong: set[str],
) -> Invoice:
    """The document of a sale, in the company's currency, with what it says in its own. Neither offers nor the
    smallest coin apply."""
    company = customer.company
    base, own = replace(company.rules, coin=None), Rules(_unit(currency), company.tax_rounding)
    kind, sent = read_discount(request, own.unit, wrong)
    items, lines = [], []
    for asked, product in book.asked_lines(request, wrong):
        item = book.line(_at_rate(asked, rate, base, wrong), product, customer, wrong)
        list_price = rounded(Fraction(item.terms.list_price) / Fraction(rate), _PRICE)
        line = replace(
            item.terms.line,
            price=list_price if asked.price is None else asked.price,
            percent_off=asked.percent_off,
            amount_off=asked.amount_off,
        )
        if asked.amount_off and asked.amount_off % own.unit:
            wrong.add("AMOUNT_PRECISION")
        if gross_price(line, own.unit) >= TOO_MUCH:
            wrong.add("INVALID_PRICE")
        items.append(item)
        lines.append(line)
    off = min(_worth(sent, rate, base.unit), _ALL) if kind == "amount" else sent
    discount = invoice_discount((kind, off), sum((item.total for item in items), ZERO), base.unit)
    invoice = book.drafted(request, items, customer, branch, work_order, wrong, discount)
    sale = price(lines, own, (kind, sent))
    worth = _worth(sale.after, rate, base.unit)
    if sale.after and not ZERO < worth < TOO_MUCH:
        wrong.add("VALIDATION")
    invoice.rules, invoice.rounding = base, worth - sum((item.gross for item in items), ZERO)
    invoice.discount_kind, invoice.discount_sent = kind, off
    invoice.in_currency = InCurrency(currency, rate, sale, sent)
    return invoice


def _at_rate(asked: Asked, rate: Decimal, base: Rules, wrong: set[str]) -> Asked:
    """The line in the company's currency: what it says in money. A price may come to 0."""
    at_rate = None if asked.price is None else _worth(asked.price, rate, _PRICE)
    if at_rate is not None and at_rate >= TOO_MUCH:
        wrong.add("INVALID_PRICE")
    off = None if asked.amount_off is None else min(_worth(asked.amount_off, rate, base.unit), _ALL)
    return replace(asked, price=at_rate, amount_off=off)


def _worth(amount: Decimal, rate: Decimal, unit: Decimal) -> Decimal:
    return rounded(Fraction(amount) * Fraction(rate), unit)


def _unit(currency: Currency) -> Decimal:
    return Decimal(1).scaleb(-currency.minor_units)


# -- how answers show it


def in_currency_members(invoice: Invoice) -> Answer:
    """Nothing of an invoice in the company's currency."""
    said = invoice.in_currency
    if said is None:
        return {}
    unit, sale = invoice.unit, said.sale
    base_unit = invoice.rules.unit
    by_percent = invoice.discount_kind == "percent"
    return {
        "in_currency": {
            "currency": said.currency.code,
            "exchange_rate": said.rate,
            "total_before": sale.before.quantize(unit),
            "discount_value": said.discount_sent if by_percent else said.discount_sent.quantize(unit),
            "discount_amount": sale.discount.quantize(unit),
            "net_total": sale.net.quantize(unit),
            "tax_total": sale.tax.quantize(unit),
            "total_after": sale.after.quantize(unit),
            "remaining_amount": invoice.open.quantize(unit),
            "items": [
                {"item_id": item, **_line_members(line, unit)}
                for item, line in zip(invoice.items, sale.lines, strict=True)
            ],
            "settlements": [
                {
                    "payment_id": payment,
                    "return_id": None,
                    "amount": payment.applied.quantize(unit),
                    "settled_base": payment.settled.quantize(base_unit),
                    "exchange_rate": payment.rate,
                }
                for payment in invoice.payments
            ],
        }
    }


def _line_members(line: PricedLine, unit: Decimal) -> Answer:
    return {
        "price": line.sold.price,
        "line_discount": line.line_discount.quantize(unit),
        "total_price": line.total.quantize(unit),
        "discount_share": line.share.quantize(unit),
        "net": line.net.quantize(unit),
        "tax_amount": line.tax.quantize(unit),
        "gross": line.gross.quantize(unit),
    }
