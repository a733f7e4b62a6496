"""One customer's money from many tills at once: debt and wallet come out exact, nothing is spent twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from pyclient.calls import Call
from pyclient.models import AddedPayment, SavedInvoice
from tests.concurrency.errands import (
    deposit,
    payment_of_customer,
    payment_of_invoice,
    payment_of_invoices,
    payment_of_work_order,
    sale,
    withdrawal,
)
from tests.concurrency.tills import Market, Refused, Till

CENT = Decimal("0.01")
CALLS_A_TILL = 3


def amount(rng: random.Random, most: int) -> Decimal:
    """A random amount of money above 0."""
    return Decimal(rng.randint(1, most * 100)) * CENT


def send_all(till: Till, errands: list[Call[object]]) -> list[object]:
    """Their answers, or refusals."""
    return [till.send(errand) for errand in errands]


def test_invoices_payments_and_wallet_of_one_customer(market: Market) -> None:
    service = market.product(price=1)
    for rng in market.rounds("invoice against payment against wallet"):
        customer = market.customer(wallet=50_000)
        for _ in range(3):
            market.office.done(sale(customer, (service, 10_000)))
        balance, wallet = market.balance_and_wallet(customer)
        errands: list[list[Call[object]]] = []
        for _ in market.tills:
            mine: list[Call[object]] = []
            for kind in rng.choices(range(6), k=CALLS_A_TILL):
                some = amount(rng, 100)
                if kind == 0:
                    mine.append(sale(customer, (service, some)))
                    balance += some
                elif kind == 1:
                    mine.append(sale(customer, (service, some + 7), from_wallet=some, in_cash=5))
                    balance, wallet = balance + 2, wallet - some
                elif kind == 2:
                    mine.append(payment_of_customer(customer, some))
                    balance -= some
                elif kind == 3:
                    mine.append(payment_of_customer(customer, some, from_wallet=True))
                    balance, wallet = balance - some, wallet - some
                elif kind == 4:
                    mine.append(deposit(customer, some))
                    wallet += some
                else:
                    mine.append(withdrawal(customer, some))
                    wallet -= some
            errands.append(mine)
        answers = market.race([partial(send_all, errands=mine) for mine in errands])
        assert not [answer for mine in answers for answer in mine if isinstance(answer, Refused)]
        assert market.balance_and_wallet(customer) == (balance, wallet)


def test_of_two_payments_of_the_whole_debt_one_wins(market: Market) -> None:
    service = market.product(price=1)
    for rng in market.rounds("two payments of the whole debt"):
        customer = market.customer(wallet=1000)
        invoices = [market.office.done(sale(customer, (service, amount(rng, 100)))) for _ in range(2)]
        debt = sum((invoice.total_after for invoice in invoices), Decimal(0))
        parts = [(invoice.invoice_id, invoice.total_after) for invoice in invoices]
        ways = [
            payment_of_customer(customer, debt),
            payment_of_customer(customer, debt, from_wallet=True),
            payment_of_invoices(parts),
            payment_of_invoices(parts[::-1]),
        ]
        answers = market.race([partial(Till.send, call=call) for call in rng.sample(ways, 2)])
        (lost,) = [answer for answer in answers if isinstance(answer, Refused)]
        assert lost.token == "NOTHING_TO_PAY"
        (won,) = [answer for answer in answers if isinstance(answer, AddedPayment)]
        assert won.total_allocated == debt
        from_wallet = sum(part.amount for part in won.allocations if part.method == "wallet")
        assert market.balance_and_wallet(customer) == (0, 1000 - from_wallet)


def test_the_wallet_is_spent_from_one_till_only(market: Market) -> None:
    service = market.product(price=1)
    for rng in market.rounds("the wallet from two tills"):
        whole = amount(rng, 1000)
        customer = market.customer(wallet=whole)
        debt = market.office.done(sale(customer, (service, 2000)))
        ways: list[Callable[[], Call[object]]] = [
            partial(withdrawal, customer, whole),
            partial(sale, customer, (service, whole + 1), from_wallet=whole),
            partial(payment_of_customer, customer, whole, from_wallet=True),
            partial(payment_of_invoice, debt.invoice_id, whole, from_wallet=True),
        ]
        answers = market.race([partial(Till.send, call=way()) for way in rng.choices(ways, k=2)])
        (lost,) = [answer for answer in answers if isinstance(answer, Refused)]
        assert lost.token == "WALLET_INSUFFICIENT"
        balance, wallet = market.balance_and_wallet(customer)
        (won,) = [answer for answer in answers if not isinstance(answer, Refused)]
        paid = whole if isinstance(won, AddedPayment) else -1 if isinstance(won, SavedInvoice) else 0
        assert (balance, wallet) == (2000 - paid, 0)


def test_the_walk_over_open_invoices_against_payments_of_single_ones(market: Market) -> None:
    service = market.product(price=1)
    for rng in market.rounds("walk against single invoices"):
        customer = market.customer()
        open_amounts = {
            saved.invoice_id: saved.total_after
            for saved in (
                market.office.done(sale(customer, (service, amount(rng, 50) + 20))) for _ in range(6)
            )
        }
        errands: list[list[Call[object]]] = []
        for number, _ in enumerate(market.tills):
            mine: list[Call[object]] = []
            for _ in range(2):
                some = amount(rng, 20)
                invoice = rng.choice(list(open_amounts))
                listed = [(one, amount(rng, 5)) for one in sorted(rng.sample(list(open_amounts), 3))]
                mine.append(
                    (
                        payment_of_customer(customer, some * 3),
                        payment_of_invoice(invoice, some),
                        payment_of_invoices(listed[:: 1 if number % 8 < 4 else -1]),
                        sale(customer, (service, some), in_cash=CENT),
                    )[number % 4]
                )
            errands.append(mine)
        ends = [
            end for mine in market.race([partial(send_all, errands=mine) for mine in errands]) for end in mine
        ]

        # The walk may have settled a single invoice before: that refusal is right, and changes nothing.
        refusals = {end.token for end in ends if isinstance(end, Refused)}
        assert refusals <= {"NOTHING_TO_PAY", "OVERPAYMENT"}
        for end in ends:
            if isinstance(end, SavedInvoice):
                open_amounts[end.invoice_id] = end.total_after - CENT
        for end in ends:
            if isinstance(end, AddedPayment):
                for part in end.allocations:
                    assert part.invoice_id is not None
                    open_amounts[part.invoice_id] -= part.amount
        assert min(open_amounts.values()) >= 0
        stored = market.rows("SELECT id, remaining_amount FROM invoices_out WHERE customer_id = %s", customer)
        assert set(stored) == set(open_amounts.items())
        assert market.balance_and_wallet(customer) == (sum(open_amounts.values()), 0)


def test_work_order_totals_under_invoices_and_payments(market: Market) -> None:
    service = market.product(price=1)
    for rng in market.rounds("work order totals"):
        customer = market.customer()
        orders = [market.work_order(customer) for _ in range(2)]
        invoiced = dict.fromkeys(orders, Decimal(0))
        paid = dict.fromkeys(orders, Decimal(0))
        first: dict[int, int] = {}
        for order in orders:
            first[order] = market.office.done(sale(customer, (service, 5000), work_order=order)).invoice_id
            invoiced[order] += 5000
        errands: list[list[Call[object]]] = []
        for number, _ in enumerate(market.tills):
            mine: list[Call[object]] = []
            for _ in range(2):
                some = amount(rng, 50)
                order = rng.choice(orders)
                if number % 4 == 0:
                    mine.append(payment_of_work_order(order, some))
                    paid[order] += some
                elif number % 4 == 1:
                    parts = [(first[one], some) for one in rng.sample(orders, 2)]
                    mine.append(payment_of_invoices(parts))
                    for one in orders:
                        paid[one] += some
                else:
                    mine.append(sale(customer, (service, some + 1), work_order=order, in_cash=some))
                    invoiced[order] += some + 1
                    paid[order] += some
            errands.append(mine)
        answers = market.race([partial(send_all, errands=mine) for mine in errands])
        assert not [answer for mine in answers for answer in mine if isinstance(answer, Refused)]
        stored = market.rows(
            "SELECT id, total_invoice_amount, total_paid, total_remaining FROM work_orders"
            " WHERE customer_id = %s",
            customer,
        )
        assert set(stored) == {
            (order, invoiced[order], paid[order], invoiced[order] - paid[order]) for order in orders
        }
