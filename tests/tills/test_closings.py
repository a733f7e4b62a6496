"""Cash moves, the closing of a shift and of a day, and what a closed shift keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import mysql.connector
import pytest

from pyclient import wire
from pyclient.deploy.session import execute
from tests.till import CASHIER, Answer, Till, column, line, money, number, part, rows_of

SHIFT = '{"shift_id":1}'


@pytest.fixture
def open_till(till: Till) -> Till:
    """A till T1 with 200.00 in its drawer, under the cashier's shift 1."""
    till.call("sp_save_till", {"code": "T1", "name": "الكاشير"})
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 200})
    return till


def methods(answer: Answer) -> dict[str, tuple[object, object, object]]:
    report = part(answer, "report")
    return {
        str(row["method"]): (row["expected"], row["counted"], row["difference"])
        for row in rows_of(report["methods"])
    }


def sold_for_cash(till: Till) -> Answer:
    """75.00 out of 100.00: 25.00 change."""
    product = till.product((10, 1))
    sale = till.sell(
        till.customer(), line(product, 3, 25), status="paid", overpayment="change", payments=[money(100)]
    )
    assert sale["change_due"] == 25
    return sale


def test_cash_moves_are_booked_and_never_take_more_than_there_is(open_till: Till) -> None:
    out = open_till.call("sp_cash_move", {"type": "out", "amount": "120.50", "reason": "توريد"})
    assert (out["expected_cash"], out["purpose"], out["shift_id"]) == (Decimal("79.50"), "safe", 1)
    open_till.call("sp_cash_move", {"direction": "in", "amount": 10, "reason": "فكة"})
    open_till.call("sp_cash_move", {"type": "out", "amount": 4, "reason": "شاي", "purpose": "expense"})
    refused = open_till.refusal("sp_cash_move", {"type": "out", "amount": "85.51", "reason": "x"})
    shift_no = open_till.rows("SELECT shift_no FROM shifts")[0][0]
    assert refused == (50175, f"CASH_INSUFFICIENT: shift {shift_no} has 85.50 in its drawer, less than 85.51")
    assert open_till.rows(
        "SELECT l.role, SUM(l.debit - l.credit) FROM journal_entry_lines AS l GROUP BY l.role ORDER BY l.role"
    ) == [("cash", Decimal("-114.5")), ("expense", Decimal(4)), ("safe", Decimal("110.5"))]
    report = part(open_till.call("sp_get_shift", SHIFT), "report")
    assert (part(report, "cash_in")["cash"], part(report, "cash_out")["cash"]) == (10, Decimal("-124.50"))


def test_more_may_leave_a_drawer_than_it_should_hold_and_the_closing_says_so(till: Till) -> None:
    """Only a cash move is refused: what was paid out was there, whoever put it in."""
    till.call("sp_save_till", {"code": "T1", "name": "الكاشير"})
    service, customer, supplier = till.product(keeps_stock=False), till.customer(), till.supplier()
    sale = till.sell(customer, line(service, 2, 10), status="paid", payments=[money(20, "card")])
    mistake = till.sell(customer, line(service, 1, 5), status="paid")
    till.deposit(customer, 30)
    till.buy(supplier, (till.product(), 1, 40))
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})
    back = [{"item_id": column(sale, "items", "item_id")[0], "qty": 1}]
    till.call("sp_return_items", {"invoice_id": sale["invoice_id"], "items": back, "refund": "cash"})
    till.call("sp_void_payment", {"payment_id": column(mistake, "payments", "payment_id")[0]})
    till.call("sp_wallet_move", {"customer_id": customer, "type": "withdraw", "amount": 30})
    till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": 40, "method": "cash"})
    assert methods(till.call("sp_get_shift", SHIFT))["cash"] == (-85, None, None)
    shift_no = till.rows("SELECT shift_no FROM shifts")[0][0]
    refused = till.refusal("sp_cash_move", {"type": "out", "amount": 1, "reason": "x"})
    assert refused == (50175, f"CASH_INSUFFICIENT: shift {shift_no} has -85.00 in its drawer, less than 1.00")
    # who put money in says so, or the closing books it
    till.call("sp_cash_move", {"type": "in", "amount": 80, "reason": "من الخزينة"})
    assert methods(till.call("sp_close_shift", {"counted": {"cash": 0}}))["cash"] == (-5, 0, 5)
    (shift,) = rows_of(part(till.call("sp_daily_closing", {}), "report")["shifts"])
    assert rows_of(shift["methods"])[0]["expected"] == -5


def test_no_cash_move_without_a_shift(till: Till) -> None:
    refused = till.refusal("sp_cash_move", {"type": "in", "amount": 1, "reason": "x"})
    assert refused == (50172, f"NO_OPEN_SHIFT: user {CASHIER} has no open shift")


def test_a_shift_is_closed_with_its_difference_booked(open_till: Till) -> None:
    sold_for_cash(open_till)
    assert methods(open_till.call("sp_get_shift", SHIFT))["cash"] == (275, None, None)
    text = open_till.text("sp_close_shift", {"counted": {"cash": "270.25"}})
    closed = open_till.call("sp_get_shift", SHIFT)
    assert methods(closed) == {
        "cash": (275, Decimal("270.25"), Decimal("-4.75")),
        "bank_transfer": (0, 0, 0),
        "check": (0, 0, 0),
        "card": (0, 0, 0),
    }
    shift = part(closed, "shift")
    assert (shift["status"], shift["closed_on"], shift["closed_by"]) == (
        "closed",
        str(open_till.today()),
        CASHIER,
    )
    assert open_till.rows(
        "SELECT l.role, l.debit - l.credit FROM journal_entries AS e JOIN journal_entry_lines AS l"
        " ON l.journal_entry_id = e.id WHERE e.entry_type = 'cash_difference' AND e.shift_id = 1"
        " ORDER BY l.role"
    ) == [("cash", Decimal("-4.75")), ("cash_differences", Decimal("4.75"))]
    # what is closed is answered again, whatever is counted now
    with open_till.nothing_written():
        assert open_till.text("sp_get_shift", SHIFT) == text
        assert open_till.text("sp_close_shift", {"counted": {"cash": 1}}) == text
        assert open_till.text("sp_close_shift", {"shift_id": 1}) == text


def test_what_is_counted_may_be_a_list_and_what_is_exact_books_nothing(open_till: Till) -> None:
    sold_for_cash(open_till)
    entries = open_till.count("journal_entries")
    closed = open_till.call(
        "sp_close_shift", {"counted": [{"method": "cash", "amount": 275}, {"method": "card", "amount": 0}]}
    )
    assert methods(closed)["cash"] == (275, 275, 0)
    assert open_till.count("journal_entries") == entries


def test_differences_of_two_methods_that_make_up_for_each_other_are_booked(open_till: Till) -> None:
    open_till.call("sp_close_shift", {"counted": {"cash": 190, "card": 10}})
    assert open_till.rows("SELECT role, debit - credit FROM journal_entry_lines ORDER BY line_no") == [
        ("cash", Decimal(-10)),
        ("card", Decimal(10)),
    ]


@pytest.mark.parametrize(
    ("counted", "text"),
    [
        (None, "counted.cash is required"),
        ({"card": 1}, "counted.cash is required"),
        ({"cash": "x"}, "counted.cash is not valid: x"),
        ([{"method": "cash", "amount": 1}, {"amount": 2}], "counted is not valid: cash"),
        ("5", "counted is not valid: 5"),
        ({"cash": 1, "Card": 5}, "counted is not valid: Card"),
        ({"cash": 1, "cheque": 5}, "counted is not valid: cheque"),
        ('{"cash": 1, "gold": 5}', "counted is not valid: gold"),
    ],
)
def test_what_is_not_counted_right_is_refused(open_till: Till, counted: object, text: str) -> None:
    assert open_till.refusal("sp_close_shift", {"counted": counted}) == (50101, f"VALIDATION: {text}")


def test_a_closed_shift_keeps_its_documents(open_till: Till) -> None:
    sale = sold_for_cash(open_till)
    unpaid = open_till.sell(1, line(1, 1, 5))
    open_till.call("sp_close_shift", {"counted": {"cash": 275}})
    shift_no = open_till.rows("SELECT shift_no FROM shifts")[0][0]
    items = [{"item_id": column(unpaid, "items", "item_id")[0], "qty": 2}]
    (payment,) = column(sale, "payments", "payment_id")
    payment_no = open_till.rows("SELECT payment_no FROM invoice_payments")[0][0]
    for procedure, request, document in (
        ("sp_cancel_invoice", {"invoice_id": unpaid["invoice_id"]}, unpaid["invoice_no"]),
        ("sp_amend_invoice", {"invoice_id": unpaid["invoice_id"], "items": items}, unpaid["invoice_no"]),
        ("sp_revert_invoice", {"invoice_id": sale["invoice_id"]}, sale["invoice_no"]),
        ("sp_void_payment", {"payment_id": payment}, payment_no),
        ("sp_set_payment_status", {"payment_id": payment, "status": "failed"}, payment_no),
    ):
        assert open_till.refusal(procedure, request) == (
            50174,
            f"SHIFT_CLOSED: shift {shift_no} is closed and keeps its documents: {document}",
        ), procedure
    # new documents of today stay allowed
    open_till.call("sp_return_items", {"invoice_id": sale["invoice_id"], "all": True, "refund": "cash"})
    open_till.pay(invoice_id=unpaid["invoice_id"], amount=5)


def test_a_closed_shift_keeps_the_cash_that_went_to_a_supplier(open_till: Till) -> None:
    """A check that bounces is another matter: nobody counted it."""
    supplier = open_till.call("sp_save_supplier", {"name": "المورد"})["supplier_id"]
    product = open_till.product()
    goods = [{"product_id": product, "qty": 2, "unit_cost": 50}]
    paid = [{"amount": 30, "method": "cash"}, {"amount": 20, "method": "check"}]
    bill = {"supplier_id": supplier, "bill_no": "A-1", "items": goods, "payments": paid}
    open_till.call("sp_post_purchase", bill)
    open_till.call("sp_close_shift", {"counted": {"cash": 170}})
    open_till.call("sp_open_shift", {"till": "T1", "opening_cash": 170})
    shift_no = open_till.rows("SELECT shift_no FROM shifts WHERE id = 1")[0][0]
    payment_no = open_till.rows("SELECT payment_no FROM supplier_payments WHERE id = 1")[0][0]
    assert open_till.refusal("sp_void_supplier_payment", {"payment_id": 1}) == (
        50174,
        f"SHIFT_CLOSED: shift {shift_no} is closed and keeps its documents: {payment_no}",
    )
    assert open_till.call("sp_void_supplier_payment", {"payment_id": 2})["amount"] == 20


def test_a_check_that_bounces_after_the_closing_is_a_document_of_the_next_shift(open_till: Till) -> None:
    service = open_till.product(keeps_stock=False)
    sale = open_till.sell(
        open_till.customer(), line(service, 1, 40), status="paid", payments=[money(40, "check")]
    )
    open_till.call("sp_close_shift", {"counted": {"cash": 200}})
    closed = part(open_till.call("sp_get_shift", SHIFT), "report")
    next_one = open_till.call("sp_open_shift", {"till": "T1", "opening_cash": 200})["shift_id"]
    (payment,) = column(sale, "payments", "payment_id")
    bounced = open_till.call("sp_set_payment_status", {"payment_id": payment, "status": "failed"})
    assert bounced["voided"] is not None
    assert part(open_till.call("sp_get_shift", SHIFT), "report") == closed
    assert open_till.rows("SELECT shift_id FROM journal_entries WHERE entry_type = 'payment_reversal'") == [
        (next_one,)
    ]


def test_an_open_shift_lets_its_documents_be_undone(open_till: Till) -> None:
    sale = sold_for_cash(open_till)
    open_till.call("sp_void_payment", {"payment_id": column(sale, "payments", "payment_id")[0]})
    open_till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    report = part(open_till.call("sp_get_shift", SHIFT), "report")
    assert part(report, "voids")["cash"] == -75
    assert part(report, "cancelled") == {
        "count": 1, "gross": -75, "discount": 0, "net": -75, "tax": 0, "rounding": 0, "total": -75,
    }  # fmt: skip
    assert part(report, "net_sales")["total"] == 0


def test_a_day_is_closed_over_its_shifts_and_what_lies_outside(open_till: Till) -> None:
    sale = sold_for_cash(open_till)
    reverted = open_till.sell(1, line(1, 1, 7), status="paid")
    open_till.call("sp_revert_invoice", {"invoice_id": reverted["invoice_id"], "refund": "cash"})
    shift_no = open_till.rows("SELECT shift_no FROM shifts")[0][0]
    assert open_till.refusal("sp_daily_closing", {}) == (
        50173,
        f"SHIFT_OPEN: till 1 has the open shift {shift_no} of user {CASHIER}",
    )
    open_till.call("sp_close_shift", {"counted": {"cash": 274}})
    loose = open_till.sell(1, line(1, 2, 10), status="paid", payments=[money(20, "card")])
    day, today = f"{open_till.today():%Y%m%d}", str(open_till.today())
    text = open_till.text("sp_daily_closing", {"date": today})
    closing = open_till.call("sp_daily_closing", {})
    named = ("closing_no", "business_date", "net_sales", "running_total")
    assert {name: closing[name] for name in named} == {
        "closing_no": 1, "business_date": today, "net_sales": 95, "running_total": 95,
    }  # fmt: skip
    report = part(closing, "report")
    assert (part(report, "sales")["total"], part(report, "cancelled")["total"]) == (82, -7)
    assert (part(report, "payments")["cash"], part(report, "refunds")["cash"]) == (82, -7)
    outside = part(report, "outside_shifts")
    assert (part(outside, "sales")["count"], part(outside, "payments")["card"]) == (1, 20)
    (shift,) = rows_of(report["shifts"])
    assert shift["shift_no"] == shift_no
    assert column(shift, "methods", "difference") == [-1, 0, 0, 0]
    control = part(report, "control")
    series = {(row["kind"], row["code"]): row for row in rows_of(control["series"])}
    assert series["INV", ""] == {
        "kind": "INV", "code": "", "count": 3, "first": f"INV-{day}-0001", "last": loose["invoice_no"],
    }  # fmt: skip
    assert control["cancelled"] == [
        {
            "invoice_id": reverted["invoice_id"], "invoice_no": reverted["invoice_no"], "status": "reverted",
            "cancelled_on": today,
        }
    ]  # fmt: skip
    assert sale["invoice_no"] == f"INV-{day}-0001"
    with open_till.nothing_written():
        assert open_till.text("sp_daily_closing", {}) == text
        assert open_till.text("sp_get_closing", wire.encode({"date": today})) == text
    assert open_till.refusal("sp_open_shift", {"till": "T1", "opening_cash": 0}) == (
        50174,
        f"SHIFT_CLOSED: {today} is closed at branch 1: the next shift opens on another day",
    )


def test_what_is_posted_after_the_closing_of_its_day_stands_in_the_next_closing(
    till: Till, days_pass: Callable[[int], None]
) -> None:
    service, customer = till.product(keeps_stock=False), till.customer()
    till.sell(customer, line(service, 1, 10), status="paid")
    first = till.call("sp_daily_closing", {})
    assert part(first, "report")["after_closings"] is None
    # the shop's site sells on
    late = till.sell(customer, line(service, 1, 30), status="paid", payments=[money(30, "card")])
    back = [{"item_id": column(late, "items", "item_id")[0], "qty": 1}]
    till.call("sp_return_items", {"invoice_id": late["invoice_id"], "items": back, "refund": "cash"})
    till.sell(customer, line(service, 1, 7))
    undone = till.sell(customer, line(till.product((5, 1)), 1, 9))
    till.call("sp_cancel_invoice", {"invoice_id": undone["invoice_id"]})
    with till.nothing_written():
        assert till.call("sp_daily_closing", {}) == first
    today = str(till.today())
    days_pass(1)
    second = till.call("sp_daily_closing", {})
    assert (second["previous_total"], second["net_sales"], second["running_total"]) == (10, 7, 17)
    report = part(second, "report")
    assert part(part(report, "outside_shifts"), "sales")["count"] == 0
    late_figures = part(report, "after_closings")
    assert (part(late_figures, "sales")["count"], part(late_figures, "sales")["total"]) == (3, 46)
    assert part(late_figures, "cancelled")["total"] == -9
    assert part(report, "control")["cancelled"] == [
        {
            "invoice_id": undone["invoice_id"], "invoice_no": undone["invoice_no"], "status": "canceled",
            "cancelled_on": today,
        }
    ]  # fmt: skip
    assert (part(late_figures, "payments")["card"], part(late_figures, "refunds")["cash"]) == (30, -30)
    # each in one closing, also what is undone in another branch's shift
    elsewhere = number(till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"})["branch_id"])
    till.call("sp_save_till", {"code": "G1", "name": "خزينة", "branch_id": elsewhere})
    till.call("sp_open_shift", {"till": "G1", "branch_id": elsewhere, "opening_cash": 0})
    tomorrow = str(till.today())
    moved = till.sell(customer, line(service, 1, 4), branch_id=1)
    till.call("sp_cancel_invoice", {"invoice_id": moved["invoice_id"]})
    till.call("sp_close_shift", {"counted": {"cash": 0}})
    days_pass(2)
    third = till.call("sp_daily_closing", {"branch_id": 1})
    assert (third["net_sales"], third["running_total"]) == (0, 17)
    assert part(third, "report")["after_closings"] is None
    (cancelled,) = rows_of(part(part(third, "report"), "control")["cancelled"])
    assert (cancelled["invoice_id"], cancelled["cancelled_on"]) == (moved["invoice_id"], tomorrow)
    sold = till.rows(
        "SELECT SUM(credit - debit) FROM journal_entry_lines WHERE role IN ('sales', 'sales_returns')"
    )
    assert sold == [(17,)]


def test_documents_for_nothing_are_counted_like_others(open_till: Till) -> None:
    """Also those without an entry, or with one of their cost alone."""
    customer, service, goods = (
        open_till.customer(),
        open_till.product(keeps_stock=False),
        open_till.product((9, 2)),
    )
    undone = [
        open_till.sell(customer, line(product, 1, 10, discount_percent=100)) for product in (service, goods)
    ]
    for sale, procedure in zip(undone, ("sp_cancel_invoice", "sp_revert_invoice"), strict=True):
        open_till.call(procedure, {"invoice_id": sale["invoice_id"]})
    kept = open_till.sell(customer, line(goods, 2, 10, discount_percent=100))
    (item,) = column(kept, "items", "item_id")
    open_till.call(
        "sp_amend_invoice", {"invoice_id": kept["invoice_id"], "items": [{"item_id": item, "qty": 3}]}
    )
    open_till.call(
        "sp_return_items", {"invoice_id": kept["invoice_id"], "items": [{"item_id": item, "qty": 1}]}
    )
    documents = ("sales", "amendments", "returns", "cancelled")

    def counts(figures: Answer) -> list[object]:
        return [part(figures, event)["count"] for event in documents]

    assert counts(part(open_till.call("sp_get_shift", SHIFT), "report")) == [3, 1, 1, 2]
    open_till.call("sp_close_shift", {"counted": {"cash": 200}})
    undone.append(open_till.sell(customer, line(service, 1, 10, discount_percent=100)))
    open_till.call("sp_cancel_invoice", {"invoice_id": undone[-1]["invoice_id"]})
    report = part(open_till.call("sp_daily_closing", {}), "report")
    assert counts(report) == [3, 1, 1, 2]
    assert counts(part(report, "outside_shifts")) == [1, 0, 0, 1]
    listed = rows_of(part(report, "control")["cancelled"])
    assert sorted((row["invoice_no"], row["status"], row["cancelled_on"]) for row in listed) == [
        (sale["invoice_no"], status, str(open_till.today()))
        for sale, status in zip(undone, ("canceled", "reverted", "canceled"), strict=True)
    ]


def test_a_late_document_for_nothing_is_counted_by_its_cost(
    till: Till, days_pass: Callable[[int], None]
) -> None:
    """One without an entry is not found any more once its day is closed."""
    till.call("sp_daily_closing", {})
    for product in (till.product((9, 2)), till.product(keeps_stock=False)):
        sale = till.sell(till.customer(), line(product, 1, 10, discount_percent=100))
        till.call("sp_cancel_invoice", {"invoice_id": sale["invoice_id"]})
    days_pass(1)
    report = part(till.call("sp_daily_closing", {}), "report")
    late = part(report, "after_closings")
    assert (part(late, "sales")["count"], part(late, "cancelled")["count"]) == (1, 1)
    assert len(rows_of(part(report, "control")["cancelled"])) == 1


def test_reports_name_the_cashier_as_they_were_called(till: Till) -> None:
    execute(till.connection, "UPDATE users SET username = 'منى \"م\"' WHERE id = %s", (CASHIER,))
    saved = till.call("sp_save_till", {"code": "T1", "name": "الكاشير"})
    assert part(saved, "till")["open_shift"] is None
    opened = till.call("sp_open_shift", {"till": "T1", "opening_cash": 200})
    closed = till.call("sp_close_shift", {"counted": {"cash": 200}})
    day = till.call("sp_daily_closing", {})
    execute(till.connection, "UPDATE users SET username = 'x' WHERE id = %s", (CASHIER,))
    read = till.call("sp_get_shift", SHIFT)
    for answer in (opened, closed, read):
        shift = part(answer, "shift")
        assert (shift["cashier_id"], shift["cashier"]) == (CASHIER, 'منى "م"')
    for answer in (day, till.call("sp_get_closing", {"date": str(till.today())})):
        (of_day,) = rows_of(part(answer, "report")["shifts"])
        assert (of_day["cashier_id"], of_day["cashier"]) == (CASHIER, 'منى "م"')
    assert column(till.call("sp_list_shifts", "{}"), "shifts", "cashier") == ["x"]


def test_what_no_report_shows_is_not_late(till: Till, days_pass: Callable[[int], None]) -> None:
    till.call("sp_daily_closing", {})
    product = till.product((5, 2))
    counted = {"items": [{"product_id": product, "counted_qty": 4}], "reason": "جرد"}
    till.call("sp_adjust_stock", counted)
    days_pass(1)
    closing = till.call("sp_daily_closing", {})
    assert part(closing, "report")["after_closings"] is None


def test_no_day_is_closed_before_it_is_there(till: Till) -> None:
    refused = till.refusal("sp_daily_closing", {"date": "2999-01-01"})
    assert refused is not None
    assert refused.token == "VALIDATION"


def test_a_till_of_a_second_branch_sells_and_closes_there(till: Till) -> None:
    """Nobody at the till names the branch: the shift has it, also when its day is closed."""
    branch = number(till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"})["branch_id"])
    customer, product = till.customer(), till.product((9, 4), selling_price=10)
    till.call("sp_save_till", {"code": "G1", "name": "خزينة", "branch_id": branch, "customer_id": customer})
    till.call("sp_open_shift", {"till": "G1", "branch_id": branch, "opening_cash": 0})
    sold = till.call("sp_pos_sale", {"items": [line(product, 2)]})
    assert str(sold["invoice_no"]).startswith("INV-GZ-")
    assert till.call("sp_get_invoice", number(sold["invoice_id"]))["branch_id"] == branch
    named = till.call("sp_pos_sale", {"items": [line(product, 1)], "branch_id": 1})
    assert str(named["invoice_no"]).startswith(f"INV-{till.today():%Y%m%d}")
    till.call("sp_close_shift", {"counted": {"cash": 30}})
    closed = till.call("sp_daily_closing", {})
    assert (closed["branch_id"], closed["net_sales"]) == (branch, Decimal("30.00"))
    # who has no shift closes the main branch's day
    execute(till.connection, "INSERT INTO users (id, username, role) VALUES (3, 'm', 'admin')")
    assert till.call("sp_daily_closing", {"created_by": 3})["branch_id"] == 1


def test_a_nights_shift_is_of_the_day_it_began_on(open_till: Till, days_pass: Callable[[int], None]) -> None:
    """Closed after midnight, and so is the day; the new day is open, however often the old one is closed."""
    customer, service = open_till.customer(), open_till.product(keeps_stock=False)
    began = open_till.today()
    open_till.sell(customer, line(service, 1, 10), status="paid")
    days_pass(1)
    open_till.sell(customer, line(service, 1, 7), status="paid")
    refused = open_till.refusal("sp_daily_closing", {"date": str(began)})
    assert refused is not None
    assert refused.token == "SHIFT_OPEN"
    closed = part(open_till.call("sp_close_shift", {"counted": {"cash": 216}}), "shift")
    assert (closed["opened_on"], closed["closed_on"]) == (str(began), str(began))
    assert str(closed["closed_at"]) > str(closed["opened_at"])
    for _ in range(2):
        day = open_till.call("sp_daily_closing", {})
        assert (day["business_date"], day["net_sales"]) == (str(began), Decimal(17))
    difference = open_till.rows("SELECT entry_date FROM journal_entries WHERE entry_type = 'cash_difference'")
    assert difference == [(began + timedelta(days=1),)]
    open_till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})
    open_till.call("sp_close_shift", {"counted": {"cash": 0}})
    days = [open_till.call("sp_daily_closing", {})["business_date"] for _ in range(2)]
    assert days == [str(began + timedelta(days=1))] * 2
    days_pass(3)
    assert open_till.call("sp_daily_closing", {})["business_date"] == str(open_till.today())


def test_a_mistyped_day_takes_nothing_that_came_late(till: Till) -> None:
    """But a day that was forgotten is closed after the one that follows it."""
    till.sell(till.customer(), line(till.product(keeps_stock=False), 1, 10))
    today, tomorrow = till.today(), till.today() + timedelta(days=1)
    execute(
        till.connection,
        "INSERT INTO daily_closings (company_id, branch_id, closing_no, business_date, net_sales,"
        " running_total, last_entry_id, report, created_by, created_at)"
        " VALUES (1, 1, 1, %s, 0, 0, 0, '{}', %s, NOW())",
        (tomorrow, CASHIER),
    )
    with till.nothing_written():
        for day in ("1926-11-27", (today - timedelta(days=1)).isoformat()):
            assert till.refusal("sp_daily_closing", {"date": day}) == (
                50101,
                f"VALIDATION: date: days up to {tomorrow} are closed, and nothing is left of {day}",
            )
    assert till.call("sp_daily_closing", {"date": today.isoformat()})["net_sales"] == Decimal("10.00")


def test_closings_of_a_branch_run_on(till: Till) -> None:
    branch = number(part(till.call("sp_save_branch", {"code": "GZ", "name": "n"}), "branch")["id"])
    till.sell(till.customer(), line(till.product(keeps_stock=False), 1, 10), branch_id=branch)
    first = till.call("sp_daily_closing", {"branch_id": branch, "date": "2025-01-31"})
    second = till.call("sp_daily_closing", {"branch_id": branch})
    assert (first["closing_no"], first["net_sales"], second["closing_no"]) == (1, 0, 2)
    assert (second["previous_total"], second["running_total"]) == (0, 10)
    other = till.call("sp_daily_closing", {})
    assert (other["closing_no"], other["net_sales"]) == (1, 0)


def test_a_closed_shift_is_neither_changed_nor_deleted(open_till: Till) -> None:
    for statement in (
        "DELETE FROM shifts",
        "UPDATE shifts SET opening_cash = 1",
        "UPDATE shifts SET closed_on = '2025-01-01', closed_at = '2025-01-01', closed_by = 1, till_id = 0",
    ):
        with pytest.raises(mysql.connector.Error, match=r"APPEND_ONLY: .*shifts"):
            execute(open_till.connection, statement)
    open_till.call("sp_close_shift", {"counted": {"cash": 200}})
    for change in (
        "report = '{}'",
        "closed_by = 1",
        "closed_on = NULL, closed_at = NULL, closed_by = NULL",
    ):
        with pytest.raises(mysql.connector.Error, match=r"APPEND_ONLY: .*shifts"):
            execute(open_till.connection, f"UPDATE shifts SET {change}")
