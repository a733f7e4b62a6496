"""Selling: what is answered, what is stored, what the ledger says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.deploy.session import fetch
from pyclient.wire import parse
from tests.till import Answer, Till, column, decimals, line, money, part, plain_price, rows_of


def figures(answer: Answer, *names: str) -> list[object]:
    return [answer[name] for name in names]


def ledger(till: Till, customer: int) -> list[tuple[object, ...]]:
    """(type, amount, balance before and after, wallet before and after) of each row, in order."""
    return till.rows(
        "SELECT transaction_type, amount, balance_before, balance_after, wallet_before, wallet_after "
        "FROM customer_transactions WHERE customer_id = %s ORDER BY seq",
        customer,
    )


def test_the_answer_has_every_member_of_the_contract(till: Till) -> None:
    customer, product = till.customer(), till.product((10, 6))
    work_order = till.work_order(customer)
    answer = till.sell(
        customer,
        line(product, 3, 10, row_id="r-1"),
        line(product, 1, row_id=None),
        status="partial",
        payments=[money(15), money(5, "card")],
        discount_type="percent",
        discount_value=10,
        work_order_id=work_order,
    )
    item_ids = column(answer, "items", "item_id")
    payment_ids = column(answer, "payments", "payment_id")
    expected = {
        "ok": True,
        "msg": "تم إنشاء الفاتورة بنجاح.",
        "invoice_id": 1,
        "invoice_number": 1,
        "total_revenue": Decimal("40.00"),
        "total_cogs": Decimal("24.00"),
        "profit_amount": Decimal("12.00"),
        "paid_amount": Decimal("20.00"),
        "remaining_amount": Decimal("16.00"),
        "payment_status": "partial",
        "discount_type": "percent",
        "discount_value": Decimal(10),
        "discount_amount": Decimal("4.00"),
        "total_before": Decimal("40.00"),
        "total_after": Decimal("36.00"),
        "net_total": Decimal("36.00"),
        "tax_total": 0,
        "rounding_amount": 0,
        "taxes": [],
        "offers": [],
        "to_wallet": 0,
        "change_due": 0,
        "customer": {
            "id": customer,
            "balance_before": 0,
            "balance_after": Decimal("16.00"),
            "wallet_before": 0,
            "wallet_after": 0,
        },
        "work_order": {
            "id": work_order,
            "total_invoice_amount": Decimal("36.00"),
            "total_paid": Decimal("20.00"),
            "total_remaining": Decimal("16.00"),
        },
        "items": [
            {
                "row_id": "r-1",
                "item_id": item_ids[0],
                "product_id": product,
                **plain_price(3, 10, 30, 3),
                "cost": 18,
                "allocations": [{"batch_id": 1, "qty": 3, "cost": 18}],
            },
            {
                "row_id": None,
                "item_id": item_ids[1],
                "product_id": product,
                **plain_price(1, 10, 10, 1),
                "cost": 6,
                "allocations": [{"batch_id": 1, "qty": 1, "cost": 6}],
            },
        ],
    }
    assert {name: answer[name] for name in expected} == expected
    payments = [
        {name: row[name] for name in ("payment_id", "amount", "method")}
        for row in rows_of(answer["payments"])
    ]
    assert payments == [
        {"payment_id": payment_ids[0], "amount": 15, "method": "cash"},
        {"payment_id": payment_ids[1], "amount": 5, "method": "card"},
    ]


def test_sp_get_invoice_gives_the_document_back(till: Till) -> None:
    customer, product = till.customer(), till.product((2, 6), (5, 7))
    till.deposit(customer, 5)
    sold = till.sell(
        customer,
        line(product, 3, 10, row_id="😀", price_type="retail"),
        status="partial",
        payments=[money(5, "wallet", notes="ن"), money(1)],
        discount_type="amount",
        discount_value="2.5",
        notes="تسليم الموقع",
        due_date="2030-02-28",
        invoice_group="GROUP11",
    )
    got = till.call("sp_get_invoice", str(sold["invoice_id"]))
    for name in (
        "invoice_id",
        "invoice_no",
        "total_before",
        "total_after",
        "discount_amount",
        "total_cogs",
        "profit_amount",
        "paid_amount",
        "remaining_amount",
        "payment_status",
        "discount_type",
        "discount_value",
    ):
        assert got[name] == sold[name], name
    columns = {row[0] for row in till.rows("SHOW COLUMNS FROM invoices_out")}
    internal = {"exempt", "pay_by", "adopted"}
    assert columns - internal <= got.keys()
    shown = {
        "notes": "تسليم الموقع",
        "due_date": "2030-02-28",
        "invoice_group": "group11",
        "delivered": "partial",
    }
    assert {name: got[name] for name in shown} == shown
    for mine, theirs in zip(rows_of(got["items"]), rows_of(sold["items"]), strict=True):
        assert {name: mine[name] for name in theirs if name != "allocations"} == {
            name: value for name, value in theirs.items() if name != "allocations"
        }
        assert (
            column(mine, "allocations", "cost")
            == column(theirs, "allocations", "cost")
            == decimals("12", "7")
        )
    assert column(got, "payments", "payment_id") == column(sold, "payments", "payment_id")
    assert column(got, "payments", "method") == ["wallet", "cash"]
    assert column(got, "payments", "notes") == ["ن", None]
    assert column(got, "transactions", "transaction_type") == ["invoice", "payment", "payment"]
    assert got["returns"] == []
    assert column(got, "journal", "entry_type") == ["invoice", "invoice_cogs", "payment", "payment"]
    created = got["created_at"]
    assert isinstance(created, str)
    assert len(created) == 20
    assert created.endswith("Z")


# status, total, payments, overpayment -> payment_status, paid, remaining, to_wallet, change_due
WAYS_TO_PAY = [
    ("pending", None, "reject", "pending", 0, 100, 0, 0),
    ("pending", [], "reject", "pending", 0, 100, 0, 0),
    ("pending", [money(0), money(""), money(None), {}], "reject", "pending", 0, 100, 0, 0),
    ("paid", None, "reject", "paid", 100, 0, 0, 0),
    ("paid", [], "wallet", "paid", 100, 0, 0, 0),
    ("paid", [money(0)], "reject", "paid", 100, 0, 0, 0),
    ("paid", [money(60), money(40, "check")], "reject", "paid", 100, 0, 0, 0),
    ("paid", [{"amount": 100}], "reject", "paid", 100, 0, 0, 0),
    ("partial", [money("0.01")], "reject", "partial", "0.01", "99.99", 0, 0),
    ("partial", [money(100)], "reject", "paid", 100, 0, 0, 0),
    ("partial", [money(120)], "wallet", "paid", 100, 0, 20, 0),
    ("partial", [money(120)], "change", "paid", 100, 0, 0, 20),
    ("paid", [money(70, "card"), money(50)], "change", "paid", 100, 0, 0, 20),
    ("paid", [money(50), money(70, "card")], "wallet", "paid", 100, 0, 20, 0),
    ("paid", [money(30, "wallet"), money(90, "bank_transfer")], "wallet", "paid", 100, 0, 20, 0),
    (
        "paid",
        [{"method": "mixed", "amount": 100, "parts": [money(99), money(1, "card")]}],
        "reject",
        "paid",
        100,
        0,
        0,
        0,
    ),
    ("paid", [{"method": "Mixed", "parts": [money(99), {"amount": 1}]}], "reject", "paid", 100, 0, 0, 0),
    ("partial", [{"method": "mixed", "parts": [money("0.25")] * 200}], "reject", "partial", 50, 50, 0, 0),
    ("partial", '[{"amount":"12.50","method":" CASH "}]', "reject", "partial", "12.50", "87.50", 0, 0),
]


@pytest.mark.parametrize("way", WAYS_TO_PAY, ids=lambda way: f"{way[0]} {str(way[1])[:40]} {way[2]}")
def test_ways_to_pay(till: Till, way: tuple[object, ...]) -> None:
    status, payments, overpayment, payment_status, *amounts = way
    customer = till.customer()
    till.deposit(customer, 30)
    service = till.product(keeps_stock=False)
    sent = {"status": status, "payments": payments, "overpayment": overpayment}
    answer = till.sell(customer, line(service, 1, 100), **sent)
    assert answer["payment_status"] == payment_status
    found = figures(answer, "paid_amount", "remaining_amount", "to_wallet", "change_due")
    assert found == [Decimal(str(amount)) for amount in amounts]
    stored = till.rows("SELECT SUM(payment_amount), SUM(tendered), SUM(change_given) FROM invoice_payments")[
        0
    ]
    if answer["paid_amount"]:
        paid, to_wallet, change = (Decimal(str(amounts[place])) for place in (0, 2, 3))
        assert stored == (paid, paid + to_wallet + change, change)
    wallet = part(answer, "customer")["wallet_after"]
    assert till.rows("SELECT wallet, balance FROM customers WHERE id = %s", customer) == [
        (wallet, part(answer, "customer")["balance_after"])
    ]


def test_excess_goes_back_as_change_only_from_cash_and_never_from_the_wallet(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.deposit(customer, 200)
    for overpayment, payments in {
        "change": [money(10), money(111, "card")],
        "wallet": [money(120, "wallet")],
        "reject": [money(101)],
    }.items():
        request = {"customer_id": customer, "items": [line(service, 1, 100)], "status": "paid"}
        refused = till.refusal(
            "sp_save_invoice", {**request, "payments": payments, "overpayment": overpayment}
        )
        assert refused is not None
        assert refused.token == "OVERPAYMENT"


@pytest.mark.parametrize("status", ["paid", "partial", "pending"])
def test_a_total_of_nothing_is_paid_without_a_payment(till: Till, status: str) -> None:
    customer, product = till.customer(), till.product((5, 2))
    answer = till.sell(customer, line(product, 1, 10), status=status, discount_value=100)
    assert figures(
        answer, "total_after", "payment_status", "payments", "remaining_amount", "profit_amount"
    ) == [
        0,
        "paid",
        [],
        0,
        -2,
    ]
    free = till.product((5, 2), selling_price=0)
    assert till.sell(customer, line(free), status=status)["payment_status"] == "paid"
    assert till.count("invoice_payments") == 0
    assert ledger(till, customer) == []


def test_the_ledger_of_a_sale_in_its_order(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.deposit(customer, 30)
    till.sell(
        customer,
        line(service, 1, 100),
        status="paid",
        payments=[money(30, "wallet"), money(90, "card")],
        overpayment="wallet",
    )
    assert ledger(till, customer) == [
        ("deposit", 30, 0, 0, 0, 30),
        ("invoice", 100, 0, 100, 30, 30),
        ("payment", -30, 100, 70, 30, 0),
        ("payment", -70, 70, 0, 0, 0),
        ("deposit", 20, 0, 0, 0, 20),
    ]
    wallet = till.rows(
        "SELECT type, amount, wallet_before, wallet_after FROM wallet_transactions ORDER BY seq"
    )
    assert wallet == [("deposit", 30, 0, 30), ("invoice_payment", 30, 30, 0), ("deposit", 20, 0, 20)]


# price_type, sent price -> price
PRICES = [
    (None, None, 10),
    ("wholesale", None, 10),
    ("retail", None, "12.5"),
    ("retail", 0, "12.5"),
    ("wholesale", "-3", 10),
    ("retail", "0.000001", "0.000001"),
    ("retail", 7, 7),
]


@pytest.mark.parametrize(("price_type", "sent", "price"), PRICES)
def test_the_price_is_the_given_one_or_the_products(
    till: Till, price_type: object, sent: object, price: object
) -> None:
    product = till.product((10, 1), selling_price=10, retail_price="12.5")
    answer = till.sell(
        till.customer(), {"product_id": product, "qty": 4, "selling_price": sent, "price_type": price_type}
    )
    assert column(answer, "items", "selling_price") == [Decimal(str(price))]
    assert answer["total_before"] == (Decimal(str(price)) * 4).quantize(Decimal("0.01"))


def test_the_old_names_of_qty_and_price(till: Till) -> None:
    product = till.product((10, 1))
    answer = till.sell(till.customer(), {"product_id": product, "quantity": "2", "price": 3})
    assert figures(answer, "total_before", "total_cogs") == [6, 2]
    both = till.sell(
        till.customer(), {"product_id": product, "qty": "", "quantity": 1, "selling_price": None, "price": 3}
    )
    assert figures(both, "total_before", "total_cogs") == [3, 1]


def test_the_same_product_on_several_lines(till: Till) -> None:
    product = till.product((2, 10), (2, 20))
    answer = till.sell(till.customer(), line(product, 1), line(product, 2), line(product, "0.5"))
    assert column(answer, "items", "cost") == decimals("10", "30", "10")
    assert till.call("sp_get_product", product)["stock_value"] == 10


def test_answers_keep_the_order_of_the_request(till: Till) -> None:
    products = [till.product((50, 1)) for _ in range(3)]
    order = [products[place] for place in (2, 0, 1, 0, 2, 2)] * 5
    answer = till.sell(
        till.customer(), *[line(product, row_id=f"r{place}") for place, product in enumerate(order)]
    )
    assert column(answer, "items", "product_id") == order
    assert column(answer, "items", "row_id") == [f"r{place}" for place in range(len(order))]


def test_a_service_takes_no_stock_and_costs_nothing(till: Till) -> None:
    service = till.product(keeps_stock=False)
    answer = till.sell(till.customer(), line(service, 1000))
    assert figures(answer, "total_cogs", "profit_amount") == [0, 10000]
    assert column(answer, "items", "allocations") == [[]]


def test_a_thousand_lines_are_allowed(till: Till) -> None:
    product = till.product((1000, 1))
    answer = till.sell(till.customer(), *[line(product)] * 1000, status="paid", discount_value=50)
    assert figures(answer, "total_after", "total_cogs") == [5000, 1000]
    assert till.call("sp_get_product", product)["in_stock"] == 0


# type, value, lines -> shares. An amount above the total counts as the total.
DISCOUNTS = [
    ("amount", "10", ["100", "100", "100"], ["3.33", "3.34", "3.33"]),
    ("percent", "100", ["33.33", "0.01", "66.66"], ["33.33", "0.01", "66.66"]),
    ("amount", "500", ["100", "0.50"], ["100", "0.50"]),
    ("amount", "0.01", ["1", "1", "1"], ["0", "0.01", "0"]),
    ("percent", "5", ["2100", "3255", "89.97"], ["105.00", "162.75", "4.50"]),
    ("percent", "33.3333", ["0.01", "0.01", "0.01"], ["0", "0.01", "0"]),
    ("percent", "0.0001", ["10000"], ["0.01"]),
    (None, None, ["5", "5"], ["0", "0"]),
]


@pytest.mark.parametrize(("kind", "value", "prices", "shares"), DISCOUNTS)
def test_discount_shares(
    till: Till, kind: object, value: object, prices: list[str], shares: list[str]
) -> None:
    service = till.product(keeps_stock=False)
    items = [line(service, 1, price) for price in prices]
    answer = till.sell(till.customer(), *items, discount_type=kind, discount_value=value)
    assert column(answer, "items", "discount_share") == decimals(*shares)
    assert answer["discount_amount"] == sum(Decimal(share) for share in shares)
    assert answer["total_after"] == sum(Decimal(price) for price in prices) - sum(
        Decimal(share) for share in shares
    )
    assert (answer["discount_type"], answer["discount_value"]) == (
        kind or "percent",
        Decimal(str(value or 0)),
    )


def test_money_has_the_currencys_decimals_as_text(till: Till) -> None:
    customer, product = till.customer(), till.product((2, "0.5"))
    work_order = till.work_order(customer)
    text = till.text(
        "sp_save_invoice",
        {
            "customer_id": customer,
            "items": [line(product, 2, "2.5")],
            "status": "paid",
            "work_order_id": work_order,
        },
    )
    assert (
        '"total_revenue":5.00,"total_cogs":1.00,"profit_amount":4.00,"paid_amount":5.00,"remaining_amount":0.00,'
        in text
    )
    assert (
        '"qty":2.0000,"selling_price":2.500000,"total_price":5.00,"discount_share":0.00,"cost":1.00,' in text
    )
    assert '"allocations":[{"batch_id":1,"qty":2.0000,"cost":1.00}]' in text
    assert '"amount":5.00,' in text
    assert '"to_wallet":0.00,"change_due":0.00,' in text
    assert '"balance_before":0.00,"balance_after":0.00,"wallet_before":0.00,"wallet_after":0.00' in text
    assert '"total_invoice_amount":5.00,"total_paid":5.00,"total_remaining":0.00' in text
    assert '"discount_value":0.0000,"discount_amount":0.00,' in text
    got = till.text("sp_get_invoice", 1)
    assert '"total_before_discount":5.00,' in got
    assert '"payment_no":' in got
    assert '"amount":5.00,"method":"cash","tendered":5.00,"change_given":0.00,' in got
    assert '"unit_cost":0.500000,"cost":1.00}' in got


def test_amounts_just_below_the_limit(till: Till) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    answer = till.sell(customer, line(service, 1, "999999999999.99"), status="paid")
    assert answer["total_after"] == Decimal("999999999999.99")
    tiny = till.sell(customer, line(service, "999999999999", "0.000001"))
    assert tiny["total_after"] == parse("1000000.00")


@pytest.mark.parametrize("blank", ["", " ", None])
def test_a_blank_member_does_not_hide_its_other_name(till: Till, blank: str | None) -> None:
    customer, product = till.customer(), till.product((5, 1))
    item = {"product_id": product, "qty": blank, "quantity": 2, "selling_price": blank, "price": "7.5"}
    sold = till.call("sp_save_invoice", {"customer_id": customer, "items": [item]})
    assert sold["total_after"] == 15


def test_a_product_id_beyond_the_column_is_unknown(till: Till) -> None:
    refused = till.refusal(
        "sp_save_invoice", {"customer_id": till.customer(), "items": [line(3_000_000_000)]}
    )
    assert refused is not None
    assert refused.token == "UNKNOWN_PRODUCT"


def test_excess_says_how_it_came_where_no_payment_does(till: Till) -> None:
    customer, product = till.customer(), till.product((5, 1))
    till.call(
        "sp_save_invoice",
        {
            "customer_id": customer,
            "items": [line(product, 1, 100)],
            "status": "paid",
            "payments": [{"amount": 120, "method": "cash"}, {"amount": 30, "method": "card"}],
            "overpayment": "wallet",
        },
    )
    assert fetch(
        till.connection, "SELECT payment_method, payment_amount, tendered, change_given FROM invoice_payments"
    ) == [("cash", 100, 120, 0)]
    assert fetch(till.connection, "SELECT amount, method FROM wallet_transactions ORDER BY seq") == [
        (20, None),
        (30, "card"),
    ]
