"""In a narrow terminal texts are folded, numbers and days stay whole; where they cannot, each has a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

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
