"""The day that the learner prepares for: how it is written, what was promised for it, and how
things stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

FORMAT = 1
FURTHEST = 365
"""Days; nobody plans for an interview further away, and a forecast plays every day until then."""
MOST_MINUTES, MOST_WEIGHT = 1440, 100
_WRITTEN = (
    r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
    r"(?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
    r"(?:(?P<year>\d{4})년\s*)?(?P<month>\d{1,2})월\s*(?P<day>\d{1,2})일",
)


@dataclass(frozen=True)
class Promise:
    """What was foreseen when the plan was made on study day `made`, for so many `cards`: recall on
    the day, and its interval.

    `path[k]` is the recall to expect on the day after k days of studying by the plan, if nothing
    more is asked.
    """

    made: int
    cards: int
    recall: float
    low: float
    high: float
    path: tuple[float, ...]

    def lead(self, day: int, cards: int, expected: float) -> float | None:
        """Return how far `expected` (recall on the day, if nothing more is asked) is ahead of the
        path, negative if behind.

        Somewhere within the day's own stretch of the path is 0. Over other cards, or off the path,
        there is nothing to compare.
        """
        done = day - self.made
        if cards != self.cards or not 0 <= done < len(self.path):
            return None
        before, after = self.path[done], self.path[min(done + 1, len(self.path) - 1)]
        return max(expected - max(before, after), 0.0) + min(expected - min(before, after), 0.0)


@dataclass(frozen=True)
class Goal:
    """A plan as the learner set it: the study day, minutes a day, the decks (none means all), and
    how much tags count.
    """

    by: int
    minutes: float
    decks: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    promise: Promise | None = None
    """What was foreseen when the plan was made."""


@dataclass(frozen=True)
class Aim:
    """The day that a session prepares for, and how far recall on it is ahead of the plan, as far as
    that is known.
    """

    by: int
    lead: float | None


@dataclass(frozen=True)
class Outlook:
    """Recall to expect on the day if nothing more is asked, before this session and after it."""

    by: int
    before: float
    after: float


def parse_day(text: str, today: int) -> int | None:
    """Return the study day that '2026-12-15', '12-15', '12월 15일' or '+14' means; None if it means
    none.

    Without a year it is the next such day, today included.
    """
    text = text.strip()
    if re.fullmatch(r"\+\d{1,4}", text):
        return today + int(text)
    found = next((match for pattern in _WRITTEN if (match := re.fullmatch(pattern, text))), None)
    if found is None:
        return None
    part = found.groupdict()
    month, day = int(part["month"]), int(part["day"])
    if year := part.get("year"):
        return _ordinal(int(year), month, day)
    this_year = date.fromordinal(today).year
    # up to 8 years to a 29 February
    days = (_ordinal(year, month, day) for year in range(this_year, this_year + 9))
    return next((one for one in days if one is not None and one >= today), None)


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def goal_data(goal: Goal) -> dict[str, Any]:
    """Return a goal as JSON has it."""
    return {
        "v": FORMAT,
        "by": date.fromordinal(goal.by).isoformat(),
        "minutes": goal.minutes,
        "decks": list(goal.decks),
        "weights": dict(goal.weights),
        "promise": goal.promise
        and {**vars(goal.promise), "made": date.fromordinal(goal.promise.made).isoformat()},
    }


def goal_from(data: Any) -> Goal:
    """Return the goal that JSON says. Raises ValueError, KeyError or TypeError if it says none."""
    if data["v"] != FORMAT:
        raise ValueError("another format")
    minutes, promise = float(data["minutes"]), data["promise"]
    weights = {str(tag): float(weight) for tag, weight in data["weights"].items()}
    if not 0 < minutes <= MOST_MINUTES or not all(
        0 < weight <= MOST_WEIGHT for weight in weights.values()
    ):
        raise ValueError("minutes or weights that no plan has")
    return Goal(
        by=date.fromisoformat(data["by"]).toordinal(),
        minutes=minutes,
        decks=tuple(map(str, data["decks"])),
        weights=weights,
        promise=promise and _promise_from(promise),
    )


def _promise_from(data: Any) -> Promise:
    return Promise(
        made=date.fromisoformat(data["made"]).toordinal(),
        cards=int(data["cards"]),
        recall=float(data["recall"]),
        low=float(data["low"]),
        high=float(data["high"]),
        path=tuple(map(float, data["path"])),
    )
