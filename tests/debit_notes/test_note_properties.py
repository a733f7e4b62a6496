"""Whatever a note in another currency is worth and however it is paid: the customer owes what Python says,
the journal agrees after each part, and what is settled in full is zero in both currencies.

DAFTAR_MODEL_SEED=<seed> draws the same notes again; --slow draws more.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.debit_notes.conftest import Account, item
from tests.model.programs import SEED
from tests.till import number, part, rows_of

_DECIMALS = {"JPY": 0, "USD": 2, "KWD": 3, "CLF": 4}
_NOTES, _SLOW_NOTES = 40, 600
_CENT = Decimal("0.01")


def rounded(amount: Decimal, unit: Decimal = _CENT) -> Decimal:
    return amount.quantize(unit, ROUND_HALF_UP)


@dataclass
class Part:
    share: int
    """In thousandths of what is open."""
    rate: Decimal
    told: bool
    """Whether the money is told instead of the rate."""
    undone: bool


@dataclass
class Drawn:
    currency: str
    rate: Decimal
    items: list[tuple[Decimal, Decimal]]
    parts: list[Part]


_RATES = st.one_of(
    st.decimals("0.0001", 3, places=10), st.decimals("0.01", 2500, places=4), st.sampled_from([Decimal(50)])
)
_PARTS = st.builds(Part, st.integers(1, 1000), _RATES, st.booleans(), st.sampled_from([False, False, True]))


@st.composite
def _notes(draw: st.DrawFn) -> Drawn:
    currency = draw(st.sampled_from(sorted(_DECIMALS)))
    prices = st.integers(1, 10**6).map(lambda n: Decimal(n).scaleb(-_DECIMALS[currency]))
    taxes = st.sampled_from([Decimal(0), Decimal(5), Decimal(14), Decimal("7.3333")])
    items = draw(st.lists(st.tuples(prices, taxes), min_size=1, max_size=5))
    return Drawn(currency, draw(_RATES), items, draw(st.lists(_PARTS, max_size=6)))


def test_books_follow_any_note_and_any_payments(account: Account, request: pytest.FixtureRequest) -> None:
    till = account.till

    def posted(role: str) -> Decimal:
        ((amount,),) = till.rows(
            "SELECT COALESCE(SUM(debit - credit), 0) FROM journal_entry_lines WHERE role = %s", role
        )
        return Decimal(amount)

    @seed(SEED)
    @settings(
        max_examples=_SLOW_NOTES if request.config.getoption("--slow") else _NOTES,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(_notes())
    def each(drawn: Drawn) -> None:
        unit = Decimal(1).scaleb(-_DECIMALS[drawn.currency])
        by_rate: dict[Decimal, Decimal] = {}
        for price, tax in drawn.items:
            by_rate[tax] = by_rate.get(tax, Decimal(0)) + price
        tax_total = sum((rounded(net * tax / 100, unit) for tax, net in by_rate.items()), Decimal(0))
        total = sum(by_rate.values(), tax_total)
        total_base, tax_base = rounded(total * drawn.rate), rounded(tax_total * drawn.rate)
        before = {
            role: posted(role) for role in ("tax_payable", "additional_charges", "exchange_differences")
        }
        lines = [item(price, tax) for price, tax in drawn.items]
        members = {"currency": drawn.currency, "exchange_rate": drawn.rate}
        if total_base == 0:
            refused = till.refusal("sp_save_debit_note", account.request(*lines, **members))
            assert refused is not None
            assert refused.token == "VALIDATION"
            return
        raised = account.raise_note(*lines, **members)
        note = number(raised["debit_note_id"])
        assert (raised["total"], raised["tax_total"], raised["total_base"]) == (total, tax_total, total_base)
        assert posted("tax_payable") - before["tax_payable"] == -tax_base
        assert posted("additional_charges") - before["additional_charges"] == tax_base - total_base

        open_, open_base, realised = total, total_base, Decimal(0)
        for each_part in [*drawn.parts, Part(1000, drawn.rate, told=False, undone=False)]:
            if open_ == 0:
                break
            amount = max(rounded(open_ * each_part.share / 1000, unit), unit)
            worth = rounded(amount * each_part.rate)
            told = each_part.told or worth == 0
            worth = max(worth, _CENT)
            settled = open_base if amount == open_ else rounded(open_base * amount / open_)
            how = {"base_amount": worth} if told else {"exchange_rate": each_part.rate}
            paid = account.apply(note, amount, **how)
            owed = (open_ - amount, open_base - settled)
            assert (paid["remaining_amount"], paid["remaining_base"]) == owed
            assert account.balance() == 1000 + owed[1] == posted("receivables")
            gained = before["exchange_differences"] - posted("exchange_differences")
            assert gained == realised + worth - settled
            if each_part.undone:
                payment = rows_of(part(paid, "payment")["allocations"])[0]["payment_id"]
                till.call("sp_void_payment", {"payment_id": payment})
                assert account.balance() == 1000 + open_base == posted("receivables")
                assert before["exchange_differences"] - posted("exchange_differences") == realised
            else:
                open_, open_base = owed
                realised += worth - settled
        read = account.read(note)
        assert open_ == open_base == 0
        assert (read["status"], read["remaining_amount"], read["remaining_base"]) == ("applied", 0, 0)
        assert account.balance() == 1000 == posted("receivables")

    print(f"DAFTAR_MODEL_SEED={SEED} draws the same notes again")
    each()
