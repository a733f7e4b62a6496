"""yoyo on mysql-connector-python: what makes ``yoyo apply --database daftar://...`` work.

yoyo finds this class by the entry point group ``yoyo.backends``. It differs from yoyo's own MySQL backend in
what a live shop needs: steps may be run again after a failure in the middle, a killed run leaves no lock
behind, and the session's settings are fixed.
"""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import mysql.connector
from mysql.connector import errorcode
from mysql.connector.abstracts import MySQLConnectionAbstract
from yoyo import exceptions
from yoyo.backends import DatabaseBackend
from yoyo.connections import DatabaseURI

from pyclient.connection import connect
from pyclient.deploy import session

# What a DDL statement meets when it took effect in a run that died before yoyo could note it. One step is one
# statement and one statement is atomic on both engines, so if a part of it is there, all of it is.
_ALREADY_DONE = frozenset(
    {
        errorcode.ER_TABLE_EXISTS_ERROR,
        errorcode.ER_DUP_FIELDNAME,
        errorcode.ER_DUP_KEYNAME,
        errorcode.ER_FK_DUP_NAME,  # MariaDB: of a CHECK too
        errorcode.ER_CHECK_CONSTRAINT_DUP_NAME,
        errorcode.ER_BAD_TABLE_ERROR,
        errorcode.ER_CANT_DROP_FIELD_OR_KEY,
        errorcode.ER_CHECK_CONSTRAINT_NOT_FOUND,
        errorcode.ER_CONSTRAINT_NOT_FOUND,
    }
)
_LEADING_COMMENTS = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|/\*.*?\*/)*", re.DOTALL)
_DDL = re.compile(r"(?:CREATE|ALTER|DROP)\s+(?:TABLE|(?:UNIQUE\s+)?INDEX)\b", re.IGNORECASE)
_SAVEPOINT_GONE = errorcode.ER_SP_DOES_NOT_EXIST
# How often a statement tries to get a table in use, LOCK_WAIT_SECONDS each time, and the pause between.
TABLE_WAITS = 50
_PAUSE_SECONDS = 0.5
# yoyo's first connection idles while a long ALTER runs on a second one.
_IDLE_SECONDS = 86400


def is_already_done(statement: str, error: mysql.connector.Error) -> bool:
    """Whether ``error`` says that the effect of this DDL statement is there already.

    Never true for other statements: a duplicate of data is an error like any other.
    """
    if not _is_ddl(statement):
        return False
    if error.errno == errorcode.ER_CANT_CREATE_TABLE:  # MariaDB's way to say: duplicate foreign key name
        return "errno: 121" in str(error.msg)
    return error.errno in _ALREADY_DONE


def _is_ddl(statement: str) -> bool:
    start = _LEADING_COMMENTS.match(statement)
    return _DDL.match(statement, start.end() if start else 0) is not None


class RepeatableCursor:
    """A cursor for which a DDL statement whose effect is there already has succeeded.

    A statement that waits for a busy table or row gives up soon, lets the shop work, and tries again.
    """

    def __init__(self, connection: MySQLConnectionAbstract) -> None:
        self._cursor = connection.cursor(buffered=True)

    def execute(self, sql: str, parameters: dict[str, Any] | None = None) -> None:
        for attempt in range(1, TABLE_WAITS + 1):
            try:
                self._cursor.execute(sql, parameters or ())
                return
            except mysql.connector.Error as error:
                if error.errno == errorcode.ER_LOCK_WAIT_TIMEOUT and attempt < TABLE_WAITS:
                    time.sleep(_PAUSE_SECONDS)
                elif is_already_done(sql, error):
                    return
                else:
                    raise

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    def close(self) -> None:
        self._cursor.close()


class DaftarBackend(DatabaseBackend):  # type: ignore[misc]
    """yoyo's backend for ``daftar://user:password@host:port/database``.

    The same options as in Daftar's own URLs (?unix_socket=...), and two for the migrations: ?currency=EGP and
    ?time_zone=Africa/Cairo, which they read as @daftar_currency and @daftar_time_zone.
    """

    driver_module = "mysql.connector"

    def connect(self, dburi: DatabaseURI) -> MySQLConnectionAbstract:
        options = dict(dburi.args)
        self._currency = options.pop("currency", None)
        self._time_zone = options.pop("time_zone", None)
        if self._time_zone is not None:
            ZoneInfo(self._time_zone)  # an unknown zone fails here, before anything is changed
        # yoyo has decoded user and password, not the database's name; str() of its URI encodes them again.
        plain = dburi._replace(scheme="mysql", args={})
        host = f"[{dburi.hostname}]" if ":" in (dburi.hostname or "") else dburi.hostname or "localhost"
        return connect(
            f"mysql://{plain._replace(hostname=host).netloc}/{dburi.database}?{urlencode(options)}"
        )

    def init_connection(self, connection: MySQLConnectionAbstract) -> None:
        session.freeze(connection)
        session.execute(
            connection,
            f"SET SESSION wait_timeout = {_IDLE_SECONDS}, @daftar_currency = %s, @daftar_time_zone = %s",
            (self._currency, self._time_zone),
        )

    def init_database(self) -> None:
        """Nothing to prepare: no lock table (see :meth:`_insert_lock_row`), no try-out of transactional DDL.

        yoyo takes DDL for transactional without the try-out, and so does not "undo" the steps before a failed
        one: here a failed migration is mended by running it again, forward.
        """

    def cursor(self) -> RepeatableCursor:
        return RepeatableCursor(self.connection)

    def list_tables(self, **_: Any) -> list[str]:
        name = session.database_name(self.connection)
        tables = session.fetch(
            self.connection,
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s",
            (name,),
        )
        return [str(row[0]) for row in tables]

    def quote_identifier(self, name: str) -> str:
        return session.quoted(name)

    def savepoint_rollback(self, id: str) -> None:
        try:
            super().savepoint_rollback(id)
        except mysql.connector.Error as error:
            # A DDL statement has committed and so ended all savepoints, or the connection is lost: the error
            # that led here counts.
            if error.errno != _SAVEPOINT_GONE and self.connection.is_connected():
                raise

    def rollback(self) -> None:
        if self.connection.is_connected():
            super().rollback()
        else:  # the server has done it, and the error that led here counts
            self._in_transaction = False

    def _insert_lock_row(self, pid: int, timeout: float, poll_interval: float = 0.5) -> None:
        # yoyo's own lock is a row, which a killed run leaves behind for ever. The server's advisory lock goes
        # with the connection that holds it.
        if session.fetch(self.connection, "SELECT GET_LOCK(%s, %s)", (self._lock_name, timeout))[0][0] != 1:
            raise exceptions.LockTimeout(
                f"another migration of this database is running (connection {self._lock_holder()})"
            )

    def _delete_lock_row(self, pid: int) -> None:
        if self.connection.is_connected():  # else it went with the connection
            session.fetch(self.connection, "SELECT RELEASE_LOCK(%s)", (self._lock_name,))

    def break_lock(self) -> None:
        """End the connection that is migrating (``yoyo break-lock``)."""
        holder = self._lock_holder()
        if holder is not None:
            session.execute(self.connection, f"KILL {int(holder)}")

    def _lock_holder(self) -> int | None:
        holder = session.fetch(self.connection, "SELECT IS_USED_LOCK(%s)", (self._lock_name,))[0][0]
        return None if holder is None else int(holder)

    @property
    def _lock_name(self) -> str:
        return session.lock_name("migrate", session.database_name(self.connection))
