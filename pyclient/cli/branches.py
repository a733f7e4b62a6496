"""daftar branch save."""

from __future__ import annotations

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options


def register(main: click.Group) -> None:
    """Add the command to ``main``."""
    main.add_command(branch)


@click.group()
def branch() -> None:
    """Branches, each with document numbers of its own."""


@command(branch)
@click.option("--id", "branch_id", type=int, help="Change this one; without it, a new one is made.")
@click.option(
    "--code", help="1 to 10 of A-Z and 0-9; it stands in the branch's numbers, and stays once it does."
)
@click.option("--name")
@click.option(
    "--cost-center", "cost_center_id", type=int, metavar="ID", help="Of its documents that name none."
)
@click.option("--company", "company_id", type=int, metavar="ID", help="Of a new one; 1 when not given.")
@writing_options
def save(settings: Settings, **values: object) -> None:
    """Make a branch (--code and --name), or change one; what is not given stays.

    \b
    Example:
      daftar branch save --code GZ --name 'فرع الجيزة' --user 1
    """
    settings.run(calls.save_branch(given(values)), _show_saved)


def _show_saved(saved: models.SavedBranch) -> None:
    made = saved.branch
    output.show(
        f"Branch {saved.branch_id} is saved",
        ["id", "company", "code", "name", "main", "cost center"],
        [(made.id, made.company_id, made.code, made.name, made.is_main, made.cost_center_id)],
    )
