"""Amendments of invoices with line discounts, taxes, other units and rounding to the smallest coin."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.pricing.conftest import Pricing
from tests.taxes import added, amount, company, invoice_id, standing, tax
from tests.till import Answer, Till, column, decimals, line, number, rows_of

HEADER = (
    "total_before",
    "discount_amount",
    "total_after",
    "net_total",
    "tax_total",
    "rounding_amount",
    "taxes",
)
PRICE = (
    "product_id",
    "qty",
    "unit",
    "stock_qty",
    "selling_price",
    "list_price",
    "discount_percent",
    "line_discount",
    "total_price",
    "discount_share",
    "price_includes_tax",
    "net",
    "tax_amount",
    "gross",
    "taxes",
)


def amend(till: Till, sale: Answer, lines: Sequence[dict[str, object]], **members: object) -> Answer:
    return till.call("sp_amend_invoice", {"invoice_id": sale["invoice_id"], "items": list(lines), **members})


def kept(sale: Answer, place: int = 0, qty: object = None, **members: object) -> dict[str, object]:
    """A line of the sale that stays, at its quantity unless another is given."""
    item = rows_of(sale["items"])[place]
    return {"item_id": item["item_id"], "qty": item["qty"] if qty is None else qty, **members}


def give_back(till: Till, sale: Answer, place: int, qty: object) -> Answer:
    item = rows_of(sale["items"])[place]["item_id"]
    return till.call(
        "sp_return_items", {"invoice_id": sale["invoice_id"], "items": [{"item_id": item, "qty": qty}]}
    )


def figures(answer: Answer) -> list[object]:
    """What an invoice comes to, and each line that is on it."""
    there = [row for row in rows_of(answer["items"]) if row["qty"]]
    return [[answer[name] for name in HEADER], [[row[name] for name in PRICE] for row in there]]


def same(till: Till, amended: Answer, fresh: Answer) -> None:
    """An invoice without returns is worth what a sale of the same lines is, and stands in the journal so."""
    assert figures(amended) == figures(fresh)
    assert standing(till, invoice_id(amended)) == standing(till, invoice_id(fresh))
    stored, other = (till.call("sp_get_invoice", invoice_id(each)) for each in (amended, fresh))
    assert figures(stored) == figures(other)
    assert stored["profit_amount"] == other["profit_amount"]


@pytest.mark.parametrize("rounding", ["document", "line"])
@pytest.mark.parametrize("included", [False, True])
@pytest.mark.parametrize(("currency", "coin"), [("JPY", 5), ("EGP", "0.25"), ("KWD", "0.005")])
def test_an_amended_invoice_is_worth_what_a_new_one_is(
    till: Till, currency: str, coin: object, included: bool, rounding: str
) -> None:
    """More, less, another price, discount or tax, a new line, one taken off, and all of it undone again."""
    company(till, currency=currency, smallest_coin=coin, tax_rounding=rounding, prices_include_tax=included)
    customer = till.customer()
    goods, other = till.product((90, 2), selling_price="33.333"), till.product((90, 3), selling_price="7.77")
    vat = tax(till, 14, goods, other)
    tax(till, "5.5", goods)
    first = [
        line(goods, 3, discount_percent="12.5"),
        line(other, 5, "9.999", tax_rate="8.25"),
        line(other, 2, discount_amount=3),
    ]
    terms = {"discount_type": "percent", "discount_value": "7.3"}
    sold = till.sell(customer, *first, **terms)
    before = standing(till, invoice_id(sold))

    amended = amend(
        till,
        sold,
        [
            kept(sold, 0, 7),
            kept(sold, 1, 2, selling_price="11.111", discount_percent=20),
            line(goods, 1, "100", tax_rate=0, discount_amount="0"),
        ],
    )
    wanted = [
        line(goods, 7, discount_percent="12.5"),
        line(other, 2, "11.111", tax_rate="8.25", discount_percent=20),
        line(goods, 1, "100", tax_rate=0),
    ]
    same(till, amended, till.sell(customer, *wanted, **terms))

    again = amend(
        till,
        amended,
        [
            kept(amended, 0, tax_rate=10, price_includes_tax=not included),
            kept(amended, 1, discount_percent=0),
        ],
        discount_type="amount",
        discount_value=5,
    )
    wanted = [
        line(goods, 7, discount_percent="12.5", tax_rate=10, price_includes_tax=not included),
        line(other, 2, "11.111", tax_rate="8.25"),
    ]
    same(till, again, till.sell(customer, *wanted, discount_type="amount", discount_value=5))

    back = amend(till, again, first, **terms)
    assert figures(back) == figures(sold)
    assert standing(till, invoice_id(sold)) == before
    assert vat in {tax_id for _, tax_id, _ in before}


def test_what_changed_of_each_tax(till: Till) -> None:
    """10 to 8 of a taxed line, and another line's rate: the document says which tax went and came."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    vat = tax(till, 14, service)
    sold = till.sell(customer, line(service, 10, 10), line(service, 1, 50, tax_rate=5))
    amended = amend(till, sold, [kept(sold, 0, 8), kept(sold, 1, tax_rate=10)])
    assert [amended["value_change"], amended["tax_total"]] == decimals("-20.30", "16.20")
    rows = till.rows("SELECT tax_id, rate, base, amount FROM invoice_amendment_taxes ORDER BY tax_no")
    assert rows == [(vat, 14, -20, Decimal("-2.8")), (None, 10, 50, 5), (None, 5, -50, Decimal("-2.5"))]
    (stored,) = rows_of(till.call("sp_get_invoice", invoice_id(sold))["amendments"])
    assert [stored["tax_change"], stored["rounding_change"]] == decimals("-0.30", "0")


def test_nothing_changes(till: Till) -> None:
    """Members left out, or said as they are: no document."""
    company(till, smallest_coin="0.25")
    customer, product = till.customer(), till.product((50, 2))
    Pricing(till).unit(product, "Box", 12)
    tax(till, 14, product)
    sold = till.sell(
        customer,
        line(product, 2, discount_percent=5, uom="Box"),
        line(product, 1, "3.33", tax_rate=5, discount_amount="0.5"),
    )
    for lines in (
        [kept(sold, 0), kept(sold, 1)],
        [
            kept(sold, 0, uom="BOX", discount_percent=5, price_includes_tax=False),
            kept(sold, 1, tax_rate=5, discount_amount="0.50", uom="قطعة"),
        ],
    ):
        with till.nothing_written():
            assert amend(till, sold, lines)["amendment_id"] is None
        assert figures(amend(till, sold, lines)) == figures(sold)


def test_a_line_keeps_the_taxes_that_it_was_sold_with(till: Till) -> None:
    """The product's tax was raised since: a new line takes today's, the old one stays."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    vat = tax(till, 14, service)
    sold = till.sell(customer, line(service, 1, 100))
    execute(till.connection, "UPDATE taxes SET rate = 15")
    answer = amend(till, sold, [kept(sold, 0, 2), line(service, 1, 100)])
    rates = [
        [(t["tax_id"], t["rate"], t["amount"]) for t in rows_of(row["taxes"])]
        for row in rows_of(answer["items"])
    ]
    assert rates == [[(vat, 14, 28)], [(vat, 15, 15)]]
    assert column(answer, "taxes", "amount") == [28, 15]
    execute(till.connection, "UPDATE taxes SET active = 0")
    answer = amend(till, sold, [kept(sold, 0, 1), line(service, 1, 100)])
    assert [row["tax_amount"] for row in rows_of(answer["items"])][:2] == [14, 0]


def test_a_line_keeps_its_unit(till: Till) -> None:
    """A box was 12 when it was sold and is 10 now: one box less gives 12 pieces back; a new box takes 10."""
    customer, product = till.customer(), till.product((60, 2))
    Pricing(till).unit(product, "علبة", 12, "55.55")
    sold = till.sell(customer, line(product, 2, tax_rate=14, uom="علبة"))
    execute(till.connection, "UPDATE product_units SET factor = 10, selling_price = 50")
    answer = amend(till, sold, [kept(sold, 0, 1), line(product, 1, uom="علبة")])
    items = rows_of(answer["items"])
    assert [(row["qty"], row["stock_qty"], row["selling_price"]) for row in items] == [
        (1, 12, Decimal("55.55")),
        (1, 10, 50),
    ]
    assert till.rows("SELECT remaining FROM batches") == [(38,)]
    execute(till.connection, "DELETE FROM product_units")
    answer = amend(till, sold, [kept(sold, 0, "1.5")])
    assert [answer["total_after"], column(answer, "items", "stock_qty")] == [Decimal("95.00"), [18, 0]]
    refused = till.refusal(
        "sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": [kept(sold, 0, 1, uom="كرتونة")]}
    )
    assert refused is not None
    assert refused.text == "VALIDATION: line 1: product 1 is not sold in the unit كرتونة"
    # in pieces, at the price of one
    answer = amend(till, sold, [kept(sold, 0, 7, uom="قطعة")])
    item = rows_of(answer["items"])[0]
    assert [item["qty"], item["unit"], item["selling_price"], item["total_price"]] == [7, None, 10, 70]
    assert till.rows("SELECT remaining FROM batches") == [(53,)]


def test_a_quantity_that_stock_cannot_hold(till: Till) -> None:
    customer, product = till.customer(), till.product((60, 2))
    Pricing(till).unit(product, "علبة", "12.5")
    sold = till.sell(customer, line(product, 2, uom="علبة"))
    refused = till.refusal(
        "sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": [kept(sold, 0, "1.0001")]}
    )
    assert refused is not None
    assert refused.token == "INVALID_QUANTITY"


def test_what_was_given_away_stays_so(till: Till) -> None:
    """A product that cost nothing then costs something now."""
    customer, product = till.customer(), till.product((9, 1), selling_price=0)
    sold = till.sell(customer, line(product, 2, tax_rate=14))
    execute(till.connection, "UPDATE products SET selling_price = 10")
    answer = amend(till, sold, [kept(sold, 0, 3)])
    assert [answer["total_after"], column(answer, "items", "selling_price")] == [0, [0]]


def test_less_of_a_paid_taxed_invoice(till: Till) -> None:
    """114.00 paid for two; one of them is taken off and 57.00 goes back."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 2, 50, tax_rate=14), status="paid")
    answer = amend(till, sold, [kept(sold, 0, 1)], refund="cash")
    assert [answer["total_after"], answer["refunded_amount"], answer["remaining_amount"]] == [57, 57, 0]


@pytest.mark.parametrize("included", [False, True])
def test_amended_after_a_return(till: Till, included: bool) -> None:
    """3 sold, 1 back, amended to 4 and to 2: what came back keeps its tax, the rest is taxed anew."""
    company(till, smallest_coin="0.25", prices_include_tax=included)
    customer, product = till.customer(), till.product((30, 2))
    vat, other = tax(till, 14, product), tax(till, "5.5", product)
    sold = till.sell(customer, line(product, 3, "33.33", discount_percent=10), line(product, 1, "1.01"))
    back = give_back(till, sold, 0, 1)
    returned = {row["tax_id"]: amount(row, "amount") for row in rows_of(back["taxes"])}
    for qty in (4, 2):
        answer = amend(till, sold, [kept(sold, 0, qty), kept(sold, 1)])
        (item, _) = rows_of(answer["items"])
        # what is kept, as a sale of that alone
        fresh = till.sell(
            customer,
            line(product, 1, amount(item, "total_price") - back_value(back, included)),
            line(product, 1, "1.01"),
            cash_rounding=False,
        )
        for row, new in zip(
            rows_of(item["taxes"]), rows_of(rows_of(fresh["items"])[0]["taxes"]), strict=True
        ):
            assert row["amount"] == returned[row["tax_id"]] + amount(new, "amount")
        assert amount(answer, "total_after") % Decimal("0.25") == 0
    rest = till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    assert added([rest, back], "returned_amount") == answer["total_after"]
    assert added([rest, back], "tax_amount") == answer["tax_total"]
    assert {role for role, *_ in standing(till, invoice_id(sold))} <= {
        "sales",
        "sales_discounts",
        "sales_returns",
    }
    assert vat < other


def back_value(back: Answer, included: bool) -> Decimal:
    """What came back, before taxes that come on top."""
    (item,) = rows_of(back["items"])
    return amount(item, "value" if included else "net")


def test_parts_after_an_amendment(till: Till) -> None:
    """7 sold, 2 back, amended to 5, then 1 and 2: each figure adds up to the last piastre."""
    company(till, smallest_coin="0.05", tax_rounding="line")
    customer, product = till.customer(), till.product((30, 2))
    tax(till, "13.7", product)
    sold = till.sell(
        customer,
        line(product, 7, "3.33", discount_amount="1.01"),
        discount_type="amount",
        discount_value="2.22",
    )
    parts = [give_back(till, sold, 0, 2)]
    amended = amend(till, sold, [kept(sold, 0, 5)])
    parts += [give_back(till, sold, 0, qty) for qty in (1, 2)]
    for name, whole in (
        ("returned_amount", "total_after"),
        ("tax_amount", "tax_total"),
        ("rounding_amount",) * 2,
    ):
        assert added(parts, name) == amended[whole]
    assert {role for role, *_ in standing(till, invoice_id(sold))} <= {
        "sales",
        "sales_discounts",
        "sales_returns",
    }


@pytest.mark.parametrize(
    "members",
    [
        {"discount_percent": 5},
        {"discount_amount": 1},
        {"tax_rate": 5},
        {"tax_rate": 0},
        {"price_includes_tax": True},
        {"uom": "علبة", "qty": 1},
    ],
)
def test_what_came_back_keeps_its_terms(till: Till, members: dict[str, object]) -> None:
    customer, product = till.customer(), till.product((60, 2))
    Pricing(till).unit(product, "علبة", 12, 120)
    tax(till, 14, product)
    sold = till.sell(customer, line(product, 12, 10, discount_percent=10))
    give_back(till, sold, 0, 1)
    refused = till.refusal(
        "sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": [kept(sold, 0) | members]}
    )
    assert refused is not None
    assert refused.text == "VALIDATION: item 1 came back in part and keeps its unit, discount and taxes"


def test_nothing_is_kept(till: Till) -> None:
    """1 of 2 came back and the other never was sold: no piastre of tax or rounding is left over."""
    company(till, smallest_coin="0.25")
    customer, product = till.customer(), till.product((30, 2))
    tax(till, 14, product)
    sold = till.sell(customer, line(product, 2, "10.03"))
    back = give_back(till, sold, 0, 1)
    answer = amend(till, sold, [kept(sold, 0, 1)])
    assert [answer["total_after"], answer["remaining_amount"]] == [back["returned_amount"], 0]
    assert [answer["tax_total"], answer["rounding_amount"]] == [back["tax_amount"], back["rounding_amount"]]


def test_a_piastre_is_kept(till: Till) -> None:
    """What is kept is never worth less than nothing, whatever the rounding of the whole would take off."""
    company(till, smallest_coin=5)
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 1, "12.01"), line(service, 1, "5.50"))
    assert [sold["total_after"], sold["rounding_amount"]] == decimals("20", "2.49")
    give_back(till, sold, 0, 1)
    answer = amend(till, sold, [kept(sold, 0), kept(sold, 1, "0.002")])
    assert [answer["remaining_amount"], answer["rounding_amount"]] == decimals("0", "1.70")
    rest = till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    assert [rest["returned_amount"], rest["rounding_amount"]] == decimals("0", "-0.01")


@pytest.mark.parametrize("procedure", ["sp_cancel_invoice", "sp_revert_invoice"])
def test_nothing_is_left_of_a_closed_invoice(till: Till, procedure: str) -> None:
    company(till, smallest_coin="0.25")
    customer, product = till.customer(), till.product((30, 2))
    tax(till, 14, product)
    sold = till.sell(customer, line(product, 3, "33.33", discount_percent=10))
    give_back(till, sold, 0, 1)
    amend(till, sold, [kept(sold, 0, 5), line(product, 1, "7.77", tax_rate=5)])
    amend(till, sold, [kept(sold, 0, 2)])
    till.call(procedure, {"invoice_id": sold["invoice_id"]})
    assert standing(till, invoice_id(sold)) == {}
    assert till.rows("SELECT remaining FROM batches") == [(30,)]
    assert number(till.rows("SELECT COUNT(*) FROM invoice_amendment_taxes")[0][0]) > 0


def test_a_discount_above_its_line(till: Till) -> None:
    """It counts as the line, and so it stays when there is more of it."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 1, 10, discount_amount=15, tax_rate=14))
    assert sold["total_after"] == 0
    answer = amend(till, sold, [kept(sold, 0, 2)])
    assert [answer["total_after"], column(answer, "items", "line_discount")] == [Decimal("11.40"), [10]]


def test_a_tax_that_stays_as_much(till: Till) -> None:
    """7 with 0.05 of tax, 1 of it back; for 6 it is 0.05 again, and what went back is settled."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 7, "0.05", tax_rate=14))
    back = give_back(till, sold, 0, 1)
    answer = amend(till, sold, [kept(sold, 0, 6)])
    assert [sold["tax_total"], back["tax_amount"], answer["tax_total"]] == decimals("0.05", "0.01", "0.05")
    assert till.rows("SELECT amount, settled FROM invoice_item_taxes") == [(Decimal("0.05"), Decimal("0.01"))]
    parts = [give_back(till, sold, 0, 1) for _ in range(5)]
    assert [each["tax_amount"] for each in parts] == decimals("0.01", "0.01", "0", "0.01", "0.01")


def test_notes_after_a_return(till: Till) -> None:
    """The taxes of what is kept are reckoned of that alone, which here comes to the same."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 3, "0.15", tax_rate=14), line(service, 3, "1.50", tax_rate=14))
    assert column(sold, "items", "tax_amount") == decimals("0.06", "0.63")
    give_back(till, sold, 0, 1)
    answer = amend(till, sold, [kept(sold, 0), kept(sold, 1)], notes="x")
    assert column(answer, "items", "tax_amount") == decimals("0.06", "0.63")
    assert [answer["tax_total"], answer["value_change"]] == decimals("0.69", "0")


def test_taxes_that_move_from_line_to_line_are_an_amendment(till: Till) -> None:
    """Asked for once more as it is, after goods came back: what is kept of the lines is rounded anew."""
    goods = till.product(keeps_stock=False), till.product(keeps_stock=False)
    prices = zip(goods, (3, 2), ("1.31", "1.84"), strict=True)
    sold = till.sell(till.customer(), *(line(*each, tax_rate="7.5") for each in prices))
    first, second = column(sold, "items", "item_id")
    invoice = sold["invoice_id"]
    till.call("sp_return_items", {"invoice_id": invoice, "items": [{"item_id": first, "qty": 1}]})
    assert column(sold, "items", "tax_amount") == decimals("0.29", "0.28")
    request = {"invoice_id": invoice, "items": [{"item_id": first, "qty": 3}, {"item_id": second, "qty": 2}]}
    amended = till.call("sp_amend_invoice", request)
    assert column(amended, "items", "tax_amount") == decimals("0.30", "0.27")
    assert (amended["tax_total"], amended["value_change"]) == (sold["tax_total"], 0)
    assert till.rows("SELECT invoice_id FROM invoice_amendments WHERE id = %s", amended["amendment_id"]) == [
        (invoice,)
    ]
    again = till.call("sp_amend_invoice", request)
    assert (again["amendment_id"], again["items"]) == (None, amended["items"])


def test_a_new_line_is_priced_by_the_customers_list(till: Till) -> None:
    """The list was 80 and is 70 now: a line that stays keeps 80, with its list price; a new one takes 70."""
    service = till.product(keeps_stock=False, selling_price=100)
    prices = [{"product_id": service, "price": 80}]
    price_list = till.call("sp_save_price_list", {"code": "L", "name": "ج", "prices": prices})[
        "price_list_id"
    ]
    sold = till.sell(till.customer(price_list_id=price_list), line(service, 1))
    request = {"price_list_id": price_list, "prices": [{"product_id": service, "price": 70}]}
    till.call("sp_save_price_list", request)
    answer = amend(till, sold, [kept(sold, 0, 2), line(service, 1)])
    prices_of = [(row["selling_price"], row["list_price"]) for row in rows_of(answer["items"])]
    assert prices_of == [(80, 80), (70, 70)]
