"""Planted defects of invoices in another currency, and witnesses: see tests/model/planted_defects.py."""

from __future__ import annotations

from decimal import Decimal

from tests.model.book import Invoice
from tests.model.debit_note_defects import worth
from tests.model.planted_defects import Counter, Defect

# Texts of the SQL that defects change.
_NEXT = "AND i.id > p_after_id) ORDER BY i.pay_by, i.invoice_date, i.id LIMIT 1;"
_OF_CUSTOMER = "WHERE i.customer_id = p_customer_id AND i.remaining_amount > 0"
_BEHIND = (
    "AND (i.pay_by > p_after_pay_by OR i.pay_by = p_after_pay_by AND i.invoice_date > p_after_day"
    " OR i.pay_by = p_after_pay_by AND i.invoice_date = p_after_day"
)
_CURRENCY = "CALL _currency_of_invoice(p_invoice_id, v_currency, v_minor_units);"
_NO_CURRENCY = "SET v_currency = NULL;"
_OFF_BY_RETURN = (
    "CALL _take_off_in_currency(v_invoice_id, v_return_id, v_value - v_refunded, v_user_id, v_at);"
)
_OFF_BY_END = "CALL _take_off_in_currency(v_invoice_id, NULL, v_open, v_user_id, v_at);"
_ORDER_IN_CURRENCY = "CALL _refuse_other_currency(p_request, v_company_id, 'OTHER_CURRENCY');"


def abroad(counter: Counter, *lines: tuple[str, str | None], **members: object) -> None:
    """Sell in dollars, at 50 if nothing else is said: lines of quantity and price, None: the product's."""
    items = [
        {"product_id": counter.product, "qty": Decimal(qty), "selling_price": price and Decimal(price)}
        for qty, price in lines
    ]
    sale = {"customer_id": counter.customer, "currency": "USD", "exchange_rate": 50, "items": items}
    counter.till.call("sp_save_invoice", {**sale, **members})


def settle(counter: Counter, amount: str, **members: object) -> None:
    """Pay a part of the last one, at the invoice's rate of 50 if nothing else is said."""
    told = {} if "base_amount" in members else {"exchange_rate": 50}
    named = {"invoice_id": _last(counter).id, "amount": Decimal(amount)}
    counter.till.call("sp_add_payment", {**named, **told, **members})


def give_back(counter: Counter, qty: str, **members: object) -> None:
    """Of the first line of the last one."""
    invoice = _last(counter)
    items = [{"item_id": invoice.items[0].id, "qty": Decimal(qty)}]
    counter.till.call("sp_return_items", {"invoice_id": invoice.id, "items": items, **members})


def _last(counter: Counter) -> Invoice:
    return counter.till.book.invoices[-1]


# -- witnesses


def three_lines_in_dollars(counter: Counter) -> None:
    """Their worth is not that of their sum; a third of the discount is each one's."""
    counter.receive("9", "1")
    lines = [("1", "33.333333")] * 3
    abroad(counter, *lines, exchange_rate=Decimal("47.123457"), discount_type="amount", discount_value=10)


def the_coin_is_of_pounds(counter: Counter) -> None:
    """53.23 pounds, which the coin would make 53.25."""
    counter.receive("5", "1")
    counter.till.price_by(counter.till.book.companies[0], {"smallest_coin": Decimal("0.25")})
    abroad(counter, ("1", "1.13"), exchange_rate=Decimal("47.11"))


def a_list_price_in_dollars(counter: Counter) -> None:
    """100 pounds are 1.666667 dollars at 60."""
    counter.receive("5", "1")
    abroad(counter, ("3", None), exchange_rate=60)


def a_dollar_off(counter: Counter) -> None:
    counter.receive("5", "1")
    line = {"product_id": counter.product, "qty": 1, "selling_price": 10, "discount_amount": 1}
    abroad(counter, items=[line])


def three_cents_at_once(counter: Counter) -> None:
    """Worth a pound."""
    counter.receive("5", "1")
    payments = [{"amount": Decimal("0.01"), "method": method} for method in ("cash", "card", "check")]
    members = {"exchange_rate": Decimal("33.35"), "status": "paid", "payments": payments}
    abroad(counter, ("1", "0.03"), **members)


def three_cents_one_by_one(counter: Counter) -> None:
    """Worth a pound: 0.33, then 0.34 of the rest; what the second one took is owed again."""
    counter.receive("5", "1")
    abroad(counter, ("1", "0.03"), exchange_rate=Decimal("33.35"))
    settle(counter, "0.01", exchange_rate=40)
    settle(counter, "0.01")
    counter.void(1)
    settle(counter, "0.02")


def dollars_at_other_rates(counter: Counter) -> None:
    """100 are lost on the first 20, 400 gained by the rest."""
    counter.receive("5", "1")
    abroad(counter, ("1", "100"))
    settle(counter, "20", base_amount=900)
    invoice = _last(counter).id
    counter.till.call("sp_mark_invoice_paid", {"invoice_id": invoice, "exchange_rate": 55})


def what_it_took_is_owed_again(counter: Counter) -> None:
    """Of two payments that brought more, and less, than they took."""
    counter.receive("5", "1")
    abroad(counter, ("1", "100"))
    for amount, rate in (("40", 55), ("30", 45)):
        settle(counter, amount, exchange_rate=rate)
    first, second = _last(counter).payments
    counter.till.call("sp_void_payment", {"payment_id": first.id})
    counter.till.call("sp_set_payment_status", {"payment_id": second.id, "status": "refunded"})


def a_yen_is_never_nothing(counter: Counter) -> None:
    """The last of three, worth 0.33: of 0.17 it loses no whole yen, and is owed until it is paid."""
    counter.receive("5", "1")
    rate = Decimal("0.3333333333")
    abroad(counter, ("3", "1"), currency="JPY", exchange_rate=rate)
    settle(counter, "2", base_amount=1)
    give_back(counter, "0.5")
    settle(counter, "1", exchange_rate=rate)


def goods_take_their_share_along(counter: Counter) -> None:
    """Of what is open, which payments at other roundings have left."""
    counter.receive("9", "1")
    abroad(counter, ("3", "0.11"), exchange_rate=Decimal("0.4545"))
    settle(counter, "0.12", exchange_rate=Decimal("0.4545"))
    give_back(counter, "1")
    give_back(counter, "2", refund="cash")


def goods_that_are_worth_nothing(counter: Counter) -> None:
    """Two lines of 0.40 dollars at 0.01, each worth nothing by itself, and a piastre together."""
    counter.receive("9", "1")
    abroad(counter, ("1", "0.40"), ("1", "0.40"), exchange_rate=Decimal("0.01"))
    give_back(counter, "1")


def nothing_is_open_after_the_end(counter: Counter) -> None:
    counter.receive("9", "1")
    abroad(counter, ("1", "100"))
    counter.undo("cancel", 0)
    abroad(counter, ("1", "100"))
    settle(counter, "20", exchange_rate=55)
    counter.undo("revert", 1, refund="cash")


def pounds_leave_dollars(counter: Counter) -> None:
    """A customer's, and a work order's, that would be enough for all."""
    counter.receive("9", "1")
    counter.till.call("sp_save_work_order", {"customer_id": counter.customer, "title": "شغلانة"})
    work_order = counter.till.book.work_orders[0].id
    abroad(counter, ("1", "1"), work_order_id=work_order)
    for _ in range(2):
        counter.sell("1", work_order_id=work_order)
    counter.till.call("sp_add_payment", {"work_order_id": work_order, "amount": 60})
    counter.pay("140")


def part_of_a_payment_went_back(counter: Counter) -> None:
    counter.receive("9", "1")
    abroad(counter, ("2", "10"))
    settle(counter, "10")
    settle(counter, "10", method="card")
    give_back(counter, "0.5", refund="original")
    payment = _last(counter).payments[1].id
    counter.till.call("sp_set_payment_status", {"payment_id": payment, "status": "refunded"})


def only_in_pounds(counter: Counter) -> None:
    """Amendments, lists, promises, change, coupons, orders and exchanges."""
    counter.receive("9", "1")
    abroad(counter, ("2", "10"))
    invoice = {"invoice_id": _last(counter).id}
    items = [{"product_id": counter.product, "qty": 1, "selling_price": 5}]
    counter.till.call("sp_amend_invoice", {**invoice, "items": items})
    counter.till.call("sp_add_payment", {"invoices": [invoice], "amount": 1000})
    counter.till.call("sp_add_payment", {**invoice, "amount": 10, "status": "pending"})
    settle(counter, "30", overpayment="change")
    company = counter.till.book.companies[0].id
    coupon = {"company_id": company, "code": "TEN", "name": "كوبون", "gives": "amount", "value": 10}
    counter.till.call("sp_save_coupon", coupon)
    abroad(counter, ("1", "20"), coupon_code="TEN")
    order = {"customer_id": counter.customer, "items": items}
    counter.till.call("sp_save_order", order)
    counter.till.call("sp_save_order", {**order, "currency": "USD"})
    billed = {"order_id": counter.till.book.orders[0].id, "currency": "USD"}
    counter.till.call("sp_complete_order", billed)
    exchange = {**invoice, "all": True, "exchange_items": items, "currency": "USD"}
    counter.till.call("sp_return_items", exchange)


def dollars_at_the_rate_of_the_day(counter: Counter) -> None:
    counter.receive("5", "1")
    worth(counter, "50", days_ago=3)
    worth(counter, "55")
    abroad(counter, ("1", "100"), exchange_rate=None)
    settle(counter, "10", exchange_rate=None)


def a_quote_in_dollars(counter: Counter) -> None:
    """One call of six is quoted before."""
    counter.receive("9", "1")
    payments = [{"amount": 40, "method": "cash"}]
    for _ in range(6):
        abroad(counter, ("1", "100"), status="partial", payments=payments)


DEFECTS = (
    Defect(
        "an invoice in dollars is worth what its lines come to",
        (
            (
                "_price_in_currency",
                "SET p_rounding = v_worth - (p_total - p_discount);",
                "SET p_rounding = 0;",
            ),
        ),
        three_lines_in_dollars,
    ),
    Defect(
        "each line's share of a discount in dollars is rounded by itself",
        (
            (
                "_currency_items",
                "_ratio(p_discount, v_running, p_as_given, p_minor_units)"
                " - _ratio(p_discount, v_running - v_total, p_as_given, p_minor_units));",
                "_ratio(p_discount, v_total, p_as_given, p_minor_units));",
            ),
        ),
        three_lines_in_dollars,
    ),
    Defect(
        "a discount of dollars takes as many pounds off",
        (("_price_in_currency", "ROUND(v_discount_value * p_rate, p_minor_units)", "v_discount_value"),),
        three_lines_in_dollars,
    ),
    Defect(
        "dollars are rounded to the smallest coin of pounds",
        (
            (
                "_price_in_currency",
                "v_lines, 0, p_company_id, p_minor_units, 0, p_discount_type",
                "v_lines, 0, p_company_id, p_minor_units, 1, p_discount_type",
            ),
        ),
        the_coin_is_of_pounds,
    ),
    Defect(
        "a list price in dollars is cut, not rounded",
        (
            (
                "_lines_with_list_prices",
                "(2000000 * v_list_price + p_rate) DIV (2 * p_rate)",
                "(1000000 * v_list_price) DIV p_rate",
            ),
        ),
        a_list_price_in_dollars,
    ),
    Defect(
        "a line's discount of a dollar takes a pound off",
        (
            (
                "_lines_at_rate",
                "AS DECIMAL(19,4)) * p_rate, p_minor_units)",
                "AS DECIMAL(19,4)), p_minor_units)",
            ),
        ),
        a_dollar_off,
    ),
    Defect(
        "each payment at a sale in dollars is worth its share of the whole, not of what is open",
        (
            (
                "_read_payments_in_currency",
                "_open_share(v_open_base, v_amount, v_open, p_minor_units)",
                "_open_share(p_total, v_amount, p_total_in_currency, p_minor_units)",
            ),
        ),
        three_cents_at_once,
    ),
    Defect(
        "a part of an invoice in dollars takes its share of the whole, not of what is open",
        (
            (
                "_settle_in_currency",
                "_open_share(x.remaining_base, p_amount, x.remaining_amount, m.minor_units)",
                "_open_share(x.total_base, p_amount, x.total, m.minor_units)",
            ),
        ),
        three_cents_one_by_one,
    ),
    Defect(
        "what a void puts back of an invoice in dollars is reckoned by its rate",
        (
            (
                "_settle_in_currency",
                "SELECT -s.settled_base, s.exchange_rate INTO",
                "SELECT -ROUND(s.amount * (SELECT x.exchange_rate FROM invoice_currencies AS x"
                " WHERE x.invoice_id = p_invoice_id), 2), s.exchange_rate INTO",
            ),
        ),
        three_cents_one_by_one,
    ),
    Defect(
        "an invoice in dollars is paid by what the money brings",
        (("_allocate_payments", "v_balance_before - p_balance, v_part);", "v_worth, v_part);"),),
        dollars_at_other_rates,
    ),
    Defect(
        "an invoice that is marked as paid is paid at the rate of the day, whatever is told",
        (
            (
                "sp_mark_invoice_paid",
                "',\"exchange_rate\":', COALESCE(JSON_EXTRACT(p_request, '$.exchange_rate'), 'null'),",
                "",
            ),
        ),
        dollars_at_other_rates,
    ),
    Defect(
        "a void owes again what the payment brought, not what it took",
        (
            (
                "_void_payment",
                "v_balance - v_balance_before, v_applied), p_void_id",
                "v_amount, v_applied), p_void_id",
            ),
        ),
        what_it_took_is_owed_again,
    ),
    Defect(
        "a refund owes again what the payment brought, not what it took",
        (
            (
                "_refund_payment",
                "v_balance - v_balance_before, v_applied), p_refund_id",
                "v_amount, v_applied), p_refund_id",
            ),
        ),
        what_it_took_is_owed_again,
    ),
    Defect(
        "the last yen goes with less than all that it is worth",
        (("_open_share", "p_open - CAST(ELT(", "p_open - 0 * CAST(ELT("),),
        a_yen_is_never_nothing,
    ),
    Defect(
        "goods that come back take off what is open by the rate, not by their share",
        (
            (
                "_take_off_in_currency",
                "_open_share(x.remaining_amount, p_base, x.remaining_base, m.minor_units)",
                "ROUND(p_base / x.exchange_rate, m.minor_units)",
            ),
        ),
        goods_take_their_share_along,
    ),
    Defect(
        "goods that come back leave what is open in dollars as it is",
        (("sp_return_items", _OFF_BY_RETURN, ""),),
        goods_take_their_share_along,
    ),
    Defect(
        "goods that are worth nothing do not bring the rounding back",
        (("_returned_rounding", "SET p_rounding = _returned", "SET p_rounding = (v_sold <> 0) * _returned"),),
        goods_that_are_worth_nothing,
    ),
    Defect(
        "a canceled invoice is open in dollars for ever",
        (("sp_cancel_invoice", _OFF_BY_END, ""),),
        nothing_is_open_after_the_end,
    ),
    Defect(
        "a reverted invoice is open in dollars for ever",
        (("sp_revert_invoice", _OFF_BY_END, ""),),
        nothing_is_open_after_the_end,
    ),
    Defect(
        "a customer's money settles an invoice in dollars by the pound",
        (
            (
                "_lock_next_document",
                f"{_OF_CUSTOMER} {_BEHIND} {_NEXT} {_CURRENCY}",
                f"{_OF_CUSTOMER} {_BEHIND} {_NEXT} {_NO_CURRENCY}",
            ),
        ),
        pounds_leave_dollars,
    ),
    Defect(
        "a work order's money settles an invoice in dollars by the pound",
        (
            (
                "_lock_next_document",
                f"AND i.customer_id = p_customer_id {_BEHIND} {_NEXT} {_CURRENCY}",
                f"AND i.customer_id = p_customer_id {_BEHIND} {_NEXT} {_NO_CURRENCY}",
            ),
        ),
        pounds_leave_dollars,
    ),
    Defect(
        "what is left of a payment in dollars is refunded, as if nothing had gone back",
        (("_lock_payment_to_undo", "IF p_left_only AND v_refunded > 0 THEN", "IF FALSE THEN"),),
        part_of_a_payment_went_back,
    ),
    Defect(
        "an invoice in dollars is amended in pounds",
        (
            (
                "_check_amendable",
                "CALL _refuse_invoice_in_currency(p_invoice_id, 'OTHER_CURRENCY.amendment');",
                "",
            ),
        ),
        only_in_pounds,
    ),
    Defect(
        "an invoice in dollars is paid in a list, by the pound",
        (("_lock_listed_invoices", "'OTHER_CURRENCY.list'", "NULL"),),
        only_in_pounds,
    ),
    Defect(
        "a coupon of pounds is taken for a sale in dollars, and forgotten",
        (("_read_sale_currency", "IF p_coupon_code IS NOT NULL THEN", "IF FALSE THEN"),),
        only_in_pounds,
    ),
    Defect(
        "an order in dollars is kept in pounds",
        (("sp_save_order", _ORDER_IN_CURRENCY, ""),),
        only_in_pounds,
    ),
    Defect(
        "an order is billed in pounds where dollars are asked for",
        (("sp_complete_order", _ORDER_IN_CURRENCY, ""),),
        only_in_pounds,
    ),
    Defect(
        "goods in exchange are sold in pounds where dollars are asked for",
        (
            (
                "sp_return_items",
                "CALL _refuse_other_currency(p_request, v_company_id, 'OTHER_CURRENCY.exchange');",
                "DO 0;",
            ),
        ),
        only_in_pounds,
    ),
    Defect(
        "a payment in dollars has the rate of the day before",
        (
            (
                "_read_payment_rate",
                "CALL _find_exchange_rate(p_company_id, v_currency, p_day, p_rate);",
                "CALL _find_exchange_rate(p_company_id, v_currency, p_day - INTERVAL 1 DAY, p_rate);",
            ),
        ),
        dollars_at_the_rate_of_the_day,
    ),
    Defect(
        "a quote in dollars forgets what is paid",
        (("_quoted_in_currency", "j.total - p_paid, p_minor_units", "j.total, p_minor_units"),),
        a_quote_in_dollars,
    ),
)
