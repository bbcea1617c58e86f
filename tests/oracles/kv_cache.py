"""torch.nn.functional.scaled_dot_product_attention of one query over the whole sequence."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    tensors = {name: torch.tensor(p[name], dtype=torch.float64) for name in p if name != "d_h"}
    return {"y": result(torch, {**p, **tensors})}


def result(torch: Any, p: Any) -> Any:
    def heads(rows: Any) -> Any:
        """Return the columns of each head: of (tokens, d) the shape (1, heads, tokens, d_h)."""
        return rows.reshape(1, len(rows), -1, int(p["d_h"])).transpose(1, 2)

    query, key, value = (p["x"] @ p[name] for name in ("W_Q", "W_K", "W_V"))
    keys, values = torch.vstack((p["K0"], key)), torch.vstack((p["V0"], value))
    attention = torch.nn.functional.scaled_dot_product_attention
    return attention(heads(query[None]), heads(keys), heads(values)).flatten()
