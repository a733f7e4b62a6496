"""Puts routines, triggers and views into the database, and only those that are not there as their file says.

An object is deployed when it is missing, its file has changed, its stored definition was changed by hand, it
runs as another account than the owner, or the settings frozen into it (sql_mode, character set, collations)
are not ours. What is recorded as deployed but has no file any more is dropped. Objects that Daftar never
deployed are left alone.

The shop may go on selling meanwhile: a statement that finds its object in use gives up after a few seconds
and tries again, so nobody queues behind it for long.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import mysql.connector
from mysql.connector import errorcode

from pyclient.connection import CHARSET, COLLATION
from pyclient.deploy import call_graph, grants, owner
from pyclient.deploy.accounts import Account
from pyclient.deploy.server import Engine, read_version
from pyclient.deploy.session import (
    SQL_MODE,
    Connection,
    DeployError,
    Row,
    database_name,
    execute,
    fetch,
    freeze,
    lock_name,
    quoted,
)
from pyclient.deploy.source import FOLDERS, Kind, ObjectSource, read_objects

Progress = Callable[[str], None]
Action = Literal["created", "replaced", "dropped", "unchanged"]

# How often a busy object is tried, LOCK_WAIT_SECONDS each time, and the pause in between, in which those who
# had to wait get on.
TRIES = 50
_PAUSE_SECONDS = 0.5
# After each procedure that was missing for a moment (MySQL). A sale calls a third of them: without a pause
# the next one is missing when it is tried again.
_BREATH_SECONDS = 0.05
# How long a second deployment waits for the first.
_LOCK_SECONDS = 60

_NOT_THERE = frozenset(
    {errorcode.ER_SP_DOES_NOT_EXIST, errorcode.ER_TRG_DOES_NOT_EXIST, errorcode.ER_NO_SUCH_TABLE}
)
_BROKEN_VIEW = frozenset({errorcode.ER_VIEW_INVALID, errorcode.ER_NO_SUCH_USER})


@dataclass(frozen=True)
class Change:
    """What deploying does, or did, with one object; ``reason`` says why, empty when nothing is to do."""

    kind: Kind
    name: str
    action: Action
    reason: str = ""


@dataclass(frozen=True)
class DeployReport:
    """All objects and what became of each; ``warnings`` are sentences for the user."""

    changes: tuple[Change, ...]
    warnings: tuple[str, ...] = ()

    def of(self, action: Action) -> list[str]:
        """The names of the objects that were ``action``: created, replaced, dropped or unchanged."""
        return [change.name for change in self.changes if change.action == action]


@dataclass(frozen=True)
class Stored:
    """An object as the server holds it. ``sha`` is None where the account may not read the definition."""

    sha: str | None
    sql_mode: frozenset[str]
    charset: str
    collation: str
    database_collation: str

    @property
    def strange_setting(self) -> str | None:
        """The first frozen setting that is not ours, as a sentence; None when all are."""
        if self.sql_mode != frozenset(SQL_MODE.split(",")):
            return "its sql_mode is " + ",".join(sorted(self.sql_mode))
        for name, value, ours in (
            ("character set", self.charset, CHARSET),
            ("collation", self.collation, COLLATION),
            ("database collation", self.database_collation, COLLATION),
        ):
            if value != ours:
                return f"its {name} is {value}"
        return None


@dataclass(frozen=True)
class _Recorded:
    source_sha: str
    deployed_sha: str
    pending_grants: tuple[str, ...]


@dataclass(frozen=True)
class _Existing:
    definer: Account
    table: str  # a trigger's, empty for the others


@dataclass
class _Plan:
    owner: Account | None
    sources: dict[tuple[Kind, str], ObjectSource]
    changes: list[Change]
    recorded: dict[tuple[Kind, str], _Recorded]
    trigger_tables: dict[str, str]
    new_grants: dict[tuple[Kind, str], list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def create(self, source: ObjectSource, *, or_replace: bool) -> str:
        return source.create(self.owner.sql if self.owner else "", or_replace=or_replace)


def plan(connection: Connection, root: Path | None = None, owner_name: str | None = None) -> list[Change]:
    """What :func:`deploy` would do, without doing it; also what doctor calls drift.

    ``owner_name``: what if this account became the owner.
    """
    freeze(connection)
    return _plan(connection, root, owner.chosen(connection, owner_name)).changes


def deploy(
    connection: Connection, root: Path | None = None, progress: Progress | None = None
) -> DeployReport:
    """Bring all routines, triggers and views to the state of their files, as the stored owner's.

    ``connection`` must have autocommit on and no open transaction; its session settings are changed.
    ``progress`` gets one line per change. Raises DeployError when an object stays in use, or when the account
    could not give back the rights on a routine that replacing it would take away; SourceError for a file
    that breaks a rule.

    >>> deploy(connection).of("replaced")  # doctest: +SKIP
    ['sp_save_invoice']
    """
    freeze(connection)
    tell = progress or (lambda _: None)
    with deployment_lock(connection):
        work = _plan(connection, root, owner.stored(connection))
        engine = read_version(connection).engine
        _plan_new_grants(connection, work)
        together: tuple[Kind, ...] = ("TRIGGER",)
        if engine == "mysql":
            together += ("FUNCTION",)
            _put_functions(connection, work, tell)
        for change in work.changes:
            if change.action in ("created", "replaced") and change.kind not in together:
                _put(connection, engine, work, change, tell)
        _put_triggers(connection, engine, work, tell)
        for change in reversed(work.changes):
            if change.action == "dropped" and change.kind != "TRIGGER":
                _patiently(connection, [f"DROP {change.kind} IF EXISTS {quoted(change.name)}"], change.name)
                _forget(connection, change)
                tell(_line(change))
    return DeployReport(tuple(work.changes), tuple(work.warnings))


def undeploy(connection: Connection, progress: Progress | None = None) -> list[str]:
    """Drop everything that was deployed, triggers first, and give the names."""
    freeze(connection)
    dropped = []
    with deployment_lock(connection):
        # Callers before callees: see _put_functions.
        callers_first = call_graph.callees_first(call_graph.read(connection, []))[::-1]
        place = {name: number for number, name in enumerate(callers_first)}
        for kind in reversed(FOLDERS):
            for of_kind, name in sorted(_recorded(connection), key=lambda key: place.get(key[1], 0)):
                if of_kind == kind:
                    change = Change(kind, name, "dropped", "rolling back")
                    _patiently(connection, [f"DROP {kind} IF EXISTS {quoted(name)}"], name)
                    _forget(connection, change)
                    dropped.append(name)
                    if progress:
                        progress(_line(change))
    return dropped


@contextmanager
def deployment_lock(connection: Connection) -> Iterator[None]:
    """Keep other deployments of this database out; who holds the lock may take it again inside."""
    name = lock_name("deploy", database_name(connection))
    if fetch(connection, "SELECT GET_LOCK(%s, %s)", (name, _LOCK_SECONDS))[0][0] != 1:
        raise DeployError("another deployment of this database is running")
    try:
        yield
    finally:
        fetch(connection, "SELECT RELEASE_LOCK(%s)", (name,))


def read_stored(connection: Connection, kind: Kind, name: str) -> Stored | None:
    """The object as the server gives it back, in a session that :func:`freeze` prepared; None if missing."""
    try:
        row = fetch(connection, f"SHOW CREATE {kind} {quoted(name)}")[0]
    except mysql.connector.Error as error:
        if error.errno in _NOT_THERE:
            return None
        if error.errno in _BROKEN_VIEW:  # what it reads, or runs as, is missing; it is right again with that
            return Stored(None, frozenset(SQL_MODE.split(",")), CHARSET, COLLATION, COLLATION)
        raise
    if kind == "VIEW":
        _, definition, charset, collation = row
        sql_mode, database_collation = SQL_MODE, COLLATION  # a view keeps neither
    else:
        _, sql_mode, definition, charset, collation, database_collation = row[:6]
    return Stored(
        sha=None if definition is None else fingerprint(str(definition)),
        sql_mode=frozenset(str(sql_mode).split(",")),
        charset=str(charset),
        collation=str(collation),
        database_collation=str(database_collation),
    )


def fingerprint(definition: str) -> str:
    """The sha256 of a stored definition, its definer included."""
    return hashlib.sha256(definition.encode("utf-8")).hexdigest()


def _plan(connection: Connection, root: Path | None, owned_by: Account | None) -> _Plan:
    engine = read_version(connection).engine
    sources = {(s.kind, s.name): s for s in read_objects(engine, root)}
    recorded = _recorded(connection)
    existing = _existing(connection)
    changes = []
    for (kind, name), source in sources.items():
        before = recorded.get((kind, name))
        there = existing.get((kind, name))
        if there is None:
            changes.append(Change(kind, name, "created", "missing"))
        else:
            reason = _difference(connection, source, before)
            if not reason and owned_by not in (None, there.definer):
                reason = f"runs as {there.definer}, not as {owned_by}"
            changes.append(Change(kind, name, "replaced" if reason else "unchanged", reason))
    if engine == "mysql":
        changes = _with_callers(changes, call_graph.read(connection, sources.values()))
    changes += [
        Change(kind, name, "dropped", "has no file any more")
        for kind, name in recorded
        if (kind, name) not in sources
    ]
    tables = {name: there.table for (kind, name), there in existing.items() if kind == "TRIGGER"}
    return _Plan(owned_by, sources, changes, recorded, tables)


def _with_callers(changes: list[Change], calls: call_graph.Calls) -> list[Change]:
    """Functions that call one which is replaced are replaced too: see :func:`_put_functions`."""
    replaced = {c.name for c in changes if c.kind == "FUNCTION" and c.action == "replaced"}
    planned = []
    for change in changes:
        if change.kind == "FUNCTION" and change.action == "unchanged":
            for callee in sorted(call_graph.reached(calls, change.name) & replaced)[:1]:
                change = Change("FUNCTION", change.name, "replaced", f"calls {callee}, which is replaced")
        planned.append(change)
    return planned


def _plan_new_grants(connection: Connection, work: _Plan) -> None:
    """Whoever may use every public object that is there already gets the new ones too."""
    for kind in grants.KINDS:
        new = [c.name for c in work.changes if c.kind == kind and c.action == "created"]
        new = [name for name in new if grants.is_public(name)]
        old = [
            name
            for (of_kind, name), before in work.recorded.items()
            if of_kind == kind and grants.is_public(name) and name not in new and not before.pending_grants
        ]
        if not new or not old:
            continue
        holders = grants.holders_of_all(connection, kind, old)
        if holders is None:
            work.warnings.append(
                f"new: {', '.join(new)}. This account may not see or may not give the rights of others: "
                "run `daftar grant` again for the accounts that call the procedures or read the views"
            )
        else:
            for name in new:
                work.new_grants[kind, name] = [grants.statement(kind, name, each) for each in holders]


def _difference(connection: Connection, source: ObjectSource, before: _Recorded | None) -> str:
    if before is None or before.pending_grants:
        return "was not deployed to the end"
    if before.source_sha != source.sha:
        return "its file has changed"
    stored = read_stored(connection, source.kind, source.name)
    if stored is None:
        return "missing"
    if stored.sha is not None and stored.sha != before.deployed_sha:
        return "was changed in the database"
    return stored.strange_setting or ""


def _recorded(connection: Connection) -> dict[tuple[Kind, str], _Recorded]:
    if not fetch(
        connection,
        "SELECT 1 FROM information_schema.tables"
        " WHERE table_schema = DATABASE() AND table_name = 'deployed_objects'",
    ):
        return {}  # nothing was migrated here yet
    rows = fetch(
        connection,
        "SELECT object_type, object_name, source_sha, deployed_sha, pending_grants FROM deployed_objects"
        " ORDER BY object_type, object_name",
    )
    return {
        (row[0], row[1]): _Recorded(row[2], row[3], tuple(json.loads(row[4])) if row[4] else ())
        for row in rows
    }


def _existing(connection: Connection) -> dict[tuple[Kind, str], _Existing]:
    """The routines, views and triggers of this database."""
    rows: list[Row] = fetch(
        connection,
        "SELECT routine_type, routine_name, definer, '' FROM information_schema.routines"
        " WHERE routine_schema = DATABASE()"
        " UNION ALL SELECT 'VIEW', table_name, definer, '' FROM information_schema.views"
        " WHERE table_schema = DATABASE()"
        " UNION ALL SELECT 'TRIGGER', trigger_name, definer, event_object_table"
        " FROM information_schema.triggers WHERE trigger_schema = DATABASE()",
    )
    return {(row[0], row[1]): _Existing(Account.read(row[2]), row[3]) for row in rows}


def _put(connection: Connection, engine: Engine, work: _Plan, change: Change, tell: Progress) -> None:
    """Create or replace a function, view or procedure."""
    source = work.sources[change.kind, change.name]
    if change.kind == "VIEW" or engine == "mariadb":
        given = _given(connection, work, change)
        statements = [work.create(source, or_replace=True)]
    else:
        # MySQL has no CREATE OR REPLACE for routines and takes the rights away with the routine.
        given = _given(connection, work, change, dropping=change.action == "replaced")
        statements = [
            f"DROP {change.kind} IF EXISTS {quoted(change.name)}",
            work.create(source, or_replace=False),
        ]
    with _named(source):
        for statement in statements:
            _patiently(connection, [statement], change.name)
    for grant in given:
        execute(connection, grant)
    _record(connection, source)
    tell(_line(change))
    if len(statements) > 1 and change.action == "replaced":
        time.sleep(_BREATH_SECONDS)


def _put_functions(connection: Connection, work: _Plan, tell: Progress) -> None:
    """Create or replace MySQL's functions: all are dropped, callers first, then all made, callees first.

    Inside a function MySQL 9.7 may read another one that is missing as NULL, without an error (where one was
    dropped and made in a loop, 4 in 100 calls did): documents would be posted with figures that nobody sent.
    A procedure gets error 1305; so nobody must be able to enter the caller of a missing function.
    """
    order = call_graph.callees_first(call_graph.read(connection, work.sources.values()))
    changes = sorted(
        (c for c in work.changes if c.kind == "FUNCTION" and c.action in ("created", "replaced")),
        key=lambda change: order.index(change.name),
    )
    given = {c.name: _given(connection, work, c, dropping=c.action == "replaced") for c in changes}

    def make(names: Sequence[str]) -> None:
        problems = []
        for name in names:
            source = work.sources["FUNCTION", name]
            try:
                with _named(source):
                    _patiently(connection, [work.create(source, or_replace=False)], name)
            except DeployError as problem:  # the others must be there again all the same
                problems.append(problem)
            else:
                for grant in given[name]:
                    execute(connection, grant)
        if problems:
            raise problems[0]

    for _ in range(TRIES):
        dropped: list[str] = []
        try:
            for change in reversed(changes):
                if change.action == "replaced":
                    execute(connection, f"DROP FUNCTION IF EXISTS {quoted(change.name)}")
                    dropped.insert(0, change.name)
            break
        except mysql.connector.Error as error:
            if error.errno != errorcode.ER_LOCK_WAIT_TIMEOUT:
                raise
            # Nobody shall wait for a function because another one is in use.
            make(dropped)
            time.sleep(_PAUSE_SECONDS)
    else:
        raise _in_use(change.name)
    make([c.name for c in changes])
    for change in changes:
        _record(connection, work.sources["FUNCTION", change.name])
        tell(_line(change))
    if dropped:
        time.sleep(_PAUSE_SECONDS)


def _given(connection: Connection, work: _Plan, change: Change, *, dropping: bool = False) -> list[str]:
    """The GRANT statements to run when the object is there; ``dropping``: with the rights that go with it."""
    before = work.recorded.get((change.kind, change.name))
    given = list(before.pending_grants) if before else []
    given += [g for g in work.new_grants.get((change.kind, change.name), []) if g not in given]
    source = work.sources[change.kind, change.name]
    if dropping:
        given += [g for g in _grants_on(connection, source, work.warnings) if g not in given]
        for grant in given:
            _prove_grant(connection, grant, change.name)
    if given:
        # Noted first, so that a deployment which dies in between is completed by the next one.
        _record(connection, source, deployed=False, pending=given)
    return given


def _put_triggers(connection: Connection, engine: Engine, work: _Plan, tell: Progress) -> None:
    """Replace the triggers table by table, each table locked: no write passes while one is missing."""
    tables: dict[str, list[Change]] = {}
    for change in work.changes:
        if change.kind == "TRIGGER" and change.action != "unchanged":
            tables.setdefault(_table_of(work, change), []).append(change)
    for table, changes in sorted(tables.items()):
        drops = [f"DROP TRIGGER IF EXISTS {quoted(c.name)}" for c in changes if c.action == "dropped"]
        puts = [work.sources[c.kind, c.name] for c in changes if c.action != "dropped"]
        statements = [*drops]
        for source in puts:
            if engine == "mysql":
                statements.append(f"DROP TRIGGER IF EXISTS {quoted(source.name)}")
            statements.append(work.create(source, or_replace=engine == "mariadb"))
        if table:
            statements.insert(0, f"LOCK TABLES {quoted(table)} WRITE")
        try:
            with _named(*puts):
                _patiently(connection, statements, f"table {table}")
        finally:
            execute(connection, "UNLOCK TABLES")
        for source in puts:
            _record(connection, source)
        for change in changes:
            if change.action == "dropped":
                _forget(connection, change)
            tell(_line(change))
        if any(change.action == "replaced" for change in changes):
            time.sleep(_PAUSE_SECONDS)


def _table_of(work: _Plan, change: Change) -> str:
    """The table whose trigger this is; empty for a trigger that is gone already."""
    source = work.sources.get((change.kind, change.name))
    return (source.table if source else None) or work.trigger_tables.get(change.name, "")


def _patiently(connection: Connection, statements: Sequence[str], what: str) -> None:
    """Run the statements; when the first one finds its object in use, let the shop work and begin again."""
    for _ in range(TRIES):
        try:
            execute(connection, statements[0])
            break
        except mysql.connector.Error as error:
            if error.errno != errorcode.ER_LOCK_WAIT_TIMEOUT:
                raise
            time.sleep(_PAUSE_SECONDS)
    else:
        raise _in_use(what)
    for statement in statements[1:]:
        execute(connection, statement)


def _in_use(what: str) -> DeployError:
    return DeployError(
        f"{what} stayed in use by an open transaction; find it with `daftar doctor`, then deploy again"
    )


@contextmanager
def _named(*sources: ObjectSource) -> Iterator[None]:
    """Say which file it was that the server did not take."""
    try:
        yield
    except mysql.connector.Error as error:
        raise DeployError(
            f"{', '.join(str(s.path) for s in sources)}: {error.msg} ({error.errno})"
        ) from error


def _grants_on(connection: Connection, source: ObjectSource, warnings: list[str]) -> list[str]:
    """The GRANT statements that give everybody the rights on a routine which they have now (MySQL)."""
    try:
        rows = fetch(
            connection,
            "SELECT user, host, proc_priv FROM mysql.procs_priv WHERE db = DATABASE() AND routine_type = %s"
            " AND routine_name = %s AND CONCAT(user, '@', host) <> CURRENT_USER()",
            (source.kind, source.name),
        )
    except mysql.connector.Error as error:
        if error.errno not in (errorcode.ER_TABLEACCESS_DENIED_ERROR, errorcode.ER_DBACCESS_DENIED_ERROR):
            raise
        warnings.append(
            f"{source.name} was replaced; this account may not read mysql.procs_priv, so rights that were "
            "given on this one routine must be given again (rights on the whole database are not touched)"
        )
        return []
    statements = []
    for user, host, rights in rows:
        given = set(rights) if isinstance(rights, (set, frozenset)) else set(str(rights).split(","))
        names = ", ".join(sorted(given - {"Grant"})).upper() or "USAGE"
        option = " WITH GRANT OPTION" if "Grant" in given else ""
        to = Account(user, host).sql
        statements.append(f"GRANT {names} ON {source.kind} {quoted(source.name)} TO {to}{option}")
    return statements


def _prove_grant(connection: Connection, grant: str, name: str) -> None:
    """Give a right that is there already: what works now works after the DROP too."""
    try:
        execute(connection, grant)
    except mysql.connector.Error as error:
        raise DeployError(
            f"{name} was not replaced: MySQL drops the rights on a routine with it, and this account could "
            f"not give them again ({grant}: {error.msg}). Deploy with an account that has GRANT OPTION."
        ) from error


def _record(
    connection: Connection, source: ObjectSource, *, deployed: bool = True, pending: Sequence[str] = ()
) -> None:
    stored = read_stored(connection, source.kind, source.name) if deployed else None
    execute(
        connection,
        "INSERT INTO deployed_objects"
        " (object_type, object_name, source_sha, deployed_sha, deployed_at, pending_grants)"
        " VALUES (%s, %s, %s, %s, UTC_TIMESTAMP(), %s)"
        " ON DUPLICATE KEY UPDATE source_sha = VALUES(source_sha),"
        " deployed_sha = VALUES(deployed_sha), deployed_at = VALUES(deployed_at),"
        " pending_grants = VALUES(pending_grants)",
        (
            source.kind,
            source.name,
            source.sha if deployed else "",
            (stored.sha if stored else None) or "",
            json.dumps(list(pending)) if pending else None,
        ),
    )


def _forget(connection: Connection, change: Change) -> None:
    execute(
        connection,
        "DELETE FROM deployed_objects WHERE object_type = %s AND object_name = %s",
        (change.kind, change.name),
    )


def _line(change: Change) -> str:
    return f"{change.action} {change.kind.lower()} {change.name}: {change.reason}"
