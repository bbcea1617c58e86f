"""The scores of scikit-learn from every sample, written out."""

from typing import Any

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    times = np.array([p["tp"], p["fp"], p["fn"], p["tn"]], dtype=int)
    true, said = np.repeat([1, 0, 1, 0], times), np.repeat([1, 1, 0, 0], times)
    precision, recall, F, _ = precision_recall_fscore_support(
        true, said, beta=p["beta"], average="binary"
    )
    found = {
        "accuracy": accuracy_score(true, said),
        "precision": precision,
        "recall": recall,
        "F": F,
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
