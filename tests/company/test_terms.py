"""What a company sells by: taxes, a product's taxes and units, settings."""

from __future__ import annotations

import json
from decimal import Decimal

from pyclient.wire import parse
from tests.till import CASHIER, Till, column, part


def audited(till: Till, action: str, table: str) -> list[tuple[object, object, object]]:
    """Whose, and the values before and after, of all audit rows of an action on a table."""
    return [
        (user, before and parse(str(before)), parse(str(after)))
        for user, before, after in till.rows(
            "SELECT user_id, values_before, values_after FROM audit_log"
            " WHERE action = %s AND document_table = %s ORDER BY id",
            action,
            table,
        )
    ]


def test_a_tax_is_made_and_changed_member_by_member(till: Till) -> None:
    made = till.call("sp_save_tax", {"code": "VAT", "name": " ضريبة القيمة المضافة ", "rate": "14"})
    expected: dict[str, object] = {
        "id": 1,
        "company_id": 1,
        "code": "VAT",
        "name": "ضريبة القيمة المضافة",
        "rate": 14,
        "active": True,
    }
    assert (made["tax_id"], made["tax"]) == (1, expected)
    log: list[tuple[object, object, object]] = [(CASHIER, None, dict(expected))]
    for sent, shown in (
        ({"rate": "12.3456"}, {"rate": Decimal("12.3456")}),
        ({"name": "ض"}, {"name": "ض"}),
        ({"code": "v.A-2"}, {"code": "v.A-2"}),
        ({"active": "no"}, {"active": False}),
        ({"rate": 0, "active": 1}, {"rate": 0, "active": True}),
        ({"rate": 100}, {"rate": 100}),
        ({}, {}),
    ):
        before = dict(expected)
        expected.update(shown)
        changed = till.call("sp_save_tax", {"tax_id": 1, **sent})
        assert changed["tax"] == expected
        log.append((CASHIER, before, dict(expected)))
    assert audited(till, "save", "taxes") == log
    for cleared in ("code", "name", "rate"):
        refused = till.refusal("sp_save_tax", {"tax_id": 1, cleared: None})
        assert refused == (50101, f"VALIDATION: {cleared} is required")


def test_a_tax_code_is_one_company_s(abroad: Till) -> None:
    vat = {"code": "VAT", "name": "n", "rate": 5}
    ours = abroad.call("sp_save_tax", vat)["tax_id"]
    assert abroad.refusal("sp_save_tax", vat) == (
        50101, "VALIDATION: code belongs to another row already: VAT"
    )  # fmt: skip
    theirs = abroad.call("sp_save_tax", {**vat, "company_id": 2})["tax_id"]
    second = abroad.call("sp_save_tax", {**vat, "code": "vat"})["tax_id"]
    assert abroad.refusal("sp_save_tax", {"tax_id": second, "code": "VAT"}) is not None
    assert abroad.refusal("sp_save_tax", {**vat, "code": "X", "company_id": 99}) == (
        50101, "VALIDATION: company_id is not valid: 99"
    )  # fmt: skip

    product = {"product_code": "P", "name": "n", "unit": "u"}
    made = part(abroad.call("sp_save_product", {**product, "taxes": ["vat", "VAT"]}), "product")
    assert column(made, "taxes", "id") == [ours, second]
    for foreign in (theirs, str(theirs)):
        refused = abroad.refusal("sp_save_product", {"product_id": made["id"], "taxes": [foreign]})
        assert refused == (50180, f"UNKNOWN_TAX: there is no tax {theirs}")


def test_taxes_are_listed(till: Till) -> None:
    for code in ("A", "B", "C"):
        till.call("sp_save_tax", {"code": code, "name": "n", "rate": 1, "active": code != "B"})
    for asked, codes in (
        ("{}", ["A", "B", "C"]),
        ('{"active":true}', ["A", "C"]),
        ('{"active":"no"}', ["B"]),
        ('{"tax_id":2}', ["B"]),
        ('{"after":2}', ["C"]),
    ):
        assert column(till.call("sp_list_taxes", asked), "taxes", "code") == codes, asked
    page = till.call("sp_list_taxes", '{"limit":2}')
    assert (column(page, "taxes", "id"), page["next_after"]) == ([1, 2], 2)


def test_a_product_s_taxes_are_a_whole_new_set(till: Till) -> None:
    first = till.call("sp_save_tax", {"code": "VAT", "name": "ض", "rate": 14})["tax"]
    second = till.call("sp_save_tax", {"code": "T", "name": "ر", "rate": "0.5", "active": False})["tax"]
    product = till.product(taxes=["T", 1])
    for sent, shown in (
        ({}, [first, second]),
        ({"name": "x"}, [first, second]),
        ({"taxes": ["2"]}, [second]),
        ({"taxes": '["VAT"]'}, [first]),
        ({"taxes": [1, 2]}, [first, second]),
        ({"taxes": []}, []),
        ({"taxes": ["VAT"]}, [first]),
        ({"taxes": None}, []),
    ):
        saved = part(till.call("sp_save_product", {"product_id": product, **sent}), "product")
        assert saved["taxes"] == shown
        assert till.call("sp_get_product", product)["taxes"] == shown
    for twice in (["VAT", "VAT"], ["VAT", 1]):
        assert till.refusal("sp_save_product", {"product_id": product, "taxes": twice}) == (
            50101, f"VALIDATION: taxes[2] belongs to another row already: {twice[1]}"
        )  # fmt: skip


def test_a_product_s_units_are_a_whole_new_set(till: Till) -> None:
    box = {"unit": "علبة", "factor": 12, "selling_price": None, "retail_price": None}
    crate = {
        "unit": "كرتونة",
        "factor": Decimal("144.000001"),
        "selling_price": Decimal("99.125"),
        "retail_price": 0,
    }
    product = till.product(units=[{"unit": "علبة", "factor": "12", "selling_price": ""}])
    sent = {"unit": " كرتونة ", "factor": "144.000001", "selling_price": "99.125", "retail_price": 0}
    for change, shown in (
        ({}, [box]),
        ({"units": json.dumps([sent, {"unit": "علبة", "factor": 12}])}, [box, crate]),
        ({"selling_price": 5}, [box, crate]),
        ({"units": [sent]}, [crate]),
        (
            {"units": [{**sent, "factor": 2, "retail_price": None}]},
            [{**crate, "factor": 2, "retail_price": None}],
        ),
        ({"units": []}, []),
        ({"units": [sent]}, [crate]),
        ({"units": None}, []),
    ):
        saved = part(till.call("sp_save_product", {"product_id": product, **change}), "product")
        assert saved["units"] == shown
        assert till.call("sp_get_product", product)["units"] == shown


def test_the_product_s_own_unit_is_none_of_the_others(till: Till) -> None:
    product = till.product(unit="metre", units=[{"unit": "roll", "factor": 50}])
    for request in ({"unit": "ROLL"}, {"units": [{"unit": "Metre", "factor": 2}]}):
        refused = till.refusal("sp_save_product", {"product_id": product, **request})
        assert refused is not None
        assert refused.text.startswith("VALIDATION: unit belongs to another row already: ")
    both = {"product_id": product, "unit": "roll", "units": [{"unit": "metre", "factor": "0.02"}]}
    assert part(till.call("sp_save_product", both), "product")["unit_of_measure"] == "roll"


def test_settings_are_changed_one_by_one(till: Till) -> None:
    settings: dict[str, object] = {
        "company_name": "المتجر", "address": None, "phone": None, "tax_number": None,
        "prices_include_tax": False, "tax_rounding": "document", "smallest_coin": None,
    }  # fmt: skip
    assert till.call("sp_get_settings", 1) == {
        "ok": True,
        "company_id": 1,
        "settings": settings,
        "currency": {"code": "EGP", "minor_units": 2},
        "time_zone": "Africa/Cairo",
        "branches": [
            {
                "id": 1,
                "company_id": 1,
                "code": "MAIN",
                "name": "الفرع الرئيسي",
                "is_main": True,
                "cost_center_id": None,
            },
        ],
    }
    log = []
    for name, value, kept in (
        ("prices_include_tax", "yes", True),
        ("tax_rounding", "LINE", "line"),
        ("smallest_coin", "0.25", Decimal("0.25")),
        ("smallest_coin", 5, 5),
        ("smallest_coin", 0, None),
        ("smallest_coin", "0.05", Decimal("0.05")),
        ("smallest_coin", None, None),
        ("prices_include_tax", False, False),
        ("tax_rounding", "document", "document"),
        ("company_name", ' شركة "النور" ', 'شركة "النور"'),
        ("address", "شارع التحرير", "شارع التحرير"),
        ("address", "", None),
        ("phone", 123, "123"),
        ("phone", "+20 100", "+20 100"),
        ("tax_number", "100-200-300", "100-200-300"),
        ("tax_number", None, None),
    ):
        before = dict(settings)
        settings[name] = kept
        answer = till.call("sp_set_setting", {"name": name, "value": value})
        assert (answer["company_id"], answer["settings"]) == (1, settings)
        log.append((before, dict(settings)))
    assert till.call("sp_get_settings", "1")["settings"] == settings
    stored = audited(till, "setting", "companies")
    assert [user for user, _, _ in stored] == [CASHIER] * len(log)
    assert [(before, after) for _, before, after in stored] == log


def test_settings_are_the_company_s_own(abroad: Till) -> None:
    """Amounts in the company's minor units: three here, none in Japan."""
    abroad.call("sp_set_setting", {"name": "smallest_coin", "value": "0.005"})
    coin = {"name": "smallest_coin", "company_id": 2}
    assert abroad.refusal("sp_set_setting", {**coin, "value": "0.5"}) == (
        50114, "AMOUNT_PRECISION: value must be below 10^12 with at most 0 decimals: 0.5"
    )  # fmt: skip
    abroad.call("sp_set_setting", {**coin, "value": 10})
    coins = [
        part(abroad.call("sp_get_settings", company), "settings")["smallest_coin"] for company in (1, 2, 3)
    ]
    assert coins == [Decimal("0.005"), 10, None]
    for name, value, text in (
        ("smallest_coin", "-1", "value is not valid: -1"),
        ("smallest_coin", "x", "value is not valid: x"),
        ("tax_rounding", "", "value is required"),
        ("tax_rounding", "lines", "value is not valid: lines"),
        ("prices_include_tax", None, "value is required"),
        ("prices_include_tax", 2, "value is not valid: 2"),
        ("currency", "EGP", "name is not valid: currency"),
        (None, "EGP", "name is required"),
        ("company_name", None, "value is required"),
        ("address", [], "value is not valid: []"),
        ("phone", "x" * 51, f"value is longer than 50 characters: {'x' * 51}"),
    ):
        assert abroad.refusal("sp_set_setting", {"name": name, "value": value}) == (
            50101,
            f"VALIDATION: {text}",
        )
    nowhere = {"name": "tax_rounding", "value": "line", "company_id": 9}
    assert abroad.refusal("sp_set_setting", nowhere) == (50101, "VALIDATION: company_id is not valid: 9")
