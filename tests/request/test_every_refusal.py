"""Every sentence of db/errors.toml that a request can provoke: which request, which number, which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyclient.deploy import error_catalogue
from pyclient.deploy.session import execute
from tests.till import CASHIER, Refusal, Till, column, line, money, part

MISSING = 999999
LONG = "ط" * 300


@dataclass(frozen=True)
class Scene:
    """Two customers, three products and what lies between them; the ids are those of a new database."""

    customer: int  # owes 100.00 on invoice 1, has 50.00 in the wallet
    other: int  # owes 30.00 on invoice 2
    inactive: int
    product: int  # 8 pieces left
    service: int
    discontinued: int
    work_order: int  # of customer
    cancelled: int  # work order of customer
    branch: int  # GZ, has numbered a document
    supplier: int  # is owed nothing
    inactive_supplier: int
    limited: int  # owes nothing, may owe 50.00
    order: int  # billed in part: 2 of 3
    order_item: int
    coupon: int  # of 5 percent for invoices of 1000 and more: C-1000
    shift_no: str  # of user 2, open at till 1, T1; till 2, OLD, is inactive, and at till 3, T2, is nobody
    walk_in: int  # has no account
    local: int  # a user who is limited to the branch GZ
    abroad: int  # an invoice of customer in dollars: 3 are open
    undone: int  # a payment in dollars, a part of which a return gave back


def build(till: Till) -> Scene:
    customer = till.customer()
    other = till.customer(name="شركة ABC")
    inactive = till.customer(name="قديم", active=False)
    product = till.product(
        (20, 1), product_code="P-1", name="كوع", barcodes=["111"], units=[{"unit": "ربع", "factor": "0.25"}]
    )
    service = till.product(product_code="S-1", name="تركيب", keeps_stock=False)
    discontinued = till.product(product_code="D-1", name="قديم", active=False)
    work_order = till.work_order(customer)
    cancelled = till.work_order(customer, status="cancelled")
    branch = part(till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"}), "branch")["id"]
    assert isinstance(branch, int)
    till.sell(customer, line(product, 10, 10))
    till.call("sp_save_draft", {"customer_id": other})  # draft 1
    till.sell(other, line(product, 2, 15), branch_id=branch, draft_id=1)
    till.deposit(customer, 50)
    till.sell(customer, line(service, 1, 1), status="paid")  # invoice 3
    till.call(
        "sp_save_customer",
        {"name": "س", "mobile": "1", "city": "ق", "request_id": "used", "customer_id": other},
    )
    supplier, inactive_supplier = till.supplier(), till.supplier(name="قديم", active=False)
    coupon = till.call(
        "sp_save_coupon",
        {"code": "C-1000", "name": "n", "gives": "percent", "value": 5, "min_amount": 1000},
    )["coupon_id"]
    assert isinstance(coupon, int)
    ordered = till.call("sp_save_order", {"customer_id": customer, "items": [line(service, 3, 1)]})
    order, order_item = ordered["order_id"], column(ordered, "items", "order_item_id")[0]
    assert isinstance(order, int)
    assert isinstance(order_item, int)
    part_of_it = [{"order_item_id": order_item, "qty": 2}]
    till.call("sp_complete_order", {"order_id": order, "items": part_of_it, "status": "paid"})  # invoice 4
    till.call("sp_save_order", {"customer_id": customer, "items": [line(service)]})  # order 2
    till.call("sp_cancel_order", {"order_id": 2})
    limited = till.customer(name="محدود")
    execute(till.connection, f"UPDATE customers SET credit_limit = 50 WHERE id = {limited}")
    walk_in = till.customer(name="نقدي", tracks_balance=False)
    execute(till.connection, "INSERT INTO users (id, username, role) VALUES (2, 'other', 'user')")
    execute(till.connection, "INSERT INTO users (id, username, role) VALUES (3, 'local', 'user')")
    execute(till.connection, "INSERT INTO users (id, username, role) VALUES (4, 'payer', 'user')")
    execute(
        till.connection,
        "INSERT INTO user_permissions (user_id, procedure_name) VALUES (4, 'sp_add_payment')",
    )
    execute(till.connection, f"INSERT INTO user_branches (user_id, branch_id) VALUES (3, {branch})")
    for code, name, active in (("T1", "كاشير", True), ("OLD", "قديمة", False), ("T2", "n", True)):
        till.call("sp_save_till", {"code": code, "name": name, "active": active})
    in_dollars: dict[str, object] = {"currency": "USD", "exchange_rate": 50}
    abroad = till.sell(customer, line(service, 3, 1), **in_dollars)["invoice_id"]
    assert isinstance(abroad, int)
    paid = till.sell(customer, line(service, 2, 1), **in_dollars, status="paid")
    one_back = [{"item_id": column(paid, "items", "item_id")[0], "qty": 1}]
    till.call("sp_return_items", {"invoice_id": paid["invoice_id"], "items": one_back, "refund": "original"})
    undone = column(paid, "payments", "payment_id")[0]
    assert isinstance(undone, int)
    shift_no = str(till.call("sp_open_shift", {"till": "T1", "opening_cash": 0, "created_by": 2})["shift_no"])
    return Scene(
        customer, other, inactive, product, service, discontinued, work_order, cancelled, branch,
        supplier, inactive_supplier, limited, order, order_item, coupon, shift_no, walk_in, 3,
        abroad, undone,
    )  # fmt: skip


Case = tuple[str, str, Mapping[str, object] | str | None, str]
"""The catalogue's sentence, the procedure, the request, and the text of the error."""


def cases(scene: Scene) -> list[Case]:
    one = line(scene.product)

    def sale(*items: object, **members: object) -> dict[str, object]:
        return {"customer_id": scene.customer, "items": list(items) or [one], **members}

    def move(**members: object) -> dict[str, object]:
        return {"customer_id": scene.customer, "type": "deposit", "amount": 1, **members}

    def batch(**members: object) -> dict[str, object]:
        return {"product_id": scene.product, "qty": 1, "unit_cost": 1, **members}

    def product(**members: object) -> dict[str, object]:
        return {"product_code": "N", "name": "n", "unit": "u", **members}

    def customer(**members: object) -> dict[str, object]:
        return {"name": "n", "mobile": "1", "city": "c", **members}

    def charge(price: object, **members: object) -> dict[str, object]:
        return {"description": "d", "quantity": 1, "unit_price": price, **members}

    def note(**members: object) -> dict[str, object]:
        header = {"customer_id": scene.customer, "source_invoice_id": 1, "reference_type": "penalty"}
        return {**header, "items": [charge(1)], **members}

    save, pay, wallet = "sp_save_invoice", "sp_add_payment", "sp_wallet_move"
    return [
        ("VALIDATION.request", save, "", "the request is not one JSON object"),
        ("VALIDATION.request", save, "not JSON", "the request is not one JSON object"),
        ("VALIDATION.request", save, "[1]", "the request is not one JSON object"),
        ("VALIDATION.request", save, "{} {}", "the request is not one JSON object"),
        ("VALIDATION.request", save, "null", "the request is not one JSON object"),
        ("VALIDATION.request", "sp_list_invoices", "[]", "the request is not one JSON object"),
        (
            "VALIDATION.request_size",
            save,
            '{"x":"' + "x" * 2**20 + '"}',
            "the request is larger than 1 MiB: 1048584 bytes",
        ),
        ("VALIDATION.required", save, f'{{"customer_id":{scene.customer}}}', "created_by is required"),
        ("VALIDATION.required", wallet, move(type=None), "type is required"),
        ("VALIDATION.required", "sp_save_work_order", {"customer_id": scene.customer}, "title is required"),
        (
            "VALIDATION.customer_required",
            save,
            sale(customer_id=0),
            "customer_id is required, choose a customer",
        ),
        ("VALIDATION", save, sale(customer_id="4.5"), "customer_id is not valid: 4.5"),
        ("VALIDATION", save, sale(due_date="2026-02-29"), "due_date is not valid: 2026-02-29"),
        ("VALIDATION", save, sale(invoice_group="group12"), "invoice_group is not valid: group12"),
        ("VALIDATION", save, sale(overpayment="keep"), "overpayment is not valid: keep"),
        (
            "VALIDATION",
            save,
            sale({**one, "price_type": "export"}),
            "items[1].price_type is not valid: export",
        ),
        ("VALIDATION", save, sale(request_id="two words"), "request_id is not valid: two words"),
        ("VALIDATION", save, sale(request_id="x" * 65), f"request_id is not valid: {'x' * 65}"),
        ("VALIDATION", "sp_list_invoices", '{"limit":501}', "limit is not valid: 501"),
        ("VALIDATION.items", save, sale(items={}), "items is not an array of objects: {}"),
        ("VALIDATION.items", save, sale(one, 7), "items is not an array of objects: 7"),
        ("VALIDATION.line_product", save, sale(one, {"qty": 1}), "line 2: product_id is not valid: null"),
        ("VALIDATION.line_product", save, sale(line(0)), "line 1: product_id is not valid: 0"),
        (
            "VALIDATION.too_long",
            "sp_save_customer",
            customer(mobile="010123456789"),
            "mobile is longer than 11 characters: 010123456789",
        ),
        (
            "VALIDATION.one_target",
            pay,
            {"amount": 1},
            "give exactly one of invoice_id, invoices, work_order_id, customer_id, debit_note_id",
        ),
        (
            "VALIDATION.one_target",
            pay,
            {"amount": 1, "invoice_id": 1, "customer_id": scene.customer},
            "give exactly one of invoice_id, invoices, work_order_id, customer_id, debit_note_id",
        ),
        ("VALIDATION", pay, {"amount": 1, "invoices": []}, "invoices is not valid: []"),
        (
            "VALIDATION",
            pay,
            {"amount": 1, "payments": [money(1)], "invoice_id": 1},
            "amount beside payments is not valid: 1",
        ),
        (
            "VALIDATION.invoice_twice",
            pay,
            {"amount": 2, "invoices": [{"invoice_id": 1, "amount": 1}, {"invoice_id": "1", "amount": 1}]},
            "invoice 1 stands twice in the list",
        ),
        (
            "VALIDATION.invoice_of_another",
            pay,
            {"amount": 2, "invoices": [{"invoice_id": 1}, {"invoice_id": 2}]},
            "invoice 2 belongs to another customer than the first of the list",
        ),
        (
            "VALIDATION.taken",
            "sp_save_product",
            product(product_code="p-1"),
            "product_code belongs to another row already: p-1",
        ),
        (
            "VALIDATION.taken",
            "sp_save_product",
            product(barcodes=["5", "111"]),
            "barcodes[2] belongs to another row already: 111",
        ),
        (
            "VALIDATION.taken",
            "sp_save_branch",
            {"code": "GZ", "name": "n"},
            "code belongs to another row already: GZ",
        ),
        (
            "VALIDATION.fixed",
            "sp_save_branch",
            {"branch_id": scene.branch, "code": "NEW"},
            f"code of {scene.branch} cannot change any more: NEW",
        ),
        (
            "VALIDATION.fixed",
            "sp_save_product",
            {"product_id": scene.product, "keeps_stock": False},
            f"keeps_stock of {scene.product} cannot change any more: 0",
        ),
        (
            "VALIDATION.no_stock",
            "sp_receive_batch",
            batch(product_id=scene.service),
            f"product {scene.service} keeps no stock: تركيب",
        ),
        (
            "VALIDATION.walk_in",
            save,
            sale(customer_id=scene.walk_in, status="paid", payments=[money(11)], overpayment="wallet"),
            f"customer {scene.walk_in} has no account and no wallet: overpayment cannot be wallet",
        ),
        (
            "VALIDATION.no_wallet",
            wallet,
            move(customer_id=scene.walk_in),
            f"customer {scene.walk_in} has no account, and so no wallet",
        ),
        (
            "VALIDATION.account_in_use",
            "sp_save_customer",
            {"customer_id": scene.other, "tracks_balance": False},
            f"customer {scene.other} has an account in use: balance 30.00, wallet 0.00, still open 30.00",
        ),
        ("UNKNOWN_USER", save, sale(created_by=MISSING), f"created_by: there is no active user {MISSING}"),
        ("UNKNOWN_CUSTOMER", save, sale(customer_id=MISSING), f"there is no customer {MISSING}"),
        ("UNKNOWN_CUSTOMER", wallet, move(customer_id=MISSING), f"there is no customer {MISSING}"),
        ("UNKNOWN_CUSTOMER", pay, {"customer_id": MISSING, "amount": 1}, f"there is no customer {MISSING}"),
        (
            "UNKNOWN_CUSTOMER.inactive",
            save,
            sale(customer_id=scene.inactive),
            f"customer {scene.inactive} is inactive: قديم",
        ),
        ("UNKNOWN_PRODUCT", save, sale(one, line(MISSING)), f"there is no product {MISSING}"),
        ("UNKNOWN_PRODUCT", "sp_receive_batch", batch(product_id=MISSING), f"there is no product {MISSING}"),
        ("UNKNOWN_PRODUCT", "sp_get_product", str(MISSING), f"there is no product {MISSING}"),
        (
            "UNKNOWN_PRODUCT.inactive",
            save,
            sale(line(scene.discontinued)),
            f"product {scene.discontinued} is inactive: قديم",
        ),
        ("UNKNOWN_INVOICE", pay, {"invoice_id": MISSING, "amount": 1}, f"there is no invoice {MISSING}"),
        ("UNKNOWN_INVOICE", "sp_get_invoice", str(MISSING), f"there is no invoice {MISSING}"),
        ("UNKNOWN_WORK_ORDER", save, sale(work_order_id=MISSING), f"there is no work order {MISSING}"),
        (
            "UNKNOWN_WORK_ORDER",
            pay,
            {"work_order_id": MISSING, "amount": 1},
            f"there is no work order {MISSING}",
        ),
        ("UNKNOWN_BRANCH", save, sale(branch_id=MISSING), f"there is no branch {MISSING} in company 1"),
        (
            "FORBIDDEN_BRANCH",
            save,
            sale(created_by=scene.local),
            f"user {scene.local} is limited to other branches and may not write in branch 1",
        ),
        (
            "FORBIDDEN_BRANCH.set",
            "sp_set_user_branches",
            {"user_id": CASHIER, "branch_ids": []},
            f"user {CASHIER} is no admin: the branches of users are set by admins",
        ),
        (
            "PERMISSION_DENIED",
            save,
            sale(created_by=4),
            "user 4 is not permitted to call sp_save_invoice",
        ),
        (
            "PERMISSION_DENIED.set",
            "sp_set_user_permissions",
            {"user_id": CASHIER, "permissions": []},
            f"user {CASHIER} is no admin: the permissions of users are set by admins",
        ),
        (
            "UNKNOWN_COST_CENTER",
            save,
            sale(cost_center_id=MISSING),
            f"there is no active cost center {MISSING} in company 1",
        ),
        (
            "WORK_ORDER_MISMATCH",
            save,
            sale(customer_id=scene.other, work_order_id=scene.work_order),
            f"work order {scene.work_order} belongs to customer {scene.customer}, not to "
            f"customer {scene.other}",
        ),
        (
            "WORK_ORDER_CLOSED",
            save,
            sale(work_order_id=scene.cancelled),
            f"work order {scene.cancelled} is cancelled",
        ),
        ("NO_ITEMS", save, sale(items=[]), "the invoice has no items"),
        ("NO_ITEMS", save, sale(items=None), "the invoice has no items"),
        ("NO_ITEMS", save, sale(items="[]"), "the invoice has no items"),
        ("NO_ITEMS", save, {"customer_id": scene.customer}, "the invoice has no items"),
        ("TOO_MANY_ITEMS", save, sale(*[one] * 1001), "1001 items, at most 1000 are allowed"),
        (
            "TOO_MANY_ITEMS",
            save,
            sale(status="partial", payments=[money("999999999999")] * 1001),
            "1001 items, at most 1000 are allowed",
        ),
        (
            "TOO_MANY_ITEMS",
            save,
            sale(status="partial", payments=[money(1), {"method": "mixed", "parts": [money(1)] * 1000}]),
            "1001 items, at most 1000 are allowed",
        ),
        (
            "INVALID_QUANTITY",
            save,
            sale(one, line(scene.product, "-1")),
            "line 2: the quantity must be above 0 with at most 4 decimals: -1",
        ),
        (
            "INVALID_QUANTITY",
            save,
            sale({"product_id": scene.product}),
            "line 1: the quantity must be above 0 with at most 4 decimals: null",
        ),
        (
            "INVALID_QUANTITY",
            save,
            sale(line(scene.product, "1.00005")),
            "line 1: the quantity must be above 0 with at most 4 decimals: 1.00005",
        ),
        (
            "INVALID_QUANTITY.of_unit",
            save,
            sale(line(scene.product, "0.0001", uom="ربع")),
            "line 1: 0.0001 units of 0.250000 each come to 10^12 or to more than 4 decimals in stock",
        ),
        (
            "VALIDATION.line_unit",
            save,
            sale(line(scene.product, uom="دستة")),
            f"line 1: product {scene.product} is not sold in the unit دستة",
        ),
        (
            "INVALID_DISCOUNT.both",
            save,
            sale(line(scene.product, discount_percent=10, discount_amount=5)),
            "line 1 has a discount of 10.0000 percent and one of 5.0000, give one of them",
        ),
        (
            "INVALID_QUANTITY.of_batch",
            "sp_receive_batch",
            batch(qty=0),
            "qty must be above 0 with at most 4 decimals: 0",
        ),
        (
            "INVALID_PRICE",
            save,
            sale(line(scene.product, 1, "1.0000005")),
            "line 1: the price must be a number below 10^12 with at most 6 decimals: 1.0000005",
        ),
        (
            "INVALID_PRICE",
            save,
            sale(line(scene.product, 1, "12abc")),
            "line 1: the price must be a number below 10^12 with at most 6 decimals: 12abc",
        ),
        (
            "INVALID_PRICE.of_member",
            "sp_receive_batch",
            batch(unit_cost="-1"),
            "unit_cost must be 0 or more, below 10^12, with at most 6 decimals: -1",
        ),
        (
            "INVALID_PRICE.of_member",
            "sp_save_product",
            product(retail_price="x"),
            "retail_price must be 0 or more, below 10^12, with at most 6 decimals: x",
        ),
        (
            "INVALID_PRICE.total",
            save,
            sale(line(scene.service, "1000000", "1000000")),
            "line 1: quantity times price comes to 10^12 or more: 1000000000000.0000000000",
        ),
        (
            "INVALID_PRICE.document",
            save,
            sale(*[line(scene.service, 1, "999999999999")] * 2),
            "the invoice comes to 10^12 or more: 1999999999998.0000",
        ),
        (
            "AMOUNT_PRECISION",
            wallet,
            move(amount="1.005"),
            "amount must be below 10^12 with at most 2 decimals: 1.005",
        ),
        (
            "AMOUNT_PRECISION",
            wallet,
            move(amount="1000000000000"),
            "amount must be below 10^12 with at most 2 decimals: 1000000000000",
        ),
        (
            "AMOUNT_PRECISION",
            save,
            sale(discount_type="amount", discount_value="0.005"),
            "discount_value must be below 10^12 with at most 2 decimals: 0.005",
        ),
        ("INVALID_DISCOUNT", save, sale(discount_value="-5"), "discount_value is not a discount: -5"),
        (
            "INVALID_DISCOUNT",
            save,
            sale(discount_value="100.0001"),
            "discount_value is not a discount: 100.0001",
        ),
        ("INVALID_DISCOUNT", save, sale(discount_type="coupon"), "discount_type is not a discount: coupon"),
        (
            "INVALID_STATUS",
            save,
            sale(status="delivered"),
            "status must be one of paid|partial|pending: delivered",
        ),
        (
            "INVALID_STATUS",
            "sp_save_work_order",
            {"customer_id": scene.customer, "title": "t", "status": "paid"},
            "status must be one of pending|in_progress|completed|cancelled: paid",
        ),
        (
            "INVALID_PAYMENT",
            save,
            sale(status="partial", payments=[money("-1")]),
            "payments[1].amount must be a number above 0: -1",
        ),
        ("INVALID_PAYMENT", wallet, move(amount=0), "amount must be a number above 0: 0"),
        ("INVALID_PAYMENT", pay, {"invoice_id": 1}, "amount must be a number above 0: 0"),
        (
            "INVALID_PAYMENT.list",
            save,
            sale(status="partial", payments={}),
            "payments is not an array of objects: {}",
        ),
        (
            "INVALID_PAYMENT_METHOD",
            save,
            sale(status="partial", payments=[money(1), money(1, "barter")]),
            "payment 2: the method is not known or not allowed here: barter",
        ),
        (
            "INVALID_PAYMENT_METHOD",
            save,
            sale(status="partial", payments=[money(1, "mixed")]),
            "payment 1: the method is not known or not allowed here: mixed",
        ),
        (
            "INVALID_PAYMENT_METHOD",
            wallet,
            move(method="wallet"),
            "payment 1: the method is not known or not allowed here: wallet",
        ),
        (
            "INVALID_PAYMENT_METHOD.walk_in",
            save,
            sale(customer_id=scene.walk_in, status="paid", payments=[money(10, "wallet")]),
            f"customer {scene.walk_in} has no account: nothing is paid from a wallet",
        ),
        (
            "PAYMENTS_NOT_ALLOWED",
            save,
            sale(payments=[money(1)]),
            "a pending invoice takes no payments, 1.00 given",
        ),
        (
            "PAYMENTS_NOT_ALLOWED.without_exchange",
            "sp_return_items",
            {"invoice_id": 1, "items": [{"item_id": 1, "qty": 1}], "payments": "[1]"},
            "payments pay for exchange_items, and there are none: [1]",
        ),
        (
            "PAYMENTS_MISMATCH",
            save,
            sale(status="paid", payments=[money(9)]),
            "the payments come to 9.00, expected 10.00",
        ),
        (
            "PAYMENTS_MISMATCH",
            save,
            sale(status="paid", payments=[{"method": "mixed", "amount": 10, "parts": [money(9)]}]),
            "the payments come to 9.00, expected 10.00",
        ),
        (
            "PAYMENTS_MISMATCH",
            pay,
            {"amount": 3, "invoices": [{"invoice_id": 1, "amount": 2}]},
            "the payments come to 3.00, expected 2.00",
        ),
        (
            "TAX_MISMATCH",
            "sp_post_purchase",
            {"items": [{"product_id": 1, "qty": 1, "unit_cost": 10, "tax_rate": 14}], "tax_total": "14"},
            "the bill says 14.00 of tax, its lines come to 1.40",
        ),
        ("PAYMENTS_REQUIRED", save, sale(status="partial"), "a partial invoice needs payments"),
        (
            "PAYMENTS_REQUIRED.walk_in",
            save,
            sale(customer_id=scene.walk_in),
            f"customer {scene.walk_in} has no account and pays in full: 10.00 would be left unpaid",
        ),
        (
            "OVERPAYMENT",
            save,
            sale(status="paid", payments=[money(11)]),
            "the payments come to 11.00, above the 10.00 that are open",
        ),
        (
            "OVERPAYMENT",
            pay,
            {"customer_id": scene.customer, "amount": "100.01"},
            "the payments come to 100.01, above the 100.00 that are open",
        ),
        (
            "OVERPAYMENT.of_invoice",
            pay,
            {"amount": 101, "invoices": [{"invoice_id": 1, "amount": 101}]},
            "invoice 1: 101.00 is above the 100.00 that are open",
        ),
        (
            "OVERPAYMENT.excess",
            save,
            sale(status="paid", payments=[money(4), money(11, "card")], overpayment="change"),
            "5.00 too much, and only 4.00 of it may go back as change",
        ),
        (
            "INSUFFICIENT_STOCK",
            save,
            sale(line(scene.product, 5), line(scene.product, 4)),
            f"product {scene.product}: needed 9.0000, available 8.0000: كوع",
        ),
        (
            "WALLET_INSUFFICIENT",
            save,
            sale(
                line(scene.service, 6, 10), status="paid", payments=[money(30, "wallet"), money(30, "wallet")]
            ),
            f"customer {scene.customer}: 60.00 needed from the wallet, which holds 50.00",
        ),
        (
            "WALLET_INSUFFICIENT",
            wallet,
            move(type="withdraw", amount="50.01"),
            f"customer {scene.customer}: 50.01 needed from the wallet, which holds 50.00",
        ),
        (
            "NOTHING_TO_PAY",
            pay,
            {"invoice_id": 3, "amount": 1, "overpayment": "wallet"},
            "nothing is open on invoice 3",
        ),
        (
            "NOTHING_TO_PAY.work_order",
            pay,
            {"work_order_id": scene.work_order, "amount": 1, "overpayment": "wallet"},
            f"nothing is open on work order {scene.work_order}",
        ),
        (
            "NOTHING_TO_PAY.customer",
            pay,
            {"customer_id": scene.inactive, "amount": 1, "overpayment": "change"},
            f"customer {scene.inactive} has no open invoice or debit note",
        ),
        ("UNKNOWN_PAYMENT", "sp_void_payment", {"payment_id": 999}, "there is no payment 999"),
        (
            "UNKNOWN_PAYMENT.pending",
            "sp_set_payment_status",
            {"pending_payment_id": 999, "status": "failed"},
            "there is no pending payment 999",
        ),
        (
            "VALIDATION.one_payment",
            "sp_set_payment_status",
            {"status": "failed"},
            "give exactly one of payment_id and pending_payment_id",
        ),
        (
            "VALIDATION.one_document",
            "sp_set_due_date",
            {"invoice_id": 1, "bill_id": 1, "due_date": None},
            "give exactly one of invoice_id and bill_id",
        ),
        (
            "VALIDATION.pending_target",
            pay,
            {"customer_id": scene.customer, "amount": 1, "status": "pending"},
            "a payment that is pending names one invoice by invoice_id, and nothing else",
        ),
        (
            "INVALID_PAYMENT_METHOD.pending",
            pay,
            {"invoice_id": 1, "amount": 1, "method": "wallet", "status": "pending"},
            "money of the wallet is there: it cannot be pending",
        ),
        (
            "INVALID_STATUS.of_payment",
            "sp_set_payment_status",
            {"payment_id": 1, "status": "completed"},
            "payment 1 is completed, it cannot become completed",
        ),
        (
            "INVOICE_HAS_PAYMENTS",
            "sp_cancel_invoice",
            {"invoice_id": 3},
            "invoice 3 has payments of 1.00: revert it, or void them first",
        ),
        (
            "UNKNOWN_ACCOUNT",
            "sp_set_account_role",
            {"role": "cash", "account_id": MISSING},
            f"account {MISSING} does not exist",
        ),
        (
            "NO_ITEMS.to_return",
            "sp_return_items",
            {"invoice_id": 1},
            "nothing of invoice 1 is named, or left, to be returned",
        ),
        (
            "VALIDATION.items_or_all",
            "sp_return_items",
            {"invoice_id": 1, "items": [{"item_id": 1, "qty": 1}], "all": True},
            "give items or all for the return of invoice 1, not both",
        ),
        (
            "VALIDATION.item_twice",
            "sp_return_items",
            {"invoice_id": 1, "items": [{"item_id": 1, "qty": 1}] * 2},
            "item 1 stands twice in the list",
        ),
        (
            "UNKNOWN_ITEM",
            "sp_return_items",
            {"invoice_id": 1, "items": [{"item_id": MISSING, "qty": 1}]},
            f"there is no item {MISSING} on invoice 1",
        ),
        (
            "RETURN_EXCEEDS_SOLD",
            "sp_return_items",
            {"invoice_id": 1, "items": [{"item_id": 1, "qty": 11}]},
            "item 1: 11.0000 are more than the 10.0000 that can still be returned",
        ),
        (
            "NO_ITEMS.to_amend",
            "sp_amend_invoice",
            {"invoice_id": 1, "items": []},
            "invoice 1 would be left without a line: cancel or revert it instead",
        ),
        (
            "VALIDATION.item_product",
            "sp_amend_invoice",
            {"invoice_id": 1, "items": [{"item_id": 1, "qty": 1, "product_id": MISSING}]},
            f"item 1 is of product 1: add a new line for product {MISSING}",
        ),
        ("NO_ITEMS.to_adjust", "sp_adjust_stock", {"reason": "r"}, "no items to adjust"),
        (
            "VALIDATION.product_twice",
            "sp_adjust_stock",
            {"reason": "r", "items": [{"product_id": 1, "qty_delta": 1}] * 2},
            "product 1 stands twice in the list",
        ),
        (
            "VALIDATION.counted_or_delta",
            "sp_adjust_stock",
            {"reason": "r", "items": [{"product_id": 1}]},
            "line 1: give either counted_qty or qty_delta",
        ),
        (
            "INVALID_QUANTITY.of_adjustment",
            "sp_adjust_stock",
            {"reason": "r", "items": [{"product_id": 1, "counted_qty": -1}]},
            "line 1: counted_qty must be 0 or more, qty_delta not 0, with at most 4 decimals: -1",
        ),
        (
            "VALIDATION.kind_of_role",
            "sp_set_account_role",
            {"role": "sales", "account_id": 1},
            "role sales needs an account of kind revenue: account 1 is asset",
        ),
        ("UNKNOWN_TILL", "sp_save_till", {"till_id": MISSING}, f"there is no till {MISSING}"),
        (
            "UNKNOWN_TILL.inactive",
            "sp_open_shift",
            {"till": "OLD", "opening_cash": 0},
            "till 2 is inactive: قديمة",
        ),
        ("UNKNOWN_SHIFT", "sp_get_shift", {"shift_id": MISSING}, f"there is no shift {MISSING}"),
        (
            "UNKNOWN_WALLET_TRANSACTION",
            "sp_get_wallet_move",
            str(MISSING),
            f"there is no wallet transaction {MISSING}",
        ),
        (
            "UNKNOWN_CLOSING",
            "sp_get_closing",
            {"date": "2025-01-31"},
            "branch 1 has no closing of 2025-01-31",
        ),
        ("NO_OPEN_SHIFT", "sp_get_shift", {"cashier_id": MISSING}, f"user {MISSING} has no open shift"),
        (
            "SHIFT_OPEN",
            "sp_open_shift",
            {"till": "T1", "opening_cash": 0, "created_by": CASHIER},
            f"till 1 has the open shift {scene.shift_no} of user 2",
        ),
        (
            "SHIFT_OPEN.of_cashier",
            "sp_open_shift",
            {"till": "T2", "opening_cash": 0, "created_by": 2},
            f"user 2 has the open shift {scene.shift_no} at till 1",
        ),
        (
            "CASH_INSUFFICIENT",
            "sp_cash_move",
            {"type": "out", "amount": 1, "reason": "r", "created_by": 2},
            f"shift {scene.shift_no} has 0.00 in its drawer, less than 1.00",
        ),
        ("NO_ITEMS.to_receive", "sp_post_purchase", {"items": []}, "no items to receive"),
        (
            "UNKNOWN_PRICE_LIST",
            "sp_save_customer",
            {"customer_id": scene.customer, "price_list_id": MISSING},
            f"there is no price list {MISSING}",
        ),
        (
            "UNKNOWN_PRICE_LIST",
            "sp_list_prices",
            {"price_list_id": MISSING},
            f"there is no price list {MISSING}",
        ),
        (
            "UNKNOWN_GROUP",
            "sp_save_customer",
            {"customer_id": scene.customer, "group_id": MISSING},
            f"there is no group of customers {MISSING}",
        ),
        (
            "CREDIT_LIMIT",
            "sp_save_invoice",
            {"customer_id": scene.limited, "items": [line(scene.service, 1, "50.01")]},
            f"customer {scene.limited} would owe 50.01, above the credit limit of 50.00",
        ),
        (
            "CREDIT_LIMIT.no_admin",
            "sp_save_invoice",
            {
                "customer_id": scene.limited,
                "items": [line(scene.service, 1, 60)],
                "credit_override_by": CASHIER,
            },
            f"user {CASHIER} is no admin: customer {scene.limited} would owe 60.00,"
            " above the credit limit of 50.00",
        ),
        (
            "CREDIT_LIMIT.set",
            "sp_save_customer",
            {"customer_id": scene.customer, "credit_limit": 5},
            f"user {CASHIER} is no admin: credit limits are set by admins",
        ),
        ("UNKNOWN_TAX", "sp_save_tax", {"tax_id": MISSING, "rate": 5}, f"there is no tax {MISSING}"),
        (
            "UNKNOWN_TAX",
            "sp_save_product",
            {"product_id": scene.product, "taxes": ["NONE"]},
            "there is no tax NONE",
        ),
        (
            "UNKNOWN_SUPPLIER",
            "sp_pay_supplier",
            {"supplier_id": MISSING, "amount": 1},
            f"there is no supplier {MISSING}",
        ),
        (
            "UNKNOWN_SUPPLIER.inactive",
            "sp_post_purchase",
            {"supplier_id": scene.inactive_supplier, "items": [batch()]},
            f"supplier {scene.inactive_supplier} is inactive: قديم",
        ),
        ("UNKNOWN_VOUCHER", "sp_reverse_voucher", {"voucher_id": MISSING}, f"there is no voucher {MISSING}"),
        ("NO_ITEMS.of_voucher", "sp_post_voucher", {"description": "r"}, "the voucher has no items"),
        (
            "NO_ITEMS.to_send_back",
            "sp_return_purchase",
            {"bill_id": 1},
            "nothing of purchase 1 is named to be sent back",
        ),
        (
            "UNKNOWN_BATCH",
            "sp_return_purchase",
            {"bill_id": 1, "items": [{"batch_id": MISSING, "qty": 1}]},
            f"purchase 1 has no batch {MISSING}",
        ),
        (
            "VALIDATION.batch_twice",
            "sp_return_purchase",
            {"bill_id": 1, "items": [{"batch_id": 1, "qty": 1}, {"batch_id": "1", "qty": 2}]},
            "batch 1 stands twice in the list",
        ),
        ("UNKNOWN_BILL", "sp_reverse_purchase", {"bill_id": MISSING}, f"there is no purchase {MISSING}"),
        (
            "OVERPAYMENT.of_purchase",
            "sp_post_purchase",
            {"items": [batch(qty=3)], "payments": [money("3.01")]},
            "the payments come to 3.01, above the 3.00 that the purchase comes to",
        ),
        (
            "NOTHING_TO_PAY.supplier",
            "sp_pay_supplier",
            {"supplier_id": scene.supplier, "amount": 1},
            f"supplier {scene.supplier} is owed nothing",
        ),
        (
            "NOTHING_TO_PAY.by_supplier",
            "sp_pay_supplier",
            {"supplier_id": scene.supplier, "amount": 1, "type": "refund"},
            f"supplier {scene.supplier} owes nothing",
        ),
        ("UNKNOWN_DRAFT", "sp_get_draft", str(MISSING), f"there is no draft {MISSING}"),
        ("UNKNOWN_DRAFT", "sp_delete_draft", {"draft_id": MISSING}, f"there is no draft {MISSING}"),
        ("UNKNOWN_DRAFT", save, sale(draft_id=MISSING), f"there is no draft {MISSING}"),
        ("DRAFT_CONSUMED", save, sale(draft_id=1), "draft 1 was sold already, as invoice 2"),
        ("DRAFT_CONSUMED", "sp_save_draft", {"draft_id": 1}, "draft 1 was sold already, as invoice 2"),
        ("UNKNOWN_ORDER", "sp_get_order", str(MISSING), f"there is no order {MISSING}"),
        ("UNKNOWN_ORDER", "sp_complete_order", {"order_id": MISSING}, f"there is no order {MISSING}"),
        ("ORDER_CLOSED", "sp_complete_order", {"order_id": 2}, "order 2 is cancelled"),
        (
            "ORDER_CLOSED.billed",
            "sp_save_order",
            {"order_id": scene.order, "items": [one]},
            f"order {scene.order} was billed already and cannot change",
        ),
        (
            "UNKNOWN_ITEM.of_order",
            "sp_complete_order",
            {"order_id": scene.order, "items": [{"order_item_id": MISSING, "qty": 1}]},
            f"there is no item {MISSING} on order {scene.order}",
        ),
        (
            "INVALID_QUANTITY.of_order",
            "sp_complete_order",
            {"order_id": scene.order, "items": [{"order_item_id": scene.order_item, "qty": "1.5"}]},
            f"item {scene.order_item}: 1.5000 is more than the 1.0000 that the order has left",
        ),
        (
            "VALIDATION.offer_or_gives",
            "sp_save_coupon",
            {"code": "C", "name": "n"},
            "give either offer_id, or gives with value",
        ),
        (
            "UNKNOWN_CURRENCY",
            "sp_set_exchange_rate",
            {"currency": "ZZZ", "rate": 1},
            "there is no currency ZZZ",
        ),
        (
            "INVALID_RATE",
            "sp_set_exchange_rate",
            {"currency": "USD", "rate": "0"},
            "rate must be above 0 and below 10^10, with at most 10 decimals: 0",
        ),
        (
            "INVALID_RATE.base",
            "sp_set_exchange_rate",
            {"currency": "EGP", "rate": 2},
            "EGP is the currency of company 1: its rate is 1, not 2.0000000000",
        ),
        ("UNKNOWN_OFFER", "sp_save_offer", {"offer_id": MISSING}, f"there is no offer {MISSING}"),
        ("UNKNOWN_COUPON", "sp_save_coupon", {"coupon_id": MISSING}, f"there is no coupon {MISSING}"),
        ("COUPON_INVALID", save, sale(coupon_code="NONE"), "there is no coupon with the code NONE"),
        (
            "COUPON_INVALID.minimum",
            save,
            sale(line(scene.product, 1, 12), coupon_code="c-1000"),
            f"coupon {scene.coupon} is for invoices of 1000.00 and more, this one comes to 12.00: C-1000",
        ),
        ("NO_ITEMS.of_debit_note", "sp_save_debit_note", note(items=[]), "the debit note has no items"),
        (
            "INVALID_PRICE.debit_note",
            "sp_save_debit_note",
            note(items=[charge("999999999999.99", tax_rate=14)]),
            "the debit note comes to 10^12 or more: 1139999999999.9900",
        ),
        (
            "VALIDATION.no_debit_note",
            "sp_save_debit_note",
            note(customer_id=scene.walk_in),
            f"customer {scene.walk_in} has no account, and so no debit notes",
        ),
        (
            "VALIDATION.note_invoice",
            "sp_save_debit_note",
            note(source_invoice_id=2),
            f"invoice 2 belongs to customer {scene.other}, not to customer {scene.customer}",
        ),
        (
            "VALIDATION.note_of_a_note",
            "sp_save_debit_note",
            note(source_debit_note_id=3),
            "a debit note is raised for an invoice, not for debit note 3",
        ),
        (
            "VALIDATION.opening_invoice",
            "sp_save_debit_note",
            note(reference_type="opening_balance"),
            "an opening balance is of no invoice, not of invoice 1",
        ),
        (
            "VALIDATION.opening_tax",
            "sp_save_debit_note",
            note(reference_type="opening_balance", source_invoice_id=None, items=[charge(1, tax_rate="0.5")]),
            "an opening balance has no tax, and items[1].tax_rate is 0.5",
        ),
        (
            "ABOVE_ADOPTED",
            "sp_save_debit_note",
            note(reference_type="opening_balance", source_invoice_id=None, adopted=True),
            f"customer {scene.customer}: 1.00 is above the 0.00 that were adopted and are of no document",
        ),
        (
            "UNKNOWN_RATE",
            "sp_save_debit_note",
            note(currency="USD", debit_note_date="2020-01-01"),
            "there is no exchange rate of USD on 2020-01-01",
        ),
        (
            "VALIDATION.worth",
            "sp_save_debit_note",
            note(currency="USD", exchange_rate="0.00001"),
            "total is worth 0.0000 in the company's currency, which must be above 0 and below 10^12: 1.0000",
        ),
        (
            "CURRENCY_MISMATCH",
            "sp_add_payment",
            {"invoice_id": 1, "amount": 1, "currency": "USD"},
            "what is paid is in EGP, so the payment cannot be in USD",
        ),
        (
            "UNKNOWN_DEBIT_NOTE",
            "sp_cancel_debit_note",
            {"debit_note_id": MISSING},
            f"there is no debit note {MISSING}",
        ),
        (
            "OTHER_CURRENCY",
            "sp_save_order",
            sale(currency="USD"),
            "orders and sales at the till are in the company's currency, not in USD: save an invoice instead",
        ),
        (
            "OTHER_CURRENCY",
            "sp_pos_sale",
            sale(currency="USD", exchange_rate=50, created_by=2),
            "orders and sales at the till are in the company's currency, not in USD: save an invoice instead",
        ),
        (
            "OTHER_CURRENCY.exchange",
            "sp_return_items",
            {"invoice_id": 1, "all": True, "exchange_items": [one], "currency": "USD"},
            "goods in exchange are in the company's currency, not in USD: sell them by an invoice instead",
        ),
        (
            "OTHER_CURRENCY.coupon",
            save,
            sale(currency="USD", exchange_rate=50, coupon_code="C-1000"),
            "coupons are for invoices in the company's currency, not in USD: give a discount instead",
        ),
        (
            "OTHER_CURRENCY.overpayment",
            save,
            sale(currency="USD", exchange_rate=50, overpayment="wallet"),
            "an invoice in USD takes no more than is open, for change or the wallet: leave overpayment out",
        ),
        (
            "OTHER_CURRENCY.overpayment",
            pay,
            {"invoice_id": scene.abroad, "amount": 1, "exchange_rate": 50, "overpayment": "change"},
            "an invoice in USD takes no more than is open, for change or the wallet: leave overpayment out",
        ),
        (
            "OTHER_CURRENCY.amendment",
            "sp_amend_invoice",
            {"invoice_id": scene.abroad, "items": [one]},
            f"invoice {scene.abroad} is in USD: it is not amended; cancel or revert it and sell anew",
        ),
        (
            "OTHER_CURRENCY.amending",
            "sp_amend_invoice",
            {"invoice_id": 1, "items": [one], "currency": "USD"},
            "an invoice is amended in the company's currency, not in USD: cancel or revert it and sell anew",
        ),
        (
            "OTHER_CURRENCY.list",
            pay,
            {"invoices": [{"invoice_id": 1}, {"invoice_id": scene.abroad}], "amount": 1},
            f"invoice {scene.abroad} is in USD: it is not paid in a list; pay it alone, by its invoice_id",
        ),
        (
            "OTHER_CURRENCY.promise",
            pay,
            {"invoice_id": scene.abroad, "amount": 1, "status": "pending"},
            f"invoice {scene.abroad} is in USD: its payment cannot be pending; pay it when the money comes",
        ),
        (
            "OTHER_CURRENCY.refund",
            "sp_set_payment_status",
            {"payment_id": scene.undone, "status": "refunded"},
            "invoice 6 is in USD: part of the payment went back already; return the rest or revert it",
        ),
        ("REQUEST_ID_REUSED", save, sale(request_id="used"), "request_id was used for another request: used"),
    ]


# What no request alone provokes is shown in test_session.py, tests/triggers, tests/stock, tests/payments,
# tests/purchases, tests/reversals, tests/journal, tests/amendments, tests/offers, tests/tills,
# tests/debit_notes, tests/invoice_currencies, tests/sales and tests/reports.
ELSEWHERE = {
    "VALIDATION.note_overpayment",
    "INVOICE_CURRENCY",
    "TRANSACTION_OPEN",
    "SESSION_UNSAFE",
    "APPEND_ONLY",
    "INVOICE_CLOSED",
    "VALIDATION.in_future",
    "VALIDATION.in_past",
    "VALIDATION.nothing_left",
    "VALIDATION.period",
    "VALIDATION.own_account",
    "VALIDATION.control_account",
    "VALIDATION.one_side",
    "VALIDATION.not_over",
    "NOTHING_TO_PAY.debit_note",
    "OVER_APPLIED",
    "OPENING_ADOPTED",
    "DUPLICATE_REFERENCE",
    "INVOICE_HAS_DEBIT_NOTES",
    "DEBIT_NOTE_APPLIED",
    "DEBIT_NOTE_CLOSED",
    "DEBIT_NOTE_POSTED",
    "DEBIT_NOTE_TOTALS",
    "VALIDATION.not_a_payment",
    "VALIDATION.more_than_paid",
    "VALIDATION.return_over_paid",
    "VALIDATION.returned_price",
    "VALIDATION.returned_terms",
    "RETURN_EXCEEDS_SOLD.amended",
    "RETURN_EXCEEDS_SOLD.value",
    "INVALID_DISCOUNT.settled",
    "INVOICE_NOT_AMENDABLE",
    "VALIDATION.reopens",
    "SHIFT_CLOSED",
    "SHIFT_CLOSED.day",
    "INVALID_STATUS.of_pending",
    "INVOICE_HAS_PAYMENTS.given_back",
    "PAYMENT_VOIDED",
    "WALLET_SPENT",
    "ENTRY_UNBALANCED",
    "ENTRY_UNBALANCED.of_voucher",
    "BATCH_CONSUMED.to_send_back",
    "VOUCHER_REVERSED",
    "ENTRY_POSTED",
    "PERIOD_CLOSED",
    "DUPLICATE_BILL",
    "BATCH_CONSUMED",
    "BATCH_CONSUMED.adjusted",
    "BILL_REVERSED",
    "PAYMENT_VOIDED.given_back",
    "PAYMENT_VOIDED.given_back_in_part",
    "VALIDATION.undoes_another",
    "COUPON_INVALID.inactive",
    "COUPON_INVALID.not_yet",
    "COUPON_INVALID.expired",
    "COUPON_INVALID.nothing",
    "COUPON_USED_UP",
    "COUPON_USED_UP.by_customer",
}


def test_every_refusal_has_its_number_and_its_text_and_writes_nothing(till: Till) -> None:
    table = cases(build(till))
    errnos = {sentence.token: sentence.errno for sentence in error_catalogue.load()}
    expected = []
    found = []
    for sentence, procedure, request, text in table:
        token = sentence.partition(".")[0]
        expected.append((procedure, request, Refusal(errnos[token], f"{token}: {text}")))
        found.append((procedure, request, till.refusal(procedure, request)))
    assert found == expected


def test_every_sentence_of_the_catalogue_stands_in_the_table(till: Till) -> None:
    scene = Scene(1, 2, 3, 1, 2, 3, 1, 2, 2, 1, 2, 4, 1, 1, 1, "", 5, 3, 1, 1)
    shown = {sentence for sentence, _, _, _ in cases(scene)}
    assert {sentence.key for sentence in error_catalogue.load()} == shown | ELSEWHERE


def test_sp_save_invoice_needs_the_user_to_be_active(till: Till) -> None:
    customer, product = till.customer(), till.product((1, 1))
    execute(till.connection, "UPDATE users SET active = 0 WHERE id = %s", (CASHIER,))
    refused = till.refusal("sp_save_invoice", {"customer_id": customer, "items": [line(product)]})
    assert refused == (50102, f"UNKNOWN_USER: created_by: there is no active user {CASHIER}")


def test_the_last_value_is_cut_so_that_the_text_has_128_characters(till: Till) -> None:
    refused = till.refusal("sp_save_customer", {"name": LONG, "mobile": "1", "city": "c"})
    assert refused is not None
    assert len(refused.text) == 128
    assert refused.text == f"VALIDATION: name is longer than 150 characters: {'ط' * 79}…"


def test_a_long_product_name_is_cut_and_the_quantities_are_not(till: Till) -> None:
    product = till.product(name="ك" * 255)
    refused = till.refusal(
        "sp_save_invoice",
        {"customer_id": till.customer(), "items": [line(product, "123456789.1234", "0.01")]},
    )
    assert refused is not None
    assert len(refused.text) == 128
    assert refused.text.startswith(
        f"INSUFFICIENT_STOCK: product {product}: needed 123456789.1234, available 0.0000: كككك"
    )
    assert refused.text.endswith("ك…")
