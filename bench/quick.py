"""The quick comparison for who is tuning: one save beside the floor, and beside the save of another tree."""

from __future__ import annotations

from pathlib import Path

from bench import floors, shops
from bench.clients import Workload, interleaved
from bench.figures import Report
from bench.server import BenchServer
from bench.shops import Shop, Stock

# Layers that six lines in a hundred of 3 pieces on average cross.
SMALL_LAYER = 50


def sample_answer(shop: Shop, lines: int) -> str:
    """The answer of one sale as the clients make it: what the floor stores and sends back."""
    request = {
        "customer_id": shop.customers[0],
        "created_by": shops.CASHIER,
        "status": "paid",
        "branch_id": shop.branches[-1],
        "items": [{"product_id": row[0], "qty": 3} for row in shop.products[:lines]],
    }
    with shop.server.connected(shop.name) as connection:
        return shops.call_text(connection, "sp_save_invoice", request)


def run(
    server: BenchServer,
    report: Report,
    clients: tuple[int, ...],
    rounds: int,
    seconds: float,
    lines: int,
    small_layers: bool,
    per_till: bool,
    against: Path | None,
) -> None:
    """Measure and report, in short turns."""
    stock = Stock(layer_qty=SMALL_LAYER) if small_layers else Stock()
    save = shops.create(server, "bench_save", stock)
    floor = shops.create(server, "bench_floor", stock)
    answer = sample_answer(save, lines)
    competitor = "floor" if lines in floors.LINES else "floor_set"
    workloads = {
        "save": Workload("save", save, lines, per_till),
        "floor": Workload(competitor, floor, lines, per_till, answer),
    }
    if against:
        other = shops.create(server, "bench_against", stock, against)
        workloads["other save"] = Workload("save", other, lines, per_till)
    case = f"{lines} lines, {'a series per till' if per_till else 'one series'}"
    case += f", layers of {SMALL_LAYER}" if small_layers else ""
    for count in clients:
        measured = interleaved(workloads, count, rounds, seconds)
        report.add("quick", case, count, measured)
        for name in workloads:
            if name == "floor":
                continue
            report.ratio(
                f"{name} / floor, calls per second, {count} clients",
                [one.rate for one in measured[name]],
                [one.rate for one in measured["floor"]],
            )
            report.ratio(
                f"floor's CPU / that of {name}, {count} clients",
                [one.cpu_us for one in measured["floor"]],
                [one.cpu_us for one in measured[name]],
            )
