"""Time comes from Python, never from an engine, and is written one way: UTC to the microsecond."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock that the platform runs on; tests give their own."""
    return datetime.now(UTC)


def instant_text(moment: datetime) -> str:
    """`2025-06-01T08:00:00.000000Z`: fixed width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def start_of_day(day: date, zone: ZoneInfo) -> str:
    """The first instant of a calendar day in a zone, as text."""
    return instant_text(datetime.combine(day, time(), zone))


def end_of_day(day: date, zone: ZoneInfo) -> str:
    """The last instant of a calendar day in a zone, as text."""
    if day == date.max:
        return instant_text(datetime.max.replace(tzinfo=UTC))
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return instant_text(midnight.astimezone(UTC) - timedelta(microseconds=1))


def local_day(instant: str, zone: ZoneInfo) -> str:
    """The calendar day in a zone of an instant written as `instant_text` does."""
    moment = datetime.fromisoformat(instant.replace("Z", "+00:00"))
    return moment.astimezone(zone).date().isoformat()
