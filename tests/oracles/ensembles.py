"""The upper tail of SciPy's binomial distribution."""

from typing import Any

from scipy.stats import binom

AGAINST = "SciPy"


def expected(torch: Any, p: Any) -> Any:
    vote = binom.sf(p["n"] // 2, p["n"], p["p"])
    found = {"vote": vote, "together": vote + p["rho"] * (p["p"] - vote)}
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
