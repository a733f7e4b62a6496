"""daftar draft save, show, list, post and delete."""

from __future__ import annotations

from typing import TextIO

import click

from pyclient import calls, models
from pyclient.calls import as_text
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, read_request, user_option, writing_options
from pyclient.cli.invoices import show_quoted, show_saved


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(draft)


@click.group()
def draft() -> None:
    """Sales that are not made yet: carts put aside."""


@command(draft)
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--id", "draft_id", type=int, help="Change this one; without it, a new one is made.")
@click.option("--name", help="What the till calls it.")
@user_option(required=False)
@click.option("--request-id", metavar="KEY", help="Safe to repeat: the same key has one effect.")
def save(
    settings: Settings,
    file: TextIO,
    draft_id: int | None,
    name: str | None,
    created_by: int | None,
    request_id: str | None,
) -> None:
    """Keep the sale in FILE (- is standard input): one JSON object as sp_save_invoice takes it, or a part.

    The options go in front of the file's own members.

    \b
    Examples:
      daftar draft save cart.json --name 'أحمد' --user 1
      daftar draft save cart.json --id 7 --user 1
    """
    request = read_request(file, draft_id=draft_id, name=name, created_by=created_by, request_id=request_id)
    settings.run(calls.save_draft(request), _show_saved)


@command(draft)
@click.argument("draft_id", type=int)
def show(settings: Settings, draft_id: int) -> None:
    """Show one draft with its lines.

    \b
    Example:
      daftar draft show 7
    """
    settings.run(calls.get_draft(draft_id), _show_stored)


@command(draft, "list")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@click.option("--by", "created_by", type=int, metavar="ID", help="The user who made it.")
@click.option("--search", help="Part of the name.")
@click.option("--consumed", is_flag=True, help="Those that were sold.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings,
    customer_id: int | None,
    created_by: int | None,
    search: str | None,
    consumed: bool,
    limit: int,
    after: str | None,
) -> None:
    """List drafts, newest first.

    \b
    Example:
      daftar draft list --by 1
    """
    wanted = models.DraftFilter(
        customer_id=customer_id,
        created_by=created_by,
        search=search,
        consumed=consumed or None,
        limit=limit,
        after=after,
    )
    settings.run(calls.list_drafts(wanted), _show_list)


@command(draft)
@click.argument("draft_id", type=int)
@click.option("--status", type=click.Choice(["paid", "partial", "pending"]))
@writing_options
def post(
    settings: Settings, draft_id: int, status: str | None, created_by: int, request_id: str | None
) -> None:
    """Sell what a draft holds: it becomes an invoice, once.

    \b
    Example:
      daftar draft post 7 --status paid --user 1
    """
    with settings.client() as client:
        call = calls.post_draft(
            client.get_draft(draft_id),
            created_by=created_by,
            request_id=request_id,
            **given({"status": status}),
        )
        settings.show(call, client.run(as_text(call)), show_saved)


@command(draft)
@click.argument("draft_id", type=int)
@click.option("--reason", metavar="TEXT")
@writing_options
def delete(
    settings: Settings, draft_id: int, reason: str | None, created_by: int, request_id: str | None
) -> None:
    """Delete a draft that was not sold.

    \b
    Example:
      daftar draft delete 7 --user 1
    """
    request = models.DeleteDraftRequest(
        draft_id=draft_id, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.delete_draft(request), _show_deleted)


def _show_saved(saved: models.SavedDraft) -> None:
    show_quoted(saved, f"Draft {saved.draft_id} is saved")


def _show_deleted(done: models.DeletedDraft) -> None:
    output.show("Deleted", ["draft"], [(done.draft_id,)])


def _show_stored(stored: models.Draft) -> None:
    output.show(
        f"Draft {stored.draft_id} {stored.name or ''}",
        ["", ""],
        [
            ("customer", stored.customer_id),
            ("branch", stored.branch_id),
            ("made by", stored.created_by),
            ("saved", stored.updated_at),
            ("saved by", stored.updated_by),
            ("sold as invoice", stored.invoice_id),
        ],
    )
    show_quoted(stored.quote, "What it came to then")


def _show_list(page: models.Page[models.DraftSummary]) -> None:
    output.show(
        "Drafts",
        ["id", "name", "customer", "lines", "total", "by", "saved", "invoice"],
        [
            (
                row.draft_id,
                row.name,
                None if row.customer_id is None else f"{row.customer_id} {row.customer_name or ''}",
                row.line_count,
                row.total_after,
                row.created_by,
                row.updated_at,
                row.invoice_id,
            )
            for row in page.rows
        ],
        caption=output.more(page.next_after),
    )
