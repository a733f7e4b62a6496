"""Raising debit notes: what they come to, what they post, and which are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from tests.debit_notes.conftest import Account, item
from tests.till import Till, decimals, line, number, part, rows_of


def test_freight_of_a_hundred_at_fourteen_percent(account: Account) -> None:
    note = account.raise_note(item(100), reason="توصيل في نفس اليوم")
    assert (note["debit_note_no"], note["status"]) == ("FOO-DN-0001", "open")
    assert [note[name] for name in ("net_total", "tax_total", "total")] == decimals("100", "14", "114")
    assert part(note, "customer")["balance_after"] == Decimal("1114.00")
    entry = account.till.rows(
        "SELECT l.role, l.debit, l.credit, l.customer_id, l.tax_rate FROM journal_entries AS e"
        " JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id"
        " WHERE e.entry_type = 'customer_debit' ORDER BY l.line_no"
    )
    assert entry == [
        ("receivables", 114, 0, account.customer, None),
        ("additional_charges", 0, 100, None, None),
        ("tax_payable", 0, 14, None, 14),
    ]
    statement = account.till.call("sp_customer_statement", {"customer_id": account.customer})
    assert [
        (row["transaction_type"], row["amount"], row["debit_note_id"]) for row in rows_of(statement["rows"])
    ] == [("invoice", Decimal(1000), None), ("adjustment", Decimal(114), note["debit_note_id"])]


def test_the_answer_is_what_is_read_later(account: Account) -> None:
    note = account.raise_note(
        item("33.335", 14, quantity="3", item_type="service"),
        item(5, 0, description="تغليف"),
        reference_no="AWB-77",
        reference_type="penalty",
        debit_note_date="2025-01-31",
        currency="EGP",
        exchange_rate=1,
        company_id=1,
    )
    read = account.read(number(note["debit_note_id"]))
    assert {name: read[name] for name in note if name not in {"msg", "customer"}} == {
        name: value for name, value in note.items() if name not in {"msg", "customer"}
    }
    assert (read["reference_no"], read["debit_note_date"]) == ("AWB-77", "2025-01-31")
    assert [row["net"] for row in rows_of(read["items"])] == decimals("100.01", "5")
    listed = account.till.call("sp_list_debit_notes", {"customer_id": account.customer, "unpaid": True})
    assert [row["debit_note_id"] for row in rows_of(listed["debit_notes"])] == [note["debit_note_id"]]
    assert account.till.call("sp_list_debit_notes", {"reference_type": "correction"})["debit_notes"] == []


@pytest.mark.parametrize(("rounding", "taxes"), [("document", ["0.04", "0.03"]), ("line", ["0.04", "0.04"])])
def test_a_tax_is_rounded_as_the_company_says(account: Account, rounding: str, taxes: list[str]) -> None:
    admin = {"name": "tax_rounding", "value": rounding}
    account.till.call("sp_set_setting", admin)
    note = account.raise_note(item("0.25"), item("0.25"))
    assert [row["tax_amount"] for row in rows_of(note["items"])] == decimals(*taxes)


def test_numbers_are_the_companys_whichever_branch_raises_the_note(account: Account) -> None:
    branch = account.till.call("sp_save_branch", {"code": "GZ", "name": "الجيزة"})["branch_id"]
    numbers = [account.raise_note(branch_id=each)["debit_note_no"] for each in (None, branch, None)]
    assert numbers == ["FOO-DN-0001", "FOO-DN-0002", "FOO-DN-0003"]
    refused = account.till.refusal("sp_save_debit_note", account.request(item(0, 0)))
    assert refused is not None
    assert account.raise_note()["debit_note_no"] == "FOO-DN-0004"


@pytest.mark.corrupts
def test_a_number_after_the_ten_thousandth_has_five_digits(account: Account) -> None:
    execute(account.till.connection, "UPDATE number_series SET last_no = 9999 WHERE kind = 'DN'")
    assert account.raise_note()["debit_note_no"] == "FOO-DN-10000"


def test_a_reference_stands_once_on_a_customers_live_notes_of_a_kind(account: Account) -> None:
    first = account.note(10, reference_no="AWB-1")
    refused = account.till.refusal("sp_save_debit_note", account.request(reference_no="AWB-1"))
    assert refused is not None
    assert refused.text == (
        f"DUPLICATE_REFERENCE: customer {account.customer}: debit note FOO-DN-0001"
        " has this reference already: AWB-1"
    )
    account.note(10, reference_no="AWB-1", reference_type="penalty")
    other = account.till.customer()
    invoice = account.till.sell(other, line(account.till.product(keeps_stock=False), 1, 5))["invoice_id"]
    account.note(10, reference_no="AWB-1", customer_id=other, source_invoice_id=invoice)
    account.till.call("sp_cancel_debit_note", {"debit_note_id": first})
    account.note(10, reference_no="AWB-1")


def test_what_cannot_be_raised(account: Account) -> None:
    till = account.till
    other = till.customer()
    walk_in = till.customer(tracks_balance=False)
    closed = till.sell(account.customer, line(till.product(keeps_stock=False), 1, 5))["invoice_id"]
    till.call("sp_cancel_invoice", {"invoice_id": closed})
    tomorrow = till.rows("SELECT CURRENT_DATE() + INTERVAL 3 DAY")[0][0]
    refused: dict[str, dict[str, object]] = {
        "UNKNOWN_CUSTOMER: there is no customer 999": {"customer_id": 999},
        "UNKNOWN_INVOICE: there is no invoice 999": {"source_invoice_id": 999},
        "VALIDATION: source_invoice_id is required": {"source_invoice_id": None},
        f"VALIDATION: invoice {account.invoice} belongs to customer {account.customer},"
        f" not to customer {other}": {"customer_id": other},
        f"VALIDATION: customer {walk_in} has no account, and so no debit notes": {"customer_id": walk_in},
        f"INVOICE_CLOSED: invoice {closed} is canceled": {"source_invoice_id": closed},
        "VALIDATION: a debit note is raised for an invoice, not for debit note 3": {
            "source_debit_note_id": 3
        },
        "VALIDATION: reference_type is required": {"reference_type": None},
        "VALIDATION: reference_type is not valid: gift": {"reference_type": "gift"},
        "VALIDATION: company_id is not valid: 2": {"company_id": 2},
        f"VALIDATION: debit_note_date lies after the business date {till.today()}: {tomorrow}": {
            "debit_note_date": str(tomorrow)
        },
        "NO_ITEMS: the debit note has no items": {"items": []},
        "VALIDATION: items[1].description is required": {"items": [item(1, description="")]},
        "INVALID_QUANTITY: line 1: the quantity must be above 0 with at most 4 decimals: 0": {
            "items": [item(1, quantity=0)]
        },
        "INVALID_PRICE: items[1].unit_price must be 0 or more, below 10^12, with at most 6 decimals: -1": {
            "items": [item(-1)]
        },
        "INVALID_PRICE: items[1].unit_price must be 0 or more, below 10^12, with at most 6 decimals: null": {
            "items": [item(None)]
        },
        "INVALID_PRICE: line 1: quantity times price comes to 10^12 or more: 1000000000000.0000000000": {
            "items": [item(500000000000, quantity=2)]
        },
        "INVALID_PRICE: the debit note comes to 10^12 or more: 1139999999999.9900": {
            "items": [item("999999999999.99")]
        },
        "VALIDATION: items[1].tax_rate is not valid: 101": {"items": [item(1, 101)]},
        "VALIDATION: items[1].item_type is not valid: gift": {"items": [item(1, item_type="gift")]},
        "VALIDATION: total is not valid: 0.00": {"items": [item(0)]},
    }
    found = {}
    for text, members in refused.items():
        refusal = till.refusal("sp_save_debit_note", {**account.request(), **members})
        found[text] = refusal.text if refusal else None
    assert {text for text in found.values() if text} == set(refused)


def test_an_invoice_with_a_live_note_is_not_undone(account: Account) -> None:
    note = account.note(10)
    for procedure in ("sp_cancel_invoice", "sp_revert_invoice"):
        refused = account.till.refusal(procedure, {"invoice_id": account.invoice})
        assert refused is not None
        assert refused.text == (
            f"INVOICE_HAS_DEBIT_NOTES: invoice {account.invoice} has debit note FOO-DN-0001: cancel it first"
        )
    account.till.call("sp_return_items", {"invoice_id": account.invoice, "all": True})
    account.till.call("sp_cancel_debit_note", {"debit_note_id": note})
    account.till.call("sp_revert_invoice", {"invoice_id": account.invoice})
    assert account.balance() == 0


def test_a_note_counts_for_the_credit_limit_but_is_not_refused_by_it(account: Account) -> None:
    till = account.till
    execute(till.connection, "UPDATE customers SET credit_limit = 1050 WHERE id = %s", (account.customer,))
    account.note(40)
    sale = {"customer_id": account.customer, "items": [line(till.product(keeps_stock=False), 1, 11)]}
    refused = till.refusal("sp_save_invoice", sale)
    assert refused is not None
    assert refused.token == "CREDIT_LIMIT"
    account.note(500)


def test_ageing_counts_notes(account: Account, till: Till) -> None:
    account.note(10, debit_note_date="2025-01-01")
    account.note(7)
    rows = rows_of(till.call("sp_report_ageing", {"as_of": "2025-01-31"})["rows"])
    assert [
        (row["customer_id"], row["invoices"], row["debit_notes"], row["days_1_30"], row["total"])
        for row in rows
    ] == [(account.customer, 1, 2, Decimal(10), Decimal(1017))]
