"""Learners of laws that nobody looked at while the plan was built: they are only reported.

What is tuned on them proves nothing any more. Constants are those of the sources; how learners and
cards differ is stated with each law, as in `bench.learners`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.learners import Learners
from quizcards.memory import fsrs7
from quizcards.memory.arrays import ARRAYS, BoolArray, FloatArray


class Fsrs7(Learners):
    """FSRS-7: a slow and a fast stability, and two curves of forgetting mixed.

    Source: see `quizcards/memory/fsrs7.py`. Each weight is the default times a lognormal number (sd
    0.2 a learner), the four first stabilities together with sd 0.7, those of each card with 0.4.
    """

    name = "FSRS-7"

    def __init__(self, seeds: Sequence[int], cards: int) -> None:
        super().__init__(seeds, cards)
        own = [weight * np.exp(self.draw(0.2, each=False)) for weight in fsrs7.DEFAULT_WEIGHTS]
        scale = np.exp(self.draw(0.7, each=False))
        self.w = fsrs7.bounded([*(first * scale for first in own[:4]), *own[4:]], ARRAYS)
        self.ease = np.exp(self.draw(0.4))
        self.memory = np.ones((3, *self.seen.shape))

    def law(self, elapsed: FloatArray, day: int) -> FloatArray:  # noqa: ARG002
        recall, _ = fsrs7.recalls(self._state(self.memory), elapsed, self.w, ARRAYS)
        return recall

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        again, good = (self._first(grade) for grade in (1, 3))
        first = np.where(passed, good, again)
        again, _, good, _ = self._later(self.memory, np.maximum(day - self.last, 0.0))
        after = np.where(self.seen, np.where(passed, good, again), first)
        _, _, relearnt, _ = self._later(after, np.zeros_like(self.last))
        self.memory = np.where(chosen, np.where(passed, after, relearnt), self.memory)

    def _first(self, grade: int) -> FloatArray:
        slow, fast, difficulty = fsrs7.first_state(grade, self.w[grade - 1], self.w, ARRAYS)
        return np.array([slow * self.ease, fast * self.ease, difficulty + 0 * self.ease])

    def _later(self, memory: FloatArray, elapsed: FloatArray) -> list[FloatArray]:
        states = fsrs7.next_states(self._state(memory), elapsed, self.w, ARRAYS)
        return [np.array(state) for state in states]

    def _state(self, memory: FloatArray) -> fsrs7.State[FloatArray]:
        slow, fast, difficulty = memory
        return fsrs7.State(slow, fast, difficulty)


class Dash(Learners):
    """DASH: a logistic regression on how often a card was asked and passed in four windows.

    Source: Lindsey, Shroyer, Pashler & Mozer 2014, Psychological Science 25:639-647; weights and
    bias as srs-benchmark starts them (`models/dash.py`, 2026), fitted to 10,000 collections of
    Anki, which people ask when recall is near .9. Hence the ability of a learner, normal with sd
    0.7, is 1.2 less; a card's ease has sd 0.7.
    """

    name = "DASH"
    WINDOWS = (1.0, 7.0, 30.0, np.inf)
    ASKED = (0.2024, 0.1255, -0.1485, 0.0933)
    PASSED = (0.5967, 0.6039, 0.572, 0.4801)
    BIAS = 0.787
    FADING: tuple[float, ...] = (np.inf,) * 4
    """Days in which what counts in a window falls to 1/e."""

    def __init__(self, seeds: Sequence[int], cards: int) -> None:
        super().__init__(seeds, cards)
        self.ability = self.BIAS - 1.2 + self.draw(0.7, each=False) + self.draw(0.7)
        self.askings: list[tuple[int, FloatArray, FloatArray]] = []

    def law(self, elapsed: FloatArray, day: int) -> FloatArray:  # noqa: ARG002
        logit = self.ability
        for window, asked, passed, fading in zip(
            self.WINDOWS, self.ASKED, self.PASSED, self.FADING, strict=True
        ):
            counted = np.zeros((2, *self.seen.shape))
            for when, *counts in self.askings:
                if day - when <= window:
                    counted += np.exp(-(day - when) / fading) * np.array(counts)
            logit = logit + asked * np.log1p(counted[0]) + passed * np.log1p(counted[1])
        return 1 / (1 + np.exp(-logit))

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        # who forgot was asked twice and passed once
        self.askings.append((day, np.where(passed, 1.0, 2.0) * chosen, 1.0 * chosen))


class DashMcm(Dash):
    """DASH[MCM]: in each window what was asked fades, as in the multiscale context model.

    Sources as for DASH; Mozer, Pashler, Cepeda, Lindsey & Vul 2009, NIPS 22; the four spans as
    srs-benchmark has them (`features/dash_engineer.py`).
    """

    name = "DASH[MCM]"
    ASKED = (0.2783, 0.4252, -0.1527, 0.1409)
    PASSED = (0.8131, 1.0056, 0.6455, 0.669)
    BIAS = 0.843
    FADING = (0.2434, 1.9739, 16.0090, 129.8426)


class Sbd(Learners):
    """SBD: stability, brittleness and difficulty, in closed form.

    Source: srs-benchmark, `models/sbd.py` (2026), with its seven weights. The logarithm of the
    first stability is moved by a normal number (sd 0.7 a learner, 0.4 a card), alpha by one with sd
    0.2 a learner.
    """

    name = "SBD"
    LOW, HIGH, ROOT, ALPHA, POWER, BRITTLE = (
        -2.803101,
        1.386926,
        1.739235,
        -1.819954,
        0.529839,
        -0.886052,
    )
    DELTA = float(np.exp(-1.393709))
    RHO = float(np.exp((HIGH - LOW) / 3))

    def __init__(self, seeds: Sequence[int], cards: int) -> None:
        super().__init__(seeds, cards)
        self.moved = self.draw(0.7, each=False) + self.draw(0.4)
        self.alpha = self.ALPHA + self.draw(0.2, each=False)
        self.stability = np.ones(self.seen.shape)
        self.grade = np.full(self.seen.shape, 3.0)
        self.failures = np.zeros(self.seen.shape)

    def law(self, elapsed: FloatArray, day: int) -> FloatArray:  # noqa: ARG002
        recall = (1 + self.aged(elapsed) / self.stability) ** -self.shape
        return np.clip(recall, 1e-6, 1 - 1e-6)

    @property
    def shape(self) -> FloatArray:
        """The power by which recall falls."""
        return np.asarray(np.exp(self.alpha) * (self.DELTA + self.failures) ** self.POWER)

    def aged(self, elapsed: FloatArray) -> FloatArray:
        brittle = np.exp(self.BRITTLE / self.ROOT) * self.RHO ** (-(self.grade - 1) / 2)
        return np.asarray(elapsed ** (1 / self.ROOT) + brittle * np.sqrt(self.stability))

    def learn(self, day: int, chosen: BoolArray, passed: BoolArray) -> None:
        elapsed = np.maximum(day - self.last, 0.0)
        first = np.exp(self.LOW + self.moved) * self.RHO ** np.where(passed, 2.0, 0.0)
        later = np.where(
            passed,
            self.stability + self.aged(elapsed),
            self.stability * (1 - self.law(elapsed, day)) ** self.POWER,
        )
        before = self.stability
        self.stability = np.clip(np.where(self.seen, later, first), 1e-3, 36_500.0)
        self.failures = np.minimum(self.failures + (chosen & ~passed), 50.0)
        self.grade = np.where(chosen, np.where(passed, 3.0, 1.0), self.grade)
        relearnt = self.stability + self.aged(np.zeros(elapsed.shape))
        self.grade = np.where(chosen, 3.0, self.grade)
        self.stability = np.where(chosen, np.where(passed, self.stability, relearnt), before)


UNSEEN_LAWS: tuple[type[Learners], ...] = (Fsrs7, Dash, DashMcm, Sbd)
