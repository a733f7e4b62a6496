"""Reading the members of a request, for the account book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.model.book import Request

TOO_MUCH = Decimal(10) ** 12


def given(request: Request, member: str) -> object:
    """A member's value; null, "" and absence are the same, for ids 0 too."""
    value = request.get(member)
    is_id = member == "created_by" or member.endswith("_id")
    return None if value == "" or (value == 0 and is_id) else value


def changed(request: Request, member: str, old: object) -> object:
    """What a member of master data becomes: an absent one stays, null clears."""
    return given(request, member) if member in request else old


def number(raw: object, decimals: int) -> Decimal | None:
    """A number with at most so many decimals, in exactly so many; None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        return None
    exact = Decimal(raw).quantize(Decimal(1).scaleb(-decimals))
    return exact if exact == raw and abs(exact) < TOO_MUCH else None


def given_date(request: Request, member: str) -> date | None:
    value = given(request, member)
    return value if isinstance(value, date) else None


def optional_text(value: object) -> str | None:
    return None if value is None else str(value)


def listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
