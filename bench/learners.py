"""Learners who do not follow the memory model the plan believes in: four laws of forgetting.

Every learner is an array of shape (learners, cards). `recall` is what a law says of each card on a
day (0 for a card never seen), `first` the chance that the first answer is a pass, and `ask` lets
some cards be asked. A card that is not recalled is shown and passed again on the same day, as the
program's relearning step does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.arrays import ARRAYS, BoolArray, FloatArray


class Learners:
    """What all laws share: who has seen which card, and when last."""

    name = ""

    def __init__(self, seeds: Sequence[int], cards: int) -> None:
        self.rngs = [np.random.default_rng([seed, 7]) for seed in seeds]
        self.seen = np.zeros((len(seeds), cards), dtype=bool)
        self.last = np.zeros((len(seeds), cards))
        self.first = 1 / (1 + np.exp(-(0.4 + self.draw(0.5, each=False) + self.draw(1.0))))

    def draw(self, sd: float, each: bool = True) -> FloatArray:
        """Draw normal numbers: one a card, or one a learner."""
        size = self.seen.shape[1] if each else 1
        return np.array([rng.normal(0.0, sd, size) for rng in self.rngs])

    def recall(self, day: int) -> FloatArray:
        """Return the probability of recalling each card on a day."""
        return np.where(self.seen, self.law(np.maximum(day - self.last, 0.0), day), 0.0)

    def ask(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        """Ask the chosen cards on a day; `passed` says which were recalled."""
        self.learn(day, chosen, passed)
        self.seen |= chosen
        self.last = np.where(chosen, day, self.last)

    def law(self, elapsed: FloatArray, day: int) -> FloatArray:
        """Return recall `elapsed` days after the last asking."""
        raise NotImplementedError

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        """Change the memory of the chosen cards."""
        raise NotImplementedError


class OtherWeights(Learners):
    """FSRS-6 with weights of one's own, and cards of different ease.

    Each weight is the default times a lognormal number.
    Source: FSRS-6 (open-spaced-repetition), the formulas of `quizcards/memory/fsrs.py`. Spread: sd
    0.3 on every weight, 0.7 more on the four first stabilities together, 0.4 on each card's first
    stability.
    """

    name = "FSRS-6, 다른 가중치"

    def __init__(self, seeds: Sequence[int], cards: int) -> None:
        super().__init__(seeds, cards)
        scale = self.draw(0.7, each=False)
        self.w: list[FloatArray] = []
        for i, weight in enumerate(fsrs.DEFAULT_WEIGHTS):
            moved = weight * np.exp(self.draw(0.3, each=False) + (scale if i < 4 else 0))
            self.w.append(np.clip(moved, fsrs.LOWER_BOUNDS[i], fsrs.UPPER_BOUNDS[i]))
        self.ease = np.exp(self.draw(0.4))
        self.stability = np.ones(self.seen.shape)
        self.difficulty = np.full(self.seen.shape, 5.0)

    def law(self, elapsed: FloatArray, day: int) -> FloatArray:  # noqa: ARG002
        return fsrs.retrievability(elapsed, self.stability, self.w)

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        w = self.w
        grade = np.where(passed, 3.0, 1.0)
        again, _, good, _ = fsrs.next_stabilities(
            self.stability, self.difficulty, day - self.last, w, ARRAYS
        )
        after = np.where(
            self.seen, np.where(passed, good, again), np.where(passed, w[2], w[0]) * self.ease
        )
        first = np.clip(fsrs.first_difficulty(grade, w, ARRAYS), 1.0, 10.0)
        hard = np.where(self.seen, fsrs.next_difficulty(self.difficulty, grade, w, ARRAYS), first)
        relearnt = fsrs.next_stabilities(after, hard, np.zeros(after.shape), w, ARRAYS)[2]
        self.stability = np.where(chosen, np.where(passed, after, relearnt), self.stability)
        relaxed = np.where(passed, hard, fsrs.next_difficulty(hard, 3, w, ARRAYS))
        self.difficulty = np.where(chosen, relaxed, self.difficulty)


class Actr(Learners):
    """ACT-R with a decay that depends on activation: what is practised while fresh fades sooner.

    Source: Pavlik & Anderson 2005, Cognitive Science 29:559-586, and 2008, J. Exp. Psychol. Applied
    14:101-117. m = beta + ln(sum of age^-d), d = c e^m + a with m at the time of practice, recall =
    1 / (1 + e^((tau - m) / s)); a = 0.177, c = 0.217, tau = -0.704, s = 0.255, and ages between
    sessions count 0.025 of their seconds. beta, the ease of learner and card, is 0.8 with sd 0.2
    each, so that most cards last a day after they are first seen.
    """

    name = "ACT-R"
    A, C, TAU, S, PACE = 0.177, 0.217, -0.704, 0.255, 0.025 * 86400

    def __init__(self, seeds: Sequence[int], cards: int) -> None:
        super().__init__(seeds, cards)
        self.beta = 0.8 + self.draw(0.2, each=False) + self.draw(0.2)
        self.traces: list[tuple[int, FloatArray, BoolArray]] = []

    def strength(self, day: int) -> FloatArray:
        total = np.zeros(self.seen.shape)
        for laid, decay, there in self.traces:
            total += np.where(there, (max(day - laid, 0.05) * self.PACE) ** -decay, 0.0)
        return total * np.exp(self.beta)

    def law(self, elapsed: FloatArray, day: int) -> FloatArray:  # noqa: ARG002
        activation = np.log(np.maximum(self.strength(day), 1e-9))
        return 1 / (1 + np.exp((self.TAU - activation) / self.S))

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:  # noqa: ARG002
        self.traces.append((day, self.A + self.C * self.strength(day), chosen.copy()))


class HalfLife(Learners):
    """Half-life regression: each pass doubles the half-life, each lapse halves it.

    Forgetting is exponential.
    Source: Settles & Meeder 2016, ACL, recall = 2^(-t / h), h = 2^(theta . x); with theta = +1 for
    a pass and -1 for a lapse it is the Leitner system of their section 3.1. Here theta is lognormal
    around 1 (sd 0.25 a learner), the half-life before the first pass is a day (sd 0.5 a learner,
    0.4 a card), and 3 in 100 answers slip.
    """

    name = "반감기 회귀"
    SLIP = 0.03

    def __init__(self, seeds: Sequence[int], cards: int) -> None:
        super().__init__(seeds, cards)
        self.log_half = (self.draw(0.5, each=False) + self.draw(0.4)) / np.log(2)
        self.up, self.down = (np.exp(self.draw(0.25, each=False)) for _ in range(2))

    def law(self, elapsed: FloatArray, day: int) -> FloatArray:  # noqa: ARG002
        recall: FloatArray = 2 ** (-elapsed / 2 ** np.minimum(self.log_half, 12.0))
        return (1 - self.SLIP) * recall

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:  # noqa: ARG002
        lapsed = self.seen & ~passed  # the pass that follows on the same day counts as one
        self.log_half = self.log_half + np.where(
            chosen, self.up - np.where(lapsed, self.down, 0.0), 0.0
        )


class PowerLaw(Learners):
    """A power law of forgetting with slips: recall = (1 - slip) (1 + t)^-psi.

    Each asking makes psi smaller.
    Source: Wickelgren 1974, Memory & Cognition 2:775-780; Wixted 2004, Annu. Rev. Psychol.
    55:235-269 (Jost's law: of two memories equally strong the older fades more slowly, hence psi
    shrinks most when recall succeeds late). psi begins at 0.5 (lognormal, sd 0.3 a learner, 0.3 a
    card) and is multiplied by e^(-g (0.2 + 1 - recall)) at a pass, e^(-0.2 g) at a lapse; g = 0.7,
    lognormal with sd 0.3 a learner. 5 in 100 answers slip.
    """

    name = "거듭제곱 법칙, 실수"
    SLIP = 0.05

    def __init__(self, seeds: Sequence[int], cards: int) -> None:
        super().__init__(seeds, cards)
        self.psi = 0.5 * np.exp(self.draw(0.3, each=False) + self.draw(0.3))
        self.growth = 0.7 * np.exp(self.draw(0.3, each=False))

    def law(self, elapsed: FloatArray, day: int) -> FloatArray:  # noqa: ARG002
        return (1 - self.SLIP) * (1 + elapsed) ** -self.psi

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        late = np.where(self.seen & passed, 1 - self.recall(day), 0.0)
        self.psi = np.where(
            chosen & self.seen, self.psi * np.exp(-self.growth * (0.2 + late)), self.psi
        )


LAWS: tuple[type[Learners], ...] = (OtherWeights, Actr, HalfLife, PowerLaw)
