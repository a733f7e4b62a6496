"""The parts of a run: what is paired with what, in which shop, on which server, and the goals of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench import floors, history, instructions, optimizer, shops, steps
from bench.clients import Clients, Measurement, Workload, interleaved
from bench.figures import Report
from bench.network import Network
from bench.server import BenchServer
from bench.shops import Shop, Stock
from pyclient.deploy import verify
from pyclient.deploy.server import Engine
from pyclient.deploy.session import execute
from pyclient.private_server import FAST_OPTIONS

# Layers that six lines in a hundred of 3 pieces on average cross.
SMALL_LAYER = 50
LINES = 5
# What a quote may cost of the sale that it is the quote of.
MOST_OF_A_SALE = 0.25
# The option that turns the binary log to what the engine does not have by default.
_OTHER_BINLOG: dict[Engine, tuple[str, tuple[str, ...]]] = {
    "mariadb": ("with binary log, sync_binlog=1", ("--log-bin", "--sync-binlog=1")),
    "mysql": ("without binary log", ("--skip-log-bin",)),
}
_BINLOG: dict[Engine, str] = {"mariadb": "without binary log", "mysql": "with binary log, sync_binlog=1"}
# For loading: as much as a history's indexes need at once.
_LOADING = ("--skip-log-bin", "--innodb-buffer-pool-size=2G")

Measured = dict[str, list[Measurement]]


@dataclass(frozen=True)
class Run:
    """One engine's run. ``clients``: instead of a part's own numbers of clients. ``lines`` to ``against`` are
    the quick part's: the last is another folder like db/. ``histories``: numbers of stored invoices.
    ``sold``: invoices whose bytes are measured.
    ``keep``: where the server of the counted instructions lives, and callgrind's files stay. ``call``: the
    competitor whose steps are counted."""

    engine: Engine
    report: Report
    rounds: int
    seconds: float
    options: tuple[str, ...] = ()
    clients: tuple[int, ...] = ()
    lines: int = LINES
    small_layers: bool = False
    per_till: bool = True
    against: Path | None = None
    histories: tuple[int, ...] = (0, 100_000, 1_000_000)
    sold: int = 20_000
    keep: Path | None = None
    call: str = "save"

    @contextmanager
    def server(
        self,
        extra: Sequence[str] = (),
        directory: Path | None = None,
        wrapped: Callable[[Path], Path] | None = None,
    ) -> Iterator[BenchServer]:
        """A server with default settings but for ``extra`` and the run's own options; noted in the report."""
        options = (*self.options, *extra)
        with BenchServer.started(self.engine, options, directory=directory, wrapped=wrapped) as server:
            self.report.settings[" ".join(options) or "default settings"] = server.settings()
            yield server

    def compare(self, part: str, case: str, clients: int, workloads: Mapping[str, Workload]) -> Measured:
        """Measure in turns and report; what the part itself says of the ratios is its own."""
        measured = interleaved(workloads, clients, self.rounds, self.seconds)
        self.report.add(part, case, clients, measured)
        return measured

    def check_books(self, shop: Shop) -> None:
        """What the checks of the package say of the shop after it was used."""
        with shop.server.connected(shop.name) as connection:
            wrong = [result.name for result in verify.run(connection) if not result.ok]
        self.report.notes.append(
            f"{shop.name}: the checks find " + (f"WRONG ROWS: {', '.join(wrong)}" if wrong else "nothing")
        )


def rates(rounds: Sequence[Measurement]) -> list[float]:
    return [one.rate for one in rounds]


def medians(rounds: Sequence[Measurement]) -> list[float]:
    return [one.median_us for one in rounds]


def cpu(rounds: Sequence[Measurement]) -> list[float]:
    return [one.cpu_us for one in rounds]


def sample_answer(shop: Shop, procedure: str = "sp_save_invoice", lines: int = LINES) -> str:
    """An answer as the clients get it: what the floor stores and sends back."""
    requests: dict[str, dict[str, object]] = {
        "sp_save_invoice": {
            "customer_id": shop.customers[0],
            "status": "paid",
            "branch_id": shop.branches[-1],
            "items": [{"product_id": row[0], "qty": 3} for row in shop.products[:lines]],
        },
        "sp_add_payment": {
            "invoice_id": shop.debtors[0][1] if shop.debtors else 0,
            "amount": "0.01",
            "method": "cash",
        },
        "sp_wallet_move": {"customer_id": shop.customers[0], "type": "deposit", "amount": "25.00"},
    }
    with shop.server.connected(shop.name) as connection:
        return shops.call_text(connection, procedure, {"created_by": shops.CASHIER, **requests[procedure]})


def floor_of(save: Workload, shop: Shop) -> Workload:
    """The floor beside a sale, in a shop of its own."""
    return replace(
        save,
        competitor="floor" if save.lines in floors.LINES else "floor_set",
        shop=shop,
        response=sample_answer(save.shop, lines=save.lines),
    )


def quick(run: Run) -> None:
    """sp_save_invoice beside the floor, for who is tuning it."""
    stock = Stock(layer_qty=SMALL_LAYER) if run.small_layers else Stock()
    with run.server() as server:
        save = Workload("save", shops.create(server, "save", stock), run.lines, run.per_till)
        workloads = {"save": save, "floor": floor_of(save, shops.create(server, "floor", stock))}
        if run.against:
            workloads["other save"] = replace(
                save, shop=shops.create(server, "other_save", stock, run.against)
            )
        case = f"{run.lines} lines, {'a series per till' if run.per_till else 'one series'}"
        case += f", layers of {SMALL_LAYER}" if run.small_layers else ""
        for clients in run.clients or (1, 8):
            measured = run.compare("quick", case, clients, workloads)
            for name in workloads:
                if name != "floor":
                    _beside_floor(run, f"{name}, {clients} clients", measured[name], measured["floor"])


def _beside_floor(
    run: Run,
    what: str,
    rounds: Sequence[Measurement],
    floor: Sequence[Measurement],
    at_least: float | None = None,
) -> None:
    run.report.ratio(f"{what}: of the floor's calls per second", rates(rounds), rates(floor), at_least)
    run.report.ratio(f"{what}: the floor's CPU in its own", cpu(floor), cpu(rounds), at_least)


def _beside_old_code(server: BenchServer) -> dict[str, Workload]:
    """The sale, its floor, and the shop's old code on tables of its own."""
    save = Workload("save", shops.create(server, "save", Stock()))
    return {
        "save": save,
        "floor": floor_of(save, shops.create(server, "floor", Stock())),
        "old": Workload("old", shops.create_old(server, "old", Stock(), save.shop)),
    }


def pairs(run: Run) -> None:
    """sp_save_invoice beside the floor and beside the shop's old code, on loopback."""
    with run.server() as server:
        workloads = _beside_old_code(server)
        by_clients = {}
        for clients in run.clients or (1, 4, 8, 16):
            measured = by_clients[clients] = run.compare("pairs", "5 lines, loopback", clients, workloads)
            _beside_floor(
                run,
                f"save, {clients} clients",
                measured["save"],
                measured["floor"],
                None if clients == 4 else 0.7,
            )
            run.report.ratio(
                f"save, {clients} clients, loopback: times the old code's calls per second",
                rates(measured["save"]),
                rates(measured["old"]),
                {1: 5.0, 8: 3.5}.get(clients),
            )
        if 8 in by_clients and 16 in by_clients:
            run.report.ratio(
                "save: calls per second of 16 clients by those of 8",
                rates(by_clients[16]["save"]),
                rates(by_clients[8]["save"]),
                0.9,
            )
        run.check_books(workloads["save"].shop)


def crossing(run: Run) -> None:
    """The same where six lines in a hundred need a second batch, which the floor is spared."""
    quick_run = replace(run, small_layers=True, lines=LINES, against=None, clients=run.clients or (1, 8))
    quick(quick_run)


def network(run: Run) -> None:
    """The pairs through a network of 1 ms round trip."""
    with run.server() as server:
        workloads = _beside_old_code(server)
        with Network(server, 0.001) as delayed:
            run.report.notes.append(delayed.said())
            through = {name: replace(each, port=delayed.port) for name, each in workloads.items()}
            for clients in run.clients or (1, 8):
                measured = run.compare("network", "5 lines, 1 ms round trip", clients, through)
                run.report.ratio(
                    f"save, {clients} clients, 1 ms round trip: times the old code's calls per second",
                    rates(measured["save"]),
                    rates(measured["old"]),
                    20.0 if clients == 1 else None,
                )
                run.report.ratio(
                    f"save, {clients} clients, 1 ms round trip: of the floor's calls per second",
                    rates(measured["save"]),
                    rates(measured["floor"]),
                )
            calls = sum(row.calls for row in run.report.figures if row.part == "network")
            run.report.notes.append(
                f"network: the proxy used {delayed.cpu_seconds() / calls * 1e6:,.0f} us of CPU per call"
            )


def lines(run: Run) -> None:
    """Invoices of 1 to 500 lines."""
    stock = Stock(products=2000, layers=20)
    with run.server() as server:
        one, other = (shops.create(server, name, stock) for name in ("save", "floor"))
        saves: dict[int, list[Measurement]] = {}
        clients = run.clients[0] if run.clients else 4
        for count in (1, 5, 20, 100, 500):
            save = Workload("save", one, count)
            floor = floor_of(save, other)
            workloads = {
                "save": save,
                floor.competitor: floor,
                "floor_set": replace(floor, competitor="floor_set"),
            }
            measured = run.compare("lines", f"{count} lines", clients, workloads)
            saves[count] = measured["save"]
            for name in workloads:
                if name != "save":
                    _beside_floor(run, f"save, {count} lines, by {name}", measured["save"], measured[name])
        for what, per_call in (("CPU", cpu), ("time", lambda rounds: [1 / rate for rate in rates(rounds)])):
            run.report.ratio(
                f"{what} per line: a 100-line invoice by a 5-line one",
                [each / 100 for each in per_call(saves[100])],
                [each / 5 for each in per_call(saves[5])],
                at_most=0.6,
            )
        run.check_books(one)


def stock(run: Run) -> None:
    """1 to 10,000 active batches per product."""
    with run.server() as server:
        workloads = {
            f"{layers:,} batches": Workload(
                "save", shops.create(server, f"save_{layers}", Stock(products=20, layers=layers))
            )
            for layers in (1, 100, 10_000)
        }
        for clients in run.clients or (1, 8):
            measured = run.compare("stock", "20 products", clients, workloads)
            _cost_against(run, f"{clients} clients", measured, "1 batches", "10,000 batches", 1.1)


def _cost_against(run: Run, case: str, measured: Measured, small: str, large: str, at_most: float) -> None:
    """A goal each: the CPU and the time of a call."""
    run.report.ratio(
        f"CPU per call, {case}: {large} by {small}",
        cpu(measured[large]),
        cpu(measured[small]),
        at_most=at_most,
    )
    run.report.ratio(
        f"time per call, {case}: {large} by {small}",
        rates(measured[small]),
        rates(measured[large]),
        at_most=at_most,
    )


def stored(run: Run) -> None:
    """None to a million stored invoices, loaded with a larger buffer pool and without the binary log."""
    with tempfile.TemporaryDirectory(prefix="daftar-bench-") as folder:
        directory = Path(folder)
        made: dict[int, Shop] = {}
        with run.server((*FAST_OPTIONS, *_LOADING), directory) as server:
            answer = sample_answer(shops.create(server, "sample", Stock(layers=1)))
            for invoices in run.histories:
                shop = made[invoices] = shops.create(server, f"save_{invoices}", Stock())
                if invoices:
                    history.load(shop, invoices, len(answer.encode()))
        with run.server((), directory) as server:
            workloads = {
                f"{invoices:,} invoices": Workload("save", replace(shop, server=server))
                for invoices, shop in made.items()
            }
            for clients in run.clients or (1, 8):
                measured = run.compare("stored", "stored invoices", clients, workloads)
                names = list(workloads)
                for name in names[1:]:
                    _cost_against(run, f"{clients} clients", measured, names[0], name, 1.2)


def hot(run: Run) -> None:
    """One product in every invoice; one customer who buys everything."""
    with run.server() as server:
        usual = Workload("save", shops.create(server, "save", Stock()))
        workloads = {
            "usual": usual,
            "one hot product": replace(usual, hot_product=True),
            "one hot customer": replace(usual, one_customer=True),
        }
        for clients in run.clients or (8, 16):
            measured = run.compare("hot", "5 lines", clients, workloads)
            for name in list(workloads)[1:]:
                run.report.ratio(
                    f"{name}, {clients} clients: of the usual calls per second",
                    rates(measured[name]),
                    rates(measured["usual"]),
                )
        run.check_books(usual.shop)


def walk_in(run: Run) -> None:
    """One walk-in customer for all clients beside a customer for each, and beside one with an account."""
    with run.server() as server:
        shop = shops.create(server, "walk_in", Stock())
        nobody = replace(shop, customers=shop.customers[-1:])
        with server.connected(shop.name) as connection:
            execute(connection, "UPDATE customers SET tracks_balance = 0 WHERE id = %s", nobody.customers)
        each = Workload("save", shop, own_customer=True)
        workloads = {
            "a customer each": each,
            "one walk-in customer": replace(each, shop=nobody, own_customer=False),
            "one customer with an account": replace(each, own_customer=False, one_customer=True),
        }
        for clients in run.clients or (16,):
            measured = run.compare("walk_in", "5 lines", clients, workloads)
            for name, at_least in (("one walk-in customer", 0.9), ("one customer with an account", None)):
                run.report.ratio(
                    f"{name}, {clients} clients: of the calls per second with a customer each",
                    rates(measured[name]),
                    rates(measured["a customer each"]),
                    at_least,
                )
        run.check_books(shop)


def calls(run: Run) -> None:
    """sp_add_payment and sp_wallet_move beside their floors."""
    with run.server() as server:
        made = []
        for name in ("calls", "floors"):
            shop = shops.create(server, name, Stock())
            made.append(shops.indebted(shop, shop.customers))
        one, other = made
        for name, procedure in (("payment", "sp_add_payment"), ("wallet", "sp_wallet_move")):
            answer = sample_answer(one, procedure)
            workloads = {
                procedure: Workload(name, one),
                "floor": Workload(f"floor_{name}", other, response=answer),
            }
            for clients in run.clients or (1, 8):
                measured = run.compare("calls", procedure, clients, workloads)
                _beside_floor(run, f"{procedure}, {clients} clients", measured[procedure], measured["floor"])
        run.check_books(one)


def audit(run: Run) -> None:
    """The sale with its row of the audit trail beside the same without, of clients that share nothing else:
    where they wait for one another, it is there."""
    with run.server() as server:
        trail, none = (shops.create(server, name, Stock()) for name in ("trail", "no_trail"))
        written = Workload("save", trail, own_customer=True, own_products=True)
        workloads = {"with the trail": written, "without": replace(written, shop=shops.without_trail(none))}
        for clients in run.clients or (1, 8, 16):
            measured = run.compare("audit", "5 lines", clients, workloads)
            row, bare = measured["with the trail"], measured["without"]
            what = f"{clients} clients: with the trail by without"
            run.report.ratio(f"CPU per call, {what}", cpu(row), cpu(bare))
            run.report.ratio(f"calls per second, {what}", rates(row), rates(bare))
            waits = {name: sum(one.lock_waits for one in rounds) for name, rounds in measured.items()}
            run.report.notes.append(
                f"audit, {clients} clients: lock waits {waits['with the trail']} in"
                f" {sum(one.calls for one in row):,} calls with the trail, {waits['without']} without"
            )
        run.check_books(trail)


def quote(run: Run) -> None:
    """sp_quote_invoice beside the sale that it is the quote of."""
    with run.server() as server:
        shop = shops.create(server, "quote", Stock())
        workloads = {name: Workload(name, shop) for name in ("quote", "save")}
        for clients in run.clients or (1, 8):
            measured = run.compare("quote", "5 lines", clients, workloads)
            run.report.ratio(
                f"CPU per call, {clients} clients: quote by sale",
                cpu(measured["quote"]),
                cpu(measured["save"]),
                at_most=MOST_OF_A_SALE,
            )
        run.check_books(shop)


def first(run: Run) -> None:
    """Calls of pages, which connect for each, beside calls of a connection that has called before."""
    with run.server() as server:
        shop = shops.create(server, "first", Stock())
        shop = shops.indebted(shop, shop.customers)
        workloads = {"connect": Workload("nothing", shop, connects=True)}
        for name in ("save", "quote", "payment"):
            later = workloads[f"{name}, later"] = Workload(name, shop)
            workloads[f"{name}, connect and first"] = replace(later, connects=True)
        for clients in run.clients or (1, 8):
            measured = run.compare("first", "5 lines", clients, workloads)
            for name in ("save", "quote", "payment"):
                page, later_call = measured[f"{name}, connect and first"], measured[f"{name}, later"]
                what = f"{name}, {clients} clients: connect and first call by a later one"
                run.report.ratio(f"{what}, time", medians(page), medians(later_call))
                run.report.ratio(f"{what}, CPU", cpu(page), cpu(later_call))
        run.check_books(shop)


def count_instructions(run: Run) -> None:
    """Instructions of the server per call, of the procedures and their floors, counted when the server was
    started again."""
    with tempfile.TemporaryDirectory() as folder:
        directory = run.keep or Path(folder)
        with run.server(directory=directory) as server:
            made = []
            for name in ("counted", "floors"):
                shop = shops.create(server, name, Stock())
                made.append(shops.indebted(shop, shop.customers))
            one, other = made
            answers = {name: sample_answer(one, name) for name in ("sp_add_payment", "sp_wallet_move")}
            answers["sp_save_invoice"] = sample_answer(one, lines=run.lines)
        with run.server(
            instructions.OPTIONS, directory, lambda program: instructions.wrapper(directory, program)
        ) as server:
            workloads = {}
            for procedure, name, floor in (
                ("sp_save_invoice", "save", "floor"),
                ("sp_add_payment", "payment", "floor_payment"),
                ("sp_wallet_move", "wallet", "floor_wallet"),
            ):
                workloads[procedure] = Workload(name, replace(one, server=server), run.lines)
                workloads[floor] = Workload(
                    floor, replace(other, server=server), run.lines, response=answers[procedure]
                )
            workloads["sp_quote_invoice"] = Workload("quote", replace(one, server=server), run.lines)
            for procedure in ("sp_save_invoice", "sp_add_payment", "sp_quote_invoice"):
                workloads[f"{procedure}, first call"] = replace(workloads[procedure], connects=True)
            counted = instructions.counted(server, workloads, directory)
    for name, count in counted.items():
        run.report.notes.append(f"{name}: {count / 1000:,.0f} thousand instructions a call")


def count_steps(run: Run) -> None:
    """Instructions of each step of one call, by routine and, from a hundredth of the call on, by step."""
    with tempfile.TemporaryDirectory() as folder:
        directory = run.keep or Path(folder)
        with run.server(steps.NAMING, directory) as server:
            shop = shops.create(server, "counted", Stock())
            shop = shops.indebted(shop, shop.customers)
            workload = Workload(run.call, shop, run.lines, seed=1)
            named = steps.named(server, workload)
        with run.server(
            instructions.OPTIONS,
            directory,
            lambda program: instructions.wrapper(directory, program, steps.BEGINNINGS[run.engine]),
        ) as server:
            workload = replace(workload, shop=replace(shop, server=server))
            costs = steps.joined(named, steps.counted(server, workload, directory))
    total = sum(cost for _, cost in costs)
    notes = run.report.notes
    notes.append(f"{run.call}: {total / 1000:,.0f} thousand instructions, of which")
    routines: dict[str, int] = {}
    for step, cost in costs:
        routines[step.routine] = routines.get(step.routine, 0) + cost
    for routine, cost in sorted(routines.items(), key=lambda found: -found[1]):
        notes.append(f"{cost / 1000:9,.0f} {routine or 'the CALL itself'}")
    notes.append("in their order, those of at least a hundredth:")
    for step, cost in costs:
        if cost * 100 >= total:
            notes.append(f"{cost / 1000:9,.0f} {step.routine} {step.kind} {step.text[:90]}")


def statistics(run: Run) -> None:
    """The same sale where the optimizer believes that all tables are empty."""
    with run.server() as server:
        known = Workload("save", shops.create(server, "save", Stock()))
        unknown = replace(known, shop=shops.create(server, "no_statistics", Stock()))
        with server.connected(unknown.shop.name) as connection:
            execute(connection, "SET GLOBAL innodb_stats_auto_recalc = OFF")
            optimizer.forget_statistics(connection)
        floor = floor_of(known, shops.create(server, "floor", Stock()))
        workloads = {"statistics": known, "no statistics": unknown, "floor": floor}
        for clients in run.clients or (1, 8):
            measured = run.compare("statistics", "5 lines", clients, workloads)
            run.report.ratio(
                f"CPU per call, {clients} clients: without statistics by with them",
                cpu(measured["no statistics"]),
                cpu(measured["statistics"]),
            )
            _beside_floor(
                run,
                f"save without statistics, {clients} clients",
                measured["no statistics"],
                measured["floor"],
                0.7,
            )


def series(run: Run) -> None:
    """One number series beside one per till, with and without the binary log."""
    other, options = _OTHER_BINLOG[run.engine]
    for case, extra in ((_BINLOG[run.engine], ()), (other, options)):
        with run.server(extra) as server:
            save = Workload("save", shops.create(server, "save", Stock()))
            floor = floor_of(save, shops.create(server, "floor", Stock()))
            workloads = {
                "save, a series per till": save,
                "save, one series": replace(save, per_till=False),
                "floor, a series per till": floor,
                "floor, one series": replace(floor, per_till=False),
            }
            for clients in run.clients or (8, 16):
                measured = run.compare("series", case, clients, workloads)
                for who in ("save", "floor"):
                    run.report.ratio(
                        f"{who}, {clients} clients, {case}: one series by one per till, calls per second",
                        rates(measured[f"{who}, one series"]),
                        rates(measured[f"{who}, a series per till"]),
                    )
            run.check_books(save.shop)


def numbers(run: Run) -> None:
    """The counter that the tills of one branch share beside a series per till."""
    with run.server() as server:
        workloads = {
            what: Workload(
                "save",
                shops.with_tills(shops.create(server, name, Stock(layers=20)), own_numbers=own),
                per_till=False,
                at_tills=True,
            )
            for what, name, own in (("one series", "shared", False), ("a series per till", "own", True))
        }
        for clients in run.clients or (8, 16):
            measured = run.compare("numbers", "5 lines, one branch", clients, workloads)
            shared, own = measured["one series"], measured["a series per till"]
            what = f"{clients} clients: one series by one per till"
            run.report.ratio(f"{what}, calls per second", rates(shared), rates(own))
            run.report.ratio(f"{what}, time of a call", medians(shared), medians(own))
            run.report.ratio(f"{what}, CPU per call", cpu(shared), cpu(own))
        for workload in workloads.values():
            run.check_books(workload.shop)


def size(run: Run) -> None:
    """Bytes of an invoice, data and indexes, in tables that calls have filled."""
    with run.server() as server:
        shop = shops.create(server, "save", Stock())
        before = server.file_bytes(shop.name)
        done = 0
        with Clients(Workload("save", shop), 8) as clients:
            while done < run.sold:
                done += clients.run(run.seconds).calls
        grown = {
            table: (size - before[table]) / done
            for table, size in server.file_bytes(shop.name).items()
            if size > before[table]
        }
        run.report.notes.append(
            f"bytes per invoice of 5 lines, from the growth of the tables' files over {done:,} invoices:"
            f" {sum(grown.values()):,.0f}, of which "
            + ", ".join(f"{table} {grown[table]:,.0f}" for table in sorted(grown, key=lambda t: -grown[t]))
        )


PARTS: dict[str, Callable[[Run], None]] = {
    part.__name__: part
    for part in (
        pairs,
        network,
        crossing,
        lines,
        stock,
        stored,
        hot,
        walk_in,
        calls,
        audit,
        quote,
        first,
        statistics,
        series,
        numbers,
        size,
    )
}
