"""The asyncio client: the same calls, retries and errors."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from pyclient import calls, errors
from pyclient.aio import AsyncClient
from pyclient.models import DraftRequest, InvoiceFilter
from tests.pyclient.conftest import SmallShop
from tests.pyclient.test_lost_connections import killing


def test_calls_lists_and_refusals(small_shop: SmallShop) -> None:
    async def work() -> None:
        async with await AsyncClient.from_url(small_shop.url) as client:
            saved = await client.run(calls.save_invoice(small_shop.sale()))
            assert saved.total_after == Decimal(84)
            await asyncio.gather(*(client.run(calls.save_invoice(small_shop.sale(1))) for _ in range(4)))
            wanted = InvoiceFilter(limit=2)
            rows = [row.total_after async for row in client.every_row(calls.list_invoices, wanted)]
            assert rows == [42, 42, 42, 42, 84]
            held = await client.run(calls.save_draft(DraftRequest(name="أحمد", created_by=1)))
            assert (await client.run(calls.get_draft(held.draft_id))).name == "أحمد"
            with pytest.raises(errors.InsufficientStockError):
                await client.run(calls.save_invoice(small_shop.sale(1000)))

    asyncio.run(work())


def test_a_lost_connection_loses_and_doubles_nothing(small_shop: SmallShop) -> None:
    async def work() -> None:
        async with await AsyncClient.from_url(small_shop.url) as client:
            await client.run(calls.version())
            with killing(small_shop.database, "CONNECTION"):
                for _ in range(25):
                    await client.run(calls.wallet_move(small_shop.deposit("1.25")))
            assert client.retries > 0

    asyncio.run(work())
    assert small_shop.client.list_customers().rows[0].wallet == Decimal("31.25")


def test_a_cancelled_call_can_be_sent_again(small_shop: SmallShop) -> None:
    async def work() -> None:
        async with await AsyncClient.from_url(small_shop.url) as client:
            await client.run(calls.version())
            call = calls.wallet_move(small_shop.deposit(10))
            task = asyncio.create_task(client.run(call))
            await asyncio.sleep(0.002)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await client.run(call)).customer.wallet_after == 10

    asyncio.run(work())


def test_a_closed_client_makes_no_call(small_shop: SmallShop) -> None:
    async def work() -> None:
        async with await AsyncClient.from_url(small_shop.url) as client:
            await client.run(calls.version())
        with pytest.raises(RuntimeError, match="the client is closed"):
            await client.run(calls.version())

    asyncio.run(work())


def test_no_server() -> None:
    with pytest.raises(errors.ServerError):
        asyncio.run(AsyncClient.from_url("mysql://root@127.0.0.1:1/daftar"))
