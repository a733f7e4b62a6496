"""Offers and coupons in the account book: what they may be. What a sale is given: tests/model/gifts.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.model.book import (
    Answer,
    Book,
    Company,
    Coupon,
    Offer,
    Product,
    Request,
    find,
    minor,
    raise_if,
    refuse,
)
from tests.model.prices import named
from tests.model.requests import changed, given, number, optional_text

_KINDS = ("percent", "amount", "price", "free_item", "invoice_percent", "invoice_amount")


def save_offer(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    old = None
    if given(request, "offer_id") is not None:
        old = find(book.offers, request["offer_id"]) or refuse("UNKNOWN_OFFER", *wrong)
    company, code, name = named(book, request, old, book.offers, wrong, str.lower)
    new = Offer(company, code, name, *_days(request, old, wrong))
    new.active = bool(changed(request, "active", old.active if old else True))
    new.needs_coupon = bool(changed(request, "needs_coupon", old.needs_coupon if old else False))
    new.priority = _count(request, "priority", old.priority if old else None, wrong) or 0
    group = old.group if old else None
    new.group = book.of_company(
        request, "customer_group_id", group, book.groups, "UNKNOWN_GROUP", company, wrong
    )
    new.product = _product(book, request, "product_id", old.product if old else None, company, wrong)
    for member in ("min_qty", "max_qty"):
        setattr(new, member, _bound(request, member, getattr(old, member, None), wrong))
    for member in ("min_amount", "max_amount"):
        setattr(new, member, _money(request, member, getattr(old, member, None), company, wrong))
    for least, most in ((new.min_qty, new.max_qty), (new.min_amount, new.max_amount)):
        if least is not None and most is not None and most < least:
            wrong.add("VALIDATION")
    _read_gift(book, request, new, old, wrong)
    if old and not new.needs_coupon and any(coupon.offer is old for coupon in book.coupons):
        wrong.add("VALIDATION")
    raise_if(wrong)
    if old is None:
        old = new
        book.offers.append(old)
    else:
        new.id = old.id
        vars(old).update(vars(new))
    return {"ok": True, "offer_id": old, "offer": _offer_members(old)}


def _read_gift(book: Book, request: Request, new: Offer, old: Offer | None, wrong: set[str]) -> None:
    """What it gives; what it gave in another kind says nothing of the new one."""
    new.gives = str(given(request, "gives") or (old.gives if old else None))
    before = old if old and old.gives == new.gives else None
    new.free_product = _product(
        book, request, "free_product_id", before.free_product if before else None, new.company, wrong
    )
    new.free_qty = _bound(request, "free_qty", before.free_qty if before else None, wrong)
    new.value = before.value if before else None
    if new.gives not in _KINDS:
        wrong.add("VALIDATION")
    elif new.gives == "free_item":
        if given(request, "value") is not None or None in (new.free_product, new.free_qty):
            wrong.add("VALIDATION")
        new.value = None
    else:
        new.value = _value(request, new.gives, new.value, new.company, wrong)
        if (new.free_product, new.free_qty) != (None, None):
            wrong.add("VALIDATION")
        if new.product is None and not new.gives.startswith("invoice_"):
            wrong.add("VALIDATION")


def _value(
    request: Request, gives: str, old: Decimal | None, company: Company, wrong: set[str]
) -> Decimal | None:
    value = old
    if gives.endswith("amount"):
        value = _money(request, "value", old, company, wrong)
    elif gives == "price" and "value" in request:
        value = number(request["value"], 6)
        if given(request, "value") is not None and (value is None or value < 0):
            wrong.add("INVALID_PRICE")
    elif gives.endswith("percent"):
        value = _bound(request, "value", old, wrong)
    if value is None or (value > 100 and gives.endswith("percent")):
        wrong.add("VALIDATION")
    return value


def _offer_members(offer: Offer) -> Answer:
    unit = minor(offer.company)
    units = {"price": Decimal("0.000001"), "amount": unit, "invoice_amount": unit}
    return {
        "id": offer,
        "company_id": offer.company,
        "code": offer.code,
        "name": offer.name,
        "active": offer.active,
        "needs_coupon": offer.needs_coupon,
        **_day_members(offer),
        "customer_group_id": offer.group,
        "product_id": offer.product,
        "min_qty": offer.min_qty,
        "max_qty": offer.max_qty,
        "min_amount": offer.min_amount,
        "max_amount": offer.max_amount,
        "gives": offer.gives,
        "value": None
        if offer.value is None
        else offer.value.quantize(units.get(offer.gives, Decimal("0.0001"))),
        "free_product_id": offer.free_product,
        "free_qty": offer.free_qty,
        "priority": offer.priority,
    }


def save_coupon(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    old = None
    if given(request, "coupon_id") is not None:
        old = find(book.coupons, request["coupon_id"]) or refuse("UNKNOWN_COUPON", *wrong)
    company, code, name = named(book, request, old, book.coupons, wrong, str.lower)
    new = Coupon(company, code, name, *_days(request, old, wrong))
    new.active = bool(changed(request, "active", old.active if old else True))
    old_offer = old.offer if old else None
    new.offer = book.of_company(request, "offer_id", old_offer, book.offers, "UNKNOWN_OFFER", company, wrong)
    new.gives = optional_text(changed(request, "gives", old.gives if old else None))
    names_offer = new.offer is not None or given(request, "offer_id") is not None
    if names_offer == (new.gives is not None) or new.gives not in (None, "percent", "amount"):
        wrong.add("VALIDATION")
    elif new.gives:
        before = old.value if old and old.gives == new.gives else None
        new.value = _value(request, new.gives, before, company, wrong)
    elif new.offer and not new.offer.needs_coupon:
        wrong.add("VALIDATION")
    new.min_amount = _money(request, "min_amount", old.min_amount if old else None, company, wrong)
    for member in ("max_uses", "max_uses_per_customer"):
        setattr(new, member, _count(request, member, getattr(old, member, None), wrong))
    raise_if(wrong)
    if old is None:
        old = new
        book.coupons.append(old)
    else:
        new.id = old.id
        vars(old).update(vars(new))
    return {"ok": True, "coupon_id": old, "coupon": _coupon_members(book, old)}


def _coupon_members(book: Book, coupon: Coupon) -> Answer:
    return {
        "id": coupon,
        "company_id": coupon.company,
        "code": coupon.code,
        "name": coupon.name,
        "offer_id": coupon.offer,
        "gives": coupon.gives,
        "value": coupon.value,
        "min_amount": coupon.min_amount,
        **_day_members(coupon),
        "max_uses": coupon.max_uses,
        "max_uses_per_customer": coupon.max_uses_per_customer,
        "used_count": book.uses(coupon),
        "active": coupon.active,
    }


# -- reading


def _days(request: Request, old: Offer | Coupon | None, wrong: set[str]) -> tuple[date | None, date | None]:
    """The first and the last day."""
    days = []
    for member in ("valid_from", "valid_to"):
        day = changed(request, member, getattr(old, member, None))
        if day is not None and not isinstance(day, date):
            wrong.add("VALIDATION")
            day = None
        days.append(day)
    first, last = days
    if first and last and last < first:
        wrong.add("VALIDATION")
    return first, last


def _day_members(row: Offer | Coupon) -> Answer:
    days = {"valid_from": row.valid_from, "valid_to": row.valid_to}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _bound(request: Request, member: str, old: Decimal | None, wrong: set[str]) -> Decimal | None:
    """Above 0, with at most 4 decimals."""
    if member not in request or given(request, member) is None:
        return None if member in request else old
    bound = number(request[member], 4)
    if bound is None or bound <= 0:
        wrong.add("VALIDATION")
    return bound


def _money(
    request: Request, member: str, old: Decimal | None, company: Company, wrong: set[str]
) -> Decimal | None:
    """0 is none."""
    if member not in request or given(request, member) is None:
        return None if member in request else old
    amount = number(request[member], 6)
    if amount is None or amount < 0:
        wrong.add("VALIDATION")
        return None
    if amount % minor(company):
        wrong.add("AMOUNT_PRECISION")
    return amount.quantize(minor(company)) or None


def _count(request: Request, member: str, old: int | None, wrong: set[str]) -> int | None:
    """0 is none."""
    raw = changed(request, member, old)
    if raw is not None and (not isinstance(raw, int) or raw < 0):
        wrong.add("VALIDATION")
        return None
    return int(str(raw)) if raw else None


def _product(
    book: Book, request: Request, member: str, old: Product | None, company: Company, wrong: set[str]
) -> Product | None:
    """An absent one stays, null clears."""
    if member not in request or given(request, member) is None:
        return None if member in request else old
    product = find(book.products, request[member])
    if product is None or product.company is not company:
        wrong.add("UNKNOWN_PRODUCT")
    return product
