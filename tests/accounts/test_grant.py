"""`daftar grant`: who gets which rights, and that they follow what is deployed later."""

from __future__ import annotations

import json
from contextlib import closing

import mysql.connector
import pytest
from click.testing import CliRunner, Result

from pyclient.cli import main
from pyclient.connection import connect
from pyclient.deploy import doctor, grants, loader, session
from pyclient.deploy.accounts import Account
from pyclient.deploy.rights import NEEDED
from pyclient.deploy.session import Connection, DeployError, execute, fetch
from tests.accounts.conftest import unused_name
from tests.deploy.accounts import account, as_account, database_of
from tests.deploy.conftest import Workshop, workshop
from tests.server import Server

__all__ = ["workshop"]

SAY = "CREATE PROCEDURE sp_say()\nSELECT 'said' AS word\n"
INNER = "CREATE PROCEDURE _inner()\nSELECT 1\n"
CODES = "CREATE VIEW codes AS SELECT code FROM currencies\n"


@pytest.fixture
def small(workshop: Workshop) -> Workshop:
    workshop.write("procedures/sp_say.sql", SAY)
    workshop.write("procedures/_inner.sql", INNER)
    workshop.write("views/codes.sql", CODES)
    workshop.write("views/_hidden.sql", "CREATE VIEW _hidden AS SELECT id FROM users\n")
    workshop.deploy()
    return workshop


def daftar(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"DAFTAR_URL": url, "COLUMNS": "300"})


def refused(connection: Connection, statement: str) -> int:
    """The number of the error."""
    with pytest.raises(mysql.connector.Error) as error:
        fetch(connection, statement)
    return error.value.errno


def calls(connection: Connection, name: str) -> list[tuple[object, ...]]:
    cursor = connection.cursor()
    try:
        cursor.execute(f"CALL {name}()")
        rows = [tuple(row) for row in cursor.fetchall()]
        while cursor.nextset():
            pass
        return rows
    finally:
        cursor.close()


def test_an_application_calls_and_reads_and_a_report_reads(small: Workshop, server: Server) -> None:
    with account(server) as app, account(server) as report:
        for _ in range(2):
            done = daftar(small.url, "grant", "--app", f"'{app}'@'%'", "--report", f"{report}@%", "--json")
            assert done.exit_code == 0, done.output
            assert json.loads(done.stdout) == [
                {"account": f"{app}@%", "procedures": ["sp_say"], "views": ["codes"], "excess": []},
                {"account": f"{report}@%", "procedures": [], "views": ["codes"], "excess": []},
            ]
        with closing(connect(as_account(small.url, app))) as connection:
            assert calls(connection, "sp_say") == [("said",)]
            assert fetch(connection, "SELECT COUNT(*) > 0 FROM codes") == [(1,)]
            assert refused(connection, "SELECT * FROM _hidden") == 1142
            assert refused(connection, "SELECT * FROM users") == 1142
            assert refused(connection, "CALL _inner()") == 1370
        with closing(connect(as_account(small.url, report))) as connection:
            assert fetch(connection, "SELECT COUNT(*) > 0 FROM codes") == [(1,)]
            assert refused(connection, "CALL sp_say()") == 1370


def test_a_role_is_as_good_as_an_account(small: Workshop, server: Server) -> None:
    role = unused_name("role")
    with account(server) as person, closing(server.connect()) as admin:
        execute(admin, f"CREATE ROLE {role}")
        try:
            assert daftar(small.url, "grant", "--app", role).exit_code == 0
            execute(admin, f"GRANT {role} TO {person}@'%'")
            default = "SET DEFAULT ROLE {0} TO {1}@'%'"
            if server.engine == "mariadb":
                default = "SET DEFAULT ROLE {0} FOR {1}@'%'"
            execute(admin, default.format(role, person))
            small.write("procedures/sp_new.sql", SAY.replace("sp_say", "sp_new"))
            small.deploy()
            with closing(connect(as_account(small.url, person))) as connection:
                assert calls(connection, "sp_say") == calls(connection, "sp_new") == [("said",)]
        finally:
            execute(admin, f"DROP ROLE {role}")


def test_what_is_new_reaches_who_may_use_all_the_others(small: Workshop, server: Server) -> None:
    with account(server) as app, account(server) as report, account(server) as partial:
        small.write("procedures/sp_more.sql", SAY.replace("sp_say", "sp_more"))
        small.deploy()
        grants.give(small.connection, [Account(app, "%")], [Account(report, "%")])
        execute(small.connection, f"GRANT EXECUTE ON PROCEDURE sp_say TO {partial}@'%'")
        small.write("procedures/sp_new.sql", SAY.replace("sp_say", "sp_new"))
        small.write("procedures/_piece.sql", INNER.replace("_inner", "_piece"))
        small.write("views/newer.sql", CODES.replace("codes", "newer"))
        assert small.deploy().warnings == ()
        with closing(connect(as_account(small.url, app))) as connection:
            assert calls(connection, "sp_new") == [("said",)]
            assert fetch(connection, "SELECT COUNT(*) > 0 FROM newer") == [(1,)]
            assert refused(connection, "CALL _piece()") == 1370
        with closing(connect(as_account(small.url, report))) as connection:
            assert fetch(connection, "SELECT COUNT(*) > 0 FROM newer") == [(1,)]
            assert refused(connection, "CALL sp_new()") == 1370
        with closing(connect(as_account(small.url, partial))) as connection:
            assert calls(connection, "sp_say") == [("said",)]
            assert refused(connection, "CALL sp_new()") == 1370


@pytest.mark.parametrize("dies_at", ["CREATE", "GRANT"])
def test_what_is_new_reaches_them_though_the_deployment_died(
    small: Workshop, server: Server, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    with account(server) as app:
        grants.give(small.connection, [Account(app, "%")], [])
        small.write("procedures/sp_new.sql", SAY.replace("sp_say", "sp_new"))

        def dying(connection: Connection, sql: str, values: tuple[object, ...] = ()) -> int:
            if sql.startswith(dies_at) and "sp_new" in sql:
                raise KeyboardInterrupt
            return session.execute(connection, sql, values)

        with monkeypatch.context() as patch:
            patch.setattr(loader, "execute", dying)
            with pytest.raises(KeyboardInterrupt):
                small.deploy()
        small.deploy()
        with closing(connect(as_account(small.url, app))) as connection:
            assert calls(connection, "sp_new") == [("said",)]
        assert small.deploy().of("replaced") == []


def test_a_deployer_who_may_not_grant_says_so(small: Workshop, server: Server) -> None:
    trusted = fetch(small.connection, "SELECT @@log_bin_trust_function_creators")[0][0]
    execute(small.connection, "SET GLOBAL log_bin_trust_function_creators = 1")
    small.write("procedures/sp_new.sql", SAY.replace("sp_say", "sp_new"))
    try:
        with (
            account(server, f"{', '.join(NEEDED)} ON `{database_of(small.url)}`.*") as hosted,
            closing(connect(as_account(small.url, hosted))) as connection,
        ):
            (warning,) = [w for w in loader.deploy(connection, small.root).warnings if "new:" in w]
            assert warning.startswith("new: sp_new.")
            assert "run `daftar grant` again" in warning
            with pytest.raises(DeployError, match="may not give rights"):
                grants.give(connection, [Account(hosted, "%")], [])
            execute(small.connection, "DROP PROCEDURE sp_new")
    finally:
        execute(small.connection, f"SET GLOBAL log_bin_trust_function_creators = {trusted}")


def test_rights_beside_these_are_named_with_their_revoke(small: Workshop, server: Server) -> None:
    database = database_of(small.url)
    more = [
        f"ALL ON `{database}`.*",
        f"INSERT ON `{database}`.users",
        f"SELECT ON `{database}`.*",
        f"CREATE TEMPORARY TABLES ON `{database}`.*",
        f"EXECUTE ON PROCEDURE `{database}`._inner",
        "SELECT ON *.*",
        f"SELECT ON `{database[:-3].replace('_', chr(92) + '_')}%`.*",
    ]
    for right in more:
        with account(server, right, "SELECT ON `mysql`.`time_zone`") as app:
            done = daftar(small.url, "grant", "--app", f"{app}@%")
            assert done.exit_code == 0, done.output
            (revoke,) = [line.partition(": REVOKE")[2] for line in done.stderr.splitlines()]
            execute(small.connection, "REVOKE" + revoke)
            done = daftar(small.url, "grant", "--app", f"{app}@%", "--json")
            assert json.loads(done.stdout)[0]["excess"] == []


def test_the_doctor_names_them_too(small: Workshop, server: Server) -> None:
    def found() -> list[tuple[str, bool]]:
        looked = doctor.examine(small.connection, root=small.root)
        return [(f.level, "REVOKE INSERT" in f.remedy) for f in looked if f.name == "accounts"]

    assert found() == [("warning", False)]
    with account(server, f"INSERT ON `{database_of(small.url)}`.users") as app:
        grants.give(small.connection, [Account(app, "%")], [])
        assert found() == [("warning", True), ("ok", False)]


def test_a_dry_run_prints_what_a_real_one_runs(small: Workshop, server: Server) -> None:
    with account(server) as app:
        printed = daftar(small.url, "grant", "--app", f"{app}@%", "--dry-run").stdout
        assert printed.splitlines() == [
            f"GRANT EXECUTE ON PROCEDURE `sp_say` TO `{app}`@`%`;",
            f"GRANT SELECT ON `codes` TO `{app}`@`%`;",
        ]
        with closing(connect(as_account(small.url.replace(database_of(small.url), ""), app))) as connection:
            assert refused(connection, f"SELECT * FROM `{database_of(small.url)}`.codes") == 1142
        for statement in printed.splitlines():
            execute(small.connection, statement.rstrip(";"))
        with closing(connect(as_account(small.url, app))) as connection:
            assert calls(connection, "sp_say") == [("said",)]


def test_an_account_that_does_not_exist_is_not_made(small: Workshop) -> None:
    nobody = unused_name("nobody")
    told = daftar(small.url, "grant", "--app", f"{nobody}@localhost")
    assert told.exit_code == 1
    assert f"there is no account {nobody}@localhost; make it first: CREATE USER" in told.stderr
    assert fetch(small.connection, "SELECT COUNT(*) FROM mysql.user WHERE user = %s", (nobody,)) == [(0,)]


def test_wrong_usage(small: Workshop) -> None:
    assert daftar(small.url, "grant").exit_code == 2
    told = daftar(small.url, "grant", "--app", "a b")
    assert (told.exit_code, "not an account: 'a b'" in told.stderr) == (1, True)


def test_before_anything_is_deployed(workshop: Workshop) -> None:
    with pytest.raises(DeployError, match="run `daftar migrate`"):
        grants.give(workshop.connection, [Account("x")], [])
