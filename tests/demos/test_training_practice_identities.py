"""What must hold between the demos of training practice, and between them and mathematics."""

import numpy as np
import pytest

from quizcards import demos
from tests.sampling import every_seed


def through(x: float, w: float, b: float, layers: int, activation: str) -> tuple[float, float]:
    """Return the output of a deep chain, and its gradient with respect to the input."""
    inputs = {"x": x, "w": w, "b": b, "layers": layers, "activation": activation}
    run = demos.load("vanishing-exploding-gradient").run(inputs)
    return float(run["a"]), float(run["g"])


@every_seed
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_the_gradient_of_a_deep_chain_is_the_product_of_those_of_its_halves(
    seed: int, activation: str
) -> None:
    x, w, b = np.random.default_rng(seed).normal(size=3)
    middle, first = through(x, w, b, 3, activation)
    _, second = through(middle, w, b, 4, activation)
    assert through(x, w, b, 7, activation)[1] == pytest.approx(first * second, rel=1e-12)


@every_seed
def test_the_gradient_of_a_sigmoid_chain_is_at_most_a_quarter_of_the_weight_a_layer(
    seed: int,
) -> None:
    x, w, b = np.random.default_rng(seed).normal(size=3)
    assert abs(through(x, w, b, 6, "sigmoid")[1]) <= abs(w / 4) ** 6 * (1 + 1e-12)


@pytest.mark.parametrize("scheme", ["he", "xavier"])
def test_the_variance_of_a_real_network_is_what_its_initialisation_promises(scheme: str) -> None:
    run = demos.load("weight-initialization").run({"scheme": scheme, "fan_in": 500, "fan_out": 500})
    rng = np.random.default_rng(1)
    z = rng.normal(size=(200, 500))
    for _ in range(10):
        z = np.maximum(0, z) @ rng.normal(scale=run["std"], size=(500, 500))
    assert np.log2(np.mean(z**2) / run["v"]) == pytest.approx(0, abs=1)


@every_seed
def test_xavier_lies_between_what_keeps_the_signal_and_what_keeps_the_gradient(seed: int) -> None:
    fans = np.random.default_rng(seed).integers(1, 500, size=2).tolist()
    inputs = {"fan_in": fans[0], "fan_out": fans[1], "scheme": "xavier", "activation": "tanh"}
    run = demos.load("weight-initialization").run(inputs)
    assert run["forward"] + run["backward"] == pytest.approx(2, rel=1e-12)


@every_seed
def test_huber_is_half_the_squared_loss_when_wide_and_the_absolute_one_when_narrow(
    seed: int,
) -> None:
    y, y_hat = np.random.default_rng(seed).normal(size=(2, 5))
    wide, narrow = (
        demos.load("loss-choice").run({"y": y, "y_hat": y_hat, "delta": delta})
        for delta in (100.0, 0.01)
    )
    assert wide["huber"] == pytest.approx(wide["mse"] / 2, rel=1e-12)
    assert narrow["huber"] / 0.01 == pytest.approx(narrow["mae"], abs=0.01)


@every_seed
def test_the_best_constant_is_the_mean_for_mse_and_the_median_for_mae(seed: int) -> None:
    y = np.random.default_rng(seed).integers(-9, 10, size=5) / 2.0
    constants = np.linspace(-5, 5, 201)
    runs = [demos.load("loss-choice").run({"y": y, "y_hat": np.full(5, one)}) for one in constants]
    for loss, best in (("mse", np.mean(y)), ("mae", np.median(y))):
        lowest = constants[np.argmin([run[loss] for run in runs])]
        assert lowest == pytest.approx(best, abs=1e-9)


@every_seed
def test_a_frozen_body_stays_and_its_head_learns_as_a_linear_model_of_its_features(
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    x, W, v = (rng.normal(size=shape) for shape in ((3, 1), (4, 3), (1, 4)))
    run = demos.load("transfer-learning").run(
        {"x": x, "y": 1.0, "W": W, "v": v, "lr_body": 0.0, "lr_head": 0.1}
    )
    features = np.maximum(0, W @ x)
    assert np.array_equal(run["W"], W)
    assert np.allclose(run["v"], v - 0.1 * (v @ features - 1) * features.T, rtol=1e-12)


def test_a_new_head_of_zeros_moves_nothing_of_the_body_in_its_first_step() -> None:
    run = demos.load("transfer-learning").run({"v": [[0.0, 0.0]], "lr_body": 0.5})
    assert np.array_equal(run["W"], run.inputs["W"])
    assert not np.array_equal(run["v"], run.inputs["v"])


@every_seed
def test_a_student_equal_to_its_teacher_has_nothing_left_to_distil(seed: int) -> None:
    z = np.random.default_rng(seed).normal(size=3)
    run = demos.load("knowledge-distillation").run({"z_t": z, "z_s": z + 1, "alpha": 1.0})
    assert run["L"] == pytest.approx(0, abs=1e-12)
    assert np.allclose(run["dz"], 0, atol=1e-12)


@every_seed
def test_at_a_high_temperature_distilling_matches_the_centred_logits(seed: int) -> None:
    z_t, z_s = np.random.default_rng(seed).normal(size=(2, 3))
    run = demos.load("knowledge-distillation").run(
        {"z_t": z_t, "z_s": z_s, "T": 100.0, "alpha": 1.0}
    )
    centred = (z_s - np.mean(z_s)) - (z_t - np.mean(z_t))
    assert np.allclose(run["dz"], centred / 3, atol=0.05)


@every_seed
def test_clipping_by_the_norm_keeps_the_direction_and_no_clipping_exceeds_its_bound(
    seed: int,
) -> None:
    g = 10 * np.random.default_rng(seed).normal(size=5)
    run = demos.load("gradient-clipping").run({"g": g, "c": 1.0})
    assert np.allclose(run["by_norm"] / np.linalg.norm(run["by_norm"]), g / np.linalg.norm(g))
    assert np.linalg.norm(run["by_norm"]) <= 1
    assert np.max(np.abs(run["by_value"])) <= 1
    again = demos.load("gradient-clipping").run({"g": run["by_value"], "c": 1.0})
    assert np.array_equal(again["by_value"], run["by_value"])


@every_seed
@pytest.mark.parametrize("schedule", ["cosine", "linear", "step", "rsqrt"])
def test_a_schedule_rises_to_its_peak_at_the_end_of_the_warmup_and_never_again(
    seed: int, schedule: str
) -> None:
    warmup, after = np.random.default_rng(seed).integers(1, 30, size=2).tolist()
    inputs = {"steps": warmup + after, "warmup": warmup, "base": 0.3, "schedule": schedule}
    lr = demos.load("lr-schedule").run(inputs)["lr"]
    assert lr[warmup - 1] == pytest.approx(0.3, rel=1e-12)
    assert np.all(np.diff(lr[:warmup]) > 0)
    assert np.all(np.diff(lr[warmup - 1 :]) <= 0)


def test_one_over_the_root_is_the_schedule_of_the_transformer_with_another_peak() -> None:
    t = np.arange(1, 41)
    lr = demos.load("lr-schedule").run(
        {"steps": 40, "warmup": 10, "base": (512 * 10) ** -0.5, "schedule": "rsqrt"}
    )["lr"]
    vaswani = 512**-0.5 * np.minimum(t**-0.5, t * 10**-1.5)
    assert np.allclose(lr, vaswani, rtol=1e-12)


@every_seed
@pytest.mark.parametrize("form", ["fp16", "bf16", "fp8"])
def test_what_is_stored_is_off_by_half_a_step_at_most_and_stored_again_it_stays(
    seed: int, form: str
) -> None:
    g = np.random.default_rng(seed).normal(size=20)
    run = demos.load("mixed-precision").run({"g": g, "S": 64.0, "format": form})
    assert np.all(np.abs(run["stored"] - run["scaled"]) <= run["step"] / 2)
    kept = run["stored"][run["stored"] != 0]
    again = demos.load("mixed-precision").run({"g": kept, "S": 1.0, "format": form})
    assert np.array_equal(again["stored"], kept)


@every_seed
def test_sixteen_bits_are_rounded_as_numpy_rounds_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    g = rng.normal(size=50) * 10.0 ** rng.integers(-8, 4, size=50)
    run = demos.load("mixed-precision").run({"g": g, "S": 1.0})
    assert np.array_equal(run["stored"], g.astype(np.float16).astype(float))


@every_seed
def test_a_smoothed_loss_mixes_that_of_the_label_with_that_of_the_uniform_distribution(
    seed: int,
) -> None:
    z = np.random.default_rng(seed).normal(size=4)
    label = np.eye(4)[seed % 4]
    loss = demos.load("label-smoothing").run({"z": z, "y": label, "eps": 0.2})["J"]
    log_p = z - np.log(np.sum(np.exp(z)))
    assert loss == pytest.approx(-0.8 * label @ log_p - 0.2 * np.mean(log_p), rel=1e-12)


@pytest.mark.parametrize("eps", [0.05, 0.1, 0.3])
def test_at_the_gap_of_logits_that_it_names_smoothing_leaves_no_gradient(eps: float) -> None:
    y = np.array([0.0, 1.0, 0.0, 0.0])
    gap = demos.load("label-smoothing").run({"z": y, "y": y, "eps": eps})["gap"]
    run = demos.load("label-smoothing").run({"z": gap * y + 3, "y": y, "eps": eps})
    assert np.allclose(run["dz"], 0, atol=1e-12)
