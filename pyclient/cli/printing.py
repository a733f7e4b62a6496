"""What the print commands share: their options, and where the page goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, ParamSpec, TypedDict, TypeVar

import click

from pyclient.cli import output
from pyclient.cli.context import Settings
from pyclient.client import Client
from pyclient.print import PrintUnavailableError
from pyclient.print.documents import Document

if TYPE_CHECKING:
    from pyclient.print.pages import Paper

P = ParamSpec("P")
R = TypeVar("R")

_STDOUT = Path("-")


class PageOptions(TypedDict):
    """The options of :func:`printing_options`, as a command gets them."""

    paper: Paper
    kind: Literal["pdf", "html"]
    target: Path | None


def printing_options(command: Callable[P, R]) -> Callable[P, R]:
    """--format, --pdf or --html, and --output."""
    target = click.option(
        "-o",
        "--output",
        "target",
        type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
        metavar="FILE",
        help="- for standard output; when not given, the document's number, in this folder.",
    )
    html = click.option("--html", "kind", flag_value="html", help="A web page with everything in it.")
    pdf = click.option("--pdf", "kind", flag_value="pdf", default="pdf", help="What is made when not given.")
    paper = click.option(
        "--format",
        "paper",
        type=click.Choice(["a4", "receipt"]),
        default="a4",
        show_default=True,
        help="receipt: 80 mm wide, as long as it needs.",
    )
    return paper(pdf(html(target(command))))


def print_document(settings: Settings, read: Callable[[Client], Document], page: PageOptions) -> None:
    """Write what ``read`` reads as the page that the options ask for, and say where it is."""
    paper, kind, target = page["paper"], page["kind"], page["target"]
    require_target(settings, target, kind)
    with needing("printing", "print"):
        from pyclient.print import pages

        with settings.client() as client:
            document = read(client)
        content = pages.as_pdf(document, paper) if kind == "pdf" else pages.as_html(document, paper).encode()
    write(settings, content, target or Path(f"{document.number}.{kind}"))


@contextmanager
def needing(doing: str, extra: str) -> Iterator[None]:
    """Say what is to be installed where ``doing`` finds a package of ``extra``, or Pango, missing."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise click.UsageError(
            f"{doing} needs the package {missing.name}: in Daftar's folder, pip install '.[{extra}]'"
        ) from None
    except PrintUnavailableError as problem:
        raise click.UsageError(str(problem)) from None


def require_target(settings: Settings, target: Path | None, kind: str) -> None:
    """A file is called by what is in it, and standard output takes that or JSON."""
    if target == _STDOUT and settings.json:
        raise click.UsageError("give --json or -o -, not both")
    if target and target != _STDOUT and target.suffix.lower() != f".{kind}":
        raise click.UsageError(f"{target} will be a {kind.upper()} file: its name must end in .{kind}")


def write(settings: Settings, content: bytes, target: Path) -> None:
    """Write the file, and say where it is."""
    if target == _STDOUT:
        sys.stdout.buffer.write(content)
        return
    try:
        target.write_bytes(content)
    except OSError as problem:
        raise click.FileError(str(target), problem.strerror) from None
    if settings.json:
        output.print_json({"ok": True, "file": str(target)})
    else:
        click.echo(target)
