"""A shop with offers: how a test writes them down and what a sale was given."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from pyclient.wire import JsonValue
from tests.till import Answer, Till, number, rows_of

_codes = count(1)


def offer(till: Till, gives: str, value: object = None, **members: object) -> int:
    """A new offer's id."""
    code = f"O{next(_codes)}"
    request = {"code": code, "name": f"عرض {code}", "gives": gives, "value": value, **members}
    return number(till.call("sp_save_offer", request)["offer_id"])


def coupon(till: Till, code: str, gives: str | None = None, value: object = None, **members: object) -> int:
    """A new coupon's id."""
    request = {"code": code, "name": f"كوبون {code}", "gives": gives, "value": value, **members}
    return number(till.call("sp_save_coupon", request)["coupon_id"])


@dataclass(frozen=True)
class Given:
    """What a sale was given: offer or coupon, the line's place (None: the invoice), and the amount."""

    line_no: int | None
    amount: Decimal
    offer: int | None = None
    coupon: int | None = None


def given(answer: Answer) -> list[Given]:
    return [
        Given(
            None if row["line_no"] is None else number(row["line_no"]),
            Decimal(str(row["amount"])),
            None if row["offer_id"] is None else number(row["offer_id"]),
            None if row["coupon_id"] is None else number(row["coupon_id"]),
        )
        for row in rows_of(answer["offers"])
    ]


def totals(answer: Answer) -> list[JsonValue]:
    return [row["total_price"] for row in rows_of(answer["items"])]
