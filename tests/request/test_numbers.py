"""The package's arithmetic against Python's: _ratio, _number and _rounded over thousands of cases.

The cases go to the server in one statement for each example, as a JSON array.
"""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyclient.deploy.session import execute
from tests.till import Till

CASES_AT_ONCE = 150
LIMIT = 10**12
# The rule as DESIGN words it. Not \d, which takes Arabic digits; not $, which takes a line end.
NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.][0-9]{1,17})?([eE][+-]?[0-9]{1,2})?\Z")
PRECISE = Context(prec=200, rounding=ROUND_HALF_UP)

a_few = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def exactly(value: Fraction, decimals: int) -> Decimal:
    """Half away from zero, from a fraction, so without any rounding before."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals, PRECISE)


def parsed(text: str) -> Decimal | None:
    """What _number makes of a text: 20 decimals at most, as the column has them."""
    if not NUMBER.match(text):
        return None
    value = Decimal(text)
    if value and value.adjusted() >= 40:
        return None
    with localcontext(PRECISE):
        value = value.quantize(Decimal(1).scaleb(-20)) if value.adjusted() > -40 else Decimal(0)
    return value if abs(value) < LIMIT else None


def rounded(value: Decimal, decimals: int) -> Decimal | None:
    with localcontext(PRECISE):
        near = value.quantize(Decimal(1).scaleb(-decimals))
        noise = Decimal("0.000001") if decimals < 6 else Decimal("0.000000001")
        return near if abs(value - near) <= noise and abs(near) < LIMIT else None


def size(random: Random, high: int) -> int:
    """From 1 to ``high``, small ones as often as large ones."""
    return random.randint(1, 10 ** random.randint(0, len(str(high)) - 1))


def a_ratio(random: Random) -> tuple[str, str, str, int]:
    """Amount, part, whole and minor units, up to just below 10^12."""
    minor_units = random.randint(0, 4)
    amount = random.choice((1, 1, 1, -1)) * random.choice((size(random, LIMIT), LIMIT * 10**minor_units - 1))
    whole = random.choice((size(random, LIMIT * 10**4), LIMIT * 10**4 - 1, random.randint(1, 30)))
    part = random.choice((random.randint(0, whole), whole, min(whole, random.randint(0, 9))))
    return (
        str(Decimal(amount).scaleb(-minor_units)),
        str(Decimal(part).scaleb(-4)),
        str(Decimal(whole).scaleb(-4)),
        minor_units,
    )


@pytest.mark.parametrize("increment", [4, 0, 30])
def test_ratio_is_exact_whatever_the_session_divides_with(till: Till, increment: int) -> None:
    execute(till.connection, f"SET SESSION div_precision_increment = {increment}")

    @a_few
    @given(st.integers(0, 2**32))
    def compare(seed: int) -> None:
        random = Random(seed)
        cases = [a_ratio(random) for _ in range(1000)]
        found = till.rows(
            "SELECT _ratio(j.amount, j.part, j.whole, j.minor_units) FROM JSON_TABLE(%s, '$[*]' COLUMNS ("
            "place FOR ORDINALITY, amount DECIMAL(19,4) PATH '$[0]', part DECIMAL(19,4) PATH '$[1]', "
            "whole DECIMAL(19,4) PATH '$[2]', minor_units INT PATH '$[3]')) AS j ORDER BY j.place",
            json.dumps(cases),
        )
        expected = [
            exactly(Fraction(amount) * Fraction(part) / Fraction(whole), units)
            for amount, part, whole, units in cases
        ]
        assert [row[0] for row in found] == expected

    compare()


@pytest.mark.parametrize(
    ("amount", "part", "whole", "minor_units", "expected"),
    [
        ("10", "1", "3", 2, "3.33"),
        ("0.05", "1", "2", 2, "0.03"),
        ("-0.05", "1", "2", 2, "-0.03"),
        ("-10", "2", "3", 2, "-6.67"),
        ("0.01", "1", "2", 2, "0.01"),
        ("1", "1", "2", 0, "1"),
        ("0.0001", "1", "2", 4, "0.0001"),
        ("999999999999.99", "999999999999.9999", "999999999999.9999", 2, "999999999999.99"),
        ("0", "1", "3", 2, "0"),
    ],
)
def test_ratio_by_hand(
    till: Till, amount: str, part: str, whole: str, minor_units: int, expected: str
) -> None:
    assert till.rows("SELECT _ratio(%s, %s, %s, %s)", amount, part, whole, minor_units) == [
        (Decimal(expected),)
    ]


digits = st.text("0123456789", min_size=1, max_size=18)
number_like = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "+", "-", "--", " "]),
        digits,
        st.sampled_from(["", ".", "."]),
        st.text("0123456789", max_size=19),
        st.sampled_from(["", "", "", "e", "E", "e+", "E-", "e--"]),
        st.text("0123456789", max_size=3),
        st.sampled_from(["", "", "", "", "\n", " ", "x", "٣", "\u0000"]),
    ),
)
texts = (
    number_like | st.text(max_size=12) | st.decimals(allow_nan=False, allow_infinity=False, places=6).map(str)
)


def test_numbers_are_read_as_the_rule_says(till: Till) -> None:
    @a_few
    @given(st.lists(texts, min_size=CASES_AT_ONCE, max_size=CASES_AT_ONCE))
    def compare(cases: list[str]) -> None:
        found = till.rows(
            "SELECT _number(JSON_UNQUOTE(JSON_EXTRACT(j.one, '$[0]'))) FROM JSON_TABLE(%s, '$[*]' COLUMNS ("
            "place FOR ORDINALITY, one JSON PATH '$')) AS j ORDER BY j.place",
            json.dumps([[case] for case in cases]),
        )
        assert [(case, row[0]) for case, row in zip(cases, found, strict=True)] == [
            (case, parsed(case)) for case in cases
        ]

    compare()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("999999999999.99999999999999999", "999999999999.99999999999999999"),
        ("1000000000000", None),
        ("-1000000000000", None),
        ("1e11", "100000000000"),
        ("1e12", None),
        ("1e99", None),
        ("0e99", "0"),
        ("0.000e99", "0"),
        ("1e-99", "0"),
        ("1e-20", "0.00000000000000000001"),
        ("5e-21", "0.00000000000000000001"),
        ("100000000000000e-3", "100000000000"),
        ("0000000000000012", None),
        ("000000000000012", "12"),
        ("-0", "0"),
        ("", None),
    ],
)
def test_numbers_by_hand(till: Till, text: str, expected: str | None) -> None:
    assert till.rows("SELECT _number(%s)", text) == [(None if expected is None else Decimal(expected),)]


def near_round(random: Random) -> Decimal:
    """A number of up to seven decimals, and around half of the noise that is forgiven beside it."""
    noise = random.choice((10**14, 10**11)) * random.choice((0, 1, -1)) + random.randint(
        -1, 1
    ) * random.randint(0, 3)
    base = Decimal(random.choice((1, -1)) * size(random, 10**12)).scaleb(-random.randint(0, 7))
    return base + Decimal(noise).scaleb(-20)


def test_rounding_forgives_noise_and_nothing_more(till: Till) -> None:
    @a_few
    @given(st.integers(0, 2**32))
    def compare(seed: int) -> None:
        random = Random(seed)
        cases = [(near_round(random), random.randint(0, 6)) for _ in range(1000)]
        found = till.rows(
            "SELECT _rounded(j.number, j.decimals) FROM JSON_TABLE(%s, '$[*]' COLUMNS (place FOR ORDINALITY, "
            "number DECIMAL(38,20) PATH '$[0]', decimals INT PATH '$[1]')) AS j ORDER BY j.place",
            json.dumps([(format(number, "f"), decimals) for number, decimals in cases]),
        )
        assert [row[0] for row in found] == [rounded(number, decimals) for number, decimals in cases]

    compare()


@pytest.mark.parametrize(
    ("number", "decimals", "expected"),
    [
        ("0.30000000000000004", 2, "0.30"),
        ("1.005", 2, None),
        ("1.000001", 2, "1.00"),
        ("1.0000011", 2, None),
        ("0.999999", 2, "1.00"),
        ("1.0000001", 6, None),
        ("1.000000001", 6, "1.000000"),
        ("-2.4999999", 1, "-2.5"),
        ("999999999999.9999999", 2, None),
        ("999999999999.99", 2, "999999999999.99"),
    ],
)
def test_rounding_by_hand(till: Till, number: str, decimals: int, expected: str | None) -> None:
    assert till.rows("SELECT _rounded(%s, %s)", number, decimals) == [
        (None if expected is None else Decimal(expected),)
    ]
