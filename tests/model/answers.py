"""Comparing an answer, or rows of the database, with what the book says."""

from __future__ import annotations

from decimal import Decimal

from pyclient.wire import JsonValue
from tests.model.book import Refused, Row

# What only a sale has.
_IDS = (
    *("msg", "invoice_id", "invoice_number", "invoice_no", "item_id", "payment_id", "batch_id"),
    "settlements",
)


def without_ids(answer: JsonValue) -> JsonValue:
    """What a quote has of a sale's answer too."""
    if isinstance(answer, list):
        return [without_ids(each) for each in answer]
    if isinstance(answer, dict):
        return {name: without_ids(each) for name, each in answer.items() if name not in _IDS}
    return answer


def difference(expected: object, found: object, where: str = "answer") -> str | None:
    """The first place where ``found`` is not as expected, as a sentence; None when there is none.

    An object may have members that nobody expects; a list may not have more elements. Decimals must have the
    same value and the same decimals (5.00 is not 5). A :class:`Row` stands for its id, and is bound to it
    here when it has none yet. A :class:`Refused` stands for problems of which one has one of its tokens.
    """
    if isinstance(expected, Refused):
        tokens = (
            {each.get("token") for each in found if isinstance(each, dict)} if isinstance(found, list) else ()
        )
        return None if expected.tokens.intersection(tokens) else f"{where} is {found!r}, expected {expected}"
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return f"{where} is {found!r}, not an object"
        for name, member in expected.items():
            if name not in found:
                return f"{where} has no member {name}"
            if problem := difference(member, found[name], f"{where}.{name}"):
                return problem
        return None
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return f"{where} is {found!r}, expected {len(expected)} elements"
        for at, (each, other) in enumerate(zip(expected, found, strict=True)):
            if problem := difference(each, other, f"{where}[{at}]"):
                return problem
        return None
    if isinstance(expected, Row):
        if expected.id is None and type(found) is int and found > 0:
            expected.id = found
        expected = expected.id
    if isinstance(expected, Decimal) and type(found) is int:
        found = Decimal(found)  # an amount of a currency without decimals
    if type(found) is not type(expected):
        return f"{where} is {found!r}, expected {expected!r}"
    same = str(found) == str(expected) if isinstance(expected, Decimal) else found == expected
    return None if same else f"{where} is {found!r}, expected {expected!r}"
