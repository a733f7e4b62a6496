"""Drafts in the account book: what a till puts aside, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tests.model.book import Answer, Book, Draft, Refused, Request, find, minor, raise_if
from tests.model.gifts import gift_members
from tests.model.requests import given, listed, optional_text
from tests.model.sold import sale_members

_NOT_KEPT = ("draft_id", "request_id")


def save_draft(book: Book, request: Request) -> Answer:
    """The quote is of now; of a request with problems the book only says what one of them may be."""
    wrong = book.user_faults(request)
    customer = find(book.customers, request.get("customer_id"))
    branch = find(book.branches, request.get("branch_id"))
    if branch and customer and branch.company is not customer.company:
        branch = None
    owner = customer or branch
    company = owner.company if owner else None
    book.ask(branch, wrong)
    old = book.open_draft(request, company, wrong)
    raise_if(wrong)
    quote = _quote(book, request)
    if old is None:
        old = Draft()
        book.drafts.append(old)
    else:
        old.revision += 1
    old.company = company or old.company
    old.customer, old.branch = customer, branch
    if "name" in request:
        old.name = optional_text(given(request, "name"))
    old.line_count = len(listed(request.get("items")))
    old.request = plain({name: value for name, value in request.items() if name not in _NOT_KEPT})
    return {"ok": True, "draft_id": old, **quote}


def delete_draft(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    if given(request, "draft_id") is None:
        wrong.add("VALIDATION")
    draft = book.open_draft(request, None, wrong)
    raise_if(wrong)
    assert draft
    book.drafts.remove(draft)
    return {"ok": True, "draft_id": draft}


def _quote(book: Book, request: Request) -> Answer:
    wrong: set[str] = set()
    try:
        invoice = book.plan_sale({**request, "draft_id": None}, wrong).invoice
    except Refused as refused:
        wrong |= refused.tokens
    if wrong:
        return {"problems": Refused(*wrong)}
    unit = minor(invoice.customer.company)
    gifts = gift_members(invoice.gifts, invoice.items, unit)
    return {
        "problems": [],
        "total_before": invoice.total_before.quantize(unit),
        "discount_amount": invoice.discount.quantize(unit),
        "total_after": invoice.total.quantize(unit),
        **sale_members(invoice),
        "offers": [{**gift, "item_id": None} for gift in gifts],
    }


def plain(value: object) -> object:
    """What is left of a request however it is spelled: numbers and days as texts, members by name."""
    if isinstance(value, Mapping):
        return {name: plain(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date) or type(value) is int:
        return str(value)
    return value
