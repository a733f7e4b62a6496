"""Drafts at many tills: one is sold once, and either sold or deleted; who waits for one holds no more."""

from __future__ import annotations

import threading
from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import execute, fetch
from pyclient.models import (
    DeletedDraft,
    DeleteDraftRequest,
    DraftRequest,
    InvoiceRequest,
    SaleItem,
    SavedDraft,
    SavedInvoice,
)
from tests.concurrency.errands import CASHIER
from tests.concurrency.test_amendments import no_deadlocks
from tests.concurrency.tills import TILLS, Layer, Market, Refused, at_a_till, await_lock_waits


def keeping(customer: int | None, product: int, qty: int, draft: int | None = None) -> Call[SavedDraft]:
    """So many pieces put aside for a customer."""
    items = [SaleItem(product_id=product, qty=qty, row_id="r1")]
    return calls.save_draft(
        DraftRequest(customer_id=customer, items=items, draft_id=draft, created_by=CASHIER)
    )


def selling(customer: int, product: int, qty: int, draft: int) -> Call[SavedInvoice]:
    """So many pieces, out of a draft."""
    items = [SaleItem(product_id=product, qty=qty)]
    return calls.save_invoice(
        InvoiceRequest(customer_id=customer, items=items, draft_id=draft, status="paid", created_by=CASHIER)
    )


def deleting(draft: int) -> Call[DeletedDraft]:
    return calls.delete_draft(DeleteDraftRequest(draft_id=draft, created_by=CASHIER))


def test_a_draft_is_sold_at_one_of_all_tills(market: Market) -> None:
    scenario = "one draft sold at 16 tills"
    customers = [market.customer() for _ in range(TILLS)]
    product = market.product(Layer(Decimal(1000), Decimal(3)))
    sold = 0
    for rng in market.rounds(scenario):
        qty = rng.randint(1, 5)
        draft = market.office.done(keeping(customers[0], product, qty)).draft_id
        before = market.value("SELECT COUNT(*) FROM invoices_out")
        # the same customer, then others: it is the draft that decides
        buyers = [customers[place % rng.choice((1, TILLS))] for place in range(TILLS)]
        answers = market.race([at_a_till(selling(buyer, product, qty, draft)) for buyer in buyers])
        (done,) = [each for each in answers if isinstance(each, SavedInvoice)]
        assert {each.text for each in answers if isinstance(each, Refused)} == {
            f"DRAFT_CONSUMED: draft {draft} was sold already, as invoice {done.invoice_id}"
        }
        assert market.value("SELECT COUNT(*) FROM invoices_out") == before + 1
        assert market.value("SELECT invoice_id FROM invoice_drafts WHERE id = %s", draft) == done.invoice_id
        sold += qty
        assert market.value("SELECT remaining FROM batches WHERE product_id = %s", product) == 1000 - sold
    no_deadlocks(market, scenario)


def test_a_draft_is_sold_or_deleted(market: Market) -> None:
    """While it is saved, too: whoever comes after the end of it is told so."""
    scenario = "one draft saved, sold and deleted at once"
    customer = market.customer()
    product = market.product(Layer(Decimal(1000), Decimal(3)))
    ends = set()
    for rng in market.rounds(scenario):
        draft = market.office.done(keeping(customer, product, 1)).draft_id
        tasks = [at_a_till(keeping(customer, product, qty, draft)) for qty in range(2, 8)]
        tasks += [at_a_till(selling(customer, product, 1, draft)) for _ in range(5)]
        tasks += [at_a_till(deleting(draft)) for _ in range(5)]
        rng.shuffle(tasks)
        answers = market.race(tasks)
        refused = {each.token for each in answers if isinstance(each, Refused)}
        sales = [each for each in answers if isinstance(each, SavedInvoice)]
        deletions = [each for each in answers if isinstance(each, DeletedDraft)]
        kept = [each for each in answers if isinstance(each, SavedDraft)]
        assert len(sales) + len(deletions) == 1
        left = market.rows("SELECT invoice_id, revision FROM invoice_drafts WHERE id = %s", draft)
        if sales:
            assert refused == {"DRAFT_CONSUMED"}
            assert left == [(sales[0].invoice_id, 1 + len(kept))]
        else:
            assert refused == {"UNKNOWN_DRAFT"}
            assert left == []
        ends |= refused
    print(sorted(ends))
    no_deadlocks(market, scenario)


def test_a_sale_that_waits_for_its_draft_holds_nothing_else(market: Market) -> None:
    customer, product = market.customer(), market.product(Layer(Decimal(9), Decimal(3)))
    draft = market.office.done(keeping(customer, product, 1)).draft_id
    holder, stranger = market.shop.connect(), market.shop.connect()
    for call in (keeping(customer, product, 2, draft), selling(customer, product, 1, draft)):
        holder.start_transaction()
        fetch(holder, "SELECT id FROM invoice_drafts WHERE id = %s FOR UPDATE", (draft,))
        execute(market.tills[0].connection, "SET SESSION innodb_lock_wait_timeout = 30")
        waiting = threading.Thread(target=market.tills[0].done, args=(call,))
        waiting.start()
        await_lock_waits(market, 1)
        stranger.start_transaction()
        for table, row in (("customers", customer), ("products", product)):
            assert fetch(stranger, f"SELECT id FROM {table} WHERE id = %s FOR UPDATE SKIP LOCKED", (row,))
        stranger.rollback()
        holder.rollback()
        waiting.join()
    assert market.value("SELECT invoice_id IS NOT NULL FROM invoice_drafts WHERE id = %s", draft) == 1
