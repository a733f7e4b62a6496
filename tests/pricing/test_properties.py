"""Whatever is sold comes to what the reference says, to the last minor unit, and to what was quoted before.

Random sales in currencies with 0, 2 and 3 decimals; the book prices them by tests/model/pricing.py. 200 of
them, 3,000 with --slow; DAFTAR_MODEL_SEED=<seed> draws the same ones again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

import mysql.connector
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from pyclient import wire
from pyclient.deploy import verify
from pyclient.deploy.session import execute
from pyclient.wire import JsonValue
from tests.model.answers import difference, without_ids
from tests.model.book import Answer, Book, Customer, Product, Request
from tests.model.programs import SEED
from tests.model.sold import line_members, sale_members
from tests.model.till import Till
from tests.pricing.companies import COMPANIES, PRODUCT, three_companies
from tests.server import Server
from tests.shop import call_text

_SALES, _SLOW_SALES = 200, 3000
_TAXES = (("VAT", "14"), ("LUX", "14"), ("T5", "5"), ("ODD", "7.3333"))
_UNITS: list[dict[str, object]] = [
    {"unit": "كرتونة", "factor": Decimal(12), "selling_price": Decimal("99.5")},
    {"unit": "نصف", "factor": Decimal("0.5")},
    {"unit": "ثلث", "factor": Decimal("0.333333"), "retail_price": Decimal("7.777777")},
]


@pytest.fixture(scope="module")
def till(server: Server, database_name: Callable[[], str]) -> Iterator[Till]:
    """Three companies, each with a customer, taxes, and products with none, one and more of them."""
    with three_companies(server, database_name()) as till:
        for customer in till.book.customers:
            deposit = {"customer_id": customer.id, "type": "deposit", "amount": Decimal(5000)}
            till.call("sp_wallet_move", deposit)
        for company in till.book.companies:
            own = {"company_id": company.id}
            for code, rate in _TAXES:
                till.call("sp_save_tax", {**own, "code": code, "name": code, "rate": Decimal(rate)})
            for number, taxes in enumerate(([], ["VAT"], ["VAT", "LUX"], ["T5", "VAT", "ODD"], ["VAT"])):
                members = {
                    **own,
                    **PRODUCT,
                    "product_code": f"P-{number}",
                    "taxes": taxes,
                    "units": _UNITS,
                    "keeps_stock": number in (1, 4),
                }
                till.call("sp_save_product", members)
        for product in till.book.products:
            for cost in ("3.333333", "7", "0.1") if product.keeps_stock else ():
                plenty = Decimal(10**9 if product.product_code == "P-1" else 900)
                batch = {"product_id": product.id, "qty": plenty, "unit_cost": Decimal(cost)}
                till.call("sp_receive_batch", batch)
        yield till


_PERCENTS = st.sampled_from((0, 15, 100)) | st.decimals(0, 100, places=4)
_ODD_QTYS = st.decimals("0.0001", 500, places=4)
_AMOUNTS = st.integers(0, 5000)
"""In minor units."""


@st.composite
def _lines(draw: st.DrawFn, unit: Decimal) -> dict[str, object]:
    line: dict[str, object] = {
        "qty": draw(st.sampled_from((1, 3, 25)) | st.decimals("0.01", 500, places=2) | _ODD_QTYS),
        "product_id": draw(st.integers(0, 3)),
    }
    members = {
        "selling_price": st.sampled_from((Decimal("0.01"), Decimal("0.005"))) | st.decimals(0, 999, places=6),
        "price_type": st.just("retail"),
        "uom": st.sampled_from([_UNITS[place]["unit"] for place in (0, 0, 0, 1, 1, 2)]),
        "tax_rate": st.sampled_from((0, 14, 17, 19)) | _PERCENTS,
        "price_includes_tax": st.booleans(),
    }
    off = draw(st.sampled_from((None, None, "discount_percent", "discount_amount")))
    if off:
        line[off] = draw(_PERCENTS if off == "discount_percent" else _AMOUNTS.map(lambda n: n * unit))
    for name, values in members.items():
        if draw(st.integers(0, 2)) == 0:
            line[name] = draw(values)
    return line


Drawn: TypeAlias = tuple[int, dict[str, object], dict[str, object], dict[str, object]]
Check: TypeAlias = Callable[[Customer, Request, Request], None]


@st.composite
def _sales(draw: st.DrawFn) -> Drawn:
    """A company's place, its settings, a request, and what may be put to it: payments, a scarce product."""
    place = draw(st.integers(0, len(COMPANIES) - 1))
    unit = Decimal(1).scaleb(-COMPANIES[place][1])
    company = {
        "prices_include_tax": draw(st.booleans()),
        "tax_rounding": draw(st.sampled_from(("document", "line"))),
        "smallest_coin": draw(st.sampled_from((None, 5 * unit, 25 * unit))),
    }
    items = draw(st.lists(_lines(unit), min_size=1, max_size=8))
    request: dict[str, object] = {"items": items}
    kind = draw(st.sampled_from((None, "percent", "amount")))
    if kind:
        values = _PERCENTS if kind == "percent" else _AMOUNTS.map(lambda n: n * unit)
        request.update(discount_type=kind, discount_value=draw(values))
    request["cash_rounding"] = draw(st.sampled_from((None, None, True, False)))
    methods = st.sampled_from(("cash", "cash", "cash", "card", "card", "wallet", "wallet", "gold"))
    payments = st.lists(st.tuples(methods, st.integers(1, 90000).map(lambda n: n * unit)), max_size=3)
    money = draw(payments)
    more: dict[str, object] = {
        "status": draw(
            st.sampled_from(("partial", "partial", "paid") if money else (None, "paid", "pending"))
        ),
        "overpayment": draw(st.sampled_from((None, "wallet", "change"))),
        "payments": [{"method": method, "amount": amount} for method, amount in money],
    }
    scarce = draw(st.sampled_from((None, None, "1", "7.5", "999999")))
    if scarce:
        more["items"] = [*items, {"product_id": 4, "qty": Decimal(scarce)}]
    return place, company, request, more


def _named(request: Mapping[str, object], customer: Customer, products: list[Product]) -> dict[str, object]:
    """The request with the ids of the company's own rows."""
    items = request["items"]
    assert isinstance(items, list)
    lines = [{**line, "product_id": products[line["product_id"]].id} for line in items]
    return {**request, "customer_id": customer.id, "items": lines}


def _expected(book: Book, request: Mapping[str, object], customer: Customer) -> Answer | set[str]:
    """The figures of the answer; the tokens that are right where the request must be refused."""
    wrong: set[str] = set()
    items = book.priced_items(request, wrong)
    invoice = book.drafted(request, items, customer, customer.company.main, None, wrong)
    if wrong:
        return wrong
    unit = invoice.rules.unit
    return {
        "total_before": invoice.total_before.quantize(unit),
        "discount_amount": invoice.discount.quantize(unit),
        "total_after": invoice.total.quantize(unit),
        "remaining_amount": invoice.total.quantize(unit),
        **sale_members(invoice),
        "items": [line_members(item, unit) for item in items],
    }


def _answer(till: Till, procedure: str, request: Mapping[str, object]) -> JsonValue | str:
    """The answer, or the token of a refusal."""
    text = till.text({**request, "created_by": till.user_id})
    try:
        return wire.parse(call_text(till.connection, procedure, text))
    except mysql.connector.Error as error:
        if error.sqlstate != "45000":
            raise
        return str(error.msg).partition(":")[0]


@pytest.fixture
def any_sale(till: Till, request: pytest.FixtureRequest) -> Callable[[Check], None]:
    """Runs a test for random sales, each under random settings of its company."""

    def run(check: Check) -> None:
        @seed(SEED)
        @settings(
            max_examples=_SLOW_SALES if request.config.getoption("--slow") else _SALES,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(_sales())
        def each(drawn: Drawn) -> None:
            place, company_settings, sale, more = drawn
            company = till.book.companies[place]
            till.price_by(company, company_settings)
            customer = next(each for each in till.book.customers if each.company is company)
            products = [each for each in till.book.products if each.company is company]
            check(customer, *(_named(each, customer, products) for each in (sale, {**sale, **more})))

        print(f"DAFTAR_MODEL_SEED={SEED} draws the same sales again")
        each()
        assert [check for check in verify.run(till.connection) if not check.ok] == []

    return run


def test_a_sale_comes_to_what_the_reference_says(till: Till, any_sale: Callable[[Check], None]) -> None:
    outcomes = {"sold": 0, "refused": 0}

    def sell(customer: Customer, sale: Request, _: Request) -> None:
        expected = _expected(till.book, sale, customer)
        found = _answer(till, "sp_save_invoice", sale)
        if isinstance(expected, set):
            outcomes["refused"] += 1
            assert found in expected, till.text(sale)
        else:
            outcomes["sold"] += 1
            assert difference(expected, found) is None, till.text(sale)

    any_sale(sell)
    # a quantity that has more than 4 decimals in the product's own unit is refused
    assert outcomes["sold"] > outcomes["refused"] > 0


def test_a_sale_comes_to_what_was_quoted(till: Till, any_sale: Callable[[Check], None]) -> None:
    """And is refused for one of the quote's problems. A transaction that may not write takes the quote."""

    outcomes: Counter[str] = Counter()

    def quote_and_sell(_: Customer, __: Request, sale: Request) -> None:
        execute(till.connection, "START TRANSACTION READ ONLY")
        quote = _answer(till, "sp_quote_invoice", sale)
        execute(till.connection, "COMMIT")
        assert isinstance(quote, dict), (quote, till.text(sale))
        sold = _answer(till, "sp_save_invoice", sale)
        problems = quote.pop("problems")
        assert isinstance(problems, list)
        outcomes[sold if isinstance(sold, str) else "sold"] += 1
        if isinstance(sold, dict):
            assert problems == [], till.text(sale)
            assert without_ids(quote) == without_ids(sold), till.text(sale)
        else:
            assert sold in {problem["token"] for problem in problems if isinstance(problem, dict)}, till.text(
                sale
            )

    any_sale(quote_and_sell)
    assert outcomes.keys() >= {"sold", "INSUFFICIENT_STOCK", "INVALID_QUANTITY", "OVERPAYMENT"}
