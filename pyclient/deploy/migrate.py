"""Bringing a database up to date: yoyo's migrations, then routines, zones, errors and the version.

Every step may be repeated, so a migration that failed in the middle is mended by running it again.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import mysql.connector
from mysql.connector import errorcode
from yoyo import exceptions, read_migrations
from yoyo.connections import parse_uri
from yoyo.migrations import Migration, MigrationList, default_migration_table, read_sql_migration

import pyclient
from pyclient.connection import CHARSET, COLLATION, connect
from pyclient.deploy import error_catalogue, loader, owner, rights, zones
from pyclient.deploy.loader import Change, DeployReport, Progress
from pyclient.deploy.server import read_version, require_supported
from pyclient.deploy.session import Connection, DeployError, database_name, execute, fetch, freeze, quoted
from pyclient.deploy.source import db_dir
from pyclient.deploy.yoyo_backend import DaftarBackend

_MIGRATION_LOCK_SECONDS = 60
# The migration that makes the currencies and, with one of them, the first company.
_CURRENCIES = "0004.reference_rows.sql"


@dataclass(frozen=True)
class MigrationReport:
    """``migrations``: ids that were applied (or, in a dry run, wait to be), in order. ``objects``: routines,
    triggers and views, and what became (or would become) of each. ``warnings``: sentences for the user."""

    migrations: tuple[str, ...]
    objects: tuple[Change, ...]
    warnings: tuple[str, ...] = ()
    dry_run: bool = False


def migrate(
    url: str,
    currency: str = "EGP",
    time_zone: str = "Africa/Cairo",
    dry_run: bool = False,
    progress: Progress | None = None,
    root: Path | None = None,
    owner_name: str | None = None,
) -> MigrationReport:
    """Bring the database of ``url`` to this package's state; an empty one or the shop's own one.

    ``currency`` and ``time_zone`` are the first company's, used when it is made. ``dry_run`` changes nothing
    and reports what is pending; a database that could not be adopted is refused then, too. ``progress`` gets
    a line per step. ``root`` is another folder like db/. ``owner_name``: see :func:`deploy`. Raises
    DeployError when the server is too old, rights are missing, or another migration runs, each before the
    first change; what a migration itself refuses comes through as its own exception.

    >>> migrate("mysql://root@127.0.0.1/shop", dry_run=True).migrations  # doctest: +SKIP
    ('0001.preflight', '0002.shop_tables')
    """
    root = root or db_dir()
    tell = progress or (lambda _: None)
    zones.require_known(time_zone)
    with _connected(url) as connection:
        _require(connection, owner_name)
        _require_currency(connection, root, currency)
        if dry_run:
            pending = _pending(connection, root)
            look_before_adopting(connection, root, pending)
            objects = loader.plan(connection, root, owner_name)
            return MigrationReport(tuple(pending), tuple(objects), dry_run=True)
        _set_default_collation(connection, tell)
    applied = _apply(url, root, {"currency": currency, "time_zone": time_zone}, tell)
    report = deploy(url, progress=progress, root=root, owner_name=owner_name)
    return MigrationReport(tuple(applied), report.changes, report.warnings)


def deploy(
    url: str,
    progress: Progress | None = None,
    root: Path | None = None,
    owner_name: str | None = None,
    dry_run: bool = False,
) -> DeployReport:
    """Bring routines, triggers, views, zone offsets, error catalogue and version to the files' state.

    ``owner_name`` is the account that the objects run as from now on, made and locked where it is missing;
    without it the last one stays; without any, each object runs as whoever deployed it. ``dry_run`` changes
    nothing and reports what would change. DeployError when rights are missing, and, but in a dry run, when
    migrations are pending: routines may need what those make.
    """
    root = root or db_dir()
    tell = progress or (lambda _: None)
    with _connected(url) as connection:
        _require(connection, owner_name)
        if dry_run:
            return DeployReport(tuple(loader.plan(connection, root, owner_name)))
        # The lock comes first, so that no rollback can begin after the look at what is pending.
        with loader.deployment_lock(connection):
            pending = _pending(connection, root)
            if pending:
                raise DeployError(f"migrations are pending ({', '.join(pending)}): run `daftar migrate`")
            # Here too, since yoyo alone may have migrated: it is frozen into the routines.
            _set_default_collation(connection, tell)
            # The catalogue first: new routines raise from it.
            store_errors(connection, root)
            owner.prepare(connection, read_version(connection), owner.chosen(connection, owner_name))
            report = loader.deploy(connection, root, progress)
            for zone in zones.fill_companies(connection):
                tell(f"zone offsets of {zone} up to {zones.YEARS_AHEAD} years ahead")
            _store_version(connection)
    return report


def rollback(
    url: str, to: str | None = None, progress: Progress | None = None, root: Path | None = None
) -> list[str]:
    """Undo the migrations after ``to`` (its id; all when None); the shop's tables stay, with all their rows.

    Everything deployed is dropped first, since it may use what goes; until the end nobody else migrates or
    deploys. One that was begun and did not end is undone, too. Gives the ids undone, newest first.
    DeployError where rights are missing, ``to`` is no migration that was applied, or what it would drop is in
    use: nothing was undone.
    """
    root = root or db_dir()
    tell = progress or (lambda _: None)
    with _connected(url) as connection:
        rights.require(connection, read_version(connection))
        # before yoyo's backend, which makes its tables when it is asked
        if default_migration_table not in _tables(connection):
            _require_applied(to, [])
            tell("there is nothing to roll back: no migration was applied here")
            return []
    with _backend(url, {}) as backend, _migration_lock(backend), loader.deployment_lock(backend.connection):
        applied = backend.to_rollback(_read(root))
        _require_applied(to, applied)
        going = list(itertools.takewhile(lambda migration: migration.id != to, applied))
        if to is not None:
            _require_unused(backend.connection, root, going)
        if "deployed_objects" in _tables(backend.connection):
            loader.undeploy(backend.connection, progress)
        _undo_begun(backend, root, _pending(backend.connection, root), tell)
        undone = []
        for migration in going:
            tell(f"undoing {migration.id}")
            backend.rollback_one(migration)
            undone.append(migration.id)
    return undone


# What every database has rows in, so that nothing before them could be gone back to: the accounts, the trail,
# and the journal, which the opening entries make anew.
_NOT_ASKED_ABOUT = frozenset(
    {
        "accounts",
        "account_roles",
        "audit_chains",
        "audit_log",
        "journal_entries",
        "journal_entry_lines",
        "inventory_transactions",
    }
)


def _require_unused(connection: Connection, root: Path, going: Sequence[Migration]) -> None:
    """DeployError where a table has rows that undoing these would drop, or that the older rules do not know.

    The shop's and the older tables keep what came of such rows, balances and ledgers, and nothing that is
    left would explain it: neither the books nor the migration that makes the table anew.
    """
    dropped = [table for migration in going for table in _named_in(_DROPPED, root, migration.id)]
    if "companies" in dropped:
        return  # with all that is ours
    there = _tables(connection) - _NOT_ASKED_ABOUT
    rows = {
        table: fetch(connection, f"SELECT COUNT(*) FROM {quoted(table)}")[0][0]
        for table in dropped
        if table in there
    }
    for migration in going:
        for table, which in _named_in(_EXEMPTED, root, migration.id):
            rows[table] = fetch(connection, f"SELECT COUNT(*) FROM {quoted(table)} WHERE {which}")[0][0]
    used = [f"{table} ({count})" for table, count in rows.items() if count]
    if used:
        raise DeployError(
            f"nothing was undone: what would go is in use: {', '.join(used)}; "
            "go back to a backup, or undo all migrations"
        )


_DROPPED = re.compile(r"^DROP TABLE IF EXISTS (\w+)", re.MULTILINE)
_EXEMPTED = re.compile(r"^UPDATE (\w+) SET exempt = 1\b.* WHERE ([^;]+)", re.MULTILINE)
"""Rows of which the older rule would say that they broke it before adoption."""


def _named_in(statement: re.Pattern[str], root: Path, migration_id: str) -> list[Any]:
    return statement.findall("\n".join(_rollback_of(root, migration_id)))


def _rollback_of(root: Path, migration_id: str) -> list[str]:
    return list(read_sql_migration(str(root / "migrations" / f"{migration_id}.rollback.sql"))[2])


def _undo_begun(backend: DaftarBackend, root: Path, pending: Sequence[str], tell: Progress) -> None:
    """Undo as much of the next migration as is there: it may have been begun, of which yoyo knows nothing.

    What is left of it would keep this database from being adopted again. Where none of it is there, nothing
    changes.
    """
    if not pending:
        return
    tell(f"undoing what there is of {pending[0]}")
    for statement in _rollback_of(root, pending[0]):
        with contextlib.closing(backend.cursor()) as cursor:
            try:
                cursor.execute(statement)
            except mysql.connector.Error as error:
                if error.errno not in {errorcode.ER_BAD_FIELD_ERROR, errorcode.ER_NO_SUCH_TABLE}:
                    raise
    backend.connection.commit()


def _require_applied(to: str | None, applied: Sequence[Migration]) -> None:
    if to is None or to in [migration.id for migration in applied]:
        return
    alike = [migration.id for migration in applied if migration.id[:4] == to[:4]]
    if alike:
        hint = f"is {alike[0]} meant?"
    else:
        hint = f"the newest that is, is {applied[0].id}" if applied else "none is"
    raise DeployError(f"nothing was undone: {to} is not applied; {hint}")


def pending_migrations(connection: Connection, root: Path | None = None) -> list[str]:
    """The ids of migrations that were not applied yet, in order; reads only."""
    return _pending(connection, root or db_dir())


def look_before_adopting(connection: Connection, root: Path, pending: Sequence[str]) -> None:
    """What the first migration looks at: DeployError where the database could not be adopted; reads only."""
    first = min(_read(root), key=lambda migration: str(migration.id))
    if first.id in pending:
        first.load()
        first.module.look(connection)


def are_hidden(connection: Connection) -> bool:
    """Whether Daftar is there, and the account may not read which migrations were applied."""
    tables = _tables(connection)
    return "report_invoices" in tables and default_migration_table not in tables


def store_errors(connection: Connection, root: Path | None = None) -> None:
    """Write the error catalogue into its table; sentences that are in the file no more go."""
    sentences = error_catalogue.load((root or db_dir()) / "errors.toml")
    there = {
        row[0]: row[1:]
        for row in fetch(connection, "SELECT sentence, token, errno, english, arabic FROM error_catalogue")
    }
    for s in sentences:
        if there.pop(s.key, None) != (s.token, s.errno, s.english, s.arabic):
            execute(
                connection,
                "INSERT INTO error_catalogue (sentence, token, errno, english, arabic)"
                " VALUES (%s, %s, %s, %s, %s)"
                " ON DUPLICATE KEY UPDATE token = VALUES(token), errno = VALUES(errno),"
                " english = VALUES(english), arabic = VALUES(arabic)",
                (s.key, s.token, s.errno, s.english, s.arabic),
            )
    for key in there:
        execute(connection, "DELETE FROM error_catalogue WHERE sentence = %s", (key,))


def _require(connection: Connection, owner_name: str | None) -> None:
    """DeployError before the first change, where the server is too old or a right is missing."""
    version = require_supported(connection)
    rights.require(connection, version)
    faults = owner.faults(connection, version, owner.chosen(connection, owner_name))
    if faults:
        raise DeployError("nothing was changed: " + "; ".join(faults))


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    connection = connect(url)
    try:
        freeze(connection)
        yield connection
    finally:
        connection.close()


@contextmanager
def _backend(url: str, options: dict[str, str]) -> Iterator[DaftarBackend]:
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, urlencode(options)]))
    backend = DaftarBackend(
        parse_uri(urlunsplit(parts._replace(scheme="daftar", query=query))), default_migration_table
    )
    with backend:
        yield backend


@contextmanager
def _migration_lock(backend: DaftarBackend) -> Iterator[None]:
    try:
        with backend.lock(_MIGRATION_LOCK_SECONDS):
            yield
    except exceptions.LockTimeout as error:
        raise DeployError(str(error)) from error


def _apply(url: str, root: Path, options: dict[str, str], tell: Progress) -> list[str]:
    applied = []
    with _backend(url, options) as backend, _migration_lock(backend):
        for migration in backend.to_apply(_read(root)):
            tell(f"applying {migration.id}")
            backend.apply_one(migration)
            applied.append(migration.id)
    return applied


def _read(root: Path) -> MigrationList:
    return read_migrations(str(root / "migrations"))


def _pending(connection: Connection, root: Path) -> list[str]:
    # Not by yoyo's backend: that one makes its tables when it is asked, and a dry run changes nothing.
    applied: set[str] = set()
    if default_migration_table in _tables(connection):
        applied = {row[0] for row in fetch(connection, f"SELECT migration_id FROM {default_migration_table}")}
    migrations: list[Migration] = sorted(_read(root), key=lambda m: m.id)
    return [m.id for m in migrations if m.id not in applied]


def _tables(connection: Connection) -> set[str]:
    rows = fetch(
        connection, "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
    )
    return {str(row[0]) for row in rows}


def _require_currency(connection: Connection, root: Path, currency: str) -> None:
    """Where the migrations are still to make the first company, its currency is one that they know."""
    if "companies" in _tables(connection):
        return
    rows = (root / "migrations" / _CURRENCIES).read_text(encoding="utf-8")
    known = re.findall(r"\('([A-Z]{3})', \d\)", rows)
    if currency not in known:
        raise DeployError(f"{currency!r} is no currency that Daftar knows: {', '.join(sorted(known))}")


def _set_default_collation(connection: Connection, tell: Progress) -> None:
    """The database's default is frozen into every routine, and texts of another collation clash (1267)."""
    database = database_name(connection)
    now = fetch(connection, "SELECT @@character_set_database, @@collation_database")[0]
    if now != (CHARSET, COLLATION):
        tell(f"default collation of {database}: {now[1]} -> {COLLATION} (existing tables keep theirs)")
        execute(connection, f"ALTER DATABASE {quoted(database)} CHARACTER SET {CHARSET} COLLATE {COLLATION}")


def _store_version(connection: Connection) -> None:
    execute(
        connection,
        "INSERT INTO settings (name, value) VALUES ('version', %s)"
        " ON DUPLICATE KEY UPDATE value = VALUES(value)",
        (pyclient.__version__,),
    )
