"""The session in which tables and routines are made.

sql_mode, character set and collations are frozen into every routine, trigger and view at its creation, and
column conversions read the session's time zone. So none of them may depend on who deploys from where.
"""

from __future__ import annotations

import hashlib
from typing import Any

from mysql.connector.abstracts import MySQLConnectionAbstract
from mysql.connector.pooling import PooledMySQLConnection

from pyclient.connection import CHARSET, COLLATION

Connection = MySQLConnectionAbstract | PooledMySQLConnection
Row = tuple[Any, ...]

SQL_MODE = (
    "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION"
)

# A statement that waits for a table makes everybody behind it wait too: give up early. That goes for metadata
# locks, and for InnoDB's own, which MariaDB's ALTER takes on the table's children while it keeps the others.
LOCK_WAIT_SECONDS = 1


class DeployError(Exception):
    """A migration or deployment that was refused or failed; the text says what to do about it."""


def freeze(connection: Connection) -> None:
    """Give ``connection`` the settings that routines and tables are made with."""
    execute(connection, f"SET NAMES {CHARSET} COLLATE {COLLATION}")
    execute(
        connection,
        f"SET SESSION sql_mode = '{SQL_MODE}', time_zone = '+00:00', foreign_key_checks = 1, "
        f"unique_checks = 1, lock_wait_timeout = {LOCK_WAIT_SECONDS}, "
        f"innodb_lock_wait_timeout = {LOCK_WAIT_SECONDS}",
    )


def execute(connection: Connection, sql: str, values: tuple[object, ...] = ()) -> int:
    """Run one statement that answers no rows; gives back the number of rows it touched."""
    cursor = connection.cursor()
    try:
        cursor.execute(sql, values)  # type: ignore[arg-type]
        return cursor.rowcount
    finally:
        cursor.close()


def fetch(connection: Connection, sql: str, values: tuple[object, ...] = ()) -> list[Row]:
    """Run one SELECT or SHOW and give all its rows as tuples; JSON and texts come as str."""
    cursor = connection.cursor()
    try:
        cursor.execute(sql, values)  # type: ignore[arg-type]
        return [
            tuple(v.decode("utf-8") if isinstance(v, (bytes, bytearray)) else v for v in row)
            for row in cursor.fetchall()
        ]
    finally:
        cursor.close()


def quoted(name: str) -> str:
    """An identifier in backticks."""
    return "`" + name.replace("`", "``") + "`"


def database_name(connection: Connection) -> str:
    """The database that the connection works in; DeployError when it has none."""
    name = fetch(connection, "SELECT DATABASE()")[0][0]
    if not name:
        raise DeployError("the URL names no database: mysql://user:password@host:port/database")
    return str(name)


def lock_name(purpose: str, database: str) -> str:
    """The name of an advisory lock: at most 64 characters, one per database of the server."""
    return f"daftar {purpose} {hashlib.sha256(database.encode()).hexdigest()[:32]}"
