"""The bench's parts work, and its floors write exactly the rows that the procedures beside them write."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench import shops, written
from bench.clients import Workload
from bench.server import BenchServer
from bench.shops import Shop, Stock
from pyclient.private_server import FAST_OPTIONS

pytestmark = pytest.mark.skipif(
    shutil.which("php") is None, reason="the clients of the bench are PHP programs"
)

# One batch a product: the floor's is then the one that the procedure takes from.
STOCK = Stock(customers=20, products=8, layers=1)


@pytest.fixture(scope="module")
def bench_server(request: pytest.FixtureRequest) -> Iterator[BenchServer]:
    with BenchServer.started(request.config.getoption("--engine"), FAST_OPTIONS) as server:
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
