"""One shop's day, request by request: both engines give the answers that are kept in golden/.

The file was made once, on MariaDB. To make it anew after a change that is meant: run this test on MariaDB
with DAFTAR_WRITE_GOLDEN=1, and read the diff.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import mysql.connector

from pyclient.deploy.session import execute
from tests.shop import Shop
from tests.till import CASHIER, Till, line, money

GOLDEN = Path(__file__).parent / "golden" / "a_day.json"

# What depends on the clock: business dates, instants, and the dates inside document numbers and sentences.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NUMBER = re.compile(r"((?:INV|PAY|RET|PO|JE|ORD)-(?:[A-Z]+-)?)\d{8}-")
_SENTENCE = re.compile(r"(there is no exchange rate of [A-Z]{3} on )20[2-9]\d-\d\d-\d\d")
_TODAY = re.compile(
    r'"(join_date|start_date|reversed_on|invoice_date|business_date|entry_date|transaction_date|received_at'
    r'|order_date|cancelled_on)":"20[2-9]\d-\d\d-\d\d"'
)

Request = Mapping[str, object] | str | int | None

# What the last of the day is about: the sale whose goods are exchanged, and its line.
SOLD, SOLD_LINE = 10, 18
DOLLARS = 18


def sale(customer: int, *items: object, **members: object) -> dict[str, object]:
    return {"customer_id": customer, "items": list(items), **members}


def day() -> list[tuple[str, Request]]:
    """The ids are those of an empty database: customers, products, invoices and the rest from 1."""
    page = {
        "created_by": 1,
        "work_order_id": 1,
        "customer_id": 1,
        "status": "partial",
        "items": '[{"product_id":1,"qty":50,"selling_price":42,"price_type":"wholesale",'
        '"cost_price_per_unit":31.5},{"product_id":2,"qty":7,"selling_price":465,"price_type":"retail"}]',
        "discount_type": "percent",
        "discount_value": 5,
        "notes": "تسليم الموقع",
        "payments": '[{"amount":1000,"method":"cash","notes":""},{"amount":250,"method":"wallet"},'
        '{"amount":1500.5,"method":"bank_transfer","notes":"تحويل 5531"}]',
        "csrf_token": "t",
        "request_id": "page-1",
    }
    return [
        (
            "sp_save_customer",
            {"name": "محمد علي", "mobile": "01012345678", "city": "القاهرة", "address": "شارع رمسيس"},
        ),
        (
            "sp_save_customer",
            {"name": "شركة ABC", "mobile": "01198765432", "city": "الجيزة", "request_id": "c2"},
        ),
        (
            "sp_save_customer",
            '{"created_by":1,'
            '"name":"\\ud83d\\ude00 \\"é\\"\\\\","mobile":"1","city":"c","notes":"a\\nb\\u0007"}',
        ),
        ("sp_save_customer", {"customer_id": 2, "notes": "ملاحظة", "active": True}),
        (
            "sp_save_product",
            {
                "product_code": "P-003",
                "name": "مواسير",
                "unit": "متر",
                "selling_price": 42,
                "retail_price": "47.5",
                "barcodes": ["622", "b"],
            },
        ),
        (
            "sp_save_product",
            {
                "product_code": "P-012",
                "name": "خلاط",
                "unit_of_measure": "قطعة",
                "selling_price": 420,
                "retail_price": "465",
            },
        ),
        (
            "sp_save_product",
            {
                "product_code": "S",
                "name": "تركيب",
                "unit": "ساعة",
                "selling_price": "33.335",
                "keeps_stock": False,
            },
        ),
        ("sp_save_product", {"product_code": "T", "name": "ثلث", "unit": "u", "selling_price": 0}),
        ("sp_save_product", {"product_id": 4, "reorder_level": "2.5"}),
        ("sp_save_branch", {"code": "GZ", "name": "الجيزة"}),
        ("sp_receive_batch", {"product_id": 1, "qty": 35, "unit_cost": "31.5", "received_at": "2025-08-01"}),
        ("sp_receive_batch", {"product_id": 1, "qty": 60, "unit_cost": "33.25", "received_at": "2025-10-01"}),
        ("sp_receive_batch", {"product_id": 2, "qty": 6, "unit_cost": 310, "received_at": "2025-09-01"}),
        (
            "sp_receive_batch",
            {"product_id": 2, "qty": 4, "unit_cost": "325.5", "received_at": "2025-09-01", "request_id": "b"},
        ),
        (
            "sp_receive_batch",
            {"product_id": 4, "qty": 3, "unit_cost": "3.333333", "received_at": "2025-09-01"},
        ),
        (
            "sp_save_work_order",
            {"customer_id": 1, "title": "تأسيس سباكة", "status": "in_progress", "start_date": "2025-09-01"},
        ),
        ("sp_save_work_order", {"customer_id": 2, "title": "t", "description": "d", "notes": "n"}),
        ("sp_save_work_order", {"work_order_id": 2, "description": None, "status": "completed"}),
        ("sp_wallet_move", {"customer_id": 1, "type": "deposit", "amount": 250}),
        (
            "sp_wallet_move",
            {"customer_id": 2, "type": "refund", "amount": "12.34", "method": "card", "description": "د"},
        ),
        ("sp_wallet_move", {"customer_id": 2, "type": "withdraw", "amount": "2.34"}),
        ("sp_wallet_move", {"customer_id": 2, "type": "withdraw", "amount": "10.01"}),
        ("sp_save_invoice", page),
        ("sp_save_invoice", page),
        ("sp_save_invoice", {**page, "discount_value": 6}),
        (
            "sp_save_invoice",
            sale(
                2,
                line(4, 1, "0.1"),
                line(4, 1, "0.1"),
                line(4, 1, "0.1"),
                status="paid",
                discount_value="33.3333",
            ),
        ),
        ("sp_save_invoice", sale(2, line(3, 3, price_type="retail"), line(3, "1.5"), branch_id=2)),
        (
            "sp_save_invoice",
            sale(
                2,
                line(3, 1, 100),
                line(3, 1, 100),
                line(3, 1, 100),
                discount_type="amount",
                discount_value=10,
                due_date="2030-01-31",
                invoice_group="group7",
            ),
        ),
        (
            "sp_save_invoice",
            sale(
                2,
                line(3, 1, 100),
                status="paid",
                payments=[money(70, "card"), money(50)],
                overpayment="change",
            ),
        ),
        (
            "sp_save_invoice",
            sale(
                2,
                line(3, 1, 100),
                status="paid",
                payments=[
                    money(10, "wallet"),
                    {"method": "mixed", "notes": "م", "parts": [money(60), money(50, "check", notes="ش")]},
                ],
                overpayment="wallet",
            ),
        ),
        ("sp_save_invoice", sale(2, line(3, 1, 5), status="partial", discount_value=100)),
        ("sp_save_invoice", sale(3, line(3, "0.0001", "0.01", row_id=' r 😀"\\'), status="paid")),
        ("sp_save_invoice", sale(1, line(2, 4))),
        ("sp_save_invoice", sale(1, line(99))),
        ("sp_save_invoice", sale(1)),
        ("sp_save_invoice", sale(1, line(3, "12abc"))),
        ("sp_save_invoice", sale(1, line(3, 1, "1.0000005"))),
        ("sp_save_invoice", sale(1, line(3), status="paid", payments=[money(1)])),
        ("sp_save_invoice", sale(1, line(3), status="partial", payments=[money(1, "حوالة")])),
        ("sp_save_invoice", sale(2, line(3), work_order_id=1)),
        ("sp_save_invoice", sale(1, line(3), branch_id=9)),
        ("sp_save_invoice", "{"),
        ("sp_add_payment", {"invoice_id": 1, "amount": "100.25", "request_id": "p1"}),
        (
            "sp_add_payment",
            {"customer_id": 2, "payments": [money(200, "card"), money(50)], "request_id": "p2"},
        ),
        (
            "sp_add_payment",
            {"customer_id": 2, "payments": [money(200, "card"), money(50)], "request_id": "p2"},
        ),
        (
            "sp_add_payment",
            {"work_order_id": 1, "amount": "22.5", "method": "check", "notes": "ش", "branch_id": 2},
        ),
        (
            "sp_add_payment",
            {"invoices": [{"invoice_id": 1, "amount": 5}], "amount": 7, "overpayment": "wallet"},
        ),
        ("sp_add_payment", {"customer_id": 2, "amount": 100000, "overpayment": "change"}),
        ("sp_add_payment", {"customer_id": 2, "amount": 1}),
        ("sp_add_payment", {"invoice_id": 99, "amount": 1}),
        ("sp_get_invoice", 1),
        ("sp_get_invoice", 2),
        ("sp_get_invoice", "6"),
        ("sp_get_invoice", "x"),
        ("sp_get_product", 1),
        ("sp_get_product", 2),
        ("sp_get_product", 4),
        ("sp_list_customers", "{}"),
        ("sp_list_products", '{"search":"622"}'),
        ("sp_list_products", '{"limit":2}'),
        ("sp_list_invoices", '{"customer_id":2,"limit":3}'),
        ("sp_list_invoices", '{"status":"paid","after":6}'),
        ("sp_list_work_orders", "{}"),
        ("sp_customer_statement", '{"customer_id":1}'),
        ("sp_customer_statement", '{"customer_id":2,"limit":4,"after":2}'),
        ("sp_return_items", {"invoice_id": 1, "items": '[{"item_id":1,"qty":"7.5"},{"item_id":2,"qty":1}]'}),
        ("sp_amend_invoice", amendment(1, {"item_id": 1, "qty": 7}, {"item_id": 2, "qty": 7})),
        ("sp_amend_invoice", amendment(1, *AMENDED, discount_value="7.5", refund="original", reason="س")),
        ("sp_amend_invoice", amendment(1, *AMENDED)),
        ("sp_get_invoice", 1),
        ("sp_amend_invoice", {"invoice_id": 1, "items": json.dumps([{"item_id": 1, "qty": "7.5"}])}),
        ("sp_amend_invoice", amendment(3, {"item_id": 7, "qty": "0.3333"}, line(2, 1), notes="م")),
        ("sp_return_items", {"invoice_id": 2, "items": [{"item_id": 5, "qty": 1}], "refund": "original"}),
        ("sp_return_items", {"invoice_id": 2, "all": True, "refund": "cash", "reason": "س", "branch_id": 2}),
        ("sp_return_items", {"invoice_id": 2, "all": True}),
        ("sp_void_payment", {"payment_id": 2, "reason": "شيك مرتجع"}),
        ("sp_cancel_invoice", {"invoice_id": 4}),
        ("sp_revert_invoice", {"invoice_id": 1, "refund": "original", "reason": "س"}),
        ("sp_revert_invoice", {"invoice_id": 1}),
        ("sp_save_account", {"code": "1101", "name_ar": "بنك", "name_en": "Bank", "kind": "asset"}),
        ("sp_set_account_role", {"role": "card", "account_id": 21}),
        ("sp_set_account_role", {"role": "card", "account_id": 7}),
        ("sp_save_supplier", {"name": "شركة التوريدات", "mobile": "0223456789", "city": "بنها"}),
        ("sp_save_supplier", {"supplier_id": 1, "notes": "ن", "active": "yes"}),
        (
            "sp_post_purchase",
            {
                "supplier_id": 1,
                "bill_no": "ف-118",
                "items": '[{"product_id":1,"qty":"7.5","unit_cost":"3.333333"},'
                '{"product_id":2,"qty":1,"unit_cost":0}]',
                "payments": '[{"amount":"10.05","method":"check","notes":"٩"},{"amount":5}]',
                "request_id": "bill",
            },
        ),
        (
            "sp_post_purchase",
            {"items": [{"product_id": 1, "qty": 1, "unit_cost": "2.345678"}], "branch_id": 2},
        ),
        (
            "sp_post_purchase",
            {"supplier_id": 1, "bill_no": "ف-118", "items": [{"product_id": 1, "qty": 1, "unit_cost": 1}]},
        ),
        ("sp_pay_supplier", {"supplier_id": 1, "amount": "20", "overpayment": "advance", "method": "card"}),
        ("sp_pay_supplier", {"supplier_id": 1, "amount": 1}),
        ("sp_void_supplier_payment", {"payment_id": 2}),
        ("sp_set_due_date", {"bill_id": 6, "due_date": "2030-01-31", "reason": "س"}),
        ("sp_set_due_date", {"invoice_id": 3, "due_date": None}),
        ("sp_get_purchase", 6),
        ("sp_reverse_purchase", {"bill_id": 1}),
        ("sp_reverse_purchase", {"bill_id": 6, "refund": "original", "reason": "س"}),
        ("sp_reverse_purchase", {"bill_id": 7}),
        ("sp_get_purchase", 6),
        ("sp_list_purchases", '{"supplier_id":1}'),
        ("sp_list_purchases", '{"limit":2,"reversed":"no"}'),
        ("sp_list_suppliers", "{}"),
        ("sp_supplier_statement", '{"supplier_id":1,"limit":4}'),
        *offers(),
        ("sp_close_books", {"closed_to": "2025-01-31", "request_id": "cb"}),
        ("sp_get_invoice", 1),
        ("sp_get_invoice", 2),
        *exchanges(),
        *terms(),
    ]


def terms() -> list[tuple[str, Request]]:
    """What the shop sells by."""
    return [
        ("sp_save_tax", {"code": "VAT", "name": "ضريبة القيمة المضافة", "rate": "14", "request_id": "vat"}),
        ("sp_save_tax", {"code": "T-2", "name": 'رسم "2"', "rate": "0.1250", "active": "no"}),
        ("sp_save_tax", {"tax_id": 2, "rate": 1}),
        (
            "sp_save_product",
            {
                "product_id": 2,
                "taxes": '["T-2",1]',
                "units": '[{"unit":"كرتونة","factor":"12.5","selling_price":"99"},{"unit":"box","factor":3}]',
                "request_id": "terms",
            },
        ),
        ("sp_get_product", 2),
        ("sp_save_product", {"product_id": 2, "taxes": ["NONE"]}),
        ("sp_save_product", {"product_id": 2, "units": [{"unit": "box", "factor": 0}]}),
        ("sp_list_taxes", "{}"),
        ("sp_set_setting", {"name": "smallest_coin", "value": "0.25", "request_id": "coin"}),
        ("sp_set_setting", {"name": "smallest_coin", "value": "0.255"}),
        ("sp_set_setting", {"name": "tax_rounding", "value": "line"}),
        ("sp_get_settings", 1),
        ("sp_set_setting", {"name": "smallest_coin", "value": 0}),
        ("sp_set_setting", {"name": "tax_rounding", "value": "document"}),
        (
            "sp_save_price_list",
            {
                "code": "DEALERS",
                "name": "تجار",
                "prices": '[{"product_id":2,"price":"300.5"},{"product_id":2,"unit":"box","price":"890"}]',
                "request_id": "list",
            },
        ),
        ("sp_list_prices", {"price_list_id": 1}),
        ("sp_save_customer_group", {"code": "D", "name": "تجار", "price_list_id": 1}),
        ("sp_list_customer_groups", "{}"),
        ("sp_set_exchange_rate", {"currency": "USD", "rate": "50.25", "valid_from": "2025-01-01"}),
        ("sp_list_exchange_rates", {"on": "2025-06-01"}),
        *in_dollars(),
        ("sp_save_customer", {"customer_id": 2, "group_id": 1, "notes": "ن"}),
        ("sp_receive_batch", {"product_id": 2, "qty": 10, "unit_cost": "200"}),
        ("sp_save_invoice", {"customer_id": 2, "items": [line(2, 1), line(2, 2, unit="box")]}),
        ("sp_save_customer", {"customer_id": 2, "credit_limit": "0"}),
        ("sp_save_price_list", {"price_list_id": 1, "active": False, "prices": [{"product_id": 2}]}),
        ("sp_list_price_lists", "{}"),
    ]


def in_dollars() -> list[tuple[str, Request]]:
    """A quote and a sale in dollars, what is refused of it, a payment at another rate, and the end of it."""
    sale: dict[str, object] = {
        "customer_id": 2,
        "items": [line(3, 3, "33.333333"), line(3, 2, "7.77", tax_rate=14), line(3, 1)],
        **{"currency": "USD", "exchange_rate": "47.123457"},
        **{"discount_type": "amount", "discount_value": "1.5"},
    }
    invoice = {"invoice_id": DOLLARS}
    return [
        ("sp_quote_invoice", sale),
        ("sp_quote_invoice", {**sale, "currency": "CHF", "exchange_rate": None}),
        ("sp_save_invoice", {**sale, "status": "partial", "payments": [{"amount": "10.01"}]}),
        ("sp_add_payment", {**invoice, "amount": "20", "base_amount": "900"}),
        ("sp_add_payment", {**invoice, "amount": "20", "overpayment": "wallet"}),
        ("sp_amend_invoice", {**invoice, "items": [line(3, 1)]}),
        ("sp_get_invoice", DOLLARS),
        ("sp_revert_invoice", invoice),
    ]


AMENDED = (
    {"item_id": 1, "qty": "40.5", "row_id": " x"},
    {"item_id": 2, "qty": 7},
    {"product_id": 3, "qty": 3, "selling_price": "0.333333", "price_type": "retail"},
)


def amendment(invoice: int, *items: object, **members: object) -> dict[str, object]:
    return {"invoice_id": invoice, "items": list(items), **members}


def offers() -> list[tuple[str, Request]]:
    """Offers and a coupon, a sale that is given all of them, and one that uses the coupon up."""
    bought = {"customer_id": 1, "items": [line(1, 3, row_id="o"), line(2, "0.5", "20.5")]}
    names: dict[str, object] = {"name": "عرض ٪", "valid_from": "2025-01-01", "product_id": 1}
    return [
        ("sp_save_offer", {"code": "O-1", "gives": "percent", "value": "12.5", "min_qty": "2.5", **names}),
        (
            "sp_save_offer",
            {"code": "O-2", "gives": "price", "value": "3.333333", "max_amount": 1, "priority": 2, **names},
        ),
        (
            "sp_save_offer",
            {"code": "O-3", "name": "هدية", "gives": "free_item", "free_product_id": 2, "free_qty": "0.25"},
        ),
        ("sp_save_offer", {"offer_id": 2, "max_amount": "", "min_amount": "7.5", "valid_to": "2030-01-31"}),
        ("sp_save_offer", {"code": "o-1", "name": "x", "gives": "invoice_amount", "value": 1}),
        ("sp_save_coupon", {"code": "عيد 1", "name": "ك", "gives": "percent", "value": "2.5", "max_uses": 1}),
        ("sp_save_invoice", {**bought, "coupon_code": "عيد 1", "discount_value": "1.25", "request_id": "o"}),
        ("sp_save_invoice", {**bought, "coupon_code": "عيد 1"}),
        ("sp_save_invoice", {**bought, "coupon_code": "nothing"}),
        ("sp_list_offers", "{}"),
        ("sp_list_coupons", '{"search":"عيد"}'),
        *(("sp_save_offer", {"offer_id": each, "active": False}) for each in (1, 2, 3)),
    ]


def exchanges() -> list[tuple[str, Request]]:
    """A paid sale of 3 at 10, of which 2 come back for something dearer, and that for something cheaper."""
    return [
        ("sp_save_invoice", {"customer_id": 1, "items": [line(1, 3, 10)], "status": "paid"}),
        (
            "sp_return_items",
            {
                **{"invoice_id": SOLD, "items": f'[{{"item_id":{SOLD_LINE},"qty":2}}]', "reason": "مقاس"},
                "exchange_items": '[{"product_id":1,"qty":2.5,"selling_price":"11.111","row_id":"r"}]',
                "payments": '[{"amount":5,"method":"cash"},{"amount":10,"method":"card"}]',
                **{"overpayment": "wallet", "due_date": "2030-01-31", "exchange_notes": "بدل"},
                "request_id": "exchange",
            },
        ),
        (
            "sp_return_items",
            {
                **{"invoice_id": SOLD + 1, "all": True, "refund": "original"},
                "exchange_items": [line(2, "0.5", "20.5")],
            },
        ),
        ("sp_return_items", {"invoice_id": SOLD, "all": True, "exchange_items": [line(1, 100000)]}),
        ("sp_get_invoice", SOLD),
        ("sp_get_invoice", SOLD + 1),
        ("sp_get_invoice", SOLD + 2),
        *drafts(),
        *orders(),
    ]


def drafts() -> list[tuple[str, Request]]:
    """A cart that is put aside, changed and sold; its request comes back letter by letter."""
    cart = (
        '{ "created_by":1,"customer_id" : 1, "items":'
        '"[{\\"product_id\\":1,\\"qty\\":\\"2\\",\\"row_id\\":\\"r1\\"}]",'
        '"x":5.10,\n"csrf_token":"t","name":"سلة", "request_id":"draft"}'
    )
    changed = {
        "draft_id": 1,
        "customer_id": 1,
        "items": [line(1, "0.5", "12.50", row_id="r1"), {"row_id": "r2"}],
    }
    sold = sale(1, line(1, "0.5", "12.50"), draft_id=1)
    return [
        ("sp_save_draft", cart),
        ("sp_save_draft", cart),
        ("sp_get_draft", 1),
        ("sp_save_draft", changed),
        ("sp_save_draft", {"name": "طاولة 7"}),
        ("sp_list_drafts", "{}"),
        ("sp_delete_draft", {"draft_id": 2, "reason": "لم يحضر"}),
        ("sp_save_invoice", sold),
        ("sp_save_invoice", sold),
        ("sp_get_draft", 1),
        ("sp_list_drafts", '{"consumed": true}'),
        ("sp_get_draft", 2),
    ]


def orders() -> list[tuple[str, Request]]:
    """An order that is changed, billed in two parts and given back one of them; one that is given up."""
    items = [
        line(1, "2.5", "12.50", discount_amount="1", row_id="r1"),
        line(2, 3, discount_percent="2.5", tax_rate="14"),
    ]
    first = {"customer_id": 1, "items": items, "discount_type": "amount", "discount_value": "2"}
    return [
        ("sp_save_order", {"customer_id": 1, "items": [line(1)], "source": "booking"}),
        ("sp_save_order", {**first, "order_id": 1, "notes": "ط"}),
        ("sp_complete_order", {"order_id": 1, "items": [{"order_item_id": 2, "qty": "0.5"}]}),
        ("sp_complete_order", {"order_id": 1, "payments": [money(5)], "request_id": "order"}),
        ("sp_complete_order", {"order_id": 1, "payments": [money(5)], "request_id": "order"}),
        ("sp_cancel_order", {"order_id": 1}),
        ("sp_get_order", 1),
        ("sp_save_order", {**first, "source": "pos"}),
        ("sp_cancel_order", {"order_id": 2, "reason": "لم يحضر"}),
        ("sp_list_orders", '{"limit":1}'),
        ("sp_list_orders", '{"status":"completed"}'),
    ]


def timeless(text: str) -> str:
    text = _INSTANT.sub("<instant>", text)
    text = _NUMBER.sub(r"\1<day>-", text)
    text = _SENTENCE.sub(r"\1<day>", text)
    return _TODAY.sub(lambda found: found[0] if '"2025-' in found[0] else f'"{found[1]}":"<day>"', text)


def test_both_engines_give_the_same_answers(database: Shop) -> None:
    """In a database of its own: a refused call of another test may have used up an id."""
    execute(
        database.connection,
        "INSERT INTO users (id, username, role) VALUES (%s, 'cashier', 'user')",
        (CASHIER,),
    )
    till, answers = Till(database), []
    for procedure, request in day():
        try:
            answer = till.text(procedure, request)
        except mysql.connector.Error as error:
            execute(till.connection, "ROLLBACK")
            answer = f"{error.errno} {error.msg}"
        answers.append({"call": procedure, "answer": timeless(answer)})
    if os.environ.get("DAFTAR_WRITE_GOLDEN"):
        assert till.shop.server.engine == "mariadb"
        GOLDEN.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert answers == json.loads(GOLDEN.read_text(encoding="utf-8"))
