"""Two 95 % intervals for a coin that fell heads 7 times in 10 (bayesian-vs-frequentist).

Clopper and Pearson's confidence interval ends where the data would be as extreme as they are in
2.5 %; the credible interval under a flat prior holds the middle 95 % of Beta(8, 4). Both are
quantiles of beta distributions with whole parameters, found by halving from binomial sums.
"""

from __future__ import annotations

from math import comb

HEADS = 7
TOSSES = 10
TAIL = 0.025
HALVINGS = 60


def run() -> dict[str, float]:
    """Return both ends of both intervals, and how often heads would lie above one half."""
    k, n = HEADS, TOSSES
    return {
        "exact_low": quantile(TAIL, k, n - k + 1),
        "exact_high": quantile(1 - TAIL, k + 1, n - k),
        "credible_low": quantile(TAIL, k + 1, n - k + 1),
        "credible_high": quantile(1 - TAIL, k + 1, n - k + 1),
        "above_half": 1 - below(0.5, k + 1, n - k + 1),
    }


def below(x: float, a: int, b: int) -> float:
    """Return the probability of Beta(a, b) below x.

    It is that of a successes or more in a + b - 1 trials.
    """
    trials = a + b - 1
    return sum(comb(trials, i) * x**i * (1 - x) ** (trials - i) for i in range(a, trials + 1))


def quantile(share: float, a: int, b: int) -> float:
    """Return where Beta(a, b) has this share below."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, a, b) < share else (low, middle)
    return low
