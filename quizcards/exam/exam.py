"""A test with a score: which questions it asks, and what the answers come to."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from quizcards.model import Card, Event, Memory, by_any_key
from quizcards.quiz import kinds
from quizcards.quiz.question import Context, Item, Verdict
from quizcards.study.asking import rotated
from quizcards.study.strength import Recall, strength


@dataclass(frozen=True)
class Result:
    """One answer: what was asked, what was said of it, and the event that it became."""

    item: Item
    verdict: Verdict
    event: Event

    @property
    def is_right(self) -> bool:
        return self.verdict.share == 1


@dataclass(frozen=True)
class ExamResult:
    """A test as it was taken.

    `left` questions were not reached; `timed_out` says whether the time ended it.
    """

    results: tuple[Result, ...]
    left: int
    timed_out: bool


@dataclass(frozen=True)
class Score:
    """What the answers come to: points out of so many, and how often each mistake was made."""

    points: float
    asked: int
    seconds: float
    mistakes: tuple[tuple[str, int], ...]

    @property
    def percent(self) -> int:
        return percent(self.points, self.asked)


def percent(points: float, asked: int) -> int:
    """Return the points as whole percent of what was asked; 0 where nothing was."""
    return round(100 * points / asked) if asked else 0


def draw_items(
    cards: Sequence[Card],
    memories: Mapping[str, Memory],
    recall: Recall,
    context: Context,
    names: Sequence[str],
    count: int,
    seed: int,
    weights: Mapping[str, float] | None = None,
    on_progress: Callable[[float], None] = lambda _: None,
) -> list[Item]:
    """Return up to `count` questions, first of the concepts that are most likely to be lost.

    `weights` say how much a card counts, 1 where they do not. No card is asked twice in the same
    way. They are of the kinds named, each of which can be marked, or of all such kinds. The same
    seed on the same cards, memories, recall and weights gives the same quiz. `on_progress` is told
    the share of the questions that are made.
    """
    names = names or kinds.marked()
    weights = weights or {}

    def place(card: Card) -> tuple[bool, float, int]:
        is_learnt, share = strength(memories.get(card.key), recall)
        loss = weights.get(card.key, 1.0) * (1 - share)
        return is_learnt, -loss, seed_of(seed, card.key)

    order = sorted(cards, key=place)
    items: list[Item] = []
    asked: set[tuple[str, str]] = set()
    for turn, (i, card) in product(range(len(names)), enumerate(order)):
        if len(items) == count:
            break
        on_progress(len(items) / count)
        item = _next(card, rotated(names, seed + i + turn), asked, context, seed)
        if item is not None:
            asked.add((item.kind, card.key))
            items.append(item)
    return items


def retaken(
    missed: Iterable[tuple[str, str, int]], cards: Iterable[Card], context: Context
) -> list[Item]:
    """Return questions that were missed (kind, card, seed), exactly as they were.

    Those whose card is gone are left out. A card that was renamed since is found by its earlier
    key.
    """
    known = by_any_key(cards)
    found = [
        kinds.ask(kind, known[key], context, seed)
        for kind, key, seed in missed
        if key in known and kind in kinds.names()
    ]
    return [item for item in found if item]


def missed(
    items: Sequence[Item], results: Sequence[Result], again: bool
) -> list[tuple[str, str, int]]:
    """Return what is to be asked again: what was wrong, in a second round also what was left."""
    left = items[len(results) :] if again else ()
    wrong = [result.item for result in results if not result.is_right]
    return [(item.kind, item.card.key, item.seed) for item in (*wrong, *left)]


def _next(
    card: Card, names: Iterable[str], asked: set[tuple[str, str]], context: Context, seed: int
) -> Item | None:
    for name in names:
        if (name, card.key) in asked:
            continue
        item = kinds.ask(name, card, context, seed_of(seed, f"{card.key} {name}"))
        if item is not None:
            return item
    return None


def seed_of(seed: int, text: str) -> int:
    """Return a seed for what a text names, drawn from one for the whole."""
    return zlib.crc32(f"{seed} {text}".encode())


def score(results: Sequence[Result]) -> Score:
    """Sum up the answers."""
    mistakes = Counter(result.verdict.mistake for result in results if result.verdict.mistake)
    return Score(
        points=sum((result.verdict.share for result in results), 0.0),
        asked=len(results),
        seconds=sum(result.event.seconds or 0.0 for result in results),
        mistakes=tuple(mistakes.most_common()),
    )


def as_data(result: ExamResult) -> dict[str, Any]:
    """Return the score, what was left, and every answer as plain data."""
    total = score(result.results)
    answers = [
        {
            "card": one.item.card.key,
            "kind": one.item.kind,
            "seed": one.item.seed,
            "answer": one.event.answer,
            "share": one.verdict.share,
            "mistake": one.verdict.mistake or None,
        }
        for one in result.results
    ]
    return {
        "points": total.points,
        "asked": total.asked,
        "percent": total.percent,
        "left": result.left,
        "timed_out": result.timed_out,
        "answers": answers,
    }
