"""The page in headless Chromium: what a cashier does, and what stands on the screen then."""

from __future__ import annotations

from decimal import Decimal

import pytest
from selenium.webdriver import ActionChains, Keys

from tests.examples.screen import Screen
from tests.till import Till, line

MARKUP = """<img src=x onerror="alert(1)"> & 'عميل' "x": </li>"""
# 255 letters, and no place to break the line.
LONG_NAME = ("خلاط\"مطبخ':<b>3/4</b>" * 20)[:255]


def paid_rows(till: Till) -> list[tuple[object, ...]]:
    return till.rows("SELECT payment_method, payment_amount FROM invoice_payments ORDER BY id")


def test_a_cash_sale(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"), name="كوع 90 درجة", selling_price="6.25", retail_price="7.505")
    till.product(("20", "4"), name="خلاط", selling_price="420")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001", "3")
    screen.choose(".item .price-type", "retail")
    screen.add_item("خلاط", "٢", "٤٠٠٫٥")
    screen.fill("#discount-value", "10")
    assert screen.texts(".item output") == ["22.52", "801.00"]
    assert screen.figures("#totals") == {
        "الإجمالي": "823.52",
        "الخصم": "82.35",
        "المدفوع": "741.17",
        "المتبقي": "0.00",
        "الصافي (ج.م)": "741.17",
    }
    screen.save()
    assert "تم إنشاء الفاتورة بنجاح." in screen.answer("done")
    ((number, total, saved_by),) = till.rows(
        "SELECT invoice_no, total_after_discount, created_by FROM invoices_out"
    )
    assert (total, saved_by) == (Decimal("741.17"), 1)
    shown = screen.figures("#answer")
    assert (shown["رقم الفاتورة"], shown["الصافي (ج.م)"], shown["المدفوع"]) == (number, "741.17", "741.17")
    assert paid_rows(till) == [("cash", Decimal("741.17"))]
    assert till.rows("SELECT price_type, quantity FROM invoice_out_items ORDER BY id") == [
        ("retail", 3),
        ("wholesale", 2),
    ]
    assert screen.all(".item") == []


def test_a_part_payment_from_several_pockets(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    till.deposit(customer, "250")
    till.product(("20", "4"), selling_price="100")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001", "8")
    screen.status("partial")
    screen.pay(("cash", "120.50"), ("wallet", "200"), ("bank_transfer", "79.5"))
    assert screen.figures("#totals")["المتبقي"] == "400.00"
    screen.save()
    screen.answer("done")
    assert screen.figures("#answer")["المتبقي"] == "400.00"
    assert paid_rows(till) == [
        ("cash", Decimal("120.50")),
        ("wallet", 200),
        ("bank_transfer", Decimal("79.50")),
    ]
    # what the customer owes and has stands there at once
    now = screen.figures("#customer")
    assert (now["عليه"], now["المحفظة"]) == ("400.00", "50.00")

    screen.add_item("P-001", "1")
    screen.pay(("wallet", "100"))
    screen.save()
    refused = screen.answer("error")
    assert f"رصيد محفظة العميل رقم {customer} غير كافٍ: المطلوب 100.00 والمتاح 50.00." in refused
    assert len(paid_rows(till)) == 3


def test_on_credit_and_change_and_excess(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"), selling_price="90")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    screen.status("pending")
    screen.save()
    screen.answer("done")
    assert (screen.figures("#answer")["الحالة"], paid_rows(till)) == ("آجلة", [])

    screen.add_item("P-001")
    screen.pay(("cash", "100"))
    screen.choose("#invoice-payments .overpayment", "change")
    screen.save()
    screen.answer("done")
    assert screen.figures("#answer")["الباقي للعميل"] == "10.00"
    assert paid_rows(till) == [("cash", 90)]


def test_not_enough_stock(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    product = till.product(("3", "4"), name="مواسير بي في سي 2 بوصة")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("مواسير", "50")
    screen.save()
    assert (
        f"الرصيد غير كافٍ للمنتج 'مواسير بي في سي 2 بوصة'. (ID: {product}) المطلوب 50.0000 والمتاح 3.0000."
        in screen.answer("error")
    )
    # what was typed is still there, to be mended
    screen.fill(".item .qty", "3")
    screen.save()
    screen.answer("done")
    assert till.count("invoices_out") == 1


def test_a_double_click_is_one_invoice(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"))
    screen.resize(1280, 1600)  # the button stays where it is
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    ActionChains(screen.browser).double_click(screen.find("#save")).perform()
    assert "تم إنشاء الفاتورة بنجاح." in screen.answer("done")
    # The next one, of the same cart, is another; its second click comes when the first is answered already.
    screen.add_item("P-001")
    ActionChains(screen.browser).click(screen.find("#save")).pause(0.4).click().perform()
    assert "تم إنشاء الفاتورة بنجاح." in screen.answer("done")
    assert till.count("invoices_out") == 2


def test_a_press_that_got_no_answer_may_be_repeated(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"))
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    # the request reaches the server, the answer does not reach the page
    screen.browser.execute_script(
        "const real = fetch;"
        "window.fetch = async (...all) => { await real(...all); window.fetch = real; throw TypeError(); };"
    )
    screen.save()
    assert "لن يُسجَّل الطلب مرتين" in screen.answer("error")
    screen.save()
    screen.answer("done")
    assert till.count("invoices_out") == 1


def test_a_payment_of_a_customer(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    product = till.product(("20", "4"), selling_price="10")
    first, second = (till.sell(customer, line(product, qty))["invoice_id"] for qty in (2, 3))
    screen.open()
    screen.choose_customer("محمد")
    screen.find("#payment-tab").click()
    screen.pay(("cash", "15"), ("card", "10"), view="#customer-payments")
    screen.find("#take").click()
    shown = screen.answer("done")
    assert "تم تسجيل الدفعة بنجاح." in shown
    assert f"فاتورة #{first} (نقداً): 15.00، المتبقي عليها 5.00" in shown
    assert screen.figures("#answer")["عليه"] == "25.00"
    assert screen.figures("#customer")["عليه"] == "25.00"

    screen.until(lambda: len(screen.all("#target option")) == 2)
    screen.choose("#target", str(second))
    screen.fill("#customer-payments .amount", "30")
    screen.find("#take").click()
    assert screen.answer("error").endswith(
        "مجموع المدفوعات يتجاوز إجمالي الفاتورة. المدفوع 30.00 والمطلوب 25.00."
    )
    screen.choose("#customer-payments .overpayment", "wallet")
    screen.find("#take").click()
    screen.answer("done")
    now = screen.figures("#customer")
    assert (now["عليه"], now["المحفظة"]) == ("0.00", "5.00")


def test_names_are_text(till: Till, screen: Screen) -> None:
    till.customer(name=MARKUP)
    till.product(("1", "4"), name=LONG_NAME)
    screen.open()
    screen.fill("#customer-search", "عميل")
    screen.until(lambda: screen.all("#customer-list li"))
    assert screen.find("#customer-list bdi").text == MARKUP
    screen.type(Keys.ENTER)
    screen.until(lambda: screen.find("#customer").is_displayed())
    assert screen.figures("#customer")["الاسم"] == MARKUP

    screen.fill("#product-search", "خلاط")
    screen.until(lambda: screen.all("#product-list li"))
    assert screen.find("#product-list bdi").text == LONG_NAME
    screen.type(Keys.ENTER)
    screen.until(lambda: screen.all(".item"))
    assert screen.find(".item bdi").text == LONG_NAME
    screen.fill(".item .qty", "2")
    screen.save()
    assert LONG_NAME in screen.answer("error")
    assert screen.all("img, b") == []


def test_the_keyboard_alone_is_enough(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"), product_code="P-0010", selling_price="1")
    till.product(("20", "4"), product_code="P-001", selling_price="10")
    till.product(("20", "4"), product_code="P-002", selling_price="50")
    screen.open()
    screen.type("محمد", Keys.ENTER)  # the cursor stands in the customer's field from the beginning
    screen.until(lambda: screen.focused() == screen.find("#product-search"))
    # as a scanner does: code, Enter, code, Enter, without waiting; the same code twice is two pieces
    screen.type("P-001", Keys.ENTER, "P-002", Keys.ENTER, "P-001", Keys.ENTER)
    screen.until(lambda: [each.get_attribute("value") for each in screen.all(".qty")] == ["2", "1"])
    screen.tab_to(".item:nth-child(2) .qty")
    screen.type("4", Keys.ENTER)
    assert screen.focused() == screen.find("#product-search")
    screen.tab_to("#discount-value")
    screen.type("5")
    screen.tab_to("[name=status]:checked")
    screen.type(Keys.ARROW_DOWN)  # from paid to partial
    screen.tab_to("#invoice-payments .amount")
    screen.type("100")
    screen.tab_to("#save")
    screen.type(Keys.ENTER)
    screen.answer("done")
    assert till.rows("SELECT total_after_discount, paid_amount FROM invoices_out") == [(209, 100)]

    screen.tab_to("#customer-search")
    ActionChains(screen.browser).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    screen.type(Keys.ARROW_LEFT)  # the other tab
    assert screen.focused() == screen.find("#payment-tab")
    screen.tab_to("#customer-payments .amount")
    screen.type("109")
    screen.tab_to("#take")
    screen.type(Keys.SPACE)
    assert "تم تسجيل الدفعة بنجاح." in screen.answer("done")
    assert till.rows("SELECT remaining_amount FROM invoices_out") == [(0,)]


def test_every_field_has_a_name(screen: Screen) -> None:
    screen.open()
    nameless = [
        field.get_attribute("outerHTML")
        for view in ("#invoice-tab", "#payment-tab")
        for field in screen.fields_of(view)
        if not field.accessible_name.strip()
    ]
    assert nameless == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_stands_beside_the_window(till: Till, screen: Screen, width: int) -> None:
    till.customer(name="م" * 150)
    till.product(("2", "4"), name=LONG_NAME, selling_price="12345678.9")
    screen.resize(width, 740)
    screen.open()
    assert screen.overflow() <= 0
    screen.fill("#customer-search", "م")
    screen.until(lambda: screen.all("#customer-list li"))
    assert screen.overflow() <= 0
    screen.type(Keys.ENTER)
    screen.until(lambda: screen.find("#customer").is_displayed())
    screen.fill("#product-search", "P-")
    screen.until(lambda: screen.all("#product-list li"))
    assert screen.overflow() <= 0
    screen.type(Keys.ENTER)
    screen.until(lambda: screen.all(".item"))
    screen.find("#invoice-payments .add").click()
    assert screen.overflow() <= 0
    screen.fill(".item .qty", "3")
    screen.save()
    screen.answer("error")
    assert screen.overflow() <= 0
    screen.fill(".item .qty", "2")
    screen.status("pending")
    screen.save()
    screen.answer("done")
    assert screen.overflow() <= 0
    screen.find("#payment-tab").click()
    screen.until(lambda: len(screen.all("#target option")) == 2)
    assert screen.overflow() <= 0
