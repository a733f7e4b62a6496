"""Goods come back with their taxes, their line's discount and their part of the invoice's rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from pyclient.deploy.session import execute
from tests.pricing.conftest import Pricing
from tests.taxes import added, amount, company, entry, invoice_id, standing, tax, turned
from tests.till import Answer, Till, column, decimals, line, money, number, part, rows_of


def give_back(till: Till, sale: Answer, *quantities: object, **members: object) -> Answer:
    """Return so much of the sale's lines, in their order."""
    ids = column(sale, "items", "item_id")
    items = [{"item_id": item, "qty": qty} for item, qty in zip(ids, quantities, strict=False) if qty]
    request: dict[str, object] = {"items": items} if items else {"all": True}
    return till.call("sp_return_items", {"invoice_id": sale["invoice_id"], **request, **members})


def rounded(amount: Fraction, decimals_: int) -> Decimal:
    """Half away from zero, of an amount that is not below it."""
    scaled = amount * 10**decimals_
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-decimals_)


def in_parts(whole: object, parts: int, decimals_: int) -> list[Decimal]:
    """An amount in equal parts, each what is due by now less what was given."""
    amount = Fraction(Decimal(str(whole)))
    due = [rounded(amount * k / parts, decimals_) for k in range(parts + 1)]
    return [after - before for before, after in pairwise(due)]


def test_in_parts() -> None:
    assert in_parts("96.67", 3, 2) == decimals("32.22", "32.23", "32.22")


def test_three_parts_of_a_discounted_taxed_rounded_line(till: Till) -> None:
    """3 x 33.33 less 15 % is 84.99, with 14 % on it 96.89, and in quarters of a pound 97.00."""
    company(till, smallest_coin="0.25")
    customer, product = till.customer(), till.product((3, "3.333333"))
    sold = till.sell(customer, line(product, 3, "33.33", discount_percent=15, tax_rate=14), status="paid")
    assert sold["total_after"] == 97
    parts = [give_back(till, sold, 1) for _ in range(3)]
    assert [each["returned_amount"] for each in parts] == decimals("32.34", "32.32", "32.34")
    assert [each["rounding_amount"] for each in parts] == decimals("0.04", "0.03", "0.04")
    assert [each["tax_amount"] for each in parts] == decimals("3.97", "3.96", "3.97")
    assert [each["net_amount"] for each in parts] == decimals("28.33", "28.33", "28.33")
    assert [rows_of(each["taxes"]) for each in parts] == [
        [{"tax_id": None, "name": "ضريبة", "rate": 14, "amount": amount}]
        for amount in decimals("3.97", "3.96", "3.97")
    ]
    assert [column(each, "items", "value") for each in parts] == [
        [each] for each in decimals("32.30", "32.29", "32.30")
    ]
    assert standing(till, invoice_id(sold)) == {
        ("sales", None, None): -Decimal("84.99"),
        ("sales_returns", None, None): Decimal("84.99"),
    }
    stored = till.call("sp_get_invoice", invoice_id(sold))
    assert column(stored, "returns", "tax_amount") == decimals("3.97", "3.96", "3.97")
    assert column(stored, "returns", "rounding_amount") == decimals("0.04", "0.03", "0.04")
    assert [stored["returned_amount"], stored["remaining_amount"], stored["paid_amount"]] == [97, 0, 0]
    report = till.rows("SELECT value, tax_amount FROM report_returns ORDER BY return_id")
    assert report == [
        tuple(decimals(*row)) for row in (("32.30", "3.97"), ("32.29", "3.96"), ("32.30", "3.97"))
    ]


@pytest.mark.parametrize("rounding", ["document", "line"])
@pytest.mark.parametrize("included", [False, True])
@pytest.mark.parametrize(
    ("currency", "coin", "places"), [("JPY", 5, 0), ("EGP", "0.25", 2), ("KWD", "0.005", 3)]
)
def test_parts_add_up_tax_by_tax(
    till: Till, currency: str, coin: object, places: int, included: bool, rounding: str
) -> None:
    """Two taxes, a discount of the line and one of the invoice: each figure comes back in thirds."""
    company(till, currency=currency, smallest_coin=coin, tax_rounding=rounding, prices_include_tax=included)
    customer, product = till.customer(), till.product((3, 2), (10, 3))
    other = till.product(keeps_stock=False)
    taxes = [tax(till, 14, product, other), tax(till, "5.5", product)]
    sold = till.sell(
        customer,
        line(product, 3, "334.667", discount_percent="7.25"),
        line(other, 1, "77.777"),
        discount_type="percent",
        discount_value="3.3",
    )
    item = rows_of(sold["items"])[0]
    of_line = {row["tax_id"]: amount(row, "amount") for row in rows_of(item["taxes"])}
    assert list(of_line) == taxes
    parts = [give_back(till, sold, 1) for _ in range(3)]
    assert [column(each, "items", "value")[0] for each in parts] == in_parts(item["gross"], 3, places)
    for tax_id in taxes:
        given = [{row["tax_id"]: row["amount"] for row in rows_of(each["taxes"])}[tax_id] for each in parts]
        assert given == in_parts(of_line[tax_id], 3, places)
    last = give_back(till, sold)
    assert column(last, "items", "item_id") == [rows_of(sold["items"])[1]["item_id"]]
    assert added((*parts, last), "returned_amount") == sold["total_after"]
    assert added((*parts, last), "rounding_amount") == sold["rounding_amount"]
    left = standing(till, invoice_id(sold))
    assert {role for role, *_ in left} == {"sales", "sales_discounts", "sales_returns"}
    assert sum(left.values()) == 0


@pytest.mark.parametrize("included", [False, True])
def test_a_full_return_is_the_inverse_of_the_sale(till: Till, included: bool) -> None:
    """Each line of the sale's entries, tax by tax; sales and their discount come back as returns."""
    company(till, smallest_coin="0.25", prices_include_tax=included)
    customer, product = till.customer(), till.product((7, "1.4285"))
    service = till.product(keeps_stock=False)
    tax(till, 14, product)
    tax(till, 10, product)
    sold = till.sell(
        customer,
        line(product, 7, "3.33", discount_amount="1.07"),
        line(service, 1, "9.99", tax_rate=5),
        discount_type="amount",
        discount_value="2.22",
    )
    assert sold["rounding_amount"] != 0
    back = give_back(till, sold)
    assert [back["returned_amount"], back["tax_amount"]] == [sold["total_after"], sold["tax_total"]]
    sale = entry(till, "invoice", "invoices_out", invoice_id(sold))
    expected = turned(sale)
    net = expected.pop(("sales", None, None)) + expected.pop(("sales_discounts", None, None))
    expected["sales_returns", None, None] = net
    assert entry(till, "return", "invoice_returns", number(back["return_id"])) == expected
    assert len([1 for role, *_ in sale if role == "tax_payable"]) == 3
    goods = entry(till, "invoice_cogs", "invoices_out", invoice_id(sold))
    returned = entry(till, "invoice_cogs_reversal", "invoice_returns", number(back["return_id"]))
    assert returned == turned(goods)


def test_one_line_of_the_entry_for_each_tax(till: Till) -> None:
    """Two lines of one tax and one at a rate of its own: the rate as it was sold, not as it is now."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    vat = tax(till, 14, service)
    sold = till.sell(
        customer, line(service, 2, "10.03"), line(service, 1, "7.77"), line(service, 1, 10, tax_rate=14)
    )
    execute(till.connection, "UPDATE taxes SET rate = 20, name = 'غيرها'")
    back = give_back(till, sold, 1, 1, 1)
    fourteen = Decimal("14.0000")
    posted = entry(till, "return", "invoice_returns", number(back["return_id"]))
    assert posted == {
        ("sales_returns", None, None): Decimal("27.80"),
        ("tax_payable", vat, fourteen): Decimal("2.50"),
        ("tax_payable", None, fourteen): Decimal("1.40"),
        ("receivables", None, None): Decimal("-31.70"),
    }
    assert [(row["tax_id"], row["name"], row["rate"]) for row in rows_of(back["taxes"])] == [
        (vat, "ضريبة T1", 14),
        (None, "ضريبة", 14),
    ]


def test_what_was_paid_goes_back_with_its_tax(till: Till) -> None:
    """1000 with 14 % on it, 600 paid: a half back takes the debt and 30 of the money."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(
        customer, line(service, 2, 500, tax_rate=14), status="partial", payments=[money(600, "card")]
    )
    back = give_back(till, sold, 1, refund="original")
    assert [back["returned_amount"], back["refunded_amount"], back["remaining_amount"]] == [570, 30, 0]
    assert [(r["method"], r["amount"]) for r in rows_of(back["refunds"])] == [("card", 30)]


def test_all_that_is_left_after_a_part(till: Till) -> None:
    """``all`` gives back what the first part left, in value, in each tax and in rounding."""
    company(till, smallest_coin="0.05", tax_rounding="line")
    customer, product = till.customer(), till.product((9, 1))
    sold = till.sell(
        customer,
        line(product, 4, "1.11", tax_rate="13.7"),
        line(product, 5, "0.77", tax_rate=5, price_includes_tax=True),
    )
    first = give_back(till, sold, 3, 2)
    rest = give_back(till, sold)
    for name, whole in (
        ("returned_amount", "total_after"),
        ("tax_amount", "tax_total"),
        ("rounding_amount",) * 2,
    ):
        assert added((first, rest), name) == sold[whole]
    assert column(rest, "items", "qty") == [1, 3]


def test_pieces_of_boxes(till: Till) -> None:
    """2 boxes of 12 for 55.55 each with 14 %: 5 pieces back, then the other 19."""
    customer, product = till.customer(), till.product((30, 2))
    Pricing(till).unit(product, "علبة", 12, "55.55")
    sold = till.sell(customer, line(product, 2, tax_rate=14, uom="علبة"))
    item = rows_of(sold["items"])[0]
    assert [item["qty"], item["stock_qty"], sold["total_after"]] == [2, 24, Decimal("126.65")]
    back = give_back(till, sold, 5)
    assert [back["returned_amount"], back["tax_amount"], back["returned_cost"]] == decimals(
        "26.39", "3.24", "10"
    )
    assert column(back, "items", "qty") == [5]
    refused = till.refusal(
        "sp_return_items",
        {"invoice_id": sold["invoice_id"], "items": [{"item_id": item["item_id"], "qty": 20}]},
    )
    assert refused is not None
    assert refused.token == "RETURN_EXCEEDS_SOLD"
    rest = give_back(till, sold)
    assert [rest["returned_amount"], column(rest, "items", "qty")] == [Decimal("100.26"), [19]]
    assert till.rows("SELECT remaining FROM batches") == [(30,)]


def test_a_part_that_is_all_tax(till: Till) -> None:
    """4 pieces for a piastre in all, and a piastre of tax: what rounds to nothing is nothing."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 4, "0.0025", tax_rate=100))
    parts = [give_back(till, sold, 1) for _ in range(4)]
    assert [each["returned_amount"] for each in parts] == decimals("0.01", "0", "0.01", "0")
    assert [each["tax_amount"] for each in parts] == decimals("0", "0.01", "0", "0")
    assert ("tax_payable", None, Decimal("100.0000")) not in standing(till, invoice_id(sold))


def test_rounded_down_to_nothing(till: Till) -> None:
    """0.02 in quarters of a pound is nothing to pay, and nothing comes back for it."""
    company(till, smallest_coin="0.25")
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 2, "0.01"))
    assert [sold["total_after"], sold["rounding_amount"]] == decimals("0", "-0.02")
    parts = [give_back(till, sold, 1) for _ in range(2)]
    assert [each["returned_amount"] for each in parts] == [0, 0]
    assert [each["rounding_amount"] for each in parts] == decimals("-0.01", "-0.01")
    assert ("rounding", None, None) not in standing(till, invoice_id(sold))


def test_a_taxed_exchange(till: Till) -> None:
    """What was paid for the goods with their tax pays new ones with theirs."""
    company(till, smallest_coin="0.25")
    customer, product = till.customer(), till.product((10, 2))
    vat = tax(till, 14, product)
    sold = till.sell(customer, line(product, 2, "33.33"), status="paid")
    assert sold["total_after"] == 76
    answer = give_back(
        till, sold, 1, exchange_items=[line(product, 1, "20.10", discount_percent=10)], refund="cash"
    )
    assert [answer["returned_amount"], answer["tax_amount"]] == decimals("38.01", "4.67")
    new = part(answer, "exchange")
    # 18.09 and 2.53 come to 20.62, which is 20.50 in quarters of a pound
    assert [new["total_after"], new["from_return"], new["remaining_amount"]] == decimals(
        "20.50", "20.50", "0"
    )
    assert [(r["method"], r["amount"]) for r in rows_of(answer["refunds"])] == [
        ("wallet", Decimal("20.50")),
        ("cash", Decimal("17.51")),
    ]
    stored = till.call("sp_get_invoice", number(new["invoice_id"]))
    assert [stored["tax_total"], stored["rounding_amount"]] == decimals("2.53", "-0.12")
    assert entry(till, "invoice", "invoices_out", number(new["invoice_id"])) == {
        ("receivables", None, None): Decimal("20.50"),
        ("sales", None, None): Decimal("-18.09"),
        ("tax_payable", vat, Decimal("14.0000")): Decimal("-2.53"),
        ("rounding", None, None): Decimal("0.12"),
    }


@pytest.mark.parametrize("procedure", ["sp_cancel_invoice", "sp_revert_invoice"])
@pytest.mark.parametrize("after_a_return", [False, True])
def test_cancel_and_revert_leave_nothing(till: Till, procedure: str, after_a_return: bool) -> None:
    company(till, smallest_coin="0.25")
    customer, product = till.customer(), till.product((5, 2))
    tax(till, 14, product)
    sold = till.sell(
        customer,
        line(product, 3, "33.33", discount_percent=10),
        line(product, 1, "7.07", tax_rate=5, price_includes_tax=True),
    )
    if after_a_return:
        give_back(till, sold, 1, 1)
    till.call(procedure, {"invoice_id": sold["invoice_id"]})
    assert standing(till, invoice_id(sold)) == {}
    assert till.rows("SELECT remaining FROM batches") == [(5,)]
    assert (
        till.rows("SELECT SUM(debit), SUM(credit) FROM journal_entry_lines WHERE role = 'tax_payable'")[0][0]
        > 0
    )


def test_revert_gives_back_what_was_paid_with_tax(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 1, 100, tax_rate=14), status="paid")
    answer = till.call("sp_revert_invoice", {"invoice_id": sold["invoice_id"], "refund": "cash"})
    assert [answer["returned_amount"], answer["refunded_amount"]] == [114, 114]
    assert standing(till, invoice_id(sold)) == {}
