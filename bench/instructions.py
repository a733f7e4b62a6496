"""Instructions of the server per call, counted by callgrind: a busy machine does not disturb them. They do
not show what memory costs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bench.clients import Clients, Workload
from bench.server import BenchServer

# Enough to have most pages in memory again.
WARM_CALLS = 50
COUNTED_CALLS = 8
# valgrind knows nothing of the kernel's asynchronous I/O, and cannot map the address space that MariaDB keeps
# free for a larger pool.
OPTIONS = ("--innodb-use-native-aio=OFF", "--loose-innodb-buffer-pool-size-max=256M")


def wrapper(folder: Path, program: Path) -> Path:
    """A program in ``folder`` that runs the server ``program`` under callgrind."""
    path = folder / program.name
    path.write_text(
        f"#!/bin/sh\nexec valgrind --tool=callgrind --fair-sched=yes --callgrind-out-file={folder}/callgrind.out"
        f' --instr-atstart=no {program} "$@"\n'
    )
    path.chmod(0o755)
    return path


def counted(server: BenchServer, workloads: Mapping[str, Workload], folder: Path) -> dict[str, float]:
    """Instructions per call, all threads of the server included. ``folder``: the wrapper's; a file for each
    workload is left there for callgrind_annotate."""
    found = {}
    _control(server, "--instr=on")
    for name, workload in workloads.items():
        with Clients(workload, 1) as client:
            for _ in range(WARM_CALLS):
                client.once()
            _control(server, "--zero")
            for _ in range(COUNTED_CALLS):
                client.once()
            _control(server, "--dump")
        dump = max(folder.glob("callgrind.out.*"), key=lambda path: path.stat().st_mtime_ns)
        dump = dump.rename(folder / f"{name}.callgrind")
        totals = re.search(r"^(?:totals|summary): (\d+)", dump.read_text(errors="replace"), re.MULTILINE)
        assert totals is not None
        found[name] = int(totals[1]) / COUNTED_CALLS
    return found


def _control(server: BenchServer, command: str) -> None:
    subprocess.run(["callgrind_control", command, str(server.pid)], check=True, capture_output=True)
