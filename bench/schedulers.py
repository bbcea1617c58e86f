"""The schedulers that the plan is measured against, for many learners at once.

Arrays have the shape (learners, cards). A scheduler says each day what comes first (`order`, minus
infinity for what is not asked) and is told what happened. All of them know only what a learner
answered. When nothing is due they study ahead, what falls due soonest or is most likely forgotten
first, so that all spend the same minutes.
"""

from __future__ import annotations

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.arrays import ARRAYS, BoolArray, FloatArray


class Scheduler:
    """What all share: what was seen and when.

    New cards come in their order after what is due, and nothing comes twice a day.
    """

    def __init__(self, learners: int, cards: int) -> None:
        self.seen = np.zeros((learners, cards), dtype=bool)
        self.last = np.zeros((learners, cards))

    def seconds(self, day: int, days: int, seconds: float) -> float:  # noqa: ARG002
        """Return how much of the plan's time is spent on a day."""
        return seconds

    def order(self, day: int) -> FloatArray:
        """Return what comes first: due cards in 2..3, new ones in 1..2, the rest in 0..1."""
        due, urgency = self.due(day)
        number = np.arange(self.seen.shape[1])
        key = np.where(
            self.seen, urgency + np.where(due, 2.0, 0.0), 2.0 - (number + 1) / (len(number) + 1)
        )
        return np.where(self.seen & (self.last >= day), -np.inf, key)

    def due(self, day: int) -> tuple[BoolArray, FloatArray]:
        """Say which cards are due, and how urgent each is, in 0..1."""
        raise NotImplementedError

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:  # noqa: ARG002
        """Take in a day's answers."""
        self.last = np.where(chosen, day, self.last)
        self.seen |= chosen


class Fsrs(Scheduler):
    """FSRS-6 with its default weights at a fixed retention.

    What is most likely forgotten comes first, as Anki can have it.
    """

    def __init__(self, learners: int, cards: int, retention: float) -> None:
        super().__init__(learners, cards)
        self.retention = retention
        self.stability, self.difficulty = np.ones(self.seen.shape), np.full(self.seen.shape, 5.0)

    def due(self, day: int) -> tuple[BoolArray, FloatArray]:
        interval = np.maximum(np.floor(fsrs.interval_for(self.retention, self.stability) + 0.5), 1)
        return day - self.last >= interval, 1 - fsrs.retrievability(day - self.last, self.stability)

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        w = fsrs.DEFAULT_WEIGHTS
        grade = np.where(passed, 3.0, 1.0)
        again, _, good, _ = fsrs.next_stabilities(
            self.stability, self.difficulty, day - self.last, w, ARRAYS
        )
        after = np.where(self.seen, np.where(passed, good, again), np.where(passed, w[2], w[0]))
        first = np.clip(fsrs.first_difficulty(grade, w, ARRAYS), 1.0, 10.0)
        harder = np.where(self.seen, fsrs.next_difficulty(self.difficulty, grade, w, ARRAYS), first)
        relearnt = fsrs.next_stabilities(after, harder, np.zeros(after.shape), w, ARRAYS)[2]
        difficulty = np.where(passed, harder, fsrs.next_difficulty(harder, 3, w, ARRAYS))
        self.stability = np.where(chosen, np.where(passed, after, relearnt), self.stability)
        self.difficulty = np.where(chosen, difficulty, self.difficulty)
        super().learn(day, chosen, passed)


class NewFirst(Fsrs):
    """FSRS-6 at a retention of 0.90, once every new card has been opened."""

    def __init__(self, learners: int, cards: int) -> None:
        super().__init__(learners, cards, 0.90)

    def order(self, day: int) -> FloatArray:
        key = super().order(day)
        return np.where(self.seen, key, key + 2)


class RoundRobin(Scheduler):
    """Every new card, then what was seen longest ago, again and again."""

    def due(self, day: int) -> tuple[BoolArray, FloatArray]:
        return np.zeros(self.seen.shape, dtype=bool), (day - self.last) / (1 + day)


class Sm2(Scheduler):
    """SuperMemo 2 (Wozniak 1990): 1 day, 6 days, then times the ease.

    A pass is a 4, a lapse is a 2 and starts over.
    """

    def __init__(self, learners: int, cards: int) -> None:
        super().__init__(learners, cards)
        self.ease, self.interval = np.full(self.seen.shape, 2.5), np.zeros(self.seen.shape)

    def due(self, day: int) -> tuple[BoolArray, FloatArray]:
        late = (day - self.last) / np.maximum(self.interval, 1)
        return late >= 1, late / (1 + late)

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        longer = np.where(
            self.interval < 1,
            1.0,
            np.where(self.interval < 6, 6.0, np.ceil(self.interval * self.ease)),
        )
        self.interval = np.where(chosen, np.where(passed, longer, 1.0), self.interval)
        # 0.1 - (5 - q) (0.08 + (5 - q) 0.02) at q = 2; nothing at q = 4
        lower = np.maximum(self.ease - 0.32, 1.3)
        self.ease = np.where(chosen & ~passed, lower, self.ease)
        super().learn(day, chosen, passed)


class Leitner(Scheduler):
    """Leitner's boxes (1972), asked every 1, 2, 4, 8, 16 days.

    A pass moves a card up, a lapse back to the first.
    """

    def __init__(self, learners: int, cards: int) -> None:
        super().__init__(learners, cards)
        self.box = np.zeros(self.seen.shape)

    def due(self, day: int) -> tuple[BoolArray, FloatArray]:
        late = (day - self.last) / 2**self.box
        return late >= 1, late / (1 + late)

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        up = np.where(self.seen, np.minimum(self.box + 1, 4), 0)
        self.box = np.where(chosen, np.where(passed, up, 0), self.box)
        super().learn(day, chosen, passed)


class Cramming(RoundRobin):
    """Nothing until the last week, then all the minutes of the plan: round robin."""

    WEEK = 7

    def seconds(self, day: int, days: int, seconds: float) -> float:
        return seconds * days / self.WEEK if day >= days - self.WEEK else 0.0


class Random(Scheduler):
    """Any card, seen or not, in random order."""

    def __init__(self, learners: int, cards: int) -> None:
        super().__init__(learners, cards)
        self.rng = np.random.default_rng(0)

    def order(self, day: int) -> FloatArray:  # noqa: ARG002
        return self.rng.random(self.seen.shape)
