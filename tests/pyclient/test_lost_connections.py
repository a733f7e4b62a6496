"""A lost connection, at any moment, is resolved by the request_id: one request has one effect."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from decimal import Decimal

import mysql.connector
import pytest

from pyclient import Client, errors
from pyclient.connection import connect
from pyclient.deploy.session import execute, fetch
from pyclient.models import WalletMoved
from tests.pyclient.conftest import SmallShop
from tests.shop import Shop


def connection_id(connection: mysql.connector.abstracts.MySQLConnectionAbstract) -> int:
    (found,) = fetch(connection, "SELECT CONNECTION_ID()")[0]
    return int(found)


def others(shop: Shop, admin: mysql.connector.abstracts.MySQLConnectionAbstract) -> list[int]:
    return [int(row[0]) for row in fetch(admin, "SHOW PROCESSLIST") if row[3] == shop.name]


@contextmanager
def killing(shop: Shop, kind: str) -> Iterator[list[int]]:
    """Kill every connection (or query) in the shop's database over and over; gives a list of the killed."""
    over = threading.Event()
    killed: list[int] = []

    def kill_on() -> None:
        with closing(shop.server.connect()) as admin:
            while not over.wait(0.025):
                for victim in others(shop, admin):
                    with suppress(mysql.connector.Error):  # it has ended by itself
                        execute(admin, f"KILL {kind} {victim}")
                        killed.append(victim)

    thread = threading.Thread(target=kill_on)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


def test_a_connection_killed_again_and_again_loses_and_doubles_nothing(small_shop: SmallShop) -> None:
    with Client.from_url(small_shop.url) as client:
        client.server_version()
        with killing(small_shop.database, "CONNECTION") as killed:
            moved: list[WalletMoved] = []
            while len(moved) < 25 or (len(killed) < 4 and len(moved) < 5000):  # a fast server is hit seldom
                moved.append(client.wallet_move(small_shop.deposit("1.25")))
        assert len(killed) > 3
        assert client.retries > 0
        assert len({each.wallet_transaction_id for each in moved}) == len(moved)
        assert client.list_customers().rows[0].wallet == Decimal("1.25") * len(moved)


def test_an_idle_connection_that_the_server_closed_is_replaced(small_shop: SmallShop) -> None:
    with closing(small_shop.database.server.connect()) as admin:
        for victim in others(small_shop.database, admin):
            execute(admin, f"KILL {victim}")
    assert small_shop.client.save_invoice(small_shop.sale()).total_after == 84
    assert small_shop.client.retries == 1


def test_a_connection_of_the_callers_is_not_replaced_and_the_key_settles_it(small_shop: SmallShop) -> None:
    own = connect(small_shop.url)
    client = Client(own)
    client.server_version()
    with closing(connect(small_shop.url)) as other:
        other.start_transaction()
        fetch(other, "SELECT id FROM customers FOR UPDATE")
        victim = connection_id(own)
        kill = threading.Timer(0.3, execute, (small_shop.database.connection, f"KILL {victim}"))
        kill.start()
        with pytest.raises(errors.ConnectionLostError) as lost:
            client.wallet_move(small_shop.deposit(10))
        kill.join()
        other.rollback()
    key = lost.value.request_id
    assert key is not None
    first = small_shop.client.wallet_move(small_shop.deposit(10, key))
    assert small_shop.client.wallet_move(small_shop.deposit(10, key)) == first
    assert first.customer.wallet_after == 10


def test_a_killed_query_is_told_and_leaves_nothing(small_shop: SmallShop) -> None:
    with (
        closing(connect(small_shop.url)) as own,
        closing(connect(small_shop.url)) as other,
    ):
        client = Client(own)
        client.server_version()
        other.start_transaction()
        fetch(other, "SELECT id FROM customers FOR UPDATE")
        victim = connection_id(own)
        kill = threading.Timer(0.3, execute, (small_shop.database.connection, f"KILL QUERY {victim}"))
        kill.start()
        with pytest.raises(errors.ServerError) as killed:
            client.wallet_move(small_shop.deposit(10))
        kill.join()
        other.rollback()
        assert killed.value.errno == 1317
        assert not own.in_transaction
        assert client.wallet_move(small_shop.deposit(10, killed.value.request_id)).customer.wallet_after == 10
