"""A network of the bench's own: a proxy that hands every byte on some time later.

python -m bench.network PORT: prints its own port; each line of its input is a new delay one way, in seconds.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from types import TracebackType
from typing import IO, Self, cast

from bench.server import BenchServer, process_cpu_seconds
from pyclient.connection import connect

_CHUNK = 1 << 16
_PINGS = 400


class Network:
    """The proxy in a process of its own: no round trip through it takes less than ``round_trip`` seconds.

    What the proxy itself takes comes on top. It is measured and said, never taken off the delay: on a busy
    machine a ping takes long for other reasons, and the delay would be gone when they are.
    """

    def __init__(self, server: BenchServer, round_trip: float) -> None:
        self._server = server
        self._round_trip = round_trip
        self.port = 0
        # Seconds: the median ping without the proxy, through it without a delay, and with it.
        self.direct = self.bare = self.delayed = 0.0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.network", str(self._server.port)],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(cast(IO[str], self._process.stdout).readline())
        self.direct = self._ping(self._server.port)
        self.bare = self._ping(self.port)
        self._set_delay(self._round_trip / 2)
        self.delayed = self._ping(self.port)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()

    def cpu_seconds(self) -> float:
        """What the proxy itself has used."""
        return process_cpu_seconds(self._process.pid)

    def said(self) -> str:
        """What it makes of a ping, in words."""
        return (
            f"network: a ping takes {self.direct * 1e6:,.0f} us without the proxy,"
            f" {self.bare * 1e6:,.0f} us through it without a delay, {self.delayed * 1e6:,.0f} us as measured"
        )

    def _set_delay(self, seconds: float) -> None:
        stdin = cast(IO[str], self._process.stdin)
        stdin.write(f"{seconds}\n")
        stdin.flush()

    def _ping(self, port: int) -> float:
        url = self._server.url().replace(f":{self._server.port}/", f":{port}/")
        connection = connect(url)
        times = []
        try:
            for _ in range(_PINGS):
                start = time.perf_counter()
                connection.ping(reconnect=False)
                times.append(time.perf_counter() - start)
        finally:
            connection.close()
        return median(times)


class _Delay:
    """Seconds one way, for all connections."""

    seconds = 0.0


def _hand_on(source: socket.socket, sink: socket.socket, delay: _Delay) -> None:
    """Pass what comes from ``source`` to ``sink``, each piece ``delay`` after it came, however many wait."""
    waiting: SimpleQueue[tuple[float, bytes]] = SimpleQueue()

    def send() -> None:
        while True:
            came, data = waiting.get()
            due = came + delay.seconds - time.monotonic()
            if due > 0:
                time.sleep(due)
            try:
                if data:
                    sink.sendall(data)
                    continue
                sink.shutdown(socket.SHUT_WR)
            except OSError:  # the other side has gone
                pass
            return

    threading.Thread(target=send, daemon=True).start()
    data = b"first"
    while data:
        try:
            data = source.recv(_CHUNK)
        except OSError:
            data = b""
        waiting.put((time.monotonic(), data))


def main() -> None:
    target = int(sys.argv[1])
    delay = _Delay()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)

        def read_delays() -> None:
            for line in sys.stdin:
                delay.seconds = float(line)
            os._exit(0)  # who started it has gone

        threading.Thread(target=read_delays, daemon=True).start()
        while True:
            client, _ = listening.accept()
            server = socket.create_connection(("127.0.0.1", target))
            for one, other in ((client, server), (server, client)):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=_hand_on, args=(one, other, delay), daemon=True).start()


if __name__ == "__main__":
    main()
