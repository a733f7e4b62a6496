"""A user is limited to a branch while the user sells in another one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial

import pytest

from pyclient import calls
from pyclient.deploy.session import execute, fetch
from pyclient.models import BranchRequest, SavedInvoice, UserBranchesRequest
from tests.concurrency.errands import CASHIER, sale
from tests.concurrency.tills import TILLS, Market, Refused, Till

ADMIN = 2
ROUND_SALES = 2


@pytest.fixture
def other_branch(market: Market) -> int:
    """A branch where nobody sells; an admin, who is no cashier."""
    execute(
        market.office.connection,
        f"INSERT IGNORE INTO users (id, username, role) VALUES ({ADMIN}, 'a', 'admin')",
    )
    return market.office.done(
        calls.save_branch(BranchRequest(code="FAR", name="n", created_by=ADMIN))
    ).branch_id


def limit(till: Till, *branches: int) -> None:
    till.done(
        calls.set_user_branches(UserBranchesRequest(user_id=CASHIER, branch_ids=branches, created_by=ADMIN))
    )


def test_a_sale_is_whole_or_not_there(market: Market, other_branch: int) -> None:
    service, customers = market.product(price=1), [market.customer() for _ in range(TILLS // 2)]

    def sell(till: Till, customer: int) -> list[SavedInvoice | Refused]:
        return [till.send(sale(customer, (service, 2), in_cash=1)) for _ in range(ROUND_SALES)]

    def come_and_go(till: Till) -> list[SavedInvoice | Refused]:
        for _ in range(ROUND_SALES):
            limit(till, other_branch)
            limit(till)
        return []

    sold = refused = 0
    for _ in market.rounds("limits that come and go beside sales"):
        errands: list[Callable[[Till], list[SavedInvoice | Refused]]] = [come_and_go]
        errands += [partial(sell, customer=customer) for customer in customers for _ in range(2)]
        answers = [answer for desk in market.race(errands[:TILLS]) for answer in desk]
        kept_out = [answer for answer in answers if isinstance(answer, Refused)]
        assert {answer.token for answer in kept_out} <= {"FORBIDDEN_BRANCH"}
        sold, refused = sold + len(answers) - len(kept_out), refused + len(kept_out)
        assert market.value("SELECT COUNT(*) FROM invoices_out") == sold
        assert market.value("SELECT SUM(balance) FROM customers") == sold
    assert sold
    assert refused


@pytest.mark.parametrize(("table", "is_sold"), [("customers", False), ("products", True)])
def test_a_sale_that_waits_while_the_limit_comes(
    market: Market, other_branch: int, table: str, is_sold: bool
) -> None:
    """The branch is asked about under the customer's lock: what has it goes on, what waits for it does not.
    In neither case does the admin wait.
    """
    service, customer = market.product(price=1), market.customer()
    with closing(market.shop.connect()) as holder:
        execute(holder, "BEGIN")
        fetch(holder, f"SELECT id FROM {table} FOR UPDATE")
        waits = market.lock_waits()
        answers: list[SavedInvoice | Refused] = []
        seller = threading.Thread(
            target=lambda: answers.append(market.tills[0].send(sale(customer, (service, 2))))
        )
        seller.start()
        while market.lock_waits() == waits:
            pass
        limit(market.office, other_branch)
        execute(holder, "ROLLBACK")
        seller.join()
    assert isinstance(answers[0], Refused) is not is_sold
    assert market.value("SELECT COUNT(*) FROM invoices_out") == is_sold
    assert market.tills[0].send(sale(customer, (service, 2))) == Refused(
        "FORBIDDEN_BRANCH",
        f"FORBIDDEN_BRANCH: user {CASHIER} is limited to other branches and may not write in branch 1",
    )
