"""When a day begins, wherever clocks go forward or back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from publishing.clock import ImpossibleTime, end_of_day, first_moment_of, moment_from_text

BEGINNINGS = [
    ("Africa/Cairo", "2025-04-25", "2025-04-25T01:00:00+03:00"),
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"),
    ("America/Toronto", "1919-03-31", "1919-03-31T00:30:00-04:00"),
    ("America/Havana", "2025-11-02", "2025-11-02T00:00:00-04:00"),
    ("Atlantic/Azores", "2024-10-27", "2024-10-27T00:00:00+00:00"),
    ("Europe/Berlin", "2025-03-30", "2025-03-30T00:00:00+01:00"),
    ("Europe/Berlin", "2025-01-27", "2025-01-27T00:00:00+01:00"),
    ("Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"),
]


@pytest.mark.parametrize(("zone", "day", "moment"), BEGINNINGS)
def test_a_day_begins_when_it_begins(zone: str, day: str, moment: str) -> None:
    assert moment_from_text(day, zone=ZoneInfo(zone)).astimezone(UTC) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("zone", "at", "end"),
    [
        ("Europe/Berlin", "2025-03-30T12:00:00+00:00", "2025-03-30T22:00:00+00:00"),
        ("Europe/Berlin", "2025-01-27T23:00:00+00:00", "2025-01-28T23:00:00+00:00"),
        ("Africa/Cairo", "2025-04-24T12:00:00+00:00", "2025-04-24T22:00:00+00:00"),
        ("Pacific/Apia", "2011-12-29T12:00:00-10:00", "2011-12-30T00:00:00-10:00"),
    ],
)
def test_a_day_ends_when_the_next_one_there_is_begins(zone: str, at: str, end: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert end_of_day(datetime.fromisoformat(at)) == datetime.fromisoformat(end)


def test_a_day_that_was_left_out_is_refused() -> None:
    with pytest.raises(ImpossibleTime, match="2011-12-30 does not exist in Pacific/Apia"):
        moment_from_text("2011-12-30", zone=ZoneInfo("Pacific/Apia"))


def test_a_time_that_does_not_exist_is_refused_as_ever() -> None:
    with pytest.raises(ImpossibleTime, match="does not exist"):
        moment_from_text("2025-04-25T00:00", zone=ZoneInfo("Africa/Cairo"))


@given(
    day=st.dates(date(1900, 1, 2), date(2100, 1, 1)),
    name=st.sampled_from(
        ["Africa/Cairo", "Asia/Beirut", "America/Asuncion", "Asia/Gaza", "Australia/Lord_Howe"]
    ),
)
def test_a_second_earlier_it_was_another_day(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    began = first_moment_of(day, zone=zone).astimezone(UTC)
    assert began.astimezone(zone).date() == day
    assert (began - timedelta(seconds=1)).astimezone(zone).date() < day
