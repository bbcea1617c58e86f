"""Products of complex numbers, as in the code of Llama."""

from typing import Any


def turned(torch: Any, x: Any, angle: Any) -> Any:
    return torch.view_as_complex(x) * torch.polar(torch.ones_like(angle), angle)


def score(torch: Any, p: Any) -> Any:
    angles = (torch.deg2rad(p[name] / p["s"] * p["theta"]) for name in ("m", "n"))
    query, key = (turned(torch, p[x], angle) for x, angle in zip("qk", angles, strict=True))
    return torch.view_as_real(query), (query * key.conj()).real


def expected(torch: Any, p: Any) -> Any:
    query, product = score(torch, {x: torch.tensor(p[x], dtype=torch.float64) for x in p})
    return {"q_m": query, "score": product}


def result(torch: Any, p: Any) -> Any:
    return score(torch, p)[1]
