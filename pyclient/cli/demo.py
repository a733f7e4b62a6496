"""The tables of daftar demo."""

from __future__ import annotations

from pyclient.cli import output
from pyclient.cli.customers import show_statement
from pyclient.cli.database import show_checks
from pyclient.cli.debit_notes import show_raised
from pyclient.cli.invoices import show_saved
from pyclient.cli.orders import show_order
from pyclient.cli.payments import show_payment, show_wallet_move
from pyclient.cli.work_orders import show_work_orders
from pyclient.demo.shop_day import ShopDay
from pyclient.demo.till_day import TillDay


def show_till_day(day: TillDay) -> None:
    """Print the orders with what became of them."""
    for title, order in day.orders().items():
        output.say(title)
        show_order(order)
    show_checks(day.checks)


def show_day(day: ShopDay) -> None:
    """Print everything that happened, in its order."""
    invoice = day.invoice
    show_saved(invoice)
    if invoice.work_order is not None:
        totals = invoice.work_order
        output.show(
            f"Work order {totals.id} after this invoice",
            ["invoiced", "paid", "remaining"],
            [(totals.total_invoice_amount, totals.total_paid, totals.total_remaining)],
        )
    show_payment(day.payment)
    show_wallet_move(day.wallet)
    show_raised(day.debit_note)
    output.show(
        "A sale that was refused, and wrote nothing",
        ["", ""],
        [
            ("token", day.refused.token),
            ("English", day.refused.english),
            ("Arabic", day.refused.arabic),
            *day.refused.values.items(),
        ],
    )
    output.show(
        "The first request, sent again",
        ["", ""],
        [
            ("same answer, byte for byte", day.repeated.same_answer),
            ("invoices before", day.repeated.invoices_before),
            ("invoices after", day.repeated.invoices_after),
            ("ledger rows before", day.repeated.ledger_rows_before),
            ("ledger rows after", day.repeated.ledger_rows_after),
        ],
    )
    show_statement(day.statement)
    show_work_orders(day.work_orders, "The work order at the end of the day")
    show_checks(day.checks)
