"""A draft that was answered is there after the server was killed, with every letter of it."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path

import pytest

from pyclient.connection import connect
from pyclient.deploy.migrate import migrate
from pyclient.deploy.session import execute
from pyclient.private_server import PrivateServer, PrivateServerError, find_binaries
from tests.server import ENGINES
from tests.shop import call, call_text


def test_drafts_survive_the_server(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    try:
        binaries = find_binaries(*ENGINES[pytestconfig.getoption("--engine")])
    except PrivateServerError as problem:
        pytest.skip(str(problem))
    # every commit on the disk, as a shop's server has it
    options = ["--innodb-flush-log-at-trx-commit=1", "--sync-binlog=1", "--innodb-buffer-pool-size=64M"]
    server = PrivateServer(binaries, tmp_path / "s", options)
    with server:
        with closing(connect(server.url())) as connection:
            execute(connection, "CREATE DATABASE kept CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
        migrate(server.url("kept"))
        with closing(connect(server.url("kept"))) as connection:
            execute(connection, "INSERT INTO users (id, username, role) VALUES (1, 'x', 'user')")
            made = call(connection, "sp_save_draft", '{"created_by":1, "items":[], "name":"سلة", "x":5.10}')
            gone = call(connection, "sp_save_draft", {"created_by": 1})
            call(connection, "sp_delete_draft", {"draft_id": gone["draft_id"], "created_by": 1})
            before = call_text(connection, "sp_get_draft", made["draft_id"])
            assert server.pid
            os.kill(server.pid, signal.SIGKILL)
        server.stop()
        server.start()
        with closing(connect(server.url("kept"))) as connection:
            assert call_text(connection, "sp_get_draft", made["draft_id"]) == before
            drafts = call(connection, "sp_list_drafts", "{}")["drafts"]
            assert isinstance(drafts, list)
            assert len(drafts) == 1
            # the number of a deleted one is not given again
            again = call(connection, "sp_save_draft", {"created_by": 1})["draft_id"]
            assert isinstance(again, int)
            assert again == int(str(gone["draft_id"])) + 1
