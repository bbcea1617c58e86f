"""The elements of Conv2d and Linear, and as many products as unfold makes patches to multiply."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    laid = {"stride": p["stride"], "padding": p["padding"]}
    layer = torch.nn.Conv2d(p["c_in"], p["c_out"], p["f"], **laid)
    image = torch.zeros(1, p["c_in"], p["n"], p["n"])
    found = layer(image)
    patches = torch.nn.functional.unfold(image, p["f"], **laid)
    dense = torch.nn.Linear(image.numel(), found.numel(), device="meta")
    return {
        "m": found.shape[-1],
        "params": elements(layer),
        "flops": 2 * patches.numel() * p["c_out"],
        "dense": elements(dense),
    }


def elements(layer: Any) -> int:
    return sum(parameter.numel() for parameter in layer.parameters())
