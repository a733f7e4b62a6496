"""A day of the shop: an invoice, a payment, a deposit, freight, a refused sale, and a request sent twice."""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from pyclient import calls, errors, models
from pyclient.client import Client
from pyclient.connection import connect
from pyclient.demo import shop_data
from pyclient.deploy import verify
from pyclient.deploy.migrate import migrate
from pyclient.private_server import PrivateServer, find_binaries

CUSTOMER = 4
WORK_ORDER = 2
CASHIER = 1
REQUEST_ID = "demo-page-request"


@dataclass(frozen=True)
class Repetition:
    """What sending the first request again did: nothing, if the answers and counts are the same."""

    same_answer: bool
    invoices_before: int
    invoices_after: int
    ledger_rows_before: int
    ledger_rows_after: int


@dataclass(frozen=True)
class ShopDay:
    """Everything that happened; the answers as the database gave them stand in ``answers``."""

    answers: dict[str, str]
    invoice: models.SavedInvoice
    payment: models.AddedPayment
    wallet: models.WalletMoved
    debit_note: models.SavedDebitNote
    refused: errors.DaftarError
    repeated: Repetition
    statement: models.Statement
    work_orders: tuple[models.WorkOrder, ...]
    checks: list[verify.CheckResult]

    def as_json(self) -> str:
        """One JSON document; the database's answers stand in it digit for digit."""
        members = dict(self.answers)
        members["refused"] = json.dumps(
            {
                "token": self.refused.token,
                "errno": self.refused.errno,
                "english": self.refused.english,
                "arabic": self.refused.arabic,
                "values": self.refused.values,
            },
            ensure_ascii=False,
        )
        members["repeated"] = json.dumps(dataclasses.asdict(self.repeated))
        members["checks"] = json.dumps([dataclasses.asdict(check) for check in self.checks])
        return "{" + ", ".join(f"{json.dumps(name)}: {text}" for name, text in members.items()) + "}"


@contextmanager
def fresh_database(
    url: str | None, folder: Path, *, keep: bool, tell: Callable[[str], None]
) -> Iterator[str]:
    """The URL of a new, empty database: on the server of ``url``, or on a private one kept in ``folder``.

    Dropped at the end unless ``keep``. Raises PrivateServerError where no server can be started.
    """
    if url is None:
        binaries = find_binaries()
        tell(f"starting a private {binaries.engine} {binaries.version} in {folder}/")
        with PrivateServer(binaries, folder) as server, _database_on(server.url(), keep, tell) as made:
            yield made
    else:
        with _database_on(url, keep, tell) as made:
            yield made


@contextmanager
def _database_on(url: str, keep: bool, tell: Callable[[str], None]) -> Iterator[str]:
    name = f"daftar_demo_{secrets.token_hex(4)}"
    made = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    _administer(url, f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
    try:
        yield made
    finally:
        if keep:
            tell(f"kept: the database {name}")
        else:
            _administer(url, f"DROP DATABASE {name}")


def _administer(url: str, statement: str) -> None:
    connection = connect(url)
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()


def prepare(url: str, tell: Callable[[str], None]) -> None:
    """Load the shop's data into the empty database of ``url`` and migrate it."""
    tell("loading the shop's database and migrating it")
    shop_data.load_dump(url)
    migrate(url)


def run(url: str) -> ShopDay:
    """Go through the day in the prepared database of ``url``."""
    # What the PHP page adds to what the browser sent: who is logged in, and a key of its form.
    page_request = {**shop_data.page_request(), "created_by": CASHIER, "request_id": REQUEST_ID}
    sale = calls.save_invoice(page_request)
    statement = calls.customer_statement(models.StatementFilter(customer_id=CUSTOMER, limit=500))
    work_order = calls.list_work_orders(models.WorkOrderFilter(work_order_id=WORK_ORDER))
    payment = calls.add_payment(
        models.PaymentRequest(customer_id=CUSTOMER, amount="2000.00", created_by=CASHIER)
    )
    deposit = calls.wallet_move(
        models.WalletMove(customer_id=CUSTOMER, type="deposit", amount="500.00", created_by=CASHIER)
    )
    answers: dict[str, str] = {}
    with Client.from_url(url) as client:
        answers["invoice"] = client.run(calls.as_text(sale))
        answers["payment"] = client.run(calls.as_text(payment))
        answers["wallet"] = client.run(calls.as_text(deposit))
        note = calls.save_debit_note(_freight(sale.read(answers["invoice"]).invoice_id))
        answers["debit_note"] = client.run(calls.as_text(note))
        refused = _sell_more_than_there_is(client)
        repeated = _repeat(client, sale, answers["invoice"])
        answers["statement"] = client.run(calls.as_text(statement))
        answers["work_orders"] = client.run(calls.as_text(work_order))
    connection = connect(url)
    try:
        checks = verify.run(connection)
    finally:
        connection.close()
    return ShopDay(
        answers=answers,
        invoice=sale.read(answers["invoice"]),
        payment=payment.read(answers["payment"]),
        wallet=deposit.read(answers["wallet"]),
        debit_note=note.read(answers["debit_note"]),
        refused=refused,
        repeated=repeated,
        statement=statement.read(answers["statement"]),
        work_orders=work_order.read(answers["work_orders"]).rows,
        checks=checks,
    )


def _freight(invoice_id: int) -> models.DebitNoteRequest:
    freight = models.DebitNoteItem(description="شحن سريع", quantity=1, unit_price="100.00", tax_rate=14)
    return models.DebitNoteRequest(
        customer_id=CUSTOMER,
        source_invoice_id=invoice_id,
        reference_type="additional_fees",
        items=[freight],
        created_by=CASHIER,
    )


def _sell_more_than_there_is(client: Client) -> errors.InsufficientStockError:
    too_many = models.InvoiceRequest(
        customer_id=CUSTOMER, items=[models.SaleItem(product_id=3, qty=1000)], created_by=CASHIER
    )
    try:
        client.save_invoice(too_many)
    except errors.InsufficientStockError as refused:
        return refused
    raise RuntimeError("the database sold more than it has")


def _repeat(client: Client, sale: calls.Call[models.SavedInvoice], first_answer: str) -> Repetition:
    def count() -> tuple[int, int]:
        invoices = client.all_invoices(models.InvoiceFilter(customer_id=CUSTOMER, limit=500))
        rows = client.all_statement_rows(models.StatementFilter(customer_id=CUSTOMER, limit=500))
        return sum(1 for _ in invoices), sum(1 for _ in rows)

    before = count()
    again = client.run(calls.as_text(sale))
    after = count()
    return Repetition(again == first_answer, before[0], after[0], before[1], after[1])
