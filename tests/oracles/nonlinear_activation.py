"""Two linear layers, with and without ReLU.

The single layer that equals them is the gradient and the value at 0.
"""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, W1, b1, w2, b2 = (
        torch.tensor(p[name], dtype=torch.float64) for name in ("x", "W1", "b1", "w2", "b2")
    )
    x.requires_grad_()
    linear = torch.nn.functional.linear
    z1 = linear(x, W1, b1)
    y_linear = linear(z1, w2, b2)
    (w,) = torch.autograd.grad(y_linear, x)
    return {
        "z1": z1.detach(),
        "y_linear": y_linear.detach(),
        "w": w,
        "b": linear(linear(torch.zeros_like(x), W1, b1), w2, b2).detach(),
        "y_single": y_linear.detach(),
        "y_relu": linear(torch.relu(z1), w2, b2).detach(),
    }


def result(torch: Any, p: Any) -> Any:
    linear = torch.nn.functional.linear
    return linear(torch.relu(linear(p["x"], p["W1"], p["b1"])), p["w2"], p["b2"])
