"""Stock counted, lost and found: quantities, exact values, and the journal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient import books, errors
from pyclient.deploy.session import execute
from tests.till import Answer, Till, decimals, line, rows_of

BATCHES = "SELECT remaining, stock_value, status FROM batches WHERE product_id = %s ORDER BY id"


def adjust(till: Till, *items: dict[str, object], **members: object) -> Answer:
    return till.call("sp_adjust_stock", {"items": list(items), "reason": "جرد", **members})


def test_the_answer_and_the_rows(till: Till) -> None:
    pipe, pump, tap = till.product((10, 2), (5, 3)), till.product((4, "12.5")), till.product((3, 7))
    answer = adjust(
        till,
        {"product_id": pump, "counted_qty": 6, "unit_cost": "11"},
        {"product_id": pipe, "qty_delta": -12},
        {"product_id": tap, "counted_qty": 3},
    )
    assert answer == {
        "ok": True,
        "msg": "تمت تسوية المخزون بنجاح.",
        "adjustment_id": answer["adjustment_id"],
        "value": -4,
        "items": [
            {"product_id": pump, "qty": 2, "value": 22, "quantity_after": 6, "batch_id": 5},
            {"product_id": pipe, "qty": -12, "value": -26, "quantity_after": 3, "batch_id": None},
            {"product_id": tap, "qty": 0, "value": 0, "quantity_after": 3, "batch_id": None},
        ],
    }
    assert till.rows(BATCHES, pipe) == [(0, 0, "consumed"), (3, 9, "active")]
    assert till.rows(BATCHES, pump) == [(4, 50, "active"), (2, 22, "active")]
    entry = [row for row in books.journal(till.connection) if row.entry_type == "stock_adjustment"]
    assert [row.account_code for row in entry] == ["1300", "5200", "4200"]
    assert [row.debit - row.credit for row in entry] == decimals("-4", "26", "-22")
    card = [
        row for row in books.stock_card(till.connection, pipe) if row.reference_type == "stock_adjustments"
    ]
    assert [row.type for row in card] == ["adjustment_out", "adjustment_out"]
    assert [row.qty for row in card] == decimals("-10", "-2")
    assert [row.value_after for row in card] == decimals("15", "9")


def test_a_card_of_no_product_is_refused(till: Till) -> None:
    """An empty one looked like a product that never moved."""
    till.product(keeps_stock=False)
    for nothing in (1, 99):
        with pytest.raises(errors.UnknownProductError):
            books.stock_card(till.connection, nothing)
    assert books.stock_card(till.connection, till.product()) == []


def test_a_loss_costs_what_a_sale_would_and_nothing_is_left(till: Till) -> None:
    """Three units worth 10.00, lost one by one: 3.33, 3.34, 3.33."""
    product = till.product((3, "3.333333"))
    values = [adjust(till, {"product_id": product, "qty_delta": -1})["value"] for _ in range(3)]
    assert values == decimals("-3.33", "-3.34", "-3.33")
    assert till.rows(BATCHES, product) == [(0, 0, "consumed")]
    assert {row.code: row.closing for row in books.trial_balance(till.connection)} == {
        "1300": Decimal(0),
        "2110": Decimal(-10),
        "5200": Decimal(10),
    }


# what is known of the product's cost -> the unit cost of what was found
@pytest.mark.parametrize(
    ("stock", "members", "unit_cost"),
    [
        ([(1, 4), (1, 6)], {}, 6),
        ([(1, 4), (1, 6)], {"unit_cost": "5.5"}, Decimal("5.5")),
        ([], {}, 9),
        ([], {"unit_cost": 0}, 0),
    ],
)
def test_what_is_found_costs(
    till: Till, stock: list[tuple[int, int]], members: dict[str, object], unit_cost: object
) -> None:
    product = till.product(*stock, cost_price=9)
    adjust(till, {"product_id": product, "qty_delta": "2.5", **members})
    assert till.rows("SELECT unit_cost, remaining FROM batches ORDER BY id")[-1] == (
        unit_cost,
        Decimal("2.5"),
    )
    assert till.sell(till.customer(), line(product, "0.5", 20), status="paid")["ok"]


def test_a_count_that_agrees_moves_nothing(till: Till) -> None:
    product = till.product((3, 7))
    before = till.count("journal_entries")
    assert rows_of(adjust(till, {"product_id": product, "counted_qty": "3.0"})["items"])[0]["qty"] == 0
    assert till.count("journal_entries") == before
    assert till.count("stock_adjustments") == 1


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], "NO_ITEMS: no items to adjust"),
        ("x", "VALIDATION: items is not an array of objects: x"),
        ([{"counted_qty": 1}], "VALIDATION: items[1].product_id is required"),
        ([{"product_id": 1}], "VALIDATION: line 1: give either counted_qty or qty_delta"),
        (
            [{"product_id": 1, "counted_qty": 1, "qty_delta": 1}],
            "VALIDATION: line 1: give either counted_qty or qty_delta",
        ),
        (
            [{"product_id": 1, "qty_delta": 0}],
            "INVALID_QUANTITY: line 1: counted_qty must be 0 or more, qty_delta not 0,"
            " with at most 4 decimals: 0",
        ),
        (
            [{"product_id": 1, "counted_qty": -1}],
            "INVALID_QUANTITY: line 1: counted_qty must be 0 or more, qty_delta not 0,"
            " with at most 4 decimals: -1",
        ),
        ([{"product_id": 1, "qty_delta": 1}] * 2, "VALIDATION: product 1 stands twice in the list"),
        ([{"product_id": 9, "qty_delta": 1}], "UNKNOWN_PRODUCT: there is no product 9"),
        (
            [{"product_id": 1, "qty_delta": 1}, {"product_id": 2, "qty_delta": 1}],
            "VALIDATION: product 2 keeps no stock: تركيب",
        ),
        (
            [{"product_id": 1, "qty_delta": -6}],
            "INSUFFICIENT_STOCK: product 1: needed 6.0000, available 5.0000: كوع",
        ),
        (
            [{"product_id": 1, "qty_delta": "999999999", "unit_cost": "999999999"}],
            "INVALID_PRICE: qty x unit_cost must be 0 or more, below 10^12, with at most 6 decimals:"
            " 999999998000000001.0000000000",
        ),
    ],
)
def test_what_cannot_be_adjusted(till: Till, items: object, text: str) -> None:
    till.product((5, 1), name="كوع")
    till.product(keeps_stock=False, name="تركيب")
    with till.nothing_written():
        refused = till.refusal("sp_adjust_stock", {"items": items, "reason": "r"})
    assert refused is not None
    assert refused.text == text


def test_a_reason_is_needed(till: Till) -> None:
    refused = till.refusal("sp_adjust_stock", {"items": [{"product_id": till.product(), "qty_delta": 1}]})
    assert refused is not None
    assert refused.text == "VALIDATION: reason is required"


@pytest.mark.corrupts  # the unit cost is set by hand, as only an adopted batch can have it
def test_a_negative_unit_cost_is_not_taken_over(till: Till) -> None:
    product = till.product((5, 1))
    execute(till.connection, "UPDATE batches SET exempt = 1, unit_cost = -1")
    items = [{"product_id": product, "qty_delta": 1}]
    refused = till.refusal("sp_adjust_stock", {"items": items, "reason": "r"})
    assert refused is not None
    assert refused.text.startswith("INVALID_PRICE: qty x unit_cost")


@pytest.mark.corrupts  # the value is set by hand, as only an adopted batch can have it
def test_a_batch_of_negative_value_is_named(till: Till) -> None:
    product = till.product((5, 1))
    execute(till.connection, "UPDATE batches SET exempt = 1, stock_value = -5, original_value = -5")
    refused = till.refusal(
        "sp_adjust_stock", {"items": [{"product_id": product, "qty_delta": -1}], "reason": "r"}
    )
    assert refused is not None
    assert refused.text == "VALIDATION: value of batch 1 is not valid: -5.0000"
