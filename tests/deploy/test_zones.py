from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyclient.deploy import zones
from pyclient.deploy.session import DeployError, execute, fetch
from tests.shop import Shop

ZONES = ("Africa/Cairo", "Asia/Kuwait", "Africa/Casablanca", "Asia/Tehran", "Australia/Lord_Howe", "UTC")
UNTIL = datetime(2056, 1, 1)
OFFSETS = {zone: zones.offsets(zone, UNTIL) for zone in ZONES}


@given(st.sampled_from(ZONES), st.datetimes(datetime(2000, 1, 1), UNTIL - timedelta(days=8)))
def test_the_last_offset_before_an_instant_is_the_one_in_force(zone: str, instant: datetime) -> None:
    minutes = [minutes for start, minutes in OFFSETS[zone] if start <= instant][-1]
    offset = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    assert offset == timedelta(minutes=minutes)


def test_cairo_has_summer_time_from_2023_on() -> None:
    assert (datetime(2025, 4, 24, 22), 180) in OFFSETS["Africa/Cairo"]
    assert (datetime(2025, 10, 30, 21), 120) in OFFSETS["Africa/Cairo"]
    assert OFFSETS["Asia/Kuwait"] == [(datetime(1000, 1, 1), 180)]


def test_an_unknown_zone_is_a_sentence() -> None:
    with pytest.raises(DeployError, match="'Africa/Nowhere' is no time zone"):
        zones.offsets("Africa/Nowhere", UNTIL)


def test_filling_again_changes_nothing_and_mends_what_is_wrong(shop: Shop) -> None:
    connection = shop.connection
    rows = "SELECT from_utc, offset_minutes FROM zone_offsets WHERE zone = 'Africa/Cairo' ORDER BY from_utc"
    first = fetch(connection, rows)
    assert first[-1][0] > datetime.now() + timedelta(days=365 * 29)
    assert zones.fill_companies(connection) == []
    execute(connection, "UPDATE zone_offsets SET offset_minutes = 7 ORDER BY from_utc DESC LIMIT 3")
    execute(connection, "DELETE FROM zone_offsets ORDER BY from_utc LIMIT 2")
    execute(connection, "INSERT INTO zone_offsets VALUES ('Africa/Cairo', '2030-01-01', 60)")
    assert zones.fill_companies(connection) == ["Africa/Cairo"]
    assert fetch(connection, rows) == first
