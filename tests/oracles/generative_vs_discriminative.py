"""Linear discriminant analysis of scikit-learn."""

from typing import Any

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    x, y = np.array(p["x"])[:, None], np.array(p["y"]).astype(int)
    model = LinearDiscriminantAnalysis(solver="lsqr", store_covariance=True).fit(x, y)
    (w,), (b,) = model.coef_[0], model.intercept_
    found = {
        "mu0": model.means_[0, 0],
        "mu1": model.means_[1, 0],
        "var": model.covariance_[0, 0],
        "w": w,
        "boundary": -b / w,
        "p": model.predict_proba([[p["q"]]])[0, 1],
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
