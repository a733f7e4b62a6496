"""Private servers end with those who started them, and never share a directory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from pyclient.connection import connect
from pyclient.deploy.session import execute, fetch
from pyclient.private_server import Binaries, PrivateServer, PrivateServerError, find_binaries
from tests.server import ENGINES

_STARTER = """
import sys, time
from pathlib import Path
from pyclient.private_server import PrivateServer, find_binaries
server = PrivateServer(find_binaries(*sys.argv[1:3]), Path(sys.argv[3]))
server.start()
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def binaries(request: pytest.FixtureRequest) -> Binaries:
    try:
        return find_binaries(*ENGINES[request.config.getoption("--engine")])
    except PrivateServerError as problem:
        pytest.skip(str(problem))


def test_a_kept_directory_keeps_its_rows_and_serves_one_server(binaries: Binaries, tmp_path: Path) -> None:
    with PrivateServer(binaries, tmp_path / "s") as server:
        with closing(connect(server.url())) as connection:
            execute(connection, "CREATE DATABASE kept")
        with pytest.raises(PrivateServerError, match="another server already uses"):
            PrivateServer(binaries, tmp_path / "s").start()
    assert not server.socket.exists()
    with PrivateServer(binaries, tmp_path / "s") as again, closing(connect(again.url("kept"))) as connection:
        assert fetch(connection, "SELECT DATABASE()") == [("kept",)]


def test_a_temporary_directory_is_gone_afterwards(binaries: Binaries) -> None:
    with PrivateServer(binaries) as server:
        assert server.directory.is_dir()
    assert not server.directory.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a server that its parent died")
def test_a_server_ends_when_its_starter_is_killed(binaries: Binaries, tmp_path: Path) -> None:
    arguments = [binaries.engine, binaries.version, str(tmp_path / "s")]
    with subprocess.Popen([sys.executable, "-c", _STARTER, *arguments], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        server_pid = int(starter.stdout.readline())
        os.kill(starter.pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while _runs(server_pid):
        assert time.monotonic() < deadline, f"server {server_pid} still runs"
        time.sleep(0.05)


def test_a_start_that_fails_says_why_and_leaves_nothing(binaries: Binaries) -> None:
    server = PrivateServer(binaries, options=["--no-such-option"])
    with pytest.raises(PrivateServerError, match="no-such-option"):
        server.start()
    assert not server.directory.exists()


def test_binaries_of_another_version_are_named() -> None:
    with pytest.raises(PrivateServerError, match=r"no mysql 5\.0 server program found"):
        find_binaries("mysql", "5.0")


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # in a container, nobody may collect the dead
