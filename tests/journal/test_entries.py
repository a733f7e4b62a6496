"""What each call posts, in figures: sales, payments, wallets, receipts, and all of it undone."""

from __future__ import annotations

from datetime import date

import pytest

from pyclient.deploy.session import execute
from tests.journal.conftest import Journal
from tests.till import Till, column, line, money


@pytest.fixture
def kuwait(till: Till) -> int:
    """A company beside the first one whose money has three decimals."""
    for statement in (
        "INSERT INTO companies (id, code, name, currency, time_zone)"
        " VALUES (2, 'KW', 'k', 'KWD', 'Africa/Cairo')",
        "INSERT INTO branches (id, company_id, code, name, main_of) VALUES (2, 2, 'MAIN', 'k', 2)",
        "INSERT INTO number_series (branch_id, kind, day, last_no)"
        " SELECT 2, kind, '1000-01-01', 0 FROM number_series WHERE branch_id = 1",
    ):
        execute(till.connection, statement)
    return 2


def test_a_discounted_sale_of_two_batches_and_a_service_with_two_payments_and_change(
    till: Till, journal: Journal
) -> None:
    customer, elbow = till.customer(), till.product((10, 10), (10, 20))
    service = till.product(keeps_stock=False)
    journal.posted()
    answer = till.sell(
        customer,
        line(elbow, 15, 30),
        line(service, 1, 50),
        discount_value=10,
        status="paid",
        payments=[money(300), money(200, "check")],
        overpayment="change",
    )
    assert (answer["total_after"], answer["change_due"]) == (450, 50)
    assert journal.posted() == [
        "invoice: receivables 450, sales_discounts 50 | sales 500",
        "invoice_cogs: cost_of_goods_sold 200 | inventory 200",
        "sale of batch 1: -10 at -100",
        "sale of batch 2: -5 at -100",
        "payment: cash 250 | receivables 250",
        "payment: check 200 | receivables 200",
    ]


def test_an_entry_says_what_it_is_of(till: Till, journal: Journal) -> None:
    customer, product = till.customer(), till.product((10, 10))
    branch = till.call("sp_save_branch", {"code": "GZ", "name": "n"})["branch_id"]
    journal.posted()
    sale = till.sell(customer, line(product, 1, 30), status="paid", branch_id=branch)
    payment = column(sale, "payments", "payment_id")[0]
    assert len(journal.posted()) == 4
    today = till.today()
    header = (
        "SELECT entry_no, company_id, branch_id, entry_date, reference_type, reference_id, reverses_id,"
        " created_by FROM journal_entries WHERE branch_id = %s ORDER BY id"
    )
    documents = [("invoices_out", sale["invoice_id"])] * 2 + [("invoice_payments", payment)]
    assert till.rows(header, branch) == [
        (f"JE-GZ-{today:%Y%m%d}-{place:04}", 1, branch, today, *document, None, 1)
        for place, document in enumerate(documents, start=1)
    ]
    lines = (
        "SELECT a.code, l.role, l.customer_id FROM journal_entry_lines AS l"
        " JOIN accounts AS a ON a.id = l.account_id JOIN journal_entries AS e ON e.id = l.journal_entry_id"
        " WHERE e.branch_id = %s ORDER BY e.id, l.line_no"
    )
    assert till.rows(lines, branch) == [
        ("1200", "receivables", customer),
        ("4100", "sales", None),
        ("5100", "cost_of_goods_sold", None),
        ("1300", "inventory", None),
        ("1100", "cash", None),
        ("1200", "receivables", customer),
    ]


def test_ten_at_10_and_ten_at_20_less_fifteen_are_worth_100(till: Till, journal: Journal) -> None:
    customer, product = till.customer(), till.product((10, 10), (10, 20))
    assert journal.value("inventory") == "300"
    till.sell(customer, line(product, 15, 30))
    assert (journal.value("inventory"), journal.value("cost_of_goods_sold")) == ("100", "200")


def test_three_units_of_a_batch_worth_10_sold_one_by_one(till: Till, journal: Journal) -> None:
    customer, product = till.customer(), till.product((3, "3.333333"))
    for _ in range(3):
        till.sell(customer, line(product, 1, 5))
    assert journal.posted() == [
        "purchase: inventory 10 | goods_received 10",
        "purchase of batch 1: 3 at 10",
        "invoice: receivables 5 | sales 5",
        "invoice_cogs: cost_of_goods_sold 3.33 | inventory 3.33",
        "sale of batch 1: -1 at -3.33",
        "invoice: receivables 5 | sales 5",
        "invoice_cogs: cost_of_goods_sold 3.34 | inventory 3.34",
        "sale of batch 1: -1 at -3.34",
        "invoice: receivables 5 | sales 5",
        "invoice_cogs: cost_of_goods_sold 3.33 | inventory 3.33",
        "sale of batch 1: -1 at -3.33",
    ]
    assert journal.value("inventory") == "0"


def test_two_lines_that_take_from_one_batch_are_one_movement(till: Till, journal: Journal) -> None:
    customer, product = till.customer(), till.product((10, 10), (10, 20))
    journal.posted()
    till.sell(customer, line(product, 4, 30), line(product, 8, 30))
    assert journal.posted() == [
        "invoice: receivables 360 | sales 360",
        "invoice_cogs: cost_of_goods_sold 140 | inventory 140",
        "sale of batch 1: -10 at -100",
        "sale of batch 2: -2 at -40",
    ]


def test_goods_that_are_received(till: Till, journal: Journal) -> None:
    product = till.product()
    till.receive(product, "2.5", "13.32")
    assert journal.posted() == [
        "purchase: inventory 33.3 | goods_received 33.3",
        "purchase of batch 1: 2.5 at 33.3",
    ]


def test_goods_that_cost_nothing_move_without_value(till: Till, journal: Journal) -> None:
    customer, product = till.customer(), till.product((5, 0))
    sale = till.sell(customer, line(product, 2, 10))
    till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    assert journal.posted() == [
        "purchase:  | ",
        "purchase of batch 1: 5 at 0",
        "invoice: receivables 20 | sales 20",
        "invoice_cogs:  | ",
        "sale of batch 1: -2 at 0",
        "invoice_reversal: sales 20 | receivables 20",
        "invoice_cogs_reversal:  | ",
        "sale_reversal of batch 1: 2 at 0",
    ]


def test_services_have_no_cost(till: Till, journal: Journal) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sale = till.sell(customer, line(service, 2, 10), discount_type="amount", discount_value="0.50")
    till.call("sp_revert_invoice", {"invoice_id": sale["invoice_id"]})
    assert journal.posted() == [
        "invoice: receivables 19.5, sales_discounts 0.5 | sales 20",
        "invoice_reversal: sales 20 | receivables 19.5, sales_discounts 0.5",
    ]


def test_goods_at_no_price_cost_all_the_same(till: Till, journal: Journal) -> None:
    customer, product = till.customer(), till.product((5, 4), selling_price=0)
    journal.posted()
    sale = till.sell(customer, line(product, 2))
    assert sale["total_after"] == 0
    till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    assert journal.posted() == [
        "invoice_cogs: cost_of_goods_sold 8 | inventory 8",
        "sale of batch 1: -2 at -8",
        "invoice_cogs_reversal: inventory 8 | cost_of_goods_sold 8",
        "sale_reversal of batch 1: 2 at 8",
    ]


def test_a_gift_is_a_sale_and_a_discount(till: Till, journal: Journal) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sale = till.sell(customer, line(service, 1, 10), discount_value=100)
    till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    assert journal.posted() == [
        "invoice: sales_discounts 10 | sales 10",
        "invoice_reversal: sales 10 | sales_discounts 10",
    ]


def test_money_into_a_wallet_and_out_of_it(till: Till, journal: Journal) -> None:
    move = {"customer_id": till.customer()}
    till.call("sp_wallet_move", {**move, "type": "deposit", "amount": 100, "method": "bank_transfer"})
    till.call("sp_wallet_move", {**move, "type": "refund", "amount": "5.50", "method": "card"})
    till.call("sp_wallet_move", {**move, "type": "withdraw", "amount": 30})
    assert journal.posted() == [
        "wallet: bank_transfer 100 | wallet 100",
        "wallet: card 5.5 | wallet 5.5",
        "wallet: wallet 30 | cash 30",
    ]


def test_the_wallet_pays(till: Till, journal: Journal) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.deposit(customer, 50)
    journal.posted()
    sale = till.sell(customer, line(service, 1, 100), status="partial", payments=[money(20, "wallet")])
    till.pay(invoice_id=sale["invoice_id"], amount=30, method="wallet")
    assert journal.posted() == [
        "invoice: receivables 100 | sales 100",
        "payment: wallet 20 | receivables 20",
        "payment: wallet 30 | receivables 30",
    ]


def test_money_above_the_invoice_goes_into_the_wallet(till: Till, journal: Journal) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.sell(
        customer,
        line(service, 1, 10),
        status="paid",
        payments=[money(8), money(7, "card"), money(1, "check")],
        overpayment="wallet",
    )
    assert journal.posted() == [
        "invoice: receivables 10 | sales 10",
        "payment: cash 8 | receivables 8",
        "payment: card 2 | receivables 2",
        "wallet: card 5 | wallet 5",
        "wallet: check 1 | wallet 1",
    ]


def test_a_payment_over_two_invoices_and_into_the_wallet(till: Till, journal: Journal) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    for total in (10, 20):
        till.sell(customer, line(service, 1, total))
    journal.posted()
    till.pay(customer_id=customer, payments=[money(15, "check"), money(20)], overpayment="wallet")
    assert journal.posted() == [
        "payment: check 10 | receivables 10",
        "payment: check 5 | receivables 5",
        "payment: cash 15 | receivables 15",
        "wallet: cash 5 | wallet 5",
    ]


def test_change_is_no_money_of_the_shop(till: Till, journal: Journal) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    sale = till.sell(customer, line(service, 1, 10))
    journal.posted()
    till.pay(invoice_id=sale["invoice_id"], amount=50, overpayment="change")
    assert journal.posted() == ["payment: cash 10 | receivables 10"]


def test_a_canceled_invoice(till: Till, journal: Journal) -> None:
    customer, product = till.customer(), till.product((10, 10), (10, 20))
    sale = till.sell(customer, line(product, 12, 30), discount_value=10)
    journal.posted()
    till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    assert journal.posted() == [
        "invoice_reversal: sales 360 | receivables 324, sales_discounts 36",
        "invoice_cogs_reversal: inventory 140 | cost_of_goods_sold 140",
        "sale_reversal of batch 1: 10 at 100",
        "sale_reversal of batch 2: 2 at 40",
    ]
    assert [journal.value(role) for role in ("inventory", "sales", "receivables")] == ["300", "0", "0"]
    reversals = (
        "SELECT e.entry_type, r.entry_type, e.reference_id = r.reference_id FROM journal_entries AS e"
        " JOIN journal_entries AS r ON r.id = e.reverses_id ORDER BY e.id"
    )
    assert till.rows(reversals) == [
        ("invoice_reversal", "invoice", 1),
        ("invoice_cogs_reversal", "invoice_cogs", 1),
    ]


@pytest.mark.parametrize(
    ("refund", "refunds"),
    [
        (
            "original",
            [
                "refund: receivables 20 | check 20",
                "refund: receivables 30 | wallet 30",
                "refund: receivables 40 | cash 40",
            ],
        ),
        ("cash", ["refund: receivables 90 | cash 90"]),
        ("wallet", ["refund: receivables 90 | wallet 90"]),
    ],
)
def test_a_reverted_invoice(till: Till, journal: Journal, refund: str, refunds: list[str]) -> None:
    customer, product = till.customer(), till.product((10, 5))
    till.deposit(customer, 80)
    paid = [money(40), money(30, "wallet"), money(20, "check")]
    sale = till.sell(customer, line(product, 10, 10), status="partial", payments=paid)
    journal.posted()
    till.call("sp_revert_invoice", {"invoice_id": sale["invoice_id"], "refund": refund})
    assert journal.posted() == [
        "invoice_reversal: sales 100 | receivables 100",
        "invoice_cogs_reversal: inventory 50 | cost_of_goods_sold 50",
        "sale_reversal of batch 1: 10 at 50",
        *refunds,
    ]


# A payment of 100 (of 130 by check, 30 went into the wallet), and what its void posts.
@pytest.mark.parametrize(
    ("method", "refund", "posted"),
    [
        ("check", "none", ["payment_reversal: receivables 100 | check 100", "wallet: wallet 30 | check 30"]),
        (
            "check",
            "wallet",
            ["payment_reversal: receivables 100 | check 100", "wallet: check 100 | wallet 100"],
        ),
        ("wallet", "none", ["payment_reversal: receivables 100 | wallet 100"]),
        ("wallet", "wallet", ["payment_reversal: receivables 100 | wallet 100"]),
    ],
)
def test_a_voided_payment(till: Till, journal: Journal, method: str, refund: str, posted: list[str]) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False)
    till.deposit(customer, 100)
    invoice = till.sell(customer, line(service, 1, 100))["invoice_id"]
    if method == "check":
        till.pay(invoice_id=invoice, amount=130, method="check", overpayment="wallet")
    else:
        till.pay(invoice_id=invoice, amount=100, method="wallet")
    journal.posted()
    till.call("sp_void_payment", {"payment_id": 1, "refund": refund})
    assert journal.posted() == posted
    (reverses,) = till.rows(
        "SELECT r.entry_type, r.reference_id FROM journal_entries AS e"
        " JOIN journal_entries AS r ON r.id = e.reverses_id"
    )
    assert reverses == ("payment", 1)


def test_a_reversal_goes_to_the_accounts_of_the_sale(till: Till, journal: Journal) -> None:
    """An accountant gave the roles other accounts in between."""
    customer, product = till.customer(), till.product((10, 5))
    sale = till.sell(customer, line(product, 1, 10))
    paid = till.sell(customer, line(product, 2, 10), status="paid")
    remap = "UPDATE account_roles SET account_id = (SELECT id FROM accounts WHERE code = %s) WHERE role = %s"
    for role, code in (("sales", "4200"), ("inventory", "1120"), ("receivables", "1110"), ("cash", "1130")):
        execute(till.connection, remap, (code, role))
    last = till.rows("SELECT MAX(id) FROM journal_entries")[0][0]
    till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    till.call("sp_void_payment", {"payment_id": column(paid, "payments", "payment_id")[0]})
    till.sell(customer, line(product, 1, 10))
    lines = (
        "SELECT e.entry_type, a.code, l.debit - l.credit FROM journal_entry_lines AS l"
        " JOIN accounts AS a ON a.id = l.account_id JOIN journal_entries AS e ON e.id = l.journal_entry_id"
        " WHERE e.id > %s ORDER BY e.id, l.line_no"
    )
    assert till.rows(lines, last) == [
        ("invoice_reversal", "1200", -10),
        ("invoice_reversal", "4100", 10),
        ("invoice_cogs_reversal", "5100", -5),
        ("invoice_cogs_reversal", "1300", 5),
        ("payment_reversal", "1100", -20),
        ("payment_reversal", "1200", 20),
        ("invoice", "1110", 10),
        ("invoice", "4200", -10),
        ("invoice_cogs", "5100", 5),
        ("invoice_cogs", "1120", -5),
    ]


def test_three_decimals(till: Till, journal: Journal, kuwait: int) -> None:
    customer = till.customer(company_id=kuwait)
    product = till.product((3, "3.333333"), company_id=kuwait)
    sale = till.sell(
        customer,
        line(product, 2, "1.2345"),
        discount_value=10,
        status="paid",
        payments=[money("2.223")],
        overpayment="wallet",
    )
    till.call("sp_revert_invoice", {"invoice_id": sale["invoice_id"], "refund": "cash"})
    assert journal.posted() == [
        "purchase: inventory 10 | goods_received 10",
        "purchase of batch 1: 3 at 10",
        "invoice: receivables 2.222, sales_discounts 0.247 | sales 2.469",
        "invoice_cogs: cost_of_goods_sold 6.667 | inventory 6.667",
        "sale of batch 1: -2 at -6.667",
        "payment: cash 2.222 | receivables 2.222",
        "wallet: cash 0.001 | wallet 0.001",
        "invoice_reversal: sales 2.469 | receivables 2.222, sales_discounts 0.247",
        "invoice_cogs_reversal: inventory 6.667 | cost_of_goods_sold 6.667",
        "sale_reversal of batch 1: 2 at 6.667",
        "refund: receivables 2.222 | cash 2.222",
    ]
    assert till.rows("SELECT DISTINCT company_id, branch_id FROM journal_entries") == [(kuwait, 2)]


def test_a_request_sent_again_posts_nothing(till: Till, journal: Journal) -> None:
    customer, product = till.customer(), till.product((10, 5))
    for _ in range(2):
        till.sell(customer, line(product, 1, 10), status="paid", request_id="once")
        till.call(
            "sp_receive_batch", {"product_id": product, "qty": 1, "unit_cost": 1, "request_id": "twice"}
        )
    assert len([text for text in journal.posted() if " | " in text]) == 5


def test_entries_are_numbered_without_a_gap_whatever_is_refused(till: Till) -> None:
    customer, product = till.customer(), till.product((2, 5))
    for qty in (1, 9, 1):
        till.refusal("sp_save_invoice", {"customer_id": customer, "items": [line(product, qty, 10)]})
    numbers = till.rows("SELECT entry_no, entry_date FROM journal_entries ORDER BY id")
    today: date = till.today()
    assert numbers == [(f"JE-{today:%Y%m%d}-{place:04}", today) for place in range(1, 6)]
