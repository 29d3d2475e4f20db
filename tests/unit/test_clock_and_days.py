"""Instants as text, and where the district's days begin and end."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainlink.clock import end_of_day, instant_text, local_day, start_of_day
from chainlink.settings import Settings

CHINA = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(
    min_value=datetime(1800, 1, 2), max_value=datetime(2200, 12, 30), timezones=st.timezones()
)
DAYS = st.dates(min_value=date(1800, 1, 2), max_value=date(2200, 12, 31))
ZONES = st.sampled_from([CHINA, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")])


def test_an_instant_is_written_one_way() -> None:
    in_china = datetime(2026, 11, 24, 16, tzinfo=timezone(timedelta(hours=8)))
    assert instant_text(in_china) == "2026-11-24T08:00:00.000000Z"
    assert instant_text(datetime(2026, 11, 24, 8, 0, 0, 1, UTC)) == "2026-11-24T08:00:00.000001Z"


@given(MOMENTS, MOMENTS)
def test_the_order_of_the_texts_is_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) is (
        one.astimezone(UTC) < other.astimezone(UTC)
    )
    assert len(instant_text(one)) == 27


def test_a_day_in_china_ends_at_16_in_greenwich() -> None:
    day = date(2026, 11, 24)
    assert start_of_day(day, CHINA) == "2026-11-23T16:00:00.000000Z"
    assert end_of_day(day, CHINA) == "2026-11-24T15:59:59.999999Z"
    assert local_day("2026-11-24T15:59:59.999999Z", CHINA) == "2026-11-24"
    assert local_day("2026-11-24T16:00:00.000000Z", CHINA) == "2026-11-25"
    assert end_of_day(date.max, CHINA) == "9999-12-31T23:59:59.999999Z"


@given(DAYS, ZONES)
def test_days_follow_one_another_without_a_gap(day: date, zone: ZoneInfo) -> None:
    end = datetime.fromisoformat(end_of_day(day, zone))
    following = datetime.fromisoformat(start_of_day(day + timedelta(days=1), zone))
    assert following - end == timedelta(microseconds=1)
    assert start_of_day(day, zone) < end_of_day(day, zone)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 16, tzinfo=UTC), date(2026, 11, 25)),
    ],
)
def test_today_is_the_districts(moment: datetime, day: date) -> None:
    assert Settings(_env_file=None).today(moment) == day
