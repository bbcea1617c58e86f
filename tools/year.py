"""A learner who uses the program for a year, from a seed.

The picture of the statistics and their tests show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from quizcards import demos
from quizcards.memory.fsrs import retrievability
from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Card, Event, Memory
from quizcards.quiz import kinds
from quizcards.quiz.question import Choice, Context, Number
from quizcards.study.queue import Limits, gather
from quizcards.trace.notation import values

YEAR = 365
MINUTE, DAY = 60.0, 86_400.0
HARDER = 0.02
"""The learner forgets a little more than the model thinks."""

KINDS = ("recall", "recall", "numeric", "choice", "ox", "points")
"""How a card in review is asked, one as likely as the other."""


def year(cards: Sequence[Card], evening: float, today: int, seed: int) -> list[Event]:
    """Return the answers of a year that ends on study day `today`.

    Its sessions begin at the moment `evening` of each day. The learner takes Sundays off more often
    than other days, goes on holiday once, and begins a new card every few days.
    """
    rng = Random(seed)
    memories: dict[str, Memory] = {}
    found: list[Event] = []
    context = Context(tuple(cards), demos.of, Random)
    for day in range(today - YEAR + 1, today + 1):
        if _is_free(day, today, rng):
            continue
        at = evening + (day - today) * DAY
        limits = Limits(new=int(rng.random() < 0.35) + int(rng.random() < 0.1))
        for key in _asked(cards, memories, at, day, limits, rng):
            card = next(card for card in cards if card.key == key)
            for event in _answers(card, memories, at, day, context, rng):
                found.append(event)
                at = event.at + MINUTE / 2
    return found


def _is_free(day: int, today: int, rng: Random) -> bool:
    sunday, holiday = (day - 1) % 7 == 6, 150 <= today - day < 161
    return holiday or (today - day > 9 and rng.random() < (0.35 if sunday else 0.08))


def _asked(
    cards: Sequence[Card],
    memories: dict[str, Memory],
    at: float,
    day: int,
    limits: Limits,
    rng: Random,
) -> Iterator[str]:
    """Yield what a session takes up, and now and then some cards of a quiz on top."""
    due = gather(cards, memories, at, day, limits)
    yield from due
    known = sorted(key for key, memory in memories.items() if key not in due and not memory.is_new)
    for key in known if rng.random() < 0.12 else ():
        if rng.random() < 0.5:
            yield key


def _answers(
    card: Card, memories: dict[str, Memory], at: float, day: int, context: Context, rng: Random
) -> Iterator[Event]:
    """Ask a card until it has left its steps."""
    memory = memories.get(card.key) or new_memory(card.key)
    while True:
        if not memory.is_new and memory.step < 0:
            recall = retrievability(max(day - memory.last_day, 0), memory.stability) - HARDER
            grade = _grade(recall, rng)
            kind = KINDS[int(rng.random() * len(KINDS))]
        else:
            grade = _grade(0.8, rng)
            kind = "recall"
        number = 0 if kind in ("recall", "points") else int(rng.random() * 2**31)
        answer = _wrong(card, kind, number, context, rng) if grade == 1 and number else None
        yield Event(
            id=f"{int(at * 1000):028x}",
            at=at,
            day=day,
            kind="review",
            card=card.key,
            grade=grade,
            asked=kind,
            seconds=round(6 + 30 * rng.random() * (2 if kind == "numeric" else 1), 1),
            seed=number or None,
            answer=answer,
        )
        memory = memories[card.key] = review(memory, grade, at, day, Scheduler())
        if memory.step < 0:
            return
        at = max(memory.due_at, at + MINUTE)


def _grade(recall: float, rng: Random) -> int:
    """Answer with this chance of recall: mostly good, sometimes hard or easy."""
    if rng.random() > recall:
        return 1
    ease = rng.random()
    if ease < 0.15:
        return 2
    return 4 if ease > 0.95 else 3


def _wrong(card: Card, kind: str, seed: int, context: Context, rng: Random) -> str | None:
    """Return a wrong answer of the sort that people give."""
    item = kinds.ask(kind, card, context, seed)
    match item and item.asked.answering:
        case Choice(options=options, right=right):
            return str(1 + (right + 1 + int(rng.random() * (len(options) - 1))) % len(options))
        case Number(wrong=wrong) if wrong:
            return values(wrong[int(rng.random() * len(wrong))].value, 12, 99)
    return None
