"""The record of the races and kills of a run, and the shop with its tills."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.concurrency.record import Record
from tests.concurrency.tills import Market, seed
from tests.shop import Shop

ROUNDS = 20
SLOW_ROUNDS = 200

_record = pytest.StashKey[Record]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    record = config.stash.get(_record, None)
    if record:
        terminalreporter.section("concurrency")
        for line in record.lines():
            terminalreporter.write_line(line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The bound on deadlocks is looked at when all races have been run."""
    items.sort(key=lambda item: item.path.name == "test_deadlocks_are_rare.py")


@pytest.fixture(scope="session")
def record(pytestconfig: pytest.Config) -> Record:
    """What the run's races and kills came to."""
    return pytestconfig.stash.setdefault(_record, Record(seed()))


@pytest.fixture
def rounds(pytestconfig: pytest.Config) -> int:
    """How many rounds of each scenario must have met a lock wait."""
    return SLOW_ROUNDS if pytestconfig.getoption("--slow") else ROUNDS


@pytest.fixture
def market(shop: Shop, record: Record, rounds: int) -> Iterator[Market]:
    """The shop with sixteen tills."""
    opened = Market(shop, record, rounds)
    yield opened
    opened.close()


@pytest.fixture
def own_market(database: Shop, record: Record, rounds: int) -> Iterator[Market]:
    """The same in a database of the test's own, whose routines the test may replace."""
    opened = Market(database, record, rounds)
    yield opened
    opened.close()
