"""The page's sale in headless Chromium: the server's figures beside what is typed, sold, refused."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from selenium.webdriver import ActionChains, Keys

from tests.examples.screen import Screen
from tests.till import Till

pytestmark = pytest.mark.usefixtures("shift")

MARKUP = """<img src=x onerror="alert(1)"> & 'عميل' "x": </li>"""
# 255 letters, and no place to break the line.
LONG_NAME = ("خلاط\"مطبخ':<b>3/4</b>" * 20)[:255]


def paid_rows(till: Till) -> list[tuple[object, ...]]:
    return till.rows("SELECT payment_method, payment_amount FROM invoice_payments ORDER BY id")


def test_a_cash_sale(till: Till, screen: Screen, shift: int) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"), name="كوع 90 درجة", selling_price="6.25", retail_price="7.505")
    till.product(("20", "4"), name="خلاط", selling_price="420")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001", "3")
    screen.choose(".line .price-type", "retail")
    screen.add_item("خلاط", "٢", "٤٠٠٫٥")
    screen.fill("#discount-value", "10")
    screen.shows("22.52", "801.00")
    screen.comes_to("741.17")
    assert screen.figures("#sale-totals") == {
        "الصافي (ج.م)": "741.17",
        "الإجمالي": "823.52",
        "الخصم": "82.35",
    }
    screen.sell()
    assert "تم إنشاء الفاتورة بنجاح." in screen.answer("done")
    ((number, total, saved_by, shift_id),) = till.rows(
        "SELECT invoice_no, total_after_discount, created_by, shift_id FROM invoices_out"
    )
    assert (total, saved_by, shift_id) == (Decimal("741.17"), 1, shift)
    shown = screen.figures("#answer")
    assert (shown["رقم الفاتورة"], shown["الصافي (ج.م)"], shown["المدفوع"]) == (number, "741.17", "741.17")
    assert paid_rows(till) == [("cash", Decimal("741.17"))]
    assert till.rows("SELECT price_type, quantity FROM invoice_out_items ORDER BY id") == [
        ("retail", 3),
        ("wholesale", 2),
    ]
    # the next customer is another one
    assert screen.all("#sale-lines .line") == []
    assert not screen.find("#sale-customer-figures").is_displayed()


def test_what_is_typed_stays_beside_the_servers_figures(till: Till, screen: Screen) -> None:
    till.product(("20", "4"), name="كوع 90 درجة", selling_price="6.25", barcodes=["6221"])
    screen.open()
    screen.add_item("6221", "٣")
    screen.fill(".line .price", "7.505")
    screen.fill(".line .discount", "10")
    # a row with a price of its own is not counted up: the same product again is another row
    screen.add_item("6221", "2")
    screen.shows("20.27", "12.50")
    assert (screen.typed("qty"), screen.typed("price"), screen.typed("discount")) == (
        ["٣", "2"],
        ["7.505", ""],
        ["10", ""],
    )
    assert screen.find(".line:last-child .price").get_attribute("placeholder") == "6.25"
    screen.fill("#discount-value", "50")
    screen.comes_to("16.38")
    assert screen.figures("#sale-totals")["الخصم"] == "16.39"
    screen.choose("#discount-type", "amount")
    screen.fill("#discount-value", "2.77")
    screen.comes_to("30.00")
    assert screen.texts(".line output") == ["20.27", "12.50"]
    assert till.count("invoice_drafts") == till.count("invoices_out") == 0


def test_a_quantity_is_counted_up_and_down(till: Till, screen: Screen) -> None:
    till.product(("20", "4"), selling_price="6.25")
    screen.open()
    screen.add_item("P-001", "2.5")
    screen.find(".line .more").click()
    screen.shows("21.88")
    screen.find(".line .qty").send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    screen.shows("9.38")  # 1.5: it does not go below one
    screen.fill("#sale-product", "P-001" + Keys.ENTER)
    screen.shows("15.63")
    assert screen.typed("qty") == ["2.5"]
    screen.find(".line .remove").click()
    screen.comes_to("0.00")


def test_taxes_are_the_servers(till: Till, screen: Screen) -> None:
    tax = till.call("sp_save_tax", {"code": "VAT", "name": "ضريبة القيمة المضافة", "rate": 14})["tax_id"]
    till.product(("20", "4"), selling_price="50", taxes=[tax])
    screen.open()
    screen.add_item("P-001", "2")
    screen.shows("100.00")
    assert screen.figures("#sale-totals") == {
        "الصافي (ج.م)": "114.00",
        "الإجمالي": "114.00",
        "الخصم": "0.00",
        "منه الضريبة": "14.00",
    }


def test_the_tills_own_customer_is_sold_to_where_nobody_is_named(till: Till, screen: Screen) -> None:
    walk_in = till.customer(name="عميل نقدي", tracks_balance=False)
    till.call("sp_save_till", {"till_id": 1, "customer_id": walk_in})
    named = till.customer(name="محمد علي")
    till.product(("20", "4"), selling_price="90")
    screen.open()
    screen.until(lambda: "عميل نقدي" in screen.find("#sale-customer-figures").text)
    for customer in ("", "محمد", ""):
        screen.add_item("P-001")
        if customer:
            screen.choose_customer(customer)
        screen.sell()
        screen.answer("done")
        screen.until(lambda: "عميل نقدي" in screen.find("#sale-customer-figures").text)
    assert till.rows("SELECT customer_id FROM invoices_out ORDER BY id") == [(walk_in,), (named,), (walk_in,)]


def test_a_part_payment_from_several_pockets(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    till.deposit(customer, "250")
    till.product(("20", "4"), selling_price="100")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001", "8")
    screen.status("partial")
    screen.pay(("cash", "120.50"), ("wallet", "200"), ("bank_transfer", "79.5"))
    screen.until(lambda: screen.figures("#sale-rest") == {"المتبقي عليه": "400.00"})
    screen.sell()
    screen.answer("done")
    assert paid_rows(till) == [
        ("cash", Decimal("120.50")),
        ("wallet", 200),
        ("bank_transfer", Decimal("79.50")),
    ]
    # what the customer owes and has stands there at once
    now = screen.figures("#answer")
    assert (now["المتبقي"], now["عليه"], now["المحفظة"]) == ("400.00", "400.00", "50.00")

    screen.choose_customer("محمد")
    assert screen.figures("#sale-customer-figures")["المحفظة"] == "50.00"
    screen.add_item("P-001")
    screen.pay(("wallet", "100"))
    screen.sell()
    refused = f"رصيد محفظة العميل رقم {customer} غير كافٍ: المطلوب 100.00 والمتاح 50.00."
    assert screen.problem("#sale-payments .amount") == refused
    assert len(paid_rows(till)) == 3


def test_what_is_left_to_pay_is_what_an_empty_amount_means(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"), selling_price="90")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    screen.pay(("cash", "30"))
    screen.find("#sale-payments .add").click()
    screen.choose("#sale-payments .money:nth-child(2) .method", "card")
    # sold before the server's answer to the last change is there: it is waited for
    screen.fill(".line .qty", "3")
    screen.sell()
    screen.answer("done")
    assert paid_rows(till) == [("cash", 30), ("card", 240)]


def test_nothing_is_sold_without_the_servers_figures(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"))
    screen.open()
    screen.choose_customer("محمد")
    screen.browser.execute_script(
        "const real = fetch;"
        "window.fetch = (address, options) => options?.body?.get('action') === 'quote_invoice'"
        " ? Promise.reject(TypeError()) : real(address, options);"
    )
    screen.add_item("P-001")
    screen.choose("#sale-payments .method", "card")
    screen.sell()
    assert "تعذر الاتصال بالخادم" in screen.answer("error")
    assert till.count("invoices_out") == 0


def test_on_credit_and_change(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"), selling_price="90")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    screen.status("pending")
    assert not screen.find("#sale-payments .amount").is_displayed()
    screen.sell()
    screen.answer("done")
    assert (screen.figures("#answer")["الحالة"], paid_rows(till)) == ("آجلة", [])

    screen.choose_customer("محمد")
    screen.add_item("P-001")
    screen.comes_to("90.00")
    screen.pay(("cash", "100"))
    screen.until(lambda: screen.figures("#sale-rest") == {"الباقي للعميل": "10.00"})
    screen.sell()
    screen.answer("done")
    assert screen.figures("#answer")["الباقي للعميل"] == "10.00"
    assert paid_rows(till) == [("cash", 90)]


def test_what_is_wrong_stands_at_its_field(till: Till, screen: Screen) -> None:
    product = till.product(("3", "4"), name="مواسير بي في سي 2 بوصة", selling_price="10")
    screen.open()
    screen.add_item("P-001", "2")
    screen.sell()
    assert screen.problem("#sale-customer") == "الرجاء اختيار عميل."
    screen.until(lambda: screen.focused() == screen.find("#sale-customer"))
    till.customer(name="محمد علي")
    screen.choose_customer("محمد")
    # while it is typed
    screen.fill(".line .price", "5")
    screen.add_item("P-001", "x")
    assert screen.problem(".line:last-child .qty") == "بند غير صالح (معرف/كمية). السطر 2: الكمية x"
    screen.shows("10.00", "؟")
    assert not screen.find(".line:first-child .qty").get_attribute("aria-invalid")
    screen.fill(".line:last-child .qty", "1")
    screen.shows("10.00", "10.00")
    assert screen.all("[aria-invalid], .problem") == []
    screen.fill(".line:last-child .price", "-")
    assert screen.problem(".line:last-child .price") == "سعر غير صالح في السطر 2: -"
    screen.fill(".line:last-child .price", "1")
    screen.fill(".line:last-child .discount", "101")
    assert screen.problem(".line:last-child .discount") == "خصم غير صالح في خصم %: 101"
    screen.fill(".line:last-child .discount", "0")
    screen.fill("#discount-value", "٥x")
    assert screen.problem("#discount-value") == "خصم غير صالح في الخصم: 5x"
    screen.fill("#discount-value", "")
    # when it is sold
    screen.fill(".line:last-child .qty", "50")
    screen.sell()
    refused = (
        f"الرصيد غير كافٍ للمنتج 'مواسير بي في سي 2 بوصة'. (ID: {product}) المطلوب 52.0000 والمتاح 3.0000."
    )
    # the quote says so, too, but only the refusal moves the cashier's hands to the field
    screen.until(lambda: screen.focused() == screen.find(".line:last-child .qty"))
    assert screen.texts("#sale .problem") == [refused]
    # what was typed is still there, to be mended
    screen.fill(".line:last-child .qty", "1")
    # what the quote said moves the button while it goes
    screen.until(lambda: screen.texts("#sale .problem") == [])
    screen.pay(("card", "30"))
    screen.sell()
    assert "يتجاوز" in screen.problem("#sale-payments .amount") or "الزيادة" in screen.problem(
        "#sale-payments .amount"
    )
    screen.fill("#sale-payments .amount", "x")
    screen.sell()
    assert screen.problem("#sale-payments .amount") == "مبلغ غير صالح في المبلغ: x"
    screen.fill("#sale-payments .amount", "11")
    screen.sell()
    screen.answer("done")
    assert till.count("invoices_out") == 1


def test_an_empty_cart_is_refused_where_products_are_searched(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    screen.open()
    screen.choose_customer("محمد")
    screen.sell()
    assert screen.problem("#sale-product") == "لا توجد بنود لإضافة الفاتورة."


# The page's own fetch, which answers quotes in the order and at the time that a test says.
HELD_BACK = """
const real = fetch;
window.quotes = [];
window.fetch = async (address, options) => {
  if (options?.body?.get("action") !== "quote_invoice") return real(address, options);
  const answer = await real(address, options);
  await new Promise((go) => window.quotes.push(go));
  return answer;
};
"""


def test_a_late_answer_and_a_row_that_is_gone(till: Till, screen: Screen) -> None:
    till.product(("20", "4"), product_code="P-001", selling_price="10")
    till.product(("20", "4"), product_code="P-002", selling_price="50")
    screen.open()
    time.sleep(0.5)  # the empty cart was quoted
    screen.browser.execute_script(HELD_BACK)

    def waiting(count: int) -> None:
        screen.until(lambda: screen.browser.execute_script("return window.quotes.length") == count)

    def arrive(place: int) -> None:
        screen.browser.execute_script("window.quotes[arguments[0]]()", place)

    screen.add_item("P-001", "2")
    waiting(1)
    screen.add_item("P-002", "3")
    waiting(2)
    # the first row goes while its quote is on the way
    screen.find(".line:first-child .remove").click()
    waiting(3)
    arrive(2)
    screen.shows("150.00")
    # the two before it come too late
    arrive(0)
    arrive(1)
    time.sleep(0.5)
    screen.shows("150.00")
    assert screen.typed("qty") == ["3"]
    assert screen.figures("#sale-totals")["الصافي (ج.م)"] == "150.00"


def test_a_double_click_is_one_invoice(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"))
    screen.resize(1280, 1600)  # the button stays where it is
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    ActionChains(screen.browser).double_click(screen.find("#sell")).perform()
    assert "تم إنشاء الفاتورة بنجاح." in screen.answer("done")
    # The next one, of the same cart, is another; its second click comes when the first is answered already.
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    screen.shows("10.00")
    ActionChains(screen.browser).click(screen.find("#sell")).pause(0.4).click().perform()
    assert "تم إنشاء الفاتورة بنجاح." in screen.answer("done")
    assert till.count("invoices_out") == 2


def test_a_press_that_got_no_answer_may_be_repeated(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"))
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    screen.shows("10.00")
    # the request reaches the server, the answer does not reach the page
    screen.browser.execute_script(
        "const real = fetch;"
        "window.fetch = async (...all) => { await real(...all); window.fetch = real; throw TypeError(); };"
    )
    screen.sell()
    assert "لن يُسجَّل الطلب مرتين" in screen.answer("error")
    screen.sell()
    screen.answer("done")
    assert till.count("invoices_out") == 1


def test_names_are_text(till: Till, screen: Screen) -> None:
    till.customer(name=MARKUP)
    till.product(("1", "4"), name=LONG_NAME)
    screen.open()
    screen.fill("#sale-customer", "عميل")
    screen.until(lambda: screen.all("#sale-customer-list li"))
    assert screen.find("#sale-customer-list bdi").text == MARKUP
    screen.type(Keys.ENTER)
    screen.until(lambda: screen.find("#sale-customer-figures").is_displayed())
    assert screen.figures("#sale-customer-figures")["العميل"] == MARKUP

    screen.fill("#sale-product", "خلاط")
    screen.until(lambda: screen.all("#sale-product-list li"))
    assert screen.find("#sale-product-list bdi").text == LONG_NAME
    screen.type(Keys.ENTER)
    screen.until(lambda: screen.all("#sale-lines .line"))
    assert screen.find(".line bdi").text == LONG_NAME
    screen.fill(".line .qty", "2")
    screen.sell()
    assert LONG_NAME in screen.problem(".line .qty")
    assert screen.all("img, b") == []


def test_without_an_open_shift_nothing_is_sold(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"))
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001")
    till.call("sp_close_shift", {"counted": {"cash": "500"}})  # as at another screen
    screen.sell()
    assert "لا توجد وردية مفتوحة" in screen.answer("error")
    assert till.count("invoices_out") == 0


def test_the_receipt_is_printed(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"), name="كوع 90 درجة", selling_price="90")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001", "2")
    screen.fill("#discount-value", "10")
    screen.comes_to("162.00")
    screen.pay(("cash", "200"))
    screen.sell()
    screen.answer("done")
    number = screen.figures("#answer")["رقم الفاتورة"]
    screen.browser.execute_script("window.print = () => (window.printed = true)")
    screen.find("#answer .print").click()
    screen.until(lambda: screen.browser.execute_script("return window.printed"))
    assert not screen.find("#paper").is_displayed()
    screen.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert [screen.find(css).is_displayed() for css in ("#paper", "header", "main")] == [
            True,
            False,
            False,
        ]
        assert width_of_paper(screen) <= 80 / 25.4 * 96  # 80 mm
        text = screen.find("#paper").text
        for shown in (number, "محمد علي", "كوع 90 درجة", "2 × 90", "180.00", "18.00", "162.00", "38.00"):
            assert shown in text, text
    finally:
        screen.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def width_of_paper(screen: Screen) -> float:
    return float(str(screen.find("#paper").rect["width"]))


def test_the_tills_own_customer_takes_away_that_none_was_chosen(till: Till, screen: Screen) -> None:
    walk_in = till.customer(name="عميل نقدي", tracks_balance=False)
    till.call("sp_save_till", {"till_id": 1, "customer_id": walk_in})
    till.call("sp_close_shift", {"counted": {"cash": "500"}})
    till.product(("3", "4"), selling_price="10")
    screen.open()
    screen.panel("sale")
    screen.add_item("P-001")
    screen.sell()
    assert screen.problem("#sale-customer") == "الرجاء اختيار عميل."
    screen.panel("shift")
    screen.open_shift("0")
    screen.panel("sale")
    screen.until(lambda: "عميل نقدي" in screen.find("#sale-customer-figures").text)
    assert screen.all("#sale-customer[aria-invalid]") == []
