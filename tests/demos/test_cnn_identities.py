"""What must hold between the demos of convolutional networks, and mathematics around them."""

from typing import Any

import numpy as np
import pytest

from quizcards import demos
from quizcards.trace.gradient import gradients
from quizcards.trace.tracer import Trace
from tests.sampling import every_seed


def normal(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray[Any, Any]]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def ran(name: str, **inputs: Any) -> Trace:
    return demos.load(name).run(inputs)


@every_seed
def test_what_a_convolution_makes_of_a_moved_signal_is_moved_as_far(seed: int) -> None:
    pattern, w, W = normal(seed, (3,), (3,), (4, 9))
    run = ran("cnn-vs-mlp", x=np.pad(pattern, (1, 5)), w=w, W=W, shift=4)
    assert np.allclose(run["y_s"], np.roll(run["y"], 4), rtol=1e-12, atol=1e-12)
    assert run["pool_s"] == run["pool"]
    assert not np.allclose(run["h_s"], run["h"])


@every_seed
def test_a_convolution_is_a_correlation_over_zeros_around_it(seed: int) -> None:
    x, w = normal(seed, (7,), (3,))
    run = ran("cnn-vs-mlp", x=x, w=w, W=np.ones((1, 7)))
    assert np.allclose(run["y"], np.correlate(x, w, mode="same"), rtol=1e-12, atol=1e-12)


def convolved(X: Any, W: Any, b: float = 0.0, stride: int = 1, padding: int = 0) -> Any:
    inputs = {"X": X, "W": W, "b": b, "stride": stride, "padding": padding}
    return ran("convolution-forward", **inputs)["Y"]


@every_seed
def test_a_stride_keeps_every_second_output_of_the_same_convolution(seed: int) -> None:
    X, W = normal(seed, (6, 6), (3, 3))
    every = convolved(X, W, b=0.5, padding=1)
    assert np.allclose(convolved(X, W, b=0.5, stride=2, padding=1), every[::2, ::2], rtol=1e-12)


@every_seed
def test_a_filter_of_one_in_its_middle_changes_nothing(seed: int) -> None:
    (X,) = normal(seed, (5, 5))
    middle = np.outer([0, 1, 0], [0, 1, 0])
    assert np.array_equal(convolved(X, middle, padding=1), X)


@every_seed
def test_a_convolution_adds_up_in_its_input_and_in_its_filter(seed: int) -> None:
    X, Z, W, V = normal(seed, (5, 5), (5, 5), (3, 3), (3, 3))
    both = convolved(X, W) + convolved(X, V) + convolved(Z, W) + convolved(Z, V)
    assert np.allclose(convolved(X + Z, W + V), both, rtol=1e-12, atol=1e-12)


@every_seed
def test_a_convolution_has_as_many_outputs_and_products_as_are_counted(seed: int) -> None:
    n, stride, padding = np.random.default_rng(seed).integers((3, 1, 0), (9, 4, 3))
    inputs = {"stride": int(stride), "padding": int(padding)}
    counted = ran("conv-params-flops", n=int(n), f=3, c_in=1, c_out=1, **inputs)
    whole = ran("convolution-forward", X=np.zeros((n, n)), W=np.ones((3, 3)), **inputs)
    assert np.shape(whole["Y"]) == (counted["m"], counted["m"])
    assert sum(np.size(patch) for patch in whole.values("patch")) == counted["macs"]


@every_seed
def test_the_gradient_of_a_pool_is_that_of_the_chain_rule(seed: int) -> None:
    X, dY = normal(seed, (4, 6), (2, 3))
    run = ran("pooling", X=X, dY=dY)
    assert np.allclose(run["D_M"], run["won"] * run["up"])
    assert np.allclose(gradients(run, "M").inputs["X"], run["won"])
    assert np.allclose(gradients(run, "A").inputs["X"], 1 / 4)


@every_seed
def test_a_pool_loses_nothing_of_the_gradient_that_it_hands_down(seed: int) -> None:
    X, dY = normal(seed, (4, 6), (2, 3))
    run = ran("pooling", X=X, dY=dY)
    for found in (run["D_M"], run["D_A"]):
        assert np.sum(found) == pytest.approx(np.sum(dY), rel=1e-12)
    assert np.mean(run["A"]) == pytest.approx(run["gap"], rel=1e-12)


@every_seed
def test_a_separable_convolution_saves_what_the_two_fractions_say(seed: int) -> None:
    k, c_in, c_out = (int(n) for n in np.random.default_rng(seed).integers(1, 32, size=3))
    run = ran("depthwise-1x1-dilated", k=k, c_in=c_in, c_out=c_out)
    assert run["ratio"] == pytest.approx(1 / c_out + 1 / k**2, rel=1e-12)


@every_seed
def test_the_receptive_field_is_where_a_change_of_the_input_is_seen(seed: int) -> None:
    rng = np.random.default_rng(seed)
    strides, dilations = rng.integers(1, 3, size=3), rng.integers(1, 4, size=3)
    seen = {0}
    for stride, dilation in zip(strides[::-1], dilations[::-1], strict=True):
        seen = {at * int(stride) + int(dilation) * k for at in seen for k in range(3)}
    run = ran("depthwise-1x1-dilated", stride=strides, dilation=dilations)
    assert run["r"] == max(seen) - min(seen) + 1


@every_seed
def test_the_slope_through_residual_blocks_is_the_product_of_one_plus_each(seed: int) -> None:
    w, v, x = normal(seed, (8,), (8,), ())
    run = ran("resnet-skip", x=float(x), w=w, v=v)
    assert gradients(run, "h").inputs["x"] == pytest.approx(run["g"], rel=1e-12)
    assert gradients(run, "p").inputs["x"] == pytest.approx(run["g_p"], rel=1e-12)


@every_seed
def test_blocks_whose_branches_are_zero_are_the_identity(seed: int) -> None:
    (w,) = normal(seed, (8,))
    run = ran("resnet-skip", x=1.5, w=w, v=np.zeros(8))
    assert (run["h"], run["g"], run["g_p"]) == (1.5, 1.0, 0.0)


@every_seed
@pytest.mark.parametrize("stride", [1, 2])
def test_the_gradients_by_hand_are_those_of_the_chain_rule(seed: int, stride: int) -> None:
    x, w, dy = normal(seed, (3 * stride + 3,), (3,), (4,))
    run = ran("conv-backward-transposed", x=x, w=w, dy=dy, stride=stride)
    found = gradients(run).inputs
    assert np.allclose(run["dx"], found["x"], rtol=1e-12, atol=1e-12)
    assert np.allclose(run["dw"], found["w"], rtol=1e-12, atol=1e-12)


@every_seed
def test_what_an_input_gets_is_a_full_convolution_with_the_filter_turned_over(seed: int) -> None:
    x, w, dy = normal(seed, (6,), (3,), (4,))
    run = ran("conv-backward-transposed", x=x, w=w, dy=dy, stride=1)
    assert np.allclose(run["dx"], np.convolve(dy, w), rtol=1e-12, atol=1e-12)
    assert np.allclose(run["dw"], np.correlate(x, dy), rtol=1e-12, atol=1e-12)


@every_seed
def test_boxes_that_are_moved_and_scaled_together_overlap_as_before(seed: int) -> None:
    corners, sizes, scores = normal(seed, (6, 2), (6, 2), (6,))
    boxes = np.hstack([corners, corners + np.abs(sizes)])
    scores = 1 / (1 + np.exp(-scores))
    run = ran("iou-nms", boxes=boxes, scores=scores)
    other = ran("iou-nms", boxes=3 * boxes + 10, scores=scores)
    assert np.allclose(run["iou"], run["iou"].T)
    assert np.allclose(np.diag(run["iou"]), 1)
    assert np.allclose(other["iou"], run["iou"], rtol=1e-9)


@every_seed
def test_what_is_kept_overlaps_little_and_what_is_not_overlaps_something_better(seed: int) -> None:
    corners, scores = normal(seed, (8, 2), (8,))
    scores = 1 / (1 + np.exp(-scores))
    run = ran("iou-nms", boxes=np.hstack([corners, corners + 2]), scores=scores, threshold=0.3)
    kept, overlaps = run["kept"] == 1, run["iou"] > 0.3
    for i in range(8):
        better = kept & overlaps[i] & (scores > scores[i])
        assert kept[i] != np.any(better)


@every_seed
def test_pairs_in_another_order_and_of_other_lengths_have_the_same_loss(seed: int) -> None:
    images, texts, lengths = normal(seed, (5, 4), (5, 4), (5, 1))
    order = np.random.default_rng(seed).permutation(5)
    loss = ran("clip-infonce", U=images, V=texts)["J"]
    assert ran("clip-infonce", U=images[order], V=texts[order])["J"] == pytest.approx(loss)
    assert ran("clip-infonce", U=np.exp(lengths) * images, V=texts)["J"] == pytest.approx(loss)
    assert ran("clip-infonce", U=texts, V=images)["J"] == pytest.approx(loss)


@every_seed
def test_a_model_that_cannot_tell_pairs_apart_loses_the_logarithm_of_their_number(
    seed: int,
) -> None:
    images, one = normal(seed, (6, 4), (1, 4))
    run = ran("clip-infonce", U=images, V=np.repeat(one, 6, axis=0))
    assert run["L_i"] == pytest.approx(np.log(6), rel=1e-12)
