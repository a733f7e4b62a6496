"""The pages themselves: what stands on them, how many there are, how wide, and what the QR code says."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast, get_args

import pypdfium2
import pytest
import zxingcpp
from tinyhtml5.parser import HTMLParser

from pyclient.client import Client
from pyclient.deploy.session import execute
from pyclient.models import ClosingFilter, StatementFilter
from pyclient.print import documents
from pyclient.print.documents import Document
from pyclient.print.pages import Paper, as_html, as_pdf
from tests.print.conftest import LETTERHEAD, PrintedShop
from tests.till import Till, column, line, money, number

PAPERS: tuple[Paper, ...] = get_args(Paper)
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
POINTS_A_MM = 72 / 25.4


def pages_of(document: Document, paper: Paper) -> list[Any]:
    return list(pypdfium2.PdfDocument(as_pdf(document, paper)))


def text_of(page: Any) -> str:
    """The page's text, to look for :func:`words` in."""
    return words(page.get_textpage().get_text_bounded())


def words(text: str) -> str:
    """The text with the letters of its Arabic words sorted: of letters that are written as one sign, such as
    lam and alef, PDFium tells the second one first."""
    return re.sub("[\u0621-\u064a]{2,}", lambda word: "".join(sorted(word[0])), text)


def lines_of(document: Document, paper: Paper) -> list[str]:
    return [line.strip() for page in pages_of(document, paper) for line in text_of(page).splitlines()]


def invoice_of(till: Till, client: Client, lines: int, **product: object) -> Document:
    sold_lines = [line(till.product(keeps_stock=False, **product), 1, 5 + at) for at in range(lines)]
    sold = till.sell(till.customer(), *sold_lines)
    return documents.invoice(client, number(sold["invoice_id"]))


def test_every_document_has_its_number_its_total_and_the_letterhead_on_every_paper(
    printed_shop: PrintedShop,
) -> None:
    for kind, document in printed_shop.documents().items():
        for paper in PAPERS:
            text = "\n".join(map(text_of, pages_of(document, paper)))
            for wanted in (document.number, f"{document.total:,.2f}", *LETTERHEAD.values()):
                assert words(wanted) in text, f"{wanted} is not on the {paper} of the {kind}"


def test_html_is_valid_arabic_and_reads_from_right_to_left(printed_shop: PrintedShop) -> None:
    for kind, document in printed_shop.documents().items():
        for paper in PAPERS:
            parser = HTMLParser(namespace_html_elements=False)
            tree = parser.parse(as_html(document, paper))
            assert parser.errors == [], f"the {paper} of the {kind}"
            assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")


def test_the_qr_code_says_what_a_shop_can_check(printed_shop: PrintedShop) -> None:
    today = printed_shop.till.today()
    for kind, document in printed_shop.documents().items():
        for paper in PAPERS:
            picture = pages_of(document, paper)[-1].render(scale=3).to_pil()
            (code,) = zxingcpp.read_barcodes(picture)
            assert code.text.splitlines() == [
                LETTERHEAD["company_name"],
                LETTERHEAD["tax_number"],
                document.number,
                f"{today}",
                f"{document.total:.2f} EGP",
            ], kind


def test_an_invoice_says_everything_that_it_comes_to(printed_shop: PrintedShop) -> None:
    text = "\n".join(lines_of(printed_shop.documents()["invoice"], "a4"))
    for wanted in (
        *("أحمد عبد الرحمن", "01012345678", "٣ شارع الجامعة", "التسليم خلال أسبوع"),
        *("خلاط مطبخ كروم", "63.00", "1,197.00", "مواسير 2 بوصة", "لفة", "2,106.25", "4,212.50"),
        *("-100.00", "743.71", "14%", "PAY-", "1,000.00", "نقدي", "500.50", "بطاقة"),
    ):
        assert words(wanted) in text, wanted


def test_a_debit_note_says_what_for_and_what_is_open(printed_shop: PrintedShop) -> None:
    shown = printed_shop.documents()
    for paper in PAPERS:
        text = "\n".join(lines_of(shown["debit note"], paper))
        # its letters come in another order out of the PDF, where Arabic ones stand before it
        assert shown["invoice"].number in as_html(shown["debit note"], paper)
        for wanted in (
            *("أحمد عبد الرحمن", "رسوم إضافية", "AWB-7741"),
            *("توصيل عاجل", "شحن سريع", "14%", "تغليف خشبي", "80.50"),
            *("230.50", "21.00", "251.50", "51.00", "بطاقة", "200.50"),
        ):
            assert words(wanted) in text, wanted


def test_an_opening_balance_is_of_no_invoice(till: Till, client: Client) -> None:
    item = {"description": "رصيد سابق", "quantity": 1, "unit_price": 500}
    note = {"customer_id": till.customer(), "reference_type": "opening_balance", "items": [item]}
    raised = number(till.call("sp_save_debit_note", note)["debit_note_id"])
    document = documents.debit_note(client, raised)
    for paper in PAPERS:
        shown = as_html(document, paper)
        assert "رصيد افتتاحي" in shown
        assert "عن الفاتورة" not in shown
        assert "None" not in shown


def test_a_cancelled_debit_note_says_so(till: Till, client: Client) -> None:
    customer = till.customer()
    sold = till.sell(customer, line(till.product(keeps_stock=False), 1, 5))
    raised = till.call(
        "sp_save_debit_note",
        {
            "customer_id": customer,
            "source_invoice_id": sold["invoice_id"],
            "reference_type": "penalty",
            "items": [{"description": "تأخير", "quantity": 1, "unit_price": 7}],
        },
    )
    till.call("sp_cancel_debit_note", {"debit_note_id": raised["debit_note_id"]})
    text = lines_of(documents.debit_note(client, number(raised["debit_note_id"])), "a4")
    assert words("ملغى") in text


@pytest.mark.parametrize(
    ("currency", "rate", "price", "wanted", "qr"),
    [
        (
            *("USD", "50.25", "1234.5"),
            ("1,234.50 USD", "1,134.50 USD", "100.00", "50.25", "62,033.63 ج.م", "5,500.00", "ج.م"),
            "1234.50 USD",
        ),
        (
            *("KWD", "160.5", "101.234"),
            ("101.234", "1.234", "100.000", "د.ك", "160.5", "16,248.06 ج.م", "5,500.00"),
            "101.234 KWD",
        ),
        ("JPY", "0.3333333333", "250", ("250 JPY", "150 JPY", "0.3333333333", "83.33 ج.م"), "250 JPY"),
    ],
)
def test_a_debit_note_in_another_currency_is_printed_in_it(
    till: Till, client: Client, currency: str, rate: str, price: str, wanted: tuple[str, ...], qr: str
) -> None:
    customer = till.customer()
    sold = till.sell(customer, line(till.product(keeps_stock=False), 1, 5))
    raised = till.call(
        "sp_save_debit_note",
        {
            "customer_id": customer,
            "source_invoice_id": sold["invoice_id"],
            "reference_type": "additional_fees",
            "currency": currency,
            "exchange_rate": rate,
            "items": [{"description": "شحن جوي", "quantity": 1, "unit_price": price}],
        },
    )
    note = number(raised["debit_note_id"])
    till.call("sp_apply_debit_note", {"debit_note_id": note, "amount": 100, "base_amount": 5500})
    document = documents.debit_note(client, note)
    assert document.qr_text.splitlines()[-1] == qr
    for paper in PAPERS:
        shown = re.sub("<[^>]*>", "", as_html(document, paper).partition("</style>")[2])
        for each in wanted:
            assert each in shown, f"{each} is not on the {paper}"
        text = "\n".join(lines_of(document, paper))
        for each in wanted:
            assert words(each.split()[0]) in text, f"{each} is not on the {paper}"


def test_an_invoice_in_another_currency_is_printed_in_it(till: Till, client: Client) -> None:
    product = till.product(keeps_stock=False)
    sold = till.sell(
        till.customer(),
        line(product, 3, "411.5", discount_amount="0.5"),
        line(product, 1, 100, tax_rate=14),
        **{"currency": "USD", "exchange_rate": "50.25", "discount_type": "amount", "discount_value": 9},
    )
    invoice = number(sold["invoice_id"])
    paid = till.pay(invoice_id=invoice, amount=100, base_amount=5500)
    assert paid["total_allocated"] == 100
    document = documents.invoice(client, invoice)
    assert document.qr_text.splitlines()[-1] == "1338.91 USD"
    wanted = (
        "411.50",
        "1,234.00",
        "9.00",
        "1,338.91 USD",
        "1,238.91 USD",
        "100.00",
        "50.25",
        "67,280.23 ج.م",
    )
    for paper in PAPERS:
        shown = re.sub("<[^>]*>", "", as_html(document, paper).partition("</style>")[2])
        text = "\n".join(lines_of(document, paper))
        for each in (*wanted, "5,500.00"):
            assert each in shown, f"{each} is not on the {paper}"
            assert words(each.split()[0]) in text, f"{each} is not on the {paper}"


@pytest.mark.parametrize(
    ("currency", "rate", "payment", "returned"),
    [
        (
            *("USD", "50.25"),
            ("600.00 USD", "30,300.00 ج.م", "1,500.00", "600.00"),
            ("500.00 USD", "25,125.00 ج.م", "50.25"),
        ),
        (
            *("KWD", "160.5"),
            ("600.000 د.ك", "30,300.00 ج.م", "1,500.000", "600.000"),
            ("500.000 د.ك", "80,250.00 ج.م", "160.5"),
        ),
    ],
)
def test_payment_and_return_of_an_invoice_in_another_currency_say_it(
    till: Till, client: Client, currency: str, rate: str, payment: tuple[str, ...], returned: tuple[str, ...]
) -> None:
    product = till.product(keeps_stock=False)
    sold = till.sell(till.customer(), line(product, 3, 500), currency=currency, exchange_rate=rate)
    invoice = number(sold["invoice_id"])
    till.pay(invoice_id=invoice, amount=600, base_amount=30300)
    back = {"items": [{"item_id": column(sold, "items", "item_id")[0], "qty": 1}], "refund": "cash"}
    came_back = number(till.call("sp_return_items", {"invoice_id": invoice, **back})["return_id"])
    for document, wanted in (
        (documents.payment(client, 1), payment),
        (documents.returned_goods(client, invoice, came_back), returned),
    ):
        for paper in PAPERS:
            shown = re.sub("<[^>]*>", "", as_html(document, paper).partition("</style>")[2])
            text = "\n".join(lines_of(document, paper))
            for each in wanted:
                assert each in shown, f"{each} is not on the {paper}"
                assert words(each.split()[0]) in text, f"{each} is not on the {paper}"


def test_sixty_lines_make_two_pages_with_the_letterhead_on_both(till: Till, client: Client) -> None:
    document = invoice_of(till, client, 60)
    pages = [text_of(page) for page in pages_of(document, "a4")]
    assert len(pages) == 2
    for at, text in enumerate(pages, start=1):
        for wanted in (document.number, *LETTERHEAD.values(), f"صفحة {at} من 2", "الصنف"):
            assert words(wanted) in text, f"{wanted} is not on page {at}"


def test_nothing_stands_upon_the_letterhead(till: Till, client: Client) -> None:
    for name in ("company_name", "address"):
        till.call("sp_set_setting", {"name": name, "value": "شركة النور " * 13})
    (page,) = pages_of(invoice_of(till, client, 1), "a4")
    text = page.get_textpage()
    phone, customer = (text.search(wanted).get_next() for wanted in (LETTERHEAD["phone"], "01012345678"))
    assert text.get_charbox(phone[0])[1] > text.get_charbox(customer[0])[3] + 10


def test_a_receipt_is_one_column_of_80_mm_as_long_as_its_content(till: Till, client: Client) -> None:
    name = "كوع نحاس 90 درجة"
    document = invoice_of(till, client, 60, name=name)
    (page,) = pages_of(document, "receipt")
    assert page.get_width() == pytest.approx(80 * POINTS_A_MM, abs=0.1)
    text = page.get_textpage()
    rectangles = [text.get_rect(at) for at in range(text.count_rects())]
    assert min(left for left, *_ in rectangles) > 0
    assert max(right for _, _, right, _ in rectangles) < page.get_width()
    lowest = min(bottom for _, bottom, _, _ in rectangles)
    assert 0 < lowest < 10 * POINTS_A_MM, "the page ends where its content does"
    assert lines_of(document, "receipt").count(words(name)) == 60, "nothing stands beside a product's name"


def test_what_people_typed_is_text_and_nothing_else(till: Till, client: Client) -> None:
    typed = '<b>أحمد</b> & "شركاه" <img src=x onerror=alert(1)>'
    till.call("sp_set_setting", {"name": "company_name", "value": typed})
    customer = till.customer(name=typed, address=typed)
    product = till.product(name=typed, unit="<i>", keeps_stock=False)
    sold = till.sell(customer, line(product, 1, 5), notes=typed, payments=[money(5)], status="paid")
    invoice = number(sold["invoice_id"])
    for document in (
        documents.invoice(client, invoice),
        documents.statement(client, StatementFilter(customer_id=customer)),
    ):
        html = as_html(document, "a4")
        assert "<b>" not in html
        assert html.count("<img") == 1, "the QR code only"
        assert "onerror=alert(1)" in "\n".join(lines_of(document, "a4"))


def test_a_wallets_receipt_says_what_went_in_or_out(till: Till, client: Client) -> None:
    customer = till.customer()
    for kind, amount, method, title, after, how in (
        ("deposit", "150.5", "check", "إيصال إيداع في المحفظة", "150.50", "طريقة الدفع: شيك"),
        ("withdraw", "50.25", "card", "إيصال سحب من المحفظة", "100.25", "طريقة الصرف: بطاقة"),
    ):
        request = {"customer_id": customer, "type": kind, "amount": amount, "description": "دفعة مقدمة"}
        moved = number(till.call("sp_wallet_move", {**request, "method": method})["wallet_transaction_id"])
        document = documents.wallet_move(client, moved)
        assert document.total == Decimal(amount)
        text = "\n".join(lines_of(document, "receipt"))
        for wanted in (title, "دفعة مقدمة", after, f"{Decimal(amount):.2f}", how):
            assert words(wanted) in text, wanted


def test_a_wallets_receipt_names_a_method_only_where_money_came(till: Till, client: Client) -> None:
    customer = till.customer()
    till.sell(customer, line(till.product(keeps_stock=False), 1, 50))
    till.pay(customer_id=customer, amount=20, method="card")
    # what is left over of a payment, and money of the wallet that pays
    till.pay(customer_id=customer, amount=70, method="bank_transfer", overpayment="wallet")
    till.sell(customer, line(1, 1, 10), status="paid", payments=[money(10, "wallet")])
    left_over, paid = (as_html(documents.wallet_move(client, moved), "receipt") for moved in (1, 2))
    assert "<dt>طريقة الدفع</dt><dd>تحويل بنكي</dd>" in left_over
    assert "طريقة" not in paid
    assert documents.payment(client, 3).number in paid


@pytest.mark.corrupts
def test_an_adopted_payment_in_several_ways_is_printed(till: Till, client: Client) -> None:
    invoice = number(till.sell(till.customer(), line(till.product(keeps_stock=False), 1, 5))["invoice_id"])
    execute(
        till.connection,
        "INSERT INTO invoice_payments (id, invoice_id, payment_amount, payment_method, created_by, adopted)"
        f" VALUES (7, {invoice}, 5, 'mixed', 1, 1)",
    )
    for document in (documents.invoice(client, invoice), documents.payment(client, 7)):
        assert words("متعدد") in "\n".join(lines_of(document, "receipt"))
    assert documents.payment(client, 7).number == "PAY-7"


def test_a_payment_in_another_currency_is_printed_in_it(till: Till, client: Client) -> None:
    customer = till.customer()
    sold = till.sell(customer, line(till.product(keeps_stock=False), 1, 5))
    note = {"customer_id": customer, "source_invoice_id": sold["invoice_id"], "reference_type": "penalty"}
    charge = {"description": "شحن", "quantity": 1, "unit_price": "1234.5"}
    raised = till.call(
        "sp_save_debit_note", {**note, "currency": "USD", "exchange_rate": 50, "items": [charge]}
    )
    paid = {"debit_note_id": raised["debit_note_id"], "amount": "1000.25", "exchange_rate": "52.5"}
    till.call("sp_apply_debit_note", paid)
    document = documents.payment(client, 1)
    assert document.qr_text.splitlines()[-1] == "1000.25 USD"
    for paper in PAPERS:
        shown = re.sub("<[^>]*>", "", as_html(document, paper).partition("</style>")[2])
        for wanted in (
            *("إيصال استلام", str(raised["debit_note_no"]), "1,000.25 USD", "52.5", "52,513.13 ج.م"),
            *("إجمالي الإشعار المدين", "1,234.50", "234.25"),
        ):
            assert wanted in shown, f"{wanted} is not on the {paper}"


def test_amounts_have_the_decimals_of_their_currency(till: Till, client: Client) -> None:
    execute(till.connection, "UPDATE companies SET currency = 'KWD' WHERE id = 1")
    sold = till.sell(till.customer(), line(till.product(keeps_stock=False), "1.5", "1234.1235"))
    document = documents.invoice(client, number(sold["invoice_id"]))
    text = "\n".join(lines_of(document, "a4"))
    for wanted in ("1.5", "1,234.1235", "1,851.185", "د.ك"):
        assert wanted in text, wanted
    assert "1851.185 KWD" in document.qr_text


def test_the_reports_of_a_till_name_the_cashier(printed_shop: PrintedShop) -> None:
    for kind in ("shift", "closing"):
        for paper in PAPERS:
            html = as_html(printed_shop.documents()[kind], paper)
            assert '<bdi>cashier</bdi> (<bdi dir="ltr">1</bdi>)' in html, f"the {paper} of the {kind}"


def test_what_was_undone_says_so(till: Till, client: Client) -> None:
    product = till.product(keeps_stock=False)
    sold = till.sell(till.customer(), line(product, 1, 5), payments=[money(5)], status="paid")
    invoice = number(sold["invoice_id"])
    till.call("sp_revert_invoice", {"invoice_id": invoice})
    assert words("مسترجعة") in lines_of(documents.invoice(client, invoice), "a4")
    stored = client.get_invoice(invoice)
    given_back = next(paid for paid in stored.payments if paid.amount < 0)
    assert words("إيصال رد مبلغ") in lines_of(documents.payment(client, given_back.payment_id), "a4")


def test_a_closing_shows_what_came_after_earlier_closings_where_there_is_any(
    till: Till, client: Client, days_pass: Callable[[int], None]
) -> None:
    title = words("خارج الورديات في أيام سبق إقفالها")
    till.call("sp_daily_closing", {})
    sold = till.sell(till.customer(), line(till.product(keeps_stock=False), 1, 5))
    till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})
    first = till.today()
    days_pass(1)
    till.call("sp_daily_closing", {})
    day = till.today()
    assert title in lines_of(documents.closing(client, ClosingFilter(day=day)), "a4")
    cancelled = f'(يوم <bdi dir="ltr">{first}</bdi>)'
    assert cancelled in as_html(documents.closing(client, ClosingFilter(day=day)), "a4")
    assert title not in lines_of(documents.closing(client, ClosingFilter(day=first)), "a4")


def test_closings_of_two_branches_are_two_papers(till: Till, client: Client) -> None:
    branch = number(till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"})["branch_id"])
    day = till.today()
    for of_branch in (1, branch):
        till.call("sp_daily_closing", {"branch_id": of_branch})
    papers = [documents.closing(client, ClosingFilter(day=day, branch_id=each)) for each in (1, branch)]
    assert [paper.number for paper in papers] == ["Z-1", "Z-GZ-1"]


def test_a_statement_of_some_days_begins_and_ends_with_their_balances(till: Till, client: Client) -> None:
    customer, product = till.customer(), till.product(keeps_stock=False)
    till.sell(customer, line(product, 1, 100))
    till.pay(customer_id=customer, amount=30)
    document = documents.statement(client, StatementFilter(customer_id=customer, limit=1))
    assert document.total == Decimal(70)
    lines = cast("list[documents.StatementLine]", document.members["lines"])
    assert [each.debit - each.credit for each in lines] == [Decimal(100), Decimal(-30)]
    later = StatementFilter(customer_id=customer, from_date=date(2999, 1, 1))
    assert documents.statement(client, later).total == Decimal(70)
    assert documents.statement(client, later).members["lines"] == []


@pytest.mark.skipif("DAFTAR_WRITE_PICTURES" not in os.environ, reason="writes docs/pictures when asked to")
def test_the_pictures_of_the_documentation(printed_shop: PrintedShop) -> None:
    PICTURES.mkdir(exist_ok=True)
    (page,) = pages_of(printed_shop.documents()["invoice"], "a4")
    picture = page.render(scale=1.4).to_pil()
    width, _ = picture.size
    picture.crop((0, 0, width, width)).quantize(48).save(PICTURES / "invoice.png", optimize=True)
    (receipt,) = pages_of(printed_shop.documents()["invoice"], "receipt")
    receipt.render(scale=1.4).to_pil().quantize(16).save(PICTURES / "receipt.png", optimize=True)
