"""Between two tests every table is as it was, and so is the id that its next row gets."""

from __future__ import annotations

import pytest

from pyclient.deploy.session import execute
from tests.till import CASHIER, Till


@pytest.mark.parametrize("time", ["first", "second"])
def test_ids_begin_at_1_whatever_was_rolled_back_before(till: Till, time: str) -> None:
    for expected in (1, 2):
        execute(till.connection, "START TRANSACTION")
        execute(
            till.connection,
            f"INSERT INTO suppliers (company_id, name, created_by) VALUES (1, 'x', {CASHIER})",
        )
        assert till.rows("SELECT LAST_INSERT_ID()") == [(expected,)], time
        execute(till.connection, "ROLLBACK")
    assert till.count("suppliers") == 0
