"""Brier's score and the bins of scikit-learn, on probabilities of torch.sigmoid."""

from typing import Any

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    q = torch.sigmoid(torch.logit(torch.tensor(p["p"], dtype=torch.float64)) / p["T"])
    share, mean = calibration_curve(p["y"], q.numpy(), n_bins=p["bins"])
    sizes = np.histogram(q.numpy(), np.linspace(0, 1, p["bins"] + 1))[0]
    ece = np.average(np.abs(share - mean), weights=sizes[sizes > 0])
    found = {"brier": brier_score_loss(p["y"], q.numpy()), "ece": ece}
    return {"q": q} | {
        name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()
    }
