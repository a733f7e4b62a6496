"""Bills of suppliers: what they bring into stock, what is owed for them, and how they are taken back."""

from __future__ import annotations

from datetime import timedelta

import mysql.connector
import pytest

from pyclient.deploy.session import execute, fetch
from tests.till import Answer, Till, column, decimals, line, money, number, part, rows_of

BATCHES = (
    "SELECT original_qty, remaining, stock_value, status FROM batches WHERE purchase_id = %s ORDER BY id"
)
LEDGER = (
    "SELECT seq, transaction_type, amount, balance_after, purchase_id, payment_id FROM supplier_transactions"
    " WHERE supplier_id = %s ORDER BY seq"
)
ENTRIES = (
    "SELECT e.entry_type, e.reference_type, l.role, l.supplier_id, l.debit - l.credit FROM journal_entries e"
    " LEFT JOIN journal_entry_lines l ON l.journal_entry_id = e.id WHERE e.reference_type IN"
    " ('purchases', 'supplier_payments') ORDER BY e.id, l.line_no"
)
MOVEMENTS = (
    "SELECT transaction_type, batch_id, qty, total_cost FROM inventory_transactions WHERE transaction_type"
    " IN ('purchase', 'purchase_reversal') ORDER BY id"
)
# Everything that a purchase or its reversal writes.
WRITTEN = (
    "purchases",
    "batches",
    "supplier_payments",
    "supplier_transactions",
    "journal_entries",
    "journal_entry_lines",
    "inventory_transactions",
    "request_keys",
)


def balance(till: Till, supplier: int) -> object:
    ((amount,),) = fetch(till.connection, f"SELECT balance FROM suppliers WHERE id = {supplier}")
    return amount


def reverse(till: Till, bought: Answer, **members: object) -> Answer:
    return till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"], **members})


def test_the_answer_and_the_rows(till: Till) -> None:
    supplier, pipe, pump = till.supplier(), till.product(), till.product()
    answer = till.buy(
        supplier,
        (pump, 3, "333.333333"),
        (pipe, "10.5", 2),
        (pump, 1, 300),
        bill_no="A-118",
        payments=[money(321)],
    )
    day = till.today()
    payment = number(rows_of(answer["payments"])[0]["payment_id"])
    batches = column(answer, "items", "batch_id")
    assert answer == {
        "ok": True,
        "msg": "تم تسجيل فاتورة الشراء بنجاح.",
        "bill_id": answer["bill_id"],
        "purchase_no": f"PO-{day:%Y%m%d}-0001",
        "bill_no": "A-118",
        "supplier_id": supplier,
        "due_date": None,
        "total": 1321,
        "tax_total": 0,
        "taxes": [],
        "paid_amount": 321,
        "items": [
            {"batch_id": batches[0], "product_id": pump, "qty": 3, "unit_cost": decimals("333.333333")[0],
             "value": 1000, "tax_amount": 0, "received_at": f"{day}"},
            {"batch_id": batches[1], "product_id": pipe, "qty": decimals("10.5")[0], "unit_cost": 2,
             "value": 21, "tax_amount": 0, "received_at": f"{day}"},
            {"batch_id": batches[2], "product_id": pump, "qty": 1, "unit_cost": 300, "value": 300,
             "tax_amount": 0, "received_at": f"{day}"},
        ],
        "payments": [{"payment_id": payment, "method": "cash", "amount": 321}],
        "supplier": {"id": supplier, "balance_before": 0, "balance_after": 1000},
    }  # fmt: skip
    bill = number(answer["bill_id"])
    assert fetch(till.connection, BATCHES, (bill,)) == [
        (3, 3, 1000, "active"),
        (decimals("10.5")[0], decimals("10.5")[0], 21, "active"),
        (1, 1, 300, "active"),
    ]
    assert fetch(till.connection, ENTRIES) == [
        ("purchase", "purchases", "inventory", None, 1321),
        ("purchase", "purchases", "payables", supplier, -1321),
        ("supplier_payment", "supplier_payments", "payables", supplier, 321),
        ("supplier_payment", "supplier_payments", "cash", None, -321),
    ]
    assert fetch(till.connection, LEDGER, (supplier,)) == [
        (1, "purchase", 1321, 1321, bill, None),
        (2, "payment", -321, 1000, None, payment),
    ]
    assert fetch(till.connection, MOVEMENTS) == [
        ("purchase", batches[0], 3, 1000),
        ("purchase", batches[1], decimals("10.5")[0], 21),
        ("purchase", batches[2], 1, 300),
    ]


def test_a_bill_sent_and_reversed_again_and_again_is_written_once(till: Till) -> None:
    """The story of a supplier's bill that is cancelled: entries and movements exact, nothing doubled."""
    supplier, product = till.supplier(), till.product()
    request = {
        "supplier_id": supplier, "bill_no": "B-1", "request_id": "bill-1",
        "items": [
            {"product_id": product, "qty": 7, "unit_cost": "1.43"},
            {"product_id": product, "qty": 1, "unit_cost": 0},
        ],
    }  # fmt: skip
    answers = {till.text("sp_post_purchase", request) for _ in range(3)}
    refused = till.refusal("sp_post_purchase", {**request, "request_id": "bill-2"})
    assert refused is not None
    assert refused.token == "DUPLICATE_BILL"
    assert len(answers) == 1
    bill = till.rows("SELECT id FROM purchases")[0][0]
    once = {table: till.count(table) for table in WRITTEN}
    undo = {"bill_id": bill, "reason": "خطأ", "request_id": "undo-1"}
    assert len({till.text("sp_reverse_purchase", undo) for _ in range(3)}) == 1
    for key in ("undo-2", None):
        refused = till.refusal("sp_reverse_purchase", {"bill_id": bill, "request_id": key})
        number_of_bill = f"PO-{till.today():%Y%m%d}-0001"
        assert refused == (50144, f"BILL_REVERSED: purchase {bill} is reversed already: {number_of_bill}")
    assert till.text("sp_post_purchase", request) in answers
    assert fetch(till.connection, ENTRIES) == [
        ("purchase", "purchases", "inventory", None, decimals("10.01")[0]),
        ("purchase", "purchases", "payables", supplier, decimals("-10.01")[0]),
        ("purchase_reversal", "purchases", "inventory", None, decimals("-10.01")[0]),
        ("purchase_reversal", "purchases", "payables", supplier, decimals("10.01")[0]),
    ]
    assert [row[0] for row in fetch(till.connection, "SELECT reverses_id IS NULL FROM journal_entries")] == [
        1,
        0,
    ]
    assert [(row[0], row[2], row[3]) for row in fetch(till.connection, MOVEMENTS)] == [
        ("purchase", 7, decimals("10.01")[0]),
        ("purchase", 1, 0),
        ("purchase_reversal", -7, decimals("-10.01")[0]),
        ("purchase_reversal", -1, 0),
    ]
    assert fetch(till.connection, BATCHES, (bill,)) == [(7, 0, 0, "reverted"), (1, 0, 0, "reverted")]
    assert fetch(till.connection, LEDGER, (supplier,)) == [
        (1, "purchase", decimals("10.01")[0], decimals("10.01")[0], bill, None),
        (2, "purchase_reversal", decimals("-10.01")[0], 0, bill, None),
    ]
    written = {
        "supplier_transactions": 1,
        "journal_entries": 1,
        "journal_entry_lines": 2,
        "inventory_transactions": 2,
        "request_keys": 1,
    }
    assert {table: till.count(table) for table in WRITTEN} == {
        table: count + written.get(table, 0) for table, count in once.items()
    }
    ((stock,),) = fetch(
        till.connection, "SELECT quantity FROM report_stock WHERE product_id = %s", (product,)
    )
    assert stock == 0


def test_a_bill_number_is_a_suppliers_own_and_free_again_once_reversed(till: Till) -> None:
    one, other, product = till.supplier(), till.supplier(), till.product()
    bought = till.buy(one, (product, 1, 1), bill_no="a-1")
    till.buy(other, (product, 1, 1), bill_no="A-1")
    till.buy(one, (product, 1, 1))
    till.buy(one, (product, 1, 1), bill_no="")
    till.buy(None, (product, 1, 1), bill_no="A-1")
    request = {
        "supplier_id": one,
        "bill_no": " A-1 ",
        "items": [{"product_id": product, "qty": 1, "unit_cost": 1}],
    }
    assert till.refusal("sp_post_purchase", request) == (
        50142,
        f"DUPLICATE_BILL: supplier {one}: this bill is posted already, as purchase {bought['bill_id']}: A-1",
    )
    reverse(till, bought)
    assert till.call("sp_post_purchase", request)["bill_no"] == "A-1"
    assert till.refusal("sp_post_purchase", request) is not None


def test_the_table_itself_refuses_the_same_bill_twice(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    till.buy(supplier, (product, 1, 1), bill_no="X")
    copy = (
        "INSERT INTO purchases (company_id, branch_id, supplier_id, purchase_no, bill_no, business_date,"
        " total, created_by) SELECT company_id, branch_id, supplier_id, 'PO-2', bill_no, business_date,"
        " total, created_by FROM purchases"
    )
    with pytest.raises(mysql.connector.IntegrityError, match="purchases_one_bill"):
        execute(till.connection, copy)
    till.connection.rollback()


def test_a_purchase_without_supplier_is_paid_whole_or_owed_to_nobody(till: Till) -> None:
    product = till.product()
    owed = till.buy(None, (product, 2, 5))
    assert owed["supplier"] is None
    paid = till.buy(None, (product, 2, 5), payments=[money(4), money(6, "card")])
    assert fetch(till.connection, ENTRIES) == [
        ("purchase", "purchases", "inventory", None, 10),
        ("purchase", "purchases", "goods_received", None, -10),
        ("purchase", "purchases", "inventory", None, 10),
        ("purchase", "purchases", "goods_received", None, -10),
        ("supplier_payment", "supplier_payments", "goods_received", None, 4),
        ("supplier_payment", "supplier_payments", "cash", None, -4),
        ("supplier_payment", "supplier_payments", "goods_received", None, 6),
        ("supplier_payment", "supplier_payments", "card", None, -6),
    ]
    items = [{"product_id": product, "qty": 2, "unit_cost": 5}]
    refused = till.refusal("sp_post_purchase", {"items": items, "payments": [money(4)]})
    assert refused == (50120, "PAYMENTS_MISMATCH: the payments come to 4.00, expected 10.00")
    assert reverse(till, owed)["refunds"] == []
    back = reverse(till, paid)
    assert column(back, "refunds", "method") == ["cash", "card"]
    assert (back["refunded_amount"], back["supplier"]) == (10, None)
    ((received,),) = fetch(
        till.connection, "SELECT SUM(debit - credit) FROM journal_entry_lines WHERE role = 'goods_received'"
    )
    assert received == 0


def test_receiving_a_batch_is_a_purchase_of_one_line(till: Till) -> None:
    product = till.product()
    answer = till.call("sp_receive_batch", {"product_id": product, "qty": 3, "unit_cost": "1.005"})
    day = till.today()
    assert (answer["purchase_no"], part(answer, "batch")["value"]) == (
        f"PO-{day:%Y%m%d}-0001",
        decimals("3.02")[0],
    )
    assert till.rows("SELECT supplier_id, bill_no, total FROM purchases") == [
        (None, None, decimals("3.02")[0])
    ]
    assert till.call("sp_reverse_purchase", {"bill_id": answer["bill_id"]})["total"] == decimals("3.02")[0]
    assert fetch(till.connection, BATCHES, (answer["bill_id"],)) == [(3, 0, 0, "reverted")]


def test_what_was_sold_is_named_and_nothing_is_written(till: Till) -> None:
    supplier, product, customer = till.supplier(), till.product(), till.customer()
    bought = till.buy(supplier, (product, 5, 1), (product, 5, 1))
    sold = [till.sell(customer, line(product, qty)) for qty in (2, 4)]
    one, other = (str(sale["invoice_no"]) for sale in sold)
    before = {table: till.count(table) for table in WRITTEN}
    refused = till.refusal("sp_reverse_purchase", {"bill_id": bought["bill_id"], "request_id": "r"})
    first = rows_of(bought["items"])[0]["batch_id"]
    assert refused == (50143, f"BATCH_CONSUMED: batch {first}: 0.0000 of 5.0000 left, sold by {one}, {other}")
    assert {table: till.count(table) for table in WRITTEN} == before
    till.call("sp_cancel_invoice", {"invoice_id": sold[0]["invoice_id"]})
    refused = till.refusal("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    assert refused is not None
    assert refused.text.endswith(f"sold by {other}")


def test_what_came_back_is_there_again(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(supplier, (product, 3, "3.333333"))
    sold = till.sell(till.customer(), line(product, 2))
    assert till.refusal("sp_reverse_purchase", {"bill_id": bought["bill_id"]}) is not None
    till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "all": True})
    reverse(till, bought)
    assert balance(till, supplier) == 0


def test_what_was_adjusted_away_cannot_go_back(till: Till) -> None:
    product = till.product()
    bought = till.buy(till.supplier(), (product, 5, 1))
    till.call("sp_adjust_stock", {"items": [{"product_id": product, "qty_delta": -1}], "reason": "كسر"})
    refused = till.refusal("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    batch = rows_of(bought["items"])[0]["batch_id"]
    assert refused == (
        50143,
        f"BATCH_CONSUMED: batch {batch}: 4.0000 of 5.0000 left, taken by stock adjustments",
    )


def test_a_reversed_batch_is_sold_no_more_and_others_are(till: Till) -> None:
    product = till.product()
    bought = till.buy(None, (product, 5, 1))
    till.receive(product, 2, 3)
    reverse(till, bought)
    sale = till.sell(till.customer(), line(product, 2))
    assert sale["total_cogs"] == 6
    assert till.refusal("sp_save_invoice", {"customer_id": 1, "items": [line(product, 1)]}) is not None


@pytest.mark.parametrize(
    ("refund", "methods", "after"),
    [
        (None, [], -60),
        ("account", [], -60),
        ("cash", ["cash", "cash"], 0),
        ("original", ["cash", "check"], 0),
    ],
)
def test_money_paid_with_a_reversed_bill(
    till: Till, refund: str | None, methods: list[str], after: int
) -> None:
    supplier, product = till.supplier(), till.product()
    bought = till.buy(
        supplier, (product, 10, 10), payments=[money(20), money(30, "card"), money(40, "check")]
    )
    void = rows_of(bought["payments"])[1]["payment_id"]
    till.call("sp_void_supplier_payment", {"payment_id": void})
    answer = reverse(till, bought, refund=refund)
    assert column(answer, "refunds", "method") == methods
    assert answer["refunded_amount"] == (60 if methods else 0)
    assert answer["supplier"] == {"id": supplier, "balance_before": 40, "balance_after": after}
    kinds = [row[1] for row in fetch(till.connection, LEDGER, (supplier,))]
    assert kinds[5:] == ["purchase_reversal"] + ["refund"] * len(methods)


def test_a_payment_that_was_given_back_is_not_voided_and_neither_is_what_gave_it_back(till: Till) -> None:
    bought = till.buy(till.supplier(), (till.product(), 1, 10), payments=[money(10)])
    paid = rows_of(bought["payments"])[0]["payment_id"]
    back = rows_of(reverse(till, bought, refund="cash")["refunds"])[0]["payment_id"]
    assert till.refusal("sp_void_supplier_payment", {"payment_id": paid}) == (
        50132, f"PAYMENT_VOIDED: payment {paid} was given back with the purchase that it was made with"
    )  # fmt: skip
    assert till.refusal("sp_void_supplier_payment", {"payment_id": back}) == (
        50101, f"VALIDATION: payment {back} undoes payment {paid}: it cannot be voided itself"
    )  # fmt: skip


def test_goods_do_not_come_from_the_future_and_old_goods_change_no_posted_cost(till: Till) -> None:
    product, day = till.product((2, 10)), till.today()
    sale = till.sell(till.customer(), line(product, 1))
    items = [{"product_id": product, "qty": 1, "unit_cost": 1, "received_at": str(day - timedelta(days=9))}]
    tomorrow = str(day + timedelta(days=1))
    late = [*items, {"product_id": product, "qty": 1, "unit_cost": 1, "received_at": tomorrow}]
    assert till.refusal("sp_post_purchase", {"items": late}) == (
        50101, f"VALIDATION: items[2].received_at lies after the business date {day}: {tomorrow}"
    )  # fmt: skip
    till.call("sp_post_purchase", {"items": items})
    assert sale["total_cogs"] == 10
    assert till.rows("SELECT total_cost FROM invoices_out") == [(10,)]
    # the older layer is the first that the next sale takes
    assert till.sell(till.customer(), line(product, 2))["total_cogs"] == 11


def test_products_are_of_the_suppliers_company_and_keep_stock(till: Till) -> None:
    supplier, product, service = till.supplier(), till.product(), till.product(keeps_stock=False)
    execute(
        till.connection,
        "INSERT INTO companies (id, code, name, currency, time_zone)"
        " VALUES (2, 'B', 'B', 'EGP', 'Africa/Cairo')",
    )
    execute(
        till.connection,
        "INSERT INTO branches (id, company_id, code, name, main_of) VALUES (9, 2, 'B', 'B', 2)",
    )
    other = till.product(company_id=2)
    for wrong, token in ((service, "VALIDATION"), (other, "UNKNOWN_PRODUCT")):
        items = [{"product_id": p, "qty": 1, "unit_cost": 1} for p in (product, wrong)]
        refused = till.refusal("sp_post_purchase", {"supplier_id": supplier, "items": items})
        assert refused is not None
        assert refused.token == token
        items = [{"product_id": other, "qty": 1, "unit_cost": 1}]
        refused = till.refusal("sp_post_purchase", {"supplier_id": supplier, "items": items})
        assert refused is not None
        assert refused.token == "UNKNOWN_PRODUCT"


def test_one_purchase_with_all_that_hangs_on_it(till: Till) -> None:
    supplier, product = till.supplier(name="النور"), till.product(name="كوع")
    bought = till.buy(
        supplier, (product, 5, 2), bill_no="7", notes="ن", payments=[money(4, "check", notes="رقم 9")]
    )
    till.sell(till.customer(), line(product, 2))
    answer = till.call("sp_get_purchase", number(bought["bill_id"]))
    assert {
        name: answer[name]
        for name in ("purchase_no", "bill_no", "supplier_name", "total", "notes", "reversed", "reversed_on")
    } == {
        "purchase_no": bought["purchase_no"], "bill_no": "7", "supplier_name": "النور", "total": 10,
        "notes": "ن", "reversed": False, "reversed_on": None,
    }  # fmt: skip
    (item,) = rows_of(answer["items"])
    assert (item["product_name"], item["qty"], item["remaining"], item["value"]) == ("كوع", 5, 3, 10)
    (payment,) = rows_of(answer["payments"])
    assert (payment["kind"], payment["amount"], payment["method"], payment["notes"], payment["undoes"]) == (
        "payment", 4, "check", "رقم 9", None
    )  # fmt: skip
    assert column(answer, "journal", "entry_type") == ["purchase", "supplier_payment"]
    refused = till.refusal("sp_get_purchase", "99")
    assert refused == (50141, "UNKNOWN_BILL: there is no purchase 99")


def test_the_list_is_newest_first_and_filtered(till: Till) -> None:
    supplier, product = till.supplier(), till.product()
    bills = [
        till.buy(who, (product, 1, n), bill_no=str(n))["bill_id"]
        for n, who in enumerate((supplier, None, supplier))
    ]
    till.call("sp_reverse_purchase", {"bill_id": bills[0]})

    def listed(**members: object) -> list[object]:
        return list(column(till.call("sp_list_purchases", members), "purchases", "bill_id"))

    assert listed() == bills[::-1]
    assert listed(supplier_id=supplier) == [bills[2], bills[0]]
    assert listed(reversed=True) == [bills[0]]
    assert listed(reversed=False, supplier_id=supplier) == [bills[2]]
    assert listed(bill_no="1") == [bills[1]]
    assert listed(to="2000-01-01") == []
    assert listed(**{"from": str(till.today())}) == bills[::-1]
    page = till.call("sp_list_purchases", {"limit": 2})
    assert (
        column(till.call("sp_list_purchases", {"after": page["next_after"]}), "purchases", "bill_id")
        == bills[:1]
    )


def test_a_purchase_is_changed_by_its_reversal_alone(till: Till) -> None:
    bought = till.buy(till.supplier(), (till.product(), 1, 1))
    for statement in (
        "DELETE FROM purchases",
        "UPDATE purchases SET total = 2",
        "UPDATE purchases SET bill_no = 'x', reversed_on = '2026-01-01', reversed_by = 1",
    ):
        with pytest.raises(mysql.connector.Error, match="APPEND_ONLY: rows of purchases"):
            execute(till.connection, statement)
    reverse(till, bought)
    with pytest.raises(mysql.connector.Error, match="APPEND_ONLY: rows of purchases"):
        execute(till.connection, "UPDATE purchases SET reverse_reason = 'x'")
