"""Planted defects of purchases and suppliers' money, with their witnesses: see planted_defects."""

from __future__ import annotations

from decimal import Decimal

from tests.model.book import Request
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError


class Desk:
    """The counter's till with a supplier of whom its product is bought."""

    def __init__(self, counter: Counter) -> None:
        self.till, self.product = counter.till, counter.product
        company = self.till.book.companies[0].id
        self.till.call("sp_save_supplier", {"company_id": company, "name": "مورد"})
        self.supplier = self.till.book.suppliers[0].id

    def buy(self, *lines: tuple[str, str], **members: object) -> None:
        items = [
            {"product_id": self.product, "qty": Decimal(qty), "unit_cost": Decimal(cost)}
            for qty, cost in lines
        ]
        self.till.call("sp_post_purchase", {"supplier_id": self.supplier, "items": items, **members})

    def tax(self, *rates: str) -> None:
        """The counter's product has these taxes from now on."""
        company = self.till.book.companies[0].id
        for rate in rates:
            row = {"company_id": company, "code": f"T{rate}", "name": f"ضريبة {rate}", "rate": Decimal(rate)}
            self.till.call("sp_save_tax", row)
        taxes = [tax.id for tax in self.till.book.taxes]
        self.till.call("sp_save_product", {"product_id": self.product, "taxes": taxes})

    def reverse(self, place: int, **members: object) -> None:
        bill = self.till.book.purchases[place].id
        self.till.call("sp_reverse_purchase", {"bill_id": bill, **members})

    def send_back(self, place: int, qty: str, **members: object) -> None:
        """Of the first line of a bill."""
        self.till.call("sp_return_purchase", self.sending(place, qty, **members))

    def sending(self, place: int, qty: str, **members: object) -> Request:
        bill = self.till.book.purchases[place]
        items = [{"batch_id": bill.batches[0].id, "qty": Decimal(qty)}]
        return {"bill_id": bill.id, "items": items, **members}

    def pay(self, amount: str, **members: object) -> None:
        self.till.call("sp_pay_supplier", self.payment(amount, **members))

    def payment(self, amount: str, **members: object) -> Request:
        return {"supplier_id": self.supplier, "amount": Decimal(amount), **members}

    def void(self, place: int) -> None:
        payment = self.till.book.supplier_payments[place].id
        self.till.call("sp_void_supplier_payment", {"payment_id": payment})


# -- witnesses


def lines_of_a_bill_are_rounded_one_by_one(counter: Counter) -> None:
    Desk(counter).buy(("1", "0.005"), ("1", "0.005"), ("1", "0.004"))


def reversed_goods_are_gone(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("2", "5"), ("3", "4"))
    desk.reverse(0)
    counter.sell("1")
    desk.reverse(0)


def sold_goods_do_not_go_back(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("2", "5"), ("3", "4"))
    counter.sell("1")
    desk.reverse(0)
    counter.undo("cancel", 0)
    desk.reverse(0)


def a_bill_is_posted_once(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("2", "5"), bill_no="A-1")
    desk.buy(("2", "5"), bill_no="A-1")
    desk.reverse(0)
    desk.buy(("2", "6"), bill_no="A-1")


def money_of_a_reversed_bill_comes_back(counter: Counter) -> None:
    desk = Desk(counter)
    rows = [{"amount": 2}, {"amount": 4, "method": "check"}, {"amount": 3, "method": "card"}]
    desk.buy(("2", "5"), payments=rows)
    desk.void(0)
    desk.reverse(0, refund="original")
    desk.void(1)


def a_supplier_is_paid_what_is_owed(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("2", "5"))
    desk.pay("10.01")
    desk.pay("12", overpayment="advance")
    desk.pay("3", type="refund")
    desk.pay("2", type="refund", method="check")


def a_void_is_the_opposite(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("2", "5"))
    desk.pay("7", method="check")
    counter.till.appoint("check", "1110")
    desk.void(0)
    desk.void(0)
    counter.till.appoint("check", "1120")


def one_debt_paid_twice_at_once(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("2", "5"))
    first, second = counter.at_once("PAY", [("sp_pay_supplier", desk.payment("7"))] * 2)
    if not first.startswith("{") or second != "OVERPAYMENT":
        raise MismatchError(f"paid once, then too much: expected; found {first}, {second}")
    counter.till.compares_state = False  # the book has not seen these calls


def goods_sold_and_sent_back_at_once(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("2", "5"))
    bill = {"bill_id": counter.till.book.purchases[0].id}
    calls = [("sp_save_invoice", counter.sale("1")), ("sp_reverse_purchase", bill)]
    sold, reversed_ = counter.at_once("JE", calls)
    if not sold.startswith("{") or reversed_ != "BATCH_CONSUMED":
        raise MismatchError(f"sold, so not sent back: expected; found {sold}, {reversed_}")
    counter.till.compares_state = False  # the book has not seen these calls


def a_batch_goes_back_piece_by_piece(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("3", "3.333333"))
    desk.send_back(0, "4")
    for _ in range(3):
        desk.send_back(0, "1")


def the_rest_of_a_bill_is_reversed(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("10", "10"), payments=[{"amount": 60}, {"amount": 40, "method": "check"}])
    desk.send_back(0, "3", refund="original")
    desk.void(1)
    desk.reverse(0, refund="original")


def payments_of_a_bill_come_to_nothing(counter: Counter) -> None:
    """What was kept is owed, and what came back."""
    desk = Desk(counter)
    desk.buy(("10", "10"), payments=[{"amount": 60}, {"amount": 40, "method": "check"}])
    desk.send_back(0, "3", refund="cash")
    desk.void(0)
    desk.void(1)
    desk.send_back(0, "2", refund="original")
    desk.reverse(0, refund="original")
    desk.pay("30")


def no_more_comes_back_than_was_paid(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("10", "10"), payments=[{"amount": 5}])
    desk.send_back(0, "3", refund="cash")


def goods_sold_and_a_part_sent_back_at_once(counter: Counter) -> None:
    desk = Desk(counter)
    desk.buy(("2", "5"))
    calls = [("sp_save_invoice", counter.sale("1")), ("sp_return_purchase", desk.sending(0, "2"))]
    sold, sent = counter.at_once("JE", calls)
    if not sold.startswith("{") or sent != "BATCH_CONSUMED":
        raise MismatchError(f"sold, so not sent back: expected; found {sold}, {sent}")
    counter.till.compares_state = False  # the book has not seen these calls


def goods_cost_what_they_cost_without_tax(counter: Counter) -> None:
    desk = Desk(counter)
    desk.tax("14")
    desk.buy(("10", "10"), taxed=True)
    counter.sell("3")


def a_tax_goes_back_piece_by_piece(counter: Counter) -> None:
    """1.00 of three pieces: 0.33, 0.34, 0.33."""
    desk = Desk(counter)
    desk.tax("10")
    desk.buy(("3", "3.333333"), taxed=True)
    for _ in range(3):
        desk.send_back(0, "1")


def a_taxed_bill_is_owed_no_more(counter: Counter) -> None:
    desk = Desk(counter)
    desk.tax("14", "8")
    desk.buy(("10", "10"), taxed=True)
    desk.send_back(0, "3")
    desk.reverse(0)


def a_supplier_rounds_otherwise(counter: Counter) -> None:
    desk = Desk(counter)
    desk.tax("14")
    for said in ("7.01", "6.98", "7.03"):
        desk.buy(("2", "10"), ("3", "10"), taxed=True, tax_total=Decimal(said))


def a_rate_stands_before_the_product_s_taxes(counter: Counter) -> None:
    desk = Desk(counter)
    desk.tax("14")
    for rate in (0, 5):
        items = [{"product_id": desk.product, "qty": 1, "unit_cost": 100, "tax_rate": rate}]
        desk.buy(taxed=True, items=items)


def a_tax_of_lines_is_rounded_once(counter: Counter) -> None:
    desk = Desk(counter)
    desk.tax("14")
    desk.buy(*[("1", "0.33")] * 3, taxed=True)


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "a bill comes to its exact sum, rounded once",
        (
            (
                "_check_purchase_lines",
                "SUM(ROUND(j.qty * j.unit_cost, p_minor_units))",
                "ROUND(SUM(j.qty * j.unit_cost), p_minor_units)",
            ),
        ),
        lines_of_a_bill_are_rounded_one_by_one,
    ),
    Defect(
        "batches of a reversed purchase stay in the queue",
        (("_take_out_batches", "status = 'reverted'", "status = 'active'"),),
        reversed_goods_are_gone,
    ),
    Defect(
        "batches of a reversed purchase keep their goods",
        (("_take_out_batches", "remaining = 0, stock_value = 0,", ""),),
        reversed_goods_are_gone,
    ),
    Defect(
        "a purchase is reversed as often as one asks",
        (("_lock_purchase", "IF v_reversed_on IS NOT NULL THEN", "IF FALSE THEN"),),
        reversed_goods_are_gone,
    ),
    Defect(
        "goods that were sold are sent back",
        (("_lock_batches_of_purchase", "IF v_gone_id IS NOT NULL THEN", "IF FALSE THEN"),),
        sold_goods_do_not_go_back,
    ),
    Defect(
        "a supplier's bill is not looked up",
        (("_check_bill_no", "IF v_other_id IS NOT NULL THEN", "IF FALSE THEN"),),
        a_bill_is_posted_once,
    ),
    Defect(
        "a reversed bill's number is not free again",
        (("_check_bill_no", "p.live_bill_no = p_bill_no", "p.bill_no = p_bill_no"),),
        a_bill_is_posted_once,
    ),
    Defect(
        "money comes back in cash, however it went",
        (("_refund_purchase", "IF(p_refund = 'cash', 'cash', p.payment_method)", "'cash'"),),
        money_of_a_reversed_bill_comes_back,
    ),
    Defect(
        "a void payment comes back once more",
        (
            (
                "_refund_purchase",
                "ON u.undoes_id = p.id",
                "ON u.undoes_id = p.id AND u.kind <> 'void'",
            ),
        ),
        money_of_a_reversed_bill_comes_back,
    ),
    Defect(
        "a payment that was given back can be voided",
        (("sp_void_supplier_payment", "IF v_undone_by IS NOT NULL THEN", "IF v_undone_by = 'void' THEN"),),
        money_of_a_reversed_bill_comes_back,
    ),
    Defect(
        "a supplier is paid more than is owed",
        (("sp_pay_supplier", "IF v_paid > v_open THEN", "IF FALSE THEN"),),
        a_supplier_is_paid_what_is_owed,
    ),
    Defect(
        "money that a supplier gives back lowers what is owed",
        (("_post_supplier_payments", "IF(p_kind = 'refund', -v_amount, v_amount)", "v_amount"),),
        a_supplier_is_paid_what_is_owed,
    ),
    Defect(
        "a void is booked on the accounts that play the roles today",
        (("_post_supplier_payment", "IF p_undone_type IS NOT NULL THEN", "IF FALSE THEN"),),
        a_void_is_the_opposite,
    ),
    Defect(
        "a supplier's balance forgets what a void gave back",
        (
            (
                "sp_void_supplier_payment",
                "CALL _close_supplier_ledger(v_supplier_id, v_balance, v_seq);",
                "DO 0;",
            ),
        ),
        a_void_is_the_opposite,
    ),
    Defect(
        "the supplier is not locked",
        (("_lock_supplier", "WHERE s.id = p_supplier_id FOR UPDATE;", "WHERE s.id = p_supplier_id;"),),
        one_debt_paid_twice_at_once,
    ),
    Defect(
        "goods are sent back that somebody is just selling",
        (
            (
                "_lock_batches_of_purchase",
                "ON p.id = w.product_id FOR UPDATE;",
                "ON p.id = w.product_id;",
            ),
            (
                "_lock_batches_of_purchase",
                "WHERE b.purchase_id = p_purchase_id FOR UPDATE;",
                "WHERE b.purchase_id = p_purchase_id;",
            ),
        ),
        goods_sold_and_sent_back_at_once,
    ),
    Defect(
        "goods go back at the price of one piece, not at what is left of their value",
        (
            (
                "_send_back",
                "SET v_cost = _ratio(v_value, p_qty, v_remaining, p_minor_units);",
                "SET v_cost = ROUND(p_qty * (SELECT b.unit_cost FROM batches AS b WHERE b.id = p_batch_id),"
                " p_minor_units);",
            ),
        ),
        a_batch_goes_back_piece_by_piece,
    ),
    Defect(
        "an empty batch stays in the queue after its last piece went back",
        (("_send_back", "IF(p_qty = v_remaining, 'consumed', 'active')", "'active'"),),
        a_batch_goes_back_piece_by_piece,
    ),
    Defect(
        "more goes back than is there",
        (("_lock_batches_to_send_back", "b.remaining >= w.qty", "b.remaining > 0"),),
        a_batch_goes_back_piece_by_piece,
    ),
    Defect(
        "a part that went back does not say which entry it adjusts",
        (("_post_purchase_return_entry", "NULL, v_bought_entry_id,", "NULL, NULL,"),),
        the_rest_of_a_bill_is_reversed,
    ),
    Defect(
        "a reversal takes off what went back before once more",
        (
            (
                "sp_reverse_purchase",
                "SELECT COALESCE(SUM(r.value), 0) FROM purchase_returns",
                "SELECT 0 * COALESCE(SUM(r.value), 0) FROM purchase_returns",
            ),
        ),
        the_rest_of_a_bill_is_reversed,
    ),
    Defect(
        "a payment of which a part came back is not voided",
        (
            (
                "sp_void_supplier_payment",
                "IF v_undone_by IS NOT NULL THEN",
                "IF v_undone_by IS NOT NULL OR v_amount > (SELECT SUM(p.amount) FROM supplier_payments AS p"
                " WHERE p.purchase_id = v_purchase_id) THEN",
            ),
        ),
        payments_of_a_bill_come_to_nothing,
    ),
    Defect(
        "more money comes back than was paid for the bill",
        (("_refund_part_of_purchase", "LEAST(p_amount, COALESCE(SUM(p.amount), 0))", "p_amount"),),
        no_more_comes_back_than_was_paid,
    ),
    Defect(
        "a part is sent back that somebody is just selling",
        (
            (
                "_lock_batches_to_send_back",
                "ON p.id = w.product_id FOR UPDATE;",
                "ON p.id = w.product_id;",
            ),
            ("_lock_batches_to_send_back", "ON b.id = w.batch_id FOR UPDATE;", "ON b.id = w.batch_id;"),
        ),
        goods_sold_and_a_part_sent_back_at_once,
    ),
    Defect(
        "the tax of a bill is a part of what its goods cost",
        (
            (
                "_post_batch_taxes",
                "CALL _raise_interrupted(); END IF;",
                "CALL _raise_interrupted(); END IF; UPDATE batches AS b SET b.stock_value = b.stock_value"
                " + COALESCE((SELECT SUM(t.amount) FROM batch_taxes AS t WHERE t.batch_id = b.id), 0)"
                " WHERE b.purchase_id = p_purchase_id;",
            ),
        ),
        goods_cost_what_they_cost_without_tax,
    ),
    Defect(
        "the tax of a bill is booked into inventory",
        (("_post_purchase_entry", "p_total - p_tax_total, '\"]', v_tax_lines,", "p_total, '\"]',"),),
        goods_cost_what_they_cost_without_tax,
    ),
    Defect(
        "the tax of each part that goes back is rounded by itself",
        (
            (
                "_tax_sent_back",
                "j.qty + COALESCE(( SELECT SUM(i.qty) FROM purchase_return_items AS i"
                " FORCE INDEX (purchase_return_items_of_batch) WHERE i.batch_id = b.id), 0),",
                "j.qty,",
            ),
            ("_tax_sent_back", "t.amount, 0, COALESCE((", "t.amount, 0, 0 * COALESCE(("),
        ),
        a_tax_goes_back_piece_by_piece,
    ),
    Defect(
        "the tax of what goes back stays owed to the supplier",
        (
            (
                "sp_return_purchase",
                "v_supplier_id, 'purchase_return', -v_value,",
                "v_supplier_id, 'purchase_return', v_tax_total - v_value,",
            ),
        ),
        a_taxed_bill_is_owed_no_more,
    ),
    Defect(
        "goods go back without their tax",
        (
            (
                "sp_return_purchase",
                "CALL _tax_sent_back(v_lines, v_minor_units, v_taxes, v_tax_total);",
                "SET v_taxes = '[]', v_tax_total = 0;",
            ),
        ),
        a_taxed_bill_is_owed_no_more,
    ),
    Defect(
        "two taxes of a bill are one in the journal",
        (
            (
                "_input_taxes",
                "SELECT s.tax_id, s.rate, SUM(s.amount)",
                "SELECT NULL, MIN(s.rate), SUM(s.amount)",
            ),
            ("_input_taxes", "GROUP BY s.tax_id, s.rate", "GROUP BY s.batch_id"),
        ),
        a_taxed_bill_is_owed_no_more,
    ),
    Defect(
        "every tax of a bill takes the difference that the supplier's rounding makes",
        (("_round_as_billed", "w.rank_no * v_unit <= ABS(v_difference)", "TRUE"),),
        a_supplier_rounds_otherwise,
    ),
    Defect(
        "whatever the supplier says is the tax",
        (("_round_as_billed", "IF ABS(v_difference) > v_room THEN", "IF FALSE THEN"),),
        a_supplier_rounds_otherwise,
    ),
    Defect(
        "a line at a rate of 0 has its product's taxes",
        (
            (
                "_tax_purchase_lines",
                "COALESCE(CONCAT('\"', j.tax_rate, '\"'),",
                "COALESCE(CONCAT('\"', NULLIF(j.tax_rate, 0), '\"'),",
            ),
        ),
        a_rate_stands_before_the_product_s_taxes,
    ),
    Defect(
        "each line's tax of a bill is rounded by itself, whatever the company says",
        (("_tax_purchase_lines", "CALL _price_taxes(v_tax_rounding,", "CALL _price_taxes('line',"),),
        a_tax_of_lines_is_rounded_once,
    ),
)
