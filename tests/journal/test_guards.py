"""What the journal refuses, whoever writes: only a good entry is posted, and a posted one stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import Row, execute, fetch
from tests.shop import Shop
from tests.till import Refusal, Till, column, line
from tests.triggers.rows import GOOD, insert, insert_first_rows

# Another value for each column of an entry.
OTHER = {
    "id": "3",
    "company_id": "2",
    "branch_id": "2",
    "entry_no": "'JE-T-3'",
    "entry_type": "'opening'",
    "entry_date": "'2025-01-03'",
    "reference_type": "'companies'",
    "reference_id": "3",
    "reverses_id": "1",
    "adjusts_id": "1",
    "created_by": "NULL",
    "created_at": "'2025-01-03 00:00:00'",
    "shift_id": "1",
    "cost_center_id": "1",
}


@pytest.fixture
def books(shop: Shop) -> Iterator[MySQLConnectionAbstract]:
    """A row of each table, taken back after the test; entry 2, JE-T-2 of 2025-01-02, waits to be posted."""
    connection = shop.connection
    execute(connection, "START TRANSACTION")
    insert_first_rows(connection)
    insert(connection, "companies", id="2")
    insert(connection, "branches", id="2", company_id="2")
    insert(
        connection,
        "journal_entries",
        id="2",
        reference_id="2",
        entry_no="'JE-T-2'",
        entry_date="'2025-01-02'",
    )
    yield connection
    connection.rollback()


def write_lines(connection: MySQLConnectionAbstract, debit: str, credit: str) -> None:
    """Two lines for entry 2."""
    insert(connection, "journal_entry_lines", journal_entry_id="2", debit=debit)
    insert(connection, "journal_entry_lines", journal_entry_id="2", line_no="2", debit="0", credit=credit)


def post(connection: MySQLConnectionAbstract, entry: int = 2) -> None:
    assert execute(connection, f"UPDATE journal_entries SET posted = 1 WHERE id = {entry}") == 1


def entries(connection: MySQLConnectionAbstract) -> list[Row]:
    """All but whether they are posted."""
    return fetch(connection, f"SELECT {', '.join(OTHER)} FROM journal_entries ORDER BY id")


def refusal(connection: MySQLConnectionAbstract, statement: str) -> Refusal:
    """How the server refuses a statement; it must not pass."""
    with pytest.raises(mysql.connector.Error) as refused:
        execute(connection, statement)
    assert refused.value.errno is not None
    return Refusal(refused.value.errno, refused.value.msg or "")


POSTED = (50135, "ENTRY_POSTED: journal entry JE-T-2 is posted: a correction is a new entry")


def test_an_entry_is_not_born_posted(books: MySQLConnectionAbstract) -> None:
    with pytest.raises(mysql.connector.Error, match="ENTRY_POSTED: journal entry JE-T-3 is posted"):
        insert(books, "journal_entries", reference_id="3", entry_no="'JE-T-3'", posted="1")


@pytest.mark.parametrize("column", ["reverses_id", "adjusts_id"])
def test_an_entry_undoes_only_an_entry(books: MySQLConnectionAbstract, column: str) -> None:
    with pytest.raises(mysql.connector.Error, match=f"VALIDATION: {column} is not valid: 77"):
        insert(books, "journal_entries", reference_id="3", entry_no="'JE-T-3'", **{column: "77"})
    insert(books, "journal_entries", reference_id="3", entry_no="'JE-T-3'", **{column: "2"})


@pytest.mark.parametrize(
    ("debit", "credit", "difference"),
    [
        ("6", "5", "1.0000"),
        ("6", "6.0001", "-0.0001"),
        ("999999999999999.9999", "0.0001", "999999999999999.9998"),
    ],
)
def test_an_unbalanced_entry_is_not_posted(
    books: MySQLConnectionAbstract, debit: str, credit: str, difference: str
) -> None:
    write_lines(books, debit, credit)
    assert refusal(books, "UPDATE journal_entries SET posted = 1 WHERE id = 2") == (
        50134,
        f"ENTRY_UNBALANCED: journal entry JE-T-2: debit less credit is {difference}",
    )
    assert fetch(books, "SELECT posted FROM journal_entries") == [(0,), (0,)]


def test_an_unbalanced_entry_of_no_company_is_not_posted(books: MySQLConnectionAbstract) -> None:
    """No foreign key holds an entry's company, and the sum is read beside it."""
    of_nobody = {"company_id": "77", "branch_id": "2"}
    insert(books, "journal_entries", id="3", reference_id="3", entry_no="'JE-T-3'", **of_nobody)
    insert(books, "journal_entry_lines", journal_entry_id="3", debit="6")
    assert refusal(books, "UPDATE journal_entries SET posted = 1 WHERE id = 3") == (
        50134,
        "ENTRY_UNBALANCED: journal entry JE-T-3: debit less credit is 6.0000",
    )


def test_a_balanced_entry_is_posted(books: MySQLConnectionAbstract) -> None:
    write_lines(books, "6", "6")
    post(books)
    assert fetch(books, "SELECT id, posted FROM journal_entries ORDER BY id") == [(1, 0), (2, 1)]


def test_an_entry_without_lines_is_posted(books: MySQLConnectionAbstract) -> None:
    """Goods that cost nothing move, too."""
    post(books)


@pytest.mark.parametrize("change", [f"{name} = {value}" for name, value in OTHER.items()])
def test_an_entry_is_changed_by_nothing_but_its_posting(books: MySQLConnectionAbstract, change: str) -> None:
    write_lines(books, "6", "6")
    before = entries(books)
    alone = f"UPDATE journal_entries SET {change} WHERE id = 2"
    while_posting = f"UPDATE journal_entries SET {change}, posted = 1 WHERE id = 2"
    assert refusal(books, alone) == POSTED
    assert refusal(books, while_posting) == POSTED
    post(books)
    assert refusal(books, alone) == POSTED
    assert entries(books) == before


@pytest.mark.parametrize("posted", [0, 1, 2])
def test_an_entry_is_posted_once_and_for_good(books: MySQLConnectionAbstract, posted: int) -> None:
    assert refusal(books, "UPDATE journal_entries SET posted = 2 WHERE id = 2") == POSTED
    post(books)
    assert refusal(books, f"UPDATE journal_entries SET posted = {posted} WHERE id = 2") == POSTED


def test_every_column_of_an_entry_was_changed(books: MySQLConnectionAbstract) -> None:
    columns = fetch(
        books,
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = 'journal_entries'",
    )
    assert {name for (name,) in columns} == {*OTHER, "posted"}


@pytest.mark.parametrize("is_posted", [False, True])
def test_no_entry_is_deleted(books: MySQLConnectionAbstract, is_posted: bool) -> None:
    if is_posted:
        post(books)
    assert refusal(books, "DELETE FROM journal_entries WHERE id = 2") == (
        50129,
        "APPEND_ONLY: rows of journal_entries are never changed or deleted; post a new row",
    )


def test_a_posted_entry_gets_no_line(books: MySQLConnectionAbstract) -> None:
    write_lines(books, "6", "6")
    post(books)
    with pytest.raises(mysql.connector.Error) as refused:
        insert(books, "journal_entry_lines", journal_entry_id="2", line_no="3")
    assert (refused.value.errno, refused.value.msg) == POSTED
    assert fetch(books, "SELECT COUNT(*) FROM journal_entry_lines WHERE journal_entry_id = 2") == [(2,)]


@pytest.mark.parametrize("closed_to", ["2025-01-02", "2025-01-03", "2026-12-31"])
def test_nothing_is_posted_into_a_closed_period(books: MySQLConnectionAbstract, closed_to: str) -> None:
    execute(books, f"UPDATE companies SET books_closed_to = '{closed_to}' WHERE id = 1")
    assert refusal(books, "UPDATE journal_entries SET posted = 1 WHERE id = 2") == (
        50136,
        f"PERIOD_CLOSED: 2025-01-02 is in a closed period: the books are closed up to {closed_to}",
    )


def test_the_day_after_a_closed_period_is_open(books: MySQLConnectionAbstract) -> None:
    execute(books, "UPDATE companies SET books_closed_to = '2025-01-01' WHERE id = 1")
    execute(books, "UPDATE companies SET books_closed_to = '2026-12-31' WHERE id = 2")
    post(books)


# UNIQUE key, table and what makes a second row the first one again; the rest of it is other than the first.
TWICE = [
    ("journal_entries_once", "journal_entries", {"entry_no": "'JE-T-3'"}),
    ("journal_entries_by_number", "journal_entries", {"reference_id": "3", "entry_no": "'JE-T-2'"}),
    ("journal_entries_reverse_once", "journal_entries", {"reference_id": "3", "reverses_id": "1"}),
    ("PRIMARY", "journal_entry_lines", {"account_id": "2", "debit": "5"}),
    ("inventory_transactions_once", "inventory_transactions", {"qty": "3", "total_cost": "7"}),
    ("accounts_by_code", "accounts", {"code": "'1100'"}),
    ("PRIMARY", "account_roles", {"role": "'cash'"}),
]


@pytest.mark.parametrize(("key", "table", "same"), TWICE, ids=[key for key, _, _ in TWICE])
def test_nothing_stands_in_the_journal_twice(
    books: MySQLConnectionAbstract, key: str, table: str, same: dict[str, str]
) -> None:
    if "reverses_id" in same:
        insert(books, table, reference_id="4", reverses_id="1")
    with pytest.raises(mysql.connector.IntegrityError, match=rf"[.']{key}'"):
        insert(books, table, **same)


def test_one_document_has_an_entry_of_each_type(books: MySQLConnectionAbstract) -> None:
    insert(books, "journal_entries", entry_type="'purchase'")
    assert GOOD["journal_entries"]["reference_id"] == "1"
    events = "SELECT entry_type FROM journal_entries WHERE reference_type = 'batches' AND reference_id = 1"
    assert fetch(books, f"{events} ORDER BY id") == [("stock_adjustment",), ("purchase",)]


def test_another_company_has_the_same_numbers(books: MySQLConnectionAbstract) -> None:
    insert(books, "journal_entries", reference_id="3", entry_no="'JE-T-2'", company_id="2", branch_id="2")


def test_in_a_closed_period_nothing_is_done_that_moves_money_or_goods(till: Till) -> None:
    customer, product, service = till.customer(), till.product((10, 5)), till.product(keeps_stock=False)
    till.deposit(customer, 50)
    sale = till.sell(customer, line(product, 2, 10), status="partial", payments=[{"amount": 5}])
    unpaid = till.sell(customer, line(service, 1, 10))
    supplier = till.supplier()
    bought, undone = (till.buy(supplier, (product, 1, 9), payments=[{"amount": 2}]) for _ in range(2))
    today = till.today()
    execute(till.connection, "UPDATE companies SET books_closed_to = %s WHERE id = 1", (today,))
    items = [{"product_id": product, "qty": 1, "unit_cost": 1}]
    requests: list[tuple[str, dict[str, object]]] = [
        ("sp_save_invoice", {"customer_id": customer, "items": [line(service, 1, 10)]}),
        ("sp_save_invoice", {"customer_id": customer, "items": [line(product, 1, 10)], "status": "paid"}),
        ("sp_add_payment", {"invoice_id": sale["invoice_id"], "amount": 1}),
        ("sp_wallet_move", {"customer_id": customer, "type": "withdraw", "amount": 1}),
        ("sp_receive_batch", {"product_id": product, "qty": 1, "unit_cost": 1}),
        ("sp_post_purchase", {"supplier_id": supplier, "items": items}),
        ("sp_save_supplier_opening", {"supplier_id": supplier, "amount": 1}),
        ("sp_pay_supplier", {"supplier_id": supplier, "amount": 1}),
        ("sp_void_supplier_payment", {"payment_id": column(bought, "payments", "payment_id")[0]}),
        ("sp_reverse_purchase", {"bill_id": undone["bill_id"]}),
        ("sp_cancel_invoice", {"invoice_id": unpaid["invoice_id"]}),
        ("sp_revert_invoice", {"invoice_id": sale["invoice_id"]}),
        ("sp_void_payment", {"payment_id": column(sale, "payments", "payment_id")[0]}),
    ]
    text = f"PERIOD_CLOSED: {today} is in a closed period: the books are closed up to {today}"
    for procedure, request in requests:
        assert till.refusal(procedure, request) == (50136, text), procedure
    execute(till.connection, "UPDATE companies SET books_closed_to = books_closed_to - INTERVAL 1 DAY")
    for procedure, request in requests[:-1]:
        till.call(procedure, request)


def test_a_role_without_an_account_ends_the_call(till: Till) -> None:
    """Half of an entry is no entry."""
    customer = till.customer()
    execute(till.connection, "DELETE FROM account_roles WHERE role = 'check'")
    move = {"customer_id": customer, "type": "deposit", "amount": "12.50"}
    refused = till.refusal("sp_wallet_move", {**move, "method": "check"})
    number = f"JE-{till.today():%Y%m%d}-0001"
    assert refused == (50134, f"ENTRY_UNBALANCED: journal entry {number}: debit less credit is -12.5000")
    till.call("sp_wallet_move", move)
