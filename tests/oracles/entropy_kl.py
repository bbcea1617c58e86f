"""scipy.stats.entropy of one distribution and of two, and torch.nn.functional.kl_div."""

from typing import Any

AGAINST = "SciPy, PyTorch"


def expected(torch: Any, p: Any) -> Any:
    from scipy import stats

    one, other = p["p"], p["q"]
    logits = torch.log(torch.tensor(other))
    return {
        "H": stats.entropy(one),
        "CE": torch.nn.functional.cross_entropy(logits, torch.tensor(one)),
        "KL": stats.entropy(one, other),
        "reverse": stats.entropy(other, one),
    }


def result(torch: Any, p: Any) -> Any:
    return torch.nn.functional.kl_div(torch.log(p["q"]), p["p"], reduction="sum")
