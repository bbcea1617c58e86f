"""torch.nn.functional.nll_loss, the decoder run token by token."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    P = torch.tensor(p["P"], dtype=torch.float64)
    forced, free = (decoded(torch, P, p["y"], forcing) for forcing in (True, False))
    return {"forced": forced, "free": free, "gap": free - forced}


def result(torch: Any, p: Any) -> Any:
    y = p["y"].detach().long()
    return decoded(torch, p["P"], y, False) - decoded(torch, p["P"], y, True)


def decoded(torch: Any, P: Any, y: Any, forcing: bool) -> Any:
    token, rows = 0, []
    for answer in y:
        rows.append(P[token].log())
        token = int(answer) if forcing else int(P[token].argmax())
    return torch.nn.functional.nll_loss(torch.stack(rows), torch.as_tensor(y).long())
