"""torch's mse_loss, l1_loss and huber_loss, and the gradient of the last by autograd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    y = torch.tensor(p["y"], dtype=torch.float64)
    y_hat = torch.tensor(p["y_hat"], dtype=torch.float64, requires_grad=True)
    functional = torch.nn.functional
    huber = functional.huber_loss(y_hat, y, delta=p["delta"])
    return {
        "mse": functional.mse_loss(y_hat, y),
        "mae": functional.l1_loss(y_hat, y),
        "huber": huber,
        "dy_hat": torch.autograd.grad(huber, y_hat)[0],
    }


def result(torch: Any, p: Any) -> Any:
    return torch.nn.functional.huber_loss(p["y_hat"], p["y"], delta=p["delta"].item())
