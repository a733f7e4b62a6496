"""The PHP clients: processes that call as fast as they are answered, for as long as they are told."""

from __future__ import annotations

import hashlib
import itertools
import json
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Self, cast
from zoneinfo import ZoneInfo

from bench import shops
from bench.shops import Shop

_CLIENT = Path(__file__).parent / "client.php"
# What a company starts with.
_ZONE = ZoneInfo("Africa/Cairo")
_seeds = itertools.count(1)


class ClientError(Exception):
    """A client that ended by itself; the text is what it said."""


@dataclass(frozen=True)
class Workload:
    """What the clients do. ``competitor``: a name that bench/competitors.php knows. ``per_till``: each client
    sells in a branch of its own, so numbers its documents by a series of its own. ``response``: the answer
    that the floor stores. ``port``: where to connect, the server's own by default. ``one_customer``: all sell
    to the first one; ``own_customer``: each to one of its own. ``hot_product``: one that is in every sale;
    ``own_products``: no two clients sell the same.
    ``at_tills``: each client is the cashier of a till of shops.with_tills. ``connects``: anew for each call,
    as a page does. ``seed``: of what chance decides,
    another one each time by default."""

    competitor: str
    shop: Shop
    lines: int = 5
    per_till: bool = True
    response: str = ""
    port: int | None = None
    one_customer: bool = False
    own_customer: bool = False
    hot_product: bool = False
    own_products: bool = False
    at_tills: bool = False
    connects: bool = False
    seed: int | None = None

    def config(self, client: int) -> dict[str, object]:
        """The configuration of one client, numbered from 0."""
        branch = self.shop.branches[client] if self.per_till and self.shop.branches else 1
        day = datetime.now(_ZONE).date()
        customers = self.shop.customers
        if self.one_customer or self.own_customer:
            place = client if self.own_customer else 0
            customers = customers[place : place + 1]
        code = f"T{client + 1:02}-" if branch != 1 else ""
        return {
            "competitor": self.competitor,
            "connects": self.connects,
            "client": client,
            "host": self.shop.server.host,
            "port": self.port or self.shop.server.port,
            "database": self.shop.name,
            "customers": customers,
            "debtors": self.shop.debtors[client :: shops.TILLS],
            "hot": self.hot_product,
            "products": self.shop.products[client :: shops.TILLS]
            if self.own_products
            else self.shop.products,
            "lines": self.lines,
            "branch": branch,
            "user": shops.CASHIER + 1 + client if self.at_tills else shops.CASHIER,
            "day": day.isoformat(),
            "prefix": f"{code}{day:%Y%m%d}",
            "hash": hashlib.sha256(b"request").hexdigest(),
            "response": self.response,
            "seed": next(_seeds) if self.seed is None else self.seed,
        }


@dataclass(frozen=True)
class Measurement:
    """What some clients did in one stretch of time. Times in microseconds; ``lock_waits``: how often one
    waited for a row; ``errors``: by number, how often and one text."""

    calls: int
    rate: float
    cpu_us: float
    median_us: float
    p95_us: float
    deadlocks: int
    lock_waits: int
    errors: dict[str, tuple[int, str]]


class Clients:
    """Some clients of one workload, connected and waiting between their runs."""

    def __init__(self, workload: Workload, count: int) -> None:
        self.workload = workload
        self.count = count
        self._processes: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        for client in range(self.count):
            process = subprocess.Popen(
                ["php", str(_CLIENT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            self._processes.append(process)
            self._tell(process, json.dumps(self.workload.config(client)))
        for process in self._processes:
            self._heard(process, "ready")
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            cast(IO[str], process.stdin).close()
        for process in self._processes:
            process.wait()
        self._processes.clear()

    def once(self) -> None:
        """One call of each, unmeasured."""
        for process in self._processes:
            self._tell(process, "0")
        for process in self._processes:
            result = json.loads(self._heard(process))
            if result["errors"]:
                raise ClientError(f"{self.workload.competitor}: {result['errors']}")

    def run(self, seconds: float) -> Measurement:
        """Let all of them work at once."""
        server = self.workload.shop.server
        deadlocks, lock_waits = server.deadlocks(), server.lock_waits()
        cpu = server.cpu_seconds()
        for process in self._processes:
            self._tell(process, str(seconds))
        results = [json.loads(self._heard(process)) for process in self._processes]
        cpu = server.cpu_seconds() - cpu
        calls = sum(result["calls"] for result in results)
        errors: dict[str, tuple[int, str]] = {}
        for result in results:
            for code, error in result["errors"].items():
                errors[code] = (errors.get(code, (0, ""))[0] + error["count"], error["text"])
        if not calls:
            raise ClientError(f"{self.workload.competitor}: not one call succeeded: {errors}")
        done = [result for result in results if result["calls"]]
        return Measurement(
            calls=calls,
            rate=sum(result["calls"] / result["seconds"] for result in done),
            cpu_us=cpu / calls * 1e6,
            median_us=sum(result["median_us"] for result in done) / len(done),
            p95_us=max(result["p95_us"] for result in done),
            deadlocks=server.deadlocks() - deadlocks,
            lock_waits=server.lock_waits() - lock_waits,
            errors=errors,
        )

    def _tell(self, process: subprocess.Popen[str], line: str) -> None:
        stdin = cast(IO[str], process.stdin)
        stdin.write(line + "\n")
        stdin.flush()

    def _heard(self, process: subprocess.Popen[str], expected: str = "") -> str:
        line = cast(IO[str], process.stdout).readline().rstrip("\n")
        if not line or (expected and line != expected):
            rest = cast(IO[str], process.stdout).read()
            raise ClientError(f"{self.workload.competitor}: {line}{rest}")
        return line


def interleaved(
    workloads: Mapping[str, Workload], count: int, rounds: int, seconds: float, warm_up: float = 1
) -> dict[str, list[Measurement]]:
    """``rounds`` measurements of each, in turns: what drifts on the machine drifts for all of them. Each
    round begins with the next one of them, so that nobody always follows the same other one."""
    names = list(workloads)
    measured: dict[str, list[Measurement]] = {name: [] for name in names}
    with ExitStack() as stack:
        clients = {name: stack.enter_context(Clients(workloads[name], count)) for name in names}
        for each in clients.values():
            each.run(warm_up)
        for turn in range(rounds):
            first = turn % len(names)
            for name in names[first:] + names[:first]:
                measured[name].append(clients[name].run(seconds))
    return measured
