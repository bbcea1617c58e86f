"""What cards, days and spans of time are called in a sentence or a table."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime

from quizcards.model import Card, KeyPoint

WEEKDAYS = "월화수목금토일"
TEN_MINUTES = 600
"""From there on nobody says the seconds."""


def weekday_name(day: int) -> str:
    """Return what the weekday of a study day is called; ordinal 1 was a Monday."""
    return WEEKDAYS[(day - 1) % 7]


def date_name(day: int, today: int) -> str:
    """Return the date of a study day: '12월 3일(목)', and its year where that is another.

    >>> date_name(739954, today=739951), date_name(739954, today=739554)
    ('12월 4일(금)', '2026년 12월 4일(금)')
    """
    moment = date.fromordinal(day)
    year = "" if moment.year == date.fromordinal(today).year else f"{moment.year}년 "
    return f"{year}{moment.month}월 {moment.day}일({weekday_name(day)})"


def day_name(day: int, today: int) -> str:
    """Return a study day as people say it: '내일', '12월 3일(목)'."""
    near = {0: "오늘", 1: "내일", 2: "모레"}.get(day - today)
    return near or date_name(day, today)


def full_date(day: date) -> str:
    """Return a date with its year: '2026년 12월 3일'."""
    return f"{day.year}년 {day.month}월 {day.day}일"


def full_moment(moment: datetime) -> str:
    """Return a moment to the minute: '2026년 12월 3일 09:05'."""
    return f"{full_date(moment)} {moment:%H:%M}"


def stability_name(model: str) -> str:
    """Return what the days until recall falls to 90 % are called under a model of memory."""
    return "S90" if model == "fsrs-7" else "안정도(stability)"


def minutes(seconds: float) -> str:
    """Return a span of time in words, as exact as people say it.

    >>> minutes(45), minutes(330), minutes(754), minutes(5400)
    ('45초', '5분 30초', '13분', '1시간 30분')
    """
    whole = max(round(seconds), 0)
    if whole < TEN_MINUTES:
        return _together(divmod(whole, 60), "분", "초")
    return _together(divmod(round(whole / 60), 60), "시간", "분")


def about(seconds: float) -> str:
    """Return about how long something takes, to the minute.

    >>> about(20), about(754), about(5400)
    ('약 1분', '약 13분', '약 1시간 30분')
    """
    return f"약 {minutes(60 * max(round(seconds / 60), 1))}"


def clock_time(seconds: float) -> str:
    """Return a span of time as a clock shows it: 1:05, or +0:12 for what an answer runs over."""
    whole = math.ceil(seconds) if seconds > -1 else int(-seconds)
    return f"{'+' if seconds <= -1 else ''}{whole // 60}:{whole % 60:02d}"


def _together(amounts: tuple[int, int], larger: str, smaller: str) -> str:
    """Return two amounts, without one that is nothing."""
    parts = [f"{amounts[0]:,}{larger}" if amounts[0] else ""]
    parts.append(f"{amounts[1]}{smaller}" if amounts[1] or not amounts[0] else "")
    return " ".join(filter(None, parts))


def name_of(card: Card) -> str | None:
    """Return what a card's question calls the thing that its id names, if it does.

    It is what stands before the term in brackets, up to its last Korean word (KV 캐시), or the
    id's own letters.
    """
    wanted = card.id.replace("-", " ")
    term = r"((?:[A-Za-z]+ )*[가-힣]+(?: [가-힣]+)*)\(([^)]+)\)"
    for korean, latin in re.findall(term, card.question):
        if latin.casefold() in (wanted, wanted.removesuffix("s")):
            # no more words than the term has in English
            return " ".join(korean.split()[-len(latin.split()) :])
    spelled = re.search(
        rf"(?<![A-Za-z]){re.escape(wanted)}(?![A-Za-z])", card.question, re.IGNORECASE
    )
    return spelled[0] if spelled else None


def named_point(point: KeyPoint, points: Sequence[KeyPoint]) -> str:
    """Return a key point, and whether it does not count for the proposed grade."""
    is_counted = not point.nice or all(one.nice for one in points)
    return point.point if is_counted else f"{point.point} (덤)"


def called(card: Card) -> str:
    """Return the title that an author gave a card, or else its short name."""
    return card.title or short_name(card)


def short_name(card: Card) -> str:
    """Return what to call a card where there is little room.

    It is its name, or else its question without what stands in brackets.
    """
    return name_of(card) or " ".join(re.sub(r"\s*\([^)]*\)", "", card.question).split()) or card.id
