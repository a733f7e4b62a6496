"""Taxes of a sale: on top of the price or contained in it, rounded per document or per line; the coin."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest

from tests.pricing.conftest import Pricing
from tests.till import Answer, Till, column, decimals, line, part, rows_of

BOOKED = (
    "SELECT l.role, l.debit - l.credit, l.tax_id, l.tax_rate FROM journal_entries AS e"
    " JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id"
    " WHERE e.reference_type = 'invoices_out' AND e.entry_type = 'invoice' AND e.reference_id = %s"
    " ORDER BY l.line_no"
)


def money_of(answer: Answer, *names: str) -> list[Decimal]:
    return [cast(Decimal, answer[name]) for name in names]


def adds_up(answer: Answer) -> None:
    """Net and taxes are gross for each line and the document, and the lines are the document."""
    for row in [*rows_of(answer["items"])]:
        net, tax, gross, total, share = money_of(
            row, "net", "tax_amount", "gross", "total_price", "discount_share"
        )
        assert net + tax == gross
        assert gross == total - share + (0 if row["price_includes_tax"] else tax)
        assert sum(cast(list[Decimal], column(row, "taxes", "amount"))) == tax
    net, tax, rounding, after = money_of(answer, "net_total", "tax_total", "rounding_amount", "total_after")
    assert net + tax + rounding == after
    before, discount = money_of(answer, "total_before", "discount_amount")
    assert before - discount == after
    for member, total in (
        ("net", net),
        ("tax_amount", tax),
        ("gross", after - rounding),
        ("discount_share", discount),
    ):
        assert sum(cast(list[Decimal], column(answer, "items", member))) == total, member
    assert sum(cast(list[Decimal], column(answer, "taxes", "amount"))) == tax


@pytest.mark.parametrize(("rounding", "tax"), [("document", "16.59"), ("line", "16.60")])
def test_a_tax_is_rounded_per_document_or_per_line(
    till: Till, pricing: Pricing, rounding: str, tax: str
) -> None:
    pricing.company(tax_rounding=rounding)
    vat = pricing.tax(17)
    customer, service = till.customer(), pricing.taxed(till.product(keeps_stock=False), vat)
    answer = till.sell(customer, line(service, 1, "50.40"), line(service, 1, "47.21"), status="paid")
    adds_up(answer)
    assert column(answer, "items", "tax_amount") == (
        decimals("8.57", "8.02") if rounding == "document" else decimals("8.57", "8.03")
    )
    total = Decimal("97.61") + Decimal(tax)
    assert money_of(answer, "net_total", "tax_total", "total_before", "total_after", "paid_amount") == [
        Decimal("97.61"),
        Decimal(tax),
        total,
        total,
        total,
    ]
    assert answer["taxes"] == [
        {
            **{"tax_id": vat, "name": "ضريبة T1", "rate": Decimal(17)},
            **{"base": Decimal("97.61"), "amount": Decimal(tax)},
        }
    ]
    assert till.rows(BOOKED, answer["invoice_id"]) == [
        ("receivables", total, None, None),
        ("sales", Decimal("-97.61"), None, None),
        ("tax_payable", -Decimal(tax), vat, Decimal(17)),
    ]
    assert till.rows("SELECT tax_rounding, tax_total, added_tax FROM invoices_out") == [
        (rounding, Decimal(tax), Decimal(tax))
    ]


def test_two_taxes_contained_in_the_price(till: Till, pricing: Pricing) -> None:
    vat, other = pricing.tax(14), pricing.tax(14)
    customer = till.customer()
    product = pricing.taxed(till.product((1, 20000)), vat, other)
    answer = till.sell(customer, line(product, 1, 24900, price_includes_tax=True))
    adds_up(answer)
    assert money_of(
        answer, "net_total", "tax_total", "total_after", "profit_amount", "total_cogs"
    ) == decimals("19453.12", "5446.88", "24900.00", "-546.88", "20000.00")
    assert column(answer, "taxes", "amount") == decimals("2723.44", "2723.44")
    assert column(answer, "taxes", "base") == decimals("19453.12", "19453.12")
    assert till.rows(BOOKED, answer["invoice_id"]) == [
        ("receivables", Decimal(24900), None, None),
        ("sales", Decimal("-19453.12"), None, None),
        ("tax_payable", Decimal("-2723.44"), vat, Decimal(14)),
        ("tax_payable", Decimal("-2723.44"), other, Decimal(14)),
    ]


def test_the_companys_prices_include_tax_where_a_line_does_not_say(till: Till, pricing: Pricing) -> None:
    pricing.company(prices_include_tax=1)
    customer, service = till.customer(), till.product(keeps_stock=False)
    answer = till.sell(
        customer,
        line(service, 1, 114, tax_rate=14),
        line(service, 1, 100, tax_rate="14", price_includes_tax="no"),
        line(service, 1, 10),
    )
    adds_up(answer)
    assert column(answer, "items", "net") == decimals("100.00", "100.00", "10.00")
    assert column(answer, "items", "gross") == decimals("114.00", "114.00", "10.00")
    assert column(answer, "items", "price_includes_tax") == [True, False, True]
    assert answer["taxes"] == [
        {
            **{"tax_id": None, "name": "ضريبة", "rate": Decimal(14)},
            **{"base": Decimal(200), "amount": Decimal(28)},
        }
    ]


def test_a_rate_of_the_line_goes_before_the_products_taxes(till: Till, pricing: Pricing) -> None:
    vat, old = pricing.tax(14), pricing.tax(5, active=False)
    customer = till.customer()
    product = pricing.taxed(till.product(keeps_stock=False), vat, old)
    answer = till.sell(
        customer,
        line(product, 1, 100),
        line(product, 1, 100, tax_rate=0),
        line(product, 1, 100, tax_rate="7.5"),
        discount_value=10,
    )
    adds_up(answer)
    assert column(answer, "items", "tax_amount") == decimals("12.60", "0.00", "6.75")
    assert column(answer, "taxes", "tax_id") == [vat, None]
    assert till.rows(
        "SELECT tax_no, tax_id, rate, base, amount FROM invoice_item_taxes ORDER BY sale_item_id"
    ) == [
        (1, vat, Decimal(14), Decimal(90), Decimal("12.60")),
        (1, None, Decimal("7.5"), Decimal(90), Decimal("6.75")),
    ]


def test_only_inactive_taxes_are_none(till: Till, pricing: Pricing) -> None:
    product = pricing.taxed(till.product(keeps_stock=False), pricing.tax(14, active=False))
    answer = till.sell(till.customer(), line(product, 1, 100))
    assert money_of(answer, "tax_total", "total_after") == decimals("0.00", "100.00")
    assert answer["taxes"] == []


def test_the_discount_is_taken_off_prices_as_given(till: Till, pricing: Pricing) -> None:
    """Included and added taxes on one invoice: the shares are of what stands on the lines."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    lines = [line(service, 1, 100, tax_rate=14, price_includes_tax=n == 1) for n in range(3)]
    answer = till.sell(customer, *lines, discount_type="amount", discount_value=10)
    adds_up(answer)
    assert column(answer, "items", "discount_share") == decimals("3.33", "3.34", "3.33")
    assert answer["total_before"] == Decimal("300.00") + Decimal("27.07")


def test_all_of_it_off_is_exactly_nothing(till: Till, pricing: Pricing) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    answer = till.sell(
        customer,
        line(service, 3, "33.33", tax_rate=14),
        line(service, 1, "0.01", tax_rate=7),
        discount_value=100,
    )
    adds_up(answer)
    assert money_of(answer, "net_total", "tax_total", "total_after", "remaining_amount") == decimals(
        *["0.00"] * 4
    )
    answer = till.sell(customer, line(service, 3, "33.33", tax_rate=14, discount_percent=100))
    adds_up(answer)
    assert money_of(answer, "total_before", "total_after", "tax_total") == decimals("0.00", "0.00", "0.00")


def test_the_work_of_a_fitter(till: Till) -> None:
    """4.6 hours at five rates: 4,600 and 19 % of it."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    answer = till.sell(
        customer, *[line(service, "4.6", price, tax_rate=19) for price in (84, 54, 288, 144, 430)]
    )
    adds_up(answer)
    assert money_of(answer, "net_total", "tax_total", "total_after") == decimals(
        "4600.00", "874.00", "5474.00"
    )


def test_cheap_pieces_at_prices_with_three_decimals(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    prices = ("0.333", "0.333", "1.333", "0.267", "0.05")
    answer = till.sell(customer, *[line(service, 25, price) for price in prices])
    assert answer["total_after"] == Decimal("57.92")


def test_pennies_whose_taxes_round_to_more_than_themselves(till: Till, pricing: Pricing) -> None:
    pricing.company(prices_include_tax=1)
    service = pricing.taxed(till.product(keeps_stock=False), pricing.tax(14), pricing.tax(14))
    answer = till.sell(till.customer(), *[line(service, 1, "0.01")] * 40)
    adds_up(answer)
    assert column(answer, "taxes", "amount") == decimals("0.04", "0.04")
    assert answer["total_after"] == Decimal("0.40")


@pytest.mark.parametrize(
    ("coin", "price", "total", "rounding"),
    [
        ("0.05", "10.02", "10.00", "-0.02"),
        ("0.05", "10.03", "10.05", "0.02"),
        ("0.25", "10.37", "10.25", "-0.12"),
        ("0.25", "10.375", "10.50", "0.12"),
        ("1", "10.50", "11.00", "0.50"),
        ("0.25", "0.12", "0.00", "-0.12"),
        ("0.25", "10.25", "10.25", "0.00"),
    ],
)
def test_the_smallest_coin(
    till: Till, pricing: Pricing, coin: str, price: str, total: str, rounding: str
) -> None:
    pricing.company(smallest_coin=coin)
    customer, service = till.customer(), till.product(keeps_stock=False)
    answer = till.sell(customer, line(service, 1, price), status="paid")
    adds_up(answer)
    assert money_of(answer, "total_after", "rounding_amount", "paid_amount") == decimals(
        total, rounding, total
    )
    net = Decimal(total) - Decimal(rounding)
    assert money_of(answer, "net_total", "profit_amount") == [net, net]
    booked = [
        ("receivables", Decimal(total), None, None),
        ("sales", -net, None, None),
        ("rounding", -Decimal(rounding), None, None),
    ]
    assert till.rows(BOOKED, answer["invoice_id"]) == [row for row in booked if row[1] != 0]
    exact = till.sell(customer, line(service, 1, price), cash_rounding=False)
    assert money_of(exact, "rounding_amount", "total_after") == [Decimal(0), net]


def test_the_coin_is_of_what_is_paid_after_taxes_and_discount(till: Till, pricing: Pricing) -> None:
    pricing.company(smallest_coin="0.25")
    customer, service = till.customer(), till.product(keeps_stock=False)
    answer = till.sell(
        customer,
        line(service, 3, "9.99", tax_rate=14),
        discount_value=5,
        status="paid",
        payments=[{"amount": 50}],
        overpayment="change",
    )
    adds_up(answer)
    # 29.97 less 1.50, 14 % of 28.47 is 3.99: 32.46
    assert money_of(answer, "total_after", "rounding_amount", "change_due") == decimals(
        "32.50", "0.04", "17.50"
    )


def test_what_was_sold_reads_as_it_was_answered(till: Till, pricing: Pricing) -> None:
    pricing.company(smallest_coin="0.25")
    vat, table = pricing.tax(14), pricing.tax(5)
    product = pricing.unit(pricing.taxed(till.product((100, 3)), vat, table), "كرتونة", 12, "110.5")
    sold = till.sell(
        till.customer(),
        line(product, "1.5", uom="كرتونة", discount_percent="12.5", row_id="r"),
        line(product, 7, "9.99", price_includes_tax=1, discount_amount="0.5"),
        line(product, 1, 3, tax_rate=10),
        discount_value="2.5",
    )
    adds_up(sold)
    got = till.call("sp_get_invoice", cast(int, sold["invoice_id"]))
    for name in (
        "net_total",
        "tax_total",
        "rounding_amount",
        "taxes",
        "total_before",
        "total_after",
        "profit_amount",
    ):
        assert got[name] == sold[name], name
    for one, other in zip(rows_of(sold["items"]), rows_of(got["items"]), strict=True):
        del other["allocations"], one["allocations"]
        assert {name: other[name] for name in one} == one
    payable = [
        row
        for entry in rows_of(got["journal"])
        for row in rows_of(entry["lines"])
        if row["tax_rate"] is not None
    ]
    assert [(row["tax_id"], row["tax_rate"], row["credit"]) for row in payable] == [
        (row["tax_id"], row["rate"], row["amount"]) for row in rows_of(sold["taxes"])
    ]
    assert got["tax_rounding"] == "document"
    assert got["smallest_coin"] == Decimal("0.25")


def test_the_stored_answer_is_given_again(till: Till, pricing: Pricing) -> None:
    vat = pricing.tax(14)
    product = pricing.taxed(till.product(keeps_stock=False), vat)
    request = {"customer_id": till.customer(), "items": [line(product, 3, "33.33")], "request_id": "once"}
    first = till.text("sp_save_invoice", request)
    pricing.company(tax_rounding="line", prices_include_tax=1)
    assert till.text("sp_save_invoice", request) == first


def test_customer_statement_and_balance_are_with_taxes(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    answer = till.sell(customer, line(service, 1, 1000, tax_rate=14))
    assert part(answer, "customer")["balance_after"] == Decimal(1140)
