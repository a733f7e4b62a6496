"""Payments: where the money goes, what is left, what is answered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.till import Answer, Till, column, line, money, part, rows_of


def open_invoices(till: Till, *invoices: tuple[object, object], **members: object) -> int:
    """A new customer who owes invoices of (total, due date); their ids follow each other."""
    customer, service = till.customer(), till.product(keeps_stock=False)
    for total, due_date in invoices:
        till.sell(customer, line(service, 1, total), due_date=due_date, **members)
    return customer


def allocations(answer: Answer) -> list[tuple[object, ...]]:
    names = ("invoice_id", "method", "amount", "remaining_after", "payment_status")
    return [tuple(row[name] for name in names) for row in rows_of(answer["allocations"])]


def test_the_answer_has_every_member_of_the_contract(till: Till) -> None:
    customer = till.customer()
    work_order = till.work_order(customer)
    till.sell(customer, line(till.product((5, 1)), 5, 10), work_order_id=work_order)
    answer = till.pay(invoice_id=1, amount=60, overpayment="change")
    assert answer == {
        "ok": True,
        "msg": "تم تسجيل الدفعة بنجاح.",
        "allocations": [
            {
                "invoice_id": 1,
                "payment_id": 1,
                "method": "cash",
                "amount": 50,
                "remaining_after": 0,
                "payment_status": "paid",
            }
        ],
        "total_allocated": 50,
        "to_wallet": 0,
        "change_due": 10,
        "customer": {
            "id": customer,
            "balance_before": 50,
            "balance_after": 0,
            "wallet_before": 0,
            "wallet_after": 0,
        },
        "work_orders": [
            {"id": work_order, "total_invoice_amount": 50, "total_paid": 50, "total_remaining": 0}
        ],
    }
    text = till.text("sp_get_invoice", 1)
    assert '"tendered":60.00,"change_given":10.00' in text


def test_money_goes_to_the_oldest_due_first(till: Till) -> None:
    # by due date, the document's own date where there is none, then by id
    customer = open_invoices(
        till, (10, "2031-01-01"), (20, None), (30, "2030-12-30"), (40, None), (50, "2030-12-31")
    )
    # one of before the package, when a date could be any
    execute(till.connection, "UPDATE invoices_out SET due_date = '2025-01-01' WHERE id = 3")
    answer = till.pay(customer_id=customer, payments=[money(45), money(50, "card"), money(30, "check")])
    assert allocations(answer) == [
        (3, "cash", 30, 0, "paid"),
        (2, "cash", 15, 5, "partial"),
        (2, "card", 5, 0, "paid"),
        (4, "card", 40, 0, "paid"),
        (5, "card", 5, 45, "partial"),
        (5, "check", 30, 15, "partial"),
    ]
    rest = till.pay(customer_id=customer, amount=25)
    assert allocations(rest) == [(5, "cash", 15, 0, "paid"), (1, "cash", 10, 0, "paid")]


def test_a_list_is_filled_in_its_order(till: Till) -> None:
    customer = open_invoices(till, (10, None), (20, None), (30, None))
    invoices = [{"invoice_id": 3, "amount": 5}, {"invoice_id": "1"}, {"invoice_id": 2, "amount": "12.50"}]
    answer = till.pay(invoices=invoices, payments=[money("7.5"), money(20, "card")])
    assert allocations(answer) == [
        (3, "cash", 5, 25, "partial"),
        (1, "cash", Decimal("2.5"), Decimal("7.5"), "partial"),
        (1, "card", Decimal("7.5"), 0, "paid"),
        (2, "card", Decimal("12.5"), Decimal("7.5"), "partial"),
    ]
    assert part(answer, "customer")["id"] == customer


def test_a_work_order_is_paid_over_its_open_invoices_only(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    first, second = till.work_order(customer), till.work_order(customer)
    for work_order in (first, None, second, first):
        till.sell(customer, line(service, 1, 10), work_order_id=work_order)
    answer = till.pay(work_order_id=first, amount=15)
    assert column(answer, "allocations", "invoice_id") == [1, 4]
    assert [row["total_remaining"] for row in rows_of(answer["work_orders"])] == [5]
    everything = till.pay(customer_id=customer, amount=25)
    assert column(everything, "allocations", "invoice_id") == [2, 3, 4]
    assert [row["id"] for row in rows_of(everything["work_orders"])] == [first, second]


def test_paying_on_a_cancelled_work_order_stays_allowed(till: Till) -> None:
    customer = till.customer()
    work_order = till.work_order(customer)
    till.sell(customer, line(till.product((1, 1))), work_order_id=work_order)
    till.call("sp_save_work_order", {"work_order_id": work_order, "status": "cancelled"})
    assert till.pay(work_order_id=work_order, amount=10)["total_allocated"] == 10


def test_an_inactive_customer_may_pay(till: Till) -> None:
    customer = open_invoices(till, (10, None))
    till.call("sp_save_customer", {"customer_id": customer, "active": False})
    assert till.pay(customer_id=customer, amount=10)["total_allocated"] == 10


# target, payments, overpayment -> allocated, to_wallet, change_due (30 are open, 40 are in the wallet)
EXCESS = [
    ({"invoice_id": 1}, [money(50)], "wallet", 30, 20, 0),
    ({"invoice_id": 1}, [money(50)], "change", 30, 0, 20),
    ({"invoice_id": 1}, [money(10, "wallet"), money(30, "card")], "wallet", 30, 10, 0),
    ({"invoice_id": 1}, [money(30, "wallet"), money(5, "card")], "wallet", 30, 5, 0),
    ({"customer_id": 1}, [money(20, "check"), money(15)], "change", 30, 0, 5),
    ({"invoices": [{"invoice_id": 1, "amount": 10}]}, [money(25)], "wallet", 10, 15, 0),
    ({"invoices": '[{"invoice_id":1}]'}, [money(35)], "change", 30, 0, 5),
]


@pytest.mark.parametrize(("target", "payments", "overpayment", "allocated", "to_wallet", "change"), EXCESS)
def test_excess(
    till: Till,
    target: dict[str, object],
    payments: list[object],
    overpayment: str,
    allocated: int,
    to_wallet: int,
    change: int,
) -> None:
    customer = open_invoices(till, (30, None))
    till.deposit(customer, 40)
    answer = till.pay(**target, payments=payments, overpayment=overpayment)
    assert [answer["total_allocated"], answer["to_wallet"], answer["change_due"]] == [
        allocated,
        to_wallet,
        change,
    ]
    types = [row[0] for row in till.rows("SELECT transaction_type FROM customer_transactions ORDER BY seq")]
    assert types[:2] == ["invoice", "deposit"]
    assert types[-1] == ("deposit" if to_wallet else "payment")


def test_the_wallet_pays(till: Till) -> None:
    customer = open_invoices(till, (30, None), (30, None))
    till.deposit(customer, 50)
    answer = till.pay(customer_id=customer, amount=50, method="wallet", notes="ن")
    assert allocations(answer) == [(1, "wallet", 30, 0, "paid"), (2, "wallet", 20, 10, "partial")]
    assert part(answer, "customer") == {
        "id": customer,
        "balance_before": 60,
        "balance_after": 10,
        "wallet_before": 50,
        "wallet_after": 0,
    }
    assert till.rows("SELECT wallet_before, wallet_after, notes FROM invoice_payments ORDER BY id") == [
        (50, 20, "ن"),
        (20, 0, "ن"),
    ]


@pytest.mark.parametrize("overpayment", ["reject", "wallet", "change"])
def test_what_is_paid_is_not_paid_again(till: Till, overpayment: str) -> None:
    customer = open_invoices(till, (30, None))
    till.pay(customer_id=customer, amount=30)
    for target in ({"invoice_id": 1}, {"invoices": [{"invoice_id": 1}]}, {"customer_id": customer}):
        refused = till.refusal("sp_add_payment", {**target, "amount": 1, "overpayment": overpayment})
        assert refused is not None
        assert refused.token == "NOTHING_TO_PAY"


@pytest.mark.corrupts  # the state of an invoice is set by hand: nothing here cancels one yet
@pytest.mark.parametrize("state", ["canceled", "reverted"])
def test_a_closed_invoice_takes_no_payment(till: Till, state: str) -> None:
    customer = open_invoices(till, (30, None), (20, None))
    execute(
        till.connection, "UPDATE invoices_out SET delivered = %s, remaining_amount = 0 WHERE id = 1", (state,)
    )
    expected = (50126, f"INVOICE_CLOSED: invoice 1 is {state}")
    assert till.refusal("sp_add_payment", {"invoice_id": 1, "amount": 1}) == expected
    assert till.refusal("sp_add_payment", {"invoices": [{"invoice_id": 1}], "amount": 1}) == expected
    assert column(till.pay(customer_id=customer, amount=20), "allocations", "invoice_id") == [2]


def test_a_payment_belongs_to_a_branch(till: Till) -> None:
    customer = open_invoices(till, (30, None))
    branch = till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"})["branch_id"]
    till.pay(customer_id=customer, amount=1, branch_id=branch)
    till.pay(customer_id=customer, amount=1)
    numbers = [row[0] for row in till.rows("SELECT payment_no FROM invoice_payments ORDER BY id")]
    assert [number[:7] for number in numbers] == ["PAY-GZ-", "PAY-202"]


def test_lists_may_stand_in_strings(till: Till) -> None:
    open_invoices(till, (30, None))
    parts = '[{"amount":"1"},{"amount":2,"method":"card"}]'
    payments = f'[{{"method":"mixed","amount":3,"parts":{parts}}}]'
    answer = till.pay(invoices='[{"invoice_id":"1","amount":"3.00"}]', payments=payments)
    assert column(answer, "allocations", "amount") == [1, 2]
    answer = till.pay(invoice_id=1, payments=[{"method": "mixed", "amount": 3, "parts": parts}])
    assert column(answer, "allocations", "amount") == [1, 2]


def test_a_thousand_invoices_at_most(till: Till) -> None:
    customer = open_invoices(till, (30, None))
    invoices = [{"invoice_id": 1}] * 1001
    refused = till.refusal("sp_add_payment", {"invoices": invoices, "amount": 1})
    assert refused == (50111, "TOO_MANY_ITEMS: 1001 items, at most 1000 are allowed")
    payments = [money("0.01")] * 1000
    answer = till.pay(customer_id=customer, payments=payments)
    assert answer["total_allocated"] == 10
    refused = till.refusal(
        "sp_add_payment", {"customer_id": customer, "payments": [*payments, money("0.01")]}
    )
    assert refused == (50111, "TOO_MANY_ITEMS: 1001 items, at most 1000 are allowed")
