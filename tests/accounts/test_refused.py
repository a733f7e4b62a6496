"""What the application account may not do, statement by statement, and what it is not shown."""

from __future__ import annotations

from contextlib import closing

import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch, quoted
from tests.accounts.conftest import GuardedShop
from tests.accounts.statements import Catalogue, attempts, read_catalogue

# How a server says that a right is missing: on a database, a table, the server, a routine; on files and on
# giving rights; on another's proxy, another's thread, what a view reads, triggers beside a binary log.
NO_RIGHT = {1044, 1142, 1227, 1370, 1045, 1698, 1095, 1345, 1419}
# What an account may not see does not exist for it.
NOT_THERE = {1305}


def tried(guarded: GuardedShop, there: Catalogue) -> list[tuple[str, str]]:
    return list(
        attempts(
            there,
            engine=guarded.shop.server.engine,
            me=f"{guarded.app}@'%'",
            database=quoted(guarded.shop.name),
            other=quoted(guarded.other_database),
            admin_thread=str(guarded.shop.connection.connection_id),
        )
    )


def not_refused(connection: MySQLConnectionAbstract, statements: list[tuple[str, str]]) -> list[str]:
    """The statements that ran, or were refused for another reason than a missing right."""
    found = []
    for what, statement in statements:
        try:
            fetch(connection, statement)
            found.append(statement)
        except mysql.connector.Error as error:
            hidden = what.startswith("SHOW CREATE") and what.endswith("an internal one")
            if error.errno not in (NO_RIGHT | NOT_THERE if hidden else NO_RIGHT):
                found.append(f"{statement}: {error.errno} {error.msg}")
    return found


def test_everything_but_calling_and_reading_is_refused(guarded: GuardedShop) -> None:
    there = read_catalogue(guarded.shop.connection)
    statements = tried(guarded, there)
    assert len(statements) >= 300
    assert {"customers", "invoices_out", "request_keys", "deployed_objects"} <= set(there.tables)
    before = fetch(guarded.shop.connection, "CHECKSUM TABLE " + ", ".join(map(quoted, there.tables)))
    with closing(guarded.as_app()) as app:
        assert not_refused(app, statements) == []
    assert read_catalogue(guarded.shop.connection) == there
    assert before == fetch(guarded.shop.connection, "CHECKSUM TABLE " + ", ".join(map(quoted, there.tables)))


def test_one_right_too_many_would_be_seen(guarded: GuardedShop) -> None:
    there = read_catalogue(guarded.shop.connection)
    execute(guarded.shop.connection, f"GRANT SELECT ON users TO {guarded.app}@'%'")
    try:
        with closing(guarded.as_app()) as app:
            passed = not_refused(app, tried(guarded, there))
        assert "SELECT * FROM `users`" in passed
        assert all("`users`" in statement for statement in passed)
    finally:
        execute(guarded.shop.connection, f"REVOKE SELECT ON users FROM {guarded.app}@'%'")


def test_the_report_account_only_reads_views(guarded: GuardedShop) -> None:
    there = read_catalogue(guarded.shop.connection)
    calls = [
        ("CALL", f"CALL {quoted(name)}({', '.join(['NULL'] * there.routines['PROCEDURE', name])})")
        for name in there.public_procedures
    ]
    assert len(calls) >= 16
    with closing(guarded.as_report()) as report:
        assert not_refused(report, [*tried(guarded, there), *calls]) == []
        for view in there.public_views:
            fetch(report, f"SELECT * FROM {quoted(view)} LIMIT 1")


def test_bodies_and_tables_are_not_shown(guarded: GuardedShop) -> None:
    there = read_catalogue(guarded.shop.connection)
    with closing(guarded.as_app()) as app:
        rows = fetch(
            app,
            "SELECT routine_name, routine_definition FROM information_schema.routines"
            " WHERE routine_schema = DATABASE()",
        )
        assert dict(rows) == dict.fromkeys(there.public_procedures)
        for name in there.public_procedures:
            assert fetch(app, f"SHOW CREATE PROCEDURE {quoted(name)}")[0][2] is None
        views = fetch(
            app,
            "SELECT table_name, view_definition FROM information_schema.views"
            " WHERE table_schema = DATABASE()",
        )
        assert dict(views) == dict.fromkeys(there.public_views, "")
        for table, column in (
            ("tables", "table_schema"),
            ("columns", "table_schema"),
            ("statistics", "table_schema"),
            ("table_constraints", "table_schema"),
            ("triggers", "trigger_schema"),
            ("events", "event_schema"),
        ):
            shown = fetch(app, f"SELECT * FROM information_schema.{table} WHERE {column} = DATABASE()")
            text = repr(shown)
            assert [name for name in there.tables if f"'{name}'" in text] == []
        assert {row[0] for row in fetch(app, "SHOW TABLES")} == set(there.public_views)
        assert fetch(app, "SELECT LOAD_FILE('/etc/passwd')") == [(None,)]
        assert guarded.other_database not in {row[0] for row in fetch(app, "SHOW DATABASES")}


def test_others_statements_are_not_shown(guarded: GuardedShop) -> None:
    """Another connection's request holds a customer's name."""
    execute(guarded.shop.connection, "SET @request = 'محمد'")
    with closing(guarded.as_app()) as app:
        seen = {row[1] for row in fetch(app, "SHOW FULL PROCESSLIST")}
        seen |= {row[0] for row in fetch(app, "SELECT user FROM information_schema.processlist")}
    assert seen == {guarded.app}
