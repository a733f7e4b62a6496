"""daftar order save, sell, show, print, list, complete and cancel."""

from __future__ import annotations

from datetime import datetime
from typing import TextIO, Unpack

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, read_request, user_option, writing_options
from pyclient.cli.invoices import show_saved
from pyclient.cli.printing import PageOptions, print_document, printing_options
from pyclient.models.orders import OrderSource, OrderStatus
from pyclient.print import documents


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(order)


@click.group()
def order() -> None:
    """Orders: agreed prices, billed at once or in parts."""


@command(order)
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--id", "order_id", type=int, help="Change this one; without it, a new one is made.")
@user_option(required=False)
@click.option("--request-id", metavar="KEY", help="Safe to repeat: the same key has one effect.")
def save(
    settings: Settings, file: TextIO, order_id: int | None, created_by: int | None, request_id: str | None
) -> None:
    """Save the order in FILE (- is standard input): one JSON object as sp_save_order takes it.

    The options go in front of the file's own members.

    \b
    Example:
      echo '{"customer_id": 4, "items": [{"product_id": 3, "qty": 2}]}' | daftar order save - --user 1
    """
    request = read_request(file, order_id=order_id, created_by=created_by, request_id=request_id)
    settings.run(calls.save_order(request), show_order)


@command(order)
@click.argument("file", type=click.File(encoding="utf-8"))
@user_option(required=False)
@click.option("--request-id", metavar="KEY", help="Safe to repeat: the same key has one effect.")
def sell(settings: Settings, file: TextIO, created_by: int | None, request_id: str | None) -> None:
    """Sell at the till, under the user's open shift, what stands in FILE (- is standard input).

    FILE holds one JSON object as sp_pos_sale takes it. The options go in front of the file's own members.

    \b
    Example:
      echo '{"items": [{"product_id": 3, "qty": 2}]}' | daftar order sell - --user 5
    """
    request = read_request(file, created_by=created_by, request_id=request_id)
    settings.run(calls.pos_sale(request), show_sold)


@command(order)
@click.argument("order_id", type=int)
def show(settings: Settings, order_id: int) -> None:
    """Show one order with its lines, its invoices and their payments.

    \b
    Example:
      daftar order show 7
    """
    settings.run(calls.get_order(order_id), show_order)


@command(order, "print")
@click.argument("order_id", type=int)
@printing_options
def print_(settings: Settings, order_id: int, **page: Unpack[PageOptions]) -> None:
    """Print an order.

    \b
    Example:
      daftar order print 7
    """
    print_document(settings, lambda client: documents.order(client, order_id), page)


@command(order, "list")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@click.option("--status", type=click.Choice(["pending", "completed", "cancelled"]))
@click.option("--source", type=click.Choice(["pos", "booking", "manual"]))
@click.option("--search", help="Part of the number.")
@click.option("--from", "from_date", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "to_date", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings,
    customer_id: int | None,
    status: OrderStatus | None,
    source: OrderSource | None,
    search: str | None,
    from_date: datetime | None,
    to_date: datetime | None,
    limit: int,
    after: str | None,
) -> None:
    """List orders, newest first.

    \b
    Example:
      daftar order list --status pending
    """
    wanted = models.OrderFilter(
        customer_id=customer_id,
        status=status,
        source=source,
        search=search,
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        limit=limit,
        after=after,
    )
    settings.run(calls.list_orders(wanted), _show_list)


@command(order)
@click.argument("order_id", type=int)
@click.option(
    "--item",
    "items",
    type=(int, str),
    multiple=True,
    metavar="ITEM QTY",
    help="Bill so much of this line; without any, all that is left.",
)
@click.option(
    "--pay",
    "payments",
    type=(click.Choice(["cash", "bank_transfer", "check", "card", "wallet"]), str),
    multiple=True,
    metavar="METHOD AMOUNT",
)
@click.option("--status", type=click.Choice(["paid", "partial", "pending"]))
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it is to be paid.")
@click.option("--notes")
@writing_options
def complete(
    settings: Settings,
    order_id: int,
    items: tuple[tuple[int, str], ...],
    payments: tuple[tuple[str, str], ...],
    due: datetime | None,
    **values: object,
) -> None:
    """Bill an order, whole or in part.

    \b
    Examples:
      daftar order complete 7 --pay cash 400 --user 1
      daftar order complete 7 --item 12 1.5 --user 1
    """
    request: dict[str, object] = {"order_id": order_id, **values}
    if items:
        request["items"] = [{"order_item_id": item, "qty": qty} for item, qty in items]
    if payments:
        request["payments"] = [{"method": method, "amount": amount} for method, amount in payments]
    if due:
        request["due_date"] = due.date()
    settings.run(calls.complete_order(request), show_sold)


@command(order)
@click.argument("order_id", type=int)
@click.option("--reason", metavar="TEXT")
@writing_options
def cancel(
    settings: Settings, order_id: int, reason: str | None, created_by: int, request_id: str | None
) -> None:
    """Give up what of an order is not billed.

    \b
    Example:
      daftar order cancel 7 --reason 'اعتذر العميل' --user 1
    """
    request = models.CancelOrderRequest(
        order_id=order_id, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.cancel_order(request), show_order)


def show_sold(sold: models.CompletedOrder) -> None:
    """Print the invoice of an order, and what became of the order."""
    show_saved(sold)
    output.show(
        "Order",
        ["id", "number", "status", "payments"],
        [(sold.order.id, sold.order.order_no, sold.order.status, sold.order.payment_status)],
    )


def show_order(stored: models.Order) -> None:
    """Print an order with its lines, its invoices and their payments."""
    output.show(
        f"Order {stored.order_id} {stored.order_no} ({stored.status}, {stored.payment_status})",
        ["", ""],
        [
            ("customer", f"{stored.customer_id} {stored.customer_name}"),
            ("date", stored.order_date),
            ("source", stored.source),
            ("work order", stored.work_order_id),
            ("notes", stored.notes),
            ("total before discount", stored.total_before),
            ("discount", stored.discount_amount),
            ("total after discount", stored.total_after),
            ("of it taxes", stored.tax_total),
            ("invoiced", stored.invoiced_amount),
            ("paid", stored.paid_amount),
            ("remaining", stored.remaining_amount),
            ("rest given up", stored.cancelled_on),
            ("reason", stored.cancel_reason),
        ],
    )
    output.show(
        "Lines",
        ["line", "product", "qty", "unit", "price", "total", "invoiced", "left"],
        [
            (
                item.order_item_id,
                f"{item.product_id} {item.product_name}",
                output.quantity(item.qty),
                item.unit,
                item.selling_price,
                item.total_price,
                output.quantity(item.invoiced_qty),
                output.quantity(item.open_qty),
            )
            for item in stored.items
        ],
    )
    if stored.invoices:
        output.show(
            "Invoices",
            ["id", "number", "date", "status", "total", "returned", "paid", "remaining"],
            [
                (
                    row.invoice_id,
                    row.invoice_no,
                    row.invoice_date,
                    row.status,
                    row.total_after,
                    row.returned_amount,
                    row.paid_amount,
                    row.remaining_amount,
                )
                for row in stored.invoices
            ],
        )
    if stored.payments:
        output.show(
            "Payments",
            ["payment", "number", "invoice", "date", "method", "amount"],
            [
                (p.payment_id, p.payment_no, p.invoice_id, p.business_date, p.method, p.amount)
                for p in stored.payments
            ],
        )


def _show_list(page: models.Page[models.OrderSummary]) -> None:
    output.show(
        "Orders",
        [
            "id",
            "number",
            "date",
            "customer",
            "source",
            "status",
            "payments",
            "total",
            "invoiced",
            "remaining",
        ],
        [
            (
                row.order_id,
                row.order_no,
                row.order_date,
                f"{row.customer_id} {row.customer_name}",
                row.source,
                row.status,
                row.payment_status,
                row.total_after,
                row.invoiced_amount,
                row.remaining_amount,
            )
            for row in page.rows
        ],
        caption=output.more(page.next_after),
    )
