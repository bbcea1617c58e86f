"""What must hold between the demos of classical machine learning, and between one and mathematics
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
def test_no_weights_near_those_of_the_widest_margin_have_a_lower_objective(seed: int) -> None:
    demo = demos.load("svm-margin")
    best = demo.run()["J"]
    dw, db = normal(seed, (2,), ())
    for size in (0.01, 0.1, 1.0):
        moved = {"w": np.array([1.0, 0.0]) + size * dw, "b": -1 + size * float(db)}
        assert demo.run(moved)["J"] > best


@every_seed
def test_points_outside_the_margin_may_be_left_out(seed: int) -> None:
    X, w, b = normal(seed, (30, 3), (3,), ())
    y = np.where(np.arange(30) % 3, 1.0, -1.0)
    demo = demos.load("svm-margin")
    run = demo.run({"X": X, "y": y, "w": w, "b": float(b)})
    kept = run["m"] < 1
    fewer = demo.run({"X": X[kept], "y": y[kept], "w": w, "b": float(b)})
    assert fewer["J"] == pytest.approx(run["J"], rel=1e-12)
    assert run["near"] == np.sum(kept)


@every_seed
def test_both_edges_of_the_margin_are_half_its_width_from_the_boundary(seed: int) -> None:
    w, x, b = normal(seed, (4,), (4,), ())
    demo = demos.load("svm-margin")
    run = demo.run({"X": [x], "y": [1], "w": w, "b": float(b)})
    # along w to where the score is 1
    step = (1 - run["f"][0]) * w / np.sum(w**2)
    edge = demo.run({"X": [x + step], "y": [1], "w": w, "b": float(b)})
    assert edge["xi"][0] == pytest.approx(0, abs=1e-12)
    assert np.linalg.norm(step) == pytest.approx(abs(1 - run["f"][0]) * run["width"] / 2, rel=1e-12)


@every_seed
def test_a_kernel_is_the_inner_product_of_what_it_spreads_out(seed: int) -> None:
    x, z = normal(seed, (4,), (4,))
    run = demos.load("kernel-trick").run({"x": x, "z": z})
    assert run["lifted"] == pytest.approx(run["k"], rel=1e-9)
    apart = np.sum((run["phi_x"] - run["phi_z"]) ** 2)
    assert run["apart"] == pytest.approx(apart, rel=1e-9)


@every_seed
def test_no_kernel_matrix_has_a_negative_eigenvalue(seed: int) -> None:
    (X,) = normal(seed, (6, 2))
    demo = demos.load("kernel-trick")
    for name in ("k", "rbf"):
        K = np.array([[demo.run({"x": x, "z": z})[name] for x in X] for z in X])
        assert np.array_equal(K, K.T)
        assert np.linalg.eigvalsh(K)[0] > -1e-9 * np.max(K)


def test_a_product_of_features_parts_what_no_line_parts() -> None:
    corners = np.array([[1.0, 1], [-1, -1], [1, -1], [-1, 1]])
    demo = demos.load("kernel-trick")
    K = np.array([[demo.run({"x": x, "z": z})["k"] for x in corners] for z in corners])
    assert np.array_equal(K, 4 * np.kron(np.eye(2), np.ones((2, 2))))


@every_seed
def test_principal_components_by_covariance_and_by_singular_values_are_the_same(seed: int) -> None:
    (X,) = normal(seed, (9, 4))
    run = demos.load("pca").run({"X": X, "k": 2})
    s = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    assert run["lam"][::-1] == pytest.approx(s**2 / 8, rel=1e-9)


@every_seed
def test_what_is_lost_are_the_eigenvalues_left_out_and_no_other_axes_lose_less(seed: int) -> None:
    X, other = normal(seed, (9, 4), (4, 2))
    run = demos.load("pca").run({"X": X, "k": 2})
    assert run["error"] == pytest.approx(np.sum(run["lam"][:2]), rel=1e-9)
    assert run["error"] == pytest.approx((1 - run["ratio"]) * np.trace(run["S"]), rel=1e-9)
    basis, Xc = np.linalg.qr(other)[0], run["Xc"]
    assert np.sum((Xc - Xc @ basis @ basis.T) ** 2) / 8 > run["error"]


@every_seed
def test_principal_coordinates_are_uncorrelated_and_all_of_them_lose_nothing(seed: int) -> None:
    (X,) = normal(seed, (9, 4))
    run = demos.load("pca").run({"X": X, "k": 4})
    assert np.cov(run["Z"].T) == pytest.approx(np.diag(run["lam"]), abs=1e-12)
    assert run["X_hat"] == pytest.approx(X, abs=1e-12)


@every_seed
def test_principal_components_turn_with_the_data_and_do_not_care_where_it_lies(seed: int) -> None:
    X, square = normal(seed, (9, 3), (3, 3))
    demo = demos.load("pca")
    moved = demo.run({"X": X @ np.linalg.qr(square)[0] + 50})
    assert moved["lam"] == pytest.approx(demo.run({"X": X})["lam"], rel=1e-9)


@every_seed
def test_every_round_of_k_means_lowers_the_inertia_until_it_stops(seed: int) -> None:
    (x,) = normal(seed, (30,))
    demo = demos.load("kmeans")
    runs = [demo.run({"x": x, "c": x[:4], "rounds": n}) for n in range(31)]
    inertia = np.array([run["inertia"] for run in runs])
    assert np.all(np.diff(inertia) <= 1e-12)
    assert np.array_equal(runs[-1]["c"], runs[-2]["c"])


@every_seed
def test_within_and_between_clusters_are_all_that_points_differ_by(seed: int) -> None:
    (x,) = normal(seed, (30,))
    run = demos.load("kmeans").run({"x": x, "c": x[:3], "rounds": 40})
    size = np.sum(run["own"], axis=0)
    between = np.sum(size * (run["c"] - np.mean(x)) ** 2)
    assert run["inertia"] + between == pytest.approx(30 * np.var(x), rel=1e-9)


@every_seed
def test_a_silhouette_knows_no_unit_and_lies_between_its_bounds(seed: int) -> None:
    (x,) = normal(seed, (20,))
    demo = demos.load("kmeans")
    run = demo.run({"x": x, "c": x[:3], "rounds": 9})
    assert -1 <= run["s"] <= 1
    larger = demo.run({"x": 1000 * x, "c": 1000 * x[:3], "rounds": 9})
    assert larger["s"] == pytest.approx(run["s"], rel=1e-9)


@every_seed
def test_no_axis_parts_two_classes_better_than_that_of_lda(seed: int) -> None:
    A, B, others = normal(seed, (8, 3), (6, 3), (20, 3))
    run = demos.load("dimensionality-reduction").run({"A": A, "B": B + 1})
    assert run["pca"] <= run["lda"]
    along = (others @ run["apart"]) ** 2 / np.sum(others @ run["S_W"] * others, axis=1)
    assert np.all(along <= run["lda"])
    assert run["lda"] == pytest.approx(run["apart"] @ run["w"], rel=1e-9)


@every_seed
def test_lda_knows_neither_units_nor_correlations_of_its_features(seed: int) -> None:
    A, B, mix = normal(seed, (8, 3), (6, 3), (3, 3))
    demo = demos.load("dimensionality-reduction")
    mixed = demo.run({"A": A @ mix, "B": B @ mix})
    assert mixed["lda"] == pytest.approx(demo.run({"A": A, "B": B})["lda"], rel=1e-6)


@pytest.mark.parametrize("d", [1, 2, 7, 40])
def test_a_side_holds_the_share_that_it_was_asked_for(d: int) -> None:
    demo = demos.load("curse-of-dimensionality")
    side = demo.run({"d": d, "share": 0.1})["side"]
    assert demo.run({"d": d, "r": side})["inner"] == pytest.approx(0.1, rel=1e-9)


def test_distances_gather_as_one_over_the_root_of_the_dimension() -> None:
    demo = demos.load("curse-of-dimensionality")
    spread = {d: demo.run({"d": d})["spread"] for d in (1, 4, 100)}
    assert spread[4] == pytest.approx(spread[1] / 2, rel=1e-12)
    assert spread[100] == pytest.approx(spread[1] / 10, rel=1e-12)


@pytest.mark.parametrize("d", [2, 5])
def test_the_shares_of_a_cube_are_those_of_points_strewn_in_it(d: int) -> None:
    size = 200_000
    x, z = np.random.default_rng(0).random((2, size, d))
    run = demos.load("curse-of-dimensionality").run({"d": d})
    inside = {
        "inner": np.all(x < 0.9, axis=1),
        "ball": np.sum((x - 0.5) ** 2, axis=1) < 0.25,
    }
    for name, found in inside.items():
        error = np.std(found) / np.sqrt(size)
        assert np.mean(found) == pytest.approx(run[name], abs=4 * error)
    squared = np.sum((x - z) ** 2, axis=1)
    assert np.mean(squared) == pytest.approx(run["mean"], rel=0.01)
    assert np.std(squared) / np.mean(squared) == pytest.approx(run["spread"], rel=0.01)
