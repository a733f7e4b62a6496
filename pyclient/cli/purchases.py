"""daftar purchase post, due, return, reverse, show and list."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TextIO

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, due_options, read_request, user_option, writing_options
from pyclient.cli.payments import new_due_date, new_due_options, show_due_date


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(purchase)


@click.group()
def purchase() -> None:
    """Buy, and look at purchases."""


@command(purchase)
@click.argument("file", type=click.File(encoding="utf-8"))
@due_options
@user_option(required=False)
@click.option("--request-id", metavar="KEY", help="Safe to repeat: the same key has one effect.")
def post(
    settings: Settings,
    file: TextIO,
    due_date: datetime | None,
    due_days: int | None,
    created_by: int | None,
    request_id: str | None,
) -> None:
    """Post the bill in FILE (- is standard input): one JSON object as sp_post_purchase takes it.

    The options go in front of the file's due_date or due_days, created_by and request_id. Without either of
    the first two the bill is due as the supplier's payment days say.

    \b
    Examples:
      daftar purchase post bill.json --user 1
      daftar purchase post bill.json --due-days 45 --user 1
      echo '{"supplier_id": 2, "items": [{"product_id": 3, "qty": 20, "unit_cost": "33.25"}]}' \\
        | daftar purchase post - --user 1
      echo '{"supplier_id": 2, "items": [{"product_id": 3, "qty": 2, "unit_cost": 9}], "taxed": true}' \\
        | daftar purchase post - --user 1
    """
    request = read_request(file, created_by=created_by, request_id=request_id)
    if due_date or due_days is not None:
        request |= {"due_date": due_date.date() if due_date else None, "due_days": due_days}
    settings.run(calls.post_purchase(request), _show_posted)


@command(purchase)
@click.argument("bill_id", type=int)
@new_due_options
@writing_options
def due(
    settings: Settings,
    bill_id: int,
    due_date: datetime | None,
    at_once: bool,
    reason: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Set until when a bill is to be paid, or an opening balance.

    \b
    Examples:
      daftar purchase due 12 2026-12-31 --reason 'the supplier waits' --user 1
      daftar purchase due 12 --at-once --user 1
    """
    request = models.DueDateRequest(
        bill_id=bill_id,
        due_date=new_due_date(due_date, at_once),
        reason=reason,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.set_due_date(request), show_due_date)


@command(purchase, "return")
@click.argument("bill_id", type=int)
@click.argument("items", nargs=-1, required=True, metavar="BATCH=QTY...")
@click.option("--refund", type=click.Choice(["account", "cash", "original"]),
              help="Where money paid for it goes; else account, without a supplier original.")  # fmt: skip
@click.option("--reason", metavar="TEXT")
@writing_options
def return_(
    settings: Settings,
    bill_id: int,
    items: tuple[str, ...],
    refund: Literal["account", "cash", "original"] | None,
    reason: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Send a part of a purchase back to its supplier; `daftar purchase show` names its batches.

    \b
    Example:
      daftar purchase return 12 31=3 --reason 'defective' --user 1
    """
    request = models.ReturnPurchaseRequest(
        bill_id=bill_id,
        items=[_batch_to_return(item) for item in items],
        refund=refund,
        reason=reason,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.return_purchase(request), _show_returned)


@command(purchase)
@click.argument("bill_id", type=int)
@click.option("--refund", type=click.Choice(["account", "cash", "original"]),
              help="Where money paid with it goes; else account, without a supplier original.")  # fmt: skip
@click.option("--reason", metavar="TEXT")
@writing_options
def reverse(
    settings: Settings,
    bill_id: int,
    refund: Literal["account", "cash", "original"] | None,
    reason: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Take a purchase back, whole: refused once anything of it has left.

    \b
    Example:
      daftar purchase reverse 12 --reason 'wrong price' --user 1
    """
    request = models.ReversePurchaseRequest(
        bill_id=bill_id, refund=refund, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.reverse_purchase(request), _show_reversed)


@command(purchase)
@click.argument("bill_id", type=int)
def show(settings: Settings, bill_id: int) -> None:
    """Show one purchase with its lines, what is left of them, and its payments.

    \b
    Example:
      daftar purchase show 12
    """
    settings.run(calls.get_purchase(bill_id), _show_stored)


@command(purchase, "list")
@click.option("--supplier", "supplier_id", type=int, metavar="ID")
@click.option("--bill", "bill_no", metavar="NO", help="The supplier's own number.")
@click.option("--reversed/--live", "is_reversed", default=None)
@click.option("--from", "from_date", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "to_date", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings,
    supplier_id: int | None,
    bill_no: str | None,
    is_reversed: bool | None,
    from_date: datetime | None,
    to_date: datetime | None,
    limit: int,
    after: str | None,
) -> None:
    """List purchases, newest first.

    \b
    Example:
      daftar purchase list --supplier 2 --live
    """
    wanted = models.PurchaseFilter(
        supplier_id=supplier_id,
        bill_no=bill_no,
        reversed=is_reversed,
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        limit=limit,
        after=after,
    )
    settings.run(calls.list_purchases(wanted), _show_list)


def _show_posted(posted: models.PostedPurchase) -> None:
    output.show(
        f"Purchase {posted.bill_id} {posted.purchase_no}",
        ["batch", "product", "received", "qty", "unit cost", "value", "tax"],
        [
            (
                i.batch_id,
                i.product_id,
                i.received_at,
                output.quantity(i.qty),
                i.unit_cost,
                i.value,
                i.tax_amount,
            )
            for i in posted.items
        ],
        caption=f"total {output.in_words(posted.total)}{_of_it_tax(posted.tax_total)}"
        + f", paid {output.in_words(posted.paid_amount)}{_due(posted.due_date)}"
        + _owed(posted.supplier),
    )


def _batch_to_return(text: str) -> models.BatchToReturn:
    batch, sign, qty = text.partition("=")
    if not sign or not batch.isdecimal():
        raise click.BadParameter(f"{text!r} is not BATCH=QTY", param_hint="BATCH=QTY")
    return models.BatchToReturn(batch_id=int(batch), qty=qty)


def _show_returned(done: models.ReturnedPurchase) -> None:
    output.show(
        f"Return {done.return_no} of purchase {done.bill_id} {done.purchase_no}",
        ["batch", "product", "qty", "cost", "tax"],
        [(i.batch_id, i.product_id, output.quantity(i.qty), i.cost, i.tax_amount) for i in done.items],
        caption=f"total {output.in_words(done.value)}{_of_it_tax(done.tax_amount)}"
        + f", given back {output.in_words(done.refunded_amount)}"
        + _owed(done.supplier),
    )


def _show_reversed(done: models.ReversedPurchase) -> None:
    output.show(
        f"Purchase {done.bill_id} {done.purchase_no} is reversed",
        ["", "amount"],
        [
            ("total", done.total),
            ("given back", done.refunded_amount),
            *((f"  {refund.method} (payment {refund.payment_id})", refund.amount) for refund in done.refunds),
        ],
        caption=_owed(done.supplier).removeprefix(", "),
    )


def _show_stored(stored: models.Purchase) -> None:
    output.show(
        f"Purchase {stored.bill_id} {stored.purchase_no} {stored.supplier_name or ''} {stored.bill_no or ''}",
        ["batch", "product", "received", "qty", "left", "unit cost", "value", "tax"],
        [
            (
                i.batch_id,
                i.product_name,
                i.received_at,
                output.quantity(i.qty),
                output.quantity(i.remaining),
                i.unit_cost,
                i.value,
                i.tax_amount,
            )
            for i in stored.items
        ],
        caption=f"total {output.in_words(stored.total)}{_of_it_tax(stored.tax_total)}"
        + (f", an opening balance of {stored.opening_date}" if stored.opening_date else "")
        + _due(stored.due_date)
        + (f", sent back {output.in_words(stored.returned_amount)}" if stored.returned_amount else "")
        + (f", reversed on {stored.reversed_on}" if stored.reversed else ""),
    )
    if stored.payments:
        output.show(
            "Payments",
            ["payment", "number", "date", "kind", "method", "amount"],
            [
                (p.payment_id, p.payment_no, p.business_date, p.kind, p.method, p.amount)
                for p in stored.payments
            ],
        )


def _show_list(page: models.Page[models.PurchaseSummary]) -> None:
    output.show(
        "Purchases",
        ["id", "number", "bill", "date", "owed since", "due", "supplier", "total", "reversed"],
        [
            (
                p.bill_id,
                p.purchase_no,
                p.bill_no,
                p.business_date,
                p.opening_date,
                p.due_date,
                p.supplier_name,
                p.total,
                p.reversed,
            )
            for p in page.rows
        ],
        caption=output.more(page.next_after),
    )


def _of_it_tax(amount: Decimal) -> str:
    return f", of it tax {output.in_words(amount)}" if amount else ""


def _due(day: date | None) -> str:
    return f", due on {day}" if day else ""


def _owed(supplier: models.SupplierChange | None) -> str:
    if supplier is None:
        return ""
    before, after = output.in_words(supplier.balance_before), output.in_words(supplier.balance_after)
    return f", supplier {supplier.id} is owed {before} -> {after}"
