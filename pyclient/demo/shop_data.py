"""The shop's database and its page's request, as sample data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

from pyclient import wire
from pyclient.connection import connect
from pyclient.deploy.server import read_version
from pyclient.wire import JsonValue

_DATA = resources.files("pyclient.demo") / "data"
_STATEMENT_END = re.compile(r";[ \t]*$", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^--.*\n", re.MULTILINE)


def load_dump(url: str) -> None:
    """Load the shop's database, as phpMyAdmin exported it, into the empty database of ``url``."""
    # A connection of its own: the dump changes sql_mode and more, which must not reach anybody else.
    connection = connect(url)
    try:
        cursor = connection.cursor()
        for statement in dump_statements(read_version(connection).engine == "mysql"):
            cursor.execute(statement)
    finally:
        connection.close()


def dump_statements(for_mysql: bool) -> Iterator[str]:
    """The dump, statement by statement; MySQL wants an expression default in parentheses."""
    dump = (_DATA / "dump.sql").read_text(encoding="utf-8")
    if for_mysql:
        dump = dump.replace("DEFAULT curdate()", "DEFAULT (curdate())")
    for statement in _STATEMENT_END.split(_COMMENT_LINE.sub("", dump)):
        if statement.strip():
            yield statement


def page_request() -> dict[str, JsonValue]:
    """What the shop's page sends when the cashier saves an invoice, as it is."""
    request = wire.parse((_DATA / "page_request.json").read_text(encoding="utf-8"))
    assert isinstance(request, dict)
    return request
