"""Customers, products and branches: made, changed member by member, deactivated, listed page by page."""

from __future__ import annotations

from decimal import Decimal

import mysql.connector
import pytest

from pyclient import __version__
from pyclient.deploy.session import execute
from tests.till import Till, column, line, part, rows_of


def test_a_customer_is_made_and_changed_member_by_member(till: Till) -> None:
    made = till.call(
        "sp_save_customer",
        {
            "name": " محمد ",
            "mobile": "01012345678",
            "city": "القاهرة",
            "address": "شارع",
            "notes": "سطر\nسطر",
        },
    )
    customer = part(made, "customer")
    assert made["customer_id"] == customer["id"]
    assert isinstance(customer.pop("join_date"), str)
    expected: dict[str, object] = {
        "id": 1,
        "company_id": 1,
        "name": "محمد",
        "mobile": "01012345678",
        "city": "القاهرة",
        "address": "شارع",
        "notes": "سطر\nسطر",
        "active": True,
        "balance": 0,
        "wallet": 0,
        "group_id": None,
        "price_list_id": None,
        "credit_limit": None,
        "tracks_balance": True,
    }
    assert customer == expected
    changes: list[tuple[dict[str, object], dict[str, object]]] = [
        ({"name": "علي"}, {"name": "علي"}),
        ({"address": None}, {"address": None}),
        ({"notes": ""}, {"notes": None}),
        ({"active": "no"}, {"active": False}),
        ({"active": 1}, {"active": True}),
        ({}, {}),
    ]
    for sent, shown in changes:
        changed = part(till.call("sp_save_customer", {"customer_id": 1, **sent}), "customer")
        expected.update(shown)
        assert {name: changed[name] for name in expected} == expected
    for cleared in ("name", "mobile", "city"):
        refused = till.refusal("sp_save_customer", {"customer_id": 1, cleared: None})
        assert refused == (50101, f"VALIDATION: {cleared} is required")


def test_a_product_is_made_and_changed_member_by_member(till: Till) -> None:
    made = till.call(
        "sp_save_product",
        {
            "product_code": "P-1",
            "name": "كوع",
            "unit": "قطعة",
            "selling_price": "6.125",
            "retail_price": "7.25",
            "cost_price": "4.25",
            "reorder_level": "20.5",
            "barcodes": ["622", "621", 7],
        },
    )
    expected = {
        "id": 1,
        "company_id": 1,
        "product_code": "P-1",
        "name": "كوع",
        "unit_of_measure": "قطعة",
        "reorder_level": Decimal("20.5"),
        "cost_price": Decimal("4.25"),
        "selling_price": Decimal("6.125"),
        "retail_price": Decimal("7.25"),
        "keeps_stock": True,
        "active": True,
        "barcodes": ["621", "622", "7"],
        "taxes": [],
        "units": [],
    }
    assert made["product"] == expected
    for sent, shown in (
        ({"unit_of_measure": "علبة"}, {"unit_of_measure": "علبة"}),
        ({"selling_price": 0}, {"selling_price": 0}),
        ({"barcodes": '["9"]'}, {"barcodes": ["9"]}),
        ({"barcodes": []}, {"barcodes": []}),
        ({"keeps_stock": False}, {"keeps_stock": False}),
        ({"active": "0"}, {"active": False}),
        ({"product_code": "p-1"}, {"product_code": "p-1"}),
    ):
        changed = till.call("sp_save_product", {"product_id": 1, **sent})
        expected.update(shown)
        assert changed["product"] == expected
    got = till.call("sp_get_product", "1")
    assert {name: got[name] for name in expected} == expected
    assert (got["in_stock"], got["stock_value"], got["batches"]) == (0, 0, [])


def test_a_branch_is_made_and_changed(till: Till) -> None:
    made = till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"})
    branch = made["branch_id"]
    assert made["branch"] == {
        "id": branch,
        "company_id": 1,
        "code": "GZ",
        "name": "الجيزة",
        "is_main": False,
        "cost_center_id": None,
    }
    changed = till.call("sp_save_branch", {"branch_id": branch, "code": "GIZA"})
    assert part(changed, "branch")["code"] == "GIZA"
    main = till.call("sp_save_branch", {"branch_id": 1, "name": "المركز"})
    assert main["branch"] == {
        "id": 1,
        "company_id": 1,
        "code": "MAIN",
        "name": "المركز",
        "is_main": True,
        "cost_center_id": None,
    }


def test_what_has_documents_cannot_be_deleted(till: Till) -> None:
    till.sell(till.customer(), line(till.product((5, 1))), status="paid")
    for table in (
        "customers",
        "products",
        "batches",
        "users",
        "invoices_out",
        "invoice_out_items",
        "branches",
        "companies",
    ):
        with pytest.raises(mysql.connector.IntegrityError):
            execute(till.connection, f"DELETE FROM {table}")


def test_money_rows_are_never_changed(till: Till) -> None:
    customer = till.customer()
    till.deposit(customer, 10)
    till.sell(customer, line(till.product((5, 1))), status="paid")
    for table in (
        "customer_transactions",
        "wallet_transactions",
        "invoice_payments",
        "sale_item_allocations",
    ):
        for statement in ("UPDATE {} SET id = id", "UPDATE {} SET created_by = 1", "DELETE FROM {}"):
            with till.nothing_written(), pytest.raises(mysql.connector.Error) as error:
                execute(till.connection, statement.format(table))
            assert (error.value.errno, error.value.msg) == (
                50129,
                f"APPEND_ONLY: rows of {table} are never changed or deleted; post a new row",
            )


# filter -> names listed
CUSTOMERS = [
    ("{}", ["أحمد", "Ahmed 100%", "Ali_1", "قديم"]),
    ('{"active":true}', ["أحمد", "Ahmed 100%", "Ali_1"]),
    ('{"active":"no"}', ["قديم"]),
    ('{"search":"ahmed"}', ["Ahmed 100%"]),
    ('{"search":"0%"}', ["Ahmed 100%"]),
    ('{"search":"i_1"}', ["Ali_1"]),
    ('{"search":"_"}', ["Ali_1"]),
    ('{"search":"0122"}', ["أحمد"]),
    ('{"search":"!"}', []),
    ('{"customer_id":3}', ["Ali_1"]),
    ('{"customer_id":99}', []),
    (
        '{"search":null,"active":null,"customer_id":0,"limit":"","after":null}',
        ["أحمد", "Ahmed 100%", "Ali_1", "قديم"],
    ),
]


def test_customers_are_searched(till: Till) -> None:
    till.customer(name="أحمد", mobile="01220000000")
    till.customer(name="Ahmed 100%", mobile="2")
    till.customer(name="Ali_1", mobile="3")
    till.customer(name="قديم", mobile="4", active=False)
    found = [
        (asked, column(till.call("sp_list_customers", asked), "customers", "name")) for asked, _ in CUSTOMERS
    ]
    assert found == CUSTOMERS
    everybody = till.text("sp_list_customers", "{}")
    cursor = till.connection.cursor()
    cursor.execute("CALL sp_list_customers(NULL)")
    answered = cursor.fetchall()
    while cursor.nextset():
        pass
    cursor.close()
    assert answered == [(everybody,)]


def test_products_are_searched_by_name_code_and_barcode(till: Till) -> None:
    till.product((5, 1), (3, 2), product_code="P-003", name="مواسير", barcodes=["622"])
    till.product(product_code="X", name="Elbow", barcodes=["6221"])
    for search, ids in (("P-0", [1]), ("elb", [2]), ("622", [1]), ("6221", [2]), ("62", []), ("مواسير", [1])):
        assert column(till.call("sp_list_products", f'{{"search":"{search}"}}'), "products", "id") == ids
    assert column(till.call("sp_list_products", "{}"), "products", "in_stock") == [8, 0]


def test_pages_follow_each_other(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    for _ in range(4):
        till.customer()
        till.product()
        till.work_order(customer)
        till.sell(customer, line(service), status="paid")
    for procedure, rows, key, rest, expected in (
        ("sp_list_customers", "customers", "id", "", [1, 2, 3, 4, 5]),
        ("sp_list_products", "products", "id", "", [1, 2, 3, 4, 5]),
        ("sp_list_work_orders", "work_orders", "id", "", [1, 2, 3, 4]),
        ("sp_list_invoices", "invoices", "invoice_id", "", [4, 3, 2, 1]),
        ("sp_customer_statement", "rows", "seq", f'"customer_id":{customer},', [1, 2, 3, 4, 5, 6, 7, 8]),
    ):
        for limit in (1, 2, 3, 50):
            found: list[object] = []
            after: object = "null"
            while after is not None:
                page = till.call(procedure, f'{{{rest}"limit":{limit},"after":{after}}}')
                assert len(rows_of(page[rows])) <= limit
                found += column(page, rows, key)
                after = page["next_after"]
            assert found == expected


def test_invoices_are_filtered(till: Till) -> None:
    customer, other, service = till.customer(), till.customer(), till.product(keeps_stock=False)
    work_order = till.work_order(customer)
    till.sell(customer, line(service, 1, 10), status="paid")
    till.sell(
        customer, line(service, 1, 10), status="partial", payments=[{"amount": 4}], work_order_id=work_order
    )
    till.sell(other, line(service, 1, 10), due_date="2030-01-01")
    for asked, ids in (
        ("{}", [3, 2, 1]),
        (f'{{"customer_id":{customer}}}', [2, 1]),
        (f'{{"work_order_id":{work_order}}}', [2]),
        ('{"status":"paid"}', [1]),
        ('{"status":"PARTIAL"}', [2]),
        ('{"status":"pending"}', [3]),
        ('{"status":"canceled"}', []),
        ('{"open":true}', [3, 2]),
        ('{"open":false}', [1]),
        ('{"from":"2020-01-01","to":"2100-01-01"}', [3, 2, 1]),
        ('{"from":"2100-01-01"}', []),
        ('{"to":"2020-01-01"}', []),
    ):
        assert column(till.call("sp_list_invoices", asked), "invoices", "invoice_id") == ids, asked
    (row,) = rows_of(till.call("sp_list_invoices", '{"status":"partial"}')["invoices"])
    expected = {
        "invoice_id": 2,
        "due_date": None,
        "customer_id": customer,
        "customer_name": "محمد علي",
        "work_order_id": work_order,
        "status": "partial",
        "total_after": 10,
        "paid_amount": 4,
        "remaining_amount": 6,
    }
    assert {name: row[name] for name in expected} == expected
    assert {"invoice_no", "invoice_date"} <= row.keys()


def test_a_statement_shows_each_change(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.deposit(customer, 5)
    till.sell(customer, line(service, 1, 10), status="partial", payments=[{"amount": 5, "method": "wallet"}])
    answer = till.call("sp_customer_statement", f'{{"customer_id":{customer}}}')
    assert answer["customer"] == {"id": customer, "name": "محمد علي", "balance": 5, "wallet": 0}
    names = (
        "seq",
        "transaction_type",
        "amount",
        "balance_before",
        "balance_after",
        "wallet_before",
        "wallet_after",
        "invoice_id",
        "payment_id",
        "wallet_transaction_id",
    )
    assert [tuple(row[name] for name in names) for row in rows_of(answer["rows"])] == [
        (1, "deposit", 5, 0, 0, 0, 5, None, None, 1),
        (2, "invoice", 10, 0, 10, 5, 5, 1, None, None),
        (3, "payment", -5, 10, 5, 5, 0, 1, 1, 2),
    ]
    assert (
        rows_of(
            till.call("sp_customer_statement", f'{{"customer_id":{customer},"from":"2100-01-01"}}')["rows"]
        )
        == []
    )
    assert till.refusal("sp_customer_statement", '{"customer_id":99}') == (
        50103,
        "UNKNOWN_CUSTOMER: there is no customer 99",
    )
    assert till.refusal("sp_customer_statement", "{}") is not None


def test_sp_get_version(till: Till) -> None:
    assert till.call("sp_get_version") == {"ok": True, "version": __version__, "api": 1}


def test_a_page_that_ends_at_id_0_goes_on_after_it(till: Till) -> None:
    execute(till.connection, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')")
    execute(till.connection, "INSERT INTO customers (id, name, mobile, city) VALUES (0, 'adopted', '', '')")
    till.customer()
    first = till.call("sp_list_customers", {"limit": 1})
    assert first["next_after"] == 0
    second = till.call("sp_list_customers", {"limit": 1, "after": 0})
    assert second["customers"] != first["customers"]
