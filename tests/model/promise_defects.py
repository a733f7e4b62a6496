"""Planted defects of payments that have a status, and their witnesses: see tests/model/planted_defects.py."""

from __future__ import annotations

from decimal import Decimal

from tests.model.planted_defects import Counter, Defect
from tests.model.till_defects import close_shift, open_shift


def promise(counter: Counter, amount: str) -> None:
    """For the last invoice, by a check."""
    counter.pay(amount, "check", invoice_id=counter.till.book.invoices[-1].id, status="pending")


def settle(counter: Counter, status: str) -> None:
    """What became of the first promise."""
    change = {"pending_payment_id": counter.till.book.promises[0].id, "status": status}
    counter.till.call("sp_set_payment_status", change)


def undo(counter: Counter, status: str) -> None:
    """What became of the last invoice's first payment."""
    payment = counter.till.book.invoices[-1].payments[0]
    counter.till.call("sp_set_payment_status", {"payment_id": payment.id, "status": status})


# -- witnesses


def a_check_is_promised_and_comes(counter: Counter) -> None:
    """Of 100 that are open 60 are promised: 50 more are too much."""
    counter.receive("5", "1")
    counter.sell("1")
    promise(counter, "60")
    promise(counter, "50")
    settle(counter, "completed")
    settle(counter, "failed")


def what_is_left_of_a_payment_goes_back(counter: Counter) -> None:
    """By card, as it came; what the goods that came back were paid for is back already."""
    counter.receive("5", "1")
    counter.sell("2", status="paid", payments=[{"amount": 200, "method": "card"}])
    item = {"item_id": counter.till.book.invoices[0].items[0].id, "qty": Decimal(1)}
    request = {"invoice_id": counter.till.book.invoices[0].id, "items": [item], "refund": "original"}
    counter.till.call("sp_return_items", request)
    undo(counter, "refunded")


def a_check_bounces_when_its_shift_is_closed(counter: Counter) -> None:
    counter.receive("5", "1")
    open_shift(counter)
    counter.sell("1", status="paid", payments=[{"amount": 100, "method": "check"}])
    close_shift(counter, cash="50")
    undo(counter, "failed")


def the_rest_is_paid(counter: Counter) -> None:
    """In full, whatever is promised."""
    counter.receive("5", "1")
    counter.sell("1", payments=[{"amount": 30}], status="partial")
    promise(counter, "50")
    counter.till.call("sp_mark_invoice_paid", {"invoice_id": counter.till.book.invoices[0].id})


def a_check_bounces_after_a_part_was_given_back(counter: Counter) -> None:
    """The customer owes the goods that were kept, and the money that was given back."""
    till = counter.till
    counter.receive("10", "1")
    counter.sell("10", payments=[{"amount": 600, "method": "check"}, {"amount": 400}], status="paid")
    invoice = till.book.invoices[0]
    back = {"invoice_id": invoice.id, "items": [{"item_id": invoice.items[0].id, "qty": 5}], "refund": "cash"}
    till.call("sp_return_items", back)
    counter.void(0)
    till.call("sp_set_payment_status", {"payment_id": invoice.payments[1].id, "status": "refunded"})
    for closing in ("cancel", "revert"):
        counter.undo(closing, 0)
    counter.pay("50", invoice_id=invoice.id)
    till.call("sp_return_items", {**back, "items": [{"item_id": invoice.items[0].id, "qty": 1}]})
    counter.pay("500", invoice_id=invoice.id)


DEFECTS = (
    Defect(
        "a check does not bounce after a part was given back",
        (("_lock_payment_to_undo", "AND (p_left_only OR p_document_no IS NULL)", ""),),
        a_check_bounces_after_a_part_was_given_back,
    ),
    Defect(
        "money is refunded that was given back already",
        (("_lock_payment_to_undo", "AND (p_left_only OR p_document_no", "AND (FALSE OR p_document_no"),),
        a_check_bounces_after_a_part_was_given_back,
    ),
    Defect(
        "an invoice of which more was given back than paid counts as paid in part",
        (("_payment_json", "WHEN p_paid <= 0 THEN 'pending'", ""),),
        a_check_bounces_after_a_part_was_given_back,
    ),
    Defect(
        "what is paid on such an invoice makes it paid in part at once",
        (("_allocate_payments", "WHEN v_paid > 0 THEN 'partial' ELSE 'no' END", "ELSE 'partial' END"),),
        a_check_bounces_after_a_part_was_given_back,
    ),
    Defect(
        "goods of such an invoice do not come back",
        (("sp_return_items", "v_refunded > GREATEST(v_paid, 0)", "v_refunded > v_paid"),),
        a_check_bounces_after_a_part_was_given_back,
    ),
    Defect(
        "such an invoice is closed, and the money is owed nowhere",
        (("_check_nothing_given_back", "IF p_paid < 0 THEN", "IF FALSE THEN"),),
        a_check_bounces_after_a_part_was_given_back,
    ),
    Defect(
        "what is promised already is not counted",
        (("_promise_payments", "v_promised + v_sum > v_open THEN", "v_sum > v_open THEN"),),
        a_check_is_promised_and_comes,
    ),
    Defect(
        "a promise is settled as often as one asks",
        (("_settle_pending_payment", "v_status <> 'pending' OR p_status", "p_status"),),
        a_check_is_promised_and_comes,
    ),
    Defect(
        "a completed promise does not say which payment it became",
        (("_settle_pending_payment", "payment_id = v_payment_id, reason", "reason"),),
        a_check_is_promised_and_comes,
    ),
    Defect(
        "a payment is refunded whole, whatever was given back of it",
        (("_lock_payment_to_undo", "IF p_left_only THEN SET p_amount = p_amount - v_refunded; END IF;", ""),),
        what_is_left_of_a_payment_goes_back,
    ),
    Defect(
        "a refund goes out in cash, however it was paid",
        (("_refund_payment", "NULL, v_method, p_reason", "NULL, 'cash', p_reason"),),
        what_is_left_of_a_payment_goes_back,
    ),
    Defect(
        "a check bounces only while its shift is open",
        (("_undo_payment", "_void_payment(p_payment_id, FALSE,", "_void_payment(p_payment_id, TRUE,"),),
        a_check_bounces_when_its_shift_is_closed,
    ),
    Defect(
        "an invoice that is marked as paid pays less what is promised",
        (
            (
                "_pay",
                '\'[{"amount":"\', v_open, \'"',
                '\'[{"amount":"\', v_open - (SELECT COALESCE(SUM(w.amount), 0) FROM pending_payments AS w'
                " WHERE w.invoice_id = v_invoice_id AND w.status = 'pending'), '\"",
            ),
        ),
        the_rest_is_paid,
    ),
)
