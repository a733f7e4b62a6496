"""daftar invoice save, show, list, print and mark-paid, and daftar quote."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TextIO, Unpack

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, read_request, user_option, writing_options
from pyclient.cli.payments import (
    BASE_AMOUNT,
    METHODS,
    RATE,
    new_due_date,
    new_due_options,
    show_due_date,
    show_payment,
)
from pyclient.cli.printing import PageOptions, print_document, printing_options
from pyclient.client import Client
from pyclient.models import InvoiceItem, LayerTaking, SavedItem
from pyclient.models.payments import PaymentMethod
from pyclient.print import documents


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(invoice)
    command(main)(quote)


@click.group()
def invoice() -> None:
    """Sell, and look at invoices."""


@command(invoice)
@click.argument("file", type=click.File(encoding="utf-8"))
@user_option(required=False)
@click.option("--request-id", metavar="KEY", help="Safe to repeat: the same key has one effect.")
def save(settings: Settings, file: TextIO, created_by: int | None, request_id: str | None) -> None:
    """Save the sale in FILE (- is standard input): one JSON object as sp_save_invoice takes it.

    --user and --request-id go in front of the file's created_by and request_id.

    \b
    Examples:
      daftar invoice save sale.json --user 1
      echo '{"customer_id": 4, "items": [{"product_id": 3, "qty": 2}]}' | daftar invoice save - --user 1
    """
    request = read_request(file, created_by=created_by, request_id=request_id)
    settings.run(calls.save_invoice(request), show_saved)


@click.argument("file", type=click.File(encoding="utf-8"))
@user_option(required=False)
def quote(settings: Settings, file: TextIO, created_by: int | None) -> None:
    """What the sale in FILE (- is standard input) would come to now, and what it would be refused for.

    FILE holds one JSON object as sp_save_invoice takes it; it may be incomplete. Nothing is written. --user
    goes in front of the file's created_by.

    \b
    Example:
      echo '{"customer_id": 4, "items": [{"product_id": 3, "qty": 2}]}' | daftar quote - --user 1
    """
    request = read_request(file, created_by=created_by)
    settings.run(calls.quote_invoice(request), show_quoted)


@command(invoice)
@click.argument("invoice_id", type=int)
def show(settings: Settings, invoice_id: int) -> None:
    """Show one invoice with its lines, the stock layers they took, and its payments.

    \b
    Example:
      daftar invoice show 103
    """
    settings.run(calls.get_invoice(invoice_id), _show_stored)


@command(invoice, "print")
@click.argument("invoice_id", type=int)
@click.option("--payment", "payment_id", type=int, metavar="ID", help="The receipt of this payment instead.")
@click.option("--return", "return_id", type=int, metavar="ID", help="This return of goods instead.")
@printing_options
def print_(
    settings: Settings,
    invoice_id: int,
    payment_id: int | None,
    return_id: int | None,
    **page: Unpack[PageOptions],
) -> None:
    """Print an invoice, or the receipt of one of its payments, or one of its returns.

    \b
    Examples:
      daftar invoice print 103
      daftar invoice print 103 --format receipt -o - | lp
      daftar invoice print 103 --payment 12 --html -o receipt.html
    """
    if payment_id is not None and return_id is not None:
        raise click.UsageError("give --payment or --return, not both")

    def read(client: Client) -> documents.Document:
        if payment_id is not None:
            return documents.payment(client, payment_id, of_invoice=invoice_id)
        if return_id is not None:
            return documents.returned_goods(client, invoice_id, return_id)
        return documents.invoice(client, invoice_id)

    print_document(settings, read, page)


@command(invoice, "list")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@click.option("--work-order", "work_order_id", type=int, metavar="ID")
@click.option("--status", type=click.Choice(["paid", "partial", "pending", "canceled", "reverted"]))
@click.option("--open", "is_open", is_flag=True, help="Only invoices that are still owed something.")
@click.option("--overdue", is_flag=True, help="Only open invoices that were due before today.")
@click.option("--from", "from_date", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "to_date", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--number", "invoice_no", metavar="TEXT", help="The whole number of the invoice.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings,
    customer_id: int | None,
    work_order_id: int | None,
    status: Literal["paid", "partial", "pending", "canceled", "reverted"] | None,
    is_open: bool,
    overdue: bool,
    from_date: datetime | None,
    to_date: datetime | None,
    invoice_no: str | None,
    limit: int,
    after: str | None,
) -> None:
    """List invoices, newest first.

    \b
    Examples:
      daftar invoice list --customer 4 --open
      daftar invoice list --overdue
      daftar invoice list --number INV-20251215-0001
    """
    wanted = models.InvoiceFilter(
        customer_id=customer_id,
        work_order_id=work_order_id,
        status=status,
        open=is_open or None,
        overdue=overdue or None,
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        invoice_no=invoice_no,
        limit=limit,
        after=after,
    )
    settings.run(calls.list_invoices(wanted), _show_list)


@command(invoice, "mark-paid")
@click.argument("invoice_id", type=int)
@click.option("--method", type=METHODS, default="cash", show_default=True)
@click.option("--notes", metavar="TEXT")
@RATE
@BASE_AMOUNT
@writing_options
def mark_paid(
    settings: Settings,
    invoice_id: int,
    method: PaymentMethod,
    notes: str | None,
    exchange_rate: str | None,
    base_amount: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Pay what is still open on an invoice.

    \b
    Example:
      daftar invoice mark-paid 103 --method card --user 1
    """
    request = models.MarkPaidRequest(
        invoice_id=invoice_id,
        method=method,
        notes=notes,
        exchange_rate=exchange_rate,
        base_amount=base_amount,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.mark_invoice_paid(request), show_payment)


@command(invoice)
@click.argument("invoice_id", type=int)
@new_due_options
@writing_options
def due(
    settings: Settings,
    invoice_id: int,
    due_date: datetime | None,
    at_once: bool,
    reason: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Set until when an invoice is to be paid.

    \b
    Example:
      daftar invoice due 103 2026-12-31 --reason 'asked for another week' --user 1
    """
    request = models.DueDateRequest(
        invoice_id=invoice_id,
        due_date=new_due_date(due_date, at_once),
        reason=reason,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.set_due_date(request), show_due_date)


def show_saved(saved: models.SavedInvoice) -> None:
    """Print a saved invoice: its figures, its lines with their layers, its payments."""
    output.show(
        f"Invoice {saved.invoice_id} {saved.invoice_no or ''} ({saved.payment_status})",
        ["", "amount"],
        [
            ("total before discount", saved.total_before),
            ("discount", saved.discount_amount),
            ("total after discount", saved.total_after),
            *_taxes(saved.taxes),
            ("rounding", saved.rounding_amount),
            ("cost", saved.total_cogs),
            ("profit", saved.profit_amount),
            ("paid", saved.paid_amount),
            ("remaining", saved.remaining_amount),
            ("into the wallet", saved.to_wallet),
            ("change due", saved.change_due),
            ("customer's balance before", saved.customer.balance_before),
            ("customer's balance after", saved.customer.balance_after),
            ("customer's wallet before", saved.customer.wallet_before),
            ("customer's wallet after", saved.customer.wallet_after),
        ],
    )
    _show_in_currency(saved.in_currency)
    show_items(saved.items)
    if saved.payments:
        output.show(
            "Payments",
            ["payment", "method", "amount"],
            [(p.payment_id, p.method, p.amount) for p in saved.payments],
        )


def show_items(items: tuple[SavedItem, ...] | tuple[InvoiceItem, ...]) -> None:
    """Print the lines of an invoice, each with the layers that it took."""
    output.show(
        "Lines and the stock layers they took",
        ["line", "product", "qty", "price", "total", "discount", "cost", "layers (batch: qty, cost)"],
        [
            (
                item.item_id,
                item.product_id,
                output.quantity(item.qty),
                item.selling_price,
                item.total_price,
                item.discount_share,
                item.cost,
                "\n".join(_layer(taking) for taking in item.allocations),
            )
            for item in items
        ],
    )


def _taxes(taxes: tuple[models.AppliedTax, ...]) -> list[tuple[str, output.Cell]]:
    return [(f"of it {tax.name} {tax.rate.normalize():f} %", tax.amount) for tax in taxes]


def show_quoted(quoted: models.QuotedInvoice, title: str = "Quote") -> None:
    """Print a quote: its figures, its lines, and what it would be refused for."""
    output.show(
        title,
        ["", "amount"],
        [
            ("total before discount", quoted.total_before),
            ("discount", quoted.discount_amount),
            ("total after discount", quoted.total_after),
            *_taxes(quoted.taxes),
            ("rounding", quoted.rounding_amount),
            ("cost", quoted.total_cogs),
            ("profit", quoted.profit_amount),
            ("paid", quoted.paid_amount),
            ("remaining", quoted.remaining_amount),
        ],
    )
    output.show(
        "Lines",
        ["row", "product", "qty", "unit", "price", "total", "discount", "tax", "to pay", "cost"],
        [
            (
                item.row_id,
                item.product_id,
                None if item.qty is None else output.quantity(item.qty),
                item.unit,
                item.selling_price,
                item.total_price,
                item.discount_share,
                item.tax_amount,
                item.gross,
                item.cost,
            )
            for item in quoted.items
        ],
    )
    _show_in_currency(quoted.in_currency)
    if quoted.problems:
        output.show(
            "It cannot be saved so",
            ["row", "token", "message"],
            [(problem.row_id, problem.token, problem.message) for problem in quoted.problems],
        )


def _show_in_currency(said: models.InvoiceInCurrency | None) -> None:
    """What an invoice in another currency says in it; nothing of one in the company's."""
    if said is not None:
        output.show(
            f"In {said.currency} at {output.quantity(said.exchange_rate)}",
            ["", "amount"],
            [
                ("total before discount", said.total_before),
                ("discount", said.discount_amount),
                ("of it taxes", said.tax_total),
                ("total after discount", said.total_after),
                ("remaining", said.remaining_amount),
            ],
        )
        if said.settlements:
            output.show(
                f"What settled it, in {said.currency}",
                ["payment", "return", "amount", "off the receivables", "rate"],
                [
                    (
                        s.payment_id,
                        s.return_id,
                        s.amount,
                        s.settled_base,
                        None if s.exchange_rate is None else output.quantity(s.exchange_rate),
                    )
                    for s in said.settlements
                ],
            )


def _layer(taking: LayerTaking) -> str:
    return f"{taking.batch_id}: {output.quantity(taking.qty)}, {output.in_words(taking.cost)}"


def _show_stored(stored: models.Invoice) -> None:
    output.show(
        f"Invoice {stored.id} {stored.invoice_no or ''}",
        ["", ""],
        [
            ("customer", stored.customer_id),
            ("date", stored.invoice_date),
            ("due", stored.due_date),
            ("days overdue", stored.days_overdue),
            ("work order", stored.work_order_id),
            ("notes", stored.notes),
            ("total before discount", stored.total_before_discount),
            ("discount", stored.discount_amount),
            ("total after discount", stored.total_after_discount),
            *_taxes(stored.taxes),
            ("rounding", stored.rounding_amount),
            ("cost", stored.total_cost),
            ("profit", stored.profit_amount),
            ("returned", stored.returned_amount),
            ("paid", stored.paid_amount),
            ("remaining", stored.remaining_amount),
        ],
    )
    _show_in_currency(stored.in_currency)
    show_items(stored.items)
    output.show(
        "Payments",
        ["payment", "date", "method", "amount", "status", "notes"],
        [(p.payment_id, p.payment_date, p.method, p.amount, p.status, p.notes) for p in stored.payments],
    )
    if stored.pending_payments:
        output.show(
            "Promised payments",
            ["id", "promised on", "method", "amount", "status", "notes"],
            [
                (p.pending_payment_id, p.promised_on, p.method, p.amount, p.status, p.notes)
                for p in stored.pending_payments
            ],
        )
    if stored.amendments:
        output.show(
            "Amendments",
            ["amendment", "date", "more (or less)", "cost", "reason"],
            [
                (a.amendment_id, a.business_date, a.value_change, a.cost_change, a.reason)
                for a in stored.amendments
            ],
        )


def _show_list(page: models.Page[models.InvoiceSummary]) -> None:
    output.show(
        "Invoices",
        ["id", "number", "date", "due", "days overdue", "customer", "status", "total", "paid", "remaining"],
        [
            (
                row.invoice_id,
                row.invoice_no,
                row.invoice_date,
                row.due_date,
                row.days_overdue or None,
                f"{row.customer_id} {row.customer_name}",
                row.status,
                row.total_after,
                row.paid_amount,
                row.remaining_amount,
            )
            for row in page.rows
        ],
        caption=output.more(page.next_after),
    )
