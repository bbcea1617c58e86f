"""The formula with weights over subsets, in place of orders."""

from itertools import combinations
from math import factorial
from typing import Any

AGAINST = "enumeration"


def share(p: Any, i: int) -> Any:
    """Sum what feature i adds to each set of the others, weighed as Shapley weighs it."""

    def f(known: tuple[int, ...]) -> Any:
        a, b = (p[f"x{j}"] if j in known else p[f"z{j}"] for j in (1, 2))
        return p["w1"] * a + p["w2"] * b + p["w12"] * a * b

    others = [j for j in (1, 2) if j != i]
    sets = [s for size in range(len(others) + 1) for s in combinations(others, size)]
    weights = [factorial(len(s)) * factorial(1 - len(s)) / factorial(2) for s in sets]
    return sum(w * (f((*s, i)) - f(s)) for w, s in zip(weights, sets, strict=True))


def expected(torch: Any, p: Any) -> Any:
    return {f"phi{i}": torch.tensor(share(p, i), dtype=torch.float64) for i in (1, 2)}
