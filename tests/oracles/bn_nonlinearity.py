"""Batch normalisation and the activation.

The line is fitted by torch.linalg.lstsq, with the squared correlation.
"""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x = torch.tensor(p["x"], dtype=torch.float64)
    x_hat = torch.nn.functional.batch_norm(x[:, None], None, None, training=True, eps=p["eps"])[
        :, 0
    ]
    z = p["gamma"] * x_hat + p["beta"]
    a = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[p["activation"]](z)
    found = {"a": a}
    # then x̂ has variance 1 but for rounding, as the demo's short formulas need
    if p["eps"] <= 1e-15:
        line = torch.linalg.lstsq(
            torch.stack([x_hat, torch.ones_like(x_hat)], dim=1), a[:, None]
        ).solution
        found["slope"] = line[0, 0]
        found["r_squared"] = torch.corrcoef(torch.stack([x_hat, a]))[0, 1] ** 2
    return found
