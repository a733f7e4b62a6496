"""The books are opened with what the shop has, in one entry; the checks are green from the first day on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlparse

from pyclient.connection import connect
from pyclient.deploy import migrate, zones
from pyclient.deploy.session import Connection, execute, fetch
from pyclient.deploy.source import db_dir
from tests.deploy.accounts import database_of
from tests.deploy.old_shop import load_dump
from tests.journal.conftest import Journal
from tests.server import Server
from tests.shop import Shop
from tests.till import Till

Fresh = Callable[[], str]

MANAGER = 5
GOODS = {
    22: "35 at 1102.5",
    23: "60 at 1995",
    24: "410 at 1742.5",
    25: "39 at 702",
    26: "6 at 1860",
    27: "4 at 1302",
}

# By whether the dump has the rows that do not add up: each role, whose and how much; each batch's movement.
LINES: dict[bool, list[tuple[str, int | None, str]]] = {
    False: [
        ("inventory", None, "8704"),
        ("receivables", 4, "1710"),
        ("wallet", 4, "-250"),
        ("opening_equity", None, "-10164"),
    ],
    True: [
        ("inventory", None, "8635.25"),
        ("receivables", 4, "1710"),
        ("receivables", 20, "999.99"),
        ("receivables", 21, "12.5"),
        ("wallet", 4, "-250"),
        ("wallet", 20, "5"),
        ("wallet", 21, "-3.25"),
        ("opening_equity", None, "-11109.49"),
    ],
}
MOVEMENTS = {False: GOODS, True: {**GOODS, 61: "-2.5 at -78.75", 62: "5 at 10"}}


@pytest.fixture
def adopted(server: Server, fresh_database: Fresh, request: pytest.FixtureRequest) -> Iterator[Till]:
    """The shop's dump after its adoption; parametrized by whether it has rows that do not add up."""
    url = fresh_database()
    load_dump(url, inconsistent=request.param)
    migrate.migrate(url)
    shop = Shop(server, database_of(url))
    yield Till(shop)
    shop.disconnect()
    assert shop.violations() == {}


def entries(connection: Connection) -> list[tuple[object, ...]]:
    return fetch(
        connection,
        "SELECT company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id,"
        " reverses_id, posted, created_by FROM journal_entries ORDER BY company_id, id",
    )


@pytest.mark.parametrize(
    ("adopted", "inconsistent"),
    [(False, False), (True, True)],
    indirect=["adopted"],
    ids=["dump", "inconsistent"],
)
def test_every_balance_wallet_and_batch_stands_against_opening_equity(
    adopted: Till, inconsistent: bool
) -> None:
    today = adopted.today()
    number = f"JE-{today:%Y%m%d}-0001"
    assert entries(adopted.connection) == [(1, 1, number, "opening", today, "companies", 1, None, 1, None)]
    lines = adopted.rows(
        "SELECT l.role, l.customer_id, l.debit - l.credit FROM journal_entry_lines AS l"
        " JOIN account_roles AS r ON r.role = l.role AND r.account_id = l.account_id ORDER BY l.line_no"
    )
    assert lines == [(role, customer, Decimal(amount)) for role, customer, amount in LINES[inconsistent]]
    opening, *movements = Journal(adopted).posted()
    assert opening.startswith("opening: inventory ")
    assert movements == [
        f"opening of batch {batch}: {goods}" for batch, goods in MOVEMENTS[inconsistent].items()
    ]
    request = {"customer_id": 4, "type": "deposit", "amount": 1, "created_by": MANAGER}
    adopted.call("sp_wallet_move", request)
    assert [row[2] for row in entries(adopted.connection)] == [number, f"JE-{today:%Y%m%d}-0002"]


@pytest.mark.parametrize("adopted", [False], indirect=True, ids=["dump"])
def test_what_is_older_than_the_books_is_undone_without_an_entry_to_reverse(adopted: Till) -> None:
    journal = Journal(adopted)
    journal.posted()
    for payment in (402, 401):
        adopted.call("sp_void_payment", {"payment_id": payment, "created_by": MANAGER})
    adopted.call("sp_cancel_invoice", {"invoice_id": 101, "created_by": MANAGER})
    adopted.call("sp_revert_invoice", {"invoice_id": 102, "refund": "original", "created_by": MANAGER})
    assert journal.posted() == [
        "payment_reversal: receivables 1000 | bank_transfer 1000",
        "payment_reversal: receivables 2000 | cash 2000",
        "invoice_reversal: sales_returns 3780 | receivables 3780",
        "invoice_cogs_reversal: inventory 3000 | cost_of_goods_sold 3000",
        "sale_reversal of batch 21: 100 at 3000",
        "invoice_reversal: sales_returns 2430 | receivables 2430",
        "invoice_cogs_reversal: inventory 1818 | cost_of_goods_sold 1818",
        "sale_reversal of batch 22: 45 at 1417.5",
        "sale_reversal of batch 24: 90 at 382.5",
        "sale_reversal of batch 25: 1 at 18",
        "refund: receivables 1500 | cash 1500",
    ]
    assert adopted.rows("SELECT id FROM journal_entries WHERE reverses_id IS NOT NULL") == []


@pytest.mark.parametrize("adopted", [False], indirect=True, ids=["dump"])
def test_adopted_money_and_goods_go_on_in_the_books(adopted: Till) -> None:
    journal = Journal(adopted)
    journal.posted()
    adopted.pay(invoice_id=102, amount=30, method="wallet", created_by=MANAGER)
    item = {"product_id": 8, "qty": 2, "selling_price": 25}
    adopted.sell(4, item, created_by=MANAGER)
    assert journal.posted() == [
        "payment: wallet 30 | receivables 30",
        "invoice: receivables 50 | sales 50",
        "invoice_cogs: cost_of_goods_sold 36 | inventory 36",
        "sale of batch 25: -2 at -36",
    ]


def test_a_new_shop_has_nothing_to_open(fresh_database: Fresh) -> None:
    url = fresh_database()
    migrate.migrate(url)
    with closing(connect(url)) as connection:
        assert entries(connection) == []
        series = "SELECT branch_id, CAST(day AS CHAR), last_no FROM number_series WHERE kind = 'JE'"
        assert fetch(connection, series) == [(1, "1000-01-01", 0)]


@pytest.mark.parametrize("inconsistent", [False, True], ids=["dump", "inconsistent"])
def test_opening_the_books_again_changes_nothing(
    fresh_database: Fresh, tmp_path: Path, inconsistent: bool
) -> None:
    """A migration that dies is run again from its start; nothing is deployed then."""
    for name in ("migrations", "errors.toml"):
        (tmp_path / name).symlink_to(db_dir() / name)
    url = fresh_database()
    load_dump(url, inconsistent=inconsistent)
    migrate.migrate(url, root=tmp_path)
    with closing(connect(url)) as connection:
        tables = (
            "journal_entries",
            "journal_entry_lines",
            "inventory_transactions",
            "number_series",
            "settings",
        )
        before = {table: fetch(connection, f"SELECT * FROM {table}") for table in tables}
        migration = (db_dir() / "migrations" / "0017.opening_entries.sql").read_text(encoding="utf-8")
        for statement in sqlparse.split(migration):
            execute(connection, statement)
        assert {table: fetch(connection, f"SELECT * FROM {table}") for table in tables} == before
        assert len(before["journal_entry_lines"]) == len(LINES[inconsistent])


@pytest.mark.parametrize("back_to", ["0014.voided_payments", "0015.chart_of_accounts", "0016.journal"])
def test_books_that_were_rolled_back_are_opened_with_what_is_there_then(
    server: Server, fresh_database: Fresh, back_to: str
) -> None:
    url = fresh_database()
    load_dump(url)
    migrate.migrate(url)
    till = Till(Shop(server, database_of(url)))
    sale = {"customer_id": 4, "items": [{"product_id": 3, "qty": 2}], "created_by": MANAGER}
    till.call("sp_save_invoice", sale)
    till.shop.disconnect()
    migrate.rollback(url, to=back_to)
    migrate.migrate(url)
    till.call("sp_save_invoice", sale)
    assert till.shop.violations() == {}
    till.shop.disconnect()


def test_each_company_opens_its_own_books_on_its_own_day(fresh_database: Fresh) -> None:
    url = fresh_database()
    migrate.migrate(url)
    migrate.rollback(url, to="0014.voided_payments")
    # 25 hours lie between them: never the same day
    companies = {2: "Pacific/Kiritimati", 3: "Pacific/Pago_Pago"}
    with closing(connect(url)) as connection:
        execute(connection, "INSERT INTO users (id, username) VALUES (1, 'x')")
        for company, zone in companies.items():
            for statement in (
                "INSERT INTO companies (id, code, name, currency, time_zone)"
                " VALUES ({id}, 'C{id}', 'x', 'EGP', '{zone}')",
                "INSERT INTO branches (id, company_id, code, name, main_of)"
                " VALUES ({id}, {id}, 'M', 'x', {id})",
                "INSERT INTO customers (id, company_id, name, mobile, city, wallet, created_by)"
                " VALUES ({id}, {id}, 'x', '0', 'x', {id}, 1)",
            ):
                execute(connection, statement.format(id=company, zone=zone))
        zones.fill_companies(connection)
        migrate.migrate(url)
        days = {
            company: datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
            for company, zone in companies.items()
        }
        assert days[2] != days[3]
        assert entries(connection) == [
            (company, company, f"JE-{day:%Y%m%d}-0001", "opening", day, "companies", company, None, 1, None)
            for company, day in days.items()
        ]
        lines = (
            "SELECT e.company_id, l.role, l.customer_id, l.debit - l.credit FROM journal_entry_lines AS l"
            " JOIN journal_entries AS e ON e.id = l.journal_entry_id ORDER BY e.company_id, l.line_no"
        )
        assert fetch(connection, lines) == [
            (2, "wallet", 2, -2),
            (2, "opening_equity", None, 2),
            (3, "wallet", 3, -3),
            (3, "opening_equity", None, 3),
        ]
        series = (
            "SELECT branch_id, day, last_no FROM number_series WHERE kind = 'JE' AND branch_id > 1 ORDER BY 1"
        )
        assert fetch(connection, series) == [(company, day, 1) for company, day in days.items()]
