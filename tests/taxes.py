"""What tests of taxed sales share: taxes to sell with, and where an invoice stands in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyclient.deploy.session import execute
from tests.till import Answer, Till, number

ZERO = Decimal(0)
# Account's role, tax_id and rate -> debit less credit.
Standing = dict[tuple[str, int | None, Decimal | None], Decimal]

_LINES = """
    SELECT l.role, l.tax_id, l.tax_rate, SUM(l.debit - l.credit)
    FROM journal_entry_lines AS l
    JOIN journal_entries AS e ON e.id = l.journal_entry_id
    LEFT JOIN invoice_returns AS r ON e.reference_type = 'invoice_returns' AND r.id = e.reference_id
    LEFT JOIN invoice_amendments AS a ON e.reference_type = 'invoice_amendments' AND a.id = e.reference_id
    WHERE e.reference_type IN ('invoices_out', 'invoice_returns', 'invoice_amendments') AND {where}
    GROUP BY l.role, l.tax_id, l.tax_rate HAVING SUM(l.debit - l.credit) <> 0"""


def company(till: Till, **columns: object) -> None:
    """Set up the company: ``currency``, ``smallest_coin``, ``tax_rounding``, ``prices_include_tax``."""
    for name, value in columns.items():
        execute(till.connection, f"UPDATE companies SET {name} = %s WHERE id = 1", (value,))


def tax(till: Till, rate: object, *products: int, name: str = "ضريبة القيمة المضافة") -> int:
    """A new tax's id; the products are sold with it from now on."""
    code = f"T{till.count('taxes') + 1}"
    execute(
        till.connection,
        "INSERT INTO taxes (company_id, code, name, rate) VALUES (1, %s, %s, %s)",
        (code, name, rate),
    )
    tax_id = number(till.rows("SELECT MAX(id) FROM taxes")[0][0])
    for product in products:
        execute(till.connection, "INSERT INTO product_taxes VALUES (%s, %s)", (product, tax_id))
    return tax_id


def unit(till: Till, product: int, name: str, factor: object, price: object = None) -> None:
    """``product`` is sold by ``name`` too, of which one is ``factor`` of its own units."""
    execute(
        till.connection,
        "INSERT INTO product_units (product_id, unit, factor, selling_price) VALUES (%s, %s, %s, %s)",
        (product, name, factor, price),
    )


def standing(till: Till, invoice: int) -> Standing:
    """What all entries of an invoice, its returns and its amendments leave, without what is zero."""
    where = "COALESCE(r.invoice_id, a.invoice_id, e.reference_id) = %s"
    return _amounts(till, where, invoice)


def entry(till: Till, kind: str, table: str, document: int) -> Standing:
    """The lines of one entry."""
    return _amounts(
        till, "e.entry_type = %s AND e.reference_type = %s AND e.reference_id = %s", kind, table, document
    )


def _amounts(till: Till, where: str, *values: object) -> Standing:
    rows = till.rows(_LINES.format(where=where), *values)
    return {(str(role), tax_id, rate): amount for role, tax_id, rate, amount in rows}


def turned(lines: Mapping[tuple[str, int | None, Decimal | None], Decimal]) -> Standing:
    """Debit and credit changed over."""
    return {key: -amount for key, amount in lines.items()}


def invoice_id(answer: Answer) -> int:
    return number(answer["invoice_id"])


def minor(till: Till) -> int:
    """Decimals of the company's currency."""
    sql = "SELECT m.minor_units FROM companies c JOIN currencies m ON m.code = c.currency WHERE c.id = 1"
    return number(till.rows(sql)[0][0])
