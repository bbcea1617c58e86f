"""The clipped objective as a choice between cases, on log-probabilities."""

from typing import Any


def steps(torch: Any, p: Any) -> Any:
    now, old, reference = (torch.log(p[name]) for name in ("p", "p_old", "p_ref"))
    advantage = p["score"] - p["beta"] * (old - reference) - p["V"]
    ratio = torch.exp(now - old)
    too_far = torch.where(advantage > 0, ratio > 1 + p["eps"], ratio < 1 - p["eps"])
    edge = 1 + torch.sign(advantage) * p["eps"]
    return advantage, torch.where(too_far, edge, ratio) * advantage


def expected(torch: Any, p: Any) -> Any:
    p = {name: torch.tensor(value, dtype=torch.float64) for name, value in p.items()}
    advantage, objective = steps(torch, p)
    return {"A": advantage, "L": objective, "J": objective.mean()}


def result(torch: Any, p: Any) -> Any:
    return steps(torch, p)[1].mean()
