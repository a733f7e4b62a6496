"""Which rows a call writes: the proof that a floor writes what the procedure beside it writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.clients import Clients, Workload
from bench.shops import Shop
from pyclient.deploy.session import Connection, fetch, quoted

# Values that two equal calls do not share: when they were made, and under which key.
_INDIVIDUAL = {
    "created_at",
    "updated_at",
    "adjusted_at",
    "payment_date",
    "request_id",
    "request_hash",
}
# Where a line stands in its sale (the floor's caller sorts its lines), and the ids that go by it; the answer,
# of which the floor stores a sample; the audit trail's hashes, over all of these.
_INDIVIDUAL_IN = {
    "audit_chains": {"last_hash"},
    "audit_log": {"happened_at", "previous_hash"},
    "inventory_transactions": {"id"},
    "invoice_out_items": {"id", "line_no"},
    "sale_item_allocations": {"id", "sale_item_id"},
    "request_keys": {"response"},
    "wallet_transactions": {"transaction_date"},
}

Row = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Written:
    """The rows of one table that a call inserted, and what it changed in rows that were there."""

    inserted: Counter[Row] = field(default_factory=Counter)
    changed: Counter[Row] = field(default_factory=Counter)

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows were inserted, and how many changed."""
        return self.inserted.total(), self.changed.total()


def by_table(shop: Shop, call: Callable[[], object]) -> dict[str, Written]:
    """What ``call`` writes into each table of ``shop`` that it writes into."""
    with shop.server.connected(shop.name) as connection:
        before = _tables(connection)
        call()
        after = _tables(connection)
    found: dict[str, Written] = {}
    for table, rows in after.items():
        old = before[table]
        written = Written(
            Counter(_described(table, row) for key, row in rows.items() if key not in old),
            Counter(
                _described(
                    table, {name: (old[key][name], row[name]) for name in row if row[name] != old[key][name]}
                )
                for key, row in rows.items()
                if key in old and old[key] != row
            ),
        )
        if any(written.counts):
            found[table] = written
    return found


def by_one_call(workload: Workload) -> dict[str, Written]:
    """What one call of the first client of ``workload`` writes."""
    with Clients(workload, 1) as clients:
        return by_table(workload.shop, lambda: clients.once())


def counts(written: dict[str, Written]) -> dict[str, tuple[int, int]]:
    """Rows inserted and rows changed, by table."""
    return {table: each.counts for table, each in written.items()}


def _described(table: str, row: dict[str, object]) -> Row:
    left_out = _INDIVIDUAL | _INDIVIDUAL_IN.get(table, set())
    return tuple((name, value) for name, value in row.items() if name not in left_out)


def _tables(connection: Connection) -> dict[str, dict[object, dict[str, object]]]:
    """Every row of every table, by table and primary key."""
    keys: dict[str, list[str]] = {}
    for table, column in fetch(
        connection,
        "SELECT table_name, column_name FROM information_schema.key_column_usage"
        " WHERE table_schema = DATABASE() AND constraint_name = 'PRIMARY' ORDER BY 1, ordinal_position",
    ):
        keys.setdefault(str(table), []).append(str(column))
    found: dict[str, dict[object, dict[str, object]]] = {}
    for table, key in keys.items():
        names = [str(row[0]) for row in fetch(connection, f"SHOW COLUMNS FROM {quoted(table)}")]
        rows = (
            dict(zip(names, row, strict=True)) for row in fetch(connection, f"SELECT * FROM {quoted(table)}")
        )
        found[table] = {tuple(row[name] for name in key): row for row in rows}
    return found
