"""All panels of the page: fields have names, nothing stands beside the window, the keyboard is enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import ActionChains, Keys

from tests.examples.screen import Screen
from tests.till import Till, line

pytestmark = pytest.mark.usefixtures("shift")

PANELS = ("sale", "drafts", "returns", "account", "shift")
LONG = "م" * 150
# 255 letters, and no place to break the line.
LONG_PRODUCT = ("خلاط\"مطبخ':<b>3/4</b>" * 20)[:255]


def filled_panels(till: Till, screen: Screen) -> Iterator[str]:
    """Each panel with as much in it as there can be."""
    customer = till.customer(name=LONG)
    product = till.product(("1000", "4"), name=LONG_PRODUCT, selling_price="12345678.9")
    till.sell(customer, line(product, 2))
    till.call("sp_save_draft", {"name": LONG, "items": [line(product)]})
    screen.open()
    screen.fill("#sale-customer", "م")
    screen.until(lambda: screen.all("#sale-customer-list li"))
    yield "customers"
    screen.type(Keys.ENTER)
    screen.until(lambda: screen.find("#sale-customer-figures").is_displayed())
    screen.fill("#sale-product", "P-")
    screen.until(lambda: screen.all("#sale-product-list li"))
    yield "products"
    screen.type(Keys.ENTER)
    screen.until(lambda: screen.all("#sale-lines .line"))
    screen.find("#sale details summary").click()
    screen.find("#sale-payments .add").click()
    screen.fill("#sale-lines .qty", "1001")
    screen.problem("#sale-lines .qty")
    yield "sale"
    screen.fill("#sale-lines .qty", "3")
    screen.shows("37,037,036.70")
    screen.pay(("cash", "99999999"))
    screen.sell()
    screen.answer("done")
    yield "answer"
    screen.panel("drafts")
    screen.until(lambda: screen.all("#held li"))
    yield "drafts"
    screen.panel("returns")
    screen.fill("#return-customer", "م" + Keys.ENTER)
    screen.until(lambda: screen.all("#return-invoices button"))
    yield "invoices to choose from"
    screen.find("#return-invoices button").click()
    screen.until(lambda: screen.all("#return-lines .line"))
    screen.fill("#return-lines .qty", "1")
    screen.find("#exchange summary").click()
    screen.add_item("P-", search="#return-product")
    yield "returns"
    screen.panel("account")
    screen.choose_customer("م", "account")
    screen.until(lambda: screen.all("#open-invoices li") and screen.all("#statement li"))
    yield "account"
    screen.panel("shift")
    screen.until(lambda: screen.all("#report dd"))
    screen.find("#running summary").click()
    yield "shift"
    screen.find("#close-shift").click()
    screen.problem("[name=cash]")
    screen.fill("[name=cash]", "1")
    screen.find("#close-shift").click()
    screen.answer("done")
    screen.find("#opening summary").click()
    yield "closed shift"


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_a_large_figure_is_neither_broken_nor_beside_the_window(
    till: Till, screen: Screen, width: int
) -> None:
    screen.resize(width, 740)
    found = {what: (screen.broken_figures("body"), screen.overflow()) for what in filled_panels(till, screen)}
    assert {what: each for what, each in found.items() if each[0] or each[1] > 0} == {}


def test_every_field_has_a_name(till: Till, screen: Screen) -> None:
    nameless = [
        (what, field.get_attribute("outerHTML"))
        for what in filled_panels(till, screen)
        for field in screen.all("input, select, button, summary")
        if field.is_displayed() and not field.accessible_name.strip()
    ]
    assert nameless == []


def test_the_keyboard_alone_sells(till: Till, screen: Screen) -> None:
    till.customer(name="محمد علي")
    till.product(("20", "4"), product_code="P-0010", selling_price="1")
    till.product(("20", "4"), product_code="P-001", selling_price="10", barcodes=["622001"])
    till.product(("20", "4"), product_code="P-002", selling_price="50")
    screen.open()
    # As a scanner does: code, Enter, code, Enter, without waiting; the same code twice is two pieces. The
    # cursor stands in the search from the beginning.
    screen.type("622001", Keys.ENTER, "P-002", Keys.ENTER, "P-001", Keys.ENTER)
    screen.until(lambda: screen.typed("qty") == ["2", "1"])
    screen.tab_to("#sale-customer")
    screen.type("محمد", Keys.ENTER)
    screen.until(lambda: screen.focused() == screen.find("#sale-product"))
    screen.tab_to(".line:nth-child(2) .qty")
    screen.type("4", Keys.ENTER)
    assert screen.focused() == screen.find("#sale-product")
    screen.tab_to("#discount-value")
    screen.type("5")
    screen.tab_to("[name=status]:checked")
    screen.type(Keys.ARROW_DOWN)  # from paid to partial
    screen.tab_to("#sale-payments .amount")
    screen.type("100")
    screen.tab_to("#sell")
    screen.type(Keys.ENTER)
    screen.answer("done")
    assert till.rows("SELECT total_after_discount, paid_amount FROM invoices_out") == [(209, 100)]

    # and the next one at once: the cursor is back in the search
    assert screen.focused() == screen.find("#sale-product")
    screen.type("P-002", Keys.ENTER)
    screen.until(lambda: screen.typed("qty") == ["1"])
    screen.tab_to("#sale-customer")
    screen.type("محمد", Keys.ENTER)
    screen.until(lambda: "محمد" in screen.find("#sale-customer-figures").text)
    screen.type(Keys.F9)
    screen.answer("done")
    assert till.rows("SELECT total_after_discount, paid_amount FROM invoices_out ORDER BY id")[1:] == [
        (50, 50)
    ]

    # the debt
    ActionChains(screen.browser).key_down(Keys.SHIFT).send_keys(Keys.TAB, Keys.TAB).key_up(
        Keys.SHIFT
    ).perform()
    assert screen.focused() == screen.find("#sale-tab")
    screen.type(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert screen.focused() == screen.find("#account-tab")
    screen.tab_to("#account-customer")
    screen.type("محمد", Keys.ENTER)
    screen.until(lambda: screen.focused() == screen.find("#target"))
    screen.tab_to("#account-payments .amount")
    screen.type("109")
    screen.tab_to("#take")
    screen.type(Keys.SPACE)
    assert "تم تسجيل الدفعة بنجاح." in screen.answer("done")
    assert till.rows("SELECT SUM(remaining_amount) FROM invoices_out") == [(0,)]


def test_only_one_panel_is_there_at_a_time(screen: Screen) -> None:
    screen.open()
    for name in PANELS:
        screen.panel(name)
        assert [each for each in PANELS if screen.find(f"#{each}").is_displayed()] == [name]
        assert [each.get_attribute("id") for each in screen.all("[aria-selected=true]")] == [f"{name}-tab"]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_large_debt_stands_on_one_line(till: Till, screen: Screen, width: int) -> None:
    product = till.product(keeps_stock=False)
    till.sell(till.customer(name="محمد علي"), line(product, 3, "12345678.9"))
    screen.resize(width, 740)
    screen.open()
    screen.panel("account")
    screen.choose_customer("محمد", "account")
    screen.until(lambda: screen.all("#open-invoices li") and screen.all("#statement li"))
    assert screen.figures("#account-owed") == {"عليه (ج.م)": "37,037,036.70"}
    assert screen.broken_figures("#account") == []
    assert screen.overflow() <= 0
