"""A picture that compares shows what its card says: the claimed side wins in the data drawn."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from quizcards import demos
from quizcards.trace.picture import Contour, Curves, Picture, Series

SEEDS = range(6)


def drawn(name: str, seed: int | None) -> tuple[Picture, Mapping[str, object]]:
    """Return the picture of a demo's default run, or of a fresh draw, with its inputs."""
    demo = demos.load(name)
    inputs = {} if seed is None else demo.draw(np.random.default_rng(seed))
    trace = demo.run(inputs)
    return demo.picture(trace), trace.inputs


def cost(path: Series, valley: tuple[float, float]) -> float:
    """Return ½(h₁w₁² + h₂w₂²) where a path ends."""
    return (valley[0] * path.x[-1] ** 2 + valley[1] * path.y[-1] ** 2) / 2


def momentum_gets_lower(found: Picture, _: Mapping[str, object]) -> bool:
    assert isinstance(found, Contour)
    momentum, descent = (cost(path, (1.0, 100.0)) for path in found.paths)
    return momentum < descent / 3


def no_fair_race_is_won_by_sgd(found: Picture, _: Mapping[str, object]) -> bool:
    assert isinstance(found, Contour)
    *others, sgd = (cost(path, (1.0, 100.0)) for path in found.paths)
    return max(others) < sgd / 2


def l2_in_adam_hardly_shrinks_what_has_large_gradients(
    found: Picture, inputs: Mapping[str, object]
) -> bool:
    assert isinstance(found, Curves)
    decoupled, mixed = (np.asarray(line.y) for line in found.series)
    rate = float(str(inputs["lr"]))
    is_even = np.allclose(decoupled, decoupled[0])
    # no state of Adam makes a step longer than 7.27 α (Cauchy–Schwarz with both betas)
    return is_even and bool(np.all(np.diff(mixed) < 0)) and bool(np.all(mixed <= 7.27 * rate))


def bias_falls_and_variance_rises(found: Picture, _: Mapping[str, object]) -> bool:
    assert isinstance(found, Curves)
    bias, variance, _mse = (np.asarray(line.y) for line in found.series)
    return bool(np.all(np.diff(bias) < 1e-9) and np.all(np.diff(variance) > -1e-9))


def gap(found: Curves, height: float) -> float:
    """Return how far apart the means of both classes fall on one of the axes."""
    a, b = (np.mean(group.x[group.y == height]) for group in found.series)
    return float(b - a)


def lda_parts_the_classes_more_than_pca(found: Picture, _: Mapping[str, object]) -> bool:
    assert isinstance(found, Curves)
    return gap(found, 1.0) > 1.2 * gap(found, 0.0) >= 0


def heights(found: Picture) -> list[np.ndarray]:
    """Return the values of each series of a picture of curves."""
    assert isinstance(found, Curves)
    return [np.asarray(line.y, dtype=float) for line in found.series]


def validated_error_falls_then_rises(found: Picture, _: Mapping[str, object]) -> bool:
    validated, trained = heights(found)
    best = int(np.argmin(validated))
    falls, rises = np.diff(validated)[:best], np.diff(validated)[best:]
    has_valley = len(falls) > 0 and len(rises) > 0
    return bool(
        has_valley and np.all(falls < 0) and np.all(rises > 0) and np.all(np.diff(trained) < 1e-9)
    )


def more_samples_lift_z_over_its_line(found: Picture, _: Mapping[str, object]) -> bool:
    z, line = heights(found)
    return bool(z[0] < line[0] and z[-1] > line[-1])


def rmse_grows_more_than_mae(found: Picture, _: Mapping[str, object]) -> bool:
    rmse, mae = heights(found)
    return bool(np.all(np.diff(mae) > 0) and rmse[-1] - rmse[0] > mae[-1] - mae[0])


def the_posterior_peaks_between(found: Picture, _: Mapping[str, object]) -> bool:
    assert isinstance(found, Curves)
    likelihood, prior, posterior = (float(line.x[int(np.argmax(line.y))]) for line in found.series)
    return min(likelihood, prior) <= posterior <= max(likelihood, prior) and likelihood != prior


CLAIMS: dict[str, Callable[[Picture, Mapping[str, object]], bool]] = {
    "momentum": momentum_gets_lower,
    "optimizers-overview": no_fair_race_is_won_by_sgd,
    "bias-variance-tradeoff": bias_falls_and_variance_rises,
    "dimensionality-reduction": lda_parts_the_classes_more_than_pca,
    "adamw": l2_in_adam_hardly_shrinks_what_has_large_gradients,
    "cross-validation": validated_error_falls_then_rises,
    "ab-test": more_samples_lift_z_over_its_line,
    "regression-metrics": rmse_grows_more_than_mae,
    "mle-map": the_posterior_peaks_between,
}


@pytest.mark.parametrize("seed", [None, *SEEDS])
@pytest.mark.parametrize("name", CLAIMS)
def test_the_claimed_side_wins_in_the_picture(name: str, seed: int | None) -> None:
    found, inputs = drawn(name, seed)
    assert CLAIMS[name](found, inputs)
