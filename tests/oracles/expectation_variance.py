"""The balls laid out one by one, and every sample of two of them."""

from itertools import product
from typing import Any

AGAINST = "NumPy var"


def expected(_torch: Any, p: Any) -> Any:
    import numpy as np

    balls = np.repeat(p["x"], np.asarray(p["c"], dtype=int))
    samples = [*product(balls, repeat=2)]
    return {
        "mu": np.mean(balls),
        "var": np.var(balls),
        "biased": np.mean([np.var(sample) for sample in samples]),
        "unbiased": np.mean([np.var(sample, ddof=1) for sample in samples]),
    }


def result(_torch: Any, p: Any) -> Any:
    share = p["c"] / p["c"].sum()
    return share @ p["x"] ** 2 - (share @ p["x"]) ** 2
