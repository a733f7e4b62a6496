"""The command of the bench: see bench/README.md."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from bench import figures, parts
from bench.figures import Report
from bench.parts import PARTS, Run
from bench.server import VERSIONS
from pyclient.deploy.server import Engine

_WIDTH = 130


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--engine",
    "engines",
    multiple=True,
    type=click.Choice(list(VERSIONS)),
    help="Default: one after the other.",
)
@click.option("--part", "names", multiple=True, type=click.Choice(list(PARTS)), help="Default: all of them.")
@click.option("--quick", is_flag=True, help="Only sp_save_invoice beside the floor, in about a minute.")
@click.option(
    "--instructions",
    is_flag=True,
    help="Only instructions per call, by callgrind: whatever else the machine does.",
)
@click.option(
    "--steps",
    "call",
    type=click.Choice(["save", "quote", "payment", "wallet"]),
    help="Only what each step of one such call costs, by callgrind.",
)
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Instructions, steps: a folder for callgrind's files; a new one.",
)
@click.option(
    "--clients", multiple=True, type=click.IntRange(1, 16), help="Instead of the parts' own numbers."
)
@click.option("--rounds", type=click.IntRange(1), help="Measurements of each (5; quick: 8).")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="How long each takes (3; quick: 1).")
@click.option("--lines", type=click.IntRange(1, 1000), default=5, help="Quick: lines of an invoice (5).")
@click.option(
    "--small-layers", is_flag=True, help="Quick: layers of 50 pieces, which six lines in 100 cross."
)
@click.option("--one-series", is_flag=True, help="Quick: all clients number their invoices by one series.")
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Quick: another folder like db/, whose sp_save_invoice is measured too.",
)
@click.option(
    "--history",
    "histories",
    multiple=True,
    type=click.IntRange(0),
    help="Stored invoices (0, 100000, 1000000).",
)
@click.option(
    "--sold", type=click.IntRange(1), default=Run.sold, help="Invoices whose bytes are measured (20000)."
)
@click.option("--server-option", "options", multiple=True, help="For all servers: --server-option=--log-bin")
@click.option(
    "--json", "path", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures there."
)
def main(
    engines: tuple[Engine, ...],
    names: tuple[str, ...],
    quick: bool,
    instructions: bool,
    call: str | None,
    keep: Path | None,
    clients: tuple[int, ...],
    rounds: int | None,
    seconds: float | None,
    lines: int,
    small_layers: bool,
    one_series: bool,
    against: Path | None,
    histories: tuple[int, ...],
    sold: int,
    options: tuple[str, ...],
    path: Path | None,
) -> None:
    """Measure the procedures beside the shop's old code and beside a floor, on private servers."""
    console = Console()
    console.width = max(console.width, _WIDTH)
    reports = []
    for engine in engines or tuple(VERSIONS):
        report = Report(engine)
        reports.append(report)
        run = Run(
            engine,
            report,
            rounds or (8 if quick else 5),
            seconds or (1 if quick else 3),
            options,
            clients,
            lines,
            small_layers,
            not one_series,
            against,
            histories or Run.histories,
            sold,
            keep and keep / engine,
            call or Run.call,
        )
        alone = (
            parts.quick
            if quick
            else parts.count_instructions
            if instructions
            else parts.count_steps
            if call
            else None
        )
        try:
            if alone:
                alone(run)
                continue
            for name in names or tuple(PARTS):
                console.print(f"{engine}: {name} ...", highlight=False)
                PARTS[name](run)
        finally:  # what was measured before a part failed is worth showing
            report.close()
            report.show(console)
            if path:
                figures.write_json(path, reports)


if __name__ == "__main__":
    main()
