"""A shop's past: stored invoices in good order, put in by plain INSERT ... SELECT."""

from __future__ import annotations

from datetime import date

from bench import shops
from bench.shops import CASHIER, Shop
from pyclient.deploy.migrate import deploy
from pyclient.deploy.session import execute, fetch

FIRST_DAY = date(2023, 1, 1)
INVOICES_A_DAY = 1000
# As many as are loaded in one transaction.
_CHUNK = 100_000
_LINES = 5
# When what was sold had been bought.
_BOUGHT = date(2022, 1, 1)
# What refuses an entry that is born posted, and lines for one: a load that posts its entries takes four times
# as long. And what refuses that rows of the audit trail are chained once they are there. The checks of the
# package find what these would not have let in.
_TRIGGERS = ("trg_journal_entries_bi", "trg_journal_entry_lines_bi", "trg_audit_log_bu")
# The chain of the audit trail that the past is, and how long what its rows keep of a sale is.
_CHAIN = 256
_STATE_BYTES = 170
# Numbers that an invoice takes from each series.
_NUMBERS = {"INV": 1, "JE": 3, "PAY": 1}

# Which of {products} the lines of invoice n are of, counted from 0: sixty apart.
_PRODUCT = "((n + 60 * {line}) % {products})"


def load(shop: Shop, invoices: int, answer_bytes: int) -> None:
    """Put ``invoices`` (whole days) into a shop that has none yet; its own calls go on behind them.

    ``answer_bytes``: how long the stored answers are.
    """
    products, customers = len(shop.products), len(shop.customers)
    assert products % 300 == 0, "the lines of an invoice must be of different products"
    prices = [_PRODUCT.format(line=line, products=products) + " % 40" for line in range(_LINES)]
    day = f"DATE('{FIRST_DAY}') + INTERVAL n DIV {INVOICES_A_DAY} DAY"
    words: dict[str, object] = {
        "user": CASHIER,
        "customers": customers,
        "products": products,
        "product": _PRODUCT.format(line="line", products=products),
        "day": f"({day})",
        "invoices_a_day": INVOICES_A_DAY,
        "number": f"CONCAT(DATE_FORMAT({day}, '%Y%m%d'), '-', LPAD(n % {INVOICES_A_DAY} + 1, 4, '0'))",
        "price": f"({5 * 24} + " + " + ".join(prices) + ")",
        "cost": f"({5 * 10} + " + " + ".join(prices) + ")",
        "answer": answer_bytes,
        "chain": _CHAIN,
        "state": _STATE_BYTES,
    }
    with shop.server.connected(shop.name) as connection:
        ((words["first_batch"],),) = fetch(connection, "SELECT MAX(id) + 1 FROM batches")
        ((words["first_entry"],),) = fetch(connection, "SELECT MAX(id) + 1 FROM journal_entries")
        ((words["first_audit"],),) = fetch(connection, "SELECT COALESCE(MAX(id), 0) + 1 FROM audit_log")
        for trigger in _TRIGGERS:
            execute(connection, f"DROP TRIGGER {trigger}")
        execute(connection, "SET @daftar_hash = ''")
        execute(connection, "SET SESSION unique_checks = 0, foreign_key_checks = 0")
        execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        for start in range(0, invoices, _CHUNK):
            execute(connection, "START TRANSACTION")
            chunk = shops.numbers(min(_CHUNK, invoices - start), shop.name)
            n = f"SELECT {start} + m.n AS n FROM ({chunk}) AS m"
            shops.run(connection, "history.sql", n=n, loaded=start, **words)
            connection.commit()
    _settle(shop, invoices, words["first_batch"])
    deploy(shop.server.url(shop.name))


def _settle(shop: Shop, invoices: int, first_batch: object) -> None:
    """What goes with the invoices once: used up batches, where ledgers and series stand."""
    with shop.server.connected(shop.name) as connection:
        shops.run(
            connection, "history_batches.sql", first_batch=first_batch, day=f"DATE('{_BOUGHT}')", user=CASHIER
        )
        execute(
            connection,
            "UPDATE customers AS c JOIN ("
            " SELECT customer_id, MAX(seq) AS seq FROM customer_transactions GROUP BY customer_id"
            ") AS t ON t.customer_id = c.id SET c.ledger_seq = t.seq",
        )
        days = -(-invoices // INVOICES_A_DAY)
        for kind, taken in _NUMBERS.items():
            execute(
                connection,
                "INSERT INTO number_series_days (branch_id, kind, day, last_no)"
                f" SELECT 1, '{kind}', DATE('{FIRST_DAY}') + INTERVAL n DAY,"
                f" {taken} * LEAST({INVOICES_A_DAY}, {invoices} - n * {INVOICES_A_DAY})"
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
            "journal_entries",
            "journal_entry_lines",
            "inventory_transactions",
            "audit_log",
        ):
            fetch(connection, f"ANALYZE TABLE {table}")
