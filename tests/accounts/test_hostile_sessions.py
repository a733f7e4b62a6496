"""A caller's session settings reach into the procedures. Under each of these every public procedure answers
what it answers in a clean session, byte for byte, and leaves the same rows; or it refuses cleanly.

The clock of this database stands still. Left out of the comparison are updated_at, which is the server's own
(ON UPDATE CURRENT_TIMESTAMP; it must be the present), and two DATETIME columns of the shop's own tables that
hold the time of day in the session's zone, as its pages write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy import migrate
from pyclient.deploy.session import Row, execute, fetch, freeze, quoted
from tests.accounts import day
from tests.accounts.conftest import GuardedShop
from tests.shop import Shop, call_text
from tests.till import Till

NOW = "2026-03-05 21:30:00"
IN_THE_SESSIONS_ZONE = {("batches", "adjusted_at"), ("wallet_transactions", "transaction_date")}

Outcome = str | int
"""An answer, or the number of an error."""

SAME = "the same"
DENIED = "denied"
UNSAFE = 50128  # SESSION_UNSAFE


@dataclass(frozen=True)
class Setting:
    """``statements`` and what the writing procedures do after them: SAME, DENIED (the server refuses the
    setting) or the number of our refusal; the reading ones do the same in any case. ``may_refuse``: the
    server itself may end any call with one of these errors instead. ``only``: one engine's.
    """

    statements: tuple[str, ...]
    writing: str | int = SAME
    may_refuse: tuple[int, ...] = ()
    only: str = ""

    def __str__(self) -> str:
        return self.statements[-1].removeprefix("SET SESSION ").replace(" = ", "=")[:60]


def sets(
    *assignments: str, writing: str | int = SAME, may_refuse: tuple[int, ...] = (), only: str = ""
) -> Setting:
    return Setting(tuple(f"SET SESSION {each}" for each in assignments), writing, may_refuse, only)


def switched_off(flags: str, only: str) -> Setting:
    """A literal: MySQL was once seen to refuse the value that an expression of @@optimizer_switch gave."""
    return sets("optimizer_switch = '" + ",".join(f"{flag}=off" for flag in flags.split()) + "'", only=only)


SWITCHES_OF_BOTH = (
    "derived_merge engine_condition_pushdown firstmatch index_condition_pushdown index_merge"
    " index_merge_intersection index_merge_sort_union index_merge_union loosescan materialization semijoin"
)
SETTINGS = [
    # the tables' own rules would not hold
    sets("foreign_key_checks = 0", writing=UNSAFE),
    sets("unique_checks = 0", writing=UNSAFE),
    sets("check_constraint_checks = 0", only="mariadb", writing=UNSAFE),
    # the time would not be the time
    sets("timestamp = 1000000000", writing=UNSAFE),
    # it stands still while the day goes on, and the machine's clock comes near it
    sets("timestamp = UNIX_TIMESTAMP() + 3600", writing=UNSAFE),
    sets("time_zone = '-11:00'"),
    sets("time_zone = '+13:00'"),
    # ids would be the caller's
    sets("insert_id = 2147483646", writing=UNSAFE),
    sets("insert_id = 1", writing=UNSAFE),
    sets("auto_increment_increment = 65535", writing=UNSAFE),
    sets("auto_increment_increment = 7", "auto_increment_offset = 3", writing=UNSAFE),
    sets("last_insert_id = 4711"),
    sets("sql_auto_is_null = 1"),
    # modes
    sets("sql_mode = ''"),
    sets("sql_mode = 'ANSI,ONLY_FULL_GROUP_BY'"),
    sets("sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,IGNORE_SPACE'"),
    sets("sql_mode = 'NO_BACKSLASH_ESCAPES'"),
    sets("sql_mode = 'PAD_CHAR_TO_FULL_LENGTH'"),
    sets("sql_mode = 'NO_AUTO_VALUE_ON_ZERO'"),
    sets("sql_mode = 'HIGH_NOT_PRECEDENCE'"),
    sets("sql_mode = 'NO_UNSIGNED_SUBTRACTION,REAL_AS_FLOAT,ALLOW_INVALID_DATES'"),
    sets("sql_mode = 'TRADITIONAL'"),
    sets("sql_mode = 'ORACLE'", only="mariadb"),
    sets("sql_mode = 'TIME_TRUNCATE_FRACTIONAL'", only="mysql"),
    sets("innodb_strict_mode = 0", only="mariadb"),
    # transactions
    sets("autocommit = 0"),
    sets("completion_type = 'CHAIN'"),
    sets("completion_type = 'RELEASE'"),
    Setting(("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",)),
    Setting(("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",)),
    Setting(("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",)),
    Setting(("SET SESSION TRANSACTION READ ONLY",)),
    Setting(("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY",)),
    sets("innodb_lock_wait_timeout = 1", "lock_wait_timeout = 1"),
    sets("innodb_table_locks = 0"),
    # arithmetic and texts
    sets("div_precision_increment = 0"),
    sets("div_precision_increment = 30"),
    sets("group_concat_max_len = 4"),
    sets("max_sort_length = 64"),
    sets("collation_connection = utf8mb4_bin"),
    sets("collation_connection = utf8mb4_general_ci"),
    sets("character_set_connection = utf16"),
    sets("collation_database = latin1_swedish_ci"),
    sets("lc_time_names = 'ar_EG'"),
    sets("lc_messages = 'de_DE'"),
    sets("default_week_format = 7"),
    sets("max_error_count = 0", may_refuse=(UNSAFE,), only="mariadb"),
    # what a statement may read, take and use
    sets("sql_select_limit = 1"),
    sets("sql_safe_updates = 1"),
    sets("sql_big_selects = 0", "max_join_size = 1", may_refuse=(1104,)),
    sets("sql_buffer_result = 1"),
    # Seen in place of 1969, with nothing written: 1305, there is no such routine; 1329, no data to fetch.
    sets("max_statement_time = 0.0001", only="mariadb", may_refuse=(1969, 1305, 1329)),
    sets("max_execution_time = 1", only="mysql"),
    sets("max_sp_recursion_depth = 255"),
    sets("cte_max_recursion_depth = 0", only="mysql"),
    sets("max_recursive_iterations = 0", only="mariadb"),
    sets("tmp_table_size = 1024", "max_heap_table_size = 16384"),
    sets("big_tables = 1"),
    sets("sort_buffer_size = 32768", "join_buffer_size = 128"),
    sets("max_length_for_sort_data = 4"),
    sets("range_optimizer_max_mem_size = 1", only="mysql"),
    sets("eq_range_index_dive_limit = 1"),
    sets("optimizer_search_depth = 1", "optimizer_prune_level = 0"),
    sets("max_seeks_for_key = 1"),
    switched_off(
        f"{SWITCHES_OF_BOTH} condition_pushdown_for_derived condition_pushdown_for_subquery"
        " condition_pushdown_from_having exists_to_in extended_keys join_cache_hashed"
        " optimize_join_buffer_size outer_join_with_cache partial_match_rowid_merge"
        " partial_match_table_scan rowid_filter semijoin_with_cache split_materialized subquery_cache"
        " table_elimination",
        only="mariadb",
    ),
    switched_off(
        f"{SWITCHES_OF_BOTH} block_nested_loop condition_fanout_filter derived_condition_pushdown"
        " duplicateweedout hash_join hash_set_operations mrr mrr_cost_based prefer_ordering_index skip_scan"
        " subquery_materialization_cost_based use_index_extensions",
        only="mysql",
    ),
    sets("default_storage_engine = MEMORY"),
    sets("old_mode = 'NO_DUP_KEY_WARNINGS_WITH_IGNORE,ZERO_DATE_TIME_CAST'", only="mariadb"),
    sets("session_track_transaction_info = 'CHARACTERISTICS'"),
    # what the application account may not set at all
    sets("sql_log_bin = 0", writing=DENIED),
    sets("binlog_format = 'STATEMENT'", writing=DENIED),
    # variables and tables of the session
    Setting(("SET @v_customer_id = 2, @p_request = 'x', @v_now = '1999-01-01', @response = 'x'",)),
    Setting(("CREATE TEMPORARY TABLE products (id INT PRIMARY KEY)",), writing=DENIED),
    Setting(("CREATE TEMPORARY TABLE customers (id INT PRIMARY KEY)",), writing=DENIED),
]


def rows_of_everything(shop: Shop) -> dict[str, list[Row]]:
    """Every row, table by table; the buckets have no column that changes, and there are thousands."""
    with closing(shop.server.connect(shop.name)) as admin:
        freeze(admin)
        columns: dict[str, list[str]] = {}
        for table, column in fetch(
            admin,
            "SELECT c.table_name, c.column_name FROM information_schema.columns AS c"
            " INNER JOIN information_schema.tables AS t"
            " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
            " WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'"
            " AND t.table_name NOT IN ('lock_buckets', 'zone_offsets', 'deployed_objects')"
            " ORDER BY c.table_name, c.ordinal_position",
        ):
            if (table, column) in IN_THE_SESSIONS_ZONE:
                column = f"{column} IS NULL"
            elif column == "updated_at":
                column = "updated_at IS NULL OR ABS(TIMESTAMPDIFF(SECOND, updated_at, NOW())) < 300"
            columns.setdefault(table, []).append(column)
        return {
            table: fetch(admin, f"SELECT {', '.join(names)} FROM {quoted(table)} ORDER BY 1, 2")
            for table, names in columns.items()
        }


_UPDATED_AT = re.compile(r'(?<="updated_at":")[^"]+')


def _if_present(found: re.Match[str]) -> str:
    age = datetime.now(UTC) - datetime.fromisoformat(found[0])
    return "the present" if abs(age) < timedelta(minutes=5) else found[0]


def outcome(connection: MySQLConnectionAbstract, procedure: str, argument: str | None) -> Outcome:
    """The answer or the error's number; rolls back after an error, as every client has to."""
    try:
        return _UPDATED_AT.sub(_if_present, call_text(connection, procedure, argument))
    except mysql.connector.Error as error:
        if connection.is_connected():
            execute(connection, "ROLLBACK")
        return error.errno


@dataclass(frozen=True)
class CleanDay:
    """What a clean session sees, and the rows that it leaves."""

    outcomes: list[Outcome]
    rows: dict[str, list[Row]]


@pytest.fixture(scope="module")
def timeless(_guarded: GuardedShop) -> Iterator[GuardedShop]:
    """The guarded shop with a clock that stands still."""
    shop = _guarded.shop
    with closing(shop.server.connect(shop.name)) as admin:
        freeze(admin)
        execute(admin, "DROP FUNCTION _now")
        execute(
            admin,
            f"CREATE DEFINER = {_guarded.owner}@localhost FUNCTION _now() RETURNS DATETIME NO SQL"
            f" RETURN '{NOW}'",
        )
    yield _guarded
    migrate.deploy(shop.url)


@pytest.fixture(scope="module")
def clean_day(timeless: GuardedShop) -> CleanDay:
    return a_clean_day(timeless)


def a_clean_day(guarded: GuardedShop) -> CleanDay:
    guarded.shop.restore()
    day.seed(guarded.shop)
    day.spoil(guarded.shop)
    with closing(guarded.as_app()) as app:
        outcomes = [outcome(app, *each) for each in CALLS]
    return CleanDay(outcomes, rows_of_everything(guarded.shop))


CALLS = [*day.WRITES, *day.READS]


def test_two_clean_days_are_the_same(timeless: GuardedShop, clean_day: CleanDay) -> None:
    assert [each for each in clean_day.outcomes if not isinstance(each, str)] == []
    again = a_clean_day(timeless)
    assert again.outcomes == clean_day.outcomes
    assert again.rows == clean_day.rows


def test_there_are_at_least_24_settings_for_each_engine() -> None:
    for engine in ("mysql", "mariadb"):
        assert len([s for s in SETTINGS if s.only in ("", engine)]) >= 24


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_a_hostile_session(timeless: GuardedShop, clean_day: CleanDay, setting: Setting) -> None:
    shop = timeless.shop
    if setting.only not in ("", shop.server.engine):
        pytest.skip(f"{setting.only} only")
    shop.restore()
    day.seed(shop)
    day.spoil(shop)
    with closing(timeless.as_app()) as app, closing(timeless.as_app()) as clean:
        for statement in setting.statements:
            if setting.writing == DENIED:
                with pytest.raises(mysql.connector.Error) as error:
                    execute(app, statement)
                assert error.value.errno in {1044, 1227}
            else:
                execute(app, statement)
        calls = [*zip(CALLS, clean_day.outcomes, strict=True)]
        if isinstance(setting.writing, int):
            before = Till(shop).checksums()
            answers = [(procedure, outcome(app, procedure, argument)) for procedure, argument in day.WRITES]
            assert [(procedure, answer) for procedure, answer in answers if answer != setting.writing] == []
            assert Till(shop).checksums() == before, "a call was refused and wrote"
            for each in day.WRITES:
                outcome(clean, *each)  # what is read is compared on the same rows
            calls = calls[len(day.WRITES) :]
        strange = []
        ids_are_the_same = True
        spoiled = shop.violations().keys()
        for (procedure, argument), expected in calls:
            may_end = (procedure, argument) in day.WRITES and setting.may_refuse
            before = Till(shop).checksums() if may_end else []
            if not app.is_connected():
                app.reconnect()
            answer = outcome(app, procedure, argument)
            if answer in setting.may_refuse:
                if may_end and Till(shop).checksums() == before:
                    outcome(clean, procedure, argument)  # what comes next is compared on the same rows
                elif may_end:
                    # The server may end a call behind its COMMIT, too; then all of it is there.
                    # (The day begins with spoiled rows; at its end all checks must pass.)
                    assert shop.violations().keys() <= spoiled, f"{procedure} was ended and left a half"
                # what the server ended in the middle had taken numbers for new rows, and those are gone
                ids_are_the_same = False
            elif ids_are_the_same and answer != expected:
                strange.append((procedure, answer, expected))
            elif isinstance(answer, int):
                # The day's requests name ids, which may be others now: a clean session is told so, too.
                assert outcome(clean, procedure, argument) == answer, f"{procedure} failed only here"
    assert strange == []
    if ids_are_the_same:
        rows = rows_of_everything(shop)
        assert {name: rows[name] for name in rows if rows[name] != clean_day.rows[name]} == {}
    assert shop.violations() == {}
