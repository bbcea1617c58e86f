"""nn.BatchNorm1d: one batch in train(), then one input in eval()."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, batch = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "batch"))
    layer = torch.nn.BatchNorm1d(1, eps=p["eps"], momentum=p["momentum"], dtype=torch.float64)
    for tensor, name in (
        (layer.weight, "gamma"),
        (layer.bias, "beta"),
        (layer.running_mean, "running_mean"),
        (layer.running_var, "running_var"),
    ):
        torch.nn.init.constant_(tensor, p[name])
    layer.train()(batch[:, None])
    y = layer.eval()(x[None, None]).detach()
    return {
        "running_mean": layer.running_mean[0],
        "running_var": layer.running_var[0],
        "y": y[0, 0],
    }


def result(torch: Any, p: Any) -> Any:
    mean = torch.lerp(p["running_mean"], p["batch"].mean(), p["momentum"])
    var = torch.lerp(p["running_var"], p["batch"].var(), p["momentum"])
    return p["gamma"] * (p["x"] - mean) * torch.rsqrt(var + p["eps"]) + p["beta"]
