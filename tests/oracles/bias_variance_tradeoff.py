"""Each training set whose noise is +σ or −σ at every point, fitted by itself and then averaged."""

import itertools
from typing import Any

import numpy as np

AGAINST = "NumPy, all 2ⁿ training sets"


def expected(torch: Any, p: Any) -> Any:
    x, f, sigma = np.array(p["x"]), np.array(p["f"]), p["sigma"]
    noise = sigma * np.array(list(itertools.product((-1.0, 1.0), repeat=len(x))))
    fits = np.linalg.lstsq(np.vander(x, p["degree"] + 1), (f + noise).T, rcond=None)[0]
    said = np.array([np.polyval(fit, p["x0"]) for fit in fits.T])
    new = p["f0"] + sigma * np.array([[-1.0], [1.0]])
    found = {
        "bias": said.mean() - p["f0"],
        "variance": said.var(),
        "mse": np.mean((new - said) ** 2),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
