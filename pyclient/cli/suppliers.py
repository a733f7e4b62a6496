"""daftar supplier save, opening, list, pay, void and statement."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, due_options, given, writing_options
from pyclient.models.suppliers import SupplierMethod


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(supplier)


@click.group()
def supplier() -> None:
    """Suppliers: new ones, changes, lists, their money."""


@command(supplier)
@click.option("--id", "supplier_id", type=int, help="Change this supplier; without it, a new one is made.")
@click.option("--name")
@click.option("--mobile")
@click.option("--city")
@click.option("--address")
@click.option("--notes")
@click.option("--payment-days", type=int, metavar="N", help="Bills that do not say are due in N days.")
@click.option("--no-payment-days", is_flag=True, help="Bills that do not say are due at once.")
@click.option("--active/--inactive", default=None)
@writing_options
def save(settings: Settings, no_payment_days: bool, **values: object) -> None:
    """Make a supplier (--name), or change one; what is not given stays.

    \b
    Examples:
      daftar supplier save --name 'شركة التوريدات' --user 1
      daftar supplier save --id 2 --payment-days 30 --user 1
      daftar supplier save --id 2 --inactive --user 1
    """
    request = given(values)
    if no_payment_days:
        request["payment_days"] = None
    settings.run(calls.save_supplier(request), _show_saved)


@command(supplier)
@click.argument("supplier_id", type=int)
@click.argument("amount")
@click.option("--date", "opening_date", type=click.DateTime(["%Y-%m-%d"]), help="Owed since; else today.")
@click.option("--bill", "bill_no", metavar="NO", help="The supplier's own number.")
@due_options
@click.option("--notes", metavar="TEXT")
@writing_options
def opening(
    settings: Settings,
    supplier_id: int,
    amount: str,
    opening_date: datetime | None,
    bill_no: str | None,
    due_date: datetime | None,
    due_days: int | None,
    notes: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Write down what a supplier was owed before there were books; `daftar purchase reverse` takes it back.

    \b
    Example:
      daftar supplier opening 2 1000 --date 2025-09-30 --user 1
    """
    request = models.SupplierOpeningRequest(
        supplier_id=supplier_id,
        amount=amount,
        opening_date=opening_date.date() if opening_date else None,
        bill_no=bill_no,
        due_date=due_date.date() if due_date else None,
        due_days=due_days,
        notes=notes,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.save_supplier_opening(request), _show_opening)


@command(supplier, "list")
@click.option("--search", metavar="TEXT", help="Part of a name or mobile.")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(settings: Settings, search: str | None, active: bool | None, limit: int, after: str | None) -> None:
    """List suppliers with what is owed to them.

    \b
    Example:
      daftar supplier list --search توريدات
    """
    wanted = models.SupplierFilter(search=search, active=active, limit=limit, after=after)
    settings.run(calls.list_suppliers(wanted), _show_list)


@command(supplier)
@click.argument("supplier_id", type=int)
@click.argument("amount")
@click.option("--method", type=click.Choice(["cash", "bank_transfer", "check", "card"]), default="cash",
              show_default=True)  # fmt: skip
@click.option("--advance", is_flag=True, help="More than is owed is an advance, not a mistake.")
@click.option("--refund", is_flag=True, help="The supplier gives money back.")
@click.option("--notes", metavar="TEXT")
@writing_options
def pay(
    settings: Settings,
    supplier_id: int,
    amount: str,
    method: SupplierMethod,
    advance: bool,
    refund: bool,
    notes: str | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Pay a supplier, or take money back from one.

    \b
    Examples:
      daftar supplier pay 2 1500 --method check --user 1
      daftar supplier pay 2 60 --refund --user 1
    """
    overpayment: Literal["reject", "advance"] | None = "advance" if advance else None
    request = models.SupplierPaymentRequest(
        supplier_id=supplier_id,
        amount=amount,
        method=method,
        notes=notes,
        type="refund" if refund else None,
        overpayment=overpayment,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.pay_supplier(request), _show_paid)


@command(supplier)
@click.argument("payment_id", type=int)
@click.option("--reason", metavar="TEXT")
@writing_options
def void(
    settings: Settings, payment_id: int, reason: str | None, created_by: int, request_id: str | None
) -> None:
    """Undo a payment to a supplier (or a refund) that in truth never was.

    \b
    Example:
      daftar supplier void 7 --reason 'check bounced' --user 1
    """
    request = models.SupplierVoidRequest(
        payment_id=payment_id, reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.void_supplier_payment(request), _show_void)


@command(supplier)
@click.argument("supplier_id", type=int)
@click.option("--from", "from_date", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "to_date", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--limit", type=click.IntRange(1, 500), default=500, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def statement(
    settings: Settings,
    supplier_id: int,
    from_date: datetime | None,
    to_date: datetime | None,
    limit: int,
    after: str | None,
) -> None:
    """Show what happened to a supplier's balance, oldest first.

    \b
    Example:
      daftar supplier statement 2 --from 2025-12-01
    """
    wanted = models.SupplierStatementFilter(
        supplier_id=supplier_id,
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        limit=limit,
        after=after,
    )
    settings.run(calls.supplier_statement(wanted), _show_statement)


def _show_saved(saved: models.SavedSupplier) -> None:
    _show([saved.supplier], f"Supplier {saved.supplier_id} is saved")


def _show_opening(saved: models.SavedSupplierOpening) -> None:
    output.show(
        f"Opening balance: purchase {saved.bill_id} {saved.purchase_no}",
        ["bill", "owed since", "due", "amount"],
        [(saved.bill_no, saved.opening_date, saved.due_date, saved.total)],
        caption=_owed(saved.supplier),
    )


def _show_list(page: models.Page[models.Supplier]) -> None:
    _show(list(page.rows), "Suppliers", output.more(page.next_after))


def _show(suppliers: list[models.Supplier], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "name", "mobile", "city", "balance", "payment days", "active"],
        [(s.id, s.name, s.mobile, s.city, s.balance, s.payment_days, s.active) for s in suppliers],
        caption=caption,
    )


def _show_paid(paid: models.PaidSupplier) -> None:
    output.show(
        f"{paid.type} of {output.in_words(paid.amount)}",
        ["payment", "method", "amount"],
        [(p.payment_id, p.method, p.amount) for p in paid.payments],
        caption=_owed(paid.supplier),
    )


def _show_void(voided: models.VoidedSupplierPayment) -> None:
    output.show(
        f"Payment {voided.payment_id} is void",
        ["void", "amount"],
        [(voided.void_id, voided.amount)],
        caption="" if voided.supplier is None else _owed(voided.supplier),
    )


def _show_statement(statement: models.SupplierStatement) -> None:
    supplier = statement.supplier
    output.show(
        f"Statement of supplier {supplier.id} {supplier.name}",
        ["no.", "date", "type", "amount", "balance", "purchase", "payment", "description"],
        [
            (
                row.seq,
                row.transaction_date,
                row.transaction_type,
                row.amount,
                row.balance_after,
                row.bill_id,
                row.payment_id,
                row.description,
            )
            for row in statement.rows
        ],
        caption=output.more(statement.next_after) or f"is owed {output.in_words(supplier.balance)}",
    )


def _owed(change: models.SupplierChange) -> str:
    before, after = output.in_words(change.balance_before), output.in_words(change.balance_after)
    return f"supplier {change.id} is owed {before} -> {after}"
