"""Posted invoices that change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pyclient.models.customers import CustomerChange
from pyclient.models.fields import KEEP, Amount, Keep, Request, WriteRequest
from pyclient.models.reversals import Refund
from pyclient.models.sales import AppliedTax, SaleItem, SavedItem
from pyclient.models.work_orders import WorkOrderTotals


@dataclass(frozen=True, kw_only=True, slots=True)
class AmendedItem(Request):
    """A line that stays on the invoice, with the quantity that it is to have, in its unit. What is None stays
    as it is; a discount or ``tax_rate`` of 0 takes it off."""

    item_id: int
    qty: Amount
    selling_price: Amount | None = None
    price_type: Literal["retail", "wholesale"] | None = None
    row_id: str | None = None
    uom: str | None = None
    discount_percent: Amount | None = None
    discount_amount: Amount | None = None
    tax_rate: Amount | None = None
    price_includes_tax: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AmendmentRequest(WriteRequest):
    """Change a posted invoice. ``items`` is the whole new list: a line that it does not name is taken off.
    What was paid above the new total goes where ``refund`` says: the wallet (the default), cash, or
    ``original``, the methods that it came by. The discount stays where it is None.

    >>> request = AmendmentRequest(
    ...     invoice_id=103,
    ...     items=[AmendedItem(item_id=7, qty=14), SaleItem(product_id=9, qty=1)],
    ...     created_by=1,
    ... )
    >>> request.items[0].qty
    14
    """

    invoice_id: int
    items: Sequence[AmendedItem | SaleItem]
    discount_type: Literal["percent", "amount"] | None = None
    discount_value: Amount | None = None
    notes: str | Keep | None = KEEP
    refund: Literal["wallet", "cash", "original"] | None = None
    reason: str | None = None
    branch_id: int | None = None
    credit_override_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AmendedInvoice:
    """The answer: the invoice as it is now, and the difference. ``items`` holds the lines that were taken off
    too, with qty 0; their allocations are what this amendment took, or gave back (below 0). Where nothing
    changed ``amendment_id`` is None.
    """

    invoice_id: int
    total_before: Decimal
    discount_type: str
    discount_value: Decimal
    discount_amount: Decimal
    total_after: Decimal
    total_cogs: Decimal
    profit_amount: Decimal
    value_change: Decimal
    cost_change: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    payment_status: str
    items: tuple[SavedItem, ...]
    refunded_amount: Decimal
    customer: CustomerChange
    net_total: Decimal | None = None
    tax_total: Decimal = Decimal(0)
    rounding_amount: Decimal = Decimal(0)
    taxes: tuple[AppliedTax, ...] = ()
    refunds: tuple[Refund, ...] = ()
    work_order: WorkOrderTotals | None = None
    amendment_id: int | None = None
    invoice_no: str | None = None
    msg: str = ""
