"""Debit notes from many tills at once: the last part goes once, and a note is either paid or cancelled."""

from __future__ import annotations

from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.models import (
    AppliedDebitNote,
    ApplyDebitNoteRequest,
    CancelDebitNoteRequest,
    CancelledDebitNote,
    CancelRequest,
    DebitNoteItem,
    DebitNoteRequest,
    PaymentRequest,
    SavedDebitNote,
)
from tests.concurrency.errands import CASHIER, sale
from tests.concurrency.tills import TILLS, Market, at_a_till, tokens


def raising(
    customer: int, invoice: int, total: int, currency: str | None = None, exchange_rate: str | None = None
) -> Call[SavedDebitNote]:
    item = DebitNoteItem(description="x", quantity=1, unit_price=total)
    return calls.save_debit_note(
        DebitNoteRequest(
            customer_id=customer,
            source_invoice_id=invoice,
            reference_type="penalty",
            items=[item],
            currency=currency,
            exchange_rate=exchange_rate,
            created_by=CASHIER,
        )
    )


def applying(note: int, amount: int, exchange_rate: str | None = None) -> Call[AppliedDebitNote]:
    return calls.apply_debit_note(
        ApplyDebitNoteRequest(
            debit_note_id=note, amount=amount, exchange_rate=exchange_rate, created_by=CASHIER
        )
    )


def cancelling(note: int) -> Call[CancelledDebitNote]:
    return calls.cancel_debit_note(CancelDebitNoteRequest(debit_note_id=note, created_by=CASHIER))


def test_the_last_part_of_a_note_is_applied_once(market: Market) -> None:
    service = market.product(price=1)
    for _ in market.rounds("the last part of a debit note from 16 tills"):
        customer = market.customer()
        invoice = market.office.done(sale(customer, (service, 50))).invoice_id
        note = market.office.done(raising(customer, invoice, 100)).debit_note_id
        market.office.done(applying(note, 60))
        answers = market.race([at_a_till(applying(note, 40)) for _ in range(TILLS)])
        assert tokens(answers) == ["OVER_APPLIED"] * (TILLS - 1)
        (won,) = [answer for answer in answers if isinstance(answer, AppliedDebitNote)]
        assert won.applied_amount == 100
        assert won.status == "applied"
        assert market.balance_and_wallet(customer) == (50, 0)


def test_two_last_parts_at_once_at_different_rates(market: Market) -> None:
    """One of them settles the note in both currencies, at its own rate; the other finds nothing open."""
    service = market.product(price=1)
    for _ in market.rounds("the last part of a note in dollars at two rates"):
        customer = market.customer()
        invoice = market.office.done(sale(customer, (service, 50))).invoice_id
        raised = market.office.done(raising(customer, invoice, 100, currency="USD", exchange_rate="0.3333"))
        note = raised.debit_note_id
        market.office.done(applying(note, 60, exchange_rate="0.31"))
        rates = ["0.29", "0.37"] * (TILLS // 2)
        answers = market.race([at_a_till(applying(note, 40, exchange_rate=rate)) for rate in rates])
        assert tokens(answers) == ["OVER_APPLIED"] * (TILLS - 1)
        (won,) = [answer for answer in answers if isinstance(answer, AppliedDebitNote)]
        assert won.status == "applied"
        assert won.remaining_amount == won.remaining_base == 0
        (last,) = won.payment.allocations
        assert last.base_amount in (Decimal("11.60"), Decimal("14.80"))
        assert last.exchange_difference == last.base_amount - Decimal("13.33")
        assert market.balance_and_wallet(customer) == (50, 0)


def test_a_note_is_applied_or_cancelled(market: Market) -> None:
    service = market.product(price=1)
    for _ in market.rounds("application against cancellation of a debit note"):
        customer = market.customer()
        invoice = market.office.done(sale(customer, (service, 50))).invoice_id
        note = market.office.done(raising(customer, invoice, 100)).debit_note_id
        answers = market.race([at_a_till(applying(note, 30)), at_a_till(cancelling(note))])
        applied = isinstance(answers[0], AppliedDebitNote)
        assert tokens(answers) == ["DEBIT_NOTE_APPLIED" if applied else "DEBIT_NOTE_CLOSED"]
        assert market.balance_and_wallet(customer) == (120 if applied else 50, 0)


def test_a_note_is_raised_or_its_invoice_cancelled(market: Market) -> None:
    service = market.product(price=1)
    for _ in market.rounds("a debit note against the cancellation of its invoice"):
        customer = market.customer()
        invoice = market.office.done(sale(customer, (service, 50))).invoice_id
        cancellation = calls.cancel_invoice(CancelRequest(invoice_id=invoice, created_by=CASHIER))
        answers = market.race([at_a_till(raising(customer, invoice, 100)), at_a_till(cancellation)])
        raised = isinstance(answers[0], SavedDebitNote)
        assert tokens(answers) == ["INVOICE_HAS_DEBIT_NOTES" if raised else "INVOICE_CLOSED"]
        assert market.balance_and_wallet(customer) == (150 if raised else 0, 0)


def test_notes_of_many_customers_are_numbered_and_paid_at_once(market: Market) -> None:
    service = market.product(price=1)
    for rng in market.rounds("debit notes of four customers raised and paid from 16 tills"):
        customers = [market.customer() for _ in range(4)]
        invoices = [market.office.done(sale(customer, (service, 50))).invoice_id for customer in customers]
        calls_at_once: list[Call[SavedDebitNote] | Call[object]] = []
        before = market.rows("SELECT COUNT(*) FROM customer_debit_notes")[0][0]
        for customer, invoice in zip(customers, invoices, strict=True):
            calls_at_once += [raising(customer, invoice, 10) for _ in range(3)]
            pay = PaymentRequest(customer_id=customer, amount=20, created_by=CASHIER)
            calls_at_once.append(calls.add_payment(pay))
        rng.shuffle(calls_at_once)
        answers = market.race([at_a_till(call) for call in calls_at_once])
        assert tokens(answers) == []
        assert market.rows("SELECT COUNT(*), COUNT(DISTINCT debit_note_no) FROM customer_debit_notes") == [
            (before + 12, before + 12)
        ]
        for customer in customers:
            assert market.balance_and_wallet(customer) == (60, 0)
