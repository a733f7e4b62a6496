"""docs/errors.md lists exactly the sentences of db/errors.toml, in their order."""

from __future__ import annotations

import re
from pathlib import Path

from pyclient.deploy import error_catalogue

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"


def test_the_page_holds_the_catalogue_and_nothing_else() -> None:
    listed: list[tuple[str, int, str, str]] = []
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        if heading := re.match(r"([A-Z_]+) (\d+)\n\n\S", section):  # a token, its number, and what to do
            rows = re.findall(r"^\| (.+) \| (.+) \|$", section, re.MULTILINE)
            assert rows[0] == ("English", "Arabic")
            listed += [(heading[1], int(heading[2]), *row) for row in rows[1:]]
    assert listed == [(s.token, s.errno, s.english, s.arabic) for s in error_catalogue.load()]
