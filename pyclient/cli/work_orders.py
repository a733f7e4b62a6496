"""daftar work-order save and list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options
from pyclient.models.work_orders import WorkOrderStatus

_STATUS = click.Choice(["pending", "in_progress", "completed", "cancelled"])


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(work_order)


@click.group()
def work_order() -> None:
    """Work orders: jobs of a customer that collect invoices."""


@command(work_order)
@click.option("--id", "work_order_id", type=int, help="Change this one; without it, a new one is made.")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@click.option("--title")
@click.option("--description")
@click.option("--status", type=_STATUS)
@click.option("--start-date", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--notes")
@writing_options
def save(settings: Settings, start_date: datetime | None, **values: object) -> None:
    """Make a work order (--customer and --title), or change one; what is not given stays.

    \b
    Examples:
      daftar work-order save --customer 4 --title 'تشطيب المدخل' --user 1
      daftar work-order save --id 2 --status completed --user 1
    """
    request = given({**values, "start_date": start_date and start_date.date()})
    settings.run(calls.save_work_order(request), _show_saved)


@command(work_order, "list")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@click.option("--status", type=_STATUS)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings, customer_id: int | None, status: WorkOrderStatus | None, limit: int, after: str | None
) -> None:
    """List work orders with what was invoiced, paid and remains.

    \b
    Example:
      daftar work-order list --customer 4
    """
    wanted = models.WorkOrderFilter(customer_id=customer_id, status=status, limit=limit, after=after)
    settings.run(calls.list_work_orders(wanted), _show_list)


def show_work_orders(orders: Sequence[models.WorkOrder], title: str, caption: str = "") -> None:
    """Print work orders with their totals."""
    output.show(
        title,
        ["id", "customer", "title", "status", "start", "invoiced", "paid", "remaining"],
        [
            (
                o.id,
                o.customer_id,
                o.title,
                o.status,
                o.start_date,
                o.total_invoice_amount,
                o.total_paid,
                o.total_remaining,
            )
            for o in orders
        ],
        caption=caption,
    )


def _show_saved(saved: models.SavedWorkOrder) -> None:
    show_work_orders([saved.work_order], f"Work order {saved.work_order_id} is saved")


def _show_list(page: models.Page[models.WorkOrder]) -> None:
    show_work_orders(page.rows, "Work orders", output.more(page.next_after))
