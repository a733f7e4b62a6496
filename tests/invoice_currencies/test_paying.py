"""Invoices in another currency that are paid, and undone: what is realised; both come to zero together."""

from __future__ import annotations

from decimal import Decimal

from tests.invoice_currencies.conftest import Abroad, allocation
from tests.till import column, line, money, number, part, rows_of


def test_a_hundred_dollars_at_50_paid_at_55_gain_500(abroad: Abroad) -> None:
    invoice = abroad.invoice()
    paid = abroad.pay(invoice, 100, exchange_rate=55)
    assert abroad.payment_lines(paid) == {"cash": 5500, "receivables": -5000, "exchange_differences": -500}
    expected = {
        "amount": 100,
        "currency": "USD",
        "exchange_rate": 55,
        "base_amount": 5500,
        "exchange_difference": 500,
        "remaining_after": 0,
        "payment_status": "paid",
    }
    assert allocation(paid).items() >= expected.items()
    assert (abroad.open(invoice), abroad.balance()) == ((0, 0), 0)
    read = abroad.read(invoice)
    assert (read["payment_status"], read["paid_amount"]) == ("paid", 5000)
    assert column(read, "payments", "amount") == [5500]
    stored = abroad.till.call("sp_get_payment", number(column(read, "payments", "payment_id")[0]))
    said = ("currency", "amount", "exchange_rate", "base_amount", "document_total", "document_remaining")
    assert [stored[name] for name in said] == ["USD", 100, 55, 5500, 100, 0]
    refused = abroad.till.refusal("sp_add_payment", {"invoice_id": invoice, "amount": 1})
    assert refused is not None
    assert refused.token == "NOTHING_TO_PAY"


def test_twenty_of_them_for_900_lose_100_and_80_are_open(abroad: Abroad) -> None:
    invoice = abroad.invoice()
    paid = abroad.pay(invoice, 20, base_amount=900)
    assert abroad.payment_lines(paid) == {"cash": 900, "receivables": -1000, "exchange_differences": 100}
    assert (allocation(paid)["exchange_rate"], allocation(paid)["exchange_difference"]) == (None, -100)
    assert (abroad.open(invoice), abroad.balance()) == ((80, 4000), 4000)
    rest = abroad.till.call("sp_mark_invoice_paid", {"invoice_id": invoice, "exchange_rate": 45})
    assert abroad.payment_lines(rest) == {"cash": 3600, "receivables": -4000, "exchange_differences": 400}
    assert (abroad.open(invoice), abroad.balance()) == ((0, 0), 0)


def test_the_last_part_takes_the_remainder(abroad: Abroad) -> None:
    """Of what is worth 0.01 no part is worth anything: it is paid in one."""
    invoice = abroad.invoice(exchange_rate="0.333333")
    for amount in ("33.33", "33.33", "33.34"):
        paid = abroad.pay(invoice, amount, exchange_rate="0.333333")
        assert abroad.payment_lines(paid)["receivables"] == Decimal("-11.11")
    assert abroad.open(invoice) == (0, 0)
    small = abroad.invoice("0.03", exchange_rate="0.3333")
    refused = abroad.till.refusal("sp_add_payment", {"invoice_id": small, "amount": "0.02", "base_amount": 1})
    assert refused is not None
    assert refused.token == "VALIDATION"
    abroad.pay(small, "0.03", base_amount=1)
    assert abroad.open(small) == (0, 0)


def test_the_wallet_pays_pounds_and_two_methods_pay_their_parts(abroad: Abroad) -> None:
    abroad.till.deposit(abroad.customer, 1000)
    invoice = abroad.invoice()
    paid = abroad.till.pay(
        invoice_id=invoice, exchange_rate=40, payments=[money(25, "wallet"), money(30, "card")]
    )
    assert column(paid, "allocations", "base_amount") == [1000, 1200]
    assert column(paid, "allocations", "exchange_difference") == [-250, -300]
    assert part(paid, "customer")["wallet_after"] == 0
    assert abroad.open(invoice) == (45, 2250)
    refused = abroad.till.refusal(
        "sp_add_payment", {"invoice_id": invoice, "amount": 1, "method": "wallet", "exchange_rate": 40}
    )
    assert refused is not None
    assert refused.token == "WALLET_INSUFFICIENT"
    refused = abroad.till.refusal("sp_add_payment", {"invoice_id": invoice, "amount": "45.01"})
    assert refused is not None
    assert refused.token == "OVERPAYMENT"
    assert "45.01" in refused.text
    payment = rows_of(paid["allocations"])[0]["payment_id"]
    back = abroad.till.call("sp_set_payment_status", {"payment_id": payment, "status": "refunded"})
    assert part(part(back, "refunded"), "customer")["wallet_after"] == 1000
    assert abroad.open(invoice) == (70, 3500)


def test_a_voided_payment_puts_back_exactly_both(abroad: Abroad) -> None:
    for procedure, members in {
        "sp_void_payment": {},
        "sp_set_payment_status": {"status": "refunded"},
    }.items():
        invoice = abroad.invoice("0.10", exchange_rate="33.337")
        first = abroad.pay(invoice, "0.03", exchange_rate=55)
        before = abroad.open(invoice)
        paid = abroad.pay(invoice, "0.07", base_amount="9.99")
        assert abroad.open(invoice) == (0, 0)
        undone = abroad.till.call(procedure, {"payment_id": allocation(paid)["payment_id"], **members})
        said = undone if procedure == "sp_void_payment" else part(undone, "refunded")
        assert (said["amount"], said["currency"], said["remaining_after"]) == (
            Decimal("0.07"),
            "USD",
            Decimal("0.07"),
        )
        assert abroad.open(invoice) == before
        assert abroad.read(invoice)["payment_status"] == "partial"
        abroad.till.call("sp_void_payment", {"payment_id": allocation(first)["payment_id"]})
        assert abroad.open(invoice) == (Decimal("0.10"), Decimal("3.33"))
        abroad.till.call("sp_cancel_invoice", {"invoice_id": invoice})
    assert abroad.balance() == 0
    assert abroad.till.rows(
        "SELECT SUM(debit - credit) FROM journal_entry_lines WHERE role = 'exchange_differences'"
    ) == [(0,)]


def test_a_customers_money_leaves_invoices_in_dollars(abroad: Abroad) -> None:
    till = abroad.till
    work_order = till.work_order(abroad.customer)
    dollars = abroad.invoice(work_order_id=work_order)
    pounds = till.sell(abroad.customer, line(abroad.service), work_order_id=work_order)
    assert part(pounds, "work_order")["total_remaining"] == 5420
    for target in ({"work_order_id": work_order}, {"customer_id": abroad.customer}):
        refused = till.refusal("sp_add_payment", {**target, "amount": 421})
        assert refused is not None
        assert refused.token == "OVERPAYMENT"
    till.pay(work_order_id=work_order, amount=20)
    paid = till.pay(customer_id=abroad.customer, amount=500, overpayment="change")
    assert (paid["total_allocated"], paid["change_due"]) == (400, 100)
    assert abroad.open(dollars) == (100, 5000)
    refused = till.refusal("sp_add_payment", {"customer_id": abroad.customer, "amount": 1})
    assert refused is not None
    assert refused.token == "NOTHING_TO_PAY"
    refused = till.refusal("sp_add_payment", {"invoice_id": dollars, "amount": 1, "currency": "EGP"})
    assert refused is not None
    assert refused.token == "CURRENCY_MISMATCH"


def test_cancelled_and_reverted_it_is_zero_in_both(abroad: Abroad) -> None:
    cancelled = abroad.invoice()
    abroad.till.call("sp_cancel_invoice", {"invoice_id": cancelled})
    assert abroad.open(cancelled) == (0, 0)
    reverted = abroad.invoice()
    abroad.pay(reverted, 20, exchange_rate=55)
    undone = abroad.till.call("sp_revert_invoice", {"invoice_id": reverted, "refund": "cash"})
    # at the invoice's rate: what the payment realised stays realised
    assert (undone["refunded_amount"], abroad.open(reverted), abroad.balance()) == (1000, (0, 0), 0)
    settled = column(part(abroad.read(reverted), "in_currency"), "settlements", "amount")
    assert settled == [20, 80]


def test_goods_that_come_back_take_their_share_of_what_is_open(abroad: Abroad) -> None:
    sold = abroad.sell(line(abroad.service, 3, "33.33"), exchange_rate=50)
    invoice, item = number(sold["invoice_id"]), rows_of(sold["items"])[0]["item_id"]

    def give_back(qty: object) -> object:
        return abroad.till.call(
            "sp_return_items",
            {"invoice_id": invoice, "items": [{"item_id": item, "qty": qty}], "refund": "original"},
        )["refunded_amount"]

    assert (give_back(1), abroad.open(invoice)) == (0, (Decimal("66.66"), 3333))
    first = abroad.pay(invoice, 50, exchange_rate=55)
    # 833.00 were open: the rest of 1,666.50 was paid and goes back at the invoice's rate
    assert (give_back(1), abroad.open(invoice)) == (Decimal("833.50"), (0, 0))
    refused = abroad.till.refusal(
        "sp_set_payment_status", {"payment_id": allocation(first)["payment_id"], "status": "refunded"}
    )
    assert refused is not None
    assert refused.text == (
        f"OTHER_CURRENCY: invoice {invoice} is in USD: part of the payment went back already;"
        " return the rest or revert it"
    )
    assert (give_back(1), abroad.open(invoice), abroad.balance()) == (Decimal("1666.50"), (0, 0), 0)
    assert abroad.read(invoice)["payment_status"] == "paid"


def test_a_payment_that_came_to_nothing_is_owed_with_what_was_given_back_of_it(abroad: Abroad) -> None:
    sold = abroad.sell(line(abroad.service, 3, "33.33"), exchange_rate=50)
    invoice, item = number(sold["invoice_id"]), rows_of(sold["items"])[0]["item_id"]
    paid = abroad.pay(invoice, "99.99", exchange_rate=55, method="check")
    back = {"invoice_id": invoice, "items": [{"item_id": item, "qty": 1}], "refund": "cash"}
    abroad.till.call("sp_return_items", back)
    void = abroad.till.call("sp_void_payment", {"payment_id": allocation(paid)["payment_id"]})
    assert abroad.lines("invoice_payments", void["void_id"]) == {
        "check": Decimal("-5499.45"),
        "receivables": Decimal("4999.50"),
        "exchange_differences": Decimal("499.95"),
    }
    assert abroad.open(invoice) == (Decimal("99.99"), Decimal("4999.50"))
    assert abroad.balance() == Decimal("4999.50")
    read = abroad.read(invoice)
    assert (read["paid_amount"], read["payment_status"]) == (Decimal("-1666.50"), "pending")
    # what comes back then takes its share of both
    assert abroad.till.call("sp_return_items", back)["refunded_amount"] == 0
    assert abroad.open(invoice) == (Decimal("66.66"), 3333)
    rest = abroad.till.call("sp_mark_invoice_paid", {"invoice_id": invoice, "exchange_rate": 50})
    assert (allocation(rest)["payment_status"], abroad.open(invoice), abroad.balance()) == ("paid", (0, 0), 0)


def test_a_return_never_closes_one_currency_alone(abroad: Abroad) -> None:
    """A yen of three, worth 1.00: what comes back is 0.33 of it."""
    sold = abroad.sell(line(abroad.service, 3, 1), currency="JPY")
    invoice, item = number(sold["invoice_id"]), rows_of(sold["items"])[0]["item_id"]
    abroad.pay(invoice, 2, base_amount=1)
    assert abroad.open(invoice) == (1, Decimal("0.33"))
    abroad.till.call("sp_return_items", {"invoice_id": invoice, "items": [{"item_id": item, "qty": "0.5"}]})
    assert abroad.open(invoice) == (1, Decimal("0.16"))
    abroad.pay(invoice, 1)
    assert abroad.open(invoice) == (0, 0)


def test_an_exchange_of_its_goods_is_in_pounds(abroad: Abroad) -> None:
    sold = abroad.sell(line(abroad.service, 1, 10), exchange_rate=50)
    invoice = number(sold["invoice_id"])
    abroad.pay(invoice, 10, exchange_rate=50)
    exchanged = abroad.till.call(
        "sp_return_items", {"invoice_id": invoice, "all": True, "exchange_items": [line(abroad.service)]}
    )
    assert part(exchanged, "exchange")["total_after"] == 420
    assert (abroad.open(invoice), abroad.balance()) == ((0, 0), 0)
