"""The cart page in headless Chromium: the server's figures beside what is typed; held, resumed, sold."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from selenium.webdriver import Keys

from tests.examples.screen import Screen
from tests.till import Till, column, line, part


class Cart(Screen):
    """The page cart.php. Rows are counted from 1."""

    def open(self) -> None:
        self.browser.get(f"{self.address}cart.php")
        self.until(lambda: self.find("#totals dd").is_displayed())

    def put(self, code: str, qty: str = "") -> None:
        """One more row, of any product."""
        before = len(self.all(".item"))
        self.fill("#product-search", code + Keys.ENTER)
        self.until(lambda: len(self.all(".item")) == before + 1)
        if qty:
            self.fill(".item:last-child .qty", qty)

    def typed(self, name: str) -> list[str]:
        return [each.get_attribute("value") or "" for each in self.all(f".item .{name}")]

    def shows(self, *totals: str) -> None:
        """Wait for the figures of the rows."""
        self.until(lambda: self.texts(".item output") == list(totals))

    def held(self) -> list[str]:
        return self.texts("#held bdi:first-child")


@pytest.fixture
def cart(screen: Screen) -> Cart:
    return Cart(screen.browser, screen.address)


def test_the_servers_figures_stand_beside_what_is_typed(till: Till, cart: Cart) -> None:
    till.product(("20", "4"), name="كوع 90 درجة", selling_price="6.25")
    cart.open()
    # two rows of one product, each with its own figures; Arabic digits stay as they are typed
    cart.put("P-001", "٣")
    cart.put("P-001", "2")
    cart.fill(".item:last-child .price", "7.505")
    cart.fill(".item:last-child .discount", "10")
    cart.shows("18.75", "13.51")
    assert (cart.typed("qty"), cart.typed("price"), cart.typed("discount")) == (
        ["٣", "2"],
        ["", "7.505"],
        ["", "10"],
    )
    cart.fill("#discount-value", "50")
    cart.until(lambda: cart.figures("#totals").get("الخصم") == "16.13")
    assert cart.figures("#totals")["الصافي (ج.م)"] == "16.13"
    assert cart.texts(".item output") == ["18.75", "13.51"]
    assert till.count("invoice_drafts") == till.count("invoices_out") == 0


def test_taxes_are_the_servers(till: Till, cart: Cart) -> None:
    tax = till.call("sp_save_tax", {"code": "VAT", "name": "ضريبة القيمة المضافة", "rate": 14})["tax_id"]
    till.product(("20", "4"), selling_price="50", taxes=[tax])
    cart.open()
    cart.put("P-001", "2")
    cart.shows("100.00")
    assert cart.figures("#totals") == {
        "الإجمالي": "114.00",
        "الخصم": "0.00",
        "منه الضريبة": "14.00",
        "الصافي (ج.م)": "114.00",
    }


def test_what_is_wrong_stands_at_its_row(till: Till, cart: Cart) -> None:
    till.customer(name="محمد علي")
    till.product(("3", "4"), name="كوع", selling_price="10")
    cart.open()
    cart.choose_customer("محمد")
    cart.put("P-001", "2")
    cart.put("P-001", "x")
    cart.until(lambda: cart.find(".item:last-child .problem").is_displayed())
    assert cart.texts(".item output") == ["20.00", "؟"]
    assert cart.find(".item:last-child .problem").text == "بند غير صالح (معرف/كمية). السطر 2: الكمية x"
    assert not cart.find(".item:first-child .problem").is_displayed()
    cart.fill(".item:last-child .qty", "1")
    cart.shows("20.00", "10.00")
    assert not cart.find(".item:last-child .problem").is_displayed()


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


def test_a_late_answer_and_a_row_that_is_gone(till: Till, cart: Cart) -> None:
    till.product(("20", "4"), product_code="P-001", selling_price="10")
    till.product(("20", "4"), product_code="P-002", selling_price="50")
    cart.open()
    cart.browser.execute_script(HELD_BACK)

    def waiting(count: int) -> None:
        cart.until(lambda: cart.browser.execute_script("return window.quotes.length") == count)

    def arrive(place: int) -> None:
        cart.browser.execute_script("window.quotes[arguments[0]]()", place)

    cart.put("P-001", "2")
    waiting(1)
    cart.put("P-002", "3")
    waiting(2)
    # the first row goes while its quote is on the way
    cart.find(".item:first-child .remove").click()
    waiting(3)
    arrive(2)
    cart.shows("150.00")
    # the two before it come too late
    arrive(0)
    arrive(1)
    time.sleep(0.5)
    cart.shows("150.00")
    assert cart.typed("qty") == ["3"]
    assert cart.figures("#totals")["الصافي (ج.م)"] == "150.00"


def test_a_cart_is_put_aside_taken_up_and_sold(till: Till, cart: Cart) -> None:
    customer = till.customer(name="محمد علي")
    product = till.product(("20", "4"), name="كوع", selling_price="10")
    cart.open()
    cart.choose_customer("محمد")
    cart.put("P-001", "٢")
    cart.put("P-001", "1")
    cart.fill(".item:last-child .discount", "5.5")
    cart.fill("#cart-name", "طاولة 7")
    cart.find("#hold").click()
    cart.until(lambda: cart.held() == ["طاولة 7"])
    assert cart.all(".item") == []
    ((draft,),) = till.rows("SELECT id FROM invoice_drafts")
    assert till.count("invoices_out") == 0

    # at another till, or after the page was loaded anew
    cart.open()
    cart.until(lambda: cart.held() == ["طاولة 7"])
    cart.find("#held button").click()
    cart.shows("20.00", "9.45")
    assert (cart.typed("qty"), cart.typed("discount")) == (["2", "1"], ["", "5.5"])
    assert "محمد علي" in cart.find("#customer").text
    cart.fill(".item:first-child .qty", "3")
    cart.find("#hold").click()
    cart.until(lambda: cart.all(".item") == [] and cart.texts("#held .figure") == ["39.45"])
    assert till.rows("SELECT id, revision FROM invoice_drafts") == [(draft, 2)]

    cart.find("#held button").click()
    cart.shows("30.00", "9.45")
    # meanwhile another till sells it
    request = part(till.call("sp_get_draft", draft), "request")
    sold = till.call("sp_save_invoice", {**request, "draft_id": draft})
    assert (sold["total_after"], part(sold, "customer")["id"]) == (Decimal("39.45"), customer)
    cart.find("#sell").click()
    assert f"المسودة رقم {draft} حُوِّلت من قبل إلى الفاتورة رقم {sold['invoice_id']}." in cart.answer("error")
    assert till.count("invoices_out") == 1
    assert column(till.call("sp_get_invoice", 1), "items", "product_id") == [product, product]


def test_a_cart_is_sold_and_another_deleted(till: Till, cart: Cart) -> None:
    customer = till.customer(name="محمد علي")
    product = till.product(("20", "4"), selling_price="10")
    # as another client kept it: a list that is a list, and a product that is not sold any more
    gone = till.product(product_code="OLD", name="قديم")
    items = [line(product, 2, row_id="r1"), line(gone, 1, row_id="r2")]
    first = till.call("sp_save_draft", {"customer_id": customer, "items": items, "name": "أ"})["draft_id"]
    till.call("sp_save_product", {"product_id": gone, "active": False})
    second = till.call("sp_save_draft", {"name": "<b>ب</b>"})["draft_id"]
    cart.open()
    cart.until(lambda: cart.held() == ["<b>ب</b>", "أ"])
    cart.find("#held li:first-child .remove").click()
    cart.until(lambda: cart.held() == ["أ"])
    assert till.rows("SELECT document_id FROM audit_log") == [(second,)]

    cart.find("#held button").click()
    cart.until(lambda: len(cart.all(".item")) == 2)
    cart.until(lambda: cart.find(".item:last-child .problem").is_displayed())
    assert "غير متاح للبيع" in cart.find(".item:last-child").text
    cart.find(".item:last-child .remove").click()
    cart.shows("20.00")
    cart.find("#sell").click()
    assert "تم إنشاء الفاتورة بنجاح." in cart.answer("done")
    assert cart.figures("#answer")["الصافي (ج.م)"] == "20.00"
    assert cart.find("#none-held").is_displayed()
    assert till.rows("SELECT id FROM invoice_drafts WHERE invoice_id IS NOT NULL") == [(first,)]


def test_every_field_has_a_name_and_nothing_stands_beside_the_window(till: Till, cart: Cart) -> None:
    till.customer(name="م" * 150)
    till.product(("2", "4"), name="خ" * 255, selling_price="12345678.9")
    till.call("sp_save_draft", {"name": "س" * 150})
    cart.resize(360, 740)
    cart.open()
    cart.choose_customer("م")
    cart.put("P-001", "3")
    cart.until(lambda: len(cart.held()) == 1)
    cart.until(lambda: cart.texts(".item output") == ["37,037,036.70"])
    assert cart.overflow() <= 0
    fields = [each for each in cart.all("input, select, button") if each.is_displayed()]
    assert [each.get_attribute("outerHTML") for each in fields if not each.accessible_name.strip()] == []
