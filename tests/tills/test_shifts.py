"""Tills and the shifts that cashiers open at them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.till import CASHIER, Till, column, line, money, number, part, rows_of


def another_user(till: Till, user: int = 2) -> int:
    execute(
        till.connection, "INSERT INTO users (id, username, role) VALUES (%s, %s, 'user')", (user, f"u{user}")
    )
    return user


def new_till(till: Till, **members: object) -> int:
    return number(till.call("sp_save_till", {"code": "T1", "name": "الكاشير", **members})["till_id"])


def opened(till: Till, **members: object) -> int:
    return number(till.call("sp_open_shift", {"till": "T1", "opening_cash": 0, **members})["shift_id"])


def test_a_till_is_made_and_changed(till: Till) -> None:
    customer = till.customer()
    made = till.call("sp_save_till", {"code": "T1", "name": "الكاشير 1", "customer_id": customer})
    assert made["till"] == {
        "id": made["till_id"],
        "company_id": 1,
        "branch_id": 1,
        "code": "T1",
        "name": "الكاشير 1",
        "customer_id": customer,
        "own_numbers": False,
        "active": True,
        "open_shift": None,
    }
    changed = till.call("sp_save_till", {"till_id": made["till_id"], "customer_id": None, "active": "no"})
    assert changed["till"] == {**part(made, "till"), "customer_id": None, "active": False}
    assert till.call("sp_list_tills", '{"active":false}')["tills"] == [changed["till"]]
    assert till.call("sp_list_tills", '{"active":true}')["tills"] == []
    refused = till.refusal("sp_open_shift", {"till_id": made["till_id"], "opening_cash": 0})
    assert refused == (50146, f"UNKNOWN_TILL: till {made['till_id']} is inactive: الكاشير 1")


def test_a_till_stays_in_its_branch_and_has_its_code_there_alone(till: Till) -> None:
    branch = part(till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"}), "branch")["id"]
    first = new_till(till)
    refused = till.refusal("sp_save_till", {"code": "T1", "name": "n"})
    assert refused == (50101, "VALIDATION: code belongs to another row already: T1")
    other = new_till(till, branch_id=branch)
    assert column(till.call("sp_list_tills", f'{{"branch_id":{branch}}}'), "tills", "id") == [other]
    refused = till.refusal("sp_save_till", {"till_id": first, "branch_id": branch})
    assert refused == (50101, f"VALIDATION: branch_id of {first} cannot change any more: {branch}")


def test_a_shift_is_opened_at_a_till_of_another_company_by_its_code_or_id(till: Till) -> None:
    for statement in (
        "INSERT INTO companies (id, code, name, currency, time_zone) VALUES (2, 'KW', 'x', 'KWD', 'UTC')",
        "INSERT INTO zone_offsets (zone, from_utc, offset_minutes) VALUES ('UTC', '2000-01-01', 0)",
        "INSERT INTO branches (id, company_id, code, name, main_of) VALUES (20, 2, 'M2', 'x', 2)",
        "INSERT INTO number_series (branch_id, kind, day, last_no)"
        " SELECT 20, k.kind, '1000-01-01', 0 FROM _series_kinds AS k",
    ):
        execute(till.connection, statement)
    another_user(till)
    by_code = new_till(till, company_id=2)
    by_id = new_till(till, company_id=2, code="T2")
    shift = part(
        till.call("sp_open_shift", {"till": "T1", "branch_id": 20, "opening_cash": "1.125"}), "shift"
    )
    assert (shift["company_id"], shift["till_id"], shift["opening_cash"]) == (2, by_code, Decimal("1.125"))
    request = {"till_id": by_id, "branch_id": 20, "opening_cash": 0, "created_by": 2}
    assert part(till.call("sp_open_shift", request), "shift")["till_id"] == by_id


def test_a_shift_is_opened_once_at_a_till_and_once_by_a_cashier(till: Till) -> None:
    another_user(till)
    first = new_till(till)
    second = new_till(till, code="T2", name="الثاني")
    answer = till.call("sp_open_shift", {"till": "t1", "opening_cash": "200.5"})
    today = till.today()
    number_ = f"SH-{today:%Y%m%d}-0001"
    shift = part(answer, "shift")
    assert (answer["shift_no"], shift["till_id"], shift["till"], shift["cashier_id"]) == (
        number_,
        first,
        "T1",
        CASHIER,
    )
    assert (shift["status"], shift["opened_on"], shift["closed_on"]) == ("open", str(today), None)
    assert '"opening_cash":200.50,' in till.text("sp_list_shifts", "{}")
    assert till.refusal("sp_open_shift", {"till": first, "opening_cash": 0, "created_by": 2}) == (
        50173,
        f"SHIFT_OPEN: till {first} has the open shift {number_} of user {CASHIER}",
    )
    assert till.refusal("sp_open_shift", {"till_id": second, "opening_cash": 0}) == (
        50173,
        f"SHIFT_OPEN: user {CASHIER} has the open shift {number_} at till {first}",
    )
    assert till.call("sp_open_shift", {"till_id": second, "opening_cash": 0, "created_by": 2})[
        "shift_no"
    ] == (f"SH-{today:%Y%m%d}-0002")
    assert column(till.call("sp_list_shifts", '{"till_id":1}'), "shifts", "shift_no") == [number_]
    assert column(till.call("sp_list_shifts", '{"open":true}'), "shifts", "till") == ["T2", "T1"]
    assert column(till.call("sp_list_tills", '{"till_id":1}'), "tills", "open_shift") == [
        {"id": answer["shift_id"], "shift_no": number_, "cashier_id": CASHIER, "cashier": "cashier"}
    ]


@pytest.mark.parametrize("branch", [None, "GZ"])
def test_a_till_with_numbers_of_its_own_keeps_them_and_its_code(till: Till, branch: str | None) -> None:
    members: dict[str, object] = {}
    if branch:
        members["branch_id"] = part(till.call("sp_save_branch", {"code": branch, "name": "n"}), "branch")[
            "id"
        ]
    at = new_till(till, own_numbers=True, **members)
    opening = till.call("sp_open_shift", {"till_id": at, "opening_cash": 0})
    assert opening["shift_no"] == f"SH-{branch or 'MAIN'}-T1-{till.today():%Y%m%d}-0001"
    for change in ({"code": "T2"}, {"own_numbers": False}):
        refused = till.refusal("sp_save_till", {"till_id": at, **change})
        assert refused is not None
        assert refused.text.startswith(f"VALIDATION: {next(iter(change))} of {at} cannot change any more")
    till.call("sp_save_till", {"till_id": at, "name": "y", "own_numbers": True})


def test_a_till_that_numbered_nothing_may_change_its_code_and_numbers(till: Till) -> None:
    at = new_till(till, own_numbers=True)
    till.call("sp_save_till", {"till_id": at, "code": "T2"})
    till.call("sp_save_till", {"till_id": at, "own_numbers": False})
    till.call("sp_save_till", {"till_id": at, "own_numbers": True})
    opening = till.call("sp_open_shift", {"till": "T2", "opening_cash": 0})
    assert opening["shift_no"] == f"SH-MAIN-T2-{till.today():%Y%m%d}-0001"


def test_no_shift_opens_on_a_closed_day(till: Till) -> None:
    at = new_till(till)
    execute(
        till.connection,
        "INSERT INTO daily_closings (company_id, branch_id, closing_no, business_date, net_sales,"
        " running_total, report, created_by) VALUES (1, 1, 1, %s, 0, 0, '{}', 1)",
        (till.today(),),
    )
    assert till.refusal("sp_open_shift", {"till_id": at, "opening_cash": 0}) == (
        50174,
        f"SHIFT_CLOSED: {till.today()} is closed at branch 1: the next shift opens on another day",
    )


def test_the_report_of_an_open_shift_has_each_amount_in_its_block(till: Till) -> None:
    debtor, buyer, product = till.customer(), till.customer(), till.product((50, 1))
    supplier = till.supplier()
    old = till.sell(debtor, line(product, 1, 30))
    new_till(till)
    shift = opened(till, opening_cash=100)
    sold = till.sell(buyer, line(product, 3, 25), status="paid", overpayment="change", payments=[money(100)])
    assert sold["change_due"] == 25
    till.sell(
        buyer,
        line(product, 2, 10),
        discount_type="amount",
        discount_value=5,
        status="paid",
        payments=[money(15, "card")],
    )
    till.pay(invoice_id=old["invoice_id"], amount=12)
    till.deposit(debtor, 50)
    till.call("sp_wallet_move", {"customer_id": debtor, "type": "withdraw", "amount": 8})
    till.call(
        "sp_return_items",
        {
            "invoice_id": sold["invoice_id"],
            "items": [{"item_id": column(sold, "items", "item_id")[0], "qty": 1}],
            "refund": "cash",
        },
    )
    till.buy(supplier, (product, 3, 1))
    till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": 3})
    text = till.text("sp_get_shift", f'{{"cashier_id":{CASHIER}}}')
    assert (
        '"sales":{"count":2,"gross":95.00,"discount":5.00,"net":90.00,"tax":0.00,"rounding":0.00,"total":90.00}'
        in text
    )
    answer = till.call("sp_get_shift", f'{{"shift_id":{shift}}}')
    report = part(answer, "report")
    assert {block: values["total"] for block, values in report.items() if isinstance(values, dict)} == {
        "sales": 90, "amendments": 0, "returns": -25, "cancelled": 0, "net_sales": 65, "payments": 90,
        "debts_collected": 12, "refunds": -25, "voids": 0, "wallet_deposits": 50, "wallet_withdrawals": -8,
        "supplier_payments": -3, "cash_in": 0, "cash_out": 0,
    }  # fmt: skip
    assert part(report, "payments") == {
        "cash": 75,
        "bank_transfer": 0,
        "check": 0,
        "card": 15,
        "wallet": 0,
        "total": 90,
    }
    assert report["methods"] == [
        {"method": "cash", "opening": 100, "expected": 201, "counted": None, "difference": None},
        {"method": "bank_transfer", "opening": 0, "expected": 0, "counted": None, "difference": None},
        {"method": "check", "opening": 0, "expected": 0, "counted": None, "difference": None},
        {"method": "card", "opening": 0, "expected": 15, "counted": None, "difference": None},
    ]
    day = f"{till.today():%Y%m%d}"
    assert [row for row in rows_of(report["numbers"]) if row["kind"] != "JE"] == [
        {"kind": "INV", "count": 2, "first": f"INV-{day}-0002", "last": f"INV-{day}-0003"},
        {"kind": "PAY", "count": 5, "first": f"PAY-{day}-0001", "last": f"PAY-{day}-0005"},
        {"kind": "RET", "count": 1, "first": f"RET-{day}-0001", "last": f"RET-{day}-0001"},
    ]  # fmt: skip


def test_a_shift_that_is_not_there(till: Till) -> None:
    assert till.refusal("sp_get_shift", '{"shift_id":7}') == (50147, "UNKNOWN_SHIFT: there is no shift 7")
    assert till.refusal("sp_get_shift", '{"cashier_id":7}') == (
        50172,
        "NO_OPEN_SHIFT: user 7 has no open shift",
    )
    assert till.refusal("sp_get_shift", "{}") == (50101, "VALIDATION: shift_id is required")
    assert till.refusal("sp_open_shift", {"till": "Q", "opening_cash": 1}) == (
        50146,
        "UNKNOWN_TILL: there is no till Q",
    )
