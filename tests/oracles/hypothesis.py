"""PyTorch's values for the demo hypothesis: a linear layer with one input and one output."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, y = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "y"))
    w, b = (torch.tensor(p[name], dtype=torch.float64) for name in ("w", "b"))
    h = torch.nn.functional.linear(x.reshape(-1, 1), w.reshape(1, 1), b.reshape(1)).flatten()
    return {"h": h, "J": torch.nn.functional.mse_loss(h, y)}


def result(torch: Any, p: Any) -> Any:
    return torch.nn.functional.linear(p["x"][:, None], p["w"][None, None], p["b"][None])
