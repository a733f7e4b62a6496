"""daftar amend."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Literal

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, writing_options
from pyclient.cli.invoices import show_items


def register(main: click.Group) -> None:
    """Add the command to ``main``."""
    command(main, "amend")(amend_invoice)


@click.argument("invoice_id", type=int)
@click.option("--item", "items", multiple=True, metavar="ID=QTY[@PRICE]",
              help="A line that stays, by its item_id, with its new quantity.")  # fmt: skip
@click.option("--new", "new_items", multiple=True, metavar="PRODUCT=QTY[@PRICE]", help="A new line.")
@click.option("--discount", metavar="N[%]", help="An amount, or a percentage; without it: as it is.")
@click.option("--refund", type=click.Choice(["wallet", "cash", "original"]), default="wallet",
              show_default=True, help="Where goes what was paid above the new total.")  # fmt: skip
@click.option("--notes", metavar="TEXT")
@click.option("--reason", metavar="TEXT")
@click.option("--credit-override-by", type=int, metavar="ID", help="The admin who lets more be owed.")
@writing_options
def amend_invoice(
    settings: Settings,
    invoice_id: int,
    items: tuple[str, ...],
    new_items: tuple[str, ...],
    discount: str | None,
    refund: Literal["wallet", "cash", "original"],
    notes: str | None,
    reason: str | None,
    credit_override_by: int | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Change a posted invoice: name every line that it is to have; the others are taken off.

    \b
    Examples:
      daftar amend 103 --item 7=14 --item 8=2@11.50 --user 1
      daftar amend 103 --item 7=14 --new 9=1 --discount 5% --refund cash --user 1
    """
    request = models.AmendmentRequest(
        invoice_id=invoice_id,
        items=[*(_kept(text) for text in items), *(_new(text) for text in new_items)],
        discount_type=None if discount is None else "percent" if discount.endswith("%") else "amount",
        discount_value=None if discount is None else discount.removesuffix("%"),
        notes=models.KEEP if notes is None else notes,
        refund=refund,
        reason=reason,
        credit_override_by=credit_override_by,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.amend_invoice(request), _show)


def _kept(text: str) -> models.AmendedItem:
    item_id, qty, price = _parts("--item ID=QTY[@PRICE]", text)
    return models.AmendedItem(item_id=item_id, qty=qty, selling_price=price)


def _new(text: str) -> models.SaleItem:
    product_id, qty, price = _parts("--new PRODUCT=QTY[@PRICE]", text)
    return models.SaleItem(product_id=product_id, qty=qty, selling_price=price)


def _parts(form: str, text: str) -> tuple[int, Decimal, Decimal | None]:
    number, _, rest = text.partition("=")
    qty, _, price = rest.partition("@")
    try:
        return int(number), Decimal(qty), Decimal(price) if price else None
    except (ValueError, InvalidOperation):
        raise click.UsageError(f"{form}, not {text}") from None


def _show(done: models.AmendedInvoice) -> None:
    show_items(done.items)
    output.show(
        f"Invoice {done.invoice_id} {done.invoice_no or ''} ({done.payment_status})",
        ["", "amount"],
        [
            ("total after discount", done.total_after),
            *((f"  {tax.name} {output.quantity(tax.rate)} %", tax.amount) for tax in done.taxes),
            ("more (or less) than before", done.value_change),
            ("cost more (or less) than before", done.cost_change),
            ("given back", done.refunded_amount),
            *((f"  {refund.method} (payment {refund.payment_id})", refund.amount) for refund in done.refunds),
            ("open on the invoice", done.remaining_amount),
            ("customer's balance after", done.customer.balance_after),
            ("customer's wallet after", done.customer.wallet_after),
        ],
    )
