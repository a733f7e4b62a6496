"""The databases of a run: the package's own, the floor's (the same tables), and the shop's old ones, with the
same stock, customers and tills in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import sqlparse

from bench import floors
from bench.server import BenchServer
from pyclient import wire
from pyclient.deploy.migrate import migrate
from pyclient.deploy.session import Connection, execute, fetch
from pyclient.deploy.source import db_dir

CASHIER = 1
# Before all that history.py loads: no series stands at this day any more.
OPENED = date(2021, 12, 31)
# As many tills as a part ever has clients, each a branch with a number series of its own.
TILLS = 16
NEVER_DRY = 1_000_000


@dataclass(frozen=True)
class Stock:
    """What there is to sell. A layer is a batch; ``layer_qty`` pieces are in each but a product's newest one,
    which never runs dry: it is the floor's, which takes from the layer that it is told."""

    customers: int = 200
    products: int = 300
    layers: int = 100
    layer_qty: int = NEVER_DRY


@dataclass(frozen=True)
class Shop:
    """One database. ``products``: product id, the floor's batch, price and unit cost in hundredths.
    ``branches``: those of the tills, in their order; the shop's first branch is 1. ``debtors``:
    customers with the id and the number of their open invoice."""

    server: BenchServer
    name: str
    customers: tuple[int, ...]
    products: tuple[tuple[int, int, int, int], ...]
    branches: tuple[int, ...] = ()
    debtors: tuple[tuple[int, int, str], ...] = ()


def call_text(connection: Connection, procedure: str, request: Mapping[str, object] | int) -> str:
    """One CALL with a request or an id, its answer as it came."""
    cursor = connection.cursor()
    try:
        argument = request if isinstance(request, int) else wire.encode(request)
        cursor.execute(f"CALL {procedure}(%s)", (argument,))
        ((answer,),) = cast(list[tuple[str]], cursor.fetchall())
        while cursor.nextset():
            cursor.fetchall()
    finally:
        cursor.close()
    return answer


def create(server: BenchServer, name: str, stock: Stock, root: Path | None = None) -> Shop:
    """A database with the package and the floors in it. ``root``: a folder like db/, whose package it gets
    instead, without floors: they write the rows of this one."""
    server.create_database(name)
    migrate(server.url(name), root=root)
    with server.connected(name) as connection:
        if root is None:
            floors.deploy(connection)
        execute(connection, "INSERT INTO users (id, username) VALUES (%s, 'cashier')", (CASHIER,))
        branches = []
        for till in range(1, TILLS + 1):
            request = {"code": f"T{till:02}", "name": f"till {till}", "created_by": CASHIER}
            answer = wire.parse(call_text(connection, "sp_save_branch", request))
            branches.append(cast(dict[str, int], answer)["branch_id"])
        _load(connection, name, stock, old=False)
        _open_books(connection)
    return _described(server, name, stock, tuple(branches))


def with_tills(shop: Shop, *, own_numbers: bool) -> Shop:
    """The shop with a cashier for each client, who has a shift at a till of the first branch.
    ``own_numbers``: each till numbers its own documents; else they all number by the branch's series."""
    with shop.server.connected(shop.name) as connection:
        for till in range(1, TILLS + 1):
            cashier, code = CASHIER + till, f"T{till:02}"
            series = f"MAIN-{code}-" if own_numbers else ""
            for statement in (
                f"INSERT INTO users (id, username) VALUES ({cashier}, '{code}')",
                "INSERT INTO tills (id, company_id, branch_id, code, name, own_numbers, created_by)"
                f" VALUES ({till}, 1, 1, '{code}', '{code}', {own_numbers}, {CASHIER})",
                "INSERT IGNORE INTO number_series (branch_id, kind, code, day, last_no)"
                f" SELECT 1, k.kind, '{series}', '1000-01-01', 0 FROM _series_kinds AS k",
                "UPDATE number_series SET day = UTC_DATE(), last_no = last_no + 1"
                f" WHERE branch_id = 1 AND kind = 'SH' AND code = '{series}'",
                "INSERT INTO shifts (company_id, branch_id, till_id, cashier_id, shift_no, opened_on,"
                f" opened_at, opening_cash) SELECT 1, 1, {till}, {cashier},"
                f" CONCAT('SH-{series}', UTC_DATE() + 0, '-', LPAD(s.last_no, 4, '0')), UTC_DATE(),"
                " UTC_TIMESTAMP(), 0 FROM number_series AS s"
                f" WHERE s.branch_id = 1 AND s.kind = 'SH' AND s.code = '{series}'",
            ):
                execute(connection, statement)
    return shop


def without_trail(shop: Shop) -> Shop:
    """The shop with an audit trail that nothing is written into."""
    source = (db_dir() / "procedures" / "audit" / "_audit.sql").read_text(encoding="utf-8")
    with shop.server.connected(shop.name) as connection:
        execute(connection, "DROP PROCEDURE _audit")
        execute(connection, source.partition("\nBEGIN\n")[0] + "\nBEGIN END")
    return shop


def indebted(shop: Shop, customers: Sequence[int]) -> Shop:
    """The shop with an open invoice for each of ``customers``, too large ever to be paid off."""
    debtors = []
    with shop.server.connected(shop.name) as connection:
        for customer in customers:
            item = {"product_id": shop.products[0][0], "qty": 1, "selling_price": 10_000_000}
            request = {"customer_id": customer, "created_by": CASHIER, "items": [item]}
            answer = cast(dict[str, object], wire.parse(call_text(connection, "sp_save_invoice", request)))
            debtors.append((customer, cast(int, answer["invoice_id"]), cast(str, answer["invoice_no"])))
    return replace(shop, debtors=tuple(debtors))


def create_old(server: BenchServer, name: str, stock: Stock, beside: Shop) -> Shop:
    """A database as the shop's own pages made it, with their indexes. ``beside``: a shop of this server."""
    server.create_database(name)
    with server.connected(name) as connection:
        for statement in sqlparse.split(
            (db_dir() / "migrations" / "0002.shop_tables.sql").read_text("utf-8")
        ):
            execute(connection, statement)
        execute(connection, "INSERT INTO users (id, username) VALUES (%s, 'cashier')", (CASHIER,))
        _load(connection, beside.name, stock, old=True)
    return _described(server, name, stock, ())


def run(connection: Connection, file: str, **words: object) -> None:
    """The statements of a file of bench/sql, with ``words`` for what stands in braces."""
    for statement in sqlparse.split((floors.FOLDER / file).read_text(encoding="utf-8")):
        execute(connection, statement.format(**words))


def numbers(count: int, source: str) -> str:
    """A SELECT of n from 0 to before ``count``; the lock buckets of database ``source`` are 4,096 numbers."""
    return (
        "SELECT CAST(a.bucket + 4096 * b.bucket AS SIGNED) AS n"
        f" FROM {source}.lock_buckets AS b CROSS JOIN {source}.lock_buckets AS a"
        f" WHERE b.bucket <= {(count - 1) // 4096} AND a.bucket + 4096 * b.bucket < {count}"
    )


def _load(connection: Connection, source: str, stock: Stock, old: bool) -> None:
    execute(
        connection,
        "INSERT INTO customers (id, name, mobile, city, created_by)"
        " SELECT n + 1, CONCAT('عميل ', n), LPAD(n, 11, '0'), 'القاهرة', 1"
        f" FROM ({numbers(stock.customers, source)}) AS s",
    )
    execute(
        connection,
        "INSERT INTO products"
        " (id, product_code, name, unit_of_measure, cost_price, selling_price, retail_price)"
        " SELECT n + 1, CONCAT('P-', n), CONCAT('كوع 90 درجة ', n), 'قطعة',"
        " 10 + n % 40, 20 + n % 40, 24 + n % 40"
        f" FROM ({numbers(stock.products, source)}) AS s",
    )
    value, values = ("", "") if old else (", stock_value, original_value", ", x.qty * x.cost, x.qty * x.cost")
    execute(
        connection,
        "INSERT INTO batches"
        f" (id, product_id, qty, remaining, original_qty, unit_cost, received_at, created_by{value})"
        f" SELECT x.id, x.product, x.qty, x.qty, x.qty, x.cost, x.day, 1{values} FROM ("
        f" SELECT n + 1 AS id, n DIV {stock.layers} + 1 AS product, 10 + n DIV {stock.layers} % 40 AS cost,"
        f" IF(n % {stock.layers} = {stock.layers - 1}, {NEVER_DRY}, {stock.layer_qty}) AS qty,"
        f" DATE('2025-01-01') + INTERVAL n % {stock.layers} * 300 DIV {stock.layers} DAY AS day"
        f" FROM ({numbers(stock.products * stock.layers, source)}) AS s) AS x ORDER BY x.id",
    )
    for table in ("customers", "products", "batches"):
        fetch(connection, f"ANALYZE TABLE {table}")


def _open_books(connection: Connection) -> None:
    """Let the journal begin with the stock; a package from before the journal has none."""
    if not fetch(connection, "SHOW TABLES LIKE 'journal_entries'"):
        return
    run(connection, "opening.sql", day=f"DATE('{OPENED}')", user=CASHIER)
    for table in ("journal_entries", "journal_entry_lines", "inventory_transactions"):
        fetch(connection, f"ANALYZE TABLE {table}")


def _described(server: BenchServer, name: str, stock: Stock, branches: tuple[int, ...]) -> Shop:
    return Shop(
        server,
        name,
        tuple(range(1, stock.customers + 1)),
        tuple(
            (
                product,
                product * stock.layers,
                100 * (24 + (product - 1) % 40),
                100 * (10 + (product - 1) % 40),
            )
            for product in range(1, stock.products + 1)
        ),
        branches,
    )
