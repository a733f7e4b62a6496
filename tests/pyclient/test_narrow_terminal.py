"""In a narrow terminal texts are folded, and numbers stay whole."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.cli import output


def test_numbers_are_not_broken_while_texts_can_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    row = (
        "فاتورة رقم واحد للعميل",
        "2026-11-28",
        Decimal("1234567.89"),
        Decimal("325.5000"),
        "some words here",
    )
    output.show("Sales", ["document", "day", "total", "cost", "notes"], [row])
    shown = capsys.readouterr().out
    assert "1,234,567.89" in shown
    assert "325.5000" in shown
    assert max(map(len, shown.splitlines())) <= 60
