"""A report of something that does not exist is refused: a number typed wrong must not look like no sales."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pyclient import books, errors
from pyclient.deploy.session import execute
from tests.till import Till, line

ABROAD = 2
NOWHERE = {
    "branch_id": (99, "UNKNOWN_BRANCH: there is no branch 99 in company 1"),
    "customer_id": (99, "UNKNOWN_CUSTOMER: there is no customer 99"),
    "product_id": (99, "UNKNOWN_PRODUCT: there is no product 99"),
}
TAKES = {
    **dict.fromkeys(("sales", "payments", "profit", "taxes", "payables", "bills_due"), ("branch_id",)),
    **dict.fromkeys(("unpaid", "ageing", "reconciliation", "documents"), ("branch_id", "customer_id")),
    "products": ("branch_id", "product_id"),
    "stock": ("branch_id", "product_id"),
}


@pytest.fixture
def abroad(till: Till) -> Till:
    """A second company with a branch, a cost centre, a customer and a product of its own: 2, 1, 2, 2."""
    till.sell(till.customer(), line(till.product((5, 1))))
    execute(
        till.connection,
        "INSERT INTO companies (id, code, name, currency, time_zone)"
        " VALUES (2, 'B', 'b', 'EGP', 'Africa/Cairo')",
    )
    execute(
        till.connection,
        "INSERT INTO branches (id, company_id, code, name, main_of) VALUES (2, 2, 'B', 'b', 2)",
    )
    till.call("sp_save_cost_center", {"code": "B", "name": "b", "company_id": ABROAD})
    till.customer(company_id=ABROAD)
    till.product(company_id=ABROAD)
    return till


@pytest.mark.parametrize(("report", "member"), [(name, one) for name, all_ in TAKES.items() for one in all_])
def test_a_report_of_what_does_not_exist_is_refused(abroad: Till, report: str, member: str) -> None:
    wrong, text = NOWHERE[member]
    for one in (wrong, 2):
        refused = abroad.refusal(f"sp_report_{report}", {member: one})
        assert refused is not None
        assert refused.text == text.replace("99", str(one))
    abroad.call(f"sp_report_{report}", {member: 1})
    abroad.call(f"sp_report_{report}", {member: 2, "company_id": ABROAD})


@pytest.mark.parametrize(
    ("branch", "center", "kind"),
    [
        (99, None, errors.UnknownBranchError),
        (2, None, errors.UnknownBranchError),
        (None, 99, errors.UnknownCostCenterError),
        (None, 1, errors.UnknownCostCenterError),
    ],
)
def test_the_books_of_what_does_not_exist_are_refused(
    abroad: Till, branch: int | None, center: int | None, kind: type[errors.RefusedError]
) -> None:
    for asked in (books.trial_balance, books.profit_and_loss):
        with pytest.raises(kind):
            asked(abroad.connection, branch_id=branch, cost_center_id=center)


def test_the_books_of_no_company_are_refused(abroad: Till) -> None:
    calls: tuple[Callable[[int], object], ...] = (
        lambda company: books.trial_balance(abroad.connection, company_id=company),
        lambda company: books.profit_and_loss(abroad.connection, company_id=company),
        lambda company: books.balance_sheet(abroad.connection, company_id=company),
        lambda company: books.journal(abroad.connection, company_id=company),
        lambda company: books.account_ledger(abroad.connection, "1200", company_id=company),
        lambda company: books.stock_value(abroad.connection, company_id=company),
    )
    for asked in calls:
        asked(ABROAD)
        with pytest.raises(errors.ValidationError, match="company_id is not valid: 99"):
            asked(99)


def test_an_inactive_cost_center_can_still_be_asked_about(abroad: Till) -> None:
    abroad.call("sp_save_cost_center", {"cost_center_id": 1, "active": False})
    books.trial_balance(abroad.connection, company_id=ABROAD, cost_center_id=1)
