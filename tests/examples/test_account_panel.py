"""The page's panel of a customer: what is owed and on what, what happened lately, and money taken for it."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from selenium.webdriver import ActionChains, Keys

from pyclient.deploy.session import execute
from tests.examples.screen import Screen
from tests.till import Till, line

pytestmark = pytest.mark.usefixtures("shift")


def test_a_payment_of_a_customer(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    product = till.product(("20", "4"), selling_price="10")
    first, second = (till.sell(customer, line(product, qty))["invoice_id"] for qty in (2, 3))
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.pay(("cash", "15"), ("card", "10"), view="#account-payments")
    screen.find("#take").click()
    shown = screen.answer("done")
    assert "تم تسجيل الدفعة بنجاح." in shown
    assert f"فاتورة #{first} (نقداً): 15.00، المتبقي عليها 5.00" in shown
    assert screen.figures("#answer")["عليه"] == "25.00"
    assert screen.figures("#account-customer-figures")["عليه"] == "25.00"

    assert len(screen.all("#target option")) == 2
    screen.choose("#target", str(second))
    screen.fill("#account-payments .amount", "30")
    screen.find("#take").click()
    refused = "مجموع المدفوعات يتجاوز إجمالي الفاتورة. المدفوع 30.00 والمطلوب 25.00."
    assert screen.problem("#account-payments .amount") == refused
    screen.choose("#account-payments .overpayment", "wallet")
    screen.find("#take").click()
    screen.answer("done")
    now = screen.figures("#account-customer-figures")
    assert (now["عليه"], now["المحفظة"]) == ("0.00", "5.00")


def test_receipts_are_printed_from_the_answer_and_from_the_statement(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    sold = till.sell(customer, line(till.product(("20", "4"), selling_price="2000"), 1))
    till.call(
        "sp_wallet_move", {"customer_id": customer, "type": "deposit", "amount": 900, "method": "check"}
    )
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.pay(("cash", "1500"), ("card", "1734.5"), view="#account-payments")
    screen.choose("#account-payments .overpayment", "wallet")
    screen.find("#take").click()
    assert "إيداع في المحفظة: 1,234.50" in screen.answer("done")
    cash, card = till.rows("SELECT payment_no FROM invoice_payments ORDER BY id")
    number, today = sold["invoice_no"], till.today()
    taken = (f"رقم الإيصال{cash[0]}", "إيصال استلام", f"الفاتورة{number}", "نقداً", "المبلغ1,500.00")
    other = (f"رقم الإيصال{card[0]}", "بطاقة", "المبلغ500.00", "المتبقي على الفاتورة0.00")
    rest = ("إيصال إيداع في المحفظة", "#2", "طريقة الدفعبطاقة", "المبلغ1,234.50", "بعد2,134.50")
    before = ("إيصال إيداع في المحفظة", "#1", "طريقة الدفعشيك", "قبل0.00", "المبلغ900.00")
    for button, wanted in (
        ("#answer li:nth-child(1) button", taken),
        ("#answer li:nth-child(2) button", other),
        ("#answer li:nth-child(3) button", rest),
        ("#statement li:nth-child(1) button", rest),
        ("#statement li:nth-child(2) button", other),
        ("#statement li:nth-child(3) button", taken),
        ("#statement li:nth-child(4) button", before),
    ):
        printed = screen.printed_by(button)
        for each in (*wanted, f"التاريخ{today}", "العميلمحمد علي"):
            assert each in printed, f"{each} is not printed by {button}: {printed}"
    # an invoice among the rows is printed elsewhere; each button says what it prints
    assert screen.all("#statement li:nth-child(5) button") == []
    names = [each.accessible_name for each in screen.all("#statement button, #answer button")]
    assert sorted(set(names)) == sorted(
        [
            "طباعة إيصال الدفعة 1",
            "طباعة إيصال الدفعة 2",
            "طباعة إيصال حركة المحفظة 1",
            "طباعة إيصال حركة المحفظة 2",
        ]
    )


def test_the_account_is_shown(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    product = till.product(("50", "4"), selling_price="10")
    sold = [till.sell(customer, line(product, qty))["invoice_no"] for qty in range(1, 5)]
    late = till.sell(customer, line(product, 5))["invoice_no"]
    execute(till.connection, "UPDATE invoices_out SET due_date = '2020-01-01' WHERE id = 5")
    for _ in range(12):
        till.pay(customer_id=customer, amount="1")
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.until(lambda: len(screen.all("#open-invoices li")) == 5)
    assert screen.texts("#open-invoices li > bdi:first-child") == [*sold, late]
    assert "تأخرت أياماً" in screen.find("#open-invoices li:last-child").text
    assert screen.texts("#open-invoices li > .figure") == ["10.00", "20.00", "30.00", "40.00", "38.00"]
    assert screen.figures("#account-customer-figures")["عليه"] == "138.00"
    # the newest first, and no more than fifteen of the seventeen rows
    kinds = screen.texts("#statement li > bdi:first-child")
    assert kinds == ["دفعة"] * 12 + ["فاتورة"] * 3
    assert screen.texts("#statement li > .figure")[-3:] == ["50.00", "40.00", "30.00"]


def test_what_is_wrong_stands_at_its_field(till: Till, screen: Screen) -> None:
    screen.open()
    screen.panel("account")
    screen.find("#take").click()
    assert screen.problem("#account-customer")
    customer = till.customer(name="محمد علي")
    screen.choose_customer("محمد", "account")
    screen.find("#take").click()
    assert screen.problem("#account-payments .amount")
    screen.fill("#account-payments .amount", "5")
    screen.find("#take").click()
    assert (
        screen.problem("#account-payments .amount")
        == f"لا توجد فاتورة أو إشعار مدين مفتوح على العميل رقم {customer}."
    )


def test_a_double_click_is_one_payment(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    till.sell(customer, line(till.product(("20", "4"), selling_price="10"), 5))
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.fill("#account-payments .amount", "5")
    ActionChains(screen.browser).double_click(screen.find("#take")).perform()
    screen.answer("done")
    assert till.count("invoice_payments") == 1


# The page's own fetch, which gives what it is asked first about an account when a test says so.
HELD_BACK = """
const real = fetch;
window.fetch = async (address, options) => {
  const answer = await real(address, options);
  if (!window.release && String(address).includes("list=statement")) {
    await new Promise((go) => (window.release = go));
  }
  return answer;
};
"""


def test_a_late_answer_about_another_customer_is_dropped(till: Till, screen: Screen) -> None:
    product = till.product(("20", "4"), selling_price="10")
    late, chosen = (till.customer(name=name) for name in ("محمد علي", "شركة ABC"))
    for customer in (late, chosen):
        till.sell(customer, line(product, customer))
    screen.open()
    screen.panel("account")
    screen.browser.execute_script(HELD_BACK)
    screen.fill("#account-customer", "محمد" + Keys.ENTER)
    screen.until(lambda: screen.browser.execute_script("return window.release !== undefined"))
    screen.choose_customer("شركة ABC", "account")
    screen.browser.execute_script("window.release()")
    time.sleep(0.5)
    assert screen.figures("#account-customer-figures")["العميل"] == "شركة ABC"
    screen.fill("#account-payments .amount", "5")
    screen.find("#take").click()
    screen.answer("done")
    assert till.rows("SELECT balance FROM customers ORDER BY id") == [(10,), (15,)]


def test_money_is_put_into_the_wallet_once_and_has_its_receipt(till: Till, screen: Screen) -> None:
    screen.open()
    screen.panel("account")
    till.customer(name="محمد علي")
    screen.choose_customer("محمد", "account")
    # by the keyboard, from the button above it on
    screen.browser.execute_script("document.getElementById('take').focus()")
    screen.tab_to("#deposit summary")
    screen.type(" ")
    screen.tab_to("#put-in")
    screen.type(" ")
    assert screen.problem("#deposit-amount")
    screen.choose("#deposit-method", "card")
    screen.fill("#deposit-amount", "١٥٠٫٥")
    ActionChains(screen.browser).double_click(screen.find("#put-in")).perform()
    screen.answer("done")
    assert screen.figures("#answer")["المحفظة (ج.م)"] == "150.50"
    assert screen.figures("#account-customer-figures")["المحفظة"] == "150.50"
    assert till.rows("SELECT type, amount, method FROM wallet_transactions") == [
        ("deposit", Decimal("150.5"), "card")
    ]
    for button in ("#answer .print-wallet", "#statement .print-wallet"):
        printed = screen.printed_by(button)
        for wanted in ("إيصال إيداع في المحفظة", "محمد علي", "طريقة الدفعبطاقة", "المبلغ150.50"):
            assert wanted in printed, wanted
