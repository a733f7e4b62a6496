"""Which server this is, and whether Daftar runs on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pyclient.deploy.session import Connection, DeployError, fetch

Engine = Literal["mysql", "mariadb"]

OLDEST: dict[Engine, tuple[int, int, int]] = {"mysql": (8, 0, 34), "mariadb": (10, 11, 0)}
_NAMES: dict[Engine, str] = {"mysql": "MySQL", "mariadb": "MariaDB"}


@dataclass(frozen=True)
class ServerVersion:
    """A server's make and version, e.g. ``ServerVersion("mariadb", (10, 11, 6), "10.11.6-MariaDB")``."""

    engine: Engine
    number: tuple[int, int, int]
    text: str

    @classmethod
    def parse(cls, text: str) -> ServerVersion:
        """Read what ``SELECT VERSION()`` says; ValueError for something that is no version.

        >>> ServerVersion.parse("5.5.5-10.4.32-MariaDB-log").number
        (10, 4, 32)
        """
        engine: Engine = "mariadb" if "mariadb" in text.lower() else "mysql"
        # MariaDB up to 10.x announces itself to clients behind a false 5.5.5.
        plain = text.removeprefix("5.5.5-") if engine == "mariadb" else text
        found = re.match(r"(\d+)\.(\d+)\.(\d+)", plain)
        if found is None:
            raise ValueError(f"not a server version: {text!r}")
        return cls(engine, (int(found[1]), int(found[2]), int(found[3])), text)

    @property
    def refusal(self) -> str | None:
        """Why Daftar does not run on this server and what to upgrade to, or None when it does."""
        if self.number >= OLDEST[self.engine]:
            return None
        oldest = ".".join(map(str, OLDEST[self.engine]))
        if self.engine == "mariadb":
            advice = "upgrade to MariaDB 10.11 or 11.8 (XAMPP ships MariaDB 10.4: install a server beside it)"
        else:
            advice = "upgrade to MySQL 8.0.34 or later, better 8.4 or 9.7"
        return f"Daftar needs {_NAMES[self.engine]} {oldest} or later; this server is {self.text}: {advice}."


def read_version(connection: Connection) -> ServerVersion:
    """Ask the server what it is."""
    return ServerVersion.parse(str(fetch(connection, "SELECT VERSION()")[0][0]))


def require_supported(connection: Connection) -> ServerVersion:
    """The server's version; DeployError with a clear sentence when it is too old."""
    version = read_version(connection)
    if version.refusal:
        raise DeployError(version.refusal)
    return version
