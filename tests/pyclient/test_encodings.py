"""Letters that stdout's encoding has not, as in a redirect on Windows, make no call look failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


def _errors(encoding: str, *options: str) -> bytes:
    command = [sys.executable, "-m", "pyclient.cli", *options, "errors"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_json_is_the_same_in_every_encoding(encoding: str) -> None:
    assert json.loads(_errors(encoding, "--json")) == json.loads(_errors("utf-8", "--json"))


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_table_is_printed_with_escapes(encoding: str) -> None:
    assert b"\\u0645" in _errors(encoding)
