"""torch.nn.TransformerEncoderLayer with one head, without biases and dropout."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    tensors = {n: torch.tensor(p[n], dtype=torch.float64) for n in ("X", "W_V", "W1", "W2")}
    return {"Y": result(torch, {**p, **tensors})}


def result(torch: Any, p: Any) -> Any:
    d, hidden = p["W1"].shape
    layer = torch.nn.TransformerEncoderLayer(
        d,
        nhead=1,
        dim_feedforward=hidden,
        dropout=0.0,
        layer_norm_eps=torch.as_tensor(p["eps"]).item(),
        batch_first=True,
        norm_first=p["placement"] == "pre",
        bias=False,
        dtype=torch.float64,
    )
    one = torch.eye(d, dtype=torch.float64)
    weights = {
        "self_attn.in_proj_weight": torch.cat([one, one, p["W_V"].T]),
        "self_attn.out_proj.weight": one,
        "linear1.weight": p["W1"].T,
        "linear2.weight": p["W2"].T,
    }
    return torch.func.functional_call(layer, weights, (p["X"][None],))[0]
