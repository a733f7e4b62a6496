"""A client whose account may not call what it calls is told which right is missing, at once."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Iterator
from contextlib import closing

import pytest

from pyclient import aio, calls, errors
from pyclient.client import Client
from pyclient.connection import connect
from pyclient.demo.page import FOLDER
from pyclient.models import CustomerFilter
from pyclient.retry import RetryPolicy
from tests.accounts.conftest import GuardedShop
from tests.deploy.accounts import account, as_account

_DENIED = "execute command denied to user"


@pytest.fixture
def one_right(guarded: GuardedShop) -> Iterator[str]:
    """The URL of an account that may ask for the version, and nothing else."""
    right = f"EXECUTE ON PROCEDURE {guarded.shop.name}.sp_get_version"
    with account(guarded.shop.server, right) as name:
        yield as_account(guarded.shop.url, name)


def check(error: errors.DaftarError, procedure: str) -> None:
    assert type(error) is errors.ServerError
    assert error.errno == 1370
    assert _DENIED in error.english
    assert procedure in error.english
    assert "لا يحق" in error.arabic


def test_who_may_call_nothing_is_told_at_once(guarded: GuardedShop) -> None:
    with closing(guarded.as_report()) as report:
        client = Client(report)
        with pytest.raises(errors.ServerError) as refused:
            client.list_customers(CustomerFilter())
    check(refused.value, "sp_get_version")
    assert client.retries == 0


def test_the_client_for_asyncio_is_told_at_once(guarded: GuardedShop) -> None:
    async def ask() -> int:
        async with await aio.AsyncClient.from_url(as_account(guarded.shop.url, guarded.report)) as client:
            with pytest.raises(errors.ServerError) as refused:
                await client.run(calls.list_customers(CustomerFilter()))
            check(refused.value, "sp_get_version")
            return client.retries

    assert asyncio.run(ask()) == 0


def test_who_may_call_other_things_waits_for_a_deployment_on_mysql_only(
    guarded: GuardedShop, one_right: str
) -> None:
    """MySQL takes a procedure's rights away while it is replaced; MariaDB never does."""
    with closing(connect(one_right)) as connection:
        client = Client(connection, retry=RetryPolicy(await_deployment=0.2))
        with pytest.raises(errors.ServerError) as refused:
            client.list_customers(CustomerFilter())
    assert refused.value.errno == 1370
    assert "sp_list_customers" in refused.value.english
    if guarded.shop.server.engine == "mysql":
        assert client.retries > 0
        assert type(refused.value) is errors.RetriesExhaustedError
    else:
        check(refused.value, "sp_list_customers")
        assert client.retries == 0


def test_the_page_is_told_at_once(guarded: GuardedShop) -> None:
    program = (
        "require 'daftar.php'; $start = microtime(true);"
        "try { daftar_call('sp_list_customers', []); } catch (DaftarError $error) {"
        "echo json_encode([$error->token, $error->getMessage(), microtime(true) - $start < 1.5]); }"
    )
    done = subprocess.run(
        ["php", "-d", "error_log=/dev/stderr", "-d", "log_errors=1", "-r", program],
        cwd=FOLDER,
        env={"PATH": "/usr/bin:/bin", "DAFTAR_URL": as_account(guarded.shop.url, guarded.report)},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    token, message, at_once = json.loads(done.stdout)
    assert (token, at_once) == ("SERVER_ERROR", True)
    assert "1370" in message
    assert _DENIED in done.stderr
