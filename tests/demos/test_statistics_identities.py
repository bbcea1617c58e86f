"""What must hold between the statistics demos, and between a demo and mathematics around it."""

from math import exp

import numpy as np
import pytest

from quizcards import demos

SEEDS = range(20)
every_seed = pytest.mark.parametrize("seed", SEEDS)


@every_seed
def test_the_binomial_adds_up_to_one_with_its_mean_and_variance(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(1, 12)), rng.uniform(0.05, 0.95)
    runs = [demos.load("distributions").run({"n": n, "p": p, "k": k}) for k in range(n + 1)]
    share, k = np.array([run["binom"] for run in runs]), np.arange(n + 1)
    assert share.sum() == pytest.approx(1, rel=1e-12)
    assert share @ k == pytest.approx(runs[0]["lam"], rel=1e-12)
    assert share @ (k - runs[0]["lam"]) ** 2 == pytest.approx(runs[0]["var"], rel=1e-12)


@pytest.mark.parametrize("n", [10, 30, 100, 300, 1000])
def test_binomial_and_poisson_differ_by_no_more_than_le_cam_allows(n: int) -> None:
    p = 3 / n
    runs = [demos.load("distributions").run({"n": n, "p": p, "k": k}) for k in range(11)]
    excess = [max(run["binom"] - run["poisson"], 0) for run in runs]
    assert sum(excess) <= n * p**2


def test_no_event_of_a_poisson_is_a_wait_of_an_exponential() -> None:
    assert demos.load("distributions").run({"n": 1000, "p": 0.002, "k": 0})["poisson"] == exp(-2)
