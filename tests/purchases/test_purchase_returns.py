"""Goods sent back to a supplier, a part of a bill: at the batch's own value, and the rest stands."""

from __future__ import annotations

import pytest

from pyclient.deploy.session import fetch
from tests.till import Answer, Till, column, decimals, line, money, number, part, rows_of

BATCHES = "SELECT remaining, stock_value, status FROM batches WHERE purchase_id = %s ORDER BY id"


def balance(till: Till, supplier: int) -> object:
    ((amount,),) = fetch(till.connection, f"SELECT balance FROM suppliers WHERE id = {supplier}")
    return amount


def batches(bought: Answer) -> list[object]:
    return list(column(bought, "items", "batch_id"))


def item(batch: object, qty: object) -> dict[str, object]:
    return {"batch_id": batch, "qty": qty}


def send_back(till: Till, bought: Answer, *items: dict[str, object], **members: object) -> Answer:
    return till.call("sp_return_purchase", {"bill_id": bought["bill_id"], "items": list(items), **members})


def test_the_answer_and_the_rows(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 10, 10))
    (batch,) = batches(bought)
    answer = send_back(till, bought, item(batch, 3), reason="بضاعة معيبة")
    assert answer["return_no"] == f"PRET-{till.today():%Y%m%d}-0001"
    assert (answer["value"], answer["refunded_amount"], answer["refunds"]) == (30, 0, [])
    assert part(answer, "supplier") == {"id": supplier, "balance_before": 100, "balance_after": 70}
    assert fetch(till.connection, BATCHES, (bought["bill_id"],)) == [(7, 70, "active")]
    assert till.rows(
        "SELECT e.entry_type, l.role, l.supplier_id, l.debit - l.credit, a.reference_type, a.entry_type"
        " FROM journal_entries e JOIN journal_entry_lines l ON l.journal_entry_id = e.id"
        " JOIN journal_entries a ON a.id = e.adjusts_id WHERE e.reference_type = 'purchase_returns'"
        " ORDER BY l.line_no"
    ) == [
        ("purchase_reversal", "payables", supplier, 30, "purchases", "purchase"),
        ("purchase_reversal", "inventory", None, -30, "purchases", "purchase"),
    ]
    stored = till.call("sp_get_purchase", number(bought["bill_id"]))
    assert (stored["total"], stored["returned_amount"]) == (100, 30)
    assert [(row["batch_id"], row["qty"], row["cost"]) for row in rows_of(stored["returns"])] == [
        (batch, 3, 30)
    ]
    assert column(till.call("sp_list_purchases", {}), "purchases", "returned_amount") == [30]
    (_, row) = rows_of(till.call("sp_supplier_statement", {"supplier_id": supplier})["rows"])
    assert (row["transaction_type"], row["amount"], row["bill_id"], row["return_id"]) == (
        "purchase_return",
        -30,
        bought["bill_id"],
        answer["return_id"],
    )
    assert till.rows("SELECT total, returned_amount, open_amount FROM report_purchases") == [(100, 30, 70)]


def test_a_batch_goes_back_piece_by_piece_to_the_last_piastre(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 3, "3.333333"))
    (batch,) = batches(bought)
    values = [send_back(till, bought, item(batch, 1))["value"] for _ in range(3)]
    assert values == decimals("3.33", "3.34", "3.33")
    assert fetch(till.connection, BATCHES, (bought["bill_id"],)) == [(0, 0, "consumed")]
    assert balance(till, supplier) == 0
    done = till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    assert done["total"] == 0
    assert fetch(till.connection, BATCHES, (bought["bill_id"],)) == [(0, 0, "reverted")]


def test_what_was_sold_cannot_go_back(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 10, 10))
    (batch,) = batches(bought)
    till.sell(till.customer(), line(product, 5))
    name = till.rows(f"SELECT name FROM products WHERE id = {product}")[0][0]
    request: dict[str, object] = {"bill_id": bought["bill_id"], "items": [item(batch, 6)], "request_id": "r"}
    assert till.refusal("sp_return_purchase", request) == (
        50143,
        f"BATCH_CONSUMED: batch {batch}: 6.0000 to be sent back, 5.0000 left: {name}",
    )
    assert till.count("purchase_returns") == 0
    assert send_back(till, bought, item(batch, 5))["value"] == 50
    refused = till.refusal("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    assert refused is not None
    assert refused.text.startswith(f"BATCH_CONSUMED: batch {batch}: 0.0000 of 10.0000 left, sold by ")


def test_the_rest_is_reversed(till: Till) -> None:
    supplier, product, other = till.supplier(), till.product(), till.product()
    bought = till.buy(supplier, (product, 10, 10), (other, 2, 5))
    send_back(till, bought, item(batches(bought)[0], 4), item(batches(bought)[1], 2))
    assert balance(till, supplier) == 60
    done = till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    assert (done["total"], balance(till, supplier)) == (60, 0)
    assert fetch(till.connection, BATCHES, (bought["bill_id"],)) == [(0, 0, "reverted")] * 2
    refused = till.refusal(
        "sp_return_purchase", {"bill_id": bought["bill_id"], "items": [item(batches(bought)[0], 1)]}
    )
    assert refused == (
        50144,
        f"BILL_REVERSED: purchase {bought['bill_id']} is reversed already: {bought['purchase_no']}",
    )


@pytest.mark.parametrize(
    ("refund", "back", "after"),
    [
        (None, [], -30),
        ("account", [], -30),
        ("cash", [("cash", 30)], 0),
        ("original", [("check", 30)], 0),
    ],
)
def test_money_comes_back_once(till: Till, refund: str | None, back: list[object], after: int) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 10, 10), payments=[money(60), money(40, "check")])
    answer = send_back(till, bought, item(batches(bought)[0], 3), refund=refund)
    assert [(row["method"], row["amount"]) for row in rows_of(answer["refunds"])] == back
    assert balance(till, supplier) == after
    if back:
        # where the payments came to nothing, the goods that were kept are owed, and the money that came back
        for payment in column(bought, "payments", "payment_id"):
            till.call("sp_void_supplier_payment", {"payment_id": payment})
        assert balance(till, supplier) == 100
        done = till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"], "refund": refund})
        assert (done["total"], done["refunds"], balance(till, supplier)) == (70, [], 30)
        till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": 30})
    else:
        done = till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"], "refund": "original"})
        refunds = [(row["method"], row["amount"]) for row in rows_of(done["refunds"])]
        assert refunds == [("cash", 60), ("check", 40)]
        assert balance(till, supplier) == 0


@pytest.mark.parametrize(
    ("refund", "rest"),
    [("cash", [("cash", 60), ("check", 10)]), ("original", [("cash", 60), ("check", 10)])],
)
def test_a_reversal_gives_back_what_did_not_come_back_before(
    till: Till, refund: str, rest: list[object]
) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 10, 10), payments=[money(60), money(40, "check")])
    send_back(till, bought, item(batches(bought)[0], 3), refund=refund)
    done = till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"], "refund": "original"})
    assert [(row["method"], row["amount"]) for row in rows_of(done["refunds"])] == rest
    assert balance(till, supplier) == 0


def test_never_more_than_was_paid_for_the_bill(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 10, 10), payments=[money(20)])
    (batch,) = batches(bought)
    assert send_back(till, bought, item(batch, 3), refund="cash")["refunded_amount"] == 20
    assert send_back(till, bought, item(batch, 3), refund="cash")["refunded_amount"] == 0
    assert balance(till, supplier) == 40


def test_without_a_supplier(till: Till) -> None:
    product = till.product()
    paid = till.buy(None, (product, 10, 10), payments=[money(100, "card")])
    answer = send_back(till, paid, item(batches(paid)[0], 3))
    assert (answer["supplier"], column(answer, "refunds", "method")) == (None, ["card"])
    request = {"bill_id": paid["bill_id"], "items": [item(batches(paid)[0], 1)], "refund": "account"}
    assert till.refusal("sp_return_purchase", request) is not None
    till.call("sp_reverse_purchase", {"bill_id": paid["bill_id"]})
    ((received,),) = fetch(
        till.connection, "SELECT SUM(debit - credit) FROM journal_entry_lines WHERE role = 'goods_received'"
    )
    assert received == 0


def test_what_is_refused(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bought, other = till.buy(supplier, (product, 10, 10)), till.buy(supplier, (product, 1, 1))
    (batch,), (foreign,) = batches(bought), batches(other)
    for items, errno, text in (
        ([item(batch, 1), item(batch, 2)], 50101, f"VALIDATION: batch {batch} stands twice in the list"),
        ([item(foreign, 1)], 50149, f"UNKNOWN_BATCH: purchase {bought['bill_id']} has no batch {foreign}"),
        ([], 50110, f"NO_ITEMS: nothing of purchase {bought['bill_id']} is named to be sent back"),
    ):
        refused = till.refusal("sp_return_purchase", {"bill_id": bought["bill_id"], "items": items})
        assert refused == (errno, text)


def test_the_same_request_twice_is_one(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 10, 10))
    first, second = (
        send_back(till, bought, item(batches(bought)[0], 3), request_id="back") for _ in range(2)
    )
    assert first == second
    assert balance(till, supplier) == 70


def test_what_the_customer_brought_back_goes_back_too(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 3, "3.333333"))
    sold = till.sell(till.customer(), line(product, 2))
    send_back(till, bought, item(batches(bought)[0], 1))
    till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    assert balance(till, supplier) == 0
