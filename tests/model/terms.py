"""Taxes and a company's settings in the account book."""

from __future__ import annotations

from tests.model.book import Answer, Book, Company, Request, TaxRow, find, minor, raise_if, refuse
from tests.model.requests import changed, given, number


def save_tax(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    old = None
    if given(request, "tax_id") is not None:
        old = find(book.taxes, request["tax_id"]) or refuse("UNKNOWN_TAX", *wrong)
        company = old.company
    else:
        company = find(book.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
    code = changed(request, "code", old.code if old else None)
    name = changed(request, "name", old.name if old else None)
    rate = number(changed(request, "rate", old.rate if old else None), 4)
    others = [tax for tax in book.taxes if tax.company is company and tax is not old]
    if None in (code, name, rate) or any(code == other.code for other in others):
        wrong.add("VALIDATION")
    if rate is not None and not 0 <= rate <= 100:
        wrong.add("VALIDATION")
    active = bool(changed(request, "active", old.active if old else True))
    raise_if(wrong)
    assert rate is not None
    if old is None:
        old = TaxRow(company, "", "", rate)
        book.taxes.append(old)
    old.code, old.name, old.rate, old.active = str(code), str(name), rate, active
    return {"ok": True, "tax_id": old, "tax": old.members()}


def set_setting(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    company = find(book.companies, request.get("company_id")) or refuse("VALIDATION", *wrong)
    name, value = given(request, "name"), given(request, "value")
    if name == "prices_include_tax" and isinstance(value, bool):
        raise_if(wrong)
        company.prices_include_tax = value
    elif name == "tax_rounding" and value in ("document", "line"):
        raise_if(wrong)
        company.tax_rounding = str(value)
    elif name == "smallest_coin":
        _set_coin(company, value, wrong)
    else:
        raise_if(wrong | {"VALIDATION"})
    return {
        "ok": True,
        "company_id": company,
        "settings": {
            "prices_include_tax": company.prices_include_tax,
            "tax_rounding": company.tax_rounding,
            "smallest_coin": company.smallest_coin,
            **{"company_name": company.name, "address": None, "phone": None, "tax_number": None},
        },
    }


def _set_coin(company: Company, value: object, wrong: set[str]) -> None:
    coin = number(0 if value is None else value, 4)
    if coin is None or coin < 0:
        wrong.add("VALIDATION")
    elif coin % minor(company):
        wrong.add("AMOUNT_PRECISION")
    raise_if(wrong)
    company.smallest_coin = coin.quantize(minor(company)) if coin else None
