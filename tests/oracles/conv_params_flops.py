"""The elements of Conv2d and Linear, and PyTorch's own counter of operations."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    from torch.utils.flop_counter import FlopCounterMode

    layer = torch.nn.Conv2d(p["c_in"], p["c_out"], p["f"], stride=p["stride"], padding=p["padding"])
    image = torch.zeros(1, p["c_in"], p["n"], p["n"])
    with FlopCounterMode(display=False) as counter:
        found = layer(image)
    dense = torch.nn.Linear(image.numel(), found.numel(), device="meta")
    return {
        "m": found.shape[-1],
        "params": elements(layer),
        "flops": counter.get_total_flops(),
        "dense": elements(dense),
    }


def elements(layer: Any) -> int:
    return sum(parameter.numel() for parameter in layer.parameters())
