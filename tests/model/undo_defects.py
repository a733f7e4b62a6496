"""Planted defects of undoing taxed sales, and their witnesses: see tests/model/planted_defects.py.

These witnesses say themselves what must come out, to the last minor unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import mysql.connector

from pyclient.deploy.session import execute, fetch
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError
from tests.shop import call
from tests.till import Answer, number, rows_of

_STANDING = """
    SELECT l.role, l.tax_id IS NOT NULL, l.tax_rate, SUM(l.debit - l.credit)
    FROM journal_entry_lines AS l
    JOIN journal_entries AS e ON e.id = l.journal_entry_id
    LEFT JOIN invoice_returns AS r ON e.reference_type = 'invoice_returns' AND r.id = e.reference_id
    LEFT JOIN invoice_amendments AS a ON e.reference_type = 'invoice_amendments' AND a.id = e.reference_id
    WHERE %s = COALESCE(
        r.invoice_id, a.invoice_id, IF(e.reference_type = 'invoices_out', e.reference_id, NULL))
    GROUP BY l.role, l.tax_id, l.tax_rate HAVING SUM(l.debit - l.credit) <> 0 ORDER BY 1, 2, 3"""


class TaxedCounter:
    """The counter's shop, with a tax on its product, that rounds to quarters of a pound."""

    def __init__(self, counter: Counter, rate: str, coin: str | None = "0.25") -> None:
        self.counter, self.connection = counter, counter.till.connection
        # the book knows nothing of what follows
        counter.till.compares_state = False
        company = counter.till.book.companies[0].id
        execute(self.connection, "UPDATE companies SET smallest_coin = %s WHERE id = %s", (coin, company))
        execute(
            self.connection,
            "INSERT INTO taxes (company_id, code, name, rate) VALUES (%s, 'W', 'شاهد', %s)",
            (company, rate),
        )
        execute(
            self.connection,
            "INSERT INTO product_taxes SELECT %s, MAX(id) FROM taxes",
            (counter.product,),
        )
        self.invoice = 0
        self.items: list[int] = []

    def call(self, procedure: str, **request: object) -> Answer:
        try:
            return call(self.connection, procedure, {**request, "created_by": self.counter.till.user_id})
        except mysql.connector.Error as error:
            raise MismatchError(f"{procedure} {request}: {error.msg}") from error

    def sell(self, *lines: dict[str, object]) -> Answer:
        items = [{"product_id": self.counter.product, **line} for line in lines]
        answer = self.call("sp_save_invoice", customer_id=self.counter.customer, items=items)
        self.invoice = number(answer["invoice_id"])
        self.items = [number(row["item_id"]) for row in rows_of(answer["items"])]
        return answer

    def give_back(self, *qtys: object) -> Answer:
        items = [{"item_id": item, "qty": qty} for item, qty in zip(self.items, qtys, strict=False)]
        return self.call("sp_return_items", invoice_id=self.invoice, items=items)

    def amend(self, *qtys: object) -> Answer:
        items = [{"item_id": item, "qty": qty} for item, qty in zip(self.items, qtys, strict=False)]
        return self.call("sp_amend_invoice", invoice_id=self.invoice, items=items)

    def standing(self) -> list[tuple[object, ...]]:
        """Role, whether a tax with a row, rate and amount of what the invoice left in the journal."""
        return fetch(self.connection, _STANDING, (self.invoice,))


def expect(found: object, wanted: object) -> None:
    if found != wanted:
        raise MismatchError(f"found {found}, expected {wanted}")


def figures(answer: Answer, names: Sequence[str], *wanted: str) -> None:
    expect([answer[name] for name in names], [Decimal(each) for each in wanted])


# -- witnesses


def thirds_of_a_taxed_line(counter: Counter) -> None:
    """3 x 33.33 less 15 %, with 14 % on it 96.89, rounded to 97.00: back in three parts."""
    taxed = TaxedCounter(counter, "14")
    counter.receive("3", "2")
    figures(taxed.sell({"qty": 3, "selling_price": "33.33", "discount_percent": 15}), ["total_after"], "97")
    returned = ["returned_amount", "tax_amount", "rounding_amount"]
    figures(taxed.give_back(1), returned, "32.34", "3.97", "0.04")
    figures(taxed.give_back(1), returned, "32.32", "3.96", "0.03")
    figures(taxed.give_back(1), returned, "32.34", "3.97", "0.04")
    left = Decimal("84.99")
    expect(taxed.standing(), [("sales", 0, None, -left), ("sales_returns", 0, None, left)])


def two_taxes_are_reversed(counter: Counter) -> None:
    """A tax of the product, and a rate of a line's own: a canceled invoice leaves nothing of either."""
    taxed = TaxedCounter(counter, "14")
    counter.receive("5", "2")
    taxed.sell({"qty": 2, "selling_price": 50}, {"qty": 1, "selling_price": 7, "tax_rate": 5})
    taxed.give_back(1)
    taxed.call("sp_cancel_invoice", invoice_id=taxed.invoice)
    expect(taxed.standing(), [])


def amended_after_a_return(counter: Counter) -> None:
    """2 of 10 came back, and the tax was raised; 6 of the line are kept at the old one."""
    taxed = TaxedCounter(counter, "14", None)
    counter.receive("10", "2")
    taxed.sell({"qty": 10, "selling_price": 10})
    figures(taxed.give_back(2), ["returned_amount"], "22.80")
    execute(taxed.connection, "UPDATE taxes SET rate = 20 WHERE code = 'W'")
    figures(taxed.amend(8), ["total_after", "tax_total", "remaining_amount"], "91.20", "11.20", "68.40")
    fourteen = Decimal("14.0000")
    tax = [row for row in taxed.standing() if row[0] == "tax_payable"]
    expect(tax, [("tax_payable", 1, fourteen, Decimal("-8.40"))])
    expect(fetch(taxed.connection, "SELECT base FROM invoice_amendment_taxes"), [(Decimal(-20),)])
    figures(taxed.give_back(6), ["returned_amount", "tax_amount"], "68.40", "8.40")


def nothing_is_kept(counter: Counter) -> None:
    """1 of 2 came back, and the other was never sold: no rounding is left over."""
    taxed = TaxedCounter(counter, "14")
    counter.receive("2", "2")
    taxed.sell({"qty": 2, "selling_price": "10.03"})
    back = taxed.give_back(1)
    answer = taxed.amend(1)
    expect([answer["total_after"], answer["remaining_amount"]], [back["returned_amount"], Decimal(0)])


def a_box_that_was_bigger(counter: Counter) -> None:
    """2 boxes of 12 were sold, and one of them not after all, now that a box is 10."""
    taxed = TaxedCounter(counter, "0", None)
    counter.receive("24", "2")
    unit = "INSERT INTO product_units (product_id, unit, factor) VALUES (%s, 'box', 12)"
    execute(taxed.connection, unit, (counter.product,))
    taxed.sell({"qty": 2, "uom": "box", "selling_price": 60})
    execute(taxed.connection, "UPDATE product_units SET factor = 10")
    (item,) = rows_of(taxed.amend(1)["items"])
    figures(item, ["qty", "stock_qty", "total_price", "cost"], "1", "12", "60", "24")


DEFECTS = (
    Defect(
        "goods come back without the tax on top of their price",
        (
            (
                "_plan_return",
                "MAX(l.total_price - COALESCE(l.discount_share, 0) + l.added_tax)",
                "MAX(l.total_price - COALESCE(l.discount_share, 0))",
            ),
        ),
        thirds_of_a_taxed_line,
    ),
    Defect(
        "what went back of a tax before is forgotten",
        (
            (
                "_plan_returned_taxes",
                "_returned_part(v_amount, v_settled, v_given,",
                "_returned_part(v_amount, v_settled, 0,",
            ),
        ),
        thirds_of_a_taxed_line,
    ),
    Defect(
        "the invoice's rounding stays where it is",
        (("_returned_rounding", "IF v_amount <> 0 OR v_settled <> 0 THEN", "IF v_settled <> 0 THEN"),),
        thirds_of_a_taxed_line,
    ),
    Defect(
        "the tax of a return is booked as less sold",
        (
            (
                "_post_undoing_entries",
                "CALL _returned_taxes(p_return_id, p_tax, 4, v_tax_lines, v_taxes_json);",
                """SET v_tax_lines = CONCAT(',["sales_returns","', p_tax, '"]');""",
            ),
        ),
        thirds_of_a_taxed_line,
    ),
    Defect(
        "a reversal does not say which tax it takes back",
        (("_reverse_lines", "l.tax_id, l.tax_rate, GREATEST", "NULL, NULL, GREATEST"),),
        two_taxes_are_reversed,
    ),
    Defect(
        "the tax of what came back counts as its price",
        (("_settle_returns", "SUM(r.value - r.added_tax)", "SUM(r.value)"),),
        amended_after_a_return,
    ),
    Defect(
        "a line that stays takes today's taxes",
        (("_price_amended_line", "WHEN p_item_id > 0 THEN CONCAT", "WHEN FALSE THEN CONCAT"),),
        amended_after_a_return,
    ),
    Defect(
        "the entry of an amendment does not tell whose tax it changes",
        (("_post_amendment_entries", "COALESCE(t.tax_id, 'null')", "'null'"),),
        amended_after_a_return,
    ),
    Defect(
        "an amendment does not tell what is sold with a tax",
        (("_post_amended_taxes", "x.rate, -x.base, -x.amount", "x.rate, 0, -x.amount"),),
        amended_after_a_return,
    ),
    Defect(
        "what came back is rounded to the coin once more",
        (("_round_amended_invoice", "IF(p_value = p_settled_value,", "IF(FALSE,"),),
        nothing_is_kept,
    ),
    Defect(
        "a line that stays takes today's unit",
        (
            (
                "_plan_amendment",
                "l.price_type = COALESCE(j.price_type, 'wholesale') AND l.unit",
                "l.unit IS NULL AND l.unit",
            ),
        ),
        a_box_that_was_bigger,
    ),
)
