"""Checks become views, which one procedure reads in one statement."""

from __future__ import annotations

import pytest

from pyclient.deploy import verify
from pyclient.deploy.session import DeployError, execute, fetch
from pyclient.deploy.source import db_dir, read_checks
from tests.deploy.conftest import Workshop
from tests.shop import Shop

COLUMNS = (
    "SELECT 'currencies' AS table_name, minor_units AS row_id, NULL AS expected, code AS found"
    " FROM currencies"
)


@pytest.fixture
def verifying(workshop: Workshop) -> Workshop:
    """With sp_verify_books and what it calls, and no check yet."""
    for file in ("procedures/books/sp_verify_books.sql", "functions/_json_text.sql"):
        workshop.write(file, (db_dir() / file).read_text(encoding="utf-8"))
    return workshop


def test_a_check_gives_its_rows_and_the_others_are_good(verifying: Workshop) -> None:
    verifying.write("checks/all_are_wrong.sql", f"-- Why.\n{COLUMNS} ORDER BY code\n")
    verifying.write("checks/none_is_wrong.sql", f"{COLUMNS} WHERE minor_units > 4")
    verifying.deploy()
    wrong, right = verify.run(verifying.connection)
    assert (right.name, right.ok, right.violations, right.sample) == ("none_is_wrong", True, 0, ())
    assert (wrong.name, wrong.ok) == ("all_are_wrong", False)
    assert wrong.violations > len(wrong.sample) == verify.SAMPLE_ROWS
    assert wrong.sample[0].table_name == "currencies"
    assert (wrong.sample[0].row_id, wrong.sample[0].expected) == ("0", None)
    assert not verifying.connection.in_transaction


def test_within_a_transaction_its_own_changes_are_seen(verifying: Workshop) -> None:
    verifying.write("checks/few.sql", f"{COLUMNS} WHERE code = 'XXX'")
    verifying.deploy()
    execute(verifying.connection, "START TRANSACTION")
    execute(verifying.connection, "INSERT INTO currencies VALUES ('XXX', 2)")
    assert [check.ok for check in verify.run(verifying.connection)] == [False]
    assert verifying.connection.in_transaction
    verifying.connection.rollback()
    assert [check.ok for check in verify.run(verifying.connection)] == [True]


def test_a_check_with_other_columns_is_not_deployed(verifying: Workshop) -> None:
    verifying.write("checks/odd.sql", "SELECT 1 AS one")
    with pytest.raises(DeployError, match="Unknown column"):
        verifying.deploy()


def test_a_check_is_one_view_more_and_goes_with_its_file(verifying: Workshop) -> None:
    verifying.write("checks/first.sql", f"{COLUMNS} WHERE code = 'XXX'")
    verifying.deploy()
    file = verifying.write("checks/second.sql", f"{COLUMNS} WHERE code = 'XXX'")
    report = verifying.deploy()
    assert set(report.of("created")) == {"_check_second"}
    assert set(report.of("replaced")) == {"_checks", "_violations"}
    assert [check.name for check in verify.run(verifying.connection)] == ["first", "second"]
    file.unlink()
    assert verifying.deploy().of("dropped") == ["_check_second"]
    assert [check.name for check in verify.run(verifying.connection)] == ["first"]


def test_what_is_told_does_not_depend_on_the_session(verifying: Workshop) -> None:
    verifying.write("checks/all_are_wrong.sql", COLUMNS)
    verifying.deploy()
    told = verify.run(verifying.connection)
    execute(verifying.connection, "SET SESSION group_concat_max_len = 4")
    execute(verifying.connection, "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'")
    assert verify.run(verifying.connection) == told


def test_every_check_is_deployed_and_asked(shop: Shop) -> None:
    files = sorted(path.stem for path in (db_dir() / "checks").glob("*.sql"))
    assert [check.name for check in verify.run(shop.connection)] == files
    views = {f"_check_{name}" for name in files} | {"_checks", "_violations"}
    assert {source.name for source in read_checks()} == views
    text = next(source.statement for source in read_checks() if source.name == "_violations")
    assert all(f"FROM _check_{name} AS" in text for name in files)
    deployed = fetch(
        shop.connection, "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()"
    )
    assert views <= {name for (name,) in deployed}
