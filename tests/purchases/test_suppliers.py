"""Suppliers: their account, what is paid to them and what comes back."""

from __future__ import annotations

from datetime import timedelta

import mysql.connector
import pytest

from pyclient.deploy.session import execute, fetch
from tests.till import Till, column, decimals, money, number, part, rows_of

LEDGER = (
    "SELECT seq, transaction_type, amount, balance_before, balance_after FROM supplier_transactions"
    " WHERE supplier_id = %s ORDER BY seq"
)


def owed(till: Till, amount: object) -> int:
    """A supplier who is owed so much."""
    supplier = till.supplier()
    till.buy(supplier, (till.product(), 1, amount))
    return supplier


def pay(till: Till, supplier: int, amount: object, **members: object) -> dict[str, object]:
    request = {"supplier_id": supplier, "amount": amount, **members}
    return dict(till.call("sp_pay_supplier", request))


def test_a_supplier_is_made_changed_and_listed(till: Till) -> None:
    first = till.call(
        "sp_save_supplier",
        {"name": "النور", "mobile": "022345678901234", "city": "القاهرة", "notes": "n", "balance": 9},
    )
    supplier = number(first["supplier_id"])
    assert first == {
        "ok": True,
        "msg": "تم حفظ المورد بنجاح.",
        "supplier_id": supplier,
        "supplier": {
            "id": supplier, "company_id": 1, "name": "النور", "mobile": "022345678901234", "city": "القاهرة",
            "address": None, "notes": "n", "payment_days": None, "active": True, "balance": 0,
        },
    }  # fmt: skip
    changed = till.call("sp_save_supplier", {"supplier_id": supplier, "notes": None, "active": False})
    assert part(changed, "supplier") == {**part(first, "supplier"), "notes": None, "active": False}
    other = till.supplier(name="ABC 100%")
    everybody = till.call("sp_list_suppliers", "{}")
    assert column(everybody, "suppliers", "id") == [supplier, other]
    for wanted, found in (
        ({"search": "0%"}, [other]),
        ({"search": "9012"}, [supplier]),
        ({"active": True}, [other]),
        ({"supplier_id": supplier}, [supplier]),
        ({"limit": 1}, [supplier]),
        ({"limit": 1, "after": supplier}, [other]),
    ):
        assert column(till.call("sp_list_suppliers", wanted), "suppliers", "id") == found


def test_a_deactivated_supplier_is_paid_but_sells_nothing(till: Till) -> None:
    supplier = owed(till, 10)
    till.call("sp_save_supplier", {"supplier_id": supplier, "active": False})
    items = [{"product_id": 1, "qty": 1, "unit_cost": 1}]
    assert till.refusal("sp_post_purchase", {"supplier_id": supplier, "items": items}) == (
        50140, f"UNKNOWN_SUPPLIER: supplier {supplier} is inactive: شركة التوريدات"
    )  # fmt: skip
    pay(till, supplier, 10)


def test_paying_and_the_ledger(till: Till) -> None:
    supplier = owed(till, "100.50")
    answer = till.call(
        "sp_pay_supplier",
        {
            "supplier_id": supplier,
            "payments": [
                money(20, "check", notes="9"),
                {"method": "mixed", "parts": [money(1), money(2, "card")]},
            ],
        },
    )  # fmt: skip
    assert (answer["type"], answer["amount"]) == ("payment", 23)
    assert column(answer, "payments", "method") == ["check", "cash", "card"]
    assert answer["supplier"] == {
        "id": supplier, "balance_before": decimals("100.50")[0], "balance_after": decimals("77.50")[0]
    }  # fmt: skip
    pay(till, supplier, "77.50", method="bank_transfer")
    numbers = [row[0] for row in till.rows("SELECT payment_no FROM supplier_payments ORDER BY id")]
    day = till.today()
    assert numbers == [f"PAY-{day:%Y%m%d}-{n:04}" for n in range(1, 5)]
    assert [row[1:] for row in fetch(till.connection, LEDGER, (supplier,))] == [
        ("purchase", *decimals("100.50", "0", "100.50")),
        ("payment", *decimals("-20", "100.50", "80.50")),
        ("payment", *decimals("-1", "80.50", "79.50")),
        ("payment", *decimals("-2", "79.50", "77.50")),
        ("payment", *decimals("-77.50", "77.50", "0")),
    ]


def test_customers_and_suppliers_payments_share_one_series(till: Till) -> None:
    supplier, customer = owed(till, 10), till.customer()
    pay(till, supplier, 1)
    till.sell(customer, {"product_id": 1, "qty": 1, "price": 5}, status="paid")
    pay(till, supplier, 1)
    numbers = till.rows(
        "SELECT payment_no FROM supplier_payments UNION SELECT payment_no FROM invoice_payments ORDER BY 1"
    )
    assert [str(number)[-4:] for (number,) in numbers] == ["0001", "0002", "0003"]


def test_more_than_is_owed_is_an_advance_only_where_it_is_said(till: Till) -> None:
    supplier = owed(till, 10)
    for amount, text in (
        (11, "OVERPAYMENT: the payments come to 11.00, above the 10.00 that are open"),
        (0, "INVALID_PAYMENT: amount must be a number above 0: 0"),
    ):
        refused = till.refusal("sp_pay_supplier", {"supplier_id": supplier, "amount": amount})
        assert refused is not None
        assert refused.text == text
    pay(till, supplier, 15, overpayment="advance")
    for members, token in (
        (({"amount": 1}), "NOTHING_TO_PAY"),
        (({"amount": 6, "type": "refund"}), "OVERPAYMENT"),
    ):
        refused = till.refusal("sp_pay_supplier", {"supplier_id": supplier, **members})
        assert refused is not None
        assert refused.token == token
    answer = pay(till, supplier, 2, type="refund", method="check")
    assert answer["supplier"] == {"id": supplier, "balance_before": -5, "balance_after": -3}
    assert answer["msg"] == "تم تسجيل المبلغ المسترد من المورد بنجاح."
    # the next bill takes the rest of the advance
    bought = till.buy(supplier, (1, 1, 7))
    assert part(bought, "supplier")["balance_after"] == 4
    refused = till.refusal("sp_pay_supplier", {"supplier_id": supplier, "amount": 1, "type": "refund"})
    assert refused == (50125, f"NOTHING_TO_PAY: supplier {supplier} owes nothing")


def test_a_payment_with_a_bill_is_at_most_the_bill(till: Till) -> None:
    supplier = owed(till, 100)
    items = [{"product_id": 1, "qty": 1, "unit_cost": 10}]
    request = {"supplier_id": supplier, "items": items}
    assert till.refusal("sp_post_purchase", {**request, "payments": [money(11)]}) == (
        50122, "OVERPAYMENT: the payments come to 11.00, above the 10.00 that the purchase comes to"
    )  # fmt: skip
    refused = till.refusal(
        "sp_post_purchase", {**request, "payments": [money(0), money(1), money(1, "wallet")]}
    )
    assert refused == (
        50118,
        "INVALID_PAYMENT_METHOD: payment 2: the method is not known or not allowed here: wallet",
    )


def test_a_void_undoes_money_that_went_and_money_that_came(till: Till) -> None:
    supplier = owed(till, 10)
    paid = pay(till, supplier, 15, overpayment="advance", method="check")
    back = pay(till, supplier, 5, type="refund")
    first, second = (number(rows_of(answer["payments"])[0]["payment_id"]) for answer in (paid, back))  # type: ignore[arg-type]
    answer = till.call("sp_void_supplier_payment", {"payment_id": first, "reason": "شيك مرتجع"})
    assert (answer["amount"], part(answer, "supplier")["balance_after"]) == (15, 15)
    answer = till.call("sp_void_supplier_payment", {"payment_id": second})
    assert (answer["amount"], part(answer, "supplier")["balance_after"]) == (-5, 10)
    for payment in (first, second):
        refused = till.refusal("sp_void_supplier_payment", {"payment_id": payment})
        assert refused == (50132, f"PAYMENT_VOIDED: payment {payment} is void already")
    refused = till.refusal("sp_void_supplier_payment", {"payment_id": answer["void_id"]})
    assert refused is not None
    assert refused.token == "VALIDATION"
    left = till.rows(
        "SELECT role, SUM(debit - credit) FROM journal_entry_lines WHERE role <> 'inventory'"
        " GROUP BY role ORDER BY role"
    )
    assert left == [("cash", 0), ("check", 0), ("payables", -10)]


def test_a_voids_entry_goes_to_the_accounts_of_what_it_undoes(till: Till) -> None:
    supplier = owed(till, 10)
    payment = rows_of(pay(till, supplier, 10)["payments"])[0]["payment_id"]  # type: ignore[arg-type]
    bank = till.rows("SELECT id FROM accounts WHERE code = '1110'")[0][0]
    till.call("sp_set_account_role", {"role": "cash", "account_id": bank})
    till.call("sp_void_supplier_payment", {"payment_id": payment})
    assert till.rows(
        f"SELECT DISTINCT account_id <> {bank} FROM journal_entry_lines WHERE role = 'cash'"
    ) == [(1,)]


def test_the_payment_of_a_purchase_without_supplier_may_be_void(till: Till) -> None:
    bought = till.buy(None, (till.product(), 1, 10), payments=[money(10)])
    payment = rows_of(bought["payments"])[0]["payment_id"]
    answer = till.call("sp_void_supplier_payment", {"payment_id": payment})
    assert answer["supplier"] is None
    assert till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})["refunds"] == []


def test_it_may_not_after_a_part_of_it_came_back(till: Till) -> None:
    """What came back would be owed to somebody, and there is nobody."""
    bought = till.buy(None, (till.product(), 10, 10), payments=[money(100, "check")])
    items = [{"batch_id": column(bought, "items", "batch_id")[0], "qty": 3}]
    till.call("sp_return_purchase", {"bill_id": bought["bill_id"], "items": items, "refund": "cash"})
    payment = column(bought, "payments", "payment_id")[0]
    refused = till.refusal("sp_void_supplier_payment", {"payment_id": payment})
    assert refused is not None
    assert refused.text == (
        f"PAYMENT_VOIDED: a part of payment {payment} came back with goods of its purchase,"
        " which has no supplier who could owe it"
    )


def test_a_statement_is_the_ledger_in_its_order(till: Till) -> None:
    supplier = till.supplier(name="النور")
    product = till.product()
    bought = till.buy(supplier, (product, 2, 10), payments=[money(5)])
    till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    answer = till.call("sp_supplier_statement", {"supplier_id": supplier})
    assert answer["supplier"] == {"id": supplier, "name": "النور", "balance": -5}
    assert column(answer, "rows", "transaction_type") == ["purchase", "payment", "purchase_reversal"]
    assert column(answer, "rows", "balance_after") == [20, 15, -5]
    assert column(answer, "rows", "bill_id") == [bought["bill_id"], None, bought["bill_id"]]
    page = till.call("sp_supplier_statement", {"supplier_id": supplier, "limit": 2})
    assert page["next_after"] == 2
    rest = till.call("sp_supplier_statement", {"supplier_id": supplier, "after": 2})
    assert column(rest, "rows", "seq") == [3]
    tomorrow = str(till.today() + timedelta(days=1))
    assert till.call("sp_supplier_statement", {"supplier_id": supplier, "from": tomorrow})["rows"] == []
    refused = till.refusal("sp_supplier_statement", {"supplier_id": 99})
    assert refused == (50140, "UNKNOWN_SUPPLIER: there is no supplier 99")


@pytest.mark.parametrize("table", ["supplier_payments", "supplier_transactions"])
def test_money_rows_are_never_changed(till: Till, table: str) -> None:
    till.buy(till.supplier(), (till.product(), 1, 10), payments=[money(5)])
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET amount = 1"):
        with pytest.raises(mysql.connector.Error, match=f"APPEND_ONLY: rows of {table}"):
            execute(till.connection, statement)
