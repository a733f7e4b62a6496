"""The page's carts that are put aside: taken up again as they were typed, sold once, deleted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.examples.screen import Screen
from tests.till import Till, column, line, part

pytestmark = pytest.mark.usefixtures("shift")


def test_a_cart_is_put_aside_taken_up_and_sold(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    product = till.product(("20", "4"), name="كوع", selling_price="10")
    screen.open()
    screen.choose_customer("محمد")
    screen.add_item("P-001", "٢")
    screen.fill(".line .discount", "5.5")
    screen.add_item("P-001", "1")
    screen.choose("#discount-type", "amount")
    screen.fill("#discount-value", "3")
    screen.hold("طاولة 7")
    assert "تم حفظ المسودة بنجاح." in screen.answer("done")
    ((draft,),) = till.rows("SELECT id FROM invoice_drafts")
    assert till.count("invoices_out") == 0

    # at another till, or after the page was loaded anew
    screen.open()
    screen.panel("drafts")
    screen.until(lambda: screen.held() == ["طاولة 7"])
    screen.find("#held .resume").click()
    screen.shows("18.90", "10.00")
    assert (screen.typed("qty"), screen.typed("discount")) == (["2", "1"], ["5.5", ""])
    assert screen.find("#discount-value").get_attribute("value") == "3"
    screen.comes_to("25.90")
    assert "محمد علي" in screen.find("#sale-customer-figures").text
    screen.fill(".line:first-child .qty", "3")
    screen.hold()
    screen.panel("drafts")
    screen.until(lambda: screen.held() == ["طاولة 7"] and screen.texts("#held .figure") == ["35.35"])
    assert till.rows("SELECT id, revision FROM invoice_drafts") == [(draft, 2)]

    screen.find("#held .resume").click()
    screen.comes_to("35.35")
    # meanwhile another till sells it
    request = part(till.call("sp_get_draft", draft), "request")
    sold = till.call("sp_save_invoice", {**request, "draft_id": draft})
    assert (sold["total_after"], part(sold, "customer")["id"]) == (Decimal("35.35"), customer)
    screen.sell()
    assert f"المسودة رقم {draft} حُوِّلت من قبل إلى الفاتورة رقم {sold['invoice_id']}." in screen.answer("error")
    assert till.count("invoices_out") == 1
    assert column(till.call("sp_get_invoice", 1), "items", "product_id") == [product, product]


def test_a_cart_is_sold_and_another_deleted(till: Till, screen: Screen) -> None:
    customer = till.customer(name="محمد علي")
    product = till.product(("20", "4"), selling_price="10")
    # as another client kept it: a list that is a list, and a product that is not sold any more
    gone = till.product(product_code="OLD", name="قديم")
    items = [line(product, 2, row_id="r1"), line(gone, 1, row_id="r2")]
    first = till.call("sp_save_draft", {"customer_id": customer, "items": items, "name": "أ"})["draft_id"]
    till.call("sp_save_product", {"product_id": gone, "active": False})
    second = till.call("sp_save_draft", {"name": "<b>ب</b>"})["draft_id"]
    screen.open()
    screen.panel("drafts")
    screen.until(lambda: screen.held() == ["<b>ب</b>", "أ"])
    screen.find("#held li:first-child .remove").click()
    screen.until(lambda: screen.texts("#held li > bdi:first-child") == ["أ"])
    assert till.rows("SELECT document_id FROM audit_log WHERE action = 'delete'") == [(second,)]

    screen.find("#held .resume").click()
    screen.until(lambda: len(screen.all("#sale-lines .line")) == 2)
    assert "المنتج" in screen.problem(".line:last-child .qty")
    assert "غير متاح للبيع" in screen.find(".line:last-child").text
    screen.find(".line:last-child .remove").click()
    screen.shows("20.00")
    screen.sell()
    assert "تم إنشاء الفاتورة بنجاح." in screen.answer("done")
    assert screen.figures("#answer")["الصافي (ج.م)"] == "20.00"
    screen.panel("drafts")
    screen.until(lambda: screen.held() == [])
    assert screen.find("#drafts .empty").is_displayed()
    assert till.rows("SELECT id FROM invoice_drafts WHERE invoice_id IS NOT NULL") == [(first,)]
