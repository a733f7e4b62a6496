"""Invoices in another currency: what they say in it, what they are worth, what is not sold so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.deploy import error_catalogue
from pyclient.deploy.session import execute
from tests.invoice_currencies.conftest import Abroad
from tests.till import column, line, money, number, part, rows_of


def test_it_is_a_hundred_dollars_and_the_books_say_5000(abroad: Abroad) -> None:
    sold = abroad.sell(line(abroad.service, 2, 50), exchange_rate=50)
    said = part(sold, "in_currency")
    assert (said["currency"], said["exchange_rate"], said["total_after"], said["remaining_amount"]) == (
        *("USD", 50, 100, 100),
    )
    assert (sold["total_after"], sold["remaining_amount"], sold["rounding_amount"]) == (5000, 5000, 0)
    assert abroad.balance() == 5000
    assert abroad.lines("invoices_out", sold["invoice_id"]) == {"receivables": 5000, "sales": -5000}
    assert part(abroad.read(number(sold["invoice_id"])), "in_currency") == said
    (row,) = abroad.till.rows("SELECT description FROM customer_transactions")
    assert row[0].endswith(" (100.00 USD)")


def test_the_rate_is_that_of_the_day_where_none_is_given(abroad: Abroad) -> None:
    sold = abroad.sell(line(abroad.service, 1, 100))
    assert (part(sold, "in_currency")["exchange_rate"], sold["total_after"]) == (55, 5500)
    assert "in_currency" not in abroad.sell(line(abroad.service), currency="EGP", exchange_rate=1)
    refused = abroad.till.refusal(
        "sp_save_invoice", abroad.request(line(abroad.service), currency="EGP", exchange_rate=2)
    )
    assert refused is not None
    assert refused.token == "INVALID_RATE"
    for currency, token in (("CHF", "UNKNOWN_RATE"), ("XXX", "UNKNOWN_CURRENCY")):
        refused = abroad.till.refusal(
            "sp_save_invoice", abroad.request(line(abroad.service), currency=currency)
        )
        assert refused is not None
        assert refused.token == token


def test_a_price_that_is_not_given_is_the_list_price_at_the_rate(abroad: Abroad) -> None:
    sold = abroad.sell(line(abroad.service, 3), exchange_rate="48.37")
    (item,) = rows_of(part(sold, "in_currency")["items"])
    assert item["price"] == Decimal("8.683068")
    assert (item["total_price"], sold["total_after"]) == (Decimal("26.05"), Decimal("1260.04"))
    assert column(sold, "items", "selling_price") == [420]
    assert sold["rounding_amount"] == Decimal("0.04")


def test_what_the_lines_come_to_more_or_less_is_the_rounding(abroad: Abroad) -> None:
    """Discounts and taxes in both currencies, goods at their cost; the total is 1,234.56 x 47.123457."""
    goods = abroad.till.product((100, 30), selling_price=900)
    sold = abroad.sell(
        line(goods, 7, "33.333333", tax_rate=14, discount_amount="1.11"),
        line(abroad.service, 3, "11.17", tax_rate=5, price_includes_tax=True, discount_percent="3.5"),
        line(goods, "0.5", "0.07"),
        exchange_rate="47.123457",
        discount_type="amount",
        discount_value="10.05",
    )
    said = part(sold, "in_currency")
    total = said["total_after"]
    assert isinstance(total, Decimal)
    assert sold["total_after"] == round(total * Decimal("47.123457"), 2)
    assert sold["rounding_amount"] != 0
    items = rows_of(said["items"])
    assert sum(Decimal(str(item["gross"])) for item in items) == total
    assert (
        sum(Decimal(str(item["discount_share"])) for item in items)
        == Decimal("10.05")
        == said["discount_amount"]
    )
    assert sum(Decimal(str(item["tax_amount"])) for item in items) == said["tax_total"]
    assert (sold["total_cogs"], said["discount_value"]) == (225, Decimal("10.05"))
    found = abroad.lines("invoices_out", sold["invoice_id"])
    assert found["receivables"] == sold["total_after"]
    assert found["rounding"] == -Decimal(str(sold["rounding_amount"]))


def test_money_at_the_sale_is_at_the_invoices_rate(abroad: Abroad) -> None:
    sold = abroad.sell(
        line(abroad.service, 1, 100),
        exchange_rate="0.333333",
        status="paid",
        payments=[money("33.33"), money("33.33", "card"), money("33.34")],
    )
    assert column(sold, "payments", "amount") == [Decimal("11.11")] * 3
    assert (sold["total_after"], sold["payment_status"]) == (Decimal("33.33"), "paid")
    said = part(sold, "in_currency")
    assert (said["remaining_amount"], column(said, "settlements", "amount")) == (
        0,
        [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")],
    )
    abroad.till.deposit(abroad.customer, 300)
    sold = abroad.sell(
        line(abroad.service, 1, 10), exchange_rate=50, status="partial", payments=[money(6, "wallet")]
    )
    assert (sold["paid_amount"], sold["remaining_amount"], abroad.balance()) == (300, 200, 200)
    refused = abroad.till.refusal(
        "sp_save_invoice",
        abroad.request(
            line(abroad.service, 1, 10), exchange_rate=50, status="partial", payments=[money(1, "wallet")]
        ),
    )
    assert refused is not None
    assert refused.token == "WALLET_INSUFFICIENT"
    whole = abroad.sell(line(abroad.service, 1, 10), exchange_rate=50, status="paid")
    assert (
        column(whole, "payments", "amount"),
        column(part(whole, "in_currency"), "settlements", "amount"),
    ) == ([500], [10])


@pytest.mark.parametrize(
    ("currency", "amount", "worth"),
    [("JPY", "1234", "411.33"), ("KWD", "1.234", "198.06"), ("CLF", "0.0123", "25.83")],
)
def test_currencies_of_other_decimals(abroad: Abroad, currency: str, amount: str, worth: str) -> None:
    sold = abroad.sell(line(abroad.service, 1, amount), currency=currency)
    assert sold["total_after"] == Decimal(worth)
    assert f'"total_after":{amount},' in abroad.till.text("sp_get_invoice", number(sold["invoice_id"]))


def test_nothing_and_nearly_nothing(abroad: Abroad) -> None:
    free = abroad.sell(line(abroad.service, 1, 100, discount_percent=100), exchange_rate=50)
    assert (free["total_after"], free["payment_status"]) == (0, "paid")
    refused = abroad.till.refusal(
        "sp_save_invoice", abroad.request(line(abroad.service, 1, "0.01"), exchange_rate="0.1")
    )
    assert refused is not None
    assert refused.token == "VALIDATION"
    # a price that is nothing in pounds is not the product's
    sold = abroad.sell(line(abroad.service, 100000, "0.01"), exchange_rate="0.0000500000")
    assert (sold["total_after"], column(sold, "items", "total_price")) == (Decimal("0.05"), [Decimal("0.10")])


def test_lines_that_are_each_worth_nothing_are_worth_their_sum(abroad: Abroad) -> None:
    """The lines are 0 in the company's currency, and all that the invoice is worth is its rounding."""
    sold = abroad.sell(*[line(abroad.service, 1, "0.01")] * 10, exchange_rate="0.3")
    assert column(sold, "items", "total_price") == [0] * 10
    assert (sold["total_after"], sold["rounding_amount"]) == (Decimal("0.03"), Decimal("0.03"))
    invoice = number(sold["invoice_id"])
    assert abroad.open(invoice) == (Decimal("0.10"), Decimal("0.03"))
    assert abroad.lines("invoices_out", invoice) == {
        "receivables": Decimal("0.03"),
        "rounding": Decimal("-0.03"),
    }
    abroad.pay(invoice, "0.10", base_amount="0.03")
    assert abroad.open(invoice) == (0, 0)


def test_a_quote_says_what_the_sale_will(abroad: Abroad) -> None:
    request = abroad.request(
        line(abroad.service, 3, "7.77", tax_rate=14),
        exchange_rate="47.1",
        status="partial",
        payments=[money("5.55")],
    )
    quoted = abroad.till.call("sp_quote_invoice", request)
    assert quoted["problems"] == []
    sold = abroad.till.call("sp_save_invoice", request)
    for name in ("total_after", "tax_total", "rounding_amount", "paid_amount", "remaining_amount"):
        assert quoted[name] == sold[name]
    mine, theirs = part(quoted, "in_currency"), part(sold, "in_currency")
    for name in ("total_before", "tax_total", "total_after", "remaining_amount", "exchange_rate"):
        assert mine[name] == theirs[name]
    assert column(mine, "items", "gross") == column(theirs, "items", "gross")
    draft = abroad.till.call("sp_save_draft", {**request, "name": "x"})
    sold = abroad.till.call("sp_save_invoice", {**request, "draft_id": draft["draft_id"]})
    assert "in_currency" in sold


@pytest.mark.parametrize(
    ("members", "tokens"),
    [
        ({"currency": "CHF"}, ["UNKNOWN_RATE"]),
        ({"exchange_rate": "x"}, ["INVALID_RATE"]),
        ({"coupon_code": "EID"}, ["OTHER_CURRENCY"]),
        ({"overpayment": "wallet"}, ["OTHER_CURRENCY"]),
        ({"items": [{"product_id": 9999, "qty": 1}]}, ["UNKNOWN_PRODUCT"]),
        ({"items": []}, ["NO_ITEMS"]),
        ({"discount_type": "amount", "discount_value": "0.001"}, ["AMOUNT_PRECISION"]),
        ({"status": "partial", "payments": [{"amount": "0.001"}]}, ["AMOUNT_PRECISION"]),
    ],
)
def test_what_a_quote_finds_is_what_a_sale_refuses(
    abroad: Abroad, members: dict[str, object], tokens: list[str]
) -> None:
    request = {**abroad.request(line(abroad.service, 1, 5)), **members}
    assert column(abroad.till.call("sp_quote_invoice", request), "problems", "token") == tokens
    refused = abroad.till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.token in tokens


def test_a_rate_needs_its_currency(abroad: Abroad) -> None:
    """Else what somebody sold in dollars would be sold in pounds."""
    request = {"customer_id": abroad.customer, "items": [line(abroad.service, 1, 100)], "exchange_rate": 50}
    assert column(abroad.till.call("sp_quote_invoice", request), "problems", "token") == ["INVALID_RATE"]
    refused = abroad.till.refusal("sp_save_invoice", request)
    assert refused is not None
    assert refused.token == "INVALID_RATE"


def test_offers_do_not_apply_and_nothing_is_rounded_to_the_coin(abroad: Abroad) -> None:
    till = abroad.till
    execute(till.connection, "UPDATE companies SET smallest_coin = 0.25")
    till.call(
        "sp_save_offer",
        {"code": "TEN", "name": "عرض", "product_id": abroad.service, "gives": "percent", "value": 10},
    )
    assert column(till.sell(abroad.customer, line(abroad.service)), "items", "line_discount") == [42]
    sold = abroad.sell(line(abroad.service, 1, "1.13"), exchange_rate="47.11")
    assert (sold["offers"], sold["total_after"]) == ([], Decimal("53.23"))


def test_what_is_only_in_the_companys_currency(abroad: Abroad) -> None:
    till = abroad.till
    invoice = abroad.invoice()
    goods = [line(abroad.service, 1, 5)]
    order = till.call("sp_save_order", {"customer_id": abroad.customer, "items": goods})
    other = number(till.sell(abroad.customer, *goods)["invoice_id"])
    in_dollars = {"customer_id": abroad.customer, "items": goods, "currency": "USD"}
    listed = [{"invoice_id": other}, {"invoice_id": invoice}]
    requests: list[tuple[str, str, dict[str, object]]] = [
        ("OTHER_CURRENCY", "sp_save_order", in_dollars),
        ("OTHER_CURRENCY", "sp_complete_order", {"order_id": order["order_id"], "currency": "USD"}),
        ("OTHER_CURRENCY", "sp_pos_sale", in_dollars),
        (
            "OTHER_CURRENCY.exchange",
            "sp_return_items",
            {"invoice_id": other, "all": True, "exchange_items": goods, "currency": "USD"},
        ),
        ("OTHER_CURRENCY.amendment", "sp_amend_invoice", {"invoice_id": invoice, "items": goods}),
        (
            "OTHER_CURRENCY.amending",
            "sp_amend_invoice",
            {"invoice_id": other, "items": goods, "currency": "USD"},
        ),
        ("OTHER_CURRENCY.list", "sp_add_payment", {"invoices": listed, "amount": 10}),
        (
            "OTHER_CURRENCY.promise",
            "sp_add_payment",
            {"invoice_id": invoice, "amount": 10, "status": "pending"},
        ),
        (
            "OTHER_CURRENCY.overpayment",
            "sp_add_payment",
            {"invoice_id": invoice, "amount": 10, "overpayment": "wallet"},
        ),
    ]
    for sentence, procedure, request in requests:
        refused = till.refusal(procedure, request)
        said = error_catalogue.match(refused.text) if refused else None
        assert said is not None, procedure
        assert said.sentence.key == sentence, refused
        assert set(said.values) <= {"invoice_id", "currency"}  # no English word for the Arabic sentence


@pytest.mark.parametrize(("rate", "sentence"), [(2, "INVALID_RATE.base"), ("x", "INVALID_RATE")])
def test_a_rate_of_what_is_only_in_the_companys_currency(abroad: Abroad, rate: object, sentence: str) -> None:
    """A rate that was passed over would sell in pounds what was meant in another currency."""
    till = abroad.till
    goods = [line(abroad.service, 1, 5)]
    order = till.call("sp_save_order", {"customer_id": abroad.customer, "items": goods, "exchange_rate": 1})
    sold = number(till.sell(abroad.customer, *goods)["invoice_id"])
    for procedure, request in (
        ("sp_save_order", {"customer_id": abroad.customer, "items": goods}),
        ("sp_complete_order", {"order_id": order["order_id"]}),
        ("sp_return_items", {"invoice_id": sold, "all": True, "exchange_items": goods}),
        ("sp_amend_invoice", {"invoice_id": sold, "items": goods}),
    ):
        refused = till.refusal(procedure, {**request, "exchange_rate": rate})
        said = error_catalogue.match(refused.text) if refused else None
        assert said is not None, procedure
        assert said.sentence.key == sentence, procedure
