"""Clients shared by threads: each is used by one thread at a time."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from pyclient.client import Client
from pyclient.retry import RetryPolicy


class Pool:
    """Up to ``size`` clients of one URL, opened when they are first needed; safe to share by threads.

    >>> with Pool("mysql://shop@127.0.0.1/daftar", size=4) as pool:  # doctest: +SKIP
    ...     with pool.client() as client:
    ...         client.get_invoice(101)
    """

    def __init__(self, url: str, *, size: int = 8, retry: RetryPolicy | None = None) -> None:
        if size < 1:
            raise ValueError("a pool has at least one client")
        self._url = url
        self._retry = retry
        self._closed = False
        # None stands for a client that is not opened yet. The last one back is the first one out, so that a
        # quiet shop keeps few connections busy and the others are never opened.
        self._free: queue.LifoQueue[Client | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def client(self, timeout: float = 30.0) -> Iterator[Client]:
        """Lend a client; raises TimeoutError when none is given back within ``timeout`` seconds.

        >>> with pool.client() as client:  # doctest: +SKIP
        ...     client.wallet_move(WalletMove(customer_id=4, type="deposit", amount=500, created_by=1))
        """
        if self._closed:
            raise RuntimeError("the pool is closed")
        try:
            client = self._free.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError(f"all clients of the pool were in use for {timeout:g} seconds") from None
        if self._closed:  # while this thread waited
            self._free.put(client)
            raise RuntimeError("the pool is closed")
        try:
            if client is None:
                client = Client.from_url(self._url, retry=self._retry)
            yield client
        finally:
            if self._closed and client is not None:
                client.close()
            self._free.put(None if client is None or client.closed else client)

    def close(self) -> None:
        """Close the clients: those in the pool now, those that are lent when they come back."""
        self._closed = True
        free = []
        while not self._free.empty():
            free.append(self._free.get_nowait())
        for client in free:
            if client is not None:
                client.close()
            self._free.put(None)
