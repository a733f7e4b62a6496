"""Objects are deployed when they must be, and only those; rights survive; a crash is mended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing

import pytest

from pyclient.connection import connect
from pyclient.deploy import loader, migrate, session
from pyclient.deploy.session import SQL_MODE, DeployError, execute, fetch
from tests.deploy.accounts import account, as_account, database_of
from tests.deploy.conftest import Workshop
from tests.server import Server
from tests.shop import Shop

ONE = "-- One.\nCREATE FUNCTION uno() RETURNS INT DETERMINISTIC\nBEGIN\n    RETURN 1;\nEND;\n"
SAY = "CREATE PROCEDURE say(IN p_what VARCHAR(9))\nBEGIN\n    SELECT p_what, uno() AS n;\nEND\n"
MARK = "CREATE TRIGGER mark AFTER INSERT ON currencies FOR EACH ROW SET @marked = NEW.code\n"
CODES = "CREATE SQL SECURITY DEFINER VIEW codes AS SELECT code, uno() AS n FROM currencies\n"


@pytest.fixture
def deployed(workshop: Workshop) -> Workshop:
    workshop.write("functions/uno.sql", ONE)
    workshop.write("procedures/talk/say.sql", SAY)
    workshop.write("triggers/mark.sql", MARK)
    workshop.write("views/codes.sql", CODES)
    assert set(workshop.deploy().of("created")) == {"uno", "say", "mark", "codes"}
    return workshop


def _say(connection: session.Connection) -> None:
    cursor = connection.cursor()
    cursor.execute("CALL say('x')")
    assert cursor.fetchall() == [("x", 1)]
    while cursor.nextset():
        pass
    cursor.close()


def test_deploying_twice_changes_nothing(deployed: Workshop) -> None:
    report = deployed.deploy()
    assert set(report.of("unchanged")) == {"uno", "say", "mark", "codes"}
    assert loader.plan(deployed.connection, deployed.root) == list(report.changes)


def test_an_edited_file_is_deployed_alone(deployed: Workshop) -> None:
    deployed.write("procedures/talk/say.sql", SAY.replace("SELECT p_what", "SELECT UPPER(p_what)"))
    deployed.write("triggers/mark.sql", MARK.replace("@marked", "@noted"))
    report = deployed.deploy()
    assert report.of("replaced") == ["say", "mark"]
    assert report.of("unchanged") == ["uno", "codes"]
    execute(deployed.connection, "INSERT INTO currencies VALUES ('XXA', 2)")
    assert fetch(deployed.connection, "SELECT @noted, @marked") == [("XXA", None)]


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("uno", ["DROP FUNCTION uno", "CREATE FUNCTION uno() RETURNS INT DETERMINISTIC RETURN 2"]),
        ("say", ["DROP PROCEDURE say", SAY.replace("9", "8")]),
        ("mark", ["DROP TRIGGER mark", MARK.replace("code", "minor_units")]),
        ("codes", ["CREATE OR REPLACE VIEW codes AS SELECT code, 3 AS n FROM currencies"]),
    ],
)
def test_what_was_changed_by_hand_is_seen_and_put_right(
    deployed: Workshop, name: str, by_hand: list[str]
) -> None:
    for statement in by_hand:
        execute(deployed.connection, statement)
    (change,) = [c for c in loader.plan(deployed.connection, deployed.root) if c.action != "unchanged"]
    assert (change.name, change.reason) == (name, "was changed in the database")
    assert deployed.deploy().of("replaced") == [name]
    assert loader.deploy(deployed.connection, deployed.root).of("replaced") == []


@pytest.mark.parametrize("kind", ["FUNCTION uno", "PROCEDURE say", "TRIGGER mark", "VIEW codes"])
def test_what_is_missing_is_created(deployed: Workshop, kind: str) -> None:
    execute(deployed.connection, f"DROP {kind}")
    assert deployed.deploy().of("created") == [kind.split()[1]]


def test_what_has_no_file_any_more_is_dropped_and_strangers_stay(deployed: Workshop) -> None:
    execute(deployed.connection, "CREATE PROCEDURE a_stranger() SELECT 1")
    for file in ("triggers/mark.sql", "views/codes.sql", "procedures/talk/say.sql"):
        (deployed.root / file).unlink()
    assert set(deployed.deploy().of("dropped")) == {"mark", "codes", "say"}
    left = fetch(
        deployed.connection,
        "SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY 1",
    )
    assert left == [("a_stranger",), ("uno",)]


def test_the_file_of_the_other_engine_is_not_deployed(deployed: Workshop, server: Server) -> None:
    for engine in ("mysql", "mariadb"):
        deployed.write(
            f"functions/{engine}/which.sql",
            f"CREATE FUNCTION which() RETURNS CHAR(7) CHARSET ascii DETERMINISTIC RETURN '{engine}'",
        )
    deployed.deploy()
    assert fetch(deployed.connection, "SELECT which()") == [(server.engine,)]


def test_settings_frozen_into_an_object_are_ours_whoever_deploys(deployed: Workshop) -> None:
    # A deployer with other settings of his own: what counts is what the loader sets.
    execute(deployed.connection, "SET NAMES latin1")
    execute(deployed.connection, "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'")
    for file, text in (("functions/uno.sql", ONE), ("triggers/mark.sql", MARK)):
        deployed.write(file, text + "-- again\n")
    deployed.deploy()
    for table, mode in (("routines", "routine_schema"), ("triggers", "trigger_schema")):
        rows = fetch(
            deployed.connection,
            "SELECT CAST(sql_mode AS CHAR), character_set_client, collation_connection, database_collation"
            f" FROM information_schema.{table} WHERE {mode} = DATABASE()",
        )
        assert rows
        for sql_mode, *collations in rows:
            assert set(sql_mode.split(",")) == set(SQL_MODE.split(","))
            assert collations == ["utf8mb4", "utf8mb4_unicode_ci", "utf8mb4_unicode_ci"]


def test_an_object_with_other_settings_is_replaced(deployed: Workshop) -> None:
    execute(deployed.connection, "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'")
    execute(deployed.connection, "DROP FUNCTION uno")
    execute(deployed.connection, ONE.split("\n", 1)[1].rstrip().rstrip(";"))
    (change,) = [c for c in loader.plan(deployed.connection, deployed.root) if c.action != "unchanged"]
    assert change.reason == "its sql_mode is NO_ENGINE_SUBSTITUTION"
    assert deployed.deploy().of("replaced") == ["uno"]


def test_rights_on_routines_survive_a_deployment(deployed: Workshop, server: Server) -> None:
    database = database_of(deployed.url)
    with account(server) as cashier, closing(server.connect(database)) as admin:
        execute(admin, f"GRANT EXECUTE ON PROCEDURE say TO {cashier}@'%'")
        execute(admin, f"GRANT SELECT ON codes TO {cashier}@'%'")
        deployed.write("procedures/talk/say.sql", SAY + "-- again\n")
        deployed.write("views/codes.sql", CODES + "-- again\n")
        assert set(deployed.deploy().of("replaced")) == {"say", "codes"}
        with closing(connect(as_account(deployed.url, cashier))) as till:
            _say(till)
            assert fetch(till, "SELECT COUNT(*) > 0 FROM codes") == [(1,)]


@pytest.mark.parametrize("dies_at", ["CREATE PROCEDURE", "GRANT"])
def test_rights_survive_a_deployment_that_dies_in_between(
    deployed: Workshop, server: Server, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    if server.engine == "mariadb":
        pytest.skip("MariaDB replaces a routine in one statement, there is nothing in between")
    database = database_of(deployed.url)
    with account(server) as cashier, closing(server.connect(database)) as admin:
        execute(admin, f"GRANT EXECUTE ON PROCEDURE say TO {cashier}@'%'")
        deployed.write("procedures/talk/say.sql", SAY + "-- again\n")
        dropped: list[str] = []

        def dying(connection: session.Connection, sql: str, values: tuple[object, ...] = ()) -> int:
            if dropped and sql.startswith(dies_at):
                raise KeyboardInterrupt
            if sql.startswith("DROP PROCEDURE"):
                dropped.append(sql)
            return session.execute(connection, sql, values)

        with monkeypatch.context() as patch:
            patch.setattr(loader, "execute", dying)
            with pytest.raises(KeyboardInterrupt):
                deployed.deploy()
        assert fetch(admin, "SELECT COUNT(*) FROM mysql.procs_priv WHERE user = %s", (cashier,)) == [(0,)]
        deployed.deploy()
        with closing(connect(as_account(deployed.url, cashier))) as till:
            _say(till)
        assert set(deployed.deploy().of("unchanged")) == {"uno", "say", "mark", "codes"}


def test_a_routine_whose_rights_cannot_be_given_back_is_not_touched(
    deployed: Workshop, server: Server
) -> None:
    if server.engine == "mariadb":
        pytest.skip("MariaDB keeps the rights by itself")
    database = database_of(deployed.url)
    with (
        account(server) as cashier,
        account(server, f"ALL ON `{database}`.*") as deployer,
        closing(server.connect(database)) as admin,
    ):
        execute(admin, f"GRANT EXECUTE ON PROCEDURE say TO {cashier}@'%'")
        execute(admin, f"GRANT SELECT ON mysql.procs_priv TO {deployer}@'%'")
        deployed.write("procedures/talk/say.sql", SAY + "-- again\n")
        with (
            closing(connect(as_account(deployed.url, deployer))) as connection,
            pytest.raises(DeployError, match="say was not replaced"),
        ):
            loader.deploy(connection, deployed.root)
        with closing(connect(as_account(deployed.url, cashier))) as till:
            _say(till)


def test_a_deployment_waits_for_an_open_transaction_and_freezes_nobody(
    deployed: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trigger's table is in use: the deployment steps aside again and again, and others go on writing."""
    deployed.write("triggers/mark.sql", MARK + "-- again\n")
    with closing(connect(deployed.url)) as busy, closing(connect(deployed.url)) as seller:
        execute(busy, "START TRANSACTION")
        execute(busy, "INSERT INTO currencies VALUES ('XXB', 2)")
        deploying = threading.Thread(target=deployed.deploy)
        deploying.start()
        waits = []
        for code in ("XXC", "XXD", "XXE"):
            started = time.monotonic()
            execute(seller, "INSERT INTO currencies VALUES (%s, 2)", (code,))
            waits.append(time.monotonic() - started)
            time.sleep(0.2)
        assert deploying.is_alive()
        assert max(waits) < session.LOCK_WAIT_SECONDS + 2
        execute(busy, "COMMIT")
        deploying.join(timeout=30)
    assert not deploying.is_alive()
    assert set(deployed.deploy().of("unchanged")) == {"uno", "say", "mark", "codes"}


def test_a_table_that_stays_in_use_ends_the_deployment_with_a_sentence(
    deployed: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "TRIES", 1)
    deployed.write("triggers/mark.sql", MARK + "-- again\n")
    with closing(connect(deployed.url)) as busy:
        execute(busy, "START TRANSACTION")
        execute(busy, "INSERT INTO currencies VALUES ('XXB', 2)")
        with pytest.raises(DeployError, match="currencies stayed in use"):
            deployed.deploy()
    deployed.deploy()


def test_two_deployments_at_once_wait_for_each_other(deployed: Workshop) -> None:
    deployed.write("functions/uno.sql", ONE + "-- again\n")
    reports = []

    def run() -> None:
        with closing(connect(deployed.url)) as connection:
            reports.append(loader.deploy(connection, deployed.root).of("replaced"))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(reports) == [[], [], ["uno"]]


def test_deploying_before_migrating_is_refused(fresh_database: Callable[[], str]) -> None:
    with pytest.raises(DeployError, match="run `daftar migrate`"):
        migrate.deploy(fresh_database())


def test_a_broken_routine_is_the_servers_error_and_the_rest_stays(deployed: Workshop) -> None:
    deployed.write("functions/zwei.sql", "CREATE FUNCTION zwei() RETURNS INT DETERMINISTIC RETURN 1 1")
    with pytest.raises(DeployError, match=r"zwei\.sql: .*\(1064\)"):
        deployed.deploy()
    (deployed.root / "functions/zwei.sql").unlink()
    assert set(deployed.deploy().of("unchanged")) == {"uno", "say", "mark", "codes"}


def test_the_client_script_holds_every_object(shop: Shop) -> None:
    from pyclient.deploy.source import as_client_script, read_objects

    objects = read_objects(shop.server.engine)
    script = as_client_script(shop.server.engine)
    assert script.startswith("DELIMITER $$")
    for source in objects:
        assert f"DROP {source.kind} IF EXISTS {source.name}$$\n{source.create()}$$\n" in script
        assert "$$" not in source.statement
