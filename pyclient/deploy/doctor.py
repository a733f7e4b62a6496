"""What can hurt: the server, its settings, the account, the deployment, and whoever holds our rows right now.

Reads only, with whatever rights the account has: what it may not read becomes a finding that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import mysql.connector

from pyclient.deploy import accounts, grants, loader, migrate, owner, rights, zones
from pyclient.deploy.accounts import Account
from pyclient.deploy.server import ServerVersion, read_version
from pyclient.deploy.session import Connection, DeployError, fetch, freeze
from pyclient.deploy.source import db_dir

Level = Literal["ok", "warning", "blocking"]

# A transaction that is open longer than this many seconds is named, with its KILL statement.
OLD_TRANSACTION_SECONDS = 30
ZONE_YEARS = 5
_TESTED = {("mysql", (9, 7)), ("mariadb", (10, 11)), ("mariadb", (11, 8))}
_SETTINGS = (
    "binlog_format",
    "innodb_flush_log_at_trx_commit",
    "log_bin",
    "log_bin_trust_function_creators",
    "sync_binlog",
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``level``: ok, warning (works, but see ``remedy``) or blocking (does not work)."""

    level: Level
    name: str
    text: str
    remedy: str = ""


@dataclass(frozen=True)
class _Patient:
    connection: Connection
    version: ServerVersion
    root: Path
    pending: list[str]
    hidden: bool
    older_than: int


def examine(
    connection: Connection, older_than: int = OLD_TRANSACTION_SECONDS, root: Path | None = None
) -> list[Finding]:
    """Look at everything and say what was found, good news too.

    ``older_than`` is the age in seconds from which an open transaction is named. The connection's session
    settings are changed; nothing else is.

    >>> [f.name for f in examine(connection) if f.level == "blocking"]  # doctest: +SKIP
    ['binlog_format']
    """
    freeze(connection)
    root = root or db_dir()
    version = read_version(connection)
    hidden = migrate.are_hidden(connection)
    pending = [] if hidden else migrate.pending_migrations(connection, root)
    patient = _Patient(connection, version, root, pending, hidden, older_than)
    looks: list[tuple[str, Callable[[_Patient], Iterator[Finding]]]] = [
        ("version", _version),
        ("migrations", _migrations),
        ("rights", _rights),
        ("settings", _settings),
        ("open_transactions", _open_transactions),
    ]
    if not patient.pending:  # the rest reads tables that migrations make
        looks += [
            ("drift", _drift),
            ("definer", _definers),
            ("accounts", _accounts),
            ("zone_offsets", _zone_offsets),
            ("stored_program_definition_cache", _definition_cache),
        ]
    findings: list[Finding] = []
    for name, look in looks:
        try:
            findings += look(patient)
        except mysql.connector.Error as error:
            findings.append(
                Finding(
                    "warning", name, f"could not be looked at: {error.msg}", "run doctor with more rights"
                )
            )
    return findings


def _version(patient: _Patient) -> Iterator[Finding]:
    version = patient.version
    if version.refusal:
        yield Finding("blocking", "version", f"server {version.text} is too old", version.refusal)
    elif (version.engine, version.number[:2]) in _TESTED:
        yield Finding("ok", "version", f"server {version.text}")
    else:
        yield Finding(
            "warning",
            "version",
            f"server {version.text} is expected to work, but Daftar is not tested on it",
            "tested are MySQL 9.7 and MariaDB 10.11 and 11.8",
        )


def _migrations(patient: _Patient) -> Iterator[Finding]:
    if patient.pending:
        yield Finding(
            "blocking", "migrations", "pending: " + ", ".join(patient.pending), "run `daftar migrate`"
        )
        try:
            migrate.look_before_adopting(patient.connection, patient.root, patient.pending)
        except DeployError as refusal:
            yield Finding("blocking", "adoption", str(refusal), "rename what is named")
    elif patient.hidden:
        yield Finding(
            "warning",
            "migrations",
            "this account may not read which were applied",
            "run doctor with more rights",
        )
    else:
        yield Finding("ok", "migrations", "all applied")


def _rights(patient: _Patient) -> Iterator[Finding]:
    faults = rights.missing(patient.connection, patient.version)
    for fault in faults:
        # Only an account that migrates and deploys needs these rights; the shop's pages do not.
        yield Finding(
            "blocking" if patient.pending else "warning",
            "rights",
            fault,
            "needed for `daftar migrate` and `daftar deploy` only",
        )
    if not faults:
        yield Finding("ok", "rights", "this account may migrate and deploy")


def _settings(patient: _Patient) -> Iterator[Finding]:
    row = fetch(patient.connection, "SELECT " + ", ".join(f"@@GLOBAL.{name}" for name in _SETTINGS))[0]
    yield from judge_settings(dict(zip(_SETTINGS, map(str, row), strict=True)))


def judge_settings(values: Mapping[str, str]) -> Iterator[Finding]:
    """Findings about the server's global settings, given by name as texts (``log_bin`` is ``1`` or ``0``)."""
    flush = values["innodb_flush_log_at_trx_commit"]
    yield Finding(
        "ok" if flush == "1" else "warning",
        "innodb_flush_log_at_trx_commit",
        f"is {flush}"
        + ("" if flush == "1" else ": a crash may lose an invoice that was already acknowledged"),
        "" if flush == "1" else "set it to 1",
    )
    if values["log_bin"] != "1":
        yield Finding("ok", "binary_log", "is off: its settings do not matter")
        return
    sync = values["sync_binlog"]
    yield Finding(
        "ok" if sync == "1" else "warning",
        "sync_binlog",
        f"is {sync}"
        + ("" if sync == "1" else ": a power loss may lose an acknowledged invoice from the log"),
        "" if sync == "1" else "set it to 1",
    )
    form = values["binlog_format"]
    yield Finding(
        "blocking" if form == "STATEMENT" else "ok",
        "binlog_format",
        f"is {form}"
        + (": READ COMMITTED transactions cannot write then (1665)" if form == "STATEMENT" else ""),
        "set it to ROW (or MIXED)" if form == "STATEMENT" else "",
    )
    trusted = values["log_bin_trust_function_creators"] == "1"
    yield Finding(
        "ok",
        "log_bin_trust_function_creators",
        "is on" if trusted else "is off: only an account with SUPER can deploy (else error 1419)",
    )


def _definition_cache(patient: _Patient) -> Iterator[Finding]:
    if patient.version.engine != "mysql":
        return
    ((kept, routines),) = fetch(
        patient.connection,
        "SELECT @@GLOBAL.stored_program_definition_cache, COUNT(*) FROM deployed_objects"
        " WHERE object_type IN ('FUNCTION', 'PROCEDURE')",
    )
    enough = int(kept) >= int(routines)
    yield Finding(
        "ok" if enough else "warning",
        "stored_program_definition_cache",
        f"is {kept} for {routines} routines"
        + ("" if enough else ": new connections read definitions from the disk that others just read"),
        "" if enough else "set it to 1000",
    )


def _open_transactions(patient: _Patient) -> Iterator[Finding]:
    # InnoDB gives trx_started in the machine's time zone, whatever the session's.
    rows = fetch(
        patient.connection,
        "SELECT t.trx_mysql_thread_id, p.user, p.host,"
        " TIMESTAMPDIFF(SECOND, t.trx_started, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')) AS age,"
        " t.trx_rows_locked, t.trx_rows_modified"
        " FROM information_schema.innodb_trx AS t"
        " INNER JOIN information_schema.processlist AS p ON p.id = t.trx_mysql_thread_id"
        " WHERE p.db = DATABASE() AND p.id <> CONNECTION_ID()"
        " AND (t.trx_rows_locked > 0 OR t.trx_rows_modified > 0) HAVING age >= %s ORDER BY age DESC",
        (patient.older_than,),
    )
    for thread, user, host, age, locked, modified in rows:
        yield Finding(
            "warning",
            "open_transaction",
            f"connection {thread} ({user}@{host}) has had a transaction open for {age} s, with {locked} rows "
            f"locked and {modified} changed: others wait for it",
            f"KILL {thread};",
        )
    if not rows:
        yield Finding("ok", "open_transactions", f"none older than {patient.older_than} s holds rows")


def _drift(patient: _Patient) -> Iterator[Finding]:
    account = rights.read_rights(patient.connection, patient.version)
    if not (account.has("ALTER ROUTINE") and account.has("TRIGGER") and account.has("SHOW VIEW")):
        # The server hides from this account what it could not change: everything would look missing.
        yield Finding("warning", "drift", "this account does not see the definitions", "use the deployer's")
        return
    changes = [c for c in loader.plan(patient.connection, patient.root) if c.action != "unchanged"]
    for change in changes:
        what = f"{change.kind.lower()} {change.name}"
        if change.name == "_now" and change.action == "replaced":
            text = f"the clock of the package, {what}, is not ours ({change.reason}): documents get its time"
            yield Finding("blocking", "clock", text, "run `daftar deploy`, unless this is a test")
        elif change.action == "created":
            yield Finding("blocking", "drift", f"{what} is missing", "run `daftar deploy`")
        else:
            yield Finding("warning", "drift", f"{what} {change.reason}", "run `daftar deploy`")
    if not changes:
        yield Finding("ok", "drift", "routines, triggers and views are as their files say")


def _definers(patient: _Patient) -> Iterator[Finding]:
    """Who the objects run as. That one is not the owner is drift, and said there."""
    rows = fetch(
        patient.connection,
        "SELECT definer, COUNT(*) FROM ("
        " SELECT definer FROM information_schema.routines WHERE routine_schema = DATABASE()"
        " UNION ALL SELECT definer FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
        " UNION ALL SELECT definer FROM information_schema.views WHERE table_schema = DATABASE()"
        ") AS o GROUP BY definer ORDER BY definer",
    )
    for definer, count in rows:
        account = Account.read(str(definer))
        locked = accounts.is_locked(patient.connection, patient.version, account)
        lacking = owner.lacking(patient.connection, account)
        if locked is None:
            yield Finding(
                "blocking",
                "definer",
                f"{count} objects run as {definer}, an account that does not exist (error 1449)",
                "run `daftar deploy`, which makes a lost owner again, or `daftar deploy --owner NAME`",
            )
        elif lacking:
            yield Finding(
                "blocking",
                "definer",
                f"{count} objects run as {definer}, which lacks {', '.join(lacking)} on this database",
                "run `daftar deploy`, which gives the owner its rights, or `daftar deploy --owner NAME`",
            )
        elif locked:
            yield Finding("ok", "definer", f"{count} objects run as the locked account {definer}")
        else:
            yield Finding(
                "warning",
                "definer",
                f"{count} objects run with the rights of {definer}, an account that people can log in with",
                "run `daftar deploy --owner NAME`: they run as a locked account then",
            )


def _accounts(patient: _Patient) -> Iterator[Finding]:
    holders = grants.holders(patient.connection)
    for account in holders:
        for revoke in grants.excess(patient.connection, account):
            yield Finding(
                "warning",
                "accounts",
                f"{account} uses the procedures or views, and may do more in this database than that",
                f"when no page needs it: {revoke}",
            )
    if not holders:
        yield Finding(
            "warning",
            "accounts",
            "no account has been given exactly the procedures or the views",
            "run `daftar grant`",
        )
    else:
        yield Finding("ok", "accounts", "use what is public: " + ", ".join(sorted(map(str, holders))))


def _zone_offsets(patient: _Patient) -> Iterator[Finding]:
    horizon = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=365 * ZONE_YEARS)
    for (zone,) in fetch(patient.connection, "SELECT DISTINCT time_zone FROM companies ORDER BY time_zone"):
        stored = set(
            fetch(
                patient.connection,
                "SELECT from_utc, offset_minutes FROM zone_offsets WHERE zone = %s AND from_utc <= %s",
                (zone, horizon),
            )
        )
        if not stored:
            yield Finding("blocking", "zone_offsets", f"{zone} has no offsets", "run `daftar deploy`")
        elif stored == set(zones.offsets(zone, horizon)):
            yield Finding("ok", "zone_offsets", f"{zone} is right for {ZONE_YEARS} years ahead and more")
        else:
            yield Finding(
                "warning",
                "zone_offsets",
                f"{zone} differs from this machine's rules within the next {ZONE_YEARS} years",
                "update Python's tzdata (pip install -U tzdata), then run `daftar deploy`",
            )
