"""Rows that were written before the chains become the first one, as they are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from pyclient.connection import connect
from pyclient.deploy import migrate
from pyclient.deploy.session import execute, fetch
from tests.shop import call

BEFORE = "0032.order_shares"
ROWS = "SELECT id, happened_at, user_id, action, document_id, values_before, values_after, reason, request_id"
SAVED = {"name": "ن", "mobile": "1", "city": "ق", "created_by": 1}


def test_old_rows_become_a_chain(fresh_database: Callable[[], str]) -> None:
    url = fresh_database()
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        execute(connection, "INSERT INTO users (id, username, role) VALUES (1, 'x', 'user')")
        for name in "abc":
            call(connection, "sp_save_customer", {**SAVED, "name": name, "request_id": name})
        call(connection, "sp_delete_draft", {**SAVED, "reason": "أ", **_draft(connection)})
        rows = fetch(connection, f"{ROWS} FROM audit_log ORDER BY id")
        head = call(connection, "sp_get_audit_head")
    assert len(rows) > 4
    migrate.rollback(url, to=BEFORE)
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        assert fetch(connection, f"{ROWS} FROM audit_log ORDER BY id") == rows
        assert call(connection, "sp_get_audit_head") == head
        call(connection, "sp_save_customer", SAVED)
        assert call(connection, "sp_verify_audit", '{"chains":[]}') == {
            "ok": True,
            "whole": True,
            "breaks": [],
        }
        assert call(connection, "sp_get_audit_head")["rows"] == len(rows) + 1


def _draft(connection: object) -> dict[str, object]:
    saved = call(connection, "sp_save_draft", {"name": "x", "created_by": 1})  # type: ignore[arg-type]
    return {"draft_id": saved["draft_id"]}
