"""torch.nn.init's own gain and fans, and moments of a normal distribution by quadrature."""

from typing import Any

import numpy as np

AGAINST = "PyTorch, quadrature"


def expected(torch: Any, p: Any) -> Any:
    init = torch.nn.init
    weight = torch.empty(int(p["fan_out"]), int(p["fan_in"]), dtype=torch.float64)
    fan_in, fan_out = init._calculate_fan_in_and_fan_out(weight)
    std = {
        "he": init.calculate_gain("relu") / fan_in**0.5,
        "xavier": init.calculate_gain("linear") * (2.0 / (fan_in + fan_out)) ** 0.5,
    }[p["scheme"]]
    quadrature: Any = np.polynomial.hermite_e
    z, weights = quadrature.hermegauss(20)
    output, slope = (np.maximum(0, z), z > 0) if p["activation"] == "relu" else (z, z == z)
    weights = weights / np.sum(weights)
    return {
        "std": std,
        "forward": fan_in * std**2 * np.sum(weights * output**2),
        "backward": fan_out * std**2 * np.sum(weights * slope),
    }


def result(torch: Any, p: Any) -> Any:
    return p["v"] * expected(torch, p)["forward"] ** p["layers"]
