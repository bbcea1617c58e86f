"""conv2d of one channel."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    tensors = {name: torch.tensor(p[name], dtype=torch.float64) for name in ("X", "W", "b")}
    return {"Y": result(torch, {**p, **tensors})}


def result(torch: Any, p: Any) -> Any:
    conv2d = torch.nn.functional.conv2d
    image, weight = p["X"][None, None], p["W"][None, None]
    return conv2d(image, weight, p["b"][None], stride=p["stride"], padding=p["padding"])[0, 0]
