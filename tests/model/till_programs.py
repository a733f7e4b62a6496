"""Programs with a cashier, who opens shifts at tills, sells there, and closes shifts and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.book import ZERO, Company, Request
from tests.model.order_programs import OrderPrograms, in_cash
from tests.model.programs import (
    _AT,
    _HOW,
    _NOBODY,
    _SALES,
    How,
    Sale,
    _customer,
    _Fault,
    _faults,
    _pick,
    spoilt,
)
from tests.model.tills import COUNTED, expected

_AMOUNTS = tuple(map(Decimal, ("50", "0.5", "200", "7.25", "0", "1000")))


class TillPrograms(OrderPrograms):
    """Each company has a till from the beginning; one of them numbers what is sold at it by itself.

    Of one company there is a customer who has no account."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = True
        walk_in = {**_customer(self.till.book.companies[0], 2), "tracks_balance": False}
        self.till.call("sp_save_customer", walk_in)
        for number, company in enumerate(self.till.book.companies):
            self.till.call("sp_save_till", self._till(company, number))
        self.broken = False

    def _till(self, company: Company, number: int) -> dict[str, object]:
        buyers = [c for c in self.till.book.customers if c.company is company and c.active]
        return {
            "company_id": company.id,
            "code": f"T{number % 5}",
            "name": f"كاشير {number}",
            "own_numbers": number % 2 == 0,
            "customer_id": _pick(buyers, number).id if buyers and number % 3 else None,
        }

    @rule(
        how=_HOW,
        what=st.sampled_from(("close", "day", "close", "day", "close", "till")),
        at=_AT,
        amount=st.sampled_from(_AMOUNTS),
        fault=_faults(
            *(("till_id", _NOBODY), ("opening_cash", Decimal(-1)), ("opening_cash", None)),
            *(
                ("shift_id", _NOBODY),
                ("counted", {"card": 1}),
                ("branch_id", _NOBODY),
                ("code", "ت"),
                ("customer_id", _NOBODY),
            ),
        ),
    )
    def mind_the_till(self, how: How, what: str, at: int, amount: Decimal, fault: _Fault) -> None:
        """A shift is opened first; ``at`` from 245 on: perhaps none is open."""
        shift = self.till.book.shift
        if what == "close" and not shift and at < 245:
            what = "open"
        calls = {
            "close": ("sp_close_shift", self._counted(at, amount)),
            "open": ("sp_open_shift", self._opening(at, amount)),
            "day": ("sp_daily_closing", self._day(at)),
            "till": ("sp_save_till", self._change(at)),
        }
        procedure, request = calls[what]
        self._call(procedure, spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        amount=st.sampled_from(_AMOUNTS),
        fault=_faults(
            *(("type", "up"), ("amount", Decimal("0.00005")), ("amount", 0), ("reason", None)),
            ("purpose", "tea"),
        ),
    )
    def move_cash(self, how: How, at: int, amount: Decimal, fault: _Fault) -> None:
        if at < 240:
            self._open_shift(at, amount)
        request: Request = {
            "type": ("in", "out", "in")[at % 3],
            "amount": amount or Decimal(1),
            "purpose": (None, "safe", "expense")[at % 4 % 3],
            "reason": "سبب",
        }
        self._call("sp_cash_move", spoilt(request, fault), how)

    @rule(
        how=_HOW,
        sale=_SALES,
        fault=_faults(("customer_id", None), ("items.qty", 0), ("payments.method", "gold"), ("items", [])),
    )
    def sell_at_the_till(self, how: How, sale: Sale, fault: _Fault) -> None:
        if sale.chance % 12:
            self._open_shift(sale.chance, _pick(_AMOUNTS, sale.chance))
        if sale.chance % 4:
            sale = replace(sale, purse=in_cash(sale.purse))
        shift = self.till.book.shift
        company = shift.branch.company if shift and not sale.stray else None
        request = self._sale(sale, company)
        if sale.status is None and sale.purse.thirds >= 3:
            del request["status"]
        if shift and shift.till.customer and sale.chance % 4 == 0:
            del request["customer_id"]
        self._call("sp_pos_sale", spoilt(request, fault), how)

    def _open_shift(self, at: int, amount: Decimal) -> None:
        """Where none is open yet."""
        if not self.till.book.shift:
            self.broken = True
            self.till.call("sp_open_shift", self._opening(at, amount))
            self.broken = False

    def _opening(self, at: int, amount: Decimal) -> Request:
        """Mostly at a till where the day is not closed."""
        book = self.till.book
        closed = {(each.branch, each.day) for each in book.closings}
        tills = [t for t in book.tills if t.active and (t.branch, book.today(t.branch.company)) not in closed]
        return {"till_id": _pick(tills or book.tills, at).id, "opening_cash": amount}

    def _counted(self, at: int, amount: Decimal) -> Request:
        """What there should be, or more, or less; of what nobody counts, what there should be."""
        book, counted = self.till.book, {}
        for place, method in enumerate(COUNTED):
            due = expected(book, book.shift, method) if book.shift else ZERO
            off = (ZERO, ZERO, amount, -amount)[(at >> place) % 4]
            if method == "cash" or at % 5 > place:
                counted[method] = max(due + off, ZERO)
        request: dict[str, object] = {"counted": counted}
        if at % 6 == 5 and book.shifts:
            request["shift_id"] = _pick(book.shifts, at // 6).id
        return request

    def _day(self, at: int) -> Request:
        book = self.till.book
        branches = [b for b in book.branches if not (book.shift and book.shift.branch is b)]
        branch = _pick(branches if at < 230 else book.branches, at)
        request: dict[str, object] = {"company_id": branch.company.id, "branch_id": branch.id}
        if at % 16 == 5:
            del request["branch_id"]
        if at % 4 < 2:
            request["date"] = book.today(branch.company) - timedelta(days=(1, -1)[at % 32 == 0])
        return request

    def _change(self, at: int) -> Request:
        """A new till, or a change of one."""
        book = self.till.book
        if at % 2:
            company = _pick(book.companies, at // 2)
            return {**self._till(company, at), **self._branch(company, at if at % 3 else None)}
        change: Request = _pick(
            (
                {"active": at % 3 > 0},
                {"name": "آخر"},
                {"own_numbers": True},
                {"code": "T9"},
                {"customer_id": None},
            ),
            at // 2,
        )
        return {"till_id": _pick(book.tills, at).id, **change}
