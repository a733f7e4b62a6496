"""api.php in the place of the shop's old API: the page's POST as it always was, the old JSON back."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal

import pytest
import requests

from pyclient.demo import shop_data
from pyclient.demo.page import FOLDER
from pyclient.deploy.session import execute, fetch
from tests.examples.old_page import OldPage, PageServer
from tests.till import CASHIER, Till, decimals, line, money, number, part, rows_of

WAIT_SECONDS = 20
WAITING = "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"


def sale(customer: int, product: int, **members: object) -> dict[str, object]:
    """The fields of a small cart: 2 at 10.00, on credit."""
    return {"customer_id": customer, "status": "pending", "items": [line(product, 2, "10.00")], **members}


@pytest.fixture
def cart(till: Till) -> dict[str, object]:
    return sale(till.customer(), till.product(("100", "4")))


# --- what it takes and gives


def test_the_pages_post_goes_through_unchanged(till: Till, old_page: OldPage) -> None:
    """The shop's own request; the rows that it speaks of are written as the shop's other pages write them."""
    execute(
        till.connection,
        "INSERT INTO customers (id, name, mobile, city) VALUES (4, 'محمد علي', '01012345678', '')",
    )
    for product in (3, 8, 12):
        execute(
            till.connection,
            "INSERT INTO products (id, product_code, name, unit_of_measure) VALUES (%s, %s, 'صنف', 'قطعة')",
            (product, f"P-{product}"),
        )
    execute(
        till.connection,
        "INSERT INTO work_orders (id, customer_id, title, start_date, created_by)"
        " VALUES (2, 4, 'شقة', '2025-09-01', 1)",
    )
    for product, qty, cost in (
        (3, 35, "31.5"),
        (3, 60, "33.25"),
        (12, 6, "310"),
        (12, 4, "325.5"),
        (8, 39, "18"),
    ):
        till.receive(product, qty, cost)
    till.deposit(4, "250")

    answer = old_page.post("save_invoice", shop_data.page_request(), csrf_token=old_page.token)

    assert answer["ok"] is True
    assert answer["msg"] == "تم إنشاء الفاتورة بنجاح."
    assert (
        answer["invoice_id"]
        == answer["invoice_number"]
        == till.rows("SELECT MAX(id) FROM invoices_out")[0][0]
    )
    figures = ["total_revenue", "total_cogs", "paid_amount", "remaining_amount", "discount_value"]
    figures += ["discount_amount", "total_before", "total_after"]
    assert [answer[name] for name in figures] == decimals(
        "5444.97", "3840.75", "2750.50", "2422.22", "5", "272.25", "5444.97", "5172.72"
    )
    assert [answer["payment_status"], answer["discount_type"]] == ["partial", "percent"]
    assert till.rows("SELECT created_by, work_order_id, notes FROM invoices_out") == [
        (CASHIER, 2, "تسليم الموقع")
    ]
    assert till.rows("SELECT payment_method, payment_amount, notes FROM invoice_payments ORDER BY id") == [
        ("cash", Decimal(1000), None),
        ("wallet", Decimal(250), None),
        ("bank_transfer", Decimal("1500.50"), "تحويل 5531"),
    ]


def test_a_payment_settles_the_oldest_first(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    first, second = (till.call("sp_save_invoice", cart)["invoice_id"] for _ in range(2))
    answer = old_page.post(
        "payment",
        {"customer_id": cart["customer_id"], "payments": [money("25.00", "card")], "work_order_id": "null"},
    )
    assert answer["msg"] == "تم تسجيل الدفعة بنجاح."
    assert [(each["invoice_id"], each["amount"]) for each in rows_of(answer["allocations"])] == [
        (first, Decimal(20)),
        (second, Decimal(5)),
    ]
    one = old_page.post("payment", {"invoice_id": second, "amount": "15", "method": "cash"})
    assert part(one, "customer")["balance_after"] == 0
    assert till.rows("SELECT DISTINCT created_by FROM invoice_payments") == [(CASHIER,)]


def test_pounds_do_not_pay_a_note_in_dollars(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    invoice = till.call("sp_save_invoice", cart)["invoice_id"]
    note = {
        "customer_id": cart["customer_id"],
        "source_invoice_id": invoice,
        "reference_type": "additional_fees",
        "currency": "USD",
        "items": [{"description": "شحن جوي", "quantity": 1, "unit_price": 100}],
    }
    till.call("sp_set_exchange_rate", {"currency": "USD", "rate": 50, "valid_from": "2020-01-01"})
    raised = till.call("sp_save_debit_note", note)["debit_note_id"]
    refused = old_page.post("payment", {"debit_note_id": raised, "amount": "100", "currency": "EGP"})
    assert refused["token"] == "CURRENCY_MISMATCH"
    assert till.count("invoice_payments") == 0


def test_what_was_done_is_undone(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    stock = till.rows("SELECT remaining, stock_value FROM batches")
    first, second = (till.call("sp_save_invoice", cart)["invoice_id"] for _ in range(2))
    canceled = old_page.post("cancel_invoice", {"invoice_id": first, "reason": "طلب العميل"})
    assert (canceled["msg"], canceled["status"]) == ("تم إلغاء الفاتورة بنجاح.", "canceled")
    paid = old_page.post("payment", {"invoice_id": second, "amount": "20", "method": "check"})
    payment = rows_of(paid["allocations"])[0]["payment_id"]
    refused = old_page.post("cancel_invoice", {"invoice_id": second})
    assert refused["token"] == "INVOICE_HAS_PAYMENTS"
    assert old_page.post("void_payment", {"payment_id": payment})["remaining_after"] == 20
    old_page.post("payment", {"invoice_id": second, "amount": "5"})
    item = rows_of(till.call("sp_get_invoice", number(second))["items"])[0]["item_id"]
    returned = old_page.post(
        "return_items", {"invoice_id": second, "items": json.dumps([{"item_id": item, "qty": "0.5"}])}
    )
    assert (returned["msg"], returned["refunded_amount"]) == ("تم تسجيل المرتجع بنجاح.", 0)
    product = till.rows("SELECT MIN(id) FROM products")[0][0]
    exchanged = old_page.post(
        "return_items",
        {
            "invoice_id": second,
            "items": json.dumps([{"item_id": item, "qty": "0.25"}]),
            "exchange_items": json.dumps([{"product_id": product, "qty": "0.25"}]),
            "exchange_notes": "بدل",
        },
    )
    new = number(part(exchanged, "exchange")["invoice_id"])
    assert exchanged["due"] == part(exchanged, "exchange")["total_after"]
    old_page.post("cancel_invoice", {"invoice_id": new})
    reverted = old_page.post("revert_invoice", {"invoice_id": second, "refund": "cash"})
    assert [(row["method"], row["amount"]) for row in rows_of(reverted["refunds"])] == [("cash", 5)]
    assert till.rows("SELECT remaining, stock_value FROM batches") == stock


def test_a_sale_is_amended(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    sold = till.call("sp_save_invoice", cart)
    items = [{"item_id": each["item_id"], "qty": "0.5"} for each in rows_of(sold["items"])]
    amended = old_page.post(
        "amend_invoice",
        {
            "invoice_id": sold["invoice_id"],
            "items": json.dumps(items),
            "discount_value": "0",
            "notes": "معدلة",
        },
    )
    assert amended["msg"] == "تم تعديل الفاتورة بنجاح."
    shown = till.call("sp_get_invoice", number(sold["invoice_id"]))
    assert (shown["notes"], shown["total_after"]) == ("معدلة", amended["total_after"])


def test_a_cart_is_kept_for_later(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    quote = old_page.post("quote_invoice", cart)
    kept = old_page.post("save_draft", cart, name="طاولة 7")
    draft = kept["draft_id"]
    assert kept == {**quote, "draft_id": draft, "msg": "تم حفظ المسودة بنجاح."}
    # what the page sent, and who is at the till; not its token
    ((name, request),) = till.rows("SELECT name, request FROM invoice_drafts")
    sent = {"customer_id": str(cart["customer_id"]), "status": "pending", "items": json.dumps(cart["items"])}
    assert (name, json.loads(request)) == ("طاولة 7", {**sent, "name": "طاولة 7", "created_by": CASHIER})
    sold = old_page.post("save_invoice", cart, draft_id=draft)
    refused = old_page.post("save_invoice", cart, draft_id=draft, notes="مرة أخرى")
    assert refused["token"] == "DRAFT_CONSUMED"
    assert refused["error"] == (f"المسودة رقم {draft} حُوِّلت من قبل إلى الفاتورة رقم {sold['invoice_id']}.")
    spare = old_page.post("save_draft", {})["draft_id"]
    assert old_page.post("delete_draft", {"draft_id": spare})["msg"] == "تم حذف المسودة بنجاح."
    assert (till.count("invoice_drafts"), till.count("invoices_out")) == (1, 1)


def test_a_refusal_is_the_arabic_sentence_with_its_values(
    till: Till, old_page: OldPage, cart: dict[str, object]
) -> None:
    product = till.product(("3", "4"), name="خلاط مطبخ")
    with till.nothing_written():
        refused = old_page.post("save_invoice", cart, items=[line(product, "7.5")])
    assert refused["ok"] is False
    assert refused["token"] == "INSUFFICIENT_STOCK"
    assert refused["error"] == (
        f"الرصيد غير كافٍ للمنتج 'خلاط مطبخ'. (ID: {product}) المطلوب 7.5000 والمتاح 3.0000."
    )


def test_the_old_sentence_for_no_customer(old_page: OldPage, cart: dict[str, object]) -> None:
    refused = [old_page.post("save_invoice", cart, customer_id=none) for none in ("", "0", None)]
    assert [each["error"] for each in refused] == ["الرجاء اختيار عميل."] * 3


def test_a_long_name_is_shown_whole(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    """The server's text ends after 128 characters."""
    name = 'ماسورة "2\' بوصة": ' * 14
    product = till.product(name=name + "x" * (255 - len(name)))
    error = str(old_page.post("save_invoice", cart, items=[line(product, 1)])["error"])
    assert name in error
    assert "x" * (255 - len(name)) in error

    customer = till.customer(name="ع" * 150)
    till.call("sp_save_customer", {"customer_id": customer, "active": False})
    assert "ع" * 150 in str(old_page.post("save_invoice", cart, customer_id=customer)["error"])


def test_who_sold_says_the_session(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    execute(till.connection, "INSERT INTO users (id, username, role) VALUES (7, 'other', 'admin')")
    assert old_page.post("save_invoice", cart, created_by=7)["ok"] is True
    assert till.rows("SELECT created_by FROM invoices_out") == [(CASHIER,)]


# --- who may send


def test_a_form_without_the_right_token_is_refused(
    till: Till, old_page: OldPage, cart: dict[str, object]
) -> None:
    refused = {"ok": False, "error": "رمز التحقق (CSRF) غير صالح. أعد تحميل الصفحة وحاول مجدداً."}
    with till.nothing_written():
        for action in ("save_invoice", "payment"):
            for token in (None, "", "0" * 64, "null", old_page.token[:-1]):
                response = old_page.send(action, cart, csrf_token=token)
                assert (response.status_code, response.json()) == (403, refused), (action, token)


def test_another_sessions_token_is_refused(
    page_server: PageServer, old_page: OldPage, cart: dict[str, object]
) -> None:
    assert (
        old_page.send("save_invoice", cart, csrf_token=OldPage(page_server).load().token).status_code == 403
    )


def test_a_session_without_a_token_accepts_none(page_server: PageServer, cart: dict[str, object]) -> None:
    page = OldPage(page_server).log_in(f"id|i:{CASHIER};")
    assert [page.send("save_invoice", cart, csrf_token=token).status_code for token in ("", None)] == [
        403,
        403,
    ]


def test_the_shops_own_session_is_all_that_is_needed(
    till: Till, page_server: PageServer, cart: dict[str, object]
) -> None:
    """Also where no page was loaded; the customer that was chosen there is forgotten after the sale."""
    page = OldPage(page_server).log_in(
        f'id|i:{CASHIER};csrf_token|s:5:"token";selected_customer|i:4;other|i:3;'
    )
    page.token = "token"
    first = page.send("save_invoice", cart)
    assert "Set-Cookie" not in first.headers
    assert page.send("save_invoice", cart).text == first.text
    assert "selected_customer" not in page.session()
    assert "other|i:3" in page.session()
    page.let_seconds_pass(11)
    assert page.post("save_invoice", cart)["ok"] is True
    assert till.count("invoices_out") == 2


def test_nobody_is_served_without_a_session(page_server: PageServer, old_page: OldPage) -> None:
    refused = {"ok": False, "error": "انتهت الجلسة. سجّل الدخول من جديد."}
    form = {"action": "save_invoice", "csrf_token": old_page.token}
    for path in ("api.php", "lists.php?list=customers"):
        for cookies in ({}, {"PHPSESSID": "madeup"}):
            response = requests.post(page_server.addresses[0] + path, data=form, cookies=cookies, timeout=10)
            assert (response.status_code, response.json()) == (403, refused), (path, cookies)


def test_what_is_no_request_is_refused(till: Till, old_page: OldPage) -> None:
    refused = {"ok": False, "error": "الطلب غير صالح."}
    broken: list[dict[str, str | bytes]] = [{"action": "drop"}, {"action": ""}, {"notes": b"\xff\xfe"}]
    with till.nothing_written():
        for changed in broken:
            form = {"action": "save_invoice", "csrf_token": old_page.token, **changed}
            response = old_page.send_raw(form)
            assert (response.status_code, response.json()) == (400, refused), changed


# --- one form, one document


def invoices(till: Till) -> int:
    return till.count("invoices_out")


def test_a_double_click_is_one_invoice(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    assert old_page.send("save_invoice", cart).text == old_page.send("save_invoice", cart).text
    assert invoices(till) == 1


def test_two_clicks_at_the_same_moment_are_one_invoice(
    till: Till, old_page: OldPage, cart: dict[str, object]
) -> None:
    """Both are inside the database before either is answered."""
    with ThreadPoolExecutor(2) as threads, held_customer(till, cart["customer_id"]) as release:
        both = [threads.submit(page.send, "save_invoice", cart) for page in old_page.twins(2)]
        wait_until(lambda: len(calls_under_way(till)) == 2)
        release()
        first, second = (each.result() for each in both)
    assert first.json()["ok"] is True
    assert first.text == second.text
    assert invoices(till) == 1


def test_the_same_cart_later_is_another_invoice(
    till: Till, old_page: OldPage, cart: dict[str, object]
) -> None:
    first = old_page.post("save_invoice", cart)["invoice_id"]
    old_page.let_seconds_pass(8)
    assert old_page.post("save_invoice", cart)["invoice_id"] == first
    old_page.let_seconds_pass(11)
    assert old_page.post("save_invoice", cart)["invoice_id"] != first
    assert invoices(till) == 2


def test_other_carts_in_between_do_not_make_the_same_cart_a_repetition(
    till: Till, old_page: OldPage, cart: dict[str, object]
) -> None:
    """Bread, milk, bread within eight seconds each: three invoices."""
    first = old_page.post("save_invoice", cart)["invoice_id"]
    old_page.let_seconds_pass(8)
    other = old_page.post("save_invoice", cart, notes="آخر")["invoice_id"]
    old_page.let_seconds_pass(8)
    again = old_page.post("save_invoice", cart)["invoice_id"]
    assert len({first, other, again}) == 3
    assert old_page.post("save_invoice", cart, notes="آخر")["invoice_id"] == other


def test_the_same_cart_after_a_page_load_is_another_invoice(
    till: Till, old_page: OldPage, cart: dict[str, object]
) -> None:
    old_page.post("save_invoice", cart)
    old_page.load()
    old_page.post("save_invoice", cart)
    assert invoices(till) == 2


def test_two_browsers_with_the_same_cart_are_two_invoices(
    till: Till, page_server: PageServer, old_page: OldPage, cart: dict[str, object]
) -> None:
    old_page.post("save_invoice", cart)
    OldPage(page_server).load().post("save_invoice", cart)
    assert invoices(till) == 2


def test_a_request_id_of_the_page_is_kept(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    first = old_page.send("save_invoice", cart, request_id="till-1-17").text
    old_page.load()
    assert old_page.send("save_invoice", cart, request_id="till-1-17").text == first
    assert invoices(till) == 1
    reused = old_page.post("save_invoice", cart, request_id="till-1-17", notes="آخر")
    assert reused["error"] == "رقم الطلب مستخدم لطلب آخر: till-1-17"


def test_a_refused_cart_may_be_sent_again(till: Till, old_page: OldPage) -> None:
    product = till.product()
    cart = sale(till.customer(), product)
    assert old_page.post("save_invoice", cart)["token"] == "INSUFFICIENT_STOCK"
    till.receive(product, 2, "4")
    assert old_page.post("save_invoice", cart)["ok"] is True


def test_a_thousand_quick_repetitions_are_one_invoice(
    till: Till, old_page: OldPage, cart: dict[str, object]
) -> None:
    clients = old_page.twins(9)

    def repeat(page: OldPage) -> set[str]:
        return {page.send("save_invoice", cart).text for _ in range(112)}

    with ThreadPoolExecutor(len(clients)) as threads:
        answers = set().union(*threads.map(repeat, clients))
    assert len(clients) * 112 > 1000
    assert len(answers) == 1
    assert '"ok":true' in answers.pop()
    assert invoices(till) == 1


# --- what passes by itself


@contextmanager
def held_customer(till: Till, customer: object) -> Iterator[Callable[[], None]]:
    """Another transaction holds the customer's row until the given function is called."""
    other = till.shop.connect()
    execute(other, "START TRANSACTION")
    fetch(other, "SELECT id FROM customers WHERE id = %s FOR UPDATE", (customer,))
    try:
        yield other.rollback
    finally:
        execute(other, "ROLLBACK")


def calls_under_way(till: Till) -> list[int]:
    """The connections, other than the test's own, that are inside a call."""
    own = till.connection.connection_id
    return [
        row[0]
        for row in till.rows("SHOW PROCESSLIST")
        if row[3] == till.shop.name and row[4] != "Sleep" and row[0] != own
    ]


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.12)  # the server renews innodb_trx when it was not read for 0.1 seconds


def in_background(page: OldPage, cart: dict[str, object]) -> Future[requests.Response]:
    answered: Future[requests.Response] = Future()

    def send() -> None:
        answered.set_result(page.send("save_invoice", cart))

    threading.Thread(target=send).start()
    return answered


def test_a_lost_connection_is_one_invoice(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    with held_customer(till, cart["customer_id"]) as release:
        answered = in_background(old_page, cart)
        wait_until(lambda: len(calls_under_way(till)) == 1)
        (lost,) = calls_under_way(till)
        execute(till.connection, f"KILL {lost}")
        wait_until(lambda: calls_under_way(till) not in ([], [lost]))
        release()
        assert answered.result(WAIT_SECONDS).json()["ok"] is True
    assert invoices(till) == 1


def test_a_deadlock_is_one_invoice(till: Till, old_page: OldPage, cart: dict[str, object]) -> None:
    """Somebody's own script locks a product and then a customer: against the package's order."""
    stranger = till.shop.connect()
    execute(stranger, "START TRANSACTION")
    # The more a transaction has changed the less likely it is to be the one that gives way.
    for _ in range(50):
        execute(stranger, "UPDATE products SET reorder_level = reorder_level + 1")
    answered = in_background(old_page, cart)
    wait_until(lambda: till.rows(WAITING) == [(1,)])
    # The page's call holds this row. To get it is to have made the call give way.
    fetch(stranger, "SELECT id FROM customers WHERE id = %s FOR UPDATE", (cart["customer_id"],))
    execute(stranger, "ROLLBACK")
    assert answered.result(WAIT_SECONDS).json()["ok"] is True
    assert invoices(till) == 1


def test_an_error_of_the_server_is_logged_and_not_shown(
    till: Till, page_server: PageServer, old_page: OldPage, cart: dict[str, object]
) -> None:
    with held_customer(till, cart["customer_id"]) as release:
        answered = in_background(old_page, cart)
        wait_until(lambda: len(calls_under_way(till)) == 1)
        (killed,) = calls_under_way(till)
        execute(till.connection, f"KILL QUERY {killed}")
        assert answered.result(WAIT_SECONDS).json() == {
            "ok": False,
            "error": "خطأ في قاعدة البيانات (1317).",
            "token": "SERVER_ERROR",
            "template": "خطأ في قاعدة البيانات ({number}).",
            "values": {"number": "1317"},
        }
        release()
    assert "interrupted" in page_server.logged()
    assert invoices(till) == 0
    assert old_page.post("save_invoice", cart)["ok"] is True


def test_every_request_stands_in_the_pages_readme() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for file, constants in (("api.php", ["PROCEDURES"]), ("lists.php", ["LISTS", "BY_ID"])):
        source = (FOLDER / file).read_text(encoding="utf-8")
        for constant in constants:
            _, _, rest = source.partition(f"const {constant} = [")
            requests_ = re.findall(r"'(\w+)' => \[?'(sp_\w+)'", rest.partition("];")[0])
            assert requests_
            for name, procedure in requests_:
                assert re.search(rf"^\|[^|]*\b{name}\b.*\b{procedure}\b", readme, re.MULTILINE), name


def test_a_deposit_is_one_and_nothing_leaves_the_wallet_by_it(till: Till, old_page: OldPage) -> None:
    customer = till.customer()
    form = {
        "customer_id": customer,
        "amount": "50",
        "method": "card",
        "type": "withdraw",
        "request_id": "d-1",
    }
    first, again = (old_page.post("wallet_deposit", form, csrf_token=old_page.token) for _ in range(2))
    assert first == again
    assert till.rows("SELECT wallet FROM customers") == [(50,)]
    assert old_page.send("wallet_deposit", form, csrf_token="").status_code == 403
