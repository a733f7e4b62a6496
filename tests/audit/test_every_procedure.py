"""docs/audit.md says of every writing procedure which rows of the audit trail a call of it writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pyclient import wire
from pyclient.deploy.source import db_dir
from tests.accounts import day
from tests.request.test_idempotency import requests_with_key
from tests.shop import Shop
from tests.till import CASHIER, Till, column, line, money

PAGE = Path(__file__).parents[2] / "docs" / "audit.md"
Rows = set[tuple[str, str]]


def table() -> dict[str, dict[str, str]]:
    """By procedure: the cells of its row, by the heads of their columns."""
    rows = re.findall(r"^\| (Procedure|sp_\w+) \|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    (_, head), *lines = [(name, [cell.strip() for cell in cells.split("|")]) for name, cells in rows]
    return {name: dict(zip(head, cells, strict=True)) for name, cells in lines}


def listed() -> dict[str, tuple[Rows, Rows]]:
    """By procedure: what it always writes, and all that it may write."""

    def named(cell: str) -> Rows:
        return set(re.findall(r"\*(\w+)\* (\w+)", cell))

    return {
        name: (named(cells["Always"]), named(cells["Always"]) | named(cells["Also, where it changes them"]))
        for name, cells in table().items()
    }


def written(till: Till, procedure: str, argument: object) -> Rows:
    """The rows that one call leaves; each says who, and under which key."""
    before = till.rows("SELECT COALESCE(MAX(id), 0) FROM audit_log")[0][0]
    till.call(procedure, argument)  # type: ignore[arg-type]
    rows = till.rows(
        "SELECT action, document_table, document_id, user_id, request_id, values_before, values_after"
        " FROM audit_log WHERE id > %s",
        before,
    )
    request = wire.parse(argument) if isinstance(argument, str) else argument
    assert isinstance(request, dict)
    for action, table, document, user, key, old, new in rows:
        assert (user, key) == (CASHIER, request.get("request_id"))
        assert isinstance(wire.parse(str(old or new)), dict)
        assert new or action == "delete"
        if action not in {"delete", "repair_run", "account_role"}:
            assert till.rows(f"SELECT COUNT(*) FROM {table} WHERE id = %s", document) == [(1,)]
    found = [(str(row[0]), "any" if row[0] == "repair" else str(row[1])) for row in rows]
    assert all(found.count(row) == 1 for row in listed()[procedure][0])
    return set(found)


def test_every_writing_procedure_is_listed() -> None:
    public = (path.stem for path in (db_dir() / "procedures").rglob("sp_*.sql"))
    text = {path.stem: path.read_text() for path in (db_dir() / "procedures").rglob("sp_*.sql")}
    assert sorted(listed()) == sorted(name for name in public if "START TRANSACTION" in text[name])


def test_a_call_writes_the_rows_that_are_listed(till: Till) -> None:
    requests = requests_with_key(till, "k")
    assert requests.keys() == listed().keys()
    for procedure, request in requests.items():
        always, may = listed()[procedure]
        found = written(till, procedure, request)
        assert always <= found <= may, procedure
        assert found, procedure
        before = till.count("audit_log")
        till.call(procedure, request)
        assert till.count("audit_log") == before, f"{procedure} sent again"


def test_who_knows_no_other_currency_has_no_such_member(till: Till) -> None:
    """What has the member refuses a currency that there is not; whatever else is called ignores the name."""
    currencies = {name: cells["Currency"] for name, cells in table().items()}
    assert {*currencies.values()} == {"any", "only the company's", "the document's", "the company's", "none"}
    for procedure, request in requests_with_key(till, "k").items():
        if procedure == "sp_save_draft":
            # a draft keeps what cannot be sold yet
            kept = till.call(procedure, {**request, "currency": "ZZZ"})
            assert "UNKNOWN_CURRENCY" in column(kept, "problems", "token")
        elif currencies[procedure] in {"any", "only the company's"}:
            refused = till.refusal(procedure, {**request, "currency": "ZZZ"})
            assert refused == (50184, "UNKNOWN_CURRENCY: there is no currency ZZZ"), procedure
            till.call(procedure, request)
        else:
            till.call(procedure, {**request, "currency": "ZZZ"})


def test_a_day_writes_the_rows_that_are_listed(shop_with_a_day: Till) -> None:
    for procedure, argument in day.WRITES:
        always, may = listed()[procedure]
        assert always <= written(shop_with_a_day, procedure, argument) <= may, procedure


@pytest.fixture
def shop_with_a_day(shop: Shop) -> Till:
    day.seed(shop)
    return Till(shop)


def test_what_is_also_written(till: Till) -> None:
    customer, product = till.customer(), till.product((50, 1))
    order = till.call("sp_save_order", {"customer_id": customer, "items": [line(product)]})["order_id"]
    billed = till.call("sp_complete_order", {"order_id": order})["invoice_id"]
    draft = till.call("sp_save_draft", {"customer_id": customer, "items": [line(product)]})["draft_id"]
    sale = {"customer_id": customer, "items": [line(product)], "draft_id": draft}
    promise = {"invoice_id": billed, "amount": 1, "method": "check", "status": "pending"}
    till.call("sp_add_payment", promise)
    for procedure, request, rows in (
        ("sp_save_invoice", sale, {("post", "invoices_out"), ("sell", "invoice_drafts")}),
        (
            "sp_set_payment_status",
            {"pending_payment_id": 1, "status": "completed"},
            {("payment_status", "pending_payments"), ("pay", "invoices_out")},
        ),
        (
            "sp_set_payment_status",
            {"payment_id": 1, "status": "refunded"},
            {("payment_status", "invoice_payments"), ("reopen", "invoices_out")},
        ),
        ("sp_cancel_invoice", {"invoice_id": billed}, {("cancel", "invoices_out"), ("give_back", "orders")}),
    ):
        assert written(till, procedure, request) == rows


def test_before_and_after(till: Till) -> None:
    customer, product = till.customer(), till.product((50, 1))
    sale = till.sell(customer, line(product, 2, 10), status="partial", payments=[money(5)])
    till.pay(invoice_id=sale["invoice_id"], amount=6)
    till.call("sp_save_product", {"product_id": product, "selling_price": "12.5"})
    till.call("sp_revert_invoice", {"invoice_id": sale["invoice_id"], "reason": "س"})
    states = [
        (action, wire.parse(str(old)) if old else None, wire.parse(str(new)))
        for action, old, new in till.rows(
            "SELECT action, values_before, values_after FROM audit_log"
            " WHERE document_table = 'invoices_out' ORDER BY id"
        )
    ]
    posted = {
        "invoice_no": sale["invoice_no"],
        "customer_id": customer,
        "status": "partial",
        "total_after_discount": 20,
        "returned_amount": 0,
        "paid_amount": 5,
        "remaining_amount": 15,
        "due_date": None,
    }
    paid = {**posted, "paid_amount": 11, "remaining_amount": 9}
    assert states == [
        ("post", None, posted),
        (
            "pay",
            {"paid_amount": 5, "remaining_amount": 15},
            {"paid_amount": 11, "remaining_amount": 9, "payment_id": 2},
        ),
        ("revert", paid, {**paid, "status": "reverted", "paid_amount": 0, "remaining_amount": 0}),
    ]
    ((old, new),) = till.rows(
        "SELECT values_before, values_after FROM audit_log"
        " WHERE document_table = 'products' AND values_before IS NOT NULL"
    )
    before, after = wire.parse(str(old)), wire.parse(str(new))
    assert isinstance(before, dict)
    assert after == {**before, "selling_price": wire.parse("12.5")}


@pytest.mark.parametrize("status", ["paid", "partial", "pending"])
def test_a_sale_writes_the_state_that_its_invoice_has(till: Till, status: str) -> None:
    customer, product = till.customer(), till.product((50, 1))
    payments = [money("3.25")] if status == "partial" else []
    days = None if status == "paid" else 3
    sale = (line(product, "1.5", "9.99"),)
    till.sell(customer, *sale, status=status, payments=payments, discount_value=7, due_days=days)
    till.deposit(customer, "12.34")
    cursor = till.connection.cursor()
    for table in ("invoices_out", "wallet_transactions"):
        cursor.execute(f"CALL _document_state('{table}', 1, @state)")
        (stored,), (state,) = (
            till.rows(f"SELECT values_after FROM audit_log WHERE document_table = '{table}'")[0],
            till.rows("SELECT @state")[0],
        )
        assert stored == state
    cursor.close()
