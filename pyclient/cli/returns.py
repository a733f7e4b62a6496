"""daftar return."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Literal

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, writing_options


def register(main: click.Group) -> None:
    """Add the command to ``main``."""
    command(main, "return")(return_items)


@click.argument("invoice_id", type=int)
@click.option("--item", "items", multiple=True, metavar="ID=QTY", help="A line's item_id and how many.")
@click.option("--all", "everything", is_flag=True, help="Everything that is left of the invoice.")
@click.option("--refund", type=click.Choice(["reduce", "wallet", "cash", "original"]), default="reduce",
              show_default=True, help="Where paid money goes; reduce: into the wallet.")  # fmt: skip
@click.option("--reason", metavar="TEXT")
@writing_options
def return_items(
    settings: Settings,
    invoice_id: int,
    items: tuple[str, ...],
    everything: bool,
    refund: Literal["reduce", "wallet", "cash", "original"],
    reason: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Take goods of an invoice back, into the stock layers that they came from.

    \b
    Examples:
      daftar return 103 --item 7=2 --refund cash --user 1
      daftar return 103 --all --user 1
    """
    if bool(items) == everything:
        raise click.UsageError("give --item, or --all")
    request = models.ReturnRequest(
        invoice_id=invoice_id,
        items=[_item(text) for text in items],
        all=everything or None,
        refund=refund,
        reason=reason,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.return_items(request), _show)


def _item(text: str) -> models.ReturnItem:
    item_id, _, qty = text.partition("=")
    try:
        return models.ReturnItem(item_id=int(item_id), qty=Decimal(qty))
    except (ValueError, InvalidOperation):
        raise click.UsageError(f"--item is ID=QTY, not {text}") from None


def _show(done: models.ReturnedGoods) -> None:
    output.show(
        f"Return {done.return_no} of invoice {done.invoice_id} {done.invoice_no or ''}",
        ["item", "product", "qty", "value", "cost"],
        [
            (item.item_id, item.product_id, output.quantity(item.qty), item.value, item.cost)
            for item in done.items
        ],
    )
    output.show(
        "",
        ["", "amount"],
        [
            ("off the customer's debt", done.returned_amount),
            ("given back", done.refunded_amount),
            *((f"  {refund.method} (payment {refund.payment_id})", refund.amount) for refund in done.refunds),
            ("open on the invoice", done.remaining_amount),
            ("customer's balance after", done.customer.balance_after),
            ("customer's wallet after", done.customer.wallet_after),
        ],
    )
