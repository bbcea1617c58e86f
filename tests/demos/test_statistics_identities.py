"""What must hold between the demos of statistics, and between a demo and mathematics around it."""

from typing import Any

import numpy as np
import pytest

from quizcards import demos

SEEDS = range(20)
every_seed = pytest.mark.parametrize("seed", SEEDS)


def run(demo: str, **inputs: Any) -> Any:
    return demos.load(demo).run(inputs)


@every_seed
def test_posterior_odds_are_prior_odds_times_the_ratio_of_the_likelihoods(seed: int) -> None:
    prior, sens, spec = np.random.default_rng(seed).uniform(0.05, 0.95, size=3)
    found = run("bayes-theorem", prior=prior, sens=sens, spec=spec)
    odds, ratio = prior / (1 - prior), sens / (1 - spec)
    for name, times in (("posterior", 1), ("twice", 2)):
        assert found[name] / (1 - found[name]) == pytest.approx(odds * ratio**times, rel=1e-12)


@every_seed
def test_what_was_believed_after_one_test_is_what_the_next_begins_with(seed: int) -> None:
    prior, sens, spec = np.random.default_rng(seed).uniform(0.05, 0.95, size=3)
    once = run("bayes-theorem", prior=prior, sens=sens, spec=spec)
    again = run("bayes-theorem", prior=once["posterior"], sens=sens, spec=spec)
    assert again["posterior"] == pytest.approx(once["twice"], rel=1e-12)


def test_a_test_that_is_positive_as_often_either_way_tells_nothing() -> None:
    found = run("bayes-theorem", prior=0.3, sens=0.4, spec=0.6)
    assert found["posterior"] == pytest.approx(0.3, rel=1e-12)
    assert found["twice"] == pytest.approx(0.3, rel=1e-12)
