"""Programs that also buy: bills, what goes back of them, their reversal, and the suppliers' money."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.book import ZERO, Company, minor
from tests.model.programs import (
    _AT,
    _FULL_PURSES,
    _HOW,
    _NOBODY,
    _PRICES,
    _QTYS,
    How,
    Programs,
    Purse,
    _Fault,
    _faults,
    _pick,
    payment_rows,
    spoilt,
)

# Days ago and rate of a line, and what a bill says (_PAPERS): each drawn as one, for what is drawn in a
# program is limited.
_RATES = (None, None, None, None, Decimal(14), Decimal(0), Decimal(5), Decimal("7.25"), Decimal("33.3333"))
_RARE_RATES = (Decimal("0.0001"), Decimal(100))
_DATED = tuple((days, rate) for days in (None, None, 0, 1, 30, -1) for rate in (*_RATES * 2, *_RARE_RATES))
_LINES = st.lists(
    st.tuples(_AT, st.sampled_from(_QTYS), st.sampled_from(_PRICES), st.sampled_from(_DATED)),
    min_size=1,
    max_size=4,
)


class Paper(NamedTuple):
    """What a bill says beside its lines."""

    number: str | None
    taxed: bool | None
    off: int | None
    """By how many minor units its tax differs from what the lines come to; None: it does not say."""


_PAPERS = tuple(
    Paper(number, taxed, off)
    for number in (None, None, "A-1", "a-2", "7")
    for taxed in (True, True, None, False)
    for off in (None, None, None, None, 0, 1, -1, 2, -2, 40)
)


class PurchasePrograms(Programs):
    """Each company has a supplier from the beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = True
        for company in self.till.book.companies:
            self.till.call("sp_save_supplier", _supplier(company, 0))
        self.broken = False

    @rule(
        how=_HOW,
        at=_AT,
        lines=_LINES,
        paper=st.sampled_from(_PAPERS),
        purse=st.none() | st.none() | _FULL_PURSES,
        branch=st.none() | _AT,
        fault=_faults(
            *(("supplier_id", _NOBODY), ("branch_id", _NOBODY), ("items", []), ("items.qty", 0)),
            *(("items.qty", "some"), ("items.unit_cost", None), ("items.unit_cost", Decimal(-1))),
            *(("items.product_id", 0), ("items.product_id", _NOBODY), ("payments.method", "wallet")),
            *(
                ("items.tax_rate", Decimal(-1)),
                ("items.tax_rate", Decimal("100.0001")),
                ("items.tax_rate", "half"),
            ),
            *(("taxed", "perhaps"), ("tax_total", Decimal(-1)), ("tax_total", Decimal("0.0005"))),
        ),
    )
    def buy(
        self,
        how: How,
        at: int,
        lines: list[tuple[int, Decimal, Decimal, tuple[int | None, Decimal | None]]],
        paper: Paper,
        purse: Purse | None,
        branch: int | None,
        fault: _Fault,
    ) -> None:
        """``at`` from 240 on: without a supplier; from 230 on: products of any company."""
        book = self.till.book
        supplier = _pick(book.suppliers, at)
        company = supplier.company
        products = [p for p in book.products if p.company is company and p.keeps_stock] or book.products
        request: dict[str, object] = {"bill_no": paper.number, **self._branch(company, branch)}
        if paper.taxed is not None:
            request["taxed"] = paper.taxed
        if at < 240:
            request["supplier_id"] = supplier.id
        items: list[dict[str, object]] = []
        for number, qty, cost, (days_ago, rate) in lines:
            product = _pick(book.products if 230 <= at < 240 else products, number)
            items.append({"product_id": product.id, "qty": qty, "unit_cost": cost})
            if days_ago is not None and (days_ago >= 0 or at > 200):
                items[-1]["received_at"] = book.today(product.company) - timedelta(days=days_ago)
            if rate is not None:
                items[-1]["tax_rate"] = rate
        request["items"] = items
        bill = book.billed(request, set())
        total = bill.total
        if paper.off is not None:
            request["tax_total"] = bill.tax + paper.off * minor(company)
            total += paper.off * minor(company)
        if purse:
            request["payments"] = [
                row
                for row in payment_rows(max(total, ZERO), purse, company)
                if row["method"] != "wallet" or at > 200
            ]
        self._call("sp_post_purchase", spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        branch=st.none() | _AT,
        fault=_faults(("payment_id", _NOBODY), ("branch_id", _NOBODY)),
    )
    def void_supplier_payment(self, how: How, at: int, branch: int | None, fault: _Fault) -> None:
        """One is made where there is none; ``at`` from 230 on: any."""
        book = self.till.book
        live = [p for p in book.supplier_payments if not p.undoes and not p.undone_by]
        if not live:
            self.broken = True
            advance = {"supplier_id": book.suppliers[0].id, "overpayment": "advance", "amount": 10}
            self.till.call("sp_pay_supplier", advance)
            self.broken = False
            live = book.supplier_payments[-1:]
        came_back = [p for p in live if p.purchase and p.amount > p.purchase.paid]
        payment = _pick(came_back or live if at < 230 else book.supplier_payments, at)
        request: dict[str, object] = {
            "payment_id": payment.id,
            **self._branch(payment.branch.company, branch),
        }
        self._call("sp_void_supplier_payment", spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        refund=st.sampled_from((None, None, "account", "cash", "original")),
        branch=st.none() | _AT,
        fault=_faults(("bill_id", _NOBODY), ("branch_id", _NOBODY), ("refund", "gold")),
    )
    def take_back(self, how: How, at: int, refund: str | None, branch: int | None, fault: _Fault) -> None:
        book = self.till.book
        whole = [
            p
            for p in book.purchases
            if not p.reversed_on and all(b.remaining == b.qty - p.sent_back(b) for b in p.batches)
        ]
        purchase = _pick(whole if whole and at < 200 else book.purchases, at)
        request: dict[str, object] = {"bill_id": purchase.id, "refund": refund, "reason": "سبب"}
        request.update(self._branch(purchase.branch.company, branch))
        self._call("sp_reverse_purchase", spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        parts=st.lists(st.tuples(_AT, st.sampled_from((1, 2, 3, 3))), min_size=1, max_size=3),
        refund=st.sampled_from((None, None, "account", "cash", "original")),
        branch=st.none() | _AT,
        fault=_faults(
            *(("bill_id", _NOBODY), ("branch_id", _NOBODY), ("refund", "gold"), ("items", [])),
            *(("items.batch_id", _NOBODY), ("items.batch_id", None), ("items.qty", 0), ("items.qty", "some")),
            ("items.qty", Decimal(100000)),
        ),
    )
    def send_back(
        self,
        how: How,
        at: int,
        parts: list[tuple[int, int]],
        refund: str | None,
        branch: int | None,
        fault: _Fault,
    ) -> None:
        """Thirds of what is left in some batches of a bill; ``at`` from 230 on: of any bill."""
        book = self.till.book
        there = [
            p for p in book.purchases if not p.reversed_on and any(batch.remaining for batch in p.batches)
        ]
        purchase = _pick(there if there and at < 230 else book.purchases, at)
        smallest = Decimal("0.0001")
        items = {
            batch: max((batch.remaining * thirds / 3).quantize(smallest), smallest)
            for number, thirds in parts
            for batch in [_pick(purchase.batches, number)]
        }
        request: dict[str, object] = {
            "bill_id": purchase.id,
            "items": [{"batch_id": batch.id, "qty": qty} for batch, qty in items.items()],
            "refund": refund,
            "reason": "معيب",
            **self._branch(purchase.branch.company, branch),
        }
        self._call("sp_return_purchase", spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        kind=st.sampled_from((None, None, "payment", "refund")),
        purse=_FULL_PURSES,
        advance=st.sampled_from((None, None, None, "advance", "reject")),
        fault=_faults(
            *(("supplier_id", _NOBODY), ("supplier_id", 0), ("type", "gift"), ("overpayment", "wallet")),
            *(("payments.amount", Decimal(-1)), ("payments.amount", Decimal("0.0005"))),
        ),
    )
    def settle(
        self, how: How, at: int, kind: str | None, purse: Purse, advance: str | None, fault: _Fault
    ) -> None:
        """Some of the calls make or change a supplier instead."""
        book = self.till.book
        if at % 7 == 0:
            supplier = _pick(book.suppliers, at // 7)
            request: dict[str, object] = _supplier(_pick(book.companies, at), at)
            if at % 2:
                request = {"supplier_id": supplier.id, "notes": None, "active": at % 3 > 0}
            self._call("sp_save_supplier", spoilt(request, fault), how)
            return
        owing = [s for s in book.suppliers if s.balance < 0 if kind == "refund"]
        owed = [s for s in book.suppliers if s.balance > 0 if kind != "refund"]
        supplier = _pick(owing or owed or book.suppliers, at)
        if not owing and not owed and at % 4:
            kind, advance = None, "advance"  # where nothing is owed
        debt = abs(supplier.balance) or Decimal(10)
        payments = [
            row
            for row in payment_rows(debt, purse, supplier.company)
            if row["method"] != "wallet" or at > 230
        ]
        request = {"supplier_id": supplier.id, "type": kind, "overpayment": advance, "payments": payments}
        self._call("sp_pay_supplier", spoilt(request, fault), how)


def _supplier(company: Company, number: int) -> dict[str, object]:
    return {"company_id": company.id, "name": f"مورد {number}", "mobile": f"02{number:06}", "notes": "ن"}
