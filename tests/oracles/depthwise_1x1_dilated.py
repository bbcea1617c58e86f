"""Conv2d with groups, and the inputs that a gradient of the last output reaches."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    c_in, c_out, k = p["c_in"], p["c_out"], p["k"]
    layers = (
        torch.nn.Conv2d(c_in, c_in, k, groups=c_in, bias=False),
        torch.nn.Conv2d(c_in, c_out, 1, bias=False),
    )
    whole = torch.nn.Conv2d(c_in, c_out, k, bias=False)
    return {
        "full": whole.weight.numel(),
        "separable": sum(layer.weight.numel() for layer in layers),
        "r": seen(torch, p),
    }


def seen(torch: Any, p: Any) -> int:
    """Return how wide the inputs are that the middle of the outputs depends on."""
    signal = torch.ones(1, 1, 401, dtype=torch.float64, requires_grad=True)
    weight = torch.ones(1, 1, p["k"], dtype=torch.float64)
    found = signal
    for stride, dilation in zip(p["stride"], p["dilation"], strict=True):
        found = torch.nn.functional.conv1d(
            found, weight, stride=int(stride), dilation=int(dilation)
        )
    (gradient,) = torch.autograd.grad(found[0, 0, found.shape[-1] // 2], signal)
    reached = torch.nonzero(gradient[0, 0])
    return int(reached.max() - reached.min()) + 1
