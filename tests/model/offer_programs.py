"""Programs whose customers buy by price lists and in groups, and are given offers and coupons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.model.book import Coded, Company, Request
from tests.model.programs import (
    _AT,
    _HOW,
    _NOBODY,
    _PRICES,
    How,
    MasterChange,
    _customer,
    _master,
    _pick,
    spoilt,
)
from tests.model.purchase_programs import PurchasePrograms

# What an offer is: what it gives, and whether it is about a product. Drawn as one, as the pricings of lines.
_OFFERS: tuple[Request, ...] = (
    *({"gives": "percent", "value": Decimal(10)}, {"gives": "percent", "value": Decimal("33.3333")}),
    *({"gives": "amount", "value": Decimal("1.25")}, {"gives": "price", "value": Decimal("9.999999")}),
    *({"gives": "amount", "value": Decimal("0.5")}, {"gives": "price", "value": Decimal("2.5")}),
    *({"gives": "invoice_percent", "value": Decimal("2.5")}, {"gives": "invoice_percent", "value": 20}),
    *({"gives": "invoice_amount", "value": Decimal(3)}, {"gives": "invoice_amount", "value": Decimal(12)}),
    *({"gives": "free_item", "free_qty": Decimal(1)}, {"gives": "free_item", "free_qty": Decimal("2.5")}),
)
_BOUNDS: tuple[Request, ...] = (
    *({},) * 6,
    *(
        {"min_qty": Decimal(1)},
        {"min_qty": Decimal("2.5")},
        {"max_qty": Decimal(4)},
        {"max_amount": Decimal(80)},
    ),
    *({"min_amount": Decimal(15)}, {"min_amount": Decimal(100), "priority": 3}, {"priority": 2}),
)
_OFFER_FAULTS: tuple[tuple[str, object], ...] = (
    *(("gives", "half"), ("gives", None), ("value", Decimal("100.5")), ("value", 0), ("value", "ten")),
    *(("free_qty", 0), ("free_product_id", _NOBODY), ("product_id", _NOBODY), ("min_qty", Decimal(-1))),
    *(("min_amount", Decimal("0.00005")), ("max_amount", Decimal(1)), ("customer_group_id", _NOBODY)),
    *(("offer_id", _NOBODY), ("code", None), ("name", ""), ("priority", Decimal("1.5"))),
)
_COUPON_FAULTS: tuple[tuple[str, object], ...] = (
    *(("gives", "price"), ("gives", None), ("value", 0), ("value", Decimal(101)), ("offer_id", _NOBODY)),
    *(("max_uses", -1), ("min_amount", Decimal(-1)), ("code", ""), ("coupon_id", _NOBODY)),
)
_CHANGES = st.one_of(
    _master(
        "price_list",
        (*({"active": False}, {"active": True}, {"name": "قائمة أخرى"}), *({"prices": "some"},) * 3),
        *(("code", "1x"), ("name", ""), ("price_list_id", _NOBODY), ("company_id", _NOBODY)),
        *(("prices", [{"product_id": _NOBODY, "price": 1}]), ("prices", [{"price": 1}])),
        *(("prices.price", Decimal(-1)), ("prices.unit", "فدان")),
    ),
    _master(
        "group",
        ({"price_list_id": "some"}, {"price_list_id": "some", "name": "أخرى"}, {"price_list_id": None}),
        *(("code", ""), ("name", None), ("price_list_id", _NOBODY), ("group_id", _NOBODY)),
    ),
    _master(
        "offer",
        (
            *({"active": False}, {"active": True}, {"priority": 5}, {"name": "عرض آخر"}, {"min_qty": None}),
            *({"gives": "percent", "value": Decimal("7.5")}, {"needs_coupon": False}, {"max_amount": None}),
            *({"customer_group_id": "some"}, {"customer_group_id": None}),
        ),
        *_OFFER_FAULTS,
    ),
    _master(
        "coupon",
        (
            *({"active": False}, {"active": True}, {"max_uses": 3}, {"max_uses_per_customer": 1}),
            *({"max_uses": None}, {"min_amount": Decimal(20)}, {"name": "كوبون آخر"}),
            {"gives": "percent", "value": Decimal("12.5"), "offer_id": None},
        ),
        *_COUPON_FAULTS,
    ),
)


class OfferPrograms(PurchasePrograms):
    """One company has two offers and a coupon from the beginning, and perhaps a group with a price list."""

    @initialize(number=_AT, gifts=st.lists(st.tuples(_AT, _AT), min_size=2, max_size=2))
    def open_shop(self, number: int, gifts: list[tuple[int, int]]) -> None:
        self.steps += 1
        self.broken = True
        book = self.till.book
        company = _pick(book.companies, number)
        if number % 4 == 0:
            self.till.call("sp_save_price_list", self._price_list(company, number))
            group = {**_coded(company, "G", 0), "price_list_id": book.price_lists[0].id}
            self.till.call("sp_save_customer_group", group)
            self.till.call("sp_save_customer", {**_customer(company, 1), "group_id": book.groups[0].id})
        for kind, bounds in gifts:
            offer = self._with_some(self._offer(company, kind, bounds), kind, customer_group_id=book.groups)
            self.till.call("sp_save_offer", offer)
        self.till.call("sp_save_coupon", self._coupon(company, number // 4))
        self.broken = False

    @rule(how=_HOW, change=_CHANGES, at=_AT, number=_AT, bounds=_AT)
    def keep_terms(self, how: How, change: MasterChange, at: int, number: int, bounds: int) -> None:
        book = self.till.book
        nouns: dict[str, tuple[str, str, Sequence[Coded]]] = {
            "price_list": ("sp_save_price_list", "price_list_id", book.price_lists),
            "group": ("sp_save_customer_group", "group_id", book.groups),
            "offer": ("sp_save_offer", "offer_id", book.offers),
            "coupon": ("sp_save_coupon", "coupon_id", book.coupons),
        }
        procedure, member, rows = nouns[change.noun]
        company = _pick(book.companies, at)
        request: Request
        if change.members is not None and rows:
            row = _pick(rows, at)
            request = {member: row.id, "company_id": row.company.id, **change.members}
            if request.get("prices") == "some":
                request = {**request, "prices": self._prices(row.company, number)}
        elif change.noun == "price_list":
            request = self._price_list(company, number)
        elif change.noun == "group":
            request = {**_coded(company, "G", number), "price_list_id": "some"}
        elif change.noun == "offer":
            request = self._offer(company, number, bounds)
        else:
            request = self._coupon(company, number)
        some: dict[str, Sequence[Coded]] = {
            "price_list_id": book.price_lists,
            "customer_group_id": book.groups,
        }
        self._call(procedure, spoilt(self._with_some(request, number, **some), change.fault), how)

    def _offer(self, company: Company, number: int, bounds: int) -> Request:
        """Mostly about the first product, which is there from the beginning; of invoices about none."""
        products = [product for product in self.till.book.products if product.company is company]
        gift = dict(_pick(_OFFERS, number))
        if gift["gives"] == "free_item":
            gift["free_product_id"] = _pick(products[:3], number // 8).id
        about_none = str(gift["gives"]).startswith("invoice") or gift["gives"] == "free_item"
        if not about_none or number % 3 == 0:
            gift["product_id"] = _pick(products[:1] * 3 + products[1:2], number // 3).id
        days = _pick(((None, None), (0, 30), (None, 0), (1, None)), number // 5 if number % 2 else 0)
        today = self.till.book.today(company)
        for member, ahead in zip(("valid_from", "valid_to"), days, strict=True):
            if ahead is not None:
                gift[member] = today + timedelta(days=ahead)
        gift["needs_coupon"] = number % 7 == 3
        gift["customer_group_id"] = "some" if number % 9 == 4 else None
        return {**_coded(company, "O", number), **gift, **_pick(_BOUNDS, bounds)}

    def _coupon(self, company: Company, number: int) -> Request:
        """Of the offers that need one, or a percentage or an amount by itself."""
        opened = [o for o in self.till.book.offers if o.company is company and o.needs_coupon]
        gift: dict[str, object] = {"gives": "amount", "value": Decimal("2.75")}
        if number % 2 == 0:
            gift = {"gives": "percent", "value": Decimal(15)}
        if opened and number % 5 == 2:
            gift = {"offer_id": _pick(opened, number).id}
        gift["max_uses"], gift["max_uses_per_customer"] = _pick(
            ((None, None), (1, None), (2, None), (None, 1)), number // 2
        )
        gift["min_amount"] = Decimal(30) if number % 5 == 4 else None
        return {**_coded(company, "C", number), **gift}

    def _price_list(self, company: Company, number: int) -> Request:
        return {**_coded(company, "L", number), "prices": self._prices(company, number)}

    def _prices(self, company: Company, number: int) -> list[object]:
        """Of some products, each of its own unit or of another that it has; some are taken off the list."""
        prices: list[object] = []
        for place, product in enumerate(p for p in self.till.book.products if p.company is company):
            unit = _pick((None, *product.units, product.unit_of_measure), number // 3 + place)
            price = None if number % 7 == 6 else _pick(_PRICES, number + place)
            if number % 3 != 1 or place == 0:
                prices.append({"product_id": product.id, "unit": unit, "price": price})
        return prices


def _coded(company: Company, letter: str, number: int) -> dict[str, object]:
    return {"company_id": company.id, "code": f"{letter}{number % 16}", "name": f"{letter} {number}"}
