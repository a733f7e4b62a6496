"""Other accounts than the administrator, and the URLs they connect with."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from pyclient.deploy.session import execute
from tests.server import Server

PASSWORD = "secret"


@contextmanager
def account(server: Server, *grants: str) -> Iterator[str]:
    """The name of a new account with these rights (``"SELECT ON shop.*"``); dropped afterwards."""
    name = f"tester_{time.time_ns() % 10**9}"
    with closing(server.connect()) as admin:
        execute(admin, f"CREATE USER {name}@'%' IDENTIFIED BY '{PASSWORD}'")
        try:
            for grant in grants:
                execute(admin, f"GRANT {grant} TO {name}@'%'")
            yield name
        finally:
            execute(admin, f"DROP USER {name}@'%'")


def as_account(url: str, user: str, password: str = PASSWORD) -> str:
    """``url`` with another account."""
    parts = urlsplit(url)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{where}"))


def database_of(url: str) -> str:
    """The name of a URL's database."""
    return unquote(urlsplit(url).path[1:])
