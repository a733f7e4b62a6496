"""What a run found, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from bench.clients import Measurement


@dataclass(frozen=True)
class Spread:
    """A median with the lowest and the highest of what it is the median of."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        values = list(values)
        return cls(median(values), min(values), max(values))

    def text(self, decimals: int = 0) -> str:
        return f"{self.median:,.{decimals}f} ({self.low:,.{decimals}f}-{self.high:,.{decimals}f})"


@dataclass(frozen=True)
class Goal:
    """A ratio that was to be reached."""

    what: str
    wanted: float
    found: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.found <= self.wanted if self.at_most else self.found >= self.wanted


@dataclass(frozen=True)
class Figures:
    """One competitor in one case of a part: per call, and per second."""

    part: str
    case: str
    competitor: str
    clients: int
    rate: Spread
    cpu_us: Spread
    median_us: Spread
    p95_us: Spread
    calls: int
    deadlocks: int
    errors: dict[str, tuple[int, str]]

    @classmethod
    def of(
        cls, part: str, case: str, competitor: str, clients: int, rounds: Sequence[Measurement]
    ) -> Figures:
        errors: dict[str, tuple[int, str]] = {}
        for one in rounds:
            for code, (count, text) in one.errors.items():
                errors[code] = (errors.get(code, (0, ""))[0] + count, text)
        return cls(
            part,
            case,
            competitor,
            clients,
            Spread.of(one.rate for one in rounds),
            Spread.of(one.cpu_us for one in rounds),
            Spread.of(one.median_us for one in rounds),
            Spread.of(one.p95_us for one in rounds),
            sum(one.calls for one in rounds),
            sum(one.deadlocks for one in rounds),
            errors,
        )


@dataclass
class Report:
    """Everything that one engine's run found. ``settings``: of its servers, by their start options."""

    engine: str
    settings: dict[str, dict[str, str]] = field(default_factory=dict)
    figures: list[Figures] = field(default_factory=list)
    ratios: dict[str, Spread] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self, part: str, case: str, clients: int, measured: Mapping[str, Sequence[Measurement]]
    ) -> dict[str, Figures]:
        """Take up what was measured in one case, by competitor."""
        added = {name: Figures.of(part, case, name, clients, rounds) for name, rounds in measured.items()}
        self.figures += added.values()
        return added

    def ratio(
        self,
        what: str,
        over: Sequence[float],
        under: Sequence[float],
        at_least: float | None = None,
        at_most: float | None = None,
    ) -> Spread:
        """``over`` by ``under``, round by round; with a bound it is a goal."""
        spread = Spread.of(a / b for a, b in zip(over, under, strict=True))
        self.ratios[what] = spread
        if at_least is not None:
            self.goals.append(Goal(what, at_least, spread.median))
        if at_most is not None:
            self.goals.append(Goal(what, at_most, spread.median, at_most=True))
        return spread

    def close(self) -> None:
        """When all is measured: what must hold of all of it. (The shop's old code does deadlock.)"""
        ours = [row for row in self.figures if row.competitor != "old"]
        self.goals.append(Goal("deadlocks in all runs", 0, sum(row.deadlocks for row in ours), at_most=True))
        failed = sum(count for row in ours for count, _ in row.errors.values())
        self.goals.append(Goal("failed calls in all runs", 0, failed, at_most=True))

    def show(self, console: Console) -> None:
        """Tables on the terminal."""
        console.print(f"\n[bold]{self.engine}[/]")
        for options, values in self.settings.items():
            told = ", ".join(f"{name}={value}" for name, value in values.items())
            console.print(f"  server with {options}: {told}", highlight=False)
        for part, case in dict.fromkeys((row.part, row.case) for row in self.figures):
            table = Table("what", "clients", title=f"{part}: {case}", title_justify="left")
            for name in ("calls/s", "server CPU us/call", "median us", "p95 us", "deadlocks", "errors"):
                table.add_column(name, justify="right")
            for row in self.figures:
                if (row.part, row.case) == (part, case):
                    table.add_row(
                        row.competitor,
                        str(row.clients),
                        row.rate.text(),
                        row.cpu_us.text(),
                        f"{row.median_us.median:,.0f}",
                        f"{row.p95_us.median:,.0f}",
                        str(row.deadlocks),
                        ", ".join(f"{code}: {count}" for code, (count, _) in row.errors.items()) or "0",
                    )
            console.print(table)
        for code, text in {c: t for row in self.figures for c, (_, t) in row.errors.items()}.items():
            console.print(f"  error {code}: {text}", highlight=False)
        if self.ratios:
            ratios = Table("ratio, median of the rounds' ratios", "median", "lowest", "highest")
            for what, spread in self.ratios.items():
                ratios.add_row(what, f"{spread.median:.2f}", f"{spread.low:.2f}", f"{spread.high:.2f}")
            console.print(ratios)
        if self.goals:
            goals = Table("goal", "wanted", "found", "reached")
            for goal in self.goals:
                bound = "at most" if goal.at_most else "at least"
                goals.add_row(
                    goal.what,
                    f"{bound} {goal.wanted:g}",
                    f"{goal.found:.2f}",
                    "yes" if goal.reached else "NO",
                )
            console.print(goals)
        for note in self.notes:
            console.print(f"  {note}", highlight=False)

    def as_json(self) -> dict[str, object]:
        goals = [{**asdict(goal), "reached": goal.reached} for goal in self.goals]
        return {**asdict(self), "goals": goals}


def write_json(path: Path, reports: Iterable[Report]) -> None:
    """The reports of a run, an engine each."""
    text = json.dumps([report.as_json() for report in reports], ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
