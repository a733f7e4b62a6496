"""Bills posted, reversed and paid from many tills at once: everything once, to the last piece and piastre."""

from __future__ import annotations

from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import (
    BatchToReturn,
    PaidSupplier,
    PostedPurchase,
    PurchaseItem,
    PurchaseRequest,
    ReturnedPurchase,
    ReturnPurchaseRequest,
    ReversedPurchase,
    ReversePurchaseRequest,
    SavedInvoice,
    SupplierPaymentRequest,
    SupplierRequest,
    SupplierVoidRequest,
    VoidedSupplierPayment,
)
from tests.concurrency.errands import CASHIER, sale
from tests.concurrency.tills import TILLS, Layer, Market, at_a_till, tokens


def supplier_of(market: Market) -> int:
    request = SupplierRequest(name="شركة التوريدات", created_by=CASHIER)
    return market.office.done(calls.save_supplier(request)).supplier_id


def purchase(
    supplier: int, *lines: tuple[int, int, str], bill_no: str | None = None, request_id: str | None = None
) -> Call[PostedPurchase]:
    items = [PurchaseItem(product_id=product, qty=qty, unit_cost=cost) for product, qty, cost in lines]
    return calls.post_purchase(
        PurchaseRequest(
            supplier_id=supplier, items=items, bill_no=bill_no, created_by=CASHIER, request_id=request_id
        )
    )


def reversal(bill: int) -> Call[ReversedPurchase]:
    return calls.reverse_purchase(ReversePurchaseRequest(bill_id=bill, created_by=CASHIER))


def sending_back(bill: int, batch: int, qty: int) -> Call[ReturnedPurchase]:
    items = [BatchToReturn(batch_id=batch, qty=qty)]
    return calls.return_purchase(ReturnPurchaseRequest(bill_id=bill, items=items, created_by=CASHIER))


def payment(supplier: int, amount: int) -> Call[PaidSupplier]:
    return calls.pay_supplier(SupplierPaymentRequest(supplier_id=supplier, amount=amount, created_by=CASHIER))


def voiding(paid: int) -> Call[VoidedSupplierPayment]:
    return calls.void_supplier_payment(SupplierVoidRequest(payment_id=paid, created_by=CASHIER))


def balance(market: Market, supplier: int) -> Decimal:
    return market.value("SELECT balance FROM suppliers WHERE id = %s", supplier)


def stock(market: Market, product: int) -> tuple[int | Decimal, ...]:
    (row,) = market.rows(
        "SELECT SUM(remaining), SUM(stock_value) FROM batches WHERE product_id = %s", product
    )
    return row


def test_a_reversal_against_sales_of_the_same_batches(market: Market) -> None:
    """The reversal comes before all sales, or is refused: never half of each."""
    customers = [market.customer() for _ in range(TILLS - 1)]
    supplier = supplier_of(market)
    ends: set[bool] = set()
    for rng in market.rounds("reversal of a purchase against sales of its batches"):
        product, other = (market.product(Layer(Decimal(2), Decimal(1)), price=10) for _ in range(2))
        lines = ((other, 20, "3"), (product, 10, "3.333333"), (product, 10, "5"))
        bought = market.office.done(purchase(supplier, *lines))
        carts = [
            [(product, 2), (other, 1)][:: rng.choice((1, -1))] if number else [(product, 1)]
            for number in range(TILLS - 1)
        ]
        tasks = [at_a_till(sale(customer, *cart)) for customer, cart in zip(customers, carts, strict=True)]
        place = rng.randrange(TILLS)
        answers = market.race([*tasks[:place], at_a_till(reversal(bought.bill_id)), *tasks[place:]])

        undone = isinstance(answers[place], ReversedPurchase)
        ends.add(undone)
        sold = [answer for answer in answers if isinstance(answer, SavedInvoice)]
        taken = {
            each: sum(item.qty for invoice in sold for item in invoice.items if item.product_id == each)
            for each in (product, other)
        }
        cost = sum(invoice.total_cogs for invoice in sold)
        had = {product: 22, other: 22} if not undone else {product: 2, other: 2}
        for each in (product, other):
            assert stock(market, each)[0] == had[each] - taken[each]
        left = sum(stock(market, each)[1] for each in (product, other))
        assert left == (4 if undone else Decimal("147.33")) - cost
        refused = tokens(answers)
        assert len(sold) + len(refused) + undone == TILLS
        assert set(refused) <= {"INSUFFICIENT_STOCK", "BATCH_CONSUMED"}
        assert refused.count("BATCH_CONSUMED") == (not undone)
    print(f"the reversal was done, in some rounds or in all: {sorted(ends)}")


def test_a_purchase_is_reversed_once(market: Market) -> None:
    supplier, product = supplier_of(market), market.product(Layer(Decimal(1), Decimal(1)))
    for _ in market.rounds("one purchase reversed from 16 tills"):
        bought = market.office.done(purchase(supplier, (product, 7, "3")))
        answers = market.race([at_a_till(reversal(bought.bill_id)) for _ in range(TILLS)])
        assert tokens(answers) == ["BILL_REVERSED"] * (TILLS - 1)
        assert balance(market, supplier) == 0
        assert stock(market, product) == (1, 1)


def test_the_last_pieces_go_back_once(market: Market) -> None:
    """Ten pieces, sixteen tills that send back three of them each: three do, and one is left."""
    supplier = supplier_of(market)
    product = market.product(Layer(Decimal(1), Decimal(1)))
    for _ in market.rounds("the last pieces of a bill sent back from 16 tills"):
        had, owed = stock(market, product), balance(market, supplier)
        bought = market.office.done(purchase(supplier, (product, 10, "3.333333")))
        (line,) = bought.items
        answers = market.race(
            [at_a_till(sending_back(bought.bill_id, line.batch_id, 3)) for _ in range(TILLS)]
        )
        assert tokens(answers) == ["BATCH_CONSUMED"] * (TILLS - 3)
        assert stock(market, product) == (had[0] + 1, had[1] + Decimal("3.33"))
        assert balance(market, supplier) == owed + Decimal("3.33")


def test_goods_sent_back_against_sales_of_the_same_batch(market: Market) -> None:
    """Twenty pieces, which half of the tills sell and half send back, two each: ten of them do."""
    customers = [market.customer() for _ in range(TILLS // 2)]
    supplier = supplier_of(market)
    for rng in market.rounds("goods sent back against sales of their batch"):
        product = market.product(Layer(Decimal(1), Decimal(1)), price=10)
        market.office.done(sale(customers[0], (product, 1)))
        owed = balance(market, supplier)
        bought = market.office.done(purchase(supplier, (product, 20, "3.333333")))
        (line,) = bought.items
        tasks = [at_a_till(sale(customer, (product, 2))) for customer in customers]
        tasks += [at_a_till(sending_back(bought.bill_id, line.batch_id, 2)) for _ in customers]
        rng.shuffle(tasks)
        answers = market.race(tasks)

        sold = [answer for answer in answers if isinstance(answer, SavedInvoice)]
        back = [answer for answer in answers if isinstance(answer, ReturnedPurchase)]
        assert len(sold) + len(back) == 10
        assert sorted(tokens(answers)) == (
            ["BATCH_CONSUMED"] * (TILLS // 2 - len(back)) + ["INSUFFICIENT_STOCK"] * (TILLS // 2 - len(sold))
        )
        cost, value = sum(each.total_cogs for each in sold), sum(each.value for each in back)
        assert stock(market, product) == (0, 0)
        assert cost + value == Decimal("66.67")
        assert balance(market, supplier) == owed + Decimal("66.67") - value


def test_one_bill_from_many_tills_is_posted_once(market: Market) -> None:
    supplier, product = supplier_of(market), market.product(Layer(Decimal(1), Decimal(1)))
    numbers = iter(range(1000))
    for _ in market.rounds("one bill posted from 16 tills"):
        before = balance(market, supplier)
        bill = f"B-{next(numbers)}"
        keys = [f"{bill}-{number // 4}" for number in range(TILLS)]
        posting = [purchase(supplier, (product, 2, "3"), bill_no=bill, request_id=key) for key in keys]
        answers = market.race([at_a_till(call) for call in posting])
        posted = [answer for answer in answers if isinstance(answer, PostedPurchase)]
        # the four sendings under the key that came first all have its answer
        assert tokens(answers) == ["DUPLICATE_BILL"] * 12
        assert {answer.bill_id for answer in posted} == {posted[0].bill_id}
        assert balance(market, supplier) == before + 6


def test_bills_of_the_same_products_in_opposite_orders(market: Market) -> None:
    suppliers = [supplier_of(market) for _ in range(TILLS // 2)]
    customer = market.customer()
    products = [market.product(Layer(Decimal(1000), Decimal(2))) for _ in range(4)]
    for rng in market.rounds("bills A,B against bills and sales B,A"):
        before = {product: stock(market, product)[0] for product in products}
        owed = [balance(market, supplier) for supplier in suppliers]
        pairs = [rng.sample(products, 2) for _ in range(TILLS)]
        buying = [
            purchase(supplier, *((product, 3, "2") for product in pair))
            for supplier, pair in zip(suppliers, pairs, strict=False)
        ]
        selling = [sale(customer, *((product, 1) for product in pair)) for pair in pairs[TILLS // 2 :]]
        answers = market.race([at_a_till(call) for call in (*buying, *selling)])
        assert tokens(answers) == []
        for product in products:
            bought = sum(3 for pair in pairs[: TILLS // 2] if product in pair)
            sold = sum(1 for pair in pairs[TILLS // 2 :] if product in pair)
            left = before[product] + bought - sold
            assert stock(market, product) == (left, 2 * left)
        assert [balance(market, supplier) for supplier in suppliers] == [each + 12 for each in owed]


def test_a_supplier_is_not_paid_more_than_is_owed(market: Market) -> None:
    supplier, product = supplier_of(market), market.product(Layer(Decimal(1), Decimal(1)))
    for _ in market.rounds("16 payments of one debt"):
        market.office.done(purchase(supplier, (product, 10, "5")))
        answers = market.race([at_a_till(payment(supplier, 7)) for _ in range(TILLS)])
        paid = [answer for answer in answers if isinstance(answer, PaidSupplier)]
        assert len(paid) == 7
        assert tokens(answers) == ["OVERPAYMENT"] * (TILLS - 7)
        assert balance(market, supplier) == 1
        money = paid[0].payments[0].payment_id
        answers = market.race([at_a_till(voiding(money)) for _ in range(TILLS)])
        assert tokens(answers) == ["PAYMENT_VOIDED"] * (TILLS - 1)
        assert balance(market, supplier) == 8
        market.office.done(payment(supplier, 8))
