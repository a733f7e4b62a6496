"""A database with the whole package in it, put back to its first state in a fraction of a second."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import cast

import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import wire
from pyclient.deploy import verify
from pyclient.deploy.migrate import migrate
from pyclient.deploy.session import execute, fetch, quoted
from pyclient.transport import errors_of_the_extension
from pyclient.wire import JsonValue
from tests.server import Server

# The server needs a moment to roll back what a killed connection had open.
_KILL_SECONDS = 30


def call_text(connection: MySQLConnectionAbstract, procedure: str, argument: object = None) -> str:
    """CALL a procedure and give its answer as it came, every result set drained.

    ``argument``: None for a procedure without one; a dict goes as JSON (Decimals as texts); a str or an int
    as it is. More than one column become a JSON object with the rows. Leaves the connection as it is when the
    server refuses: raw behaviour is what tests look at.
    """
    cursor = connection.cursor()
    try:
        with errors_of_the_extension():
            if argument is None:
                cursor.execute(f"CALL {procedure}()")
            else:
                value = wire.encode(argument) if isinstance(argument, dict) else argument
                cursor.execute(f"CALL {procedure}(%s)", (cast(str | int, value),))
            rows = cursor.fetchall()
            columns = len(cursor.description or ())
            while cursor.nextset():
                cursor.fetchall()
    finally:
        cursor.close()
    if columns > 1:
        return json.dumps({"ok": True, "rows": [[str(value) for value in row] for row in rows]})
    assert len(rows) == 1, f"{procedure} answered {len(rows)} rows"
    (answer,) = cast(tuple[str], rows[0])
    return answer


def call(
    connection: MySQLConnectionAbstract, procedure: str, argument: object = None
) -> dict[str, JsonValue]:
    """:func:`call_text`, parsed: numbers with a fraction are Decimals.

    >>> call(shop.connection, "sp_get_invoice", 7)["invoice"]  # doctest: +SKIP
    """
    answer = wire.parse(call_text(connection, procedure, argument))
    assert isinstance(answer, dict)
    return answer


class Shop:
    """One database of a server with the package in it, and the connections that a test opens to it."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name
        self.url = server.url(name)
        self._first_state = f"{name}_first"
        self._opened: list[MySQLConnectionAbstract] = []
        self._checker: MySQLConnectionAbstract | None = None

    @classmethod
    @contextmanager
    def created(cls, server: Server, name: str) -> Iterator[Shop]:
        """A new database, migrated and deployed; dropped afterwards."""
        with empty_database(server, name):
            migrate(server.url(name))
            shop = cls(server, name)
            try:
                yield shop
            finally:
                shop.disconnect()
                shop.stop_checking()

    def connect(self) -> MySQLConnectionAbstract:
        """One more connection; closed after the test."""
        connection = self.server.connect(self.name)
        self._opened.append(connection)
        return connection

    @property
    def connection(self) -> MySQLConnectionAbstract:
        """The test's first connection."""
        return self._opened[0] if self._opened else self.connect()

    def call(self, procedure: str, argument: object = None) -> dict[str, JsonValue]:
        """:func:`call` on the first connection."""
        return call(self.connection, procedure, argument)

    def violations(self) -> dict[str, object]:
        """A sample of rows for each of db/checks that finds something; empty when all is well.

        On a connection that is kept: a new one would read the procedure and the text of each check again,
        which takes longer than the checks do.
        """
        if self._checker is None:
            self._checker = self.server.connect(self.name)
        self._checker.ping(reconnect=True)  # a test may have ended every connection, or the server
        return {check.name: check.sample for check in verify.run(self._checker) if not check.ok}

    def stop_checking(self) -> None:
        """End the connection that is kept for the checks."""
        if self._checker is not None:
            with suppress(mysql.connector.Error):
                self._checker.close()
            self._checker = None

    def disconnect(self) -> None:
        """Close the test's connections and end every other one to this database, with what it has open, but
        the one for the checks."""
        for connection in self._opened:
            with suppress(mysql.connector.Error):  # a test may have killed it
                connection.close()
        self._opened.clear()
        with closing(self.server.connect()) as admin:
            deadline = time.monotonic() + _KILL_SECONDS
            kept = self._checker.connection_id if self._checker else None
            while strangers := [
                row[0] for row in fetch(admin, "SHOW PROCESSLIST") if row[3] == self.name and row[0] != kept
            ]:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"connections {strangers} to {self.name} do not end")
                for stranger in strangers:
                    with suppress(mysql.connector.Error):  # it may just have ended by itself
                        execute(admin, f"KILL {stranger}")
                time.sleep(0.01)

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """Keep a copy of every row there is now, for :meth:`restore`."""
        with (
            empty_database(self.server, self._first_state),
            closing(self.server.connect(self.name)) as connection,
        ):
            for table in self._tables(connection):
                if fetch(connection, f"SELECT 1 FROM {quoted(table)} LIMIT 1"):
                    copy = f"{quoted(self._first_state)}.{quoted(table)}"
                    execute(connection, f"CREATE TABLE {copy} AS SELECT * FROM {quoted(table)}")
            self._generated = set(
                fetch(
                    connection,
                    "SELECT table_name, column_name FROM information_schema.columns"
                    " WHERE table_schema = DATABASE() AND COALESCE(generation_expression, '') <> ''",
                )
            )
            self._checksums = self.checksums(connection)
            self._next_ids = self._read_next_ids(connection)
            self._filled = {
                str(row[0]) for row in fetch(connection, f"SHOW TABLES FROM {quoted(self._first_state)}")
            }
            yield

    def changed(self) -> list[str]:
        """Disconnect everybody and name the tables that are not as they were remembered."""
        self.disconnect()
        with closing(self.server.connect(self.name)) as connection:
            now = self.checksums(connection)
            next_ids = self._read_next_ids(connection)
        # a call that was refused late has used ids up in a table that looks untouched
        return [
            table
            for table, checksum in self._checksums.items()
            if now.get(table) != checksum or next_ids.get(table, 0) > self._next_ids.get(table, 0)
        ]

    def restore(self) -> None:
        """Disconnect everybody and put every table back to the remembered rows."""
        changed = self.changed()
        if not changed:
            return
        with closing(self.server.connect(self.name)) as connection:
            # TRUNCATE passes the guards of the insert-only tables: only an administrator may do this.
            execute(connection, "SET SESSION foreign_key_checks = 0")
            # The placeholder of the old code's created_by 0 keeps its id.
            execute(connection, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')")
            for table in changed:
                execute(connection, f"TRUNCATE TABLE {quoted(table)}")
            for table in self._filled.intersection(changed):
                columns = ", ".join(
                    quoted(str(column))
                    for column, *_ in fetch(connection, f"SHOW COLUMNS FROM {quoted(table)}")
                    if (table, column) not in self._generated
                )
                first = f"{quoted(self._first_state)}.{quoted(table)}"
                execute(connection, f"INSERT INTO {quoted(table)} ({columns}) SELECT {columns} FROM {first}")
            now = self.checksums(connection)
            differing = [table for table, checksum in self._checksums.items() if now.get(table) != checksum]
            if differing:
                raise RuntimeError(f"{differing} could not be put back: does a test change its tables?")

    def _read_next_ids(self, connection: MySQLConnectionAbstract) -> dict[str, int]:
        """By table: the id that the next row gets. What the server has in memory: no table is opened."""
        view = {"mariadb": "innodb_sys_tablestats", "mysql": "innodb_tablestats"}[self.server.engine]
        rows = fetch(
            connection,
            f"SELECT name, autoinc FROM information_schema.{view} WHERE name LIKE %s AND autoinc > 0",
            (f"{self.name}/%",),
        )
        return {str(name).split("/", 1)[1]: int(next_id) for name, next_id in rows}

    @staticmethod
    def _tables(connection: MySQLConnectionAbstract) -> list[str]:
        return [str(r[0]) for r in fetch(connection, "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")]

    def checksums(self, connection: MySQLConnectionAbstract) -> dict[str, int]:
        """One figure for the rows of each table of a shop that is remembered."""
        tables = ", ".join(quoted(table) for table in self._tables(connection))
        rows = fetch(connection, f"CHECKSUM TABLE {tables}")
        checksums: dict[str, int] = {row[0].split(".", 1)[1]: row[1] for row in rows}
        # MariaDB reckons in what was in the memory of a generated column that is NULL
        for table in {table for table, _ in self._generated}:
            checksums[table] = hash(repr(fetch(connection, f"SELECT * FROM {quoted(table)}")))
        return checksums


@contextmanager
def empty_database(server: Server, name: str) -> Iterator[str]:
    """The URL of a new database without tables; dropped afterwards, whatever it holds then."""
    with closing(server.connect()) as admin:
        execute(admin, f"CREATE DATABASE {quoted(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
        try:
            yield server.url(name)
        finally:
            admin.ping(reconnect=True)  # a session-wide one may have been idle for long
            execute(admin, f"DROP DATABASE IF EXISTS {quoted(name)}")
