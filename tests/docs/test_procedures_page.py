"""docs/procedures.md links every public procedure, once."""

from __future__ import annotations

import re
from pathlib import Path

from pyclient.deploy.source import db_dir

PAGE = Path(__file__).parents[2] / "docs" / "procedures.md"


def test_every_public_procedure_is_listed_once() -> None:
    links = re.findall(r"^\| \[(\w+)\]\(\.\./db/(\S+)\)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    public = (db_dir() / "procedures").rglob("sp_*.sql")
    assert sorted(links) == sorted((path.stem, str(path.relative_to(db_dir()))) for path in public)
