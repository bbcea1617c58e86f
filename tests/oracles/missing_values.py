"""SimpleImputer, and a regression fitted to the rows that are complete."""

from typing import Any

import numpy as np

AGAINST = "scikit-learn 1.9"


def expected(torch: Any, p: Any) -> Any:
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LinearRegression

    seen = p["r"] > 0
    x, z = np.where(seen, p["x"], np.nan)[:, None], p["z"][:, None]
    filled = SimpleImputer(strategy="mean").fit_transform(x)[:, 0]
    model = LinearRegression().fit(z[seen], x[seen, 0])
    regressed = np.where(seen, p["x"], model.predict(z))
    computed = {
        "x_hat": filled,
        "var": np.var(filled),
        "b": model.coef_[0],
        "x_tilde": regressed,
        "mu": regressed.mean(),
    }
    return {name: torch.tensor(value) for name, value in computed.items()}
