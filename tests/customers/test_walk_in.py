"""Walk-in customers (tracks_balance 0): they pay in full, without balance, wallet and ledger."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pyclient.wire import parse
from tests.till import CASHIER, Answer, Refusal, Till, column, line, money, part, rows_of

NO_ACCOUNT = {"balance_before": 0, "balance_after": 0, "wallet_before": 0, "wallet_after": 0}


@pytest.fixture
def walk_in(till: Till) -> int:
    """The walk-in customer's id; product 1 is a service, product 2 has 100 pieces at 3."""
    till.product(keeps_stock=False)
    till.product((100, 3))
    return till.customer(tracks_balance=False)


def unpaid(customer: int, amount: str) -> Refusal:
    return Refusal(
        50121,
        f"PAYMENTS_REQUIRED: customer {customer} has no account and pays in full:"
        f" {amount} would be left unpaid",
    )


def unfit(customer: int, member: str, value: str) -> Refusal:
    return Refusal(
        50101,
        f"VALIDATION: customer {customer} has no account and no wallet: {member} cannot be {value}",
    )


def items(sold: Answer, qty: object) -> list[dict[str, object]]:
    return [{"item_id": column(sold, "items", "item_id")[0], "qty": qty}]


def receivables(till: Till, customer: int) -> Sequence[object]:
    """How many lines the journal has of what the customer owes, and what they come to."""
    return till.rows(
        "SELECT COUNT(*) > 0, SUM(debit - credit) FROM journal_entry_lines"
        " WHERE role = 'receivables' AND customer_id = %s",
        customer,
    )[0]


def paid_in(till: Till, sold: Answer) -> list[tuple[object, ...]]:
    """Method and amount of each payment of an invoice, in their order."""
    return [
        tuple(row)
        for row in till.rows(
            "SELECT payment_method, payment_amount FROM invoice_payments WHERE invoice_id = %s ORDER BY id",
            sold["invoice_id"],
        )
    ]


def test_one_is_made_and_shown(till: Till) -> None:
    made = till.call(
        "sp_save_customer", {"name": "نقدي", "mobile": "0", "city": "x", "tracks_balance": False}
    )
    assert part(made, "customer")["tracks_balance"] is False
    till.customer()
    assert column(till.call("sp_list_customers", "{}"), "customers", "tracks_balance") == [False, True]
    assert till.rows("SELECT tracks_balance FROM report_customers ORDER BY customer_id") == [(0,), (1,)]


def test_a_sale_is_paid_in_full_and_leaves_no_ledger(till: Till, walk_in: int) -> None:
    for members in (
        {"status": "paid"},
        {"status": "paid", "payments": [money(5), money(15, "card")]},
        {"status": "partial", "payments": [money(20)]},
        {"status": "paid", "payments": [money(50)], "overpayment": "change"},
        {"status": "paid", "payments": [money(20)], "overpayment": "wallet"},
        {"discount_value": 100},
    ):
        sold = till.sell(walk_in, line(1, 1, 10), line(2, 1, 10), **members)
        assert sold["payment_status"] == "paid"
        assert part(sold, "customer") == {"id": walk_in, **NO_ACCOUNT}
    assert till.count("customer_transactions") == till.count("wallet_transactions") == 0
    assert receivables(till, walk_in) == (1, 0)
    statement = till.call("sp_customer_statement", f'{{"customer_id": {walk_in}}}')
    assert rows_of(statement["rows"]) == []


def test_what_would_be_left_unpaid_is_refused(till: Till, walk_in: int) -> None:
    sale = {"customer_id": walk_in, "items": [line(1, 1, 10)]}
    for members, refusal in (
        ({}, unpaid(walk_in, "10.00")),
        ({"status": "partial", "payments": [money("9.99")]}, unpaid(walk_in, "0.01")),
        ({"credit_override_by": CASHIER}, unpaid(walk_in, "10.00")),
        (
            {"status": "paid", "payments": [money(10, "wallet")]},
            Refusal(
                50118,
                f"INVALID_PAYMENT_METHOD: customer {walk_in} has no account: nothing is paid from a wallet",
            ),
        ),
        (
            {"status": "paid", "payments": [money(11)], "overpayment": "wallet"},
            unfit(walk_in, "overpayment", "wallet"),
        ),
    ):
        assert till.refusal("sp_save_invoice", {**sale, **members}) == refusal
        (problem,) = rows_of(till.call("sp_quote_invoice", {**sale, **members})["problems"])
        assert f"{problem['token']}: {problem['message']}" == refusal.text
    draft = till.call("sp_save_draft", sale)
    assert column(draft, "problems", "token") == ["PAYMENTS_REQUIRED"]
    sold = till.sell(walk_in, line(1, 1, 10), draft_id=draft["draft_id"], status="paid")
    assert sold["paid_amount"] == 10


def test_there_is_nothing_to_pay_and_no_wallet(till: Till, walk_in: int) -> None:
    sold = till.sell(walk_in, line(1, 1, 10), status="paid")
    for target in ({"customer_id": walk_in}, {"invoice_id": sold["invoice_id"]}):
        refused = till.refusal("sp_add_payment", {**target, "amount": 1, "overpayment": "wallet"})
        assert refused is not None
        assert refused.token == "NOTHING_TO_PAY"
    for kind in ("deposit", "withdraw", "refund"):
        move = {"customer_id": walk_in, "type": kind, "amount": 5}
        assert till.refusal("sp_wallet_move", move) == Refusal(
            50101, f"VALIDATION: customer {walk_in} has no account, and so no wallet"
        )


@pytest.mark.parametrize("undo", ["return", "revert", "amend"])
def test_money_goes_back_in_cash(till: Till, walk_in: int, undo: str) -> None:
    """Or as it came, where that is asked for; the goods are in stock again, and the customer owes nothing."""

    def given_back(sold: Answer, **members: object) -> Answer:
        request = {"invoice_id": sold["invoice_id"], **members}
        if undo == "revert":
            return till.call("sp_revert_invoice", request)
        if undo == "return":
            return till.call("sp_return_items", {**request, "all": True})
        return till.call("sp_amend_invoice", {**request, "items": items(sold, 1)})

    amount = 10 if undo == "amend" else 20
    sold = till.sell(walk_in, line(2, 2, 10), status="paid", payments=[money(20, "card")])
    for refund in ("wallet", "reduce") if undo == "return" else ("wallet",):
        request = {"invoice_id": sold["invoice_id"], "refund": refund, "items": items(sold, 1)}
        procedure = "sp_return_items" if undo == "return" else f"sp_{undo}_invoice"
        assert till.refusal(procedure, request) == unfit(walk_in, "refund", refund)
    back = given_back(sold)
    assert part(back, "customer") == {"id": walk_in, **NO_ACCOUNT}
    assert paid_in(till, sold) == [("card", 20), ("cash", -amount)]

    sold = till.sell(walk_in, line(2, 2, 10), status="paid", payments=[money(20, "card")])
    given_back(sold, refund="original")
    assert paid_in(till, sold) == [("card", 20), ("card", -amount)]
    assert till.count("customer_transactions") == till.count("wallet_transactions") == 0
    assert receivables(till, walk_in) == (1, 0)
    assert till.rows("SELECT remaining FROM batches") == [(98 if undo == "amend" else 100,)]


def test_nothing_makes_an_invoice_open_again(till: Till, walk_in: int) -> None:
    sold = till.sell(walk_in, line(1, 2, 10), status="paid")
    payment = column(sold, "payments", "payment_id")[0]
    for refund in ("none", "wallet"):
        void = {"payment_id": payment, "refund": refund}
        assert till.refusal("sp_void_payment", void) == unpaid(walk_in, "20.00")
    more = {"invoice_id": sold["invoice_id"], "items": items(sold, 3)}
    assert till.refusal("sp_amend_invoice", more) == unpaid(walk_in, "10.00")
    same = {"invoice_id": sold["invoice_id"], "items": items(sold, 2), "notes": "n"}
    assert till.call("sp_amend_invoice", same)["payment_status"] == "paid"
    cancel = {"invoice_id": sold["invoice_id"]}
    refused = till.refusal("sp_cancel_invoice", cancel)
    assert refused is not None
    assert refused.token == "INVOICE_HAS_PAYMENTS"
    free = till.sell(walk_in, line(2, 1, 10), discount_value=100)
    assert till.call("sp_cancel_invoice", {"invoice_id": free["invoice_id"]})["status"] == "canceled"


def test_an_exchange_is_settled_over_the_counter(till: Till, walk_in: int) -> None:
    """What comes back pays the new goods, without a wallet; the rest is paid, or given back."""
    sold = till.sell(walk_in, line(2, 3, 10), status="paid")

    def exchange(price: object, **members: object) -> dict[str, object]:
        request = {"invoice_id": sold["invoice_id"], "items": items(sold, 1)}
        return {**request, "exchange_items": [line(1, 1, price)], **members}

    assert till.refusal("sp_return_items", exchange(15)) == unpaid(walk_in, "5.00")
    from_wallet = exchange(15, payments=[money(5, "wallet")])
    refused = till.refusal("sp_return_items", from_wallet)
    assert refused is not None
    assert refused.token == "INVALID_PAYMENT_METHOD"
    dearer = till.call("sp_return_items", exchange(15, payments=[money(5, "card")]))
    assert column(part(dearer, "exchange"), "payments", "method") == ["cash", "card"]
    assert column(dearer, "refunds", "amount") == [10]
    cheaper = till.call("sp_return_items", exchange(4))
    assert column(part(cheaper, "exchange"), "payments", "amount") == [4]
    assert [(row["method"], row["amount"]) for row in rows_of(cheaper["refunds"])] == [
        ("cash", 4),
        ("cash", 6),
    ]
    assert part(cheaper, "customer") == {"id": walk_in, **NO_ACCOUNT}
    assert till.count("customer_transactions") == till.count("wallet_transactions") == 0
    assert receivables(till, walk_in) == (1, 0)


def test_an_account_at_nothing_is_given_up_for_good(till: Till) -> None:
    till.product(keeps_stock=False)
    customer = till.customer(mobile="0111")
    give_up = {"customer_id": customer, "tracks_balance": False, "request_id": "k"}

    def in_use(balance: str, wallet: str, is_open: str) -> Refusal:
        return Refusal(
            50101,
            f"VALIDATION: customer {customer} has an account in use: balance {balance}, wallet {wallet},"
            f" still open {is_open}",
        )

    old = till.sell(customer, line(1, 2, 10))
    assert till.refusal("sp_save_customer", give_up) == in_use("20.00", "0.00", "20.00")
    till.deposit(customer, 25)
    assert till.refusal("sp_save_customer", give_up) == in_use("20.00", "25.00", "20.00")
    till.pay(customer_id=customer, amount=20, method="wallet")
    assert till.refusal("sp_save_customer", give_up) == in_use("0.00", "5.00", "0.00")
    till.call("sp_wallet_move", {"customer_id": customer, "type": "withdraw", "amount": 5})
    saved = till.call("sp_save_customer", give_up)
    assert part(saved, "customer")["tracks_balance"] is False
    assert part(saved, "customer")["mobile"] == "0111"
    ((action, user, key, before, after),) = till.rows(
        "SELECT action, user_id, request_id, values_before, values_after FROM audit_log"
        " WHERE action = 'tracks_balance' AND document_table = 'customers' AND document_id = %s",
        customer,
    )
    assert (action, user, key) == ("tracks_balance", CASHIER, "k")
    assert parse(str(before)) == {"tracks_balance": True}
    assert parse(str(after)) == {"tracks_balance": False, "ledger_seq": 4}
    # said again, or not at all, it stays; never back
    for members in ({"tracks_balance": 0}, {"tracks_balance": None}, {"city": "x"}):
        kept = till.call("sp_save_customer", {"customer_id": customer, **members})
        assert part(kept, "customer")["tracks_balance"] is False
    back = {"customer_id": customer, "tracks_balance": "yes"}
    assert till.refusal("sp_save_customer", back) == Refusal(
        50101, f"VALIDATION: tracks_balance of {customer} cannot change any more: true"
    )
    assert len(till.rows("SELECT 1 FROM audit_log WHERE action = 'tracks_balance'")) == 1

    # what was paid from the wallet that is no more goes back in cash
    part_of_it = {"invoice_id": old["invoice_id"], "items": items(old, 1), "refund": "original"}
    assert column(till.call("sp_return_items", part_of_it), "refunds", "method") == ["cash"]
    less = {"invoice_id": old["invoice_id"], "items": [{"item_id": items(old, 1)[0]["item_id"], "qty": 1}]}
    assert till.call("sp_amend_invoice", {**less, "notes": "n"})["remaining_amount"] == 0
    till.call("sp_revert_invoice", {"invoice_id": old["invoice_id"]})
    till.sell(customer, line(1, 1, 10), status="paid")
    statement = till.call("sp_customer_statement", f'{{"customer_id": {customer}}}')
    assert column(statement, "rows", "seq") == [1, 2, 3, 4]


def test_a_work_order_of_one_counts_its_invoices(till: Till, walk_in: int) -> None:
    other = till.customer()
    order = till.work_order(other)
    moved = till.call("sp_save_work_order", {"work_order_id": order, "customer_id": walk_in})
    assert part(moved, "work_order")["customer_id"] == walk_in
    till.sell(walk_in, line(1, 1, 10), status="paid", work_order_id=order)
    assert till.rows("SELECT total_paid, total_remaining FROM work_orders") == [(10, 0)]
    refused = till.refusal("sp_save_work_order", {"work_order_id": order, "customer_id": other})
    assert refused is not None
    assert refused.text.startswith("VALIDATION: customer_id of")
