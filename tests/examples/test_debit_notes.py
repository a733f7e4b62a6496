"""The page raises a debit note for an invoice, shows it, takes money for it and prints it."""

from __future__ import annotations

import pytest

from tests.examples.screen import Screen
from tests.till import Till, line

pytestmark = pytest.mark.usefixtures("shift")


def test_a_note_is_raised_paid_and_printed(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    invoice = till.sell(customer, line(till.product(("20", "4"), selling_price="10"), 2))["invoice_id"]
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    # by the keyboard, from the button above it on
    screen.browser.execute_script("document.getElementById('take').focus()")
    screen.tab_to("#note summary")
    screen.type(" ")
    screen.tab_to("#note-reference")
    screen.type("AWB-7741")
    screen.tab_to("#note-items .description")
    screen.type("شحن سريع")
    screen.tab_to("#raise-note")
    screen.type(" ")
    assert "السعر" in screen.problem("#note-items .unit_price")
    screen.type("١٠٠")
    screen.tab_to("#note-items .tax_rate")
    screen.type("14")
    screen.tab_to("#raise-note")
    screen.type(" ")
    screen.answer("done")
    assert screen.figures("#answer")["قيمته (ج.م)"] == "114.00"
    assert till.rows(
        "SELECT source_invoice_id, reference_type, reference_no, total FROM customer_debit_notes"
    ) == [(invoice, "additional_fees", "AWB-7741", 114)]
    assert screen.texts("#open-notes li > .figure") == ["114.00"]
    assert screen.texts("#statement li > bdi:first-child") == ["إشعار مدين", "فاتورة"]
    assert screen.figures("#account-customer-figures")["عليه"] == "134.00"

    screen.choose("#target", "note 1")
    screen.fill("#account-payments .amount", "115")
    screen.find("#take").click()
    assert "114.00" in screen.problem("#account-payments .amount")
    screen.fill("#account-payments .amount", "14")
    screen.find("#take").click()
    assert "إشعار #1 (نقداً): 14.00، المتبقي عليه 100.00" in screen.answer("done")
    assert screen.texts("#open-notes li > .figure") == ["100.00"]

    printed = screen.printed_by("#open-notes .print-note")
    for wanted in ("إشعار مدين", "MAIN-DN-0001", "محمد علي", "شحن سريع", "AWB-7741", "114.00", "100.00"):
        assert wanted in printed, wanted


def test_an_opening_balance_is_shown_paid_and_printed(till: Till, screen: Screen) -> None:
    item = {"description": "رصيد سابق", "quantity": 1, "unit_price": 500}
    note = {"customer_id": till.customer(name="محمد علي"), "reference_type": "opening_balance"}
    till.call("sp_save_debit_note", {**note, "items": [item]})
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.until(lambda: len(screen.all("#open-notes li")) == 1)
    (shown,) = screen.texts("#open-notes li")
    assert "رصيد افتتاحي" in shown
    printed = screen.printed_by("#open-notes .print-note")
    assert "رصيد افتتاحي" in printed
    assert "عن الفاتورة" not in printed
    screen.choose("#target", "note 1")
    screen.fill("#account-payments .amount", "200")
    screen.find("#take").click()
    assert "المتبقي عليه 300.00" in screen.answer("done")


def test_a_note_in_another_currency_is_shown_as_what_it_is(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    invoice = till.sell(customer, line(till.product(("20", "4"), selling_price="10"), 2))["invoice_id"]
    for currency, rate, price in (("USD", "50", "1234.5"), ("KWD", "160.5", "1.5"), (None, None, "7")):
        till.call(
            "sp_save_debit_note",
            {
                "customer_id": customer,
                "source_invoice_id": invoice,
                "reference_type": "additional_fees",
                "currency": currency,
                "exchange_rate": rate,
                "items": [{"description": "شحن جوي", "quantity": 1, "unit_price": price}],
            },
        )
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.until(lambda: len(screen.all("#open-notes li")) == 3)
    assert screen.texts("#open-notes li > .figure") == ["61,725.00", "240.75", "7.00"]
    dollars, dinars, pounds = screen.texts("#open-notes li")
    for text, amount in ((dollars, "1,234.50 USD"), (dinars, "1.500 KWD")):
        assert amount in text
        assert "لا من هذه الصفحة" in text
    assert "لا من هذه الصفحة" not in pounds
    targets = [each.get_attribute("value") for each in screen.all("#target option")]
    assert targets == ["", str(invoice), "note 3"]
    assert "عملة أخرى" in screen.find("#target option").text

    for note, wanted in (
        (1, ("1 × 1,234.5", "1,234.50 USD", "50", "61,725.00", "الإجمالي")),
        (2, ("1.500 KWD", "160.5", "240.75")),
    ):
        printed = screen.printed_by(f"#open-notes li:nth-child({note}) .print-note")
        for each in wanted:
            assert each in printed, each
        assert "null" not in printed
        assert "nu.ll" not in printed

    screen.choose("#target", "note 3")
    screen.fill("#account-payments .amount", "7")
    screen.find("#take").click()
    assert "المتبقي عليه 0.00" in screen.answer("done")
    till.call("sp_apply_debit_note", {"debit_note_id": 1, "amount": 1000, "exchange_rate": "52.5"})
    screen.choose_customer("محمد", "account")
    screen.until(lambda: len(screen.all("#statement .print-payment")) == 2)
    # how it stands in the ledger, too
    assert any("(1,234.50 USD)" in text for text in screen.texts("#statement li"))
    printed = screen.printed_by("#statement .print-payment")
    for each in ("إيصال استلام", "MAIN-DN-0001", "1,000.00 USD", "52.5", "52,500.00", "234.50 USD"):
        assert each in printed, each
    # of this one it was said what it came to, and no rate
    till.call("sp_apply_debit_note", {"debit_note_id": 2, "amount": "0.5", "base_amount": 80})
    screen.choose_customer("محمد", "account")
    screen.until(lambda: len(screen.all("#statement .print-payment")) == 3)
    printed = screen.printed_by("#statement .print-payment")
    for each in ("0.500 KWD", "80.00", "1.000 KWD"):
        assert each in printed, each
    assert "سعر الصرف" not in printed
    assert "null" not in printed
    assert [each.get_attribute("value") for each in screen.all("#target option")] == ["", str(invoice)]


def test_a_second_reference_is_refused_at_its_field(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    invoice = till.sell(customer, line(till.product(("20", "4"), selling_price="10"), 2))["invoice_id"]
    item = {"description": "x", "quantity": 1, "unit_price": 5}
    note = {"customer_id": customer, "source_invoice_id": invoice, "reference_type": "additional_fees"}
    till.call("sp_save_debit_note", {**note, "reference_no": "A-1", "items": [item]})
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.find("#note summary").click()
    screen.fill("#note-reference", "A-1")
    screen.fill("#note-items .description", "x")
    screen.fill("#note-items .unit_price", "5")
    screen.find("#raise-note").click()
    assert "MAIN-DN-0001" in screen.problem("#note-reference")
    assert till.count("customer_debit_notes") == 1


def test_the_form_and_a_note_fit_on_a_telephone(till: Till, screen: Screen) -> None:
    customer = till.customer(name="م" * 150)
    invoice = till.sell(customer, line(till.product(("20", "4"), selling_price="12345678.9"), 2))[
        "invoice_id"
    ]
    item = {"description": "x", "quantity": 1, "unit_price": "12345678.9"}
    note = {"customer_id": customer, "source_invoice_id": invoice, "reference_type": "additional_fees"}
    till.call("sp_save_debit_note", {**note, "items": [item]})
    till.call("sp_save_debit_note", {**note, "items": [item], "currency": "KWD", "exchange_rate": "160.5"})
    screen.resize(360, 740)
    screen.open()
    screen.panel("account")
    screen.choose_customer("م", "account")
    screen.until(lambda: len(screen.all("#open-notes li")) == 2)
    screen.find("#note summary").click()
    screen.find("#add-note-item").click()
    assert screen.overflow() <= 0
    fields = [
        each for each in screen.all("#account :is(input, select, button, summary)") if each.is_displayed()
    ]
    assert [each.get_attribute("outerHTML") for each in fields if not each.accessible_name.strip()] == []
