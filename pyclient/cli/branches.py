"""daftar branch save and list."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
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


@command(branch, "list")
@click.option("--company", "company_id", type=int, default=1, show_default=True)
def list_(settings: Settings, company_id: int) -> None:
    """List a company's branches.

    \b
    Example:
      daftar branch list
    """
    settings.run(calls.get_settings(company_id), _show_list)


def _show_saved(saved: models.SavedBranch) -> None:
    _show_branches([saved.branch], f"Branch {saved.branch_id} is saved")


def _show_list(company: models.Company) -> None:
    _show_branches(company.branches, "Branches")


def _show_branches(branches: Sequence[models.Branch], title: str) -> None:
    output.show(
        title,
        ["id", "company", "code", "name", "main", "cost center"],
        [(b.id, b.company_id, b.code, b.name, b.is_main, b.cost_center_id) for b in branches],
    )
