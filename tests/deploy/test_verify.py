from __future__ import annotations

import pytest

from pyclient.deploy import verify
from pyclient.deploy.session import execute
from tests.deploy.conftest import Workshop


def test_a_check_gives_its_rows_and_the_others_are_good(workshop: Workshop) -> None:
    columns = (
        "SELECT 'currencies' AS table_name, code AS row_id, NULL AS expected, minor_units AS found"
        " FROM currencies"
    )
    workshop.write("checks/all_are_wrong.sql", f"-- Why.\n{columns} ORDER BY code\n")
    workshop.write("checks/none_is_wrong.sql", f"{columns} WHERE minor_units > 4")
    wrong, right = verify.run(workshop.connection, workshop.root)
    assert (right.name, right.ok, right.violations, right.sample) == ("none_is_wrong", True, 0, ())
    assert (wrong.name, wrong.ok) == ("all_are_wrong", False)
    assert wrong.violations > len(wrong.sample) == verify.SAMPLE_ROWS
    assert wrong.sample[0] == verify.Violation("currencies", "AED", None, "2")
    assert not workshop.connection.in_transaction


def test_within_a_transaction_its_own_changes_are_seen(workshop: Workshop) -> None:
    workshop.write(
        "checks/few.sql",
        "SELECT 'currencies' AS table_name, 0 AS row_id, 0 AS expected, COUNT(*) AS found"
        " FROM currencies HAVING found > 1000000 OR SUM(code = 'XXX') > 0",
    )
    execute(workshop.connection, "START TRANSACTION")
    execute(workshop.connection, "INSERT INTO currencies VALUES ('XXX', 2)")
    assert [check.ok for check in verify.run(workshop.connection, workshop.root)] == [False]
    assert workshop.connection.in_transaction
    workshop.connection.rollback()
    assert [check.ok for check in verify.run(workshop.connection, workshop.root)] == [True]


def test_a_check_with_other_columns_is_an_error(workshop: Workshop) -> None:
    workshop.write("checks/odd.sql", "SELECT 1 AS one")
    with pytest.raises(ValueError, match="a check gives the columns"):
        verify.run(workshop.connection, workshop.root)
