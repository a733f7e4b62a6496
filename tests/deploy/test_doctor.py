"""Each finding provoked for real where a shared test server allows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pyclient.connection import connect
from pyclient.deploy import doctor, loader, migrate
from pyclient.deploy.doctor import Finding, examine, judge_settings
from pyclient.deploy.server import ServerVersion
from pyclient.deploy.session import DeployError, execute, fetch
from tests.deploy.accounts import account, as_account, database_of
from tests.deploy.conftest import Workshop
from tests.server import Server
from tests.shop import Shop

GOOD = {
    "binlog_format": "ROW",
    "innodb_flush_log_at_trx_commit": "1",
    "log_bin": "1",
    "log_bin_trust_function_creators": "1",
    "sync_binlog": "1",
}


def _named(findings: list[Finding], name: str) -> list[Finding]:
    return [finding for finding in findings if finding.name == name]


def test_a_fresh_installation_has_nothing_that_blocks(shop: Shop) -> None:
    findings = examine(shop.connection)
    assert [f for f in findings if f.level == "blocking"] == []
    assert {"version", "migrations", "rights", "drift", "definer", "zone_offsets", "open_transactions"} <= {
        f.name for f in findings
    }
    assert all(f.remedy for f in findings if f.level != "ok")


def test_a_database_without_the_package_is_told_to_migrate(fresh_database: Callable[[], str]) -> None:
    with closing(connect(fresh_database())) as connection:
        (finding,) = _named(examine(connection), "migrations")
    assert (finding.level, finding.remedy) == ("blocking", "run `daftar migrate`")


@pytest.mark.parametrize(
    ("setting", "value", "name", "level"),
    [
        ("innodb_flush_log_at_trx_commit", "2", "innodb_flush_log_at_trx_commit", "warning"),
        ("sync_binlog", "0", "sync_binlog", "warning"),
        ("binlog_format", "STATEMENT", "binlog_format", "blocking"),
        ("binlog_format", "MIXED", "binlog_format", "ok"),
        ("log_bin", "0", "binary_log", "ok"),
        ("log_bin_trust_function_creators", "0", "log_bin_trust_function_creators", "ok"),
    ],
)
def test_a_setting_is_judged(setting: str, value: str, name: str, level: str) -> None:
    found = {f.name: f for f in judge_settings(GOOD | {setting: value})}
    assert found[name].level == level
    assert [f.name for f in judge_settings(GOOD) if f.level != "ok"] == []


def test_a_servers_settings_are_read(shop: Shop) -> None:
    (before,) = fetch(shop.connection, "SELECT @@GLOBAL.innodb_flush_log_at_trx_commit")[0]
    execute(shop.connection, "SET GLOBAL innodb_flush_log_at_trx_commit = 0")
    try:
        (finding,) = _named(examine(shop.connection), "innodb_flush_log_at_trx_commit")
    finally:
        execute(shop.connection, f"SET GLOBAL innodb_flush_log_at_trx_commit = {before}")
    assert (finding.level, finding.remedy) == ("warning", "set it to 1")
    assert "is 0" in finding.text


def test_an_old_transaction_that_holds_rows_is_named_with_its_kill(shop: Shop) -> None:
    holder, looker = shop.connect(), shop.connect()
    execute(holder, "START TRANSACTION")
    fetch(holder, "SELECT * FROM companies FOR UPDATE")
    time.sleep(2.1)
    assert _named(examine(looker, older_than=60), "open_transaction") == []
    (finding,) = _named(examine(looker, older_than=1), "open_transaction")
    assert finding.level == "warning"
    assert finding.remedy == f"KILL {holder.connection_id};"
    execute(looker, finding.remedy.rstrip(";"))
    time.sleep(0.2)
    assert _named(examine(looker, older_than=1), "open_transaction") == []


def test_a_reader_that_holds_no_rows_is_let_be(shop: Shop) -> None:
    reader, looker = shop.connect(), shop.connect()
    execute(reader, "START TRANSACTION")
    fetch(reader, "SELECT * FROM companies")
    time.sleep(1.1)
    assert _named(examine(looker, older_than=0), "open_transaction") == []


def test_drift_is_seen_and_told_apart(workshop: Workshop) -> None:
    now = "CREATE FUNCTION _now() RETURNS DATETIME NO SQL RETURN "
    workshop.write("functions/_now.sql", f"{now}UTC_TIMESTAMP()")
    workshop.write("functions/_uno.sql", "CREATE FUNCTION _uno() RETURNS INT DETERMINISTIC RETURN 1")
    workshop.write("functions/_due.sql", "CREATE FUNCTION _due() RETURNS INT DETERMINISTIC RETURN 2")
    workshop.deploy()
    assert [f.level for f in _named(_look(workshop), "drift")] == ["ok"]
    for statement in (
        "DROP FUNCTION _now",
        f"{now}'2025-01-01'",
        "DROP FUNCTION _uno",
        "CREATE FUNCTION _uno() RETURNS INT DETERMINISTIC RETURN 11",
        "DROP FUNCTION _due",
    ):
        execute(workshop.connection, statement)
    found = {(f.name, f.level, f.text.split()[1]) for f in _look(workshop) if f.name in ("drift", "clock")}
    assert found == {
        ("drift", "blocking", "_due"),
        ("drift", "warning", "_uno"),
        ("clock", "blocking", "clock"),
    }
    loader.deploy(workshop.connection, workshop.root)
    assert [f.level for f in _named(_look(workshop), "drift")] == ["ok"]


def _look(workshop: Workshop) -> list[Finding]:
    return examine(workshop.connection, root=workshop.root)


def test_a_definer_that_is_gone_or_open_or_locked(workshop: Workshop, server: Server) -> None:
    workshop.write("functions/_uno.sql", "CREATE FUNCTION _uno() RETURNS INT DETERMINISTIC RETURN 1")
    workshop.deploy()
    (finding,) = _named(_look(workshop), "definer")
    assert finding.level == "warning"
    owner = f"owner_{time.time_ns() % 10**9}"
    with closing(server.connect()) as admin:
        execute(admin, f"CREATE USER {owner}@localhost ACCOUNT LOCK")
        try:
            execute(workshop.connection, "DROP FUNCTION _uno")
            execute(
                workshop.connection,
                f"CREATE DEFINER={owner}@localhost FUNCTION _uno() RETURNS INT DETERMINISTIC RETURN 1",
            )
            (finding,) = _named(_look(workshop), "definer")
            assert (finding.level, "lacks SELECT, INSERT" in finding.text) == ("blocking", True)
            execute(admin, f"GRANT ALL ON `{database_of(workshop.url)}`.* TO {owner}@localhost")
            (finding,) = _named(_look(workshop), "definer")
            assert (finding.level, f"locked account {owner}@localhost" in finding.text) == ("ok", True)
        finally:
            execute(workshop.connection, "DROP FUNCTION _uno")
            execute(admin, f"DROP USER {owner}@localhost")
    execute(
        workshop.connection,
        f"CREATE DEFINER={owner}@localhost FUNCTION _uno() RETURNS INT DETERMINISTIC RETURN 1",
    )
    (finding,) = _named(_look(workshop), "definer")
    assert finding.level == "blocking"


def test_zone_offsets_that_end_or_differ_are_seen(shop: Shop) -> None:
    execute(shop.connection, "DELETE FROM zone_offsets WHERE from_utc > UTC_TIMESTAMP()")
    assert [f.level for f in _named(examine(shop.connection), "zone_offsets")] == ["warning"]
    execute(shop.connection, "DELETE FROM zone_offsets")
    assert [f.level for f in _named(examine(shop.connection), "zone_offsets")] == ["blocking"]


def test_an_account_with_few_rights_gets_what_it_may_read(shop: Shop, server: Server) -> None:
    with (
        account(server, f"SELECT, EXECUTE ON `{shop.name}`.*") as name,
        closing(connect(as_account(shop.url, name))) as connection,
    ):
        findings = examine(connection)
    (drift,) = _named(findings, "drift")
    assert (drift.level, "does not see" in drift.text) == ("warning", True)
    (rights,) = [f for f in _named(findings, "rights") if "lacks" in f.text]
    assert "CREATE ROUTINE" in rights.text
    assert [f.level for f in _named(findings, "zone_offsets")] == ["ok"]
    assert [f for f in findings if f.level == "blocking"] == []


def test_the_version_is_judged(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for text, level in (("10.4.32-MariaDB", "blocking"), ("8.4.6", "warning"), ("9.7.4", "ok")):
        version = ServerVersion.parse(text)
        patient = doctor._Patient(shop.connection, version, Path(), [], False, 30)
        assert [f.level for f in doctor._version(patient)] == [level]


def test_pending_migrations_are_named(fresh_database: Callable[[], str]) -> None:
    url = fresh_database()
    last = migrate.migrate(url).migrations[-1]
    with closing(connect(url)) as connection:
        execute(connection, "DELETE FROM _yoyo_migration WHERE migration_id = %s", (last,))
        (finding,) = _named(examine(connection), "migrations")
    assert (finding.level, finding.text) == ("blocking", f"pending: {last}")


def test_what_could_not_be_adopted_is_said_before(fresh_database: Callable[[], str]) -> None:
    url = fresh_database()
    with closing(connect(url)) as connection:
        assert _named(examine(connection), "adoption") == []
        execute(connection, "CREATE TABLE companies (id INT PRIMARY KEY)")
        (finding,) = _named(examine(connection), "adoption")
        assert finding.level == "blocking"
        assert "a table named companies is there already" in finding.text
        with pytest.raises(DeployError, match="a table named companies is there already"):
            migrate.migrate(url, dry_run=True)
        assert fetch(connection, "SHOW TABLES") == [("companies",)]


def test_a_cache_that_is_too_small_for_the_routines_is_named(shop: Shop, server: Server) -> None:
    name = "stored_program_definition_cache"
    if server.engine != "mysql":
        assert _named(examine(shop.connection), name) == []
        return
    ((kept,),) = fetch(shop.connection, f"SELECT @@GLOBAL.{name}")
    for size, level in ((256, "warning"), (1000, "ok")):
        try:
            execute(shop.connection, f"SET GLOBAL {name} = {size}")
            (finding,) = _named(examine(shop.connection), name)
        finally:
            execute(shop.connection, f"SET GLOBAL {name} = {kept}")
        assert finding.level == level
