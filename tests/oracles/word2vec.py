"""torch.nn.functional.logsigmoid of the dot products, and a step of torch.optim.SGD."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    p = {name: torch.tensor(value, dtype=torch.float64) for name, value in p.items()}
    v = p["v"].requires_grad_()
    loss = negative_sampling(torch, v, p["u"], p["N"])
    loss.backward()
    before = v.detach().clone()
    torch.optim.SGD([v], lr=p["lr"].item()).step()
    return {
        "p": torch.sigmoid(p["u"].dot(before)),
        "q": torch.sigmoid(torch.mv(p["N"], before)),
        "loss": loss,
        "dv": v.grad,
        "v": v,
    }


def result(torch: Any, p: Any) -> Any:
    v = p["v"].clone()
    loss = negative_sampling(torch, v, p["u"], p["N"])
    return v - p["lr"] * torch.autograd.grad(loss, v, create_graph=True)[0]


def negative_sampling(torch: Any, v: Any, u: Any, N: Any) -> Any:
    logsigmoid = torch.nn.functional.logsigmoid
    return -logsigmoid(u.dot(v)) - logsigmoid(-torch.mv(N, v)).sum()
