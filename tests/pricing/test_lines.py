"""A line's own discount, unit and list price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.pricing.conftest import Pricing
from tests.pricing.test_taxes import adds_up, money_of
from tests.till import Till, column, decimals, line, rows_of

STORED = (
    "SELECT quantity, selling_price, unit, unit_factor, unit_qty, unit_price"
    " FROM invoice_out_items ORDER BY id"
)


@pytest.mark.parametrize(
    ("qty", "price", "discount", "total", "off"),
    [
        (10, "82.50", {"discount_percent": 15}, "701.25", "123.75"),
        (1, 250, {"discount_percent": "16.83"}, "207.92", "42.08"),
        (1, "0.01", {"discount_percent": 100}, "0.00", "0.01"),
        (3, "33.33", {"discount_percent": "33.3333"}, "66.66", "33.33"),
        (1, 100, {"discount_amount": 30}, "70.00", "30.00"),
        (1, 100, {"discount_amount": "100.01"}, "0.00", "100.00"),
        (1, 100, {"discount_percent": 0, "discount_amount": ""}, "100.00", "0.00"),
        (1, 100, {"discount_percent": None, "discount_amount": "0.5"}, "99.50", "0.50"),
    ],
)
def test_a_discount_of_the_line(
    till: Till, qty: int, price: object, discount: dict[str, object], total: str, off: str
) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    answer = till.sell(customer, line(service, qty, price, **discount))
    adds_up(answer)
    (row,) = rows_of(answer["items"])
    assert money_of(row, "total_price", "line_discount") == decimals(total, off)
    assert answer["total_before"] == Decimal(total)
    assert row["discount_percent"] == (
        Decimal(str(discount["discount_percent"])) if discount.get("discount_percent") else None
    )


@pytest.mark.parametrize(
    ("member", "value", "text"),
    [
        ("discount_percent", 101, "50115 INVALID_DISCOUNT: items[2].discount_percent is not a discount: 101"),
        (
            "discount_percent",
            "1.00005",
            "50115 INVALID_DISCOUNT: items[2].discount_percent is not a discount: 1.00005",
        ),
        ("discount_amount", -1, "50115 INVALID_DISCOUNT: items[2].discount_amount is not a discount: -1"),
        ("discount_amount", "x", "50115 INVALID_DISCOUNT: items[2].discount_amount is not a discount: x"),
        (
            "discount_amount",
            "1.005",
            "50114 AMOUNT_PRECISION: items[2].discount_amount must be below 10^12 with at most 2 decimals:"
            " 1.0050",
        ),
        (
            "discount_amount",
            "1.00005",
            "50114 AMOUNT_PRECISION: items[2].discount_amount must be below 10^12 with at most 4 decimals:"
            " 1.00005",
        ),
        ("tax_rate", "100.5", "50101 VALIDATION: items[2].tax_rate is not valid: 100.5"),
        ("tax_rate", "14%", "50101 VALIDATION: items[2].tax_rate is not valid: 14%"),
        ("price_includes_tax", "maybe", "50101 VALIDATION: items[2].price_includes_tax is not valid: maybe"),
        ("uom", "دستة", "50101 VALIDATION: line 2: product {product} is not sold in the unit دستة"),
        ("unit", [1], "50101 VALIDATION: items[2].unit is not valid: [1]"),
    ],
)
def test_what_a_line_cannot_say(till: Till, member: str, value: object, text: str) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    refused = till.refusal(
        "sp_save_invoice",
        {"customer_id": customer, "items": [line(service), line(service, **{member: value})]},
    )
    assert refused is not None
    assert f"{refused.errno} {refused.text}" == text.format(product=service)


def test_both_discounts_are_one_too_many(till: Till) -> None:
    items = [line(till.product(keeps_stock=False), discount_percent=10, discount_amount=5)]
    refused = till.refusal("sp_save_invoice", {"customer_id": till.customer(), "items": items})
    assert refused is not None
    assert refused.text == (
        "INVALID_DISCOUNT: line 1 has a discount of 10.0000 percent and one of 5.0000, give one of them"
    )


def test_a_unit_of_the_product(till: Till, pricing: Pricing) -> None:
    """Boxes of 12: one with a price of its own, one without; goods leave stock in pieces."""
    customer = till.customer()
    product = till.product((100, "7.5"), selling_price="10", retail_price="12")
    pricing.unit(product, "كرتونة", 12, "110")
    pricing.unit(product, "لفة", "2.5")
    answer = till.sell(
        customer,
        line(product, 2, uom="كرتونة"),
        line(product, 2, uom="كرتونة", price_type="retail"),
        line(product, 3, unit="لفة"),
        line(product, 1, "105.5", uom="كرتونة"),
        line(product, 4, uom="قطعة"),
    )
    assert column(answer, "items", "qty") == decimals("2", "2", "3", "1", "4")
    assert column(answer, "items", "unit") == ["كرتونة", "كرتونة", "لفة", "كرتونة", None]
    assert column(answer, "items", "stock_qty") == decimals("24", "24", "7.5", "12", "4")
    assert column(answer, "items", "selling_price") == decimals("110", "144", "25", "105.5", "10")
    assert column(answer, "items", "list_price") == decimals("110", "144", "25", "110", "10")
    assert column(answer, "items", "price_list_rate") == column(answer, "items", "list_price")
    assert column(answer, "items", "total_price") == decimals("220.00", "288.00", "75.00", "105.50", "40.00")
    assert answer["total_cogs"] == Decimal("536.25")
    assert till.rows(f"{STORED} LIMIT 4, 1") == [(Decimal(4), Decimal(10), None, None, None, None)]
    assert till.rows(f"{STORED} LIMIT 1") == [
        (Decimal(24), Decimal("9.166667"), "كرتونة", Decimal(12), Decimal(2), Decimal(110))
    ]
    assert till.rows("SELECT SUM(remaining) FROM batches") == [(Decimal("28.5"),)]


def test_a_unit_of_which_stock_has_no_such_quantity(till: Till, pricing: Pricing) -> None:
    product = pricing.unit(till.product((100, 1)), "سلك", "0.0333")
    refused = till.refusal(
        "sp_save_invoice", {"customer_id": till.customer(), "items": [line(product, "0.05", uom="سلك")]}
    )
    assert refused is not None
    assert refused.text == (
        "INVALID_QUANTITY: line 1: 0.0500 units of 0.033300 each come to 10^12 or to more than 4 decimals"
        " in stock"
    )


def test_the_price_by_the_list_stands_beside_the_price_sold(till: Till) -> None:
    customer, product = (
        till.customer(),
        till.product(keeps_stock=False, selling_price="12.5", retail_price="15"),
    )
    answer = till.sell(
        customer,
        line(product, 1, 9, price_list_rate=1),
        line(product, 1, price_type="retail"),
        line(product, 1, 0),
    )
    assert column(answer, "items", "list_price") == decimals("12.5", "15", "12.5")
    assert column(answer, "items", "selling_price") == decimals("9", "15", "12.5")


def test_an_exchange_prices_its_lines_as_a_sale(till: Till, pricing: Pricing) -> None:
    pricing.company(smallest_coin="0.25")
    customer = till.customer()
    product = pricing.taxed(till.product((10, 5)), pricing.tax(14))
    sold = till.sell(customer, line(product, 1, 0, tax_rate=0), status="paid")
    answer = till.call(
        "sp_return_items",
        {
            **{"invoice_id": sold["invoice_id"], "all": True},
            "exchange_items": [line(product, 1, "20.1", discount_percent=10)],
        },
    )
    exchange = answer["exchange"]
    assert isinstance(exchange, dict)
    # 18.09 and 2.53
    assert money_of(exchange, "net_total", "tax_total", "rounding_amount", "total_after") == decimals(
        "18.09", "2.53", "-0.12", "20.50"
    )
