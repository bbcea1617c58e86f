"""What must hold between the demos of classical learning, and between one and mathematics."""

from typing import Any

import numpy as np
import pytest

from quizcards import demos
from tests.sampling import every_seed


def normal(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray[Any, Any]]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


@every_seed
def test_a_polynomial_of_the_true_degree_has_no_bias_and_more_variance_with_more_degrees(
    seed: int,
) -> None:
    x, w = normal(seed, (9,), (3,))
    x = np.tanh(x)
    demo = demos.load("bias-variance-tradeoff")
    runs = [
        demo.run({"x": x, "f": np.polyval(w, x), "f0": np.polyval(w, 0.5), "degree": degree})
        for degree in range(2, 5)
    ]
    assert np.allclose([run["bias"] for run in runs], 0, atol=1e-7)
    assert np.all(np.diff([run["variance"] for run in runs]) > -1e-9)


@every_seed
def test_the_mean_predicts_with_a_variance_of_one_nth_and_noise_never_goes(seed: int) -> None:
    x, f = normal(seed, (6,), (6,))
    run = demos.load("bias-variance-tradeoff").run({"x": np.tanh(x), "f": f, "degree": 0})
    assert run["variance"] == pytest.approx(run["sigma"] ** 2 / 6, rel=1e-12)
    assert run["mse"] >= run["sigma"] ** 2


@every_seed
def test_residuals_are_orthogonal_and_the_line_passes_through_the_means(seed: int) -> None:
    x, y = normal(seed, (8,), (8,))
    run = demos.load("linear-regression-ols").run({"x": x, "y": y})
    assert np.allclose(run["A"].T @ run["r"], 0, atol=1e-12)
    assert run["w"] @ [1, np.mean(x)] == pytest.approx(np.mean(y), rel=1e-9)


@every_seed
def test_another_unit_of_x_divides_the_slope_and_changes_no_prediction(seed: int) -> None:
    x, y = normal(seed, (8,), (8,))
    demo = demos.load("linear-regression-ols")
    run, other = demo.run({"x": x, "y": y}), demo.run({"x": 100 * x, "y": y})
    assert np.allclose(other["w"], run["w"] / [1, 100], rtol=1e-9)
    assert np.allclose(other["r"], run["r"], atol=1e-9)
    assert other["w"][1] / other["se"] == pytest.approx(run["w"][1] / run["se"], rel=1e-9)


@every_seed
def test_raising_a_point_turns_the_line_by_how_far_it_lies_from_the_mean(seed: int) -> None:
    x, y = normal(seed, (8,), (8,))
    demo = demos.load("linear-regression-ols")
    slope = demo.run({"x": x, "y": y})["w"][1]
    for i in range(8):
        raised = demo.run({"x": x, "y": y + 5 * (np.arange(8) == i)})["w"][1]
        expected = 5 * (x[i] - np.mean(x)) / (8 * np.var(x))
        assert raised - slope == pytest.approx(expected, abs=1e-9)


@every_seed
def test_the_odds_ratio_is_the_same_from_both_sides_and_whatever_is_sampled_more(
    seed: int,
) -> None:
    N = np.random.default_rng(seed).integers(1, 50, size=(2, 2)).astype(float)
    demo = demos.load("logistic-odds")
    run = demo.run({"N": N})
    assert np.allclose(run["p"], N[:, 1] / np.sum(N, axis=1), rtol=1e-12)
    for other in (N.T, N * [1, 10], N * [[10], [1]]):
        assert demo.run({"N": other})["ratio"] == pytest.approx(run["ratio"], rel=1e-12)
    assert demo.run({"N": N[::-1]})["w"] == pytest.approx(-run["w"], rel=1e-9)
    assert demo.run({"N": 4 * N})["se"] == pytest.approx(run["se"] / 2, rel=1e-12)


@every_seed
def test_an_odds_ratio_is_further_from_one_than_a_ratio_of_chances(seed: int) -> None:
    N = np.random.default_rng(seed).integers(1, 50, size=(2, 2)).astype(float)
    run = demos.load("logistic-odds").run({"N": N})
    assert abs(np.log(run["ratio"])) >= abs(np.log(run["risk"]))


@every_seed
def test_one_neighbour_of_a_point_is_itself_and_all_neighbours_are_the_mean(seed: int) -> None:
    X, noise = normal(seed, (9, 2), (9,))
    y = (noise > 0).astype(float)
    demo = demos.load("knn")
    for i in range(9):
        alone = demo.run({"X": X, "y": y, "q": X[i], "k": 1})
        assert (alone["radius"], alone["vote"]) == (0, y[i])
        everyone = demo.run({"X": X, "y": y, "q": X[i], "k": 9})
        assert everyone["vote"] == pytest.approx(np.mean(y), rel=1e-12)


@every_seed
def test_neighbours_turn_with_the_plane_and_stay_when_all_axes_are_stretched_alike(
    seed: int,
) -> None:
    X, q, noise = normal(seed, (9, 2), (2,), (9,))
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    demo = demos.load("knn")
    given = {"X": X, "y": (noise > 0).astype(float), "q": q}
    run = demo.run(given)
    turned = demo.run({**given, "X": X @ turn, "q": q @ turn})
    stretched = demo.run({**given, "scale": [7, 7]})
    assert turned["vote"] == stretched["vote"] == run["vote"]
    assert stretched["radius"] == pytest.approx(7 * run["radius"], rel=1e-12)


@every_seed
def test_the_posterior_of_shared_variance_is_that_of_bayes_and_logistic_in_x(seed: int) -> None:
    (x,) = normal(seed, (12,))
    y = (np.arange(12) < 3 + seed % 6).astype(float)
    demo = demos.load("generative-vs-discriminative")
    logits = []
    for q in (-1.0, 0.0, 1.0):
        run = demo.run({"x": x + 2 * y, "y": y, "q": q})
        far = np.array([run["mu0"], run["mu1"]]) - q
        joint = np.array([1 - run["prior"], run["prior"]]) * np.exp(-(far**2) / (2 * run["var"]))
        assert run["p"] == pytest.approx(joint[1] / np.sum(joint), rel=1e-9)
        logits.append(np.log(run["p"] / (1 - run["p"])))
    assert np.allclose(np.diff(logits), run["w"], rtol=1e-9)


@every_seed
def test_equal_classes_share_the_way_between_their_means_and_a_rare_one_gets_less(
    seed: int,
) -> None:
    (x,) = normal(seed, (8,))
    y = np.array([0.0, 0, 0, 0, 1, 1, 1, 1])
    demo = demos.load("generative-vs-discriminative")
    run = demo.run({"x": x + 5 * y, "y": y})
    assert run["boundary"] == pytest.approx((run["mu0"] + run["mu1"]) / 2, rel=1e-12)
    rarer = demo.run({"x": np.append(x + 5 * y, x[:4]), "y": np.append(y, np.zeros(4))})
    assert rarer["boundary"] > (rarer["mu0"] + rarer["mu1"]) / 2


@every_seed
def test_labels_that_agree_with_the_clusters_give_the_same_boundary_and_others_do_not(
    seed: int,
) -> None:
    (noise,) = normal(seed, (8,))
    clusters = np.array([0.0, 0, 0, 0, 0, 1, 1, 1])
    x = 20 * clusters + noise
    demo = demos.load("learning-paradigms")
    run = demo.run({"x": x, "y": clusters})
    assert run["supervised"] == pytest.approx(run["unsupervised"], rel=1e-12)
    other = demo.run({"x": x, "y": np.roll(clusters, 1)})
    assert other["unsupervised"] == run["unsupervised"]
    assert other["supervised"] != pytest.approx(run["supervised"], rel=1e-3)


@pytest.mark.parametrize("steps", [3, 10, 50])
def test_greed_stays_with_what_paid_first_and_hope_finds_what_pays_most(steps: int) -> None:
    demo = demos.load("learning-paradigms")
    greedy = demo.run({"Q": [0, 0], "pay": [1, 2], "steps": steps})["Q"]
    assert np.allclose(greedy, [1 - 0.5**steps, 0])
    hopeful = demo.run({"Q": [10, 10], "pay": [1, 2], "steps": steps})["Q"]
    assert hopeful[1] < 10
    assert np.all(hopeful > [1, 2])
