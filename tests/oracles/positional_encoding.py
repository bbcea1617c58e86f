"""The table that PyTorch's Transformer tutorial fills, by columns of sines and of cosines."""

from typing import Any


def table(torch: Any, pos: Any, d: int, base: Any) -> Any:
    speed = torch.exp(torch.arange(0, d, 2, dtype=torch.float64) * (-torch.log(base) / d))
    return torch.stack([torch.sin(pos * speed), torch.cos(pos * speed)], dim=1).reshape(-1)[:d]


def expected(torch: Any, p: Any) -> Any:
    tensors = {name: torch.tensor(p[name], dtype=torch.float64) for name in ("pos", "k", "base")}
    here = table(torch, tensors["pos"], p["d"], tensors["base"])
    return {"P": here, "similarity": result(torch, tensors | {"d": p["d"]})}


def result(torch: Any, p: Any) -> Any:
    here, there = (table(torch, pos, p["d"], p["base"]) for pos in (p["pos"], p["pos"] + p["k"]))
    return here @ there
