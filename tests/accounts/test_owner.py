"""--owner: everything runs as one locked account, and a deployment without --owner keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing

import mysql.connector
import pytest

from pyclient.connection import connect
from pyclient.deploy import doctor, loader, migrate, owner
from pyclient.deploy.accounts import Account, current
from pyclient.deploy.rights import NEEDED
from pyclient.deploy.session import Connection, DeployError, execute, fetch
from tests.deploy.accounts import account, as_account, database_of
from tests.deploy.conftest import Workshop, workshop
from tests.server import Server
from tests.shop import Shop, call

__all__ = ["workshop"]

OBJECTS = {
    "functions/_uno.sql": "-- One.\nCREATE FUNCTION _uno() RETURNS INT DETERMINISTIC\nRETURN 1\n",
    "procedures/sp_say.sql": "CREATE PROCEDURE sp_say()\nSELECT COUNT(*), _uno() FROM currencies\n",
    "triggers/mark.sql": "CREATE TRIGGER mark BEFORE INSERT ON currencies FOR EACH ROW SET @by = _uno()\n",
    "views/codes.sql": "CREATE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW codes AS SELECT id FROM users\n",
    "views/plain.sql": "CREATE VIEW plain AS SELECT code, _uno() AS n FROM currencies\n",
}


@pytest.fixture
def small(workshop: Workshop) -> Workshop:
    for file, text in OBJECTS.items():
        workshop.write(file, text)
    return workshop


def definers(connection: Connection) -> Counter[str]:
    rows = fetch(
        connection,
        "SELECT definer FROM information_schema.routines WHERE routine_schema = DATABASE()"
        " UNION ALL SELECT definer FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
        " UNION ALL SELECT definer FROM information_schema.views WHERE table_schema = DATABASE()",
    )
    return Counter(str(row[0]) for row in rows)


def changed(connection: Connection, workshop: Workshop) -> dict[str, str]:
    return {c.name: c.reason for c in loader.plan(connection, workshop.root) if c.action != "unchanged"}


def deploy(workshop: Workshop, owner_name: str | None = None, url: str | None = None) -> list[str]:
    report = migrate.deploy(url or workshop.url, root=workshop.root, owner_name=owner_name)
    return [c.name for c in report.changes if c.action in ("created", "replaced")]


def test_the_owner_is_made_locked_and_everything_runs_as_it(
    small: Workshop, server: Server, owner_name: str
) -> None:
    assert len(deploy(small, owner_name)) == len(OBJECTS)
    assert definers(small.connection) == {f"{owner_name}@localhost": len(OBJECTS)}
    with (
        pytest.raises(mysql.connector.Error) as refused,
        closing(connect(as_account(small.url, owner_name, ""))),
    ):
        pass
    assert refused.value.errno in {3118, 4151, 1045}  # the account is locked, or not to be used from here
    assert fetch(small.connection, "SELECT code, n FROM plain WHERE code = 'EGP'") == [("EGP", 1)]
    execute(small.connection, "INSERT INTO currencies VALUES ('XXA', 2)")
    assert fetch(small.connection, "SELECT @by") == [(1,)]


def test_a_deployment_without_owner_keeps_it_whoever_deploys(
    small: Workshop, server: Server, owner_name: str
) -> None:
    deploy(small, owner_name)
    small.write("procedures/sp_say.sql", OBJECTS["procedures/sp_say.sql"] + "-- again\n")
    assert deploy(small) == ["sp_say"]
    assert definers(small.connection) == {f"{owner_name}@localhost": len(OBJECTS)}
    with account(server, "ALL ON *.*") as other:
        assert deploy(small, url=as_account(small.url, other)) == []
        small.write("procedures/sp_say.sql", OBJECTS["procedures/sp_say.sql"] + "-- and again\n")
        assert deploy(small, url=as_account(small.url, other)) == ["sp_say"]
    assert definers(small.connection) == {f"{owner_name}@localhost": len(OBJECTS)}


def test_another_definer_is_drift_and_put_right(small: Workshop, owner_name: str) -> None:
    deploy(small, owner_name)
    assert changed(small.connection, small) == {}
    execute(small.connection, "DROP PROCEDURE sp_say")
    execute(small.connection, OBJECTS["procedures/sp_say.sql"])
    execute(small.connection, "CREATE OR REPLACE VIEW plain AS SELECT code, _uno() AS n FROM currencies")
    assert set(changed(small.connection, small)) == {"sp_say", "plain"}
    assert set(deploy(small)) == {"sp_say", "plain"}
    assert changed(small.connection, small) == {}


def test_another_definer_is_drift_without_an_owner_too(small: Workshop, server: Server) -> None:
    small.deploy()
    with account(server, "ALL ON *.*") as stranger:
        execute(small.connection, "DROP PROCEDURE sp_say")
        execute(
            small.connection,
            OBJECTS["procedures/sp_say.sql"].replace("CREATE", f"CREATE DEFINER={stranger}@'%'"),
        )
        assert changed(small.connection, small) == {"sp_say": "was changed in the database"}
        # who looks does not matter
        with closing(connect(as_account(small.url, stranger))) as other:
            assert set(changed(other, small)) == {"sp_say"}
        small.deploy()


def test_changing_the_owner_replaces_everything_and_says_why(
    small: Workshop, server: Server, owner_name: str
) -> None:
    small.deploy()
    (me,) = definers(small.connection)
    planned = loader.plan(small.connection, small.root, owner_name)
    assert {c.reason for c in planned} == {f"runs as {me}, not as {owner_name}@localhost"}
    assert changed(small.connection, small) == {}
    assert len(deploy(small, f"'{owner_name}'@'localhost'")) == len(OBJECTS)
    # the deployer's own name takes them back, locked or not
    assert len(deploy(small, me)) == len(OBJECTS)
    assert definers(small.connection) == {me: len(OBJECTS)}
    assert deploy(small) == []


def test_a_lost_owner_is_made_again(small: Workshop, server: Server, owner_name: str) -> None:
    """As after restoring a dump on another server."""
    deploy(small, owner_name)
    execute(small.connection, f"DROP USER {owner_name}@localhost")
    found = [f for f in doctor.examine(small.connection, root=small.root) if f.name == "definer"]
    assert [(f.level, "does not exist" in f.text) for f in found] == [("blocking", True)]
    assert deploy(small) == []
    found = [f for f in doctor.examine(small.connection, root=small.root) if f.name == "definer"]
    assert [(f.level, "locked account" in f.text) for f in found] == [("ok", True)]
    cursor = small.connection.cursor()
    cursor.execute("CALL sp_say()")
    assert cursor.fetchall()
    cursor.close()


@pytest.mark.parametrize(
    ("name", "fault"),
    [("a b", "not an account"), ("x" * 250 + "@localhost", "longer than 255"), ("o@h@i", "not an account")],
)
def test_a_name_that_is_none_is_refused(small: Workshop, name: str, fault: str) -> None:
    with pytest.raises(DeployError, match=fault):
        deploy(small, name)
    assert definers(small.connection) == {}


def test_an_account_that_people_log_in_with_is_refused(small: Workshop, server: Server) -> None:
    with account(server) as person, pytest.raises(DeployError, match="must be locked"):
        deploy(small, f"{person}@%")
    assert definers(small.connection) == {}


def test_a_deployer_without_the_rights_is_told_what_to_ask_for(
    small: Workshop, server: Server, owner_name: str
) -> None:
    database = database_of(small.url)
    trusted = fetch(small.connection, "SELECT @@log_bin_trust_function_creators")[0][0]
    execute(small.connection, "SET GLOBAL log_bin_trust_function_creators = 1")
    right = "SET_ANY_DEFINER" if server.engine == "mysql" else "SET USER"
    needed = f"{', '.join(NEEDED)} ON `{database}`.*"
    try:
        with account(server, needed) as hosted:
            url = as_account(small.url, hosted)
            with pytest.raises(DeployError, match=f"nothing was changed: .*GRANT {right} ON") as refused:
                deploy(small, owner_name, url)
            assert "or deploy without --owner" in str(refused.value)
            assert definers(small.connection) == {}
            assert len(deploy(small, url=url)) == len(OBJECTS)
        # that deployer is gone: what runs as it does not, until another one takes it over
        assert len(deploy(small, str(current(small.connection)))) == len(OBJECTS)
        loader.undeploy(small.connection)  # MySQL lets only SYSTEM_USER replace what runs as an administrator
        with account(server, needed, f"{right} ON *.*", "SELECT ON mysql.*") as hosted:
            url = as_account(small.url, hosted)
            with pytest.raises(DeployError) as refused:
                deploy(small, owner_name, url)
            assert f"CREATE USER `{owner_name}`@`localhost` ACCOUNT LOCK" in str(refused.value)
            grant = str(refused.value).rpartition("ask for: ")[2]
            # whoever may do it does what was asked for: then it works
            execute(small.connection, f"CREATE USER `{owner_name}`@`localhost` ACCOUNT LOCK")
            execute(small.connection, grant)
            assert len(deploy(small, owner_name, url)) == len(OBJECTS)
    finally:
        execute(small.connection, f"SET GLOBAL log_bin_trust_function_creators = {trusted}")
    assert definers(small.connection) == {f"{owner_name}@localhost": len(OBJECTS)}


def test_migrating_with_an_owner_and_taking_it_back(
    server: Server, fresh_database: Callable[[], str], owner_name: str
) -> None:
    url = fresh_database()
    assert migrate.migrate(url, owner_name=owner_name, dry_run=True).migrations
    migrate.migrate(url, owner_name=owner_name)
    with closing(connect(url)) as connection:
        assert set(definers(connection)) == {f"{owner_name}@localhost"}
        execute(connection, "INSERT INTO users (username, role) VALUES ('mona', 'user')")
        saved = call(
            connection, "sp_save_customer", {"name": "n", "mobile": "1", "city": "c", "created_by": 1}
        )
        assert saved["ok"] is True
        migrate.rollback(url)
        assert definers(connection) == Counter()
        assert owner.stored(connection) is None


def test_the_owner_may_not_truncate(guarded_owner_rights: list[str]) -> None:
    """A TRUNCATE passes the guards of the insert-only tables: only a missing right stops it."""
    assert not {"DROP", "ALTER", "CREATE", "ALL PRIVILEGES"} & set(guarded_owner_rights)
    assert guarded_owner_rights


@pytest.fixture
def guarded_owner_rights(server: Server, shop: Shop, owner_name: str) -> list[str]:
    execute(shop.connection, f"CREATE USER {owner_name}@localhost ACCOUNT LOCK")
    execute(shop.connection, owner._grant(shop.connection, Account(owner_name, "localhost")))
    (line,) = [
        str(row[0])
        for row in fetch(shop.connection, f"SHOW GRANTS FOR {owner_name}@localhost")
        if "USAGE" not in str(row[0])
    ]
    return [right.strip() for right in line.removeprefix("GRANT ").partition(" ON ")[0].split(",")]
