"""The statements of the package's routines and triggers that lock rows, ready for EXPLAIN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pyclient.deploy.server import Engine
from pyclient.deploy.source import db_dir, mask, read_objects

# What stands for a parameter or local in EXPLAIN; all others are ids.
_LITERALS = {
    "p_kind": "'INV'",
    "p_day": "'2025-01-01'",
    "p_request": "'{}'",
    "p_request_id": "'crowd-1'",
    "p_exchange_lines": """'[{"product_id": %d}]'""",
    "p_lines": """'[{"product_id": %d}, {"product_id": %d}]'""",
}
_STATEMENT = re.compile(r"^ *(?:SELECT\b[^;]*?\bFOR UPDATE|UPDATE\b[^;]*|DELETE\b[^;]*)\s*;", re.MULTILINE)
_INTO = re.compile(r"\bINTO\s+[vp]_\w+(?:\s*,\s*[vp]_\w+)*")
_VARIABLE = re.compile(r"\b(?:[vp]_\w+|(?:OLD|NEW)\.\w+)")


class LockingStatement(NamedTuple):
    """``sql`` as it stands in ``routine``, its variables replaced by literals."""

    routine: str
    sql: str


def locking_statements(engine: Engine, row_id: int) -> Iterator[LockingStatement]:
    """Every SELECT ... FOR UPDATE, UPDATE and DELETE. Ids are ``row_id``; old ones the one after it."""
    for source in read_objects(engine, db_dir()):
        # comments are masked by blanks of the same length; texts, which hold JSON paths, are needed
        masked = mask(source.statement)
        for found in _STATEMENT.finditer(masked):
            text = source.statement[found.start() : found.end() - 1].strip()
            sql = _VARIABLE.sub(lambda name: _literal(name[0], row_id), _INTO.sub("", text))
            yield LockingStatement(source.name, sql)


def _literal(name: str, row_id: int) -> str:
    literal = _LITERALS.get(name)
    if literal is not None:
        return literal % (row_id, row_id + 1)[: literal.count("%d")]
    if name.endswith("_date"):
        return _LITERALS["p_day"]
    return str(row_id + 1) if name.startswith(("OLD.", "v_old_")) else str(row_id)
