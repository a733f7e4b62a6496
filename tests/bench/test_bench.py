"""The bench's parts work, and its floors write exactly the rows that the procedures beside them write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bench import history, shops, written
from bench.clients import Clients, Workload
from bench.figures import Report
from bench.parts import PARTS, Run
from bench.server import BenchServer
from bench.shops import Shop, Stock
from pyclient.deploy import verify
from pyclient.deploy.migrate import migrate
from pyclient.deploy.session import fetch
from pyclient.private_server import FAST_OPTIONS
from tests.server import ENGINES

# One batch a product: the floor's is then the one that the procedure takes from.
STOCK = Stock(customers=20, products=8, layers=1)


@pytest.fixture(scope="module")
def bench_server(request: pytest.FixtureRequest) -> Iterator[BenchServer]:
    make, version = ENGINES[request.config.getoption("--engine")]
    with BenchServer.started(make, FAST_OPTIONS, version) as server:
        yield server


@pytest.fixture(scope="module")
def twins(bench_server: BenchServer) -> tuple[Shop, Shop]:
    """Two shops in the same state."""
    one, other = (shops.create(bench_server, name, STOCK) for name in ("one", "other"))
    # Not the customer who buys: a floor of a sale knows only of customers who owe nothing.
    return shops.indebted(one, one.customers[1:]), shops.indebted(other, other.customers[1:])


PAIRS = [("save", "floor"), ("save", "floor_set"), ("payment", "floor_payment"), ("wallet", "floor_wallet")]


@pytest.mark.parametrize("per_till", [True, False], ids=["series-per-till", "one-series"])
@pytest.mark.parametrize(("procedure", "floor"), PAIRS, ids=[floor for _, floor in PAIRS])
def test_a_floor_writes_the_rows_of_one_call(
    twins: tuple[Shop, Shop], procedure: str, floor: str, per_till: bool
) -> None:
    one, other = twins
    workload = Workload(procedure, one, per_till=per_till, one_customer=True, seed=7)
    by_procedure = written.by_one_call(workload)
    by_floor = written.by_one_call(replace(workload, competitor=floor, shop=other, response="x"))
    assert written.counts(by_floor) == written.counts(by_procedure)
    assert by_floor == by_procedure


@dataclass(frozen=True)
class OnOneServer(Run):
    """A run whose parts share one server."""

    shared: BenchServer | None = None

    @contextmanager
    def server(
        self,
        extra: Sequence[str] = (),
        directory: Path | None = None,
        wrapped: Callable[[Path], Path] | None = None,
    ) -> Iterator[BenchServer]:
        assert self.shared
        yield self.shared


def test_a_part_measures_all_competitors_through_the_network(bench_server: BenchServer) -> None:
    report = Report(bench_server.engine)
    run = OnOneServer(bench_server.engine, report, rounds=2, seconds=0.3, clients=(2,), shared=bench_server)
    PARTS["network"](run)
    report.close()
    figures = {row.competitor: row for row in report.figures}
    assert set(figures) == {"save", "floor", "old"}
    assert not figures["save"].errors
    assert not figures["floor"].errors
    # one round trip of 1 ms and more; fifty of them
    assert figures["floor"].median_us.median > 1000
    assert figures["old"].median_us.median > 50_000
    assert [goal.reached for goal in report.goals] == [True, True]
    assert report.as_json()["figures"]


def test_a_page_connects_for_each_call(bench_server: BenchServer) -> None:
    report = Report(bench_server.engine)
    PARTS["first"](
        OnOneServer(bench_server.engine, report, rounds=1, seconds=0.3, clients=(1,), shared=bench_server)
    )
    report.close()
    figures = {row.competitor: row for row in report.figures}
    assert [goal.reached for goal in report.goals] == [True, True]
    for call in ("save", "quote", "payment"):
        page, later = figures[f"{call}, connect and first"], figures[f"{call}, later"]
        assert page.median_us.median > later.median_us.median
        assert page.median_us.median > figures["connect"].median_us.median


def test_a_past_is_in_good_order_and_calls_go_on_behind_it(bench_server: BenchServer) -> None:
    shop = shops.create(bench_server, "past", Stock(layers=2))
    history.load(shop, 2500, answer_bytes=1000)
    with Clients(Workload("save", shop, per_till=False), 2) as clients:
        assert not clients.run(0.2).errors
    with bench_server.connected(shop.name) as connection:
        assert fetch(connection, "SELECT COUNT(DISTINCT invoice_no) > 2500 FROM invoices_out") == [(1,)]
        assert fetch(connection, "SELECT COUNT(*) FROM audit_log WHERE chain = 256") == [(2500,)]
        assert [check.name for check in verify.run(connection) if not check.ok] == []
    # what was left out for the load is there again
    assert {change.action for change in migrate(bench_server.url(shop.name), dry_run=True).objects} == {
        "unchanged"
    }
    # the same without a trail
    trail = "SELECT COUNT(*) FROM audit_log"
    with bench_server.connected(shop.name) as connection:
        before = fetch(connection, trail)
        with Clients(Workload("save", shops.without_trail(shop), per_till=False), 2) as clients:
            assert not clients.run(0.2).errors
        connection.rollback()
        assert fetch(connection, trail) == before
