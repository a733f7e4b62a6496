"""Posted invoices that change: only the difference is posted, at exact costs, in new rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal

import pytest

from pyclient import books
from pyclient.deploy.session import fetch
from tests.till import Answer, Till, column, decimals, line, money, number, part, plain_price, rows_of

LEDGER = (
    "SELECT transaction_type, amount, balance_after, wallet_after FROM customer_transactions"
    " WHERE customer_id = %s ORDER BY seq"
)
BATCHES = "SELECT remaining, stock_value, status FROM batches WHERE product_id = %s ORDER BY id"
AUDITED = (
    "SELECT values_before, values_after FROM audit_log WHERE action = 'amend'"
    " AND document_table = %s AND document_id = %s ORDER BY id"
)
OF_SALES = ("1200", "4100", "4110", "4120", "5100")


def amend(till: Till, sale: Answer, *items: dict[str, object], **members: object) -> Answer:
    return till.call("sp_amend_invoice", _request(sale, items, members))


def refused(till: Till, sale: Answer, *items: dict[str, object], **members: object) -> str:
    """The text of a refusal that wrote nothing."""
    refusal = till.refusal("sp_amend_invoice", _request(sale, items, members))
    assert refusal is not None
    return refusal.text


def _request(
    sale: Answer, items: Iterable[dict[str, object]], members: dict[str, object]
) -> dict[str, object]:
    return {"invoice_id": sale["invoice_id"], "items": list(items), **members}


def item(sale: Answer, place: int = 0) -> int:
    """The item_id of the sale's line at a place."""
    return number(rows_of(sale["items"])[place]["item_id"])


def kept(sale: Answer, qty: object, place: int = 0, **members: object) -> dict[str, object]:
    """A line that stays, with a quantity."""
    return {"item_id": item(sale, place), "qty": qty, **members}


def give_back(till: Till, sale: Answer, qty: object, place: int = 0, **members: object) -> Answer:
    request = {"invoice_id": sale["invoice_id"], "items": [kept(sale, qty, place)], **members}
    return till.call("sp_return_items", request)


def stored(till: Till, sale: Answer) -> Answer:
    return till.call("sp_get_invoice", number(sale["invoice_id"]))


def balances(till: Till) -> dict[str, Decimal]:
    return {row.code: row.closing for row in books.trial_balance(till.connection)}


# --- worked examples


def test_more_is_taken_where_the_sale_stopped(till: Till) -> None:
    """Layers of 10 at 10 and 10 at 12: 8 cost 80; 14 cost 68 more: 2 at 10 and 4 at 12."""
    customer, product = till.customer(), till.product((10, 10), (10, 12))
    order = till.work_order(customer)
    sold = till.sell(customer, line(product, 8, 20), work_order_id=order)
    assert sold["total_cogs"] == 80
    answer = amend(till, sold, kept(sold, 14), reason="أخذ المزيد", notes="معدلة")
    assert answer == {
        "ok": True,
        "msg": "تم تعديل الفاتورة بنجاح.",
        "amendment_id": answer["amendment_id"],
        "invoice_id": sold["invoice_id"],
        "invoice_no": sold["invoice_no"],
        "total_before": 280,
        "discount_type": "percent",
        "discount_value": 0,
        "discount_amount": 0,
        "total_after": 280,
        "net_total": 280,
        "tax_total": 0,
        "rounding_amount": 0,
        "taxes": [],
        "total_cogs": 148,
        "profit_amount": 132,
        "value_change": 120,
        "cost_change": 68,
        "paid_amount": 0,
        "remaining_amount": 280,
        "payment_status": "pending",
        "items": [
            {
                "row_id": None,
                "item_id": item(sold),
                "product_id": product,
                **plain_price(14, 20, 280),
                "list_price": 10,
                "price_list_rate": 10,
                "cost": 148,
                "allocations": [
                    {"batch_id": 1, "qty": 2, "cost": 20},
                    {"batch_id": 2, "qty": 4, "cost": 48},
                ],
            }
        ],
        "refunded_amount": 0,
        "refunds": [],
        "customer": {
            "id": customer,
            "balance_before": 160,
            "balance_after": 280,
            "wallet_before": 0,
            "wallet_after": 0,
        },
        "work_order": {"id": order, "total_invoice_amount": 280, "total_paid": 0, "total_remaining": 280},
    }
    assert till.rows(BATCHES, product) == [(0, 0, "consumed"), (6, 72, "active")]
    assert till.rows(LEDGER, customer) == [("invoice", 160, 160, 0), ("adjustment", 120, 280, 0)]
    shown = stored(till, sold)
    figures = ("total_after", "total_cost", "profit_amount", "remaining_amount", "notes")
    assert [shown[name] for name in figures] == [280, 148, 132, 280, "معدلة"]
    assert shown["amendments"] == [
        {
            "amendment_id": answer["amendment_id"],
            "business_date": till.today().isoformat(),
            "total_change": 120,
            "discount_change": 0,
            "value_change": 120,
            "tax_change": 0,
            "rounding_change": 0,
            "cost_change": 68,
            "reason": "أخذ المزيد",
            "created_by": 1,
        }
    ]
    assert column(shown, "journal", "entry_type") == [
        "invoice", "invoice_cogs", "invoice", "invoice_cogs_adjustment",
    ]  # fmt: skip
    card = books.stock_card(till.connection, product)
    assert [(m.type, m.batch_id, int(m.qty), int(m.cost)) for m in card[2:]] == [
        ("sale", 1, -8, -80), ("sale_adjustment", 1, -2, -20), ("sale_adjustment", 2, -4, -48),
    ]  # fmt: skip
    ((before, after),) = till.rows(AUDITED, "invoice_out_items", item(sold))
    assert (json.loads(before)["quantity"], json.loads(after)["quantity"]) == (8, 14)
    ((before, after),) = till.rows(AUDITED, "invoices_out", sold["invoice_id"])
    assert (json.loads(before)["total_after_discount"], json.loads(after)["notes"]) == (160, "معدلة")


def test_ten_to_eight_and_back(till: Till) -> None:
    """100, 80, 100: what went back is taken again at what it cost."""
    customer, product = till.customer(), till.product((10, 10), (10, 12))
    sold = till.sell(customer, line(product, 10, 20))
    costs = [amend(till, sold, kept(sold, qty))["total_cogs"] for qty in (8, 10)]
    assert [sold["total_cogs"], *costs] == [100, 80, 100]
    assert till.rows(BATCHES, product) == [(0, 0, "consumed"), (10, 120, "active")]


def test_sent_edited_canceled_sent_again(till: Till) -> None:
    """Movements are the differences of the documents, and in the end only the last one is there."""
    customer, product = till.customer(), till.product((10, 10), (10, 12))
    first = till.sell(customer, line(product, 12, 20))
    amend(till, first, kept(first, 9))
    till.call("sp_cancel_invoice", {"invoice_id": first["invoice_id"]})
    again = till.sell(customer, line(product, 9, 20))
    assert (again["total_cogs"], again["total_after"]) == (90, 180)
    card = books.stock_card(till.connection, product)[2:]
    assert [(m.type, m.batch_id, int(m.qty), int(m.cost)) for m in card] == [
        ("sale", 1, -10, -100),
        ("sale", 2, -2, -24),
        ("sale_adjustment", 1, 1, 10),
        ("sale_adjustment", 2, 2, 24),
        ("sale_reversal", 1, 9, 90),
        ("sale", 1, -9, -90),
    ]
    assert sum(m.cost for m in card) == -90
    figures = balances(till)
    assert [figures.get(code, 0) for code in OF_SALES] == [180, -180, 0, 0, 90]


@pytest.mark.parametrize("undo", ["sp_cancel_invoice", "sp_revert_invoice"])
def test_nothing_is_left_of_a_closed_invoice(till: Till, undo: str) -> None:
    """Neither on an account nor in the goods, after two amendments with a discount and a return."""
    customer = till.customer()
    nails, pipes = till.product((7, "1.428571"), (5, 2)), till.product((3, "3.333333"))
    sold = till.sell(customer, line(nails, 9, 3), line(pipes, 2, 10), discount_value=10)
    give_back(till, sold, 2)
    amend(till, sold, kept(sold, 6), kept(sold, 3, 1), line(nails, 1, 5), discount_value="7.5")
    amend(till, sold, kept(sold, 5), kept(sold, 1, 1), discount_type="amount", discount_value=3)
    till.call(undo, {"invoice_id": sold["invoice_id"]})
    assert till.rows(BATCHES, nails) == [(7, 10, "active"), (5, 10, "active")]
    assert till.rows(BATCHES, pipes) == [(3, 10, "active")]
    figures = balances(till)
    assert [figures[code] for code in OF_SALES] == [0, 0, 0, 0, 0]
    assert till.rows("SELECT balance, wallet FROM customers WHERE id = %s", customer) == [(0, 0)]
    assert refused(till, sold, kept(sold, 1)).startswith("INVOICE_CLOSED: invoice 1 is ")


# --- lines


def test_lines_change_come_and_go(till: Till) -> None:
    customer = till.customer()
    nails, pipes, service = till.product((10, 1)), till.product((10, 2)), till.product(keeps_stock=False)
    sold = till.sell(customer, line(nails, 4, 10, row_id="a"), line(pipes, 5, 10, row_id="b"))
    answer = amend(till, sold, line(service, 1, 30, row_id="c"), kept(sold, 2, 1, selling_price="12.5"))
    assert column(answer, "items", "row_id") == ["c", "b", "a"]
    assert column(answer, "items", "qty") == [1, 2, 0]
    assert column(answer, "items", "total_price") == [30, 25, 0]
    assert column(answer, "items", "cost") == [0, 4, 0]
    assert [column(each, "allocations", "qty") for each in rows_of(answer["items"])] == [[], [-3], [-4]]
    assert (answer["total_after"], answer["total_cogs"]) == (55, 4)
    shown = stored(till, sold)
    assert column(shown, "items", "item_id") == [2, 3]  # what was taken off is not shown any more
    assert till.rows("SELECT item_id FROM report_invoice_lines ORDER BY item_id") == [(2,), (3,)]
    # and is not on the invoice: it can neither come back nor be amended
    returned = till.refusal("sp_return_items", _request(sold, [kept(sold, 1)], {}))
    assert returned is not None
    assert returned.text.startswith("RETURN_EXCEEDS_SOLD: item 1: 1.0000 are more than the 0")
    assert refused(till, sold, kept(sold, 1)) == "UNKNOWN_ITEM: there is no item 1 on invoice 1"
    rest = till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    assert column(rest, "items", "item_id") == [2, 3]
    assert rest["returned_amount"] == 55


def test_what_one_line_gives_another_takes(till: Till) -> None:
    """Nothing is in stock; nothing moves, for it is the same batch."""
    customer, product = till.customer(), till.product((5, 4))
    sold = till.sell(customer, line(product, 3, 10), line(product, 2, 10))
    answer = amend(till, sold, kept(sold, 1), kept(sold, 4, 1))
    assert column(answer, "items", "cost") == [4, 16]
    assert (answer["cost_change"], answer["value_change"]) == (0, 0)
    assert [m.type for m in books.stock_card(till.connection, product)] == ["purchase", "sale"]
    assert column(stored(till, sold), "journal", "entry_type") == ["invoice", "invoice_cogs"]


def test_rounding_moves_value_without_goods(till: Till) -> None:
    """3 for 10.00: 3.33 comes back, and 3.33 is taken again; each batch is its movements to the piastre."""
    customer, product = till.customer(), till.product((3, "3.333333"))
    sold = till.sell(customer, line(product, 2, 5), line(product, 1, 5))
    amend(till, sold, kept(sold, 1), kept(sold, 2, 1))
    answer = amend(till, sold, kept(sold, 2), kept(sold, 1, 1))
    assert answer["total_cogs"] == 10
    assert till.rows(BATCHES, product) == [(0, 0, "consumed")]


def test_only_the_price(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 4), selling_price=7, retail_price=9)
    sold = till.sell(customer, line(product, 3, 10))
    answer = amend(till, sold, kept(sold, 3, selling_price=12))
    assert (answer["value_change"], answer["cost_change"], answer["total_cogs"]) == (6, 0, 12)
    assert column(stored(till, sold), "journal", "entry_type") == ["invoice", "invoice_cogs", "invoice"]
    # without a price the line keeps its own, unless it is to have that of another type
    assert amend(till, sold, kept(sold, 2))["total_after"] == 24
    assert amend(till, sold, kept(sold, 2, price_type="retail"))["total_after"] == 18


def test_nothing_changes(till: Till) -> None:
    """No document and no row: the same invoice is answered."""
    customer, product = till.customer(), till.product((10, 4))
    sold = till.sell(customer, line(product, 3, 10), line(product, 1, 5), discount_value=5, notes="x")
    with till.nothing_written():
        answer = amend(till, sold, kept(sold, 3), kept(sold, 1, 1), discount_value=5, notes="x", reason="سهو")
    assert (answer["amendment_id"], answer["value_change"], answer["cost_change"]) == (None, 0, 0)
    assert column(answer, "items", "cost") == [12, 4]
    assert amend(till, sold, kept(sold, 3), kept(sold, 1, 1), notes="y")["amendment_id"] is not None
    assert stored(till, sold)["notes"] == "y"


def test_a_sale_for_nothing_and_without_goods_gets_both(till: Till) -> None:
    """There is no entry to adjust: the first amendment's are what is reversed."""
    customer, product, service = till.customer(), till.product((10, 4)), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 1, 0, price_type="retail"))
    assert sold["total_after"] == 0
    amend(till, sold, kept(sold, 1), line(product, 2, 10))
    amend(till, sold, kept(sold, 1), {"item_id": 2, "qty": 3})
    give = {"invoice_id": sold["invoice_id"], "items": [{"item_id": 2, "qty": 1}]}
    assert till.call("sp_return_items", give)["returned_cost"] == 4
    till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})
    figures = balances(till)
    assert [figures.get(code, 0) for code in OF_SALES] == [0, 0, 0, 0, 0]


def test_a_deactivated_product_is_not_sold_more_of(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 4))
    sold = till.sell(customer, line(product, 3, 10))
    till.call("sp_save_product", {"product_id": product, "active": False})
    assert amend(till, sold, kept(sold, 2))["total_after"] == 20
    assert refused(till, sold, kept(sold, 3)).startswith(f"UNKNOWN_PRODUCT: product {product} is inactive")


# --- discounts


def test_the_discount_is_spread_anew(till: Till) -> None:
    customer, product = till.customer(), till.product((20, 1))
    sold = till.sell(
        customer, line(product, 1, 100), line(product, 1, 100), discount_type="amount", discount_value=10
    )
    answer = amend(till, sold, kept(sold, 1), kept(sold, 1, 1), line(product, 1, 100))
    assert column(answer, "items", "discount_share") == decimals("3.33", "3.34", "3.33")
    answer = amend(till, sold, kept(sold, 1), kept(sold, 1, 1), discount_type="percent", discount_value=100)
    assert (answer["total_after"], answer["payment_status"]) == (0, "paid")
    assert refused(till, sold, kept(sold, 1), discount_type="amount") == (
        "INVALID_DISCOUNT: discount_value is not a discount: null"
    )


@pytest.mark.parametrize(
    ("discount", "shares", "total", "rest"),
    [
        ({}, ["10", "30"], 360, 270),  # 10 percent, as it was sold
        ({"discount_value": 0}, ["10", "0"], 390, 300),  # what came back keeps its discount
        ({"discount_value": 100}, ["10", "300"], 90, 0),
        ({"discount_type": "amount", "discount_value": 25}, ["10", "15"], 375, 285),
        ({"discount_type": "amount", "discount_value": 1000}, ["10", "300"], 90, 0),
    ],
)
def test_goods_that_came_back_keep_their_discount(
    till: Till, discount: dict[str, object], shares: list[str], total: int, rest: int
) -> None:
    customer, product = till.customer(), till.product((20, 1))
    sold = till.sell(customer, line(product, 1, 100), line(product, 1, 100), discount_value=10)
    assert give_back(till, sold, 1)["returned_amount"] == 90
    answer = amend(till, sold, kept(sold, 1), kept(sold, 3, 1), **discount)
    assert column(answer, "items", "discount_share") == decimals(*shares)
    assert (answer["total_after"], answer["remaining_amount"]) == (total, rest)
    back = till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    assert back["returned_amount"] == rest


def test_a_discount_below_what_came_back_carries(till: Till) -> None:
    customer, product = till.customer(), till.product((20, 1))
    sold = till.sell(customer, line(product, 2, 100), discount_value=10)
    give_back(till, sold, 1)
    assert refused(till, sold, kept(sold, 2), discount_type="amount", discount_value=9) == (
        "INVALID_DISCOUNT: a discount of 9.00 is below the 10.00 that goods carry which came back"
    )


# --- returns before and after


def test_a_return_after_an_amendment(till: Till) -> None:
    """4 of 10 came back with 10 percent off; the 6 left become 5 without a discount: each is worth 100."""
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(customer, line(product, 10, 100), discount_value=10)
    assert give_back(till, sold, 4)["returned_amount"] == 360
    answer = amend(till, sold, kept(sold, 9), discount_value=0)
    assert (answer["total_after"], answer["remaining_amount"]) == (860, 500)
    values = [give_back(till, sold, 1)["returned_amount"] for _ in range(3)]
    assert values == [100, 100, 100]
    assert give_back(till, sold, 2)["returned_cost"] == 20
    assert till.rows(BATCHES, product) == [(10, 100, "active")]
    assert stored(till, sold)["remaining_amount"] == 0


def test_parts_after_an_amendment_add_up(till: Till) -> None:
    customer, product = till.customer(), till.product((3, "3.333333"), (4, "2.5"))
    sold = till.sell(customer, line(product, 3, "33.333333"), discount_type="amount", discount_value="3.33")
    assert give_back(till, sold, 1)["returned_amount"] == Decimal("32.22")
    amend(till, sold, kept(sold, 4))
    parts = [give_back(till, sold, 1) for _ in range(3)]
    figures = stored(till, sold)
    assert sum(Decimal(str(each["returned_amount"])) for each in parts) == Decimal("97.78")
    assert figures["returned_amount"] == figures["total_after"] == Decimal("130")
    assert till.rows(BATCHES, product) == [(3, 10, "active"), (4, 10, "active")]


def test_not_below_what_came_back(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(customer, line(product, 5, 10), line(product, 1, 10))
    give_back(till, sold, 3)
    assert refused(till, sold, kept(sold, "2.9999"), kept(sold, 1, 1)) == (
        "RETURN_EXCEEDS_SOLD: item 1: 3.0000 came back, more than the 2.9999 that it would have"
    )
    assert refused(till, sold, kept(sold, 1, 1)) == (
        "RETURN_EXCEEDS_SOLD: item 1: 3.0000 came back, more than the 0.0000 that it would have"
    )
    assert refused(till, sold, kept(sold, 5, selling_price=9)) == (
        "VALIDATION: item 1 came back in part and keeps its price 10.000000: 9.000000"
    )
    answer = amend(till, sold, kept(sold, 3), kept(sold, 1, 1))
    assert (answer["total_after"], answer["remaining_amount"]) == (40, 10)


def test_a_piastre_of_rounding(till: Till) -> None:
    """Of 4 for 1.33 two came back for 0.67: two alone would be 0.66, so the line cannot end there. Where they
    would be more, the piastre is let off as discount."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    dear = till.sell(customer, line(service, 4, "0.3333"))
    assert give_back(till, dear, 2)["returned_amount"] == Decimal("0.67")
    assert amend(till, dear, kept(dear, 2))["total_after"] == Decimal("0.67")
    cheap = till.sell(customer, line(service, 2, "0.3333"))
    assert give_back(till, cheap, 1)["returned_amount"] == Decimal("0.34")
    assert refused(till, cheap, kept(cheap, 1)) == (
        "RETURN_EXCEEDS_SOLD: item 2: 0.34 was given for what came back, more than its total would be, 0.33"
    )
    odd = till.sell(customer, line(service, 10, "0.0333"))
    assert give_back(till, odd, 8)["returned_amount"] == Decimal("0.26")
    answer = amend(till, odd, kept(odd, 8))
    assert column(answer, "items", "discount_share") == decimals("0.01")
    assert (answer["total_after"], answer["remaining_amount"]) == (Decimal("0.26"), 0)


# --- money


@pytest.mark.parametrize(
    ("refund", "refunds", "wallet"),
    [
        (None, [("wallet", 60)], 60),
        ("wallet", [("wallet", 60)], 60),
        ("cash", [("cash", 60)], 0),
        ("original", [("check", 20), ("card", 30), ("cash", 10)], 0),
    ],
)
def test_what_was_paid_above_the_new_total_leaves(
    till: Till, refund: str | None, refunds: list[tuple[str, int]], wallet: int
) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    payments = [money(40), money(30, "card"), money(20, "check")]
    sold = till.sell(customer, line(service, 10, 10), status="partial", payments=payments)
    answer = amend(till, sold, kept(sold, 3), refund=refund)
    assert [(each["method"], each["amount"]) for each in rows_of(answer["refunds"])] == refunds
    figures = ("total_after", "paid_amount", "remaining_amount", "payment_status", "refunded_amount")
    assert [answer[name] for name in figures] == [30, 30, 0, "paid", 60]
    assert part(answer, "customer") == {
        "id": customer, "balance_before": 10, "balance_after": 0, "wallet_before": 0, "wallet_after": wallet,
    }  # fmt: skip
    assert [row[0] for row in till.rows(LEDGER, customer)][4:] == ["adjustment"] + [
        "deposit" if method == "wallet" else "adjustment" for method, _ in refunds
    ]


def test_the_wallet_was_spent(till: Till) -> None:
    """Nothing to ask: an amendment pays into the wallet, whatever went out of it."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(
        customer, line(service, 10, 10), status="paid", payments=[money(120)], overpayment="wallet"
    )
    till.call("sp_wallet_move", {"customer_id": customer, "type": "withdraw", "amount": 20})
    answer = amend(till, sold, kept(sold, 4))
    assert part(answer, "customer")["wallet_after"] == 60


def test_a_paid_invoice_owes_again(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(service, 10, 10), status="paid")
    answer = amend(till, sold, kept(sold, 12))
    assert (answer["payment_status"], answer["remaining_amount"]) == ("partial", 20)
    paid = till.call("sp_void_payment", {"payment_id": 1})
    assert (paid["payment_status"], paid["remaining_after"]) == ("pending", 120)


# --- refusals


def test_not_enough_stock(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 10))
    sold = till.sell(customer, line(product, 8, 20), line(product, 1, 20))
    assert refused(till, sold, kept(sold, 9), kept(sold, 2, 1)) == (
        f"INSUFFICIENT_STOCK: product {product}: needed 11.0000, available 10.0000: كوع 90 درجة"
    )


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"items": []}, "NO_ITEMS: invoice 1 would be left without a line: cancel or revert it instead"),
        ({"items": None}, "NO_ITEMS: invoice 1 would be left without a line: cancel or revert it instead"),
        ({"items": "x"}, "VALIDATION: items is not an array of objects: x"),
        ({"items": [7]}, "VALIDATION: items is not an array of objects: 7"),
        ({"items": [{"item_id": 1}]}, "INVALID_QUANTITY: line 1: the quantity must be above 0 with at most 4"
         " decimals: null"),
        ({"items": [{"item_id": 1, "qty": 0}]},
         "INVALID_QUANTITY: line 1: the quantity must be above 0 with at"
         " most 4 decimals: 0"),
        ({"items": [{"item_id": "x", "qty": 1}]}, "VALIDATION: items[1].item_id is not valid: x"),
        ({"items": [{"item_id": 99, "qty": 1}]}, "UNKNOWN_ITEM: there is no item 99 on invoice 1"),
        ({"items": [{"item_id": 3, "qty": 1}]}, "UNKNOWN_ITEM: there is no item 3 on invoice 1"),
        ({"items": [{"item_id": 1, "qty": 1}] * 2}, "VALIDATION: item 1 stands twice in the list"),
        ({"items": [{"item_id": 1, "qty": 1}] * 1001},
         "TOO_MANY_ITEMS: 1001 items, at most 1000 are allowed"),
        ({"items": [{"item_id": 1, "product_id": 2, "qty": 1}]},
         "VALIDATION: item 1 is of product 1: add a new line for product 2"),
        ({"items": [{"product_id": 99, "qty": 1}]}, "UNKNOWN_PRODUCT: there is no product 99"),
        ({"items": [{"item_id": 1, "qty": 1, "selling_price": "1e9999"}]}, None),
        ({"items": [{"item_id": 1, "qty": "999999999", "selling_price": "999999999"}]}, None),
        ({"discount_value": 101}, "INVALID_DISCOUNT: discount_value is not a discount: 101"),
        ({"discount_type": "x"}, "INVALID_DISCOUNT: discount_type is not a discount: x"),
        ({"refund": "reduce"}, "VALIDATION: refund is not valid: reduce"),
        ({"reason": "x" * 256}, None),
    ],
)  # fmt: skip
def test_what_is_refused(till: Till, members: dict[str, object], text: str | None) -> None:
    customer, product = till.customer(), till.product((10, 10))
    till.product((10, 10))
    sold = till.sell(customer, line(product, 3, 20), line(product, 1, 20))
    till.sell(customer, line(product, 1, 20))
    answer = till.refusal(
        "sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": [kept(sold, 2)], **members}
    )
    assert answer is not None
    assert text is None or answer.text == text
    assert answer.token in {
        "NO_ITEMS", "VALIDATION", "INVALID_QUANTITY", "UNKNOWN_ITEM", "TOO_MANY_ITEMS", "UNKNOWN_PRODUCT",
        "INVALID_PRICE", "INVALID_DISCOUNT",
    }  # fmt: skip


def test_a_thousand_lines(till: Till) -> None:
    customer, product = till.customer(), till.product((5000, 1))
    sold = till.sell(customer, *[line(product, 1, 2) for _ in range(1000)], discount_value=3)
    answer = amend(till, sold, *[kept(sold, 2, place) for place in range(1000)])
    assert (answer["total_after"], answer["total_cogs"]) == (3880, 2000)
    answer = amend(till, sold, *[line(product, 1, 2) for _ in range(1000)])
    assert (answer["total_after"], answer["total_cogs"]) == (1940, 1000)
    assert len(rows_of(stored(till, sold)["items"])) == 1000
    assert fetch(till.connection, "SELECT COUNT(*) FROM invoice_out_items") == [(2000,)]
