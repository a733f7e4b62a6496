"""How Daftar connects: one URL form, one set of session settings.

Everything that talks to the database goes through :func:`connect`, because the settings matter: a session
with another collation compares texts by other rules (or fails with error 1267), and a session with autocommit
off has an open transaction after the first SELECT, in which every writing procedure answers TRANSACTION_OPEN.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from typing import TypeAlias, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract

CHARSET = "utf8mb4"
COLLATION = "utf8mb4_unicode_ci"

ConnectorValue: TypeAlias = str | int | bool

_DEFAULT_PORT = 3306
_CONNECT_SECONDS = 10
_TEXT_OPTIONS = frozenset({"unix_socket", "ssl_ca", "ssl_cert", "ssl_key"})
_FLAG_OPTIONS = frozenset({"ssl_disabled", "ssl_verify_cert", "ssl_verify_identity"})
_NUMBER_OPTIONS = frozenset({"connection_timeout", "read_timeout", "write_timeout"})
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})

_warned_about_extension = False


def parse_url(url: str) -> dict[str, ConnectorValue]:
    """Split ``mysql://user:password@host:port/database?option=value`` into connector arguments.

    User, password and database are percent-decoded, so that ``p%40ss`` is the password ``p@ss``. Options:
    unix_socket, ssl_ca, ssl_cert, ssl_key (paths); ssl_disabled, ssl_verify_cert, ssl_verify_identity
    (true or false); connection_timeout, read_timeout, write_timeout (seconds). Raises ValueError, which never
    holds the password, for anything else.

    >>> parse_url("mysql://shop:p%40ss@127.0.0.1:3307/daftar")["password"]
    'p@ss'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError("the database URL cannot be read: is the host, or an IPv6 address, right?") from None
    # mariadb:// is what MariaDB's own drivers write; both mean the same protocol here.
    if parts.scheme not in {"mysql", "mariadb"}:
        raise ValueError(
            "a database URL looks like mysql://user:password@host:port/database"
            + (f", not {parts.scheme}://..." if re.fullmatch(r"[a-z0-9+.-]+", parts.scheme) else "")
        )
    try:
        port = parts.port or _DEFAULT_PORT
    except ValueError:
        # Not the parser's own text: with an unescaped / or # in the password it would quote a part of it.
        raise ValueError(
            "the port in the database URL is not a number from 0 to 65535 "
            "(a password with / # ? @ or : must be percent-encoded)"
        ) from None
    arguments: dict[str, ConnectorValue] = {
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "host": parts.hostname or "localhost",
        "port": port,
    }
    database = unquote(parts.path.removeprefix("/"))
    if "/" in database:
        raise ValueError("the database name in the URL must not contain a slash")
    if database:
        arguments["database"] = database
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        arguments[name] = _option(name, value)
    return arguments


def _option(name: str, value: str) -> ConnectorValue:
    if name in _TEXT_OPTIONS and value:
        return value
    if name in _NUMBER_OPTIONS and value.isascii() and value.isdigit():
        return int(value)
    if name in _FLAG_OPTIONS and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    known = sorted(_TEXT_OPTIONS | _FLAG_OPTIONS | _NUMBER_OPTIONS)
    raise ValueError(f"the option {name!r} of the database URL has no usable value, or is none of {known}")


def connect(url: str, **overrides: ConnectorValue) -> MySQLConnectionAbstract:
    """Open one connection with Daftar's session settings; the caller closes it.

    ``overrides`` are connector arguments that win over the URL's, for example ``database="daftar_copy"``.
    Raises ValueError for a bad URL and :class:`mysql.connector.Error` when there is no server or no right.

    >>> connection = connect("mysql://root@127.0.0.1/daftar")  # doctest: +SKIP
    """
    if not mysql.connector.HAVE_CEXT:
        _warn_about_extension()
    return cast(MySQLConnectionAbstract, mysql.connector.connect(**connector_arguments(url, overrides)))


def connector_arguments(url: str, overrides: Mapping[str, ConnectorValue]) -> dict[str, ConnectorValue]:
    """The URL's arguments with Daftar's session settings, and ``overrides`` over both."""
    return {
        "connection_timeout": _CONNECT_SECONDS,
        **parse_url(url),
        "charset": CHARSET,
        "collation": COLLATION,
        "autocommit": True,
        **overrides,
    }


def _warn_about_extension() -> None:
    global _warned_about_extension
    if not _warned_about_extension:
        _warned_about_extension = True
        warnings.warn(
            "mysql-connector-python runs without its C extension: everything works, but each call is "
            "several times slower. Install the wheel made for this platform and Python version.",
            RuntimeWarning,
            stacklevel=3,
        )
