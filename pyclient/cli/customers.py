"""daftar customer save, list and print, daftar statement."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options
from pyclient.cli.printing import PageOptions, print_document, printing_options
from pyclient.print import documents


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(customer)
    command(main)(statement)


@click.group()
def customer() -> None:
    """Customers: new ones, changes, lists."""


@command(customer)
@click.option("--id", "customer_id", type=int, help="Change this customer; without it, a new one is made.")
@click.option("--name")
@click.option("--mobile")
@click.option("--city")
@click.option("--address")
@click.option("--notes")
@click.option("--group", "group_id", type=int, metavar="ID", help="0 for none.")
@click.option("--price-list", "price_list_id", type=int, metavar="ID", help="Before the group's; 0 for none.")
@click.option(
    "--credit-limit", metavar="AMOUNT", help="What may be owed; 0: nothing. Only an admin changes it."
)
@click.option("--no-credit-limit", is_flag=True, help="Any amount may be owed.")
@click.option("--walk-in", is_flag=True, help="Pays in full and has no account; never taken back.")
@click.option("--active/--inactive", default=None)
@writing_options
def save(settings: Settings, no_credit_limit: bool, walk_in: bool, **values: object) -> None:
    """Make a customer (--name, --mobile and --city), or change one; what is not given stays.

    \b
    Examples:
      daftar customer save --name 'محل النور' --mobile 01000000001 --city 'القاهرة' --user 1
      daftar customer save --name 'عميل نقدي' --mobile 0 --city 'القاهرة' --walk-in --user 1
      daftar customer save --id 4 --inactive --user 1
      daftar customer save --id 4 --group 1 --credit-limit 5000 --user 1
    """
    request = given(values)
    if no_credit_limit:
        request["credit_limit"] = None
    if walk_in:
        request["tracks_balance"] = False
    settings.run(calls.save_customer(request), _show_saved)


@command(customer, "list")
@click.option("--search", metavar="TEXT", help="Part of a name or mobile.")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(settings: Settings, search: str | None, active: bool | None, limit: int, after: str | None) -> None:
    """List customers.

    \b
    Example:
      daftar customer list --search محمد
    """
    wanted = models.CustomerFilter(search=search, active=active, limit=limit, after=after)
    settings.run(calls.list_customers(wanted), _show_list)


@command(customer, "print")
@click.argument("customer_id", type=int)
@click.option("--from", "from_date", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "to_date", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option(
    "--wallet", "wallet_id", type=int, metavar="ID", help="The receipt of this wallet transaction instead."
)
@printing_options
def print_(
    settings: Settings,
    customer_id: int,
    from_date: datetime | None,
    to_date: datetime | None,
    wallet_id: int | None,
    **page: Unpack[PageOptions],
) -> None:
    """Print a customer's statement of account, or the receipt of a move of the wallet.

    \b
    Examples:
      daftar customer print 4 --from 2025-12-01
      daftar customer print 4 --wallet 12 --format receipt
    """
    if wallet_id is not None:
        if from_date or to_date:
            raise click.UsageError("--wallet names one transaction: give no days with it")
        print_document(
            settings,
            lambda client: documents.wallet_move(client, wallet_id, of_customer=customer_id),
            page,
        )
        return
    wanted = models.StatementFilter(
        customer_id=customer_id,
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        limit=500,
    )
    print_document(settings, lambda client: documents.statement(client, wanted), page)


@click.argument("customer_id", type=int)
@click.option("--from", "from_date", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "to_date", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--limit", type=click.IntRange(1, 500), default=500, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def statement(
    settings: Settings,
    customer_id: int,
    from_date: datetime | None,
    to_date: datetime | None,
    limit: int,
    after: str | None,
) -> None:
    """Show what happened to a customer's balance and wallet, oldest first.

    \b
    Example:
      daftar statement 4 --from 2025-12-01
    """
    wanted = models.StatementFilter(
        customer_id=customer_id,
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        limit=limit,
        after=after,
    )
    settings.run(calls.customer_statement(wanted), show_statement)


def show_statement(statement: models.Statement) -> None:
    """Print a customer's statement."""
    customer = statement.customer
    output.show(
        f"Statement of customer {customer.id} {customer.name}",
        ["no.", "date", "type", "amount", "balance", "wallet", "invoice", "description"],
        [
            (
                row.seq,
                row.transaction_date,
                row.transaction_type,
                row.amount,
                row.balance_after,
                row.wallet_after,
                row.invoice_id,
                row.description,
            )
            for row in statement.rows
        ],
        caption=output.more(statement.next_after)
        or f"owes {output.in_words(customer.balance)}, has {output.in_words(customer.wallet)} in the wallet",
    )


def _show_saved(saved: models.SavedCustomer) -> None:
    _show([saved.customer], f"Customer {saved.customer_id} is saved")


def _show_list(page: models.Page[models.Customer]) -> None:
    _show(list(page.rows), "Customers", output.more(page.next_after))


def _show(customers: list[models.Customer], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "name", "mobile", "city", "balance", "wallet", "credit limit", "account", "active"],
        [
            (c.id, c.name, c.mobile, c.city, c.balance, c.wallet, c.credit_limit, c.tracks_balance, c.active)
            for c in customers
        ],
        caption=caption,
    )
