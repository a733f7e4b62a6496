"""A folder like db/ of the test's own, and a database with the migrations but not the package's objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from pyclient.connection import connect
from pyclient.deploy import loader, migrate
from pyclient.deploy.loader import DeployReport
from pyclient.deploy.session import Connection
from pyclient.deploy.source import db_dir


@dataclass
class Workshop:
    """``url`` was migrated from ``root``, whose objects a test writes with :meth:`write`."""

    url: str
    root: Path
    connection: Connection

    def write(self, file: str, text: str) -> Path:
        """Write an object file, e.g. ``write("functions/one.sql", "CREATE FUNCTION one() ...")``."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def deploy(self) -> DeployReport:
        return loader.deploy(self.connection, self.root)


@pytest.fixture
def workshop(fresh_database: Callable[[], str], tmp_path: Path) -> Iterator[Workshop]:
    (tmp_path / "migrations").symlink_to(db_dir() / "migrations")
    (tmp_path / "errors.toml").symlink_to(db_dir() / "errors.toml")
    url = fresh_database()
    migrate.migrate(url, root=tmp_path)
    with closing(connect(url)) as connection:
        yield Workshop(url, tmp_path, connection)
