"""The page's returns and exchanges: found by number or customer, taken back once, refused at the field."""

from __future__ import annotations

from decimal import Decimal

import pytest
from selenium.webdriver import ActionChains, Keys

from tests.examples.screen import Screen
from tests.till import Till, line, rows_of

pytestmark = pytest.mark.usefixtures("shift")


def sold(till: Till, customer: int, *lines: dict[str, object], **members: object) -> str:
    """The number of a new invoice, paid in cash."""
    return str(till.sell(customer, *lines, status="paid", **members)["invoice_no"])


def test_goods_come_back_for_cash(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    products = [till.product(("20", "4"), selling_price=price) for price in ("50", "20")]
    # 3 x 50 less a share of 17.65: what 1 of them is worth is 44.12 after 44.12 and before 44.11
    number = sold(
        till, customer, line(products[0], 3), line(products[1]), discount_value="20", discount_type="amount"
    )
    screen.open()
    screen.panel("returns")
    screen.find_invoice(number.lower())
    assert screen.figures("#return-invoice") == {
        "الفاتورة": number,
        "العميل": "محمد علي",
        "الحالة": "مدفوعة",
        "الصافي": "150.00",
    }
    for value, left in (("44.12", "يمكن إرجاع 3"), ("44.11", "يمكن إرجاع 2")):
        assert left in screen.find("#return-lines .line:first-child").text
        screen.fill("#return-lines .line:first-child .qty", "١")
        screen.until(lambda value=value: screen.texts("#return-lines output") == [value, "0.00"])  # type: ignore[misc]
        assert screen.figures("#return-totals")["يُرد للعميل"] == value
        screen.find("#take-back").click()
        assert "تم تسجيل المرتجع بنجاح." in screen.answer("done")
        shown = screen.figures("#answer")
        assert (shown["قيمة المرتجع (ج.م)"], shown["رُدّ نقداً"]) == (value, value)
        screen.find_invoice("#1")
    screen.find("#return-lines .line:first-child .all").click()
    screen.find("#return-lines .line:last-child .all").click()
    screen.until(lambda: screen.figures("#return-totals")["يُرد للعميل"] == "61.77")
    screen.fill("#return-reason", "عيب صناعة")
    screen.find("#take-back").click()
    screen.answer("done")
    assert till.rows("SELECT SUM(payment_amount) FROM invoice_payments") == [(0,)]
    assert till.rows("SELECT reason FROM invoice_returns ORDER BY id DESC LIMIT 1") == [("عيب صناعة",)]
    screen.find_invoice(number)
    assert not screen.find("#return-lines .qty").is_enabled()


def test_goods_are_exchanged(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    old, new = (till.product(("20", "4"), selling_price=price) for price in ("50", "80"))
    sold(till, customer, line(old, 2))
    screen.open()
    screen.panel("returns")
    screen.fill("#return-customer", "محمد" + Keys.ENTER)
    screen.until(lambda: screen.all("#return-invoices button"))
    screen.find("#return-invoices button").click()
    screen.until(lambda: screen.find("#print-invoice").is_displayed())
    screen.fill("#return-lines .qty", "1")
    screen.find("#exchange summary").click()
    screen.add_item("P-002", search="#return-product")
    screen.until(lambda: screen.figures("#return-totals").get("يدفع العميل") == "30.00")
    assert screen.find("#exchange-payments .amount").get_attribute("placeholder") == "30.00"
    screen.choose("#exchange-payments .method", "card")
    # sold before the answer to the last change is there
    screen.fill("#exchange-lines .qty", "2")
    screen.find("#take-back").click()
    screen.answer("done")
    shown = screen.figures("#answer")
    assert (shown["قيمتها"], shown["المتبقي عليها"]) == ("160.00", "0.00")
    assert till.rows(
        "SELECT payment_method, payment_amount FROM invoice_payments WHERE invoice_id = 2 ORDER BY id"
    ) == [("wallet", 50), ("card", 110)]
    assert till.rows("SELECT product_id, quantity FROM invoice_out_items WHERE invoice_out_id = 2") == [
        (new, 2)
    ]
    assert till.rows("SELECT balance, wallet FROM customers") == [(0, 0)]


def test_a_debt_is_lowered_before_money_is_given_back(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    till.sell(customer, line(till.product(("20", "4"), selling_price="50"), 2))
    screen.open()
    screen.panel("returns")
    screen.find_invoice("1")
    screen.fill("#return-lines .qty", "1")
    screen.until(lambda: screen.figures("#return-totals")["قيمة المرتجع (ج.م)"] == "50.00")
    assert screen.figures("#return-totals")["يُرد للعميل"] == "0.00"
    screen.find("#take-back").click()
    screen.answer("done")
    assert till.rows("SELECT balance FROM customers") == [(50,)]


def test_a_double_click_is_one_return(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    sold(till, customer, line(till.product(("20", "4"), selling_price="50"), 4))
    screen.open()
    screen.panel("returns")
    screen.find_invoice("1")
    screen.fill("#return-lines .qty", "1")
    ActionChains(screen.browser).double_click(screen.find("#take-back")).perform()
    screen.answer("done")
    # and where the first answer was lost
    screen.find_invoice("1")
    screen.fill("#return-lines .qty", "1")
    screen.browser.execute_script(
        "const real = fetch;"
        "window.fetch = async (...all) => { await real(...all); window.fetch = real; throw TypeError(); };"
    )
    screen.find("#take-back").click()
    assert "لن يُسجَّل الطلب مرتين" in screen.answer("error")
    screen.find("#take-back").click()
    screen.answer("done")
    assert till.rows("SELECT COUNT(*), SUM(value) FROM invoice_returns") == [(2, Decimal(100))]


def test_what_is_wrong_stands_at_its_field(till: Till, screen: Screen) -> None:
    customer = till.customer(name="عميل نقدي", tracks_balance=False)
    products = [till.product(("20", "4"), selling_price="50") for _ in range(2)]
    sold(till, customer, *(line(product, 2) for product in products))
    screen.open()
    screen.panel("returns")
    screen.find("#take-back").click()
    assert screen.problem("#return-number")
    screen.fill("#return-number", "INV-1" + Keys.ENTER)
    assert screen.problem("#return-number") == "لا توجد فاتورة بالرقم INV-1."
    screen.fill("#return-number", "77" + Keys.ENTER)
    screen.until(lambda: screen.problem("#return-number") == "الفاتورة رقم 77 غير موجودة.")
    screen.find_invoice("1")
    # the line is found by its item, its number in the request, or by what stands in it
    item = rows_of(till.call("sp_get_invoice", 1)["items"])[1]["item_id"]
    screen.fill("#return-lines .line:last-child .qty", "3")
    assert screen.texts("#return-lines output") == ["0.00", "؟"]
    screen.find("#take-back").click()
    assert (
        screen.problem("#return-lines .line:last-child .qty")
        == f"البند رقم {item}: الكمية 3.0000 أكبر من القابل للإرجاع 2.0000."
    )
    screen.fill("#return-lines .line:last-child .qty", "x")
    screen.find("#take-back").click()
    assert "الكمية x" in screen.problem("#return-lines .line:last-child .qty")
    screen.fill("#return-lines .line:last-child .qty", "1")
    screen.choose("#refund", "wallet")
    screen.find("#take-back").click()
    assert screen.problem("#refund").startswith(f"العميل رقم {customer} نقدي بلا حساب")
    screen.choose("#refund", "original")
    screen.find("#exchange summary").click()
    screen.add_item("P-001", "99", search="#return-product")
    screen.find("#take-back").click()
    assert "الرصيد غير كافٍ" in screen.problem("#exchange-lines .qty")
    assert till.count("invoice_returns") == 0
