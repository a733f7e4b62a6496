"""daftar pay, daftar payment and daftar wallet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal, ParamSpec, Unpack

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, writing_options
from pyclient.cli.printing import PageOptions, print_document, printing_options
from pyclient.models.payments import Overpayment, PaymentMethod, PendingStatus
from pyclient.print import documents

METHODS = click.Choice(["cash", "bank_transfer", "check", "card", "wallet"])
RATE = click.option(
    "--rate", "exchange_rate", help="Of a document in another currency; that of the day where absent."
)
BASE_AMOUNT = click.option(
    "--base-amount", help="What the money was in the company's currency, instead of the rate."
)

P = ParamSpec("P")


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    command(main)(pay)
    main.add_command(payment)
    main.add_command(wallet)


@click.option("--invoice", "invoice_id", type=int, metavar="ID", help="Pay this invoice.")
@click.option("--work-order", "work_order_id", type=int, metavar="ID", help="Pay a work order, oldest first.")
@click.option(
    "--customer", "customer_id", type=int, metavar="ID", help="Pay all a customer owes, oldest first."
)
@click.option("--debit-note", "debit_note_id", type=int, metavar="ID", help="Pay this debit note.")
@click.option("--amount", required=True,
              help="In the currency of the invoice or debit note: 2000 or 2000.50.")  # fmt: skip
@click.option("--method", type=METHODS, default="cash", show_default=True)
@click.option("--overpayment", type=click.Choice(["reject", "wallet", "change"]), default="reject",
              show_default=True, help="What happens to more than is owed.")  # fmt: skip
@click.option("--pending", is_flag=True, help="It is promised, and counts only once it is here.")
@RATE
@BASE_AMOUNT
@writing_options
def pay(
    settings: Settings,
    invoice_id: int | None,
    work_order_id: int | None,
    customer_id: int | None,
    debit_note_id: int | None,
    amount: str,
    method: PaymentMethod,
    overpayment: Overpayment,
    pending: bool,
    exchange_rate: str | None,
    base_amount: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Take a payment for one invoice or debit note, a work order or a customer.

    \b
    Examples:
      daftar pay --customer 4 --amount 2000 --user 1
      daftar pay --invoice 103 --amount 500.50 --method card --user 1
      daftar pay --invoice 103 --amount 300 --method check --pending --user 1
      daftar pay --invoice 104 --amount 100 --rate 55 --user 1
    """
    request = models.PaymentRequest(
        invoice_id=invoice_id,
        work_order_id=work_order_id,
        customer_id=customer_id,
        debit_note_id=debit_note_id,
        amount=amount,
        method=method,
        overpayment=overpayment,
        status="pending" if pending else None,
        exchange_rate=exchange_rate,
        base_amount=base_amount,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.add_payment(request), show_payment)


@click.group()
def payment() -> None:
    """What became of payments, those that are promised, and receipts."""


@command(payment)
@click.argument("payment_id", type=int)
@click.argument("new_status", type=click.Choice(["completed", "failed", "refunded"]))
@click.option("--pending", is_flag=True, help="PAYMENT_ID is that of a promised payment.")
@click.option("--reason", metavar="TEXT")
@click.option("--overpayment", type=click.Choice(["reject", "wallet", "change"]), default="reject",
              show_default=True, help="Where less is open now than was promised.")  # fmt: skip
@writing_options
def status(
    settings: Settings,
    payment_id: int,
    new_status: Literal["completed", "failed", "refunded"],
    pending: bool,
    reason: str | None,
    overpayment: Overpayment,
    created_by: int,
    request_id: str | None,
) -> None:
    """Complete a promised payment or let it fail; let a posted one fail (it bounced), or refund it.

    \b
    Examples:
      daftar payment status 3 completed --pending --user 1
      daftar payment status 12 failed --reason 'bounced check' --user 1
    """
    request = models.PaymentStatusRequest(
        status=new_status,
        payment_id=None if pending else payment_id,
        pending_payment_id=payment_id if pending else None,
        reason=reason,
        overpayment=overpayment,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.set_payment_status(request), _show_status)


@command(payment, "list")
@click.option("--customer", "customer_id", type=int, metavar="ID")
@click.option("--invoice", "invoice_id", type=int, metavar="ID")
@click.option("--status", "wanted_status", type=click.Choice(["pending", "completed", "failed"]),
              default="pending", show_default=True)  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(
    settings: Settings,
    customer_id: int | None,
    invoice_id: int | None,
    wanted_status: PendingStatus,
    limit: int,
    after: str | None,
) -> None:
    """List payments that were promised, newest first.

    \b
    Example:
      daftar payment list --customer 4
    """
    wanted = models.PendingPaymentFilter(
        customer_id=customer_id, invoice_id=invoice_id, status=wanted_status, limit=limit, after=after
    )
    settings.run(calls.list_pending_payments(wanted), _show_pending)


@command(payment, "print")
@click.argument("payment_id", type=int)
@printing_options
def print_payment(settings: Settings, payment_id: int, **page: Unpack[PageOptions]) -> None:
    """Print the receipt of a payment of an invoice or debit note, or of money that was given back.

    \b
    Example:
      daftar payment print 12 --format receipt
    """
    print_document(settings, lambda client: documents.payment(client, payment_id), page)


@click.group()
def wallet() -> None:
    """A customer's wallet: money into it (deposit, refund) or out of it (withdraw), and the receipts."""


def _moving(kind: Literal["deposit", "withdraw", "refund"], told: str) -> None:
    @click.argument("customer_id", type=int)
    @click.argument("amount")
    @click.option("--method", type=METHODS, default="cash", show_default=True)
    @click.option("--description", metavar="TEXT")
    @writing_options
    def move(
        settings: Settings,
        customer_id: int,
        amount: str,
        method: PaymentMethod,
        description: str | None,
        created_by: int,
        request_id: str | None,
    ) -> None:
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

    move.__doc__ = f"""{told}

    \b
    Example:
      daftar wallet {kind} 4 120.50 --user 1
    """
    command(wallet, kind)(move)


_moving("deposit", "Put money into a customer's wallet.")
_moving("withdraw", "Take money out of a customer's wallet.")
_moving("refund", "Put money that is given back into a customer's wallet.")


@command(wallet, "print")
@click.argument("wallet_transaction_id", type=int)
@printing_options
def print_wallet_move(settings: Settings, wallet_transaction_id: int, **page: Unpack[PageOptions]) -> None:
    """Print the receipt of money that went into a customer's wallet or out of it.

    \b
    Example:
      daftar wallet print 12 --format receipt
    """
    print_document(settings, lambda client: documents.wallet_move(client, wallet_transaction_id), page)


def new_due_options(command: Callable[P, None]) -> Callable[P, None]:
    """DUE_DATE or --at-once, and --reason, of the commands that set until when a document is to be paid."""
    day = click.argument("due_date", type=click.DateTime(["%Y-%m-%d"]), required=False)
    at_once = click.option("--at-once", is_flag=True, help="Instead: on its own day.")
    return day(at_once(click.option("--reason", metavar="TEXT")(command)))


def new_due_date(due_date: datetime | None, at_once: bool) -> date | None:
    """The day that the command line says; None: at once."""
    if (due_date is None) != at_once:
        raise click.UsageError("give either DUE_DATE or --at-once")
    return due_date.date() if due_date else None


def show_due_date(done: models.DueDateSet) -> None:
    """Print what a due date was and is."""
    document = f"Invoice {done.invoice_id}" if done.invoice_id else f"Purchase {done.bill_id}"
    output.show(document, ["due before", "due"], [(done.due_date_before, done.due_date_after)])


def show_payment(added: models.AddedPayment) -> None:
    """Print what a payment paid, or what is promised."""
    if added.pending_payments:
        output.show(
            "Promised payments",
            ["id", "method", "amount", "status"],
            [(p.pending_payment_id, p.method, p.amount, p.status) for p in added.pending_payments],
        )
        return
    # a payment is in one currency: that of the note that it is for
    currency = output.of_currency(added.allocations[0].currency)
    output.show(
        f"Payment of {output.in_words(added.total_allocated)}{currency}: where it went",
        [
            *("invoice", "debit note", "payment", "method"),
            *(f"amount{currency}", f"remaining after{currency}", "status"),
        ],
        [
            (
                a.invoice_id,
                a.debit_note_id,
                a.payment_id,
                a.method,
                a.amount,
                a.remaining_after,
                a.payment_status,
            )
            for a in added.allocations
        ],
        caption=f"into the wallet {output.in_words(added.to_wallet)}, "
        f"change {output.in_words(added.change_due)}, {_customer(added.customer)}",
    )


def _show_status(done: models.PaymentStatusSet) -> None:
    if done.payment:
        show_payment(done.payment)
    elif undone := done.voided or done.refunded:
        currency = output.of_currency(undone.currency)
        output.show(
            f"Payment {done.payment_id} is {done.status}",
            ["invoice", "debit note", f"amount{currency}", f"remaining after{currency}", "status"],
            [
                (
                    undone.invoice_id,
                    undone.debit_note_id,
                    undone.amount,
                    undone.remaining_after,
                    undone.payment_status,
                )
            ],
            caption=_customer(undone.customer),
        )
    else:
        title = f"Pending payment {done.pending_payment_id} is {done.status}"
        output.show(title, ["invoice"], [(done.invoice_id,)])


def _show_pending(page: models.Page[models.PendingPayment]) -> None:
    output.show(
        "Promised payments",
        ["id", "invoice", "customer", "promised on", "method", "amount", "status", "notes"],
        [
            (
                row.pending_payment_id,
                f"{row.invoice_id} {row.invoice_no or ''}",
                f"{row.customer_id} {row.customer_name}",
                row.promised_on,
                row.method,
                row.amount,
                row.status,
                row.notes,
            )
            for row in page.rows
        ],
        caption=output.more(page.next_after),
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
