"""Offers and coupons: what takes something off a sale by itself, or for a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pyclient.models.fields import KEEP, Amount, Filter, Keep, WriteRequest

OfferGift = Literal["percent", "amount", "price", "free_item", "invoice_percent", "invoice_amount"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferRequest(WriteRequest):
    """A new offer (``code``, ``name`` and ``gives`` are needed), or with ``offer_id`` a change of one.

    The bounds are of the lines of ``product_id``, or without one of the whole invoice. ``percent``,
    ``amount`` (off each piece) and ``price`` (of each piece) are for the lines of ``product_id``,
    ``invoice_percent`` and ``invoice_amount`` for the invoice; ``free_item`` adds ``free_qty`` of
    ``free_product_id``.

    >>> request = OfferRequest(
    ...     code="TEN", name="Ten", product_id=3, min_qty=10, gives="percent", value=5, created_by=1
    ... )
    >>> request.value
    5
    """

    offer_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    gives: OfferGift | Keep = KEEP
    value: Amount | Keep | None = KEEP
    free_product_id: int | Keep | None = KEEP
    free_qty: Amount | Keep | None = KEEP
    product_id: int | Keep | None = KEEP
    min_qty: Amount | Keep | None = KEEP
    max_qty: Amount | Keep | None = KEEP
    min_amount: Amount | Keep | None = KEEP
    max_amount: Amount | Keep | None = KEEP
    valid_from: date | Keep | None = KEEP
    valid_to: date | Keep | None = KEEP
    customer_group_id: int | Keep | None = KEEP
    needs_coupon: bool | Keep = KEEP
    priority: int | Keep = KEEP
    active: bool | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One offer; None is no bound."""

    id: int
    code: str
    name: str
    gives: str
    value: Decimal | None = None
    free_product_id: int | None = None
    free_qty: Decimal | None = None
    product_id: int | None = None
    min_qty: Decimal | None = None
    max_qty: Decimal | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    customer_group_id: int | None = None
    needs_coupon: bool = False
    priority: int = 0
    active: bool = True
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedOffer:
    """The answer to saving an offer."""

    offer_id: int
    offer: Offer
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferFilter(Filter):
    """Which offers to list: ``search`` looks into codes and names."""

    search: str | None = None
    active: bool | None = None
    offer_id: int | None = None
    product_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CouponRequest(WriteRequest):
    """A new coupon (``code`` and ``name`` are needed), or with ``coupon_id`` a change of one.

    It gives ``value`` (percent, or an amount) off the invoice, or opens the offer ``offer_id``.

    >>> CouponRequest(code="EID25", name="Eid", gives="percent", value=10, created_by=1).code
    'EID25'
    """

    coupon_id: int | None = None
    code: str | Keep = KEEP
    name: str | Keep = KEEP
    gives: Literal["percent", "amount"] | Keep | None = KEEP
    value: Amount | Keep | None = KEEP
    offer_id: int | Keep | None = KEEP
    min_amount: Amount | Keep | None = KEEP
    valid_from: date | Keep | None = KEEP
    valid_to: date | Keep | None = KEEP
    max_uses: int | Keep | None = KEEP
    max_uses_per_customer: int | Keep | None = KEEP
    active: bool | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Coupon:
    """One coupon; ``used_count`` leaves out the uses that were given back."""

    id: int
    code: str
    name: str
    used_count: int
    gives: str | None = None
    value: Decimal | None = None
    offer_id: int | None = None
    min_amount: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    max_uses: int | None = None
    max_uses_per_customer: int | None = None
    active: bool = True
    company_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedCoupon:
    """The answer to saving a coupon."""

    coupon_id: int
    coupon: Coupon
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CouponFilter(Filter):
    """Which coupons to list: ``search`` looks into codes and names, ``code`` is a whole one, in any case."""

    search: str | None = None
    code: str | None = None
    active: bool | None = None
    coupon_id: int | None = None
    offer_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AppliedOffer:
    """What an offer or a coupon took off an invoice, ``amount`` in the currency's units.

    ``line_no`` is the place of the line in the answer's items, None where it is off the whole invoice.
    """

    name: str
    gives: str
    amount: Decimal
    offer_id: int | None = None
    coupon_id: int | None = None
    line_no: int | None = None
    row_id: str | None = None
    item_id: int | None = None
