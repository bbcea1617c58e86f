"""One neuron: F.linear and an activation."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, w, b = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "w", "b"))
    z = torch.nn.functional.linear(x, w, b)
    return {
        "z": z,
        "a": {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[p["activation"]](z),
    }


def result(torch: Any, p: Any) -> Any:
    z = torch.nn.functional.linear(p["x"], p["w"], p["b"])
    return {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[p["activation"]](z)
