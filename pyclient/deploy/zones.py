"""The offsets of the companies' time zones, from Python's zoneinfo into the table zone_offsets.

The server's own zone tables are empty on fresh installs, and filling them needs rights that hosters withhold.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pyclient.deploy.session import Connection, DeployError, execute, fetch

YEARS_AHEAD = 30
_SINCE = datetime(2000, 1, 1)
# What was before the first transition, as far back as DATETIME reaches.
_EVER = datetime(1000, 1, 1)
_MINUTE = timedelta(minutes=1)
# Rules have kept an offset for no less than a month (Morocco's Ramadan).
_STRIDE = timedelta(days=7)


def offsets(zone: str, until: datetime) -> list[tuple[datetime, int]]:
    """(from, minutes to add to UTC) from the year 1000 (as in 2000) to ``until``; instants are UTC and naive.

    DeployError for a zone that zoneinfo does not know.

    >>> offsets("Africa/Cairo", datetime(2023, 5, 1))[-1]
    (datetime.datetime(2023, 4, 27, 22, 0), 180)
    """
    info = require_known(zone)
    return [(_EVER, _minutes(info, _SINCE)), *_transitions(info, until)]


def require_known(zone: str) -> ZoneInfo:
    """The zone's rules; DeployError when Python does not know it."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DeployError(
            f"{zone!r} is no time zone of the IANA list (such as Africa/Cairo or Asia/Kuwait)"
        ) from None


def _transitions(info: ZoneInfo, until: datetime) -> Iterator[tuple[datetime, int]]:
    left = _SINCE
    while left < until:
        right = left + _STRIDE
        before, after = _minutes(info, left), _minutes(info, right)
        if before != after:
            low, high = left, right
            while high - low > _MINUTE:
                middle = low + (high - low) // 2 // _MINUTE * _MINUTE
                low, high = (middle, high) if _minutes(info, middle) == before else (low, middle)
            yield high, after
        left = right


def _minutes(info: ZoneInfo, instant: datetime) -> int:
    offset = instant.replace(tzinfo=UTC).astimezone(info).utcoffset()
    assert offset is not None
    return round(offset / _MINUTE)


def fill(connection: Connection, zone: str) -> bool:
    """Write a zone's offsets up to 30 years ahead; says whether anything was to change.

    Starts and ends no transaction, so that a migration may call it. New rows come before outdated ones go: a
    sale in between finds an offset at any moment.
    """
    wanted = offsets(zone, datetime.now(UTC).replace(tzinfo=None) + timedelta(days=365 * YEARS_AHEAD))
    there: dict[datetime, int] = dict(
        fetch(connection, "SELECT from_utc, offset_minutes FROM zone_offsets WHERE zone = %s", (zone,))
    )
    fresh = [(start, minutes) for start, minutes in wanted if there.get(start) != minutes]
    stale = sorted(there.keys() - {start for start, _ in wanted})
    for start, minutes in fresh:
        execute(
            connection,
            "INSERT INTO zone_offsets (zone, from_utc, offset_minutes) VALUES (%s, %s, %s)"
            " ON DUPLICATE KEY UPDATE offset_minutes = VALUES(offset_minutes)",
            (zone, start, minutes),
        )
    for start in stale:
        execute(connection, "DELETE FROM zone_offsets WHERE zone = %s AND from_utc = %s", (zone, start))
    return bool(fresh or stale)


def fill_companies(connection: Connection) -> list[str]:
    """Fill the zones of all companies; gives the names of those that changed."""
    zones = [
        str(row[0])
        for row in fetch(connection, "SELECT DISTINCT time_zone FROM companies ORDER BY time_zone")
    ]
    return [zone for zone in zones if fill(connection, zone)]
