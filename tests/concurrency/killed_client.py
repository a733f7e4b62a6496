"""A client process that is there to be killed: it sells until then."""

from __future__ import annotations

import random
from collections.abc import Sequence
from multiprocessing.connection import Connection

from pyclient.connection import connect
from tests.concurrency.errands import sale
from tests.shop import call_text


def sell_forever(
    url: str, seed: str, customers: Sequence[int], products: Sequence[int], told: Connection
) -> None:
    """Tell the connection's id, and then of each call its arguments before it is sent.

    What the process did can be read from the other end of ``told`` after it died.
    """
    rng = random.Random(seed)
    connection = connect(url)
    told.send(connection.connection_id)
    while True:
        items = [(product, rng.randint(1, 3)) for product in rng.sample(products, 12)]
        call = sale(rng.choice(customers), *items)
        told.send((call.procedure, call.arguments[0]))
        call_text(connection, call.procedure, call.arguments[0])
