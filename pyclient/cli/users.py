"""daftar user list, branches and permissions."""

from __future__ import annotations

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(user)


@click.group()
def user() -> None:
    """Users and what they are limited to."""


@command(user)
@click.argument("limited_user_id", metavar="USER", type=int)
@click.argument("branch_ids", metavar="[BRANCH]...", type=int, nargs=-1)
@writing_options
def branches(settings: Settings, limited_user_id: int, branch_ids: tuple[int, ...], **values: object) -> None:
    """Limit USER to the BRANCHes named by their ids; without any, USER works in every branch again.

    --user is who says so, an admin.

    \b
    Example:
      daftar user branches 5 2 3 --user 1
    """
    request = given({"user_id": limited_user_id, "branch_ids": list(branch_ids), **values})
    settings.run(calls.set_user_branches(request), _show_saved)


@command(user)
@click.argument("limited_user_id", metavar="USER", type=int)
@click.argument("permissions", metavar="[PROCEDURE]...", nargs=-1)
@writing_options
def permissions(
    settings: Settings, limited_user_id: int, permissions: tuple[str, ...], **values: object
) -> None:
    """Limit USER to the writing calls named by their PROCEDUREs; without any, USER makes every call again.

    --user is who says so, an admin.

    \b
    Example:
      daftar user permissions 5 sp_save_invoice sp_add_payment --user 1
    """
    request = given({"user_id": limited_user_id, "permissions": list(permissions), **values})
    settings.run(calls.set_user_permissions(request), _show_saved)


@command(user, "list")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(settings: Settings, active: bool | None, limit: int, after: str | None) -> None:
    """List users, with the branches and calls that each is limited to.

    \b
    Example:
      daftar user list --active
    """
    wanted = models.UserFilter(active=active, limit=limit, after=after)
    settings.run(calls.list_users(wanted), _show_list)


def _show_saved(saved: models.SavedUser) -> None:
    _show_users([saved.user], f"User {saved.user_id} is saved")


def _show_list(page: models.Page[models.User]) -> None:
    _show_users(list(page.rows), "Users", output.more(page.next_after))


def _show_users(users: list[models.User], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "name", "role", "active", "branches", "permissions"],
        [
            (
                *(u.id, u.username, u.role, u.active),
                ", ".join(map(str, u.branch_ids)) or "all",
                ", ".join(u.permissions) or "all",
            )
            for u in users
        ],
        caption=caption,
    )
