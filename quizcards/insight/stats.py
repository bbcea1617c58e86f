"""What a learner's log and memory come to: days, true retention, time, load, and each concept.

True retention is counted as Anki counts it: of a card's first answer on a study day, given while
the card was in review and not in a learning or relearning step, the share that passed. Hard passes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from quizcards.insight.mistakes import Mistake
from quizcards.insight.prerequisites import Branch, tree
from quizcards.memory.schedule import IN_REVIEW, Scheduler, next_step
from quizcards.model import AnsweredRow, Card, Grade, Memory, is_seen
from quizcards.study.names import called
from quizcards.study.strength import Recall, recall_at, weakest
from quizcards.study.summary import due_by_day, streak

WEEK = 7
YEAR = 365
WEEKS = 53
AHEAD = 14
_MOST_LISTED = 5


@dataclass(frozen=True)
class Total:
    """Answers, the seconds they took, and the reviews for true retention.

    `reviews` are those that count for it, `passed` how many of them passed.
    """

    answers: int = 0
    seconds: float = 0.0
    reviews: int = 0
    passed: int = 0

    @property
    def retention(self) -> float | None:
        """The share that passed, from 0 to 1; None where nothing counts."""
        return self.passed / self.reviews if self.reviews else None


@dataclass(frozen=True)
class Concept:
    """A card as the learner knows it.

    `recall` is the probability of recalling it today, None while it is new. Minutes after any
    answer everything is still in mind, so of a card that was seen today it is that of tomorrow.
    `stability` are the days from an answer on in which it is recalled nine times in ten; `lasts` is
    how many of them are left from today on, 0 where none are.
    """

    card: str
    name: str
    recall: float | None
    stability: float
    lasts: float
    reps: int
    lapses: int
    in_steps: bool
    suspended: bool
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Stats:
    """Everything that the statistics show.

    `days` holds the study days with answers, `kinds` the past year by way of asking.
    """

    today: int
    target: float
    model: str
    days: Mapping[int, Total]
    kinds: Mapping[str, Total]
    due: tuple[int, ...]
    concepts: Mapping[str, Concept]
    weakest: tuple[Concept, ...]
    strongest: tuple[Concept, ...]
    tree: tuple[Branch, ...]
    mistakes: tuple[Mistake, ...]
    claimed: int = 0
    """How many answers the learner took for right that were marked wrong."""

    @property
    def streak(self) -> int:
        """How many study days in a row had an answer, up to today or yesterday."""
        return streak({day: total.answers for day, total in self.days.items()}, self.today)

    @property
    def longest(self) -> int:
        """The longest streak there ever was."""
        runs = groupby(enumerate(sorted(self.days)), key=lambda pair: pair[1] - pair[0])
        return max((len(list(run)) for _, run in runs), default=0)

    def over(self, days: int) -> Total:
        """Return the total of the newest `days` study days, today included."""
        return self._between(self.today - days + 1, self.today)

    @property
    def whole(self) -> Total:
        """The total of all days."""
        return _summed(self.days.values())

    def weeks(self, count: int = WEEKS) -> list[tuple[int, Total]]:
        """Return the Monday and the total of each of the newest `count` weeks, oldest first.

        The last one is this week.
        """
        this = monday(self.today)
        starts = [this - WEEK * back for back in range(count - 1, -1, -1)]
        return [(start, self._between(start, start + WEEK - 1)) for start in starts]

    def _between(self, first: int, last: int) -> Total:
        return _summed(self.days[day] for day in range(max(first, 1), last + 1) if day in self.days)


def stats(
    answers: Iterable[AnsweredRow],
    cards: Sequence[Card],
    memories: Mapping[str, Memory],
    now: float,
    day: int,
    scheduler: Scheduler,
    mistakes: Sequence[Mistake] = (),
    claimed: int = 0,
) -> Stats:
    """Return the statistics as of a moment of study day `day`.

    The log counts whole; cards that are in no deck are no concepts.
    """
    days, kinds = totals(answers, scheduler, day - YEAR)
    recall = recall_at(scheduler, now, day)
    concepts = {card.key: _concept(card, memories.get(card.key), recall, day) for card in cards}
    known = [
        concepts[card.key]
        for card in weakest(cards, memories, recall)
        if not concepts[card.key].suspended
    ]
    weak, strong = _ends(known, scheduler.retention)
    return Stats(
        today=day,
        target=scheduler.retention,
        model=scheduler.model,
        days=days,
        kinds=kinds,
        due=tuple(due_by_day(memories, [card.key for card in cards], day, AHEAD)),
        concepts=concepts,
        weakest=weak,
        strongest=strong,
        tree=tree(cards),
        mistakes=tuple(mistakes),
        claimed=claimed,
    )


def totals(
    answers: Iterable[AnsweredRow], scheduler: Scheduler, after: int = 0
) -> tuple[dict[int, Total], dict[str, Total]]:
    """Return the totals by study day, and those by way of asking, most asked first.

    By way of asking only the days later than `after` count, and an answer that was marked wrong is
    no pass, whatever its grade.
    """
    by_day = defaultdict[int, list[Total]](list)
    by_kind = defaultdict[str, list[Total]](list)
    for (day, asked), count in _counts(answers, scheduler).items():
        total = Total(count.answers, count.seconds, count.reviews, count.passed)
        by_day[day].append(total)
        if day > after:
            right = replace(total, passed=total.passed - count.wrong)
            by_kind[asked or "recall"].append(right)
    kinds = {kind: _summed(found) for kind, found in by_kind.items()}
    most_asked = sorted(kinds, key=lambda kind: (-kinds[kind].answers, kind))
    days = {day: _summed(found) for day, found in by_day.items()}
    return days, {kind: kinds[kind] for kind in most_asked}


@dataclass(slots=True)
class _Count:
    """A total in the making; `wrong` are those passed that were marked wrong."""

    answers: int = 0
    seconds: float = 0.0
    reviews: int = 0
    passed: int = 0
    wrong: int = 0


def _counts(
    answers: Iterable[AnsweredRow], scheduler: Scheduler
) -> dict[tuple[int, str | None], _Count]:
    """Count the answers of each study day and way of asking.

    Only the steps are walked, not the whole memory: whole numbers suffice to tell where a card
    stood.
    """
    steps = range(IN_REVIEW, len(scheduler.steps.again))
    after = {
        step: [step, *(next_step(step, grade, scheduler.steps) for grade in Grade)]
        for step in steps
    }
    stands: dict[str, tuple[int, int]] = {}
    new = (0, 0)
    counts = defaultdict[tuple[int, str | None], _Count](_Count)
    for card, grade, day, asked, seconds, wrong in answers:
        if grade is None:
            stands[card] = new
            continue
        step, last = stands.get(card, new)
        stands[card] = after[step][grade], day
        count = counts[day, asked]
        count.answers += 1
        count.seconds += seconds or 0.0
        if step == IN_REVIEW and last != day:
            count.reviews += 1
            count.passed += grade > Grade.AGAIN
            count.wrong += bool(wrong) and grade > Grade.AGAIN
    return counts


def _concept(card: Card, memory: Memory | None, recall: Recall, day: int) -> Concept:
    known = is_seen(memory)
    memory = memory or Memory(0.0)
    lasts = max(memory.stability - (day - memory.last_day), 0.0) if known else 0.0
    return Concept(
        card=card.key,
        name=called(card),
        recall=recall(memory) if known else None,
        stability=memory.stability,
        lasts=lasts,
        reps=memory.reps,
        lapses=memory.lapses,
        in_steps=known and memory.step != IN_REVIEW,
        suspended=bool(memory.suspended),
        needs=card.needs,
    )


def _ends(
    known: Sequence[Concept], target: float
) -> tuple[tuple[Concept, ...], tuple[Concept, ...]]:
    """Return the weak ones, given weakest first, and the strong ones, those that last longest.

    Strong is what has left its steps and is recalled as often as it should be; the rest is weak.
    """
    strong = [one for one in known if not one.in_steps and (one.recall or 0.0) >= target]
    weak = [one for one in known if one not in strong]
    strong.sort(key=lambda concept: -concept.lasts)
    return tuple(weak[:_MOST_LISTED]), tuple(strong[:_MOST_LISTED])


def monday(day: int) -> int:
    """Return the Monday of a day's week; ordinal 1 was a Monday."""
    return day - (day - 1) % WEEK


def _summed(totals: Iterable[Total]) -> Total:
    every = tuple(totals)
    return Total(
        answers=sum(total.answers for total in every),
        seconds=sum((total.seconds for total in every), 0.0),
        reviews=sum(total.reviews for total in every),
        passed=sum(total.passed for total in every),
    )


def as_data(stats: Stats) -> dict[str, Any]:
    """Return the statistics as plain data; docs/stats.md says what each key means."""
    spans = {str(days): stats.over(days) for days in (1, WEEK, 30, YEAR)} | {"all": stats.whole}
    return {
        "day": iso(stats.today),
        "model": stats.model,
        "target": stats.target,
        "streak": stats.streak,
        "longest": stats.longest,
        "spans": {name: _row(total) for name, total in spans.items()},
        "days": [{"day": iso(day), **_row(stats.days[day])} for day in sorted(stats.days)],
        "weeks": [{"monday": iso(start), **_row(total)} for start, total in stats.weeks()],
        "kinds": [{"kind": kind, **_row(total)} for kind, total in stats.kinds.items()],
        "due": [{"day": iso(stats.today + i), "due": count} for i, count in enumerate(stats.due)],
        "concepts": [asdict(concept) for concept in stats.concepts.values()],
        "weakest": [concept.card for concept in stats.weakest],
        "strongest": [concept.card for concept in stats.strongest],
        "mistakes": [asdict(mistake) for mistake in stats.mistakes],
        "claimed": stats.claimed,
    }


def _row(total: Total) -> dict[str, Any]:
    return {**asdict(total), "seconds": round(total.seconds, 1), "retention": total.retention}


def iso(day: int) -> str:
    """Return a study day as 2026-12-01; one before there was a calendar as its first."""
    return date.fromordinal(max(day, 1)).isoformat()
