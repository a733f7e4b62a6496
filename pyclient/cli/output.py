"""How the commands talk: tables or one JSON document on stdout, messages for people on stderr."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from rich.bar import Bar
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

Cell: TypeAlias = str | int | Decimal | date | bool | None

# The edge between two cells, between left-to-right marks, which take no column.
_LEFT_TO_RIGHT_EDGE = "\u200e│\u200e"
# What a terminal would obey instead of showing it: control characters but tabs and line ends, and what turns
# the order of writing around. A name may come from anywhere.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
# Numbers that are texts already, as quantities without their trailing zeros.
_NUMBER = re.compile(r"-?[0-9][0-9,.]*")
_LONGEST_WHOLE_WORD = 12
# Into a file or pipe there is no window to fit into, and a cut number is worse than a long line.
_WIDTH_WITHOUT_TERMINAL = 240


def console(*, stderr: bool = False) -> Console:
    """A rich console (which honours NO_COLOR) that does not cut what goes into a pipe."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _WIDTH_WITHOUT_TERMINAL
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def escape_what_stdout_cannot_say() -> None:
    """Escape letters that stdout's encoding has not (as in a redirect on Windows): the call has been made by
    then, and must not look failed."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def say(sentence: str) -> None:
    """A message for people."""
    console(stderr=True).print(_visible(sentence), soft_wrap=True)


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell | Bar]], caption: str = "") -> None:
    """Print a table; numbers stand to the right, texts to the left, and bars take what they leave. Where a
    window is too narrow for its numbers, days and words, each row is a list of its members, one
    below the other, without bars.

    Arabic is printed as it is: terminals join and order its letters themselves.
    """
    out = console()
    cells = [list(row) for row in rows]
    table = Table(
        title=Text(_visible(title), style="bold"),
        title_justify="left",
        caption=caption or None,
        caption_justify="left",
    )
    widths = _widths(out, [[Text(name), *column] for name, *column in zip(columns, *cells, strict=True)])
    if widths:
        _add_rows(table, columns, cells, widths)
    else:
        _add_members(out, table, columns, cells)
    with out.capture() as captured:
        out.print(table)
    drawn = captured.get()
    # A terminal with bidirectional text takes "Arabic | 12 | Arabic" for one run and would swap the columns.
    out.file.write(drawn.replace("│", _LEFT_TO_RIGHT_EDGE) if out.is_terminal else drawn)


def _widths(
    out: Console, columns: Sequence[Sequence[Cell | Bar | Text]], *, broken: Sequence[int] = ()
) -> list[int] | None:
    """How wide each column is, its heading (a Text) among its cells, or None where the window is too narrow:
    the widest give way, down to what must stay in one piece; ``broken`` are the places of columns where
    nothing must.

    Rich's own widths make numbers give way like texts, and cut the table at the edge of the window.
    """
    widths, least = [], []
    for at, column in enumerate(columns):
        sizes = [(cell, Measurement.get(out, out.options, _drawn(cell))) for cell in column]
        widths.append(max([1, *(size.maximum for _, size in sizes)]))
        whole = [] if at in broken else [_in_one_piece(cell, size) for cell, size in sizes]
        least.append(max([1, *whole]))
    room = out.width - (3 * len(columns) + 1)
    while sum(widths) > room:
        giving = [at for at, width in enumerate(widths) if width > least[at]]
        if not giving:
            return None
        widths[max(giving, key=widths.__getitem__)] -= 1
    return widths


def _in_one_piece(cell: Cell | Bar | Text, size: Measurement) -> int:
    """What a cell needs: numbers and days all of it, headings their longest word, and so do texts, of which
    only very long words (of names without blanks, numbers of documents) are broken."""
    if isinstance(cell, (int, date, Decimal)) or (isinstance(cell, str) and _NUMBER.fullmatch(cell)):
        return size.maximum
    return min(size.minimum, _LONGEST_WHOLE_WORD) if isinstance(cell, str) else size.minimum


def _drawn(cell: Cell | Bar | Text) -> Bar | Text:
    return cell if isinstance(cell, (Bar, Text)) else Text(in_words(cell))


def _add_rows(
    table: Table, columns: Sequence[str], cells: Sequence[Sequence[Cell | Bar]], widths: Sequence[int]
) -> None:
    for at, name in enumerate(columns):
        number = any(isinstance(row[at], (int, Decimal)) for row in cells)
        table.add_column(name, justify="right" if number else "left", overflow="fold", width=widths[at])
    for row in cells:
        table.add_row(*map(_drawn, row))


def _add_members(
    out: Console, table: Table, columns: Sequence[str], cells: Sequence[Sequence[Cell | Bar]]
) -> None:
    names = list(map(Text, columns))
    values = [cell for row in cells for cell in row if not isinstance(cell, Bar)]
    # names are broken before numbers are
    tried = (_widths(out, [names, values], broken=broken) for broken in ((), (0,), (0, 1)))
    name_width, value_width = next(filter(None, tried), (1, 1))
    table.show_header = False
    table.add_column(overflow="fold", style="bold", width=name_width)
    table.add_column(overflow="fold", width=value_width)
    for row in cells:
        for name, cell in zip(columns, row, strict=True):
            if cell is not None and not isinstance(cell, Bar):
                table.add_row(name, _drawn(cell))
        table.add_section()


def in_words(value: Cell) -> str:
    """One value as people read it.

    >>> in_words(Decimal("5172.70"))
    '5,172.70'
    >>> print(in_words("red: \\x1b[31m"))
    red: \\x1b[31m
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, datetime):
        # answers hold UTC; people have clocks
        return f"{value.astimezone():%Y-%m-%d %H:%M %Z}"
    return _visible(str(value))


def _visible(text: str) -> str:
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def of_currency(code: str | None) -> str:
    """What stands behind the name of an amount that may be in another currency; None: the company's.

    >>> "amount" + of_currency("USD")
    'amount (USD)'
    """
    return f" ({code})" if code else ""


def quantity(value: Decimal) -> str:
    """A quantity without its trailing zeros.

    >>> quantity(Decimal("50.0000"))
    '50'
    """
    return f"{value.normalize():,f}"


def more(next_after: int | str | None) -> str:
    """A line that says how to see the next page, or nothing on the last one."""
    return "" if next_after is None else f"more: --after {next_after}"


def print_json(document: object) -> None:
    """Print one JSON document of plain values."""
    print_json_text(json.dumps(document, ensure_ascii=False, default=str))


def print_json_text(text: str) -> None:
    """Print JSON that is text already: the database's own answer, every digit as it came, and each letter
    that stdout's encoding has not as an escape."""
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        text = _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)
    sys.stdout.write(text + "\n")
