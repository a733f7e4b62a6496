"""Users who are limited to calls."""

from __future__ import annotations

import pytest

from pyclient.deploy.session import execute
from tests.request.test_idempotency import requests_with_key
from tests.till import CASHIER, Refusal, Till, column, line

CLERK, OTHER_ADMIN = 2, 3


def permit(till: Till, user: int, *procedures: str, by: int = CASHIER) -> None:
    till.call("sp_set_user_permissions", {"user_id": user, "permissions": list(procedures), "created_by": by})


def denied(user: int, procedure: str) -> Refusal:
    return Refusal(50179, f"PERMISSION_DENIED: user {user} is not permitted to call {procedure}")


@pytest.fixture
def staffed(till: Till) -> Till:
    """An admin, who is the cashier of other tests, a clerk and another admin."""
    execute(till.connection, "UPDATE users SET role = 'admin'")
    execute(
        till.connection,
        "INSERT INTO users (id, username, role) VALUES (%s, 'clerk', 'user'), (%s, 'second', 'admin')",
        (CLERK, OTHER_ADMIN),
    )
    return till


def test_each_writing_procedure_asks_for_itself(staffed: Till) -> None:
    """Refused with every permission but its own, and not with its own alone."""
    till = staffed
    requests = requests_with_key(till, "k")
    for procedure, request in requests.items():
        asked = {**request, "created_by": OTHER_ADMIN}
        permit(till, OTHER_ADMIN, *(requests.keys() - {procedure}))
        if procedure != "sp_set_user_permissions":
            assert till.refusal(procedure, asked) == denied(OTHER_ADMIN, procedure), procedure
        permit(till, OTHER_ADMIN, procedure)
        till.call(procedure, asked)


def test_a_refused_call_writes_nothing_and_a_replay_is_answered(staffed: Till) -> None:
    till = staffed
    request = {
        "customer_id": till.customer(),
        "items": [line(till.product((5, 1)), 1, 10)],
        "request_id": "before",
        "created_by": CLERK,
    }
    sold = till.call("sp_save_invoice", request)
    permit(till, CLERK, "sp_save_draft")
    assert till.refusal("sp_save_invoice", {**request, "request_id": "after"}) == denied(
        CLERK, "sp_save_invoice"
    )
    assert till.rows("SELECT COUNT(*) FROM invoices_out") == [(1,)]
    assert till.rows("SELECT COUNT(*) FROM request_keys WHERE request_id = 'after'") == [(0,)]
    assert till.call("sp_save_invoice", request)["invoice_id"] == sold["invoice_id"]


def test_reading_and_quoting_are_not_limited(staffed: Till) -> None:
    till = staffed
    permit(till, CLERK, "sp_save_draft")
    asked = {
        "customer_id": till.customer(),
        "items": [line(till.product((5, 1)), 2, 10)],
        "created_by": CLERK,
    }
    assert till.call("sp_quote_invoice", asked)["problems"] == []
    assert column(till.call("sp_list_users", {"user_id": CLERK}), "users", "id") == [CLERK]


def test_who_allows_credit_needs_no_permission_to_sell(staffed: Till) -> None:
    till = staffed
    customer = till.call("sp_save_customer", {"name": "ع", "mobile": "1", "city": "م", "credit_limit": 5})[
        "customer_id"
    ]
    permit(till, OTHER_ADMIN, "sp_save_draft")
    sale = {"customer_id": customer, "items": [line(till.product((5, 1)), 1, 10)]}
    till.call("sp_save_invoice", {**sale, "created_by": CLERK, "credit_override_by": OTHER_ADMIN})


def test_setting_the_permissions_of_a_user(staffed: Till) -> None:
    till = staffed

    def refused(permissions: object, **members: object) -> str:
        request = {"user_id": CLERK, "permissions": permissions, **members}
        refusal = till.refusal("sp_set_user_permissions", request)
        return refusal.text if refusal else ""

    request = {"user_id": CLERK, "permissions": ["sp_save_invoice", "sp_add_payment"]}
    shown = till.call("sp_set_user_permissions", request)["user"]
    clerk = {
        "id": CLERK,
        "username": "clerk",
        "role": "user",
        "active": True,
        "branch_ids": [],
        "permissions": ["sp_add_payment", "sp_save_invoice"],
    }
    assert shown == clerk
    assert till.call("sp_list_users", {"user_id": CLERK})["users"] == [clerk]
    assert till.rows(
        "SELECT user_id, document_id, values_before, values_after FROM audit_log"
        " WHERE action = 'set_permissions' ORDER BY id DESC LIMIT 1"
    ) == [
        (
            CASHIER,
            CLERK,
            '{"username":"clerk","branch_ids":[],"permissions":[]}',
            '{"username":"clerk","branch_ids":[],"permissions":["sp_add_payment","sp_save_invoice"]}',
        )
    ]
    no_admin = f"PERMISSION_DENIED: user {CLERK} is no admin: the permissions of users are set by admins"
    assert refused([], created_by=CLERK) == no_admin
    assert refused([], user_id=9) == "VALIDATION: user_id is not valid: 9"
    for name in ("sp_sell", "_read_user", "sp_list_users", "SP_SAVE_INVOICE", "save_invoice"):
        assert refused(["sp_save_order", name]) == f"VALIDATION: permissions[2] is not valid: {name}"
    assert refused(["sp_save_order"] * 2) == "VALIDATION: permissions[2] is not valid: sp_save_order"
    assert refused([7]) == "VALIDATION: permissions[1] is not valid: 7"
    assert refused([None]) == "VALIDATION: permissions[1] is not valid: "
    assert refused(None) == "VALIDATION: permissions is required"
    assert refused("x") == "VALIDATION: permissions is not valid: x"
    assert till.call("sp_list_users", {"user_id": CLERK})["users"] == [clerk]
    permit(till, CLERK)
    assert till.call("sp_list_users", {"user_id": CLERK})["users"] == [{**clerk, "permissions": []}]


def test_no_shop_locks_itself_out(staffed: Till) -> None:
    """An admin without any other permission still sets permissions, the own ones, too."""
    till = staffed
    for admin in (CASHIER, OTHER_ADMIN):
        permit(till, admin, "sp_save_draft")
    assert till.refusal("sp_save_branch", {"code": "X", "name": "x"}) == denied(CASHIER, "sp_save_branch")
    permit(till, CASHIER)
    till.call("sp_save_branch", {"code": "X", "name": "x"})
