"""The loss in logarithms, and its minimum over N where Newton's method finds no slope."""

from typing import Any


def loss(torch: Any, p: Any, log_n: Any) -> Any:
    log_d = torch.log(p["C"] / 6) - log_n
    small, short = p["A"] * torch.exp(-p["alpha"] * log_n), p["B"] * torch.exp(-p["beta"] * log_d)
    return p["E"] + small + short


def best(torch: Any, p: Any) -> Any:
    """Return the logarithm of the best N, with its slopes: one more step of Newton gives them."""
    at = torch.tensor(20.0, dtype=torch.float64)
    for _ in range(200):
        at = (at - step(torch, p, at)).detach()
    return at - step(torch, p, at)


def step(torch: Any, p: Any, at: Any) -> Any:
    log_d = torch.log(p["C"] / 6) - at
    falling = torch.log(p["alpha"] * p["A"]) - p["alpha"] * at
    rising = torch.log(p["beta"] * p["B"]) - p["beta"] * log_d
    return (rising - falling) / (p["alpha"] + p["beta"])


def expected(torch: Any, p: Any) -> Any:
    p = {name: torch.tensor(value, dtype=torch.float64) for name, value in p.items()}
    at = best(torch, p)
    return {
        "D": p["C"] / p["N"] / 6,
        "L": loss(torch, p, torch.log(p["N"])),
        "N_opt": torch.exp(at),
        "L_opt": loss(torch, p, at),
    }


def result(torch: Any, p: Any) -> Any:
    return loss(torch, p, torch.log(p["N"])) - loss(torch, p, best(torch, p))
