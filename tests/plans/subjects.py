"""Who is measured: a customer with open invoices, work order and wallet, and three products with layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.shop import call

CASHIER = 1
Request = Mapping[str, object]


@dataclass(frozen=True)
class Subject:
    """One customer's and three products' ids; the invoices are open, oldest first."""

    name: str
    customer: int
    work_order: int
    products: tuple[int, ...]
    invoices: tuple[int, ...]
    supplier: int = 1
    bill: int = 1  # of three lines, untouched
    paid: int = 1  # a payment of the supplier's
    drafts: tuple[int, ...] = (1, 2, 3)
    orders: tuple[int, ...] = (1, 2, 3)
    offer: int = 1  # inactive: two of the third product with the first
    coupon: int = 1  # of the name's code
    promised: int = 1  # a payment of the third invoice that is pending
    number: str = ""  # of the first invoice
    notes: tuple[int, ...] = (1, 2, 3)  # open ones of the first invoice
    abroad: tuple[int, ...] = (1, 2, 3, 4, 5)  # open invoices in dollars
    payments: tuple[int, int] = (1, 2)  # of an invoice, and of one in dollars
    voucher: int = 1
    bill_batch: int = 1  # of the bill
    day: date = date(2020, 1, 1)  # on which nothing happened, and which is not closed yet


def make_subject(
    connection: MySQLConnectionAbstract, name: str, *, layers: int = 40, invoices: int = 20
) -> Subject:
    """``layers`` of one piece for the first product (40 for the others), then one of 1,000; each of the open
    ``invoices`` took a piece of every product."""

    def make(procedure: str, member: str, **request: object) -> int:
        value = call(connection, procedure, {"created_by": CASHIER, **request})[member]
        assert isinstance(value, int)
        return value

    customer = make("sp_save_customer", "customer_id", name=name, mobile="0", city="x")
    work_order = make("sp_save_work_order", "work_order_id", customer_id=customer, title=name)
    products = []
    for number in range(3):
        code = f"{name}-{number}"
        members = {"product_code": code, "name": code, "unit": "x", "selling_price": 10}
        product = make("sp_save_product", "product_id", **members, barcodes=[code, f"{code}-b"])
        execute(
            connection,
            "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at)"
            f" SELECT {product}, 1, 1, 1, 4, '2025-01-01' FROM lock_buckets"
            f" WHERE bucket < {40 if number else layers}",
        )
        _post_receipt(connection, product)
        make("sp_receive_batch", "batch_id", product_id=product, qty=1000, unit_cost=4)
        products.append(product)
    sale = {
        "customer_id": customer,
        "work_order_id": work_order,
        "items": [{"product_id": product, "qty": 1} for product in products],
    }
    made = [make("sp_save_invoice", "invoice_id", **sale) for _ in range(invoices)]
    make("sp_wallet_move", "wallet_transaction_id", customer_id=customer, type="deposit", amount=500)
    supplier = make("sp_save_supplier", "supplier_id", name=name)
    items = [{"product_id": product, "qty": 5, "unit_cost": 3} for product in products]
    bill = make("sp_post_purchase", "bill_id", supplier_id=supplier, bill_no="1", items=items)
    ((batch,),) = fetch(connection, f"SELECT MIN(id) FROM batches WHERE purchase_id = {bill}")
    for _ in range(20):
        call(connection, "sp_pay_supplier", {"created_by": CASHIER, "supplier_id": supplier, "amount": 1})
    sides = [{"account": "5400", "debit": 5}, {"account": "1110", "credit": 5}]
    vouchers = [make("sp_post_voucher", "voucher_id", description=name, items=sides) for _ in range(20)]
    drafts = [make("sp_save_draft", "draft_id", **sale, name=name) for _ in range(20)]
    orders = [make("sp_save_order", "order_id", **sale) for _ in range(20)]
    ((paid,),) = fetch(connection, f"SELECT MAX(id) FROM supplier_payments WHERE supplier_id = {supplier}")
    offer: dict[str, object] = {"code": name, "name": "x", "product_id": products[0], "gives": "free_item"}
    gift = {"free_product_id": products[2], "free_qty": 2, "active": False}
    given = make("sp_save_offer", "offer_id", **offer, **gift)
    coupon = make("sp_save_coupon", "coupon_id", code=name, name="x", gives="amount", value=1)
    check = {"amount": 1, "method": "check", "status": "pending", "created_by": CASHIER}
    call(connection, "sp_add_payment", {**check, "invoice_id": made[2]})
    ((promised,),) = fetch(connection, "SELECT MAX(id) FROM pending_payments")
    ((number,),) = fetch(connection, f"SELECT invoice_no FROM invoices_out WHERE id = {made[0]}")
    charges = [{"description": "x", "quantity": 1, "unit_price": 20, "tax_rate": 14}]
    note: dict[str, object] = {"customer_id": customer, "source_invoice_id": made[0], "items": charges}
    notes = [
        make(
            "sp_save_debit_note", "debit_note_id", **note, reference_type="penalty", reference_no=str(number)
        )
        for number in range(20)
    ]
    dollars = {"currency": "USD", "exchange_rate": 50, "customer_id": customer, "work_order_id": work_order}
    goods = [{"product_id": products[2], "qty": 1, "price": 3}]
    abroad = [make("sp_save_invoice", "invoice_id", **dollars, items=goods) for _ in range(6)]
    payments = []
    for paid_part in ({"invoice_id": made[4]}, {"invoice_id": abroad[-1], "exchange_rate": 55}):
        call(connection, "sp_add_payment", {"created_by": CASHIER, "amount": 1, **paid_part})
        ((payment,),) = fetch(connection, "SELECT MAX(id) FROM invoice_payments")
        payments.append(payment)
    return Subject(
        name,
        customer,
        work_order,
        tuple(products),
        tuple(made),
        supplier,
        bill,
        paid,
        tuple(drafts),
        tuple(orders),
        given,
        coupon,
        promised,
        number,
        tuple(notes),
        tuple(abroad),
        (payments[0], payments[1]),
        vouchers[0],
        batch,
    )


def _post_receipt(connection: MySQLConnectionAbstract, product: int) -> None:
    """One journal entry for all batches of a product, which plain INSERTs have made."""
    ((first, value),) = fetch(
        connection, "SELECT MIN(id), SUM(stock_value) FROM batches WHERE product_id = %s", (product,)
    )
    lines = f'[["inventory","{value}"],["goods_received","-{value}"]]'
    execute(connection, "CALL _next_numbers(1, '', 'JE', '2025-01-31', 1, @entry_no)")
    execute(
        connection,
        "CALL _post_entry(@entry_no, 'purchase', 'batches', %s, %s, NULL, NULL, NULL, 1, 1, '2025-01-31',"
        " NOW(), 1, NULL, @entry)",
        (first, lines),
    )
    execute(
        connection,
        "INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty,"
        " total_cost) SELECT @entry, product_id, id, 'purchase', qty, stock_value FROM batches"
        " WHERE product_id = %s",
        (product,),
    )


def sale(subject: Subject, **members: object) -> Request:
    """A sale of four lines that takes four layers for each of two products and five for the first."""
    items = [{"product_id": product, "qty": "3.5"} for product in reversed(subject.products)]
    return {
        "customer_id": subject.customer,
        "created_by": CASHIER,
        "work_order_id": subject.work_order,
        "items": [*items, {"product_id": subject.products[0], "qty": "1"}],
        "status": "partial",
        "payments": [{"amount": 50}, {"amount": 10, "method": "wallet"}],
        **members,
    }


def in_dollars(subject: Subject) -> Request:
    """A sale in dollars, at the list prices, out of one layer of each product, however many are left."""
    items = [{"product_id": product, "qty": "0.5"} for product in subject.products]
    return sale(subject, items=items, currency="USD", exchange_rate="50.25", payments=[{"amount": "0.05"}])


def code_of(subject: Subject) -> str:
    """A code of its own, where letters, digits and hyphens are allowed."""
    return subject.name.replace(" ", "-")


def till_of(subject: Subject) -> str:
    """The code of its till."""
    return "".join(letter for letter in subject.name.upper() if letter.isalnum())[:8]


def writes(subject: Subject) -> dict[str, tuple[str, Request]]:
    """Every kind of write: its name, procedure and request, in an order in which all of them go."""
    first, *_, last = subject.invoices
    cashier = {"created_by": CASHIER}
    keyed = sale(subject, request_id=subject.name.replace(" ", "-"))
    short = sale(subject, items=[{"product_id": subject.products[1], "qty": 5000}])
    listed = [{"invoice_id": first, "amount": 1}, {"invoice_id": last, "amount": 1}]
    payment = {**cashier, "amount": 35}
    return {
        "sale": ("sp_save_invoice", keyed),
        "sale sent again": ("sp_save_invoice", keyed),
        "sale refused": ("sp_save_invoice", short),
        "sale of a draft": ("sp_save_invoice", sale(subject, draft_id=subject.drafts[0])),
        "draft": ("sp_save_draft", sale(subject)),
        "changed draft": ("sp_save_draft", sale(subject, draft_id=subject.drafts[1])),
        "deleted draft": ("sp_delete_draft", {**cashier, "draft_id": subject.drafts[2]}),
        "order": ("sp_save_order", {**sale(subject), "discount_value": 5}),
        "changed order": ("sp_save_order", {**sale(subject), "order_id": subject.orders[1]}),
        "order that is billed": ("sp_complete_order", {**cashier, "order_id": subject.orders[0]}),
        "cancelled order": ("sp_cancel_order", {**cashier, "order_id": subject.orders[2]}),
        "promised payment": (
            "sp_add_payment",
            {**payment, "invoice_id": subject.invoices[1], "amount": 1, "status": "pending"},
        ),
        "promised payment that comes": (
            "sp_set_payment_status",
            {**cashier, "pending_payment_id": subject.promised, "status": "completed"},
        ),
        "due date of an invoice": (
            "sp_set_due_date",
            {**cashier, "invoice_id": subject.invoices[2], "due_date": "2999-12-31"},
        ),
        "due date of a bill": (
            "sp_set_due_date",
            {**cashier, "bill_id": subject.bill, "due_date": "2999-12-31"},
        ),
        "rest of an invoice": ("sp_mark_invoice_paid", {**cashier, "invoice_id": subject.invoices[2]}),
        "debit note": (
            "sp_save_debit_note",
            {
                **cashier,
                "customer_id": subject.customer,
                "source_invoice_id": first,
                "reference_type": "penalty",
                "reference_no": "new",
                "items": [
                    {"description": "x", "quantity": 2, "unit_price": 3, "tax_rate": r} for r in (0, 14)
                ],
            },
        ),
        "opening balance of a customer": (
            "sp_save_debit_note",
            {
                **cashier,
                "customer_id": subject.customer,
                "reference_type": "opening_balance",
                "reference_no": "old",
                "debit_note_date": "2020-01-31",
                "items": [{"description": "x", "quantity": 1, "unit_price": 3}],
            },
        ),
        "debit note in dollars": (
            "sp_save_debit_note",
            {
                **cashier,
                "customer_id": subject.customer,
                "source_invoice_id": first,
                "reference_type": "penalty",
                "currency": "USD",
                "exchange_rate": "50.25",
                "items": [{"description": "x", "quantity": 2, "unit_price": 3, "tax_rate": 14}],
            },
        ),
        "applied debit note": (
            "sp_apply_debit_note",
            {**cashier, "debit_note_id": subject.notes[-1], "payments": [{"amount": 1}, {"amount": 2}]},
        ),
        "payment of a debit note": (
            "sp_add_payment",
            {**payment, "debit_note_id": subject.notes[1], "amount": 1},
        ),
        "cancelled debit note": ("sp_cancel_debit_note", {**cashier, "debit_note_id": subject.notes[-2]}),
        "payment of an invoice": ("sp_add_payment", {**payment, "invoice_id": last, "amount": 1}),
        "payment of a list": ("sp_add_payment", {**cashier, "invoices": listed, "amount": 2}),
        "payment of a customer": ("sp_add_payment", {**payment, "customer_id": subject.customer}),
        "payment of a work order": ("sp_add_payment", {**payment, "work_order_id": subject.work_order}),
        "wallet": (
            "sp_wallet_move",
            {**cashier, "customer_id": subject.customer, "type": "withdraw", "amount": 1},
        ),
        "goods": (
            "sp_receive_batch",
            {**cashier, "product_id": subject.products[1], "qty": 1, "unit_cost": 1},
        ),
        "customer": ("sp_save_customer", {**cashier, "customer_id": subject.customer, "city": "y"}),
        "product": (
            "sp_save_product",
            {**cashier, "product_id": subject.products[1], "barcodes": [f"{subject.name}-new"]},
        ),
        "product's code": (
            "sp_save_product",
            {**cashier, "product_id": subject.products[2], "product_code": f"{subject.name}-new"},
        ),
        "work order": ("sp_save_work_order", {**cashier, "work_order_id": subject.work_order, "title": "y"}),
        "branch": ("sp_save_branch", {**cashier, "branch_id": 1, "name": "y"}),
        "cost center": ("sp_save_cost_center", {**cashier, "code": code_of(subject), "name": "y"}),
        "branches of a user": ("sp_set_user_branches", {**cashier, "user_id": 1, "branch_ids": [1]}),
        # without a name, for which MariaDB reads all routines of all databases: that follows no table's size
        "permissions of a user": ("sp_set_user_permissions", {**cashier, "user_id": 1, "permissions": []}),
        "tax": ("sp_save_tax", {**cashier, "code": code_of(subject), "name": "y", "rate": 14}),
        "product's taxes and units": (
            "sp_save_product",
            {
                **cashier,
                "product_id": subject.products[2],
                "taxes": [code_of(subject)],
                "units": [{"unit": "box", "factor": 12}],
            },
        ),
        "price list": (
            "sp_save_price_list",
            {
                **cashier,
                "code": code_of(subject),
                "name": "y",
                "prices": [
                    {"product_id": subject.products[2], "unit": "box", "price": 5},
                    {"product_id": subject.products[1], "price": None},
                ],
            },
        ),
        "product's units": (
            "sp_save_product",
            {
                **cashier,
                "product_id": subject.products[2],
                "taxes": [],
                "units": [{"unit": "crate", "factor": 24}],
            },
        ),
        "group of customers": ("sp_save_customer_group", {**cashier, "code": code_of(subject), "name": "y"}),
        "exchange rate": ("sp_set_exchange_rate", {**cashier, "currency": "USD", "rate": "50.25"}),
        "till": (
            "sp_save_till",
            {**cashier, "code": till_of(subject), "name": "y", "customer_id": subject.customer},
        ),
        "opened shift": ("sp_open_shift", {**cashier, "till": till_of(subject), "opening_cash": 100}),
        "sale in a shift": ("sp_save_invoice", sale(subject)),
        "sale at the till with its order": ("sp_pos_sale", sale(subject)),
        "cash move": ("sp_cash_move", {**cashier, "type": "out", "amount": 1, "reason": "x"}),
        "closed shift": ("sp_close_shift", {**cashier, "counted": {"cash": 100}}),
        "closed day": ("sp_daily_closing", {**cashier, "date": str(subject.day)}),
        "setting": ("sp_set_setting", {**cashier, "name": "tax_rounding", "value": "document"}),
        "adjustment": (
            "sp_adjust_stock",
            {**cashier, "items": [{"product_id": subject.products[1], "qty_delta": "-4.5"}], "reason": "x"},
        ),
        "found goods": (
            "sp_adjust_stock",
            {**cashier, "items": [{"product_id": subject.products[1], "qty_delta": 2}], "reason": "x"},
        ),
        "offer": ("sp_save_offer", {**cashier, "offer_id": subject.offer, "active": True}),
        "coupon": ("sp_save_coupon", {**cashier, "coupon_id": subject.coupon, "max_uses_per_customer": 1}),
        "sale with an offer and a coupon": ("sp_save_invoice", sale(subject, coupon_code=subject.name)),
        "offer that ends": ("sp_save_offer", {**cashier, "offer_id": subject.offer, "active": False}),
        "supplier": ("sp_save_supplier", {**cashier, "supplier_id": subject.supplier, "city": "y"}),
        "purchase": (
            "sp_post_purchase",
            {
                **cashier,
                "supplier_id": subject.supplier,
                "bill_no": "2",
                "items": [
                    {"product_id": product, "qty": 2, "unit_cost": 3}
                    for product in reversed(subject.products)
                ],
                "payments": [{"amount": 3}],
            },
        ),
        "opening balance of a supplier": (
            "sp_save_supplier_opening",
            {**cashier, "supplier_id": subject.supplier, "amount": 5, "bill_no": "3", "date": "2020-01-31"},
        ),
        "payment of a supplier": (
            "sp_pay_supplier",
            {**cashier, "supplier_id": subject.supplier, "amount": 1},
        ),
        "void of a supplier's payment": ("sp_void_supplier_payment", {**cashier, "payment_id": subject.paid}),
        "goods sent back to a supplier": (
            "sp_return_purchase",
            {
                **cashier,
                "bill_id": subject.bill,
                "items": [{"batch_id": subject.bill_batch, "qty": 1}],
                "refund": "original",
            },
        ),
        "reversal of a purchase": ("sp_reverse_purchase", {**cashier, "bill_id": subject.bill}),
        "voucher": (
            "sp_post_voucher",
            {
                **cashier,
                "description": "x",
                "items": [{"account": "5400", "debit": 5}, {"account": "1110", "credit": 5}],
            },
        ),
        "voucher of an earlier day": (
            "sp_post_voucher",
            {
                **cashier,
                "description": "x",
                "date": "2020-02-10",
                "items": [{"account_id": 2, "debit": 5}, {"account_id": 1, "credit": 5}],
            },
        ),
        "reversal of a voucher": ("sp_reverse_voucher", {**cashier, "voucher_id": subject.voucher}),
        "account": ("sp_save_account", {**cashier, "account_id": 1, "name_en": "y"}),
        "account's role": ("sp_set_account_role", {**cashier, "role": "card", "account_id": 2}),
        "closing": ("sp_close_books", {**cashier, "closed_to": "2020-01-31"}),
        "return of everything": (
            "sp_return_items",
            {**cashier, "invoice_id": subject.invoices[-3], "all": True},
        ),
        "exchange": (
            "sp_return_items",
            {
                **cashier,
                "invoice_id": subject.invoices[-5],
                "all": True,
                "exchange_items": [
                    {"product_id": product, "qty": 2} for product in reversed(subject.products)
                ],
                "payments": [{"amount": 1}],
                "refund": "original",
            },
        ),
        "amendment": (
            "sp_amend_invoice",
            {
                **cashier,
                "invoice_id": subject.invoices[-4],
                "items": [{"product_id": subject.products[1], "qty": "4.5"}],
                "refund": "original",
            },
        ),
        "voided payment": ("sp_void_payment", {**cashier, "payment_id": subject.payments[0]}),
        "sale in dollars": ("sp_save_invoice", in_dollars(subject)),
        "payment in dollars": (
            "sp_add_payment",
            {**cashier, "invoice_id": subject.abroad[0], "amount": 1, "exchange_rate": 55},
        ),
        "rest of an invoice in dollars": (
            "sp_mark_invoice_paid",
            {**cashier, "invoice_id": subject.abroad[1], "base_amount": 140},
        ),
        "return in dollars": ("sp_return_items", {**cashier, "invoice_id": subject.abroad[2], "all": True}),
        "reversal in dollars": ("sp_revert_invoice", {**cashier, "invoice_id": subject.abroad[3]}),
        "cancellation in dollars": ("sp_cancel_invoice", {**cashier, "invoice_id": subject.abroad[4]}),
        "voided payment in dollars": ("sp_void_payment", {**cashier, "payment_id": subject.payments[1]}),
        "cancellation": ("sp_cancel_invoice", {**cashier, "invoice_id": subject.invoices[-2]}),
        "reversal": ("sp_revert_invoice", {**cashier, "invoice_id": last, "refund": "original"}),
    }


def reads(subject: Subject) -> dict[str, tuple[str, Request | int]]:
    """Reads of one thing, and pages of lists that an index leads to."""
    page = {"limit": 10}
    return {
        "invoice": ("sp_get_invoice", subject.invoices[0]),
        "product": ("sp_get_product", subject.products[1]),
        "statement": ("sp_customer_statement", {**page, "customer_id": subject.customer}),
        "invoices": ("sp_list_invoices", page),
        "invoices of a customer": ("sp_list_invoices", {**page, "customer_id": subject.customer}),
        "open invoices of a customer": (
            "sp_list_invoices",
            {**page, "customer_id": subject.customer, "open": True},
        ),
        "invoice of a number": ("sp_list_invoices", {**page, "invoice_no": subject.number}),
        "promised payments": ("sp_list_pending_payments", page),
        "promised payments of an invoice": (
            "sp_list_pending_payments",
            {**page, "invoice_id": subject.invoices[1]},
        ),
        # of the many that are no subject's
        "stored payment": ("sp_get_payment", 1_000_005),
        "stored move of a wallet": ("sp_get_wallet_move", 1_000_005),
        "stored debit note": ("sp_get_debit_note", subject.notes[-1]),
        "debit notes": ("sp_list_debit_notes", page),
        "debit notes of a customer": ("sp_list_debit_notes", {**page, "customer_id": subject.customer}),
        "debit notes of an invoice": (
            "sp_list_debit_notes",
            {**page, "source_invoice_id": subject.invoices[0], "unpaid": True},
        ),
        "next debit notes": ("sp_list_debit_notes", {**page, "after": subject.notes[-1]}),
        "next invoices": ("sp_list_invoices", {**page, "after": subject.invoices[-1]}),
        "stored draft": ("sp_get_draft", subject.drafts[-1]),
        "drafts": ("sp_list_drafts", page),
        "drafts of a customer": ("sp_list_drafts", {**page, "customer_id": subject.customer}),
        "drafts of a user": ("sp_list_drafts", {**page, "created_by": CASHIER}),
        "one draft": ("sp_list_drafts", {**page, "draft_id": subject.drafts[-1]}),
        "next drafts": ("sp_list_drafts", {**page, "after": subject.drafts[-1]}),
        "sold drafts of a customer": (
            "sp_list_drafts",
            {**page, "customer_id": subject.customer, "consumed": True},
        ),
        "stored order": ("sp_get_order", subject.orders[-1]),
        "orders": ("sp_list_orders", page),
        "orders of a customer": ("sp_list_orders", {**page, "customer_id": subject.customer}),
        "orders of a work order": ("sp_list_orders", {**page, "work_order_id": subject.work_order}),
        "next orders": ("sp_list_orders", {**page, "after": subject.orders[-1]}),
        "customers": ("sp_list_customers", page),
        "one customer": ("sp_list_customers", {**page, "customer_id": subject.customer}),
        "next customers": ("sp_list_customers", {**page, "after": subject.customer}),
        "products": ("sp_list_products", page),
        "one product": ("sp_list_products", {**page, "product_id": subject.products[1]}),
        "work orders": ("sp_list_work_orders", page),
        "stored purchase": ("sp_get_purchase", subject.bill),
        "purchases": ("sp_list_purchases", page),
        "purchases of a supplier": ("sp_list_purchases", {**page, "supplier_id": subject.supplier}),
        "a supplier's bill": (
            "sp_list_purchases",
            {**page, "supplier_id": subject.supplier, "bill_no": "1", "reversed": False},
        ),
        "stored voucher": ("sp_get_voucher", subject.voucher),
        "vouchers": ("sp_list_vouchers", page),
        "vouchers on an account": ("sp_list_vouchers", {**page, "account": "5400", "reversed": False}),
        "suppliers": ("sp_list_suppliers", page),
        "offers": ("sp_list_offers", page),
        "coupons": ("sp_list_coupons", page),
        "one supplier": ("sp_list_suppliers", {**page, "supplier_id": subject.supplier}),
        "statement of a supplier": ("sp_supplier_statement", {**page, "supplier_id": subject.supplier}),
        "quote": ("sp_quote_invoice", sale(subject)),
        "quote in dollars": ("sp_quote_invoice", in_dollars(subject)),
        "invoice in dollars": ("sp_get_invoice", subject.abroad[-1]),
        "taxes": ("sp_list_taxes", page),
        "price lists": ("sp_list_price_lists", page),
        "groups of customers": ("sp_list_customer_groups", page),
        "exchange rates": ("sp_list_exchange_rates", page),
        "exchange rates of a day": ("sp_list_exchange_rates", {**page, "on": "2025-02-01"}),
        "settings": ("sp_get_settings", 1),
        "tills": ("sp_list_tills", page),
        "users": ("sp_list_users", page),
        "cost centers": ("sp_list_cost_centers", page),
        "chart of accounts": ("sp_list_accounts", page),
        "account of a role": ("sp_list_accounts", {**page, "role": "cash"}),
        "shifts": ("sp_list_shifts", page),
        "closed shift's report": ("sp_get_shift", {"shift_id": 1}),
        "closing of a day": ("sp_get_closing", {"date": str(subject.day)}),
        "prices of a list": ("sp_list_prices", {**page, "price_list_id": 1}),
        "one work order": ("sp_list_work_orders", {**page, "work_order_id": subject.work_order}),
        "sheet of a work order": ("sp_report_work_order", 1_000_005),
        "unpaid invoices": ("sp_report_unpaid", page),
        "payables to a supplier": ("sp_report_payables", {**page, "supplier_id": subject.supplier}),
        "bills due of a supplier": ("sp_report_bills_due", {**page, "supplier_id": subject.supplier}),
        "stock on hand": ("sp_report_stock", page),
        **{
            f"{name} of a day": (f"sp_report_{name}", {**page, "from": "2025-02-01", "to": "2025-02-01"})
            for name in ("sales", "payments", "products", "profit", "taxes", "reconciliation", "documents")
        },
    }


def searches(subject: Subject) -> dict[str, tuple[str, Request]]:
    """Pages of lists for which the optimizer may choose to read one table through, but never more."""
    page = {"limit": 10}
    return {
        "ageing of all customers": ("sp_report_ageing", page),
        "payables to all suppliers": ("sp_report_payables", page),
        "bills due": ("sp_report_bills_due", page),
        "invoices of a work order": ("sp_list_invoices", {**page, "work_order_id": subject.work_order}),
        "canceled invoices": ("sp_list_invoices", {**page, "status": "canceled"}),
        "overdue invoices of a customer": (
            "sp_list_invoices",
            {**page, "customer_id": subject.customer, "overdue": True},
        ),
        "overdue invoices": ("sp_list_invoices", {**page, "overdue": True}),
        "invoices of a day": ("sp_list_invoices", {**page, "from": "2025-01-01", "to": "2025-01-01"}),
        "new invoices": ("sp_list_invoices", {**page, "from": "2026-01-01"}),
        "orders by number": ("sp_list_orders", {**page, "search": "-9999999"}),
        "drafts by name": ("sp_list_drafts", {**page, "search": subject.name}),
        "drafts of a branch": ("sp_list_drafts", {**page, "branch_id": 1}),
        "sold drafts": ("sp_list_drafts", {**page, "consumed": True}),
        "customers by name": ("sp_list_customers", {**page, "search": subject.name}),
        "products by name": ("sp_list_products", {**page, "search": subject.name}),
        "product by barcode": ("sp_list_products", {**page, "search": f"{subject.name}-0-b"}),
        "work orders of a customer": (
            "sp_list_work_orders",
            {**page, "customer_id": subject.customer},
        ),
    }


def rows_of(connection: MySQLConnectionAbstract, subject: Subject) -> dict[str, set[int]]:
    """The rows that :func:`sale` may lock, by table: ids, but for the batches that it does not reach."""
    batches: set[int] = set()
    for product in subject.products:
        taken = 5 if product == subject.products[0] else 4
        batches |= {
            row[0]
            for row in fetch(
                connection,
                "SELECT id FROM batches FORCE INDEX (batches_fifo)"
                f" WHERE product_id = {product} AND status = 'active'"
                f" ORDER BY received_at, created_at, id LIMIT {taken}",
            )
        }
    return {
        "customers": {subject.customer},
        "work_orders": {subject.work_order},
        "products": set(subject.products),
        "batches": batches,
    }
