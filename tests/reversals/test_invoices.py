"""Invoices canceled and reverted: what goes back, where to, and once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.wire import JsonValue
from tests.till import Answer, Till, column, line, money, number, part, rows_of

BATCHES = "SELECT remaining, stock_value, status FROM batches ORDER BY id"
LEDGER = (
    "SELECT transaction_type, amount, balance_after, wallet_after FROM customer_transactions"
    " WHERE customer_id = %s ORDER BY seq"
)
PAYMENTS = "SELECT payment_amount, payment_method FROM invoice_payments ORDER BY id"


def undo(till: Till, procedure: str, sale: Answer, **members: object) -> Answer:
    return till.call(procedure, {"invoice_id": sale["invoice_id"], **members})


def header(till: Till, sale: Answer) -> Answer:
    return till.call("sp_get_invoice", number(sale["invoice_id"]))


def test_a_canceled_invoice_gives_back_exactly_what_it_took(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 10), (10, 20))
    work_order = till.work_order(customer)
    till.sell(customer, line(product, 3, 30))
    before = till.rows(BATCHES)
    sale = till.sell(customer, line(product, 12, 30), line(product, 2, 30), work_order_id=work_order)
    assert till.rows(BATCHES)[0] == (0, 0, "consumed")
    answer = undo(till, "sp_cancel_invoice", sale, reason="طلب العميل")
    assert answer == {
        "ok": True,
        "msg": "تم إلغاء الفاتورة بنجاح.",
        "invoice_id": sale["invoice_id"],
        "invoice_no": sale["invoice_no"],
        "status": "canceled",
        "returned_amount": 420,
        "customer": {
            "id": customer,
            "balance_before": 510,
            "balance_after": 90,
            "wallet_before": 0,
            "wallet_after": 0,
        },
        "work_order": {
            "id": work_order,
            "total_invoice_amount": 0,
            "total_paid": 0,
            "total_remaining": 0,
        },
    }
    assert till.rows(BATCHES) == before
    assert till.rows(LEDGER, customer) == [
        ("invoice", 90, 90, 0),
        ("invoice", 420, 510, 0),
        ("return", -420, 90, 0),
    ]
    stored = header(till, sale)
    assert (stored["delivered"], stored["remaining_amount"]) == ("canceled", 0)
    assert (stored["cancel_reason"], stored["total_after"]) == ("طلب العميل", 420)


def test_what_came_back_is_sold_again_at_the_same_cost(till: Till) -> None:
    """Three units of a batch worth 10.00, one by one, cost 3.33, 3.34 and 3.33."""
    customer, product = till.customer(), till.product((3, "3.333333"))
    sales = [till.sell(customer, line(product, 1, 5)) for _ in range(3)]
    assert [sale["total_cogs"] for sale in sales] == [Decimal(c) for c in ("3.33", "3.34", "3.33")]
    undo(till, "sp_cancel_invoice", sales[1])
    assert till.rows(BATCHES) == [(1, Decimal("3.34"), "active")]
    again = till.sell(customer, line(product, 1, 5))
    assert again["total_cogs"] == Decimal("3.34")
    assert till.rows(BATCHES) == [(0, 0, "consumed")]


def test_a_batch_that_comes_back_stands_where_it_stood_in_the_queue(till: Till) -> None:
    customer, product = till.customer(), till.product((1, 10), (5, 20))
    first = till.sell(customer, line(product, 1, 50))
    till.sell(customer, line(product, 1, 50))
    undo(till, "sp_cancel_invoice", first)
    assert till.sell(customer, line(product, 1, 50))["total_cogs"] == 10


def test_services_and_free_invoices_can_be_canceled(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    free = till.sell(customer, line(service, 1, 10), discount_value=100)
    assert undo(till, "sp_cancel_invoice", free)["returned_amount"] == 0
    assert undo(till, "sp_cancel_invoice", till.sell(customer, line(service, 1, 10)))["returned_amount"] == 10


# what was paid and how -> where refund sends it: payment rows, wallet afterwards
@pytest.mark.parametrize(
    ("paid", "refund", "refunds", "wallet"),
    [
        ([money(40), money(30, "wallet")], None, [(-70, "wallet")], 120),
        ([money(40), money(30, "wallet")], "cash", [(-70, "cash")], 50),
        (
            [money(40), money(30, "wallet"), money(20, "check")],
            "original",
            [(-20, "check"), (-30, "wallet"), (-40, "cash")],
            80,
        ),
        ([], "original", [], 80),
    ],
)
def test_a_reverted_invoice_gives_the_money_back(
    till: Till,
    paid: list[dict[str, object]],
    refund: str | None,
    refunds: list[tuple[int, str]],
    wallet: int,
) -> None:
    customer, product = till.customer(), till.product((10, 5))
    till.deposit(customer, 80)
    before = till.rows(BATCHES)
    sale = till.sell(customer, line(product, 10, 10), status="partial" if paid else "pending", payments=paid)
    answer = undo(till, "sp_revert_invoice", sale, **({"refund": refund} if refund else {}))
    assert till.rows(BATCHES) == before
    assert answer["returned_amount"] == 100
    assert answer["refunded_amount"] == -sum(amount for amount, _ in refunds)
    assert [(-row["amount"], row["method"]) for row in rows_of(answer["refunds"])] == refunds  # type: ignore[operator]
    assert till.rows(PAYMENTS)[len(paid) :] == refunds
    customer_after = part(answer, "customer")
    assert (customer_after["balance_after"], customer_after["wallet_after"]) == (0, wallet)
    stored = header(till, sale)
    assert [stored[name] for name in ("delivered", "paid_amount", "remaining_amount")] == ["reverted", 0, 0]


def test_the_ledger_of_a_reverted_invoice(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 5))
    till.deposit(customer, 30)
    sale = till.sell(
        customer, line(product, 10, 10), status="partial", payments=[money(40), money(30, "wallet")]
    )
    undo(till, "sp_revert_invoice", sale, refund="original", reason="عيب")
    assert till.rows(LEDGER, customer) == [
        ("deposit", 30, 0, 30),
        ("invoice", 100, 100, 30),
        ("payment", -40, 60, 30),
        ("payment", -30, 30, 0),
        ("return", -100, -70, 0),
        ("deposit", 30, -40, 30),
        ("adjustment", 40, 0, 30),
    ]
    numbers: list[JsonValue] = column(header(till, sale), "payments", "payment_no")
    assert [str(each)[-4:] for each in numbers] == ["0001", "0002", "0003", "0004"]


def test_a_voided_payment_is_not_refunded_once_more(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 5))
    sale = till.sell(
        customer, line(product, 10, 10), status="partial", payments=[money(40), money(30, "card")]
    )
    till.call("sp_void_payment", {"payment_id": column(sale, "payments", "payment_id")[1]})
    answer = undo(till, "sp_revert_invoice", sale, refund="original")
    assert column(answer, "refunds", "method") == ["cash"]
    assert answer["refunded_amount"] == 40


def test_an_invoice_is_undone_once(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 5))
    canceled, reverted, paid = (till.sell(customer, line(product, 1, 10)) for _ in range(3))
    undo(till, "sp_cancel_invoice", canceled)
    undo(till, "sp_revert_invoice", reverted)
    till.pay(invoice_id=paid["invoice_id"], amount=4)
    for sale in (canceled, reverted):
        request = {"invoice_id": sale["invoice_id"]}
        for procedure in ("sp_cancel_invoice", "sp_revert_invoice"):
            refused = till.refusal(procedure, request)
            assert refused
            assert refused.token == "INVOICE_CLOSED"
        refused = till.refusal("sp_add_payment", {**request, "amount": 1})
        assert refused
        assert refused.token == "INVOICE_CLOSED"
    refused = till.refusal("sp_cancel_invoice", {"invoice_id": paid["invoice_id"]})
    assert refused
    assert refused.text == (
        f"INVOICE_HAS_PAYMENTS: invoice {paid['invoice_id']} has payments of 4.00:"
        " revert it, or void them first"
    )


def test_a_repeated_request_has_one_effect(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 5))
    for procedure in ("sp_cancel_invoice", "sp_revert_invoice"):
        sale = till.sell(customer, line(product, 1, 10))
        request = {"invoice_id": sale["invoice_id"], "request_id": procedure}
        first = till.text(procedure, request)
        with till.nothing_written():
            assert till.text(procedure, request) == first
