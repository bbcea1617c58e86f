"""torch.nn.functional.layer_norm, rms_norm and batch_norm."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    tensors = {n: torch.tensor(p[n], dtype=torch.float64) for n in ("X", "gamma", "beta")}
    return {"Y": result(torch, {**p, **tensors})}


def result(torch: Any, p: Any) -> Any:
    functional, X, eps = torch.nn.functional, p["X"], torch.as_tensor(p["eps"]).item()
    if p["kind"] == "layer":
        return functional.layer_norm(X, X.shape[1:], p["gamma"], p["beta"], eps)
    if p["kind"] == "rms":
        return functional.rms_norm(X, X.shape[1:], p["gamma"], eps)
    return functional.batch_norm(X, None, None, p["gamma"], p["beta"], training=True, eps=eps)
