"""The whole model against two published implementations, on thousands of random histories."""

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from quizcards.memory.fsrs import DEFAULT_WEIGHTS, LOWER_BOUNDS, UPPER_BOUNDS
from quizcards.memory.schedule import Scheduler
from tests.memory.conftest import Histories, Study

# py-fsrs has no upper bound for stability, the paper's implementation and this one have
TOO_STABLE = 36_500


def random_weights(chance: Random) -> tuple[float, ...]:
    """Weights as a fit might give them: each up to a fifth off its default, within the bounds."""
    moved = (weight * chance.uniform(0.8, 1.2) for weight in DEFAULT_WEIGHTS)
    return tuple(
        min(max(w, low), high)
        for w, low, high in zip(moved, LOWER_BOUNDS, UPPER_BOUNDS, strict=True)
    )


@pytest.mark.parametrize("seed", range(5))
def test_memories_are_those_of_py_fsrs(study: Study, histories: Histories, seed: int) -> None:
    fsrs = pytest.importorskip("fsrs")
    weights = random_weights(Random(seed)) if seed else DEFAULT_WEIGHTS
    theirs = fsrs.Scheduler(parameters=weights, enable_fuzzing=False)
    compared = 0
    for answers in histories(600, longest=14, seed=seed):
        card = fsrs.Card(card_id=1)
        for (grade, at, _), ours in zip(
            answers, study(answers, Scheduler(weights=weights, fuzz=False)), strict=True
        ):
            moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
            card, _ = theirs.review_card(card, fsrs.Rating(grade), moment)
            if card.stability > TOO_STABLE:
                break
            assert math.isclose(ours.stability, card.stability, rel_tol=1e-9), answers
            assert math.isclose(ours.difficulty, card.difficulty, rel_tol=1e-9), answers
            assert (ours.step < 0) == (card.state == fsrs.State.Review), answers
            if ours.step >= 0:
                assert timedelta(seconds=ours.due_at - at) == card.due - moment, answers
            compared += 1
    assert compared > 3000


def test_memories_are_those_of_fsrs_rs_in_its_single_precision(
    study: Study, histories: Histories
) -> None:
    fsrs_rs = pytest.importorskip("fsrs_rs_python")
    theirs = fsrs_rs.FSRS(list(DEFAULT_WEIGHTS))
    for answers in histories(1500, longest=10, seed=7, furthest=365):
        days = [day for _, _, day in answers]
        gaps = [0, *(later - earlier for earlier, later in pairwise(days))]
        reviews = [
            fsrs_rs.FSRSReview(grade, gap) for (grade, _, _), gap in zip(answers, gaps, strict=True)
        ]
        states = theirs.historical_memory_states(fsrs_rs.FSRSItem(reviews))
        for ours, state in zip(study(answers), states, strict=True):
            assert ours.stability == pytest.approx(state.stability, rel=1e-5), answers
            assert ours.difficulty == pytest.approx(state.difficulty, rel=1e-5), answers
