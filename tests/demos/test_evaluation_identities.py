"""What must hold between the evaluation demos, and between a demo and mathematics around it."""

from typing import Any

import numpy as np
import pytest

from quizcards import demos
from tests.sampling import every_seed


def normal(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray[Any, Any]]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


@pytest.mark.parametrize("q", [0.2, 0.5, 0.9])
def test_one_candidate_is_not_chosen_and_its_score_is_not_inflated(q: float) -> None:
    run = demos.load("train-test-leakage").run({"n": 30, "p": 1, "q": q})
    assert run["leaked"] == pytest.approx(q, rel=1e-12)


def test_a_chosen_score_grows_with_candidates_and_shrinks_with_samples() -> None:
    demo = demos.load("train-test-leakage")
    gaps = np.array(
        [[demo.run({"n": n, "p": p})["gap"] for n in (5, 50, 500)] for p in (2, 20, 200)]
    )
    assert np.all(np.diff(gaps, axis=0) > 0)
    assert np.all(np.diff(gaps, axis=1) < 0)


@every_seed
def test_leaving_one_out_of_least_squares_needs_one_fit(seed: int) -> None:
    x, y = normal(seed, (8,), (8,))
    run = demos.load("cross-validation").run({"x": 2 + np.tanh(x), "y": y, "k": 8, "degree": 1})
    A = run["features"]
    hat = A @ np.linalg.solve(A.T @ A, A.T)
    left_out = (y - hat @ y) / (1 - np.diag(hat))
    assert np.allclose(run["mse"], left_out**2, rtol=1e-6)


@every_seed
def test_the_order_of_the_folds_changes_nothing(seed: int) -> None:
    x, y = normal(seed, (9,), (9,))
    demo = demos.load("cross-validation")
    given = {"x": 2 + np.tanh(x), "y": y, "k": 3}
    turned = {**given, "x": np.roll(given["x"], 1), "y": np.roll(y, 1)}
    for name in ("cv", "spread"):
        assert demo.run(turned)[name] == pytest.approx(demo.run(given)[name], rel=1e-9)


def counts(seed: int, classes: int = 4) -> np.ndarray[Any, Any]:
    """A confusion matrix in which every class was seen and named."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 9, size=(classes, classes)) + np.eye(classes, dtype=int)


@every_seed
def test_pooled_precision_recall_and_f1_are_all_the_accuracy(seed: int) -> None:
    M = counts(seed)
    run = demos.load("confusion-matrix-macro-micro").run({"M": M})
    hits, others = np.trace(M), np.sum(M) - np.trace(M)
    assert run["micro"] == pytest.approx(2 * hits / (2 * hits + others + others), rel=1e-12)
    weighted = np.sum(run["true"] * run["recall"]) / np.sum(M)
    assert run["micro"] == pytest.approx(weighted, rel=1e-12)


@every_seed
def test_more_samples_of_a_class_leave_the_mean_recall_and_move_the_accuracy(seed: int) -> None:
    M = counts(seed)
    more = M * np.array([[10], [1], [1], [1]])
    demo = demos.load("confusion-matrix-macro-micro")
    before, after = demo.run({"M": M}), demo.run({"M": more})
    assert after["balanced"] == pytest.approx(before["balanced"], rel=1e-12)
    is_easier = before["recall"][0] > before["micro"]
    assert (after["micro"] > before["micro"]) == is_easier


@every_seed
def test_f1_lies_between_the_smaller_score_and_the_mean_and_knows_no_true_negatives(
    seed: int,
) -> None:
    tp, fp, fn, tn = np.random.default_rng(seed).integers(1, 50, size=4).tolist()
    demo = demos.load("precision-recall-f1")
    run = demo.run({"tp": tp, "fp": fp, "fn": fn, "tn": tn})
    both = run["precision"], run["recall"]
    assert min(both) <= run["F"] + 1e-12
    assert run["F"] <= sum(both) / 2 + 1e-12
    assert run["F"] == pytest.approx(2 * tp / (2 * tp + fp + fn), rel=1e-12)
    assert demo.run({"tp": tp, "fp": fp, "fn": fn, "tn": 100 * tn})["F"] == run["F"]


@every_seed
def test_two_classes_give_the_f1_of_the_positive_one(seed: int) -> None:
    M = counts(seed, 2)
    per_class = demos.load("confusion-matrix-macro-micro").run({"M": M})["f1"]
    (tn, fp), (fn, tp) = M
    run = demos.load("precision-recall-f1").run({"tp": tp, "fp": fp, "fn": fn, "tn": tn})
    assert run["F"] == pytest.approx(per_class[1], rel=1e-12)


@every_seed
def test_the_share_of_pairs_won_is_the_area_under_the_roc_curve(seed: int) -> None:
    pos, neg = (np.round(scores, 1) for scores in normal(seed, (7,), (11,)))  # some of them tie
    run = demos.load("roc-auc-pr").run({"pos": pos, "neg": neg})
    thresholds = np.append(np.inf, np.unique(np.concatenate((pos, neg)))[::-1])
    tpr, fpr = (np.mean(some >= thresholds[:, None], axis=1) for some in (pos, neg))
    assert run["auc"] == pytest.approx(np.trapezoid(tpr, fpr), rel=1e-12)


@every_seed
def test_only_the_order_of_scores_counts_and_only_ap_sees_how_rare_positives_are(
    seed: int,
) -> None:
    pos, neg = normal(seed, (6,), (9,))
    demo = demos.load("roc-auc-pr")
    run = demo.run({"pos": pos, "neg": neg})
    squashed = demo.run({"pos": np.tanh(pos / 9), "neg": np.tanh(neg / 9)})
    rarer = demo.run({"pos": pos, "neg": neg, "times": 50})
    assert squashed["auc"] == run["auc"] == rarer["auc"]
    assert squashed["ap"] == run["ap"] >= rarer["ap"]


def test_with_equal_scores_auc_is_a_half_and_ap_the_share_of_positives() -> None:
    run = demos.load("roc-auc-pr").run({"pos": [1.0] * 3, "neg": [1.0] * 5, "times": 4})
    assert run["auc"] == 0.5
    assert run["ap"] == pytest.approx(3 / 23, rel=1e-12)


@every_seed
def test_a_temperature_keeps_the_classes_and_an_infinite_one_says_a_half(seed: int) -> None:
    (z,) = normal(seed, (12,))
    p, y = 1 / (1 + np.exp(-z)), np.random.default_rng(seed).integers(0, 2, size=12)
    demo = demos.load("calibration-ece")
    runs = [demo.run({"p": p, "y": y, "T": T}) for T in (0.5, 1, 3, 100)]
    assert all(np.array_equal(run["q"] > 0.5, p > 0.5) for run in runs)
    assert np.allclose(runs[1]["q"], p, rtol=1e-12)
    assert np.all(np.abs(runs[3]["q"] - 0.5) < 0.01)


@every_seed
def test_more_bins_within_bins_never_lower_the_ece_and_one_bin_sees_only_means(seed: int) -> None:
    (z,) = normal(seed, (40,))
    p, y = 1 / (1 + np.exp(-z)), np.random.default_rng(seed).integers(0, 2, size=40)
    demo = demos.load("calibration-ece")
    eces = [demo.run({"p": p, "y": y, "T": 1, "bins": bins})["ece"] for bins in (1, 2, 4, 8, 16)]
    assert eces[0] == pytest.approx(abs(np.mean(p) - np.mean(y)), abs=1e-12)
    assert np.all(np.diff(eces) >= -1e-12)


@every_seed
def test_rmse_is_never_below_mae_and_the_mean_has_an_r2_of_0(seed: int) -> None:
    y, y_hat = normal(seed, (9,), (9,))
    demo = demos.load("regression-metrics")
    run = demo.run({"y": y, "y_hat": y_hat})
    assert run["rmse"] >= run["mae"]
    assert run["r_squared"] == pytest.approx(1 - run["mse"] / np.var(y), rel=1e-12)
    assert demo.run({"y": y, "y_hat": np.full(9, np.mean(y))})["r_squared"] == pytest.approx(
        0, abs=1e-12
    )


@every_seed
def test_the_mean_has_the_least_mse_and_the_median_the_least_mae(seed: int) -> None:
    (y,) = normal(seed, (9,))
    demo = demos.load("regression-metrics")

    def at(value: float) -> Any:
        return demo.run({"y": y, "y_hat": np.full(9, value)})

    for other in np.linspace(-2, 2, 41):
        assert at(np.mean(y))["mse"] <= at(other)["mse"] + 1e-12
        assert at(np.median(y))["mae"] <= at(other)["mae"] + 1e-12


@every_seed
def test_r2_is_the_squared_correlation_for_a_fitted_line_and_not_in_general(seed: int) -> None:
    x, noise = normal(seed, (12,), (12,))
    y = x + noise
    demo = demos.load("regression-metrics")
    fitted = np.polyval(np.polyfit(x, y, 1), x)
    squared = np.corrcoef(y, fitted)[0, 1] ** 2
    assert demo.run({"y": y, "y_hat": fitted})["r_squared"] == pytest.approx(squared, rel=1e-9)
    assert demo.run({"y": y, "y_hat": 3 * y})["r_squared"] < 0


@every_seed
def test_no_order_has_a_better_ndcg_than_the_one_by_grade(seed: int) -> None:
    rel = np.random.default_rng(seed).permutation([0.0, 0, 1, 2, 3, 3])
    demo = demos.load("ranking-ndcg-map")
    assert 0 < demo.run({"rel": rel})["ndcg"] <= 1
    best = demo.run({"rel": np.sort(rel)[::-1]})
    assert best["ndcg"] == pytest.approx(1, rel=1e-12)
    assert best["ap"] == best["rr"] == 1


@every_seed
def test_the_average_precision_of_a_list_is_that_of_its_scores(seed: int) -> None:
    hits = np.random.default_rng(seed).permutation([0, 0, 0, 1, 1, 1, 1])
    scores = np.arange(7.0, 0, -1)
    ap = demos.load("ranking-ndcg-map").run({"rel": hits})["ap"]
    run = demos.load("roc-auc-pr").run({"pos": scores[hits == 1], "neg": scores[hits == 0]})
    assert ap == pytest.approx(run["ap"], rel=1e-12)
