"""One question at a time, by walking down its list."""

from statistics import fmean
from typing import Any

AGAINST = "enumeration"


def expected(torch: Any, p: Any) -> Any:
    rows = [[bool(one) for one in row] for row in p["R"]]
    reciprocal = [1 / (row.index(True) + 1) if any(row) else 0.0 for row in rows]
    shares: dict[str, list[float]] = {
        "hit": [any(row) for row in rows],
        "mrr": reciprocal,
        "recall": [row.count(True) / n for row, n in zip(rows, p["relevant"], strict=True)],
        "faithfulness": [a / b for a, b in zip(p["supported"], p["claims"], strict=True)],
    }
    return {name: torch.tensor(fmean(each), dtype=torch.float64) for name, each in shares.items()}
