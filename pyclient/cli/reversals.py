"""daftar cancel, daftar revert and daftar void."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, writing_options


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    command(main)(cancel)
    command(main)(revert)
    command(main)(void)


@click.argument("invoice_id", type=int)
@click.option("--reason", metavar="TEXT")
@writing_options
def cancel(
    settings: Settings, invoice_id: int, reason: str | None, created_by: int, request_id: str | None
) -> None:
    """Cancel an invoice that nothing was paid on: its goods go back into stock.

    \b
    Example:
      daftar cancel 102 --reason 'ordered twice' --user 1
    """
    request = models.CancelRequest(
        invoice_id=invoice_id, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.cancel_invoice(request), _show_canceled)


@click.argument("invoice_id", type=int)
@click.option("--refund", type=click.Choice(["wallet", "cash", "original"]), default="wallet",
              show_default=True, help="Where the money goes; original: back as it came.")  # fmt: skip
@click.option("--reason", metavar="TEXT")
@writing_options
def revert(
    settings: Settings,
    invoice_id: int,
    refund: Literal["wallet", "cash", "original"],
    reason: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Revert an invoice, paid or not: its goods go back into stock, and the money goes back.

    \b
    Example:
      daftar revert 103 --refund cash --user 1
    """
    request = models.RevertRequest(
        invoice_id=invoice_id, refund=refund, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.revert_invoice(request), _show_reverted)


@click.argument("payment_id", type=int)
@click.option("--refund", type=click.Choice(["none", "wallet"]), default="none", show_default=True,
              help="wallet: the money is there and stays the customer's.")  # fmt: skip
@click.option("--reason", metavar="TEXT")
@writing_options
def void(
    settings: Settings,
    payment_id: int,
    refund: Literal["none", "wallet"],
    reason: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Void a payment, such as a check that bounced: its invoice owes the amount again.

    \b
    Example:
      daftar void 12 --reason 'bounced check' --user 1
    """
    request = models.VoidRequest(
        payment_id=payment_id, refund=refund, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.void_payment(request), _show_voided)


def _show_canceled(done: models.CanceledInvoice) -> None:
    output.show(
        f"Invoice {done.invoice_id} {done.invoice_no or ''} ({done.status})",
        ["", "amount"],
        [("taken off the customer's balance", done.returned_amount), *_customer(done.customer)],
    )


def _show_reverted(done: models.RevertedInvoice) -> None:
    output.show(
        f"Invoice {done.invoice_id} {done.invoice_no or ''} ({done.status})",
        ["", "amount"],
        [
            ("taken back", done.returned_amount),
            ("refunded", done.refunded_amount),
            *((f"  {refund.method} (payment {refund.payment_id})", refund.amount) for refund in done.refunds),
            *_customer(done.customer),
        ],
    )


def _show_voided(done: models.VoidedPayment) -> None:
    owing = f"invoice {done.invoice_id}" if done.invoice_id else f"debit note {done.debit_note_id}"
    currency = output.of_currency(done.currency)
    output.show(
        f"Payment {done.payment_id} is void",
        ["", "amount"],
        [
            (f"{owing} owes again{currency}", done.amount),
            (f"open on it now{currency}", done.remaining_after),
            ("into the wallet", done.to_wallet),
            ("out of the wallet", done.from_wallet),
            *_customer(done.customer),
        ],
    )


def _customer(change: models.CustomerChange) -> list[tuple[str, Decimal]]:
    return [
        ("customer's balance before", change.balance_before),
        ("customer's balance after", change.balance_after),
        ("customer's wallet before", change.wallet_before),
        ("customer's wallet after", change.wallet_after),
    ]
