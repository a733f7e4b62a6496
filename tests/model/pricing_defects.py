"""Planted defects of pricing, and their witnesses: see tests/model/planted_defects.py.

The witnesses know the amounts that must come out, and call past the book.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import mysql.connector

from pyclient.deploy.session import execute, fetch
from pyclient.wire import JsonValue
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError
from tests.shop import call

Answer = dict[str, JsonValue]


def ask(counter: Counter, procedure: str, *items: Mapping[str, object], **members: object) -> Answer:
    """A call about lines of the counter's product; one that is refused is not as expected either."""
    counter.till.compares_state = False
    rows = [{"product_id": counter.product, "qty": 1, **item} for item in items]
    request = {"created_by": counter.till.user_id, "customer_id": counter.customer, "items": rows, **members}
    try:
        return call(counter.shop.connect(), procedure, request)
    except mysql.connector.Error as error:
        raise MismatchError(f"{procedure} is refused: {error.msg}") from error


def sold(counter: Counter, *items: Mapping[str, object], **members: object) -> Answer:
    return ask(counter, "sp_save_invoice", *items, **members)


def expect(answer: Answer, **amounts: str) -> None:
    for name, amount in amounts.items():
        if str(answer[name]) != amount:
            raise MismatchError(f"{name} is {answer[name]}, expected {amount}")


def column(answer: Answer, rows: str, name: str) -> list[str]:
    found = answer[rows]
    assert isinstance(found, list)
    return [str(row[name]) for row in found if isinstance(row, dict)]


def same(expected: object, found: object) -> None:
    if expected != found:
        raise MismatchError(f"{found}, expected {expected}")


def stocked(counter: Counter) -> None:
    counter.receive("60", "2")


def set_company(counter: Counter, assignment: str) -> None:
    company = counter.till.book.companies[0].id
    execute(counter.shop.connect(), f"UPDATE companies SET {assignment} WHERE id = {company}")


def taxed_twice(counter: Counter) -> None:
    """The product gets two taxes of one rate."""
    connection, company = counter.shop.connect(), counter.till.book.companies[0].id
    for code in ("A", "B"):
        execute(
            connection,
            f"INSERT INTO taxes (company_id, code, name, rate) VALUES ({company}, '{code}', '{code}', 14)",
        )
        execute(
            connection,
            f"INSERT INTO product_taxes SELECT {counter.product}, MAX(id) FROM taxes WHERE code = '{code}'",
        )


# -- witnesses


def a_tax_is_rounded_once(counter: Counter) -> None:
    stocked(counter)
    lines = [{"selling_price": price, "tax_rate": 17} for price in ("50.40", "47.21")]
    expect(sold(counter, *lines), tax_total="16.59", total_after="114.20")
    set_company(counter, "tax_rounding = 'line'")
    expect(sold(counter, *lines), tax_total="16.60")


def two_taxes_in_the_price(counter: Counter) -> None:
    stocked(counter)
    taxed_twice(counter)
    answer = sold(counter, {"selling_price": 24900, "price_includes_tax": True})
    expect(answer, net_total="19453.12", total_after="24900.00")
    same(["2723.44", "2723.44"], column(answer, "taxes", "amount"))
    booked = fetch(
        counter.shop.connect(),
        "SELECT l.credit FROM journal_entries AS e JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id"
        " WHERE e.reference_type = 'invoices_out' AND e.reference_id = %s AND l.role = 'tax_payable'",
        (answer["invoice_id"],),
    )
    same([(Decimal("2723.4400"),)] * 2, booked)


def a_product_brings_its_taxes(counter: Counter) -> None:
    stocked(counter)
    taxed_twice(counter)
    expect(sold(counter, {"selling_price": 100}), tax_total="28.00", total_after="128.00")


def half_of_a_rounded_line(counter: Counter) -> None:
    stocked(counter)
    expect(sold(counter, {"qty": 25, "selling_price": "0.333", "discount_percent": 50}), total_after="4.16")


def taxes_are_of_what_is_left(counter: Counter) -> None:
    stocked(counter)
    answer = sold(
        counter, *[{"selling_price": 100, "tax_rate": 14}] * 3, discount_type="amount", discount_value=10
    )
    expect(answer, tax_total="40.60", total_after="330.60")


def to_the_nearest_coin(counter: Counter) -> None:
    stocked(counter)
    set_company(counter, "smallest_coin = 0.25")
    expect(
        sold(counter, {"selling_price": "10.30", "tax_rate": 14}), rounding_amount="0.01", total_after="11.75"
    )
    expect(sold(counter, {"selling_price": "10.37"}), rounding_amount="-0.12", total_after="10.25")


def two_dozens(counter: Counter) -> None:
    stocked(counter)
    execute(
        counter.shop.connect(),
        f"INSERT INTO product_units VALUES ({counter.product}, 'dozen', 12, NULL, NULL)",
    )
    answer = sold(counter, {"qty": 2, "uom": "dozen"})
    expect(answer, total_after="2400.00", total_cogs="48.00")
    left = fetch(
        counter.shop.connect(), f"SELECT SUM(remaining) FROM batches WHERE product_id = {counter.product}"
    )
    same([(Decimal("36.0000"),)], left)


def a_quote_takes_what_the_sale_takes(counter: Counter) -> None:
    counter.receive("3", "3.333333")
    counter.receive("3", "5")
    lines: list[Mapping[str, object]] = [{"qty": "1.5"}, {"qty": 2}, {"qty": 1}]
    quote = ask(counter, "sp_quote_invoice", *lines)
    short = ask(counter, "sp_quote_invoice", {"qty": 4}, {"qty": 3})
    same(
        [f"product {counter.product}: needed 7.0000, available 6.0000: W"],
        column(short, "problems", "message"),
    )
    same(column(sold(counter, *lines), "items", "cost"), column(quote, "items", "cost"))


DEFECTS = (
    Defect(
        "each line's tax is rounded by itself, whatever the company says",
        (("_price_taxes", "p_tax_rounding = 'line',", "TRUE,"),),
        a_tax_is_rounded_once,
    ),
    Defect(
        "a tax is taken as if it were on top, where the price contains it",
        (("_price_taxes", "100 + IF(j.includes_tax,", "100 + IF(FALSE,"),),
        two_taxes_in_the_price,
    ),
    Defect(
        "taxes of one rate are one tax",
        (("_sum_taxes", "GROUP BY j.tax_id, j.rate", "GROUP BY j.rate"),),
        two_taxes_in_the_price,
    ),
    Defect(
        "a line's discount is of what it comes to before it is rounded",
        (("_price_line", "ROUND(v_gross * v_percent * 0.01,", "ROUND(v_exact * v_percent * 0.01,"),),
        half_of_a_rounded_line,
    ),
    Defect(
        "taxes are of what the line comes to before the invoice's discount",
        (("_price_taxes", "p_discount = 0, 0,", "TRUE, 0,"),),
        taxes_are_of_what_is_left,
    ),
    Defect(
        "a line is plain, whatever taxes its product has",
        (
            (
                "_lock_products",
                "(SELECT COUNT(*) FROM product_taxes AS x FORCE INDEX (PRIMARY) WHERE x.product_id = p.id)",
                "0",
            ),
        ),
        a_product_brings_its_taxes,
    ),
    Defect(
        "the coin is looked for before the taxes are added",
        (("_price_sale", "_coin_rounding(p_total - p_discount,", "_coin_rounding(p_as_given - p_discount,"),),
        to_the_nearest_coin,
    ),
    Defect(
        "an invoice is rounded down to the coin",
        (("_coin_rounding", "((2 * p_amount + p_coin) DIV", "((2 * p_amount) DIV"),),
        to_the_nearest_coin,
    ),
    Defect(
        "a dozen leaves stock as one piece",
        (("_price_line", "SET p_qty = v_exact;", ""),),
        two_dozens,
    ),
    Defect(
        "a quote takes each line from a full shelf",
        (
            (
                "_quote_items",
                "OR LOCATE(CONCAT(',', v_product_id, ','), v_seen COLLATE utf8mb4_bin) > 0",
                "OR FALSE",
            ),
        ),
        a_quote_takes_what_the_sale_takes,
    ),
)
