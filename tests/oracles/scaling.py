"""torch.linalg.lstsq with a column of ones, and torch.linalg.cond of the features, squared."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    X, y = (torch.tensor(p[name], dtype=torch.float64) for name in ("X", "y"))
    centred = X - X.mean(dim=0)
    scaled = centred / X.std(dim=0, correction=0)
    ones = torch.ones(len(X), 1, dtype=torch.float64)
    found: dict[str, Any] = {}
    for number, features in enumerate((X, scaled)):
        columns = torch.cat([features, ones], dim=1)
        solution = torch.linalg.lstsq(columns, y[:, None]).solution
        found |= {f"w{number}": solution[:-1, 0], f"fit{number}": (columns @ solution)[:, 0]}
    return found | {
        f"kappa{n}": torch.linalg.cond(features) ** 2
        for n, features in enumerate((centred, scaled))
    }


def result(torch: Any, p: Any) -> Any:
    scaled = (p["X"] - p["X"].mean(dim=0)) / p["X"].std(dim=0, correction=0)
    columns = torch.cat([scaled, torch.ones(len(scaled), 1, dtype=torch.float64)], dim=1)
    return columns @ torch.linalg.lstsq(columns, p["y"][:, None]).solution
