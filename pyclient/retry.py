"""Which errors are worth another try, how long to wait, and when to stop.

Every try carries the same request_id, so a call whose first try did reach the database gets that try's
answer: repeating is safe even when nobody knows what became of a lost connection.
"""

from __future__ import annotations

import enum
import random
import time
from dataclasses import dataclass

import mysql.connector


class Remedy(enum.Enum):
    """What a database error calls for."""

    NONE = "none"
    """It will fail again: tell the caller."""
    RETRY = "retry"
    """Another transaction was in the way, or a table was being changed."""
    RECONNECT = "reconnect"
    """The connection, or the server behind it, is of no more use: try on a new one."""
    LOST = "lost"
    """The connection is of no more use, and a new one is not ours to make."""
    AWAIT_DEPLOYMENT = "await deployment"
    """A routine is missing, of another version than its caller, or without its rights: for some seconds that
    is a deployment, then it is a mistake."""


_REMEDIES = {
    1205: Remedy.RETRY,  # lock wait timeout
    1213: Remedy.RETRY,  # deadlock
    1020: Remedy.RETRY,  # record has changed since last read (MariaDB's snapshot isolation)
    3101: Remedy.RETRY,  # rolled back by Group Replication's certification
    1412: Remedy.RETRY,  # table definition has changed
    1615: Remedy.RETRY,  # prepared statement needs to be re-prepared
    1305: Remedy.AWAIT_DEPLOYMENT,  # routine does not exist (MySQL drops before it makes)
    1318: Remedy.AWAIT_DEPLOYMENT,  # incorrect number of arguments: the caller is older or newer
    1370: Remedy.AWAIT_DEPLOYMENT,  # no right to execute (MySQL takes it away with the routine)
    1047: Remedy.RECONNECT,  # Galera node is not ready
    1053: Remedy.RECONNECT,  # server shutdown in progress
    1290: Remedy.RECONNECT,  # --read-only: a failover is under way, a new connection may find the new primary
    1836: Remedy.RECONNECT,  # read only mode, likewise
    1927: Remedy.RECONNECT,  # MariaDB: connection was killed
    3169: Remedy.RECONNECT,  # MySQL: session was killed
    4031: Remedy.RECONNECT,  # MySQL: disconnected by the server because of inactivity
    2002: Remedy.RECONNECT,  # cannot connect through the socket
    2003: Remedy.RECONNECT,  # cannot connect
    2006: Remedy.RECONNECT,  # server has gone away
    2013: Remedy.RECONNECT,  # lost connection during query
    2055: Remedy.RECONNECT,  # lost connection, with a system error
}
NO_RIGHT_TO_EXECUTE = 1370
MAY_BE_DEPLOYMENT = """
SELECT VERSION() NOT LIKE '%MariaDB%'
    AND EXISTS (SELECT 1 FROM information_schema.routines WHERE routine_schema = DATABASE())
"""
"""Asked where the right to execute is missing: may a deployment be the reason? MariaDB replaces a routine
with its rights, MySQL one routine after the other: who may execute no other one never had the right."""
_ERROR_DURING_COMMIT = 1180
_SYNTAX_ERROR = 1064
# mysql.connector gives "MySQL Connection not available" and its timeouts no number of their own.
_NO_NUMBER = -1
_LOST_WITHOUT_NUMBER = (
    mysql.connector.OperationalError,
    mysql.connector.errors.ReadTimeoutError,
    mysql.connector.errors.WriteTimeoutError,
    mysql.connector.errors.ConnectionTimeoutError,
)


def remedy_for(error: mysql.connector.Error) -> Remedy:
    """Decide by error number what to do about a failed call.

    >>> remedy_for(mysql.connector.Error("Deadlock found", errno=1213))
    <Remedy.RETRY: 'retry'>
    """
    if error.errno == _ERROR_DURING_COMMIT:
        # Only number 149, Galera's deadlock at commit: other reasons (a full disk) do not pass by themselves.
        return Remedy.RETRY if "149" in str(error.msg) else Remedy.NONE
    if error.errno == _SYNTAX_ERROR:
        # A kill that meets MariaDB (10.11.19, 11.8.6) while it opens a table leaves one copy of the table
        # whose trigger "has an error in its body": another try may meet another copy.
        return Remedy.RETRY if "has an error in its body" in str(error.msg) else Remedy.NONE
    if error.errno == _NO_NUMBER and isinstance(error, _LOST_WITHOUT_NUMBER):
        return Remedy.RECONNECT
    return _REMEDIES.get(error.errno, Remedy.NONE)


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryPolicy:
    """How long a call may be tried in all, and the back-off between tries; all in seconds.

    The wait before try n + 1 is a random part of min(longest_wait, first_wait x 2^n): with the whole range
    random, clients that collided once do not collide again in step.
    """

    deadline: float = 30.0
    first_wait: float = 0.02
    longest_wait: float = 1.0
    await_deployment: float = 3.0

    def longest_wait_after(self, failures: int) -> float:
        """The upper end of the random wait after so many failed tries.

        >>> RetryPolicy().longest_wait_after(3)
        0.08
        """
        return min(self.longest_wait, self.first_wait * 2.0 ** min(failures - 1, 30))


NO_RETRIES = RetryPolicy(deadline=0.0)
"""Give every error to the caller at once."""


class Attempts:
    """The tries of one call: counts them and decides after each failure."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._started = time.monotonic()
        self.failures = 0

    def wait_after(self, remedy: Remedy) -> float | None:
        """Seconds to wait before the next try, or None when there must be none."""
        self.failures += 1
        if remedy in (Remedy.NONE, Remedy.LOST):
            return None
        wait = random.uniform(0.0, self._policy.longest_wait_after(self.failures))
        limit = self._policy.deadline
        if remedy is Remedy.AWAIT_DEPLOYMENT:
            limit = min(limit, self._policy.await_deployment)
        return wait if time.monotonic() - self._started + wait < limit else None
