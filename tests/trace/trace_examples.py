"""Functions to trace, each written for one thing. The tracer reads their source from this file."""

# ruff: noqa: ARG001, B007, B008, F841, RET504, RUF059, SIM108 - every line is there to be traced
# fmt: off

from typing import Any

import numpy as np

SCALE = 10


def straight(a: Any=2, b: Any=3) -> Any:
    """A docstring is no step."""
    total = a + b  # the sum
    product = (
        total * a
    )  # the product
    text = "# no comment"
    return product


def growing(x: Any=np.array([1.0, 2.0])) -> Any:
    y = x * SCALE
    kept = [y]
    y = y + 1
    old = len(kept.__iadd__([y]))
    return y


def looping(w: Any=8, rounds: Any=3) -> Any:
    for t in range(rounds):
        w = w / 2
    last = w
    return last


def nested(n: Any=2) -> Any:
    total = 0
    for i in range(n):
        row = i
        for j in range(n):
            total = total + row * j
        after = total
    return after


def early(w: Any=1, limit: Any=4) -> Any:
    for t in range(10):
        w = w * 2
        if w >= limit:
            return w
    return w


def branching(x: Any=1.0) -> Any:
    if x > 0:
        y = x  # positive
    else:
        y = -x  # negative
    return y


def swapping(a: Any=1, b: Any=2) -> Any:
    a, b = b, a + b
    low, high = np.sort([a, b])
    return a


def changes_its_argument(x: Any=np.zeros(2)) -> Any:
    y = x.fill(7.0)
    return x


def twice_assigned(x: Any=3) -> Any:
    y = x + 1
    y = y * 2
    z = y
    return z


def unneeded(a: Any=1, b: Any=2, c: Any=3) -> Any:
    p = a + 1
    q = b + p
    unused = c
    p = q * 2
    return p


def forgotten(a: Any=1, b: Any=2) -> Any:
    p = a + 1
    q = p * 2
    q = b
    return q


def no_default(x: Any) -> Any:
    y = x + 1
    return y


def augmented(x: Any=1) -> Any:
    x += 1
    return x


def looping_while(x: Any=3) -> Any:
    while x > 0:
        x = x - 1
    return x


def item(x: Any=np.zeros(2)) -> Any:
    x[0] = 1
    return x


def item_in_a_tuple(x: Any=np.zeros(2)) -> Any:
    y, x[0] = 1, 2
    return x


def annotated(x: Any=1) -> Any:
    y: int = x
    return y


def chained(x: Any=1) -> Any:
    y = z = x
    return y


def printing(x: Any=1) -> Any:
    print(x)
    return x


def importing(x: Any=1) -> Any:
    import math

    return math.sqrt(x)


def defining(x: Any=1) -> Any:
    def inner(y: Any) -> Any:
        return y

    return inner(x)


def while_else(x: Any=3) -> Any:
    while x > 0:
        x = x - 1
    else:
        x = 9
    return x


def with_else(x: Any=1) -> Any:
    for t in range(x):
        y = t
    else:
        y = x
    return y


def over_pairs(x: Any=1) -> Any:
    for i, t in enumerate([x]):
        y = t
    return y


def trying(x: Any=1) -> Any:
    try:
        y = x
    finally:
        y = 0
    return y


def every_kind(
    w: Any=1.0, n: Any=2, x: Any=np.array([1.0, 2.0]), m: Any=np.array([[1.0, 2.0], [3.0, 4.0]]),
    rule: Any="mean", text: Any="a bc",
) -> Any:
    y = w * x
    z = np.sum(y) / n if rule == "sum" else np.mean(y)
    return z


def breaking(a: Any=1.0, b: Any=1.0) -> Any:
    r = a / b
    root = np.sqrt(r)
    return root
