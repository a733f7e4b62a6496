"""The command line: ``daftar --url URL COMMAND``, also ``python -m pyclient.cli``.

Exit codes: 0 all well; 1 it ran and found something wrong, or the call was refused; 2 wrong usage or no
server.
"""

from __future__ import annotations

import click

from pyclient import __version__
from pyclient.cli import (
    amendments,
    audit,
    books,
    branches,
    cost_centers,
    customers,
    database,
    debit_notes,
    drafts,
    invoices,
    offers,
    orders,
    output,
    payments,
    products,
    purchases,
    rates,
    reports,
    returns,
    reversals,
    suppliers,
    terms,
    tills,
    tools,
    users,
    vouchers,
    work_orders,
)
from pyclient.cli.context import ErrorHandlingGroup, Settings, shared_options


@click.group(cls=ErrorHandlingGroup, context_settings={"help_option_names": ["-h", "--help"]})
@shared_options
@click.version_option(__version__, prog_name="daftar")
@click.pass_context
def main(context: click.Context) -> None:
    """The shop's account book inside MySQL or MariaDB.

    \b
    Examples:
      export DAFTAR_URL=mysql://shop:secret@127.0.0.1/daftar
      daftar migrate
      daftar invoice save sale.json --user 1
      daftar pay --customer 4 --amount 2000 --user 1
      daftar statement 4
      daftar verify --json
    """
    context.ensure_object(Settings)
    output.escape_what_stdout_cannot_say()


for each in (
    database,
    tools,
    invoices,
    drafts,
    orders,
    payments,
    debit_notes,
    amendments,
    returns,
    reversals,
    customers,
    products,
    suppliers,
    purchases,
    terms,
    rates,
    offers,
    tills,
    users,
    vouchers,
    branches,
    cost_centers,
    work_orders,
    books,
    audit,
    reports,
):
    each.register(main)
