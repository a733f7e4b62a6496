"""What tests of taxed sales share: taxes to sell with, and where an invoice stands in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from tests.pricing.conftest import Pricing
from tests.till import Answer, Till, number

# Account's role, tax_id and rate -> debit less credit.
Line = tuple[str, int | None, Decimal | None]
Standing = dict[Line, Decimal]

_LINES = """
    SELECT l.role, l.tax_id, l.tax_rate, SUM(l.debit - l.credit)
    FROM journal_entry_lines AS l
    JOIN journal_entries AS e ON e.id = l.journal_entry_id
    LEFT JOIN invoice_returns AS r ON e.reference_type = 'invoice_returns' AND r.id = e.reference_id
    LEFT JOIN invoice_amendments AS a ON e.reference_type = 'invoice_amendments' AND a.id = e.reference_id
    WHERE e.reference_type IN ('invoices_out', 'invoice_returns', 'invoice_amendments') AND {where}
    GROUP BY l.role, l.tax_id, l.tax_rate HAVING SUM(l.debit - l.credit) <> 0"""


def company(till: Till, **settings: object) -> None:
    """Set up the company: ``currency``, ``smallest_coin``, ``tax_rounding``, ``prices_include_tax``."""
    Pricing(till).company(**settings)


def tax(till: Till, rate: object, *products: int) -> int:
    """A new tax's id; the products are sold with it from now on."""
    pricing = Pricing(till)
    tax_id = pricing.tax(rate)
    for product in products:
        pricing.taxed(product, tax_id)
    return tax_id


def standing(till: Till, invoice: int) -> Standing:
    """What all entries of an invoice, its returns and its amendments leave, without what is zero."""
    return _amounts(till, "COALESCE(r.invoice_id, a.invoice_id, e.reference_id) = %s", invoice)


def entry(till: Till, kind: str, table: str, document: int) -> Standing:
    """The lines of one entry."""
    return _amounts(
        till, "e.entry_type = %s AND e.reference_type = %s AND e.reference_id = %s", kind, table, document
    )


def _amounts(till: Till, where: str, *values: object) -> Standing:
    rows = till.rows(_LINES.format(where=where), *values)
    return {(str(role), tax_id, rate): amount for role, tax_id, rate, amount in rows}


def turned(lines: Mapping[Line, Decimal]) -> Standing:
    """Debit and credit changed over."""
    return {key: -amount for key, amount in lines.items()}


def amount(row: Answer, name: str) -> Decimal:
    """A figure of an answer, or of a row of it."""
    value = row[name]
    assert isinstance(value, int | Decimal)
    return Decimal(value)


def added(rows: Iterable[Answer], name: str) -> Decimal:
    """One figure of all of them, added up."""
    return sum((amount(row, name) for row in rows), Decimal(0))


def invoice_id(answer: Answer) -> int:
    return number(answer["invoice_id"])
