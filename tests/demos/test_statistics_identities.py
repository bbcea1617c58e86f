"""What must hold between the demos of statistics, and between a demo and mathematics around it."""

from itertools import product
from math import exp
from typing import Any

import numpy as np
import pytest

from quizcards import demos
from quizcards.errors import QuizcardsError
from tests.sampling import every_seed


def run(demo: str, **inputs: Any) -> Any:
    return demos.load(demo).run(inputs)


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


@every_seed
def test_map_lies_between_the_likelihoods_top_and_the_priors_nearer_to_what_counts_more(
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    n, (a, b) = int(rng.integers(2, 40)), rng.uniform(1.5, 9, size=2)
    found = run("mle-map", k=int(rng.integers(1, n)), n=n, a=a, b=b)
    weight = n / (n + a + b - 2)
    between = weight * found["mle"] + (1 - weight) * (a - 1) / (a + b - 2)
    assert found["MAP"] == pytest.approx(between, rel=1e-12)


@every_seed
def test_with_a_flat_prior_map_is_mle_and_no_place_nearby_has_a_higher_posterior(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, (a, b) = int(rng.integers(2, 40)), rng.uniform(1.5, 9, size=2)
    k = int(rng.integers(1, n))
    flat, found = run("mle-map", k=k, n=n, a=1, b=1), run("mle-map", k=k, n=n, a=a, b=b)
    assert flat["MAP"] == flat["mle"]

    def log_posterior(theta: float) -> float:
        return float((k + a - 1) * np.log(theta) + (n - k + b - 1) * np.log(1 - theta))

    assert all(
        log_posterior(found["MAP"]) >= log_posterior(found["MAP"] + step) for step in (-1e-4, 1e-4)
    )


@every_seed
def test_a_gaussian_prior_is_the_penalty_of_ridge(seed: int) -> None:
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(8, 3)), rng.normal(size=8)
    noise, spread = rng.uniform(0.5, 2, size=2)
    # the posterior of a linear model with noise σ² and w ~ N(0, τ²): a Gaussian whose mean and mode
    # solve (XᵀX/σ² + I/τ²) w = Xᵀy/σ²
    top = np.linalg.solve(X.T @ X / noise + np.eye(3) / spread, X.T @ y / noise)
    lam = noise / spread
    slope = 2 * X.T @ (X @ top - y) + 2 * lam * top  # of ‖y − Xw‖² + λ‖w‖²
    assert np.allclose(slope, 0, atol=1e-12)


def distribution(rng: np.random.Generator, size: int) -> Any:
    return rng.dirichlet(np.ones(size)) * 0.98 + 0.02 / size


@every_seed
def test_a_divergence_is_never_negative_and_zero_only_between_equals(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, q = distribution(rng, 4), distribution(rng, 4)
    found = run("entropy-kl", p=p, q=q)
    far = np.sum(np.abs(p - q)) / 2
    assert min(found["KL"], found["reverse"]) >= 2 * far**2 > 0  # Pinsker's inequality
    assert run("entropy-kl", p=p, q=p)["KL"] == pytest.approx(0, abs=1e-15)


@every_seed
def test_no_distribution_has_more_entropy_than_the_uniform_one(seed: int) -> None:
    p = distribution(np.random.default_rng(seed), 5)
    found = run("entropy-kl", p=p, q=np.full(5, 0.2))
    assert found["H"] < np.log(5)
    assert found["KL"] == pytest.approx(np.log(5) - found["H"], rel=1e-12)


@every_seed
def test_mutual_information_is_the_divergence_of_a_joint_table_from_its_margins(seed: int) -> None:
    joint = distribution(np.random.default_rng(seed), 6).reshape(2, 3)
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    mutual = run("entropy-kl", p=joint.ravel(), q=np.outer(rows, columns).ravel())

    def entropy(p: Any) -> Any:
        return run("entropy-kl", p=p, q=p)["H"]

    told = entropy(rows) + entropy(columns) - mutual["H"]
    assert mutual["KL"] == pytest.approx(told, rel=1e-9, abs=1e-14)


@every_seed
def test_all_resamples_of_a_mean_scatter_by_the_deviation_over_the_root_of_the_size(
    seed: int,
) -> None:
    x = np.random.default_rng(seed).normal(size=3)
    found = run("bootstrap", x=x)
    assert found["se"] == pytest.approx(np.std(x) / np.sqrt(3), rel=1e-12)
    assert found["se"] == pytest.approx(np.std(x, ddof=1) / np.sqrt(3) * np.sqrt(2 / 3), rel=1e-12)
    assert np.mean(found["means"]) == pytest.approx(np.mean(x), rel=1e-12)


@every_seed
def test_a_bootstrap_moves_and_stretches_with_its_sample(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=3)
    found, moved = run("bootstrap", x=x), run("bootstrap", x=10 - 3 * x)
    for name, factor in (("se", 3), ("spread", 3), ("bias", -3)):
        assert moved[name] == pytest.approx(factor * found[name], rel=1e-9, abs=1e-12)


def test_of_all_resamples_as_many_lack_a_value_as_the_out_of_bag_formula_says() -> None:
    means = run("bootstrap", x=[1, 10, 100])["means"]
    without = np.mean(np.round(3 * means) % 10 == 0)  # no 1 was drawn
    assert without == pytest.approx((1 - 1 / 3) ** 3, rel=1e-12)


def test_a_sample_of_another_size_is_refused() -> None:
    with pytest.raises(QuizcardsError):
        run("bootstrap", x=[1, 2, 3, 4])


@every_seed
def test_the_square_of_z_is_the_chi_square_of_the_table(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(50, 500, size=2)
    hits = np.array([rng.integers(1, size) for size in sizes])
    table = np.array([hits, sizes - hits], dtype=float)
    likely = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    found = run("ab-test", k1=hits[0], n1=sizes[0], k2=hits[1], n2=sizes[1])
    assert found["z"] ** 2 == pytest.approx(np.sum((table - likely) ** 2 / likely), rel=1e-9)


@every_seed
def test_half_the_effect_needs_four_times_the_people_at_one_variance(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low, high = np.sort(rng.integers(50, 450, size=2))
    around = {"n1": 1000, "n2": 1000}

    def need(k1: float, k2: float) -> Any:
        found = run("ab-test", k1=k1, k2=k2, **around)
        variance = sum(found[name] * (1 - found[name]) for name in ("p1", "p2"))
        return found["need"] / variance

    assert need(low, (low + high + 2) / 2) == pytest.approx(4 * need(low, high + 2), rel=1e-9)


@pytest.mark.parametrize(("people", "days"), [(2, 7), (3, 5), (4, 6), (5, 4)])
def test_birthdays_are_shared_as_often_as_when_all_are_listed(people: int, days: int) -> None:
    listed = [len(set(one)) < people for one in product(range(days), repeat=people)]
    found = run("probability-puzzles", people=people, days=days)["shared"]
    assert found == pytest.approx(np.mean(listed), rel=1e-12)


def test_of_the_doors_one_may_choose_exactly_one_hides_the_car() -> None:
    for doors in range(3, 9):
        for left in range(1, doors - 1):
            switch = run("probability-puzzles", doors=doors, left=left)["switch"]
            assert left * switch + 1 / doors == pytest.approx(1, rel=1e-12)
            assert switch > 1 / doors


@pytest.mark.parametrize("kinds", [1, 2, 5, 9])
def test_the_coupons_wait_is_that_of_a_chain_that_moves_on_when_one_is_new(kinds: int) -> None:
    waits = np.zeros(kinds + 1)
    for have in reversed(range(kinds)):  # w = 1 + (have/n) w + (1 − have/n) w'
        waits[have] = waits[have + 1] + 1 / (1 - have / kinds)
    assert run("probability-puzzles", kinds=kinds)["draws"] == pytest.approx(waits[0], rel=1e-12)


@every_seed
def test_a_posterior_is_the_same_however_the_tosses_are_told(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tosses, (a, b) = rng.integers(0, 2, size=12), rng.uniform(0.5, 4, size=2)
    whole = run("bayesian-vs-frequentist", k=tosses.sum(), n=12, a=a, b=b)
    one = {"A": a, "B": b}
    for toss in tosses:
        one = run("bayesian-vs-frequentist", k=toss, n=1, a=one["A"], b=one["B"])
    assert one["A"] == pytest.approx(whole["A"], rel=1e-12)
    assert one["sd"] == pytest.approx(whole["sd"], rel=1e-12)


@every_seed
def test_with_many_tosses_both_schools_say_the_same(seed: int) -> None:
    rng = np.random.default_rng(seed)
    k, (a, b) = int(rng.integers(200_000, 800_000)), rng.uniform(0.5, 9, size=2)
    found = run("bayesian-vs-frequentist", k=k, n=1_000_000, a=a, b=b)
    assert found["mean"] == pytest.approx(found["est"], abs=2e-5)
    assert found["sd"] == pytest.approx(found["se"], rel=1e-4)


def test_the_posterior_of_the_mean_is_that_of_the_card_before() -> None:
    found = run("bayesian-vs-frequentist", k=7, n=10, a=2, b=2)
    assert found["mean"] == run("mle-map", k=7, n=10, a=2, b=2)["mean"]
