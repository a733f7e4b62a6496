"""Requests to JSON and answers from JSON, digit for digit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyclient import wire
from pyclient.errors import UnreadableAnswerError
from pyclient.models import (
    CustomerFilter,
    CustomerRequest,
    InvoiceRequest,
    LayerTaking,
    PaymentRequest,
    PaymentRow,
    PostedPurchase,
    ProductRequest,
    ReturnedPurchase,
    SaleItem,
    StatementFilter,
    WalletMove,
)

FLOAT = 0.1


@pytest.mark.parametrize(
    "make",
    [
        lambda: WalletMove(customer_id=4, type="deposit", amount=FLOAT, created_by=1),  # type: ignore[arg-type]
        lambda: SaleItem(product_id=3, qty=FLOAT),  # type: ignore[arg-type]
        lambda: PaymentRow(amount=FLOAT),  # type: ignore[arg-type]
        lambda: PaymentRequest(customer_id=4, amount=FLOAT, created_by=1),  # type: ignore[arg-type]
        lambda: ProductRequest(selling_price=FLOAT, created_by=1),  # type: ignore[arg-type]
        lambda: InvoiceRequest(customer_id=4, items=[{"qty": FLOAT}], created_by=1),  # type: ignore[list-item]
        lambda: PaymentRow(method="mixed", parts=[{"amount": [FLOAT]}]),  # type: ignore[list-item]
    ],
)
def test_a_float_is_refused_when_the_request_is_made(make: object) -> None:
    assert callable(make)
    with pytest.raises(TypeError, match=r'is a float \(0\.1\): pass Decimal\("0\.1"\)'):
        make()


def test_a_float_in_plain_members_is_refused() -> None:
    with pytest.raises(TypeError, match=r"request\.items\[0\]\.qty is a float"):
        wire.encode({"items": [{"qty": FLOAT}]})


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_a_decimal_travels_both_ways_unchanged(amount: Decimal) -> None:
    sent = json.loads(wire.encode({"amount": amount}))["amount"]
    assert isinstance(sent, str)
    assert "E" not in sent.upper()
    assert Decimal(sent) == amount
    assert wire.parse(f'{{"amount": {amount:f}}}') == {"amount": amount}


def test_an_exponent_is_written_out() -> None:
    assert wire.encode({"amount": Decimal("1E+3")}) == '{"amount":"1000"}'


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_refused(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="is no amount"):
        wire.encode({"amount": amount})


def test_a_broken_letter_is_refused_here_and_not_by_the_driver() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        wire.encode({"notes": "\ud800"})


def test_a_whole_request() -> None:
    request = InvoiceRequest(
        customer_id=4,
        items=[SaleItem(product_id=3, qty="50", selling_price=Decimal("42.00"), row_id="r1")],
        status="partial",
        payments=[PaymentRow(amount=1000, notes="دفعة")],
        due_date=date(2025, 12, 31),
        created_by=1,
    )
    assert json.loads(wire.encode(request)) == {
        "customer_id": 4,
        "items": [{"product_id": 3, "qty": "50", "selling_price": "42.00", "row_id": "r1"}],
        "status": "partial",
        "payments": [{"amount": 1000, "notes": "دفعة"}],
        "due_date": "2025-12-31",
        "created_by": 1,
    }


def test_a_change_sends_what_is_cleared_and_leaves_out_what_stays() -> None:
    change = CustomerRequest(customer_id=4, address=None, created_by=1)
    assert json.loads(wire.encode(change)) == {"customer_id": 4, "address": None, "created_by": 1}


def test_members_whose_names_python_keeps() -> None:
    wanted = StatementFilter(customer_id=4, from_date=date(2025, 12, 1), limit=5)
    assert json.loads(wire.encode(wanted)) == {"customer_id": 4, "from": "2025-12-01", "limit": 5}


def test_false_is_sent() -> None:
    assert json.loads(wire.encode(CustomerFilter(active=False))) == {"active": False, "limit": 50}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Every kind of member that answers have."""

    amount: Decimal
    day: date
    at: datetime
    ok: bool
    takings: tuple[LayerTaking, ...]
    parent: LayerTaking | None
    cursor: int | str | None = None
    note: str = ""


ANSWER = (
    '{"amount": 5172.70, "day": "2025-12-15", "at": "2025-12-15T22:30:00Z", "ok": true,'
    ' "takings": [{"batch_id": 22, "qty": 35.0000, "cost": 1102.50}], "parent": null%s}'
)


def test_every_kind_of_member_is_read() -> None:
    answer = wire.decode(Answer, ANSWER % "")
    assert str(answer.amount) == "5172.70"
    assert answer.day == date(2025, 12, 15)
    assert answer.at == datetime(2025, 12, 15, 22, 30, tzinfo=UTC)
    assert answer.ok is True
    assert answer.takings == (LayerTaking(batch_id=22, qty=Decimal(35), cost=Decimal("1102.50")),)
    assert (answer.parent, answer.cursor, answer.note) == (None, None, "")


def test_members_that_this_client_does_not_know_are_ignored() -> None:
    assert wire.decode(Answer, ANSWER % ', "new_in_2.0": {"x": [1]}').note == ""


def test_null_for_an_optional_member_takes_its_default() -> None:
    assert wire.decode(Answer, ANSWER % ', "note": null').note == ""


@pytest.mark.parametrize("cursor", [17, "2025-12-15/17"])
def test_a_cursor_is_kept_as_it_comes(cursor: int | str) -> None:
    assert wire.decode(Answer, ANSWER % f', "cursor": {json.dumps(cursor)}').cursor == cursor


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ('{"day": "2025-12-15"}', "no member amount in Answer"),
        (ANSWER.replace("5172.70", "true") % "", "Answer.amount is True"),
        (ANSWER.replace("5172.70", '"five"') % "", "Answer.amount is 'five'"),
        (ANSWER.replace("22:30:00Z", "22:30:00") % "", "Answer.at is"),
        (ANSWER.replace("35.0000", "null") % "", r"Answer.takings\[0\].qty is None"),
        ("[]", "Answer is "),
    ],
)
def test_an_answer_that_cannot_be_read_says_which_member(broken: str, complaint: str) -> None:
    with pytest.raises(UnreadableAnswerError, match=complaint):
        wire.decode(Answer, broken)


def test_a_page_of_a_list() -> None:
    page = wire.decode_page(
        LayerTaking, "rows", '{"rows": [{"batch_id": 1, "qty": 2, "cost": 3}], "next_after": 9}'
    )
    assert (len(page.rows), page.next_after) == (1, 9)
    with pytest.raises(UnreadableAnswerError, match="next_after"):
        wire.decode_page(LayerTaking, "rows", '{"rows": [], "next_after": [1]}')


def test_an_answer_that_was_kept_before_bills_had_taxes_is_read() -> None:
    """A request that is sent again gets its first answer, also one of an older release."""
    posted = wire.decode(
        PostedPurchase,
        '{"ok":true,"msg":"","bill_id":6,"purchase_no":"PO-20251215-0006","bill_no":null,"supplier_id":null,'
        '"total":25.00,"paid_amount":0.00,"items":[{"batch_id":6,"product_id":1,"qty":7.5000,'
        '"unit_cost":3.333333,"value":25.00,"received_at":"2025-12-15"}],"payments":[],"supplier":null}',
    )
    assert (posted.tax_total, posted.items[0].tax_amount) == (Decimal(0), Decimal(0))
    assert not posted.taxes
    sent_back = wire.decode(
        ReturnedPurchase,
        '{"ok":true,"msg":"","return_id":1,"return_no":"PRET-20251215-0001","bill_id":6,"purchase_no":"x",'
        '"value":3.33,"items":[{"batch_id":6,"product_id":1,"qty":1.0000,"cost":3.33}],'
        '"refunded_amount":0.00,"refunds":[],"supplier":null}',
    )
    assert (sent_back.tax_amount, sent_back.items[0].tax_amount) == (Decimal(0), Decimal(0))
