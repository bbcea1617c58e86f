"""Down a loss: where bowls end within bounds, and a loss that is no bowl."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.memory.descent import ENOUGH, descend, lowest
from quizcards.memory.gradient import Expansion
from tests.sampling import examples


def bowl(centre: Any, curvature: Any, place: Any) -> Expansion:
    off = place - centre
    return Expansion(off @ curvature @ off / 2, curvature @ off, curvature)


def steep(seed: int, size: int = 6) -> tuple[Any, Any, Any, Any]:
    """A centre, curvatures of very unlike directions, and bounds that hold some of them."""
    chance = np.random.default_rng(seed)
    root = chance.normal(size=(size, size)) * 10.0 ** chance.uniform(-1, 1, size)
    ends = np.sort(chance.normal(size=(2, size)), axis=0)
    return chance.normal(size=size), root @ root.T + 0.1 * np.eye(size), ends[0], ends[1]


@settings(max_examples=examples(50), deadline=None)
@given(st.integers(0, 10_000))
def test_the_lowest_point_within_the_bounds_is_held_only_where_it_leads_out(seed: int) -> None:
    # what Karush, Kuhn and Tucker ask of it
    centre, curvature, low, high = steep(seed)
    here = bowl(centre, curvature, np.zeros(6))
    step = lowest(here, 0.5, low, high)
    slope = here.gradient + (curvature + 0.5 * np.eye(6)) @ step
    slope /= np.diag(curvature)
    assert ((low <= step) & (step <= high)).all()
    assert (slope[step > low] < 1e-9).all()
    assert (slope[step < high] > -1e-9).all()


def test_a_bowl_is_walked_down_to_what_is_not_worth_a_step() -> None:
    centre, curvature, *_ = steep(1)
    expand = partial(bowl, centre, 100 * curvature)
    found = descend(expand, np.zeros(6), np.full(6, -9.0), np.full(6, 9.0))
    assert expand(found).loss < 2 * ENOUGH


def test_a_loss_that_is_no_bowl_is_walked_down_all_the_same() -> None:
    # Rosenbrock's valley, which is bent: as a sum of squares, whose information leaves out the bend
    def expand(place: Any) -> Expansion:
        x, y = place
        rest = 100 * np.array((10 * (y - x**2), 1 - x))
        slopes = 100 * np.array(((-20 * x, 10.0), (-1.0, 0.0)))
        return Expansion(rest @ rest / 2, slopes.T @ rest, slopes.T @ slopes)

    start, bound = np.array((-1.2, 1.0)), np.full(2, 4.0)
    assert descend(expand, start, -bound, bound) == pytest.approx((1, 1), abs=0.01)
    assert descend(expand, start, -bound, np.array((0.5, 4.0)))[0] == pytest.approx(0.5)


def test_it_tells_its_progress_from_nothing_to_all() -> None:
    told = list[float]()
    centre, curvature, *_ = steep(2)
    expand = partial(bowl, centre, 1e4 * curvature)
    descend(expand, np.zeros(6), np.full(6, -9.0), np.full(6, 9.0), told.append)
    assert told[0] == 0
    assert told == sorted(told)
    assert told[-1] == 1
