"""Programs that also sell in other currencies, and pay, return and undo what was sold so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.book import (
    ZERO,
    Customer,
    Invoice,
    Payment,
    Request,
    WorkOrder,
    find,
    left_of,
    minor,
)
from tests.model.currencies import CURRENCIES
from tests.model.debit_note_programs import _CHANCE, _WORTH, DebitNotePrograms, _worth, in_part
from tests.model.order_programs import _OF_A_SALE_ALONE, in_cash
from tests.model.programs import (
    _AT,
    _FULL_PURSES,
    _HOW,
    _NOBODY,
    _ON_CREDIT,
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
from tests.model.requests import listed

_Call: TypeAlias = tuple[str, Request]

# A sale's chance of neither draft nor coupon, whatever the customer may owe.
_PLAINLY = 21
_PRICE = Decimal("0.000001")
_IN_MONEY = ("selling_price", "discount_amount")
_OF_A_CURRENCY = ("currency", "exchange_rate")


class InvoiceCurrencyPrograms(DebitNotePrograms):
    """What a rule is about is made first where there is none; if that is refused it is all that is done."""

    @rule(
        how=_HOW,
        sale=_SALES,
        chance=_CHANCE,
        fault=_faults(
            *(("currency", "XYZ"), ("currency", "EUR"), ("exchange_rate", 0), ("exchange_rate", "much")),
            *(("currency", None), ("discount_value", Decimal("0.0005")), ("status", "delivered")),
            *(("items.discount_amount", Decimal("0.0005")), ("items.selling_price", "free")),
            *(("items.product_id", _NOBODY), ("branch_id", _NOBODY), ("payments.amount", Decimal("0.0005"))),
            ("customer_id", _NOBODY),
        ),
    )
    def sell_abroad(self, how: How, sale: Sale, chance: int, fault: _Fault) -> None:
        if chance % 3:
            sale = replace(sale, purse=in_cash(sale.purse), status=None)
        self._do("sp_save_invoice", spoilt(self._sale_abroad(sale, chance), fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        what=st.sampled_from(
            ("part", "rest", "pay", "mark", "wallet", "customer", "work order", "work order")
        ),
        purse=_FULL_PURSES,
        chance=_CHANCE,
        branch=st.none() | _AT,
        fault=_faults(
            *(("invoice_id", _NOBODY), ("branch_id", _NOBODY), ("payments.amount", Decimal("0.00005"))),
            *(("currency", "XYZ"), ("currency", "EUR"), ("exchange_rate", 0), ("base_amount", Decimal(-1))),
            *(("base_amount", 1), ("exchange_rate", 1), ("payments.method", "gold"), ("method", "gold")),
        ),
    )
    def pay_abroad(
        self, how: How, at: int, what: str, purse: Purse, chance: int, branch: int | None, fault: _Fault
    ) -> None:
        """Or pay, with money of a customer or a work order, what is in the company's currency. ``at`` from
        240 on: whatever invoice."""
        if what in ("customer", "work order"):
            self._pay_the_others(what, how, at, purse, chance, fault)
            return
        invoice = self._abroad(at, chance, _is_open)
        if invoice is None:
            return
        if what == "part":
            purse = in_part(purse)
        elif what == "rest":
            purse = replace(purse, thirds=3)
        elif what == "wallet":
            purse = replace(in_part(purse), rows=((1, "wallet"),), mixed=False)
            deposit = {"type": "deposit", "amount": 2 * invoice.remaining or Decimal(1)}
            self._make("sp_wallet_move", {"customer_id": invoice.customer.id, **deposit})
        else:
            purse = replace(purse, rows=purse.rows[:1], mixed=False)
        request: dict[str, object] = {"invoice_id": invoice.id}
        request.update(self._branch(invoice.customer.company, branch))
        request.update(self._money(invoice, purse, chance))
        if what == "mark":
            request = {**request, "payments": None, "method": purse.rows[0][1]}
        procedure = "sp_mark_invoice_paid" if what == "mark" else "sp_add_payment"
        self._do(procedure, spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        what=st.sampled_from(("void", "fail", "refund", "return", "return", "return", "cancel", "revert")),
        refund=st.sampled_from((None, "wallet", "original", "cash")),
        chance=_CHANCE,
        branch=st.none() | _AT,
        fault=_faults(
            *(("invoice_id", _NOBODY), ("payment_id", _NOBODY), ("branch_id", _NOBODY), ("refund", "gold")),
            *(("items", []), ("items.qty", 0), ("status", "completed")),
        ),
    )
    def undo_abroad(
        self, how: How, at: int, what: str, refund: str | None, chance: int, branch: int | None, fault: _Fault
    ) -> None:
        """``at`` from 240 on: whatever was done with it."""
        if what in ("void", "fail", "refund"):
            payment = self._payment_abroad(at, chance)
            invoice = payment.invoice if payment else None
        else:
            if what == "revert" or (what == "return" and chance % 2):
                self._payment_abroad(at % 240, chance)
            invoice = self._abroad(at, chance, _WANTED[what])
            payment = None
        if invoice is None:
            return
        request: dict[str, object] = {**self._branch(invoice.customer.company, branch), "reason": "سبب"}
        if payment:
            request["payment_id"] = payment.id
        else:
            request["invoice_id"] = invoice.id
        if what in ("fail", "refund"):
            request["status"] = "failed" if what == "fail" else "refunded"
        elif what == "void":
            request["refund"] = "wallet" if refund == "wallet" else None
        elif what != "cancel":
            request["refund"] = refund
        if what == "return":
            request.update(_back(invoice, chance))
        self._do(_UNDOING[what], spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        what=st.sampled_from(
            (
                *("order", "bill", "till", "coupon", "change", "exchange", "amend", "list", "promise"),
                *("overpayment", "refund", "too much", "other currency"),
            )
        ),
        chance=_CHANCE,
    )
    def ask_too_much_abroad(self, how: How, at: int, what: str, chance: int) -> None:
        """What is only in the company's currency, or more than is open."""
        if what in ("order", "bill", "till", "coupon", "change"):
            call = self._refused_sale(at, what, chance)
        elif what == "refund":
            call = self._refused_refund(at, chance)
        else:
            call = self._refused_change(at, what, chance)
        if call:
            self._do(*call, how)

    def _do(self, procedure: str, request: Request, how: How) -> None:
        self._call(procedure, request, how)
        self._compare()

    def _compare(self) -> None:
        """What invoices say in another currency, after each step that may change it."""
        self.broken = True
        self.till.compare_state(abroad=True)
        self.broken = False

    # -- requests

    def _sale_abroad(
        self, sale: Sale, chance: int, customer: Customer | None = None, work_order: WorkOrder | None = None
    ) -> dict[str, object]:
        """``customer``: who buys. Most prices are worth what they are at home: nobody owes much more."""
        book = self.till.book
        request = self._sale(sale, customer.company if customer else None, work_order)
        if customer is None:
            customer = find(book.customers, request["customer_id"])
            assert customer
        request["customer_id"] = customer.id
        company = customer.company
        currency = CURRENCIES[_pick(tuple(_WORTH[company.currency]), chance)]
        rate = _worth(company, currency.code, chance)
        if chance % 5 == 1:
            request["exchange_rate"] = rate
        else:
            self._know_rate(company, currency.code, chance, days_ago=0)
        request["currency"] = currency.code
        for member in ("overpayment", "coupon_code"):
            request.pop(member, None)
        if chance % 7:
            unit = minor(currency)
            request["items"] = [_at_home(line, rate, unit) for line in listed(request["items"])]
            if request.get("discount_type") == "amount":
                request["discount_value"] = _divided(request["discount_value"], rate, unit)
        planned = book.planned(request, customer, company.main, None, set())
        purse = self._purse(customer, sale.purse, sale.chance)
        request["payments"] = payment_rows(planned.asked, purse, planned.units)
        return request

    def _pay_the_others(self, of: str, how: How, at: int, purse: Purse, chance: int, fault: _Fault) -> None:
        """One in another currency is open first, then one in the company's."""
        work_order = self._work_order(at) if of == "work order" else None
        if of == "work order" and work_order is None:
            return

        def wanted(invoice: Invoice) -> bool:
            return _is_open(invoice) and (work_order is None or invoice.work_order is work_order)

        invoice = self._abroad(at % 240, chance, wanted, work_order)
        if invoice is None:
            return
        customer, book = invoice.customer, self.till.book

        def others() -> Decimal:
            of_order = [each for each in book.invoices if each.work_order is work_order]
            documents = of_order if work_order else book.documents()
            own = [each.open for each in documents if each.customer is customer and each.is_in_base]
            return sum(own, ZERO)

        if not others():
            request = self._sale(replace(_ON_CREDIT, chance=_PLAINLY), customer.company, work_order)
            self._make("sp_save_invoice", {**request, "customer_id": customer.id})
        if chance % 4:  # all of it, so that whatever is due after it is paid
            purse = in_cash(replace(purse, thirds=3))
        target = {"work_order_id": work_order.id} if work_order else {"customer_id": customer.id}
        self._pay(target, others(), purse, customer.company, how, fault)
        self._compare()

    def _refused_sale(self, at: int, what: str, chance: int) -> _Call | None:
        book = self.till.book
        sale = replace(_ON_CREDIT, chance=_PLAINLY)
        request = self._sale_abroad(sale, chance, _pick(self._buyers(), at))
        of_sale = {name: value for name, value in request.items() if name not in _OF_A_SALE_ALONE}
        if what == "order":
            return "sp_save_order", of_sale
        if what == "bill":
            at_home = {name: value for name, value in of_sale.items() if name not in _OF_A_CURRENCY}
            waiting = [order for order in book.orders if order.status == "pending"]
            if not waiting and not self._make("sp_save_order", at_home):
                return None
            order = _pick(waiting or book.orders[-1:], at)
            currency = next(iter(_WORTH[order.customer.company.currency]))
            return "sp_complete_order", {"order_id": order.id, "currency": currency}
        if what == "till":
            self._open_shift(at, ZERO)
            return "sp_pos_sale", request
        if what == "coupon":
            return "sp_save_invoice", {**request, "coupon_code": "C1"}
        return "sp_save_invoice", {**request, "overpayment": ("wallet", "change")[at % 2]}

    def _refused_change(self, at: int, what: str, chance: int) -> _Call | None:
        """Of one that is open."""
        invoice = self._abroad(at % 240, chance, _is_open)
        if invoice is None or invoice.currency is None:
            return None
        customer, currency, named = invoice.customer, invoice.currency, {"invoice_id": invoice.id}
        if what == "exchange":
            items = [self._line(customer, _ON_CREDIT.lines[0], stray=False)]
            wish = {**named, "all": True, "exchange_items": items, "currency": currency.code}
            return "sp_return_items", wish
        if what == "amend":
            return "sp_amend_invoice", {**named, "items": [{"item_id": invoice.items[0].id, "qty": 1}]}
        if what == "list":
            return "sp_add_payment", {"invoices": [named], "amount": invoice.remaining}
        wishes: dict[str, Request] = {
            "promise": {"status": "pending", "exchange_rate": None},
            "overpayment": {"overpayment": ("wallet", "change")[at % 2]},
            "too much": {"amount": invoice.open + invoice.unit},
            "other currency": {"currency": customer.company.currency},
        }
        return "sp_add_payment", {**named, "amount": invoice.open, "exchange_rate": 1, **wishes[what]}

    def _refused_refund(self, at: int, chance: int) -> _Call | None:
        """Of a payment of which goods that came back have given a part back."""
        payment = next(filter(_is_given_back_in_part, self._payments_abroad()), None)
        if payment is None:
            invoice = self._sold_abroad(at, chance)
            if invoice is None or invoice.in_currency is None:
                return None
            paid = {"invoice_id": invoice.id, "exchange_rate": invoice.in_currency.rate}
            back = {"invoice_id": invoice.id, "refund": "original", **_back(invoice, chance=1)}
            if not self._make("sp_mark_invoice_paid", paid) or not self._make("sp_return_items", back):
                return None
            payment = invoice.payments[0]
        return "sp_set_payment_status", {"payment_id": payment.id, "status": "refunded"}

    # -- what there is, or is made

    def _abroad(
        self, at: int, chance: int, wanted: Callable[[Invoice], bool], work_order: WorkOrder | None = None
    ) -> Invoice | None:
        """``at`` from 240 on any."""
        invoices = [invoice for invoice in self.till.book.invoices if not invoice.is_in_base]
        there = [each for each in invoices if wanted(each) or at >= 240]
        return _pick(there, at) if there else self._sold_abroad(at, chance, work_order)

    def _sold_abroad(self, at: int, chance: int, work_order: WorkOrder | None = None) -> Invoice | None:
        customer = work_order.customer if work_order else _pick(self._buyers(), at)
        sale = replace(_ON_CREDIT, chance=_PLAINLY)
        made = self._make("sp_save_invoice", self._sale_abroad(sale, chance, customer, work_order))
        return self.till.book.invoices[-1] if made else None

    def _payments_abroad(self) -> list[Payment]:
        return [p for i in self.till.book.invoices if not i.is_in_base for p in i.payments]

    def _payment_abroad(self, at: int, chance: int) -> Payment | None:
        """One that can be undone; ``at`` from 240 on any."""
        payments = self._payments_abroad()
        there = [payment for payment in payments if at >= 240 or _stands(payment)]
        if there:
            return _pick(there, at)
        invoice = self._abroad(at % 240, chance, _is_open)
        if invoice is None or invoice.currency is None:
            return None
        rate = _worth(invoice.customer.company, invoice.currency.code, chance)
        part = (invoice.open / 2).quantize(invoice.unit, ROUND_DOWN) or invoice.open
        made = self._make("sp_add_payment", {"invoice_id": invoice.id, "amount": part, "exchange_rate": rate})
        return invoice.payments[-1] if made else None

    def _work_order(self, at: int) -> WorkOrder | None:
        orders = self.till.book.work_orders
        buyers = self._buyers()
        there = [order for order in orders if order.status != "cancelled" and order.customer in buyers]
        if there:
            return _pick(there, at)
        made = self._make("sp_save_work_order", {"customer_id": _pick(buyers, at).id, "title": "نجارة"})
        return orders[-1] if made else None

    def _buyers(self) -> list[Customer]:
        accounts = [customer for customer in self.till.book.customers if customer.has_account]
        return [customer for customer in accounts if customer.active] or accounts

    def _make(self, procedure: str, request: Request) -> bool:
        self.broken = True
        made = self.till.call(procedure, request) is not None
        self.broken = False
        self.steps += not made
        return made


def _is_open(invoice: Invoice) -> bool:
    return bool(invoice.open)


def _stands(payment: Payment) -> bool:
    return 0 < _left(payment) == payment.amount


def _is_given_back_in_part(payment: Payment) -> bool:
    return 0 < _left(payment) < payment.amount


def _left(payment: Payment) -> Decimal:
    """What of it can still be given back."""
    voided = any(other.voids is payment for other in payment.document.payments)
    return ZERO if voided or payment.invoice.closed else left_of(payment)


def _has_goods(invoice: Invoice) -> bool:
    return not invoice.closed and any(item.qty > item.returned for item in invoice.items)


_WANTED: dict[str, Callable[[Invoice], bool]] = {
    "return": _has_goods,
    "cancel": lambda invoice: not invoice.closed and not invoice.paid,
    "revert": lambda invoice: not invoice.closed and bool(invoice.paid),
}
_UNDOING = {
    **{"void": "sp_void_payment", "fail": "sp_set_payment_status", "refund": "sp_set_payment_status"},
    **{"return": "sp_return_items", "cancel": "sp_cancel_invoice", "revert": "sp_revert_invoice"},
}


def _back(invoice: Invoice, chance: int) -> Request:
    """All, or of a line a half or one."""
    left = [(item, item.qty - item.returned) for item in invoice.items if item.qty > item.returned]
    if chance % 3 == 0 or not left:
        return {"all": True}
    item, qty = _pick(left, chance)
    half = (qty / 2).quantize(Decimal("0.0001"), ROUND_DOWN) or qty
    return {"items": [{"item_id": item.id, "qty": half if chance % 3 == 1 else min(qty, Decimal(1))}]}


def _at_home(line: object, rate: Decimal, unit: Decimal) -> Request:
    """A line whose amounts in another currency are worth what they were in the company's."""
    assert isinstance(line, Mapping)
    said = {name: unit if name == "discount_amount" else _PRICE for name in _IN_MONEY if name in line}
    return {**line, **{name: _divided(line[name], rate, decimals) for name, decimals in said.items()}}


def _divided(amount: object, rate: Decimal, unit: Decimal) -> Decimal:
    return (Decimal(str(amount)) / rate).quantize(unit)
