"""One private server, as its makers ship it, and what it says about the work it did."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

from pyclient.connection import connect
from pyclient.deploy.server import Engine
from pyclient.deploy.session import Connection, execute, fetch, quoted
from pyclient.private_server import START_SECONDS, PrivateServer, find_binaries

VERSIONS: dict[Engine, str] = {"mariadb": "10.11", "mysql": "9.7"}
# Seconds that a server may take which does not run by itself.
_WRAPPED_START = 600
_TICKS = os.sysconf("SC_CLK_TCK")


def process_cpu_seconds(pid: int) -> float:
    """What a process has used, all its threads, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class BenchServer:
    """A running server. ``options`` are what it was started with beyond its defaults."""

    def __init__(self, server: PrivateServer, options: Sequence[str]) -> None:
        self._server = server
        self.engine = server.binaries.engine
        self.version = server.binaries.version
        self.options = tuple(options)
        self.host = server.host
        self.port = server.port

    @classmethod
    @contextmanager
    def started(
        cls,
        engine: Engine,
        options: Sequence[str] = (),
        version: str | None = None,
        directory: Path | None = None,
        wrapped: Callable[[Path], Path] | None = None,
    ) -> Iterator[BenchServer]:
        """A server of its own: on a new data directory, gone afterwards, or on the one in ``directory``.
        ``wrapped`` gives the program to start instead of the server's own."""
        binaries = find_binaries(engine, version or VERSIONS[engine])
        if wrapped:
            binaries = replace(binaries, server=wrapped(binaries.server))
        with PrivateServer(
            binaries, directory, options, _WRAPPED_START if wrapped else START_SECONDS
        ) as server:
            yield cls(server, options)

    def url(self, database: str = "") -> str:
        return self._server.url(database)

    @contextmanager
    def connected(self, database: str = "") -> Iterator[Connection]:
        with closing(connect(self.url(database))) as connection:
            yield connection

    @property
    def pid(self) -> int:
        return cast(int, self._server.pid)

    def cpu_seconds(self) -> float:
        """What the server has used since it started."""
        return process_cpu_seconds(self.pid)

    def deadlocks(self) -> int:
        """Deadlocks since the start, as InnoDB counts them."""
        query = (
            "SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'"
            if self.engine == "mariadb"
            else "SELECT name, count FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'"
        )
        with self.connected() as connection:
            ((_, count),) = fetch(connection, query)
        return int(count)

    def lock_waits(self) -> int:
        """How often a call waited for a row that another one had locked, since the start."""
        with self.connected() as connection:
            ((_, count),) = fetch(connection, "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_waits'")
        return int(count)

    def settings(self) -> dict[str, str]:
        """The settings that speed hangs on most, as they are."""
        names = (
            "log_bin",
            "sync_binlog",
            "binlog_format",
            "innodb_flush_log_at_trx_commit",
            "innodb_buffer_pool_size",
            "innodb_autoinc_lock_mode",
        )
        with self.connected() as connection:
            listed = ", ".join(f"'{name}'" for name in ("version", *names))
            rows = fetch(connection, f"SHOW GLOBAL VARIABLES WHERE Variable_name IN ({listed})")
        return {str(name): str(value) for name, value in rows}

    def file_bytes(self, database: str) -> dict[str, int]:
        """The size of each table's file, data and indexes."""
        folder = self._server.directory / "data" / database
        return {path.stem: path.stat().st_size for path in sorted(folder.glob("*.ibd"))}

    def create_database(self, name: str) -> None:
        with self.connected() as connection:
            execute(connection, f"DROP DATABASE IF EXISTS {quoted(name)}")
            execute(
                connection,
                f"CREATE DATABASE {quoted(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
            )
