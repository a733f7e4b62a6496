"""daftar report NAME: tables with their sums, bars, --csv, or --json. Their rules: docs/reports.md."""

from __future__ import annotations

import csv
import dataclasses
import functools
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import click
from rich.bar import Bar as RichBar

from pyclient import calls, models
from pyclient.calls import Call
from pyclient.cli import output, printing
from pyclient.cli.context import Settings, command, pass_settings
from pyclient.client import Client
from pyclient.models.fields import Filter, Page
from pyclient.print import charts
from pyclient.print.charts import Chart

P = ParamSpec("P")
F = TypeVar("F", bound=Filter)
C = TypeVar("C", bound=charts.Charted)
T = TypeVar("T")

_DAY = click.DateTime(["%Y-%m-%d"])
# As many rows as a call may ask for: a report is shown whole.
_PAGE = 500
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(group)


@click.group("report", invoke_without_command=True)
@pass_settings
@click.pass_context
def group(context: click.Context, settings: Settings) -> None:
    """Reports: sales, money, taxes, what is owed, stock, profit. Without a name: which there are."""
    if context.invoked_subcommand is not None:
        return
    found = [(name, each.get_short_help_str(100)) for name, each in sorted(group.commands.items())]
    if settings.json:
        output.print_json([{"name": name, "question": question} for name, question in found])
    else:
        output.show("Reports", ["name", "question"], found)


def _report_options(function: Callable[P, None]) -> Callable[P, None]:
    as_csv = click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values.")
    company = click.option("--company", "company_id", type=int, default=1, show_default=True)
    return company(as_csv(function))


def _chart_options(function: Callable[P, None]) -> Callable[P, None]:
    picture = click.option(
        "--png",
        type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
        metavar="FILE",
        help="Write a picture of bars, in Arabic, into a .png file; - for standard output.",
    )
    return click.option("--plot", is_flag=True, help="Draw bars into the terminal.")(picture(function))


def _branch_option(function: Callable[P, None]) -> Callable[P, None]:
    return click.option("--branch", "branch_id", type=int, metavar="ID", help="Of this branch only.")(
        function
    )


def _period_options(function: Callable[P, None]) -> Callable[P, None]:
    first = click.option("--from", "from_date", type=_DAY, callback=_day, help="First day.")
    last = click.option("--to", "to_date", type=_DAY, callback=_day, help="Last day; today where absent.")
    return _branch_option(first(last(_report_options(function))))


def _as_of_options(function: Callable[P, None]) -> Callable[P, None]:
    day = click.option(
        "--as-of", type=_DAY, callback=_day, help="Count the days from this one; from today where absent."
    )
    return day(_report_options(function))


def _of_customers(function: Callable[P, None]) -> Callable[P, None]:
    customer = click.option("--customer", "customer_id", type=int, metavar="ID")
    return _branch_option(customer(_as_of_options(function)))


def _of_suppliers(function: Callable[P, None]) -> Callable[P, None]:
    supplier = click.option("--supplier", "supplier_id", type=int, metavar="ID")
    return _branch_option(supplier(_as_of_options(function)))


def _day(context: click.Context, parameter: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


@command(group)
@click.option("--by", type=click.Choice(["day", "month"]), default="day", show_default=True)
@_chart_options
@_period_options
def sales(settings: Settings, as_csv: bool, plot: bool, png: Path | None, **wanted: Any) -> None:
    """What was sold and earned, by day or month, as the books have it.

    \b
    Examples:
      daftar report sales
      daftar report sales --by month --from 2026-01-01
      daftar report sales --from 2026-11-01 --plot
      daftar report sales --from 2026-11-01 --png sales.png
    """
    asked = models.SalesReportFilter(limit=_PAGE, **wanted)
    if plot or png:
        chart_of = functools.partial(charts.of_sales, by=wanted["by"])
        _draw(settings, as_csv, plot, png, calls.report_sales, asked, chart_of)
        return
    _show(settings, as_csv, "Sales", models.SalesReportRow, calls.report_sales, asked)


@command(group)
@click.option("--product", "product_id", type=int, metavar="ID")
@_period_options
def products(settings: Settings, as_csv: bool, **wanted: Any) -> None:
    """Which products were sold, by day, less what came back.

    \b
    Examples:
      daftar report products
      daftar report products --from 2026-11-01 --csv
    """
    asked = models.ProductsReportFilter(limit=_PAGE, **wanted)
    _show(
        settings,
        as_csv,
        "Products sold",
        models.ProductsReportRow,
        calls.report_products,
        asked,
        ["sold", "returned"],
    )


@command(group)
@click.option("--method", type=click.Choice(["cash", "bank_transfer", "check", "card", "wallet"]))
@_period_options
def payments(settings: Settings, as_csv: bool, **wanted: Any) -> None:
    """What money came in and went out, by day and method.

    \b
    Example:
      daftar report payments --method cash
    """
    asked = models.PaymentsReportFilter(limit=_PAGE, **wanted)
    _show(
        *(settings, as_csv, "Payments", models.PaymentsReportRow, calls.report_payments, asked),
        summed=lambda row: row.method != "wallet",
    )


@command(group)
@click.option("--overdue", is_flag=True, default=None, help="Only what should have been paid already.")
@_of_customers
def unpaid(settings: Settings, as_csv: bool, **wanted: Any) -> None:
    """Which invoices and debit notes are not paid, the longest due first.

    \b
    Examples:
      daftar report unpaid
      daftar report unpaid --overdue --customer 4
    """
    asked = models.UnpaidReportFilter(limit=_PAGE, **wanted)
    _show(settings, as_csv, "Unpaid", models.UnpaidReportRow, calls.report_unpaid, asked)


@command(group)
@_chart_options
@_of_customers
def ageing(settings: Settings, as_csv: bool, plot: bool, png: Path | None, **wanted: Any) -> None:
    """What each customer owes, by how long it is due.

    \b
    Examples:
      daftar report ageing --as-of 2026-10-31
      daftar report ageing --plot
    """
    asked = models.AgeingReportFilter(limit=_PAGE, **wanted)
    if plot or png:
        _draw(settings, as_csv, plot, png, calls.report_ageing, asked, charts.of_ageing)
        return
    _show(settings, as_csv, "What customers owe", models.AgeingReportRow, calls.report_ageing, asked)


@command(group)
@_chart_options
@_of_suppliers
def payables(settings: Settings, as_csv: bool, plot: bool, png: Path | None, **wanted: Any) -> None:
    """What each supplier is owed, by how long it is due.

    \b
    Examples:
      daftar report payables --as-of 2026-10-31
      daftar report payables --plot
    """
    asked = models.PayablesReportFilter(limit=_PAGE, **wanted)
    if plot or png:
        _draw(settings, as_csv, plot, png, calls.report_payables, asked, charts.of_payables)
        return
    _show(settings, as_csv, "What suppliers are owed", models.PayablesReportRow, calls.report_payables, asked)


@command(group, "bills-due")
@click.option("--overdue", is_flag=True, default=None, help="Only what should have been paid already.")
@click.option("--due-by", type=_DAY, callback=_day, help="Only what is due on this day or before.")
@_of_suppliers
def bills_due(settings: Settings, as_csv: bool, **wanted: Any) -> None:
    """Which bills of suppliers are not paid, the longest due first.

    \b
    Examples:
      daftar report bills-due --due-by 2026-11-30
      daftar report bills-due --overdue --supplier 2
    """
    asked = models.BillsDueReportFilter(limit=_PAGE, **wanted)
    _show(settings, as_csv, "Bills due", models.BillsDueReportRow, calls.report_bills_due, asked)


@command(group)
@click.option("--low", is_flag=True, default=None, help="Only what is at or below its reorder level.")
@click.option("--product", "product_id", type=int, metavar="ID")
@_report_options
def stock(settings: Settings, as_csv: bool, **wanted: Any) -> None:
    """What is in stock now, and what it cost.

    \b
    Example:
      daftar report stock --low
    """
    asked = models.StockReportFilter(limit=_PAGE, **wanted)
    _show(
        settings,
        as_csv,
        "Stock",
        models.StockReportRow,
        calls.report_stock,
        asked,
        ["reorder_level", "quantity"],
    )


@command(group)
@click.option(
    "--by", type=click.Choice(["product", "customer", "invoice"]), default="product", show_default=True
)
@_chart_options
@_period_options
def profit(settings: Settings, as_csv: bool, plot: bool, png: Path | None, **wanted: Any) -> None:
    """What the invoices of a period earned, by product, customer or invoice.

    \b
    Examples:
      daftar report profit --by customer --from 2026-11-01
      daftar report profit --from 2026-11-01 --plot
    """
    asked = models.ProfitReportFilter(limit=_PAGE, **wanted)
    if plot or png:
        chart_of = functools.partial(charts.of_profit, by=wanted["by"])
        _draw(settings, as_csv, plot, png, calls.report_profit, asked, chart_of)
        return
    _show(
        settings, as_csv, "Profit", models.ProfitReportRow, calls.report_profit, asked, ["quantity", "margin"]
    )


@command(group)
@_period_options
def taxes(settings: Settings, as_csv: bool, **wanted: Any) -> None:
    """What taxes were charged and paid, by tax and rate, and what is due to the tax office.

    \b
    Example:
      daftar report taxes --from 2026-10-01 --to 2026-12-31
    """
    asked = models.TaxesReportFilter(limit=_PAGE, **wanted)
    _show(settings, as_csv, "Taxes", models.TaxesReportRow, calls.report_taxes, asked, ["rate"])


@command(group)
@click.option("--differences", is_flag=True, default=None, help="Only invoices that differ.")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@_period_options
def reconciliation(settings: Settings, as_csv: bool, **wanted: Any) -> None:
    """Invoices beside their payments and ledger rows, and what they differ by.

    \b
    Example:
      daftar report reconciliation --from 2026-11-01 --differences
    """
    asked = models.ReconciliationReportFilter(limit=_PAGE, **wanted)
    _show(
        settings, as_csv, "Reconciliation", models.ReconciliationReportRow, calls.report_reconciliation, asked
    )


@command(group)
@click.option("--differences", is_flag=True, default=None, help="Only documents that differ or are open.")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@_period_options
def documents(settings: Settings, as_csv: bool, **wanted: Any) -> None:
    """Orders beside their invoices and payments, and what they differ by.

    \b
    Examples:
      daftar report documents --from 2026-11-01
      daftar report documents --from 2026-11-01 --differences
    """
    asked = models.DocumentsReportFilter(limit=_PAGE, **wanted)
    _show(settings, as_csv, "Documents", models.DocumentsReportRow, calls.report_documents, asked)


@command(group, "work-order")
@click.argument("work_order_id", type=int)
def work_order(settings: Settings, work_order_id: int) -> None:
    """The sheet of a work order: totals, invoices, what they sold, payments.

    \b
    Example:
      daftar report work-order 2
    """
    settings.run(calls.report_work_order(work_order_id), _show_sheet)


def _show(
    settings: Settings,
    as_csv: bool,
    title: str,
    row: type[T],
    make: Callable[[F], Call[Page[T]]],
    wanted: F,
    not_summed: Sequence[str] = (),
    summed: Callable[[T], bool] = lambda row: True,
) -> None:
    if as_csv and settings.json:
        raise click.UsageError("--csv or --json, not both")
    with settings.client() as client:
        rows: list[Any] = list(client.every_row(make, wanted))
    names = [field.name for field in dataclasses.fields(cast(Any, row))]
    if settings.json:
        output.print_json([dataclasses.asdict(each) for each in rows])
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(map(_for_spreadsheets, dataclasses.astuple(each)) for each in rows)
    else:
        cells = [
            [
                output.quantity(cell) if name in not_summed and isinstance(cell, Decimal) else cell
                for name, cell in zip(names, dataclasses.astuple(each), strict=True)
            ]
            for each in rows
        ]
        added = [row for each, row in zip(rows, cells, strict=True) if summed(each)]
        columns = zip(*added, strict=True)
        sums = [
            sum(column) if all(isinstance(cell, Decimal) for cell in column) else None for column in columns
        ]
        output.show(
            title, [name.replace("_", " ") for name in names], [*cells, sums] if len(cells) > 1 else cells
        )


def _for_spreadsheets(cell: object) -> object:
    """A text that a spreadsheet would compute gets an apostrophe, which keeps it a text: a name may come from
    anywhere (CSV injection, https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _COMPUTED else cell


def _draw(
    settings: Settings,
    as_csv: bool,
    plot: bool,
    png: Path | None,
    make: Callable[[C], Call[Page[T]]],
    wanted: C,
    chart_of: Callable[[Sequence[T]], Chart],
) -> None:
    if sum((as_csv, plot, png is not None)) > 1:
        raise click.UsageError("one of --csv, --plot and --png, not more")
    if plot and settings.json:
        raise click.UsageError("--plot or --json, not both")
    printing.require_target(settings, png, "png")
    with settings.client() as client:
        chart = chart_of(list(client.every_row(make, wanted)))
        if png:
            _write_picture(settings, client, chart, wanted, png)
        else:
            _plot(chart)


def _plot(chart: Chart) -> None:
    """Bars beside their amounts. A bar is drawn to the eighth of a column."""
    rows: list[Sequence[output.Cell | RichBar]] = []
    for bar in chart.bars:
        begin, end = map(float, chart.ends(bar.value))
        drawn = RichBar(float(chart.scale), begin, end, color="red" if bar.value < 0 else "default")
        rows.append((bar.english, drawn, bar.value))
    sums = [(None, None, chart.total)] if len(rows) > 1 else []
    output.show(chart.english, ["", "", "amount"], [*rows, *sums])


def _write_picture(
    settings: Settings, client: Client, chart: Chart, wanted: charts.Charted, png: Path
) -> None:
    if len(chart.bars) > charts.MOST_BARS_OF_A_PICTURE:
        raise click.UsageError(
            f"a picture has room for {charts.MOST_BARS_OF_A_PICTURE} bars, not for {len(chart.bars)}:"
            " choose fewer days, or --by month"
        )
    with printing.needing("plotting", "plot"):
        from pyclient.print import pages

        company = client.get_settings(wanted.company_id or 1)
        content = pages.as_png(charts.document(chart, company, wanted))
    printing.write(settings, content, png)


def _show_sheet(sheet: models.WorkOrderSheet) -> None:
    order = sheet.work_order
    output.show(
        f"Work order {order.id} {order.title}",
        ["customer", "status", "since", "invoiced", "paid", "open"],
        [
            (
                sheet.customer_name,
                order.status,
                order.start_date,
                order.total_invoice_amount,
                order.total_paid,
                order.total_remaining,
            )
        ],
    )
    output.show(
        "Invoices",
        ["no.", "date", "status", "total", "returned", "paid", "open"],
        [
            (
                each.invoice_no or each.invoice_id,
                each.invoice_date,
                each.status,
                each.total_after,
                each.returned_amount,
                each.paid_amount,
                each.remaining_amount,
            )
            for each in sheet.invoices
        ],
    )
    if sheet.debit_notes:
        output.show(
            "Debit notes",
            ["no.", "date", "invoice", "kind", "status", "total", "paid", "open"],
            [
                (
                    each.debit_note_no,
                    each.debit_note_date,
                    each.invoice_id,
                    each.reference_type,
                    each.status,
                    each.total,
                    each.applied_amount,
                    each.remaining_amount,
                )
                for each in sheet.debit_notes
            ],
        )
    output.show(
        "Sold",
        ["invoice", "product", "unit", "quantity", "returned", "price", "amount"],
        [
            (
                each.invoice_id,
                each.product_name,
                each.unit,
                output.quantity(each.quantity),
                output.quantity(each.returned),
                output.quantity(each.selling_price),
                each.gross_price,
            )
            for each in sheet.items
        ],
    )
    output.show(
        "Paid",
        ["no.", "date", "invoice", "method", "amount"],
        [
            (
                each.payment_no or each.payment_id,
                each.business_date,
                each.invoice_id,
                each.method,
                each.amount,
            )
            for each in sheet.payments
        ],
    )
