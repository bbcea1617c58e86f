"""torch.nn.functional.cosine_similarity and torch.cdist, the latter of normalised vectors too."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    q, D = (torch.tensor(p[name], dtype=torch.float64) for name in ("q", "D"))
    return {
        "dot": torch.nn.functional.linear(q, D),
        "cosine": torch.nn.functional.cosine_similarity(D, q[None], dim=1, eps=0),
        "distance": torch.nn.functional.pairwise_distance(D, q[None], eps=0),
        "chord": result(torch, {"q": q, "D": D}),
    }


def result(torch: Any, p: Any) -> Any:
    normalize = torch.nn.functional.normalize
    return torch.cdist(normalize(p["D"]), normalize(p["q"][None]))[:, 0]
