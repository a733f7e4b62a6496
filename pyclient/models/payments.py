"""Money in: payment rows, payments on documents, and the customer's wallet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pyclient.models.customers import CustomerChange
from pyclient.models.fields import Amount, Request, WriteRequest
from pyclient.models.work_orders import WorkOrderTotals

PaymentMethod = Literal["cash", "bank_transfer", "check", "card", "wallet", "mixed"]
Overpayment = Literal["reject", "wallet", "change"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRow(Request):
    """One row of money. With method ``mixed``, ``parts`` holds rows of their own (amount: None or their sum).

    >>> PaymentRow(amount="250.00", method="wallet").method
    'wallet'
    """

    amount: Amount | None = None
    method: PaymentMethod | None = None
    notes: str | None = None
    parts: Sequence[PaymentRow] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentTarget(Request):
    """One invoice of a payment's own list; ``amount`` None takes all that is open on it."""

    invoice_id: int
    amount: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRequest(WriteRequest):
    """A payment on exactly one target: an invoice, a list of invoices, a work order or a customer.

    On a work order or customer the money goes to the oldest debt first. The money is ``amount`` with
    ``method``, or ``payments`` rows.

    >>> PaymentRequest(customer_id=4, amount=Decimal("2000.00"), created_by=1).method is None
    True
    """

    invoice_id: int | None = None
    invoices: Sequence[PaymentTarget] | None = None
    work_order_id: int | None = None
    customer_id: int | None = None
    amount: Amount | None = None
    method: PaymentMethod | None = None
    payments: Sequence[PaymentRow] | None = None
    overpayment: Overpayment | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentAllocation:
    """What one payment row gave to one invoice, and how the invoice stands after it."""

    invoice_id: int
    payment_id: int
    method: str
    amount: Decimal
    remaining_after: Decimal
    payment_status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedPayment:
    """The answer to a payment."""

    allocations: tuple[PaymentAllocation, ...]
    total_allocated: Decimal
    to_wallet: Decimal
    change_due: Decimal
    customer: CustomerChange
    work_orders: tuple[WorkOrderTotals, ...] = ()
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WalletMove(WriteRequest):
    """Money into (deposit, refund) or out of (withdraw) a customer's wallet; it never goes below zero.

    >>> WalletMove(customer_id=4, type="deposit", amount=500, created_by=1).type
    'deposit'
    """

    customer_id: int
    type: Literal["deposit", "withdraw", "refund"]
    amount: Amount
    method: PaymentMethod | None = None
    description: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WalletMoved:
    """The answer to a wallet move."""

    wallet_transaction_id: int
    customer_transaction_id: int
    customer: CustomerChange
    msg: str = ""
