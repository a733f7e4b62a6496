"""yoyo on its own, as a DBA runs it, and what a failure in the middle leaves behind."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import mysql.connector
import pytest
from yoyo import exceptions
from yoyo.connections import parse_uri

from pyclient.connection import connect
from pyclient.deploy import migrate
from pyclient.deploy.session import database_name, execute, fetch, quoted
from pyclient.deploy.source import db_dir
from pyclient.deploy.yoyo_backend import DaftarBackend, RepeatableCursor, is_already_done
from tests.server import Server

Fresh = Callable[[], str]


def _yoyo(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yoyo", *arguments, "--batch", "--no-config-file"],
        capture_output=True,
        text=True,
        check=False,
    )


def _daftar(url: str, options: str = "") -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, options]))
    return urlunsplit(parts._replace(scheme="daftar", query=query))


def _backend(url: str) -> DaftarBackend:
    return DaftarBackend(parse_uri(_daftar(url)), "_yoyo_migration")


def test_yoyo_applies_and_rolls_back_from_its_own_command_line(fresh_database: Fresh) -> None:
    url, migrations = fresh_database(), str(db_dir() / "migrations")
    applied = _yoyo("apply", "--database", _daftar(url, "currency=KWD&time_zone=Asia/Kuwait"), migrations)
    assert applied.returncode == 0, applied.stderr
    with closing(connect(url)) as connection:
        assert fetch(connection, "SELECT currency, time_zone FROM companies") == [("KWD", "Asia/Kuwait")]
        assert migrate.pending_migrations(connection) == []
    undone = _yoyo("rollback", "--all", "--database", _daftar(url), migrations)
    assert undone.returncode == 0, undone.stderr
    with closing(connect(url)) as connection:
        assert "companies" not in {row[0] for row in fetch(connection, "SHOW TABLES")}


def test_deploying_after_yoyo_alone_settles_on_a_database_of_another_collation(fresh_database: Fresh) -> None:
    url = fresh_database()
    with closing(connect(url)) as connection:
        execute(connection, f"ALTER DATABASE {quoted(database_name(connection))} COLLATE utf8mb4_general_ci")
    applied = _yoyo("apply", "--database", _daftar(url), str(db_dir() / "migrations"))
    assert applied.returncode == 0, applied.stderr
    assert migrate.deploy(url).of("created")
    again = migrate.deploy(url)
    assert again.of("unchanged") == [change.name for change in again.changes]


def test_user_password_and_database_are_percent_decoded(server: Server, fresh_database: Fresh) -> None:
    name = urlsplit(fresh_database()).path[1:]
    user, password, odd = "u@b/" + name[-8:], "p:w@d/?#%é", f"{name} x%2 y"
    with closing(server.connect()) as admin:
        execute(admin, f"CREATE DATABASE {quoted(odd)}")
        try:
            execute(admin, "CREATE USER %s@'%' IDENTIFIED BY %s", (user, password))
            execute(admin, "GRANT ALL ON *.* TO %s@'%'", (user,))
            at = urlsplit(server.url())
            who = f"{quote(user, safe='')}:{quote(password, safe='')}@{at.netloc.rpartition('@')[2]}"
            uri = f"daftar://{who}/{quote(odd, safe='')}?{at.query}"
            with DaftarBackend(parse_uri(uri), "_yoyo_migration") as backend:
                assert fetch(backend.connection, "SELECT DATABASE()") == [(odd,)]
                assert backend.list_tables() == []
        finally:
            execute(admin, f"DROP DATABASE {quoted(odd)}")
            execute(admin, "DROP USER IF EXISTS %s@'%'", (user,))


def test_an_unknown_time_zone_stops_before_the_first_change(fresh_database: Fresh) -> None:
    url = fresh_database()
    with pytest.raises(KeyError):
        DaftarBackend(parse_uri(_daftar(url, "time_zone=Africa/Nowhere")), "_yoyo_migration")


def test_a_ddl_statement_may_be_repeated_and_any_other_may_not(fresh_database: Fresh) -> None:
    with closing(connect(fresh_database())) as connection:
        cursor = RepeatableCursor(connection)
        for statement in (
            "CREATE TABLE p (id INT PRIMARY KEY) ENGINE=InnoDB",
            "CREATE TABLE t (id INT PRIMARY KEY, p INT) ENGINE=InnoDB",
            "-- why\nALTER TABLE t ADD COLUMN x INT",
            "/* why */ ALTER TABLE t ADD INDEX t_by_x (x)",
            "CREATE INDEX t_by_p ON t (p)",
            "ALTER TABLE t ADD CONSTRAINT t_fk_p FOREIGN KEY (p) REFERENCES p (id)",
            "ALTER TABLE t ADD CONSTRAINT t_positive CHECK (x > 0)",
            "ALTER TABLE t DROP CONSTRAINT t_positive",
            "ALTER TABLE t DROP FOREIGN KEY t_fk_p",
            "ALTER TABLE t DROP INDEX t_by_x",
            "ALTER TABLE t DROP COLUMN x",
            "DROP TABLE t",
        ):
            cursor.execute(statement)
            cursor.execute(statement)
        cursor.execute("INSERT INTO p VALUES (1)")
        with pytest.raises(mysql.connector.IntegrityError):
            cursor.execute("INSERT INTO p VALUES (1)")
        with pytest.raises(mysql.connector.ProgrammingError):
            cursor.execute("ALTER TABLE p ADD INDEX p_by_nothing (nothing)")


def test_only_ddl_is_taken_for_done() -> None:
    there = mysql.connector.Error(errno=1050, msg="Table 't' already exists")
    assert is_already_done("CREATE TABLE t (id INT)", there)
    assert not is_already_done("INSERT INTO t SELECT 1", there)
    other_fault = mysql.connector.Error(errno=1005, msg="Can't create table (errno: 150 ...)")
    assert not is_already_done("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b (c)", other_fault)


def test_a_change_of_a_parent_table_freezes_nobody_who_writes_to_its_child(fresh_database: Fresh) -> None:
    """MariaDB ends the ALTER by locking the child inside of InnoDB, for which it would wait 50 seconds while
    it keeps everybody from the parent: whoever holds the child and wants the parent would wait as long."""
    url = fresh_database()
    with closing(connect(url)) as seller, _backend(url) as backend:
        execute(seller, "CREATE TABLE p (id INT PRIMARY KEY) ENGINE=InnoDB")
        execute(
            seller,
            "CREATE TABLE c (id INT PRIMARY KEY, p INT, CONSTRAINT c_fk_p FOREIGN KEY (p) REFERENCES p (id))"
            " ENGINE=InnoDB",
        )
        execute(seller, "START TRANSACTION")
        execute(seller, "INSERT INTO c VALUES (1, NULL)")
        altering = threading.Thread(
            target=lambda: RepeatableCursor(backend.connection).execute("ALTER TABLE p ADD COLUMN x INT")
        )
        altering.start()
        time.sleep(0.5)
        started = time.monotonic()
        fetch(seller, "SELECT COUNT(*) FROM p")
        waited = time.monotonic() - started
        execute(seller, "COMMIT")
        altering.join(timeout=60)
        assert not altering.is_alive()
        assert fetch(seller, "SELECT x FROM p") == []
    assert waited < 2


def test_two_migrations_at_once_wait_and_a_killed_one_leaves_no_lock(fresh_database: Fresh) -> None:
    url = fresh_database()
    with _backend(url) as first, _backend(url) as second, _backend(url) as third, first.lock():
        with pytest.raises(exceptions.LockTimeout, match="connection"), second.lock(timeout=1):
            pass
        second.break_lock()  # ends the first one's connection
        with third.lock(timeout=5):
            pass


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    "adopting", [pytest.param(False, id="empty", marks=pytest.mark.slow), pytest.param(True, id="dump")]
)
def test_a_migration_killed_after_every_step_is_mended_by_running_it_again(
    fresh_database: Fresh, monkeypatch: pytest.MonkeyPatch, adopting: bool
) -> None:
    """Every run dies right after one more step than the run before it, with its connection cut."""
    from yoyo.migrations import MigrationStep

    from tests.deploy.old_shop import catalogue, load_dump

    clean, broken = fresh_database(), fresh_database()
    if adopting:
        load_dump(clean, inconsistent=True)
        load_dump(broken, inconsistent=True)
    migrate.migrate(clean)
    original = MigrationStep.apply
    died_after: set[tuple[int, str]] = set()

    def dying(step: MigrationStep, backend: DaftarBackend, force: bool = False) -> None:
        original(step, backend, force)
        if step._apply is None:  # a rollback of more statements than its migration
            return
        place = (step.id, step._apply if isinstance(step._apply, str) else step._apply.__code__.co_filename)
        if place not in died_after:
            died_after.add(place)
            with closing(connect(broken)) as killer:
                execute(killer, f"KILL {backend.connection.connection_id}")
            raise _Killed

    with monkeypatch.context() as patch:
        patch.setattr(MigrationStep, "apply", dying)
        runs = 0
        while True:
            try:
                migrate.migrate(broken)
                break
            except (_Killed, mysql.connector.Error):
                runs += 1
                assert runs <= len(died_after), "a run failed without being killed"
    assert runs == len(died_after)
    assert runs > 30
    with closing(connect(clean)) as one, closing(connect(broken)) as other:
        assert catalogue(one) == catalogue(other)
        for table in catalogue(one)["tables"]:
            if not str(table[0]).startswith("_yoyo") and table[0] != "deployed_objects":
                count = f"SELECT COUNT(*) FROM {quoted(str(table[0]))}"
                assert fetch(one, count) == fetch(other, count), table[0]
        for opened in (
            "SELECT line_no, role, customer_id, debit, credit FROM journal_entry_lines ORDER BY line_no",
            "SELECT batch_id, qty, total_cost FROM inventory_transactions ORDER BY batch_id",
            "SELECT branch_id, kind, last_no FROM number_series ORDER BY branch_id, kind",
        ):
            assert fetch(one, opened) == fetch(other, opened)


def test_the_database_may_be_migrated_again_and_nothing_happens(fresh_database: Fresh) -> None:
    url = fresh_database()
    migrate.migrate(url)
    again = migrate.migrate(url)
    assert again.migrations == ()
    assert {change.action for change in again.objects} <= {"unchanged"}


def test_a_dry_run_lists_everything_and_changes_nothing(fresh_database: Fresh) -> None:
    url = fresh_database()
    report = migrate.migrate(url, dry_run=True)
    names = sorted(
        p.stem for p in Path(db_dir() / "migrations").iterdir() if ".rollback" not in p.name and p.is_file()
    )
    assert list(report.migrations) == names
    assert {change.action for change in report.objects} == {"created"}
    with closing(connect(url)) as connection:
        assert fetch(connection, "SHOW TABLES") == []
