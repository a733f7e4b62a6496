"""The owner: the locked account that routines, triggers and views run as, instead of whoever deployed them.

Which account that is stands in the table settings, so that a later deployment, by whomever, keeps it.
"""

from __future__ import annotations

import mysql.connector

from pyclient.deploy import accounts
from pyclient.deploy.accounts import Account
from pyclient.deploy.rights import ACCESS_DENIED, Rights, parse_grants, read_rights
from pyclient.deploy.server import ServerVersion
from pyclient.deploy.session import Connection, DeployError, database_name, execute, fetch, quoted

# What the bodies do to this database. No DROP: a TRUNCATE would pass the guards of the insert-only tables.
NEEDED = ("SELECT", "INSERT", "UPDATE", "DELETE", "EXECUTE", "TRIGGER")
DEFAULT_HOST = "localhost"
_SETTING = "owner"
_LONGEST = 255


def chosen(connection: Connection, text: str | None) -> Account | None:
    """The account that the objects are to run as: ``text``, else the one that is there already, else None:
    each as whoever deployed it."""
    if text is None:
        return stored(connection)
    account = Account.parse(text, DEFAULT_HOST)
    if len(str(account)) > _LONGEST:
        raise DeployError(f"the owner's name is longer than {_LONGEST} characters: {account}")
    return account


def stored(connection: Connection) -> Account | None:
    """The owner of the last deployment; None when there was none, or nothing was migrated yet."""
    if not fetch(
        connection,
        "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'settings'",
    ):
        return None
    rows = fetch(connection, "SELECT value FROM settings WHERE name = %s", (_SETTING,))
    return Account.read(rows[0][0]) if rows else None


def faults(connection: Connection, version: ServerVersion, owner: Account | None) -> list[str]:
    """What stands in the way of deploying for ``owner``: sentences with what to ask for.

    A deployer may always be the owner itself, locked or not.
    """
    if owner is None or owner == accounts.current(connection):
        return []
    mine = read_rights(connection, version)
    me = accounts.current(connection).sql
    found = []
    sets_definer = _rights_to_set_a_definer(version)
    if not mine.has_on_server(*sets_definer):
        found.append(
            f"this account may not make objects that run as {owner}; "
            f"ask for: GRANT {sets_definer[0]} ON *.* TO {me}, or deploy without --owner"
        )
    try:
        locked = accounts.is_locked(connection, version, owner)
    except mysql.connector.Error as error:
        if error.errno not in ACCESS_DENIED:
            raise
        return [
            *found,
            f"this account may not look whether {owner} exists and is locked; "
            f"ask for: GRANT SELECT ON mysql.* TO {me}, or deploy without --owner",
        ]
    if locked is None and not mine.has_on_server("CREATE USER"):
        found.append(
            f"there is no account {owner}, and this one may not make it; "
            f"ask for: CREATE USER {owner.sql} ACCOUNT LOCK"
        )
    if locked is False:
        found.append(
            f"people can log in as {owner}, and the owner must be locked; "
            f"choose another name, or lock it first: ALTER USER {owner.sql} ACCOUNT LOCK"
        )
    if not mine.may_grant and lacking(connection, owner):
        found.append(f"this account may not give {owner} its rights; ask for: {_grant(connection, owner)}")
    return found


def lacking(connection: Connection, owner: Account) -> list[str]:
    """Which of the rights that the bodies need the owner has not."""
    held = _rights_of(connection, owner)
    return [right for right in NEEDED if not held.has(right)]


def prepare(connection: Connection, version: ServerVersion, owner: Account | None) -> None:
    """Make the account where it is missing, give it its rights, and note it for later deployments."""
    if owner is None:
        return
    if owner != accounts.current(connection):
        if accounts.is_locked(connection, version, owner) is None:
            execute(connection, f"CREATE USER {owner.sql} ACCOUNT LOCK")
        if lacking(connection, owner):
            execute(connection, _grant(connection, owner))
    execute(
        connection,
        "INSERT INTO settings (name, value) VALUES (%s, %s) ON DUPLICATE KEY UPDATE value = VALUES(value)",
        (_SETTING, str(owner)),
    )


def _rights_of(connection: Connection, owner: Account) -> Rights:
    try:
        lines = [str(row[0]) for row in fetch(connection, f"SHOW GRANTS FOR {owner.sql}")]
    except mysql.connector.Error as error:
        if error.errno != mysql.connector.errorcode.ER_NONEXISTING_GRANT:
            raise
        lines = []  # there is no such account yet
    return parse_grants(lines, database_name(connection))


def _grant(connection: Connection, owner: Account) -> str:
    # A database's name is a pattern in GRANT: shop_1 would stand for shopx1 too.
    pattern = database_name(connection).replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
    return f"GRANT {', '.join(NEEDED)} ON {quoted(pattern)}.* TO {owner.sql}"


def _rights_to_set_a_definer(version: ServerVersion) -> tuple[str, ...]:
    """The rights of which one is enough, the narrowest first."""
    if version.engine == "mariadb":
        return ("SET USER",) if version.number >= (11, 0, 0) else ("SET USER", "SUPER")
    return ("SET_ANY_DEFINER" if version.number >= (8, 2, 0) else "SET_USER_ID", "SUPER")
