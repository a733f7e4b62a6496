"""The last use of a coupon at many tills at once, uses that come back meanwhile, offers that add goods."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import fetch
from pyclient.models import (
    CancelRequest,
    InvoiceRequest,
    OfferRequest,
    SaleItem,
    SavedInvoice,
)
from tests.concurrency.errands import CASHIER
from tests.concurrency.test_amendments import no_deadlocks
from tests.concurrency.tills import TILLS, Layer, Market, Till, at_a_till, await_lock_waits, tokens


def sale_with(
    code: str | None, customer: int, *products: int, apply_offers: bool | None = None
) -> Call[SavedInvoice]:
    """One of each product on credit, with a coupon."""
    return calls.save_invoice(
        InvoiceRequest(
            customer_id=customer,
            items=[SaleItem(product_id=product, qty=1) for product in products],
            coupon_code=code,
            apply_offers=apply_offers,
            created_by=CASHIER,
        )
    )


def coupon(market: Market, code: str, **members: int) -> int:
    request = {"code": code, "name": code, "gives": "amount", "value": 1, "created_by": CASHIER, **members}
    return market.office.done(calls.save_coupon(request)).coupon_id


def used(market: Market, coupon_id: int) -> tuple[int, int]:
    """As the coupon's row counts, and as its uses do."""
    counted = market.value("SELECT used_count FROM coupons WHERE id = %s", coupon_id)
    uses = market.value("SELECT COUNT(*) FROM coupon_uses WHERE coupon_id = %s AND NOT given_back", coupon_id)
    return int(counted), int(uses)


def test_the_last_use_at_two_tills_at_once(market: Market) -> None:
    """Both have found that it is not used up, were it not for the row's lock; exactly one sale passes."""
    customers = [market.customer() for _ in range(2)]
    products = [market.product(price=10) for _ in range(2)]
    scenario = "the last use of a coupon at two tills"
    for round_no, _ in enumerate(market.rounds(scenario)):
        code = f"LAST-{round_no}"
        last = coupon(market, code, max_uses=2)
        market.office.done(sale_with(code, customers[0], products[0]))
        holder = market.shop.connect()
        holder.start_transaction()
        fetch(holder, "SELECT id FROM coupons WHERE id = %s FOR UPDATE", (last,))

        def both_wait(until: object = holder.rollback) -> None:
            await_lock_waits(market, 2)
            assert callable(until)
            until()

        answers = market.race(
            [
                at_a_till(sale_with(code, customer, product))
                for customer, product in zip(customers, products, strict=True)
            ],
            both_wait,
        )
        holder.close()
        assert tokens(answers) == ["COUPON_USED_UP"]
        assert [each.total_after for each in answers if isinstance(each, SavedInvoice)] == [9]
        assert used(market, last) == (2, 2)
    no_deadlocks(market, scenario)


def test_the_last_use_of_one_customer_at_many_tills(market: Market) -> None:
    customer, product = market.customer(), market.product(price=10)
    scenario = "the last use of a coupon by one customer"
    for round_no, _ in enumerate(market.rounds(scenario)):
        code = f"ONE-{round_no}"
        last = coupon(market, code, max_uses_per_customer=3)
        answers = market.race([at_a_till(sale_with(code, customer, product)) for _ in range(TILLS)])
        assert tokens(answers) == ["COUPON_USED_UP"] * (TILLS - 3)
        assert used(market, last) == (3, 3)
    no_deadlocks(market, scenario)


def cancel_and_sell(till: Till, invoice: int, again: Call[SavedInvoice]) -> list[object]:
    cancelled = till.send(calls.cancel_invoice(CancelRequest(invoice_id=invoice, created_by=CASHIER)))
    return [cancelled, till.send(again)]


def test_uses_that_come_back_while_others_are_taken(market: Market) -> None:
    """Half of the tills cancel an invoice with the coupon and sell one, half only sell: never too many."""
    customers = [market.customer() for _ in range(TILLS)]
    product = market.product(Layer(Decimal(100_000), Decimal(1)), price=10)
    half = TILLS // 2
    scenario = "uses of a coupon that come back"
    for round_no, _ in enumerate(market.rounds(scenario)):
        code = f"BACK-{round_no}"
        some = coupon(market, code, max_uses=half)
        sold = [market.office.done(sale_with(code, customer, product)) for customer in customers[:half]]
        answers = market.race(
            [
                partial(
                    cancel_and_sell,
                    invoice=each.invoice_id,
                    again=sale_with(code, customer, product),
                )
                for each, customer in zip(sold, customers[:half], strict=True)
            ]
            + [at_a_till(sale_with(code, customer, product)) for customer in customers[half:]]
        )
        everything = [one for answer in answers for one in (answer if isinstance(answer, list) else [answer])]
        passed = [one for one in everything if isinstance(one, SavedInvoice)]
        assert len(passed) <= half
        assert set(tokens(everything)) <= {"COUPON_USED_UP"}
        assert used(market, some) == (len(passed), len(passed))
    no_deadlocks(market, scenario)


def test_goods_that_offers_add_are_locked_in_the_order_of_all_products(market: Market) -> None:
    """One product brings the other for nothing, and the other way round: no deadlock, no unit twice."""
    customers = [market.customer() for _ in range(TILLS)]
    scenario = "offers that add each other's product"
    for round_no, _ in enumerate(market.rounds(scenario)):
        pair = [market.product(Layer(Decimal(TILLS), Decimal(3)), price=10) for _ in range(2)]
        for place in (0, 1):
            market.office.done(
                calls.save_offer(
                    OfferRequest(
                        code=f"PAIR-{round_no}-{place}",
                        name="x",
                        gives="free_item",
                        product_id=pair[place],
                        free_product_id=pair[1 - place],
                        free_qty=1,
                        created_by=CASHIER,
                    )
                )
            )
        answers = market.race(
            [at_a_till(sale_with(None, customer, pair[at % 2])) for at, customer in enumerate(customers)]
        )
        assert [each.total_after for each in answers if isinstance(each, SavedInvoice)] == [10] * TILLS
        for product in pair:
            assert market.rows(
                "SELECT remaining, stock_value FROM batches WHERE product_id = %s", product
            ) == [(0, 0)]
    no_deadlocks(market, scenario)
