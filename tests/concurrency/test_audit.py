"""Sixteen writers at once: each finds a chain of the audit trail that is free, and none waits for one."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import calls
from pyclient.deploy.session import execute, fetch
from pyclient.models import DraftRequest
from tests.concurrency.errands import CASHIER, deposit, sale
from tests.concurrency.tills import TILLS, Layer, Market, Refused, Till
from tests.shop import call_text

CALLS = 25


def at_once(market: Market, work: Callable[[Till, int], object]) -> list[object]:
    """What each till's work gives, all at the same time."""
    with ThreadPoolExecutor(TILLS) as pool:
        return list(pool.map(work, market.tills, range(TILLS)))


def test_nobody_waits_for_a_chain(market: Market) -> None:
    """Drafts without a request_id, whose bucket could be a stranger's, share nothing but the audit trail."""

    def keep_drafts(till: Till, number: int) -> None:
        for _ in range(CALLS):
            call_text(till.connection, "sp_save_draft", {"name": f"{number}", "created_by": CASHIER})

    waits = market.lock_waits()
    at_once(market, keep_drafts)
    assert market.lock_waits() == waits
    assert (
        market.value("SELECT COUNT(*) FROM audit_log WHERE document_table = 'invoice_drafts'")
        == TILLS * CALLS
    )
    assert market.value("SELECT COUNT(DISTINCT chain) FROM audit_log") > 1


def test_a_call_whose_chains_are_all_taken_waits_for_one(market: Market) -> None:
    holder: MySQLConnectionAbstract = market.shop.connect()
    execute(holder, "START TRANSACTION")
    fetch(holder, "SELECT chain FROM audit_chains FOR UPDATE")
    with ThreadPoolExecutor(1) as pool:
        draft = calls.save_draft(DraftRequest(name="x", created_by=CASHIER))
        waits = market.lock_waits()
        waiting = pool.submit(market.tills[0].done, draft)
        while market.lock_waits() == waits and not waiting.done():
            pass
        assert not waiting.done()
        execute(holder, "ROLLBACK")
        assert waiting.result().draft_id


def test_refused_calls_leave_no_row_and_no_gap(market: Market) -> None:
    product = market.product(Layer(Decimal(60), Decimal(3)))
    customers = [market.customer() for _ in range(TILLS)]
    before = market.value("SELECT COUNT(*) FROM audit_log")

    def work(till: Till, number: int) -> int:
        rng = random.Random(number)
        done = 0
        for _ in range(CALLS):
            call = rng.choice(
                [sale(customers[number], (product, rng.randint(1, 4))), deposit(customers[number], 2)]
            )
            done += not isinstance(till.send(call), Refused)
        return done

    done = sum(int(str(each)) for each in at_once(market, work))
    assert 0 < done < TILLS * CALLS
    assert market.value("SELECT COUNT(*) FROM audit_log") == before + done
