"""URLs, and the session that every connection gets."""

from __future__ import annotations

import warnings
from contextlib import closing

import mysql.connector
import pytest

from pyclient import connection as connecting
from pyclient.connection import parse_url
from tests.server import Server


def test_every_part_of_a_url_is_read() -> None:
    assert parse_url(
        "mysql://shop%40home:p%40ss%2F%3A@db.example:3307/da%20ftar?unix_socket=/run/my.sock"
    ) == {
        "user": "shop@home",
        "password": "p@ss/:",
        "host": "db.example",
        "port": 3307,
        "database": "da ftar",
        "unix_socket": "/run/my.sock",
    }


def test_what_is_absent_takes_the_defaults() -> None:
    assert parse_url("mysql://root@") == {"user": "root", "password": "", "host": "localhost", "port": 3306}


def test_flags_and_seconds_are_read() -> None:
    arguments = parse_url("mysql://u@h/d?ssl_disabled=true&read_timeout=7&ssl_ca=/ca.pem")
    assert (arguments["ssl_disabled"], arguments["read_timeout"], arguments["ssl_ca"]) == (True, 7, "/ca.pem")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:secret@h/d",
        "secret",
        "mysql://u:secret@h:port/d",
        "mysql://u:sec/ret@h/d",
        "mysql://u:secret@[::1/d",
        "mysql://u:secret@h/d/e",
        "mysql://u:secret@h/d?unknown=1",
        "mysql://u:secret@h/d?ssl_disabled=perhaps",
        "mysql://u:secret@h/d?read_timeout=-1",
    ],
)
def test_a_bad_url_is_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="URL") as refused:
        parse_url(url)
    assert "sec" not in str(refused.value).replace("second", "")


def test_the_session_compares_by_our_collation_and_commits_by_itself(server: Server) -> None:
    with closing(server.connect()) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT @@character_set_client, @@collation_connection, @@autocommit")
        assert cursor.fetchall() == [("utf8mb4", "utf8mb4_unicode_ci", 1)]


def test_a_missing_c_extension_is_told_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mysql.connector, "HAVE_CEXT", False)
    monkeypatch.setattr(connecting, "_warned_about_extension", False)
    with pytest.warns(RuntimeWarning, match="without its C extension"), closing(server.connect()):
        pass
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        with closing(server.connect()):
            pass
