"""daftar debit-note save, apply, cancel, show, print and list."""

from __future__ import annotations

from datetime import datetime
from typing import TextIO, Unpack

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, read_request, user_option, writing_options
from pyclient.cli.payments import METHODS, show_payment
from pyclient.cli.printing import PageOptions, print_document, printing_options
from pyclient.models.debit_notes import DebitNoteStatus
from pyclient.models.payments import PaymentMethod
from pyclient.print import documents


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(debit_note)


@click.group("debit-note")
def debit_note() -> None:
    """What customers owe beside their invoices: freight, penalties, price differences, old debts."""


@command(debit_note)
@click.argument("file", type=click.File(encoding="utf-8"))
@user_option(required=False)
@click.option("--request-id", metavar="KEY", help="Safe to repeat: the same key has one effect.")
def save(settings: Settings, file: TextIO, created_by: int | None, request_id: str | None) -> None:
    """Raise the debit note in FILE (- is standard input): one JSON object as sp_save_debit_note takes it.

    --user and --request-id go in front of the file's created_by and request_id.

    \b
    Example:
      echo '{"customer_id": 4, "source_invoice_id": 103, "reference_type": "additional_fees",
             "items": [{"description": "freight", "quantity": 1, "unit_price": 100, "tax_rate": 14}]}' \\
        | daftar debit-note save - --user 1
      echo '{"customer_id": 4, "reference_type": "opening_balance", "debit_note_date": "2025-09-30",
             "items": [{"description": "owed before", "quantity": 1, "unit_price": 500}]}' \\
        | daftar debit-note save - --user 1
    """
    request = read_request(file, created_by=created_by, request_id=request_id)
    settings.run(calls.save_debit_note(request), show_raised)


@command(debit_note)
@click.argument("debit_note_id", type=int)
@click.option("--amount", required=True, help="In the note's currency, e.g. 64 or 64.50.")
@click.option("--method", type=METHODS, default="cash", show_default=True,
              help="wallet: the customer's.")  # fmt: skip
@click.option("--rate", "exchange_rate", help="Of a note in another currency; that of the day where absent.")
@click.option("--base-amount", help="What the money was in the company's currency, instead of --rate.")
@writing_options
def apply(
    settings: Settings,
    debit_note_id: int,
    amount: str,
    method: PaymentMethod,
    exchange_rate: str | None,
    base_amount: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Apply money to a debit note, never more than is open.

    \b
    Examples:
      daftar debit-note apply 3 --amount 50 --user 1
      daftar debit-note apply 3 --amount 64 --method wallet --user 1
      daftar debit-note apply 4 --amount 20 --base-amount 900 --user 1
    """
    request = models.ApplyDebitNoteRequest(
        debit_note_id=debit_note_id,
        amount=amount,
        method=method,
        exchange_rate=exchange_rate,
        base_amount=base_amount,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.apply_debit_note(request), _show_applied)


@command(debit_note)
@click.argument("debit_note_id", type=int)
@click.option("--reason", metavar="TEXT")
@writing_options
def cancel(
    settings: Settings, debit_note_id: int, reason: str | None, created_by: int, request_id: str | None
) -> None:
    """Cancel a debit note: refused while money is applied to it.

    \b
    Example:
      daftar debit-note cancel 3 --reason 'wrong amount' --user 1
    """
    request = models.CancelDebitNoteRequest(
        debit_note_id=debit_note_id, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.cancel_debit_note(request), _show_cancelled)


@command(debit_note)
@click.argument("debit_note_id", type=int)
def show(settings: Settings, debit_note_id: int) -> None:
    """Show one debit note with its items and what was applied to it.

    \b
    Example:
      daftar debit-note show 3
    """
    settings.run(calls.get_debit_note(debit_note_id), _show_stored)


@command(debit_note, "print")
@click.argument("debit_note_id", type=int)
@printing_options
def print_(settings: Settings, debit_note_id: int, **page: Unpack[PageOptions]) -> None:
    """Print a debit note.

    \b
    Example:
      daftar debit-note print 3
    """
    print_document(settings, lambda client: documents.debit_note(client, debit_note_id), page)


@command(debit_note, "list")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@click.option("--invoice", "source_invoice_id", type=int, metavar="ID", help="Those raised for it.")
@click.option("--status", type=click.Choice(["open", "partially_applied", "applied", "cancelled"]))
@click.option("--unpaid", is_flag=True, help="Only those on which something is open.")
@click.option("--from", "from_date", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "to_date", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings,
    customer_id: int | None,
    source_invoice_id: int | None,
    status: DebitNoteStatus | None,
    unpaid: bool,
    from_date: datetime | None,
    to_date: datetime | None,
    limit: int,
    after: str | None,
) -> None:
    """List debit notes, newest first.

    \b
    Example:
      daftar debit-note list --customer 4 --unpaid
    """
    wanted = models.DebitNoteFilter(
        customer_id=customer_id,
        source_invoice_id=source_invoice_id,
        status=status,
        unpaid=unpaid or None,
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        limit=limit,
        after=after,
    )
    settings.run(calls.list_debit_notes(wanted), _show_list)


def show_raised(saved: models.SavedDebitNote) -> None:
    """Print a debit note that was raised."""
    _show_items(saved, saved.items, _owes(saved.customer))


def _show_applied(applied: models.AppliedDebitNote) -> None:
    show_payment(applied.payment)
    click.echo(
        f"{applied.debit_note_no} is {applied.status},"
        f" open {output.in_words(applied.remaining_amount)} {applied.currency}"
    )


def _show_cancelled(cancelled: models.CancelledDebitNote) -> None:
    output.show(
        f"Debit note {cancelled.debit_note_id} {cancelled.debit_note_no} is cancelled",
        ["", f"amount{output.of_currency(cancelled.currency)}"],
        [("total", cancelled.total)],
        caption=_owes(cancelled.customer),
    )


def _show_stored(stored: models.DebitNote) -> None:
    _show_items(stored, stored.items, stored.reason or "")
    if stored.applications:
        output.show(
            "Applied",
            ["payment", "number", "date", "method", "amount", "in own currency", "gain"],
            [
                (
                    a.payment_id,
                    a.payment_no,
                    a.business_date,
                    a.method,
                    a.amount,
                    a.base_amount,
                    a.exchange_difference,
                )
                for a in stored.applications
            ],
        )


def _show_items(note: models.DebitNoteSummary, items: tuple[models.DebitNoteLine, ...], caption: str) -> None:
    output.show(
        f"Debit note {note.debit_note_id} {note.debit_note_no} {_source(note)} ({note.status})",
        ["item", "description", "quantity", "price", "tax %", "net", "tax", "total"],
        [
            (
                item.item_id,
                item.description,
                output.quantity(item.quantity),
                item.unit_price,
                output.quantity(item.tax_rate),
                item.net,
                item.tax_amount,
                item.total,
            )
            for item in items
        ],
        caption=f"total {output.in_words(note.total)}, open {output.in_words(note.remaining_amount)}"
        + f" {note.currency}"
        + (f" at {output.quantity(note.exchange_rate)}" if note.exchange_rate != 1 else "")
        + (f", {caption}" if caption else ""),
    )


def _show_list(page: models.Page[models.DebitNoteSummary]) -> None:
    output.show(
        "Debit notes",
        ["id", "number", "date", "customer", "invoice", "kind", "currency", "total", "open", "status"],
        [
            (
                n.debit_note_id,
                n.debit_note_no,
                n.debit_note_date,
                n.customer_id,
                n.source_invoice_id,
                n.reference_type,
                n.currency,
                n.total,
                n.remaining_amount,
                n.status,
            )
            for n in page.rows
        ],
        caption=output.more(page.next_after),
    )


def _source(note: models.DebitNoteSummary) -> str:
    if note.source_invoice_id is not None:
        return f"of invoice {note.source_invoice_id}"
    return "of a balance that was adopted" if note.adopted else "of an opening balance"


def _owes(change: models.CustomerChange) -> str:
    before, after = output.in_words(change.balance_before), output.in_words(change.balance_after)
    return f"customer {change.id} owes {before} -> {after}"
