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
    assert share @ k == pytest.approx(runs[0]["mu"], rel=1e-12)
    assert share @ (k - runs[0]["mu"]) ** 2 == pytest.approx(runs[0]["var"], rel=1e-12)


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


@every_seed
def test_units_change_a_covariance_and_of_a_correlation_only_the_sign(seed: int) -> None:
    x, y = np.random.default_rng(seed).normal(size=(2, 3, 5))
    demo = demos.load("covariance-correlation")
    before, after = demo.run({"x": x, "y": y}), demo.run({"x": 7 - 100 * x, "y": y})
    assert after["cov"] == pytest.approx(-100 * before["cov"], rel=1e-11)
    assert after["r"] == pytest.approx(-before["r"], rel=1e-11)
    assert after["within"] == pytest.approx(-before["within"], rel=1e-11)


@every_seed
def test_moving_whole_groups_leaves_what_goes_on_within_them(seed: int) -> None:
    x, y = np.random.default_rng(seed).normal(size=(2, 3, 5))
    apart = 10 * np.arange(3)[:, None]
    demo = demos.load("covariance-correlation")
    before = demo.run({"x": x, "y": y})
    for direction in (1, -1):
        after = demo.run({"x": x + apart, "y": y + direction * apart})
        assert after["within"] == pytest.approx(before["within"], rel=1e-9)
        assert direction * after["r"] > 0.9


def test_one_group_has_the_same_correlation_within_as_over_all() -> None:
    x, y = np.random.default_rng(0).normal(size=(2, 1, 8))
    run = demos.load("covariance-correlation").run({"x": x, "y": y})
    assert run["within"] == pytest.approx(run["r"], rel=1e-12)


@every_seed
def test_the_mean_of_all_samples_of_three_has_the_moments_that_are_told(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=4)
    run = demos.load("clt-lln").run({"x": x, "c": np.ones(4), "n": 3})
    means = (x[:, None, None] + x[:, None] + x).ravel() / 3
    assert run["mu"] == pytest.approx(means.mean(), rel=1e-11)
    assert run["se"] == pytest.approx(means.std(), rel=1e-11)
    third = np.mean((means - means.mean()) ** 3)
    assert run["skew_n"] == pytest.approx(third / means.std() ** 3, rel=1e-9, abs=1e-12)


def test_four_times_as_many_halve_the_standard_error_and_the_skewness() -> None:
    demo = demos.load("clt-lln")
    one, four = demo.run({"n": 25}), demo.run({"n": 100})
    assert four["se"] == pytest.approx(one["se"] / 2, rel=1e-14)
    assert four["skew_n"] == pytest.approx(one["skew_n"] / 2, rel=1e-14)


@pytest.mark.parametrize(
    ("n", "t", "level"), [(5, 2.776, 0.95), (5, 1.96, 0.878), (4, 3.182, 0.95)]
)
def test_intervals_hold_the_mean_of_a_normal_as_often_as_students_t_says(
    n: int, t: float, level: float
) -> None:
    times = 4000  # seed 0: the share held has a standard error of √(level (1 − level) / times)
    samples = np.random.default_rng(0).normal(3, 2, size=(times, n))
    demo = demos.load("confidence-interval")
    runs = [demo.traced({"x": sample, "t": t}, {}) for sample in samples]
    held = np.mean([run["low"] <= 3 <= run["high"] for run in runs])
    assert abs(held - level) < 3 * np.sqrt(level * (1 - level) / times)


@every_seed
def test_an_interval_moves_and_stretches_with_its_sample(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=6)
    demo = demos.load("confidence-interval")
    before, after = demo.run({"x": x}), demo.run({"x": 5 + 3 * x})
    for end in ("low", "high"):
        assert after[end] == pytest.approx(5 + 3 * before[end], rel=1e-11)


@pytest.mark.parametrize("n", [9, 10, 21])
def test_a_two_sided_p_value_adds_up_what_is_no_likelier_under_a_fair_coin(n: int) -> None:
    shares = [
        demos.load("distributions").run({"n": n, "p": 0.5, "k": k})["binom"] for k in range(n + 1)
    ]
    for k in range(n // 2 + 1, n + 1):
        run = demos.load("p-value").run({"k": k, "m": n - k})
        extreme = sum(one for one in shares if one <= shares[k] * (1 + 1e-12))
        assert run["p"] == pytest.approx(extreme, rel=1e-11)
        assert run["one"] == pytest.approx(sum(shares[k:]), rel=1e-11)


def test_a_p_value_at_most_a_level_is_no_likelier_than_the_level() -> None:
    n = 20
    runs = [demos.load("p-value").run({"k": max(k, n - k), "m": min(k, n - k)}) for k in range(21)]
    shares = [
        demos.load("distributions").run({"n": n, "p": 0.5, "k": k})["binom"] for k in range(21)
    ]
    for level in (0.01, 0.05, 0.1, 0.3):
        found = sum(s for s, run in zip(shares, runs, strict=True) if run["p"] <= level)
        assert found <= level


@every_seed
def test_without_an_effect_the_power_is_the_level(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(2, 30)), rng.uniform(0.05, 0.95)
    inputs = {"n": n, "m": int(rng.integers(0, n)), "p0": p, "p1": p}
    run = demos.load("type1-type2-power").run(inputs)
    assert run["power"] == run["alpha"] == pytest.approx(1 - run["beta"], rel=1e-12)


@pytest.mark.parametrize(("heads", "tails"), [(8, 2), (9, 1), (60, 40)])
def test_the_level_that_just_rejects_is_the_one_sided_p_value(heads: int, tails: int) -> None:
    test = demos.load("type1-type2-power").run({"n": heads + tails, "m": tails})
    assert test["alpha"] == pytest.approx(
        demos.load("p-value").run({"k": heads, "m": tails})["one"], rel=1e-12
    )


def test_rejecting_sooner_trades_errors_of_the_second_kind_for_the_first() -> None:
    runs = [demos.load("type1-type2-power").run({"m": m}) for m in range(11)]
    assert np.all(np.diff([run["alpha"] for run in runs]) > 0)
    assert np.all(np.diff([run["beta"] for run in runs]) < 0)
