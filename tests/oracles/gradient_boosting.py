"""GradientBoostingRegressor of scikit-learn with stumps."""

from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    x, y = np.array(p["x"])[:, None], np.array(p["y"])
    model = GradientBoostingRegressor(
        n_estimators=int(p["rounds"]), learning_rate=p["lr"], max_depth=1
    )
    F = model.fit(x, y).predict(x)
    return {"F": torch.tensor(F), "mse": torch.tensor(np.mean((y - F) ** 2))}
