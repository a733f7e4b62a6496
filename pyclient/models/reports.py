"""Reports: what is asked, and one dataclass a report for its rows. Which rule each follows: docs/reports.md.

Amounts are in the company's currency. Days are business dates of the company; both ends of a period count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from pyclient.models.fields import Filter
from pyclient.models.work_orders import WorkOrder

Method: TypeAlias = Literal["cash", "bank_transfer", "check", "card", "wallet"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportFilter(Filter):
    """Base of what reports are asked: whose figures (None: the first company's, of all branches)."""

    company_id: int | None = None
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodFilter(ReportFilter):
    """Base of the reports of a period: without ``to_date`` up to today, without ``from_date`` one day."""

    from_date: date | None = field(default=None, metadata={"member": "from"})
    to_date: date | None = field(default=None, metadata={"member": "to"})


@dataclass(frozen=True, kw_only=True, slots=True)
class SalesReportFilter(PeriodFilter):
    """Sales by day or month; by month and without ``from_date``, from the first of the month.

    >>> SalesReportFilter(by="month", from_date=date(2025, 1, 1)).by
    'month'
    """

    by: Literal["day", "month"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SalesReportRow:
    """A day or month (``period`` is its first day). revenue = sales - discounts - returned + rounding; taxes
    are in none of them, ``tax`` is what they came to. ``undone``: invoices canceled or reverted."""

    period: date
    invoices: int
    returns: int
    undone: int
    sales: Decimal
    discounts: Decimal
    returned: Decimal
    rounding: Decimal
    revenue: Decimal
    tax: Decimal
    cost: Decimal
    profit: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentsReportFilter(PeriodFilter):
    """Money by day and method."""

    method: Method | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentsReportRow:
    """A day and method: ``net`` is what came in less what went out; ``payments`` counts those of invoices."""

    day: date
    method: str
    payments: int
    paid: Decimal
    given_back: Decimal
    wallet_in: Decimal
    wallet_out: Decimal
    to_suppliers: Decimal
    other: Decimal
    net: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductsReportFilter(PeriodFilter):
    """Products sold by day."""

    product_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductsReportRow:
    """A product on a day, quantities in its own unit; ``revenue`` is without taxes, less what came back."""

    day: date
    product_id: int
    product_code: str
    product_name: str
    unit: str
    sold: Decimal
    returned: Decimal
    revenue: Decimal
    cost: Decimal
    profit: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class UnpaidReportFilter(ReportFilter):
    """Open invoices and debit notes; ``as_of``: the day from which days overdue are counted (None: today)."""

    overdue: bool | None = None
    customer_id: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UnpaidReportRow:
    """An open document: an invoice, or a debit note (``kind``), of which ``invoice_id`` and ``invoice_no``
    name the invoice that it was raised for (None on an opening balance); ``invoice_date`` is its day."""

    kind: str
    invoice_id: int | None
    days_overdue: int
    customer_id: int
    customer_name: str
    mobile: str
    total_after: Decimal
    returned_amount: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    invoice_no: str | None = None
    debit_note_id: int | None = None
    debit_note_no: str | None = None
    invoice_date: date | None = None
    due_date: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgeingReportFilter(ReportFilter):
    """What customers owe by its age; ``as_of`` is the day from which it is counted (None: today)."""

    customer_id: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgeingReportRow:
    """What a customer owes on open invoices and debit notes, by the days since they were due."""

    customer_id: int
    customer_name: str
    mobile: str
    invoices: int
    debit_notes: int
    not_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    over_90: Decimal
    total: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class PayablesReportFilter(ReportFilter):
    """What suppliers are owed by its age; ``as_of`` is the day from which it is counted (None: today). With
    ``branch_id`` what is owed on the branch's bills."""

    supplier_id: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PayablesReportRow:
    """What a supplier is owed on open bills, by the days since they were due, and ``without_bill``: what no
    bill explains (0 of a branch)."""

    supplier_id: int
    supplier_name: str
    mobile: str | None = None
    bills: int
    not_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    over_90: Decimal
    without_bill: Decimal
    total: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class BillsDueReportFilter(ReportFilter):
    """Open bills; ``overdue`` True: only these; ``due_by``: only what is due until then; ``as_of`` is the day
    from which days overdue are counted (None: today)."""

    overdue: bool | None = None
    due_by: date | None = None
    supplier_id: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BillsDueReportRow:
    """A supplier's bill on which something is owed; without ``due_date`` it is due on its own day, of an
    opening balance its ``opening_date``."""

    bill_id: int
    purchase_no: str
    bill_no: str | None = None
    business_date: date
    opening_date: date | None = None
    due_date: date | None = None
    days_overdue: int
    supplier_id: int
    supplier_name: str
    mobile: str | None = None
    total: Decimal
    open_amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class StockReportFilter(Filter):
    """What is in stock; ``low`` True: at or below its reorder level."""

    company_id: int | None = None
    product_id: int | None = None
    low: bool | None = None
    active: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StockReportRow:
    """A product that keeps stock, with what is there and what it cost."""

    product_id: int
    product_code: str
    product_name: str
    unit: str
    active: bool
    reorder_level: Decimal
    quantity: Decimal
    stock_value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfitReportFilter(PeriodFilter):
    """Profit of the invoices of a period, by product (None), customer or invoice."""

    by: Literal["product", "customer", "invoice"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfitReportRow:
    """A product, customer or invoice (``name``: its number); ``margin`` in percent of the revenue."""

    id: int
    quantity: Decimal
    revenue: Decimal
    cost: Decimal
    profit: Decimal
    name: str | None = None
    margin: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxesReportFilter(PeriodFilter):
    """Taxes charged, and paid on suppliers' bills, in a period."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxesReportRow:
    """A tax at a rate (percent). A rate that no tax stands for has no ``tax_id``, ``code`` and ``name``.

    net = charged - given_back; of suppliers' bills input_net = input - input_back; due to the tax office is
    net - input_net. ``base`` is what was sold with the tax, without it, less what came back; ``input_base``
    what was bought with it.
    """

    tax_id: int | None = None
    code: str | None = None
    name: str | None = None
    rate: Decimal | None = None
    base: Decimal
    charged: Decimal
    given_back: Decimal
    net: Decimal
    input_base: Decimal
    input: Decimal
    input_back: Decimal
    input_net: Decimal
    due: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ReconciliationReportFilter(PeriodFilter):
    """Invoices of a period beside their payments; ``differences`` True: only those that differ."""

    differences: bool | None = None
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReconciliationReportRow:
    """An invoice: difference = invoiced - returned - payments - remaining; ``ledger`` is what the customer's
    ledger holds of it (None of an adopted one)."""

    invoice_id: int
    invoice_date: date
    customer_id: int
    status: str
    invoiced: Decimal
    returned: Decimal
    payments: Decimal
    remaining: Decimal
    difference: Decimal
    ledger_difference: Decimal
    invoice_no: str | None = None
    ledger: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentsReportFilter(PeriodFilter):
    """Orders of a period beside their invoices and payments; ``differences`` True: only those that differ or
    that something is open on."""

    differences: bool | None = None
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentsReportRow:
    """An order, or an invoice that no order led to: difference = invoiced - ordered, paid = invoiced -
    remaining; ``invoices`` and ``payments`` say how many there are."""

    day: date
    customer_id: int
    status: str
    invoices: int
    payments: int
    ordered: Decimal
    invoiced: Decimal
    difference: Decimal
    paid: Decimal
    remaining: Decimal
    order_id: int | None = None
    order_no: str | None = None
    invoice_id: int | None = None
    invoice_no: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetInvoice:
    """An invoice on the sheet of a work order; canceled and reverted ones count in no total."""

    invoice_id: int
    status: str
    total_after: Decimal
    returned_amount: Decimal
    paid_amount: Decimal
    remaining_amount: Decimal
    invoice_no: str | None = None
    invoice_date: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetItem:
    """A line of a live invoice; ``gross_price`` is that of the whole line, taxes included."""

    invoice_id: int
    product_id: int
    product_name: str
    unit: str
    quantity: Decimal
    returned: Decimal
    selling_price: Decimal
    gross_price: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetPayment:
    """A payment of one of the invoices; below zero where money went back."""

    payment_id: int
    invoice_id: int
    amount: Decimal
    method: str | None = None
    payment_no: str | None = None
    business_date: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetDebitNote:
    """A debit note that was raised for one of the invoices; it counts in no total of the work order."""

    debit_note_id: int
    debit_note_no: str
    debit_note_date: date
    invoice_id: int
    reference_type: str
    status: str
    total: Decimal
    applied_amount: Decimal
    remaining_amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkOrderSheet:
    """A work order with everything that hangs on it, oldest first."""

    work_order: WorkOrder
    customer_name: str
    invoices: tuple[SheetInvoice, ...] = ()
    items: tuple[SheetItem, ...] = ()
    payments: tuple[SheetPayment, ...] = ()
    debit_notes: tuple[SheetDebitNote, ...] = ()
