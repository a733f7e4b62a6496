"""Costs: oldest batch first, and what is taken and what is left add up to what was bought."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pyclient.deploy.session import execute
from tests.till import Till, column, decimals, line, rows_of

TODAY = date(2026, 1, 1)

# batches (qty, unit cost), quantities sold one invoice after the other -> their costs, the value left
TAKINGS = [
    ([("3", "3.333333")], ["1", "1", "1"], ["3.33", "3.34", "3.33"], "0"),
    ([("10", "10"), ("10", "20")], ["15"], ["200"], "100"),
    ([("3", "0.003333")], ["1", "1", "1"], ["0.00", "0.01", "0.00"], "0"),
    ([("1.5", "1"), ("0.0001", "100")], ["1.5001"], ["1.51"], "0"),
    ([("7", "0.142857")], ["1"] * 7, ["0.14", "0.14", "0.14", "0.15", "0.14", "0.15", "0.14"], "0"),
    ([("2", "0")], ["1", "1"], ["0", "0"], "0"),
    ([("0.3", "10")], ["0.1", "0.1", "0.1"], ["1", "1", "1"], "0"),
    ([("1000000", "999999")], ["1", "999999"], ["999999", "999998000001"], "0"),
]


@pytest.mark.parametrize(("batches", "sold", "costs", "left"), TAKINGS)
def test_takings(
    till: Till, batches: list[tuple[str, str]], sold: list[str], costs: list[str], left: str
) -> None:
    customer, product = till.customer(), till.product(*batches)
    answers = [till.sell(customer, line(product, qty, 1)) for qty in sold]
    assert [answer["total_cogs"] for answer in answers] == decimals(*costs)
    rest = till.call("sp_get_product", product)
    assert rest["stock_value"] == Decimal(left)


def test_the_queue_goes_by_receipt_then_by_entry(till: Till) -> None:
    product = till.product()
    days = (3, 1, 2, 1)
    batches = [
        till.receive(product, 1, cost, received_at=(TODAY - timedelta(days=day)).isoformat())
        for cost, day in enumerate(days, start=1)
    ]
    listed = till.call("sp_get_product", product)
    order = [batches[place] for place in (0, 2, 1, 3)]
    assert column(listed, "batches", "batch_id") == order
    sold = till.sell(till.customer(), line(product, 4))
    assert column(rows_of(sold["items"])[0], "allocations", "batch_id") == order


def test_a_back_dated_receipt_changes_no_posted_cost(till: Till) -> None:
    customer, product = till.customer(), till.product()
    till.receive(product, 5, 10, received_at="2026-01-02")
    first = till.sell(customer, line(product, 2))
    till.receive(product, 5, 1, received_at="2020-01-01")
    second = till.sell(customer, line(product, 2))
    assert [first["total_cogs"], second["total_cogs"]] == [20, 2]
    got = till.call("sp_get_invoice", str(first["invoice_id"]))
    assert got["total_cogs"] == 20


@pytest.mark.parametrize("status", ["cancelled", "reverted", "consumed"])
def test_only_active_batches_are_sold(till: Till, status: str) -> None:
    product = till.product((5, 1), (5, 2))
    execute(till.connection, "UPDATE batches SET status = %s WHERE id = 1", (status,))
    sold = till.sell(till.customer(), line(product, 5))
    assert sold["total_cogs"] == 10
    refused = till.refusal("sp_save_invoice", {"customer_id": 1, "items": [line(product)]})
    assert refused is not None
    assert refused.token == "INSUFFICIENT_STOCK"


def test_the_cost_that_the_page_sends_is_ignored(till: Till) -> None:
    product = till.product((5, 7), cost_price=99)
    sold = till.sell(till.customer(), line(product, 1, cost_price_per_unit="0.01"))
    assert sold["total_cogs"] == 7


def test_not_enough_names_the_whole_need_of_the_product(till: Till) -> None:
    product = till.product((2, 1), (1, 1), name="كوع")
    request = {
        "customer_id": till.customer(),
        "items": [line(product, 1), line(product, "1.5"), line(product, 1)],
    }
    refused = till.refusal("sp_save_invoice", request)
    assert refused == (
        50123,
        f"INSUFFICIENT_STOCK: product {product}: needed 3.5000, available 3.0000: كوع",
    )


def test_receiving(till: Till) -> None:
    product = till.product()
    answer = till.call(
        "sp_receive_batch",
        {"product_id": product, "qty": "3", "unit_cost": "3.335", "received_at": "2026-01-05"},
    )
    assert answer["batch"] == {
        "id": answer["batch_id"],
        "product_id": product,
        "qty": 3,
        "remaining": 3,
        "unit_cost": Decimal("3.335"),
        "value": Decimal("10.01"),
        "received_at": "2026-01-05",
    }
    text = till.text("sp_get_product", product)
    assert '"in_stock":3.0000,"stock_value":10.01,' in text
    assert '"original_qty":3.0000,"remaining":3.0000,"unit_cost":3.335000,"value":10.01}' in text


def test_goods_of_tomorrow_are_not_received(till: Till) -> None:
    product = till.product()
    today: Any = till.today()
    tomorrow = today + timedelta(days=1)
    refused = till.refusal(
        "sp_receive_batch", {"product_id": product, "qty": 1, "unit_cost": 1, "received_at": tomorrow}
    )
    assert refused == (
        50101,
        f"VALIDATION: received_at lies after the business date {today}: {tomorrow}",
    )
    answer = till.call("sp_receive_batch", {"product_id": product, "qty": 1, "unit_cost": 1})
    assert rows_of([answer["batch"]])[0]["received_at"] == today.isoformat()


@pytest.mark.corrupts  # the value is set by hand
def test_an_adopted_batch_of_negative_value_is_named_not_sold(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 1))
    execute(
        till.connection,
        "UPDATE batches SET exempt = 1, stock_value = -5, original_value = -5, unit_cost = -1",
    )
    with till.nothing_written():
        refused = till.refusal("sp_save_invoice", {"customer_id": customer, "items": [line(product)]})
    assert refused is not None
    assert refused.text == "VALIDATION: value of batch 1 is not valid: -5.0000"
