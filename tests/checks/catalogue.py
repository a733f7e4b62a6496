"""The catalogue of corruptions, one file each: what spoils the books, what is found, what repair does."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# The row (an id, or the name of one in Books.ids), what it should hold and what it holds; "*": anything.
Row = tuple[str | int, str, str]
Verdict = Literal["repaired", "beyond repair"]
ANYTHING = "*"


@dataclass(frozen=True)
class Corruption:
    """``statements`` spoil the books; ``found`` is all that the checks then find, by check; ``verdict`` is
    what a repair makes of it. ``{name}`` in a statement stands for an id of Books.ids."""

    name: str
    statements: tuple[str, ...]
    found: dict[str, tuple[Row, ...]]
    verdict: Verdict


def load() -> list[Corruption]:
    """All of them, by name."""
    return [_read(path) for path in sorted((Path(__file__).parent / "corruptions").glob("*.toml"))]


def _read(path: Path) -> Corruption:
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {
        check: tuple((row, want, has) for row, want, has in rows) for check, rows in file["found"].items()
    }
    return Corruption(path.stem.replace("_", " "), tuple(file["statements"]), found, file["verdict"])
