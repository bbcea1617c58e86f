"""The resamples listed by itertools, their statistics by Python's statistics module."""

from typing import Any

AGAINST = "an enumeration"


def expected(_torch: Any, p: Any) -> Any:
    from itertools import product
    from statistics import fmean, median, pstdev

    x = [float(one) for one in p["x"]]
    resamples = [*product(x, repeat=len(x))]
    medians = [median(one) for one in resamples]
    return {
        "se": pstdev([fmean(one) for one in resamples]),
        "bias": fmean(medians) - median(x),
        "spread": pstdev(medians),
    }
