"""What each step of a call costs: callgrind writes down what it has counted whenever a step of a routine
begins, and performance_schema says which steps there were.

A step is what the server makes of a routine's text: a statement, an assignment, a condition, a fetch. The
cost of a statement has the rows in it that it writes; what follows the last condition of a trigger (its row
being written) is counted with that condition.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from bench import instructions
from bench.clients import Clients, Workload
from bench.server import BenchServer
from pyclient.deploy.server import Engine
from pyclient.deploy.session import execute, fetch

# How a server is started that is asked which steps there were.
NAMING = (
    "--performance-schema=ON",
    "--performance-schema-events-statements-history-long-size=50000",
    "--performance-schema-max-statement-stack=30",
)
# Functions of the server with which a step begins. A CALL is still running while the steps inside it begin,
# and callgrind does not see a running function begin again: of statements it sees their text being copied.
BEGINNINGS: dict[Engine, tuple[str, ...]] = {
    "mariadb": ("sp_instr_*::execute(THD*, unsigned int*)", "alloc_query*"),
    "mysql": (
        "sp_instr_*::exec_core(THD*, unsigned int*)",
        "sp_instr_c*::execute(THD*, unsigned int*)",
        "alloc_query*",
    ),
}
_STATEMENT = "stmt"
# Calls before the one that is looked at, by both servers, so that both look at the same one.
_WARM_CALLS = 30
_DUMP_SECONDS = 60


@dataclass(frozen=True)
class Step:
    """``kind``: stmt, set, jump_if_not, ...; ``text``: of a statement, else empty."""

    kind: str
    routine: str
    text: str


def named(server: BenchServer, workload: Workload) -> list[Step]:
    """The steps of one call, in their order, by performance_schema."""
    with server.connected() as connection:
        for table, names in (("instruments", "statement/%"), ("consumers", "events_statements%")):
            execute(
                connection,
                f"UPDATE performance_schema.setup_{table} SET enabled = 'YES' WHERE name LIKE '{names}'",
            )
        with Clients(workload, 1) as client:
            for _ in range(_WARM_CALLS):
                client.once()
            execute(connection, "TRUNCATE performance_schema.events_statements_history_long")
            client.once()
        rows = fetch(
            connection,
            "SELECT event_name, object_name, sql_text FROM performance_schema.events_statements_history_long"
            " WHERE thread_id = (SELECT thread_id FROM performance_schema.events_statements_history_long"
            " WHERE event_name = 'statement/sql/call_procedure' LIMIT 1) ORDER BY event_id",
        )
    steps = []
    for event, routine, text in rows:
        kind = str(event).rpartition("/")[2]
        kind = _STATEMENT if kind == "call_procedure" else kind
        steps.append(Step(kind, str(routine or ""), " ".join(str(text or "").split())))
    return steps


def counted(server: BenchServer, workload: Workload, folder: Path) -> list[tuple[str, int]]:
    """The same call on a server under callgrind (instructions.wrapper with BEGINNINGS): kinds of its steps,
    and instructions from the beginning of each to that of the next."""
    with Clients(workload, 1) as client:
        for _ in range(_WARM_CALLS - 2):
            client.once()
        instructions.control(server, "--instr=on")
        for _ in range(2):
            client.once()
        for path in folder.glob("callgrind.out*"):
            path.unlink()
        instructions.control(server, "--zero")
        client.once()
        instructions.control(server, "--dump")
    return between(_dumps(folder))


def between(dumps: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Steps from dumps, each of which says with which function it was written and what was counted before."""
    found: list[tuple[str, int]] = []
    kind = _STATEMENT
    for function, cost in dumps:
        if kind == "" and found:  # a statement at the top, whose text is copied after it has begun
            found[-1] = (found[-1][0], found[-1][1] + cost)
        else:
            found.append((kind, cost))
        begun = re.search(r"sp_instr_(\w+)::", function)
        kind = _STATEMENT if begun is None else "" if begun[1] == _STATEMENT else begun[1]
    return found


def joined(steps: Sequence[Step], costs: Sequence[tuple[str, int]]) -> list[tuple[Step, int]]:
    """Steps with what they cost. A cost without a name is added to that of the step before; a name without a
    cost is left out: assignments of a function that is called from one, which callgrind does not see."""
    found: list[tuple[Step, int]] = []
    kinds = [kind for kind, _ in costs]
    matcher = SequenceMatcher(None, [step.kind for step in steps], kinds, autojunk=False)
    seen = 0
    for first, second, length in matcher.get_matching_blocks():
        for _, cost in costs[seen:second]:
            if found:
                found[-1] = (found[-1][0], found[-1][1] + cost)
        found += zip(
            steps[first : first + length], (cost for _, cost in costs[second : second + length]), strict=True
        )
        seen = second + length
    return found


def _dumps(folder: Path) -> list[tuple[str, int]]:
    """What callgrind wrote, in its order: by which function, and the instructions since the one before."""
    end = time.monotonic() + _DUMP_SECONDS
    count = -1
    while count != (count := len(list(folder.glob("callgrind.out.*")))):
        if time.monotonic() > end:
            raise TimeoutError(f"callgrind still writes into {folder} after {_DUMP_SECONDS} seconds")
        time.sleep(3)
    numbered = sorted(folder.glob("callgrind.out.*"), key=lambda path: int(path.name.rpartition(".")[2]))
    found = []
    for path in numbered:
        text = path.read_text(errors="replace")
        totals = re.search(r"^totals: (\d+)", text, re.MULTILINE)
        trigger = re.search(r"^desc: Trigger: (.*)$", text, re.MULTILINE)
        if totals:
            found.append((trigger[1] if trigger else "", int(totals[1])))
    return found
