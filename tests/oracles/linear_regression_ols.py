"""OLS of statsmodels, and in PyTorch its least squares for the gradient."""

from typing import Any

import numpy as np
import statsmodels.api as sm

AGAINST = "statsmodels"


def expected(torch: Any, p: Any) -> Any:
    fit = sm.OLS(np.array(p["y"]), sm.add_constant(np.array(p["x"]))).fit()
    found = {"w": fit.params, "r": fit.resid, "variance": fit.mse_resid, "se": fit.bse[1]}
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}


def result(torch: Any, p: Any) -> Any:
    x, y = p["x"], p["y"]
    columns = torch.stack((torch.ones_like(x), x), dim=1)
    w = torch.linalg.lstsq(columns, y[:, None]).solution
    left = ((columns @ w)[:, 0] - y).square().sum() / (len(x) - 2)
    return torch.sqrt(left / (x - x.mean()).square().sum())
