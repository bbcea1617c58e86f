"""torch.nn.LSTMCell with one unit; the forget gate is the slope of its cell."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    p = {name: torch.tensor(value, dtype=torch.float64) for name, value in p.items()}
    before = p["c0"].requires_grad_()
    h, c = step(torch, {**p, "c0": before})
    return {"h1": h, "c1": c, "f": torch.autograd.grad(c, before)[0]}


def result(torch: Any, p: Any) -> Any:
    return step(torch, p)[0]


def step(torch: Any, p: Any) -> Any:
    """Return the new hidden state and the new cell."""
    cell = torch.nn.LSTMCell(1, 1, dtype=torch.float64)
    given = {
        "weight_ih": p["W_x"].reshape(4, 1),
        "weight_hh": p["W_h"].reshape(4, 1),
        "bias_ih": p["b"],
        "bias_hh": torch.zeros(4, dtype=torch.float64),
    }
    x, h, c = (p[name].reshape(1, 1) for name in ("x", "h0", "c0"))
    h, c = torch.func.functional_call(cell, given, (x, (h, c)))
    return h[0, 0], c[0, 0]
