"""The README's first calls, run as they stand there, give what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pyclient.connection import connect
from pyclient.deploy import migrate

README = Path(__file__).parents[2] / "README.md"


def _example(language: str) -> tuple[str, str]:
    """The first code block of a language, and the block of output after it."""
    found = re.search(
        rf"^```{language}\n(.+?)^```$.+?^```\n(.+?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found is not None
    return found[1], found[2]


def _without_days(text: str) -> str:
    return re.sub(r"\b(INV|PAY)-\d{8}-", r"\1-DAY-", text)


def test_the_first_calls(
    fresh_database: Callable[[], str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = fresh_database()
    migrate.migrate(url)
    statements, answer = _example("sql")
    answers = []
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        for statement in statements.strip().split(";\n"):
            cursor.execute(statement.removesuffix(";"))
            answers += [str(value) for (value,) in cursor.fetchall()] if cursor.description else []
            while cursor.nextset():
                pass
    assert _without_days(answers[-1]) == _without_days(answer.replace("\n", ""))

    program, output = _example("python")
    monkeypatch.setenv("DAFTAR_URL", url)
    capsys.readouterr()
    exec(compile(program, "README.md", "exec"), {})
    assert capsys.readouterr().out == output

    calls = re.findall(r"^    (CALL .+?\));$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(calls) >= 12
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        for call in calls:
            cursor.execute(call)
            assert all('"ok":true' in str(value) for (value,) in cursor.fetchall()), call
            while cursor.nextset():
                pass
