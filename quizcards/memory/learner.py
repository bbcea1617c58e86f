"""A learner as arrays: what a plan and a simulation start from, out of cards, memories and the log.

All arrays are over n cards in the order of their decks, of shape (n,), or over reviews.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from quizcards.memory import policy
from quizcards.memory.arrays import BoolArray, FloatArray, MemoryColumns, ReviewArrays
from quizcards.memory.calibrate import calibrate, remembered
from quizcards.memory.habits import habits
from quizcards.memory.pace import Pace, pace
from quizcards.memory.replay import new_memory, replay_reviews
from quizcards.memory.schedule import Scheduler
from quizcards.memory.simulate import Start
from quizcards.model import Card, Memory, Reviews, is_seen

MAX_REVIEWS = 2_000
"""Reviews from which the learner's memory is judged at most: more would only take time at the start
of a session.
"""
NEVER = 1e9
"""Seconds that no day has: what takes so long is not asked."""


@dataclass(frozen=True)
class Learner:
    """Some cards, how they are remembered as far as is believed, and how long they take."""

    keys: tuple[str, ...]
    decks: tuple[str, ...]
    cards: policy.Cards
    belief: policy.Belief
    pace: Pace


def learner(
    cards: Sequence[Card],
    weights: Sequence[float],
    memories: Mapping[str, Memory],
    reviews: Reviews,
    scheduler: Scheduler,
) -> Learner:
    """Return a learner of these cards; `weights` says how much the recall of each counts.

    A card that needs one outside of these does not wait for it.
    """
    known = review_arrays(cards, memories, reviews)
    belief = believed(known, len(cards), scheduler.weights)
    states = remembered(known, len(cards), belief)
    number = {card.key: i for i, card in enumerate(cards)}
    speed = pace(reviews, cards, scheduler)
    seconds = _seconds(cards, speed)
    return Learner(
        keys=tuple(number),
        decks=tuple(card.deck for card in cards),
        cards=policy.Cards(
            stability=states.stability,
            difficulty=states.difficulty,
            last_day=states.last_day,
            is_new=states.is_new,
            weight=np.array(weights, dtype=float),
            needs=tuple(
                tuple(number[need] for need in card.needs if need in number) for card in cards
            ),
            seconds_pass=seconds["pass"],
            seconds_fail=seconds["fail"],
            seconds_new=seconds["new"],
        ),
        belief=belief,
        pace=speed,
    )


def review_arrays(
    cards: Sequence[Card], memories: Mapping[str, Memory], reviews: Reviews
) -> ReviewArrays:
    """Return the reviews of these cards, without those before a card was begun afresh."""
    number = {card.key: i for i, card in enumerate(cards) if is_seen(memories.get(card.key))}
    n = len(cards)
    others = n
    card = np.array([number.get(key, others) for key in reviews.card], dtype=np.int64)
    life = np.array(reviews.life, dtype=np.int64)
    latest = np.zeros(n + 1, dtype=np.int64)
    np.maximum.at(latest, card, life)
    every = ReviewArrays(
        card=card,
        grade=np.array(reviews.grade, dtype=np.int64),
        at=np.array(reviews.at, dtype=float),
        day=np.array(reviews.day, dtype=np.int64),
    )
    return every[(card != others) & (life == latest[card])]


def believed(reviews: ReviewArrays, n: int, weights: tuple[float, ...]) -> policy.Belief:
    """Return the memory that the reviews of n cards speak for.

    Of a long log that is the reviews of the cards seen last, up to MAX_REVIEWS.
    """
    counts = np.bincount(reviews.card, minlength=n)
    last_row = np.zeros(n, dtype=np.int64)
    last_row[reviews.card] = np.arange(len(reviews.card))
    newest_first = np.argsort(-last_row, kind="stable")
    is_used = np.zeros(n, dtype=bool)
    is_used[newest_first[np.cumsum(counts[newest_first]) <= MAX_REVIEWS]] = True
    return calibrate(reviews[is_used[reviews.card]], weights)


def replayed_columns(
    cards: Sequence[Card],
    memories: Mapping[str, Memory],
    reviews: ReviewArrays,
    scheduler: Scheduler,
) -> MemoryColumns:
    """Return the memory that the reviews leave of these cards under a scheduler."""
    known = [memories.get(card.key) or new_memory(card.first_key) for card in cards]
    seeds = np.array([memory.seed for memory in known])
    return replay_reviews(reviews.card, reviews.grade, reviews.at, reviews.day, seeds, scheduler)


def todays(
    learner: Learner,
    day: int,
    by: int,
    seconds: float,
    new_left: int,
    room: Mapping[str, int],
    barred: Sequence[bool],
) -> list[str]:
    """Return the keys of the cards to ask on `day`, in order, for most recall on day `by`.

    `new_left` new cards at most over all decks and `room` in some; what is `barred` is not asked,
    and what needs a card that is not asked waits for it.
    """
    cards = without(learner.cards, np.array(barred, dtype=bool))
    while True:
        order = policy.queue(cards, day, by, seconds, new_left, learner.belief).tolist()
        opened = Counter[str]()
        surplus = np.zeros(len(learner.keys), dtype=bool)
        for i in order:
            deck = learner.decks[i]
            if cards.is_new[i] and deck in room:
                opened[deck] += 1
                surplus[i] = opened[deck] > room[deck]
        if not surplus.any():
            return [learner.keys[i] for i in order]
        cards = without(cards, surplus)


def without(cards: policy.Cards, barred: BoolArray) -> policy.Cards:
    """Return the cards with those `barred` taking longer than any day has."""
    return replace(
        cards,
        seconds_pass=np.where(barred, NEVER, cards.seconds_pass),
        seconds_fail=np.where(barred, NEVER, cards.seconds_fail),
        seconds_new=np.where(barred, NEVER, cards.seconds_new),
    )


def start(
    cards: Sequence[Card],
    unseen: Sequence[str],
    memories: Mapping[str, Memory],
    reviews: Reviews,
    scheduler: Scheduler,
) -> Start:
    """Return where a simulation of these cards under a scheduler starts.

    `unseen` are the keys of the new ones, in the order in which they are opened.
    """
    number = {card.key: i for i, card in enumerate(cards)}
    seconds = _seconds(cards, pace(reviews, cards, scheduler))
    known = review_arrays(cards, memories, reviews)
    return Start(
        memory=replayed_columns(cards, memories, known, scheduler),
        unseen=np.array([number[key] for key in unseen], dtype=np.int64),
        seconds_pass=seconds["pass"],
        seconds_fail=seconds["fail"],
        seconds_new=seconds["new"],
        habits=habits(reviews),
    )


def _seconds(cards: Sequence[Card], speed: Pace) -> dict[str, FloatArray]:
    """Return the seconds that each card takes on a day, by sort of asking: new, pass, fail."""
    keys = [card.key for card in cards]
    return {
        "new": np.array([speed.day_if_new(key) for key in keys]),
        "pass": np.array([speed.seconds(key, "pass") for key in keys]),
        "fail": np.array([speed.day_if_failed(key) for key in keys]),
    }
