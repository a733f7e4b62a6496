"""A private MySQL or MariaDB server from installed or unpacked binaries, for the demo and the tests.

It listens on a free port of the loopback address and on a socket, has one user (root@localhost, no password),
leaves the machine's own server and its files alone, and ends with the process that started it.

>>> with PrivateServer(find_binaries("mariadb")) as server:  # doctest: +SKIP
...     print(server.url("shop"))
mysql://root@127.0.0.1:40123/shop
"""

from __future__ import annotations

import atexit
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pyclient.deploy.server import Engine

START_SECONDS = 60
STOP_SECONDS = 60

# For a server whose data nobody needs after a power cut. The binary log stays as the server has it.
FAST_OPTIONS = (
    "--innodb-flush-log-at-trx-commit=2",
    "--sync-binlog=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=256M",
    # More routines than MySQL keeps definitions of by default (256): each connection would read them anew.
    "--loose-stored-program-definition-cache=1000",
)

_SERVER_NAMES: dict[Engine, str] = {"mariadb": "mariadbd", "mysql": "mysqld"}
# Debian keeps servers in /usr/sbin, which an ordinary user's PATH leaves out.
_EXTRA_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/usr/local/mysql/bin")
# A Unix socket's path has at most 107 bytes.
_LONGEST_SOCKET_PATH = 107


class PrivateServerError(Exception):
    """No usable binaries, or the server did not start; the text says which and where its log is."""


@dataclass(frozen=True)
class Binaries:
    """One server program: ``version`` is what it says itself, e.g. '10.11.14' or '9.7.0'."""

    engine: Engine
    version: str
    server: Path


def cache_dir() -> Path:
    """Where servers are unpacked: ``$XDG_CACHE_HOME/daftar``, else ``~/.cache/daftar``."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "daftar"


def find_binaries(
    engine: Engine | None = None, version: str = "", basedirs: Iterable[Path] | None = None
) -> Binaries:
    """The first server program of ``engine`` (None: any) whose version starts with ``version`` (like '9.7').

    Looks in PATH and the usual system folders first, then in ``basedirs`` (each with bin/ or sbin/), by
    default every folder of :func:`cache_dir`. Raises PrivateServerError, which names what was found instead.
    """
    unpacked = sorted(cache_dir().glob("*")) if basedirs is None else list(basedirs)
    folders = [Path(p) for p in (*os.environ.get("PATH", "").split(os.pathsep), *_EXTRA_FOLDERS) if p]
    folders += [base / sub for base in unpacked for sub in ("bin", "sbin")]
    seen: list[str] = []
    for name in _SERVER_NAMES.values() if engine is None else [_SERVER_NAMES[engine]]:
        for program in dict.fromkeys(folder / name for folder in folders):
            found = _identify(program) if os.access(program, os.X_OK) else None
            if found is None or (engine is not None and found.engine != engine):
                continue
            if re.match(re.escape(version) + r"(?![0-9])", found.version) or not version:
                return found
            seen.append(f"{program} is {found.engine} {found.version}")
    wanted = f"{engine or 'MariaDB or MySQL'} {version}".strip()
    raise PrivateServerError(f"no {wanted} server program found" + "".join(f"; {s}" for s in seen))


def _identify(program: Path) -> Binaries | None:
    # Debian's mysqld may be a link to MariaDB's: only its own words tell.
    said = subprocess.run(
        [program, "--no-defaults", "--version"], capture_output=True, text=True, check=False, timeout=30
    ).stdout
    match = re.search(r"Ver (\d+\.\d+\.\d+)", said)
    if match is None:
        return None
    return Binaries("mariadb" if "MariaDB" in said else "mysql", match[1], program)


class PrivateServer:
    """A server in ``directory`` (kept, and used again next time), or in a temporary one (deleted by stop).

    Entering the context, or :meth:`start`, makes the data directory where there is none, starts the server
    and waits until it accepts connections; leaving it, :meth:`stop`, the end of the interpreter or the death
    of this process (on Linux: of the thread that called start) ends it. One server per directory: a second
    start raises PrivateServerError. ``options`` go to the server as they are.
    """

    def __init__(
        self,
        binaries: Binaries,
        directory: Path | None = None,
        options: Sequence[str] = FAST_OPTIONS,
        start_seconds: float = START_SECONDS,
    ) -> None:
        self.binaries = binaries
        self.host = "127.0.0.1"
        self.port = 0
        self._options = tuple(options)
        self._start_seconds = start_seconds
        self._temporary = directory is None
        self.directory = Path(directory or tempfile.mkdtemp(prefix="daftar-")).resolve()
        self.socket = self.directory / "s.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.directory / "server.log"

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process else None

    def url(self, database: str = "") -> str:
        """The URL of ``database`` on this server, as its root user."""
        return f"mysql://root@{self.host}:{self.port}/{database}"

    def start(self) -> None:
        """Start and wait until the server accepts connections. Raises PrivateServerError."""
        if len(os.fsencode(self.socket)) > _LONGEST_SOCKET_PATH:
            raise PrivateServerError(f"the path {self.socket} is too long for a socket: use a shorter folder")
        self.directory.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.directory / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            # The server inherits the lock, so that it is held exactly as long as somebody uses the data.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not (self.directory / "data" / "mysql").is_dir():
                self._initialise()
            self.port = _free_port()
            self._process = self._launch(lock)
        except BlockingIOError:
            raise PrivateServerError(f"another server already uses {self.directory}") from None
        finally:
            os.close(lock)
        atexit.register(self.stop)
        self._wait()

    def stop(self) -> None:
        """End the server: cleanly when its directory is kept, at once when it is deleted. Safe to repeat."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGKILL if self._temporary else signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            atexit.unregister(self.stop)
        if self._temporary:
            shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _common_options(self, data: Path) -> list[str]:
        # Both engines refuse to run as root unless told to.
        return [f"--datadir={data}", *(["--user=root"] if os.geteuid() == 0 else [])]

    def _initialise(self) -> None:
        """Make the data directory; under another name first, so that an interrupted attempt is not reused."""
        new = self.directory / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(self.directory / "data", ignore_errors=True)
        program: list[str | Path]
        if self.binaries.engine == "mysql":
            program = [self.binaries.server, "--no-defaults", "--initialize-insecure", "--secure-file-priv="]
        else:
            program = [self._mariadb_installer(), "--no-defaults", "--skip-test-db"]
            program += ["--auth-root-authentication-method=normal"]
        with self.log.open("ab") as log:
            done = subprocess.run(
                [*program, *self._common_options(new)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
            )
        if done.returncode != 0:
            raise PrivateServerError(f"making {new} failed:\n{self._log_end()}")
        new.rename(self.directory / "data")

    def _mariadb_installer(self) -> Path:
        name = "mariadb-install-db"
        folder = self.binaries.server.parent
        for candidate in (folder / name, folder.parent / "bin" / name):
            if candidate.exists():
                return candidate
        found = shutil.which(name)
        if found is None:
            raise PrivateServerError(f"{self.binaries.server} is there, but {name} is not")
        return Path(found)

    def _launch(self, lock: int) -> subprocess.Popen[bytes]:
        self.socket.unlink(missing_ok=True)
        # MariaDB deletes what looks like its temporary tables when it starts: in a folder that servers share,
        # those of the others too.
        temporary = self.directory / "tmp"
        temporary.mkdir(exist_ok=True)
        command: list[str | Path] = [
            self.binaries.server,
            "--no-defaults",
            *self._common_options(self.directory / "data"),
            f"--socket={self.socket}",
            f"--tmpdir={temporary}",
            f"--pid-file={self.directory / 'pid'}",
            f"--port={self.port}",
            f"--bind-address={self.host}",
            "--secure-file-priv=",
            *(["--mysqlx=OFF"] if self.binaries.engine == "mysql" else []),
            *self._options,
        ]
        # A kill -9 of this process must not leave a server behind; the setting outlives exec.
        setpriv = shutil.which("setpriv")
        if setpriv is not None:
            command = [setpriv, "--pdeathsig", "TERM", "--", *command]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in the terminal is for us: we then stop the server ourselves.
                start_new_session=True,
                pass_fds=(lock,),
            )

    def _wait(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + self._start_seconds
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            if self.socket.exists() and _answers(self.host, self.port):
                return
            time.sleep(0.05)
        end = self._log_end()
        self.stop()
        raise PrivateServerError(
            f"{self.binaries.server} did not start within {self._start_seconds} s:\n{end}"
        )

    def _log_end(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1) as probe:
            # The server speaks first; a listening socket alone may still belong to its start-up.
            return bool(probe.recv(1))
    except OSError:
        return False
