"""torch's kl_div of log_softmax and cross_entropy, their gradient by autograd."""

from typing import Any


def parts(torch: Any, p: Any) -> tuple[Any, Any]:
    functional = torch.nn.functional
    teacher = functional.log_softmax(p["z_t"] / p["T"], dim=0)
    student = functional.log_softmax(p["z_s"] / p["T"], dim=0)
    kl = functional.kl_div(student, teacher, reduction="sum", log_target=True)
    return kl, functional.cross_entropy(p["z_s"], p["y"])


def result(torch: Any, p: Any) -> Any:
    kl, ce = parts(torch, p)
    return p["alpha"] * p["T"] ** 2 * kl + (1 - p["alpha"]) * ce


def expected(torch: Any, p: Any) -> Any:
    tensors = {name: torch.tensor(p[name], dtype=torch.float64) for name in p}
    tensors["z_s"].requires_grad_()
    kl, ce = parts(torch, tensors)
    loss = result(torch, tensors)
    return {
        "p_t": torch.softmax(tensors["z_t"] / tensors["T"], dim=0),
        "kl": kl,
        "ce": ce,
        "L": loss,
        "dz": torch.autograd.grad(loss, tensors["z_s"])[0],
    }
