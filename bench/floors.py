"""Making the floor procedures of bench/sql in a database of the bench's own."""

from __future__ import annotations

import re
from pathlib import Path

from pyclient.deploy.session import Connection, execute, fetch, freeze

FOLDER = Path(__file__).parent / "sql"
# Numbers of lines for which there is a floor_save_N.
LINES = (1, 5, 20, 100)

_EACH_LINE = re.compile(r"^(.*#.*)$", re.MULTILINE)


def deploy(connection: Connection) -> None:
    """Make every floor procedure; the accounts that play the roles today are written into it."""
    freeze(connection)
    accounts = {
        str(role): account
        for role, account in fetch(connection, "SELECT role, account_id FROM account_roles")
    }
    for path in sorted(FOLDER.glob("floor_*.sql")):
        text = path.read_text(encoding="utf-8")
        text = text[text.index("CREATE PROCEDURE") :].format(**accounts)
        if "#" not in text:
            execute(connection, text)
            continue
        for lines in LINES:
            execute(connection, repeated(text, lines))


def repeated(template: str, lines: int) -> str:
    """The template with each row that has a # in it standing once for each line, and N for their number.

    >>> print(repeated("f_N (\\n  p_#\\n)", 2))
    f_2 (
      p_1,
      p_2
    )
    """

    def rows(found: re.Match[str]) -> str:
        # WHEN ... THEN takes no comma between its rows
        comma = "" if found[1].lstrip().startswith("WHEN") else ","
        return f"{comma}\n".join(found[1].replace("#", str(line)) for line in range(1, lines + 1))

    return re.sub(r"_N\b", f"_{lines}", _EACH_LINE.sub(rows, template), count=1)
