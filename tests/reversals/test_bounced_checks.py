"""A payment that came to nothing after a part of it was given back: goods kept and money are owed."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.till import Answer, Till, column, line, money, number, part, rows_of

FIGURES = ("total_after", "returned_amount", "paid_amount", "remaining_amount", "payment_status")
# what one piece costs
CURRENCIES = pytest.mark.parametrize(("currency", "price"), [("EGP", Decimal(10)), ("KWD", Decimal("0.333"))])


def sold_by_check(till: Till, price: Decimal = Decimal(10), **members: object) -> Answer:
    """Ten pieces, paid by a check (payment 1)."""
    customer, product = till.customer(), till.product((10, 1))
    payments = [money(10 * price, "check")]
    return till.sell(customer, line(product, 10, price), status="paid", payments=payments, **members)


def give_back(till: Till, sale: Answer, qty: int, refund: str = "cash") -> Answer:
    item = column(sale, "items", "item_id")[0]
    items = [{"item_id": item, "qty": qty}]
    return till.call("sp_return_items", {"invoice_id": sale["invoice_id"], "items": items, "refund": refund})


def figures(till: Till, sale: Answer) -> list[object]:
    stored = till.call("sp_get_invoice", number(sale["invoice_id"]))
    return [stored[name] for name in FIGURES]


def owed(till: Till, sale: Answer) -> tuple[object, object]:
    """Balance and wallet of its customer."""
    customer = part(sale, "customer")["id"]
    (row,) = till.rows("SELECT balance, wallet FROM customers WHERE id = %s", customer)
    return row[0], row[1]


@CURRENCIES
@pytest.mark.parametrize("how", ["void", "failed"])
@pytest.mark.parametrize(("refund", "in_wallet"), [("cash", 0), ("wallet", 3), ("original", 0)])
def test_the_goods_that_were_kept_and_the_money_are_owed(
    till: Till, currency: str, price: Decimal, how: str, refund: str, in_wallet: int
) -> None:
    execute(till.connection, "UPDATE companies SET currency = %s", (currency,))
    sale = sold_by_check(till, price)
    give_back(till, sale, 3, refund)
    if how == "void":
        answer = till.call("sp_void_payment", {"payment_id": 1, "reason": "شيك مرتجع"})
    else:
        answer = part(till.call("sp_set_payment_status", {"payment_id": 1, "status": "failed"}), "voided")
    assert [answer[name] for name in ("amount", "remaining_after", "payment_status")] == [
        *(10 * price, 10 * price, "pending")
    ]
    assert figures(till, sale) == [10 * price, 3 * price, -3 * price, 10 * price, "pending"]
    assert owed(till, sale) == (10 * price, in_wallet * price)
    till.pay(invoice_id=sale["invoice_id"], amount=10 * price)
    assert figures(till, sale) == [10 * price, 3 * price, 7 * price, 0, "paid"]
    assert owed(till, sale) == (0, in_wallet * price)


def test_the_accounts_have_what_there_is(till: Till) -> None:
    sale = sold_by_check(till)
    give_back(till, sale, 3)
    till.call("sp_void_payment", {"payment_id": 1})
    left = till.rows(
        "SELECT l.role, SUM(l.debit - l.credit) FROM journal_entry_lines AS l"
        " WHERE l.role IN ('cash', 'check', 'receivables') GROUP BY l.role ORDER BY l.role"
    )
    assert left == [("cash", -30), ("check", 0), ("receivables", 100)]


def test_when_all_goods_came_back_the_money_alone_is_owed(till: Till) -> None:
    sale = sold_by_check(till)
    give_back(till, sale, 10)
    assert figures(till, sale) == [100, 100, 0, 0, "paid"]
    till.call("sp_void_payment", {"payment_id": 1})
    assert figures(till, sale) == [100, 100, -100, 100, "pending"]
    till.call("sp_mark_invoice_paid", {"invoice_id": sale["invoice_id"]})
    assert figures(till, sale) == [100, 100, 0, 0, "paid"]


def test_it_is_pending_until_more_is_paid_than_was_given_back(till: Till) -> None:
    sale = sold_by_check(till)
    give_back(till, sale, 3)
    till.call("sp_void_payment", {"payment_id": 1})
    for amount, after in ((20, [-10, 80, "pending"]), (10, [0, 70, "pending"]), (10, [10, 60, "partial"])):
        paid = till.pay(invoice_id=sale["invoice_id"], amount=amount)
        assert column(paid, "allocations", "payment_status") == after[2:]
        assert figures(till, sale)[2:] == after
    rest = till.pay(customer_id=part(sale, "customer")["id"], amount=60)
    assert column(rest, "allocations", "payment_status") == ["paid"]


def test_every_payment_of_it_may_bounce(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    payments = [money(60, "check"), money(40, "card")]
    sale = till.sell(customer, line(service, 10, 10), status="paid", payments=payments)
    give_back(till, sale, 5)
    till.call("sp_void_payment", {"payment_id": 1})
    assert figures(till, sale)[2:] == [-10, 60, "pending"]
    # what was given back is not there to give back once more
    refused = till.refusal("sp_set_payment_status", {"payment_id": 2, "status": "refunded"})
    assert refused
    assert refused.text == (
        "VALIDATION: payment 2 of 40.00 is more than the -10.00 that its invoice counts as paid"
    )
    till.call("sp_void_payment", {"payment_id": 2})
    assert figures(till, sale)[2:] == [-50, 100, "pending"]
    assert owed(till, sale) == (100, 0)


@pytest.mark.parametrize("refund", ["reduce", "cash", "original"])
def test_goods_that_come_back_afterwards_lower_the_debt_alone(till: Till, refund: str) -> None:
    sale = sold_by_check(till)
    give_back(till, sale, 3)
    till.call("sp_void_payment", {"payment_id": 1})
    answer = give_back(till, sale, 2, refund)
    assert [answer[name] for name in ("refunded_amount", "remaining_amount", "payment_status")] == [
        *(0, 80, "pending")
    ]
    rest = till.call("sp_return_items", {"invoice_id": sale["invoice_id"], "all": True, "refund": refund})
    assert (rest["refunded_amount"], rest["payment_status"]) == (0, "pending")
    assert figures(till, sale)[1:] == [100, -30, 30, "pending"]
    assert owed(till, sale) == (30, 0)


def test_it_is_not_closed_while_money_is_owed_that_was_given_back(till: Till) -> None:
    sale = sold_by_check(till)
    give_back(till, sale, 3)
    till.call("sp_void_payment", {"payment_id": 1})
    for procedure in ("sp_cancel_invoice", "sp_revert_invoice"):
        with till.nothing_written():
            refused = till.refusal(procedure, {"invoice_id": sale["invoice_id"]})
        assert refused == (
            50131,
            f"INVOICE_HAS_PAYMENTS: on invoice {sale['invoice_id']} 30.00 more were given back than paid:"
            " return its goods instead, or let that be paid first",
        )
    till.pay(invoice_id=sale["invoice_id"], amount=30)
    till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    assert figures(till, sale)[2:] == [0, 0, "canceled"]
    assert owed(till, sale) == (0, 0)


def test_it_is_amended_and_exchanged_as_any(till: Till) -> None:
    sale = sold_by_check(till)
    give_back(till, sale, 3)
    till.call("sp_void_payment", {"payment_id": 1})
    item = column(sale, "items", "item_id")[0]
    smaller = {"items": [{"item_id": item, "qty": 8}]}
    amended = till.call("sp_amend_invoice", {"invoice_id": sale["invoice_id"], **smaller})
    assert [amended[name] for name in ("paid_amount", "remaining_amount", "refunded_amount")] == [-30, 80, 0]
    assert amended["payment_status"] == "pending"
    new = [line(till.product(keeps_stock=False), 1, 15)]
    request = {"invoice_id": sale["invoice_id"], "items": [{"item_id": item, "qty": 1}]}
    exchanged = till.call("sp_return_items", {**request, "exchange_items": new})
    assert part(exchanged, "exchange")["from_return"] == 0
    assert figures(till, sale)[1:] == [40, -30, 70, "pending"]
    assert owed(till, sale) == (85, 0)


def test_what_of_it_went_into_the_wallet_is_taken_out_again(till: Till) -> None:
    sale = till.sell(
        *(till.customer(), line(till.product(keeps_stock=False), 10, 10)),
        status="paid", payments=[money(130, "check")], overpayment="wallet",
    )  # fmt: skip
    give_back(till, sale, 3)
    till.call("sp_void_payment", {"payment_id": 1})
    assert owed(till, sale) == (100, 0)


def test_a_payment_that_is_there_goes_into_the_wallet_whole(till: Till) -> None:
    """A hundred came, thirty were given back: the wallet holds what is owed."""
    sale = sold_by_check(till)
    give_back(till, sale, 3)
    till.call("sp_void_payment", {"payment_id": 1, "refund": "wallet"})
    assert owed(till, sale) == (100, 100)


def test_reports_and_lists_show_it_as_owed(till: Till) -> None:
    order = till.work_order(customer := till.customer())
    product = till.product((10, 1))
    sale = till.sell(
        customer, line(product, 10, 10), status="paid", payments=[money(100, "check")], work_order_id=order
    )
    give_back(till, sale, 3)
    answer = till.call("sp_void_payment", {"payment_id": 1})
    assert [part(answer, "work_order")[name] for name in ("total_paid", "total_remaining")] == [-30, 100]
    (unpaid,) = rows_of(till.call("sp_report_unpaid", "{}")["rows"])
    assert [unpaid[name] for name in FIGURES[1:4]] == [30, -30, 100]
    (ageing,) = rows_of(till.call("sp_report_ageing", "{}")["rows"])
    assert ageing["total"] == 100
    (listed,) = rows_of(till.call("sp_list_invoices", json.dumps({"status": "pending"}))["invoices"])
    assert (listed["paid_amount"], listed["remaining_amount"]) == (-30, 100)
    statement = till.call("sp_customer_statement", json.dumps({"customer_id": customer}))
    assert column(statement, "rows", "balance_after")[-1] == 100
    assert rows_of(till.call("sp_report_reconciliation", "{}")["rows"])[0]["difference"] == 0
    (row,) = till.rows("SELECT paid_amount, remaining_amount FROM report_invoices")
    assert row == (-30, 100)


def test_the_check_of_a_reverted_invoice_is_taken_out_of_the_wallet(till: Till) -> None:
    """As decision 19 tells: the invoice has nothing left to owe it."""
    sale = sold_by_check(till)
    till.call("sp_revert_invoice", {"invoice_id": sale["invoice_id"], "refund": "wallet"})
    refused = till.refusal("sp_void_payment", {"payment_id": 1})
    assert refused
    assert refused.token == "INVOICE_CLOSED"
    customer = part(sale, "customer")["id"]
    withdrawal = {"customer_id": customer, "type": "withdraw", "amount": 100, "method": "check"}
    till.call("sp_wallet_move", withdrawal)
    assert owed(till, sale) == (0, 0)
    left = "SELECT SUM(debit - credit) FROM journal_entry_lines WHERE role = 'check'"
    assert till.rows(left) == [(0,)]


@pytest.mark.corrupts  # as an old page would, which knows no such invoice
def test_what_an_old_page_made_of_it_is_repaired(till: Till) -> None:
    sale = sold_by_check(till)
    give_back(till, sale, 3)
    till.call("sp_void_payment", {"payment_id": 1})
    before = figures(till, sale)
    execute(till.connection, "UPDATE invoices_out SET paid_amount = 0, remaining_amount = 70")
    repaired = till.call("sp_repair_books", {"dry_run": False})
    assert (repaired["change_count"], repaired["beyond_repair_count"]) == (2, 0)
    assert figures(till, sale) == before
