"""daftar cost-center save and list."""

from __future__ import annotations

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(cost_center)


@click.group("cost-center")
def cost_center() -> None:
    """Cost centres, which documents and their journal entries may have."""


@command(cost_center)
@click.option("--id", "cost_center_id", type=int, help="Change this one; without it, a new one is made.")
@click.option("--code", help="Letters, digits, . and -, a letter first.")
@click.option("--name")
@click.option("--active/--inactive", default=None)
@writing_options
def save(settings: Settings, **values: object) -> None:
    """Make a cost centre (--code and --name), or change one; what is not given stays.

    \b
    Example:
      daftar cost-center save --code WORKSHOP --name 'الورشة' --user 1
    """
    settings.run(calls.save_cost_center(given(values)), _show_saved)


@command(cost_center, "list")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(settings: Settings, active: bool | None, limit: int, after: str | None) -> None:
    """List cost centres.

    \b
    Example:
      daftar cost-center list --active
    """
    wanted = models.CostCenterFilter(active=active, limit=limit, after=after)
    settings.run(calls.list_cost_centers(wanted), _show_list)


def _show_saved(saved: models.SavedCostCenter) -> None:
    _show_centers([saved.cost_center], f"Cost center {saved.cost_center_id} is saved")


def _show_list(page: models.Page[models.CostCenter]) -> None:
    _show_centers(list(page.rows), "Cost centers", output.more(page.next_after))


def _show_centers(centers: list[models.CostCenter], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "company", "code", "name", "active"],
        [(c.id, c.company_id, c.code, c.name, c.active) for c in centers],
        caption=caption,
    )
