"""A learner as arrays: what a plan and a simulation start from, out of cards, memories and the
log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quizcards.memory import policy
from quizcards.memory.calibrate import calibrate, remembered
from quizcards.memory.pace import Pace, pace
from quizcards.memory.replay import new_memory, replay_reviews
from quizcards.memory.schedule import Scheduler
from quizcards.memory.simulate import Start, habits
from quizcards.model import Card, Memory, Reviews

Array = Any
ENOUGH = 2_000
"""Answers from which the learner's memory is judged at most: more would only take time at the start
of a session.
"""
NEVER = 1e9
"""Seconds that no day has: what takes so long is not asked."""


@dataclass(frozen=True)
class Learner:
    """Cards in the order of their decks, how they are remembered as far as is believed, and how
    long they take.
    """

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
    told = answers(cards, memories, reviews)
    belief = believed(told, len(cards), scheduler.weights)
    stability, difficulty, last_day, is_new = remembered(
        told.card, told.grade, told.day, len(cards), belief
    )
    number = {card.key: i for i, card in enumerate(cards)}
    speed = pace(reviews)
    passed, failed, new = _seconds(cards, speed)
    return Learner(
        keys=tuple(number),
        decks=tuple(card.deck for card in cards),
        cards=policy.Cards(
            stability=stability,
            difficulty=difficulty,
            last_day=last_day,
            is_new=is_new,
            weight=np.array(weights, dtype=float),
            needs=tuple(
                tuple(number[need] for need in card.needs if need in number) for card in cards
            ),
            seconds_pass=passed,
            seconds_fail=failed,
            seconds_new=new,
        ),
        belief=belief,
        pace=speed,
    )


@dataclass(frozen=True)
class Answers:
    """The reviews of some cards as arrays in time order: of which card (its index), the grade, the
    moment, the study day.
    """

    card: Array
    grade: Array
    at: Array
    day: Array

    def __getitem__(self, rows: Array) -> Answers:
        return Answers(self.card[rows], self.grade[rows], self.at[rows], self.day[rows])


def answers(cards: Sequence[Card], memories: Mapping[str, Memory], reviews: Reviews) -> Answers:
    """Return what the log says of these cards, without what came before a card was begun afresh."""
    number = {
        card.key: i
        for i, card in enumerate(cards)
        if (m := memories.get(card.key)) and not m.is_new
    }
    who = np.fromiter(
        (number.get(card, -1) for card in reviews.card), dtype=np.int64, count=len(reviews.card)
    )
    grade, at, day, life = (
        np.asarray(column) for column in (reviews.grade, reviews.at, reviews.day, reviews.life)
    )
    latest = np.zeros(len(cards) + 1, dtype=np.int64)  # the last one is for all other cards
    np.maximum.at(latest, who, life.astype(np.int64))
    return Answers(who, grade.astype(np.int64), at.astype(float), day.astype(np.int64))[
        (who >= 0) & (life == latest[who])
    ]


def believed(told: Answers, n: int, weights: tuple[float, ...]) -> policy.Belief:
    """Return the memory that the answers speak for; of a long log, those of the cards seen last, up
    to ENOUGH answers.
    """
    counts, last = np.bincount(told.card, minlength=n), np.zeros(n, dtype=np.int64)
    last[told.card] = np.arange(len(told.card))
    newest = np.argsort(-last, kind="stable")
    heard = np.zeros(n, dtype=bool)
    heard[newest[np.cumsum(counts[newest]) <= ENOUGH]] = True
    recent = told[heard[told.card]]
    return calibrate(recent.card, recent.grade, recent.day, n, weights)


def replayed(
    cards: Sequence[Card], memories: Mapping[str, Memory], told: Answers, scheduler: Scheduler
) -> Memory:
    """Return the memory that the answers leave of these cards under a scheduler, as arrays."""
    fresh = [memories.get(card.key) or new_memory(card.first_key) for card in cards]
    seeds = np.array([memory.seed for memory in fresh])
    return replay_reviews(told.card, told.grade, told.at, told.day, seeds, scheduler)


def todays(
    who: Learner,
    day: int,
    by: int,
    seconds: float,
    new_left: int,
    room: Mapping[str, int],
    barred: Array,
) -> list[int]:
    """Return the indices of the cards to ask on `day`, in order, for most recall on day `by`.

    `new_left` new cards at most over all decks and `room` in some, `barred` (bool) are not asked;
    what needs a card that is not asked waits for it.
    """
    cards = without(who.cards, barred)
    while True:
        order: list[int] = policy.queue(cards, day, by, seconds, new_left, who.belief).tolist()
        left, surplus = dict(room), np.zeros(len(who.keys), dtype=bool)
        for i in order:
            if cards.is_new[i] and (deck := who.decks[i]) in left:
                left[deck] -= 1
                surplus[i] = left[deck] < 0
        if not surplus.any():
            return order
        cards = without(cards, surplus)


def without(cards: policy.Cards, barred: Array) -> policy.Cards:
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
    """Return where a simulation of these cards under a scheduler starts; `unseen` names the new
    ones in their turn.
    """
    speed, number = pace(reviews), {card.key: i for i, card in enumerate(cards)}
    passed, failed, new = _seconds(cards, speed)
    return Start(
        memory=replayed(cards, memories, answers(cards, memories, reviews), scheduler),
        unseen=np.array([number[key] for key in unseen], dtype=np.int64),
        seconds_pass=passed,
        seconds_fail=failed,
        seconds_new=new,
        habits=habits(reviews),
    )


def _seconds(cards: Sequence[Card], speed: Pace) -> tuple[Array, Array, Array]:
    """Return the seconds that each card takes when it is recalled, when it is not, and the first
    time.
    """
    factor = np.array([speed.cards.get(card.key, 1.0) for card in cards])
    return (
        speed.seconds["pass"] * factor,
        speed.seconds["fail"] * factor,
        speed.seconds["new"] * factor,
    )
