"""Goods that come back: value, cost, debt and money, to the last minor unit."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from pyclient import books
from pyclient.deploy.session import execute, fetch
from tests.shop import call
from tests.till import Answer, Till, column, decimals, line, money, number, part, rows_of

LEDGER = (
    "SELECT transaction_type, amount, balance_after, wallet_after, return_id FROM customer_transactions"
    " WHERE customer_id = %s ORDER BY seq"
)
BATCHES = "SELECT remaining, stock_value, status FROM batches WHERE product_id = %s ORDER BY id"


def give_back(till: Till, sale: Answer, qty: object, **members: object) -> Answer:
    """Return ``qty`` of the sale's first line."""
    item = rows_of(sale["items"])[0]["item_id"]
    items = [{"item_id": item, "qty": qty}]
    return till.call("sp_return_items", {"invoice_id": sale["invoice_id"], "items": items, **members})


def test_the_answer_and_the_rows(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 10), (10, 20))
    order = till.work_order(customer)
    sold = till.sell(
        customer, line(product, 15, 30), discount_type="amount", discount_value=15, status="partial",
        payments=[money(400)], work_order_id=order,
    )  # fmt: skip
    answer = give_back(till, sold, 6, refund="cash", reason="مقاس خطأ")
    day = till.today()
    assert answer == {
        "ok": True,
        "msg": "تم تسجيل المرتجع بنجاح.",
        "return_id": answer["return_id"],
        "return_no": f"RET-{day:%Y%m%d}-0001",
        "invoice_id": sold["invoice_id"],
        "invoice_no": sold["invoice_no"],
        "returned_amount": 174,
        "net_amount": 174,
        "tax_amount": 0,
        "rounding_amount": 0,
        "taxes": [],
        "returned_cost": 110,
        "items": [
            {
                "item_id": 1,
                "product_id": product,
                "qty": 6,
                "value": 174,
                "net": 174,
                "tax_amount": 0,
                "cost": 110,
                "allocations": [
                    {"batch_id": 2, "qty": 5, "cost": 100},
                    {"batch_id": 1, "qty": 1, "cost": 10},
                ],
            }
        ],
        "refunded_amount": 139,
        "refunds": [{"payment_id": 2, "method": "cash", "amount": 139}],
        "remaining_amount": 0,
        "payment_status": "paid",
        "customer": {
            "id": customer,
            "balance_before": 35,
            "balance_after": 0,
            "wallet_before": 0,
            "wallet_after": 0,
        },
        "work_order": {"id": order, "total_invoice_amount": 261, "total_paid": 261, "total_remaining": 0},
        "exchange": None,
    }
    stored = till.call("sp_get_invoice", number(sold["invoice_id"]))
    figures = ("total_after", "returned_amount", "paid_amount", "remaining_amount")
    assert [stored[name] for name in figures] == [435, 174, 261, 0]
    assert stored["returns"] == [
        {
            "return_id": answer["return_id"],
            "return_no": answer["return_no"],
            "business_date": day.isoformat(),
            "value": 174,
            "tax_amount": 0,
            "rounding_amount": 0,
            "reason": "مقاس خطأ",
            "created_by": 1,
            "exchange_invoice_id": None,
            "items": [{"item_id": 1, "qty": 6, "value": 174, "tax_amount": 0, "cost": 110}],
        }
    ]
    assert column(stored, "journal", "entry_type") == [
        "invoice", "invoice_cogs", "payment", "return", "invoice_cogs_reversal", "refund",
    ]  # fmt: skip
    assert till.rows(LEDGER, customer)[-2:] == [
        ("return", -174, -139, 0, answer["return_id"]),
        ("adjustment", 139, 0, 0, None),
    ]
    assert till.rows(BATCHES, product) == [(1, 10, "active"), (10, 200, "active")]
    movements = [m for m in books.stock_card(till.connection, product) if m.type == "return"]
    assert [m.batch_id for m in movements] == [1, 2]
    assert [m.qty for m in movements] == decimals("1", "5")
    assert [m.cost for m in movements] == decimals("10", "100")


def test_the_parts_of_a_line_add_up_to_the_whole(till: Till) -> None:
    """96.67 net in three: 32.22, 32.23, 32.22; three units out of a batch worth 10.00: 3.33, 3.34, 3.33."""
    customer, product = till.customer(), till.product((3, "3.333333"))
    sold = till.sell(customer, line(product, 3, "33.333333"), discount_type="amount", discount_value="3.33")
    assert sold["total_after"] == Decimal("96.67")
    parts = [give_back(till, sold, 1) for _ in range(3)]
    assert [each["returned_amount"] for each in parts] == decimals("32.22", "32.23", "32.22")
    assert [each["returned_cost"] for each in parts] == decimals("3.33", "3.34", "3.33")
    assert till.rows(BATCHES, product) == [(3, 10, "active")]
    assert books.trial_balance(till.connection)[-1].closing == 0  # cost of goods sold
    assert till.call("sp_get_invoice", number(sold["invoice_id"]))["payment_status"] == "paid"


def test_a_fraction_of_a_taking_costs_its_share(till: Till) -> None:
    """A taking of 7 for 10.00 comes back as 2, 2 and 3 pieces."""
    customer, product = till.customer(), till.product((7, "1.428571"))
    sold = till.sell(customer, line(product, 7, 2))
    costs = [give_back(till, sold, qty)["returned_cost"] for qty in (2, 2, 3)]
    assert costs == decimals("2.86", "2.85", "4.29")
    assert till.rows(BATCHES, product) == [(7, 10, "active")]


# what was paid, refund -> ledger rows after the sale, by type and wallet; the refunds' methods and amounts
@pytest.mark.parametrize(
    ("refund", "refunds", "balance_and_wallet"),
    [
        (None, [("wallet", 50)], (0, 50)),
        ("reduce", [("wallet", 50)], (0, 50)),
        ("wallet", [("wallet", 50)], (0, 50)),
        ("cash", [("cash", 50)], (0, 0)),
        ("original", [("check", 20), ("card", 30)], (0, 0)),
    ],
)
def test_debt_first_and_then_the_money(
    till: Till, refund: str | None, refunds: list[tuple[str, int]], balance_and_wallet: tuple[int, int]
) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    payments = [money(40), money(30, "card"), money(20, "check")]
    sold = till.sell(customer, line(service, 10, 10), status="partial", payments=payments)
    answer = give_back(till, sold, 6, refund=refund)
    assert (answer["refunded_amount"], answer["remaining_amount"]) == (50, 0)
    assert [(r["method"], r["amount"]) for r in rows_of(answer["refunds"])] == refunds
    after = part(answer, "customer")
    assert (after["balance_after"], after["wallet_after"]) == balance_and_wallet


def test_no_payment_is_given_back_twice(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 10, 10), status="paid", payments=[money(70), money(30, "check")])
    refunds = [rows_of(give_back(till, sold, 2, refund="original")["refunds"]) for _ in range(5)]
    assert [[(r["method"], r["amount"]) for r in each] for each in refunds] == [
        [("check", 20)],
        [("check", 10), ("cash", 10)],
        [("cash", 20)],
        [("cash", 20)],
        [("cash", 20)],
    ]
    assert till.call("sp_get_invoice", number(sold["invoice_id"]))["paid_amount"] == 0


def test_all_takes_what_is_left(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 4))
    sold = till.sell(customer, line(product, 5, 10), line(product, 3, 20), discount_value=10)
    give_back(till, sold, 2)
    rest = till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    assert column(rest, "items", "qty") == [3, 3]
    assert rest["returned_amount"] == 81
    assert till.rows(BATCHES, product) == [(10, 40, "active")]
    refused = till.refusal("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    assert refused is not None
    assert refused.text == "NO_ITEMS: nothing of invoice 1 is named, or left, to be returned"


def test_what_came_back_is_sold_again_where_it_stood(till: Till) -> None:
    customer, product = till.customer(), till.product((2, 1), (2, 2))
    first = till.sell(customer, line(product, 3, 10))
    give_back(till, first, 2)
    again = till.sell(customer, line(product, 2, 10))
    assert column(again, "items", "cost") == [3]  # one of 1, one of 2


def test_the_rest_is_reverted_after_a_return(till: Till) -> None:
    """The reversal takes the return's entry along: nothing is left on any account of the sale."""
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(
        customer, line(product, 9, 20), discount_value=5, status="partial", payments=[money(100)]
    )
    give_back(till, sold, 4)
    done = till.call("sp_revert_invoice", {"invoice_id": sold["invoice_id"], "refund": "original"})
    assert (done["returned_amount"], done["refunded_amount"]) == (95, 95)
    balances = {row.code: row.closing for row in books.trial_balance(till.connection)}
    kept = {"1100": Decimal(5), "1300": Decimal(100), "2110": Decimal(-100), "2200": Decimal(-5)}
    assert balances == kept | dict.fromkeys(("1200", "4100", "4110", "4120", "5100"), Decimal(0))


def test_an_unpaid_invoice_with_a_return_is_canceled(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(customer, line(product, 4, 20))
    give_back(till, sold, 1)
    assert till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})["returned_amount"] == 60
    assert till.rows(BATCHES, product) == [(10, 100, "active")]


def test_one_line_of_each_product_locks_and_moves_once(till: Till) -> None:
    """The same product on two lines: one movement for the batch, a return line each."""
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(customer, line(product, 2, 20), line(product, 3, 20))
    till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True, "reason": "x"})
    card = books.stock_card(till.connection, product)
    assert [m.type for m in card] == ["purchase", "sale", "return"]
    assert [m.qty for m in card] == decimals("10", "-5", "5")
    assert [m.value_after for m in card] == decimals("100", "50", "100")


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"items": []}, "NO_ITEMS: nothing of invoice 1 is named, or left, to be returned"),
        ({}, "NO_ITEMS: nothing of invoice 1 is named, or left, to be returned"),
        ({"items": "x"}, "VALIDATION: items is not an array of objects: x"),
        ({"items": [7]}, "VALIDATION: items is not an array of objects: 7"),
        ({"items": [{"qty": 1}]}, "VALIDATION: items[1].item_id is required"),
        ({"items": [{"item_id": 1}]}, "INVALID_QUANTITY: line 1: the quantity must be above 0 with at most 4"
         " decimals: null"),
        ({"items": [{"item_id": 1, "qty": "-1"}]},
         "INVALID_QUANTITY: line 1: the quantity must be above 0 with at most 4 decimals: -1"),
        ({"items": [{"item_id": 99, "qty": 1}]}, "UNKNOWN_ITEM: there is no item 99 on invoice 1"),
        ({"items": [{"item_id": 2, "qty": 1}]}, "UNKNOWN_ITEM: there is no item 2 on invoice 1"),
        ({"items": [{"item_id": 1, "qty": "3.0001"}]},
         "RETURN_EXCEEDS_SOLD: item 1: 3.0001 are more than the 3.0000 that can still be returned"),
        ({"items": [{"item_id": 1, "qty": 1}, {"item_id": 1, "qty": 1}]},
         "VALIDATION: item 1 stands twice in the list"),
        ({"items": [{"item_id": 1, "qty": 1}], "all": True},
         "VALIDATION: give items or all for the return of invoice 1, not both"),
        ({"items": [{"item_id": 1, "qty": 1}], "refund": "gold"}, "VALIDATION: refund is not valid: gold"),
        ({"items": [{"item_id": 1, "qty": 1}] * 1001},
         "TOO_MANY_ITEMS: 1001 items, at most 1000 are allowed"),
    ],
)  # fmt: skip
def test_what_cannot_come_back(till: Till, members: dict[str, object], text: str) -> None:
    customer, product = till.customer(), till.product((10, 10))
    till.sell(customer, line(product, 3, 20))
    till.sell(customer, line(product, 1, 20))
    with till.nothing_written():
        refused = till.refusal("sp_return_items", {"invoice_id": 1, **members})
    assert refused is not None
    assert refused.text == text


def test_a_closed_invoice_takes_nothing_back(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(customer, line(product, 3, 20))
    till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})
    refused = till.refusal("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    assert refused is not None
    assert refused.token == "INVOICE_CLOSED"


@pytest.mark.corrupts  # an invoice as only an adopted one can be: the old code counted too little as paid
def test_a_return_is_not_worth_more_than_what_was_owed_and_paid(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 10, 10), status="paid")
    execute(till.connection, "UPDATE invoices_out SET exempt = 1, paid_amount = 30")
    with till.nothing_written():
        refused = till.refusal("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    assert refused is not None
    assert refused.text == (
        "VALIDATION: invoice 1: the return of 100.00 is more than the 0.00 open on it and the 30.00 paid"
    )


@pytest.mark.corrupts  # lines and takings as only adopted ones can be
def test_adopted_figures_below_zero_are_named(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 10))
    service = till.product(keeps_stock=False)
    till.sell(customer, line(service, 2, 10))
    till.sell(customer, line(service, 2, 10))
    execute(
        till.connection,
        "UPDATE invoice_out_items SET adopted = 1, total_price = -20 WHERE invoice_out_id = 1",
    )
    execute(
        till.connection,
        "INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by,"
        f" adopted) SELECT 2, id, 2, 10, -20, 1, 1 FROM batches WHERE product_id = {product}",
    )
    for procedure, invoice, text in (
        ("sp_return_items", 1, "VALIDATION: value of item 1 is not valid: -20.0000"),
        ("sp_return_items", 2, "VALIDATION: cost of batch 1 is not valid: -20.0000"),
        ("sp_revert_invoice", 2, "VALIDATION: cost of batch 1 is not valid: -20.0000"),
    ):
        request = {"invoice_id": invoice} | ({"all": True} if procedure == "sp_return_items" else {})
        refused = till.refusal(procedure, request)
        assert refused is not None
        assert refused.text == text


def test_a_return_takes_no_number_while_it_waits_for_a_product(till: Till) -> None:
    """Others' returns go on: products are locked before the series."""
    customer, product, other = till.customer(), till.product((10, 10)), till.product((10, 10))
    waits = till.sell(customer, line(product, 2, 10))
    goes_on = till.sell(till.customer(), line(other, 2, 10))
    holder = till.shop.connect()
    execute(holder, "START TRANSACTION")
    fetch(holder, f"SELECT id FROM products WHERE id = {product} FOR UPDATE")
    waiting = till.shop.connect()
    request = {"invoice_id": waits["invoice_id"], "all": True, "created_by": 1}
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(call, waiting, "sp_return_items", request)
        time.sleep(1)
        done = till.call("sp_return_items", {"invoice_id": goes_on["invoice_id"], "all": True})
        assert str(done["return_no"]).endswith("-0001")
        holder.rollback()
        assert str(answer.result()["return_no"]).endswith("-0002")
