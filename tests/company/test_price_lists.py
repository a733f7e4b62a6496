"""What a customer buys by: price lists, groups, the credit limit; how they are saved and listed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

import pytest

from pyclient.deploy.session import execute
from pyclient.wire import parse
from tests.till import CASHIER, Answer, Till, column, part, rows_of

ADMIN = 2


@pytest.fixture
def admin(till: Till) -> int:
    """The id of a user who is an admin; the cashier is none."""
    execute(till.connection, f"INSERT INTO users (id, username, role) VALUES ({ADMIN}, 'boss', 'admin')")
    return ADMIN


def prices(till: Till, price_list: object, **wanted: object) -> list[tuple[object, object, object]]:
    answer = till.call("sp_list_prices", json.dumps({"price_list_id": price_list, **wanted}))
    return [(row["product_id"], row["unit"], row["price"]) for row in rows_of(answer["prices"])]


def test_a_price_list_is_made_and_changed(till: Till) -> None:
    product, service = till.product(units=[{"unit": "علبة", "factor": 12}]), till.product(keeps_stock=False)
    made = till.call(
        "sp_save_price_list",
        {
            "code": "DEALERS",
            "name": " تجار ",
            "prices": [
                {"product_id": service, "price": "0"},
                {"product_id": product, "unit": "علبة", "price": "99.123456"},
                {"product_id": product, "unit": "قطعة", "price": 9},
            ],
        },
    )
    expected: dict[str, object] = {
        "id": 1, "company_id": 1, "code": "DEALERS", "name": "تجار", "active": True
    }  # fmt: skip
    assert (made["price_list_id"], made["price_list"]) == (1, expected)
    listed = [(product, None, 9), (product, "علبة", Decimal("99.123456")), (service, None, 0)]
    assert prices(till, 1) == listed
    for sent, shown in (
        ({"name": "ت"}, {"name": "ت"}),
        ({"code": "D.2-x"}, {"code": "D.2-x"}),
        ({"active": "no"}, {"active": False}),
        ({"active": True}, {"active": True}),
        ({}, {}),
    ):
        expected.update(shown)
        changed = till.call("sp_save_price_list", {"price_list_id": 1, **sent})
        assert changed["price_list"] == expected
        assert prices(till, 1) == listed
    box = {"product_id": product, "unit": "علبة"}
    for sent_prices, kept in (
        ([], listed),
        (None, listed),
        ([{**box, "price": 90}], [listed[0], (product, "علبة", 90), listed[2]]),
        ([{**box, "price": None}, {"product_id": service}], [listed[0]]),
        ([{"product_id": product, "unit": "صندوق", "price": None}], [listed[0]]),
        (json.dumps([{**box, "price": "2"}, {"product_id": service}]), [listed[0], (product, "علبة", 2)]),
    ):
        till.call("sp_save_price_list", {"price_list_id": 1, "prices": sent_prices})
        assert prices(till, 1) == kept
    own = {"product_id": product, "price": 5}
    for twice in ([{**box, "price": 1}, {**box, "price": "2"}], [own, {**own, "unit": "قطعة"}]):
        refused = till.refusal("sp_save_price_list", {"price_list_id": 1, "prices": twice})
        assert refused == (50101, f"VALIDATION: product {product} stands twice in the list")
    assert prices(till, 1) == kept


def test_with_a_unit_go_its_prices(till: Till) -> None:
    units = [{"unit": unit, "factor": 12} for unit in ("box", "bag")]
    product, other = till.product(units=units), till.product(units=units)
    rows = [
        {"product_id": each, "unit": unit, "price": 5}
        for each in (product, other)
        for unit in (None, "box", "bag")
    ]
    till.call("sp_save_price_list", {"code": "L", "name": "n", "prices": rows})
    till.call("sp_save_product", {"product_id": product, "units": units[:1]})
    assert prices(till, 1, product_id=product) == [(product, None, 5), (product, "box", 5)]
    assert len(prices(till, 1, product_id=other)) == 3


def test_a_page_of_prices_ends_with_a_whole_product(till: Till) -> None:
    units = [{"unit": unit, "factor": 12} for unit in ("a", "b", "c")]
    products = [till.product(units=units) for _ in range(4)]
    rows = [
        {"product_id": product, "unit": unit, "price": 5} for product in products for unit in ("a", "b", "c")
    ]
    till.call("sp_save_price_list", {"code": "L", "name": "n", "prices": rows})
    for limit, pages in ((1, [1, 1, 1, 1]), (3, [1, 1, 1, 1]), (4, [2, 2]), (50, [4])):
        found: list[Sequence[object]] = []
        after: object = None
        while True:
            answer = till.call(
                "sp_list_prices", json.dumps({"price_list_id": 1, "limit": limit, "after": after})
            )
            found.append(column(answer, "prices", "product_id"))
            after = answer["next_after"]
            if after is None:
                break
        assert [len(page) // 3 for page in found] == pages
        assert [row for page in found for row in page] == [product for product in products for _ in range(3)]


def test_lists_and_groups_are_their_company_s(abroad: Till) -> None:
    ours = abroad.call("sp_save_price_list", {"code": "L", "name": "n"})["price_list_id"]
    theirs = abroad.call("sp_save_price_list", {"code": "L", "name": "n", "company_id": 2})["price_list_id"]
    abroad.call("sp_save_customer_group", {"code": "L", "name": "n", "company_id": 2})
    assert abroad.refusal("sp_save_price_list", {"code": "L", "name": "n"}) == (
        50101, "VALIDATION: code belongs to another row already: L"
    )  # fmt: skip
    for procedure in ("sp_save_price_list", "sp_save_customer_group"):
        assert abroad.refusal(procedure, {"code": "X", "name": "n", "company_id": 99}) == (
            50101, "VALIDATION: company_id is not valid: 99"
        )  # fmt: skip
    unknown = (50181, f"UNKNOWN_PRICE_LIST: there is no price list {theirs}")
    assert (
        abroad.refusal("sp_save_customer_group", {"code": "G", "name": "n", "price_list_id": theirs})
        == unknown
    )
    customer, product = abroad.customer(), abroad.product(company_id=2)
    assert abroad.refusal("sp_save_customer", {"customer_id": customer, "price_list_id": theirs}) == unknown
    assert abroad.refusal("sp_save_customer", {"customer_id": customer, "group_id": 1}) == (
        50182, "UNKNOWN_GROUP: there is no group of customers 1"
    )  # fmt: skip
    foreign = [{"product_id": product, "price": 1}]
    refused = abroad.refusal("sp_save_price_list", {"price_list_id": ours, "prices": foreign})
    assert refused == (50104, f"UNKNOWN_PRODUCT: there is no product {product}")


def test_a_group_is_made_and_changed(till: Till) -> None:
    price_list = till.call("sp_save_price_list", {"code": "L", "name": "n"})["price_list_id"]
    made = till.call("sp_save_customer_group", {"code": "G", "name": "تجار", "price_list_id": price_list})
    expected: dict[str, object] = {
        "id": 1, "company_id": 1, "code": "G", "name": "تجار", "price_list_id": price_list
    }  # fmt: skip
    assert (made["group_id"], made["group"]) == (1, expected)
    for sent, shown in (
        ({"name": "ت"}, {"name": "ت"}),
        ({"code": "H"}, {"code": "H"}),
        ({"price_list_id": None}, {"price_list_id": None}),
        ({}, {}),
    ):
        expected.update(shown)
        assert till.call("sp_save_customer_group", {"group_id": 1, **sent})["group"] == expected
    till.call("sp_save_customer_group", {"code": "K", "name": "n"})
    refused = till.refusal("sp_save_customer_group", {"group_id": 2, "code": "H"})
    assert refused == (50101, "VALIDATION: code belongs to another row already: H")
    for cleared in ("code", "name"):
        refused = till.refusal("sp_save_customer_group", {"group_id": 1, cleared: None})
        assert refused == (50101, f"VALIDATION: {cleared} is required")
    assert till.refusal("sp_save_customer_group", {"group_id": 9}) == (
        50182, "UNKNOWN_GROUP: there is no group of customers 9"
    )  # fmt: skip
    page = till.call("sp_list_customer_groups", '{"limit":1}')
    assert (column(page, "groups", "code"), page["next_after"]) == (["H"], 1)
    assert column(till.call("sp_list_customer_groups", '{"after":1}'), "groups", "code") == ["K"]
    assert column(till.call("sp_list_customer_groups", '{"group_id":2}'), "groups", "code") == ["K"]


def test_price_lists_are_listed(till: Till) -> None:
    for code in ("A", "B", "C"):
        till.call("sp_save_price_list", {"code": code, "name": "n", "active": code != "B"})
    for asked, codes in (
        ("{}", ["A", "B", "C"]),
        ('{"active":true}', ["A", "C"]),
        ('{"price_list_id":2}', ["B"]),
        ('{"after":2}', ["C"]),
    ):
        assert column(till.call("sp_list_price_lists", asked), "price_lists", "code") == codes, asked


def test_a_customer_s_terms_are_changed_one_by_one(till: Till, admin: int) -> None:
    price_list = till.call("sp_save_price_list", {"code": "L", "name": "n"})["price_list_id"]
    group = till.call("sp_save_customer_group", {"code": "G", "name": "n"})["group_id"]
    customer = till.customer()

    def saved(answer: Answer) -> dict[str, object]:
        shown = part(answer, "customer")
        return {name: shown[name] for name in ("group_id", "price_list_id", "credit_limit")}

    expected: dict[str, object] = {"group_id": None, "price_list_id": None, "credit_limit": None}
    for sent, shown in (
        ({}, {}),
        ({"group_id": group}, {"group_id": group}),
        ({"price_list_id": str(price_list)}, {"price_list_id": price_list}),
        ({"credit_limit": "1500.50"}, {"credit_limit": Decimal("1500.50")}),
        ({"city": "طنطا"}, {}),
        ({"credit_limit": 0}, {"credit_limit": 0}),
        ({"group_id": None, "price_list_id": 0}, {"group_id": None, "price_list_id": None}),
        ({"credit_limit": None}, {"credit_limit": None}),
    ):
        expected.update(shown)
        request = {"customer_id": customer, "created_by": admin, **sent}
        assert saved(till.call("sp_save_customer", request)) == expected
    (listed,) = rows_of(till.call("sp_list_customers", "{}")["customers"])
    assert {name: listed[name] for name in expected} == expected


def test_only_an_admin_changes_a_credit_limit_and_the_log_says_who(till: Till, admin: int) -> None:
    refused = (50183, f"CREDIT_LIMIT: user {CASHIER} is no admin: credit limits are set by admins")
    new = {"name": "n", "mobile": "1", "city": "c"}
    assert till.refusal("sp_save_customer", {**new, "credit_limit": 0}) == refused
    customer = till.customer(credit_limit=None)
    for limit in (0, "12.34"):
        assert till.refusal("sp_save_customer", {"customer_id": customer, "credit_limit": limit}) == refused
    till.call("sp_save_customer", {"customer_id": customer, "credit_limit": 100, "created_by": admin})
    assert till.refusal("sp_save_customer", {"customer_id": customer, "credit_limit": None}) == refused
    # a page sends back what it was shown
    till.call("sp_save_customer", {"customer_id": customer, "credit_limit": "100.00", "city": "x"})
    till.call("sp_save_customer", {**new, "credit_limit": 5, "created_by": admin, "request_id": "k"})
    log = till.rows(
        "SELECT user_id, document_table, document_id, values_before, values_after, request_id"
        " FROM audit_log WHERE action = 'credit_limit' ORDER BY id"
    )
    assert [(*row[:3], parse(str(row[3])), parse(str(row[4])), row[5]) for row in log] == [
        (admin, "customers", customer, {"credit_limit": None}, {"credit_limit": 100}, None),
        (admin, "customers", customer + 1, {"credit_limit": None}, {"credit_limit": 5}, "k"),
    ]
