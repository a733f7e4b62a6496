"""Requests that are too large are refused at once, before anything is locked.

Measured is the processor time that the server counts for the application account, once more where it was too
much: the machine may be busy with other things. The argument lies in a user variable already, so that neither
the client's escaping nor the transfer counts. A refusal may take 100 ms on top of what the server needs to
hand the same argument to an empty procedure by one nested CALL, which is measured beside it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch, quoted
from tests.accounts import day
from tests.accounts.conftest import GuardedShop
from tests.accounts.statements import read_catalogue
from tests.shop import call_text

TRIES = 2
MILLISECONDS = 100
LINE = '{"product_id":1,"qty":1}'
LINES = f"CONCAT('[', REPEAT('{LINE},', 9999), '{LINE}]')"
SALE = """'{"created_by":1,"customer_id":1,"items":'"""

TOO_LARGE = {
    "10 MB of text": """CONCAT('{"created_by":1,"notes":"', REPEAT('x', 10485760), '"}')""",
    "10 MB that are no JSON": "REPEAT('{', 10485760)",
    "10 MB of Arabic": """CONCAT('{"notes":"', REPEAT('م', 5242880), '"}')""",
}
TOO_DEEP = {
    "100 levels": """CONCAT('{"created_by":1,"a":', REPEAT('[', 100), REPEAT(']', 100), '}')""",
    "10,000 levels": """CONCAT('{"created_by":1,"items":', REPEAT('[', 10000), REPEAT(']', 10000), '}')""",
    "10,000 levels of objects": """CONCAT(REPEAT('{"a":', 10000), '1', REPEAT('}', 10000))""",
    "400,000 levels, never closed": """CONCAT('{"a":', REPEAT('[', 400000))""",
}
TOO_MANY = {
    "10,000 lines": f"CONCAT({SALE}, {LINES}, '}}')",
    "10,000 lines in a string": f"CONCAT({SALE}, JSON_QUOTE({LINES}), '}}')",
    "10,000 lines with a request_id": f"CONCAT('{{\"request_id\":7,', SUBSTRING({SALE}, 2), {LINES}, '}}')",
    "10,000 payments": f"CONCAT({SALE}, '[]', ',\"payments\":', {LINES}, '}}')",
}
WRITING = sorted({procedure for procedure, _ in day.WRITES})
LISTS = sorted({procedure for procedure, argument in day.READS if argument and argument[0] == "{"})
BY_ID = sorted({procedure for procedure, argument in day.READS if argument and argument[0] != "{"})
SUBJECTS = [
    *((procedure, what, "VALIDATION") for procedure in WRITING + LISTS + BY_ID for what in TOO_LARGE),
    *((procedure, what, "VALIDATION") for procedure in WRITING + LISTS + BY_ID for what in TOO_DEEP),
    *((procedure, what, "TOO_MANY_ITEMS") for procedure in WRITING for what in TOO_MANY),
]


@pytest.fixture
def busy(guarded: GuardedShop) -> Iterator[GuardedShop]:
    """Somebody holds every row that a call could lock."""
    day.seed(guarded.shop)
    with closing(guarded.shop.server.connect(guarded.shop.name)) as holder:
        execute(holder, "START TRANSACTION")
        for table in read_catalogue(holder).tables:
            fetch(holder, f"SELECT * FROM {quoted(table)} FOR UPDATE")
        yield guarded
        execute(holder, "ROLLBACK")


class Processor:
    """What the server counts, in milliseconds, for one account."""

    def __init__(self, admin: MySQLConnectionAbstract, user: str, engine: str) -> None:
        self._admin = admin
        if engine == "mysql":
            execute(
                admin,
                "UPDATE performance_schema.setup_consumers SET enabled = 'YES' WHERE name LIKE '%cpu%'",
            )
            self._sql = (
                "SELECT SUM(sum_cpu_time) / 1e9 FROM"
                " performance_schema.events_statements_summary_by_user_by_event_name"
                f" WHERE user = '{user}' AND event_name = 'statement/sql/call_procedure'"
            )
        else:
            execute(admin, "SET GLOBAL userstat = 1")
            self._sql = (
                f"SELECT cpu_time * 1000 FROM information_schema.user_statistics WHERE user = '{user}'"
            )

    def read(self) -> float:
        time.sleep(0.02)  # a call is counted just after it was answered
        return float(fetch(self._admin, self._sql)[0][0] or 0)


def taken(connection: MySQLConnectionAbstract, processor: Processor, call: str, token: str = "") -> float:
    """Milliseconds of the processor a call; with ``token`` each must be refused with it."""
    before = processor.read()
    for _ in range(TRIES):
        said = ""
        try:
            fetch(connection, call)
        except mysql.connector.Error as error:
            said = error.msg or ""
        assert said.partition(":")[0] == token, f"{call}: {said}"
    return (processor.read() - before) / TRIES


def test_what_is_too_large_is_refused_at_once_and_waits_for_nobody(busy: GuardedShop) -> None:
    admin = busy.shop.connection
    takes = "(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)"
    execute(admin, f"CREATE PROCEDURE _take{takes} BEGIN END")
    execute(admin, f"CREATE PROCEDURE _hand_on{takes} CALL _take(p_request)")
    execute(admin, f"GRANT EXECUTE ON PROCEDURE _hand_on TO {busy.app}@'%'")
    processor = Processor(admin, busy.app, busy.shop.server.engine)
    times: dict[tuple[str, str], tuple[float, float]] = {}
    try:
        with closing(busy.as_app()) as app:
            execute(app, "SET SESSION innodb_lock_wait_timeout = 1")
            for what, sql in {**TOO_LARGE, **TOO_DEEP, **TOO_MANY}.items():
                execute(app, f"SET @request = {sql}")
                handing = taken(app, processor, "CALL _hand_on(@request)")
                for procedure, subject, token in SUBJECTS:
                    if subject == what:
                        took = taken(app, processor, f"CALL {procedure}(@request)", token)
                        if took - handing > MILLISECONDS:
                            took = min(took, taken(app, processor, f"CALL {procedure}(@request)", token))
                        times[procedure, what] = took, handing
                        print(f"{procedure}, {what}: {took:.1f} ms, of which handing {handing:.1f} ms")
    finally:
        execute(admin, "DROP PROCEDURE _hand_on")
        execute(admin, "DROP PROCEDURE _take")
    assert sum(took for took, _ in times.values()) > 100, "the server counted nothing"
    assert {each: pair for each, pair in times.items() if pair[0] - pair[1] > MILLISECONDS} == {}


def test_a_request_that_fits_does_wait(busy: GuardedShop) -> None:
    """The rows are really held: the same session waits for them with a request of usual size."""
    with closing(busy.as_app()) as app:
        execute(app, "SET SESSION innodb_lock_wait_timeout = 1")
        with pytest.raises(mysql.connector.Error) as error:
            call_text(app, *day.WRITES[0])
        assert error.value.errno == 1205
