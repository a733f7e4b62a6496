"""Functions that call functions, replaced while somebody calls them."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from itertools import pairwise

import mysql.connector
import pytest

from pyclient.connection import connect
from pyclient.deploy import loader
from pyclient.deploy.loader import Change
from pyclient.deploy.session import Connection, DeployError, execute, fetch
from tests.deploy.conftest import Workshop
from tests.server import Server

BASE = "CREATE FUNCTION base(p_n INT) RETURNS INT DETERMINISTIC RETURN p_n\n"
MIDDLE = (
    "CREATE FUNCTION middle(p_n INT) RETURNS INT READS SQL DATA\n"
    "BEGIN\n    DECLARE v_n INT DEFAULT base(p_n);\n"
    "    RETURN (SELECT COALESCE(v_n, -1) FROM currencies AS c WHERE c.code = 'EGP');\nEND\n"
)
ABOVE = "CREATE FUNCTION above(p_n INT) RETURNS INT READS SQL DATA RETURN middle(p_n) + 1\n"
FUNCTIONS = {"above": ABOVE, "middle": MIDDLE, "base": BASE}
ASK = "CREATE PROCEDURE ask()\nBEGIN\n    DECLARE v_n INT;\n    SET v_n = above(6);\n    SELECT v_n;\nEND\n"


@pytest.fixture
def deployed(workshop: Workshop) -> Workshop:
    for name, text in FUNCTIONS.items():
        workshop.write(f"functions/{name}.sql", text)
    workshop.write("procedures/ask.sql", ASK)
    workshop.deploy()
    return workshop


def _ask(connection: Connection) -> object:
    """The answer, or the number of the error."""
    with closing(connection.cursor()) as cursor:
        try:
            cursor.execute("CALL ask()")
            rows = cursor.fetchall()
            while cursor.nextset():
                pass
        except mysql.connector.Error as error:
            return error.errno
    return rows


def test_callers_go_before_what_they_call_and_come_back_after_it(
    deployed: Workshop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else MySQL 9.7 may read a missing function as NULL inside of another one, without an error."""
    if server.engine == "mariadb":
        pytest.skip("MariaDB replaces a routine in one statement, none is ever missing")
    done: list[str] = []

    def noted(connection: Connection, sql: str, values: tuple[object, ...] = ()) -> int:
        if " FUNCTION " in sql:
            done.append(sql.partition("(")[0])
        return execute(connection, sql, values)

    monkeypatch.setattr(loader, "execute", noted)
    deployed.write("functions/base.sql", BASE + "-- again\n")
    deployed.deploy()
    drops = [f"DROP FUNCTION IF EXISTS `{name}`" for name in ("above", "middle", "base")]
    assert done == [*drops, *(f"CREATE FUNCTION {name}" for name in ("base", "middle", "above"))]
    done.clear()
    loader.undeploy(deployed.connection)
    assert done == drops


def test_what_calls_a_replaced_function_is_replaced_with_it_on_mysql(
    deployed: Workshop, server: Server
) -> None:
    deployed.write("functions/base.sql", BASE + "-- again\n")
    planned = loader.plan(deployed.connection, deployed.root)
    assert list(deployed.deploy().changes) == planned
    callers = [] if server.engine == "mariadb" else ["above", "middle"]
    assert [c.name for c in planned if c.action == "replaced"] == sorted([*callers, "base"])
    for name in callers:
        assert Change("FUNCTION", name, "replaced", "calls base, which is replaced") in planned
    assert deployed.deploy().of("unchanged") == ["above", "base", "middle", "ask"]


def test_a_function_in_use_keeps_nobody_from_calling_it(deployed: Workshop) -> None:
    """A transaction that used base() is open: its callers are there again while the deployment waits."""
    deployed.write("functions/base.sql", BASE + "-- again\n")
    with closing(connect(deployed.url)) as busy, closing(connect(deployed.url)) as seller:
        execute(busy, "START TRANSACTION")
        fetch(busy, "SELECT base(1)")
        deploying = threading.Thread(target=deployed.deploy)
        deploying.start()
        answered = [time.monotonic()]
        while answered[-1] < answered[0] + 4:
            if _ask(seller) == [(7,)]:
                answered.append(time.monotonic())
        if deploying.is_alive():  # MariaDB does not keep a function for the transaction
            execute(busy, "COMMIT")
        deploying.join(timeout=30)
    assert not deploying.is_alive()
    assert max(b - a for a, b in pairwise(answered)) < 2
    assert deployed.deploy().of("replaced") == []


def test_a_broken_function_keeps_the_others_from_being_missing(deployed: Workshop) -> None:
    deployed.write("functions/base.sql", BASE + "-- again\n")
    deployed.write("functions/broken.sql", "CREATE FUNCTION broken() RETURNS INT DETERMINISTIC RETURN 1 1")
    with pytest.raises(DeployError, match=r"broken\.sql: .*\(1064\)"):
        deployed.deploy()
    assert _ask(deployed.connection) == [(7,)]
