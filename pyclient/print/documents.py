"""What is printed: each kind of document, read through the client. Needs none of the extra's packages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyclient.client import Client
from pyclient.errors import DaftarError
from pyclient.models import (
    ClosingFilter,
    Company,
    Currency,
    Customer,
    CustomerFilter,
    StatementFilter,
    StatementRow,
)


class UnknownPartError(DaftarError):
    """The invoice has no such payment or return, or the customer no such movement of the wallet."""

    token = "UNKNOWN_PART"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One document to print. ``template`` names the file in templates/ that shows ``members``; ``number`` is
    what the document is called by; ``day`` and ``total`` stand in its QR code. ``foreign`` is the currency of
    its amounts where it is another one than the company's."""

    template: str
    number: str
    company: Company
    branch_id: int | None
    day: date | None
    total: Decimal
    members: Mapping[str, object]
    foreign: Currency | None = None

    @property
    def currency(self) -> Currency:
        """That of its amounts."""
        return self.foreign or self.company.currency

    @property
    def branch(self) -> str:
        """The branch's name, empty where there is but one, or none is meant."""
        names = {branch.id: branch.name for branch in self.company.branches}
        return names[self.branch_id] if self.branch_id and len(names) > 1 else ""

    @property
    def qr_text(self) -> str:
        """What the QR code says, a line each: the company, its tax number if it has one, the document's
        number, its date, its total with the currency."""
        settings = self.company.settings
        amount = f"{self.total:.{self.currency.minor_units}f} {self.currency.code}"
        lines = (settings.company_name, settings.tax_number, self.number, self.day and f"{self.day}", amount)
        return "\n".join(line for line in lines if line)


def invoice(client: Client, invoice_id: int) -> Document:
    """A stored invoice, with its payments and what came back of it."""
    stored = client.get_invoice(invoice_id)
    said = stored.in_currency
    company = client.get_settings(stored.company_id)
    return Document(
        template="invoice" if said is None else "invoice_in_currency",
        number=_number_of(stored.invoice_no, stored.id),
        company=company,
        branch_id=stored.branch_id,
        day=stored.invoice_date,
        total=stored.total_after_discount if said is None else said.total_after,
        members={
            "invoice": stored,
            "lines_total": stored.total_before_discount - stored.added_tax - stored.rounding_amount
            if said is None
            else sum((line.total_price for line in said.items), Decimal(0)),
            "said": said,
            "line_of": {} if said is None else {line.item_id: line for line in said.items},
            "amount_of": {} if said is None else {part.payment_id: part.amount for part in said.settlements},
            "customer": _customer(client, stored.customer_id),
        },
        foreign=None if said is None else _foreign(company, said.currency, said.total_after),
    )


def payment(client: Client, payment_id: int, *, of_invoice: int | None = None) -> Document:
    """The receipt of one payment of an invoice or debit note, or of money that was given back. With
    ``of_invoice`` it must be one of that invoice."""
    paid = client.get_payment(payment_id)
    if of_invoice is not None and paid.invoice_id != of_invoice:
        raise UnknownPartError(
            f"invoice {of_invoice} has no payment {payment_id}",
            f"الفاتورة رقم {of_invoice} ليس لها دفعة رقم {payment_id}.",
        )
    company = client.get_settings(paid.company_id)
    return Document(
        template="payment",
        number=paid.payment_no or f"PAY-{payment_id}",
        company=company,
        branch_id=paid.branch_id,
        day=paid.business_date,
        total=paid.amount,
        members={
            "payment": paid,
            "document_number": paid.debit_note_no or _number_of(paid.invoice_no, paid.invoice_id),
            "customer": _customer(client, paid.customer_id),
        },
        foreign=_foreign(company, paid.currency, paid.amount),
    )


def returned_goods(client: Client, invoice_id: int, return_id: int) -> Document:
    """One return of goods of an invoice. Its values are the company's, as what is given back is; of one
    in another currency it also says what it took off the amount that is open in that one."""
    stored = client.get_invoice(invoice_id)
    returned = next((each for each in stored.returns if each.return_id == return_id), None)
    if returned is None:
        raise UnknownPartError(
            f"invoice {invoice_id} has no return {return_id}",
            f"الفاتورة رقم {invoice_id} ليس لها مرتجع رقم {return_id}.",
        )
    said = stored.in_currency
    settled = [part.amount for part in said.settlements if part.return_id == return_id] if said else []
    return Document(
        template="return",
        number=returned.return_no,
        company=client.get_settings(stored.company_id),
        branch_id=stored.branch_id,
        day=returned.business_date,
        total=returned.value,
        members={
            "returned": returned,
            "said": said,
            "settled": sum(settled, Decimal(0)),
            "names": {item.item_id: item.product_name for item in stored.items},
            "invoice_number": _number_of(stored.invoice_no, stored.id),
            "customer": _customer(client, stored.customer_id),
        },
    )


def order(client: Client, order_id: int) -> Document:
    """A stored order, as agreed."""
    stored = client.get_order(order_id)
    lines_total = sum((item.total_price for item in stored.items), Decimal(0))
    return Document(
        template="order",
        number=stored.order_no,
        company=client.get_settings(stored.company_id),
        branch_id=stored.branch_id,
        day=stored.order_date,
        total=stored.total_after,
        members={
            "order": stored,
            "lines_total": lines_total,
            "added_tax": stored.total_before - stored.rounding_amount - lines_total,
            "customer": _customer(client, stored.customer_id),
        },
    )


def debit_note(client: Client, debit_note_id: int) -> Document:
    """A stored debit note, with what was paid of it."""
    stored = client.get_debit_note(debit_note_id)
    source = None if stored.source_invoice_id is None else client.get_invoice(stored.source_invoice_id)
    company = client.get_settings(stored.company_id)
    return Document(
        template="debit_note",
        number=stored.debit_note_no,
        company=company,
        branch_id=stored.branch_id,
        day=stored.debit_note_date,
        total=stored.total,
        members={
            "note": stored,
            "invoice_number": source and _number_of(source.invoice_no, source.id),
            "customer": _customer(client, stored.customer_id),
        },
        foreign=_foreign(company, stored.currency, stored.total),
    )


def wallet_move(client: Client, wallet_transaction_id: int, *, of_customer: int | None = None) -> Document:
    """The receipt of money that went into a customer's wallet, or out of it. With ``of_customer`` it must be
    that customer's."""
    moved = client.get_wallet_move(wallet_transaction_id)
    if of_customer is not None and moved.customer_id != of_customer:
        raise UnknownPartError(
            f"customer {of_customer} has no wallet transaction {wallet_transaction_id}",
            f"العميل رقم {of_customer} ليس له حركة محفظة رقم {wallet_transaction_id}.",
        )
    return Document(
        template="wallet",
        number=f"WALLET-{wallet_transaction_id}",
        company=client.get_settings(moved.company_id),
        branch_id=moved.branch_id,
        day=moved.business_date,
        total=moved.amount,
        members={"moved": moved, "customer": _customer(client, moved.customer_id)},
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementLine:
    """One row of a statement: what the customer owes more (``debit``) or less (``credit``) by it."""

    row: StatementRow
    debit: Decimal
    credit: Decimal


def statement(client: Client, wanted: StatementFilter) -> Document:
    """A customer's statement of account, with every row of the filter's days."""
    rows = list(client.all_statement_rows(wanted))
    customer = _customer(client, wanted.customer_id)
    changes = [row.balance_after - row.balance_before for row in rows]
    lines = [
        StatementLine(row=row, debit=max(change, Decimal(0)), credit=max(-change, Decimal(0)))
        for row, change in zip(rows, changes, strict=True)
    ]
    # the last row's, not the customer's: the days may end before today, and more may be posted meanwhile
    balance, wallet = (
        (rows[-1].balance_after, rows[-1].wallet_after) if rows else (customer.balance, customer.wallet)
    )
    return Document(
        template="statement",
        number=f"CUST-{customer.id}",
        company=client.get_settings(customer.company_id),
        branch_id=None,
        day=rows[-1].transaction_date if rows else None,
        total=balance,
        members={
            "customer": customer,
            "wanted": wanted,
            "opening": rows[0].balance_before if rows else balance,
            "lines": lines,
            "debit": sum((line.debit for line in lines), Decimal(0)),
            "credit": sum((line.credit for line in lines), Decimal(0)),
            "balance": balance,
            "wallet": wallet,
        },
    )


def shift(client: Client, shift_id: int) -> Document:
    """A shift's report: its figures so far (X report), or as it was closed."""
    shown = client.get_shift(shift_id)
    return Document(
        template="shift",
        number=shown.shift.shift_no,
        company=client.get_settings(shown.shift.company_id),
        branch_id=shown.shift.branch_id,
        day=shown.shift.opened_on,
        total=shown.report.net_sales.total,
        members={"shift": shown.shift, "report": shown.report},
    )


def closing(client: Client, wanted: ClosingFilter) -> Document:
    """The Z report of a branch's day, which must be closed."""
    closed = client.get_closing(wanted)
    company = client.get_settings(wanted.company_id or 1)
    # closings are numbered by branch; the main one's documents bear no code
    (branch,) = (each for each in company.branches if each.id == closed.branch_id)
    return Document(
        template="closing",
        number=f"Z-{closed.closing_no}" if branch.is_main else f"Z-{branch.code}-{closed.closing_no}",
        company=company,
        branch_id=closed.branch_id,
        day=closed.business_date,
        total=closed.net_sales,
        members={"closing": closed, "report": closed.report},
    )


def _customer(client: Client, customer_id: int) -> Customer:
    return client.list_customers(CustomerFilter(customer_id=customer_id)).rows[0]


def _foreign(company: Company, code: str, amount: Decimal) -> Currency | None:
    """A currency that is not the company's; the server writes an amount with all decimals of its currency."""
    if code == company.currency.code:
        return None
    return Currency(code=code, minor_units=-int(amount.as_tuple().exponent))


def _number_of(invoice_no: str | None, invoice_id: int | None) -> str:
    """An invoice's number; an adopted one has none but its id."""
    return invoice_no or f"INV-{invoice_id}"
