"""A small shop, and a day of calls through every public procedure, short enough to be run a hundred times."""

from __future__ import annotations

from pyclient import wire
from pyclient.deploy.session import execute
from tests.shop import Shop
from tests.till import CASHIER, Till, line, money

# What the calls below name. A new database numbers from 1.
CUSTOMER, OTHER = 1, 2
PRODUCT, SERVICE = 1, 2
INVOICE, UNPAID, IN_DOLLARS = 1, 2, 12
WORK_ORDER = 1
# The layers of the product are two purchases of their own.
SUPPLIER, BILL = 1, 3


def seed(shop: Shop) -> None:
    """Customers who owe and have prepaid, stock in layers, a work order."""
    execute(
        shop.connection,
        "INSERT INTO users (id, username, role, created_at) VALUES (%s, 'cashier', 'admin', '2026-01-01')",
        (CASHIER,),
    )
    till = Till(shop)
    customer, other = till.customer(), till.customer(name="شركة النور", mobile="01200000000")
    product = till.product((3, 10), (10, "0.333333"), name="كوع 90 درجة", barcodes=["111"])
    service = till.product(name="تركيب", keeps_stock=False)
    order = till.work_order(customer)
    sale = till.sell(customer, line(product, "1.5", "9.99"), line(service, 1, 70), work_order_id=order)
    unpaid = till.sell(other, line(product, 1, 5))
    till.deposit(customer, 500)
    supplier = till.supplier()
    bill = till.buy(supplier, (till.product(name="صمام"), 4, "2.5"), payments=[money(4), money(1, "card")])
    assert (supplier, bill["bill_id"]) == (SUPPLIER, BILL)
    named = (customer, other, product, service, order, sale["invoice_id"], unpaid["invoice_id"])
    assert named == (CUSTOMER, OTHER, PRODUCT, SERVICE, WORK_ORDER, INVOICE, UNPAID)


def spoil(shop: Shop) -> None:
    """What an old page leaves to repair."""
    execute(shop.connection, "UPDATE work_orders SET total_paid = 1")
    execute(
        shop.connection,
        "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at, created_at)"
        " VALUES (%s, 2, 2, 2, 1.5, '2026-01-01', '2026-01-01')",
        (PRODUCT,),
    )


def _request(**members: object) -> str:
    return wire.encode({"created_by": CASHIER, **members})


# (procedure, argument): the writing ones first, since with autocommit off a read opens a transaction.
WRITES: list[tuple[str, str]] = [
    (
        "sp_save_invoice",
        _request(
            customer_id=CUSTOMER,
            items=[line(PRODUCT, "1.5", "9.99", row_id=f"r{n}") for n in range(3)],
            discount_value="7.5",
            status="partial",
            payments=[money(5), {"method": "mixed", "parts": [money(1, "card"), money(2, "wallet")]}],
            notes="ملاحظة ' \" \\ ؟",
            work_order_id=WORK_ORDER,
            request_id="day-1",
        ),
    ),
    (
        "sp_save_invoice",
        _request(customer_id=OTHER, items=[line(PRODUCT, 2), line(SERVICE, "0.3333", 7)], status="paid"),
    ),
    (
        "sp_save_invoice",
        _request(
            customer_id=OTHER,
            items=[
                line(PRODUCT, 1, "9.99", discount_percent="2.5", tax_rate=14, price_includes_tax=True),
                line(SERVICE, 2, 7, discount_amount="0.5", tax_rate="7.5", uom="قطعة"),
            ],
            discount_value=3,
            cash_rounding=False,
        ),
    ),
    (
        "sp_save_draft",
        _request(
            customer_id=CUSTOMER,
            items=[line(PRODUCT, 2, row_id="r1"), {"row_id": "r2"}],
            name="سلة ' \" \\ ؟",
            request_id="day-23",
        ),
    ),
    ("sp_save_draft", _request(draft_id=1, items="[]")),
    ("sp_save_draft", _request(name="أخرى")),
    ("sp_save_invoice", _request(customer_id=OTHER, items=[line(SERVICE, 1, 1)], draft_id=1)),
    ("sp_delete_draft", _request(draft_id=2, reason="سبب", request_id="day-24")),
    (
        "sp_save_order",
        _request(
            customer_id=OTHER,
            items=[line(SERVICE, 3, 7, discount_amount="0.5", row_id="r1", uom="قطعة")],
            discount_value="2.5",
            source="booking",
            notes="طلب ' \" \\ ؟",
            request_id="day-25",
        ),
    ),
    ("sp_save_order", _request(order_id=1, items=[line(SERVICE, 3, 7, discount_amount="0.5")])),
    (
        "sp_complete_order",
        _request(order_id=1, items=[{"order_item_id": 2, "qty": "1.5"}], payments=[money(1)], notes="جزء"),
    ),
    ("sp_complete_order", _request(order_id=1, status="paid", request_id="day-26")),
    ("sp_save_order", _request(customer_id=OTHER, items=[line(SERVICE), line(PRODUCT, "0.5")])),
    ("sp_cancel_order", _request(order_id=2, reason="سبب", request_id="day-27")),
    ("sp_add_payment", _request(customer_id=CUSTOMER, amount=40, request_id="day-2")),
    ("sp_add_payment", _request(invoice_id=INVOICE, amount=3, method="wallet")),
    ("sp_add_payment", _request(invoice_id=UNPAID, amount=1, method="check", status="pending")),
    ("sp_set_payment_status", _request(pending_payment_id=1, status="failed", request_id="day-61")),
    (
        "sp_set_due_date",
        _request(invoice_id=UNPAID, due_date="2999-12-31", reason="سبب", request_id="day-another-day"),
    ),
    ("sp_set_due_date", _request(bill_id=BILL, due_date="2999-12-31")),
    ("sp_wallet_move", _request(customer_id=CUSTOMER, type="deposit", amount="12.34")),
    ("sp_wallet_move", _request(customer_id=CUSTOMER, type="withdraw", amount="0.34", method="card")),
    ("sp_save_work_order", _request(customer_id=OTHER, title="صيانة", start_date="2026-02-28")),
    ("sp_save_work_order", _request(work_order_id=WORK_ORDER, status="in_progress")),
    ("sp_receive_batch", _request(product_id=PRODUCT, qty="7.5", unit_cost="0.123456")),
    ("sp_save_customer", _request(name="عميل جديد", mobile="01000000000", city="طنطا")),
    ("sp_save_customer", _request(customer_id=OTHER, notes="n")),
    (
        "sp_save_product",
        _request(product_code="N-1", name="جديد", unit="قطعة", selling_price="1.5", barcodes=["222", "333"]),
    ),
    ("sp_save_branch", _request(code="GZ", name="الجيزة")),
    ("sp_set_user_branches", _request(user_id=1, branch_ids=[1, 2], request_id="day-53")),
    # the admin of this day; nobody else is left to permit it again
    ("sp_set_user_permissions", _request(user_id=1, permissions=["sp_save_invoice"], request_id="day-90")),
    ("sp_set_user_permissions", _request(user_id=1, permissions=[], request_id="day-91")),
    ("sp_save_cost_center", _request(code="SHOP", name="المحل", request_id="day-54")),
    ("sp_save_branch", _request(branch_id=1, cost_center_id=1, request_id="day-55")),
    ("sp_save_till", _request(code="T1", name="كاشير ' \" \\ ؟", own_numbers=True, request_id="day-30")),
    ("sp_open_shift", _request(till="T1", opening_cash="100.50", request_id="day-31")),
    (
        "sp_pos_sale",
        _request(
            customer_id=OTHER,
            items=[line(SERVICE, 2, 7, discount_percent="2.5", row_id="r1"), line(SERVICE, 1, 3)],
            payments=[money(20)],
            overpayment="change",
            request_id="day-28",
        ),
    ),
    ("sp_cash_move", _request(type="out", amount="20.25", reason="توريد ' \" \\ ؟", request_id="day-32")),
    ("sp_close_shift", _request(counted={"cash": "80.00"}, request_id="day-33")),
    ("sp_daily_closing", _request(date="2025-01-31", request_id="day-37")),
    ("sp_save_tax", _request(code="VAT", name="ضريبة القيمة المضافة", rate=14, request_id="day-13")),
    (
        "sp_save_product",
        _request(product_id=PRODUCT, taxes=[], units=[{"unit": "علبة", "factor": 12, "selling_price": "99"}]),
    ),
    ("sp_set_setting", _request(name="smallest_coin", value=None)),
    (
        "sp_save_price_list",
        _request(
            code="DEALERS",
            name="تجار",
            prices=[
                {"product_id": PRODUCT, "price": "9.5"},
                {"product_id": PRODUCT, "unit": "علبة", "price": "88.123456"},
                {"product_id": SERVICE, "price": None},
            ],
            request_id="day-14",
        ),
    ),
    ("sp_save_customer_group", _request(code="DEALERS", name="تجار", price_list_id=1, request_id="day-15")),
    ("sp_set_exchange_rate", _request(currency="USD", rate="50.25", request_id="day-rate")),
    (
        "sp_save_account",
        _request(code="1101", name_ar="بنك", name_en="Bank 2", kind="asset", request_id="day-4"),
    ),
    ("sp_save_supplier", _request(name="مورد جديد", mobile="0223456789")),
    ("sp_save_supplier", _request(supplier_id=SUPPLIER, notes="n")),
    (
        "sp_post_purchase",
        _request(
            supplier_id=SUPPLIER,
            bill_no="ف-7",
            items=[{"product_id": PRODUCT, "qty": "2.5", "unit_cost": "4.123456"} for _ in range(2)],
            payments=[money(3, "check", notes="رقم ٧")],
            request_id="day-7",
        ),
    ),
    (
        "sp_save_supplier_opening",
        _request(supplier_id=SUPPLIER, amount="2.25", date="2025-01-31", bill_no="ف-8", notes="قديم"),
    ),
    ("sp_pay_supplier", _request(supplier_id=SUPPLIER, amount="2.25", request_id="day-8")),
    ("sp_void_supplier_payment", _request(payment_id=1, reason="مرتجع")),
    (
        "sp_post_voucher",
        _request(
            description="إيجار",
            reference_no="ح-٧",
            date="2025-01-30",
            items=[
                {"account": "5400", "debit": "7.25", "memo": "الفرع"},
                {"account_id": 2, "credit": "7.25"},
            ],
            request_id="day-voucher",
        ),
    ),
    ("sp_reverse_voucher", _request(voucher_id=1, reason="خطأ", request_id="day-voucher-back")),
    (
        "sp_return_purchase",
        _request(
            bill_id=BILL,
            items=[{"batch_id": 3, "qty": "0.5"}],
            refund="original",
            reason="تالف",
            request_id="day-sent-back",
        ),
    ),
    ("sp_reverse_purchase", _request(bill_id=BILL, refund="original", request_id="day-9")),
    (
        "sp_save_offer",
        _request(
            code="O-1",
            name="قطعة مجانية",
            product_id=PRODUCT,
            min_qty="0.5",
            gives="free_item",
            free_product_id=SERVICE,
            free_qty="0.25",
            request_id="day-36",
        ),
    ),
    ("sp_save_offer", _request(code="O-2", name="خصم", gives="invoice_percent", value="2.5")),
    ("sp_save_coupon", _request(code="عيد-1", name="كوبون", gives="amount", value="0.25", max_uses=5)),
    ("sp_save_coupon", _request(coupon_id=1, max_uses_per_customer=2, request_id="day-38")),
    (
        "sp_save_invoice",
        _request(
            customer_id=OTHER,
            items=[line(PRODUCT, 1, 0, row_id="a"), line(SERVICE, 1, 3)],
            discount_value=1,
            coupon_code="عيد-1",
            request_id="day-35",
        ),
    ),
    ("sp_save_offer", _request(offer_id=1, active=False)),
    ("sp_save_offer", _request(offer_id=2, active=False)),
    (
        "sp_adjust_stock",
        _request(items=[{"product_id": PRODUCT, "qty_delta": -1}], reason="كسر", request_id="day-6"),
    ),
    ("sp_set_account_role", _request(role="cash", account_id=2)),
    ("sp_close_books", _request(closed_to="2025-01-31")),
    ("sp_repair_books", _request(dry_run=False, request_id="day-10")),
    ("sp_repair_books", _request(checks=["work_order_totals"])),
    (
        "sp_return_items",
        _request(invoice_id=INVOICE, items=[{"item_id": 1, "qty": "0.5"}], request_id="day-5"),
    ),
    (
        "sp_return_items",
        _request(
            invoice_id=INVOICE,
            items=[{"item_id": 1, "qty": "0.25"}],
            exchange_items=[line(PRODUCT, "0.5", 4)],
            payments=[money(1, "card")],
            exchange_notes="بدل",
            request_id="day-12",
        ),
    ),
    (
        "sp_amend_invoice",
        _request(
            invoice_id=INVOICE,
            items=[{"item_id": 1, "qty": 2}, {"item_id": 2, "qty": 1}, line(PRODUCT, "0.5", 3, row_id="new")],
            notes="معدلة",
            request_id="day-11",
        ),
    ),
    *(
        (
            "sp_save_debit_note",
            _request(
                customer_id=OTHER,
                source_invoice_id=5,
                reference_type=kind,
                reference_no=f"ب-{kind}",
                reason="شحن ' \" \\ ؟",
                items=[
                    {"description": "شحن", "quantity": "1.5", "unit_price": "3.335", "tax_rate": 14},
                    {"description": "تغليف", "quantity": 1, "unit_price": 2, "item_type": "service"},
                ],
                request_id=f"day-dn-{kind}",
            ),
        )
        for kind in ("additional_fees", "penalty")
    ),
    ("sp_apply_debit_note", _request(debit_note_id=1, amount="1.25", request_id="day-dn-1")),
    ("sp_cancel_debit_note", _request(debit_note_id=2, reason="سبب", request_id="day-dn-2")),
    (
        "sp_save_debit_note",
        _request(
            customer_id=OTHER,
            source_invoice_id=5,
            reference_type="correction",
            currency="USD",
            items=[{"description": "شحن جوي", "quantity": 3, "unit_price": "3.33", "tax_rate": "7.5"}],
            request_id="day-dn-usd",
        ),
    ),
    (
        "sp_apply_debit_note",
        _request(debit_note_id=3, amount="3.33", base_amount="150", request_id="day-dn-3"),
    ),
    (
        "sp_save_debit_note",
        _request(
            customer_id=OTHER,
            reference_type="opening_balance",
            reference_no="دفتر-1",
            debit_note_date="2025-01-31",
            items=[{"description": "رصيد سابق ' \" \\ ؟", "quantity": 1, "unit_price": "7.5"}],
            request_id="day-dn-opening",
        ),
    ),
    (
        "sp_save_invoice",
        _request(
            customer_id=OTHER,
            items=[line(PRODUCT, "0.5", "1.11"), line(SERVICE, 3, "0.07", tax_rate="7.5")],
            currency="USD",
            discount_value="2.5",
            status="partial",
            payments=[money("0.33")],
            request_id="day-usd-1",
        ),
    ),
    (
        "sp_add_payment",
        _request(invoice_id=IN_DOLLARS, amount="0.11", base_amount="5.25", request_id="day-usd-2"),
    ),
    ("sp_return_items", _request(invoice_id=IN_DOLLARS, all=True, request_id="day-usd-3")),
    ("sp_cancel_invoice", _request(invoice_id=UNPAID, reason="سبب")),
    ("sp_void_payment", _request(payment_id=1, request_id="day-3")),
    ("sp_revert_invoice", _request(invoice_id=INVOICE, refund="original")),
    ("sp_mark_invoice_paid", _request(invoice_id=5, method="card", request_id="day-due")),
]
READS: list[tuple[str, str | None]] = [
    ("sp_get_version", None),
    ("sp_verify_books", None),
    ("sp_verify_quick", None),
    ("sp_get_audit_head", None),
    ("sp_verify_audit", '{"chains":[]}'),
    ("sp_get_invoice", str(INVOICE)),
    ("sp_get_invoice", "3"),
    (
        "sp_quote_invoice",
        _request(
            customer_id=CUSTOMER,
            items=[
                line(PRODUCT, "1.5", "9.99", discount_percent="2.5", tax_rate=14, row_id="r"),
                line(SERVICE),
            ],
            status="paid",
            discount_value="7.5",
        ),
    ),
    ("sp_quote_invoice", _request(customer_id="x", items=[{"row_id": "r"}, line(PRODUCT, 1000)])),
    ("sp_get_product", str(PRODUCT)),
    ("sp_get_purchase", str(BILL)),
    ("sp_list_purchases", '{"limit": 2}'),
    ("sp_get_voucher", "1"),
    ("sp_list_vouchers", '{"account": "5400", "from": "2025-01-30"}'),
    ("sp_list_offers", '{"limit": 1}'),
    ("sp_list_coupons", '{"code": "عيد-1"}'),
    ("sp_list_suppliers", '{"search": "شركة"}'),
    ("sp_supplier_statement", f'{{"supplier_id": {SUPPLIER}}}'),
    ("sp_get_debit_note", "1"),
    ("sp_list_debit_notes", '{"status": "partially_applied", "limit": 1}'),
    ("sp_get_draft", "1"),
    ("sp_list_drafts", '{"consumed": true, "limit": 2}'),
    ("sp_get_order", "1"),
    ("sp_list_orders", '{"status": "completed", "search": "ORD", "limit": 2}'),
    ("sp_list_invoices", '{"open": true, "limit": 2}'),
    ("sp_list_invoices", '{"overdue": true}'),
    ("sp_list_pending_payments", '{"status": "failed"}'),
    ("sp_get_payment", "1"),
    ("sp_get_wallet_move", "1"),
    ("sp_list_customers", '{"search": "شركة"}'),
    ("sp_list_products", '{"limit": 1}'),
    ("sp_list_work_orders", "{}"),
    ("sp_list_taxes", '{"limit": 1}'),
    ("sp_list_price_lists", '{"limit": 1}'),
    ("sp_list_prices", '{"price_list_id": 1}'),
    ("sp_list_customer_groups", "{}"),
    ("sp_list_exchange_rates", '{"currency": "USD"}'),
    ("sp_get_settings", "1"),
    ("sp_list_tills", '{"limit": 1}'),
    ("sp_list_users", '{"limit": 1}'),
    ("sp_list_cost_centers", '{"limit": 1}'),
    ("sp_list_accounts", '{"role": "cash"}'),
    ("sp_get_shift", '{"shift_id": 1}'),
    ("sp_get_closing", '{"date": "2025-01-31"}'),
    ("sp_list_shifts", '{"limit": 1}'),
    ("sp_customer_statement", f'{{"customer_id": {CUSTOMER}}}'),
    ("sp_report_sales", '{"by": "month"}'),
    ("sp_report_payments", '{"method": "cash"}'),
    ("sp_report_products", "{}"),
    ("sp_report_unpaid", '{"overdue": false, "limit": 2}'),
    ("sp_report_ageing", "{}"),
    ("sp_report_payables", "{}"),
    ("sp_report_bills_due", '{"limit": 2}'),
    ("sp_report_stock", '{"low": false}'),
    ("sp_report_profit", '{"by": "customer"}'),
    ("sp_report_taxes", "{}"),
    ("sp_report_reconciliation", '{"limit": 1}'),
    ("sp_report_documents", '{"differences": true}'),
    ("sp_report_work_order", "1"),
]
