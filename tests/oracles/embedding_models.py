"""The mean of the rows that are kept, by boolean indexing, and F.cosine_similarity."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    p = {name: torch.tensor(p[name], dtype=torch.float64) for name in ("T", "mask", "q")} | {
        "keep": p["keep"]
    }
    return {"pooled": p["T"][p["mask"].bool()].mean(dim=0), "similarity": result(torch, p)}


def result(torch: Any, p: Any) -> Any:
    pooled = (p["T"] * p["mask"][:, None]).sum(dim=0)
    front = [one[: p["keep"]] for one in (pooled, p["q"])]
    return torch.nn.functional.cosine_similarity(*front, dim=0, eps=0)
