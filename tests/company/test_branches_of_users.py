"""Users who are limited to branches: docs/audit.md says of every writing procedure whether it asks."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import mysql.connector
import pytest

from pyclient import wire
from pyclient.deploy.session import execute
from tests.audit.test_every_procedure import table
from tests.request.test_idempotency import requests_with_key
from tests.till import CASHIER, Refusal, Till, column, line, money, number, part

MAIN, GZ = 1, 2
LOCAL, STRANGER = 2, 3  # users who work in the main branch only, and in the other one only
FORBIDDEN = Refusal(
    50177,
    f"FORBIDDEN_BRANCH: user {STRANGER} is limited to other branches and may not write in branch {MAIN}",
)


def limit(till: Till, user: int, *branches: int) -> None:
    till.call("sp_set_user_branches", {"user_id": user, "branch_ids": list(branches)})


@pytest.fixture
def shop_of_two(till: Till) -> Till:
    """Two branches; a user who is limited to each; an admin, who is the cashier of other tests."""
    execute(till.connection, "UPDATE users SET role = 'admin'")
    execute(
        till.connection,
        "INSERT INTO users (id, username, role) VALUES (%s, 'local', 'user'), (%s, 'stranger', 'admin')",
        (LOCAL, STRANGER),
    )
    assert till.call("sp_save_branch", {"code": "G", "name": "الجيزة"})["branch_id"] == GZ
    limit(till, LOCAL, MAIN)
    limit(till, STRANGER, GZ)
    return till


@contextmanager
def unlimited(till: Till, user: int) -> Iterator[None]:
    limit(till, user)
    yield
    limit(till, user, GZ)


def of_branch(procedure: str, request: Mapping[str, object], branch: int) -> dict[str, object]:
    """The request with the branch named; a branch that is changed keeps its code."""
    named = {**request, "branch_id": branch}
    return {key: named[key] for key in named if (procedure, key) != ("sp_save_branch", "code")}


def test_each_procedure_asks_as_the_table_says(shop_of_two: Till) -> None:
    till = shop_of_two
    requests = requests_with_key(till, "k")
    till.call("sp_save_till", {"code": "T9", "name": "n"})
    with unlimited(till, STRANGER):
        till.call("sp_open_shift", {"till": "T9", "opening_cash": 0, "created_by": STRANGER})
    assert requests.keys() == table().keys()
    for procedure, cells in table().items():
        assert cells["Branch"] in {"yes", "—"}, procedure
    for procedure, request in requests.items():
        of_none = procedure in {"sp_save_draft", "sp_save_branch"}
        asked = of_branch(procedure, request, MAIN) if of_none else request
        if table()[procedure]["Branch"] == "yes":
            assert till.refusal(procedure, {**asked, "created_by": STRANGER}) == FORBIDDEN, procedure
            till.call(procedure, {**asked, "created_by": LOCAL})
        else:
            till.call(procedure, {**asked, "created_by": STRANGER})


# What they post is new: in the user's own branch they may.
POST_ANYWHERE = {
    "sp_save_invoice",
    "sp_save_draft",
    "sp_save_order",
    "sp_wallet_move",
    "sp_post_purchase",
    "sp_save_supplier_opening",
    "sp_pay_supplier",
    "sp_adjust_stock",
    "sp_post_voucher",
    "sp_save_till",
    "sp_save_branch",
    "sp_daily_closing",
}


def test_a_document_of_another_branch_is_not_changed_by_one_of_the_own(shop_of_two: Till) -> None:
    till = shop_of_two
    for procedure, request in requests_with_key(till, "k").items():
        if table()[procedure]["Branch"] != "yes" or procedure in {
            *("sp_open_shift", "sp_pos_sale", "sp_cash_move", "sp_close_shift"),  # tills have their branch
        }:
            continue
        moved = {**of_branch(procedure, request, GZ), "created_by": STRANGER}
        if procedure in POST_ANYWHERE:
            till.call(procedure, moved)
        else:
            assert till.refusal(procedure, moved) == FORBIDDEN, procedure


def test_a_branch_is_changed_by_whoever_may_write_in_it(shop_of_two: Till) -> None:
    till = shop_of_two
    center = till.call("sp_save_cost_center", {"code": "SHOP", "name": "م"})["cost_center_id"]
    stranger = {"created_by": STRANGER}
    for change in ({"name": "x"}, {"code": "X"}, {"cost_center_id": center}, {"cost_center_id": 99}):
        assert till.refusal("sp_save_branch", {"branch_id": MAIN, **change, **stranger}) == FORBIDDEN
    till.call("sp_save_branch", {"branch_id": GZ, "cost_center_id": center, **stranger})
    # one that is not there is unknown, whoever asks, and a new one belongs to nobody yet
    unknown = till.refusal("sp_save_branch", {"branch_id": 99, "name": "x", **stranger})
    assert unknown is not None
    assert unknown.token == "UNKNOWN_BRANCH"
    till.call("sp_save_branch", {"code": "NEW", "name": "n", **stranger})


def test_the_branch_is_asked_before_anything_is_said_of_a_document(shop_of_two: Till) -> None:
    till = shop_of_two
    customer, product = till.customer(), till.product((50, 1))
    sale = till.sell(customer, line(product, 2, 10))
    paid = till.sell(customer, line(product, 2, 10), status="paid")
    till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    stranger = {"created_by": STRANGER, "branch_id": GZ}
    for procedure, request in {
        "sp_cancel_invoice": {"invoice_id": sale["invoice_id"]},
        "sp_revert_invoice": {"invoice_id": sale["invoice_id"]},
        "sp_mark_invoice_paid": {"invoice_id": paid["invoice_id"]},
        "sp_return_items": {"invoice_id": sale["invoice_id"], "all": True},
        "sp_amend_invoice": {"invoice_id": sale["invoice_id"], "notes": "x"},
    }.items():
        assert till.refusal(procedure, {**request, **stranger}) == FORBIDDEN, procedure
    missing = till.refusal("sp_cancel_invoice", {"invoice_id": 999, **stranger})
    assert missing is not None
    assert missing.token == "UNKNOWN_INVOICE"


def test_a_payment_that_comes_to_a_document_of_another_branch(shop_of_two: Till) -> None:
    till = shop_of_two
    customer, product = till.customer(), till.product((50, 1))
    stranger = {"created_by": STRANGER, "branch_id": GZ}
    own = till.sell(customer, line(product, 1, 10), **stranger)
    foreign = till.sell(customer, line(product, 1, 10))
    note = till.call(
        "sp_save_debit_note",
        {
            "customer_id": customer,
            "source_invoice_id": foreign["invoice_id"],
            "reference_type": "penalty",
            "items": [{"description": "ش", "quantity": 1, "unit_price": 5}],
        },
    )
    till.pay(customer_id=customer, amount=4, **stranger)
    listed = [{"invoice_id": own["invoice_id"]}, {"invoice_id": foreign["invoice_id"]}]
    for target in (
        {"customer_id": customer, "amount": 7},
        {"invoices": listed, "amount": 16},
        {"debit_note_id": note["debit_note_id"], "amount": 1},
    ):
        assert till.refusal("sp_add_payment", {**target, **stranger}) == FORBIDDEN
    # the money of another branch, on an invoice of the own one
    paid = till.pay(invoice_id=own["invoice_id"], amount=6)
    voided = {"payment_id": column(paid, "allocations", "payment_id")[0], **stranger}
    assert till.refusal("sp_void_payment", voided) == FORBIDDEN
    # and the other way round
    elsewhere = till.pay(invoice_id=foreign["invoice_id"], amount=1, branch_id=GZ)
    voided = {"payment_id": column(elsewhere, "allocations", "payment_id")[0], **stranger}
    for procedure, request in (
        ("sp_void_payment", voided),
        ("sp_set_payment_status", {**voided, "status": "refunded"}),
        ("sp_set_payment_status", {**voided, "status": "failed"}),
    ):
        assert till.refusal(procedure, request) == FORBIDDEN


def test_tills_drafts_and_shifts_of_another_branch(shop_of_two: Till) -> None:
    till = shop_of_two
    stranger = {"created_by": STRANGER}
    till.call("sp_save_till", {"code": "T1", "name": "n"})
    draft = till.call("sp_save_draft", {"branch_id": MAIN})["draft_id"]
    customer, product = till.customer(), till.product((50, 1))
    sale = {"customer_id": customer, "items": [line(product)], "branch_id": GZ}
    for procedure, request in (
        ("sp_save_till", {"till_id": 1, "name": "x"}),
        ("sp_open_shift", {"till_id": 1, "opening_cash": 0, "branch_id": GZ}),
        ("sp_save_draft", {"draft_id": draft, "branch_id": GZ}),
        ("sp_save_draft", {"draft_id": draft}),
        ("sp_save_invoice", {**sale, "draft_id": draft}),
    ):
        assert till.refusal(procedure, {**request, **stranger}) == FORBIDDEN, procedure
    # without a branch a draft belongs to none, and is no sale yet
    loose = till.call("sp_save_draft", {"customer_id": customer, "items": [line(product)], **stranger})
    assert column(loose, "problems", "token") == ["FORBIDDEN_BRANCH"]
    # the shift that was opened before the limit is closed by somebody else
    with unlimited(till, STRANGER):
        shift = part(till.call("sp_open_shift", {"till": "T1", "opening_cash": 0, **stranger}), "shift")["id"]
    assert till.refusal("sp_close_shift", {"counted": {"cash": 0}, **stranger}) == FORBIDDEN
    till.call("sp_close_shift", {"shift_id": shift, "counted": {"cash": 0}})


def test_a_quote_says_so_and_still_counts(shop_of_two: Till) -> None:
    till = shop_of_two
    asked = {"customer_id": till.customer(), "items": [line(till.product((5, 1)), 2, 10)]}
    quote = till.call("sp_quote_invoice", {**asked, "created_by": STRANGER})
    assert column(quote, "problems", "token") == ["FORBIDDEN_BRANCH"]
    assert quote["total_after"] == 20
    own = till.call("sp_quote_invoice", {**asked, "created_by": STRANGER, "branch_id": GZ})
    assert own["problems"] == []


def test_setting_the_branches_of_a_user(shop_of_two: Till) -> None:
    till = shop_of_two

    def refused(**members: object) -> str:
        request: Mapping[str, object] = {"user_id": LOCAL, "branch_ids": [GZ], **members}
        refusal = till.refusal("sp_set_user_branches", request)
        return refusal.text if refusal else ""

    shown = till.call("sp_set_user_branches", {"user_id": LOCAL, "branch_ids": [GZ, MAIN]})["user"]
    local = {
        "id": LOCAL,
        "username": "local",
        "role": "user",
        "active": True,
        "branch_ids": [MAIN, GZ],
        "permissions": [],
    }
    assert shown == local
    assert till.call("sp_list_users", {"user_id": LOCAL})["users"] == [local]
    assert column(till.call("sp_list_users", "{}"), "users", "branch_ids")[1:] == [[], [MAIN, GZ], [GZ]]
    page = till.call("sp_list_users", {"limit": 1, "after": CASHIER})
    assert (column(page, "users", "id"), page["next_after"]) == ([LOCAL], LOCAL)
    assert till.rows(
        "SELECT user_id, document_id, values_before, values_after FROM audit_log"
        " WHERE action = 'set_branches' ORDER BY id DESC LIMIT 1"
    ) == [
        (
            CASHIER,
            LOCAL,
            '{"username":"local","branch_ids":[1],"permissions":[]}',
            '{"username":"local","branch_ids":[1,2],"permissions":[]}',
        )
    ]
    no_admin = f"FORBIDDEN_BRANCH: user {LOCAL} is no admin: the branches of users are set by admins"
    assert refused(created_by=LOCAL) == no_admin
    assert refused(user_id=9) == "VALIDATION: user_id is not valid: 9"
    assert refused(branch_ids=[GZ, 9]) == "VALIDATION: branch_ids[2] is not valid: 9"
    assert refused(branch_ids=[GZ, GZ]) == "VALIDATION: branch_ids[2] is not valid: 2"
    assert refused(branch_ids=None) == "VALIDATION: branch_ids is required"
    assert refused(branch_ids="x") == "VALIDATION: branch_ids is not valid: x"
    assert refused(branch_ids=["x"]) == "VALIDATION: branch_ids[1] is not valid: x"
    assert refused(branch_ids=list(range(1, 1002))).startswith("TOO_MANY_ITEMS")
    limit(till, LOCAL)
    assert till.call("sp_list_users", {"user_id": LOCAL})["users"] == [{**local, "branch_ids": []}]
    till.sell(till.customer(), line(till.product((5, 1))), branch_id=GZ, created_by=LOCAL)


def test_limits_hold_in_every_company(shop_of_two: Till) -> None:
    """A branch that does not exist in the customer's company is unknown, whoever asks."""
    till = shop_of_two
    customer, product = till.customer(), till.product((5, 1))
    unknown = till.refusal(
        "sp_save_invoice",
        {"customer_id": customer, "items": [line(product)], "branch_id": 99, "created_by": STRANGER},
    )
    assert unknown is not None
    assert unknown.token == "UNKNOWN_BRANCH"
    sale = till.sell(customer, line(product), status="paid", branch_id=GZ, created_by=STRANGER)
    returned = {"invoice_id": number(sale["invoice_id"]), "all": True, "created_by": STRANGER}
    assert till.refusal("sp_return_items", returned) == FORBIDDEN  # posted in the main branch
    till.call("sp_return_items", {**returned, "branch_id": GZ, "refund": "cash"})
    assert till.refusal("sp_add_payment", {"customer_id": customer, **money(1)}) != FORBIDDEN


def test_an_open_shift_of_a_branch_that_was_forbidden_meanwhile_takes_nothing_more(shop_of_two: Till) -> None:
    till = shop_of_two
    till.call("sp_save_till", {"code": "T9", "name": "n"})
    with unlimited(till, STRANGER):
        till.call("sp_open_shift", {"till": "T9", "opening_cash": 0, "created_by": STRANGER})
    sale = {"customer_id": till.customer(), "items": [line(till.product(keeps_stock=False), 1, 5)]}
    request = {**sale, "branch_id": GZ, "created_by": STRANGER}
    assert till.refusal("sp_save_invoice", request) == FORBIDDEN
    till.call("sp_close_shift", {"shift_id": 1, "counted": {"cash": 0}})
    till.call("sp_save_invoice", request)


def test_an_order_of_another_branch_tells_not_whose_it_is(shop_of_two: Till) -> None:
    till = shop_of_two
    customer, other, product = till.customer(), till.customer(name="س"), till.product(keeps_stock=False)
    request = {"customer_id": customer, "items": [line(product, 1, 5)]}
    order = till.call("sp_save_order", request)["order_id"]
    for guess in (customer, other):
        asked = {**request, "customer_id": guess, "order_id": order, "created_by": STRANGER}
        assert till.refusal("sp_save_order", asked) == FORBIDDEN


def test_a_draft_is_asked_for_its_branch_once_it_is_locked(shop_of_two: Till) -> None:
    till = shop_of_two
    draft = till.call("sp_save_draft", {"branch_id": GZ, "items": []})["draft_id"]
    delete = wire.encode({"draft_id": draft, "created_by": STRANGER})
    with closing(till.shop.connect()) as mover, ThreadPoolExecutor(1) as pool:
        execute(mover, "START TRANSACTION")
        execute(mover, f"UPDATE invoice_drafts SET branch_id = {MAIN} WHERE id = {draft}")
        refused = pool.submit(till.call, "sp_delete_draft", delete)
        time.sleep(1)
        assert not refused.done()
        mover.commit()
        with pytest.raises(mysql.connector.Error, match="FORBIDDEN_BRANCH"):
            refused.result()
