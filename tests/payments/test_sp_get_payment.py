"""One payment by its id, with what it paid."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.till import CASHIER, Till, line, money, number


def test_a_payment_of_an_invoice(till: Till) -> None:
    customer, product = till.customer(name="محمد علي"), till.product(keeps_stock=False)
    sold = till.sell(customer, line(product, 1, 100))
    till.pay(invoice_id=sold["invoice_id"], payments=[money(70, notes="أول")], overpayment="change")
    till.pay(invoice_id=sold["invoice_id"], amount=50, overpayment="change")
    ((no, at),) = till.rows(
        "SELECT payment_no, DATE_FORMAT(CONVERT_TZ(payment_date, @@session.time_zone, '+00:00'),"
        " '%Y-%m-%dT%H:%i:%sZ') FROM invoice_payments WHERE id = 2"
    )
    second = {
        "ok": True,
        "payment_id": 2,
        "payment_no": no,
        "company_id": 1,
        "branch_id": 1,
        "customer_id": customer,
        "customer_name": "محمد علي",
        "invoice_id": sold["invoice_id"],
        "invoice_no": sold["invoice_no"],
        "debit_note_id": None,
        "debit_note_no": None,
        "document_total": 100,
        "document_remaining": 0,
        "currency": "EGP",
        "amount": 30,
        "exchange_rate": None,
        "base_amount": 30,
        "tendered": 50,
        "change_given": 20,
        "method": "cash",
        "status": "completed",
        "voids": None,
        "business_date": str(till.today()),
        "payment_date": at,
        "notes": None,
        "created_by": CASHIER,
    }
    assert till.call("sp_get_payment", 2) == second
    assert '"amount":30.00,' in till.text("sp_get_payment", 2)
    assert till.call("sp_get_payment", 1)["notes"] == "أول"

    voided = number(till.call("sp_void_payment", {"payment_id": 2})["void_id"])
    # the document's figures are those of now
    assert till.call("sp_get_payment", 2) == {**second, "status": "failed", "document_remaining": 30}
    shown = till.call("sp_get_payment", voided)
    assert (shown["amount"], shown["voids"], shown["status"]) == (-30, 2, "completed")


def test_payments_of_debit_notes_are_in_their_currency(till: Till) -> None:
    customer = till.customer()
    sold = till.sell(customer, line(till.product(keeps_stock=False), 1, 100))
    note = {"customer_id": customer, "source_invoice_id": sold["invoice_id"], "reference_type": "penalty"}
    item = {"description": "شحن", "quantity": 1, "unit_price": "10.5"}
    own = till.call("sp_save_debit_note", {**note, "items": [item]})
    abroad = till.call(
        "sp_save_debit_note", {**note, "items": [item], "currency": "KWD", "exchange_rate": "160.5"}
    )
    till.call("sp_apply_debit_note", {"debit_note_id": own["debit_note_id"], "amount": 4, "method": "card"})
    till.call(
        "sp_apply_debit_note",
        {"debit_note_id": abroad["debit_note_id"], "amount": "4.125", "exchange_rate": 160},
    )
    shown = till.call("sp_get_payment", 1)
    assert (shown["invoice_id"], shown["invoice_no"]) == (None, None)
    assert (shown["debit_note_no"], shown["method"]) == (own["debit_note_no"], "card")
    money_of = ("currency", "amount", "exchange_rate", "base_amount", "document_total", "document_remaining")
    assert [shown[name] for name in money_of] == ["EGP", 4, 1, 4, Decimal("10.50"), Decimal("6.50")]
    shown = till.call("sp_get_payment", 2)
    assert [shown[name] for name in money_of] == [
        *("KWD", Decimal("4.125"), 160, 660, Decimal("10.500"), Decimal("6.375")),
    ]
    text = till.text("sp_get_payment", 2)
    assert '"amount":4.125,' in text
    assert '"base_amount":660.00,' in text


@pytest.mark.corrupts
def test_a_payment_that_was_adopted(till: Till) -> None:
    sold = till.sell(till.customer(), line(till.product(keeps_stock=False), 1, 100))
    execute(
        till.connection,
        "INSERT INTO invoice_payments (id, invoice_id, payment_amount, payment_method, created_by, adopted)"
        f" VALUES (7, {sold['invoice_id']}, 5, NULL, {CASHIER}, 1)",
    )
    shown = till.call("sp_get_payment", 7)
    absent = ("payment_no", "tendered", "change_given", "business_date")
    assert [shown[name] for name in absent] == [None] * 4
    assert (shown["amount"], shown["method"]) == (5, "cash")
