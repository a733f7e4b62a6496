"""The example page in PHP (examples/php_page), served by PHP's own web server on a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "examples" / "php_page"
_START_SECONDS = 15


class PageError(Exception):
    """The page cannot be served; the text says why."""


@contextmanager
def serving(database_url: str, *, user: int, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of the page while the context lasts; whoever opens it is ``user`` of ``database_url``.

    ``settings`` are of php.ini. PHP's server answers one request at a time. Raises PageError.

    >>> with serving("mysql://root@127.0.0.1/shop", user=1) as address:  # doctest: +SKIP
    ...     print(address)
    http://127.0.0.1:40123/
    """
    php = shutil.which("php")
    if php is None:
        raise PageError("there is no php here: install php-cli and php-mysql")
    if not FOLDER.is_dir():
        raise PageError(f"{FOLDER} is not there: the page comes with the project, not with the package")
    port = _free_port()
    options = [part for name, value in (settings or {}).items() for part in ("-d", f"{name}={value}")]
    command = [php, *options, "-S", f"127.0.0.1:{port}", "-t", str(FOLDER)]
    # A kill -9 of this process must not leave a server behind; the setting outlives exec.
    if setpriv := shutil.which("setpriv"):
        command = [setpriv, "--pdeathsig", "TERM", "--", *command]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            env={**os.environ, "DAFTAR_URL": database_url, "DAFTAR_PAGE_USER": str(user)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C in the terminal is for us: we then end it ourselves.
            start_new_session=True,
        )
        try:
            if not _answers(process, port):
                log.seek(0)
                raise PageError(f"php did not start:\n{log.read().decode(errors='replace')}")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.02)
    return False
