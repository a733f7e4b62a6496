"""Price lists and groups of customers in the account book."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from tests.model.book import (
    Answer,
    Book,
    Coded,
    Company,
    CustomerGroup,
    PriceList,
    Product,
    Request,
    find,
    raise_if,
    refuse,
)
from tests.model.requests import changed, given, listed, number, optional_text


def save_price_list(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    old = None
    if given(request, "price_list_id") is not None:
        old = find(book.price_lists, request["price_list_id"]) or refuse("UNKNOWN_PRICE_LIST", *wrong)
    company, code, name = named(book, request, old, book.price_lists, wrong)
    active = bool(changed(request, "active", old.active if old else True))
    prices = dict(old.prices) if old else {}
    for row in listed(request.get("prices")):
        assert isinstance(row, Mapping)
        _put(book, row, company, prices, wrong)
    raise_if(wrong)
    if old is None:
        old = PriceList(company, "", "", active)
        book.price_lists.append(old)
    old.code, old.name, old.active, old.prices = code, name, active, prices
    return {
        "ok": True,
        "price_list_id": old,
        "price_list": {"id": old, "company_id": company, "code": code, "name": name, "active": active},
    }


def _put(
    book: Book,
    row: Mapping[str, object],
    company: Company,
    prices: dict[tuple[Product, str | None], Decimal],
    wrong: set[str],
) -> None:
    """A price of a product, or of one of its units; null takes it off the list."""
    product = book.required(row, "product_id", book.products, "UNKNOWN_PRODUCT", wrong)
    price = number(row.get("price"), 6)
    if given(row, "price") is not None and (price is None or price < 0):
        wrong.add("INVALID_PRICE")
    if product is None or product.company is not company:
        wrong.add("UNKNOWN_PRODUCT")
        return
    unit = optional_text(given(row, "unit"))
    if unit == product.unit_of_measure:
        unit = None
    if price is None:
        prices.pop((product, unit), None)
    elif unit is not None and unit not in product.units:
        wrong.add("VALIDATION")
    else:
        prices[product, unit] = price


def save_group(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    old = None
    if given(request, "group_id") is not None:
        old = find(book.groups, request["group_id"]) or refuse("UNKNOWN_GROUP", *wrong)
    company, code, name = named(book, request, old, book.groups, wrong)
    price_list = book.listed_by(request, old.price_list if old else None, company, wrong)
    raise_if(wrong)
    if old is None:
        old = CustomerGroup(company, "", "", None)
        book.groups.append(old)
    old.code, old.name, old.price_list = code, name, price_list
    return {
        "ok": True,
        "group_id": old,
        "group": {
            "id": old,
            "company_id": company,
            "code": code,
            "name": name,
            "price_list_id": price_list,
        },
    }


def named(
    book: Book,
    request: Request,
    old: Coded | None,
    rows: Sequence[Coded],
    wrong: set[str],
    same: Callable[[str], str] = str,
) -> tuple[Company, str, str]:
    """Whose it is, its code, which no other of the company has, and its name. Codes are one by ``same``."""
    company = old.company if old else find(book.companies, request.get("company_id"))
    if company is None:
        refuse("VALIDATION", *wrong)
    code = changed(request, "code", old.code if old else None)
    name = changed(request, "name", old.name if old else None)
    others = [each for each in rows if each.company is company and each is not old]
    if code is None or name is None or any(same(str(code)) == same(other.code) for other in others):
        wrong.add("VALIDATION")
    if same is str and not re.fullmatch("[A-Za-z][A-Za-z0-9.-]{0,19}", str(code)):
        wrong.add("VALIDATION")
    return company, str(code), str(name)
