"""Which errors are tried again, and for how long."""

from __future__ import annotations

import time

import mysql.connector
import pytest

from pyclient.retry import NO_RETRIES, Attempts, Remedy, RetryPolicy, remedy_for


@pytest.mark.parametrize(
    ("remedy", "errnos"),
    [
        (Remedy.RETRY, [1213, 1205, 1020, 3101, 1412, 1615]),
        (Remedy.RECONNECT, [1047, 1053, 1290, 1836, 2002, 2003, 2006, 2013, 2055, 1927, 3169, 4031]),
        (Remedy.AWAIT_DEPLOYMENT, [1305, 1318, 1370]),
        (Remedy.NONE, [1062, 1064, 1317, 1568, 3819, 4025, 1451, 1452, 50101, 50150, 1045, 1040, 1146]),
    ],
)
def test_the_number_decides(remedy: Remedy, errnos: list[int]) -> None:
    assert {errno: remedy_for(mysql.connector.Error("x", errno=errno)) for errno in errnos} == dict.fromkeys(
        errnos, remedy
    )


def test_an_error_at_commit_is_tried_again_only_for_galeras_deadlock() -> None:
    deadlock = 'Got error 149 "Lock deadlock; Retry transaction" during COMMIT'
    assert remedy_for(mysql.connector.Error(deadlock, errno=1180)) is Remedy.RETRY
    full = 'Got error 28 "No space left on device" during COMMIT'
    assert remedy_for(mysql.connector.Error(full, errno=1180)) is Remedy.NONE


def test_a_trigger_that_a_kill_left_broken_is_worth_another_try_and_a_syntax_error_is_not() -> None:
    broken = "Unknown trigger has an error in its body: 'Query was empty'"
    assert remedy_for(mysql.connector.Error(broken, errno=1064)) is Remedy.RETRY
    assert (
        remedy_for(mysql.connector.Error("You have an error in your SQL syntax", errno=1064)) is Remedy.NONE
    )


@pytest.mark.parametrize(
    "error",
    [
        mysql.connector.OperationalError("MySQL Connection not available"),
        mysql.connector.errors.ReadTimeoutError(),
        mysql.connector.errors.WriteTimeoutError(),
    ],
)
def test_the_drivers_own_losses_have_no_number(error: mysql.connector.Error) -> None:
    assert remedy_for(error) is Remedy.RECONNECT


def test_a_misuse_without_a_number_is_no_loss() -> None:
    assert remedy_for(mysql.connector.ProgrammingError("Not all parameters were used")) is Remedy.NONE


def test_the_back_off_doubles_and_is_capped() -> None:
    policy = RetryPolicy(first_wait=0.02, longest_wait=1.0)
    assert [policy.longest_wait_after(n) for n in range(1, 9)] == [0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1, 1]
    assert policy.longest_wait_after(10_000) == 1


def test_waits_are_spread_over_the_whole_range() -> None:
    waits = [Attempts(RetryPolicy(first_wait=1.0)).wait_after(Remedy.RETRY) for _ in range(400)]
    found = [wait for wait in waits if wait is not None]
    assert len(found) == 400
    assert min(found) < 0.1
    assert max(found) > 0.9


def test_nothing_is_tried_again_that_fails_again() -> None:
    attempts = Attempts(RetryPolicy())
    assert attempts.wait_after(Remedy.NONE) is None
    assert attempts.wait_after(Remedy.LOST) is None


def test_no_try_begins_after_the_deadline() -> None:
    attempts = Attempts(RetryPolicy(deadline=0.2, first_wait=0.02, longest_wait=0.02))
    started = time.monotonic()
    while (wait := attempts.wait_after(Remedy.RETRY)) is not None:
        time.sleep(wait)
    assert 0.15 < time.monotonic() - started < 5
    assert attempts.failures > 5


def test_a_missing_routine_is_awaited_for_less_long() -> None:
    attempts = Attempts(RetryPolicy(await_deployment=0.0))
    assert attempts.wait_after(Remedy.AWAIT_DEPLOYMENT) is None
    assert attempts.wait_after(Remedy.RETRY) is not None


def test_no_retries_means_none() -> None:
    assert Attempts(NO_RETRIES).wait_after(Remedy.RETRY) is None
