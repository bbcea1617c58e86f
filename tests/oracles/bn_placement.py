"""nn.ReLU and nn.BatchNorm1d in either order behind a bias."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    z = torch.tensor(p["wx"], dtype=torch.float64)[:, None] + p["b"]
    layers = [torch.nn.BatchNorm1d(1, eps=p["eps"], dtype=torch.float64), torch.nn.ReLU()]
    block = torch.nn.Sequential(*(layers if p["placement"] == "before" else reversed(layers)))
    return {"z": z[:, 0], "a": block(z).detach()[:, 0]}


def result(torch: Any, p: Any) -> Any:
    def batch_norm(
        z: Any,
    ) -> Any:  # F.batch_norm leaves a rounding error of 0, where ReLU has its kink
        return (z - z.mean()) / torch.sqrt(z.var(correction=0) + p["eps"])

    z = p["wx"] + p["b"]
    return torch.relu(batch_norm(z)) if p["placement"] == "before" else batch_norm(torch.relu(z))
