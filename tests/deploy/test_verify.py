"""Checks become views, which one procedure reads in one statement."""

from __future__ import annotations

import pytest

from pyclient.deploy import verify
from pyclient.deploy.session import DeployError, execute, fetch
from pyclient.deploy.source import NEWEST_ROWS, SourceError, db_dir, depth_of, read_checks
from tests.deploy.conftest import Workshop
from tests.shop import Shop

CHECKS = sorted((db_dir() / "checks").glob("*.sql"))
COLUMNS = (
    "SELECT 'currencies' AS table_name, minor_units AS row_id, NULL AS expected, code AS found"
    " FROM currencies"
)


@pytest.fixture
def verifying(workshop: Workshop) -> Workshop:
    """With sp_verify_books and what it calls, and no check yet."""
    procedures = ("sp_verify_books", "sp_verify_quick", "_verify")
    for file in (*(f"procedures/books/{name}.sql" for name in procedures), "functions/_json_text.sql"):
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
    assert set(report.of("replaced")) == {"_checks", "_violations"}  # it is no quick one
    assert [check.name for check in verify.run(verifying.connection)] == ["first", "second"]
    file.unlink()
    assert verifying.deploy().of("dropped") == ["_check_second"]
    assert [check.name for check in verify.run(verifying.connection)] == ["first"]


def test_a_quick_look_asks_some_checks_and_some_about_the_newest_rows(verifying: Workshop) -> None:
    checks = {
        "all_users": "-- Why.\n-- Depth: quick\n",
        "newest_users": "-- Depth: newest\n-- Why.\n",
        "users": "-- Depth: full\n",
    }
    select = "SELECT 'users' AS table_name, u.id AS row_id, 1 AS expected, 2 AS found\nFROM users AS u\n"
    for name, head in checks.items():
        verifying.write(f"checks/{name}.sql", head + select)
    verifying.deploy()
    rows = ", ".join(f"('u{n}')" for n in range(NEWEST_ROWS + 3))
    execute(verifying.connection, f"INSERT INTO users (username) VALUES {rows}")
    ((users, first, last),) = fetch(verifying.connection, "SELECT COUNT(*), MIN(id), MAX(id) FROM users")
    every = {check.name: check for check in verify.run(verifying.connection)}
    quick = {check.name: check for check in verify.run(verifying.connection, quick=True)}
    assert {name: check.violations for name, check in every.items()} == dict.fromkeys(checks, users)
    assert quick.keys() == {"all_users", "newest_users"}
    assert quick["all_users"] == every["all_users"]
    assert (quick["newest_users"].violations, every["newest_users"].violations) == (NEWEST_ROWS, users)
    assert quick["newest_users"].sample[0].row_id == str(last - NEWEST_ROWS + 1)
    assert every["newest_users"].sample[0].row_id == str(first)


def test_where_there_is_no_quick_check_all_is_well_quickly(verifying: Workshop) -> None:
    verifying.write("checks/all_are_wrong.sql", COLUMNS)
    verifying.deploy()
    assert verify.run(verifying.connection, quick=True) == []


def test_a_check_of_the_newest_rows_goes_through_a_table(verifying: Workshop) -> None:
    verifying.write("checks/odd.sql", f"-- Depth: newest\n{COLUMNS} AS c")
    with pytest.raises(SourceError, match=r"odd\.sql: a check of the newest rows has one FROM"):
        verifying.deploy()


def test_every_check_says_how_deep_it_is() -> None:
    said = {path.stem: path.read_text("utf-8").count("\n-- Depth: ") for path in CHECKS}
    assert set(said.values()) == {1}, said
    assert {depth_of(path.read_text("utf-8")) for path in CHECKS} == {"quick", "newest", "full"}


def test_what_is_told_does_not_depend_on_the_session(verifying: Workshop) -> None:
    verifying.write("checks/all_are_wrong.sql", COLUMNS)
    verifying.deploy()
    told = verify.run(verifying.connection)
    execute(verifying.connection, "SET SESSION group_concat_max_len = 4")
    execute(verifying.connection, "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'")
    assert verify.run(verifying.connection) == told


def test_quick_checks_can_be_asked_again(shop: Shop) -> None:
    """MariaDB plans a procedure's statement once for a connection, and some subqueries do not survive it."""
    for _ in range(3):
        asked = [check.name for check in verify.run(shop.connection, quick=True)]
        assert asked == [path.stem for path in CHECKS if depth_of(path.read_text("utf-8")) != "full"]


def test_every_check_is_deployed_and_asked(shop: Shop) -> None:
    files = [path.stem for path in CHECKS]
    assert [check.name for check in verify.run(shop.connection)] == files
    newest = {f"_newest_{path.stem}" for path in CHECKS if depth_of(path.read_text("utf-8")) == "newest"}
    views = {f"_check_{name}" for name in files} | newest | {"_checks", "_violations", "_quick_violations"}
    assert {source.name for source in read_checks()} == views
    text = next(source.statement for source in read_checks() if source.name == "_violations")
    assert all(f"FROM _check_{name} AS" in text for name in files)
    deployed = fetch(
        shop.connection, "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()"
    )
    assert views <= {name for (name,) in deployed}
