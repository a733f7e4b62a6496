"""How a repair is asked for, what it leaves alone, and an old shop that is adopted, spoilt and repaired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta

import mysql.connector
import pytest
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.client import Client
from pyclient.deploy import migrate, verify
from pyclient.deploy.session import Connection, execute, fetch
from pyclient.models import RepairRequest
from pyclient.wire import JsonValue
from tests import taxes
from tests.checks.books import Books
from tests.deploy.old_shop import load_dump
from tests.repair.conftest import WHOEVER, all_violations, repaired, rows_of
from tests.server import Server
from tests.shop import Shop, call, empty_database
from tests.till import CASHIER, Till, line

TWO_FAULTS = (
    "UPDATE work_orders SET total_paid = total_paid + 1 WHERE id = {site}",
    "UPDATE customers SET balance = balance + 1 WHERE id = {sara}",
)


def test_only_what_the_named_checks_name_is_repaired(books: Books) -> None:
    books.corrupt(*TWO_FAULTS)
    done = repaired(books.shop, checks=["work_order_totals"], dry_run=False)
    assert [row["check"] for row in rows_of(done["changes"])] == ["work_order_totals"]
    assert done["beyond_repair"] == []
    assert {check for check, *_ in all_violations(books.shop)} == {
        "customer_balance_is_its_last_row",
        "customer_balance_is_what_is_open",
        "receivables_are_what_customers_owe",
    }
    assert repaired(books.shop, checks="all", dry_run=False)["change_count"] == 1
    assert all_violations(books.shop) == set()


def test_what_can_be_repaired_is_beside_what_cannot(books: Books) -> None:
    books.corrupt(
        *TWO_FAULTS,
        # no document says which is right: the row must not be taken for repaired with the others
        "UPDATE customer_transactions SET wallet_after = wallet_after + 1, amount = amount + 1"
        " WHERE id = {withdrawal_row}",
    )
    done = repaired(books.shop, dry_run=False)
    assert {row["table_name"] for row in rows_of(done["changes"])} == {"work_orders", "customers"}
    assert {row["check"] for row in rows_of(done["beyond_repair"])} == {
        "customer_wallet_is_its_last_row",
        "wallet_row_stands_in_the_ledger",
    }
    assert fetch(books.shop.connection, f"SELECT wallet FROM customers WHERE id = {books.ids['ali']}") == [
        (180,)
    ]


def test_a_key_gives_the_first_answer_again_and_a_dry_run_keeps_none(books: Books) -> None:
    books.corrupt(*TWO_FAULTS)
    planned = repaired(books.shop, request_id="r")
    assert planned["change_count"] == 2
    done = repaired(books.shop, request_id="r", dry_run=False)
    assert done["change_count"] == 2
    assert repaired(books.shop, request_id="r", dry_run=False) == done
    keys = fetch(books.shop.connection, "SELECT document_table FROM request_keys WHERE request_id = 'r'")
    assert keys == [("audit_log",)]
    assert all_violations(books.shop) == set()


def test_an_entry_of_a_closed_day_is_posted_today(books: Books) -> None:
    """Its number stays missing on its own day: books that are closed are not written."""
    books.corrupt(
        "DELETE FROM journal_entry_lines WHERE journal_entry_id = {early_entry}",
        "DELETE FROM journal_entries WHERE id = {early_entry}",
    )
    ((today,),) = fetch(
        books.shop.connection, "SELECT MAX(entry_date) FROM journal_entries WHERE branch_id = 1"
    )
    assert isinstance(today, date)
    closed_to = (today - timedelta(days=1)).isoformat()
    books.shop.call("sp_close_books", {"closed_to": closed_to, "created_by": WHOEVER})
    done = repaired(books.shop, dry_run=False)
    (change,) = rows_of(done["changes"])
    assert str(change["after"]).startswith(f"JE-{today:%Y%m%d}-")
    assert {row["check"] for row in rows_of(done["beyond_repair"])} == {
        "journal_numbers_have_no_gap",
        "number_series_stand_at_their_last_number",
    }


def test_what_was_sold_without_entries_gets_them(database: Shop) -> None:
    """As by old procedures between the migration that brings the journal and the new procedures."""
    execute(
        database.connection,
        "INSERT INTO users (id, username, role) VALUES (%s, 'cashier', 'user')",
        (CASHIER,),
    )
    till = Till(database)
    customer, product = till.customer(), till.product((10, 3))
    silent = ("_post_sale_entries", "_post_wallet_entry", "_post_purchase_entry", "_open_payment_entry")
    with _without_posting(database, silent):
        till.receive(product, 5, 4)
        # two payments, whose entries are pieces of their own
        payments = [{"amount": 30}, {"amount": 20, "method": "card"}]
        sale = till.sell(customer, line(product, 12, 10), status="partial", payments=payments)
        till.pay(invoice_id=sale["invoice_id"], amount=100, overpayment="wallet")
        till.deposit(customer, 30)
    assert len({check for check, *_ in all_violations(database)}) > 5
    done = repaired(database, dry_run=False, created_by=CASHIER)
    assert done["beyond_repair"] == []
    assert all_violations(database) == set()
    # and what comes after stands on it
    till.call("sp_return_items", {"invoice_id": sale["invoice_id"], "all": True})
    assert all_violations(database) == set()


def test_the_taxes_of_a_bill_get_their_entries(database: Shop) -> None:
    execute(
        database.connection,
        "INSERT INTO users (id, username, role) VALUES (%s, 'cashier', 'user')",
        (CASHIER,),
    )
    till = Till(database)
    product = till.product()
    taxes.tax(till, 14, product)
    taxes.tax(till, 8, product)
    with _without_posting(database, ("_post_purchase_entry", "_post_purchase_return_entry")):
        bought = till.buy(till.supplier(), (product, 3, "9.99"), taxed=True, tax_total="6.60")
        (item,) = rows_of(bought["items"])
        part = {"batch_id": item["batch_id"], "qty": 1}
        till.call("sp_return_purchase", {"bill_id": bought["bill_id"], "items": [part]})
    assert "input_taxes_stand_in_the_journal" in {check for check, *_ in all_violations(database)}
    done = repaired(database, dry_run=False, created_by=CASHIER)
    assert done["beyond_repair"] == []
    assert all_violations(database) == set()
    till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    assert all_violations(database) == set()


class _without_posting:
    """These pieces write nothing meanwhile."""

    def __init__(self, shop: Shop, names: tuple[str, ...]) -> None:
        self.shop, self.names = shop, names

    def __enter__(self) -> None:
        for name in self.names:
            parameters = ", ".join(
                f"{mode} {parameter} {kind}"
                for mode, parameter, kind in fetch(
                    self.shop.connection,
                    "SELECT parameter_mode, parameter_name, dtd_identifier FROM information_schema.parameters"
                    " WHERE specific_schema = DATABASE() AND specific_name = %s ORDER BY ordinal_position",
                    (name,),
                )
            )
            execute(self.shop.connection, f"DROP PROCEDURE {name}")
            execute(self.shop.connection, f"CREATE PROCEDURE {name}({parameters}) BEGIN END")

    def __exit__(self, *error: object) -> None:
        migrate.deploy(self.shop.url)


# What an old page does to rows that did not add up when they were adopted, and whether documents explain it.
OLD_PAGE = {
    "UPDATE customers SET balance = balance + 1 WHERE id = 21": True,
    "UPDATE customers SET wallet = wallet + 5 WHERE id = 20": True,
    "UPDATE invoices_out SET paid_amount = paid_amount + 1 WHERE id = 201": True,
    "UPDATE invoices_out SET total_cost = total_cost + 1 WHERE id = 201": True,
    "UPDATE batches SET remaining = remaining + 1, stock_value = stock_value + 1": True,
    "UPDATE work_orders SET total_paid = 1": True,
    "UPDATE invoice_out_items SET total_price = total_price + 1 WHERE invoice_out_id = 201": False,
}


def test_the_inconsistent_dump_is_adopted_verified_spoilt_and_repaired(
    server: Server, database_name: Callable[[], str]
) -> None:
    name = database_name()
    with empty_database(server, name) as url:
        load_dump(url, inconsistent=True)
        migrate.migrate(url)
        with closing(server.connect(name)) as connection:
            nothing = {"change_count": 0, "beyond_repair_count": 0}
            assert _wrong(connection) == []
            assert _counts(_repair(connection, dry_run=False)) == nothing
            for statement, explained in OLD_PAGE.items():
                before = _figures(connection)
                execute(connection, statement)
                assert _wrong(connection) != []
                spoilt = _figures(connection)
                assert spoilt != before
                answer = _repair(connection, dry_run=False)
                if explained:
                    # to the last figure, differences of the adoption included
                    assert (_figures(connection), _wrong(connection)) == (before, []), statement
                else:
                    assert (_figures(connection), answer["change_count"]) == (spoilt, 0), statement
                    assert answer["beyond_repair_count"] != 0


def _repair(connection: MySQLConnectionAbstract, **request: JsonValue) -> dict[str, JsonValue]:
    return call(connection, "sp_repair_books", {"created_by": WHOEVER, **request})


def _counts(answer: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: answer[name] for name in ("change_count", "beyond_repair_count")}


def _wrong(connection: Connection) -> list[str]:
    return [check.name for check in verify.run(connection) if not check.ok]


def _figures(connection: Connection) -> list[object]:
    return [
        fetch(connection, query)
        for query in (
            "SELECT id, balance, wallet, ledger_seq FROM customers ORDER BY id",
            "SELECT id, paid_amount, remaining_amount, total_cost, profit_amount, delivered FROM invoices_out"
            " ORDER BY id",
            "SELECT id, remaining, stock_value, status FROM batches ORDER BY id",
            "SELECT id, total_invoice_amount, total_paid, total_remaining FROM work_orders ORDER BY id",
            "SELECT id, total_price, total_cost FROM invoice_out_items ORDER BY id",
        )
    ]


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_python_client_repairs(books: Books, dry_run: bool) -> None:
    books.corrupt(TWO_FAULTS[1])
    with Client.from_url(books.shop.url) as client:
        answer = client.repair_books(RepairRequest(dry_run=dry_run, created_by=WHOEVER))
    assert (answer.dry_run, answer.change_count, answer.beyond_repair_count) == (dry_run, 1, 0)
    (change,) = answer.changes
    assert (change.table_name, change.row_id, change.column) == ("customers", books.ids["sara"], "balance")
    assert (change.before, change.after) == ("416.0000", "415.0000")
    assert (all_violations(books.shop) == set()) is not dry_run


def test_a_posted_entry_gets_no_link_but_the_right_one(books: Books) -> None:
    link = "UPDATE journal_entries SET adjusts_id = {to} WHERE id = {id}"
    ids = books.ids

    def refused(entry: int, to: int | str) -> bool:
        with pytest.raises(mysql.connector.Error) as error:
            execute(books.shop.connection, link.format(id=entry, to=to))
        return error.value.errno == 50135

    ((right,),) = fetch(
        books.shop.connection, f"SELECT adjusts_id FROM journal_entries WHERE id = {ids['return_entry']}"
    )
    assert refused(ids["return_entry"], ids["sale_entry"])
    assert refused(ids["return_entry"], "NULL")
    books.corrupt("UPDATE journal_entries SET adjusts_id = NULL WHERE id = {return_entry}")
    assert refused(ids["return_entry"], ids["sale_entry"])
    assert refused(ids["return_entry"], f"{right}, entry_date = '2020-01-01'")
    assert refused(ids["sale_entry"], ids["early_entry"])
    assert execute(books.shop.connection, link.format(id=ids["return_entry"], to=right)) == 1
    assert refused(ids["return_entry"], "NULL")


def test_lost_entries_come_back_to_their_shift(books: Books) -> None:
    shift, sale = books.ids["shift"], books.ids["shift_sale"]
    of_sale = (
        "SELECT e.id FROM journal_entries AS e LEFT JOIN invoice_payments AS p"
        " ON e.reference_type = 'invoice_payments' AND p.id = e.reference_id"
        f" WHERE COALESCE(p.invoice_id, IF(e.reference_type = 'invoices_out', e.reference_id, 0)) = {sale}"
    )
    entries = ", ".join(str(row[0]) for row in fetch(books.shop.connection, of_sale))
    books.corrupt(
        f"DELETE FROM journal_entry_lines WHERE journal_entry_id IN ({entries})",
        f"DELETE FROM journal_entries WHERE id IN ({entries})",
    )
    assert {"shift_expected_is_the_journal", "shift_keeps_its_entries"} <= {
        check for check, *_ in all_violations(books.shop)
    }
    repaired(books.shop, dry_run=False)
    assert all_violations(books.shop) == set()
    assert fetch(books.shop.connection, f"SELECT shift_id FROM journal_entries WHERE id IN ({of_sale})") == [
        (shift,),
        (shift,),
    ]


def test_what_is_posted_again_for_a_closed_day_stands_in_no_further_closing(books: Books) -> None:
    ((day, branch),) = fetch(
        books.shop.connection,
        f"SELECT entry_date, branch_id FROM journal_entries WHERE id = {books.ids['sale_entry']}",
    )
    closing: dict[str, JsonValue] = {"created_by": WHOEVER, "branch_id": int(str(branch))}
    books.shop.call("sp_daily_closing", {**closing, "date": str(day)})
    books.corrupt(
        "DELETE FROM journal_entry_lines WHERE journal_entry_id = {sale_entry}",
        "DELETE FROM journal_entries WHERE id = {sale_entry}",
    )
    repaired(books.shop, dry_run=False)
    answer = books.shop.call("sp_daily_closing", closing)
    assert isinstance(answer["report"], dict)
    assert answer["report"]["after_closings"] is None


def _lost(reference_type: str, document: str) -> tuple[str, ...]:
    """The entries of a document, with their lines and movements, are gone; what names them stays."""
    of_it = f"e.reference_type = '{reference_type}' AND e.reference_id = {{{document}}}"
    return (
        "DELETE m FROM inventory_transactions m JOIN journal_entries e ON e.id = m.journal_entry_id"
        f" WHERE {of_it}",
        "DELETE l FROM journal_entry_lines l JOIN journal_entries e ON e.id = l.journal_entry_id"
        f" WHERE {of_it}",
        f"DELETE e FROM journal_entries e WHERE {of_it}",
    )


@pytest.mark.parametrize(
    ("reference_type", "document"),
    [
        ("purchases", "hose_bill"),
        ("purchases", "taxed_bill"),
        ("invoices_out", "spent_sale"),
        ("invoices_out", "taxed_sale"),
        ("invoices_out", "amended_sale"),
    ],
)
def test_what_adjusts_a_lost_entry_names_the_one_that_comes_in_its_place(
    books: Books, reference_type: str, document: str
) -> None:
    books.corrupt(*_lost(reference_type, document))
    assert "undone_entry_is_there" in {check for check, *_ in all_violations(books.shop)}
    done = repaired(books.shop, dry_run=False)
    assert done["beyond_repair"] == []
    assert all_violations(books.shop) == set()
    assert repaired(books.shop, dry_run=False)["change_count"] == 0


@pytest.mark.parametrize("adjusting", ["invoice_returns", "invoice_amendments", "purchase_returns"])
def test_a_link_to_nothing_is_mended_where_the_entry_is_there(books: Books, adjusting: str) -> None:
    books.corrupt(
        "UPDATE journal_entries SET adjusts_id = 9999999"
        f" WHERE reference_type = '{adjusting}' AND adjusts_id IS NOT NULL"
    )
    assert repaired(books.shop, dry_run=False)["beyond_repair"] == []
    assert all_violations(books.shop) == set()


def test_the_goods_of_a_bill_that_is_beyond_repair_are_no_receipt_of_their_own(books: Books) -> None:
    """Its entry is posted when its taxes are right again."""
    books.corrupt(
        "UPDATE batch_taxes SET amount = amount + 1 WHERE batch_id = {taxed_batch}",
        *_lost("purchases", "taxed_bill"),
    )
    repaired(books.shop, dry_run=False)
    assert "purchase_stands_in_the_journal" in {check for check, *_ in all_violations(books.shop)}
    books.corrupt("UPDATE batch_taxes SET amount = amount - 1 WHERE batch_id = {taxed_batch}")
    assert repaired(books.shop, dry_run=False)["beyond_repair"] == []
    assert all_violations(books.shop) == set()


_SPOILT_BILL = (
    "UPDATE batch_taxes SET amount = amount + 1 WHERE batch_id = {taxed_batch}",
    "UPDATE journal_entries SET adjusts_id = NULL WHERE id = {taxed_sent_back_entry}",
    "DELETE FROM inventory_transactions WHERE journal_entry_id = {taxed_bill_entry}",
    "DELETE FROM journal_entry_lines WHERE journal_entry_id = {taxed_bill_entry}",
    "DELETE FROM journal_entries WHERE id = {taxed_bill_entry}",
)
_SPOILT_RETURN = (
    "UPDATE purchase_returns SET tax_amount = tax_amount + 1 WHERE id = {taxed_sent_back}",
    "DELETE FROM inventory_transactions WHERE journal_entry_id = {taxed_sent_back_entry}",
    "DELETE FROM journal_entry_lines WHERE journal_entry_id = {taxed_sent_back_entry}",
    "DELETE FROM journal_entries WHERE id = {taxed_sent_back_entry}",
)
_OF_THE_TAXED_SALE = (
    "e.entry_type = 'invoice' AND e.reference_type = 'invoices_out' AND e.reference_id = {taxed_sale}"
)
_SPOILT_SALE = (
    "UPDATE invoice_item_taxes t JOIN invoice_out_items l ON l.id = t.sale_item_id"
    " SET t.amount = t.amount + 1 WHERE l.invoice_out_id = {taxed_sale}",
    "UPDATE journal_entries SET adjusts_id = NULL"
    " WHERE id IN ({taxed_return_entry}, {taxed_amendment_entry})",
    "DELETE l FROM journal_entry_lines l JOIN journal_entries e ON e.id = l.journal_entry_id WHERE "
    + _OF_THE_TAXED_SALE,
    "DELETE e FROM journal_entries e WHERE " + _OF_THE_TAXED_SALE,
)


@pytest.mark.parametrize(
    ("spoilt", "table", "document"),
    [
        (_SPOILT_BILL, "purchases", "taxed_bill"),
        (_SPOILT_RETURN, "purchase_returns", "taxed_sent_back"),
        (_SPOILT_SALE, "invoices_out", "taxed_sale"),
    ],
)
def test_a_document_whose_taxes_are_spoilt_keeps_nothing_else_from_being_repaired(
    books: Books, spoilt: Sequence[str], table: str, document: str
) -> None:
    books.corrupt(*spoilt, TWO_FAULTS[1])
    answer = repaired(books.shop, dry_run=False)
    changed = {(row["table_name"], row["row_id"]) for row in rows_of(answer["changes"])}
    assert ("customers", books.ids["sara"]) in changed
    left = {(row["table_name"], row["row_id"]) for row in rows_of(answer["beyond_repair"])}
    assert (table, books.ids[document]) in left
