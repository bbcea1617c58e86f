"""The day that is prepared for: how people write it, how it is kept, and how things stand against
what was foreseen.
"""

from datetime import date
from typing import Any

import pytest

from quizcards.study.goal import (
    MOST_MINUTES,
    MOST_TIMES,
    Baseline,
    Goal,
    goal_data,
    goal_from,
    parse_day,
)

TODAY = date(2026, 11, 26).toordinal()
BASELINE = Baseline(
    TODAY, cards=49, recall=0.87, low=0.83, high=0.91, path=(0.40, 0.55, 0.70, 0.87)
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-15", date(2026, 12, 15)),
        ("2026.12.15", date(2026, 12, 15)),
        ("12-15", date(2026, 12, 15)),
        ("12/5", date(2026, 12, 5)),
        ("12월 15일", date(2026, 12, 15)),
        ("12월15일", date(2026, 12, 15)),
        ("2027년 1월 2일", date(2027, 1, 2)),
        (" +14 ", date(2026, 12, 10)),
        ("+0", date(2026, 11, 26)),
        # today, not next year: the command then says that it is today
        ("11-26", date(2026, 11, 26)),
        ("11-25", date(2027, 11, 25)),
        ("2-29", date(2028, 2, 29)),
        ("2025-01-01", date(2025, 1, 1)),
    ],
)
def test_a_day_is_read_as_people_write_it_and_without_a_year_is_the_next_such_day(
    text: str, day: date
) -> None:
    assert parse_day(text, TODAY) == day.toordinal()


@pytest.mark.parametrize(
    "text",
    ["", "내일", "13-01", "2-30", "2026-2-29", "12", "+", "-3", "+99999", "12-15-2026", "0-0"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text, TODAY) is None


def test_a_goal_is_kept_as_it_was_set() -> None:
    goal = Goal(TODAY + 19, 30.0, ("optimization",), {"optimizer": 2.0}, BASELINE, ("optimizer",))
    assert goal_from(goal_data(goal)) == goal
    assert goal_from(goal_data(Goal(TODAY, 1.0))) == Goal(TODAY, 1.0)
    late = Goal(TODAY + 19, 30.0, late_from=TODAY)
    assert goal_from(goal_data(late)) == late


def test_a_goal_of_before_has_the_same_minutes_every_day() -> None:
    data = goal_data(Goal(TODAY + 19, 30.0))
    del data["late_from"]
    assert goal_from(data).seconds_from(TODAY) == [1800.0] * 19


@pytest.mark.parametrize("days", [1, 7, 8, 14, 30, 90, 365])
@pytest.mark.parametrize("minutes", [0.5, 20.0, 1000.0, MOST_MINUTES])
def test_a_late_plan_has_the_same_minutes_in_all_and_more_of_them_in_its_last_days(
    days: int, minutes: float
) -> None:
    late = Goal(TODAY + days, minutes, late_from=TODAY).seconds_from(TODAY)
    assert sum(late) == pytest.approx(60 * minutes * days)
    early, last = late[:-7], late[-7:]
    assert len(set(early)) <= 1
    assert len(set(last)) == 1
    assert all(30 * minutes <= one <= 60 * minutes for one in early)
    assert 60 * minutes <= last[0] <= 60 * min(MOST_TIMES * minutes, MOST_MINUTES) + 1e-6


def test_half_of_each_early_day_moves_unless_a_last_day_would_have_three_times_as_much() -> None:
    fortnight = Goal(TODAY + 14, 20.0, late_from=TODAY)
    assert [fortnight.minutes_on(TODAY + day) for day in (0, 6, 7, 13)] == [10, 10, 30, 30]
    quarter = Goal(TODAY + 91, 20.0, late_from=TODAY)
    assert quarter.minutes_on(TODAY + 84) == 60
    assert quarter.minutes_on(TODAY) == pytest.approx(20 - 40 * 7 / 84)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"by": "soon"},
        {"by": 5},
        {"minutes": 0},
        {"minutes": "NaN"},
        {"minutes": 1e9},
        {"decks": None},
        {"weights": {"a": -1}},
        {"weights": []},
        {"late_from": "soon"},
        {"late_from": 5},
        {"promise": {"made": "2026-11-26"}},
    ],
)
def test_what_is_no_goal_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        goal_from(goal_data(Goal(TODAY, 30.0, baseline=BASELINE)) | change)


@pytest.mark.parametrize(
    ("done", "expected", "lead"),
    [
        # between this morning and tonight: as planned
        (0, 0.40, 0.0), (0, 0.55, 0.0), (0, 0.50, 0.0),
        (1, 0.50, -0.05), (1, 0.80, 0.10), (2, 0.87, 0.0),
        (3, 0.80, -0.07), (3, 0.90, 0.03),  # on the day itself the path is at its end
    ],
)  # fmt: skip
def test_the_lead_is_how_far_recall_is_from_the_stretch_of_the_path_of_that_day(
    done: int, expected: float, lead: float
) -> None:
    assert BASELINE.lead(TODAY + done, 49, expected) == pytest.approx(lead)


def test_off_the_path_or_with_other_cards_there_is_nothing_to_compare() -> None:
    assert BASELINE.lead(TODAY - 1, 49, 0.4) is None
    assert BASELINE.lead(TODAY + 4, 49, 0.4) is None
    assert BASELINE.lead(TODAY, 50, 0.4) is None


def test_a_path_that_falls_is_compared_from_both_ends_too() -> None:
    falling = Baseline(TODAY, 1, 0.6, 0.5, 0.7, (0.70, 0.60))
    assert [falling.lead(TODAY, 1, recall) for recall in (0.75, 0.65, 0.5)] == pytest.approx(
        [0.05, 0.0, -0.1]
    )
