"""The scores of scikit-learn for a list in its order; the first hit is looked for by walking."""

from typing import Any

import numpy as np
from sklearn.metrics import label_ranking_average_precision_score, ndcg_score

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    rel = np.array(p["rel"])
    falling = -np.arange(len(rel))
    hits = [bool(grade >= p["least"]) for grade in rel]
    found = {
        "rr": 1 / (hits.index(True) + 1),
        "ap": label_ranking_average_precision_score([hits], [falling]),
        "ndcg": ndcg_score([rel], [falling]),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
