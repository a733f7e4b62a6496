"""One walk-in customer at many tills: nobody waits for the customer, and every figure comes out exact."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import fetch
from pyclient.models import (
    BranchRequest,
    CancelRequest,
    CompleteOrderRequest,
    CustomerRequest,
    InvoiceRequest,
    OfferRequest,
    OrderPart,
    OrderRequest,
    ReturnRequest,
    RevertRequest,
    SaleItem,
    SavedInvoice,
    WorkOrderRequest,
)
from tests.concurrency.errands import CASHIER
from tests.concurrency.tills import TILLS, Layer, Market, Refused, Till, at_a_till, await_lock_waits

STOCK = 1000


def walk_in(market: Market) -> int:
    saved = market.office.done(
        calls.save_customer(
            CustomerRequest(name="نقدي", mobile="0", city="x", tracks_balance=False, created_by=CASHIER)
        )
    )
    return saved.customer_id


def cash_sale(
    customer: int,
    product: int,
    qty: int,
    *,
    branch: int | None = None,
    work_order: int | None = None,
    free: bool = False,
) -> Call[SavedInvoice]:
    return calls.save_invoice(
        InvoiceRequest(
            customer_id=customer,
            items=[SaleItem(product_id=product, qty=qty)],
            status="paid",
            branch_id=branch,
            work_order_id=work_order,
            discount_value=100 if free else 0,
            created_by=CASHIER,
        )
    )


def given_back(invoice: int, *, whole: bool) -> Call[object]:
    """The goods of an invoice, or the invoice itself."""
    if whole:
        return calls.revert_invoice(RevertRequest(invoice_id=invoice, created_by=CASHIER))
    return calls.return_items(ReturnRequest(invoice_id=invoice, all=True, created_by=CASHIER))


def test_sales_returns_and_cancellations_of_one_walk_in_customer(market: Market) -> None:
    """Some tills sell, others undo older sales, two of them the same one at once; the customer and a work
    order of the sales are changed meanwhile."""
    customer = walk_in(market)
    order = market.work_order(customer)
    changes: list[Call[object]] = [
        *[calls.save_customer(CustomerRequest(customer_id=customer, city="y", created_by=CASHIER))] * 3,
        calls.save_work_order(WorkOrderRequest(work_order_id=order, notes="y", created_by=CASHIER)),
    ]
    products = [market.product(Layer(Decimal(STOCK), Decimal(3))) for _ in range(3)]
    # an offer that nobody gets, so that sales look for offers
    offer = OfferRequest(
        code="O", name="x", gives="percent", product_id=products[0], min_qty=100, value=5, created_by=CASHIER
    )
    market.office.done(calls.save_offer(offer))
    deadlocks = market.record.deadlocks
    sold_in_all = 0
    for rng in market.rounds("one walk-in customer at 16 tills"):
        bought = [
            market.office.done(cash_sale(customer, rng.choice(products), 2)).invoice_id for _ in range(4)
        ]
        free = market.office.done(cash_sale(customer, products[0], 1, free=True)).invoice_id
        undoing = [given_back(invoice, whole=rng.random() < 0.5) for invoice in bought]
        undoing += [given_back(bought[0], whole=True), given_back(bought[1], whole=False)]
        undoing += [calls.cancel_invoice(CancelRequest(invoice_id=free, created_by=CASHIER))] * 2
        tasks = [at_a_till(call) for call in undoing + changes]
        quantities = [rng.randint(1, 3) for _ in range(TILLS - len(tasks))]
        tasks += [
            at_a_till(cash_sale(customer, rng.choice(products), qty, work_order=rng.choice([None, order])))
            for qty in quantities
        ]
        rng.shuffle(tasks)
        answers = market.race(tasks)
        refused = [answer.token for answer in answers if isinstance(answer, Refused)]
        assert set(refused) <= {"INVOICE_CLOSED", "RETURN_EXCEEDS_SOLD", "NO_ITEMS"}
        assert len([answer for answer in answers if isinstance(answer, SavedInvoice)]) == len(quantities)
        sold_in_all += sum(quantities)
        assert market.value("SELECT SUM(remaining) FROM batches") == len(products) * STOCK - sold_in_all
        assert market.value("SELECT SUM(paid_amount) FROM invoices_out") == 10 * sold_in_all
        assert market.value("SELECT SUM(remaining_amount) FROM invoices_out") == 0
        on_order = "SELECT SUM(total_after_discount) FROM invoices_out WHERE work_order_id = %s"
        assert market.value("SELECT total_paid FROM work_orders") == market.value(on_order, order)
        cash = "SELECT SUM(debit - credit) FROM journal_entry_lines WHERE role = %s"
        assert market.value(cash, "cash") == 10 * sold_in_all
        assert market.value(cash, "receivables") == 0
    assert market.value("SELECT COUNT(*) FROM customer_transactions") == 0
    assert market.record.deadlocks == deadlocks, "\n".join(market.record.deadlock_reports)


@pytest.mark.parametrize(
    ("account", "meets"), [(False, False), (True, True)], ids=["walk-in", "with an account"]
)
def test_two_sales_overlap_unless_the_customer_has_an_account(
    market: Market, account: bool, meets: bool
) -> None:
    """The first sale has written its invoice and waits for a number of its payment: at another branch, of
    another product, the second one of the same customer ends, or waits for the first."""
    customer = market.customer() if account else walk_in(market)
    one, other = (market.product(Layer(Decimal(9), Decimal(3))) for _ in range(2))
    branch = market.office.done(calls.save_branch(BranchRequest(code="GZ", name="x", created_by=CASHIER)))
    holder, first, second = market.tills[:3]
    holder.connection.start_transaction()
    payments = "SELECT day FROM number_series WHERE branch_id = 1 AND kind = 'PAY' FOR UPDATE"
    fetch(holder.connection, payments)
    done: list[int] = []

    def selling(till: Till, sale: Call[SavedInvoice]) -> threading.Thread:
        def run(sell: Callable[[], SavedInvoice]) -> None:
            done.append(sell().invoice_id)

        thread = threading.Thread(target=run, args=(partial(till.done, sale),))
        thread.start()
        return thread

    threads = [selling(first, cash_sale(customer, one, 1))]
    await_lock_waits(market, 1)
    threads.append(selling(second, cash_sale(customer, other, 1, branch=branch.branch_id)))
    if meets:
        await_lock_waits(market, 2)
    else:
        threads[1].join(timeout=30)
    assert len(done) == (0 if meets else 1)
    holder.connection.rollback()
    for thread in threads:
        thread.join()
    assert len(done) == 2


@pytest.mark.parametrize("whole", [True, False], ids=["revert", "return"])
def test_an_order_is_billed_while_its_invoice_is_undone(market: Market, whole: bool) -> None:
    """Both need the order and its work order, and no customer's lock keeps them apart."""
    customer = walk_in(market)
    product = market.product(Layer(Decimal(9), Decimal(3)))
    order = market.office.done(
        calls.save_order(
            OrderRequest(
                customer_id=customer,
                work_order_id=market.work_order(customer),
                items=[SaleItem(product_id=product, qty=6)],
                created_by=CASHIER,
            )
        )
    )
    part = OrderPart(order_item_id=order.items[0].order_item_id, qty=2)
    billing = calls.complete_order(
        CompleteOrderRequest(order_id=order.order_id, items=[part], status="paid", created_by=CASHIER)
    )
    undoing = given_back(market.office.done(billing).invoice_id, whole=whole)
    holder, *tills = market.tills[:3]
    holder.connection.start_transaction()
    fetch(holder.connection, f"SELECT id FROM orders WHERE id = {order.order_id} FOR UPDATE")
    again = calls.complete_order(
        CompleteOrderRequest(order_id=order.order_id, items=[part], status="paid", created_by=CASHIER)
    )
    threads = [
        threading.Thread(target=tills[0].done, args=(undoing,)),
        threading.Thread(target=tills[1].done, args=(again,)),
    ]
    for waiting, thread in enumerate(threads, start=1):
        thread.start()
        await_lock_waits(market, waiting)
    holder.connection.rollback()
    for thread in threads:
        thread.join()
    assert [till.counted["deadlocks"] for till in tills] == [0, 0], market.record.deadlock_reports
    assert market.value("SELECT SUM(quantity) FROM invoice_out_items") == 4
    assert market.value("SELECT remaining FROM batches") == 7
