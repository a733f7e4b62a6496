"""What a corruption of the books is: statements, and all that the checks find afterwards."""

from __future__ import annotations

from dataclasses import dataclass

# The row (an id, or the name of one in Books.ids), what it should hold and what it holds; None: anything.
Row = tuple[str | int, str | None, str | None]


@dataclass(frozen=True)
class Corruption:
    """``statements`` spoil the books; ``found`` is all that the checks then find, by check."""

    name: str
    statements: tuple[str, ...]
    found: dict[str, tuple[Row, ...]]


def one(name: str, statement: str, check: str, *rows: Row) -> Corruption:
    """A corruption of one statement that one check finds."""
    return Corruption(name, (statement,), {check: rows})


def posted(kind: str, table: str, debit: str, credit: str) -> tuple[str, ...]:
    """Post 1 in good order, as a new entry of document 9001; ``debit`` and ``credit`` are roles, those of
    customers Sara's, payables those of the supplier idle."""
    line = (
        "INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id,"
        " supplier_id, debit, credit) SELECT 9001, {number}, account_id, role,"
        " IF(role IN ('receivables', 'wallet'), {{sara}}, NULL), IF(role = 'payables', {{idle}}, NULL),"
        " {amounts} FROM account_roles WHERE role = '{role}'"
    )
    return (
        "INSERT INTO journal_entries (id, company_id, branch_id, entry_no, entry_type, entry_date,"
        " reference_type, reference_id, posted) SELECT 9001, 1, 1,"
        " CONCAT('JE-', DATE_FORMAT(day, '%Y%m%d'), '-', LPAD(last_no + 1, 4, '0')),"
        f" '{kind}', day, '{table}', 9001, 1 FROM number_series WHERE branch_id = 1 AND kind = 'JE'",
        "UPDATE number_series SET last_no = last_no + 1 WHERE branch_id = 1 AND kind = 'JE'",
        line.format(number=1, role=debit, amounts="1, 0"),
        line.format(number=2, role=credit, amounts="0, 1"),
    )
