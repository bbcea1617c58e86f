"""The hinge loss of scikit-learn, and what PyTorch says of the rest.

Where the weights are those of the best margin, SVC gives them and its dual the value.
"""

from typing import Any

import numpy as np
from sklearn.metrics import hinge_loss
from sklearn.svm import SVC

AGAINST = "scikit-learn"
EXACT = 1e-5  # how near SVC comes to the weights of its optimum


def expected(torch: Any, p: Any) -> Any:
    X, y, w = (torch.tensor(np.array(p[name], dtype=float)) for name in ("X", "y", "w"))
    f = torch.nn.functional.linear(X, w[None], torch.tensor([p["b"]], dtype=torch.float64))[:, 0]
    summed = len(y) * hinge_loss(p["y"], f.numpy(), labels=[-1, 1])
    model = SVC(kernel="linear", C=p["C"], tol=1e-12).fit(p["X"], p["y"])
    best = torch.tensor(model.coef_[0])
    dual = np.sum(np.abs(model.dual_coef_)) - float(best @ best) / 2
    J = float(w @ w) / 2 + p["C"] * summed
    if torch.dist(best, w) < EXACT:
        assert abs(J - dual) < EXACT * J
    assert dual <= J + EXACT  # no weights are better than those of the dual
    return {
        "m": y * f,
        "width": 2 / torch.linalg.vector_norm(w),
        "xi": torch.relu(1 - y * f),
        "J": torch.tensor(J, dtype=torch.float64),
    }


def result(torch: Any, p: Any) -> Any:
    f = torch.nn.functional.linear(p["X"], p["w"][None], p["b"][None])[:, 0]
    return (p["w"] @ p["w"]) / 2 + p["C"] * torch.relu(1 - p["y"] * f).sum()
