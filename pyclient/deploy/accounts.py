"""Accounts and roles of the server, by name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyclient.deploy.server import ServerVersion
from pyclient.deploy.session import Connection, DeployError, fetch, quoted

_PART = r"'[^']+'|`[^`]+`|[^'`@\s]+"
_ACCOUNT = re.compile(rf"(?P<user>{_PART})(?:@(?P<host>{_PART}))?")


@dataclass(frozen=True)
class Account:
    """An account, or a role: roles have no host on MariaDB and ``%`` on MySQL."""

    user: str
    host: str = ""

    @classmethod
    def parse(cls, text: str, host: str = "") -> Account:
        """Read ``name``, ``name@host`` or ``'name'@'host'``; ``host`` stands in for one that is not given.

        >>> Account.parse("'shop_app'@'%'")
        Account(user='shop_app', host='%')
        """
        found = _ACCOUNT.fullmatch(text.strip())
        if found is None:
            raise DeployError(f"not an account: {text!r}; it looks like shop_app@localhost or 'shop_app'@'%'")
        return cls(found["user"].strip("'`"), (found["host"] or host).strip("'`"))

    @classmethod
    def read(cls, stored: str) -> Account:
        """The account as the server writes a definer: ``name@host`` without quotes, a role without a host."""
        user, at, host = stored.rpartition("@")
        return cls(user, host) if at else cls(stored)

    @property
    def sql(self) -> str:
        """The account as it stands in a statement."""
        return quoted(self.user) + (f"@{quoted(self.host)}" if self.host else "")

    def __str__(self) -> str:
        return f"{self.user}@{self.host}" if self.host else self.user


def current(connection: Connection) -> Account:
    """The account that is connected, as the server knows it."""
    return Account.read(str(fetch(connection, "SELECT CURRENT_USER()")[0][0]))


def is_locked(connection: Connection, version: ServerVersion, account: Account) -> bool | None:
    """Whether nobody can log in with the account; None when there is none.

    Reads the server's own tables: an account without that right gets the server's error.
    """
    if version.engine == "mysql":
        sql = "SELECT account_locked = 'Y' FROM mysql.user WHERE user = %s AND host = %s"
    else:
        sql = (
            "SELECT COALESCE(JSON_VALUE(priv, '$.account_locked'), '') IN ('1', 'true')"
            " FROM mysql.global_priv WHERE user = %s AND host = %s"
        )
    rows = fetch(connection, sql, (account.user, account.host))
    return bool(rows[0][0]) if rows else None
