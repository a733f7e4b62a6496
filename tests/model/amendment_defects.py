"""Planted defects of amendments, and their witnesses: see tests/model/planted_defects.py."""

from __future__ import annotations

from decimal import Decimal

from tests.model.planted_defects import Counter, Defect


def amend(
    counter: Counter, *qtys: str | None, place: int = 0, new: str | None = None, **members: object
) -> None:
    """Give the lines of the invoice at ``place`` these quantities, None: take the line off; and a new one."""
    invoice = counter.till.book.invoices[place]
    there = [item for item in invoice.items if item.qty]
    items: list[dict[str, object]] = [
        {"item_id": item.id, "qty": Decimal(qty)}
        for item, qty in zip(there, qtys, strict=True)
        if qty is not None
    ]
    if new is not None:
        items.append({"product_id": counter.product, "qty": Decimal(new)})
    counter.till.call("sp_amend_invoice", {"invoice_id": invoice.id, "items": items, **members})


def give_back(counter: Counter, qty: str, line: int = 0) -> None:
    invoice = counter.till.book.invoices[0]
    items = [{"item_id": invoice.items[line].id, "qty": Decimal(qty)}]
    counter.till.call("sp_return_items", {"invoice_id": invoice.id, "items": items})


# -- witnesses


def a_line_grows_and_shrinks(counter: Counter) -> None:
    """Across two layers of uneven value."""
    counter.receive("3", "3.333333", days_ago=1)
    counter.receive("7", "1.428571")
    counter.sell("2", status="partial", payments=[{"amount": 150}])
    amend(counter, "6")
    amend(counter, "4")
    amend(counter, "1", refund="cash")
    counter.undo("revert", 0)


def lines_come_and_go(counter: Counter) -> None:
    counter.receive("5", "4")
    counter.sell("3", "2", discount_value=Decimal(10))
    amend(counter, None, "1", new="4")
    amend(counter, "1", "2", new="2", discount_value=Decimal(5))
    counter.undo("cancel", 0)


def the_middle_third_comes_back(counter: Counter) -> None:
    """3 for 10.00, sold one by one: the second cost 3.34."""
    counter.receive("3", "3.333333")
    counter.sell("1", "1", "1")
    amend(counter, "1", None, "1")


def what_came_back_is_settled(counter: Counter) -> None:
    """6 of 10 came back with 10 percent off; what is left is sold with 5, and comes back in parts."""
    counter.receive("12", "3")
    counter.sell("10", "2", discount_value=Decimal(10))
    give_back(counter, "6")
    amend(counter, "9", "2", discount_value=Decimal(5))
    give_back(counter, "1")
    give_back(counter, "2")
    counter.undo("cancel", 0)


def goods_change_lines(counter: Counter) -> None:
    """Nothing of the first layer moves in the end, but between two lines; the second gets one piece back."""
    counter.receive("4", "3", days_ago=1)
    counter.receive("2", "5")
    counter.sell("3", "1", "2")
    amend(counter, "1", "3", "1")


def only_the_price(counter: Counter) -> None:
    """Nothing was sold for anything, and no goods: the amendment makes the first entries."""
    counter.receive("2", "3")
    counter.sell("1", discount_value=Decimal(100), status="paid")
    amend(counter, "1", discount_value=Decimal(50))
    amend(counter, "1", discount_value=Decimal(50))
    counter.undo("cancel", 0)


DEFECTS = (
    Defect(
        "an amended line takes its whole quantity anew",
        (("_post_amended_lines", "v_product_id, v_qty - v_old_qty,", "v_product_id, v_qty,"),),
        a_line_grows_and_shrinks,
    ),
    Defect(
        "an amendment gives back what was taken first",
        (
            (
                "_give_back_to_batches",
                "ORDER BY MAX(IF(a.qty > 0, a.id, 0)) DESC",
                "ORDER BY MAX(IF(a.qty > 0, a.id, 0))",
            ),
        ),
        a_line_grows_and_shrinks,
    ),
    Defect(
        "goods come back at their batch's unit cost",
        (
            (
                "_give_back_to_batches",
                "GREATEST(_ratio(v_taken_cost, v_back + v_part, v_taken, p_minor_units) - v_back_cost, 0)",
                "ROUND(v_part * v_unit_cost, p_minor_units)",
            ),
        ),
        the_middle_third_comes_back,
    ),
    Defect(
        "what was paid above the new total goes into the wallet, whatever was asked",
        (("sp_amend_invoice", "v_refund, v_refunded, v_reason,", "'wallet', v_refunded, v_reason,"),),
        a_line_grows_and_shrinks,
    ),
    Defect(
        "a line that is taken off keeps its goods",
        (("_give_back_amended", "WHERE j.qty < l.quantity", "WHERE j.qty < l.quantity AND j.qty > 0"),),
        lines_come_and_go,
    ),
    Defect(
        "an amendment does not say which entry it adjusts",
        (
            (
                "_post_amendment_entries",
                "NULL, v_sale_entry_id, p_customer_id,",
                "NULL, NULL, p_customer_id,",
            ),
        ),
        lines_come_and_go,
    ),
    Defect(
        "an amendment books the new total, not the difference",
        (
            (
                "sp_amend_invoice",
                "v_amendment_id, v_invoice_id, v_total_change,",
                "v_amendment_id, v_invoice_id, v_total_before,",
            ),
        ),
        lines_come_and_go,
    ),
    Defect(
        "goods that came back take part in the new discount",
        (
            (
                "_plan_amendment",
                "SET v_kept = v_total - v_back_value - v_back_share;",
                "SET v_kept = v_total;",
            ),
        ),
        what_came_back_is_settled,
    ),
    Defect(
        "a return after an amendment reckons with the whole line",
        (
            (
                "_plan_return",
                "v_gross, v_settled_value, v_given, v_returned + v_qty, v_settled_qty, v_sold,",
                "v_gross, 0, v_given, v_returned + v_qty, 0, v_sold,",
            ),
        ),
        what_came_back_is_settled,
    ),
    Defect(
        "a movement counts only the last of what changed hands",
        (("_post_amendment_entries", "MIN(t.first_id) - 1", "MIN(IF(t.moved, t.first_id, NULL)) - 1"),),
        goods_change_lines,
    ),
    Defect(
        "an amendment that changes nothing leaves a document",
        (("sp_amend_invoice", "IF v_changes THEN INSERT", "IF TRUE THEN INSERT"),),
        only_the_price,
    ),
)
