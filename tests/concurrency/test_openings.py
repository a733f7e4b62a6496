"""Opening balances from many tills at once: an adopted balance is explained once, a bill posted once."""

from __future__ import annotations

from decimal import Decimal

from pyclient import calls
from pyclient.calls import Call
from pyclient.deploy.session import execute
from pyclient.models import (
    DebitNoteItem,
    DebitNoteRequest,
    SavedDebitNote,
    SavedSupplierOpening,
    SupplierOpeningRequest,
)
from tests.concurrency.errands import CASHIER
from tests.concurrency.test_purchases import balance, purchase, reversal, supplier_of
from tests.concurrency.tills import TILLS, Layer, Market, at_a_till, tokens


def note(customer: int, total: int, *, adopted: bool) -> Call[SavedDebitNote]:
    item = DebitNoteItem(description="x", quantity=1, unit_price=total)
    return calls.save_debit_note(
        DebitNoteRequest(
            customer_id=customer,
            reference_type="opening_balance",
            items=[item],
            adopted=adopted,
            created_by=CASHIER,
        )
    )


def opening(supplier: int, amount: int, bill_no: str | None = None) -> Call[SavedSupplierOpening]:
    return calls.save_supplier_opening(
        SupplierOpeningRequest(supplier_id=supplier, amount=amount, bill_no=bill_no, created_by=CASHIER)
    )


def owed_since_the_adoption(market: Market, customer: int, amount: int) -> None:
    """The customer owes it by ledger and journal, and no document says why."""
    connection = market.shop.connect()
    execute(connection, "SET @balance = 0, @wallet = 0, @seq = 0, @today = CURRENT_DATE(), @now = NOW()")
    for statement in (
        "START TRANSACTION",
        f"CALL _post_customer_transaction({customer}, 'adjustment', {amount}, 0, NULL, NULL, 'x', NULL, NULL,"
        " NULL, NULL, NULL, @today, @now, 1, @balance, @wallet, @seq, @wallet_row, @row)",
        f"CALL _close_customer_ledger({customer}, @balance, @wallet, @seq)",
        "CALL _next_numbers(1, '', 'JE', @today, 1, @entry_no)",
        f"CALL _post_entry(@entry_no, 'opening', 'customers', {customer},"
        f""" '[["receivables","{amount}"],["opening_equity","-{amount}"]]', NULL, NULL,"""
        f" {customer}, 1, 1, @today, @now, 1, NULL, @entry)",
        "INSERT INTO adoption_findings (check_name, table_name, row_id, difference)"
        f" VALUES ('customer_balance_is_what_is_open', 'customers', {customer}, {amount})",
        "COMMIT",
    ):
        execute(connection, statement)
    connection.close()


def test_no_more_of_an_adopted_balance_is_explained_than_there_is(own_market: Market) -> None:
    market = own_market
    for _ in market.rounds("opening notes of one adopted balance from 16 tills"):
        customer = market.customer()
        owed_since_the_adoption(market, customer, 100)
        answers = market.race([at_a_till(note(customer, 30, adopted=True)) for _ in range(TILLS)])
        assert tokens(answers) == ["ABOVE_ADOPTED"] * (TILLS - 3)
        assert market.balance_and_wallet(customer) == (100, 0)
        assert (
            market.value("SELECT SUM(total) FROM customer_debit_notes WHERE customer_id = %s", customer) == 90
        )
    assert market.shop.violations() == {}


def test_a_suppliers_old_bill_is_written_down_once(market: Market) -> None:
    for _ in market.rounds("one old bill of a supplier from 16 tills"):
        supplier = supplier_of(market)
        answers = market.race([at_a_till(opening(supplier, 70, "A-1")) for _ in range(TILLS)])
        assert tokens(answers) == ["DUPLICATE_BILL"] * (TILLS - 1)
        assert balance(market, supplier) == 70


def test_old_bills_beside_new_ones_and_a_reversal(market: Market) -> None:
    product = market.product(Layer(Decimal(1), Decimal(1)))
    for _ in market.rounds("openings, purchases and reversals of one supplier"):
        supplier = supplier_of(market)
        old = [market.office.done(opening(supplier, 7)).bill_id for _ in range(4)]
        tasks = [
            *(at_a_till(reversal(bill)) for bill in old * 2),
            *(at_a_till(opening(supplier, 5)) for _ in range(4)),
            *(at_a_till(purchase(supplier, (product, 1, "3"))) for _ in range(4)),
        ]
        assert tokens(market.race(tasks)) == ["BILL_REVERSED"] * 4
        assert balance(market, supplier) == 32
