"""cross_val_score of scikit-learn on the same folds."""

from typing import Any

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import PredefinedSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    model = make_pipeline(PolynomialFeatures(p["degree"]), LinearRegression(fit_intercept=False))
    scores = cross_val_score(
        model,
        np.array(p["x"])[:, None],
        p["y"],
        cv=PredefinedSplit(np.arange(len(p["x"])) % p["k"]),
        scoring="neg_mean_squared_error",
    )
    mse = torch.tensor(-scores)
    return {"mse": mse, "cv": mse.mean(), "spread": mse.std()}
