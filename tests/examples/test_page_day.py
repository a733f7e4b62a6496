"""A whole day at the page's till; what its Z report shows is what stands in the journal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from selenium.webdriver import Keys

from tests.examples.screen import Screen
from tests.till import Till, line, part

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES = 200_000
METHODS = ("cash", "card", "bank_transfer", "check")


def picture(screen: Screen, name: str) -> None:
    """Kept in docs/pictures where DAFTAR_WRITE_PICTURES says so."""
    if os.environ.get("DAFTAR_WRITE_PICTURES") == "1":
        PICTURES.mkdir(exist_ok=True)
        screen.resize(1280, 880)
        image = screen.browser.get_screenshot_as_png()
        assert len(image) < MOST_BYTES
        (PICTURES / name).write_bytes(image)


def sell(screen: Screen, *codes: str, customer: str = "", method: str = "", paid: str = "") -> None:
    """One sale of what was scanned, paid in full; by ``method`` where one is named."""
    for code in codes:
        screen.find("#sale-product").send_keys(code + Keys.ENTER)
    screen.until(lambda: sum(int(qty) for qty in screen.typed("qty")) == len(codes))
    if customer:
        screen.choose_customer(customer)
    if method:
        screen.choose("#sale-payments .method", method)
    if paid:
        screen.fill("#sale-payments .amount", paid)
    finish(screen)


def finish(screen: Screen) -> None:
    screen.sell()
    assert "تم إنشاء الفاتورة بنجاح." in screen.answer("done")


def test_a_day(till: Till, screen: Screen) -> None:
    walk_in = till.customer(name="عميل نقدي", tracks_balance=False)
    till.call("sp_save_till", {"code": "T1", "name": "الكاشير 1", "customer_id": walk_in})
    tax = till.call("sp_save_tax", {"code": "VAT", "name": "ضريبة القيمة المضافة", "rate": 14})["tax_id"]
    till.product(("100", "30"), name="مواسير بي في سي 2 بوصة", selling_price="42", barcodes=["62230"])
    elbow = till.product(("100", "4"), name="كوع 90 درجة", selling_price="6.25", barcodes=["62231"])
    till.product(("50", "310"), name="خلاط مطبخ", selling_price="420", barcodes=["62232"], taxes=[tax])
    customer = till.customer(name="محمد علي")
    till.deposit(customer, "300")
    old = [till.sell(customer, line(elbow, qty))["invoice_id"] for qty in (16, 8)]
    ((before,),) = till.rows("SELECT MAX(id) FROM journal_entries")

    screen.open()
    screen.open_shift("500")
    screen.panel("sale")
    sell(screen, "62231", "62231", "62230")
    sell(screen, "62230", paid="50")
    assert screen.figures("#answer")["الباقي للعميل"] == "8.00"
    sell(screen, "62232", method="card")
    sell(screen, "62230", method="bank_transfer")
    sell(screen, "62230", customer="محمد", method="check")
    screen.add_item("62232")
    screen.pay(("cash", "100"))
    screen.find("#sale-payments .add").click()
    screen.choose("#sale-payments .money:nth-child(2) .method", "card")
    finish(screen)
    sell(screen, "62231", customer="محمد", method="wallet")
    screen.add_item("62232")
    screen.add_item("62230", "3")
    screen.fill(".line:last-child .discount", "5")
    screen.fill("#discount-value", "10")
    screen.comes_to("538.65")
    picture(screen, "page.png")
    finish(screen)

    screen.add_item("62230", "2")
    screen.choose_customer("محمد")
    screen.hold("طلب محمد")
    screen.add_item("62231", "4")
    screen.choose_customer("محمد")
    screen.status("pending")
    finish(screen)
    screen.panel("drafts")
    screen.until(lambda: screen.held() == ["طلب محمد"])
    screen.find("#held .resume").click()
    screen.shows("84.00")
    screen.status("partial")
    screen.pay(("cash", "34"))
    finish(screen)

    screen.panel("returns")
    screen.find_invoice("5")
    screen.find("#return-lines .all").click()
    screen.choose("#refund", "original")
    screen.find("#take-back").click()
    screen.answer("done")
    assert screen.figures("#answer")["رُدّ بطاقة"] == "478.80"
    screen.find_invoice("3")
    screen.fill("#return-lines .line:first-child .qty", "2")
    screen.find("#exchange summary").click()
    screen.add_item("62230", search="#return-product")
    screen.until(lambda: screen.figures("#return-totals").get("يدفع العميل") == "29.50")
    screen.find("#take-back").click()
    screen.answer("done")

    screen.panel("account")
    screen.choose_customer("محمد", "account")
    assert screen.figures("#account-customer-figures")["عليه"] == "225.00"
    screen.pay(("cash", "100"), ("card", "20"), view="#account-payments")
    screen.find("#take").click()
    screen.answer("done")

    screen.panel("shift")
    screen.until(lambda: screen.all("#report [data-method=cash]"))
    expected = screen.figures("#report [data-method=cash]")["المتوقع"]
    screen.fill("[name=cash]", expected.replace(",", ""))
    screen.find("#close-shift").click()
    screen.until(lambda: screen.find("#opening").is_displayed())

    shown = screen.figures("#answer")
    journal = Journal(till, before)
    assert till.count("invoices_out") == len(old) + 10 + 1
    assert shown["المبيعات (11)"] == journal.sum("receivables", "invoice")
    assert shown["المرتجعات (2)"] == journal.sum("receivables", "return")
    assert shown["صافي المبيعات"] == journal.sum("receivables", "invoice", "return")
    debts = journal.sum("receivables", "payment", invoices=old, sign=-1)
    assert (shown["تحصيل ديون سابقة"], debts) == ("120.00", "120.00")
    assert shown["مدفوعات فواتير الوردية"] == journal.sum("receivables", "payment", not_invoices=old, sign=-1)
    assert shown["مبالغ مستردة"] == journal.sum("receivables", "refund", sign=-1)
    for method in METHODS:
        figures = screen.figures(f"#answer [data-method={method}]")
        opening = 500 if method == "cash" else 0
        assert figures["المتوقع"] == figures["المعدود"] == journal.sum(method, opening=opening), method
        assert figures["الفرق"] == "0.00"
    assert screen.figures("#answer [data-method=cash]")["المتوقع"] == expected
    assert part(till.call("sp_get_shift", {"shift_id": 1}), "shift")["status"] == "closed"


class Journal:
    """The journal since an entry, as the view shows it."""

    def __init__(self, till: Till, before: object) -> None:
        self._till = till
        self._before = before

    def sum(
        self,
        role: str,
        *entry_types: str,
        invoices: Sequence[object] | None = None,
        not_invoices: Sequence[object] | None = None,
        opening: int = 0,
        sign: int = 1,
    ) -> str:
        """Debits less credits of a role's lines, as the page writes an amount."""
        rows = self._till.rows(
            "SELECT j.entry_type, p.invoice_id, j.debit - j.credit FROM report_journal AS j LEFT JOIN"
            " invoice_payments AS p ON j.reference_type = 'invoice_payments' AND p.id = j.reference_id"
            " WHERE j.journal_entry_id > %s AND j.role = %s",
            self._before,
            role,
        )
        amounts = [
            amount
            for entry_type, invoice, amount in rows
            if (not entry_types or entry_type in entry_types)
            and (invoices is None or invoice in invoices)
            and (not_invoices is None or invoice not in not_invoices)
        ]
        assert amounts
        return f"{opening + sign * sum(amounts, Decimal(0)):,.2f}"
