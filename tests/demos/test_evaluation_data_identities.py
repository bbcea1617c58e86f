"""What must hold between the demos of data and evaluation, and between a demo and mathematics
around it.
"""

from typing import Any

import numpy as np
import pytest

from quizcards import demos
from tests.sampling import every_seed


def normal(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray[Any, Any]]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


@every_seed
def test_balanced_weights_give_each_class_the_same_share_of_the_loss(seed: int) -> None:
    n = np.random.default_rng(seed).integers(1, 1000, size=2)
    w = demos.load("class-imbalance").run({"n": n})["w"]
    assert np.allclose(n * w, np.sum(n) / 2, rtol=1e-12)
    assert np.isclose(np.sum(n * w), np.sum(n), rtol=1e-12)


@every_seed
def test_half_of_a_balanced_model_is_the_share_of_positives_of_the_real_world(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, q = rng.integers(1, 1000, size=2), rng.uniform(0.01, 0.99)
    demo = demos.load("class-imbalance")
    base = demo.run({"n": n, "q": 0.5})["p"]
    assert np.isclose(base, n[1] / np.sum(n), rtol=1e-12)
    # so that moving the threshold does what weights do
    assert (demo.run({"n": n, "q": q})["p"] > base) == (q > 0.5)


@every_seed
def test_a_smote_point_divides_the_line_between_two_samples(seed: int) -> None:
    x0, x1 = normal(seed, (5,), (5,))
    s = demos.load("class-imbalance").run({"x0": x0, "x1": x1, "lam": 0.3})["s"]
    assert np.allclose(np.abs(s - x0) + np.abs(x1 - s), np.abs(x1 - x0), rtol=1e-12)


@every_seed
def test_filling_in_the_mean_keeps_the_mean_and_shrinks_the_variance_by_what_is_missing(
    seed: int,
) -> None:
    x, z = normal(seed, (9,), (9,))
    r = np.array([1.0, 1, 1, 1, 1, 1, 0, 0, 0])
    run = demos.load("missing-values").run({"x": x, "z": z, "r": r})
    assert np.isclose(np.mean(run["x_hat"]), np.mean(x[:6]), rtol=1e-12)
    assert np.isclose(run["var"], np.var(x[:6]) * 6 / 9, rtol=1e-12)


@every_seed
def test_filling_in_along_a_line_finds_what_lay_on_that_line(seed: int) -> None:
    (z,) = normal(seed, (7,))
    x, r = 2 - 3 * z, np.array([1.0, 1, 1, 1, 0, 0, 0])
    run = demos.load("missing-values").run({"x": x * r, "z": z, "r": r})
    assert np.allclose(run["x_tilde"], x, rtol=1e-10, atol=1e-10)
    assert not np.isclose(run["m"], np.mean(x))


@every_seed
def test_no_score_is_further_from_the_mean_than_the_size_of_the_sample_allows(seed: int) -> None:
    (x,) = normal(seed, (8,))
    far = np.append(x, 1e5)
    run = demos.load("outliers-iqr").run({"x": far})
    assert np.max(np.abs(run["z"])) <= np.sqrt(len(far) - 1) * (1 + 1e-9)
    assert np.isclose(run["z"][-1], np.sqrt(len(far) - 1), rtol=1e-6)
    assert run["robust"][-1] > 1e4


@every_seed
def test_what_is_an_outlier_stays_one_in_other_units(seed: int) -> None:
    (x,) = normal(seed, (11,))
    demo = demos.load("outliers-iqr")
    before, after = demo.run({"x": x}), demo.run({"x": 7 + 3 * x})
    assert np.allclose(after["robust"], before["robust"], rtol=1e-9, atol=1e-9)
    assert np.array_equal(7 + 3 * x > after["high"], x > before["high"])


@every_seed
def test_smoothing_goes_from_the_mean_of_the_category_to_that_of_all(seed: int) -> None:
    (y,) = normal(seed, (9,))
    X = np.repeat(np.eye(3), [2, 3, 4], axis=0)
    demo = demos.load("categorical-encoding")
    means = [np.mean(y[:2]), np.mean(y[2:5]), np.mean(y[5:])]
    assert np.allclose(demo.run({"X": X, "y": y, "s": 0})["code"], means, rtol=1e-12)
    assert np.allclose(demo.run({"X": X, "y": y, "s": 1e6})["code"], np.mean(y), atol=1e-4)


@every_seed
def test_leaving_a_label_out_tells_it_the_other_way_round(seed: int) -> None:
    y = np.array([1.0, 0, *np.random.default_rng(seed).integers(0, 2, size=6)])
    X = np.ones((8, 1))
    loo = demos.load("categorical-encoding").run({"X": X, "y": y})["loo"]
    assert np.max(loo[y == 1]) < np.min(loo[y == 0])


@every_seed
def test_features_that_do_not_overlap_explain_what_each_explains(seed: int) -> None:
    X, y = normal(seed, (12, 3), (12,))
    apart, _ = np.linalg.qr(X - np.mean(X, axis=0))
    run = demos.load("feature-selection").run({"X": apart, "y": y})
    assert np.isclose(run["explained"], np.sum(run["r"] ** 2), rtol=1e-9)


@every_seed
def test_one_more_feature_never_explains_less_of_the_data_it_is_fitted_to(seed: int) -> None:
    X, y = normal(seed, (12, 5), (12,))
    demo = demos.load("feature-selection")
    found = [demo.run({"X": X[:, :k], "y": y})["explained"] for k in range(1, 6)]
    assert np.all(np.diff(found) >= -1e-12)
    r = demo.run({"X": X, "y": y})["r"]
    assert np.max(r**2) <= found[-1] <= 1


@every_seed
def test_box_cox_goes_to_the_logarithm_and_keeps_every_order(seed: int) -> None:
    (z,) = normal(seed, (8,))
    x, demo = np.exp(z), demos.load("feature-transform")
    log = demo.run({"x": x, "lam": 0})
    near = demo.run({"x": x, "lam": 1e-6})
    assert np.allclose(near["t"], log["t"], atol=1e-4)
    assert np.isclose(near["skew"], log["skew"], atol=1e-4)
    for lam in (-1, 0, 0.5, 2):
        run = demo.run({"x": x, "lam": lam})
        assert np.array_equal(np.argsort(run["t"]), np.argsort(x))


@every_seed
def test_moving_and_scaling_leave_the_skewness_as_it_is(seed: int) -> None:
    (z,) = normal(seed, (8,))
    x, demo = np.exp(z), demos.load("feature-transform")
    before, after = (demo.run({"x": one, "lam": 1})["skew"] for one in (x, 5 + 3 * x))
    assert np.isclose(before, after, rtol=1e-9, atol=1e-9)


@every_seed
def test_psi_is_the_divergence_both_ways_whichever_comes_first(seed: int) -> None:
    m, n = np.random.default_rng(seed).integers(1, 100, size=(2, 6)).astype(float)
    demo = demos.load("data-drift-psi-ks")
    run, back = demo.run({"m": m, "n": n}), demo.run({"m": n, "n": m})
    p, q = run["p"], run["q"]
    both = np.sum(q * np.log(q / p)) + np.sum(p * np.log(p / q))
    assert run["PSI"] == pytest.approx(both)
    assert back["PSI"] == pytest.approx(run["PSI"])
    assert back["KS"] == pytest.approx(run["KS"])


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.1])
def test_where_a_ks_test_rejects_is_what_the_series_of_kolmogorov_says(alpha: float) -> None:
    limit = demos.load("data-drift-psi-ks").run({"alpha": alpha})["limit"]
    x, k = limit * np.sqrt(50), np.arange(1, 50)
    tail = 2 * np.sum((-1.0) ** (k - 1) * np.exp(-2 * (k * x) ** 2))
    assert tail == pytest.approx(alpha, rel=1e-3)


def test_psi_without_a_drift_is_about_what_the_samples_allow() -> None:
    rng, demo = np.random.default_rng(0), demos.load("data-drift-psi-ks")
    m, n = rng.multinomial(1000, np.full(10, 0.1), size=(2, 2000)).astype(float)
    found = [demo.run({"m": a, "n": b})["PSI"] for a, b in zip(m, n, strict=True)]
    error = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found) - 9 * (1 / 1000 + 1 / 1000)) < 4 * error


@every_seed
def test_shapley_values_share_out_all_of_the_difference_and_half_of_what_interacts(
    seed: int,
) -> None:
    x, z, w = np.random.default_rng(seed).normal(size=(3, 3))
    given = {"x1": x[0], "x2": x[1], "z1": z[0], "z2": z[1], "w1": w[0], "w2": w[1], "w12": w[2]}
    run = demos.load("shapley-values").run(given)
    assert run["y"] == pytest.approx(run["f12"])
    by_hand = (x[0] - z[0]) * (w[0] + w[2] * (x[1] + z[1]) / 2)
    assert run["phi1"] == pytest.approx(by_hand)


@every_seed
def test_a_feature_that_is_not_used_gets_nothing_and_two_alike_get_the_same(seed: int) -> None:
    x, z, w = np.random.default_rng(seed).normal(size=3)
    demo = demos.load("shapley-values")
    unused = demo.run({"x1": x, "x2": 7.0, "z1": z, "z2": -3.0, "w1": w, "w2": 0.0, "w12": 0.0})
    assert unused["phi2"] == pytest.approx(0, abs=1e-12)
    alike = demo.run({"x1": x, "x2": x, "z1": z, "z2": z, "w1": w, "w2": w, "w12": 2.0})
    assert alike["phi1"] == pytest.approx(alike["phi2"])
