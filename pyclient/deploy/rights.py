"""What the account may do, read from its grants before anything is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import mysql.connector
from mysql.connector import errorcode

from pyclient.deploy.server import ServerVersion
from pyclient.deploy.session import Connection, DeployError, database_name, fetch

# What migrating and deploying need on the database, in the words of GRANT.
NEEDED = (
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "CREATE",
    "ALTER",
    "DROP",
    "INDEX",
    "REFERENCES",
    "LOCK TABLES",
    "CREATE VIEW",
    "SHOW VIEW",
    "CREATE ROUTINE",
    "ALTER ROUTINE",
    "EXECUTE",
    "TRIGGER",
)
# What the server says to an account without the right: on a database, a table, the server, a routine.
ACCESS_DENIED = frozenset(
    {
        errorcode.ER_DBACCESS_DENIED_ERROR,
        errorcode.ER_TABLEACCESS_DENIED_ERROR,
        errorcode.ER_SPECIFIC_ACCESS_DENIED_ERROR,
        errorcode.ER_PROCACCESS_DENIED_ERROR,
    }
)
_GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?P<scope>\*\.\*|`(?:[^`]|``)*`\.\*) TO ", re.IGNORECASE)


@dataclass(frozen=True)
class Rights:
    """Privileges of the account: on the whole server, and on this database (both in upper case).

    ``may_grant``: whether it may give others what it has on this database.
    """

    server: frozenset[str]
    database: frozenset[str]
    may_grant: bool = False

    def has(self, right: str) -> bool:
        """Whether the account has ``right`` on the database (or everywhere)."""
        return bool({right, "ALL PRIVILEGES"} & (self.server | self.database))

    def has_on_server(self, *rights: str) -> bool:
        """Whether the account has one of these rights on the whole server."""
        return bool({*rights, "ALL PRIVILEGES"} & self.server)

    @property
    def is_super(self) -> bool:
        """Whether the account may make functions and triggers while the binary log is on."""
        return self.has_on_server("SUPER")


def parse_grants(grants: list[str], database: str) -> Rights:
    """Read the lines of SHOW GRANTS; a database may stand there as a pattern with % and _.

    >>> parse_grants(["GRANT SELECT ON `shop\\\\_%`.* TO `a`@`%`"], "shop_1").has("SELECT")
    True
    """
    server: set[str] = set()
    on_database: set[str] = set()
    may_grant = False
    for line in grants:
        found = _GRANT.match(line)
        if found is None:
            continue
        rights = {right.strip().upper() for right in found["rights"].split(",")}
        if found["scope"] == "*.*":
            server |= rights
        elif stands_for(found["scope"][1:-3].replace("``", "`"), database):
            on_database |= rights
        else:
            continue
        # MySQL lists rights of plug-ins (BACKUP_ADMIN, ...) on lines of their own: they say nothing of ours.
        may_grant |= line.endswith(" WITH GRANT OPTION") and bool(rights & {"ALL PRIVILEGES", "EXECUTE"})
    return Rights(frozenset(server), frozenset(on_database), may_grant)


def stands_for(pattern: str, name: str) -> bool:
    """Whether a database's name in a GRANT, where % and _ are wild cards, stands for ``name``."""
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    regex = "".join({"%": ".*", "_": "."}.get(p, re.escape(p[-1])) for p in parts)
    return re.fullmatch(regex, name, re.DOTALL) is not None


def read_rights(connection: Connection, version: ServerVersion) -> Rights:
    """The rights of the account that is connected, those of its active roles included."""
    grants = fetch(connection, "SHOW GRANTS")
    if version.engine == "mysql":
        roles = str(fetch(connection, "SELECT CURRENT_ROLE()")[0][0])
        if roles != "NONE":
            grants += fetch(connection, f"SHOW GRANTS FOR CURRENT_USER() USING {roles}")
    return parse_grants([str(row[0]) for row in grants], database_name(connection))


def missing(connection: Connection, version: ServerVersion) -> list[str]:
    """What stands in the way of a migration: sentences with what to ask for; empty when nothing does."""
    rights = read_rights(connection, version)
    database = database_name(connection)
    user, _, host = str(fetch(connection, "SELECT CURRENT_USER()")[0][0]).rpartition("@")
    account = f"'{user}'@'{host}'"
    faults = []
    lacking = [right for right in NEEDED if not rights.has(right)]
    if lacking:
        faults.append(
            f"the account {account} lacks {', '.join(lacking)}; ask for: "
            f"GRANT {', '.join(lacking)} ON `{database}`.* TO {account}"
        )
    log_bin, trusted = fetch(connection, "SELECT @@log_bin, @@log_bin_trust_function_creators")[0]
    if log_bin and not trusted and not rights.is_super:
        faults.append(
            "the binary log is on, and then the server lets only SUPER make functions and triggers (error "
            "1419); ask for log_bin_trust_function_creators = 1 in the server's configuration, or for SUPER"
        )
    if fetch(connection, "SELECT @@read_only")[0][0] and not rights.is_super:
        faults.append("the server is read-only (a replica?); use the one that takes writes")
    return faults


def require(connection: Connection, version: ServerVersion) -> None:
    """DeployError naming everything that is missing."""
    try:
        faults = missing(connection, version)
    except mysql.connector.Error as error:
        raise DeployError(f"the rights of the account could not be read: {error.msg}") from error
    if faults:
        raise DeployError("nothing was changed: " + "; ".join(faults))
