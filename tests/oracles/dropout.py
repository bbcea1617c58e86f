"""nn.Dropout, reseeded until it draws the demo's mask; the variance of a Bernoulli."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    a, u = (torch.tensor(p[name], dtype=torch.float64) for name in ("a", "u"))
    layer = torch.nn.Dropout(1 - p["keep_prob"]).train(p["mode"] == "train")
    kept = u < p["keep_prob"] if layer.training else torch.ones_like(u, dtype=torch.bool)
    for seed in range(10_000):
        torch.manual_seed(seed)
        if torch.equal(layer(torch.ones_like(a)) != 0, kept):
            break
    torch.manual_seed(seed)
    spread = torch.distributions.Bernoulli(
        torch.tensor(p["keep_prob"], dtype=torch.float64)
    ).variance
    return {"a_tilde": layer(a), "p": layer.p, "var": (a / p["keep_prob"]) ** 2 * spread}


def result(torch: Any, p: Any) -> Any:
    kept = p["u"] < p["keep_prob"]
    return torch.where(kept, p["a"] / p["keep_prob"], 0.0) if p["mode"] == "train" else p["a"]
