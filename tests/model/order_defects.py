"""Planted defects of orders, and their witnesses: see tests/model/planted_defects.py."""

from __future__ import annotations

from decimal import Decimal

from tests.model.draft_defects import asked
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError


def order(counter: Counter, *qtys: str, **members: object) -> None:
    counter.till.call("sp_save_order", counter.sale(*qtys, **members))


def bill(counter: Counter, *qtys: str, **members: object) -> None:
    """Of the last order, so much of each line; all that is left without any."""
    taken = counter.till.book.orders[-1]
    request: dict[str, object] = {"order_id": taken.id, **members}
    if qtys:
        request["items"] = [
            {"order_item_id": item.id, "qty": Decimal(qty)}
            for item, qty in zip(taken.items, qtys, strict=True)
        ]
    counter.till.call("sp_complete_order", request)


# -- witnesses


def an_order_is_billed_in_three(counter: Counter) -> None:
    """10 off 300: the parts take 3.33, 3.34 and 3.33 of it."""
    counter.receive("5", "1")
    order(counter, "3", discount_type="amount", discount_value=10)
    for _ in range(3):
        bill(counter, "1")
    bill(counter)


def an_undone_invoice_gives_back(counter: Counter) -> None:
    counter.receive("5", "1")
    order(counter, "3")
    bill(counter, "2")
    counter.undo("cancel", 0)
    bill(counter)
    counter.undo("revert", 1)


def what_was_agreed_holds(counter: Counter) -> None:
    counter.receive("5", "1")
    order(counter, "2")
    counter.till.call("sp_save_product", {"product_id": counter.product, "selling_price": 120})
    bill(counter)


def part_of_an_order_is_paid(counter: Counter) -> None:
    counter.receive("5", "1")
    order(counter, "2")
    bill(counter, "1", status="paid")
    bill(counter, status="paid")


def an_order_is_given_up(counter: Counter) -> None:
    counter.receive("5", "1")
    order(counter, "2")
    counter.till.call("sp_cancel_order", {"order_id": counter.till.book.orders[0].id})
    order(counter, "2")
    bill(counter, "1")
    counter.till.call("sp_cancel_order", {"order_id": counter.till.book.orders[1].id})
    bill(counter)
    counter.undo("cancel", 0)


def an_order_is_billed_twice_at_once(counter: Counter) -> None:
    """Of somebody without an account, whose row nobody locks: the order alone makes the second wait."""
    counter.receive("5", "1")
    company = counter.till.book.companies[0].id
    names = {"company_id": company, "name": "نقدي", "mobile": "01000000002", "city": "القاهرة"}
    _, walk_in = asked(counter, "sp_save_customer", {**names, "tracks_balance": False})
    _, taken = asked(counter, "sp_save_order", {**counter.sale("1"), "customer_id": walk_in["customer_id"]})
    billing = ("sp_complete_order", {"order_id": taken["order_id"], "status": "paid"})
    first, second = counter.at_once("INV", [billing] * 2)
    if not first.startswith("{") or second != "ORDER_CLOSED":
        raise MismatchError(f"an invoice, then ORDER_CLOSED: expected; found {first}, {second}")
    counter.till.compares_state = False  # the book has not seen these calls


DEFECTS = (
    Defect(
        "an order forgets what was billed before",
        (("_bill_order", "SET invoiced_qty = invoiced_qty + v_qty", "SET invoiced_qty = v_qty + 0.0000"),),
        an_order_is_billed_in_three,
    ),
    Defect(
        "each part's share of an order's discount is rounded by itself",
        (
            (
                "_plan_billing",
                "_ratio(v_share, v_billed + v_part, v_qty, p_minor_units) - v_order_taken",
                "_ratio(v_share, v_part, v_qty, p_minor_units)",
            ),
        ),
        an_order_is_billed_in_three,
    ),
    Defect(
        "a canceled invoice keeps what it billed of its order",
        (
            (
                "sp_cancel_invoice",
                "CALL _give_back_to_order(v_invoice_id, v_user_id, v_order_id, v_order_before);",
                "",
            ),
        ),
        an_undone_invoice_gives_back,
    ),
    Defect(
        "a reverted invoice keeps what it billed of its order",
        (
            (
                "sp_revert_invoice",
                "CALL _give_back_to_order(v_invoice_id, v_user_id, v_order_id, v_order_before);",
                "",
            ),
        ),
        an_undone_invoice_gives_back,
    ),
    Defect(
        "an order is billed at today's prices",
        (("_plan_billing", "IF(v_price > 0, CONCAT('\"', v_price, '\"'), 'null')", "'null'"),),
        what_was_agreed_holds,
    ),
    Defect(
        "an order that was billed stays pending",
        (
            (
                "_set_order_status",
                "WHEN o.cancelled_on IS NOT NULL OR NOT v_open THEN",
                "WHEN o.cancelled_on IS NOT NULL THEN",
            ),
        ),
        an_order_is_billed_in_three,
    ),
    Defect(
        "a part that is paid makes the order paid",
        (("_order_payment_status", "p_remaining = 0 AND p_status = 'completed'", "p_remaining = 0"),),
        part_of_an_order_is_paid,
    ),
    Defect(
        "an order that was billed in part is cancelled with its rest",
        (
            (
                "_set_order_status",
                "cancelled_on IS NOT NULL AND NOT v_billed THEN",
                "cancelled_on IS NOT NULL THEN",
            ),
        ),
        an_order_is_given_up,
    ),
    Defect(
        "an order is not locked before it is billed",
        (
            (
                "_lock_order",
                "FROM orders AS o WHERE o.id = p_order_id FOR UPDATE",
                "FROM orders AS o WHERE o.id = p_order_id",
            ),
        ),
        an_order_is_billed_twice_at_once,
    ),
)
