"""The logistic regression that statsmodels fits to the samples of the table, one by one."""

from typing import Any

import numpy as np
import statsmodels.api as sm

AGAINST = "statsmodels"


def expected(torch: Any, p: Any) -> Any:
    counts = np.array(p["N"]).astype(int).ravel()
    x, y = (np.repeat(values, counts) for values in ([0.0, 0, 1, 1], [0, 1, 0, 1]))
    fit = sm.Logit(y, sm.add_constant(x)).fit(tol=1e-10, disp=0)
    b, w = fit.params
    chances = fit.predict([[1.0, 0], [1, 1]])
    found = {
        "b": b,
        "w": w,
        "ratio": np.exp(w),
        "se": fit.bse[1],
        "p": chances,
        "risk": chances[1] / chances[0],
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
