"""The page shows an invoice in another currency as what it is, and takes its payment in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.examples.screen import Screen
from tests.till import Till, line

pytestmark = pytest.mark.usefixtures("shift")


def sold_in_dollars(till: Till, customer: int, price: str = "411.5") -> int:
    product = till.product(keeps_stock=False)
    invoice = till.sell(customer, line(product, 3, price), currency="USD", exchange_rate="50.25")
    return int(str(invoice["invoice_id"]))


def test_it_is_shown_and_paid_in_its_currency(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    till.call("sp_set_exchange_rate", {"currency": "USD", "rate": "52.5", "valid_from": "2020-01-01"})
    dollars = sold_in_dollars(till, customer)
    pounds = till.sell(customer, line(till.product(keeps_stock=False), 1, 70))["invoice_id"]
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.until(lambda: len(screen.all("#open-invoices li")) == 2)
    (shown,) = (text for text in screen.texts("#open-invoices li") if "USD" in text)
    assert "المتبقي 1,234.50 USD من 1,234.50 USD" in shown
    assert "62,033.63" in shown
    assert "عملة أخرى" in screen.find("#target option").text
    assert not screen.find("#target-rate").is_displayed()

    # the rate of the day is offered, and counts where nothing is typed
    screen.choose("#target", str(dollars))
    screen.until(lambda: screen.find("#exchange-rate").get_attribute("placeholder") == "52.5")
    assert "USD" in screen.find("#account-payments legend").text
    assert not screen.find("#account-payments .overpayment").is_displayed()
    screen.fill("#account-payments .amount", "100")
    screen.find("#take").click()
    said = screen.answer("done")
    assert f"فاتورة #{dollars} (نقداً): 100.00 USD، المتبقي عليها 1,134.50 USD" in said
    assert screen.figures("#answer")["المسدَّد"] == "100.00 USD"
    printed = screen.printed_by("#answer li button")
    for wanted in ("100.00 USD", "52.5", "5,250.00", "1,134.50 USD"):
        assert wanted in printed, wanted

    # at a rate of its own, and for what it was worth
    for field, typed, worth in (("#exchange-rate", "٥٠", 5000), ("#base-amount", "5500", 5500)):
        screen.choose("#target", str(dollars))
        screen.fill("#account-payments .amount", "100")
        screen.fill(field, typed)
        screen.find("#take").click()
        screen.answer("done")
        assert till.rows("SELECT payment_amount FROM invoice_payments ORDER BY id DESC LIMIT 1") == [(worth,)]
    assert till.rows("SELECT remaining_amount FROM invoice_currencies") == [(Decimal("934.5"),)]

    screen.choose("#target", str(pounds))
    assert not screen.find("#target-rate").is_displayed()
    assert screen.find("#account-payments .overpayment").is_displayed()
    screen.fill("#account-payments .amount", "70")
    screen.find("#take").click()
    assert f"فاتورة #{pounds} (نقداً): 70.00، المتبقي عليها 0.00" in screen.answer("done")


def test_what_is_wrong_with_its_payment_stands_at_the_field(till: Till, screen: Screen) -> None:
    dollars = sold_in_dollars(till, till.customer(name="محمد علي"))
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.until(lambda: screen.all("#open-invoices li"))
    screen.choose("#target", str(dollars))
    screen.fill("#account-payments .amount", "1234.51")
    screen.fill("#exchange-rate", "0")
    screen.find("#take").click()
    assert "موجباً" in screen.problem("#exchange-rate")
    screen.fill("#exchange-rate", "50")
    screen.find("#take").click()
    assert "1234.5" in screen.problem("#account-payments .amount")
    assert till.count("invoice_payments") == 0


def test_its_print_says_what_it_comes_to_in_both(till: Till, screen: Screen) -> None:
    sold_in_dollars(till, till.customer(name="محمد علي"))
    ((number,),) = till.rows("SELECT invoice_no FROM invoices_out")
    screen.open()
    screen.panel("returns")
    screen.find_invoice(str(number))
    printed = screen.printed_by("#print-invoice")
    for wanted in ("الصافي62,033.63", "بعملتها1,234.50 USD", "سعر الصرف50.25", "المتبقي بعملتها1,234.50 USD"):
        assert wanted in printed.replace("\n", "").replace("\t", ""), wanted


def test_it_fits_on_a_telephone_and_the_keyboard_is_enough(till: Till, screen: Screen) -> None:
    dollars = sold_in_dollars(till, till.customer(name="محمد علي"), "411522.5")
    screen.resize(360, 740)
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.until(lambda: screen.all("#open-invoices li"))
    screen.choose("#target", str(dollars))
    screen.tab_to("#account-payments .amount")
    screen.type("10")
    screen.tab_to("#exchange-rate")
    screen.type("50")
    assert screen.overflow() <= 0
    screen.tab_to("#take")
    screen.type(" ")
    screen.answer("done")
    assert screen.overflow() <= 0
    assert screen.broken_figures("#account, #answer li") == []
