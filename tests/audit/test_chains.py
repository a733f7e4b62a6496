"""Whoever changes, removes, inserts or moves a row of the audit trail leaves a break."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.accounts import day
from tests.shop import Shop, call, call_text
from tests.till import Till

EDITS = 100
SEED = 20261126
# How a value is changed a little, by column.
CHANGES = {
    "id": "id + 1000",
    "chain": "chain + 100",
    "seq": "seq + 1000",
    "previous_hash": "IF(previous_hash = '', 'x', REVERSE(previous_hash))",
    "happened_at": "happened_at - INTERVAL 1 SECOND",
    "user_id": "user_id + 1",
    "action": "CONCAT(action, 'x')",
    "document_table": "UPPER(document_table)",
    "document_id": "document_id + 1",
    "values_before": "IF(values_before IS NULL, '', CONCAT(values_before, ' '))",
    "values_after": "REPLACE(CONCAT(COALESCE(values_after, ''), ' '), '1', '2')",
    "reason": "IF(reason IS NULL, '', NULL)",
    "request_id": "IF(request_id IS NULL, '', UPPER(CONCAT(request_id, 'x')))",
}
CONTENT = tuple(name for name in CHANGES if name not in {"id", "chain", "seq", "previous_hash"})
Edit = tuple[str, Callable[[MySQLConnectionAbstract], None]]


@pytest.fixture(scope="module")
def trail(server: object, database_name: Callable[[], str]) -> Iterator[Shop]:
    """A day's audit trail in more than one chain, without the triggers that forbid to change it."""
    with Shop.created(server, database_name()) as shop:  # type: ignore[arg-type]
        day.seed(shop)
        for chains_taken, (procedure, argument) in enumerate(day.WRITES):
            with closing(shop.server.connect(shop.name)) as other:
                # whoever writes now finds the first chains taken
                execute(other, "START TRANSACTION")
                fetch(other, f"SELECT 1 FROM audit_chains WHERE chain <= {chains_taken % 4} FOR UPDATE")
                call_text(shop.connection, procedure, argument)
                execute(other, "ROLLBACK")
        for trigger in ("trg_audit_log_bu", "trg_audit_log_bd"):
            execute(shop.connection, f"DROP TRIGGER {trigger}")
        execute(shop.connection, "SET SESSION foreign_key_checks = 0")
        yield shop


@contextmanager
def taken_back(connection: MySQLConnectionAbstract) -> Iterator[None]:
    """What is done inside is undone."""
    execute(connection, "START TRANSACTION")
    yield
    execute(connection, "ROLLBACK")


def breaks(connection: MySQLConnectionAbstract, head: str | None = None) -> list[object]:
    """What sp_verify_audit finds."""
    answer = call(connection, "sp_verify_audit", head) if head else call_null(connection)
    found = answer["breaks"]
    assert isinstance(found, list)
    assert answer["whole"] is (not found)
    return list(found)


def call_null(connection: MySQLConnectionAbstract) -> dict[str, object]:
    """sp_verify_audit(NULL): without a head."""
    from pyclient import wire

    cursor = connection.cursor()
    cursor.execute("CALL sp_verify_audit(NULL)")
    ((text,),) = cursor.fetchall()
    while cursor.nextset():
        cursor.fetchall()
    cursor.close()
    answer = wire.parse(str(text))
    assert isinstance(answer, dict)
    return dict(answer)


def random_edit(rng: random.Random, ids: list[int]) -> Edit:
    """One edit of one row, or of the places of two."""
    row, other = rng.sample(ids, 2)
    kind = rng.choice(["change"] * 6 + ["delete", "insert", "swap"])
    column = rng.choice(list(CHANGES))

    def change(connection: MySQLConnectionAbstract) -> None:
        execute(connection, f"UPDATE audit_log SET {column} = {CHANGES[column]} WHERE id = {row}")

    def delete(connection: MySQLConnectionAbstract) -> None:
        execute(connection, f"DELETE FROM audit_log WHERE id = {row}")

    def insert(connection: MySQLConnectionAbstract) -> None:
        names = ", ".join(CONTENT)
        execute(
            connection,
            f"INSERT INTO audit_log (chain, seq, previous_hash, {names}) SELECT c.chain, c.last_seq + 1,"
            f" c.last_hash, {', '.join(f'a.{name}' for name in CONTENT)} FROM audit_log a"
            f" JOIN audit_chains c ON c.chain = a.chain WHERE a.id = {row}",
        )

    def swap(connection: MySQLConnectionAbstract) -> None:
        places = fetch(
            connection, f"SELECT id, chain, seq, previous_hash FROM audit_log WHERE id IN ({row}, {other})"
        )
        execute(connection, f"UPDATE audit_log SET seq = seq + 5000 WHERE id IN ({row}, {other})")
        for (id_, *_), (_, chain, seq, previous) in zip(places, reversed(places), strict=True):
            execute(
                connection,
                "UPDATE audit_log SET chain = %s, seq = %s, previous_hash = %s WHERE id = %s",
                (chain, seq, previous, id_),
            )

    edits = {"change": change, "delete": delete, "insert": insert, "swap": swap}
    return f"{kind} {column if kind == 'change' else ''} {row} {other}", edits[kind]


def test_a_hundred_random_edits_are_found(trail: Shop) -> None:
    connection = trail.connection
    assert len(fetch(connection, "SELECT DISTINCT chain FROM audit_log")) > 3
    assert breaks(connection) == []
    ids = [int(row[0]) for row in fetch(connection, "SELECT id FROM audit_log")]
    rng = random.Random(SEED)
    for _ in range(EDITS):
        name, edit = random_edit(rng, ids)
        with taken_back(connection):
            edit(connection)
            assert breaks(connection), name
    assert breaks(connection) == []


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_is_found(trail: Shop, column: str) -> None:
    connection = trail.connection
    for (row,) in fetch(connection, "SELECT id FROM audit_log WHERE seq IN (1, 2) OR id % 17 = 0"):
        with taken_back(connection):
            execute(connection, f"UPDATE audit_log SET {column} = {CHANGES[column]} WHERE id = {row}")
            assert breaks(connection), row


def test_every_column_is_changed(trail: Shop) -> None:
    assert {str(row[0]) for row in fetch(trail.connection, "SHOW COLUMNS FROM audit_log")} == set(CHANGES)


def test_a_chains_end_that_is_gone_is_found_beside_a_head(trail: Shop) -> None:
    connection = trail.connection
    head = call_text(connection, "sp_get_audit_head")
    assert breaks(connection, head) == []
    ends = fetch(connection, "SELECT chain, last_seq FROM audit_chains WHERE last_seq > 0")
    assert len(ends) > 3
    for chain, last in ends:
        with taken_back(connection):
            ((previous,),) = fetch(
                connection, f"SELECT previous_hash FROM audit_log WHERE chain = {chain} AND seq = {last}"
            )
            execute(connection, f"DELETE FROM audit_log WHERE chain = {chain} AND seq = {last}")
            assert breaks(connection)
            # and nobody would see it but for the head
            execute(
                connection,
                "UPDATE audit_chains SET last_seq = last_seq - 1, last_hash = %s WHERE chain = %s",
                (previous, chain),
            )
            assert breaks(connection) == []
            ((found),) = breaks(connection, head)
            assert isinstance(found, dict)
            assert (found["table_name"], found["row_id"], found["found"]) == ("audit_chains", chain, None)


def test_a_head_holds_when_the_trail_goes_on(till: Till) -> None:
    till.customer()
    head = call_text(till.connection, "sp_get_audit_head")
    till.customer()
    assert head != call_text(till.connection, "sp_get_audit_head")
    assert breaks(till.connection, head) == []


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("{", "VALIDATION"),
        ("[]", "VALIDATION"),
        ("{}", "VALIDATION: chains is required"),
        ('{"ok":true,"rows":1}', "VALIDATION: chains is required"),
        ('{"chains":null,"rows":0}', "VALIDATION: chains is required"),
        ('{"chains":[],"rows":1}', "VALIDATION: rows is not valid: 1"),
        ('{"chains":[1]}', "VALIDATION: chains[1] is not valid: 1"),
        ('{"chains":[{"seq":1}]}', "VALIDATION: chain"),
        ('{"chains":[{"chain":1}]}', "VALIDATION: seq"),
    ],
)
def test_a_head_that_is_none_is_refused(till: Till, head: str, message: str) -> None:
    refused = till.refusal("sp_verify_audit", head)
    assert refused is not None
    assert refused.text.startswith(message)
