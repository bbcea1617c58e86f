"""Why a card is due when it is: its history, and the reasons in sentences."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from quizcards.memory.day import DAY
from quizcards.memory.replay import new_memory, replayed
from quizcards.memory.schedule import IN_REVIEW, Scheduler, review
from quizcards.model import Card, Event, Memory
from quizcards.study.names import called, date_name, minutes, stability_name


@dataclass(frozen=True)
class HistoryEntry:
    """Something that was done to a card and still holds, with the memory before and after it.

    Of an answer to a card seen before, `recall` is how likely it was to be recalled at that moment.
    """

    event: Event
    before: Memory
    after: Memory
    recall: float | None


@dataclass(frozen=True)
class Why:
    """A card's whole story as of a moment.

    `recall` is how likely it is to be recalled now, None while it is new.
    """

    card: Card
    name: str
    now: float
    day: int
    scheduler: Scheduler
    memory: Memory
    history: tuple[HistoryEntry, ...]
    recall: float | None
    reasons: tuple[str, ...]

    def left(self, one: HistoryEntry, days: float) -> float:
        """Return how likely the card is to be recalled `days` after an answer."""
        return float(self.scheduler.memory.recall(one.after, max(days, 0.0)))

    @property
    def life(self) -> tuple[HistoryEntry, ...]:
        """The answers since the card was last begun afresh."""
        starts = [i for i, one in enumerate(self.history) if one.event.kind == "restart"]
        return tuple(
            one
            for one in self.history[starts[-1] + 1 if starts else 0 :]
            if one.event.kind == "review"
        )


def why(
    card: Card,
    events: Sequence[Event],
    now: float,
    day: int,
    scheduler: Scheduler,
    unseen: Collection[str] = (),
    by: int | None = None,
) -> Why:
    """Replay a card's events (oldest first, undos included) and say why it is due when it is.

    `unseen` are the keys of new cards, `by` is the study day that the learner plans for, if the
    plan holds this card.
    """
    history = tuple(_entries(card, events, scheduler))
    memory = history[-1].after if history else new_memory(card.first_key)
    recall = None if memory.is_new else _recall(memory, now, day, scheduler)
    story = Why(card, called(card), now, day, scheduler, memory, history, recall, ())
    return replace(
        story, reasons=tuple(_reasons(story, [need for need in card.needs if need in unseen], by))
    )


def _entries(card: Card, events: Sequence[Event], scheduler: Scheduler) -> Iterator[HistoryEntry]:
    name = card.first_key
    before = new_memory(name)
    for event, after in replayed(events, name, scheduler):
        if not event.of:  # an undo has done its work
            counts = event.kind == "review" and not before.is_new
            recall = _recall(before, event.at, event.day, scheduler) if counts else None
            yield HistoryEntry(event, before, after, recall)
        before = after


def _recall(memory: Memory, at: float, day: int, scheduler: Scheduler) -> float:
    model = scheduler.memory
    return float(model.recall(memory, model.elapsed(memory, at, day)))


def _reasons(story: Why, first: Sequence[str], by: int | None) -> list[str]:
    """Return the sentences that lead to the day, in order."""
    memory = story.memory
    key = story.card.key
    said = []
    if memory.is_new:
        said.append("아직 배우지 않은 카드라 날짜가 없습니다. 새 카드의 차례가 오면 나옵니다.")
        said += [f"먼저 배울 카드가 있습니다: {', '.join(first)}."] if first else []
    elif memory.step == IN_REVIEW:
        said += [_about_stability(story), _about_interval(story), _about_day(story)]
    else:
        said.append(_about_step(story))
    if memory.suspended:
        said.append(
            "지금은 쉬게 한 카드라 나오지 않습니다. "
            f"quizcards wake {key}로 다시 나오게 할 수 있습니다."
        )
    elif memory.buried_day == story.day:
        said.append("오늘은 미뤄 두었으므로 내일부터 나옵니다.")
    if by is not None and not memory.suspended:
        said.append(
            f"지금은 {date_name(by, story.day)}을 위한 계획(quizcards plan)이 있어, 그날까지는 "
            "이 차례보다 그날의 회상을 가장 많이 올리는 카드를 먼저 묻습니다."
        )
    return said


def _about_stability(story: Why) -> str:
    days = _days(story.memory.stability)
    name = stability_name(story.scheduler.model)
    return (
        f"{name}{'이' if name == 'S90' else '가'} {days}입니다. "
        f"마지막 답에서 {days}이 지나면 떠올릴 확률이 90%로 내려간다는 뜻입니다."
    )


def _about_interval(story: Why) -> str:
    """Say how the interval came about: from the target, then its bounds, then fuzz."""
    last = story.life[-1]
    scheduler = story.scheduler
    exact = scheduler.memory.interval(last.after, scheduler.retention)
    event = last.event
    given = last.after.interval
    assert event.grade is not None, "a review has a grade"
    without_fuzz = replace(scheduler, fuzz=False)
    steady = review(last.before, event.grade, event.at, event.day, without_fuzz).interval
    because = []
    if exact > scheduler.maximum_interval:
        because.append(f"가장 긴 간격({scheduler.maximum_interval:,}일)을 넘지 않게")
    elif steady != math.floor(exact + 0.5):
        because.append(
            "하루보다 짧지 않게" if steady == 1 else "앞 간격이나 더 낮은 등급의 간격보다 길게"
        )
    if given != steady:
        because.append("카드들이 한날에 몰리지 않게 흩어서(fuzz)")
    way = ", ".join(because) or "그대로"
    return (
        f"목표 회상률이 {scheduler.retention:.0%}이므로 간격은 {_days(exact)}이 알맞습니다. "
        f"{way} {given:,}일로 정했습니다."
    )


def _about_day(story: Why) -> str:
    due = story.memory.due_day
    late = story.day - due
    when = date_name(due, story.day)
    if late > 0:
        return (
            f"그래서 {when}에 나올 차례였고, {late:,}일 지났습니다. "
            f"지금 떠올릴 확률은 {story.recall:.0%}입니다."
        )
    ahead = "오늘" if late == 0 else f"{-late:,}일 뒤인 {when}에"
    return f"그래서 {ahead} 나옵니다. 지금 떠올릴 확률은 {story.recall:.0%}입니다."


def _about_step(story: Why) -> str:
    memory = story.memory
    table = story.scheduler.steps
    if memory.step < table.relearning:
        what = "처음 배우는"
        place = memory.step + 1
        of = table.relearning
    else:
        what = "잊어서 다시 배우는"
        place = memory.step - table.relearning + 1
        of = len(table.delay) - table.relearning
    wait = memory.due_at - story.life[-1].event.at
    left = memory.due_at - story.now
    when = f"{minutes(left)} 뒤에 나옵니다" if left > 0 else "지금 나올 차례입니다"
    return (
        f"{what} 단계({of}단계 가운데 {place}단계)라서 "
        f"마지막 답에서 {minutes(wait)} 뒤에 다시 묻습니다. 그래서 {when}."
    )


def _days(days: float) -> str:
    if days < 0.1:
        return minutes(days * DAY)
    return f"{days:.1f}일" if days < 100 else f"{days:,.0f}일"


def as_data(story: Why) -> dict[str, Any]:
    """Return the story as plain data; docs/stats.md says what each key means."""
    memory = story.memory
    in_review = not memory.is_new and memory.step == IN_REVIEW
    return {
        "card": story.card.key,
        "name": story.name,
        "question": story.card.question,
        "model": story.scheduler.model,
        "target": story.scheduler.retention,
        "recall": story.recall,
        "due_day": date.fromordinal(memory.due_day).isoformat() if in_review else None,
        "due_at": None if in_review or memory.is_new else memory.due_at,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "suspended": bool(memory.suspended),
        "buried": memory.buried_day == story.day,
        "reasons": list(story.reasons),
        "history": [_row(one) for one in story.history],
    }


def _row(one: HistoryEntry) -> dict[str, Any]:
    event = one.event
    after = one.after
    return {
        "at": event.at,
        "day": date.fromordinal(event.day).isoformat(),
        "kind": event.kind,
        "asked": event.asked,
        "grade": event.grade,
        "seconds": event.seconds,
        "recall": one.recall,
        "interval": after.interval if event.kind == "review" else None,
        "stability": after.stability,
        "difficulty": after.difficulty,
    }
