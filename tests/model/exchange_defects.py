"""Planted defects of exchanges, and their witnesses: see tests/model/planted_defects.py."""

from __future__ import annotations

from decimal import Decimal

from tests.model.planted_defects import Counter, Defect


def exchange(counter: Counter, qty: str, new: str, place: int = 0, **members: object) -> None:
    """So much of the first line of the invoice at ``place`` comes back for ``new`` pieces."""
    invoice = counter.till.book.invoices[place]
    request = {
        "invoice_id": invoice.id,
        "items": [{"item_id": invoice.items[0].id, "qty": Decimal(qty)}],
        "exchange_items": [{"product_id": counter.product, "qty": Decimal(new)}],
        **members,
    }
    counter.till.call("sp_return_items", request)


# -- witnesses


def for_less(counter: Counter) -> None:
    """Three of a paid five come back, one is taken: the rest goes as it came; the new one is undone."""
    counter.receive("5", "4")
    counter.sell("5", status="partial", payments=[{"amount": 400, "method": "card"}, {"amount": 100}])
    exchange(counter, "3", "1", refund="original")
    exchange(counter, "1", "0.5", refund="cash")
    counter.undo("revert", 1)


def for_more(counter: Counter) -> None:
    """Out of the wallet, and with money that is above the rest."""
    counter.receive("3", "3.333333")
    counter.receive("7", "1.428571")
    counter.move("deposit", "30")
    counter.sell("3", status="paid")
    payments = [{"amount": 30, "method": "wallet"}, {"amount": 200, "method": "card"}]
    exchange(counter, "2", "4", payments=payments, overpayment="wallet")
    exchange(counter, "1", "2", refund="cash")


def nothing_was_paid(counter: Counter) -> None:
    """The shelf is empty: what comes back is what is sold."""
    counter.receive("4", "2.5")
    counter.sell("4")
    exchange(counter, "4", "4")
    exchange(counter, "1", "1", place=1)
    counter.undo("cancel", 1)


DEFECTS = (
    Defect(
        "all that was paid for the goods pays their exchange",
        (("_settle_exchange", "LEAST(p_refunded, p_total)", "p_refunded"),),
        for_less,
    ),
    Defect(
        "what an exchange leaves goes into the wallet, whatever was asked",
        (
            (
                "_refund_return",
                "IF(p_refund IN ('reduce', 'wallet'), p_amount, p_from_return)",
                "p_amount",
            ),
        ),
        for_less,
    ),
    Defect(
        "an exchange does not name its return",
        (("_post_exchange", "SET exchange_return_id = p_return_id", "SET updated_by = p_user_id"),),
        nothing_was_paid,
    ),
    Defect(
        "what is paid above an exchange stays with the shop",
        (("_post_exchange", "IF p_excess > 0 AND p_overpayment = 'wallet'", "IF FALSE"),),
        for_more,
    ),
    Defect(
        "the return does not count against what an exchange asks for",
        (("_settle_exchange", "p_total - p_from_return, p_overpayment", "p_total, p_overpayment"),),
        for_more,
    ),
    Defect(
        "what an exchange takes back is forgotten",
        (
            (
                "sp_return_items",
                "CALL _return_goods(v_return_id, v_invoice_id, v_lines, v_minor_units, v_user_id, v_at,"
                " v_cost, v_after_id, v_items_json);",
                "CALL _return_goods(v_return_id, v_invoice_id, '[]', v_minor_units, v_user_id, v_at,"
                " v_cost, v_after_id, v_items_json);",
            ),
        ),
        nothing_was_paid,
    ),
    Defect(
        "an exchange leaves the customer's ledger where it was",
        (
            (
                "sp_return_items",
                "IF v_value > 0 OR v_exchange_total > 0 OR v_wallet <> v_wallet_before THEN",
                "IF FALSE THEN",
            ),
        ),
        nothing_was_paid,
    ),
)
