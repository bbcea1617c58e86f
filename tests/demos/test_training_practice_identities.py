"""What must hold between the demos of training practice, and between them and mathematics."""

import numpy as np
import pytest

from quizcards import demos

SEEDS = range(20)
every_seed = pytest.mark.parametrize("seed", SEEDS)


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
