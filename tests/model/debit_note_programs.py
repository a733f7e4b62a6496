"""Programs that also raise debit notes, in several currencies; their clerk is limited to branches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.book import ZERO, Company, Document, Request, find, to_minor
from tests.model.currencies import rate_of
from tests.model.debit_notes import KINDS, DebitNote
from tests.model.order_programs import in_cash
from tests.model.programs import (
    _AT,
    _FULL_PURSES,
    _HOW,
    _NOBODY,
    How,
    Purse,
    _Fault,
    _faults,
    _pick,
    payment_rows,
    spoilt,
)
from tests.model.promise_programs import PromisePrograms
from tests.model.till import PROCEDURES

_Items = tuple[Request, ...]

_CHARGES: _Items = tuple(
    {"description": "شحن", "quantity": Decimal(quantity), "unit_price": Decimal(price), **members}
    for quantity, price, members in (
        ("1", "100", {}),
        ("1", "100", {"tax_rate": Decimal(14)}),
        ("3", "33.33", {"item_type": "service"}),
        ("0.3333", "9.999999", {"tax_rate": Decimal("7.25"), "item_type": "product"}),
        ("2.5", "7.25", {"tax_rate": Decimal(14), "item_type": "charge"}),
        ("1", "0.035", {"tax_rate": Decimal(5)}),
        ("7", "50.015", {"tax_rate": Decimal("7.25")}),
        ("1", "1234.567", {"tax_rate": Decimal(0)}),
        ("12", "0", {}),
    )
)
_ITEMS: st.SearchStrategy[_Items] = st.lists(st.sampled_from(_CHARGES), min_size=1, max_size=3).map(tuple)
# Of what is rare, for what is drawn in a program is limited.
_CHANCE = st.integers(0, 5039)
# What one is worth at first, in pounds and in dinars.
_WORTH = {
    "EGP": {"USD": Decimal("50.25"), "KWD": Decimal("163.2075"), "JPY": Decimal("0.3333333333")},
    "KWD": {"USD": Decimal("0.307"), "EGP": Decimal("0.0061237"), "JPY": Decimal("0.00205")},
}
_NOT_FOR_CLERKS = ("sp_return_items", "sp_revert_invoice", "sp_amend_invoice", "sp_cancel_debit_note")
# that the clerk may be limited to
_CALLS = ("sp_save_invoice", "sp_add_payment", "sp_apply_debit_note", "sp_return_items", "sp_save_debit_note")
_MOVES = tuple(map(Decimal, ("1", "1.1", "0.95", "1.03333", "1", "0.5")))


def _worth(company: Company, currency: str, move: int) -> Decimal:
    return (_WORTH[company.currency][currency] * _pick(_MOVES, move)).quantize(Decimal("0.0000000001"))


class DebitNotePrograms(PromisePrograms):
    """At first the clerk works in the main branches, and makes any call but some of those that undo."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = True
        main = [branch.id for branch in self.till.book.branches if branch.is_main]
        self.till.call("sp_set_user_branches", {"user_id": self.till.clerk_id, "branch_ids": main})
        permitted = [name for name in PROCEDURES if name not in _NOT_FOR_CLERKS]
        request = {"user_id": self.till.clerk_id, "permissions": permitted}
        self.till.call("sp_set_user_permissions", request)
        self.broken = False

    @rule(
        how=_HOW,
        at=_AT,
        what=st.sampled_from(("raise", "raise", "cancel", "cancel", "worth")),
        items=_ITEMS,
        chance=_CHANCE,
        branch=st.none() | _AT,
        fault=_faults(
            *(("customer_id", _NOBODY), ("source_invoice_id", _NOBODY), ("reference_type", "gift")),
            *(("items", []), ("items.quantity", 0), ("items.unit_price", Decimal(-1))),
            *(("items.tax_rate", Decimal(101)), ("items.description", None), ("currency", "XYZ")),
            *(("exchange_rate", Decimal(0)), ("debit_note_id", _NOBODY), ("rate", 0), ("rate", None)),
            *(("branch_id", _NOBODY), ("branch_ids", [_NOBODY]), ("user_id", _NOBODY)),
        ),
    )
    def charge(
        self, how: How, at: int, what: str, items: _Items, chance: int, branch: int | None, fault: _Fault
    ) -> None:
        """Or cancel a note; or say what a currency is worth, or where the clerk works."""
        book = self.till.book
        if what == "worth":
            procedure, request = self._setting(at, chance)
            self._call(procedure, spoilt(request, fault), how)
            return
        if what == "raise":
            charged = self._charged(how, at, items, chance)
            if charged:
                request = {**charged, **self._branch_of(charged, branch)}
                self._call("sp_save_debit_note", spoilt(request, fault), how)
            return
        unpaid = [note for note in book.notes if note.status == "open"]
        note = self._note(book.notes if at >= 240 else unpaid, how, at, items, chance)
        if note:
            request = {"debit_note_id": note.id, "reason": (None, "سبب")[at % 2]}
            request = {**request, **self._branch(note.customer.company, branch)}
            self._call("sp_cancel_debit_note", spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        what=st.sampled_from(("apply", "apply", "pay", "undo")),
        purse=_FULL_PURSES,
        items=_ITEMS,
        chance=_CHANCE,
        branch=st.none() | _AT,
        fault=_faults(
            *(("debit_note_id", _NOBODY), ("branch_id", _NOBODY), ("payments.amount", Decimal("0.00005"))),
            *(("payments.method", "gold"), ("currency", "XYZ"), ("currency", "EUR")),
            *(("exchange_rate", Decimal(0)), ("base_amount", Decimal(-1)), ("payment_id", _NOBODY)),
            *(("overpayment", "keep"), ("customer_id", _NOBODY)),
        ),
    )
    def settle_charge(
        self,
        how: How,
        at: int,
        what: str,
        purse: Purse,
        items: _Items,
        chance: int,
        branch: int | None,
        fault: _Fault,
    ) -> None:
        """Or undo a payment of one. ``at`` from 240: whatever was done with it."""
        book = self.till.book
        payments = [payment for note in book.notes for payment in note.payments]
        done = {payment.voids for payment in payments} | {payment.refunds for payment in payments}
        there = [each for each in payments if each.amount > 0 and each not in done]
        if what == "undo" and there:
            payment = _pick(payments if at >= 240 else there, at)
            request: dict[str, object] = {"payment_id": payment.id}
            request.update(self._branch(payment.branch.company, branch))
            if chance % 2:
                request["refund"] = (None, "wallet", "none")[chance % 3]
            else:
                request["status"] = ("failed", "refunded")[chance % 4 // 2]
            procedure = "sp_void_payment" if chance % 2 else "sp_set_payment_status"
            self._call(procedure, spoilt(request, fault), how)
            return
        unpaid = [note for note in book.notes if note.remaining]
        note = self._note(book.notes if at >= 240 else unpaid, how, at, items, chance)
        if note and what == "pay" and note.is_in_base and chance % 2:
            self._pay_all(note, how, purse, fault)
        elif note:
            if what == "apply":
                purse = (
                    in_part(purse)
                    if note.status == "open" and chance % 2
                    else in_cash(replace(purse, thirds=3))
                )
            request = {"debit_note_id": note.id, **self._branch(note.customer.company, branch)}
            request.update(self._money(note, purse, chance))
            if what == "pay" and (note.is_in_base or chance % 9 == 0):
                request["overpayment"] = purse.overpayment
            procedure = "sp_add_payment" if what == "pay" else "sp_apply_debit_note"
            self._call(procedure, spoilt(request, fault), how)

    def _pay_all(self, note: DebitNote, how: How, purse: Purse, fault: _Fault) -> None:
        """What the customer of a note owes in the company's currency, invoices and notes together."""
        documents = [each for each in self.till.book.documents() if each.customer is note.customer]
        owed = sum((each.open for each in documents if each.is_in_base), ZERO)
        target = {"customer_id": note.customer.id}
        self._pay(target, owed, in_cash(replace(purse, thirds=3)), note.customer.company, how, fault)

    def _setting(self, at: int, chance: int) -> tuple[str, Request]:
        """What a currency is worth, or what the clerk is limited to."""
        book = self.till.book
        if chance % 4 == 2:
            return "sp_set_user_permissions", {"user_id": self.till.clerk_id, "permissions": _some_calls(at)}
        if chance % 4 == 0:
            limit = {"user_id": self.till.clerk_id, "branch_ids": self._some_branches(at)}
            return "sp_set_user_branches", limit
        company = _pick(book.companies, at)
        currency = _pick(tuple(_WORTH[company.currency]), chance)
        request: dict[str, object] = {"company_id": company.id, "currency": currency}
        request["rate"] = _worth(company, currency, at)
        if chance % 5:
            request["valid_from"] = book.today(company) - timedelta(days=chance % 5 - 2)
        return "sp_set_exchange_rate", request

    def _charged(self, how: How, at: int, items: _Items, chance: int) -> Request | None:
        """A note for an invoice; where there is none a sale is all that is done."""
        book = self.till.book
        live = [each for each in book.invoices if not each.closed and each.customer.has_account]
        if not live:
            self._owe(at, how)
            return None
        invoice = _pick(book.invoices if at >= 240 else live, at)
        company = invoice.customer.company
        request: dict[str, object] = {
            "customer_id": (invoice.customer if chance % 61 else _pick(book.customers, at)).id,
            "source_invoice_id": invoice.id,
            "reference_type": _pick(KINDS, at),
            "reference_no": (None, None, None, None, "AWB-1", "بوليصة")[chance % 6],
            "reason": (None, "سبب")[at % 2],
            "items": list(items),
        }
        if chance % 5 == 1:
            day = book.today(company) + timedelta(days=(-2, 0, -1, 1)[chance % 4])
            request["debit_note_date"] = day
        if chance % 7 > 2:
            currency = _pick((*_WORTH[company.currency], company.currency), chance // 7)
            request["currency"] = currency
            if chance % 8 == 3 and currency != company.currency:
                request["exchange_rate"] = _worth(company, currency, at)
            else:
                self._know_rate(company, currency, at, days_ago=2)
        return request

    def _note(
        self, notes: Sequence[DebitNote], how: How, at: int, items: _Items, chance: int
    ) -> DebitNote | None:
        """One of them; where there is none one is raised first, which may be all that is done."""
        if notes:
            return _pick(notes, at)
        charged = self._charged(how, at, items, chance)
        if charged:
            self.broken = True
            raised = self.till.call("sp_save_debit_note", charged)
            self.broken = False
            if raised:
                return self.till.book.notes[-1]
            self.steps += 1
        return None

    def _branch_of(self, charged: Request, branch: int | None) -> Request:
        invoice = find(self.till.book.invoices, charged["source_invoice_id"])
        assert invoice
        return self._branch(invoice.customer.company, branch)

    def _know_rate(self, company: Company, currency: str, at: int, days_ago: int) -> None:
        """Say what a currency is worth, where nobody has yet; rarely not."""
        day = self.till.book.today(company) - timedelta(days=days_ago)
        if at % 32 and rate_of(self.till.book, company, currency, day, set()) is None:
            self.broken = True
            request = {"currency": currency, "rate": _worth(company, currency, 0), "valid_from": day}
            self.till.call("sp_set_exchange_rate", {"company_id": company.id, **request})
            self.broken = False

    def _money(self, document: Document, purse: Purse, chance: int) -> Request:
        """In the document's currency; what it is worth by the day's rate, another one, or what it came to."""
        company, currency = document.customer.company, document.currency
        rows = payment_rows(document.open, purse, currency or company)
        request: dict[str, object] = {"payments": rows}
        if document.is_in_base or currency is None or not rows:
            return request
        if chance % 3 == 1:
            request["exchange_rate"] = _worth(company, currency.code, chance)
        elif chance % 3 == 2 and len(rows) == 1 and rows[0]["method"] != "mixed":
            paid = Decimal(str(rows[0]["amount"])) * _worth(company, currency.code, chance)
            request["base_amount"] = to_minor(paid, company)
        else:
            self._know_rate(company, currency.code, chance, days_ago=0)
        if chance % 2:
            request["currency"] = currency.code
        return request

    def _some_branches(self, at: int) -> list[object]:
        """None, of which there is no limit, one or more, or one twice."""
        branches = self.till.book.branches
        chosen: list[object] = [branch.id for place, branch in enumerate(branches[:6]) if at >> place & 1]
        return [*chosen, chosen[0]] if chosen and at % 16 == 5 else chosen


def _some_calls(at: int) -> list[str]:
    """None, of which there is no limit, or one or more, or one twice."""
    chosen = [name for place, name in enumerate(_CALLS) if at % 3 and at >> place & 1]
    return [*chosen, chosen[0]] if chosen and at % 16 == 5 else chosen


def in_part(purse: Purse) -> Purse:
    """Less than all of it, and nothing out of a wallet."""
    rows = tuple((weight, "cash" if method == "wallet" else method) for weight, method in purse.rows)
    return replace(purse, thirds=min(purse.thirds, 2), rows=rows)
