"""Last of all races: how many of their calls saw a deadlock."""

from __future__ import annotations

from tests.concurrency.record import CALLS_PER_DEADLOCK, Record


def test_at_most_one_call_in_a_thousand_saw_a_deadlock(record: Record) -> None:
    assert record.deadlocks * CALLS_PER_DEADLOCK <= record.calls, "\n".join(record.deadlock_reports)
