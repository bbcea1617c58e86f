"""Weights of scikit-learn, and the probability by counting weighted samples."""

from typing import Any

import numpy as np

AGAINST = "scikit-learn 1.9"


def expected(torch: Any, p: Any) -> Any:
    from sklearn.utils.class_weight import compute_class_weight

    counts = np.asarray(p["n"], dtype=int)
    y = np.repeat([0, 1], counts)
    w = compute_class_weight("balanced", classes=np.array([0, 1]), y=y)
    # where a share q of the weight is positive, the samples behind it are that many
    positive, negative = p["q"] / w[1], (1 - p["q"]) / w[0]
    between = torch.lerp(torch.tensor(p["x0"]), torch.tensor(p["x1"]), p["lam"])
    return {
        "accuracy": torch.tensor(np.bincount(y).max() / len(y)),
        "w": torch.tensor(w),
        "p": torch.tensor(positive / (positive + negative)),
        "s": between,
    }
