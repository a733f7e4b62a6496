"""Repairs beside a shop that sells: what an old page spoils is put right, and no sale is disturbed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from pyclient import calls
from pyclient.deploy.session import execute
from pyclient.models import InvoiceRequest, RepairedBooks, RepairRequest, SaleItem
from tests.concurrency.errands import CASHIER
from tests.concurrency.tills import TILLS, Layer, Market, Refused, Till

REPAIRS = 3


def repair(till: Till) -> RepairedBooks:
    return till.done(calls.repair_books(RepairRequest(dry_run=False, created_by=CASHIER)))


def repaired(till: Till) -> int:
    return repair(till).change_count


def sell(till: Till, customer: int, product: int, work_order: int) -> int:
    request = InvoiceRequest(
        customer_id=customer,
        items=[SaleItem(product_id=product, qty=1)],
        work_order_id=work_order,
        status="paid",
        created_by=CASHIER,
    )
    answer = till.send(calls.save_invoice(request))
    assert not isinstance(answer, Refused), answer.text
    return answer.invoice_id


def spoil(market: Market, product: int, work_order: int, invoice: int) -> None:
    """What an old page can do at any time: wrong totals, and a batch of its own."""
    connection = market.office.connection
    execute(connection, "UPDATE work_orders SET total_paid = total_paid + 7 WHERE id = %s", (work_order,))
    execute(connection, "UPDATE invoices_out SET profit_amount = profit_amount + 1 WHERE id = %s", (invoice,))
    execute(
        connection,
        "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at)"
        " VALUES (%s, 2, 2, 2, 1.5, '2020-01-01')",
        (product,),
    )


def test_a_repair_disturbs_no_sale(market: Market) -> None:
    product = market.product(Layer(Decimal(5000), Decimal(2)))
    customers = [market.customer() for _ in range(4)]
    orders = [market.work_order(customer) for customer in customers]
    first = sell(market.office, customers[0], product, orders[0])
    sold, changes = 1, 0
    for rng in market.rounds("repair against sales"):
        spoil(market, product, orders[0], first)
        at = [place % len(customers) for place in range(TILLS - REPAIRS)]
        tasks = [partial(sell, customer=customers[n], product=product, work_order=orders[n]) for n in at]
        racing: list[Callable[[Till], int]] = [*tasks, *[repaired] * REPAIRS]
        rng.shuffle(racing)
        market.race(racing)
        sold += len(tasks)
        repair(market.office)
        assert market.rows("SELECT check_name FROM _violations") == []
        assert market.value("SELECT COUNT(*) FROM invoices_out") == sold
        # two totals and an entry for each spoiling, whoever of the repairs came first
        changes += 3
        assert market.value("SELECT COUNT(*) FROM audit_log WHERE action = 'repair'") == changes
