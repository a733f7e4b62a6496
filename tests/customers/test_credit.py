"""The credit limit: nobody is sold on credit above it, but where an admin says so, which is written down."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from pyclient.wire import parse
from tests.till import CASHIER, Answer, Refusal, Till, column, line, money, part, rows_of

ADMIN, FIRED = 2, 3


@pytest.fixture
def shop_till(till: Till) -> Till:
    """A till of a shop that has an admin, and had another."""
    execute(
        till.connection,
        "INSERT INTO users (id, username, role, active) VALUES"
        f" ({ADMIN}, 'boss', 'admin', 1), ({FIRED}, 'old boss', 'admin', 0)",
    )
    return till


def limited(till: Till, limit: object) -> int:
    """A new customer's id."""
    return till.customer(created_by=ADMIN, credit_limit=limit)


def refused(limit: str, owes: str, customer: int = 1) -> Refusal:
    return Refusal(
        50183, f"CREDIT_LIMIT: customer {customer} would owe {owes}, above the credit limit of {limit}"
    )


def sale(customer: int, price: object, **members: object) -> dict[str, object]:
    return {"customer_id": customer, "items": [line(1, 1, price)], **members}


def service(till: Till) -> int:
    """The one product, id 1, of which there is no end."""
    return till.product(keeps_stock=False)


def overrides(till: Till) -> list[tuple[object, ...]]:
    return [
        (*ids, parse(str(before)), parse(str(after)))
        for *ids, before, after in till.rows(
            "SELECT user_id, document_table, document_id, request_id, values_before, values_after"
            " FROM audit_log WHERE action = 'credit_override' ORDER BY id"
        )
    ]


def test_up_to_the_limit_and_not_a_piastre_more(shop_till: Till) -> None:
    till, customer = shop_till, limited(shop_till, 100)
    service(till)
    till.sell(customer, line(1, 1, "60.01"))
    assert till.refusal("sp_save_invoice", sale(customer, 40)) == refused("100.00", "100.01")
    till.sell(customer, line(1, 1, "39.99"))
    assert till.refusal("sp_save_invoice", sale(customer, "0.01")) == refused("100.00", "100.01")
    till.pay(customer_id=customer, amount=10)
    part_paid = {"status": "partial", "payments": [money(5)]}
    assert till.refusal("sp_save_invoice", sale(customer, "15.01", **part_paid)) == refused(
        "100.00", "100.01"
    )
    assert part(till.sell(customer, line(1, 1, 15), **part_paid), "customer")["balance_after"] == 100
    assert overrides(till) == []


def test_what_leaves_nothing_unpaid_is_never_refused(shop_till: Till) -> None:
    """Whatever is owed already: the limit may have been lowered since."""
    till = shop_till
    service(till)
    customer = till.customer()
    till.deposit(customer, 50)
    till.sell(customer, line(1, 1, 500))
    till.call("sp_save_customer", {"customer_id": customer, "credit_limit": 0, "created_by": ADMIN})
    for members in (
        {"status": "paid"},
        {"status": "paid", "payments": [money(30), money(30, "wallet")]},
        {"status": "partial", "payments": [money(70)], "overpayment": "change"},
        {"discount_value": 100},
    ):
        assert part(till.sell(customer, line(1, 1, 60), **members), "customer")["balance_after"] == 500
    assert till.refusal("sp_save_invoice", sale(customer, "0.01")) == refused("0.00", "500.01")


def test_no_limit_and_a_limit_of_nothing(shop_till: Till) -> None:
    till = shop_till
    service(till)
    free, strict = till.customer(), limited(till, 0)
    till.sell(free, line(1, 1, 1_000_000))
    assert till.refusal("sp_save_invoice", sale(strict, "0.01")) == refused("0.00", "0.01", strict)
    till.sell(strict, line(1, 1, 5), status="paid")


def test_an_admin_may_let_more_be_owed_and_it_is_written_down(shop_till: Till) -> None:
    till, customer = shop_till, limited(shop_till, 100)
    service(till)
    till.sell(customer, line(1, 1, 90))
    over = sale(customer, "20.50", request_id="over")
    for nobody, refusal in (
        (None, refused("100.00", "110.50")),
        (0, refused("100.00", "110.50")),
        (99, Refusal(50102, "UNKNOWN_USER: there is no active user 99")),
        (FIRED, Refusal(50102, f"UNKNOWN_USER: there is no active user {FIRED}")),
        ("x", Refusal(50101, "VALIDATION: credit_override_by is not valid: x")),
        (
            CASHIER,
            Refusal(
                50183,
                f"CREDIT_LIMIT: user {CASHIER} is no admin: customer {customer} would owe 110.50,"
                " above the credit limit of 100.00",
            ),
        ),
    ):
        found = till.refusal("sp_save_invoice", {**over, "credit_override_by": nobody})
        assert found is not None
        assert found == refusal or (found.errno == refusal.errno == 50102)
    sold = till.call("sp_save_invoice", {**over, "credit_override_by": str(ADMIN)})
    assert part(sold, "customer")["balance_after"] == Decimal("110.5")
    figures = {"balance": Decimal("110.50"), "credit_limit": 100, "credit_override_by": ADMIN}
    assert overrides(till) == [
        (CASHIER, "invoices_out", sold["invoice_id"], "over", {"balance": 90}, figures)
    ]


def test_an_override_that_nobody_needs_is_not_written_down(shop_till: Till) -> None:
    till, customer = shop_till, limited(shop_till, 100)
    service(till)
    till.sell(customer, line(1, 1, 100), credit_override_by=ADMIN)
    till.sell(customer, line(1, 1, 100), credit_override_by=ADMIN, status="paid")
    till.sell(till.customer(), line(1, 1, 100), credit_override_by=CASHIER)
    assert overrides(till) == []


def exchanged(till: Till, sold: Answer, price: object, **members: object) -> dict[str, object]:
    """The first line of a sale, for something else at a price."""
    return {
        "invoice_id": sold["invoice_id"],
        "items": [{"item_id": rows_of(sold["items"])[0]["item_id"], "qty": 1}],
        "exchange_items": [line(1, 1, price)],
        **members,
    }


def test_an_exchange_counts_what_comes_back(shop_till: Till) -> None:
    till, customer = shop_till, limited(shop_till, 100)
    service(till)
    sold = till.sell(customer, line(1, 1, 60), line(1, 1, 40))
    dearer = exchanged(till, sold, "60.01")
    assert till.refusal("sp_return_items", dearer) == refused("100.00", "100.01")
    paid = till.call("sp_return_items", {**dearer, "payments": [money("0.01")]})
    assert part(paid, "customer")["balance_after"] == 100
    again = till.sell(customer, line(1, 1, 30), status="paid")
    # what was paid for the goods pays for the new ones
    cheaper = till.call("sp_return_items", exchanged(till, again, 30))
    assert part(cheaper, "customer")["balance_after"] == 100
    third = till.sell(customer, line(1, 1, 30), status="paid")
    allowed = exchanged(till, third, 35, credit_override_by=ADMIN, request_id="x")
    done = till.call("sp_return_items", allowed)
    invoice = part(done, "exchange")["invoice_id"]
    figures = {"balance": 105, "credit_limit": 100, "credit_override_by": ADMIN}
    assert overrides(till) == [(CASHIER, "invoices_out", invoice, "x", {"balance": 100}, figures)]
    # an exchange that lowers what is owed is welcome, though it is more than the limit still
    for_less = till.call("sp_return_items", exchanged(till, part(done, "exchange"), 34))
    assert part(for_less, "customer")["balance_after"] == 104


def test_an_amendment_counts_what_it_makes_the_customer_owe(shop_till: Till) -> None:
    till, customer = shop_till, limited(shop_till, 100)
    service(till)
    sold = till.sell(customer, line(1, 1, 60))
    item = column(sold, "items", "item_id")[0]

    def amended(price: object, **members: object) -> dict[str, object]:
        return {
            "invoice_id": sold["invoice_id"],
            "items": [{"item_id": item, "qty": 1, "selling_price": price}],
            **members,
        }

    assert till.refusal("sp_amend_invoice", amended("100.01")) == refused("100.00", "100.01")
    assert overrides(till) == []
    till.call("sp_amend_invoice", amended(100))
    done = till.call("sp_amend_invoice", amended("130.25", credit_override_by=ADMIN, request_id="more"))
    figures = {"balance": Decimal("130.25"), "credit_limit": 100, "credit_override_by": ADMIN}
    assert overrides(till) == [
        (CASHIER, "invoices_out", sold["invoice_id"], "more", {"balance": 100}, figures)
    ]
    assert part(done, "customer")["balance_after"] == Decimal("130.25")
    # less is never too much
    assert part(till.call("sp_amend_invoice", amended(120)), "customer")["balance_after"] == 120
    noted = till.call("sp_amend_invoice", amended(120, notes="n"))
    assert part(noted, "customer")["balance_after"] == 120
