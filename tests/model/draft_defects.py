"""Planted defects of drafts, and their witnesses: see tests/model/planted_defects.py.

Witnesses look at what calls are refused for and at what a draft holds; at what else calls do the book.
"""

from __future__ import annotations

from typing import cast

import mysql.connector

from pyclient import wire
from pyclient.wire import JsonValue
from tests.model.book import Request
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError
from tests.shop import call_text


def asked(counter: Counter, procedure: str, request: Request | int) -> tuple[str, dict[str, JsonValue]]:
    """A token and nothing, or no token and the answer, of a call that the book does not make."""
    if not isinstance(request, int):
        request = {**request, "created_by": counter.till.user_id}
    text = str(request) if isinstance(request, int) else counter.till.text(request)
    try:
        answer = wire.parse(call_text(counter.till.connection, procedure, text))
    except mysql.connector.Error as error:
        return str(error.msg).partition(":")[0], {}
    return "", cast(dict[str, JsonValue], answer)


def kept(counter: Counter, **members: object) -> int:
    """A draft's id."""
    answer = counter.till.call("sp_save_draft", members)
    assert answer
    return cast(int, answer["draft_id"])


def expect(counter: Counter, token: str, procedure: str, request: Request | int) -> None:
    found, _ = asked(counter, procedure, request)
    if found != token:
        raise MismatchError(f"{token} was expected of {procedure}, found {found or 'an answer'}")


# -- witnesses


def a_draft_is_sold_once(counter: Counter) -> None:
    counter.receive("5", "4")
    draft = kept(counter, **counter.sale("1"))
    counter.sell("1", draft_id=draft)
    expect(counter, "DRAFT_CONSUMED", "sp_save_invoice", counter.sale("1", draft_id=draft))
    expect(counter, "DRAFT_CONSUMED", "sp_delete_draft", {"draft_id": draft})


def two_tills_sell_one_draft_at_once(counter: Counter) -> None:
    counter.receive("5", "4")
    request = counter.sale("1", draft_id=kept(counter))
    first, second = counter.at_once("INV", [("sp_save_invoice", request)] * 2)
    if not first.startswith("{") or second != "DRAFT_CONSUMED":
        raise MismatchError(f"a sale, then DRAFT_CONSUMED: expected; found {first}, {second}")
    counter.till.compares_state = False  # the book has not seen these calls


def a_draft_stays_in_its_company(counter: Counter) -> None:
    counter.receive("5", "4")
    theirs = kept(counter, branch_id=counter.till.book.companies[1].main.id)
    expect(counter, "UNKNOWN_DRAFT", "sp_save_invoice", counter.sale("1", draft_id=theirs))
    own = kept(counter, customer_id=counter.customer)
    counter.sell("1", draft_id=own)


def the_last_cart_counts(counter: Counter) -> None:
    draft = kept(counter, notes="a", name="n")
    kept(counter, draft_id=draft, notes="b")
    _, shown = asked(counter, "sp_get_draft", draft)
    if shown["request"] != {"notes": "b", "created_by": counter.till.user_id} or shown["name"] != "n":
        raise MismatchError(f"the draft holds {shown}")


def a_deletion_is_written_down(counter: Counter) -> None:
    draft = kept(counter, notes="a", request_id=f"{counter.till.name}-draft")
    expect(counter, "", "sp_delete_draft", {"draft_id": draft})
    expect(counter, "UNKNOWN_DRAFT", "sp_get_draft", draft)
    if counter.shop.violations():
        raise MismatchError(f"checks find {counter.shop.violations()}")


def a_draft_stays_its_company_s(counter: Counter) -> None:
    """Though its customer is taken off it again."""
    counter.till.call("sp_save_draft", {"customer_id": counter.customer, "name": "n"})
    counter.till.call("sp_save_draft", {"draft_id": counter.till.book.drafts[0].id, "customer_id": None})


DEFECTS = (
    Defect(
        "a draft is sold as often as one asks",
        (("_lock_draft", "IF v_invoice_id IS NOT NULL THEN", "IF FALSE THEN"),),
        a_draft_is_sold_once,
    ),
    Defect(
        "a sale does not note the draft that it was",
        (
            (
                "_sell",
                "IF v_draft_id IS NOT NULL THEN CALL _consume_draft",
                "IF FALSE THEN CALL _consume_draft",
            ),
        ),
        a_draft_is_sold_once,
    ),
    Defect(
        "a draft is looked at without a lock",
        (("_lock_draft", "WHERE d.id = p_draft_id FOR UPDATE", "WHERE d.id = p_draft_id"),),
        two_tills_sell_one_draft_at_once,
    ),
    Defect(
        "a draft is sold to another company's customer",
        (("_lock_draft", "v_draft_id IS NULL OR v_company_id <> p_company_id", "v_draft_id IS NULL"),),
        a_draft_stays_in_its_company,
    ),
    Defect(
        "a changed draft keeps what it was first",
        (("sp_save_draft", "request = v_request, quote", "quote"),),
        the_last_cart_counts,
    ),
    Defect(
        "a draft goes without a trace",
        (
            (
                "sp_delete_draft",
                "CALL _audit('delete', 'invoice_drafts', v_draft_id,",
                "CALL _audit('delete', 'audit_log', v_draft_id,",
            ),
        ),
        a_deletion_is_written_down,
    ),
    Defect(
        "a draft without its customer is nobody's",
        (("sp_save_draft", "company_id = COALESCE(v_company_id, company_id)", "company_id = v_company_id"),),
        a_draft_stays_its_company_s,
    ),
)
