"""Inverted lists that are searched one by one, beside torch.topk over all points."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    q, X, C = (torch.tensor(p[name], dtype=torch.float64) for name in ("q", "X", "C"))
    lists: dict[int, list[int]] = {}
    for point, centre in enumerate(torch.cdist(X, C).argmin(dim=1).tolist()):
        lists.setdefault(centre, []).append(point)
    nearby = torch.cdist(q[None], C)[0].topk(p["nprobe"], largest=False).indices.tolist()
    candidates = [point for centre in nearby for point in lists.get(centre, [])]
    distances = torch.cdist(q[None], X)[0]
    found = sorted(candidates, key=lambda point: float(distances[point]))[: p["k"]]
    exact = distances.topk(p["k"], largest=False).indices.tolist()
    return {
        "share": torch.tensor(len(candidates) / len(X), dtype=torch.float64),
        "recall": torch.tensor(len({*found} & {*exact}) / p["k"], dtype=torch.float64),
    }
