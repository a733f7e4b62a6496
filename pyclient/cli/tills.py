"""daftar till save, list, open, move, report, print and close, and daftar closing."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options
from pyclient.cli.printing import PageOptions, print_document, printing_options
from pyclient.client import Client
from pyclient.print import documents

METHODS = ("cash", "bank_transfer", "check", "card")


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(till)
    command(main, "closing")(closing)


@click.group()
def till() -> None:
    """Tills and the shifts of cashiers at them."""


@command(till)
@click.option("--id", "till_id", type=int, help="Change this till; without it, a new one is made.")
@click.option("--code", help="1 to 8 capital letters and digits.")
@click.option("--name")
@click.option("--branch", "branch_id", type=int, metavar="ID", help="The main branch when not given.")
@click.option("--customer", "customer_id", type=int, metavar="ID", help="Whom it sells to by default.")
@click.option("--own-numbers/--shared-numbers", default=None, help="Whether its documents have own series.")
@click.option("--active/--inactive", default=None)
@writing_options
def save(settings: Settings, **values: object) -> None:
    """Make a till (--code and --name), or change one; what is not given stays.

    \b
    Example:
      daftar till save --code T1 --name 'الكاشير 1' --own-numbers --user 1
    """
    settings.run(calls.save_till(given(values)), _show_saved)


@command(till, "list")
@click.option("--branch", "branch_id", type=int, metavar="ID")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings, branch_id: int | None, active: bool | None, limit: int, after: str | None
) -> None:
    """List tills, with the shift that is open at each.

    \b
    Example:
      daftar till list --active
    """
    wanted = models.TillFilter(branch_id=branch_id, active=active, limit=limit, after=after)
    settings.run(calls.list_tills(wanted), _show_list)


@command(till, "open")
@click.argument("till_code", metavar="TILL")
@click.argument("opening_cash", metavar="CASH")
@click.option("--branch", "branch_id", type=int, metavar="ID", help="Of the till; the main one if not given.")
@writing_options
def open_(settings: Settings, till_code: str, **values: object) -> None:
    """Open the user's shift at TILL (its code) with CASH in the drawer.

    \b
    Example:
      daftar till open T1 200.00 --user 5
    """
    settings.run(calls.open_shift(given({"till": till_code, **values})), _show_opened)


@command(till)
@click.argument("type_", metavar="in|out", type=click.Choice(["in", "out"]))
@click.argument("amount")
@click.option("--reason", required=True)
@click.option("--purpose", type=click.Choice(["safe", "expense"]), help="safe when not given.")
@writing_options
def move(settings: Settings, type_: str, **values: object) -> None:
    """Put money into the drawer of the user's open shift, or take some out.

    \b
    Examples:
      daftar till move out 500.00 --reason 'توريد للخزينة' --user 5
      daftar till move out 12.50 --reason 'شاي' --purpose expense --user 5
    """
    settings.run(calls.cash_move(given({"type": type_, **values})), _show_moved)


@command(till)
@click.option("--shift", "shift_id", type=int, metavar="ID")
@click.option("--cashier", "cashier_id", type=int, metavar="USER", help="The shift that this user has open.")
def report(settings: Settings, shift_id: int | None, cashier_id: int | None) -> None:
    """Show a shift's figures: so far (X report), or as it was closed.

    \b
    Example:
      daftar till report --cashier 5
    """
    if (shift_id is None) == (cashier_id is None):
        raise click.UsageError("give --shift or --cashier")
    settings.run(calls.get_shift(shift_id=shift_id, cashier_id=cashier_id), _show_report)


@command(till)
@click.option("--till", "till_id", type=int, metavar="ID")
@click.option("--branch", "branch_id", type=int, metavar="ID")
@click.option("--cashier", "cashier_id", type=int, metavar="USER")
@click.option("--open/--closed", "open_", default=None, help="Only such.")
@click.option(
    "--from",
    "from_day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Opened then or later.",
)
@click.option("--to", "to_day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def shifts(
    settings: Settings,
    open_: bool | None,
    from_day: datetime | None,
    to_day: datetime | None,
    till_id: int | None,
    branch_id: int | None,
    cashier_id: int | None,
    limit: int,
    after: str | None,
) -> None:
    """List shifts, the newest first.

    \b
    Example:
      daftar till shifts --cashier 5 --from 2026-11-01
    """
    wanted = models.ShiftFilter(
        till_id=till_id,
        branch_id=branch_id,
        cashier_id=cashier_id,
        open=open_,
        from_day=from_day.date() if from_day else None,
        to_day=to_day.date() if to_day else None,
        limit=limit,
        after=after,
    )
    settings.run(calls.list_shifts(wanted), _show_shifts)


@command(till, "print")
@click.option("--shift", "shift_id", type=int, metavar="ID")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="This day's Z report.")
@click.option("--branch", "branch_id", type=int, metavar="ID", help="Of the day; the main one if not given.")
@printing_options
def print_(
    settings: Settings,
    shift_id: int | None,
    day: datetime | None,
    branch_id: int | None,
    **page: Unpack[PageOptions],
) -> None:
    """Print a shift's report, or the closing of a day (Z report).

    \b
    Examples:
      daftar till print --shift 7 --format receipt
      daftar till print --day 2026-11-26
    """

    def read(client: Client) -> documents.Document:
        if day is not None:
            return documents.closing(client, models.ClosingFilter(day=day.date(), branch_id=branch_id))
        assert shift_id is not None
        return documents.shift(client, shift_id)

    if (shift_id is None) == (day is None):
        raise click.UsageError("give --shift or --day")
    print_document(settings, read, page)


@command(till)
@click.option("--cash", required=True, help="What was counted in the drawer.")
@click.option("--card", help="As expected when not given.")
@click.option("--check", help="As expected when not given.")
@click.option("--bank-transfer", help="As expected when not given.")
@click.option("--shift", "shift_id", type=int, metavar="ID", help="The user's own when not given.")
@writing_options
def close(settings: Settings, shift_id: int | None, **values: object) -> None:
    """Close a shift with what was counted; the difference is booked.

    \b
    Example:
      daftar till close --cash 1250.00 --card 830.50 --user 5
    """
    counted = given({method: values.pop(method) for method in METHODS})
    settings.run(calls.close_shift(given({"counted": counted, "shift_id": shift_id, **values})), _show_report)


@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="If absent: yesterday, where the last closed shift is of yesterday; else today.",
)
@click.option(
    "--branch",
    "branch_id",
    type=int,
    metavar="ID",
    help="If absent: that of --user's last shift, or the main one.",
)
@writing_options
def closing(settings: Settings, day: datetime | None, **values: object) -> None:
    """Close a branch's day: the Z report over its shifts.

    \b
    Example:
      daftar closing --date 2026-11-26 --user 1
    """
    request = given({"date": day and f"{day:%Y-%m-%d}", **values})
    settings.run(calls.daily_closing(request), _show_closing)


def _show_saved(saved: models.SavedTill) -> None:
    _show_tills([saved.till], f"Till {saved.till_id} is saved")


def _show_list(page: models.Page[models.Till]) -> None:
    _show_tills(list(page.rows), "Tills", output.more(page.next_after))


def _show_tills(tills: list[models.Till], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "branch", "code", "name", "customer", "own numbers", "active", "open shift"],
        [
            (t.id, t.branch_id, t.code, t.name, t.customer_id, t.own_numbers, t.active,
             t.open_shift.shift_no if t.open_shift else "")
            for t in tills
        ],
        caption=caption,
    )  # fmt: skip


def _show_shifts(page: models.Page[models.Shift]) -> None:
    output.show(
        "Shifts",
        ["id", "shift", "till", "branch", "cashier", "opened", "cash", "closed"],
        [
            (s.id, s.shift_no, s.till, s.branch_id, _cashier(s), s.opened_at, s.opening_cash, s.closed_at)
            for s in page.rows
        ],
        caption=output.more(page.next_after),
    )


def _show_opened(opened: models.OpenedShift) -> None:
    shift = opened.shift
    output.show(
        f"Shift {opened.shift_no} is open",
        ["id", "till", "cashier", "opened", "cash"],
        [(shift.id, shift.till, _cashier(shift), shift.opened_at, shift.opening_cash)],
    )


def _cashier(shift: models.Shift | models.ClosedShift) -> str:
    return f"{shift.cashier_id} {shift.cashier}".rstrip()


def _show_moved(moved: models.MovedCash) -> None:
    output.show(
        f"Cash move {moved.cash_move_id} of shift {moved.shift_id}",
        ["direction", "purpose", "amount", "in the drawer now"],
        [(moved.type, moved.purpose, moved.amount, moved.expected_cash)],
    )


def _show_report(shown: models.ShiftReport) -> None:
    shift, figures = shown.shift, shown.report
    title = f"Shift {shift.shift_no}: {shift.status}, till {shift.till}, cashier {_cashier(shift)}"
    _show_documents(title, figures)
    _show_money("Money", figures)
    output.show(
        "Counted",
        ["method", "opening", "expected", "counted", "difference"],
        [(m.method, m.opening, m.expected, m.counted, m.difference) for m in figures.methods],
    )
    output.show(
        "Numbers",
        ["kind", "count", "first", "last"],
        [(n.kind, n.count, n.first, n.last) for n in figures.numbers],
    )


def _show_closing(closed: models.DailyClosing) -> None:
    report = closed.report
    _show_documents(
        f"Closing {closed.closing_no} of branch {closed.branch_id}: {closed.business_date}", report
    )
    _show_money("Money", report)
    output.show(
        "Shifts",
        ["shift", "till", "cashier", "method", "expected", "counted", "difference"],
        [
            (shift.shift_no, shift.till, _cashier(shift), m.method, m.expected, m.counted, m.difference)
            for shift in report.shifts
            for m in shift.methods
        ],
    )
    _show_documents("Outside any shift", report.outside_shifts)
    _show_money("Money outside any shift", report.outside_shifts)
    if report.after_closings:
        _show_documents("Of closed days", report.after_closings)
        _show_money("Money of closed days", report.after_closings)
    output.show(
        "Control",
        ["kind", "code", "count", "first", "last"],
        [(n.kind, n.code, n.count, n.first, n.last) for n in report.control.series],
        caption=f"{len(report.control.cancelled)} cancelled; net sales {closed.net_sales:,}, before"
        f" {closed.previous_total:,}, all closings {closed.running_total:,}",
    )


def _show_documents(title: str, figures: models.TillFigures) -> None:
    kinds = ("sales", "amendments", "returns", "cancelled", "net_sales")
    output.show(
        title,
        ["", "count", "gross", "discount", "net", "tax", "rounding", "total"],
        [
            (kind.replace("_", " "), f.count, f.gross, f.discount, f.net, f.tax, f.rounding, f.total)
            for kind in kinds
            for f in (getattr(figures, kind),)
        ],
    )


def _show_money(title: str, figures: models.TillFigures) -> None:
    kinds = (
        *("payments", "debts_collected", "refunds", "voids", "wallet_deposits", "wallet_withdrawals"),
        *("supplier_payments", "cash_in", "cash_out"),
    )
    output.show(
        title,
        ["", *(method.replace("_", " ") for method in METHODS), "wallet", "total"],
        [
            (kind.replace("_", " "), m.cash, m.bank_transfer, m.check, m.card, m.wallet, m.total)
            for kind in kinds
            for m in (getattr(figures, kind),)
        ],
    )
