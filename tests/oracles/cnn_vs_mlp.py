"""conv1d with padding 1 of the moved signal, its largest value, and linear."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, w, W = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "w", "W"))
    y_s = result(torch, {**p, "x": x, "w": w})
    h_s = torch.nn.functional.linear(moved(torch, x, p["shift"]), W)
    pool = torch.nn.functional.adaptive_max_pool1d(y_s[None, None], 1)[0, 0, 0]
    return {"y_s": y_s, "pool_s": pool, "h_s": h_s}


def result(torch: Any, p: Any) -> Any:
    x_s = moved(torch, p["x"], p["shift"])
    return torch.nn.functional.conv1d(x_s[None, None], p["w"][None, None], padding=1)[0, 0]


def moved(torch: Any, x: Any, shift: int) -> Any:
    return torch.nn.functional.pad(x, (shift, 0))[: len(x)]
