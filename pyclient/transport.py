"""Sending one call until it is answered, refused or out of time, on a connection that may be replaced."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress

import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract, MySQLCursorAbstract

from pyclient import errors
from pyclient.calls import Call
from pyclient.retry import (
    MAY_BE_DEPLOYMENT,
    NO_RIGHT_TO_EXECUTE,
    Attempts,
    Remedy,
    RetryPolicy,
    remedy_for,
)

# Not connection.rollback(): completion_type may make a bare ROLLBACK open the next transaction, and on a lost
# connection the driver's C extension lets an error of its own through there.
ROLLBACK = "ROLLBACK AND NO CHAIN NO RELEASE"


class Transport:
    """One connection and its retries. ``reconnect`` is None for a connection that belongs to the caller."""

    def __init__(
        self,
        connection: MySQLConnectionAbstract,
        reconnect: Callable[[], MySQLConnectionAbstract] | None,
        policy: RetryPolicy,
    ) -> None:
        self._connection: MySQLConnectionAbstract | None = connection
        # One cursor for the connection's life: making one costs a round trip, as the driver pings for it.
        self._cursor: MySQLCursorAbstract | None = None
        self._reconnect = reconnect
        self._policy = policy
        self.retries = 0

    def send(self, call: Call[object]) -> str:
        """The answer's JSON text. Raises :class:`~pyclient.errors.DaftarError`."""
        attempts = Attempts(self._policy)
        while True:
            in_callers_transaction = False
            try:
                connection = self._ready_connection()
                in_callers_transaction = connection.in_transaction
                return self._send_once(connection, call)
            except mysql.connector.Error as error:
                if in_callers_transaction:
                    # Rolling it back would undo the caller's work, and trying again would do only our part
                    # of what a deadlock undid.
                    raise errors.translate(error, call.request_id) from error
                remedy = self._clean_up_after(error)
                wait = attempts.wait_after(remedy)
                if wait is None:
                    raise errors.give_up(error, remedy, attempts.failures, call.request_id) from error
            except BaseException:
                # Interrupted (Ctrl-C), perhaps with half an answer on the wire: not to be used again.
                self.close()
                raise
            self.retries += 1
            time.sleep(wait)

    def close(self) -> None:
        """Close the connection, unless it is the caller's."""
        if self._reconnect is None:
            return
        connection, self._connection, self._cursor = self._connection, None, None
        if connection is not None:
            with suppress(mysql.connector.Error):
                connection.close()

    def _ready_connection(self) -> MySQLConnectionAbstract:
        if self._connection is None:
            assert self._reconnect is not None  # only close() forgets a connection, and only one of ours
            self._connection = self._reconnect()
        return self._connection

    def _send_once(self, connection: MySQLConnectionAbstract, call: Call[object]) -> str:
        had_transaction = connection.in_transaction
        with errors_of_the_extension():
            if self._cursor is None:
                self._cursor = connection.cursor()
            cursor = self._cursor
            cursor.execute(call.statement, call.arguments)
            rows = cursor.fetchall()
            # A CALL is over only after the server's last word: an error may come behind the rows.
            while cursor.nextset():
                if cursor.description is not None:
                    cursor.fetchall()
        if connection.in_transaction and not had_transaction:
            # With autocommit off (a connection of the caller's) our reading has opened a transaction, in
            # which the next write would be refused.
            connection.cmd_query(ROLLBACK)
        return response_text(rows)

    def _clean_up_after(self, error: mysql.connector.Error) -> Remedy:
        """Leave no transaction and no broken connection behind; says what the error calls for."""
        remedy = remedy_for(error)
        if error.errno == NO_RIGHT_TO_EXECUTE and not self._may_be_deployment():
            remedy = Remedy.NONE
        if remedy is not Remedy.RECONNECT and self._roll_back():
            return remedy
        if self._reconnect is None and self._roll_back():
            # The caller's connection still works: what looked like a failover may be over on it, too.
            return Remedy.RETRY
        self.close()
        if errors.is_refusal(error):
            return remedy
        return Remedy.RECONNECT if self._reconnect is not None else Remedy.LOST

    def _may_be_deployment(self) -> bool:
        assert self._connection is not None  # it said that the right is missing
        with suppress(mysql.connector.Error), closing(self._connection.cursor()) as cursor:
            cursor.execute(MAY_BE_DEPLOYMENT)
            return cursor.fetchall() == [(1,)]
        return True

    def _roll_back(self) -> bool:
        """Whether the connection is there and has no transaction open now."""
        try:
            if self._connection is not None:
                self._connection.cmd_query(ROLLBACK)
        except mysql.connector.Error:
            return False
        return True


@contextmanager
def errors_of_the_extension() -> Iterator[None]:
    """The driver's C extension lets its own errors through in places (nextset): make them the driver's."""
    try:
        yield
    except mysql.connector.Error:
        raise
    except Exception as error:
        if not hasattr(error, "sqlstate"):
            raise
        number, message = getattr(error, "errno", None), getattr(error, "msg", None)
        raise mysql.connector.Error(message, number, None, error.sqlstate) from error


def response_text(rows: Sequence[object]) -> str:
    """The one column of an answer's one row."""
    match rows:
        case [(str(text),)]:
            return text
        case [(bytes() | bytearray() as text,)]:
            return text.decode("utf-8")
    raise errors.UnreadableAnswerError(f"expected one row with one text, got {len(rows)} rows")
