"""Payments of invoices in another currency in the account book, and the rows beside such invoices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pyclient.deploy import error_catalogue
from tests.model import debit_notes
from tests.model.book import (
    ZERO,
    Answer,
    Book,
    Invoice,
    Payment,
    Request,
    asked_payments,
    find,
    minor,
    raise_if,
)
from tests.model.currencies import shares
from tests.model.requests import given

_TARGETS = ("invoice_id", "invoices", "work_order_id", "customer_id", "debit_note_id")


def add_payment(book: Book, request: Request) -> Answer:
    """One in another currency is paid by its own id."""
    invoice = find(book.invoices, request.get("invoice_id"))
    if invoice and not invoice.is_in_base and sum(bool(request.get(target)) for target in _TARGETS) == 1:
        return _pay(book, request, invoice)
    return debit_notes.add_payment(book, request)


def _pay(book: Book, request: Request, invoice: Invoice) -> Answer:
    """In its currency; what the money is worth is told, or follows from the day's rate."""
    wrong = book.user_faults(request)
    mode = str(given(request, "overpayment") or "reject")
    if mode not in ("reject", "wallet", "change"):
        wrong.add("VALIDATION")
    elif mode != "reject":
        wrong.add("OTHER_CURRENCY")
    customer, company, currency = invoice.customer, invoice.customer.company, invoice.currency
    assert currency
    book.ask(invoice.branch, wrong)
    if not invoice.open:
        wrong.add("INVOICE_CLOSED" if invoice.closed else "NOTHING_TO_PAY")
    branch = book.branch(request, company, wrong)
    told = book.told(request, company, currency, wrong)
    rows = asked_payments(request, currency, wrong)
    if told.base is not None and len(rows) > 1:
        wrong.add("VALIDATION")
    amounts = [row.amount for row in rows]
    if sum(amounts, ZERO) > invoice.open:
        wrong.add("OVERPAYMENT")
    if any(part <= 0 for part in shares(invoice.remaining, amounts, invoice.open, minor(company))):
        wrong.add("VALIDATION")
    debit_notes.check_worth(customer, rows, told, wrong)
    raise_if(wrong)
    return book.pay(rows, mode, [(invoice, invoice.open)], customer, branch, told)


def features(book: Book, procedure: str, sent: Request, answer: Mapping[str, object]) -> Iterator[str]:
    """What a call did to invoices in another currency."""
    if procedure in ("sp_void_payment", "sp_set_payment_status"):
        undone = [p for i in book.invoices for p in i.payments if p.id == sent.get("payment_id")]
        if undone and not undone[0].document.is_in_base:
            yield f"abroad: payment {'refunded' if sent.get('status') == 'refunded' else 'voided'}"
        return
    if procedure == "sp_add_payment" and (sent.get("customer_id") or sent.get("work_order_id")):
        yield from _left(book, sent, answer)
        return
    invoice = find(book.invoices, answer.get("invoice_id") or sent.get("invoice_id"))
    if invoice is None or invoice.in_currency is None:
        return
    sale = invoice.in_currency.sale
    if procedure == "sp_save_invoice":
        yield f"abroad: sold by a company in {invoice.customer.company.currency}"
        yield f"abroad: rate {'told' if sent.get('exchange_rate') else 'of the day'}"
        said = {"discounted": sale.discount, "taxed": sale.tax, "rounded": invoice.rounding}
        yield from (f"abroad: {what}" for what, amount in said.items() if amount)
        if invoice.payments:
            yield f"abroad: sold and paid {'in part' if invoice.open else 'in full'}"
    elif procedure in ("sp_add_payment", "sp_mark_invoice_paid"):
        made = _made(invoice.payments, answer)
        yield f"abroad: paid {'in part' if invoice.open else 'the rest'}"
        yield f"abroad: paid by {'what it came to' if sent.get('base_amount') else 'a rate'}"
        gained = sum((payment.amount - payment.settled for payment in made), ZERO)
        if gained:
            yield f"abroad: {'gained' if gained > 0 else 'lost'}"
        if any(payment.method == "wallet" for payment in made):
            yield "abroad: paid from the wallet"
    elif procedure == "sp_return_items":
        yield f"abroad: goods back {'that were paid' if answer['refunded_amount'] else 'on credit'}"
    elif procedure in ("sp_cancel_invoice", "sp_revert_invoice"):
        yield f"abroad: {invoice.closed}{' with its money' if answer.get('refunded_amount') else ''}"


def refusals(book: Book, procedure: str, sent: Request, text: str) -> Iterator[str]:
    """What was rightly refused since it is only in the company's currency, by sentence; or a payment of an
    invoice in another one."""
    token, invoice = text.partition(":")[0], find(book.invoices, sent.get("invoice_id"))
    if token == "OTHER_CURRENCY" and (said := error_catalogue.match(text)):
        yield f"{said.sentence.key} of {procedure}"
    elif procedure == "sp_add_payment" and invoice and not invoice.is_in_base:
        yield f"abroad: {token} of a payment"


def _left(book: Book, sent: Request, answer: Mapping[str, object]) -> Iterator[str]:
    """Whether money for all that is open left an invoice that stood in front."""
    of = "customer" if sent.get("customer_id") else "work order"
    paid = {p.invoice for i in book.invoices for p in _made(i.payments, answer)}
    for invoice in book.invoices:
        whose = invoice.customer if of == "customer" else invoice.work_order
        named = whose and whose.id == (sent.get("customer_id") or sent.get("work_order_id"))
        if named and not invoice.is_in_base and invoice.open and any(invoice.due <= p.due for p in paid):
            yield f"abroad: left by money of a {of}"
            return


def _made(payments: Iterable[Payment], answer: Mapping[str, object]) -> list[Payment]:
    allocations = answer["allocations"]
    assert isinstance(allocations, list)
    ids = {allocation["payment_id"] for allocation in allocations}
    return [payment for payment in payments if payment.id in ids]


# -- the rows of the database

QUERIES = {
    "invoice_currencies": """
        SELECT x.invoice_id, x.currency, x.exchange_rate, x.total_before, x.discount_value, x.discount_amount,
            x.tax_total, x.total, x.total_base, x.settled_amount, x.settled_base, x.remaining_amount,
            x.remaining_base
        FROM invoice_currencies x JOIN invoices_out i ON i.id = x.invoice_id
        WHERE i.company_id IN (%s, %s)""",
    "invoice_currency_items": """
        SELECT x.sale_item_id, x.price, x.line_discount, x.total_price, x.discount_share, x.tax_amount,
            x.added_tax
        FROM invoice_currency_items x JOIN invoice_out_items t ON t.id = x.sale_item_id
        JOIN invoices_out i ON i.id = t.invoice_out_id WHERE i.company_id IN (%s, %s)""",
    "invoice_settlements": """
        SELECT s.invoice_id, s.payment_id, s.return_id, s.amount, s.settled_base, s.exchange_rate
        FROM invoice_settlements s JOIN invoices_out i ON i.id = s.invoice_id
        WHERE i.company_id IN (%s, %s)""",
}


def rows(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """In the columns of QUERIES; a Row stands for its id."""
    abroad = [(invoice, invoice.in_currency) for invoice in book.invoices if invoice.in_currency]
    return {
        "invoice_currencies": [
            (
                *(i, said.currency.code, said.rate, said.sale.before, said.discount_sent),
                *(said.sale.discount, said.sale.tax, said.sale.after, i.total, said.sale.after - i.open),
                *(_settled_base(i), i.open, i.total - _settled_base(i)),
            )
            for i, said in abroad
        ],
        "invoice_currency_items": [
            (
                *(item, line.sold.price, line.line_discount, line.total, line.share, line.tax),
                line.added_tax,
            )
            for i, said in abroad
            for item, line in zip(i.items, said.sale.lines, strict=True)
        ],
        "invoice_settlements": [settlement for i, _ in abroad for settlement in _settlements(i)],
    }


def _settlements(invoice: Invoice) -> Iterator[tuple[object, ...]]:
    assert invoice.in_currency
    for payment in invoice.payments:
        if payment.applied:
            yield invoice, payment, None, payment.applied, payment.settled, payment.rate
    for amount, base, returned in invoice.in_currency.taken_off:
        yield invoice, None, returned, amount, base, None


def _settled_base(invoice: Invoice) -> Decimal:
    """By its settlements, in the company's currency: what goods that were paid gave back is none."""
    assert invoice.in_currency
    paid = sum((payment.settled for payment in invoice.payments if payment.applied), ZERO)
    return paid + sum((each.base for each in invoice.in_currency.taken_off), ZERO)
