"""Which routine calls which, read from their texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyclient.deploy.session import Connection, fetch
from pyclient.deploy.source import ObjectSource, mask

_WORD = re.compile(r"\w+")

Calls = Mapping[str, set[str]]
"""By a routine's name, the routines that its text names."""


def read(connection: Connection, sources: Iterable[ObjectSource]) -> Calls:
    """Who calls whom, by the files and by the bodies that are stored (as far as the account sees them)."""
    texts = [(source.name, source.statement) for source in sources]
    texts += [
        (name, str(body or ""))
        for name, body in fetch(
            connection,
            "SELECT routine_name, routine_definition FROM information_schema.routines"
            " WHERE routine_schema = DATABASE()",
        )
    ]
    names = {name for name, _ in texts}
    calls: dict[str, set[str]] = {name: set() for name in names}
    for name, text in texts:
        calls[name] |= names.intersection(_WORD.findall(mask(text))) - {name}
    return calls


def callees_first(calls: Calls) -> list[str]:
    """All names, each after the ones that it calls."""
    order: dict[str, None] = {}
    entered: set[str] = set()

    def visit(name: str) -> None:
        if name not in entered:
            entered.add(name)
            for callee in sorted(calls[name]):
                visit(callee)
            order[name] = None

    for name in sorted(calls):
        visit(name)
    return list(order)


def reached(calls: Calls, name: str) -> set[str]:
    """What ``name`` calls, directly or through others."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        new = calls[ahead.pop()] - found
        found |= new
        ahead += new
    return found
