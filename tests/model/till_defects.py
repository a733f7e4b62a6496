"""Planted defects of tills, shifts and closings, and their witnesses: see tests/model/planted_defects.py."""

from __future__ import annotations

from decimal import Decimal

from pyclient import wire
from tests.model.draft_defects import asked, expect
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError


def open_shift(counter: Counter, cash: str = "50") -> None:
    """At a till that is made with the first."""
    book = counter.till.book
    if not book.tills:
        till = {"company_id": book.companies[0].id, "code": "T1", "name": "الكاشير"}
        counter.till.call("sp_save_till", till)
    counter.till.call("sp_open_shift", {"till_id": book.tills[0].id, "opening_cash": Decimal(cash)})


def close_shift(counter: Counter, **counted: str) -> None:
    amounts = {method: Decimal(amount) for method, amount in counted.items()}
    counter.till.call("sp_close_shift", {"counted": amounts})


def close_day(counter: Counter) -> None:
    counter.till.call("sp_daily_closing", {"company_id": counter.till.book.companies[0].id})


# -- witnesses


def a_drawer_is_counted(counter: Counter) -> None:
    """50 and 100 sold for 120, of which 20 are change; and 30 into a wallet: 180."""
    counter.receive("5", "1")
    open_shift(counter)
    counter.sell("1", status="paid", overpayment="change", payments=[{"amount": 120}])
    counter.move("deposit", "30")
    close_shift(counter, cash="175")


def one_difference_makes_up_for_another(counter: Counter) -> None:
    counter.receive("5", "1")
    open_shift(counter)
    counter.sell("1", status="paid", payments=[{"amount": 60}, {"amount": 40, "method": "card"}])
    close_shift(counter, cash="115", card="35")


def a_closed_shift_keeps_its_documents(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    open_shift(counter)
    counter.pay("40")
    counter.sell("1")
    close_shift(counter, cash="90")
    counter.void(0)
    counter.undo("cancel", 1)


def an_old_debt_is_collected(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    open_shift(counter)
    counter.pay("40")
    close_shift(counter, cash="90")


def a_drawer_is_emptied(counter: Counter) -> None:
    open_shift(counter)
    for amount in ("50.01", "50"):
        request = {"type": "out", "amount": Decimal(amount), "reason": "توريد"}
        counter.till.call("sp_cash_move", request)


def two_days_are_closed(counter: Counter) -> None:
    counter.receive("9", "1")
    open_shift(counter)
    counter.sell("1")
    close_day(counter)
    close_shift(counter, cash="50")
    counter.sell("2")
    close_day(counter)
    counter.till.wait(48 * 60)  # on the day after, the day of the shift would be meant
    counter.sell("3")
    close_day(counter)


def a_till_numbers_what_it_sells(counter: Counter) -> None:
    counter.receive("5", "1")
    till = {"company_id": counter.till.book.companies[0].id, "code": "T1", "name": "الكاشير"}
    counter.till.call("sp_save_till", {**till, "own_numbers": True})
    open_shift(counter)
    counter.till.call("sp_pos_sale", counter.sale("1"))
    close_shift(counter, cash="150")


def a_shift_is_closed_while_something_is_sold(counter: Counter) -> None:
    counter.receive("5", "1")
    open_shift(counter)
    sale = ("sp_save_invoice", counter.sale("1", status="paid"))
    sold, closed = counter.at_once("INV", [sale, ("sp_close_shift", {"counted": {"cash": 150}})])
    answer = wire.parse(closed) if closed.startswith("{") else None
    report = answer["report"] if isinstance(answer, dict) else None
    methods = report["methods"] if isinstance(report, dict) else None
    drawer = methods[0] if isinstance(methods, list) else None
    if not sold.startswith("{") or not isinstance(drawer, dict) or drawer["difference"] != 0:
        raise MismatchError(f"a sale, and a closing that has it: expected; found {sold}, {closed}")
    counter.till.compares_state = False  # the book has not seen these calls


def who_walks_in_pays(counter: Counter) -> None:
    counter.receive("5", "1")
    company = counter.till.book.companies[0].id
    names = {"company_id": company, "name": "نقدي", "mobile": "01000000002", "city": "القاهرة"}
    _, walk_in = asked(counter, "sp_save_customer", {**names, "tracks_balance": False})
    owing = counter.sale("1", customer_id=walk_in["customer_id"])
    for unpaid in ({}, {"status": "partial", "payments": [{"amount": 99}]}):
        expect(counter, "PAYMENTS_REQUIRED", "sp_save_invoice", {**owing, **unpaid})
    counter.till.compares_state = False  # the book does not know this customer


DEFECTS = (
    Defect(
        "a drawer should hold what was moved, without what it was opened with",
        (("sp_close_shift", "v_opening + _till_moved(v_rows, 'cash')", "_till_moved(v_rows, 'cash')"),),
        a_drawer_is_counted,
    ),
    Defect(
        "what comes into a wallet is not looked for in the drawer",
        (
            (
                "_read_till_rows",
                "WHERE e.entry_type <> 'cash_difference'",
                "WHERE e.entry_type NOT IN ('cash_difference', 'wallet')",
            ),
        ),
        a_drawer_is_counted,
    ),
    Defect(
        "a closing does not book its difference",
        (
            (
                "sp_close_shift",
                "WHERE c.shift_id = v_shift_id AND c.counted <> c.expected) THEN",
                "WHERE c.shift_id = v_shift_id AND FALSE) THEN",
            ),
        ),
        a_drawer_is_counted,
    ),
    Defect(
        "differences that make up for each other are not booked",
        (
            (
                "sp_close_shift",
                "IF EXISTS (SELECT 1 FROM shift_counts AS c WHERE c.shift_id = v_shift_id"
                " AND c.counted <> c.expected) THEN",
                "IF (SELECT SUM(c.counted - c.expected) FROM shift_counts AS c"
                " WHERE c.shift_id = v_shift_id) <> 0 THEN",
            ),
        ),
        one_difference_makes_up_for_another,
    ),
    Defect(
        "what was posted in a closed shift is undone",
        (("_check_shift_open", "IF v_open_id IS NULL THEN", "IF FALSE THEN"),),
        a_closed_shift_keeps_its_documents,
    ),
    Defect(
        "a payment is voided by the shift of its invoice, not by its own",
        (
            (
                "_void_payment",
                "e.reference_type = 'invoice_payments' AND e.reference_id = p_payment_id"
                " AND e.entry_type = 'payment'",
                "e.reference_type = 'invoices_out' AND e.reference_id = v_invoice_id"
                " AND e.entry_type = 'invoice'",
            ),
        ),
        a_closed_shift_keeps_its_documents,
    ),
    Defect(
        "an old debt counts as a payment of what was sold",
        (("_read_till_rows", "IF(i.shift_id <=> e.shift_id AND (", "IF(("),),
        an_old_debt_is_collected,
    ),
    Defect(
        "more is taken out of a drawer than there is",
        (("sp_cash_move", "v_type = 'out' AND v_amount > v_expected", "FALSE"),),
        a_drawer_is_emptied,
    ),
    Defect(
        "a day is closed while a shift is open",
        (("sp_daily_closing", "IF v_till_id IS NOT NULL THEN", "IF FALSE THEN"),),
        two_days_are_closed,
    ),
    Defect(
        "a Z report forgets what was sold outside the shifts",
        (
            (
                "sp_daily_closing",
                "_till_net_sales(v_rows) + _till_net_sales(v_loose)",
                "_till_net_sales(v_rows)",
            ),
        ),
        two_days_are_closed,
    ),
    Defect(
        "the running total begins anew with each closing",
        (
            (
                "sp_daily_closing",
                "v_closing_no, v_day, v_net_sales, v_previous + v_net_sales, COALESCE",
                "v_closing_no, v_day, v_net_sales, v_net_sales, COALESCE",
            ),
        ),
        two_days_are_closed,
    ),
    Defect(
        "a till with numbers of its own sells under its branch's",
        (("_join_shift", "SET p_branch_code = v_till_code;", "SET v_till_code = p_branch_code;"),),
        a_till_numbers_what_it_sells,
    ),
    Defect(
        "a shift is found without its lock",
        (("_join_shift", "LOCK IN SHARE MODE", ""),),
        a_shift_is_closed_while_something_is_sold,
    ),
    Defect(
        "who has no account is given credit",
        (
            (
                "_check_sale_payments",
                "IF p_sum < p_total THEN CALL _raise('PAYMENTS_REQUIRED.walk_in'",
                "IF FALSE THEN CALL _raise('PAYMENTS_REQUIRED.walk_in'",
            ),
        ),
        who_walks_in_pays,
    ),
)
