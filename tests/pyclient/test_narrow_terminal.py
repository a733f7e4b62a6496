"""In a narrow terminal texts are folded and numbers stay whole; where there is no room, no digit is lost."""

from __future__ import annotations

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


@pytest.mark.parametrize(("width", "times"), [(20, 1), (30, 1), (50, 3), (80, 3)])
def test_no_digit_is_lost_where_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int, times: int
) -> None:
    lines = shown(monkeypatch, capsys, width, *AMOUNTS * times)
    joined = ["".join(cells) for cells in zip(*lines, strict=True)]
    assert joined == ["1,234,567.89", "325.5000", "12345"] * times
