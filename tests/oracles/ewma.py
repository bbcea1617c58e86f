"""torch.lerp, value by value.

Without a start other than 0 the corrected mean is a weighted average.
"""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    theta = torch.tensor(p["theta"], dtype=torch.float64)
    v = torch.tensor(p["v"], dtype=torch.float64)
    for new in theta:
        v = torch.lerp(v, new, 1 - p["beta"])
    found = {"v": v}
    if p["v"] == 0:
        weights = p["beta"] ** torch.arange(len(theta) - 1.0, -1.0, -1.0, dtype=torch.float64)
        found["v_hat"] = (weights * theta).sum() / weights.sum()
    return found


def result(torch: Any, p: Any) -> Any:
    v = p["v"]
    for new in p["theta"]:
        v = torch.lerp(v, new, 1 - p["beta"])
    return v / (1 - p["beta"] ** len(p["theta"]))
