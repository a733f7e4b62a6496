"""A shop's past: stored invoices in good order, put in by plain INSERT ... SELECT."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import sqlparse

from bench import shops
from bench.shops import CASHIER, Shop
from pyclient.deploy.session import execute, fetch

FIRST_DAY = date(2023, 1, 1)
INVOICES_A_DAY = 1000
# As many as are loaded in one transaction.
_CHUNK = 100_000
_LINES = 5

# Which of {products} the lines of invoice n are of, counted from 0: sixty apart.
_PRODUCT = "((n + 60 * {line}) % {products})"
_STATEMENTS = Path(__file__).parent / "sql" / "history.sql"


def load(shop: Shop, invoices: int, answer_bytes: int) -> None:
    """Put ``invoices`` (whole days) into a shop that has none yet; its own calls go on behind them.

    ``answer_bytes``: how long the stored answers are.
    """
    products, customers = len(shop.products), len(shop.customers)
    assert products % 300 == 0, "the lines of an invoice must be of different products"
    prices = [_PRODUCT.format(line=line, products=products) + " % 40" for line in range(_LINES)]
    day = f"DATE('{FIRST_DAY}') + INTERVAL n DIV {INVOICES_A_DAY} DAY"
    words = {
        "user": CASHIER,
        "customers": customers,
        "products": products,
        "product": _PRODUCT.format(line="line", products=products),
        "day": f"({day})",
        "number": f"CONCAT(DATE_FORMAT({day}, '%Y%m%d'), '-', LPAD(n % {INVOICES_A_DAY} + 1, 4, '0'))",
        "price": f"({5 * 24} + " + " + ".join(prices) + ")",
        "cost": f"({5 * 10} + " + " + ".join(prices) + ")",
        "answer": answer_bytes,
    }
    statements = sqlparse.split(_STATEMENTS.read_text(encoding="utf-8"))
    with shop.server.connected(shop.name) as connection:
        ((first_batch,),) = fetch(connection, "SELECT MAX(id) + 1 FROM batches")
        execute(connection, "SET SESSION unique_checks = 0, foreign_key_checks = 0")
        execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        for start in range(0, invoices, _CHUNK):
            execute(connection, "START TRANSACTION")
            chunk = shops.numbers(min(_CHUNK, invoices - start), shop.name)
            n = f"SELECT {start} + m.n AS n FROM ({chunk}) AS m"
            for statement in statements:
                execute(connection, statement.format(n=n, first_batch=first_batch, **words))
            connection.commit()
        _settle(shop, invoices, int(first_batch))


def _settle(shop: Shop, invoices: int, first_batch: int) -> None:
    """What goes with the invoices once: used up batches, where ledgers and series stand."""
    with shop.server.connected(shop.name) as connection:
        execute(
            connection,
            "INSERT INTO batches (id, product_id, qty, remaining, original_qty, unit_cost, stock_value,"
            " original_value, received_at, status, created_by)"
            " SELECT a.batch_id, MIN(i.product_id), SUM(a.qty), 0, SUM(a.qty), MIN(a.unit_cost), 0,"
            f" SUM(a.line_cost), '2022-01-01', 'consumed', {CASHIER}"
            " FROM sale_item_allocations AS a JOIN invoice_out_items AS i ON i.id = a.sale_item_id"
            f" WHERE a.batch_id >= {first_batch} GROUP BY a.batch_id",
        )
        execute(
            connection,
            "UPDATE customers AS c JOIN ("
            " SELECT customer_id, MAX(seq) AS seq FROM customer_transactions GROUP BY customer_id"
            ") AS t ON t.customer_id = c.id SET c.ledger_seq = t.seq",
        )
        days = -(-invoices // INVOICES_A_DAY)
        for kind in ("INV", "PAY"):
            execute(
                connection,
                "INSERT INTO number_series_days (branch_id, kind, day, last_no)"
                f" SELECT 1, '{kind}', DATE('{FIRST_DAY}') + INTERVAL n DAY,"
                f" LEAST({INVOICES_A_DAY}, {invoices} - n * {INVOICES_A_DAY})"
                f" FROM ({shops.numbers(days, shop.name)}) AS s",
            )
        for table in (
            "invoices_out",
            "invoice_out_items",
            "sale_item_allocations",
            "invoice_payments",
            "customer_transactions",
            "request_keys",
            "batches",
            "customers",
        ):
            fetch(connection, f"ANALYZE TABLE {table}")
