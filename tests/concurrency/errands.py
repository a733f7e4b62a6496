"""What a till is asked to do: the calls, short to write. All are made by the cashier, user 1."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import (
    AddedPayment,
    Amount,
    InvoiceRequest,
    PaymentRequest,
    PaymentRow,
    PaymentTarget,
    SaleItem,
    SavedInvoice,
    WalletMove,
    WalletMoved,
)

CASHIER = 1

Item = tuple[int, Amount]
"""A product and how much of it."""


def sale(
    customer: int,
    *items: Item,
    work_order: int | None = None,
    from_wallet: Amount | None = None,
    in_cash: Amount | None = None,
    request_id: str | None = None,
) -> Call[SavedInvoice]:
    """An invoice: on credit, or with these payments."""
    given: Sequence[tuple[Amount | None, str]] = [(from_wallet, "wallet"), (in_cash, "cash")]
    payments = [
        PaymentRow(amount=amount, method="wallet" if method == "wallet" else "cash")
        for amount, method in given
        if amount is not None
    ]
    return calls.save_invoice(
        InvoiceRequest(
            customer_id=customer,
            items=[SaleItem(product_id=product, qty=qty) for product, qty in items],
            status="partial" if payments else "pending",
            payments=payments or None,
            work_order_id=work_order,
            created_by=CASHIER,
            request_id=request_id,
        )
    )


def payment_of_customer(
    customer: int, amount: Amount, *, from_wallet: bool = False, request_id: str | None = None
) -> Call[AddedPayment]:
    """Money for whatever the customer owes, oldest first."""
    return calls.add_payment(
        PaymentRequest(
            customer_id=customer,
            amount=amount,
            method="wallet" if from_wallet else "cash",
            created_by=CASHIER,
            request_id=request_id,
        )
    )


def payment_of_invoice(invoice: int, amount: Amount, *, from_wallet: bool = False) -> Call[AddedPayment]:
    """Money for one invoice."""
    return calls.add_payment(
        PaymentRequest(
            invoice_id=invoice, amount=amount, method="wallet" if from_wallet else "cash", created_by=CASHIER
        )
    )


def payment_of_invoices(parts: Sequence[tuple[int, Decimal]]) -> Call[AddedPayment]:
    """Money for listed invoices, so much for each."""
    return calls.add_payment(
        PaymentRequest(
            invoices=[PaymentTarget(invoice_id=invoice, amount=amount) for invoice, amount in parts],
            amount=sum((amount for _, amount in parts), Decimal(0)),
            created_by=CASHIER,
        )
    )


def payment_of_work_order(work_order: int, amount: Amount) -> Call[AddedPayment]:
    """Money for the open invoices of a work order."""
    return calls.add_payment(PaymentRequest(work_order_id=work_order, amount=amount, created_by=CASHIER))


def deposit(customer: int, amount: Amount, *, request_id: str | None = None) -> Call[WalletMoved]:
    """Money into the customer's wallet."""
    return calls.wallet_move(
        WalletMove(
            customer_id=customer, type="deposit", amount=amount, created_by=CASHIER, request_id=request_id
        )
    )


def withdrawal(customer: int, amount: Amount) -> Call[WalletMoved]:
    """Money out of the customer's wallet."""
    return calls.wallet_move(
        WalletMove(customer_id=customer, type="withdraw", amount=amount, created_by=CASHIER)
    )
