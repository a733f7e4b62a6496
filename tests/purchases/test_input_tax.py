"""The taxes of suppliers' bills: beside the value of the goods, and back with what goes back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests import taxes
from tests.till import Answer, Till, column, decimals, line, number, part, rows_of

D = Decimal

STANDING = """
    SELECT l.role, l.tax_id, l.tax_rate, SUM(l.debit - l.credit)
    FROM journal_entry_lines l JOIN journal_entries e ON e.id = l.journal_entry_id
    LEFT JOIN purchase_returns r ON e.reference_type = 'purchase_returns' AND r.id = e.reference_id
    WHERE e.reference_type IN ('purchases', 'purchase_returns')
        AND COALESCE(r.purchase_id, e.reference_id) = %s
    GROUP BY l.role, l.tax_id, l.tax_rate HAVING SUM(l.debit - l.credit) <> 0"""


def standing(till: Till, bought: Answer) -> set[tuple[object, ...]]:
    """What all entries of a purchase and its returns leave."""
    return set(till.rows(STANDING, bought["bill_id"]))


def batches(bought: Answer) -> list[object]:
    return list(column(bought, "items", "batch_id"))


def send_back(till: Till, bought: Answer, *items: tuple[object, object], **members: object) -> Answer:
    return till.call(
        "sp_return_purchase",
        {"bill_id": bought["bill_id"], "items": [{"batch_id": b, "qty": q} for b, q in items], **members},
    )


def sound(till: Till) -> None:
    assert not till.shop.violations()


def test_the_answer_and_the_rows(till: Till) -> None:
    supplier, product, untaxed = till.supplier(), till.product(), till.product()
    vat = taxes.tax(till, 14, product)
    bought = till.buy(supplier, (product, 10, "9.50"), (untaxed, 2, 5), taxed=True, bill_no="A-1")
    assert (bought["total"], bought["tax_total"]) == (D("118.30"), D("13.30"))
    (tax,) = rows_of(bought["taxes"])
    assert (tax["tax_id"], tax["rate"], tax["base"], tax["amount"]) == (vat, 14, 95, D("13.30"))
    assert column(bought, "items", "value") == [95, 10]
    assert column(bought, "items", "tax_amount") == decimals("13.30", "0")
    assert part(bought, "supplier")["balance_after"] == D("118.30")
    assert standing(till, bought) == {
        ("inventory", None, None, D("105.0000")),
        ("tax_recoverable", vat, D("14.0000"), D("13.3000")),
        ("payables", None, None, D("-118.3000")),
    }
    stored = till.call("sp_get_purchase", number(bought["bill_id"]))
    assert (stored["total"], stored["tax_total"], stored["taxes"]) == (
        bought["total"],
        bought["tax_total"],
        bought["taxes"],
    )
    assert column(stored, "items", "tax_amount") == decimals("13.30", "0")
    assert column(till.call("sp_list_purchases", {}), "purchases", "tax_total") == [D("13.30")]
    sound(till)


def test_a_bill_that_does_not_say_has_no_taxes(till: Till) -> None:
    """As before there were any: a shop whose costs hold the tax goes on as it did."""
    product = till.product()
    taxes.tax(till, 14, product)
    bought = till.buy(till.supplier(), (product, 10, "9.50"))
    assert (bought["total"], bought["tax_total"], bought["taxes"]) == (95, 0, [])


@pytest.mark.parametrize(
    ("taxed", "rate", "expected"),
    [
        (True, None, "14.00"),
        (True, "5", "5.00"),
        (True, 0, "0"),
        (False, "5", "5.00"),
        (False, None, "0"),
    ],
)
def test_whose_taxes_a_line_has(till: Till, taxed: bool, rate: object, expected: str) -> None:
    product = till.product()
    taxes.tax(till, 14, product)
    item: dict[str, object] = {"product_id": product, "qty": 10, "unit_cost": 10}
    if rate is not None:
        item["tax_rate"] = rate
    bought = till.call("sp_post_purchase", {"supplier_id": till.supplier(), "items": [item], "taxed": taxed})
    assert bought["tax_total"] == D(expected)
    sound(till)


def test_two_taxes_of_a_product_and_two_rates(till: Till) -> None:
    product, other = till.product(), till.product()
    vat, table = taxes.tax(till, 14, product, other), taxes.tax(till, 8, product)
    bought = till.buy(till.supplier(), (product, 1, 100), (other, 1, 50), taxed=True)
    assert [(t["tax_id"], t["base"], t["amount"]) for t in rows_of(bought["taxes"])] == [
        (vat, 150, 21),
        (table, 100, 8),
    ]
    sound(till)


@pytest.mark.parametrize(("rounding", "shares"), [("document", "0.05 0.04 0.05"), ("line", "0.05 0.05 0.05")])
def test_rounded_as_the_company_rounds(till: Till, rounding: str, shares: str) -> None:
    """0.33 at 14 % is 0.0462: 0.05 each, or 0.14 of the document."""
    taxes.company(till, tax_rounding=rounding)
    product = till.product()
    taxes.tax(till, 14, product)
    bought = till.buy(till.supplier(), *[(product, 1, "0.33")] * 3, taxed=True)
    assert column(bought, "items", "tax_amount") == decimals(*shares.split())
    sound(till)


@pytest.mark.parametrize(
    ("said", "shares"),
    [
        ("7.00", "2.80 4.20"),
        ("7.01", "2.80 4.21"),
        ("7.02", "2.81 4.21"),
        ("6.99", "2.80 4.19"),
        ("6.98", "2.79 4.19"),
    ],
)
def test_a_supplier_who_rounds_otherwise(till: Till, said: str, shares: str) -> None:
    product = till.product()
    taxes.tax(till, 14, product)
    bought = till.buy(till.supplier(), (product, 2, 10), (product, 3, 10), taxed=True, tax_total=said)
    assert (bought["tax_total"], bought["total"]) == (D(said), 50 + D(said))
    assert column(bought, "items", "tax_amount") == decimals(*shares.split())
    assert [t["amount"] for t in rows_of(bought["taxes"])] == [D(said)]
    sound(till)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("7.03", "TAX_MISMATCH: the bill says 7.03 of tax, its lines come to 7.00"),
        ("6.97", "TAX_MISMATCH: the bill says 6.97 of tax, its lines come to 7.00"),
        ("0", "TAX_MISMATCH: the bill says 0.00 of tax, its lines come to 7.00"),
        ("7.001", "AMOUNT_PRECISION: tax_total must be below 10^12 with at most 2 decimals: 7.001"),
        ("-1", "VALIDATION: tax_total is not valid: -1"),
    ],
)
def test_more_than_rounding_is_refused(till: Till, said: str, text: str) -> None:
    product = till.product()
    taxes.tax(till, 14, product)
    items = [{"product_id": product, "qty": qty, "unit_cost": 10} for qty in (2, 3)]
    request = {"supplier_id": till.supplier(), "items": items, "taxed": True, "tax_total": said}
    refused = till.refusal("sp_post_purchase", request)
    assert refused is not None
    assert refused.text == text


def test_a_tax_of_a_bill_without_taxed_lines_is_refused(till: Till) -> None:
    items = [{"product_id": till.product(), "qty": 1, "unit_cost": 10}]
    refused = till.refusal("sp_post_purchase", {"items": items, "tax_total": "0.01"})
    assert refused is not None
    assert refused.token == "TAX_MISMATCH"


@pytest.mark.parametrize(("rate", "cost", "refuses"), [(0, 100, True), (14, 0, True), (14, "0.01", False)])
def test_a_tax_of_nothing_is_not_rounded(till: Till, rate: object, cost: object, refuses: bool) -> None:
    """Of 0 %, or of free goods. What is next to nothing may be rounded up."""
    full, little = till.product(), till.product()
    taxes.tax(till, 14, full)
    taxes.tax(till, rate, little)
    lines = [(full, 1, 100), (little, 1, cost)]
    items = [{"product_id": p, "qty": qty, "unit_cost": unit_cost} for p, qty, unit_cost in lines]
    refused = till.refusal("sp_post_purchase", {"items": items, "taxed": True, "tax_total": "14.02"})
    assert (refused is not None) == refuses
    assert refused is None or refused.token == "TAX_MISMATCH"
    sound(till)


@pytest.mark.parametrize("raw", [-1, "101", "x", True])
def test_a_rate_that_is_none(till: Till, raw: object) -> None:
    items = [{"product_id": till.product(), "qty": 1, "unit_cost": 10, "tax_rate": raw}]
    refused = till.refusal("sp_post_purchase", {"items": items})
    assert refused is not None
    assert refused.token == "VALIDATION"
    assert "items[1].tax_rate" in refused.text


def test_what_goes_back_takes_its_part_of_the_tax_along(till: Till) -> None:
    """Three pieces with 1.00 of tax, one by one: 0.33, 0.34, 0.33."""
    supplier, product = till.supplier(), till.product()
    taxes.tax(till, 10, product)
    bought = till.buy(supplier, (product, 3, "3.333333"), taxed=True)
    (batch,) = batches(bought)
    assert (bought["total"], bought["tax_total"]) == (11, 1)
    back = [send_back(till, bought, (batch, 1)) for _ in range(3)]
    assert [answer["tax_amount"] for answer in back] == decimals("0.33", "0.34", "0.33")
    assert [answer["value"] for answer in back] == decimals("3.66", "3.68", "3.66")
    assert [rows_of(answer["items"])[0]["tax_amount"] for answer in back] == decimals("0.33", "0.34", "0.33")
    assert part(back[2], "supplier")["balance_after"] == 0
    assert standing(till, bought) == set()
    stored = till.call("sp_get_purchase", number(bought["bill_id"]))
    assert stored["returned_amount"] == 11
    assert column(stored, "returns", "tax_amount") == decimals("0.33", "0.34", "0.33")
    sound(till)


def test_a_return_of_two_batches_one_without_tax(till: Till) -> None:
    product, untaxed = till.product(), till.product()
    vat = taxes.tax(till, 14, product)
    bought = till.buy(till.supplier(), (product, 10, 10), (untaxed, 10, 10), taxed=True)
    first, second = batches(bought)
    back = send_back(till, bought, (first, 5), (second, 5))
    assert (back["value"], back["tax_amount"]) == (107, 7)
    assert column(back, "items", "tax_amount") == [7, 0]
    assert standing(till, bought) == {
        ("inventory", None, None, D("100.0000")),
        ("tax_recoverable", vat, D("14.0000"), D("7.0000")),
        ("payables", None, None, D("-107.0000")),
    }
    sound(till)


@pytest.mark.parametrize("sent_back", [0, 3])
def test_a_reversal_takes_what_is_left_of_it(till: Till, sent_back: int) -> None:
    supplier, product = till.supplier(), till.product()
    taxes.tax(till, 14, product)
    bought = till.buy(supplier, (product, 7, "9.99"), taxed=True)
    if sent_back:
        send_back(till, bought, (batches(bought)[0], sent_back))
    reversed_ = till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    assert part(reversed_, "supplier")["balance_after"] == 0
    assert standing(till, bought) == set()
    sound(till)


def test_paid_with_its_taxes_and_given_back(till: Till) -> None:
    """Without supplier: paid whole, taxes included, and the money comes back with the goods."""
    product = till.product()
    taxes.tax(till, 14, product)
    bought = till.buy(None, (product, 2, 50), taxed=True, payments=[{"amount": 114, "method": "cash"}])
    (batch,) = batches(bought)
    back = send_back(till, bought, (batch, 1))
    assert (back["value"], back["refunded_amount"]) == (57, 57)
    rest = till.call("sp_reverse_purchase", {"bill_id": bought["bill_id"]})
    assert (rest["total"], rest["refunded_amount"]) == (57, 57)
    sound(till)


def test_what_goods_cost_is_without_the_tax(till: Till) -> None:
    product = till.product()
    taxes.tax(till, 14, product)
    till.buy(till.supplier(), (product, 10, 10), taxed=True)
    sold = till.sell(till.customer(), line(product, 4, 20))
    assert sold["total_cogs"] == 40


def test_a_tax_that_was_raised_since_comes_back_as_it_was(till: Till) -> None:
    product = till.product()
    vat = taxes.tax(till, 14, product)
    bought = till.buy(till.supplier(), (product, 10, 10), taxed=True)
    till.call("sp_save_tax", {"tax_id": vat, "rate": 20})
    back = send_back(till, bought, (batches(bought)[0], 5))
    assert back["tax_amount"] == 7
    sound(till)


def test_three_decimals(till: Till) -> None:
    taxes.company(till, currency="KWD")
    product = till.product()
    taxes.tax(till, 5, product)
    bought = till.buy(till.supplier(), (product, 3, "1.111"), taxed=True)
    assert (bought["tax_total"], bought["total"]) == (D("0.167"), D("3.500"))
    back = [send_back(till, bought, (batches(bought)[0], 1))["tax_amount"] for _ in range(3)]
    assert back == decimals("0.056", "0.055", "0.056")
    sound(till)


def report(till: Till) -> Sequence[Answer]:
    day = str(till.today())
    return rows_of(till.call("sp_report_taxes", {"from": day, "to": day})["rows"])


def test_the_tax_report_sets_what_was_paid_against_what_was_charged(till: Till) -> None:
    product = till.product()
    vat = taxes.tax(till, 14, product)
    bought = till.buy(till.supplier(), (product, 10, 10), taxed=True)
    gone = till.buy(till.supplier(), (product, 10, 10), taxed=True)
    till.call("sp_reverse_purchase", {"bill_id": gone["bill_id"]})
    send_back(till, bought, (batches(bought)[0], 1))
    till.sell(till.customer(), line(product, 5, 20))
    own = till.call(
        "sp_post_purchase",
        {"items": [{"product_id": product, "qty": 1, "unit_cost": 10, "tax_rate": 5}]},
    )
    assert own["tax_total"] == D("0.50")
    rate_of_its_own, known = report(till)
    assert (rate_of_its_own["tax_id"], rate_of_its_own["input"], rate_of_its_own["due"]) == (
        None,
        D("0.50"),
        D("-0.50"),
    )
    assert known["tax_id"] == vat
    assert (known["charged"], known["given_back"], known["net"]) == (14, 0, 14)
    assert (known["input"], known["input_back"], known["input_net"]) == (28, D("15.40"), D("12.60"))
    assert known["due"] == D("1.40")
