"""Exchange rates by day: setting, correcting and listing them, and which one holds on a day."""

from __future__ import annotations

from decimal import Decimal

import pytest
from mysql.connector import DatabaseError

from pyclient import wire
from pyclient.deploy.session import execute
from tests.till import Answer, Till, column, part


def rate(till: Till, currency: str, value: object, **members: object) -> Answer:
    request = {"currency": currency, "rate": value, **members}
    return part(till.call("sp_set_exchange_rate", request), "exchange_rate")


def holds(till: Till, currency: str, day: str, company: int = 1) -> object:
    """The rate that a document of that day has."""
    execute(till.connection, f"CALL _find_exchange_rate({company}, '{currency}', '{day}', @rate)")
    return till.rows("SELECT @rate")[0][0]


def test_a_rate_holds_from_its_day_until_the_next_one(till: Till) -> None:
    rate(till, "USD", "50", valid_from="2025-01-10")
    rate(till, "USD", "52.123456789", valid_from="2025-03-01")
    rate(till, "USD", "51", valid_from="2025-02-01")
    days = ("2025-01-10", "2025-01-31", "2025-02-01", "2025-02-28", "2025-03-01", "2999-01-01")
    assert [holds(till, "USD", day) for day in days] == [
        *(Decimal(50), Decimal(50), Decimal(51), Decimal(51)),
        *(Decimal("52.123456789"), Decimal("52.123456789")),
    ]
    with pytest.raises(DatabaseError, match="UNKNOWN_RATE: there is no exchange rate of USD on 2025-01-09"):
        holds(till, "USD", "2025-01-09")
    with pytest.raises(DatabaseError, match="UNKNOWN_RATE: there is no exchange rate of EUR on 2025-02-01"):
        holds(till, "EUR", "2025-02-01")
    assert holds(till, "EGP", "1000-01-01") == 1


def test_a_day_has_one_rate_which_a_second_one_corrects(till: Till) -> None:
    first = rate(till, "USD", "50", valid_from="2025-01-10")
    second = rate(till, "USD", "50.5", valid_from="2025-01-10")
    assert (first["id"], first["rate"], second["id"], second["rate"]) == (1, 50, 1, Decimal("50.5"))
    assert till.count("exchange_rates") == 1
    states = till.rows(
        "SELECT values_before, values_after FROM audit_log"
        " WHERE document_table = 'exchange_rates' ORDER BY id"
    )
    kept = [wire.parse(str(state)) if state else None for row in states for state in row]
    assert kept == [None, first, first, second]


def test_without_a_day_it_holds_from_the_companys_day_on(till: Till) -> None:
    today = till.rows("SELECT CAST(_company_day(1, _now()) AS CHAR)")[0][0]
    assert rate(till, "JPY", "0.3333333333")["valid_from"] == today


def test_each_company_has_its_own(abroad: Till) -> None:
    """Company 1 is in Kuwait, company 4 has another currency."""
    assert rate(abroad, "USD", "0.3075")["company_id"] == 1
    assert rate(abroad, "KWD", "3.25", company_id=4)["company_id"] == 4
    assert column(abroad.call("sp_list_exchange_rates", "{}"), "exchange_rates", "currency") == ["USD"]
    theirs = abroad.call("sp_list_exchange_rates", '{"company_id": 4}')
    assert column(theirs, "exchange_rates", "currency") == ["KWD"]
    refused = abroad.refusal("sp_set_exchange_rate", {"currency": "KWD", "rate": 1})
    assert refused is not None
    assert refused.token == "INVALID_RATE"
    refused = abroad.refusal("sp_set_exchange_rate", {"currency": "USD", "rate": 1, "company_id": 99})
    assert refused == (50101, "VALIDATION: company_id is not valid: 99")


def test_listing(till: Till) -> None:
    for currency, value, day in (
        ("USD", "50", "2025-01-01"),
        ("EUR", "60", "2025-01-15"),
        ("USD", "51", "2025-02-01"),
    ):
        rate(till, currency, value, valid_from=day)
    page = till.call("sp_list_exchange_rates", '{"limit": 2}')
    assert (column(page, "exchange_rates", "id"), page["next_after"]) == ([3, 2], 2)
    page = till.call("sp_list_exchange_rates", '{"limit": 2, "after": 2}')
    assert (column(page, "exchange_rates", "id"), page["next_after"]) == ([1], None)
    for wanted, ids in (
        ('{"currency": "USD"}', [3, 1]),
        ('{"on": "2025-01-31"}', [2, 1]),
        ('{"on": "2025-02-01"}', [3, 2]),
        ('{"on": "2025-01-10", "currency": "EUR"}', []),
    ):
        assert column(till.call("sp_list_exchange_rates", wanted), "exchange_rates", "id") == ids
