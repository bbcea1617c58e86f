"""torch.sigmoid, the decision at a threshold, and torch.logit."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    a = torch.sigmoid(torch.tensor(p["z"], dtype=torch.float64))
    return {"a": a, "y_hat": (a >= p["threshold"]).double(), "logit": torch.logit(a)}


def result(torch: Any, p: Any) -> Any:
    return torch.sigmoid(p["z"])
