"""A card's story on screen: the reasons for its day, its forgetting curve, and its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.text import Text

from quizcards.insight.why import HistoryEntry, Why
from quizcards.memory.day import DAY
from quizcards.model import Grade
from quizcards.study.names import date_name
from quizcards.terminal.palette import HEADING
from quizcards.terminal.plots import draw
from quizcards.terminal.text import MARGIN, QUIET, columns, cropped, interval, minutes, wrapped
from quizcards.trace.picture import Curves, Series

MOST_ANSWERS = 20
_SAMPLES = 40
_DONE = {
    "suspend": "쉬게 함",
    "unsuspend": "다시 나오게 함",
    "bury": "내일로 미룸",
    "restart": "처음부터 다시",
    "practice": "연습",
}


def why_lines(story: Why, titles: Mapping[str, str], width: int) -> list[Text]:
    """Return the whole story; `titles` names the ways of asking in Korean.

    No line is wider than `width`.
    """
    room = width - 2
    lines = [
        cropped(Text(story.name, style=HEADING).append(f"   {story.card.key}", QUIET), room),
        Text(),
    ]
    for reason in story.reasons:
        lines += wrapped(reason, room)
    if story.life:
        lines += [Text(), *draw(picture(story), room)]
    if story.history:
        lines += [Text(), *_answers(story, titles, room)]
    return [Text(MARGIN) + line if line else line for line in lines]


def picture(story: Why) -> Curves:
    """Return recall over the days; today is day 0.

    They go from the first answer of this life to a little after the card is due.
    """
    target = story.scheduler.retention
    due = _due(story)
    moments = [_days_from_now(one, story) for one in story.life]
    end = max(due, 0.0, moments[0] + 1.0)
    end += 0.08 * (end - moments[0])
    x: list[float] = []
    y: list[float] = []
    for one, start, stop in zip(story.life, moments, [*moments[1:], end], strict=True):
        steps = [(stop - start) * i / _SAMPLES for i in range(_SAMPLES + 1)]
        x += [start + step for step in steps]
        y += [story.left(one, step) for step in steps]
    before = [1.0 if one.recall is None else one.recall for one in story.life]
    forgotten = [one.event.grade == Grade.AGAIN for one in story.life]
    marks = [
        Series(
            "떠올림", *_where(moments, before, [not failed for failed in forgotten]), points=True
        ),
        Series("못 떠올림", *_where(moments, before, forgotten), points=True),
        Series("나올 때", [due], [story.left(story.life[-1], due - moments[-1])], points=True),
    ]
    lines = (
        Series("떠올릴 확률", x, y),
        Series(f"목표 {target:.0%}", [moments[0], end], [target, target]),
        Series("지금", [0.0, 0.0], [min(*y, target), 1.0]),
    )
    return Curves(
        "망각 곡선", "지금부터 며칠", "떠올릴 확률", (*lines, *(one for one in marks if one.x))
    )


def _where(
    x: Sequence[float], y: Sequence[float], wanted: Sequence[bool]
) -> tuple[list[float], list[float]]:
    kept = [(a, b) for a, b, keep in zip(x, y, wanted, strict=True) if keep]
    return [a for a, _ in kept], [b for _, b in kept]


def _days_from_now(one: HistoryEntry, story: Why) -> float:
    return (one.event.at - story.now) / DAY


def _due(story: Why) -> float:
    """Return how many days from now the card is due.

    One in review is due at any hour of its day, shown as that of its last answer.
    """
    if story.memory.step < 0:
        return _days_from_now(story.life[-1], story) + float(story.memory.interval)
    return (float(story.memory.due_at) - story.now) / DAY


def _answers(story: Why, titles: Mapping[str, str], width: int) -> list[Text]:
    """Tabulate what was done, newest first."""
    newest = story.history[: -MOST_ANSWERS - 1 : -1]
    rows = [
        ("언제", "묻는 방식", "등급", "그때 확률", "다음 간격", "걸린 시간"),
        *(_row(one, titles, story.day) for one in newest),
    ]
    head, *body = columns(rows)
    lines = [cropped(Text(head, style=QUIET), width), *(cropped(Text(row), width) for row in body)]
    left = len(story.history) - len(newest)
    said = f"이보다 앞선 기록 {left:,}개는 줄였습니다. --json에는 모두 있습니다."
    return lines + (wrapped(said, width, QUIET) if left else [])


def _row(one: HistoryEntry, titles: Mapping[str, str], today: int) -> tuple[str, ...]:
    event = one.event
    when = f"{date_name(event.day, today)} {datetime.fromtimestamp(event.at):%H:%M}"
    if event.kind != "review":
        return when, _DONE[event.kind], "", "", "", ""
    asked = event.asked or "recall"
    recall = "처음" if one.recall is None else f"{one.recall:.0%}"
    took = "" if event.seconds is None else minutes(event.seconds)
    return (
        when,
        titles.get(asked, asked),
        Grade(event.grade or 1).korean,
        recall,
        interval(one.after, event.at),
        took,
    )
