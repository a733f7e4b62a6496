"""Dumping a database and loading it again, with the server's own programs as docs/backup.md has them."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from pyclient.connection import parse_url
from pyclient.private_server import PrivateServerError, find_binaries
from tests.server import Server

DUMP_OPTIONS = {
    "mariadb": ("--single-transaction", "--routines", "--triggers"),
    "mysql": (
        "--single-transaction",
        "--routines",
        "--triggers",
        "--set-gtid-purged=OFF",
        "--no-tablespaces",
    ),
}


class ProgramError(Exception):
    """A program that ended with an error; the text is what it said."""


def dump(server: Server, database: str) -> bytes:
    """The database as SQL."""
    name = {"mariadb": "mariadb-dump", "mysql": "mysqldump"}[server.engine]
    return _run([_program(server, name), *_login(server), *DUMP_OPTIONS[server.engine], database])


def load(server: Server, database: str, script: bytes) -> None:
    """Run a dump in a database. Without --comments the client takes the comments out of the routines."""
    name = {"mariadb": "mariadb", "mysql": "mysql"}[server.engine]
    _run([_program(server, name), *_login(server), "--comments", database], script)


def _run(command: list[str], script: bytes = b"") -> bytes:
    done = subprocess.run(command, input=script, capture_output=True, check=False)
    if done.returncode != 0:
        raise ProgramError(done.stderr.decode())
    return done.stdout


def _login(server: Server) -> list[str]:
    # The server's own address, without the database.
    login = parse_url(urlsplit(server.admin_url)._replace(path="").geturl())
    where = [f"--host={login['host']}", f"--port={login['port']}", "--protocol=tcp"]
    if "unix_socket" in login:
        where = [f"--socket={login['unix_socket']}"]
    return ["--no-defaults", f"--user={login['user']}", f"--password={login['password']}", *where]


def _program(server: Server, name: str) -> str:
    """Of the server's make, and of its version where it is installed: Debian's mysqldump is MariaDB's."""
    candidates = [shutil.which(name)]
    with suppress(PrivateServerError):  # the server may run in a container
        folder = find_binaries(server.engine, server.version).server.parent
        candidates = [str(folder / name), str(folder.parent / "bin" / name), *candidates]
    for candidate in filter(None, candidates):
        if os.access(candidate, os.X_OK):
            said = _run([candidate, "--version"]).decode()
            if ("MariaDB" in said) == (server.engine == "mariadb"):
                return candidate
    pytest.skip(f"there is no {name} of {server.engine}'s here")
