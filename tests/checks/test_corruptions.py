"""Each check finds the corruption planted for it, and only those checks find it that must."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pytest

from pyclient.deploy import verify
from pyclient.deploy.session import fetch
from pyclient.deploy.source import db_dir, depth_of
from tests.checks import catalogue
from tests.checks.books import Books
from tests.checks.catalogue import ANYTHING, Corruption

DEPTHS = {path.stem: depth_of(path.read_text("utf-8")) for path in (db_dir() / "checks").glob("*.sql")}
ALL_CHECKS = sorted(DEPTHS)

CORRUPTIONS = catalogue.load()


def test_every_check_has_its_corruption() -> None:
    planted = {check for corruption in CORRUPTIONS for check in corruption.found}
    assert planted == set(ALL_CHECKS)
    alone = {check for corruption in CORRUPTIONS if len(corruption.found) == 1 for check in corruption.found}
    # These cannot be alone: another invariant holds the same figure.
    assert planted - alone == {
        "amended_line_is_in_the_audit_trail",
        "closed_invoice_gave_back_its_stock",
        "customer_balance_is_its_last_row",
        "customer_wallet_is_its_last_row",
        "debit_note_part_takes_its_share",
        "invoice_cost_is_its_lines",
        "invoice_has_its_number",
        "invoice_paid_is_its_payments",
        "invoice_remaining_is_what_is_open",
        "invoice_returned_is_its_returns",
        "return_stands_in_the_journal",
        "returned_line_was_sold",
        "supplier_balance_is_its_last_row",
        "undone_taxes_stand_in_the_journal",
        "wallet_rows_follow_each_other",
    }


def test_nothing_is_found_in_good_books_adopted_differences_included(books: Books) -> None:
    assert len(fetch(books.shop.connection, "SELECT 1 FROM adoption_findings")) > 30
    assert books.shop.violations() == {}


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda corruption: corruption.name)
def test_a_corruption_is_found_by_its_checks_alone(books: Books, corruption: Corruption) -> None:
    with books.corrupted(*corruption.statements) as connection:
        results = {check.name: check for check in verify.run(connection) if not check.ok}
        quick = {check.name: check for check in verify.run(connection, quick=True) if not check.ok}
    assert results.keys() == corruption.found.keys()
    # there are so few rows that all of them are the newest
    assert quick == {name: result for name, result in results.items() if DEPTHS[name] != "full"}
    for check, rows in corruption.found.items():
        assert results[check].violations == len(rows)
        found = {int(row.row_id): (row.expected, row.found) for row in results[check].sample}
        for row, expected, holds in rows:
            row_id = books.ids[row] if isinstance(row, str) else row
            assert row_id in found, f"{check} finds {found}"
            if expected != ANYTHING:
                assert _number(found[row_id][0]) == _number(expected)
            if holds != ANYTHING:
                assert _number(found[row_id][1]) == _number(holds)


def _number(text: str | None) -> Decimal | str | None:
    try:
        return Decimal(text) if text else text
    except InvalidOperation:
        return text


# What changes an adopted row's figure once more, by the check that had a finding on it.
FURTHER_CHANGES = {
    "batch_quantity_is_received_less_taken": "UPDATE batches SET remaining = remaining + 1",
    "batch_value_is_received_less_taken": "UPDATE batches SET stock_value = COALESCE(stock_value, 0) + 1",
    "customer_balance_is_what_is_open": "UPDATE customers SET balance = balance + 1",
    "invoice_cost_is_its_lines": "UPDATE invoices_out SET total_cost = total_cost + 1",
    "invoice_paid_is_its_payments": "UPDATE invoices_out SET paid_amount = paid_amount + 1",
    "invoice_profit": "UPDATE invoices_out SET profit_amount = profit_amount + 1",
    "invoice_remaining_is_what_is_open": "UPDATE invoices_out SET remaining_amount = remaining_amount + 1",
    "invoice_status_follows_amounts": "UPDATE invoices_out SET delivered = 'yes', remaining_amount = 1",
    "invoice_total_after_discount": "UPDATE invoices_out SET total_after_discount = total_after_discount + 1",
    "invoice_total_is_its_lines": "UPDATE invoices_out SET total_before_discount = total_before_discount + 1",
    "invoice_work_order_is_of_its_customer": "UPDATE invoices_out SET work_order_id = {site}",
    "ledger_amount_is_the_change": "UPDATE customer_transactions SET amount = amount + 1",
    "ledger_rows_follow_each_other": "UPDATE customer_transactions SET balance_before = balance_before + 1",
    "line_cost_is_its_allocations": "UPDATE invoice_out_items SET total_cost = COALESCE(total_cost, 0) + 1",
    "line_quantity_is_allocated": "UPDATE invoice_out_items SET quantity = quantity + 1",
    "line_total_is_its_price": "UPDATE invoice_out_items SET total_price = total_price + 1",
    "taking_is_of_its_product": "UPDATE sale_item_allocations SET batch_id = {lamp_batch}",
    "wallet_amount_is_the_change": "UPDATE wallet_transactions SET amount = amount + 1",
    "wallet_is_not_negative": "UPDATE customers SET wallet = wallet - 3",
    "wallet_rows_follow_each_other": "UPDATE wallet_transactions SET wallet_before = wallet_before + 1",
}


@pytest.mark.parametrize("check", sorted(FURTHER_CHANGES))
def test_a_further_change_of_an_adopted_difference_is_found(books: Books, check: str) -> None:
    rows = fetch(
        books.shop.connection,
        f"SELECT row_id FROM adoption_findings WHERE check_name = '{check}'",
    )
    for (row,) in rows:
        with books.corrupted(f"{FURTHER_CHANGES[check]} WHERE id = {row}") as connection:
            (result,) = (result for result in verify.run(connection) if result.name == check)
        assert str(row) in {violation.row_id for violation in result.sample}
    assert rows


def test_every_check_with_findings_of_the_adoption_is_changed_further(books: Books) -> None:
    checks = fetch(books.shop.connection, "SELECT DISTINCT check_name FROM adoption_findings")
    assert {check for (check,) in checks} == FURTHER_CHANGES.keys()
