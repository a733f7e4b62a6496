"""Programs that also promise money, and say what became of a payment."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.book import Invoice, left_of
from tests.model.draft_programs import DraftPrograms
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
from tests.model.promises import promised

_BY_CHECK = Purse(thirds=3, rows=((1, "check"),), mixed=False, overpayment=None)


class PromisePrograms(DraftPrograms):
    @rule(
        how=_HOW,
        at=_AT,
        purse=_FULL_PURSES,
        branch=st.none() | _AT,
        fault=_faults(
            *(("invoice_id", _NOBODY), ("branch_id", _NOBODY), ("status", "delivered"), ("method", "gold")),
            *(("payments.amount", 0), ("payments.method", "wallet"), ("work_order_id", _NOBODY)),
        ),
    )
    def promise(self, how: How, at: int, purse: Purse, branch: int | None, fault: _Fault) -> None:
        """Or pay what is open in full. ``at`` from 240: of any invoice."""
        invoices = self.till.book.invoices
        unpaid = [invoice for invoice in invoices if invoice.remaining and invoice.is_in_base]
        if not unpaid and (at < 240 or not invoices):
            self._owe(at, how)
            return
        invoice = _pick(invoices if at >= 240 else unpaid, at)
        of_branch = self._branch(invoice.customer.company, branch)
        if at % 2:
            method = purse.rows[0][1]
            payment = {"invoice_id": invoice.id, "method": method, **of_branch}
            self._call("sp_mark_invoice_paid", spoilt(payment, fault), how)
        else:
            promised = self._promise(invoice, in_cash(purse) if at % 8 else purse)
            self._call("sp_add_payment", spoilt({**promised, **of_branch}, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        status=st.sampled_from(("completed", "completed", "failed", "refunded")),
        overpayment=st.sampled_from((None, "wallet", "change")),
        branch=st.none() | _AT,
        fault=_faults(
            *(("pending_payment_id", _NOBODY), ("payment_id", _NOBODY), ("payment_id", None)),
            *(("status", "pending"), ("status", None), ("branch_id", _NOBODY), ("overpayment", "keep")),
        ),
    )
    def say_what_became_of_a_payment(
        self, how: How, at: int, status: str, overpayment: str | None, branch: int | None, fault: _Fault
    ) -> None:
        """Of a promise that waits, which is made first where there is none, or of a payment that can be
        undone. ``at`` from 240: of any."""
        book = self.till.book
        payments = [payment for invoice in book.invoices for payment in invoice.payments]
        there = [each for each in payments if left_of(each) > 0 and not each.invoice.closed]
        request: dict[str, object]
        if status == "completed" or (status == "failed" and at % 2) or not there:
            waiting = [each for each in book.promises if each.status == "pending" and not each.invoice.closed]
            unpaid = [invoice for invoice in book.invoices if invoice.remaining and invoice.is_in_base]
            if not waiting and not unpaid:
                self._owe(at, how)
                return
            if not waiting:
                self.broken = True
                self.till.call("sp_add_payment", self._promise(_pick(unpaid, at), _BY_CHECK))
                waiting = book.promises[-1:]
            promise = _pick(book.promises if at >= 240 else waiting, at)
            request = {"pending_payment_id": promise.id, "overpayment": overpayment}
            company = promise.invoice.customer.company
        else:
            payment = _pick(payments if at >= 240 else there, at)
            request, company = {"payment_id": payment.id}, payment.invoice.customer.company
        request.update({"status": status, "reason": "سبب", **self._branch(company, branch)})
        self._call("sp_set_payment_status", spoilt(request, fault), how)

    def _promise(self, invoice: Invoice, purse: Purse) -> dict[str, object]:
        """Some of what is open and not promised yet."""
        left = invoice.remaining - promised(self.till.book, invoice)
        rows = payment_rows(left, purse, invoice.customer.company)
        return {"invoice_id": invoice.id, "status": "pending", "payments": rows}
