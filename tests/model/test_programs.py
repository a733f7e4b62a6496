"""Random programs of calls give, on the server, what the book in Decimal Python says.

A failure prints the program as a list of calls and the seed; DAFTAR_MODEL_SEED=<seed> runs the same programs
again. 300 programs of 30 to 80 calls, 3,000 with --slow.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.invoice_currency_programs import InvoiceCurrencyPrograms
from tests.model.programs import SEED, Programs
from tests.model.till import PROCEDURES, prepare
from tests.server import Server
from tests.shop import Shop

REFUSALS_OF_A_SALE = (
    *("INSUFFICIENT_STOCK", "WALLET_INSUFFICIENT", "OVERPAYMENT", "PAYMENTS_MISMATCH", "PAYMENTS_REQUIRED"),
    *(
        "PAYMENTS_NOT_ALLOWED",
        "UNKNOWN_PRODUCT",
        "UNKNOWN_CUSTOMER",
        "WORK_ORDER_CLOSED",
        "CREDIT_LIMIT",
        "REQUEST_ID_REUSED",
        "COUPON_INVALID",
        "COUPON_USED_UP",
        "DRAFT_CONSUMED",
    ),
)
# What is done with invoices in another currency.
ABROAD = (
    *("sold by a company in EGP", "sold by a company in KWD", "rate told", "rate of the day", "discounted"),
    *("taxed", "rounded", "sold and paid in part", "sold and paid in full", "quote kept", "paid in part"),
    *("paid the rest", "paid by a rate", "paid by what it came to", "paid from the wallet", "gained", "lost"),
    *("left by money of a customer", "left by money of a work order", "payment voided", "payment refunded"),
    *("goods back on credit", "goods back that were paid", "canceled", "reverted with its money"),
    *("OVERPAYMENT of a payment", "CURRENCY_MISMATCH of a payment"),
)
# What is refused, as it is only in the company's currency.
ONLY_IN_BASE = (
    *(("sp_save_order", "OTHER_CURRENCY"), ("sp_complete_order", "OTHER_CURRENCY")),
    *(("sp_pos_sale", "OTHER_CURRENCY"), ("sp_save_invoice", "OTHER_CURRENCY.coupon")),
    *(("sp_save_invoice", "OTHER_CURRENCY.overpayment"), ("sp_add_payment", "OTHER_CURRENCY.overpayment")),
    *(("sp_add_payment", "OTHER_CURRENCY.list"), ("sp_add_payment", "OTHER_CURRENCY.promise")),
    *(("sp_return_items", "OTHER_CURRENCY.exchange"), ("sp_amend_invoice", "OTHER_CURRENCY.amendment")),
    ("sp_set_payment_status", "OTHER_CURRENCY.refund"),
)
FEATURES = (
    *(f"offer {gives}" for gives in ("percent", "amount", "price", "free_item")),
    *("offer invoice_percent", "offer invoice_amount", "coupon invoice_percent", "coupon invoice_amount"),
    *("draft sold", "quote kept"),
    "bounced with what was given back",
    *("promise completed", "promise failed", "payment failed", "payment refunded"),
    *("note paid in part", "note settled at another rate", "note paid with invoices", "note owes again"),
    *("bill taxed", "bill rounded otherwise", "tax sent back", "bill taxed and reversed"),
    *("refused for its tax", "refused for the branch"),
    "refused for a permission",
    *(f"abroad: {what}" for what in ABROAD),
    *(f"{sentence} of {procedure}" for procedure, sentence in ONLY_IN_BASE),
)
LENGTHS = (40, 48, 56, 64, 72, 80)
PROGRAMS, SLOW_PROGRAMS = 50, 500
"""Of each length."""
MORE_PROGRAMS = 200


@pytest.fixture(scope="module")
def programs(server: Server, database_name: Callable[[], str]) -> Iterator[type[Programs]]:
    """The machine on a database of its own, whose clock each program sets."""
    with Shop.created(server, database_name()) as shop:
        prepare(shop)
        Programs.shop, Programs.lengths, Programs.outcomes = shop, [], Counter()
        with shop.remembered():
            yield InvoiceCurrencyPrograms


@pytest.mark.parametrize("length", LENGTHS)
def test_programs_do_what_the_book_says(
    programs: type[Programs], length: int, request: pytest.FixtureRequest
) -> None:
    wanted = SLOW_PROGRAMS if request.config.getoption("--slow") else PROGRAMS
    print(f"programs of {length} calls: DAFTAR_MODEL_SEED={SEED} runs the same ones again")
    done_before = len(programs.lengths)
    rounds = itertools.count()
    # hypothesis ends some programs early, to try what it found short: they do not count
    while (missing := wanted - sum(_counts(done) for done in programs.lengths[done_before:])) > 0:
        _run(programs, missing, length, SEED + 100 * next(rounds) + length)


def _run(programs: type[Programs], count: int, length: int, seeded: int) -> None:
    run_state_machine_as_test(
        seed(seeded)(programs),
        settings=settings(
            max_examples=count,
            stateful_step_count=length,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_programs_were_long_and_did_everything(
    programs: type[Programs], capsys: pytest.CaptureFixture[str]
) -> None:
    if len({length for length in programs.lengths if length in LENGTHS}) < len(LENGTHS):
        pytest.skip("not all programs were run")
    with capsys.disabled():
        counted = [length for length in programs.lengths if _counts(length)]
        refused = sum(count for what, count in programs.outcomes.items() if not what.endswith(" ok"))
        print(
            f"\n{len(counted)} programs of {min(counted)} to {max(counted)} calls, {sum(counted)} in all, "
            f"{refused} rightly refused; DAFTAR_MODEL_SEED={SEED}"
        )
    least = {**dict.fromkeys(PROCEDURES, 50), **dict.fromkeys(FEATURES, 10)}

    def too_rare() -> dict[str, int]:
        return {name: done for name in least if (done := programs.outcomes[f"{name} ok"]) < least[name]}

    # of so many features chance leaves one or two short in a run: more programs decide, not chance
    for more in range(MORE_PROGRAMS // 10):
        if not too_rare():
            break
        _run(programs, 10, max(LENGTHS), SEED + 10_000 * (more + 1))
    assert too_rare() == {}
    assert programs.outcomes.keys() >= {f"sp_save_invoice {token}" for token in REFUSALS_OF_A_SALE}


def _counts(length: int) -> bool:
    return 30 <= length <= 80
