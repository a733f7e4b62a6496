"""Openings of one till and of one cashier at once, and a shift that is closed while its cashier sells."""

from __future__ import annotations

import threading
from decimal import Decimal
from functools import partial

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import execute, fetch
from pyclient.models import CloseShiftRequest, OpenedShift, OpenShiftRequest, TillRequest
from tests.concurrency.errands import CASHIER, deposit
from tests.concurrency.tills import Market, Refused, Till, at_a_till, await_lock_waits, tokens

# so many at once that they meet also where processors are what they wait for
CASHIERS = (CASHIER, *range(2, 13))


def opening(till: int, cashier: int, cash: int = 0) -> Call[OpenedShift]:
    return calls.open_shift(OpenShiftRequest(till_id=till, opening_cash=cash, created_by=cashier))


def a_till(market: Market, code: str) -> int:
    request = TillRequest(code=code, name=code, created_by=CASHIER)
    return market.office.done(calls.save_till(request)).till_id


def closing(cashier: int) -> CloseShiftRequest:
    return CloseShiftRequest(counted={"cash": 0}, created_by=cashier)


def close_all(market: Market) -> int:
    """How many shifts were open, one after the other closed by their cashiers."""
    cashiers = [int(row[0]) for row in market.rows("SELECT cashier_id FROM shifts WHERE closed_on IS NULL")]
    for cashier in cashiers:
        market.office.done(calls.close_shift(closing(cashier)))
    return len(cashiers)


def hire(market: Market) -> None:
    for cashier in CASHIERS[1:]:
        execute(
            market.office.connection,
            f"INSERT INTO users (id, username, role) VALUES ({cashier}, 'u{cashier}', 'user')",
        )


def test_a_till_is_opened_by_one_cashier(market: Market) -> None:
    hire(market)
    till = a_till(market, "T1")
    for rng in market.rounds("openings of one till"):
        cashiers = rng.sample(CASHIERS, len(CASHIERS))
        answers = market.race([at_a_till(opening(till, cashier)) for cashier in cashiers])
        assert tokens(answers).count("SHIFT_OPEN") == len(CASHIERS) - 1
        assert close_all(market) == 1


def test_a_cashier_opens_one_till(market: Market) -> None:
    at = [a_till(market, f"T{number}") for number in range(len(CASHIERS))]
    for _ in market.rounds("openings by one cashier"):
        answers = market.race([at_a_till(opening(till, CASHIER)) for till in at])
        assert tokens(answers).count("SHIFT_OPEN") == len(at) - 1
        assert close_all(market) == 1


def test_what_is_posted_while_a_shift_closes_is_in_it_or_in_none(market: Market) -> None:
    till = a_till(market, "T1")
    customers = [market.customer() for _ in range(7)]
    cut = 0

    def post(at: Till, customer: int) -> Decimal:
        at.done(deposit(customer, 5))
        return Decimal(0)

    def close(at: Till) -> Decimal:
        answer = at.send(calls.close_shift(closing(CASHIER)))
        assert not isinstance(answer, Refused)
        return answer.report.methods[0].expected

    for rng in market.rounds("a closing against what its cashier posts"):
        shift = market.office.done(opening(till, CASHIER, 100)).shift_id
        tasks = [partial(post, customer=customer) for customer in customers]
        tasks.insert(rng.randrange(len(customers)), close)  # type: ignore[arg-type]
        expected = max(market.race(tasks))
        inside = market.value(
            "SELECT COUNT(*) FROM journal_entries WHERE shift_id = %s AND entry_type = 'wallet'", shift
        )
        assert expected == 100 + 5 * inside
        assert (
            market.value("SELECT expected FROM shift_counts WHERE shift_id = %s LIMIT 1", shift) == expected
        )
        cut += 0 < inside < len(customers)
    assert cut > 0


def test_a_shift_closes_when_its_closing_gets_it(market: Market) -> None:
    """Else a closing that waited over midnight would stand on the day before what it counted."""
    shift = market.office.done(opening(a_till(market, "T1"), CASHIER)).shift_id
    holder = market.shop.connect()
    holder.start_transaction()
    fetch(holder, "SELECT bucket FROM lock_buckets WHERE bucket = 0 FOR UPDATE")
    waiting = threading.Thread(target=market.tills[0].done, args=(calls.close_shift(closing(CASHIER)),))
    waiting.start()
    await_lock_waits(market, 1)
    fetch(holder, "SELECT SLEEP(1.1)")
    ((released,),) = fetch(holder, "SELECT UTC_TIMESTAMP()")
    holder.rollback()
    waiting.join()
    assert market.rows("SELECT closed_at >= %s FROM shifts WHERE id = %s", released, shift) == [(1,)]
