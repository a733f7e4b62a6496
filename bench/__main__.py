"""The command of the bench: see bench/README.md."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from bench import figures, quick
from bench.figures import Report
from bench.server import VERSIONS, BenchServer
from pyclient.deploy.server import Engine


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--engine",
    "engines",
    multiple=True,
    type=click.Choice(list(VERSIONS)),
    help="Default: both, one after the other.",
)
@click.option(
    "--quick", "is_quick", is_flag=True, help="One save beside the floor, in about a minute an engine."
)
@click.option(
    "--clients", multiple=True, type=click.IntRange(1, 16), help="How many clients; may be repeated."
)
@click.option("--rounds", type=click.IntRange(1), help="Measurements of each competitor in each case.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="How long each measurement takes.")
@click.option(
    "--lines",
    type=click.IntRange(1, 1000),
    default=5,
    show_default=True,
    help="--quick: lines of an invoice.",
)
@click.option(
    "--small-layers", is_flag=True, help="--quick: layers of 50 pieces, which six lines in a hundred cross."
)
@click.option("--one-series", is_flag=True, help="--quick: all clients number their invoices by one series.")
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="--quick: another folder like db/, whose procedures are measured beside this one's.",
)
@click.option(
    "--server-option", "options", multiple=True, help="For the server, such as --server-option=--log-bin."
)
@click.option(
    "--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures there."
)
def main(
    engines: tuple[Engine, ...],
    is_quick: bool,
    clients: tuple[int, ...],
    rounds: int | None,
    seconds: float | None,
    lines: int,
    small_layers: bool,
    one_series: bool,
    against: Path | None,
    options: tuple[str, ...],
    json_path: Path | None,
) -> None:
    """Measure the procedures beside the shop's old code and beside a floor, on private servers."""
    console = Console()
    console.width = max(console.width, 130)
    reports = []
    for engine in engines or tuple(VERSIONS):
        with BenchServer.started(engine, options) as server:
            report = Report(server.engine, server.version, server.settings())
            reports.append(report)
            quick.run(
                server,
                report,
                clients or (1, 8),
                rounds or 8,
                seconds or 1,
                lines,
                small_layers,
                not one_series,
                against,
            )
            report.show(console)
    if json_path:
        figures.write_json(json_path, reports)


if __name__ == "__main__":
    main()
