"""Debit notes in reports: beside open invoices where these are unpaid, and on the sheet of a work order."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.till import Answer, Till, line, number, part, rows_of


def raised(till: Till, customer: int, invoice: object, price: int) -> int:
    item = {"description": "تأخير", "quantity": 1, "unit_price": price}
    request = {"source_invoice_id": invoice, "reference_type": "penalty", "items": [item]}
    return number(till.call("sp_save_debit_note", {"customer_id": customer, **request})["debit_note_id"])


def page_by_page(till: Till, **wanted: object) -> list[Answer]:
    found: list[Answer] = []
    after = None
    while not found or after is not None:
        page = till.call("sp_report_unpaid", {**wanted, "limit": 1, "after": after})
        found += rows_of(page["rows"])
        after = page["next_after"]
        assert len(found) < 20, "it does not end"
    return found


def test_an_open_debit_note_stands_beside_the_invoices(till: Till) -> None:
    customer, product, today = till.customer(), till.product(keeps_stock=False), till.today()
    due = till.sell(customer, line(product, 1, 50))["invoice_id"]
    later = till.sell(customer, line(product, 1, 60), due_date=f"{today + timedelta(days=10)}")["invoice_id"]
    notes = [raised(till, customer, invoice, price) for invoice, price in ((due, 7), (later, 9), (due, 3))]
    till.call("sp_apply_debit_note", {"debit_note_id": notes[0], "amount": 2})
    till.call("sp_apply_debit_note", {"debit_note_id": notes[2], "amount": 3})
    wanted = {"as_of": f"{today + timedelta(days=3)}"}
    rows = rows_of(till.call("sp_report_unpaid", wanted)["rows"])
    documents = [[row["kind"], row["invoice_id"], row["debit_note_id"], row["days_overdue"]] for row in rows]
    assert documents == [
        ["invoice", due, None, 3],
        ["debit_note", due, notes[0], 3],
        ["debit_note", later, notes[1], 3],
        ["invoice", later, None, 0],
    ]
    note = rows[1]
    assert (note["debit_note_no"], note["invoice_date"], note["due_date"]) == (
        "MAIN-DN-0001",
        f"{today}",
        None,
    )
    amounts = ("total_after", "returned_amount", "paid_amount", "remaining_amount")
    assert [Decimal(str(note[name])) for name in amounts] == [7, 0, 2, 5]
    assert page_by_page(till, **wanted) == rows
    assert page_by_page(till, overdue=True, **wanted) == rows[:3]
    assert rows_of(till.call("sp_report_unpaid", {"customer_id": till.customer()})["rows"]) == []


def test_a_page_goes_on_behind_what_was_paid_meanwhile(till: Till) -> None:
    customer, product = till.customer(), till.product(keeps_stock=False)
    invoices = [till.sell(customer, line(product, 1, 50))["invoice_id"] for _ in range(2)]
    notes = [raised(till, customer, invoices[0], 7) for _ in range(2)]
    first = till.call("sp_report_unpaid", {"limit": 1})
    till.pay(invoice_id=invoices[0], amount=50)
    second = till.call("sp_report_unpaid", {"limit": 2, "after": first["next_after"]})
    assert [row["invoice_id"] for row in rows_of(second["rows"])] == [invoices[1], invoices[0]]
    till.call("sp_apply_debit_note", {"debit_note_id": notes[0], "amount": 7})
    third = till.call("sp_report_unpaid", {"limit": 2, "after": second["next_after"]})
    assert [row["debit_note_id"] for row in rows_of(third["rows"])] == [notes[1]]


def test_a_debit_note_stands_on_the_sheet_of_its_invoices_work_order(till: Till) -> None:
    customer, product = till.customer(), till.product(keeps_stock=False)
    job = till.work_order(customer)
    invoice = till.sell(customer, line(product, 1, 50), work_order_id=job)["invoice_id"]
    elsewhere = till.sell(customer, line(product, 1, 50))["invoice_id"]
    penalty, other, cancelled = (raised(till, customer, i, 7) for i in (invoice, elsewhere, invoice))
    till.call("sp_apply_debit_note", {"debit_note_id": penalty, "amount": 2})
    till.call("sp_cancel_debit_note", {"debit_note_id": cancelled})
    sheet = till.call("sp_report_work_order", job)
    shown = [
        [row["debit_note_id"], row["invoice_id"], row["reference_type"], row["status"]]
        for row in rows_of(sheet["debit_notes"])
    ]
    assert shown == [
        [penalty, invoice, "penalty", "partially_applied"],
        [cancelled, invoice, "penalty", "cancelled"],
    ]
    note = rows_of(sheet["debit_notes"])[0]
    assert [Decimal(str(note[name])) for name in ("total", "applied_amount", "remaining_amount")] == [7, 2, 5]
    # the totals are of invoices
    totals = ("total_invoice_amount", "total_paid", "total_remaining")
    assert [Decimal(str(part(sheet, "work_order")[name])) for name in totals] == [50, 0, 50]
    assert other not in [row["debit_note_id"] for row in rows_of(sheet["debit_notes"])]
