"""daftar return."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Literal, TextIO

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, read_request, writing_options
from pyclient.cli.invoices import show_items


def register(main: click.Group) -> None:
    """Add the command to ``main``."""
    command(main, "return")(return_items)


@click.argument("invoice_id", type=int)
@click.option("--item", "items", multiple=True, metavar="ID=QTY", help="A line's item_id and how many.")
@click.option("--all", "everything", is_flag=True, help="Everything that is left of the invoice.")
@click.option("--refund", type=click.Choice(["reduce", "wallet", "cash", "original"]), default="reduce",
              show_default=True, help="Where paid money goes; reduce: into the wallet.")  # fmt: skip
@click.option(
    "--exchange",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Sell in exchange: one JSON object with exchange_items and payments (- is standard input).",
)
@click.option("--reason", metavar="TEXT")
@writing_options
def return_items(
    settings: Settings,
    invoice_id: int,
    items: tuple[str, ...],
    everything: bool,
    refund: Literal["reduce", "wallet", "cash", "original"],
    exchange: TextIO | None,
    reason: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Take goods of an invoice back, into the stock layers that they came from; with --exchange sell others
    in the same step. FILE is one JSON object: exchange_items, and perhaps payments, overpayment, due_date,
    invoice_group and exchange_notes, as sp_return_items takes them.

    \b
    Examples:
      daftar return 103 --item 7=2 --refund cash --user 1
      daftar return 103 --all --user 1
      daftar return 103 --item 7=2 --exchange new.json --user 1
    """
    if bool(items) == everything:
        raise click.UsageError("give --item, or --all")
    request: dict[str, object] = {
        "invoice_id": invoice_id,
        "items": [_item(text) for text in items],
        "all": everything,
        "refund": refund,
        "created_by": created_by,
        **given({"reason": reason, "request_id": request_id}),
    }
    if exchange:
        request = read_request(exchange, **request)
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
            *((f"  {tax.name} {output.quantity(tax.rate)} %", tax.amount) for tax in done.taxes),
            ("given back", done.refunded_amount),
            *((f"  {refund.method} (payment {refund.payment_id})", refund.amount) for refund in done.refunds),
            ("open on the invoice", done.remaining_amount),
            ("customer's balance after", done.customer.balance_after),
            ("customer's wallet after", done.customer.wallet_after),
        ],
    )
    if done.exchange:
        new = done.exchange
        show_items(new.items)
        output.show(
            f"Exchange: invoice {new.invoice_id} {new.invoice_no} ({new.payment_status})",
            ["", "amount"],
            [
                ("total", new.total_after),
                ("paid out of the return", new.from_return),
                ("paid in all", new.paid_amount),
                ("due", done.due),
                ("into the wallet", done.to_wallet),
                ("change due", done.change_due),
            ],
        )
