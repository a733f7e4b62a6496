"""Each corruption gets its verdict: repaired, or listed as beyond repair with nothing changed."""

from __future__ import annotations

import pytest

from pyclient.deploy.session import fetch
from pyclient.wire import JsonValue
from tests.checks import catalogue
from tests.checks.books import Books
from tests.checks.catalogue import Corruption
from tests.repair.conftest import WHOEVER, all_violations, repaired, rows_of
from tests.shop import Shop

CORRUPTIONS = catalogue.load()
# What a repair writes: ledgers, payments and documents are not among it.
WRITTEN = {
    "audit_chains",
    "audit_log",
    "coupons",
    "customer_debit_notes",
    "batches",
    "customers",
    "inventory_transactions",
    "invoice_currencies",
    "invoice_out_items",
    "invoices_out",
    "journal_entries",
    "journal_entry_lines",
    "number_series",
    "number_series_days",
    "order_items",
    "orders",
    "sale_item_allocations",
    "suppliers",
    "work_orders",
}


def changed_tables(shop: Shop, before: dict[str, int]) -> set[str]:
    after = shop.checksums(shop.connection)
    return {table for table in before if before[table] != after[table]}


def as_keys(rows: JsonValue) -> set[tuple[object, ...]]:
    return {(row["check"], row["table_name"], row["row_id"]) for row in rows_of(rows)}


def test_the_catalogue_holds_both_verdicts(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {
        verdict: sum(corruption.verdict == verdict for corruption in CORRUPTIONS)
        for verdict in ("repaired", "beyond repair")
    }
    with capsys.disabled():
        print(f"\n{len(CORRUPTIONS)} corruptions: {counts}")
    assert len(CORRUPTIONS) == sum(counts.values())
    assert min(counts.values()) >= 30


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda corruption: corruption.name)
def test_a_corruption_gets_its_verdict(books: Books, corruption: Corruption) -> None:
    shop = books.shop
    books.corrupt(*corruption.statements)
    spoilt = shop.checksums(shop.connection)
    violations = all_violations(shop)
    assert {check for check, *_ in violations} == corruption.found.keys()

    planned = repaired(shop)
    assert planned["dry_run"] is True
    assert changed_tables(shop, spoilt) == set()

    done = repaired(shop, dry_run=False)
    assert done["dry_run"] is False
    # ids of rows that the dry run took back are not given again
    for member in ("check", "table_name", "column", "before"):
        told = [[row[member] for row in rows_of(answer["changes"])] for answer in (planned, done)]
        assert told[0] == told[1]
    changes = rows_of(done["changes"])
    assert done["change_count"] == planned["change_count"] == len(changes)
    assert done["beyond_repair"] == planned["beyond_repair"]
    assert as_keys(done["beyond_repair"]) == all_violations(shop)
    assert_audited(shop, changes)
    if corruption.verdict == "repaired":
        assert changes
        assert all_violations(shop) == set()
        assert changed_tables(shop, spoilt) <= WRITTEN
    else:
        assert changes == []
        assert all_violations(shop) == violations
        assert changed_tables(shop, spoilt) == {
            "audit_chains",
            "audit_log",
        }  # that somebody tried

    again = repaired(shop, dry_run=False)
    assert (again["changes"], again["beyond_repair"]) == ([], done["beyond_repair"])


def assert_audited(shop: Shop, changes: list[dict[str, JsonValue]]) -> None:
    audited = fetch(
        shop.connection,
        "SELECT reason, document_table, document_id,"
        " JSON_UNQUOTE(JSON_EXTRACT(JSON_KEYS(values_after), '$[0]')),"
        " JSON_UNQUOTE(JSON_EXTRACT(JSON_EXTRACT(values_before, '$.*'), '$[0]')),"
        " JSON_UNQUOTE(JSON_EXTRACT(JSON_EXTRACT(values_after, '$.*'), '$[0]'))"
        f" FROM audit_log WHERE action = 'repair' AND user_id = {WHOEVER} ORDER BY id",
    )
    members = ("check", "table_name", "row_id", "column", "before", "after")
    assert [tuple(row[member] for member in members) for row in changes] == audited
