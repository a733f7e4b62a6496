"""Programs that also take orders, and bill them whole and in parts."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.book import ZERO, Product
from tests.model.offer_programs import OfferPrograms
from tests.model.orders import Order
from tests.model.programs import (
    _AT,
    _HOW,
    _NOBODY,
    _ON_CREDIT,
    _PURSES,
    _SALES,
    How,
    Purse,
    Sale,
    _Fault,
    _faults,
    _pick,
    payment_rows,
    spoilt,
)

_OF_A_SALE_ALONE = (
    *("payments", "overpayment", "status", "due_date", "credit_override_by"),
    *("apply_offers", "coupon_code", "draft_id"),
)


def in_cash(purse: Purse) -> Purse:
    """No more than the debt, and nothing out of a wallet."""
    rows = tuple((weight, "cash" if method == "wallet" else method) for weight, method in purse.rows)
    return replace(purse, thirds=min(purse.thirds, 3), rows=rows)


def _in_stock(order: Order) -> bool:
    """Whether all that is left of it can be sold."""
    needed: dict[Product, Decimal] = {}
    for item in order.items:
        product = item.item.product
        needed[product] = needed.get(product, ZERO) + order.left(item) * item.item.terms.line.factor
    return all(
        product.active
        and (not product.keeps_stock or qty <= sum((each.remaining for each in product.batches), ZERO))
        for product, qty in needed.items()
    )


class OrderPrograms(OfferPrograms):
    @rule(
        how=_HOW,
        what=st.sampled_from(("take", "change", "cancel")),
        at=_AT,
        sale=_SALES,
        fault=_faults(
            *(("order_id", _NOBODY), ("customer_id", _NOBODY), ("branch_id", _NOBODY), ("source", "web")),
            *(("items.qty", 0), ("items.product_id", _NOBODY), ("discount_value", Decimal(-1))),
        ),
    )
    def take_order(self, how: How, what: str, at: int, sale: Sale, fault: _Fault) -> None:
        """Or change or cancel one: mostly one that waits, ``at`` from 230 on any."""
        orders = self.till.book.orders
        waiting = [each for each in orders if each.status == "pending"]
        if what == "take" or not waiting:
            self._call("sp_save_order", spoilt(self._order(sale), fault), how)
            return
        if what == "change":
            waiting = [each for each in waiting if not each.billed] or waiting
        order = _pick(orders if at >= 230 else waiting, at)
        if what == "change":
            customer = self.till.book.customers.index(order.customer)
            request = {**self._order(sale, customer), "order_id": order.id, "branch_id": None}
            self._call("sp_save_order", spoilt(request, fault), how)
        else:
            self._call("sp_cancel_order", spoilt({"order_id": order.id, "reason": "سبب"}, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        share=st.sampled_from(("all", "half", "third", "one", "too much")),
        purse=_PURSES,
        branch=st.none() | _AT,
        fault=_faults(
            *(("order_id", _NOBODY), ("branch_id", _NOBODY), ("items.order_item_id", _NOBODY)),
            *(("items.qty", 0), ("payments.method", "gold"), ("status", "delivered")),
        ),
    )
    def bill_order(
        self, how: How, at: int, share: str, purse: Purse, branch: int | None, fault: _Fault
    ) -> None:
        """All that is left, a part of each line, or one line; or give it up. ``at`` from 240 on any order."""
        orders = self.till.book.orders
        waiting = [each for each in orders if each.status == "pending" and _in_stock(each)]
        if not waiting and (at < 240 or not orders):
            self._call("sp_save_order", self._order(replace(_ON_CREDIT, customer=at)), how)
            return
        order = _pick(orders if at >= 240 else waiting, at)
        if at % 8 == 7:
            self._call("sp_cancel_order", {"order_id": order.id}, how)
            return
        company = order.customer.company
        request: dict[str, object] = {
            "order_id": order.id,
            "overpayment": purse.overpayment,
            "cash_rounding": (None, None, True, False)[at % 4],
            "credit_override_by": self.user_id if at % 3 else None,
            **self._branch(company, branch),
        }
        left = [(item, order.left(item)) for item in order.items if order.left(item) > 0]
        # no answer has shown the lines of what was sold at the till
        if share != "all" and all(item.id for item, _ in left):
            part = {"half": Decimal(2), "third": Decimal(3)}.get(share, Decimal(1))
            asked = [(i, (qty / part).quantize(Decimal("0.01"), ROUND_DOWN) or qty) for i, qty in left]
            if share == "one":
                asked = asked[:1]
            elif share == "too much":
                asked = [*asked, *((item, Decimal("0.0001")) for item, _ in left[:1])]
            request["items"] = [{"order_item_id": item.id, "qty": qty} for item, qty in asked]
        if not order.customer.has_account and at % 2:
            request["status"] = "paid"
        # all of it where nothing was billed before, else less than what a part comes to
        debt = order.agreed.total if share == "all" and not order.live else order.agreed.total / 12
        purse = self._purse(order.customer, in_cash(purse) if at % 4 else purse, at)
        request["payments"] = payment_rows(debt, purse, company)
        self._call("sp_complete_order", spoilt(request, fault), how)

    def _order(self, sale: Sale, customer: int | None = None) -> dict[str, object]:
        request = self._sale(sale)
        if customer is not None:
            whose = self.till.book.customers[customer]
            request["customer_id"] = whose.id
            request["items"] = [self._line(whose, line, sale.stray) for line in sale.lines]
        request["source"] = (None, "booking", "manual")[sale.chance % 3]
        return {name: value for name, value in request.items() if name not in _OF_A_SALE_ALONE}
