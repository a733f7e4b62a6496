"""In a narrow terminal texts are folded, numbers and days stay whole; where they cannot, each has a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rich.bar import Bar
from rich.cells import cell_len

from pyclient.cli import output

AMOUNTS = Decimal("1234567.89"), Decimal("325.5000"), 12345


def shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int, *row: output.Cell
) -> list[list[str]]:
    """The lines of the one row, as cells."""
    monkeypatch.setenv("COLUMNS", str(width))
    output.show("Sales", [f"c{at}" for at in range(len(row))], [row])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines if line.startswith("│")]


def test_numbers_are_not_broken_while_texts_can_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = "فاتورة رقم واحد للعميل", "some words that are here"
    lines = shown(monkeypatch, capsys, 60, texts[0], *AMOUNTS, texts[1])
    assert lines[0][1:4] == ["1,234,567.89", "325.5000", "12345"]
    assert len(lines) > 1


@pytest.mark.parametrize(("width", "times"), [(30, 1), (50, 3), (80, 3)])
def test_where_there_is_no_room_each_member_has_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int, times: int
) -> None:
    lines = shown(monkeypatch, capsys, width, *AMOUNTS * times)
    assert [value for _, value in lines if value] == ["1,234,567.89", "325.5000", "12345"] * times
    assert "".join(name for name, _ in lines) == "".join(f"c{at}" for at in range(3 * times))


@pytest.mark.parametrize("width", [12, 20])
def test_no_digit_is_lost_in_the_narrowest_window(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    lines = shown(monkeypatch, capsys, width, *AMOUNTS)
    assert "".join(value for _, value in lines) == "1,234,567.89325.500012345"


def test_days_are_not_broken_while_texts_can_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown(monkeypatch, capsys, 40, "PO-20261128-0001", date(2026, 12, 28), None, Decimal(7))
    assert lines[0][1] == "2026-12-28"
    assert "".join(cells[0] for cells in lines) == "PO-20261128-0001"


def test_rows_of_texts_alone_have_a_line_for_each_text_that_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(monkeypatch, capsys, 20, "a", None, "b", "c") == [["c0", "a"], ["c2", "b"], ["c3", "c"]]


DAY = date(2026, 11, 28)
LONG = "شركة النيل للتجارة والتوريدات العامة المحدودة", "Portland cement CEM II 42.5 N, bags of 50 kg"
TABLES: dict[str, tuple[list[str], list[list[output.Cell]]]] = {
    "payables": (
        ["supplier id", "supplier name", "not due", "to 30", "to 60", "to 90", "over 90", "bills", "total"],
        [
            [
                1,
                LONG[0],
                *[Decimal("36650.23"), Decimal("-819.66")] * 2,
                Decimal("0.00"),
                12,
                Decimal("71661.14"),
            ],
            [20, LONG[1], *[Decimal("123456.78")] * 5, 3, Decimal("617283.90")],
            [None, None, *[Decimal("160107.01")] * 5, None, Decimal("654748.69")],
        ],
    ),
    "sales": (
        ["day", "invoices", "returns", "before tax", "discount", "tax", "total", "cost", "profit"],
        [[DAY, 3, 0, *[Decimal("123456.78")] * 6], [None, None, None, *[Decimal("-123456.78")] * 6]],
    ),
    "purchase": (
        ["id", "no.", "supplier", "received", "due", "total", "status"],
        [[12345678, "PO-20261128-0001", LONG[0], DAY, DAY, Decimal("0.24"), "partially_paid"]],
    ),
    "stock": (
        ["product name", "reorder level", "quantity", "value"],
        [[LONG[1], "1,250.5", "12,345,678", Decimal("325.5000")], [LONG[0], "0", "-7", Decimal("0.2500")]],
    ),
    "payments": (["id", "method", "amount"], [[1, "cash", Decimal("0.24")], [2, "check", Decimal("-0.24")]]),
    "nothing": (["supplier id", "supplier name", "total"], []),
    "texts": (["name", "question"], [[LONG[0], LONG[1] * 3], [LONG[1], None]]),
}
# where each corner of a table stands on the right, by the one on the left
CORNERS = {"┏": "┓", "┌": "┐", "┡": "┩", "├": "┤", "└": "┘", "┃": "┃", "│": "│"}


def printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], widths: range, *table: Any
) -> Iterator[tuple[int, list[str]]]:
    """Each width and the lines of the table in it."""
    for width in widths:
        monkeypatch.setenv("COLUMNS", str(width))
        output.show("T", *table)
        yield width, [line.rstrip() for line in capsys.readouterr().out.splitlines()[1:]]


def assert_it_ends_at_its_edge(lines: Sequence[str], width: int) -> None:
    assert all(cell_len(line) <= width for line in lines), width
    assert all(line[-1] == CORNERS[line[0]] for line in lines), width


@pytest.mark.parametrize("table", TABLES)
def test_tables_end_at_their_edge_and_keep_each_number_and_day_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    columns, rows = TABLES[table]
    cells = [cell for row in rows for cell in row]
    whole = Counter(
        output.in_words(cell)
        for cell in cells
        if isinstance(cell, (int, Decimal, date)) or (cell and not re.search("[^0-9,.-]", cell))
    )
    letters = Counter("".join(map(output.in_words, cells)).replace(" ", ""))
    for width, lines in printed(monkeypatch, capsys, range(20, 201), columns, rows):
        assert_it_ends_at_its_edge(lines, width)
        pieces = Counter(piece.strip() for line in lines for piece in re.split("[│┃]", line))
        assert whole <= pieces, width
        assert letters <= Counter("".join(pieces.elements())), width


@pytest.mark.parametrize("table", TABLES)
def test_words_stay_whole_in_ordinary_windows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    columns, rows = TABLES[table]
    texts = [*(columns if rows else ()), *(cell for row in rows for cell in row if isinstance(cell, str))]
    words = {word for text in texts for word in text.split() if len(word) <= 12}
    for width, lines in printed(monkeypatch, capsys, range(50, 201), columns, rows):
        assert words <= {word for line in lines for word in re.split(r"[\s│┃]+", line)}, width


def test_bars_leave_the_amounts_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(LONG[0], Bar(10, 0, 4), Decimal("123456.78"))]
    for width, lines in printed(monkeypatch, capsys, range(20, 201), ["", "", "amount"], rows):
        assert_it_ends_at_its_edge(lines, width)
        assert any("123,456.78" in line for line in lines), width
        assert width < 50 or any("█" in line for line in lines), width
