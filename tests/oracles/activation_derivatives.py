"""Derivatives of the activation functions by autograd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    def derivative(function: Any) -> Any:
        z = torch.tensor(p["z"], dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(function(z).sum(), z)
        return slope

    flat = torch.zeros(1, dtype=torch.float64, requires_grad=True)  # where sigmoid is steepest
    (steepest,) = torch.autograd.grad(torch.sigmoid(flat), flat)
    return {
        "d_sigmoid": derivative(torch.sigmoid),
        "d_tanh": derivative(torch.tanh),
        "d_relu": derivative(torch.relu),
        "d_leaky": derivative(
            lambda z: torch.nn.functional.leaky_relu(z, negative_slope=p["slope"])
        ),
        "most": steepest[0] ** p["layers"],
    }


def result(torch: Any, p: Any) -> Any:
    return torch.autograd.grad(torch.sigmoid(p["z"]).sum(), p["z"], create_graph=True)[0]
