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


BASES = ("tax_id", "rate", "base", "net", "input_base", "input_net")


def bases(days: Days, first: str, last: str) -> list[list[object]]:
    return days.figures("taxes", *BASES, **{"from": first, "to": last})


def row(tax_id: int | None, rate: int, *figures: object) -> list[object]:
    return [tax_id, *decimals(str(rate), *map(str, figures))]


def test_what_was_sold_with_a_tax_counts_on_its_day(dated_till: Till, days: Days) -> None:
    """Of 14 percent and of 0: 2 at 100 and 3 at 50; one more of the first and one less of the other; one of
    each comes back; the rest is reverted."""
    till = dated_till
    on(till, "2026-06-01")
    customer, a, z = till.customer(), till.product((10, 40)), till.product((10, 20))
    vat, none = tax(till, 14, a), tax(till, 0, z)
    sold = till.sell(customer, line(a, 2, 100), line(z, 3, 50))
    first, other = (item["item_id"] for item in rows_of(sold["items"]))
    invoice = {"invoice_id": sold["invoice_id"]}
    assert bases(days, "2026-06-01", "2026-06-01") == [
        row(vat, 14, 200, 28, 0, 0),
        row(none, 0, 150, 0, 0, 0),
    ]
    on(till, "2026-06-02")
    till.call(
        "sp_amend_invoice", {**invoice, "items": [{"item_id": first, "qty": 3}, {"item_id": other, "qty": 2}]}
    )
    on(till, "2026-06-03")
    back = [{"item_id": first, "qty": 1}, {"item_id": other, "qty": 1}]
    till.call("sp_return_items", {**invoice, "items": back})
    on(till, "2026-06-04")
    till.call("sp_revert_invoice", invoice)
    on(till, "2026-06-05")
    for day, of_vat, of_none in (
        ("2026-06-01", (200, 28), (150, 0)),
        ("2026-06-02", (100, 14), (-50, 0)),
        ("2026-06-03", (-100, -14), (-50, 0)),
        ("2026-06-04", (-200, -28), (-50, 0)),
    ):
        assert bases(days, day, day) == [row(vat, 14, *of_vat, 0, 0), row(none, 0, *of_none, 0, 0)]
    whole = bases(days, "2026-06-01", "2026-06-04")
    assert whole == [row(vat, 14, 0, 0, 0, 0)]  # charged and given back; of the other nothing is left to say


def test_what_was_bought_with_a_tax_counts_on_its_day(dated_till: Till, days: Days) -> None:
    """10 at 10 with 14 percent and 5 at 4 with 0; one of each goes back; the bill is reversed."""
    till = dated_till
    on(till, "2026-06-11")
    a, z = till.product(), till.product()
    vat, none = tax(till, 14, a), tax(till, 0, z)
    bought = till.buy(till.supplier(), (a, 10, 10), (z, 5, 4), taxed=True)
    on(till, "2026-06-12")
    items = [{"batch_id": item["batch_id"], "qty": 1} for item in rows_of(bought["items"])]
    till.call("sp_return_purchase", {"bill_id": bought["bill_id"], "items": items})
    on(till, "2026-06-13")
    till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    for day, of_vat, of_none in (
        ("2026-06-11", (100, 14), (20, 0)),
        ("2026-06-12", (-10, "-1.40"), (-4, 0)),
        ("2026-06-13", (-90, "-12.60"), (-16, 0)),
    ):
        assert bases(days, day, day) == [row(vat, 14, 0, 0, *of_vat), row(none, 0, 0, 0, *of_none)]


def test_a_tax_that_an_amendment_brings_has_no_row_before_it(dated_till: Till, days: Days) -> None:
    till = dated_till
    on(till, "2026-06-16")
    sold = till.sell(till.customer(), line(till.product((10, 40)), 2, 100))
    on(till, "2026-06-17")
    items = [{"item_id": first_item(sold), "qty": 2, "tax_rate": 14}]
    till.call("sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": items})
    assert bases(days, "2026-06-16", "2026-06-16") == []
    assert bases(days, "2026-06-17", "2026-06-17") == [row(None, 14, 200, 28, 0, 0)]


def test_goods_without_a_bill_are_no_bill_of_that_number(till: Till) -> None:
    """Their entry names the batch, whose id may be that of a bill."""
    plain, taxed = till.product(), till.product()
    vat = tax(till, 14, taxed)
    till.buy(till.supplier(), (plain, 1, 1))
    execute(
        till.connection,
        "INSERT INTO batches (product_id, qty, remaining, original_qty, unit_cost, received_at)"
        " VALUES (%s, 5, 5, 5, 1, '2026-01-01')",
        (plain,),
    )
    till.call("sp_repair_books", {"dry_run": False})
    bought = till.buy(till.supplier(), (taxed, 10, 10), taxed=True)
    entry = "SELECT 1 FROM journal_entries WHERE reference_type = 'batches' AND reference_id = %s"
    assert till.rows(entry, bought["bill_id"])
    (found,) = taxes(till)
    assert [found[name] for name in BASES] == row(vat, 14, 0, 0, 100, 14)


def test_a_tax_in_the_price_is_no_part_of_its_base(dated_till: Till, days: Days) -> None:
    """114 with 14 percent in it, 10 percent off the whole, two taxes on a line."""
    till = dated_till
    on(till, "2026-06-21")
    customer, a = till.customer(), till.product((10, 40))
    vat, table = tax(till, 14), tax(till, 6)
    till.call("sp_save_product", {"product_id": a, "taxes": [vat, table]})
    till.sell(
        customer, line(a, 1, 120, price_includes_tax=True), line(a, 1, 50, tax_rate=5), discount_value=10
    )
    assert bases(days, "2026-06-21", "2026-06-21") == [
        row(None, 5, 45, "2.25", 0, 0),
        row(vat, 14, 90, "12.60", 0, 0),
        row(table, 6, 90, "5.40", 0, 0),
    ]


def test_a_debit_note_is_charged_of_its_net(dated_till: Till, days: Days) -> None:
    """50 and 25 at 14 percent and 10 without tax; cancelled the next day."""
    till = dated_till
    on(till, "2026-06-25")
    items = [
        {"description": "شحن", "quantity": quantity, "unit_price": 25, "tax_rate": 14} for quantity in (2, 1)
    ]
    items.append({"description": "تغليف", "quantity": 1, "unit_price": 10})
    customer, product = till.customer(), till.product((1, 1))
    sold = till.sell(customer, line(product, 1, 10))
    of_sale = {"customer_id": customer, "source_invoice_id": sold["invoice_id"]}
    note = till.call("sp_save_debit_note", {**of_sale, "reference_type": "additional_fees", "items": items})
    on(till, "2026-06-26")
    till.call("sp_cancel_debit_note", {"debit_note_id": note["debit_note_id"]})
    assert bases(days, "2026-06-25", "2026-06-25") == [row(None, 14, 75, "10.50", 0, 0)]
    assert bases(days, "2026-06-26", "2026-06-26") == [row(None, 14, -75, "-10.50", 0, 0)]


def test_what_moves_between_taxes_of_nothing_counts_on_the_day_of_the_sale(
    dated_till: Till, days: Days
) -> None:
    """An amendment that changes no amount has no entry, and so no day of its own in the books."""
    till = dated_till
    on(till, "2026-06-28")
    customer, z = till.customer(), till.product((10, 20))
    none = tax(till, 0, z)
    sold = till.sell(customer, line(z, 3, 50), line(z, 1, 50))
    first, other = (item["item_id"] for item in rows_of(sold["items"]))
    on(till, "2026-06-29")
    items = [{"item_id": first, "qty": 3, "tax_rate": 0}, {"item_id": other, "qty": 1}]
    till.call("sp_amend_invoice", {"invoice_id": sold["invoice_id"], "items": items})
    assert bases(days, "2026-06-28", "2026-06-28") == [row(none, 0, 50, 0, 0, 0)]
    assert bases(days, "2026-06-29", "2026-06-29") == []
    till.call("sp_cancel_invoice", {"invoice_id": sold["invoice_id"]})
    assert bases(days, "2026-06-29", "2026-06-29") == [row(none, 0, -50, 0, 0, 0)]


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
