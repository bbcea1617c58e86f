"""What pictures say, against what can be worked out without them."""

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from quizcards import demos
from quizcards.trace.picture import Boundary, Contour, Curves, Picture


def labels(found: Picture) -> list[str]:
    """Return everything that a picture of lines or of a surface writes besides its numbers."""
    if not isinstance(found, Curves | Contour | Boundary):
        return [found.title]
    texts = [found.title, found.x_label, found.y_label]
    match found:
        case Curves(series=series) | Contour(paths=series):
            return [*texts, *(one.name for one in series)]
    return texts


def picture(name: str, **inputs: object) -> Picture:
    demo = demos.load(name)
    return demo.picture(demo.run(inputs))


@pytest.mark.parametrize(
    "name", ["momentum", "rmsprop", "adam", "input-normalization", "regularization"]
)
def test_where_a_path_goes_is_shown_on_the_surface_that_it_goes_down(name: str) -> None:
    found = picture(name)
    assert isinstance(found, Contour)
    assert len(found.paths) >= 2


@pytest.mark.parametrize("name", ["rmsprop", "adam"])
def test_gradient_descent_zigzags_in_the_valley_at_every_learning_rate(name: str) -> None:
    # w ← (1 − αh)w with αh = 0.09 along and 1.8 across
    for lr in (0.001, 0.1, 0.5):
        found = picture(name, lr=lr)
        assert isinstance(found, Contour)
        path = next(one for one in found.paths if one.name == "경사하강법")
        t = np.arange(len(path.x))
        assert np.allclose(path.x, path.x[0] * 0.91**t)
        assert np.allclose(path.y, path.y[0] * (-0.8) ** t)


def test_the_first_steps_of_adam_and_rmsprop_are_as_long_across_the_valley_as_along() -> None:
    # Adam: α·sign(g). RMSprop from s = 0: α / √(1 − β)
    for name, length in (("adam", 0.1), ("rmsprop", 0.1 / np.sqrt(1 - 0.9))):
        found = picture(name, lr=0.1)
        assert isinstance(found, Contour)
        first = found.paths[0]
        assert (first.x[1] - first.x[0], first.y[0] - first.y[1]) == pytest.approx(
            (length, length), rel=1e-4
        )


def test_the_regularised_solutions_are_where_loss_and_penalty_together_are_least() -> None:
    demo = demos.load("regularization")
    found = picture("regularization", lam=2)
    assert isinstance(found, Contour)

    def total(u: NDArray[np.float64], name: str) -> float:
        return float(demo.run({"w": u, "lam": 2})[name])

    for path, name in zip(found.paths[2:], ("J1", "J2"), strict=True):
        best = np.array([path.x[1], path.y[1]])
        around = [
            total(best + step, name)
            for step in 0.01 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1]])
        ]
        assert total(best, name) < min(around)


def test_a_boundary_lies_where_the_logit_is_zero_and_the_steps_before_it_are_shown() -> None:
    found = picture("logistic-regression-gd", w=[1, -0.5], b=0.5)
    assert isinstance(found, Boundary)
    assert [one.name for one in found.earlier] == ["갱신 전", "1스텝 뒤"]
    x, y = np.asarray(found.earlier[0].x), np.asarray(found.earlier[0].y)
    assert np.allclose(1 * x - 0.5 * y + 0.5, 0)
    assert np.all(np.abs([*x, *y]) <= found.x[-1])
    at = (
        int(np.argmin(np.abs(np.asarray(found.x) - 1))),
        int(np.argmin(np.abs(np.asarray(found.y) - 2))),
    )
    assert found.z[at[1], at[0]] > 0.5  # the sample (1, 2) with y = 1 is on the right side at last


def test_without_weights_there_is_no_boundary_before_the_first_step() -> None:
    found = picture("logistic-regression-gd")
    assert isinstance(found, Boundary)
    assert [one.name for one in found.earlier] == ["1스텝 뒤"]


def test_running_statistics_come_to_the_mean_and_the_variance_that_batches_are_drawn_from() -> None:
    found = picture("bn-inference", batch=[0, 0, 0, 0, 0, 6, 6, 6, 6, 6] * 10, momentum=0.05)
    assert isinstance(found, Curves)
    mean, variance = (one.y for one in found.series[:2])
    assert (mean[0], variance[0]) == (0, 1)
    assert mean[-1] == pytest.approx(3, abs=0.3)
    assert variance[-1] == pytest.approx(9 * 100 / 99, abs=1)


def test_the_best_learning_rate_of_original_features_serves_only_the_widest_spread() -> None:
    found = picture("input-normalization")
    assert isinstance(found, Contour)
    scaled, original = (np.array([one.x, one.y]) for one in found.paths)
    assert np.abs(scaled[:, -1]).max() < 0.01
    # where the spreads are 0.816 and 81.6, a step of α = 2/σ₂² moves u₁ by 2(σ₁/σ₂)² = 0.0002 times
    # its slope, at most 1.3
    assert np.ptp(original[0]) < 12 * 0.0002 * 1.3


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("regularization", {"X": [[1, 1, 1]], "y": [2], "w": [1, 2, 3]}),
        ("input-normalization", {"X": [[1], [2], [4]], "x_test": [1]}),
        ("logistic-regression-gd", {"x": [1, 2, 3], "w": [0, 0, 0]}),
    ],
)
def test_what_has_no_plane_is_drawn_as_curves(name: str, inputs: dict[str, object]) -> None:
    assert isinstance(picture(name, **inputs), Curves)


@pytest.mark.parametrize("name", demos.names())
def test_a_picture_writes_symbols_as_formulas_do_and_not_as_code_does(name: str) -> None:
    assert not [label for label in labels(picture(name)) if re.search(r"\b[a-z]\d", label)]


def test_the_plane_of_l1_and_l2_is_not_named_after_their_solutions_which_are_w1_and_w2() -> None:
    found = picture("l1-vs-l2", a=[0.2, 3, 1])
    assert isinstance(found, Contour)
    assert (found.x_label, found.y_label) == ("2번째 가중치", "1번째 가중치")
