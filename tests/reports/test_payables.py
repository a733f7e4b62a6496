"""What suppliers are owed, since when it is due, and which bills are open."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.till import Answer, Till, decimals, number, rows_of

AGES = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")


def bill(till: Till, supplier: int, amount: object, **members: object) -> int:
    return number(till.buy(supplier, (till.product(), 1, amount), **members)["bill_id"])


def opening(till: Till, supplier: int, amount: object, days_ago: int, **members: object) -> int:
    request = {"supplier_id": supplier, "amount": amount, "date": day(till, -days_ago), **members}
    return number(till.call("sp_save_supplier_opening", request)["bill_id"])


def day(till: Till, days: int) -> str:
    return f"{till.today() + timedelta(days=days)}"


def payables(till: Till, **wanted: object) -> list[Answer]:
    return rows_of(till.call("sp_report_payables", wanted)["rows"])


def due(till: Till, **wanted: object) -> list[Answer]:
    return rows_of(till.call("sp_report_bills_due", wanted)["rows"])


def ages(till: Till, **wanted: object) -> list[list[object]]:
    return [[row[age] for age in AGES] for row in payables(till, **wanted)]


def in_the_books(till: Till) -> Decimal:
    """The account of payables; as a rule its balance is below 0."""
    ((owed,),) = till.rows(
        "SELECT COALESCE(SUM(-b.balance), 0) FROM report_trial_balance AS b WHERE b.account_code = '2100'"
    )
    return Decimal(str(owed))


def pay(till: Till, supplier: int, amount: object, **members: object) -> int:
    paid = till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": amount, **members})
    return number(rows_of(paid["payments"])[0]["payment_id"])


def page_by_page(till: Till, procedure: str, **wanted: object) -> list[Answer]:
    found: list[Answer] = []
    after = None
    while not found or after is not None:
        page = till.call(procedure, {**wanted, "limit": 1, "after": after})
        found += rows_of(page["rows"])
        after = page["next_after"]
        assert len(found) < 20, "it does not end"
    return found


def test_a_bill_moves_through_the_ages(till: Till) -> None:
    """Days 0 and 1, 30 and 31, 60 and 61, 90 and 91 after it was due."""
    supplier = till.supplier(name="النور", mobile="0223", payment_days=10)
    one = bill(till, supplier, 100, bill_no="7")
    for late, place in ((-10, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4)):
        as_of = day(till, 10 + late)
        expected = [Decimal(100) if place == age else Decimal(0) for age in range(5)]
        assert ages(till, as_of=as_of) == [expected], late
        (row,) = due(till, as_of=as_of)
        assert (row["bill_id"], row["days_overdue"]) == (one, max(late, 0))
        assert (due(till, as_of=as_of, overdue=True) == [row]) == (late > 0)
    (row,) = payables(till)
    columns = ("supplier_id", "supplier_name", "mobile", "bills", "without_bill", "total")
    assert [row[name] for name in columns] == [supplier, "النور", "0223", 1, Decimal(0), Decimal(100)]
    (row,) = due(till)
    assert row == {
        "bill_id": one,
        "purchase_no": row["purchase_no"],
        "bill_no": "7",
        "business_date": day(till, 0),
        "opening_date": None,
        "due_date": day(till, 10),
        "days_overdue": 0,
        "supplier_id": supplier,
        "supplier_name": "النور",
        "mobile": "0223",
        "total": Decimal(100),
        "open_amount": Decimal(100),
    }


def test_two_suppliers_with_old_and_new_bills(till: Till) -> None:
    first, second, nobody = (till.supplier(mobile=None) for _ in range(3))
    old = opening(till, first, 1000, 100)
    middle = opening(till, first, 200, 40, due_days=5)
    bill(till, first, 30, due_days=10)
    other = opening(till, second, 7, 91)
    bill(till, nobody, 5, payments=[{"amount": 5, "method": "cash"}])
    assert ages(till) == [decimals("30", "0", "200", "0", "1000"), decimals("0", "0", "0", "0", "7")]
    assert ages(till, supplier_id=second) == [decimals("0", "0", "0", "0", "7")]
    assert payables(till, supplier_id=nobody) == []
    assert [[row["bill_id"], row["days_overdue"]] for row in due(till)][:3] == [
        [old, 100],
        [other, 91],
        [middle, 35],
    ]
    assert sum(Decimal(str(row["total"])) for row in payables(till)) == in_the_books(till) == 1237

    # money settles the oldest first, whichever is due first
    pay(till, first, 1050)
    assert ages(till, supplier_id=first) == [decimals("30", "0", "150", "0", "0")]
    assert [[row["total"], row["open_amount"]] for row in due(till, supplier_id=first)] == [
        decimals("200", "150"),
        decimals("30", "30"),
    ]
    assert payables(till)[0]["bills"] == 2
    assert [row["bill_id"] for row in due(till, due_by=day(till, -36))] == [other]
    assert [row["bill_id"] for row in due(till, due_by=day(till, -35))] == [other, middle]
    assert [row["bill_id"] for row in due(till, due_by=day(till, 9))] == [other, middle]
    assert len(due(till, due_by=day(till, 10))) == 3
    assert len(due(till, due_by=day(till, 10), overdue=True)) == 2
    assert len(due(till, due_by=day(till, -36), overdue=True)) == 1


def test_what_was_reversed_or_went_back_is_not_owed(till: Till) -> None:
    supplier = till.supplier(payment_days=30)
    gone = bill(till, supplier, 500)
    kept = till.buy(supplier, (till.product(), 4, 25))
    till.call("sp_reverse_purchase", {"bill_id": gone})
    (batch,) = rows_of(kept["items"])
    part_back = {"bill_id": kept["bill_id"], "items": [{"batch_id": batch["batch_id"], "qty": 1}]}
    till.call("sp_return_purchase", part_back)
    assert ages(till) == [decimals("75", "0", "0", "0", "0")]
    assert [[row["bill_id"], row["total"], row["open_amount"]] for row in due(till)] == [
        [kept["bill_id"], Decimal(100), Decimal(75)]
    ]
    assert in_the_books(till) == 75
    till.call("sp_return_purchase", {**part_back, "items": [{"batch_id": batch["batch_id"], "qty": 3}]})
    assert payables(till) == due(till) == []


def test_who_has_an_advance_is_not_listed_and_the_next_bill_takes_it(till: Till) -> None:
    supplier = till.supplier()
    pay(till, supplier, 40, overpayment="advance")
    assert payables(till) == due(till) == []
    bill(till, supplier, 30)
    assert payables(till) == due(till) == []
    newest = bill(till, supplier, 30)
    assert [row["total"] for row in payables(till)] == [Decimal(20)]
    assert [[row["bill_id"], row["open_amount"]] for row in due(till)] == [[newest, Decimal(20)]]
    assert in_the_books(till) == 20


def test_what_no_bill_explains_is_owed_all_the_same(till: Till) -> None:
    """A check pays a bill, the bill is reversed, the supplier gives the money back, and the check bounces."""
    supplier, product = till.supplier(), till.product()
    undone = number(till.buy(supplier, (product, 1, 100))["bill_id"])
    check = pay(till, supplier, 100, method="check")
    till.call("sp_reverse_purchase", {"bill_id": undone})
    pay(till, supplier, 100, type="refund")
    till.call("sp_void_supplier_payment", {"payment_id": check})
    (row,) = payables(till)
    assert [row[name] for name in ("bills", "without_bill", "total")] == [0, Decimal(100), Decimal(100)]
    assert due(till) == []
    one = bill(till, supplier, 10)
    (row,) = payables(till)
    assert [row[name] for name in ("bills", "not_due", "without_bill", "total")] == [
        1, Decimal(10), Decimal(100), Decimal(110)
    ]  # fmt: skip
    assert [[each["bill_id"], each["open_amount"]] for each in due(till)] == [[one, Decimal(10)]]
    assert in_the_books(till) == 110


def test_of_one_branch(till: Till) -> None:
    """Money settles the bills of all branches, the oldest first; what is left of a branch's is listed."""
    branch = number(till.call("sp_save_branch", {"code": "B2", "name": "فرع"})["branch_id"])
    supplier, other = till.supplier(), till.supplier()
    old = opening(till, supplier, 100, 40, branch_id=branch)
    here = bill(till, supplier, 30, due_days=5)
    there = bill(till, supplier, 20, branch_id=branch)
    bill(till, other, 7)
    pay(till, supplier, 90)
    assert [row["bill_id"] for row in due(till, branch_id=branch)] == [old, there]
    assert [row["bill_id"] for row in due(till, branch_id=branch, limit=1)] == [old]
    assert page_by_page(till, "sp_report_bills_due", branch_id=branch) == due(till, branch_id=branch)
    assert [row["bill_id"] for row in due(till, branch_id=1, supplier_id=supplier)] == [here]

    def owed(**wanted: object) -> list[list[object]]:
        columns = ("supplier_id", "bills", "not_due", "days_31_60", "without_bill", "total")
        return [[row[name] for name in columns] for row in payables(till, **wanted)]

    assert owed(branch_id=branch) == [[supplier, 2, *decimals("20", "10", "0", "30")]]
    assert owed(branch_id=1) == [
        [supplier, 1, *decimals("30", "0", "0", "30")],
        [other, 1, *decimals("7", "0", "0", "7")],
    ]
    assert page_by_page(till, "sp_report_payables", branch_id=1) == payables(till, branch_id=1)
    assert [row[-1] for row in owed()] == decimals("60", "7")


def test_what_no_bill_explains_is_of_no_branch(till: Till) -> None:
    supplier = till.supplier()
    undone = bill(till, supplier, 100)
    check = pay(till, supplier, 100, method="check")
    till.call("sp_reverse_purchase", {"bill_id": undone})
    pay(till, supplier, 100, type="refund")
    till.call("sp_void_supplier_payment", {"payment_id": check})
    assert payables(till, branch_id=1) == []
    bill(till, supplier, 10)
    (row,) = payables(till, branch_id=1)
    assert [row[name] for name in ("bills", "without_bill", "total")] == [1, Decimal(0), Decimal(10)]
    assert payables(till)[0]["total"] == Decimal(110)


def test_page_by_page_is_the_whole(till: Till) -> None:
    suppliers = [till.supplier() for _ in range(3)]
    same_day = [bill(till, supplier, 10, due_days=3) for supplier in reversed(suppliers)]
    first = opening(till, suppliers[1], 4, 9)
    last = bill(till, suppliers[0], 6, due_days=4)
    whole = due(till)
    assert [row["bill_id"] for row in whole] == [first, *same_day, last]
    assert page_by_page(till, "sp_report_bills_due") == whole
    assert page_by_page(till, "sp_report_payables") == payables(till)
    # a page goes on behind a bill that was paid meanwhile
    page = till.call("sp_report_bills_due", {"limit": 2})
    pay(till, suppliers[2], 10)
    rest = till.call("sp_report_bills_due", {"limit": 5, "after": page["next_after"]})
    assert [row["bill_id"] for row in rows_of(rest["rows"])] == [*same_day[1:], last]


def test_what_is_asked_wrongly(till: Till) -> None:
    supplier = till.supplier()
    head = {"company_id": 1, "currency": "EGP", "as_of": day(till, 0)}
    for procedure in ("sp_report_payables", "sp_report_bills_due"):
        answer = till.call(procedure, {"supplier_id": supplier})
        assert answer == {"ok": True, **head, "rows": [], "next_after": None}
        for wanted, text in (
            ({"supplier_id": 99}, "UNKNOWN_SUPPLIER: there is no supplier 99"),
            ({"company_id": 99}, "VALIDATION: company_id is not valid: 99"),
            ({"as_of": "x"}, "VALIDATION: as_of is not valid: x"),
        ):
            refused = till.refusal(procedure, wanted)
            assert refused is not None
            assert refused.text == text
    refused = till.refusal("sp_report_bills_due", {"due_by": "x"})
    assert refused is not None
    assert refused.text == "VALIDATION: due_by is not valid: x"
