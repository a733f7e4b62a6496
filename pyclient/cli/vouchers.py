"""daftar voucher post, reverse, show and list."""

from __future__ import annotations

from datetime import datetime

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, writing_options

_DAY = click.DateTime(["%Y-%m-%d"])


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(voucher)


@click.group()
def voucher() -> None:
    """Book by hand what no other document does: rent, salaries, capital, the bank."""


@command(voucher)
@click.option("--debit", "debits", type=(str, str), multiple=True, metavar="ACCOUNT AMOUNT")
@click.option("--credit", "credits", type=(str, str), multiple=True, metavar="ACCOUNT AMOUNT")
@click.option("--description", required=True, metavar="TEXT")
@click.option("--date", "day", type=_DAY, help="The day that it is for; today where absent.")
@click.option("--reference", "reference_no", metavar="NO", help="The number of the paper.")
@click.option("--company", "company_id", type=int, metavar="ID")
@click.option("--branch", "branch_id", type=int, metavar="ID")
@click.option("--cost-center", "cost_center_id", type=int, metavar="ID")
@writing_options
def post(
    settings: Settings,
    debits: tuple[tuple[str, str], ...],
    credits: tuple[tuple[str, str], ...],
    description: str,
    day: datetime | None,
    reference_no: str | None,
    company_id: int | None,
    branch_id: int | None,
    cost_center_id: int | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Post a voucher: accounts by their codes, debits and credits coming to the same.

    \b
    Examples:
      daftar voucher post --debit 5410 12000 --credit 1110 12000 --description 'November rent' --user 1
      daftar voucher post --debit 1110 50000 --debit 1100 1500 --credit 3100 51500 \\
        --description 'what bank and cash held' --user 1
    """
    request = models.VoucherRequest(
        description=description,
        items=[
            *(models.VoucherItem(account=account, debit=amount) for account, amount in debits),
            *(models.VoucherItem(account=account, credit=amount) for account, amount in credits),
        ],
        voucher_date=day.date() if day else None,
        reference_no=reference_no,
        company_id=company_id,
        branch_id=branch_id,
        cost_center_id=cost_center_id,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.post_voucher(request), _show_posted)


@command(voucher)
@click.argument("voucher_id", type=int)
@click.option("--reason", metavar="TEXT")
@writing_options
def reverse(
    settings: Settings, voucher_id: int, reason: str | None, created_by: int, request_id: str | None
) -> None:
    """Take a voucher back, once, by an entry of today.

    \b
    Example:
      daftar voucher reverse 3 --reason 'wrong amount' --user 1
    """
    request = models.ReverseVoucherRequest(
        voucher_id=voucher_id, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.reverse_voucher(request), _show_reversed)


@command(voucher)
@click.argument("voucher_id", type=int)
def show(settings: Settings, voucher_id: int) -> None:
    """Show one voucher with its items and its journal entries.

    \b
    Example:
      daftar voucher show 3
    """
    settings.run(calls.get_voucher(voucher_id), _show_stored)


@command(voucher, "list")
@click.option("--account", metavar="CODE", help="Only those with an item on this account.")
@click.option("--reference", "reference_no", metavar="NO")
@click.option("--reversed/--live", "is_reversed", default=None)
@click.option("--from", "from_date", type=_DAY, help="First day.")
@click.option("--to", "to_date", type=_DAY, help="Last day.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings,
    account: str | None,
    reference_no: str | None,
    is_reversed: bool | None,
    from_date: datetime | None,
    to_date: datetime | None,
    limit: int,
    after: str | None,
) -> None:
    """List vouchers, newest first.

    \b
    Example:
      daftar voucher list --account 5410 --from 2026-11-01
    """
    wanted = models.VoucherFilter(
        account=account,
        reference_no=reference_no,
        reversed=is_reversed,
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        limit=limit,
        after=after,
    )
    settings.run(calls.list_vouchers(wanted), _show_list)


def _show_posted(posted: models.PostedVoucher) -> None:
    output.show(
        f"Voucher {posted.voucher_id}",
        ["entry", "date", "total"],
        [(posted.entry_no, posted.voucher_date, posted.total)],
    )


def _show_reversed(done: models.ReversedVoucher) -> None:
    output.show(
        f"Voucher {done.voucher_id} is reversed", ["entry", "date"], [(done.entry_no, done.voucher_date)]
    )


def _show_stored(stored: models.Voucher) -> None:
    output.show(
        f"Voucher {stored.voucher_id} of {stored.voucher_date}: {stored.description}",
        ["account", "name ar", "name en", "debit", "credit", "memo"],
        [(i.account, i.name_ar, i.name_en, i.debit, i.credit, i.memo) for i in stored.items],
        caption=", ".join(f"{entry.entry_no} of {entry.entry_date}" for entry in stored.journal),
    )


def _show_list(page: models.Page[models.VoucherSummary]) -> None:
    output.show(
        "Vouchers",
        ["id", "date", "description", "reference", "total", "reversed"],
        [
            (v.voucher_id, v.voucher_date, v.description, v.reference_no, v.total, v.reversed)
            for v in page.rows
        ],
        caption=output.more(page.next_after),
    )
