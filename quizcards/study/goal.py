"""The plan as values: the day prepared for, the baseline foreseen for it, and how it stands now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from quizcards.memory.day import LAST_DAYS
from quizcards.study.names import full_date
from quizcards.study.tracks import TRACKS

if TYPE_CHECKING:
    from quizcards.model import Card

FORMAT = 1
FURTHEST = 365
"""Days; nobody plans for an interview further away, and a forecast plays every day until then."""
MOST_MINUTES, MOST_WEIGHT = 1440, 100
EVEN, LATE = SHAPES = ("even", "late")
"""Every day has the same minutes, or the last days have more of them."""
MOVED = 0.5
"""Share of a day's minutes that a late plan moves into its last days."""
MOST_TIMES = 3
"""So many times a day's minutes is the most that a late plan asks of one of its last days."""
_WRITTEN = (
    r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
    r"(?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
    r"(?:(?P<year>\d{4})년\s*)?(?P<month>\d{1,2})월\s*(?P<day>\d{1,2})일",
)


@dataclass(frozen=True)
class Baseline:
    """The forecast at the time when a plan was made, against which it is compared later.

    Made on study day `made` for so many `cards`: recall on the day of the interview and the
    interval `low` to `high` around it. `path[k]` is the recall to expect on that day after k days
    of studying by the plan, if nothing more is asked.
    """

    made: int
    cards: int
    recall: float
    low: float
    high: float
    path: tuple[float, ...]

    def lead(self, day: int, cards: int, expected: float) -> float | None:
        """Return how far recall is ahead of the path on study day `day`, negative if behind.

        `expected` is the recall on the day of the interview if nothing more is asked. Anywhere
        within the day's own stretch of the path the lead is 0. Over other cards, or off the path,
        there is nothing to compare: None.
        """
        done = day - self.made
        if cards != self.cards or not 0 <= done < len(self.path):
            return None
        morning = self.path[done]
        evening = self.path[min(done + 1, len(self.path) - 1)]
        above = max(expected - max(morning, evening), 0.0)
        below = min(expected - min(morning, evening), 0.0)
        return above + below


@dataclass(frozen=True)
class Goal:
    """A plan as the learner set it.

    `by` is the study day of the interview, `minutes` the time for each day until then, in the mean;
    no `decks` or no `tags` means all of them, and `weights` says how many times as much the cards
    with a tag count.
    """

    by: int
    minutes: float
    decks: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    baseline: Baseline | None = None
    """What was foreseen when the plan was made; a plan just being made has none yet."""
    tags: tuple[str, ...] = ()
    track: str = ""
    """The kind of position, where it is not the one of the settings."""
    late_from: int | None = None
    """The study day from which minutes are moved into the last days; None where none are."""

    @property
    def shape(self) -> str:
        return EVEN if self.late_from is None else LATE

    def minutes_on(self, day: int) -> float:
        """Return the minutes of a study day until `by`.

        A late plan moves MOVED of each day before its last days into these, the same into each, as
        long as none of them comes to more than MOST_TIMES the minutes. So the sum stays the same.
        """
        last = self.by - LAST_DAYS
        early_days = last - self.late_from if self.late_from is not None else 0
        if early_days <= 0:
            return self.minutes
        most = min(MOST_TIMES * self.minutes, MOST_MINUTES) - self.minutes
        moved = min(MOVED * self.minutes * early_days, most * LAST_DAYS)
        return self.minutes + (-moved / early_days if day < last else moved / LAST_DAYS)

    def seconds_from(self, day: int) -> list[float]:
        """Return the seconds of each study day from `day` until the one before `by`."""
        return [self.minutes_on(one) * 60 for one in range(day, self.by)]

    def is_about(self, card: Card) -> bool:
        """Say whether a card is of the plan's decks and has one of its tags."""
        is_of_deck = not self.decks or card.deck in self.decks
        return is_of_deck and (not self.tags or not set(self.tags).isdisjoint(card.tags))


@dataclass(frozen=True)
class Standing:
    """How a plan stands: its day, and how far recall is ahead of the baseline, if that is known."""

    by: int
    lead: float | None
    skipped: int = 0
    """How many days before today went by without an answer; the plan is made anew without them."""


@dataclass(frozen=True)
class Progress:
    """What a session did for a plan: recall on its day before and after the session.

    Both as expected if nothing more is asked. `tomorrow` are the seconds that the plan asks for
    then, where there is a day left.
    """

    by: int
    before: float
    after: float
    tomorrow: float | None = None


def parse_day(text: str, today: int) -> int | None:
    """Return the study day that a learner means, or None if the text means none.

    Understood are '2026-12-15', '12-15', '12월 15일' and '+14'. Without a year it is the next such
    day, today included.
    """
    text = text.strip()
    if re.fullmatch(r"\+\d{1,4}", text):
        return today + int(text)
    found = next((match for pattern in _WRITTEN if (match := re.fullmatch(pattern, text))), None)
    if found is None:
        return None
    part = found.groupdict()
    month, day = int(part["month"]), int(part["day"])
    if part.get("year"):
        return _ordinal(int(part["year"]), month, day)
    this_year = date.fromordinal(today).year
    # up to 8 years to a 29 February
    days = (_ordinal(year, month, day) for year in range(this_year, this_year + 9))
    return next((one for one in days if one is not None and one >= today), None)


def why_no_day(text: str, today: int) -> str:
    """Return why a text names no day to plan for, and what to write instead; "" if it does."""
    day = parse_day(text, today)
    if day is None:
        return (
            f"{text}: 날짜로 읽을 수 없습니다. 2026-12-15, 12-15, '12월 15일', +14처럼 써 주세요."
        )
    if day <= today:
        when = "오늘입니다" if day == today else "지난 날입니다"
        return f"{text}: {when}. 내일부터의 날짜를 써 주세요."
    return (
        ""
        if day - today <= FURTHEST
        else f"{text}: 너무 멉니다. {FURTHEST}일 안의 날짜를 써 주세요."
    )


def over_text(goal: Goal) -> str:
    """Say that the day of a plan is over, and how to go on from there."""
    return (
        f"{full_date(date.fromordinal(goal.by))} 계획은 날이 지났습니다. "
        "quizcards plan --next +30으로 이어 가거나 quizcards plan --clear로 지워 주세요."
    )


def parse_minutes(text: str) -> float | None:
    """Return the minutes of a day that a learner means, or None if the text means none.

    >>> parse_minutes("20"), parse_minutes("45분"), parse_minutes("1시간 30분"), parse_minutes("x")
    (20.0, 45.0, 90.0, None)
    """
    found = re.fullmatch(r"(?:(\d+(?:\.\d+)?)\s*시간)?\s*(?:(\d+(?:\.\d+)?)\s*분?)?", text.strip())
    if found is None:
        return None
    minutes = 60 * float(found[1] or 0) + float(found[2] or 0)
    return minutes if 0 < minutes <= MOST_MINUTES else None


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def goal_data(goal: Goal) -> dict[str, Any]:
    """Return a goal as JSON has it; the baseline stands under "promise"."""
    promise = None
    if goal.baseline:
        made = date.fromordinal(goal.baseline.made).isoformat()
        promise = {**vars(goal.baseline), "made": made}
    return {
        "v": FORMAT,
        "by": date.fromordinal(goal.by).isoformat(),
        "minutes": goal.minutes,
        "decks": list(goal.decks),
        "tags": list(goal.tags),
        "weights": dict(goal.weights),
        "track": goal.track,
        "late_from": goal.late_from and date.fromordinal(goal.late_from).isoformat(),
        "promise": promise,
    }


def goal_from(data: Any) -> Goal:
    """Return the goal that JSON says. Raises ValueError, KeyError or TypeError if it says none."""
    if data["v"] != FORMAT:
        raise ValueError("another format")
    minutes = float(data["minutes"])
    weights = {str(tag): float(weight) for tag, weight in data["weights"].items()}
    if not 0 < minutes <= MOST_MINUTES:
        raise ValueError("minutes that no plan has")
    if not all(0 < weight <= MOST_WEIGHT for weight in weights.values()):
        raise ValueError("weights that no plan has")
    track = str(data.get("track", ""))  # plans of before know none
    if track and track not in TRACKS:
        raise ValueError("a track that nobody has")
    late_from = data.get("late_from")  # plans of before know none
    promise = data["promise"]
    return Goal(
        by=date.fromisoformat(data["by"]).toordinal(),
        minutes=minutes,
        decks=tuple(map(str, data["decks"])),
        tags=tuple(map(str, data.get("tags", ()))),  # plans of before know none
        weights=weights,
        track=track,
        late_from=date.fromisoformat(late_from).toordinal() if late_from else None,
        baseline=_baseline_from(promise) if promise else None,
    )


def _baseline_from(data: Any) -> Baseline:
    return Baseline(
        made=date.fromisoformat(data["made"]).toordinal(),
        cards=int(data["cards"]),
        recall=float(data["recall"]),
        low=float(data["low"]),
        high=float(data["high"]),
        path=tuple(map(float, data["path"])),
    )
