"""KNeighborsClassifier of scikit-learn on the scaled points."""

from typing import Any

import numpy as np
from sklearn.neighbors import KNeighborsClassifier

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    X, q = np.array(p["X"]) * p["scale"], np.array(p["q"]) * p["scale"]
    model = KNeighborsClassifier(n_neighbors=p["k"]).fit(X, np.array(p["y"]).astype(int))
    far, _ = model.kneighbors([q])
    return {
        "radius": torch.tensor(far[0, -1]),
        "vote": torch.tensor(model.predict_proba([q])[0, 1]),
    }
