"""Printed documents in Arabic: HTML or PDF, on A4 or on the 80 mm paper of a till.

:mod:`~pyclient.print.documents` reads what is printed, :mod:`~pyclient.print.pages` makes the page of it. The
latter needs the extra ``print``.

>>> from pyclient.print import documents, pages  # doctest: +SKIP
>>> Path("invoice.pdf").write_bytes(pages.as_pdf(documents.invoice(client, 103), "a4"))  # doctest: +SKIP
"""


class PrintUnavailableError(RuntimeError):
    """What a PDF is made with is not installed."""
