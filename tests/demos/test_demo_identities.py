"""What must hold between demos, and between a demo and mathematics that does not know it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards import demos
from tests.sampling import examples

SOME = settings(max_examples=examples(60), deadline=None)
number = st.floats(-100, 100)
size = st.floats(0.01, 100) | st.floats(-100, -0.01)
batch = st.lists(st.floats(-50, 50), min_size=2, max_size=8).map(np.array)


def adam(**inputs: float) -> float:
    return float(str(demos.load("adam").function(**inputs)))


@SOME
@given(number, size, st.floats(0, 50), st.integers(1, 200))
def test_adam_with_beta1_zero_is_bias_corrected_rmsprop(
    w: float, g: float, v: float, t: int
) -> None:
    # RMSprop (Hinton 2012) with Adam's correction:
    # s = β₂s + (1−β₂)g², w −= α·g / (√(s / (1−β₂ᵗ)) + ε)
    s = 0.999 * v + 0.001 * g * g
    expected = w - 0.01 * g / (math.sqrt(s / (1 - 0.999**t)) + 1e-8)
    assert adam(w=w, g=g, m=17.0, v=v, t=t, lr=0.01, beta1=0.0) == pytest.approx(
        expected, rel=1e-12
    )


@SOME
@given(number, size, st.floats(0.001, 1))
def test_the_first_step_of_adam_is_lr_long_whatever_the_gradient(
    w: float, g: float, lr: float
) -> None:
    # m̂ = g and v̂ = g² at t = 1, so the step is −lr·g / (|g| + ε)
    assert adam(w=w, g=g, lr=lr) - w == pytest.approx(
        -lr * math.copysign(1, g), rel=1e-5, abs=1e-12
    )


def test_three_steps_of_adam_on_a_parabola_go_where_pytorch_goes() -> None:
    # torch 2.13.0, Adam([w], lr=0.1), J = (w − 3)², w₀ = 2
    demo, w, m, v = demos.load("adam"), 2.0, 0.0, 0.0
    path = []
    for t in (1, 2, 3):
        run = demo.run({"w": w, "g": 2 * (w - 3), "m": m, "v": v, "t": t, "lr": 0.1})
        w, m, v = run["w"], run["m"], run["v"]
        path.append(w)
    assert path == pytest.approx([2.0999999995, 2.1995877713082073, 2.29841372705397], rel=1e-13)


@SOME
@given(number, st.floats(0, 1), st.integers(1, 30), number)
def test_gradient_descent_follows_its_closed_form(
    w: float, lr: float, steps: int, target: float
) -> None:
    # w_t − target = (1 − 2α)ᵗ (w₀ − target)
    run = demos.load("gradient-descent").run({"w": w, "lr": lr, "steps": steps, "target": target})
    closed = [target + (w - target) * (1 - 2 * lr) ** t for t in range(steps + 1)]
    assert run.values("w") == pytest.approx(closed, rel=1e-9, abs=1e-9)


@SOME
@given(number, number)
def test_the_gradient_is_the_central_difference_of_the_cost(w: float, target: float) -> None:
    demo, h = demos.load("gradient-descent"), 1e-4

    def cost(at: float) -> float:
        return float(demo.run({"w": at, "lr": 0, "steps": 1, "target": target})["J"])

    g = demo.run({"w": w, "steps": 1, "target": target}).first("g")
    assert g == pytest.approx((cost(w + h) - cost(w - h)) / (2 * h), rel=1e-6, abs=1e-5)


@SOME
@given(batch, size, number)
def test_inference_with_the_statistics_of_the_batch_is_the_training_pass_up_to_the_variance(
    x: np.ndarray, gamma: float, beta: float
) -> None:
    # momentum = 1 makes the running statistics those of the batch; its variance has m − 1 below,
    # the training pass m
    m, eps = len(x), 1e-5
    train = demos.load("bn-forward").run({"x": x, "gamma": gamma, "beta": beta, "eps": eps})
    biased = np.mean(x**2) - np.mean(x) ** 2
    shrink = math.sqrt((max(biased, 0) + eps) / (max(biased, 0) * m / (m - 1) + eps))
    for i in range(m):
        infer = demos.load("bn-inference").run(
            {"x": x[i], "batch": x, "momentum": 1.0, "gamma": gamma, "beta": beta, "eps": eps}
        )
        assert infer["running_mean"] == pytest.approx(train["mu"], abs=1e-12)
        assert infer["y"] - beta == pytest.approx(
            (train["y"][i] - beta) * shrink, rel=1e-6, abs=1e-6
        )


@SOME
@given(batch)
def test_batch_norm_leaves_mean_zero_and_a_variance_just_below_one(x: np.ndarray) -> None:
    run = demos.load("bn-forward").run({"x": x, "eps": 1e-5})
    variance = float(np.var(x))  # NumPy's default is the biased one
    assert np.mean(run["x_hat"]) == pytest.approx(0, abs=1e-6)
    assert np.var(run["x_hat"]) == pytest.approx(variance / (variance + 1e-5), abs=1e-6)


@SOME
@given(batch)
def test_batch_norm_with_gamma_sigma_and_beta_mu_changes_nothing(x: np.ndarray) -> None:
    eps = 1e-5
    run = demos.load("bn-forward").run(
        {"x": x, "gamma": math.sqrt(np.var(x) + eps), "beta": np.mean(x), "eps": eps}
    )
    assert run["y"] == pytest.approx(x, abs=1e-9)
