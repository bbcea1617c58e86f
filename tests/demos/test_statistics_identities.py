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


@every_seed
def test_dividing_by_n_less_one_is_right_on_average_and_by_n_a_half_of_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, c = rng.normal(size=5), rng.integers(1, 9, size=5)
    run = demos.load("expectation-variance").run({"x": x, "c": c})
    assert run["unbiased"] == pytest.approx(run["var"], rel=1e-12)
    assert run["biased"] == pytest.approx(run["var"] / 2, rel=1e-12)


@every_seed
def test_a_scaled_variable_has_the_mean_and_the_square_of_the_scale_in_its_variance(
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    x, c = rng.normal(size=5), rng.integers(1, 9, size=5)
    demo = demos.load("expectation-variance")
    before, after = demo.run({"x": x, "c": c}), demo.run({"x": 5 - 3 * x, "c": c})
    assert after["mu"] == pytest.approx(5 - 3 * before["mu"], rel=1e-12)
    assert after["var"] == pytest.approx(9 * before["var"], rel=1e-12)
