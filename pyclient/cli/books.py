"""daftar books: the chart of accounts, trial balance, ledgers, journal, results, stock cards, closing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import ParamSpec, TypeAlias, TypedDict, Unpack, get_args

import click

from pyclient import books, calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options

P = ParamSpec("P")
_Row: TypeAlias = (
    books.AccountBalance
    | books.LedgerLine
    | books.JournalLine
    | books.ReportLine
    | books.StockMovement
    | books.StockValue
)


class PartOfCompany(TypedDict):
    """The options that say what of a company is asked about."""

    company_id: int
    branch_id: int | None
    cost_center_id: books.CostCenter | None


_DAY = click.DateTime(["%Y-%m-%d"])
_KIND = click.Choice(get_args(models.AccountKind))


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(group)


@click.group("books")
def group() -> None:
    """The books: journal, accounts, results, and closing a period."""


def _company_option(function: Callable[P, None]) -> Callable[P, None]:
    return click.option("--company", "company_id", type=int, default=1, show_default=True)(function)


def _period_options(function: Callable[P, None]) -> Callable[P, None]:
    first = click.option("--from", "from_day", type=_DAY, default="1000-01-01", help="First day.")
    last = click.option("--to", "to_day", type=_DAY, default="9999-12-31", help="Last day.")
    return _company_option(first(last(function)))


def _part_options(function: Callable[P, None]) -> Callable[P, None]:
    branch = click.option("--branch", "branch_id", type=int, metavar="ID", help="Only this branch.")
    center = click.option(
        "--cost-center",
        "cost_center_id",
        type=_center,
        metavar="ID|none",
        help="Only this one, or what has none.",
    )
    return branch(center(function))


def _center(value: str) -> books.CostCenter:
    return "none" if value == "none" else int(click.INT(value))


@command(group, "trial-balance")
@_period_options
@_part_options
def trial_balance(
    settings: Settings, from_day: datetime, to_day: datetime, **part: Unpack[PartOfCompany]
) -> None:
    """Show every account before a period, in it and after it.

    \b
    Example:
      daftar books trial-balance --from 2026-11-01 --to 2026-11-30
    """
    with settings.connection() as connection:
        rows = books.trial_balance(connection, from_day=from_day.date(), to_day=to_day.date(), **part)
    columns = zip(*((row.opening, row.debit, row.credit, row.closing) for row in rows), strict=True)
    sums = [sum(column, Decimal(0)) for column in columns]
    _show_rows(settings, "Trial balance", books.AccountBalance, rows, ("", "", "", "", *sums))


@command(group)
@click.argument("account_code")
@_period_options
def ledger(
    settings: Settings, account_code: str, company_id: int, from_day: datetime, to_day: datetime
) -> None:
    """Show the lines of one account with its balance after each.

    \b
    Example:
      daftar books ledger 1200 --from 2026-11-01
    """
    with settings.connection() as connection:
        rows = books.account_ledger(
            connection, account_code, company_id=company_id, from_day=from_day.date(), to_day=to_day.date()
        )
    _show_rows(settings, f"Account {account_code}", books.LedgerLine, rows)


@command(group)
@_period_options
def journal(settings: Settings, company_id: int, from_day: datetime, to_day: datetime) -> None:
    """Show the lines of all entries.

    \b
    Example:
      daftar books journal --from 2026-11-22
    """
    with settings.connection() as connection:
        rows = books.journal(
            connection, company_id=company_id, from_day=from_day.date(), to_day=to_day.date()
        )
    _show_rows(settings, "Journal", books.JournalLine, rows)


@command(group)
@_period_options
@_part_options
def profit(settings: Settings, from_day: datetime, to_day: datetime, **part: Unpack[PartOfCompany]) -> None:
    """Show profit and loss: revenue and expense of a period, and what is left.

    \b
    Examples:
      daftar books profit --from 2026-11-01 --to 2026-11-30
      daftar books profit --branch 2 --cost-center 1
      daftar books profit --cost-center none
    """
    with settings.connection() as connection:
        rows = books.profit_and_loss(connection, from_day=from_day.date(), to_day=to_day.date(), **part)
    total = books.ReportLine("", None, "أرباح", "Profit", sum((row.amount for row in rows), Decimal(0)))
    _show_rows(settings, "Profit and loss", books.ReportLine, [*rows, total])


@command(group, "balance-sheet")
@_company_option
def balance_sheet(settings: Settings, company_id: int) -> None:
    """Show what the company has, and to whom it belongs.

    \b
    Example:
      daftar books balance-sheet
    """
    with settings.connection() as connection:
        rows = books.balance_sheet(connection, company_id=company_id)
    _show_rows(settings, "Balance sheet", books.ReportLine, rows)


@command(group, "stock-card")
@click.argument("product_id", type=int)
def stock_card(settings: Settings, product_id: int) -> None:
    """Show the movements of one product with quantity and value after each.

    \b
    Example:
      daftar books stock-card 3
    """
    with settings.connection() as connection:
        rows = books.stock_card(connection, product_id)
    _show_rows(settings, f"Stock card of product {product_id}", books.StockMovement, rows)


@command(group, "stock-value")
@click.option("--on", "day", type=_DAY, default="9999-12-31", help="The end of which day; now where absent.")
@_company_option
def stock_value(settings: Settings, day: datetime, company_id: int) -> None:
    """Show what was in stock at the end of a day, and what it cost.

    \b
    Example:
      daftar books stock-value --on 2026-10-31
    """
    with settings.connection() as connection:
        rows = books.stock_value(connection, company_id=company_id, on=day.date())
    _show_rows(
        settings,
        "Stock value",
        books.StockValue,
        rows,
        ("", "", "", "", sum((r.value for r in rows), Decimal(0))),
    )


@command(group)
@click.option("--id", "account_id", type=int, help="Change this account; without it, a new one is made.")
@click.option("--code")
@click.option("--name-ar")
@click.option("--name-en")
@click.option("--kind", type=_KIND)
@writing_options
def account(settings: Settings, **values: object) -> None:
    """Add an account to the chart (--code, both names, --kind), or change one; what is not given stays.

    \b
    Example:
      daftar books account --code 1101 --name-ar 'صندوق الفرع' --name-en 'Branch cash' --kind asset --user 1
    """
    settings.run(calls.save_account(given(values)), _show_account)


@command(group)
@click.option("--code")
@click.option("--kind", type=_KIND)
@click.option("--role", help="Only the account that plays this role.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def accounts(
    settings: Settings,
    code: str | None,
    kind: models.AccountKind | None,
    role: str | None,
    limit: int,
    after: str | None,
) -> None:
    """List the chart of accounts with the roles that each account plays.

    \b
    Examples:
      daftar books accounts
      daftar books accounts --role bank_transfer
    """
    wanted = models.AccountFilter(code=code, kind=kind, role=role, limit=limit, after=after)
    settings.run(calls.list_accounts(wanted), _show_accounts)


@command(group)
@click.argument("role")
@click.argument("account_code")
@writing_options
def role(settings: Settings, role: str, account_code: str, created_by: int, request_id: str | None) -> None:
    """Let an account play a role from now on: receivables, inventory, a payment method, ...

    \b
    Example:
      daftar books role card 1110 --user 1
    """
    request = models.AccountRoleRequest(
        role=role, account=account_code, created_by=created_by, request_id=request_id
    )
    settings.run(calls.set_account_role(request), _show_role)


@command(group)
@click.argument("day", type=_DAY, required=False)
@click.option("--reopen", is_flag=True, help="Open the books again, after DAY where it is given.")
@click.option("--company", "company_id", type=int, default=1, show_default=True)
@writing_options
def close(
    settings: Settings,
    day: datetime | None,
    reopen: bool,
    company_id: int,
    created_by: int,
    request_id: str | None,
) -> None:
    """Close the books up to a day: nothing is posted into it any more.

    \b
    Example:
      daftar books close 2026-10-31 --user 1
    """
    if day is None and not reopen:
        raise click.UsageError("give a day, or --reopen")
    request = models.CloseBooksRequest(
        closed_to=day.date() if day else None,
        reopen=reopen or None,
        company_id=company_id,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.close_books(request), _show_closed)


def _show_rows(
    settings: Settings,
    title: str,
    kind: type[_Row],
    rows: Sequence[_Row],
    last: Sequence[output.Cell] | None = None,
) -> None:
    if settings.json:
        output.print_json([dataclasses.asdict(row) for row in rows])
        return
    cells: list[Sequence[output.Cell]] = [dataclasses.astuple(row) for row in rows]
    if rows and last:
        cells.append(last)
    names = [field.name.replace("_", " ") for field in dataclasses.fields(kind)]
    output.show(title, names, _with_equal_decimals(cells))


def _with_equal_decimals(rows: list[Sequence[output.Cell]]) -> list[list[output.Cell]]:
    """As many decimals as any amount needs, and at least two: the views give four for every currency."""
    amounts = [cell for row in rows for cell in row if isinstance(cell, Decimal)]
    places = max([2, *(-int(amount.normalize().as_tuple().exponent) for amount in amounts)])
    return [[round(cell, places) if isinstance(cell, Decimal) else cell for cell in row] for row in rows]


def _show_account(saved: models.SavedAccount) -> None:
    _show_chart([saved.account], f"Account {saved.account.code} is saved")


def _show_accounts(page: models.Page[models.Account]) -> None:
    _show_chart(page.rows, "Accounts", output.more(page.next_after))


def _show_chart(accounts: Sequence[models.Account], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "code", "name ar", "name en", "kind", "roles"],
        [(a.id, a.code, a.name_ar, a.name_en, a.kind, ", ".join(a.roles)) for a in accounts],
        caption=caption,
    )


def _show_role(done: models.AccountRole) -> None:
    output.show("Role", ["role", "account id"], [(done.role, done.account_id)])


def _show_closed(done: models.ClosedBooks) -> None:
    output.show("Books", ["company", "closed to"], [(done.company_id, done.closed_to or "open")])
