"""Exchanges: goods come back and others are sold in one call, and the money meets to the last minor unit."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from pyclient import books
from pyclient.deploy.session import execute
from tests.till import Answer, Till, column, decimals, line, money, number, part, plain_price, rows_of

BATCHES = "SELECT remaining, stock_value, status FROM batches WHERE product_id = %s ORDER BY id"
LEDGER = (
    "SELECT transaction_type, amount, balance_after, wallet_after, invoice_id FROM customer_transactions"
    " WHERE customer_id = %s ORDER BY seq"
)


def exchange(till: Till, sale: Answer, qty: object, *lines: dict[str, object], **members: object) -> Answer:
    """Return ``qty`` of the sale's first line, and sell ``lines`` in exchange."""
    return till.call("sp_return_items", asked(sale, qty, *lines, **members))


def asked(sale: Answer, qty: object, *lines: dict[str, object], **members: object) -> dict[str, object]:
    item = rows_of(sale["items"])[0]["item_id"]
    items = [{"item_id": item, "qty": qty}]
    return {"invoice_id": sale["invoice_id"], "items": items, "exchange_items": list(lines), **members}


def stored(till: Till, invoice: object) -> Answer:
    assert isinstance(invoice, int)
    return till.call("sp_get_invoice", invoice)


def purse(answer: Answer) -> list[object]:
    """Balance and wallet after the call."""
    after = part(answer, "customer")
    return [after["balance_after"], after["wallet_after"]]


def settled(answer: Answer) -> list[object]:
    """What the new invoice came to, what of it the return paid, all that was paid, and what is due."""
    new = part(answer, "exchange")
    return [new["total_after"], new["from_return"], new["paid_amount"], answer["due"]]


def test_the_answer_and_the_rows(till: Till) -> None:
    customer, product, other = till.customer(), till.product((10, 10)), till.product((10, 7))
    order = till.work_order(customer)
    sold = till.sell(customer, line(product, 10, 30), status="paid", work_order_id=order)
    answer = exchange(
        till, sold, 2, line(other, 5, 20, row_id="r1"),
        payments=[money(25, "card")], due_date="2030-01-31", invoice_group="group3", exchange_notes="بدل",
        reason="مقاس خطأ", refund="cash",
    )  # fmt: skip
    day = till.today()
    new = part(answer, "exchange")
    invoice = number(new["invoice_id"])
    assert new == {
        "invoice_id": invoice,
        "invoice_no": f"INV-{day:%Y%m%d}-0002",
        "total_after": 100,
        "net_total": 100,
        "tax_total": 0,
        "rounding_amount": 0,
        "taxes": [],
        "total_cogs": 35,
        "items": [
            {
                "row_id": "r1",
                "item_id": 2,
                "product_id": other,
                **plain_price(5, 20, 100),
                "list_price": 10,
                "price_list_rate": 10,
                "free": False,
                "cost": 35,
                "allocations": [{"batch_id": 2, "qty": 5, "cost": 35}],
            }
        ],
        "payments": [
            {
                "invoice_id": invoice, "payment_id": 3, "method": "wallet", "amount": 60,
                "remaining_after": 40, "payment_status": "partial",
            },
            {
                "invoice_id": invoice, "payment_id": 4, "method": "card", "amount": 25,
                "remaining_after": 15, "payment_status": "partial",
            },
        ],
        "from_return": 60,
        "paid_amount": 85,
        "remaining_amount": 15,
        "payment_status": "partial",
    }  # fmt: skip
    assert [answer[name] for name in ("due", "to_wallet", "change_due")] == [15, 0, 0]
    assert [answer[name] for name in ("returned_amount", "refunded_amount", "remaining_amount")] == [
        60,
        60,
        0,
    ]
    assert [(r["method"], r["amount"]) for r in rows_of(answer["refunds"])] == [("wallet", 60)]
    assert purse(answer) == [15, 0]
    assert part(answer, "work_order")["total_invoice_amount"] == 340
    header = stored(till, invoice)
    names = ("customer_id", "work_order_id", "exchange_return_id", "due_date", "invoice_group", "notes")
    assert [header[name] for name in names] == [
        customer, order, answer["return_id"], "2030-01-31", "group3", "بدل",
    ]  # fmt: skip
    old = stored(till, number(sold["invoice_id"]))
    assert old["exchange_return_id"] is None
    assert column(old, "returns", "exchange_invoice_id") == [invoice]
    assert column(header, "journal", "entry_type") == ["invoice", "invoice_cogs", "payment", "payment"]
    assert till.rows(LEDGER, customer)[2:] == [
        ("return", -60, -60, 0, sold["invoice_id"]),
        ("deposit", 60, 0, 60, sold["invoice_id"]),
        ("invoice", 100, 100, 60, invoice),
        ("payment", -60, 40, 0, invoice),
        ("payment", -25, 15, 0, invoice),
    ]
    assert till.rows(BATCHES, product) == [(2, 20, "active")]
    assert till.rows(BATCHES, other) == [(5, 35, "active")]


def test_the_same_product_with_an_empty_shelf(till: Till) -> None:
    """The goods are back before they are taken: at their own cost."""
    customer, product = till.customer(), till.product((3, "3.333333"))
    sold = till.sell(customer, line(product, 3, 10), status="paid")
    answer = exchange(till, sold, 2, line(product, 2, 10))
    assert answer["returned_cost"] == part(answer, "exchange")["total_cogs"] == Decimal("6.67")
    assert settled(answer) == [20, 20, 20, 0]
    assert till.rows(BATCHES, product) == [(0, 0, "consumed")]


def test_not_enough_stock_writes_neither(till: Till) -> None:
    customer, product = till.customer(), till.product((3, 1), product_code="P")
    sold = till.sell(customer, line(product, 3, 10), status="paid")
    refused = till.refusal("sp_return_items", asked(sold, 2, line(product, 3)))
    assert refused is not None
    assert refused.text.startswith("INSUFFICIENT_STOCK: product 1: needed 3.0000, available 2.0000")


@pytest.mark.parametrize(
    ("paid", "new", "refund", "expected", "open_after", "purse_after", "refunds"),
    [
        # paid in full: below, equal to and above what came back (60)
        (100, 40, "cash", [40, 40, 40, 0], 0, [0, 0], [("wallet", 40), ("cash", 20)]),
        (100, 40, "original", [40, 40, 40, 0], 0, [0, 0], [("wallet", 40), ("cash", 20)]),
        (100, 40, "wallet", [40, 40, 40, 0], 0, [0, 20], [("wallet", 60)]),
        (100, 40, None, [40, 40, 40, 0], 0, [0, 20], [("wallet", 60)]),
        (100, 60, "cash", [60, 60, 60, 0], 0, [0, 0], [("wallet", 60)]),
        (100, 75, "cash", [75, 60, 60, 15], 0, [15, 0], [("wallet", 60)]),
        # partly paid: 30 of the 60 were open, 30 leave
        (70, 20, "cash", [20, 20, 20, 0], 0, [0, 0], [("wallet", 20), ("cash", 10)]),
        (70, 75, "cash", [75, 30, 30, 45], 0, [45, 0], [("wallet", 30)]),
        # nothing of what came back was paid
        (0, 75, "cash", [75, 0, 0, 75], 40, [115, 0], []),
        (10, 20, None, [20, 0, 0, 20], 30, [50, 0], []),
    ],
)
def test_what_came_back_pays_first(
    till: Till,
    paid: int,
    new: int,
    refund: str | None,
    expected: list[int],
    open_after: int,
    purse_after: list[int],
    refunds: list[tuple[str, int]],
) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    how: dict[str, object] = {"status": "partial", "payments": [money(paid)]} if paid else {}
    sold = till.sell(customer, line(service, 10, 10), **how)
    answer = exchange(till, sold, 6, line(service, 1, new), refund=refund)
    assert settled(answer) == expected
    assert answer["remaining_amount"] == open_after
    assert purse(answer) == purse_after
    assert [(r["method"], r["amount"]) for r in rows_of(answer["refunds"])] == refunds


def test_original_gives_back_only_what_the_exchange_left(till: Till) -> None:
    """The newest payment first; a later return finds what is left of each."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 10, 10), status="paid", payments=[money(70), money(30, "check")])
    first = exchange(till, sold, 5, line(service, 1, 15), refund="original")
    rest = till.call("sp_return_items", {"invoice_id": 1, "all": True, "refund": "original"})
    assert [(r["method"], r["amount"]) for each in (first, rest) for r in rows_of(each["refunds"])] == [
        ("wallet", 15), ("check", 30), ("cash", 5), ("cash", 50),
    ]  # fmt: skip
    assert stored(till, 1)["paid_amount"] == 0


@pytest.mark.parametrize(
    ("members", "expected", "beside", "purse_after"),
    [
        ({"payments": [money(40)]}, [100, 60, 100, 0], [0, 0], [0, 7]),
        ({"payments": [money(7, "wallet"), money(33, "card")]}, [100, 60, 100, 0], [0, 0], [0, 0]),
        ({"payments": [money(50)], "overpayment": "change"}, [100, 60, 100, 0], [0, 10], [0, 7]),
        ({"payments": [money(50, "card")], "overpayment": "wallet"}, [100, 60, 100, 0], [10, 0], [0, 17]),
        ({"payments": json.dumps([money("12.50")])}, [100, 60, Decimal("72.5"), Decimal("27.5")], [0, 0],
         [Decimal("27.5"), 7]),
        ({"payments": []}, [100, 60, 60, 40], [0, 0], [40, 7]),
    ],
)  # fmt: skip
def test_the_rest_is_paid_as_a_sale_is(
    till: Till, members: dict[str, object], expected: list[object], beside: list[int], purse_after: list[int]
) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.deposit(customer, 7)
    sold = till.sell(customer, line(service, 10, 10), status="paid")
    answer = exchange(till, sold, 6, line(service, 1, 100), **members)
    assert settled(answer) == expected
    assert [answer["to_wallet"], answer["change_due"]] == beside
    assert purse(answer) == purse_after


def test_all_is_exchanged(till: Till) -> None:
    customer, product, other = till.customer(), till.product((10, 4)), till.product((10, 5))
    sold = till.sell(customer, line(product, 5, 10), line(product, 3, 20), discount_value=10, status="paid")
    request = {
        "invoice_id": sold["invoice_id"],
        "all": True,
        "exchange_items": json.dumps([line(other, 3, 33)]),
    }
    answer = till.call("sp_return_items", request)
    assert settled(answer) == [99, 99, 99, 0]
    assert (answer["returned_amount"], answer["refunded_amount"], purse(answer)) == (99, 99, [0, 0])
    assert till.rows(BATCHES, product) == [(10, 40, "active")]


def test_it_sells_at_todays_prices(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False, selling_price=10, retail_price=12)
    sold = till.sell(customer, line(service, 2), status="paid", discount_value=50)
    till.call("sp_save_product", {"product_id": service, "selling_price": 11, "retail_price": 13})
    answer = exchange(till, sold, 2, line(service, 1), line(service, 1, price_type="retail"))
    assert answer["returned_amount"] == 10
    assert settled(answer) == [24, 10, 10, 14]


def test_fils(till: Till) -> None:
    """Three decimals: 10 for 0.333 each, less what a third of a piece is worth."""
    execute(till.connection, "UPDATE companies SET currency = 'KWD'")
    customer, product = till.customer(), till.product((10, "0.1234"))
    sold = till.sell(customer, line(product, 3, "0.333"), status="paid")
    answer = exchange(till, sold, 1, line(product, 2, "0.2005"), payments=[money("0.067")])
    assert [answer["returned_amount"], *settled(answer)] == decimals(
        "0.333", "0.401", "0.333", "0.400", "0.001"
    )
    assert purse(answer) == decimals("0.001", "0")
    refused = till.refusal("sp_return_items", asked(sold, 1, line(product, 2), payments=[money("0.0005")]))
    assert refused is not None
    assert refused.token == "AMOUNT_PRECISION"


def test_an_exchange_for_nothing(till: Till) -> None:
    """What is given away needs no payment, and no ledger row: all that was paid leaves."""
    customer, free = till.customer(), till.product((5, 2), selling_price=0)
    service = till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 1, 10), status="paid")
    answer = exchange(till, sold, 1, line(free, 1), refund="cash")
    assert settled(answer) == [0, 0, 0, 0]
    assert part(answer, "exchange")["payment_status"] == "paid"
    assert [(r["method"], r["amount"]) for r in rows_of(answer["refunds"])] == [("cash", 10)]


def test_nothing_is_worth_anything(till: Till) -> None:
    """What was given away is exchanged for what is given away."""
    customer, free = till.customer(), till.product((5, 2), selling_price=0)
    sold = till.sell(customer, line(free, 1))
    answer = exchange(till, sold, 1, line(free, 2))
    assert (purse(answer), answer["refunds"]) == ([0, 0], [])
    assert till.rows(BATCHES, free) == [(3, 6, "active")]


@pytest.mark.parametrize("nothing", [[], "[]", None, ""])
def test_nothing_in_exchange_is_a_plain_return(till: Till, nothing: object) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 10, 10), status="paid")
    answer = till.call(
        "sp_return_items",
        {"invoice_id": sold["invoice_id"], "all": True, "exchange_items": nothing, "payments": []},
    )
    assert answer["exchange"] is None
    assert not {"due", "to_wallet", "change_due"} & answer.keys()
    assert till.count("invoices_out") == 1


@pytest.mark.parametrize("procedure", ["sp_cancel_invoice", "sp_revert_invoice"])
def test_the_new_invoice_is_undone_and_the_return_stays(till: Till, procedure: str) -> None:
    """Its money goes into the wallet, as ever; a paid one cannot be canceled."""
    customer, product, other = till.customer(), till.product((10, 10)), till.product((10, 7))
    sold = till.sell(customer, line(product, 10, 30), status="paid")
    new = part(exchange(till, sold, 2, line(other, 3, 20)), "exchange")["invoice_id"]
    if procedure == "sp_cancel_invoice":
        refused = till.refusal(procedure, {"invoice_id": new})
        assert refused is not None
        assert refused.token == "INVOICE_HAS_PAYMENTS"
        return
    done = till.call(procedure, {"invoice_id": new})
    assert purse(done) == [0, 60]
    assert till.rows(BATCHES, other) == [(10, 70, "active")]
    old = stored(till, number(sold["invoice_id"]))
    assert (old["returned_amount"], column(old, "returns", "exchange_invoice_id")) == (60, [new])


def test_an_unpaid_new_invoice_is_canceled(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(customer, line(product, 5, 30))
    new = part(exchange(till, sold, 2, line(product, 3, 20)), "exchange")["invoice_id"]
    done = till.call("sp_cancel_invoice", {"invoice_id": new})
    assert purse(done) == [90, 0]
    assert till.rows(BATCHES, product) == [(7, 70, "active")]


def test_the_new_invoice_is_exchanged_again(till: Till) -> None:
    """It is an invoice as any other: what the return paid for it is paid."""
    customer, product, other = till.customer(), till.product((10, 10)), till.product((10, 7))
    sold = till.sell(customer, line(product, 2, 30), status="paid")
    first = part(exchange(till, sold, 2, line(other, 3, 20)), "exchange")
    again = exchange(till, first, 3, line(product, 2, 25), refund="cash")
    assert settled(again) == [50, 50, 50, 0]
    assert [(r["method"], r["amount"]) for r in rows_of(again["refunds"])] == [("wallet", 50), ("cash", 10)]
    accounts = {row.code: row.closing for row in books.trial_balance(till.connection)}
    assert accounts["1100"] == 50  # cash
    assert accounts["2200"] == accounts["1200"] == 0  # wallets and receivables


def test_the_wallet_payment_of_an_exchange_is_voided(till: Till) -> None:
    """It goes back into the wallet, and the new invoice owes again."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 1, 30), status="paid")
    new = part(exchange(till, sold, 1, line(service, 1, 30)), "exchange")
    paid = rows_of(new["payments"])[0]["payment_id"]
    done = till.call("sp_void_payment", {"payment_id": paid})
    assert purse(done) == [30, 30]


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"exchange_items": 5}, "VALIDATION: exchange_items is not valid: 5"),
        ({"exchange_items": "x"}, "VALIDATION: exchange_items is not valid: x"),
        ({"exchange_items": [{"qty": 1}]}, "VALIDATION: line 1: product_id is not valid: null"),
        ({"exchange_items": [line(1, 0)]},
         "INVALID_QUANTITY: line 1: the quantity must be above 0 with at most 4 decimals: 0"),
        ({"exchange_items": [line(1, 1, "x")]},
         "INVALID_PRICE: line 1: the price must be a number below 10^12 with at most 6 decimals: x"),
        ({"exchange_items": [line(9)]}, "UNKNOWN_PRODUCT: there is no product 9"),
        ({"exchange_items": [line(1)] * 1001}, "TOO_MANY_ITEMS: 1001 items, at most 1000 are allowed"),
        ({"exchange_items": [], "payments": [money(1)]},
         'PAYMENTS_NOT_ALLOWED: payments pay for exchange_items, and there are none: '),
        ({"payments": "x"}, "INVALID_PAYMENT: "),
        ({"payments": [money("0.005")]}, "AMOUNT_PRECISION: "),
        ({"payments": [money(1, "gold")]}, "INVALID_PAYMENT_METHOD: "),
        ({"payments": [money(11)]}, "OVERPAYMENT: "),
        ({"payments": [money(9, "wallet")]}, "WALLET_INSUFFICIENT: "),
        ({"overpayment": "x"}, "VALIDATION: overpayment is not valid: x"),
        ({"due_date": "x"}, "VALIDATION: due_date is not valid: x"),
        ({"due_days": "x"}, "VALIDATION: due_days is not valid: x"),
        ({"invoice_group": "x"}, "VALIDATION: invoice_group is not valid: x"),
        ({"exchange_notes": {}}, "VALIDATION: exchange_notes is not valid: {}"),
        ({"items": [{"item_id": 1, "qty": 4}]}, "RETURN_EXCEEDS_SOLD: "),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_both_undone(till: Till, members: dict[str, object], text: str) -> None:
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(customer, line(product, 3, 20), status="paid")
    with till.nothing_written():
        refused = till.refusal("sp_return_items", asked(sold, 1, line(product, 1, 30)) | members)
    assert refused is not None
    assert refused.text.startswith(text)


def test_who_may_not_buy_may_not_exchange(till: Till) -> None:
    """A deactivated customer and a cancelled work order: the goods may come back, but nothing is sold."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    order = till.work_order(customer)
    sold = till.sell(customer, line(service, 4, 10), work_order_id=order)
    till.call("sp_save_work_order", {"work_order_id": order, "status": "cancelled"})
    refused = till.refusal("sp_return_items", asked(sold, 1, line(service)))
    assert refused is not None
    assert refused.token == "WORK_ORDER_CLOSED"
    till.call("sp_save_customer", {"customer_id": customer, "active": False})
    refused = till.refusal("sp_return_items", asked(sold, 1, line(service)))
    assert refused is not None
    assert refused.text.startswith("UNKNOWN_CUSTOMER")
    till.call("sp_return_items", asked(sold, 1))


def test_a_key_holds_for_another_spelling(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 4, 10), status="paid")
    request = {**asked(sold, 1, line(service, 1, 10)), "request_id": "once"}
    first = till.text("sp_return_items", request)
    packed = {**request, "exchange_items": json.dumps(request["exchange_items"])}
    assert till.text("sp_return_items", packed) == first
    refused = till.refusal(
        "sp_return_items", {**request, "exchange_items": [line(service, 2, 10)], "created_by": 1}
    )
    assert refused is not None
    assert refused.token == "REQUEST_ID_REUSED"
    assert (till.count("invoice_returns"), till.count("invoices_out")) == (1, 2)


@pytest.mark.corrupts  # a wallet as only an adopted one can be
def test_a_wallet_below_zero_does_not_pay(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 10, 10), status="paid")
    execute(till.connection, "UPDATE customers SET exempt = 1, wallet = -5")
    with till.nothing_written():
        refused = till.refusal("sp_return_items", asked(sold, 2, line(service, 2, 10)))
    assert refused is not None
    assert refused.text.startswith("WALLET_INSUFFICIENT")
    assert purse(exchange(till, sold, 2, line(service, 1, 10))) == [0, 5]
