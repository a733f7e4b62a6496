"""Instructions of the server per call, counted by callgrind: a busy machine does not disturb them. They do
not show what memory costs."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.clients import Clients, Workload
from bench.server import BenchServer

# Enough to have most pages in memory again.
WARM_CALLS = 50
COUNTED_CALLS = 8
DUMP_SECONDS = 60
# valgrind knows nothing of the kernel's asynchronous I/O, and cannot map the address space that MariaDB keeps
# free for a larger pool.
OPTIONS = ("--innodb-use-native-aio=OFF", "--loose-innodb-buffer-pool-size-max=256M")


def wrapper(folder: Path, program: Path, beginnings: Sequence[str] = ()) -> Path:
    """A program in ``folder`` that runs the server ``program`` under callgrind, which writes a file each time
    that a function of ``beginnings`` begins."""
    path = folder / program.name
    dumps = "".join(f" '--dump-before={name}'" for name in beginnings)
    path.write_text(
        "#!/bin/sh\nexec valgrind --tool=callgrind --trace-children=yes --fair-sched=yes --instr-atstart=no"
        f" --collect-atstart=no '--toggle-collect=dispatch_command*'{dumps}"
        f' --callgrind-out-file={folder}/callgrind.out {program} "$@"\n'
    )
    path.chmod(0o755)
    return path


def counted(server: BenchServer, workloads: Mapping[str, Workload], folder: Path) -> dict[str, float]:
    """Instructions per call, without what the server does in the background. ``folder``: the wrapper's; it
    keeps a file for each workload, for callgrind_annotate."""
    found = {}
    control(server, "--instr=on")
    for name, workload in workloads.items():
        with Clients(workload, 1) as client:
            for _ in range(WARM_CALLS):
                client.once()
            control(server, "--zero")
            for _ in range(COUNTED_CALLS):
                client.once()
            control(server, "--dump")
        found[name] = _total(folder, f"{name}.callgrind") / COUNTED_CALLS
    return found


def _total(folder: Path, kept: str) -> int:
    """What the dump counted that is being written into ``folder``; it stays there as ``kept``."""
    end = time.monotonic() + DUMP_SECONDS
    while time.monotonic() < end:
        for path in folder.glob("callgrind.out.*"):
            totals = re.search(r"^totals: (\d+)", path.read_text(errors="replace"), re.MULTILINE)
            if totals:
                path.rename(folder / kept)
                return int(totals[1])
        time.sleep(0.2)
    raise TimeoutError(f"callgrind wrote nothing into {folder} in {DUMP_SECONDS} seconds")


def control(server: BenchServer, command: str) -> None:
    """Tell callgrind something: --instr=on, --zero, --dump."""
    subprocess.run(["callgrind_control", command, str(server.pid)], check=True, capture_output=True)
