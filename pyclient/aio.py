"""The client for asyncio: the same calls, retries and errors, awaited.

>>> async with await AsyncClient.from_url("mysql://shop@127.0.0.1/daftar") as client:  # doctest: +SKIP
...     saved = await client.run(calls.save_invoice(request))
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar, cast

import mysql.connector
import mysql.connector.aio
from mysql.connector.aio.abstracts import MySQLConnectionAbstract, MySQLCursorAbstract

from pyclient import calls, errors, models
from pyclient.calls import Call
from pyclient.connection import ConnectorValue, connector_arguments
from pyclient.models.fields import Filter, Page
from pyclient.retry import (
    MAY_BE_DEPLOYMENT,
    NO_RIGHT_TO_EXECUTE,
    Attempts,
    Remedy,
    RetryPolicy,
    remedy_for,
)
from pyclient.transport import ROLLBACK, response_text

T = TypeVar("T")
F = TypeVar("F", bound=Filter)


class AsyncClient:
    """Daftar's calls over one connection of ``mysql.connector.aio``.

    Calls are made with the functions of :mod:`pyclient.calls`, which the blocking client's methods use too.
    Tasks may share a client: their calls are sent one after the other. A cancelled call closes the connection
    (half an answer may stand on it); the next call opens another, and the cancelled one can be sent again
    with its request_id.

    >>> page = await client.run(calls.list_invoices(InvoiceFilter(open=True)))  # doctest: +SKIP
    """

    def __init__(self, arguments: dict[str, ConnectorValue], policy: RetryPolicy) -> None:
        self._arguments = arguments
        self._policy = policy
        self._connection: MySQLConnectionAbstract | None = None
        self._cursor: MySQLCursorAbstract | None = None
        self._version: models.ServerVersion | None = None
        self._one_call = asyncio.Lock()
        self._closed = False
        self.retries = 0
        """How many times a call of this client was tried again."""

    @classmethod
    async def from_url(
        cls, url: str, *, retry: RetryPolicy | None = None, **overrides: ConnectorValue
    ) -> Self:
        """Connect. Raises ValueError for a bad URL, :class:`~pyclient.errors.ServerError` without a server.

        >>> client = await AsyncClient.from_url("mysql://shop@127.0.0.1/daftar")  # doctest: +SKIP
        """
        client = cls(connector_arguments(url, overrides), retry or RetryPolicy())
        try:
            await client._ready_connection()
        except mysql.connector.Error as error:
            raise errors.translate(error) from error
        return client

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection, and make no call any more."""
        self._closed = True
        await self._disconnect()

    async def _disconnect(self) -> None:
        connection, self._connection, self._cursor = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(mysql.connector.Error, OSError):
                await connection.close()

    async def run(self, call: Call[T]) -> T:
        """Send one call and give its answer. Raises :class:`~pyclient.errors.DaftarError`.

        >>> (await client.run(calls.get_product(3))).in_stock  # doctest: +SKIP
        Decimal('155.0000')
        """
        async with self._one_call:
            if self._closed:
                raise RuntimeError("the client is closed")
            if self._version is None:
                self._version = await self._read_version()
            return call.read(await self._send(call))

    async def every_row(self, make: Callable[[F], Call[Page[T]]], wanted: F) -> AsyncIterator[T]:
        """All rows of a list, page after page.

        >>> async for row in client.every_row(calls.list_invoices, InvoiceFilter()):  # doctest: +SKIP
        ...     print(row.invoice_no)
        """
        while True:
            page = await self.run(make(wanted))
            for row in page.rows:
                yield row
            if page.next_after is None:
                return
            wanted = replace(wanted, after=page.next_after)

    async def _read_version(self) -> models.ServerVersion:
        call = calls.version()
        try:
            found = call.read(await self._send(call))
        except errors.ServerError as error:
            raise errors.no_daftar(error) from error
        errors.require_api(found.api, calls.API_NUMBER, found.version)
        return found

    async def _send(self, call: Call[object]) -> str:
        attempts = Attempts(self._policy)
        while True:
            try:
                return await self._send_once(call)
            except mysql.connector.Error as error:
                remedy = await self._clean_up_after(error)
                wait = attempts.wait_after(remedy)
                if wait is None:
                    raise errors.give_up(error, remedy, attempts.failures, call.request_id) from error
            except BaseException:
                await self._disconnect()
                raise
            self.retries += 1
            await asyncio.sleep(wait)

    async def _send_once(self, call: Call[object]) -> str:
        await self._ready_connection()
        cursor = self._cursor
        assert cursor is not None  # made with the connection
        try:
            await cursor.execute(call.statement, call.arguments)
            rows = await cursor.fetchall()
            while await cursor.nextset():
                if cursor.description is not None:
                    await cursor.fetchall()
        except OSError as error:
            raise mysql.connector.OperationalError(str(error), errno=2013) from error
        return response_text(rows)

    async def _ready_connection(self) -> None:
        if self._connection is None:
            self._connection = await _connect(self._arguments)
            self._cursor = await self._connection.cursor()

    async def _clean_up_after(self, error: mysql.connector.Error) -> Remedy:
        remedy = remedy_for(error)
        if error.errno == NO_RIGHT_TO_EXECUTE and not await self._may_be_deployment():
            remedy = Remedy.NONE
        if remedy is not Remedy.RECONNECT:
            try:
                if self._connection is not None:
                    await self._connection.cmd_query(ROLLBACK)
                return remedy
            except mysql.connector.Error:
                pass
        await self._disconnect()
        return remedy if errors.is_refusal(error) else Remedy.RECONNECT

    async def _may_be_deployment(self) -> bool:
        cursor = self._cursor
        assert cursor is not None  # it said that the right is missing
        with contextlib.suppress(mysql.connector.Error, OSError):
            await cursor.execute(MAY_BE_DEPLOYMENT)
            return await cursor.fetchall() == [(1,)]
        return True


async def _connect(arguments: dict[str, ConnectorValue]) -> MySQLConnectionAbstract:
    try:
        connection = await mysql.connector.aio.connect(**arguments)
    except OSError as error:
        # The driver lets the socket's own errors through.
        raise mysql.connector.OperationalError(str(error), errno=2003) from error
    except TypeError:
        # The driver, after connecting to a server that offers no TLS, unpacks the cipher it does not have.
        connection = await mysql.connector.aio.connect(**{**arguments, "ssl_disabled": True})
    return cast(MySQLConnectionAbstract, connection)
