"""The page's shift: opened, its figures so far, cash in and out, closed; and the day's closing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from selenium.webdriver import ActionChains

from pyclient.deploy.session import execute
from tests.examples.screen import Screen
from tests.till import CASHIER, Till, line


@pytest.fixture
def closed_till(till: Till) -> Till:
    till.call("sp_save_till", {"code": "T1", "name": "الكاشير 1"})
    return till


def test_a_shift_is_opened_used_and_closed(closed_till: Till, screen: Screen) -> None:
    till = closed_till
    screen.open()
    assert "لا توجد وردية مفتوحة" in screen.find("#shift-state").text
    screen.open_shift("٢٠٠٫٥")
    shown = screen.answer("done")
    ((number, opening),) = till.rows("SELECT shift_no, opening_cash FROM shifts")
    assert opening == Decimal("200.5")
    assert number in shown
    assert number in screen.find("#shift-state").text
    till.sell(till.customer(), line(till.product(("9", "4"), selling_price="50")), status="paid")
    screen.fill("#move-amount", "20")
    screen.fill("#move-reason", "مواصلات")
    screen.find("#move").click()
    screen.until(lambda: screen.figures("#answer").get("المتوقع في الدرج (ج.م)") == "230.50")
    x_report = screen.figures("#report")
    assert (x_report["صافي المبيعات"], x_report["صرف من الدرج"]) == ("50.00", "-20.00")
    assert screen.figures("#report [data-method=cash]") == {"الافتتاح": "200.50", "المتوقع": "230.50"}

    screen.fill("[name=cash]", "230")
    screen.find("#close-shift").click()
    screen.until(lambda: screen.find("#opening").is_displayed())
    screen.answer("done")
    assert screen.figures("#answer [data-method=cash]") == {
        "الافتتاح": "200.50",
        "المتوقع": "230.50",
        "المعدود": "230.00",
        "الفرق": "-0.50",
    }
    assert till.rows("SELECT closed_by FROM shifts") == [(CASHIER,)]


def test_the_day_is_closed(closed_till: Till, screen: Screen) -> None:
    till = closed_till
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})
    till.sell(till.customer(), line(till.product(("9", "4"), selling_price="50")), status="paid")
    till.call("sp_close_shift", {"counted": {"cash": 50}})
    screen.open()
    screen.find("#opening summary").click()
    screen.find("#close-day").click()
    screen.until(lambda: screen.figures("#answer").get("إجمالي الإقفالات") == "50.00")
    assert screen.figures("#answer")["صافي المبيعات"] == "50.00"
    screen.fill("#opening-cash", "0")
    screen.find("#open-shift").click()
    assert "تم إقفال يوم" in screen.answer("error") or screen.problem("#till")


def test_the_days_report_shows_what_was_posted_outside_shifts(closed_till: Till, screen: Screen) -> None:
    till = closed_till
    till.sell(till.customer(), line(till.product(keeps_stock=False), 1, 30), status="paid")
    screen.open()
    screen.find("#opening summary").click()
    screen.find("#close-day").click()
    screen.until(lambda: screen.figures("#answer").get("إجمالي الإقفالات") == "30.00")
    of_shifts, outside = screen.find("#answer").text.split("خارج الورديات")
    assert ("المبيعات (0)" in of_shifts, "المبيعات (1)" in outside) == (True, True)


def test_what_is_wrong_stands_at_its_field(closed_till: Till, screen: Screen) -> None:
    till = closed_till
    screen.open()
    screen.find("#open-shift").click()
    assert screen.problem("#opening-cash") == "البيان النقدية في الدرج مطلوب."
    screen.fill("#opening-cash", "1.001")
    screen.find("#open-shift").click()
    screen.until(lambda: "كسوره" in screen.problem("#opening-cash"))
    # another cashier opens the till meanwhile
    execute(till.connection, "INSERT INTO users (id, username, role) VALUES (2, 'u2', 'user')")
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 0, "created_by": 2})
    screen.fill("#opening-cash", "1")
    screen.find("#open-shift").click()
    assert "عليها الوردية المفتوحة" in screen.problem("#till")
    till.call("sp_close_shift", {"counted": {"cash": 0}, "created_by": 2})
    screen.find("#open-shift").click()
    screen.until(lambda: screen.find("#running").is_displayed())
    screen.find("#close-shift").click()
    assert screen.problem("[name=cash]") == "البيان النقدية المعدودة مطلوب."
    screen.find("#running summary").click()
    screen.fill("[name=cash]", "1")
    screen.fill("[name=card]", "x")
    screen.find("#close-shift").click()
    assert "بطاقة" in screen.problem("[name=card]")
    screen.fill("#move-amount", "7")
    screen.fill("#move-reason", "x")
    screen.find("#move").click()
    assert "أقل من 7.00" in screen.problem("#move-amount")
    assert till.rows("SELECT COUNT(*) FROM shifts WHERE closed_on IS NULL") == [(1,)]


def test_a_double_click_closes_once(closed_till: Till, screen: Screen) -> None:
    screen.open()
    screen.fill("#opening-cash", "10")
    ActionChains(screen.browser).double_click(screen.find("#open-shift")).perform()
    # each answer by its own words: the one before it may still stand there
    screen.until(lambda: "في الدرج" in screen.find("#answer").text)
    screen.fill("#move-amount", "4")
    screen.fill("#move-reason", "x")
    ActionChains(screen.browser).double_click(screen.find("#move")).perform()
    screen.until(lambda: "المتوقع في الدرج" in screen.find("#answer").text)
    screen.fill("[name=cash]", "6")
    ActionChains(screen.browser).double_click(screen.find("#close-shift")).perform()
    screen.until(lambda: screen.find("#opening").is_displayed())
    assert closed_till.rows("SELECT COUNT(*) FROM shifts") == [(1,)]
    assert closed_till.rows("SELECT COUNT(*) FROM cash_moves") == [(1,)]
    assert closed_till.rows("SELECT SUM(counted - expected) FROM shift_counts") == [(0,)]
