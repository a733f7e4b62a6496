"""Who may do what: the application calls the public procedures and reads the views, a report reads the views.

Rights are given object by object, never on the whole database: that would be every internal routine and table
too. So they must follow new objects: whoever may use all of those that are there gets the new ones from the
deployment that brings them (see the loader).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import mysql.connector
from mysql.connector import errorcode

from pyclient.deploy.accounts import Account
from pyclient.deploy.rights import ACCESS_DENIED, read_rights, stands_for
from pyclient.deploy.server import read_version
from pyclient.deploy.session import Connection, DeployError, database_name, execute, fetch, freeze, quoted

PublicKind = Literal["PROCEDURE", "VIEW"]
KINDS: tuple[PublicKind, ...] = ("PROCEDURE", "VIEW")

_NAME = r"`(?:[^`]|``)*`"
_GRANT = re.compile(
    rf"GRANT (?P<rights>.+?) ON (?P<scope>\*\.\*|(?P<kind>PROCEDURE |FUNCTION |)(?P<database>{_NAME})"
    rf"\.(?P<object>\*|{_NAME})) TO "
)
_NO_SUCH_ACCOUNT = frozenset(
    {
        errorcode.ER_NONEXISTING_GRANT,
        errorcode.ER_PASSWORD_NO_MATCH,
        errorcode.ER_CANT_CREATE_USER_WITH_GRANT,
    }
)


@dataclass(frozen=True)
class Granted:
    """What an account was given. ``excess``: REVOKE statements for what it has beside that."""

    account: str
    procedures: tuple[str, ...]
    views: tuple[str, ...]
    excess: tuple[str, ...] = ()


def is_public(name: str) -> bool:
    """Whether an object is for the application; pieces of others begin with an underscore."""
    return not name.startswith("_")


def statement(kind: PublicKind, name: str, account: Account) -> str:
    """The GRANT that lets ``account`` call a procedure or read a view."""
    if kind == "PROCEDURE":
        return f"GRANT EXECUTE ON PROCEDURE {quoted(name)} TO {account.sql}"
    return f"GRANT SELECT ON {quoted(name)} TO {account.sql}"


def statements(
    connection: Connection, applications: Sequence[Account], reports: Sequence[Account]
) -> Iterator[tuple[Account, PublicKind, str, str]]:
    """What :func:`give` runs: account, kind and name of the object, and the GRANT. Changes nothing."""
    public = _public_objects(connection)
    if not public:
        raise DeployError("nothing is deployed in this database yet: run `daftar migrate`")
    for account in [*applications, *reports]:
        for kind, name in public:
            if kind == "VIEW" or account in applications:
                yield account, kind, name, statement(kind, name, account)


def give(
    connection: Connection, applications: Sequence[Account], reports: Sequence[Account]
) -> list[Granted]:
    """Let applications call every public procedure and read every view, reports read the views.

    Accounts and roles must exist: a password has no business here. Safe to repeat. Takes no right away,
    since pages that were not moved yet may need it, but says which ones lead past the procedures. Raises
    DeployError.
    """
    freeze(connection)
    version = read_version(connection)
    if version.engine == "mariadb":
        # Else MariaDB makes an account that does not exist, without a password.
        execute(connection, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_CREATE_USER')")
    given: dict[Account, dict[str, list[str]]] = {}
    for account, kind, name, grant in list(statements(connection, applications, reports)):
        try:
            execute(connection, grant)
        except mysql.connector.Error as error:
            raise _refused(error, account) from error
        given.setdefault(account, {kind: [] for kind in KINDS})[kind].append(name)
    return [
        Granted(str(account), tuple(by["PROCEDURE"]), tuple(by["VIEW"]), tuple(excess(connection, account)))
        for account, by in given.items()
    ]


def excess(connection: Connection, account: Account) -> list[str]:
    """REVOKE statements for what an account may do in this database beside using what is public.

    A right to make temporary tables counts: one of the name of ours would stand in for it in the procedures.
    Empty where this account may not look.
    """
    try:
        lines = [str(row[0]) for row in fetch(connection, f"SHOW GRANTS FOR {account.sql}")]
    except mysql.connector.Error as error:
        if error.errno not in ACCESS_DENIED:
            raise
        return []
    database = database_name(connection)
    public = {
        ("EXECUTE" if kind == "PROCEDURE" else "SELECT", name) for kind, name in _public_objects(connection)
    }
    found = []
    for line in lines:
        grant = _GRANT.match(line)
        if grant is None or grant["rights"] == "USAGE":
            continue
        if grant["database"] and not stands_for(_plain(grant["database"]), database):
            continue
        if (grant["rights"], _plain(grant["object"] or "")) not in public:
            found.append(f"REVOKE {grant['rights']} ON {grant['scope']} FROM {account.sql}")
    return found


def _plain(name: str) -> str:
    return name.strip("`").replace("``", "`")


def holders_of_all(connection: Connection, kind: PublicKind, names: Sequence[str]) -> list[Account] | None:
    """Who may use each of these objects by a right on the object itself.

    None where this account may not see that, or may not give such rights.
    """
    if not read_rights(connection, read_version(connection)).may_grant:
        return None
    try:
        held = _held(connection, kind)
    except mysql.connector.Error as error:
        if error.errno not in ACCESS_DENIED:
            raise
        return None
    return [account for account, objects in held.items() if objects >= set(names)]


def holders(connection: Connection) -> list[Account]:
    """Who may use every public procedure, or every view, by rights on the objects themselves."""
    found: list[Account] = []
    for kind in KINDS:
        public = {name for of_kind, name in _public_objects(connection) if of_kind == kind}
        found += [
            account
            for account, objects in _held(connection, kind).items()
            if public and objects >= public and account not in found
        ]
    return found


def _held(connection: Connection, kind: PublicKind) -> dict[Account, set[str]]:
    """Accounts other than this one, and the objects of one kind that they may use."""
    if kind == "PROCEDURE":
        table, name, where = (
            "procs_priv",
            "routine_name",
            "routine_type = 'PROCEDURE' AND FIND_IN_SET('Execute', proc_priv)",
        )
    else:
        table, name, where = "tables_priv", "table_name", "FIND_IN_SET('Select', table_priv)"
    rows = fetch(
        connection,
        f"SELECT user, host, {name} FROM mysql.{table} WHERE db = DATABASE() AND {where}"
        " AND CONCAT(user, '@', host) <> CURRENT_USER()",
    )
    held: dict[Account, set[str]] = {}
    for user, host, object_name in rows:
        held.setdefault(Account(user, host), set()).add(str(object_name))
    return held


def _public_objects(connection: Connection) -> list[tuple[PublicKind, str]]:
    rows = fetch(
        connection,
        "SELECT o.object_type, o.object_name FROM deployed_objects AS o"
        " WHERE o.object_type IN ('PROCEDURE', 'VIEW') ORDER BY o.object_type, o.object_name",
    )
    return [(kind, name) for kind, name in rows if is_public(name)]


def _refused(error: mysql.connector.Error, account: Account) -> DeployError:
    if error.errno in _NO_SUCH_ACCOUNT:
        return DeployError(
            f"there is no account {account}; make it first: CREATE USER {account.sql} IDENTIFIED BY '...'"
        )
    if error.errno in ACCESS_DENIED:
        return DeployError(
            f"this account may not give rights to others ({error.msg}); let the administrator run the "
            "statements that `daftar grant --dry-run` prints"
        )
    return DeployError(f"{account}: {error.msg} ({error.errno})")
