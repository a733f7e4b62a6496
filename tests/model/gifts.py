"""What a sale is given: the offers for its lines, for the whole of it, and its coupon, in this order.

An offer is a discount, of a line or of the invoice. Lines at the list's price and without a discount of their
own are open to offers; each product is given the one that is worth most, then the invoice. The rules are
those of docs/decisions/0029-offers.md; nothing of this is taken from the SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.model.pricing import ZERO, Line, invoice_discount, rounded
from tests.model.requests import given, optional_text
from tests.model.sold import Asked, read_discount, read_row, total_of

if TYPE_CHECKING:
    from tests.model.book import Answer, Book, Coupon, Customer, Item, Offer, Product, Request


@dataclass(frozen=True)
class Gift:
    """``item``: the line that it is given on, None where it is off the whole invoice."""

    offer: Offer | None
    coupon: Coupon | None
    name: str
    gives: str
    item: Item | None
    amount: Decimal


@dataclass(frozen=True)
class Given:
    """The lines as they are sold, and what they and the invoice are given."""

    items: list[Item]
    gifts: list[Gift] = field(default_factory=list)
    coupon: Coupon | None = None
    discount: Decimal | None = None
    """Of the invoice: its own and what it is given together; None where it is given none."""


def give(book: Book, request: Request, items: list[Item], customer: Customer, wrong: set[str]) -> Given:
    """``items`` are the request's lines, priced; what is wrong with the coupon goes to ``wrong``."""
    unit, today = customer.company.rules.unit, book.today(customer.company)
    code = optional_text(given(request, "coupon_code"))
    coupon = next(
        (
            c
            for c in book.coupons
            if c.company is customer.company and code and c.code.lower() == code.lower()
        ),
        None,
    )
    wants_all = given(request, "apply_offers") is not False
    offers = [
        offer
        for offer in book.offers
        if ((coupon and offer is coupon.offer) or (wants_all and not offer.needs_coupon))
        and offer.company is customer.company
        and offer.may_be_given(today, customer)
        and (offer.product is None or any(item.product is offer.product for item in items))
    ]

    def line(asked: Asked, product: Product) -> Item:
        return book.line(asked, product, customer, wrong)

    basket = _Basket(items, unit, line, wrong)
    basket.give_to_products(offers)

    def own() -> Decimal:
        return invoice_discount(read_discount(request, unit, wrong), basket.as_given, unit)

    offer = basket.best_for_invoice(offers, basket.as_given - own())
    off = ZERO
    if offer and offer.gives == "free_item":
        basket.give_free(offer)
    elif offer:
        off = basket.worth_to_invoice(offer, basket.as_given - own())
    sold, gifts = basket.packed(coupon)
    if offer and off:
        opened_by = coupon if coupon and coupon.offer is offer else None
        gifts.append(Gift(offer, opened_by, offer.name, offer.gives, None, off))
    if code is not None:
        left = basket.as_given - own() - off
        less = _take_coupon(book, coupon, customer, basket.as_given, left, gifts, wrong)
        if coupon and coupon.gives:
            gifts.append(Gift(None, coupon, coupon.name, f"invoice_{coupon.gives}", None, less))
        off += less
    return Given(sold, gifts, coupon, own() + off if off else None)


def _take_coupon(
    book: Book,
    coupon: Coupon | None,
    customer: Customer,
    as_given: Decimal,
    left: Decimal,
    gifts: Iterable[Gift],
    wrong: set[str],
) -> Decimal:
    """What it takes off the invoice itself; it is not used for nothing."""
    if coupon is None:
        wrong.add("COUPON_INVALID")
        return ZERO
    today = book.today(customer.company)
    uses = [i for i in book.invoices if i.coupon is coupon and i.keeps_coupon]
    if not coupon.active or not coupon.covers(today) or as_given < (coupon.min_amount or ZERO):
        wrong.add("COUPON_INVALID")
    by_customer = [invoice for invoice in uses if invoice.customer is customer]
    for count, most in ((len(uses), coupon.max_uses), (len(by_customer), coupon.max_uses_per_customer)):
        if most is not None and count >= most:
            wrong.add("COUPON_USED_UP")
    off = ZERO
    if coupon.gives:
        assert coupon.value
        off = invoice_discount((coupon.gives, coupon.value), left, customer.company.rules.unit)
    if not off and not any(gift.offer is coupon.offer for gift in gifts if gift.offer):
        wrong.add("COUPON_INVALID")
    return off


class _Basket:
    """The lines of a sale, and what of them has been given so far."""

    def __init__(
        self, items: Sequence[Item], unit: Decimal, line: Callable[[Asked, Product], Item], wrong: set[str]
    ) -> None:
        self.items, self.unit, self.line, self.wrong = items, unit, line, wrong
        self.off: dict[Item, tuple[Offer, Decimal]] = {}
        self.added: dict[Offer, Item] = {}
        self.open = [item for item in items if _is_open(item)]

    @property
    def as_given(self) -> Decimal:
        """What the request's lines come to, less what offers take off them."""
        return sum((item.total - self._off(item) for item in self.items), ZERO)

    def give_to_products(self, offers: Iterable[Offer]) -> None:
        """Each product the best of its offers; what is added for nothing comes when all are chosen."""
        best = []
        for product in dict.fromkeys(item.product for item in self.open):
            lines = self._open_lines(product)
            qty, amount = sum((i.qty for i in lines), ZERO), sum((i.total for i in lines), ZERO)
            fitting = {
                offer: self._worth_to_lines(offer, lines)
                for offer in offers
                if offer.product is product and not offer.is_for_invoice and offer.admits(qty, amount)
            }
            best += _best(fitting)
        for offer in best:
            for item in self._open_lines(offer.product) if offer.gives != "free_item" else []:
                self._take_off(item, offer, _off_line(offer, item, self.unit))
        for offer in sorted(best, key=lambda offer: offer.id or 0):
            if offer.gives == "free_item":
                self.give_free(offer)

    def best_for_invoice(self, offers: Iterable[Offer], left: Decimal) -> Offer | None:
        fitting = {}
        for offer in offers:
            lines = self.items if offer.product is None else self._open_lines(offer.product)
            amount = sum((item.total - self._off(item) for item in lines), ZERO)
            if offer.is_for_invoice and offer.admits(sum((item.qty for item in lines), ZERO), amount):
                fitting[offer] = self.worth_to_invoice(offer, left)
        return next(iter(_best(fitting)), None)

    def worth_to_invoice(self, offer: Offer, left: Decimal) -> Decimal:
        if offer.gives == "free_item":
            return self._free_line(offer).total
        assert offer.value is not None
        return invoice_discount((offer.gives.removeprefix("invoice_"), offer.value), left, self.unit)

    def give_free(self, offer: Offer) -> None:
        """Off the lines that have it already and are given nothing else; the rest on a line of its own."""
        assert offer.free_product
        assert offer.free_qty
        bought = (offer.min_qty or ZERO) if offer.product is offer.free_product else ZERO
        left, free_qty = bought, offer.free_qty
        for item in [item for item in self._open_lines(offer.free_product) if item not in self.off]:
            to_pay = min(left, item.qty)
            left -= to_pay
            pieces = min(item.qty - to_pay, free_qty)
            free_qty -= pieces
            part = Fraction(item.total) * Fraction(pieces) / Fraction(item.qty)
            self._take_off(item, offer, rounded(part, self.unit))
        if free_qty:
            self.added[offer] = self._free_line(offer, free_qty)

    def packed(self, coupon: Coupon | None) -> tuple[list[Item], list[Gift]]:
        """The lines with their discounts, then those for nothing; and what each of them is given."""
        sold, gifts = [], []
        given_lines = [(item, *self.off.get(item, (None, ZERO))) for item in self.items]
        free = sorted(self.added, key=lambda offer: offer.id or 0)
        for item, offer, off in (*given_lines, *((self.added[each], each, ZERO) for each in free)):
            line = item
            if offer and offer.gives == "percent":
                line = _priced(item, replace(item.terms.line, percent_off=offer.value, amount_off=None))
            elif offer and off:
                line = _priced(item, replace(item.terms.line, amount_off=off))
            sold.append(line)
            if offer:
                opened_by = coupon if coupon and coupon.offer is offer else None
                gifts.append(Gift(offer, opened_by, offer.name, offer.gives, line, line.line_discount))
        return sold, gifts

    def _open_lines(self, product: Product | None) -> list[Item]:
        return [item for item in self.open if item.product is product]

    def _off(self, item: Item) -> Decimal:
        return self.off[item][1] if item in self.off else ZERO

    def _take_off(self, item: Item, offer: Offer, amount: Decimal) -> None:
        if amount:
            self.off[item] = offer, amount

    def _worth_to_lines(self, offer: Offer, lines: Iterable[Item]) -> Decimal:
        if offer.gives == "free_item":
            return self._free_line(offer).total
        return sum((_off_line(offer, item, self.unit) for item in lines), ZERO)

    def _free_line(self, offer: Offer, qty: Decimal | None = None) -> Item:
        """All that it gives, at the list's price; or so many of it, for nothing."""
        assert offer.free_product
        row = {"qty": qty or offer.free_qty, "discount_percent": Decimal(100) if qty else None}
        return self.line(read_row(row, self.wrong), offer.free_product)


def _best(worths: dict[Offer, Decimal]) -> list[Offer]:
    """The one that is worth most, if it is worth anything; of equals by priority, then the older one."""
    of_worth = [offer for offer, worth in worths.items() if worth > 0]
    return sorted(of_worth, key=lambda o: (-worths[o], -o.priority, o.id))[:1]


def _off_line(offer: Offer, item: Item, unit: Decimal) -> Decimal:
    assert offer.value is not None
    if offer.gives == "percent":
        return rounded(Fraction(item.total) * Fraction(offer.value) / 100, unit)
    of_pieces = rounded(Fraction(item.qty) * Fraction(offer.value), unit)
    return min(item.total, of_pieces) if offer.gives == "amount" else max(item.total - of_pieces, ZERO)


def _is_open(item: Item) -> bool:
    line = item.terms.line
    return line.price == item.terms.list_price and line.percent_off is None and not item.line_discount


def _priced(item: Item, line: Line) -> Item:
    total, line_discount = total_of(line, item.product.company.rules)
    terms = replace(item.terms, line=line)
    return replace(item, terms=terms.less(line_discount), total=total, line_discount=line_discount)


def gift_members(gifts: Iterable[Gift], items: Sequence[Item], unit: Decimal) -> list[Answer]:
    """As answers show what was given."""
    return [
        {
            "offer_id": gift.offer,
            "coupon_id": gift.coupon,
            "name": gift.name,
            "gives": gift.gives,
            "line_no": items.index(gift.item) + 1 if gift.item else None,
            "row_id": gift.item.row_id if gift.item else None,
            "item_id": gift.item,
            "amount": gift.amount.quantize(unit),
        }
        for gift in gifts
    ]
