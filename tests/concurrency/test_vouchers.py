"""A voucher that many desks take back at once, while others post new ones."""

from __future__ import annotations

from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import PostedVoucher, ReversedVoucher, ReverseVoucherRequest, VoucherItem, VoucherRequest
from tests.concurrency.errands import CASHIER
from tests.concurrency.tills import TILLS, Market, at_a_till, tokens


def voucher(amount: int, request_id: str | None = None) -> Call[PostedVoucher]:
    items = [VoucherItem(account="5400", debit=amount), VoucherItem(account="1110", credit=amount)]
    return calls.post_voucher(
        VoucherRequest(description="rent", items=items, created_by=CASHIER, request_id=request_id)
    )


def reversal(voucher_id: int) -> Call[ReversedVoucher]:
    return calls.reverse_voucher(ReverseVoucherRequest(voucher_id=voucher_id, created_by=CASHIER))


def spent(market: Market) -> Decimal:
    ((amount,),) = market.rows(
        "SELECT COALESCE(SUM(l.debit - l.credit), 0) FROM journal_entry_lines AS l JOIN accounts AS a"
        " ON a.id = l.account_id WHERE a.code = '5400' AND l.role = 'voucher'"
    )
    return Decimal(amount)


def test_a_voucher_is_taken_back_once(market: Market) -> None:
    for number, _ in enumerate(market.rounds("one voucher taken back from 8 desks while 8 post others")):
        before = spent(market)
        posted = market.office.done(voucher(7))
        answers = market.race(
            [at_a_till(reversal(posted.voucher_id)) for _ in range(TILLS // 2)]
            # two desks send each of them
            + [at_a_till(voucher(3, request_id=f"V-{number}-{desk // 2}")) for desk in range(TILLS // 2)]
        )
        assert tokens(answers) == ["VOUCHER_REVERSED"] * (TILLS // 2 - 1)
        assert sum(isinstance(answer, ReversedVoucher) for answer in answers) == 1
        assert spent(market) == before + 3 * TILLS // 4
