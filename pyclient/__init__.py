"""Daftar: a shop's invoices, payments, wallet and stock, kept inside MySQL or MariaDB.

:class:`Client` has the calls, :mod:`pyclient.models` what goes in and comes out, :mod:`pyclient.errors` what
they raise.

>>> import pyclient
>>> with pyclient.Client.from_url("mysql://shop@127.0.0.1/daftar") as client:  # doctest: +SKIP
...     client.get_invoice(101).remaining_amount
Decimal('780.00')
"""

__version__ = "0.1.0"

from pyclient import errors, models
from pyclient.client import Client
from pyclient.errors import DaftarError
from pyclient.pool import Pool
from pyclient.retry import NO_RETRIES, RetryPolicy

__all__ = [
    "NO_RETRIES",
    "Client",
    "DaftarError",
    "Pool",
    "RetryPolicy",
    "__version__",
    "errors",
    "models",
]
