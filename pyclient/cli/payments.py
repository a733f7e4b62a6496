"""daftar pay and daftar wallet."""

from __future__ import annotations

from typing import Literal

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, writing_options
from pyclient.models.payments import Overpayment, PaymentMethod

_METHODS = click.Choice(["cash", "bank_transfer", "check", "card", "wallet"])


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    command(main)(pay)
    command(main)(wallet)


@click.option("--invoice", "invoice_id", type=int, metavar="ID", help="Pay this invoice.")
@click.option("--work-order", "work_order_id", type=int, metavar="ID", help="Pay a work order, oldest first.")
@click.option(
    "--customer", "customer_id", type=int, metavar="ID", help="Pay all a customer owes, oldest first."
)
@click.option("--amount", required=True, help="In the company's currency, e.g. 2000 or 2000.50.")
@click.option("--method", type=_METHODS, default="cash", show_default=True)
@click.option("--overpayment", type=click.Choice(["reject", "wallet", "change"]), default="reject",
              show_default=True, help="What happens to more than is owed.")  # fmt: skip
@writing_options
def pay(
    settings: Settings,
    invoice_id: int | None,
    work_order_id: int | None,
    customer_id: int | None,
    amount: str,
    method: PaymentMethod,
    overpayment: Overpayment,
    created_by: int,
    request_id: str | None,
) -> None:
    """Take a payment for one invoice, a work order or a customer.

    \b
    Examples:
      daftar pay --customer 4 --amount 2000 --user 1
      daftar pay --invoice 103 --amount 500.50 --method card --user 1
    """
    request = models.PaymentRequest(
        invoice_id=invoice_id,
        work_order_id=work_order_id,
        customer_id=customer_id,
        amount=amount,
        method=method,
        overpayment=overpayment,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.add_payment(request), show_payment)


@click.argument("kind", type=click.Choice(["deposit", "withdraw", "refund"]))
@click.argument("customer_id", type=int)
@click.argument("amount")
@click.option("--method", type=_METHODS, default="cash", show_default=True)
@click.option("--description", metavar="TEXT")
@writing_options
def wallet(
    settings: Settings,
    kind: Literal["deposit", "withdraw", "refund"],
    customer_id: int,
    amount: str,
    method: PaymentMethod,
    description: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Put money into a customer's wallet (deposit, refund) or take it out (withdraw).

    \b
    Examples:
      daftar wallet deposit 4 500 --user 1
      daftar wallet withdraw 4 120.50 --user 1
    """
    request = models.WalletMove(
        customer_id=customer_id,
        type=kind,
        amount=amount,
        method=method,
        description=description,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.wallet_move(request), show_wallet_move)


def show_payment(added: models.AddedPayment) -> None:
    """Print what a payment paid."""
    output.show(
        f"Payment of {output.in_words(added.total_allocated)}: where it went",
        ["invoice", "payment", "method", "amount", "remaining after", "status"],
        [
            (a.invoice_id, a.payment_id, a.method, a.amount, a.remaining_after, a.payment_status)
            for a in added.allocations
        ],
        caption=f"into the wallet {output.in_words(added.to_wallet)}, "
        f"change {output.in_words(added.change_due)}, {_customer(added.customer)}",
    )


def show_wallet_move(moved: models.WalletMoved) -> None:
    """Print a wallet's change."""
    output.show(
        f"Wallet of customer {moved.customer.id}",
        ["transaction", "wallet before", "wallet after"],
        [(moved.wallet_transaction_id, moved.customer.wallet_before, moved.customer.wallet_after)],
    )


def _customer(change: models.CustomerChange) -> str:
    before, after = output.in_words(change.balance_before), output.in_words(change.balance_after)
    return f"customer {change.id} owes {before} -> {after}"
