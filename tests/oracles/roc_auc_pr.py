"""The areas of scikit-learn; a negative that counts several times has that weight."""

from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    y = np.repeat([1, 0], [len(p["pos"]), len(p["neg"])])
    score = np.concatenate((p["pos"], p["neg"]))
    weight = np.where(y, 1.0, p["times"])
    found = {
        "auc": roc_auc_score(y, score),
        "ap": average_precision_score(y, score, sample_weight=weight),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
