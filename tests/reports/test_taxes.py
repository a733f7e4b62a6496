"""Taxes charged in a period, by tax and rate, against what tax payable gained."""

from __future__ import annotations

from decimal import Decimal

from pyclient.deploy import zones
from pyclient.deploy.session import execute
from tests.reports.conftest import Days, amount, on
from tests.taxes import tax
from tests.till import Answer, Till, decimals, line, rows_of

COLUMNS = ("tax_id", "rate", "charged", "given_back", "net")


def taxes(till: Till, **wanted: object) -> list[Answer]:
    return rows_of(till.call("sp_report_taxes", wanted)["rows"])


def figures(rows: list[Answer]) -> list[list[object]]:
    return [[row[name] for name in COLUMNS] for row in rows]


def payable(till: Till) -> Decimal:
    ((balance,),) = till.rows("SELECT balance FROM report_trial_balance WHERE account_code = '2300'")
    assert isinstance(balance, Decimal)
    return -balance


def first_item(sale: Answer) -> object:
    return rows_of(sale["items"])[0]["item_id"]


def test_each_tax_and_rate_is_charged_and_given_back(till: Till) -> None:
    """2 at 100 with 14 percent, of which 1 comes back; 1 at 100 with it at 15, once its rate changed; 1 at
    100 with a rate of its own, reverted; a debit note of 50 at 14, to which no tax belongs; 5 at 100 with 10
    percent, amended to 3."""
    customer, a, b = till.customer(), till.product((10, 40)), till.product((10, 40))
    vat, table = tax(till, 14, a), tax(till, 10, b)
    sold = till.sell(customer, line(a, 2, 100))
    items = [{"item_id": first_item(sold), "qty": 1}]
    till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "items": items})
    till.call("sp_save_tax", {"tax_id": vat, "rate": 15})
    till.sell(customer, line(a, 1, 100))
    undone = till.sell(customer, line(a, 1, 100, tax_rate=8), status="paid")
    till.call("sp_revert_invoice", {"invoice_id": undone["invoice_id"], "refund": "cash"})
    freight = {"description": "شحن", "quantity": 1, "unit_price": 50, "tax_rate": 14}
    of_sale = {"customer_id": customer, "source_invoice_id": sold["invoice_id"]}
    till.call("sp_save_debit_note", {**of_sale, "reference_type": "additional_fees", "items": [freight]})
    less = till.sell(customer, line(b, 5, 100))
    items = [{"item_id": first_item(less), "qty": 3}]
    till.call("sp_amend_invoice", {"invoice_id": less["invoice_id"], "items": items})

    rows = taxes(till)
    assert figures(rows) == [
        [None, *decimals("8", "8", "8", "0")],
        [None, *decimals("14", "7", "0", "7")],
        [vat, *decimals("14", "28", "14", "14")],
        [vat, *decimals("15", "15", "0", "15")],
        [table, *decimals("10", "30", "0", "30")],
    ]
    assert sum(amount(row["net"]) for row in rows) == payable(till) == 66
    named = [(row["code"], row["name"]) for row in rows]
    assert named[:2] == [(None, None)] * 2
    assert named[2] == named[3] != named[4]

    found: list[Answer] = []
    after = None
    while not found or after is not None:
        page = till.call("sp_report_taxes", {"limit": 1, "after": after})
        found += rows_of(page["rows"])
        after = page["next_after"]
        assert len(found) < 20, "it does not end"
    assert found == rows


def test_what_a_voucher_settles_is_no_tax_of_the_period(till: Till) -> None:
    product = till.product((10, 40))
    vat = tax(till, 14, product)
    till.sell(till.customer(), line(product, 1, 100))
    before = figures(taxes(till))
    items = [{"account": "2300", "debit": 14}, {"account": "1100", "credit": 14}]
    till.call("sp_post_voucher", {"description": "سداد الضريبة", "items": items})
    assert payable(till) == 0
    assert figures(taxes(till)) == before == [[vat, *decimals("14", "14", "0", "14")]]


def test_a_tax_counts_on_its_day(days: Days) -> None:
    """The only tax of the four days is that of invoice 3: 14 percent of 120, on 31 March."""
    charged = [[None, *decimals("14", "16.80", "0", "16.80")]]
    on(days.till, "2026-04-02")
    for first, last, rows in (
        ("2026-03-30", "2026-04-02", charged),
        ("2026-03-31", "2026-03-31", charged),
        ("2026-03-30", "2026-03-30", []),
        ("2026-04-01", "2026-04-02", []),
    ):
        assert days.figures("taxes", *COLUMNS, **{"from": first, "to": last}) == rows
    assert days.figures("taxes", *COLUMNS) == []


def test_what_is_undone_on_another_day_is_given_back_on_that_day(dated_till: Till, days: Days) -> None:
    till = dated_till
    on(till, "2026-05-01")
    customer, product = till.customer(), till.product((10, 40))
    sold = till.sell(customer, line(product, 1, 100, tax_rate=5))
    on(till, "2026-05-02")
    till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})
    for day, row in (("2026-05-01", ["5", "5", "0", "5"]), ("2026-05-02", ["5", "0", "5", "-5"])):
        assert days.figures("taxes", *COLUMNS, **{"from": day, "to": day}) == [[None, *decimals(*row)]]
    both = days.figures("taxes", *COLUMNS, **{"from": "2026-05-01", "to": "2026-05-02"})
    assert both == [[None, *decimals("5", "5", "5", "0")]]
    on(till, "2026-04-02")


def test_of_another_branch_or_company_is_nothing(till: Till) -> None:
    product = till.product((10, 40))
    vat = tax(till, 14, product)
    till.sell(till.customer(), line(product, 1, 100))
    branch = till.call("sp_save_branch", {"code": "B2", "name": "فرع"})["branch_id"]
    assert figures(taxes(till, branch_id=1)) == [[vat, *decimals("14", "14", "0", "14")]]
    assert taxes(till, branch_id=branch) == []
    for sql in (
        "INSERT INTO companies (id, code, name, currency, time_zone) VALUES (2, 'B', 'b', 'EGP', 'UTC')",
        "INSERT INTO branches (id, company_id, code, name, main_of) VALUES (99, 2, 'K', 'K', 2)",
    ):
        execute(till.connection, sql)
    zones.fill_companies(till.connection)
    assert taxes(till, company_id=2) == []
    assert figures(taxes(till, company_id=1)) == [[vat, *decimals("14", "14", "0", "14")]]
