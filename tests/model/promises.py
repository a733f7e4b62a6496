"""Payments that have a status in the account book: money that is promised, and what becomes of a payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.model.book import (
    ZERO,
    Answer,
    Book,
    Branch,
    Invoice,
    Payment,
    Refused,
    Request,
    Row,
    asked_payments,
    customer_member,
    left_of,
    minor,
    raise_if,
)
from tests.model.currencies import CURRENCIES
from tests.model.invoice_currencies import add_payment as pay
from tests.model.requests import given


@dataclass(eq=False)
class Promise(Row):
    """Counts nowhere until it becomes a payment."""

    invoice: Invoice
    branch: Branch
    amount: Decimal
    method: str
    day: date
    status: str = "pending"
    settled_on: date | None = None
    payment: Payment | None = None


@dataclass
class StatusChange:
    """``made``: the payment that a promise became, or the row that undid a payment."""

    document: Promise | Payment
    status: str
    made: Payment | None


def add_payment(book: Book, request: Request) -> Answer:
    status = given(request, "status") or "completed"
    if status not in ("completed", "pending"):
        raise Refused("INVALID_STATUS", *book.user_faults(request))
    return _promise(book, request) if status == "pending" else pay(book, request)


def _promise(book: Book, request: Request) -> Answer:
    """All that is promised for an invoice is at most what is open."""
    wrong = book.user_faults(request)
    others = ("invoices", "work_order_id", "customer_id", "debit_note_id")
    if any(given(request, target) is not None for target in others):
        wrong.add("VALIDATION")
    invoice = book.required(request, "invoice_id", book.invoices, "UNKNOWN_INVOICE", wrong)
    if invoice is None:
        raise Refused(*wrong)
    if not invoice.remaining:
        wrong.add("INVOICE_CLOSED" if invoice.closed else "NOTHING_TO_PAY")
    if not invoice.is_in_base:
        wrong.add("OTHER_CURRENCY")
    customer = invoice.customer
    branch = book.branch(request, customer.company, wrong)
    book.told(request, customer.company, CURRENCIES[customer.company.currency], wrong)
    rows = asked_payments(request, customer.company, wrong)
    if any(row.method == "wallet" for row in rows):
        wrong.add("INVALID_PAYMENT_METHOD")
    if promised(book, invoice) + sum(row.amount for row in rows) > invoice.remaining:
        wrong.add("OVERPAYMENT")
    raise_if(wrong)
    day, unit = book.today(customer.company), minor(customer.company)
    made = [Promise(invoice, branch, row.amount, row.method, day) for row in rows]
    book.promises += made
    return {
        "ok": True,
        "allocations": [],
        "total_allocated": ZERO.quantize(unit),
        "to_wallet": ZERO.quantize(unit),
        "change_due": ZERO.quantize(unit),
        "customer": customer_member(customer, customer.balance, customer.wallet),
        "work_orders": [],
        "pending_payments": [
            {
                "pending_payment_id": promise,
                "method": promise.method,
                "amount": promise.amount.quantize(unit),
                "status": "pending",
            }
            for promise in made
        ],
    }


def promised(book: Book, invoice: Invoice) -> Decimal:
    waiting = (each for each in book.promises if each.invoice is invoice and each.status == "pending")
    return sum((promise.amount for promise in waiting), ZERO)


def mark_invoice_paid(book: Book, request: Request) -> Answer:
    """A payment of what is open."""
    wrong = book.user_faults(request)
    invoice = book.required(request, "invoice_id", book.invoices, "UNKNOWN_INVOICE", wrong)
    if invoice is None:
        raise Refused(*wrong)
    worth = ("currency", "exchange_rate", "base_amount")
    of_payment = ("invoice_id", "method", *worth, "branch_id", "created_by")
    return pay(book, {**{name: request.get(name) for name in of_payment}, "amount": invoice.open})


def set_payment_status(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    status = given(request, "status")
    if status is None:
        wrong.add("VALIDATION")
    elif status not in ("completed", "failed", "refunded"):
        wrong.add("INVALID_STATUS")
    of_promise = given(request, "pending_payment_id") is not None
    if of_promise == (given(request, "payment_id") is not None):
        wrong.add("VALIDATION")
    raise_if(wrong)
    settle = _settle_promise if of_promise else _undo_payment
    change, members = settle(book, {**request, "status": status})
    book.status_changes.append(change)
    return {"ok": True, "status": status, "payment": None, "voided": None, "refunded": None, **members}


def _settle_promise(book: Book, request: Request) -> tuple[StatusChange, Answer]:
    wrong: set[str] = set()
    promise = book.required(request, "pending_payment_id", book.promises, "UNKNOWN_PAYMENT", wrong)
    if promise is None:
        raise Refused(*wrong)
    invoice, status = promise.invoice, str(request["status"])
    branch = book.branch(request, invoice.customer.company, wrong)
    if promise.status != "pending" or status == "refunded":
        wrong.add("INVALID_STATUS")
    raise_if(wrong)
    payment = None
    if status == "completed":
        of_request = {name: request.get(name) for name in ("overpayment", "created_by")}
        of_promise = {"invoice_id": invoice.id, "amount": promise.amount, "method": promise.method}
        payment = book.add_payment({**of_request, **of_promise, "branch_id": branch.id})
        promise.payment = invoice.payments[-1]
    promise.status, promise.settled_on = status, book.today(invoice.customer.company)
    return StatusChange(promise, status, promise.payment), {
        "payment_id": promise.payment,
        "pending_payment_id": promise,
        "invoice_id": invoice,
        "payment": payment,
    }


def _undo_payment(book: Book, request: Request) -> tuple[StatusChange, Answer]:
    """By today's documents, also where the payment's shift is closed, but for cash that fails."""
    status = str(request["status"])
    if status == "completed":
        raise Refused("INVALID_STATUS")
    if status == "failed":
        undone = book.void_payment({**request, "refund": "none"}, while_open=False)
        made, member = undone["void_id"], "voided"
    else:
        undone = _refund_payment(book, request)
        made, member = undone["refund_id"], "refunded"
    payment = undone["payment_id"]
    assert isinstance(payment, Payment)
    assert isinstance(made, Payment)
    return StatusChange(payment, status, made), {
        "payment_id": payment,
        "pending_payment_id": None,
        "invoice_id": undone["invoice_id"],
        member: undone,
    }


def _refund_payment(book: Book, request: Request) -> Answer:
    """What is left of it goes back by its own method."""
    wrong: set[str] = set()
    payment = book.payment_to_undo(request, wrong, left_only=True)
    customer = payment.document.customer
    branch = book.branch(request, customer.company, wrong)
    raise_if(wrong)
    before, amount = (customer.balance, customer.wallet), left_of(payment)
    kind = "deposit" if payment.method == "wallet" else "adjustment"
    refund = book.give_back(payment.document, branch, payment.method, amount, kind, refunds=payment)
    return {
        "ok": True,
        "payment_id": payment,
        "refund_id": refund,
        "method": payment.method,
        **book.undone_members(payment, refund),
        "customer": customer_member(customer, *before),
    }


# -- the rows of the database

QUERIES = {
    "pending_payments": """
        SELECT id, invoice_id, branch_id, amount, payment_method, promised_on, status, settled_on, payment_id
        FROM pending_payments WHERE company_id IN (%s, %s)""",
    "payment_statuses": """
        SELECT a.document_table, a.document_id, a.values_after
        FROM audit_log a
        LEFT JOIN pending_payments w ON a.document_table = 'pending_payments' AND w.id = a.document_id
        LEFT JOIN invoice_payments p ON a.document_table = 'invoice_payments' AND p.id = a.document_id
        LEFT JOIN invoices_out i ON i.id = w.invoice_id
        WHERE a.action = 'payment_status' AND COALESCE(i.company_id, p.company_id) IN (%s, %s)""",
}


def rows(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """In the columns of QUERIES; a Row stands for its id."""
    return {
        "pending_payments": [
            (p, p.invoice, p.branch, p.amount, p.method, p.day, p.status, p.settled_on, p.payment)
            for p in book.promises
        ],
        "payment_statuses": [(*_named(change.document), _written(change)) for change in book.status_changes],
    }


def _named(document: Promise | Payment) -> tuple[str, Row]:
    return "pending_payments" if isinstance(document, Promise) else "invoice_payments", document


def _written(change: StatusChange) -> str:
    member = "payment_id" if isinstance(change.document, Promise) else "undone_by"
    made = change.made.id if change.made else "null"
    return f'{{"status":"{change.status}","{member}":{made}}}'
