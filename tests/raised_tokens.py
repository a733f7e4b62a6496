"""Collects every error token that the server raised in this run; test_every_token_is_raised.py reads them."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager

import mysql.connector
import pytest

OWN_SQLSTATE = "45000"

raised = pytest.StashKey[set[str]]()


@contextmanager
def collected(tokens: set[str]) -> Iterator[None]:
    """Add the token of every error of ours to ``tokens``: both of the connector's drivers, and its asyncio
    one, make their exceptions through one class.
    """
    original = mysql.connector.Error.__init__

    @functools.wraps(original)
    def noting(
        self: mysql.connector.Error,
        msg: str | None = None,
        errno: int | None = None,
        values: tuple[int | str, ...] | None = None,
        sqlstate: str | None = None,
    ) -> None:
        original(self, msg, errno, values, sqlstate)
        if sqlstate == OWN_SQLSTATE and msg:
            tokens.add(msg.partition(":")[0])

    mysql.connector.Error.__init__ = noting  # type: ignore[method-assign]
    try:
        yield
    finally:
        mysql.connector.Error.__init__ = original  # type: ignore[method-assign]


def is_whole_run(config: pytest.Config) -> bool:
    """Whether nothing was left out by a path or an option: only then must every token have been seen."""
    options = ("keyword", "markexpr", "deselect", "lf", "stepwise", "collectonly")
    return config.args_source == pytest.Config.ArgsSource.TESTPATHS and not any(
        config.getoption(option, None) for option in options
    )
