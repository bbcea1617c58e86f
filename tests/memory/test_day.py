"""The study day turns at 04:00 by the clock on the wall, whatever that did in the night."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from quizcards.memory.day import study_day


def test_the_minute_before_four_still_belongs_to_the_evening_before() -> None:
    assert study_day(datetime(2026, 3, 10, 3, 59, 59)) == date(2026, 3, 9)
    assert study_day(datetime(2026, 3, 10, 4, 0)) == date(2026, 3, 10)
    assert study_day(datetime(2026, 3, 10, 23, 59)) == date(2026, 3, 10)
    assert study_day(datetime(2026, 1, 1, 0, 30)) == date(2025, 12, 31)


def test_the_hour_of_the_turn_is_a_setting() -> None:
    assert study_day(datetime(2026, 3, 10, 0, 0), turns_at=0) == date(2026, 3, 10)
    assert study_day(datetime(2026, 3, 10, 5, 59), turns_at=6) == date(2026, 3, 9)


@pytest.mark.parametrize(
    "night", [date(2026, 3, 8), date(2026, 11, 1)], ids=["clocks go forward", "clocks go back"]
)
def test_the_study_day_turns_at_four_on_the_wall_also_when_clocks_change(night: date) -> None:
    try:
        new_york = ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError:
        pytest.skip("this machine has no time zones")
    turn = datetime(night.year, night.month, night.day, 4, 0, tzinfo=new_york)
    moments = [turn.timestamp() + minutes * 60 for minutes in range(-360, 360)]
    days = [study_day(datetime.fromtimestamp(moment, new_york)) for moment in moments]
    assert days == [night - timedelta(days=1)] * 360 + [night] * 360
