"""Every report goes by its index: with 20,000 invoices there and no statistics, and with 1,000,000."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from bench import history, shops
from bench.server import BenchServer
from pyclient import wire
from pyclient.deploy.session import Connection
from pyclient.deploy.source import db_dir
from pyclient.private_server import FAST_OPTIONS
from tests.plans.conftest import Crowded, rows_read
from tests.server import ENGINES

REPORTS = sorted((db_dir() / "procedures" / "reports").glob("sp_report_*.sql"))
_QUERY = re.compile(r"DECLARE c_rows CURSOR FOR\s+((?:WITH|SELECT).*?);", re.DOTALL)
# What stands for a local in EXPLAIN. The crowd's invoices are all of another day, and all open.
_LITERALS = {
    "v_from": "'2025-02-01'",
    "v_to": "'2025-02-28'",
    "v_as_of": "'2025-02-28'",
    "v_after_day": "'1000-01-01'",
    "v_after_note": "0",
    "v_due_by": "'2025-02-28'",
    "v_by": "'product'",
    "v_methods": "'cash,card'",
    "v_method": "'cash'",
    "v_minor_units": "2",
    "v_company_id": "1",
    "v_work_order_id": "2000050",
    "v_after": "0",
    "v_fetch": "11",
}

# What is owed on a bill follows from all bills of its supplier (_owed_on_purchases): purchases, and what went
# back of them, are read once, of all suppliers where none is named.
_ALL_BILLS = {"d", "x"}
READ_THROUGH = {"sp_report_payables": _ALL_BILLS, "sp_report_bills_due": _ALL_BILLS}

MILLION = 1_000_000
# Of the million's days, of a thousand invoices each.
DAY = {"from": "2025-02-03", "to": "2025-02-03"}
MONTH = {"from": "2025-02-01", "to": "2025-02-28"}
OF_A_PERIOD = ("sales", "payments", "products", "profit", "taxes", "reconciliation", "documents")
# What a report reads for an invoice of its days, or for one that is open: its lines, payments, entries.
MOST_READ_AN_INVOICE = 60


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_goes_by_an_index(crowded: Crowded, path: Path) -> None:
    check_plan(crowded.shop.connection, path)


def check_plan(connection: Connection, path: Path) -> None:
    """Every table of the report's query is read by an index, but for those of READ_THROUGH."""
    found = _QUERY.search(path.read_text(encoding="utf-8"))
    assert found
    sql = re.sub(r"\bv_\w+", lambda name: _LITERALS.get(name[0], "NULL"), found[1])
    with closing(connection.cursor(dictionary=True)) as cursor:
        cursor.execute(f"EXPLAIN FORMAT=TRADITIONAL {sql}")
        plan = cast(list[dict[str, object]], cursor.fetchall())
    steps = [step for step in plan if step["table"] and not str(step["table"]).startswith("<")]
    assert steps
    for step in steps:
        if step["table"] in READ_THROUGH.get(path.stem, set()):
            continue
        assert step["type"] in {"const", "eq_ref", "ref", "range", "system"}, json.dumps(plan, default=str)
        # a table that cannot match, such as the customers' where the profit is by product, is read by no key
        assert step["key"] or step["type"] in {"const", "system"}, json.dumps(plan, default=str)


def with_work_order(shop: shops.Shop, invoices: int) -> int:
    """A work order of this many invoices of five lines, each partly paid. Gives its id."""
    with shop.server.connected(shop.name) as connection:

        def done(procedure: str, **request: object) -> dict[str, object]:
            answer = shops.call_text(
                connection,
                procedure,
                {"customer_id": shop.customers[0], "created_by": shops.CASHIER, **request},
            )
            return cast("dict[str, object]", wire.parse(answer))

        work_order = done("sp_save_work_order", title="شغلانة")["work_order_id"]
        items = [{"product_id": product[0], "qty": 1} for product in shop.products[:5]]
        sale = {"items": items, "status": "partial", "payments": [{"amount": 1}]}
        for _ in range(invoices):
            done("sp_save_invoice", work_order_id=work_order, **sale)
    assert isinstance(work_order, int)
    return work_order


@pytest.fixture(scope="module")
def million(request: pytest.FixtureRequest) -> Iterator[shops.Shop]:
    """A shop of its own server with a million invoices in a thousand days, and 2,000 open ones of today."""
    make, version = ENGINES[request.config.getoption("--engine")]
    options = (*FAST_OPTIONS, "--skip-log-bin", "--innodb-buffer-pool-size=2G")
    with BenchServer.started(make, options, version) as server:
        shop = shops.create(server, "million", shops.Stock())
        history.load(shop, MILLION, answer_bytes=1000)
        yield shops.indebted(shop, shop.customers * 10)


@pytest.mark.slow
def test_a_report_of_a_million_invoices_reads_its_days_only(
    million: shops.Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    first_page = {"limit": 500}
    asked: list[tuple[str, str, Mapping[str, object] | int, int]] = [
        *((name, "a day", {**first_page, **DAY}, 1000) for name in OF_A_PERIOD),
        *((name, "a month", {**first_page, **MONTH}, 28_000) for name in OF_A_PERIOD),
        *((name, "now", first_page, 2000) for name in ("unpaid", "ageing", "stock")),
        ("work_order", "200 invoices", with_work_order(million, 200), 200),
    ]
    found = []
    with million.server.connected(million.name) as connection:
        for path in REPORTS:
            check_plan(connection, path)
        for name, of, request, invoices in asked:
            before = rows_read(connection)
            started = time.monotonic()
            shops.call_text(connection, f"sp_report_{name}", request)
            took = time.monotonic() - started
            read = rows_read(connection) - before
            with capsys.disabled():
                print(f"\n{name} of {of}: {took * 1000:,.0f} ms, {read:,} rows read", end="")
            if read > MOST_READ_AN_INVOICE * invoices:
                found.append(f"{name} of {of} read {read:,} rows")
    # at the end, with the times of all of them printed: what is asked takes an hour to load
    assert found == []
