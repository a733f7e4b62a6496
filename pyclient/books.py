"""What stands in the books: the reporting views, asked for a company and a time.

Amounts are in the currency of the company. Nothing here writes. A company, branch, cost centre, account or
product that does not exist is refused, as by the procedures: it must not look like one without figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import errors
from pyclient.deploy.session import fetch

T = TypeVar("T")
# A cost centre by its id, or what has none.
CostCenter = int | Literal["none"]

FIRST_DAY = date(1000, 1, 1)
LAST_DAY = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One account in a trial balance; ``opening`` and ``closing`` are debit less credit."""

    code: str
    name_ar: str
    name_en: str
    kind: str
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of an account, with the account's balance after it (debit less credit); branch and cost centre
    are their codes."""

    entry_no: str
    entry_type: str
    day: date
    branch: str
    cost_center: str | None
    reference_type: str
    reference_id: int
    customer: str | None
    debit: Decimal
    credit: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of a journal entry; branch and cost centre are their codes."""

    entry_no: str
    entry_type: str
    day: date
    branch: str
    cost_center: str | None
    reference_type: str
    reference_id: int
    account_code: str
    account_name: str
    customer: str | None
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a profit and loss account or balance sheet; the profit's line in the latter has no code."""

    kind: str
    code: str | None
    name_ar: str
    name_en: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StockMovement:
    """One movement of a product, with quantity and value on hand after it."""

    day: date
    entry_no: str
    type: str
    batch_id: int
    reference_type: str
    reference_id: int
    qty: Decimal
    cost: Decimal
    quantity_after: Decimal
    value_after: Decimal


@dataclass(frozen=True, slots=True)
class StockValue:
    """What was in stock of one product, and what it cost."""

    product_id: int
    product_code: str
    product_name: str
    quantity: Decimal
    value: Decimal


def trial_balance(
    connection: MySQLConnectionAbstract,
    *,
    company_id: int = 1,
    branch_id: int | None = None,
    cost_center_id: CostCenter | None = None,
    from_day: date = FIRST_DAY,
    to_day: date = LAST_DAY,
) -> list[AccountBalance]:
    """Every account that was posted to: before the days, in them, and after them; of the whole company, or of
    a branch, a cost centre or what has none ("none"), whose entries balance as well.

    >>> sum(row.closing for row in trial_balance(connection))  # doctest: +SKIP
    Decimal('0.0000')
    """
    _require_period(from_day, to_day)
    _require_part(connection, company_id, branch_id, cost_center_id)
    return _rows(
        AccountBalance,
        connection,
        "SELECT account_code, account_name_ar, account_name_en, account_kind,"
        " SUM(IF(entry_date < %s, debit - credit, 0)), SUM(IF(entry_date < %s, 0, debit)),"
        " SUM(IF(entry_date < %s, 0, credit)), SUM(debit - credit)"
        f" FROM report_journal WHERE company_id = %s AND entry_date <= %s AND {_OF_PART}"
        " GROUP BY account_code, account_name_ar, account_name_en, account_kind ORDER BY account_code",
        (from_day, from_day, from_day, company_id, to_day, *_part(branch_id, cost_center_id)),
    )


def account_ledger(
    connection: MySQLConnectionAbstract,
    account_code: str,
    *,
    company_id: int = 1,
    from_day: date = FIRST_DAY,
    to_day: date = LAST_DAY,
) -> list[LedgerLine]:
    """The lines of one account by day, those of a day in the order of their posting.

    Raises :class:`~pyclient.errors.UnknownAccountError` where the chart has no such account.

    >>> account_ledger(connection, "1200")[-1].balance  # doctest: +SKIP
    Decimal('1710.0000')
    """
    _require_period(from_day, to_day)
    _require_part(connection, company_id)
    if not fetch(connection, "SELECT 1 FROM report_accounts WHERE account_code = %s", (account_code,)):
        raise errors.refusal("UNKNOWN_ACCOUNT", {"account_id": account_code})
    return _rows(
        LedgerLine,
        connection,
        "SELECT entry_no, entry_type, entry_date, branch_code, cost_center_code, reference_type,"
        " reference_id, customer_name, debit, credit, balance FROM ("
        "SELECT * FROM report_account_ledger WHERE company_id = %s AND account_code = %s) AS of_account"
        " WHERE entry_date BETWEEN %s AND %s ORDER BY entry_date, journal_entry_id, line_no",
        (company_id, account_code, from_day, to_day),
    )


def journal(
    connection: MySQLConnectionAbstract,
    *,
    company_id: int = 1,
    from_day: date = FIRST_DAY,
    to_day: date = LAST_DAY,
) -> list[JournalLine]:
    """The lines of all entries by day, those of a day in the order of their posting.

    >>> journal(connection)[0].entry_type  # doctest: +SKIP
    'opening'
    """
    _require_period(from_day, to_day)
    _require_part(connection, company_id)
    return _rows(
        JournalLine,
        connection,
        "SELECT entry_no, entry_type, entry_date, branch_code, cost_center_code, reference_type,"
        " reference_id, account_code, account_name_ar, customer_name, debit, credit FROM report_journal"
        " WHERE company_id = %s AND entry_date BETWEEN %s AND %s"
        " ORDER BY entry_date, journal_entry_id, line_no",
        (company_id, from_day, to_day),
    )


def profit_and_loss(
    connection: MySQLConnectionAbstract,
    *,
    company_id: int = 1,
    branch_id: int | None = None,
    cost_center_id: CostCenter | None = None,
    from_day: date = FIRST_DAY,
    to_day: date = LAST_DAY,
) -> list[ReportLine]:
    """What each account of revenue and expense gained (above 0) or cost (below 0) in the days; of the whole
    company, or of a branch, a cost centre or what has none ("none").

    >>> sum(line.amount for line in profit_and_loss(connection))  # doctest: +SKIP
    Decimal('784.5000')
    """
    _require_period(from_day, to_day)
    _require_part(connection, company_id, branch_id, cost_center_id)
    return _rows(
        ReportLine,
        connection,
        "SELECT account_kind, account_code, account_name_ar, account_name_en, SUM(amount)"
        f" FROM report_profit_and_loss WHERE company_id = %s AND entry_date BETWEEN %s AND %s AND {_OF_PART}"
        " GROUP BY account_kind, account_code, account_name_ar, account_name_en ORDER BY account_code",
        (company_id, from_day, to_day, *_part(branch_id, cost_center_id)),
    )


def balance_sheet(connection: MySQLConnectionAbstract, *, company_id: int = 1) -> list[ReportLine]:
    """What the company has and owes now: assets, then what adds up to them, liabilities, equity and profit.

    >>> [line.kind for line in balance_sheet(connection)][0]  # doctest: +SKIP
    'asset'
    """
    _require_part(connection, company_id)
    return _rows(
        ReportLine,
        connection,
        "SELECT account_kind, account_code, account_name_ar, account_name_en, amount"
        " FROM report_balance_sheet WHERE company_id = %s"
        " ORDER BY FIELD(account_kind, 'asset', 'liability', 'equity'), account_code IS NULL, account_code",
        (company_id,),
    )


def stock_card(connection: MySQLConnectionAbstract, product_id: int) -> list[StockMovement]:
    """The movements of one product in the order of their posting.

    Raises :class:`~pyclient.errors.UnknownProductError` where no product that keeps stock has this id.

    >>> stock_card(connection, 3)[-1].quantity_after  # doctest: +SKIP
    Decimal('155.0000')
    """
    if not fetch(connection, "SELECT 1 FROM report_stock WHERE product_id = %s", (product_id,)):
        raise errors.refusal("UNKNOWN_PRODUCT", {"product_id": str(product_id)})
    return _rows(
        StockMovement,
        connection,
        "SELECT entry_date, entry_no, transaction_type, batch_id, reference_type, reference_id, qty,"
        " total_cost, quantity_after, value_after"
        " FROM report_stock_card WHERE product_id = %s ORDER BY movement_id",
        (product_id,),
    )


def stock_value(
    connection: MySQLConnectionAbstract, *, company_id: int = 1, on: date = LAST_DAY
) -> list[StockValue]:
    """Every product that was in stock at the end of a day, by what was posted up to it; now, without one.

    >>> sum(row.value for row in stock_value(connection, on=date(2026, 10, 31)))  # doctest: +SKIP
    Decimal('40310.5000')
    """
    _require_part(connection, company_id)
    return _rows(
        StockValue,
        connection,
        "SELECT product_id, product_code, product_name, SUM(qty), SUM(total_cost) FROM report_stock_changes"
        " WHERE company_id = %s AND entry_date <= %s GROUP BY product_id, product_code, product_name"
        " HAVING SUM(qty) <> 0 OR SUM(total_cost) <> 0 ORDER BY product_code, product_id",
        (company_id, on),
    )


def _require_period(from_day: date, to_day: date) -> None:
    if from_day > to_day:
        raise errors.refusal("VALIDATION.period", {"from": str(from_day), "to": str(to_day)})


def _require_part(
    connection: MySQLConnectionAbstract,
    company_id: int,
    branch_id: int | None = None,
    cost_center_id: CostCenter | None = None,
) -> None:
    branches = fetch(connection, "SELECT branch_id FROM report_branches WHERE company_id = %s", (company_id,))
    if not branches:
        raise errors.refusal("VALIDATION", {"member": "company_id", "value": str(company_id)})
    if branch_id is not None and (branch_id,) not in branches:
        raise errors.refusal("UNKNOWN_BRANCH", {"branch_id": str(branch_id), "company_id": str(company_id)})
    if isinstance(cost_center_id, int) and not fetch(
        connection,
        "SELECT 1 FROM report_cost_centers WHERE company_id = %s AND cost_center_id = %s",
        (company_id, cost_center_id),
    ):
        values = {"cost_center_id": str(cost_center_id), "company_id": str(company_id)}
        raise errors.refusal("UNKNOWN_COST_CENTER", values)


_OF_PART = "branch_id = COALESCE(%s, branch_id) AND (%s OR cost_center_id <=> %s)"


def _part(branch_id: int | None, cost_center_id: CostCenter | None) -> tuple[int | None, bool, int | None]:
    """The values of ``_OF_PART``."""
    return branch_id, cost_center_id is None, None if cost_center_id == "none" else cost_center_id


def _rows(
    kind: Callable[..., T],
    connection: MySQLConnectionAbstract,
    query: str,
    values: Sequence[str | int | date | None],
) -> list[T]:
    return [kind(*row) for row in fetch(connection, query, tuple(values))]
