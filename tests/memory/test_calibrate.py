"""What is believed of a learner's memory follows from what they recalled, and from nothing else."""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcards.memory import fsrs
from quizcards.memory.arrays import ReviewArrays
from quizcards.memory.calibrate import (
    DECAYS,
    DOWNS,
    GROWTHS,
    HALF_SCALES,
    RARE,
    SCALES,
    SLIP,
    UPS,
    calibrate,
    remembered,
)
from quizcards.memory.policy import Belief, Hypothesis
from quizcards.memory.replay import replay_reviews
from quizcards.memory.schedule import Scheduler


def review_log(rows: Iterable[tuple[int, int, int]]) -> ReviewArrays:
    """Return the reviews that rows of card, grade and study day say."""
    card, grade, day = np.array(list(rows), dtype=np.int64).reshape(-1, 3).T
    return ReviewArrays(card, grade, day * 86_400.0, day)


def log_of(truth: tuple[float, ...], cards: int, gaps: tuple[int, ...], seed: int) -> ReviewArrays:
    """Return the log of a learner who remembers by these weights: each card asked after each gap.

    The grades are Good or Again.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(cards):
        today, s = 1, truth[2]
        rows.append((i, 3, today))
        d = min(max(fsrs.first_difficulty(3, truth), 1.0), 10.0)
        for gap in gaps:
            today += gap
            g = 3 if rng.random() < fsrs.retrievability(gap, s, truth) else 1
            s, d = fsrs.next_stabilities(s, d, gap, truth)[g - 1], fsrs.next_difficulty(d, g, truth)
            rows.append((i, g, today))
    return review_log(rows)


def changed(scale: float, decay: float, growth: float) -> tuple[float, ...]:
    w = list(fsrs.DEFAULT_WEIGHTS)
    w[:4] = [first * scale for first in w[:4]]
    w[8], w[20] = w[8] + growth, w[20] * decay
    return tuple(w)


def half_life_log(half: float, cards: int, gaps: tuple[int, ...], seed: int) -> ReviewArrays:
    """Return the log of a learner of half-life regression.

    A pass doubles the half-life, a lapse takes 2.8 times as much and is passed again on the same
    day.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(cards):
        today, h = 1, half
        rows.append((i, 3, today))
        for gap in gaps:
            today += gap
            passed = rng.random() < 2 ** (-gap / h)
            rows += [(i, 3, today)] if passed else [(i, 1, today), (i, 3, today)]
            h *= 2 if passed else 2 / 2**1.5
    return review_log(rows)


def test_an_empty_log_leaves_the_weights_as_they_are() -> None:
    assert calibrate(review_log([])) == Belief((Hypothesis(),), 0.6, 0)


def test_the_learners_own_weights_are_the_centre() -> None:
    own = changed(1.7, 1.2, 0.1)
    assert calibrate(review_log([]), own).hypotheses == (Hypothesis(own),)


@pytest.mark.parametrize("scale", [0.06, 0.4, 1.0])
def test_a_learner_who_forgets_faster_is_known_by_what_they_forget(scale: float) -> None:
    truth = changed(scale, 1.0, 0.0)
    belief = calibrate(log_of(truth, 80, (1, 3, 8), 0))
    assert belief.n_recalls == 240
    # what counts is how recall is foretold, not which weights foretell it
    for elapsed in (1, 3, 8):
        told = sum(
            one.share * fsrs.retrievability(elapsed, one.weights[2], one.weights)
            for one in belief.hypotheses
        )
        true = fsrs.retrievability(elapsed, truth[2], truth)
        assert told == pytest.approx(true, abs=0.07)


def test_four_memories_stand_for_the_posterior_over_the_grid_as_plain_floats_have_it() -> None:
    log = log_of(changed(0.15, 2.6, -0.8), 6, (1, 2, 5, 9), 3)

    def evidence(scale: float, decay: float, growth: float) -> float:
        w = changed(scale, decay, growth)
        total = -0.5 * (
            (math.log(scale) / 1.2) ** 2 + (math.log(decay) / 1.5) ** 2 + (growth / 1.2) ** 2
        )
        for i in range(6):
            s = d = last = 0.0
            of_card = log[log.card == i]
            for g, today in zip(of_card.grade.tolist(), of_card.day.tolist(), strict=True):
                if last:
                    chance = SLIP / 2 + (1 - SLIP) * fsrs.retrievability(today - last, s, w)
                    total += math.log(chance if g > 1 else 1 - chance)
                    s, d = (
                        fsrs.next_stabilities(s, d, today - last, w)[g - 1],
                        fsrs.next_difficulty(d, g, w),
                    )
                else:
                    s, d = w[g - 1], min(max(fsrs.first_difficulty(g, w), 1.0), 10.0)
                last = today
        return total

    likely = {point: math.exp(evidence(*point)) for point in product(SCALES, DECAYS, GROWTHS)}
    ranked = sorted(likely, key=lambda point: -likely[point])
    reached = np.cumsum([likely[point] for point in ranked]) / sum(likely.values())
    expected = Counter(ranked[int(np.argmax(reached >= at))] for at in (0.125, 0.375, 0.625, 0.875))
    found = calibrate(log).hypotheses
    assert all(one.time_sensitive for one in found)
    assert [one.share for one in found] == [count / 4 for count in expected.values()]
    for one, point in zip(found, expected, strict=True):
        assert one.weights == pytest.approx(changed(*point))


def test_the_half_life_believed_is_the_likeliest_of_the_grid_as_plain_floats_have_it() -> None:
    log = half_life_log(2.0, 80, (1, 1, 2, 2, 4, 8, 3, 1), 1)

    def evidence(scale: float, up: float, down: float) -> float:
        total = -0.5 * (math.log(scale) / 1.2) ** 2 - RARE
        for i in range(80):
            s, last = 0.0, 0
            of_card = log[log.card == i]
            for g, today in zip(of_card.grade.tolist(), of_card.day.tolist(), strict=True):
                if not last:
                    s = fsrs.DEFAULT_WEIGHTS[2] * scale
                elif today > last:
                    recalled = (1 + (0.9 ** (-1 / 2.4) - 1) * (today - last) / s) ** -2.4
                    chance = SLIP / 2 + (1 - SLIP) * recalled
                    total += math.log(chance if g > 1 else 1 - chance)
                if last:
                    s *= math.exp(up if g > 1 else -up * down)
                last = today
        return total

    found = calibrate(log).hypotheses[0]
    scale, up, down = max(product(HALF_SCALES, UPS, DOWNS), key=lambda point: evidence(*point))
    assert not found.time_sensitive
    assert found.weights[2] == pytest.approx(fsrs.DEFAULT_WEIGHTS[2] * scale)
    assert found.weights[17] * found.weights[18] == pytest.approx(up)
    assert found.weights[17] * (2 - found.weights[18]) == pytest.approx(up * down)


@pytest.mark.parametrize("seed", range(3))
def test_who_gains_from_a_pass_whenever_it_comes_is_told_from_who_gains_from_spacing(
    seed: int,
) -> None:
    gaps = (1, 1, 2, 2, 4, 8, 3, 1)
    flat = calibrate(half_life_log(2.0, 80, gaps, seed))
    spacing = calibrate(log_of(changed(0.4, 1.0, -0.8), 80, gaps, seed))
    assert not flat.time_sensitive.any()
    assert spacing.time_sensitive.all()


def test_without_spacing_a_pass_doubles_and_a_lapse_halves_whenever_it_comes() -> None:
    w = list(fsrs.DEFAULT_WEIGHTS)
    w[17], w[18], w[19] = math.log(2), 1.0, 0.0
    # Good on day 1; then Good after 1 day, after 30; Again after 5 and Good on that day; Easy; Hard
    rows = [(i, 3, 1) for i in range(6)] + [
        (0, 3, 2),
        (1, 3, 31),
        (2, 1, 6),
        (2, 3, 6),
        (3, 4, 3),
        (4, 2, 9),
    ]
    belief = Belief((Hypothesis(tuple(w), time_sensitive=False),))
    s, _, last, new = remembered(review_log(rows), 7, belief)
    assert s[0, :6] / w[2] == pytest.approx([2, 2, 1, 4, 1, 1])
    assert last[:6].tolist() == [2, 31, 6, 3, 9, 1]
    assert new.tolist() == [False] * 6 + [True]


@given(st.integers(0, 10**6))
def test_what_is_remembered_with_spacing_is_what_the_scheduler_keeps(seed: int) -> None:
    log = log_of(changed(0.4, 1.0, -0.8), 8, (0, 1, 3, 0, 9), seed)
    w = changed(1.7, 1.2, 0.1)
    scheduler = Scheduler(weights=w)
    kept = replay_reviews(log.card, log.grade, log.at, log.day, np.zeros(9), scheduler)
    s, d, last, new = remembered(log, 9, Belief((Hypothesis(w),)))
    assert s[0, :8] == pytest.approx(kept.stability[:8])
    assert d[:8] == pytest.approx(kept.difficulty[:8])
    assert last.tolist() == kept.last_day.tolist()
    assert new.tolist() == (kept.reps == 0).tolist()


def test_an_answer_on_the_same_day_says_nothing_of_how_long_it_lasts() -> None:
    belief = calibrate(review_log([(0, 1, 5), (0, 3, 5), (0, 3, 5)]))
    assert belief.hypotheses == (Hypothesis(),)
    assert belief.n_recalls == 0
    assert belief.first_pass == 6 / 11


def test_a_clock_that_went_back_counts_as_the_same_day() -> None:
    back = calibrate(review_log([(0, 3, 5), (0, 3, 3), (0, 1, 9)]))
    assert back == calibrate(review_log([(0, 3, 5), (0, 3, 5), (0, 1, 9)]))


logs = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4), st.integers(0, 9)), max_size=30)


@given(logs)
def test_the_belief_does_not_depend_on_how_the_cards_answers_lie_between_each_other(
    rows: list[tuple[int, int, int]],
) -> None:
    rows = sorted(rows, key=lambda row: row[2])
    by_card = sorted(rows, key=lambda row: row[0])
    mixed = calibrate(review_log(rows))
    grouped = calibrate(review_log(by_card))
    assert mixed.hypotheses == grouped.hypotheses
    assert mixed.n_recalls == grouped.n_recalls
    assert mixed.first_pass == grouped.first_pass
