"""What the races and kills of a run came to: counted per scenario, printed at the end of the run."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

# DESIGN's bound: at most one call in a thousand may see a deadlock.
CALLS_PER_DEADLOCK = 1000


@dataclass
class Scenario:
    """The counts of one scenario. ``lines`` are more things to say about it."""

    rounds: int = 0
    rounds_without_wait: int = 0
    lock_waits: int = 0
    calls: int = 0
    deadlocks: int = 0
    timeouts: int = 0
    lines: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        rounds = (
            f"{self.rounds} rounds (+{self.rounds_without_wait} without a lock wait), " if self.rounds else ""
        )
        return (
            f"{rounds}{self.calls} calls, {self.lock_waits} lock waits, {self.deadlocks} deadlocks, "
            f"{self.timeouts} lock wait timeouts"
        )


class Record:
    """The counts of all scenarios, from all threads."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.scenarios: dict[str, Scenario] = {}
        self.deadlock_reports: list[str] = []
        self._lock = threading.Lock()

    def scenario(self, name: str) -> Scenario:
        """The counts of one scenario, new ones where there are none."""
        return self.scenarios.setdefault(name, Scenario())

    def add_calls(self, name: str, counted: Counter[str]) -> None:
        """Add the calls, deadlocks and timeouts that one till counted."""
        with self._lock:
            scenario = self.scenario(name)
            scenario.calls += counted["calls"]
            scenario.deadlocks += counted["deadlocks"]
            scenario.timeouts += counted["timeouts"]

    @property
    def calls(self) -> int:
        return sum(scenario.calls for scenario in self.scenarios.values())

    @property
    def deadlocks(self) -> int:
        return sum(scenario.deadlocks for scenario in self.scenarios.values())

    def lines(self) -> Iterator[str]:
        """The record for people."""
        yield f"seed {self.seed} (DAFTAR_TEST_SEED repeats the requests, not the interleaving)"
        for name, scenario in self.scenarios.items():
            if scenario.calls:
                yield f"{name}: {scenario}"
            for line in scenario.lines:
                yield f"{name}: {line}"
        yield f"all: {self.calls} calls, {self.deadlocks} deadlocks"
        yield from self.deadlock_reports
