"""The formulas of FSRS-7 against the values in their authors' tests (ts-fsrs)."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcards.memory import fsrs7
from quizcards.memory.arrays import ARRAYS
from quizcards.memory.fsrs7 import DEFAULT_WEIGHTS, State

# packages/fsrs/src/models/fsrs-7/*.spec.ts, whose floats are single
PUBLISHED = 1e-4
HISTORY = (
    (0, 3, (0.11041191, 0.08832, 6.109214)),
    (1, 3, (0.91686124, 44.444206, 6.0504217)),
    (3, 3, (3.5337858, 193.5973, 5.9922175)),
    (8, 3, (10.186002, 407.62646, 5.934595)),
    (21, 3, (25.985723, 700.5589, 5.877549)),
)
KNOWN = State(10.0, 8.0, 5.0)
STABILITY = st.floats(fsrs7.SHORTEST, fsrs7.LONGEST)
STATES = st.builds(State, STABILITY, STABILITY, st.floats(1.0, 10.0))


def anywhere(seed: int) -> list[float]:
    """Weights anywhere within their bounds."""
    chance = Random(seed)
    within = zip(fsrs7.LOWER_BOUNDS, fsrs7.UPPER_BOUNDS, strict=True)
    return fsrs7.bounded([chance.uniform(low, high) for low, high in within])


WEIGHTS = st.integers(0, 10_000).map(anywhere)


def first(grade: int) -> State[float]:
    return fsrs7.first_state(grade, DEFAULT_WEIGHTS[grade - 1])


def test_a_published_history_leaves_the_published_states() -> None:
    state = first(1)
    assert state == pytest.approx((0.1104, 0.08832, 6.1686), rel=PUBLISHED)
    for elapsed, grade, expected in HISTORY:
        state = fsrs7.next_states(state, elapsed)[grade - 1]
        assert state == pytest.approx(expected, rel=PUBLISHED)


def test_recall_falls_along_the_published_curve() -> None:
    for elapsed, expected in ((0.0, 0.99999), (0.5, 0.96410644), (21.0, 0.8774615)):
        assert fsrs7.recalls(KNOWN, elapsed)[0] == pytest.approx(expected, rel=PUBLISHED)


def test_intervals_are_the_published_ones() -> None:
    good = fsrs7.next_states(KNOWN, 21.0)[2]
    assert good == pytest.approx((27.8926, 210.87737, 4.9522996), rel=PUBLISHED)
    assert fsrs7.interval_for(0.9, good) == pytest.approx(54.32485, rel=PUBLISHED)
    assert fsrs7.interval_for(0.99, good) == pytest.approx(0.2915443, rel=PUBLISHED)
    days = [fsrs7.interval_for(0.9, first(grade)) for grade in (1, 2, 3, 4)]
    expected = (0.000038275626, 0.5974598, 4.7777247, 53.869392)
    assert days == pytest.approx(expected, rel=PUBLISHED)


def test_weights_are_held_within_their_bounds_and_in_their_order() -> None:
    assert fsrs7.bounded([-1000.0] * 34) == list(fsrs7.LOWER_BOUNDS)
    assert fsrs7.bounded([1000.0] * 34) == list(fsrs7.UPPER_BOUNDS)
    assert fsrs7.bounded([5.0, 3.0, 2.0, 1.0, *DEFAULT_WEIGHTS[4:]])[:4] == [5.0] * 4


@given(STATES, WEIGHTS, st.floats(0.7, 0.99))
def test_an_interval_ends_where_recall_has_fallen_to_the_retention(
    state: State[float], weights: list[float], retention: float
) -> None:
    days = fsrs7.interval_for(retention, state, weights)
    recall, _ = fsrs7.recalls(state, days, weights)
    edge = np.exp(fsrs7.FARTHEST)
    if 1.001 / edge < days < 0.999 * edge:
        assert recall == pytest.approx(retention, rel=1e-5)
    else:
        assert (recall > retention) == (days > 1)


@given(STATES, WEIGHTS, st.floats(0.0, 10_000.0))
def test_one_card_and_columns_of_cards_are_moved_alike(
    state: State[float], weights: list[float], elapsed: float
) -> None:
    columns = State(*(np.array([value, value]) for value in state))
    together = fsrs7.next_states(columns, np.array([elapsed, 0.0]), weights, ARRAYS)
    alone = fsrs7.next_states(state, elapsed, weights)
    for many, one in zip(together, alone, strict=True):
        assert [column[0] for column in many] == pytest.approx(one, rel=1e-9)
        days = fsrs7.interval_for(0.9, many, weights, ARRAYS)[0]
        assert days == pytest.approx(fsrs7.interval_for(0.9, one, weights), rel=1e-9)


@given(STATES, WEIGHTS, st.floats(0.0, 10_000.0))
def test_what_an_answer_leaves_stays_within_its_bounds_and_a_better_one_leaves_more(
    state: State[float], weights: list[float], elapsed: float
) -> None:
    again, hard, good, easy = fsrs7.next_states(state, elapsed, weights)
    for after in (again, hard, good, easy):
        assert fsrs7.SHORTEST <= min(after[:2]) <= max(after[:2]) <= fsrs7.LONGEST
        assert 1 <= after.difficulty <= 10
    assert again.slow <= hard.slow <= good.slow <= easy.slow
    assert again.fast <= hard.fast <= good.fast <= easy.fast
    assert hard.difficulty >= good.difficulty >= easy.difficulty
