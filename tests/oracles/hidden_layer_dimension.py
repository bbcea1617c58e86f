"""Shapes and the number of parameters of two nn.Linear; Ng puts the samples in columns."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    hidden, output = torch.nn.Linear(p["n0"], p["n1"]), torch.nn.Linear(p["n1"], p["n2"])
    Z1 = hidden(torch.zeros(p["m"], p["n0"]))
    return {
        "shape_W1": tuple(hidden.weight.shape),
        "shape_Z1": tuple(Z1.T.shape if p["convention"] == "ng" else Z1.shape),
        "weights": hidden.weight.numel() + output.weight.numel(),
        "biases": hidden.bias.numel() + output.bias.numel(),
        "params": sum(one.numel() for layer in (hidden, output) for one in layer.parameters()),
    }
