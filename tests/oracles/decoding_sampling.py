"""torch.softmax with a temperature, cut over the sorted tokens as samplers of libraries do it."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    probabilities = torch.softmax(torch.tensor(p["z"], dtype=torch.float64) / p["T"], dim=0)
    falling, order = torch.sort(probabilities, descending=True)
    is_kept = {
        "top_p": torch.cumsum(falling, dim=0) - falling < p["p"],
        "top_k": torch.arange(len(falling)) < p["k"],
        "min_p": falling >= p["c"] * falling[0],
    }[p["rule"]]
    left = torch.zeros_like(probabilities)
    left[order[is_kept]] = falling[is_kept] / falling[is_kept].sum()
    return {"P": probabilities, "Q": left}
