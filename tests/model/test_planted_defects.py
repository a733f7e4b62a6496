"""Each planted defect of the SQL is noticed by its witness, and by nothing else than the defect.

docs/decisions/0010-planted-defects.md lists them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pyclient.deploy.session import execute, freeze
from pyclient.deploy.source import ObjectSource, read_objects
from tests.model import (
    amendment_defects,
    debit_note_defects,
    draft_defects,
    exchange_defects,
    invoice_currency_defects,
    offer_defects,
    order_defects,
    planted_defects,
    pricing_defects,
    promise_defects,
    purchase_defects,
    terms_defects,
    till_defects,
    undo_defects,
)
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError, Till, hire, prepare
from tests.server import Server
from tests.shop import Shop

_names = itertools.count(1)
DEFECTS = (
    *planted_defects.DEFECTS,
    *amendment_defects.DEFECTS,
    *debit_note_defects.DEFECTS,
    *draft_defects.DEFECTS,
    *exchange_defects.DEFECTS,
    *invoice_currency_defects.DEFECTS,
    *offer_defects.DEFECTS,
    *order_defects.DEFECTS,
    *pricing_defects.DEFECTS,
    *promise_defects.DEFECTS,
    *purchase_defects.DEFECTS,
    *terms_defects.DEFECTS,
    *till_defects.DEFECTS,
    *undo_defects.DEFECTS,
)


@pytest.fixture(scope="module")
def bench(server: Server, database_name: Callable[[], str]) -> Iterator[Shop]:
    """A database for this module alone."""
    with Shop.created(server, database_name()) as shop:
        prepare(shop)
        yield shop


@pytest.fixture
def counter(bench: Shop) -> Iterator[Counter]:
    bench.disconnect()
    connection, name = bench.connect(), f"W{next(_names)}"
    # a cashier of its own, who may have a shift open
    yield Counter(bench, Till(connection, name, hire(connection, name)))
    bench.disconnect()


@pytest.mark.parametrize("witness", dict.fromkeys(defect.witness for defect in DEFECTS))
def test_witness_is_content_with_the_sql_as_it_is(
    counter: Counter, witness: Callable[[Counter], None]
) -> None:
    _run(witness, counter)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_planted_defect_is_found(counter: Counter, server: Server, defect: Defect) -> None:
    sources = {source.name: source for source in read_objects(server.engine)}
    spoilt = {name: sources[name].statement for name, _, _ in defect.edits}
    for name, right, wrong in defect.edits:
        pattern = r"\s+".join(re.escape(word) for word in right.split())
        spoilt[name], count = re.subn(pattern, wrong.replace("\\", r"\\"), spoilt[name])
        assert count == 1, f"{name} has the text {count} times: {right}"
    try:
        for name, statement in spoilt.items():
            _put(counter.shop, sources[name], statement)
        with pytest.raises(MismatchError):
            _run(defect.witness, counter)
    finally:
        counter.shop.disconnect()
        for name in spoilt:
            _put(counter.shop, sources[name], sources[name].statement)


def _run(witness: Callable[[Counter], None], counter: Counter) -> None:
    witness(counter)
    if counter.till.compares_state:
        counter.till.compare_state()


def _put(shop: Shop, source: ObjectSource, statement: str) -> None:
    connection = shop.server.connect(shop.name)
    try:
        freeze(connection)
        execute(connection, f"DROP {source.kind} {source.name}")
        execute(connection, statement)
    finally:
        connection.close()


def test_the_page_lists_every_defect() -> None:
    page = (Path(__file__).parents[2] / "docs" / "decisions" / "0010-planted-defects.md").read_text()
    for defect in DEFECTS:
        files = ", ".join(dict.fromkeys(name for name, _, _ in defect.edits))
        assert f"| {defect.name} | {files} | {defect.witness.__name__} |" in page
