"""Drafts: what the till sent is kept as it came, changed, listed, deleted, and sold once."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pyclient import wire
from pyclient.deploy.session import fetch
from pyclient.wire import JsonValue
from tests.till import CASHIER, Answer, Refusal, Till, column, line, money, number, part, rows_of

OTHER = 2
MISSING = 999999


@pytest.fixture
def two_users(till: Till) -> Till:
    till.rows("INSERT INTO users (id, username, role) VALUES (%s, 'second', 'user')", OTHER)
    return till


def keep(till: Till, **members: object) -> int:
    """A draft's id."""
    return number(till.call("sp_save_draft", members)["draft_id"])


def stored(till: Till, draft: int) -> Answer:
    return till.call("sp_get_draft", draft)


def listed(till: Till, **wanted: object) -> list[JsonValue]:
    return column(till.call("sp_list_drafts", wire.encode(wanted)), "drafts", "draft_id")


def unknown(draft: int) -> Refusal:
    return Refusal(50170, f"UNKNOWN_DRAFT: there is no draft {draft}")


def consumed(draft: int, invoice: object) -> Refusal:
    return Refusal(50171, f"DRAFT_CONSUMED: draft {draft} was sold already, as invoice {invoice}")


# --- kept


def test_a_draft_moves_nothing_and_is_found_again(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 4), selling_price="42.50")
    cart = {
        "customer_id": customer,
        "items": [line(product, "2", row_id="r1"), line(product, 1, "40", row_id="r2")],
        "discount_value": "5",
        "name": "سلة أحمد",
    }
    before = {table: till.count(table) for table in ("journal_entries", "invoices_out", "number_series_days")}
    answer = till.call("sp_save_draft", {**cart, "request_id": "d-1", "csrf_token": "secret"})
    assert {table: till.count(table) for table in before} == before
    assert till.rows("SELECT remaining FROM batches") == [(5,)]
    draft = number(answer["draft_id"])
    quote = till.call("sp_quote_invoice", cart)
    assert answer == {**quote, "draft_id": draft, "msg": "تم حفظ المسودة بنجاح."}
    shown = stored(till, draft)
    assert shown["request"] == {"created_by": CASHIER, **cart}
    assert shown["quote"] == quote
    assert (shown["name"], shown["customer_id"], shown["company_id"]) == ("سلة أحمد", customer, 1)
    assert (shown["created_by"], shown["updated_by"], shown["revision"]) == (CASHIER, CASHIER, 1)
    assert (shown["branch_id"], shown["invoice_id"]) == (None, None)
    assert "secret" not in repr(till.rows("SELECT * FROM invoice_drafts"))


# What is taken out of a request must leave every other letter of it.
AS_SENT: dict[str, tuple[str, str]] = {
    "last": ('{"created_by": 1, "x": 5.10,\n "request_id" : "k" }', '{"created_by": 1, "x": 5.10}'),
    "first": ('{"csrf_token":"t","created_by":1, "b":1,"a":2}', '{"created_by":1, "b":1,"a":2}'),
    "in the middle": (
        '{ "created_by":1,\t"request_id":\n"k",\r\n"x":"٥"}',
        '{ "created_by":1,\t\r\n"x":"٥"}',
    ),
    "all of them": (
        '{"created_by":1,"draft_id":null,"request_id":"k","z":1e2,"csrf_token":17}',
        '{"created_by":1,"z":1e2}',
    ),
    "none": ('{"created_by": 1, "x": 1.0, "x2": "\\u0041 \\" , \\\\"}',) * 2,
    "in a text only": ('{"created_by":1,"notes":"\\"csrf_token\\":\\"t\\","}',) * 2,
    "in a line only": ('{"created_by":1,"items":[{"request_id":"k"}]}',) * 2,
}


@pytest.mark.parametrize("name", AS_SENT)
def test_a_request_is_kept_letter_by_letter(till: Till, name: str) -> None:
    sent, kept = AS_SENT[name]
    draft = till.call("sp_save_draft", sent)["draft_id"]
    assert till.rows("SELECT request FROM invoice_drafts WHERE id = %s", draft) == [(kept,)]
    assert f'"request":{kept},' in till.text("sp_get_draft", number(draft))


@pytest.mark.parametrize(
    "sent",
    [
        '{"created_by":1,"items":[{"request_id":"k"}],"request_id":"k"}',
        '{"created_by":1,"request_id":"k","items":[{"request_id":"k"}]}',
        '{"created_by":1,"request_id":"k","csrf_token":{"a":[1,{"csrf_token":2}]},"items":[{"request_id":"k"}]}',
        '{"created_by":1,"csrf_token":"a\\"b","items":[{"request_id":"k"}]}',
        '{"items":[{"request_id":"k"}],"csrf_token":"' + "x" * 2000 + '","created_by":1}',
    ],
)
def test_only_the_requests_own_members_are_taken_out(till: Till, sent: str) -> None:
    draft = till.call("sp_save_draft", sent)["draft_id"]
    assert stored(till, number(draft))["request"] == {"created_by": 1, "items": [{"request_id": "k"}]}


def test_lists_that_came_as_texts_stay_texts(till: Till) -> None:
    product = till.product((5, 4))
    items = json.dumps([line(product, 2), line(product, 1)])
    draft = keep(till, items=items, payments="[]")
    assert part(stored(till, draft), "request")["items"] == items
    assert column(till.call("sp_list_drafts", "{}"), "drafts", "line_count") == [2]


@pytest.mark.parametrize(
    "cart",
    [
        {},
        {"customer_id": None, "items": []},
        {"customer_id": "abc", "items": "not a list"},
        {"customer_id": MISSING, "branch_id": MISSING, "items": [{}]},
        {
            "customer_id": [],
            "branch_id": {},
            "items": [{"product_id": 1}, {"qty": 2}, {"product_id": MISSING}],
        },
        {"items": [{"product_id": 1, "qty": "", "selling_price": "x"}], "payments": 5, "status": "?"},
        {
            "items": [7, None, "x"],
            "discount_type": "x",
            "due_date": "x",
            "due_days": "x",
            "work_order_id": "x",
        },
    ],
)
def test_what_is_incomplete_or_wrong_is_kept_too(till: Till, cart: dict[str, object]) -> None:
    till.product((5, 4))
    answer = till.call("sp_save_draft", cart)
    assert answer["ok"] is True
    assert rows_of(answer["problems"]) != []
    shown = stored(till, number(answer["draft_id"]))
    assert shown["request"] == {"created_by": CASHIER, **cart}
    assert (shown["customer_id"], shown["branch_id"], shown["company_id"]) == (None, None, None)


def test_a_large_cart(till: Till) -> None:
    product = till.product((5000, 4))
    empty = {"created_by": CASHIER, "items": [line(product, 1, row_id=f"r{n}") for n in range(1000)]}
    room = 2**20 - len(wire.encode({**empty, "notes": ""}).encode())
    cart = {**empty, "notes": "x" * room}
    assert len(wire.encode(cart).encode()) == 2**20
    answer = till.call("sp_save_draft", wire.encode(cart))
    assert len(rows_of(answer["items"])) == 1000
    assert till.rows("SELECT LENGTH(request), line_count FROM invoice_drafts") == [(2**20, 1000)]
    assert stored(till, number(answer["draft_id"]))["request"] == cart
    refused = till.refusal("sp_save_draft", wire.encode({**cart, "notes": "x" * (room + 1)}))
    assert refused
    assert refused.text == "VALIDATION: the request is larger than 1 MiB: 1048577 bytes"
    refused = till.refusal("sp_save_draft", {"items": [line(product)] * 1001})
    assert refused
    assert refused.token == "TOO_MANY_ITEMS"


def test_whose_draft_it_is(till: Till) -> None:
    customer = till.customer()
    branch = part(till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"}), "branch")["id"]

    def place(**members: object) -> tuple[JsonValue, ...]:
        shown = stored(till, keep(till, **members))
        return tuple(shown[name] for name in ("company_id", "branch_id", "customer_id"))

    assert place() == (None, None, None)
    assert place(branch_id=branch) == (1, branch, None)
    assert place(customer_id=f" {customer} ") == (1, None, customer)
    assert place(customer_id=customer, branch_id=branch) == (1, branch, customer)
    assert place(customer_id=customer, branch_id=MISSING) == (1, None, customer)


# --- changed


def test_what_is_sent_takes_the_place_of_what_was(two_users: Till) -> None:
    till = two_users
    customer, product = till.customer(), till.product((5, 4))
    draft = keep(till, customer_id=customer, items=[line(product, 2)], name="أ", notes="n")
    same = keep(till, draft_id=draft, items=[line(product, 3, row_id="r")], created_by=OTHER)
    assert same == draft
    shown = stored(till, draft)
    assert shown["request"] == {"created_by": OTHER, "items": [line(product, 3, row_id="r")]}
    assert (shown["created_by"], shown["updated_by"], shown["revision"]) == (CASHIER, OTHER, 2)
    assert column(part(shown, "quote"), "items", "row_id") == ["r"]
    # no customer any more, but the company that it had; the name stays where it is not sent
    assert (shown["customer_id"], shown["company_id"], shown["name"]) == (None, 1, "أ")
    keep(till, draft_id=draft, name=None)
    assert stored(till, draft)["name"] is None
    keep(till, draft_id=draft, name="ب")
    assert (stored(till, draft)["name"], stored(till, draft)["revision"]) == ("ب", 4)
    assert till.count("invoice_drafts") == 1


def test_a_request_sent_again_is_answered_again(till: Till) -> None:
    request = {"items": [], "name": "أ", "request_id": "d-1"}
    first = till.text("sp_save_draft", request)
    assert till.text("sp_save_draft", request) == first
    assert till.count("invoice_drafts") == 1
    draft = number(till.call("sp_save_draft", request)["draft_id"])
    removal = {"draft_id": draft, "request_id": "d-2"}
    gone = till.text("sp_delete_draft", removal)
    # after it is gone, too
    assert till.text("sp_delete_draft", removal) == gone
    assert till.text("sp_save_draft", request) == first
    assert till.count("invoice_drafts") == 0
    refused = till.refusal("sp_save_draft", {**request, "name": "ب"})
    assert refused
    assert refused.token == "REQUEST_ID_REUSED"


def test_what_a_draft_may_not_say(till: Till) -> None:
    draft = keep(till)
    for request, text in (
        ({"created_by": None}, "VALIDATION: created_by is required"),
        ({"created_by": MISSING}, f"UNKNOWN_USER: created_by: there is no active user {MISSING}"),
        ({"draft_id": "x"}, "VALIDATION: draft_id is not valid: x"),
        ({"draft_id": -1}, "VALIDATION: draft_id is not valid: -1"),
        ({"name": {"a": 1}}, 'VALIDATION: name is not valid: {"a":1}'),
        ({"name": "x" * 151}, f"VALIDATION: name is longer than 150 characters: {'x' * 70}"),
        ({"draft_id": draft + 1}, unknown(draft + 1).text),
    ):
        refused = till.refusal("sp_save_draft", request)
        assert refused
        assert refused.text.replace('": ', '":').startswith(text)


# --- listed


def test_lists(two_users: Till) -> None:
    till = two_users
    customer, other, product = (
        till.customer(name="محمد"),
        till.customer(),
        till.product((50, 4), selling_price="2.5"),
    )
    branch = part(till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"}), "branch")["id"]
    first = keep(till, customer_id=customer, items=[line(product, 3)], name="طاولة 7")
    second = keep(till, customer_id=other, items=[line(product)], created_by=OTHER)
    third = keep(till, branch_id=branch, name="طاولة 8")
    sold = till.sell(customer, line(product), draft_id=(gone := keep(till, customer_id=customer)))
    assert listed(till) == [third, second, first]
    assert listed(till, customer_id=customer) == [first]
    assert listed(till, created_by=OTHER) == [second]
    assert listed(till, created_by=CASHIER) == [third, first]
    assert listed(till, branch_id=branch) == [third]
    assert listed(till, search="طاولة") == [third, first]
    assert listed(till, search="%") == []
    assert listed(till, draft_id=second) == [second]
    assert listed(till, consumed=False) == [third, second, first]
    assert listed(till, consumed=True) == [gone]
    assert listed(till, consumed=True, customer_id=other) == []
    page = till.call("sp_list_drafts", '{"limit": 2}')
    assert (column(page, "drafts", "draft_id"), page["next_after"]) == ([third, second], second)
    rest = till.call("sp_list_drafts", wire.encode({"limit": 2, "after": second}))
    assert (column(rest, "drafts", "draft_id"), rest["next_after"]) == ([first], None)
    (row,) = rows_of(till.call("sp_list_drafts", wire.encode({"draft_id": first}))["drafts"])
    shown = stored(till, first)
    assert row == {
        **{name: shown[name] for name in ("draft_id", "name", "branch_id", "customer_id", "invoice_id")},
        **{
            name: shown[name] for name in ("created_by", "updated_by", "created_at", "updated_at", "revision")
        },
        "customer_name": "محمد",
        "line_count": 1,
        "total_after": part(shown, "quote")["total_after"],
    }
    assert '"total_after":7.50,' in till.text("sp_list_drafts", wire.encode({"draft_id": first}))
    (row,) = rows_of(till.call("sp_list_drafts", '{"consumed": true}')["drafts"])
    assert row["invoice_id"] == sold["invoice_id"]
    for wanted, text in (
        ("[]", "VALIDATION: the request is not one JSON object"),
        ('{"limit": 501}', "VALIDATION: limit is not valid: 501"),
        ('{"consumed": "maybe"}', "VALIDATION: consumed is not valid: maybe"),
        ('{"created_by": "x"}', "VALIDATION: created_by is not valid: x"),
    ):
        refused = till.refusal("sp_list_drafts", wanted)
        assert refused
        assert refused.text == text


# --- deleted


def test_a_draft_is_deleted_and_that_is_written_down(two_users: Till) -> None:
    till = two_users
    customer = till.customer()
    draft = keep(till, customer_id=customer, name="أ", notes="x \" ' \\ ؟")
    request = stored(till, draft)["request"]
    answer = till.call("sp_delete_draft", {"draft_id": draft, "reason": "لم يحضر", "created_by": OTHER})
    assert answer == {"ok": True, "msg": "تم حذف المسودة بنجاح.", "draft_id": draft}
    assert listed(till) == []
    ((user, action, row_id, before, after, reason),) = till.rows(
        "SELECT user_id, action, document_id, values_before, values_after, reason FROM audit_log"
        " WHERE document_table = 'invoice_drafts' AND action = 'delete'"
    )
    assert (user, action, row_id, after, reason) == (OTHER, "delete", draft, None, "لم يحضر")
    assert wire.parse(before) == {
        "name": "أ",
        "customer_id": customer,
        "created_by": CASHIER,
        "request": request,
    }
    assert till.refusal("sp_get_draft", str(draft)) == unknown(draft)
    assert till.refusal("sp_save_draft", {"draft_id": draft}) == unknown(draft)
    assert till.refusal("sp_delete_draft", {"draft_id": draft}) == unknown(draft)
    # its number is not given again
    assert keep(till) == draft + 1


def test_what_a_deletion_must_say(till: Till) -> None:
    draft = keep(till)
    for request, text in (
        ({}, "VALIDATION: draft_id is required"),
        ({"draft_id": "1x"}, "VALIDATION: draft_id is not valid: 1x"),
        (
            {"draft_id": draft, "reason": "x" * 256},
            f"VALIDATION: reason is longer than 255 characters: {'x' * 70}",
        ),
        (
            {"draft_id": draft, "created_by": MISSING},
            f"UNKNOWN_USER: created_by: there is no active user {MISSING}",
        ),
        ({"draft_id": MISSING}, unknown(MISSING).text),
    ):
        refused = till.refusal("sp_delete_draft", request)
        assert refused
        assert refused.text.startswith(text)
    for asked, text in (
        ("x", "draft_id is not valid: x"),
        ("0", "draft_id is required"),
        ("", "draft_id is required"),
    ):
        refused = till.refusal("sp_get_draft", asked)
        assert refused
        assert refused.text == f"VALIDATION: {text}"


# --- sold


def test_a_draft_is_sold_once(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 4))
    cart = {"customer_id": customer, "items": [line(product, 2, row_id="r1")]}
    draft = keep(till, **cart)
    sale = {**cart, "draft_id": draft, "request_id": "s-1"}
    sold = till.text("sp_save_invoice", sale)
    invoice = part({"x": wire.parse(sold)}, "x")["invoice_id"]
    assert stored(till, draft)["invoice_id"] == invoice
    # sent again it is the same sale; another one of the same draft is refused
    assert till.text("sp_save_invoice", sale) == sold
    assert till.refusal("sp_save_invoice", {**sale, "request_id": "s-2"}) == consumed(draft, invoice)
    assert till.refusal("sp_save_invoice", {**sale, "request_id": None}) == consumed(draft, invoice)
    assert till.refusal("sp_save_draft", {**cart, "draft_id": draft}) == consumed(draft, invoice)
    assert till.refusal("sp_delete_draft", {"draft_id": draft}) == consumed(draft, invoice)
    assert (till.count("invoices_out"), till.count("invoice_drafts")) == (1, 1)
    # what happens to the invoice later does not open it again
    till.call("sp_cancel_invoice", {"invoice_id": invoice})
    assert till.refusal("sp_save_invoice", {**sale, "request_id": "s-3"}) == consumed(draft, invoice)


def test_the_request_says_what_is_sold(till: Till) -> None:
    customer, other, product = till.customer(), till.customer(name="آخر"), till.product((9, 4))
    draft = keep(till, customer_id=customer, items=[line(product, 2)], discount_value=50)
    # without lines of its own a sale has none
    refused = till.refusal("sp_save_invoice", {"customer_id": customer, "draft_id": draft})
    assert refused
    assert refused.token == "NO_ITEMS"
    assert stored(till, draft)["invoice_id"] is None
    # the customer and the lines may have changed on the way to the till
    sold = till.sell(other, line(product, 1, 7), draft_id=draft)
    assert (sold["total_after"], part(sold, "customer")["id"]) == (7, other)
    assert stored(till, draft)["invoice_id"] == sold["invoice_id"]
    assert stored(till, draft)["customer_id"] == customer


def test_a_sale_that_fails_leaves_its_draft(till: Till) -> None:
    customer, product = till.customer(), till.product((1, 4))
    cart = {"customer_id": customer, "items": [line(product, 2)]}
    draft = keep(till, **cart)
    refused = till.refusal("sp_save_invoice", {**cart, "draft_id": draft})
    assert refused
    assert refused.token == "INSUFFICIENT_STOCK"
    assert (listed(till), stored(till, draft)["invoice_id"]) == ([draft], None)
    till.receive(product, 1, 4)
    till.call("sp_save_invoice", {**cart, "draft_id": draft})


def test_a_draft_that_is_not_there(till: Till) -> None:
    customer, product = till.customer(), till.product((9, 4))
    one = {"customer_id": customer, "items": [line(product)]}
    assert till.refusal("sp_save_invoice", {**one, "draft_id": MISSING}) == unknown(MISSING)
    wrong_ones: tuple[object, ...] = ("x", "1.5", -1, [], {}, True)
    for wrong in wrong_ones:
        refused = till.refusal("sp_save_invoice", {**one, "draft_id": wrong})
        assert refused
        assert refused.text.startswith("VALIDATION: draft_id is not valid: ")
    # null, "" and 0 are absence, as everywhere
    for none in (None, "", 0):
        till.call("sp_save_invoice", {**one, "draft_id": none})


def test_another_companys_draft(till: Till) -> None:
    till.rows(
        "INSERT INTO companies (id, code, name, currency, time_zone) VALUES (2, 'TWO', 'x', 'EGP', 'UTC')"
    )
    till.rows("INSERT INTO branches (id, company_id, code, name, main_of) VALUES (20, 2, 'M2', 'x', 2)")
    till.rows("INSERT INTO zone_offsets (zone, from_utc, offset_minutes) VALUES ('UTC', '2000-01-01', 0)")
    till.rows(
        "INSERT INTO number_series (branch_id, kind, day, last_no)"
        " SELECT 20, kind, day, 0 FROM number_series WHERE branch_id = 1"
    )
    own, theirs = till.customer(), till.customer(company_id=2)
    product = till.product((9, 4))
    other = till.product(company_id=2, product_code="T-1", keeps_stock=False)
    draft = keep(till, customer_id=theirs, items=[line(other)])
    assert stored(till, draft)["company_id"] == 2
    sale = {"customer_id": own, "items": [line(product)], "draft_id": draft}
    assert till.refusal("sp_save_invoice", sale) == unknown(draft)
    assert till.refusal("sp_save_draft", sale) == unknown(draft)
    by_branch = keep(till, branch_id=20)
    assert till.refusal("sp_save_invoice", {**sale, "draft_id": by_branch}) == unknown(by_branch)
    # one that is nobody's yet may become anybody's
    free = keep(till)
    assert (
        stored(till, number(till.call("sp_save_draft", {**sale, "draft_id": free})["draft_id"]))["company_id"]
        == 1
    )
    sold = till.sell(theirs, line(other), draft_id=draft)
    assert stored(till, draft)["invoice_id"] == sold["invoice_id"]


# --- beside others


@pytest.mark.parametrize(
    "work",
    [
        lambda till, draft: keep(till, customer_id=1, items=[line(1)]),
        lambda till, draft: keep(till, draft_id=draft, customer_id=1, items=[line(1)]),
        lambda till, draft: till.call("sp_delete_draft", {"draft_id": draft}),
        lambda till, draft: stored(till, draft),
        lambda till, draft: listed(till),
    ],
    ids=["new", "changed", "deleted", "shown", "listed"],
)
def test_no_draft_waits_for_a_sale(till: Till, work: Callable[[Till, int], object]) -> None:
    """Customer, product and batches are held as a running sale holds them."""
    till.customer()
    till.product((5, 4))
    draft = keep(till)
    selling = till.shop.connect()
    selling.start_transaction()
    for table in ("customers", "products", "batches"):
        fetch(selling, f"SELECT id FROM {table} FOR UPDATE")
    till.rows("SET SESSION innodb_lock_wait_timeout = 1")
    work(till, draft)
    selling.rollback()


def test_a_draft_and_its_payments_are_read_by_the_client_that_sells_them(till: Till) -> None:
    """A draft from one till, sold by the request that another reads of it."""
    customer, product = till.customer(), till.product((9, "4"), selling_price="12.5")
    draft = keep(
        till,
        customer_id=customer,
        items=json.dumps([line(product, "1.5", row_id="r1")]),
        payments=[money("10.75"), money(8, "card")],
        status="paid",
        discount_value="0",
    )
    request = part(stored(till, draft), "request")
    sold = till.call("sp_save_invoice", {**request, "draft_id": draft})
    assert (sold["total_after"], sold["payment_status"]) == (
        part(stored(till, draft), "quote")["total_after"],
        "paid",
    )
    assert column(sold, "items", "row_id") == ["r1"]
