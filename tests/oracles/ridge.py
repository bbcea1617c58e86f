"""torch.linalg.lstsq, for the penalty with √λ·I below X and zeros below y."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    X, y = (torch.tensor(p[name], dtype=torch.float64) for name in ("X", "y"))
    below = p["lam"] ** 0.5 * torch.eye(X.shape[1], dtype=torch.float64)
    w0 = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]
    w = torch.linalg.lstsq(torch.cat([X, below]), torch.cat([y, below[0] * 0])[:, None]).solution[
        :, 0
    ]
    return {"w0": w0, "w": w, "J": ((X @ w - y) ** 2).sum() / 2}


def result(torch: Any, p: Any) -> Any:
    below = torch.sqrt(p["lam"]) * torch.eye(p["X"].shape[1], dtype=torch.float64)
    y = torch.cat([p["y"], torch.zeros(len(below), dtype=torch.float64)])
    return torch.linalg.lstsq(torch.cat([p["X"], below]), y[:, None]).solution
