"""Planted defects of price lists and credit limits, and their witnesses: see tests/model/planted_defects.py.

The book does not know them: these witnesses say themselves what a sale comes to, or that it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import count

import mysql.connector

from pyclient import wire
from pyclient.deploy.session import execute, fetch
from pyclient.wire import JsonValue
from tests.model.planted_defects import Counter, Defect
from tests.model.till import MismatchError
from tests.shop import call_text

_names = count(1)


class Terms:
    """The counter's customer with a credit limit of 100, and an admin."""

    def __init__(self, counter: Counter) -> None:
        counter.till.compares_state = False  # the book has not seen these calls
        self.counter, self.connection = counter, counter.till.connection
        self.admin, self.clerk = self._user("admin"), self._user("user")
        counter.receive("1000", "1")

    def _user(self, role: str) -> int:
        execute(
            self.connection, f"INSERT INTO users (username, role) VALUES ('{role}{next(_names)}', '{role}')"
        )
        ((user_id,),) = fetch(self.connection, "SELECT LAST_INSERT_ID()")
        assert isinstance(user_id, int)
        return user_id

    def call(self, procedure: str, request: Mapping[str, object]) -> dict[str, JsonValue]:
        company = self.counter.till.book.companies[0].id
        text = wire.encode({"created_by": self.clerk, "company_id": company, **request})
        answer = wire.parse(call_text(self.connection, procedure, text))
        assert isinstance(answer, dict)
        return answer

    def customer(self, **members: object) -> None:
        request = {"customer_id": self.counter.customer, "created_by": self.admin, **members}
        self.call("sp_save_customer", request)

    def sale(self, price: str, **members: object) -> dict[str, object]:
        item = {"product_id": self.counter.product, "qty": 1, "selling_price": price}
        return {"customer_id": self.counter.customer, "items": [item], **members}

    def must_pass(self, procedure: str, request: Mapping[str, object]) -> dict[str, JsonValue]:
        try:
            return self.call(procedure, request)
        except mysql.connector.Error as error:
            raise MismatchError(f"{procedure} is refused: {error.msg}") from None

    def must_be_refused(self, procedure: str, request: Mapping[str, object]) -> None:
        try:
            self.call(procedure, request)
        except mysql.connector.Error as error:
            if str(error.msg).startswith("CREDIT_LIMIT"):
                return
            raise MismatchError(f"CREDIT_LIMIT expected, found {error.msg}") from None
        raise MismatchError(f"CREDIT_LIMIT expected; {procedure} went through")

    def price_list(self, *prices: tuple[str | None, str]) -> JsonValue:
        rows = [{"product_id": self.counter.product, "unit": unit, "price": price} for unit, price in prices]
        request = {"code": f"W{next(_names)}", "name": "x", "prices": rows}
        return self.call("sp_save_price_list", request)["price_list_id"]

    def must_come_to(self, total: str, **line: object) -> None:
        item = {"product_id": self.counter.product, "qty": 1, **line}
        request: dict[str, object] = {"customer_id": self.counter.customer, "items": [item], "status": "paid"}
        sold = self.call("sp_save_invoice", request)["total_after"]
        if sold != Decimal(total):
            raise MismatchError(f"a sale of {line} comes to {sold}, not {total}")


# -- witnesses


def the_limit_is_the_limit(counter: Counter) -> None:
    terms = Terms(counter)
    terms.customer(credit_limit=100)
    first = terms.must_pass("sp_save_invoice", terms.sale("60"))
    terms.must_be_refused("sp_save_invoice", terms.sale("60"))
    terms.must_pass("sp_save_invoice", terms.sale("60", status="partial", payments=[{"amount": 20}]))
    terms.must_pass("sp_save_invoice", terms.sale("60", status="paid"))
    items = first["items"]
    assert isinstance(items, list)
    assert isinstance(items[0], dict)
    more = {"item_id": items[0]["item_id"], "qty": 1, "selling_price": "60.01"}
    terms.must_be_refused("sp_amend_invoice", {"invoice_id": first["invoice_id"], "items": [more]})
    new = [{"product_id": counter.product, "qty": 1, "selling_price": "60.01"}]
    goods = {"invoice_id": first["invoice_id"], "all": True, "exchange_items": new}
    terms.must_be_refused("sp_return_items", goods)
    new[0]["selling_price"] = 60
    terms.must_pass("sp_return_items", goods)


def only_an_admin_lets_more_be_owed(counter: Counter) -> None:
    terms = Terms(counter)
    terms.customer(credit_limit=100)
    terms.must_be_refused("sp_save_invoice", terms.sale("101", credit_override_by=terms.clerk))
    sold = terms.must_pass("sp_save_invoice", terms.sale("101", credit_override_by=terms.admin))
    written = fetch(
        terms.connection,
        "SELECT COUNT(*) FROM audit_log WHERE action = 'credit_override' AND document_id = %s",
        (sold["invoice_id"],),
    )
    if written != [(1,)]:
        raise MismatchError(f"audit rows of the override: {written}")
    limit = {"customer_id": counter.customer, "credit_limit": 1000}
    terms.must_be_refused("sp_save_customer", limit)


def two_sales_on_credit_at_once(counter: Counter) -> None:
    terms = Terms(counter)
    terms.customer(credit_limit=100)
    first, second = counter.at_once("INV", [("sp_save_invoice", terms.sale("60"))] * 2)
    if not first.startswith("{") or second != "CREDIT_LIMIT":
        raise MismatchError(f"sold once, then too much: expected; found {first}, {second}")


def the_customer_s_list_before_the_group_s(counter: Counter) -> None:
    terms = Terms(counter)
    own, groups = terms.price_list((None, "80")), terms.price_list((None, "90"))
    group = {"code": f"W{next(_names)}", "name": "x", "price_list_id": groups}
    terms.customer(group_id=terms.call("sp_save_customer_group", group)["group_id"])
    terms.must_come_to("90")
    terms.customer(price_list_id=own)
    terms.must_come_to("80")
    terms.call("sp_save_price_list", {"price_list_id": own, "active": False})
    terms.must_come_to("90")
    terms.call("sp_save_price_list", {"price_list_id": groups, "active": False})
    terms.must_come_to("100")


def a_box_by_the_list(counter: Counter) -> None:
    terms = Terms(counter)
    units = [{"unit": "box", "factor": 12, "selling_price": 1100}, {"unit": "crate", "factor": 144}]
    terms.call("sp_save_product", {"product_id": counter.product, "units": units})
    terms.must_come_to("1100", unit="box")
    terms.customer(price_list_id=terms.price_list((None, "80"), ("crate", "9999")))
    terms.must_come_to("80")
    terms.must_come_to("960", unit="box")
    terms.must_come_to("9999", unit="crate")
    terms.must_come_to("70", selling_price=70)


DEFECTS = (
    Defect(
        "the credit limit forgets what is owed already",
        (
            (
                "_sell",
                "v_balance_before + v_remaining, JSON_EXTRACT",
                "v_remaining, JSON_EXTRACT",
            ),
        ),
        the_limit_is_the_limit,
    ),
    Defect(
        "what is paid at once counts as owed",
        (
            (
                "_sell",
                "v_balance_before + v_remaining, JSON_EXTRACT",
                "v_balance_before + v_total, JSON_EXTRACT",
            ),
        ),
        the_limit_is_the_limit,
    ),
    Defect(
        "an amendment asks for no credit limit",
        (
            (
                "sp_amend_invoice",
                "IF v_value > 0 THEN CALL _check_credit",
                "IF v_value < 0 THEN CALL _check_credit",
            ),
        ),
        the_limit_is_the_limit,
    ),
    Defect(
        "what comes back in an exchange makes no room",
        (
            (
                "sp_return_items",
                "v_balance_before - (v_value - v_refunded) + v_exchange_total",
                "v_balance_before + v_exchange_total",
            ),
        ),
        the_limit_is_the_limit,
    ),
    Defect(
        "anybody may let a customer owe more",
        (("_check_credit", "u.id = p_allowed_by AND u.role = 'admin'", "u.id = p_allowed_by"),),
        only_an_admin_lets_more_be_owed,
    ),
    Defect(
        "who let a customer owe more is not written down",
        (("_sell", "IF v_allowed_by IS NOT NULL THEN", "IF FALSE THEN"),),
        only_an_admin_lets_more_be_owed,
    ),
    Defect(
        "anybody changes a credit limit",
        (("sp_save_customer", "u.id = v_user_id AND u.role = 'admin'", "u.id = v_user_id"),),
        only_an_admin_lets_more_be_owed,
    ),
    Defect(
        "the buyer is not locked",
        (("_lock_buyer", "WHERE c.id = p_customer_id FOR UPDATE;", "WHERE c.id = p_customer_id;"),),
        two_sales_on_credit_at_once,
    ),
    Defect(
        "the group's price list goes before the customer's",
        (
            (
                "_find_price_list",
                "WHERE l.id = p_price_list_id AND l.active",
                "WHERE l.id = p_price_list_id AND l.active AND p_group_id IS NULL",
            ),
        ),
        the_customer_s_list_before_the_group_s,
    ),
    Defect(
        "an inactive price list is used",
        (("_find_price_list", "WHERE g.id = p_group_id AND l.active", "WHERE g.id = p_group_id"),),
        the_customer_s_list_before_the_group_s,
    ),
    Defect(
        "a box has the product's price though the list has one of a piece",
        (
            (
                "_price_line",
                "COALESCE(v_listed_unit_price, IF(v_listed_price IS NULL, v_unit_price, NULL))",
                "COALESCE(v_listed_unit_price, v_unit_price)",
            ),
        ),
        a_box_by_the_list,
    ),
)
