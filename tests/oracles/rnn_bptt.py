"""torch.rnn_tanh_cell over three steps; what flows back is autograd's."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    p = {name: torch.tensor(value, dtype=torch.float64) for name, value in p.items()}
    loss, states, weights = unrolled(torch, p)
    of_states = torch.autograd.grad(loss, states, retain_graph=True)
    dw_x, dw_h = torch.autograd.grad(loss, weights)
    slopes = [g * (1 - h**2) for g, h in zip(of_states, states, strict=True)]
    return {
        **{f"h{t}": h[0, 0] for t, h in enumerate(states, 1)},
        **{f"d{t}": d[0, 0] for t, d in enumerate(slopes, 1)},
        "loss": loss,
        "dw_x": dw_x[0, 0],
        "dw_h": dw_h[0, 0],
    }


def result(torch: Any, p: Any) -> Any:
    loss, _, (_, w_h) = unrolled(torch, p)
    return torch.autograd.grad(loss, w_h, create_graph=True)[0]


def unrolled(torch: Any, p: Any) -> Any:
    """Return the loss, the three hidden states and the two weights."""
    weights = [p[name].reshape(1, 1).requires_grad_() for name in ("w_x", "w_h")]
    h = torch.zeros(1, 1, dtype=torch.float64)
    states = []
    for x in p["x"]:
        h = torch.rnn_tanh_cell(x.reshape(1, 1), h, *weights)
        states.append(h)
    return (h - p["y"]).square().sum() / 2, states, weights
