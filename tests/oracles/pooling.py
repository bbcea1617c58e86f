"""max_pool2d and avg_pool2d, with the gradients that autograd sends back through them."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    found = {"gap": torch.nn.functional.adaptive_avg_pool2d(image(torch, p), 1)[0, 0, 0, 0]}
    pools = {"M": torch.nn.functional.max_pool2d, "A": torch.nn.functional.avg_pool2d}
    for name, pool in pools.items():
        X = image(torch, p).requires_grad_()
        found[name] = pool(X, 2)[0, 0]
        upstream = torch.tensor(p["dY"], dtype=torch.float64)
        (gradient,) = torch.autograd.grad(found[name], X, upstream)
        found[f"D_{name}"] = gradient[0, 0]
    return found


def result(torch: Any, p: Any) -> Any:
    return torch.nn.functional.max_pool2d(p["X"][None, None], 2)[0, 0]


def image(torch: Any, p: Any) -> Any:
    return torch.tensor(p["X"], dtype=torch.float64)[None, None]
