"""What the reporting views show, beside what the procedures answered."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from pyclient.deploy.session import execute, fetch
from pyclient.deploy.source import ObjectSource, db_dir, mask, read_object
from tests.shop import Shop
from tests.till import Till, decimals, line, money, number, part

VIEWS = [read_object(path) for path in sorted((db_dir() / "views").glob("*.sql"))]
# Columns that serve the package itself.
INTERNAL = {"exempt", "adopted", "request_id", "request_hash", "pay_by", "ledger_seq", "main_of", "response"}


def rows(till: Till, view: str, columns: str, where: str = "1 = 1") -> list[list[object]]:
    return [list(row) for row in till.rows(f"SELECT {columns} FROM {view} WHERE {where}")]


@pytest.mark.parametrize("source", VIEWS, ids=lambda source: source.name)
def test_a_view_names_its_columns_and_runs_as_its_definer(source: ObjectSource) -> None:
    text = mask(source.statement)
    assert source.name.startswith(("report_", "_"))
    assert not re.search(r"\*|\bINVOKER\b|\bTEMPTABLE\b", text, re.IGNORECASE)


def test_no_view_shows_what_is_internal(shop: Shop) -> None:
    columns = fetch(
        shop.connection,
        "SELECT c.table_name, c.column_name FROM information_schema.columns AS c"
        " INNER JOIN information_schema.views AS v"
        " ON v.table_schema = c.table_schema AND v.table_name = c.table_name"
        " WHERE c.table_schema = DATABASE()",
    )
    public = {source.name for source in VIEWS if not source.name.startswith("_")}
    assert {row[0] for row in columns if not row[0].startswith("_")} == public
    assert [row for row in columns if row[0] in public and str(row[1]).lower() in INTERNAL] == []


def test_a_day_of_the_shop(till: Till) -> None:
    customer = till.customer(name="محمد علي", city="القاهرة")
    product = till.product((6, 310), (4, "325.50"), name="خلاط", product_code="P-1", reorder_level=5)
    service = till.product(name="تركيب", product_code="S-1", keeps_stock=False)
    order = till.work_order(customer, title="تأسيس")
    till.deposit(customer, 50)
    sale = till.sell(
        customer,
        line(product, 7, 420, row_id="r1"),
        line(service, 1, 60),
        discount_type="amount",
        discount_value=30,
        status="partial",
        payments=[money(100), money(20, "wallet")],
        work_order_id=order,
    )
    invoice = number(sale["invoice_id"])

    assert rows(till, "report_customers", "customer_id, name, city, currency, balance, wallet, active") == [
        [customer, "محمد علي", "القاهرة", "EGP", Decimal(2850), Decimal(30), 1]
    ]
    assert rows(
        till,
        "report_invoices",
        "invoice_id, invoice_no, customer_name, payment_status, total_before, discount_amount, total_after,"
        " paid_amount, remaining_amount, total_cost, profit_amount, work_order_id, created_by_name",
    ) == [
        [
            invoice, sale["invoice_no"], "محمد علي", "partial",
            *decimals("3000", "30", "2970", "120", "2850", "2185.50", "784.50"), order, "cashier",
        ]
    ]  # fmt: skip
    assert rows(
        till,
        "report_invoice_lines",
        "line_no, row_id, product_code, quantity, total_price, discount_share, net_price, total_cost, profit",
    ) == [
        [1, "r1", "P-1", *decimals("7", "2940", "29.40", "2910.60", "2185.50", "725.10")],
        [2, None, "S-1", *decimals("1", "60", "0.60", "59.40", "0", "59.40")],
    ]
    assert rows(
        till, "report_payments", "method, method_name_en, amount, tendered, change_given, wallet_after"
    ) == [
        ["cash", "Cash", *decimals("100", "100", "0", "50")],
        ["wallet", "Wallet", *decimals("20", "20", "0", "30")],
    ]
    assert rows(
        till, "report_customer_ledger", "seq, transaction_type, amount, balance_after, wallet_after"
    ) == [
        [1, "deposit", *decimals("50", "0", "50")],
        [2, "invoice", *decimals("2970", "2970", "50")],
        [3, "payment", *decimals("-100", "2870", "50")],
        [4, "payment", *decimals("-20", "2850", "30")],
    ]
    assert rows(till, "report_wallet_ledger", "seq, type, method, amount, wallet_before, wallet_after") == [
        [1, "deposit", "cash", *decimals("50", "0", "50")],
        [4, "invoice_payment", None, *decimals("20", "50", "30")],
    ]
    assert rows(till, "report_stock", "product_code, quantity, stock_value, reorder_level") == [
        ["P-1", *decimals("3", "976.50", "5")]
    ]
    assert rows(till, "report_batches", "product_code, status, original_qty, remaining, stock_value") == [
        ["P-1", "consumed", *decimals("6", "0", "0")],
        ["P-1", "active", *decimals("4", "3", "976.50")],
    ]
    assert rows(
        till, "report_work_orders", "title, status, total_invoice_amount, total_paid, total_remaining"
    ) == [["تأسيس", "pending", *decimals("2970", "120", "2850")]]
    assert part(sale, "customer")["balance_after"] == Decimal(2850)


def test_the_words_are_those_of_the_answers(till: Till) -> None:
    customer, product = till.customer(), till.product(keeps_stock=False)
    answered = [
        till.sell(customer, line(product, 1, 10), status=status, **members)
        for status, members in (
            ("pending", {}), ("partial", {"payments": [money(1)]}), ("paid", {}),
        )
    ]  # fmt: skip
    assert rows(till, "report_invoices", "invoice_id, payment_status") == [
        [sale["invoice_id"], sale["payment_status"]] for sale in answered
    ]
    execute(
        till.connection,
        "UPDATE invoices_out SET delivered = 'canceled', remaining_amount = 0 WHERE id = 1",
    )
    assert rows(till, "report_invoices", "payment_status", "invoice_id = 1") == [["canceled"]]
    execute(
        till.connection,
        "UPDATE invoices_out SET delivered = 'no', remaining_amount = 10 WHERE id = 1",
    )


def test_products_without_stock_are_there_with_nothing(till: Till) -> None:
    till.product(product_code="P-1")
    till.product(product_code="S-1", keeps_stock=False)
    assert rows(till, "report_stock", "product_code, quantity, stock_value") == [
        ["P-1", Decimal(0), Decimal(0)]
    ]


@pytest.mark.corrupts  # no entry stands behind the batch until the books are repaired
def test_adopted_rows_without_user_or_number_are_shown(till: Till) -> None:
    """The old pages wrote rows without what the package adds: no view loses them."""
    customer, product = till.customer(), till.product()
    execute(
        till.connection,
        "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at)"
        " VALUES (%s, 2, 2, 2, 5, '2025-01-01')",
        (product,),
    )
    assert rows(till, "report_batches", "created_by_name, stock_value") == [[None, Decimal(10)]]
    execute(till.connection, "UPDATE customers SET created_by = NULL WHERE id = %s", (customer,))
    assert len(rows(till, "report_customers", "name")) == 1


def test_asking_for_one_product_reads_only_its_batches(till: Till) -> None:
    product = [till.product(*[(1, 1)] * 20) for _ in range(10)][3]
    execute(till.connection, "FLUSH STATUS")
    before = _rows_read(till)
    assert rows(till, "report_stock", "quantity", f"product_id = {product}") == [[Decimal(20)]]
    assert _rows_read(till) - before < 100


def _rows_read(till: Till) -> int:
    return sum(
        int(row[1])
        for row in till.rows("SHOW SESSION STATUS LIKE 'Handler_read%'")
        if str(row[0]).lower() in {"handler_read_key", "handler_read_next", "handler_read_rnd_next"}
    )


def test_the_books_of_a_day(till: Till) -> None:
    """Ten bought for 100, six sold for 60 less 5, 20 of it paid by check; 50 put into the wallet."""
    customer, product = till.customer(), till.product((10, 10))
    till.deposit(customer, 50)
    sale = till.sell(
        customer,
        line(product, 6, 10),
        discount_type="amount",
        discount_value=5,
        status="partial",
        payments=[money(20, "check")],
    )
    by_code = "1 = 1 ORDER BY account_code IS NULL, account_code"
    assert rows(
        till, "report_trial_balance", "account_code, account_kind, debit, credit, balance", by_code
    ) == [
        ["1100", "asset", *decimals("50", "0", "50")],
        ["1120", "asset", *decimals("20", "0", "20")],
        ["1200", "asset", *decimals("55", "20", "35")],
        ["1300", "asset", *decimals("100", "60", "40")],
        ["2110", "liability", *decimals("0", "100", "-100")],
        ["2200", "liability", *decimals("0", "50", "-50")],
        ["4100", "revenue", *decimals("0", "60", "-60")],
        ["4110", "revenue", *decimals("5", "0", "5")],
        ["5100", "expense", *decimals("60", "0", "60")],
    ]
    assert rows(till, "report_profit_and_loss", "account_code, amount", by_code) == [
        ["4100", Decimal(60)],
        ["4110", Decimal(-5)],
        ["5100", Decimal(-60)],
    ]
    sheet = rows(till, "report_balance_sheet", "account_kind, account_code, amount", by_code)
    assert sheet == [
        ["asset", "1100", Decimal(50)],
        ["asset", "1120", Decimal(20)],
        ["asset", "1200", Decimal(35)],
        ["asset", "1300", Decimal(40)],
        ["liability", "2110", Decimal(100)],
        ["liability", "2200", Decimal(50)],
        ["equity", None, Decimal(-5)],
    ]
    assert rows(
        till,
        "report_account_ledger",
        "entry_type, debit, credit, balance",
        "account_code = '1200' ORDER BY line_no, journal_entry_id",
    ) == [
        ["invoice", *decimals("55", "0", "55")],
        ["payment", *decimals("0", "20", "35")],
    ]
    journal = rows(
        till,
        "report_journal",
        "role",
        f"reference_id = {sale['invoice_id']} AND entry_type = 'invoice' ORDER BY line_no",
    )
    assert journal == [["receivables"], ["sales_discounts"], ["sales"]]
    assert rows(
        till,
        "report_stock_card",
        "transaction_type, qty, total_cost, quantity_after, value_after",
        "1 = 1 ORDER BY movement_id",
    ) == [
        ["purchase", *decimals("10", "100", "10", "100")],
        ["sale", *decimals("-6", "-60", "4", "40")],
    ]
    assert rows(till, "report_stock_changes", "product_id, qty, total_cost") == [
        [product, *decimals("4", "40")]
    ]


def test_what_was_changed(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 4))
    sale = till.sell(customer, line(product, 1, 10))
    items = [{"item_id": 1, "qty": 2}]
    till.call("sp_amend_invoice", {"invoice_id": sale["invoice_id"], "items": items, "reason": "خطأ"})
    assert rows(
        till,
        "report_audit_log",
        "user_name, action, document_table, document_id, reason, values_before LIKE '%:1.0000,%'",
        "action = 'amend' ORDER BY audit_id",
    ) == [
        ["cashier", "amend", "invoice_out_items", 1, "خطأ", 1],
        ["cashier", "amend", "invoices_out", 1, "خطأ", 0],
    ]


def test_goods_that_came_back(till: Till) -> None:
    customer, product = till.customer(name="محمد"), till.product((5, 4), product_code="P-1")
    sale = till.sell(customer, line(product, 4, 10), discount_value=10)
    done = till.call("sp_return_items", {"invoice_id": sale["invoice_id"], "all": True, "reason": "تالف"})
    assert rows(
        till, "report_returns", "return_no, customer_name, product_code, quantity, value, cost, reason"
    ) == [[done["return_no"], "محمد", "P-1", *decimals("4", "36", "16"), "تالف"]]
