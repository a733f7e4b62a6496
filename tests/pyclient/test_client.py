"""The client's calls against the real procedures."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pyclient import Client, Pool, RetryPolicy, calls, errors
from pyclient.connection import connect
from pyclient.deploy.session import execute, fetch
from pyclient.models import (
    AuditBreak,
    BatchRequest,
    BatchToReturn,
    BillsDueReportFilter,
    BranchRequest,
    CancelOrderRequest,
    CashMoveRequest,
    CloseShiftRequest,
    CompleteOrderRequest,
    CouponFilter,
    CouponRequest,
    CustomerFilter,
    CustomerGroupRequest,
    CustomerRequest,
    DailyClosingRequest,
    DeleteDraftRequest,
    DraftFilter,
    DraftRequest,
    DueDateRequest,
    InvoiceFilter,
    InvoiceRequest,
    OfferFilter,
    OfferRequest,
    OpenShiftRequest,
    OrderFilter,
    OrderPart,
    OrderRequest,
    PayablesReportFilter,
    PaymentRequest,
    PaymentRow,
    PaymentTarget,
    PriceFilter,
    PriceListFilter,
    PriceListRequest,
    PriceRow,
    ProductFilter,
    ProductRequest,
    ProductUnit,
    ProductUnitRow,
    PurchaseFilter,
    PurchaseItem,
    PurchaseRequest,
    ReturnPurchaseRequest,
    ReversePurchaseRequest,
    ReverseVoucherRequest,
    SaleItem,
    SettingRequest,
    Settings,
    ShiftFilter,
    StatementFilter,
    SupplierFilter,
    SupplierOpeningRequest,
    SupplierPaymentRequest,
    SupplierRequest,
    SupplierStatementFilter,
    SupplierVoidRequest,
    TaxFilter,
    TaxRequest,
    TillFilter,
    TillRequest,
    VerifiedAudit,
    VoucherFilter,
    VoucherItem,
    VoucherRequest,
    WorkOrderFilter,
    WorkOrderRequest,
)
from tests.pyclient.conftest import SmallShop
from tests.shop import Shop


def test_a_sale_comes_back_exact_and_is_stored(small_shop: SmallShop) -> None:
    saved = small_shop.client.save_invoice(
        InvoiceRequest(
            customer_id=small_shop.customer,
            items=[
                SaleItem(product_id=small_shop.product, qty="2.5", selling_price="33.333333", row_id="أ"),
                SaleItem(product_id=small_shop.product, qty=1, price_type="retail"),
            ],
            status="partial",
            discount_type="amount",
            discount_value=Decimal("0.10"),
            payments=[
                PaymentRow(amount="30.05"),
                PaymentRow(method="mixed", parts=[PaymentRow(amount=1, method="card")]),
            ],
            due_date=date(2030, 1, 31),
            notes="توصيل",
            created_by=small_shop.cashier,
        )
    )
    assert (saved.total_before, saved.discount_amount, saved.total_after) == (
        Decimal("130.83"),
        Decimal("0.10"),
        Decimal("130.73"),
    )
    assert (saved.paid_amount, saved.remaining_amount) == (Decimal("31.05"), Decimal("99.68"))
    assert (saved.total_cogs, saved.profit_amount) == (Decimal("110.25"), Decimal("20.48"))
    assert [item.row_id for item in saved.items] == ["أ", None]
    assert sum(item.discount_share for item in saved.items) == saved.discount_amount
    assert [(payment.method, payment.amount) for payment in saved.payments] == [
        ("cash", Decimal("30.05")),
        ("card", Decimal("1.00")),
    ]
    assert saved.customer.balance_after == saved.remaining_amount
    assert saved.work_order is None
    assert saved.invoice_no is not None

    stored = small_shop.client.get_invoice(saved.invoice_id)
    assert (stored.invoice_no, stored.due_date, stored.notes) == (
        saved.invoice_no,
        date(2030, 1, 31),
        "توصيل",
    )
    assert stored.total_after_discount == saved.total_after
    assert [item.allocations for item in stored.items] == [item.allocations for item in saved.items]
    assert [payment.amount for payment in stored.payments] == [Decimal("30.05"), Decimal("1.00")]
    assert len(stored.transactions) == 3


def test_payments_go_where_they_are_sent(small_shop: SmallShop) -> None:
    client = small_shop.client
    first, second = (client.save_invoice(small_shop.sale(1)).invoice_id for _ in range(2))
    paid = client.add_payment(
        PaymentRequest(
            invoices=[PaymentTarget(invoice_id=second, amount="12.00"), PaymentTarget(invoice_id=first)],
            amount="54.00",
            method="card",
            created_by=small_shop.cashier,
        )
    )
    assert [(each.invoice_id, each.amount, each.payment_status) for each in paid.allocations] == [
        (second, Decimal(12), "partial"),
        (first, Decimal(42), "paid"),
    ]
    assert paid.total_allocated == 54
    assert paid.to_wallet == paid.change_due == 0
    more = client.add_payment(
        PaymentRequest(
            customer_id=small_shop.customer, amount=50, overpayment="wallet", created_by=small_shop.cashier
        )
    )
    assert more.total_allocated == 30
    assert more.to_wallet == more.customer.wallet_after == 20


def test_a_work_order_collects_its_invoices(small_shop: SmallShop) -> None:
    client = small_shop.client
    made = client.save_work_order(
        WorkOrderRequest(
            customer_id=small_shop.customer,
            title="تشطيب",
            notes="عاجل",
            start_date=date(2025, 12, 1),
            created_by=small_shop.cashier,
        )
    )
    assert made.work_order.notes == "عاجل"
    sale = InvoiceRequest(
        customer_id=small_shop.customer,
        items=[SaleItem(product_id=small_shop.product, qty=1)],
        work_order_id=made.work_order_id,
        created_by=small_shop.cashier,
    )
    totals = client.save_invoice(sale).work_order
    assert totals is not None
    assert totals.id == made.work_order_id
    assert totals.total_invoice_amount == totals.total_remaining == 42
    changed = client.save_work_order(
        WorkOrderRequest(
            work_order_id=made.work_order_id, notes=None, status="completed", created_by=small_shop.cashier
        )
    ).work_order
    assert (changed.title, changed.notes, changed.status) == ("تشطيب", None, "completed")
    (listed,) = client.list_work_orders(WorkOrderFilter(customer_id=small_shop.customer)).rows
    assert listed == changed


def test_master_data_is_made_and_changed(small_shop: SmallShop) -> None:
    client = small_shop.client
    customer = client.save_customer(
        CustomerRequest(
            customer_id=small_shop.customer, address="شارع رمسيس", active=False, created_by=small_shop.cashier
        )
    ).customer
    assert (customer.name, customer.address, customer.active) == ("محل النور", "شارع رمسيس", False)
    product = client.save_product(
        ProductRequest(product_id=small_shop.product, retail_price="48.125", created_by=small_shop.cashier)
    ).product
    assert product.retail_price == Decimal("48.125")
    assert product.selling_price == 42
    assert (product.barcodes, product.keeps_stock) == (("6220001",), True)
    branch = client.save_branch(
        BranchRequest(code="GZ", name="فرع الجيزة", created_by=small_shop.cashier)
    ).branch
    assert (branch.code, branch.is_main) == ("GZ", False)


def test_taxes_units_and_settings(small_shop: SmallShop) -> None:
    client, user = small_shop.client, small_shop.cashier
    made = client.save_tax(TaxRequest(code="VAT", name="ضريبة القيمة المضافة", rate="14", created_by=user))
    other = client.save_tax(TaxRequest(code="T2", name="رسم", rate="1.5", created_by=user))
    changed = client.save_tax(TaxRequest(tax_id=other.tax_id, active=False, created_by=user)).tax
    assert (changed.rate, changed.active) == (Decimal("1.5"), False)
    assert [tax.code for tax in client.all_taxes(TaxFilter(limit=1))] == ["VAT", "T2"]
    assert client.list_taxes(TaxFilter(active=True)).rows == (made.tax,)

    product = client.save_product(
        ProductRequest(
            product_id=small_shop.product,
            taxes=["T2", made.tax_id],
            units=[ProductUnitRow(unit="كرتونة", factor=24, selling_price="980.5")],
            created_by=user,
        )
    ).product
    assert product.taxes == (made.tax, changed)
    assert product.units == (ProductUnit(unit="كرتونة", factor=Decimal(24), selling_price=Decimal("980.5")),)
    stored = client.get_product(small_shop.product)
    assert (stored.taxes, stored.units) == (product.taxes, product.units)

    settings = client.get_settings().settings
    assert settings == Settings(
        prices_include_tax=False, tax_rounding="document", smallest_coin=None, company_name="المتجر"
    )
    client.set_setting(SettingRequest(name="prices_include_tax", value=True, created_by=user))
    client.set_setting(SettingRequest(name="smallest_coin", value=Decimal("0.25"), created_by=user))
    last = client.set_setting(SettingRequest(name="tax_rounding", value="line", created_by=user))
    assert last.settings == replace(
        settings, prices_include_tax=True, tax_rounding="line", smallest_coin=Decimal("0.25")
    )
    renamed = client.set_setting(SettingRequest(name="company_name", value="محل النور", created_by=user))
    assert renamed.settings.company_name == "محل النور"
    company = client.get_settings()
    assert (company.currency.code, company.currency.minor_units) == ("EGP", 2)
    assert [branch.code for branch in company.branches] == ["MAIN"]
    cleared = client.set_setting(SettingRequest(name="smallest_coin", value=None, created_by=user))
    assert cleared.settings.smallest_coin is None


def test_the_audit_trail(small_shop: SmallShop) -> None:
    client, user = small_shop.client, small_shop.cashier
    head = client.audit_head()
    assert head.rows == sum(end.seq for end in head.chains) > 0
    client.save_customer(CustomerRequest(name="ن", mobile="1", city="ق", created_by=user))
    assert client.audit_head().rows == head.rows + 1
    assert client.verify_audit() == client.verify_audit(head) == VerifiedAudit(whole=True, breaks=())
    (end, *_) = head.chains
    other = replace(head, chains=(replace(end, hash="0" * 64),))
    assert client.verify_audit(other).breaks == (
        AuditBreak(table_name="audit_chains", row_id=end.chain, expected="0" * 64, found=end.hash),
    )


def test_price_lists_and_groups(small_shop: SmallShop) -> None:
    client, user, product = small_shop.client, small_shop.cashier, small_shop.product
    made = client.save_price_list(
        PriceListRequest(
            code="DEALERS",
            name="تجار",
            prices=[PriceRow(product_id=product, price=Decimal("39.5"))],
            created_by=user,
        )
    )
    wanted = PriceFilter(price_list_id=made.price_list_id)
    assert [(row.product_id, row.unit, row.price) for row in client.all_prices(wanted)] == [
        (product, None, Decimal("39.5"))
    ]
    off = [PriceRow(product_id=product, price=None)]
    changed = client.save_price_list(
        PriceListRequest(price_list_id=made.price_list_id, name="ت", prices=off, created_by=user)
    )
    assert client.list_prices(wanted).rows == ()
    assert list(client.all_price_lists(PriceListFilter(active=True))) == [changed.price_list]
    assert (changed.price_list.code, changed.price_list.name) == ("DEALERS", "ت")

    group = client.save_customer_group(
        CustomerGroupRequest(code="D", name="تجار", price_list_id=made.price_list_id, created_by=user)
    )
    assert list(client.all_customer_groups()) == [group.group]
    assert group.group.price_list_id == made.price_list_id
    customer = client.save_customer(
        CustomerRequest(
            customer_id=small_shop.customer,
            group_id=group.group_id,
            price_list_id=made.price_list_id,
            created_by=user,
        )
    ).customer
    assert (customer.group_id, customer.price_list_id) == (group.group_id, made.price_list_id)
    assert client.list_customers().rows[0].credit_limit is None
    assert customer.tracks_balance
    given_up = CustomerRequest(customer_id=small_shop.customer, tracks_balance=False, created_by=user)
    assert not client.save_customer(given_up).customer.tracks_balance


def test_stock_is_read_layer_by_layer(small_shop: SmallShop) -> None:
    client = small_shop.client
    yesterday = date.today() - timedelta(days=2)
    older = client.receive_batch(
        BatchRequest(
            product_id=small_shop.product,
            qty="3.5",
            unit_cost="30.123456",
            received_at=yesterday,
            created_by=small_shop.cashier,
        )
    )
    assert (older.batch.qty, older.batch.unit_cost) == (Decimal("3.5"), Decimal("30.123456"))
    stock = client.get_product(small_shop.product)
    assert stock.in_stock == Decimal("103.5")
    assert stock.batches[0].batch_id == older.batch_id
    assert stock.batches[0].received_at == yesterday
    assert sum(layer.value for layer in stock.batches) == stock.stock_value


def test_lists_come_in_pages_and_as_one(small_shop: SmallShop) -> None:
    client = small_shop.client
    made = [client.save_invoice(small_shop.sale(1)).invoice_id for _ in range(5)]
    page = client.list_invoices(InvoiceFilter(customer_id=small_shop.customer, limit=2))
    assert len(page.rows) == 2
    assert page.next_after is not None
    every = [row.invoice_id for row in client.all_invoices(InvoiceFilter(open=True, limit=2))]
    assert every == made[::-1]
    rows = list(client.all_statement_rows(StatementFilter(customer_id=small_shop.customer, limit=2)))
    assert [row.invoice_id for row in rows] == made
    assert [row.balance_after for row in rows] == [42 * n for n in range(1, 6)]
    statement = client.customer_statement(StatementFilter(customer_id=small_shop.customer))
    assert statement.customer.balance == 210
    assert statement.rows == tuple(rows)


def test_lists_are_searched(small_shop: SmallShop) -> None:
    client = small_shop.client
    assert [c.id for c in client.list_customers(CustomerFilter(search="النور")).rows] == [small_shop.customer]
    assert [c.id for c in client.all_customers(CustomerFilter(limit=1))] == [small_shop.customer]
    assert client.list_customers(CustomerFilter(search="لا أحد")).rows == ()
    (product,) = client.list_products(ProductFilter(search="6220001")).rows
    assert product.id == small_shop.product
    assert product.in_stock == 100
    assert [p.id for p in client.all_products()] == [small_shop.product]
    assert list(client.all_work_orders()) == []


def test_a_refusal_has_its_class_its_values_and_both_languages(small_shop: SmallShop) -> None:
    with pytest.raises(errors.InsufficientStockError) as refused:
        small_shop.client.save_invoice(small_shop.sale("100.5", "key-1"))
    error = refused.value
    assert error.token == "INSUFFICIENT_STOCK"
    assert error.request_id == "key-1"
    assert {Decimal(error.values["needed"]), Decimal(error.values["available"])} == {
        Decimal("100.5"),
        Decimal(100),
    }
    assert "مواسير 2 بوصة" in error.arabic
    assert "مواسير 2 بوصة" in error.english
    assert small_shop.client.save_invoice(small_shop.sale(1, "key-1")).total_after == 42


def test_one_key_has_one_effect(small_shop: SmallShop) -> None:
    first = small_shop.client.save_invoice(small_shop.sale(2, "key-1"))
    assert small_shop.client.save_invoice(small_shop.sale(2, "key-1")) == first
    with pytest.raises(errors.RequestIdReusedError):
        small_shop.client.save_invoice(small_shop.sale(3, "key-1"))
    assert small_shop.client.save_invoice(small_shop.sale(2)).invoice_id != first.invoice_id


def test_a_connection_of_the_callers_without_autocommit_can_write(small_shop: SmallShop) -> None:
    with closing(connect(small_shop.url, autocommit=False)) as own:
        client = Client(own)
        assert client.get_product(small_shop.product).in_stock == 100
        assert client.save_invoice(small_shop.sale()).total_after == 84
        client.close()
        assert own.is_connected()


def test_the_callers_transaction_is_left_as_it_is(small_shop: SmallShop) -> None:
    with closing(connect(small_shop.url)) as own:
        client = Client(own)
        own.start_transaction()
        execute(own, "UPDATE customers SET city = 'الجيزة'")
        assert client.get_product(small_shop.product).in_stock == 100
        with pytest.raises(errors.TransactionOpenError):
            client.save_invoice(small_shop.sale())
        with pytest.raises(errors.UnknownInvoiceError):
            client.get_invoice(999_999)
        assert own.in_transaction
        assert fetch(own, "SELECT city FROM customers") == [("الجيزة",)]
        own.rollback()
        assert fetch(own, "SELECT city FROM customers") == [("القاهرة",)]


def test_a_database_without_daftar_is_named(fresh_url: str) -> None:
    with (
        Client.from_url(fresh_url, retry=RetryPolicy(await_deployment=0.1)) as client,
        pytest.raises(errors.VersionMismatchError, match="run daftar migrate"),
    ):
        client.get_invoice(1)


def test_a_database_of_another_api_is_refused_before_the_first_call(fresh_url: str) -> None:
    with closing(connect(fresh_url)) as connection:
        answer = """SELECT '{"ok": true, "version": "9.0.0", "api": 2}' AS response"""
        execute(connection, f"CREATE PROCEDURE sp_get_version() {answer}")
    with (
        Client.from_url(fresh_url) as client,
        pytest.raises(errors.VersionMismatchError, match=r"9\.0\.0 with api 2"),
    ):
        client.get_invoice(1)


def test_the_version_is_that_of_the_package(small_shop: SmallShop) -> None:
    import pyclient

    assert small_shop.client.server_version().version == pyclient.__version__


def test_no_server_is_said_at_once() -> None:
    with pytest.raises(errors.ServerError) as refused:
        Client.from_url("mysql://root@127.0.0.1:1/daftar")
    assert refused.value.errno == 2003


def test_a_second_thread_is_refused_while_one_is_in_a_call(small_shop: SmallShop) -> None:
    with closing(connect(small_shop.url)) as other:
        other.start_transaction()
        fetch(other, "SELECT id FROM customers FOR UPDATE")
        selling = threading.Thread(target=small_shop.client.save_invoice, args=(small_shop.sale(),))
        selling.start()
        _wait_for_lock_wait(small_shop.database)
        with pytest.raises(RuntimeError, match="one client per thread"):
            small_shop.client.get_product(small_shop.product)
        with pytest.raises(RuntimeError, match="one client per thread"):
            small_shop.client.close()
        other.rollback()
        selling.join()
    assert small_shop.client.get_product(small_shop.product).in_stock == 98


def test_a_lock_wait_that_times_out_is_tried_again(small_shop: SmallShop) -> None:
    with (
        closing(connect(small_shop.url)) as other,
        Client.from_url(small_shop.url, init_command="SET SESSION innodb_lock_wait_timeout = 1") as client,
    ):
        other.start_transaction()
        fetch(other, "SELECT id FROM customers FOR UPDATE")
        release = threading.Timer(1.5, other.rollback)
        release.start()
        saved = client.save_invoice(small_shop.sale())
        release.join()
    assert client.retries >= 1
    assert saved.customer.balance_before == 0


def test_a_lock_wait_beyond_the_deadline_is_told(small_shop: SmallShop) -> None:
    with (
        closing(connect(small_shop.url)) as other,
        Client.from_url(
            small_shop.url,
            retry=RetryPolicy(deadline=0.5),
            init_command="SET SESSION innodb_lock_wait_timeout = 1",
        ) as client,
    ):
        other.start_transaction()
        fetch(other, "SELECT id FROM customers FOR UPDATE")
        with pytest.raises(errors.RetriesExhaustedError, match="given up after 1 tries") as refused:
            client.save_invoice(small_shop.sale())
        other.rollback()
        assert refused.value.errno == 1205
        assert client.save_invoice(small_shop.sale(2, refused.value.request_id)).total_after == 84


def test_a_routine_that_is_being_deployed_is_awaited(database: Shop) -> None:
    with closing(database.connect()) as deployer, Client.from_url(database.url) as client:
        client.server_version()
        definition = fetch(deployer, "SHOW CREATE PROCEDURE sp_get_product")[0][2]
        execute(deployer, "DROP PROCEDURE sp_get_product")
        back = threading.Timer(0.5, execute, (deployer, definition))
        back.start()
        with pytest.raises(errors.UnknownProductError):
            client.get_product(999_999)
        back.join()
        assert client.retries >= 1


def test_a_pool_lends_each_client_to_one_thread_at_a_time(small_shop: SmallShop) -> None:
    with Pool(small_shop.url, size=3) as pool:

        def save_up() -> None:
            for _ in range(5):
                with pool.client() as client:
                    client.wallet_move(small_shop.deposit("0.10"))

        threads = [threading.Thread(target=save_up) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    (customer,) = small_shop.client.list_customers().rows
    assert customer.wallet == 3


def test_a_closed_client_makes_no_call(small_shop: SmallShop) -> None:
    with Client.from_url(small_shop.url) as client:
        assert client.get_product(small_shop.product).in_stock == 100
    for _ in range(2):
        with pytest.raises(RuntimeError, match="the client is closed"):
            client.get_product(small_shop.product)
    client.close()


def test_an_empty_pool_says_so_and_a_closed_one_lends_nothing(small_shop: SmallShop) -> None:
    pool = Pool(small_shop.url, size=1)
    with pool.client() as lent, pytest.raises(TimeoutError), pool.client(timeout=0.05):
        lent.close()
    with pool.client() as another:
        assert another.get_product(small_shop.product).in_stock == 100
    pool.close()
    with pytest.raises(RuntimeError, match="closed"), pool.client():
        pass


def test_a_pool_gives_the_place_back_when_the_server_refuses() -> None:
    pool = Pool("mysql://root@127.0.0.1:1/daftar", size=1)
    for _ in range(2):
        with pytest.raises(errors.ServerError), pool.client(timeout=0.05):
            pass


def _wait_for_lock_wait(shop: Shop) -> None:
    deadline = time.monotonic() + 10
    with closing(shop.server.connect()) as admin:
        while not fetch(admin, "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"):
            assert time.monotonic() < deadline, "nobody waits for a lock"
            # InnoDB renews this table only when nobody has read it for a tenth of a second.
            time.sleep(0.2)


def test_who_waits_for_a_client_of_a_pool_that_is_closed_gets_none(small_shop: SmallShop) -> None:
    pool = Pool(small_shop.url, size=1)

    def borrow() -> None:
        with pool.client(timeout=20):
            pass

    with ThreadPoolExecutor(1) as threads, pool.client():
        waiting = threads.submit(borrow)
        time.sleep(0.3)
        pool.close()
    with pytest.raises(RuntimeError, match="the pool is closed"):
        waiting.result()


def test_goods_are_bought_paid_and_sent_back(small_shop: SmallShop) -> None:
    client, user = small_shop.client, small_shop.cashier
    supplier = client.save_supplier(SupplierRequest(name="النور", mobile="0223", created_by=user))
    changed = client.save_supplier(
        SupplierRequest(
            supplier_id=supplier.supplier_id, mobile=None, city="طنطا", payment_days=30, created_by=user
        )
    )
    assert (changed.supplier.mobile, changed.supplier.city) == (None, "طنطا")
    assert (supplier.supplier.payment_days, changed.supplier.payment_days) == (None, 30)
    bought = client.post_purchase(
        PurchaseRequest(
            supplier_id=supplier.supplier_id,
            bill_no="A-118",
            items=[
                PurchaseItem(
                    product_id=small_shop.product,
                    qty="2.5",
                    unit_cost="33.333333",
                    received_at=date(2025, 1, 2),
                ),
                PurchaseItem(product_id=small_shop.product, qty=1, unit_cost=Decimal(10)),
            ],
            payments=[PaymentRow(amount="30.05", method="check")],
            due_days=0,
            created_by=user,
        )
    )
    assert (bought.total, bought.paid_amount) == (Decimal("93.33"), Decimal("30.05"))
    assert [item.value for item in bought.items] == [Decimal("83.33"), Decimal("10.00")]
    assert bought.items[0].received_at == date(2025, 1, 2)
    assert bought.supplier is not None
    assert bought.supplier.balance_after == Decimal("63.28")
    with pytest.raises(errors.DuplicateBillError):
        client.post_purchase(
            PurchaseRequest(
                supplier_id=supplier.supplier_id,
                bill_no="A-118",
                items=[PurchaseItem(product_id=small_shop.product, qty=1, unit_cost=1)],
                created_by=user,
            )
        )
    paid = client.pay_supplier(
        SupplierPaymentRequest(supplier_id=supplier.supplier_id, amount="63.28", created_by=user)
    )
    voided = client.void_supplier_payment(
        SupplierVoidRequest(payment_id=paid.payments[0].payment_id, created_by=user)
    )
    assert voided.supplier is not None
    assert voided.supplier.balance_after == Decimal("63.28")

    stored = client.get_purchase(bought.bill_id)
    assert (stored.purchase_no, stored.supplier_name, stored.reversed) == (bought.purchase_no, "النور", False)
    assert [item.remaining for item in stored.items] == [Decimal("2.5"), Decimal(1)]
    assert [payment.kind for payment in stored.payments] == ["payment"]
    assert [entry.entry_type for entry in stored.journal] == ["purchase", "supplier_payment"]
    another_day = DueDateRequest(bill_id=bought.bill_id, due_date=date(2025, 11, 30), created_by=user)
    moved = client.set_due_date(another_day)
    assert (moved.due_date_before, moved.due_date_after) == (stored.due_date, date(2025, 11, 30))
    at_once = client.set_due_date(replace(another_day, due_date=None))
    assert (at_once.bill_id, at_once.due_date_before, at_once.due_date_after) == (
        bought.bill_id, date(2025, 11, 30), None
    )  # fmt: skip
    with pytest.raises(errors.ValidationError, match="due_date is required"):
        client.set_due_date(DueDateRequest(bill_id=bought.bill_id, created_by=user))
    back = client.return_purchase(
        ReturnPurchaseRequest(
            bill_id=bought.bill_id,
            items=[BatchToReturn(batch_id=bought.items[1].batch_id, qty=1)],
            reason="تالف",
            created_by=user,
        )
    )
    assert (back.value, back.refunds) == (bought.items[1].value, ())
    with pytest.raises(errors.UnknownBatchError):
        client.return_purchase(
            ReturnPurchaseRequest(
                bill_id=bought.bill_id, items=[BatchToReturn(batch_id=999, qty=1)], created_by=user
            )
        )
    (returned,) = client.get_purchase(bought.bill_id).returns
    assert (returned.return_no, returned.cost, returned.reason) == (back.return_no, back.value, "تالف")
    done = client.reverse_purchase(
        ReversePurchaseRequest(bill_id=bought.bill_id, refund="original", created_by=user)
    )
    assert done.total == bought.total - back.value
    assert [(refund.method, refund.amount) for refund in done.refunds] == [("check", Decimal("30.05"))]
    with pytest.raises(errors.BillReversedError):
        client.reverse_purchase(ReversePurchaseRequest(bill_id=bought.bill_id, created_by=user))

    opening = SupplierOpeningRequest(
        supplier_id=supplier.supplier_id, amount="9.50", opening_date=date(2025, 9, 30), created_by=user
    )
    assert bought.due_date == stored.due_date == stored.business_date
    opened = client.save_supplier_opening(opening)
    assert (opened.opening_date, opened.total, opened.supplier.balance_after) == (
        date(2025, 9, 30), Decimal("9.50"), Decimal("9.50")
    )  # fmt: skip
    stored = client.get_purchase(opened.bill_id)
    assert (stored.opening_date, stored.items) == (date(2025, 9, 30), ())
    assert opened.due_date == stored.due_date == date(2025, 10, 30)
    (owed,) = client.report_payables(PayablesReportFilter(as_of=date(2025, 11, 1))).rows
    assert (owed.supplier_id, owed.bills, owed.days_1_30, owed.total) == (
        supplier.supplier_id, 1, Decimal("9.50"), Decimal("9.50")
    )  # fmt: skip
    (due,) = client.report_bills_due(BillsDueReportFilter(due_by=date(2025, 10, 30))).rows
    assert (due.bill_id, due.due_date, due.open_amount) == (
        opened.bill_id, date(2025, 10, 30), Decimal("9.50")
    )  # fmt: skip
    assert client.report_bills_due(BillsDueReportFilter(due_by=date(2025, 10, 29))).rows == ()
    undone = client.reverse_purchase(ReversePurchaseRequest(bill_id=opened.bill_id, created_by=user))
    assert undone.refunds == ()

    wanted = SupplierStatementFilter(supplier_id=supplier.supplier_id, limit=2)
    assert [row.transaction_type for row in client.all_supplier_rows(wanted)] == [
        *("purchase", "payment", "payment", "void", "purchase_return", "purchase_reversal", "refund"),
        *("purchase", "purchase_reversal"),
    ]
    assert client.supplier_statement(wanted).supplier.balance == 0
    # the shop's first goods were received without a supplier
    assert [each.supplier_name for each in client.all_purchases(PurchaseFilter(limit=1))] == [
        *("النور", "النور", None)
    ]
    assert [each.reversed for each in client.list_purchases(PurchaseFilter(reversed=True)).rows] == [
        *(True, True)
    ]
    assert [each.name for each in client.all_suppliers(SupplierFilter(search="نور"))] == ["النور"]
    received = client.receive_batch(
        BatchRequest(product_id=small_shop.product, qty=1, unit_cost=1, created_by=user)
    )
    assert client.get_purchase(received.bill_id or 0).purchase_no == received.purchase_no


def test_vouchers(small_shop: SmallShop) -> None:
    client, user = small_shop.client, small_shop.cashier
    items = [
        VoucherItem(account="5400", debit="12.50", memo="الفرع"),
        VoucherItem(account="1110", credit="12.50"),
    ]
    posted = client.post_voucher(
        VoucherRequest(description="إيجار", items=items, voucher_date=date(2025, 1, 1), created_by=user)
    )
    assert (posted.entry_no, posted.voucher_date, posted.total) == (
        *("JE-20250101-0001", date(2025, 1, 1), Decimal("12.50")),
    )
    done = client.reverse_voucher(ReverseVoucherRequest(voucher_id=posted.voucher_id, created_by=user))
    stored = client.get_voucher(posted.voucher_id)
    assert [(item.account, item.debit, item.memo) for item in stored.items] == [
        *(("5400", Decimal("12.50"), "الفرع"), ("1110", Decimal(0), None)),
    ]
    assert [entry.entry_id for entry in stored.journal] == [posted.entry_id, done.entry_id]
    assert stored.reversed_on == done.voucher_date
    with pytest.raises(errors.VoucherReversedError):
        client.reverse_voucher(ReverseVoucherRequest(voucher_id=posted.voucher_id, created_by=user))
    with pytest.raises(errors.UnknownVoucherError):
        client.get_voucher(posted.voucher_id + 1)
    again = client.post_voucher(VoucherRequest(description="راتب", items=items, created_by=user))
    listed = [voucher.voucher_id for voucher in client.all_vouchers(VoucherFilter(account="5400", limit=1))]
    assert listed == [again.voucher_id, posted.voucher_id]
    assert client.list_vouchers(VoucherFilter(to_date=date(2025, 1, 1))).rows[0].reversed


def test_orders(small_shop: SmallShop) -> None:
    client, user = small_shop.client, small_shop.cashier
    items = [SaleItem(product_id=small_shop.product, qty="1.5", row_id="r1")]
    taken = client.save_order(OrderRequest(customer_id=small_shop.customer, items=items, created_by=user))
    assert (taken.status, taken.payment_status, taken.total_after) == ("pending", "unpaid", Decimal("63.00"))
    part = [OrderPart(order_item_id=taken.items[0].order_item_id, qty="0.5")]
    paid = [PaymentRow(amount=1)]
    sold = client.complete_order(
        CompleteOrderRequest(order_id=taken.order_id, items=part, payments=paid, created_by=user)
    )
    assert (sold.order.order_no, sold.order.status) == (taken.order_no, "pending")
    linked = client.get_invoice(sold.invoice_id).order
    assert linked is not None
    assert linked.id == taken.order_id
    stored = client.cancel_order(CancelOrderRequest(order_id=taken.order_id, reason="r", created_by=user))
    assert (stored.status, stored.payment_status, stored.cancel_reason) == ("completed", "partial", "r")
    assert [each.invoice_no for each in stored.invoices] == [sold.invoice_no]
    assert [each.amount for each in client.get_order(taken.order_id).payments] == [Decimal("1.00")]
    with pytest.raises(errors.OrderClosedError) as refused:
        client.complete_order(CompleteOrderRequest(order_id=taken.order_id, created_by=user))
    assert refused.value.values == {"order_id": str(taken.order_id), "status": "completed"}
    client.save_order(OrderRequest(customer_id=small_shop.customer, items=items, created_by=user))
    assert [each.status for each in client.all_orders(OrderFilter(limit=1))] == ["pending", "completed"]
    assert client.list_orders(OrderFilter(status="cancelled")).rows == ()


def test_drafts(small_shop: SmallShop) -> None:
    client, user = small_shop.client, small_shop.cashier
    whole = SaleItem(product_id=small_shop.product, qty="1.5", row_id="r1")
    held = client.save_draft(DraftRequest(items=[whole, {"row_id": "r2"}], name="أحمد", created_by=user))
    stored = client.get_draft(held.draft_id)
    assert stored.request["items"] == [
        {"product_id": small_shop.product, "qty": "1.5", "row_id": "r1"},
        {"row_id": "r2"},
    ]
    assert (stored.name, stored.customer_id, stored.revision) == ("أحمد", None, 1)
    again = DraftRequest(
        draft_id=held.draft_id, customer_id=small_shop.customer, items=[whole], name=None, created_by=user
    )
    assert client.save_draft(again).draft_id == held.draft_id
    stored = client.get_draft(held.draft_id)
    assert (stored.name, stored.customer_id, stored.revision) == (None, small_shop.customer, 2)
    other = client.save_draft(DraftRequest(created_by=user, name="طاولة 7"))
    assert [each.name for each in client.all_drafts(DraftFilter(limit=1))] == ["طاولة 7", None]
    assert [each.draft_id for each in client.list_drafts(DraftFilter(search="7")).rows] == [other.draft_id]

    post = calls.post_draft(stored, created_by=user, status="paid")
    sold = client.run(post)
    assert (sold.total_after, sold.payment_status) == (Decimal("63.00"), "paid")
    assert client.run(post) == sold
    with pytest.raises(errors.DraftConsumedError) as refused:
        client.run(calls.post_draft(stored, created_by=user))
    assert refused.value.values == {"draft_id": str(held.draft_id), "invoice_id": str(sold.invoice_id)}
    assert client.get_draft(held.draft_id).invoice_id == sold.invoice_id
    (row,) = client.list_drafts(DraftFilter(consumed=True)).rows
    assert (row.invoice_id, row.customer_name, row.line_count) == (sold.invoice_id, "محل النور", 1)

    gone = client.delete_draft(DeleteDraftRequest(draft_id=other.draft_id, created_by=user))
    assert gone.draft_id == other.draft_id
    with pytest.raises(errors.UnknownDraftError):
        client.get_draft(other.draft_id)
    assert client.list_drafts().rows == ()


def test_a_sale_is_given_an_offer_and_takes_a_coupon(small_shop: SmallShop) -> None:
    client, user = small_shop.client, small_shop.cashier
    offer = client.save_offer(
        OfferRequest(
            code="HALF",
            name="نصف",
            product_id=small_shop.product,
            gives="percent",
            value=50,
            valid_from=date(2025, 1, 1),
            created_by=user,
        )
    ).offer
    assert (offer.value, offer.valid_from, offer.active) == (Decimal(50), date(2025, 1, 1), True)
    coupon = client.save_coupon(
        CouponRequest(code="One", name="واحد", gives="amount", value="1.25", created_by=user)
    ).coupon
    request = InvoiceRequest(
        customer_id=small_shop.customer,
        items=[SaleItem(product_id=small_shop.product, qty=2, row_id="r")],
        coupon_code="one",
        created_by=user,
    )
    saved = client.save_invoice(request)
    half, one = saved.offers
    assert (half.offer_id, half.line_no, half.row_id, half.gives) == (offer.id, 1, "r", "percent")
    assert (one.coupon_id, one.line_no, one.amount) == (coupon.id, None, Decimal("1.25"))
    assert half.amount == saved.items[0].total_price
    assert client.get_invoice(saved.invoice_id).offers == saved.offers
    assert client.list_coupons(CouponFilter(code="ONE")).rows[0].used_count == 1
    client.save_offer(OfferRequest(offer_id=offer.id, valid_from=None, active=False, created_by=user))
    assert [each.active for each in client.all_offers(OfferFilter(search="HAL"))] == [False]
    assert [each.code for each in client.all_coupons()] == ["One"]


def test_a_cashier_opens_a_shift_sells_and_closes_it(small_shop: SmallShop) -> None:
    client, user = small_shop.client, small_shop.cashier
    till = client.save_till(TillRequest(code="T1", name="كاشير", created_by=user)).till
    shift = client.open_shift(OpenShiftRequest(till="T1", opening_cash="50.00", created_by=user)).shift
    assert (shift.till_id, shift.status, shift.opening_cash) == (till.id, "open", Decimal(50))
    with pytest.raises(errors.ShiftOpenError) as refused:
        client.open_shift(OpenShiftRequest(till_id=till.id, opening_cash=0, created_by=user))
    assert refused.value.values["shift_no"] == shift.shift_no
    (listed,) = client.all_tills(TillFilter(active=True))
    assert listed.open_shift is not None
    assert listed.open_shift.id == shift.id
    moved = client.cash_move(CashMoveRequest(type="out", amount="10.50", reason="x", created_by=user))
    assert moved.expected_cash == Decimal("39.50")
    with pytest.raises(errors.CashInsufficientError):
        client.cash_move(CashMoveRequest(type="out", amount=40, reason="x", created_by=user))
    assert client.get_open_shift(user).report.cash_out.cash == Decimal("-10.50")
    closed = client.close_shift(CloseShiftRequest(counted={"cash": 39}, created_by=user))
    assert (closed.shift.status, closed.report.methods[0].difference) == ("closed", Decimal("-0.5"))
    assert client.get_shift(shift.id) == closed
    assert [each.closed_by for each in client.all_shifts(ShiftFilter(from_day=shift.opened_on))] == [user]
    with pytest.raises(errors.NoOpenShiftError):
        client.get_open_shift(user)
    day = client.daily_closing(DailyClosingRequest(day=shift.opened_on, created_by=user))
    assert [each.shift_no for each in day.report.shifts] == [shift.shift_no]
    assert day.report.cash_out.cash == Decimal("-10.50")
    with pytest.raises(errors.ShiftClosedError):
        client.open_shift(OpenShiftRequest(till="T1", opening_cash=0, created_by=user))
