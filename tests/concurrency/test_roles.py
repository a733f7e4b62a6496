"""Roles that change hands at many desks at once, while tills post to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from pyclient import calls
from pyclient.models import AccountRoleRequest
from tests.concurrency.errands import CASHIER, sale
from tests.concurrency.record import Record
from tests.concurrency.tills import TILLS, Market, Refused, Till

METHODS = ("cash", "bank_transfer", "check", "card")


def appoint(till: Till, appointments: Sequence[tuple[str, int]]) -> None:
    """One role after the other to an account."""
    for role, account in appointments:
        request = AccountRoleRequest(role=role, account_id=account, created_by=CASHIER)
        till.done(calls.set_account_role(request))


def test_roles_change_hands_without_a_deadlock(market: Market, record: Record) -> None:
    before = record.deadlocks
    service = market.product(price=1)
    customers = [market.customer() for _ in range(TILLS // 2)]
    rows = market.rows("SELECT role, account_id FROM account_roles")
    first = {str(role): int(account) for role, account in rows}
    for rng in market.rounds("roles of methods swapped beside sales"):
        desks = [
            [(rng.choice(METHODS), first[rng.choice(METHODS)]) for _ in range(10)] for _ in range(TILLS // 2)
        ]
        errands: list[Callable[[Till], object]] = [partial(appoint, appointments=each) for each in desks]
        errands += [
            partial(Till.send, call=sale(customer, (service, 5), in_cash=2)) for customer in customers
        ]
        answers = market.race(errands)
        assert not any(isinstance(answer, Refused) for answer in answers)
    appoint(market.office, [(role, first[role]) for role in METHODS])
    assert record.deadlocks == before
