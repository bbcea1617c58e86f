"""SGD on the data loss with λ·|w| by autograd; the proximal step is F.softshrink."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w = torch.tensor(p["w"], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=p["lr"])
    proximal = p["method"] == "proximal"
    for _ in range(p["steps"]):
        optimizer.zero_grad()
        loss = (p["g"] * w).sum()
        (loss if proximal else loss + p["lam"] * w.abs().sum()).backward()
        optimizer.step()
        if proximal:
            w.data = torch.nn.functional.softshrink(w.data, p["lr"] * p["lam"])
    return {"w": w}
