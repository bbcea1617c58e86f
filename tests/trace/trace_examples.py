"""Functions to trace, each written for one thing. The tracer reads their source from this file."""

# ruff: noqa: ARG001, B007, B008, F841, RET504, RUF059, SIM108 - every line is there to be traced
# fmt: off

import numpy as np

SCALE = 10


def straight(a=2, b=3):
    """A docstring is no step."""
    total = a + b  # the sum
    product = (
        total * a
    )  # the product
    text = "# no comment"
    return product


def growing(x=np.array([1.0, 2.0])):
    y = x * SCALE
    kept = [y]
    y = y + 1
    old = kept.append(y)
    return y


def looping(w=8, rounds=3):
    for t in range(rounds):
        w = w / 2
    last = w
    return last


def nested(n=2):
    total = 0
    for i in range(n):
        row = i
        for j in range(n):
            total = total + row * j
        after = total
    return after


def early(w=1, limit=4):
    for t in range(10):
        w = w * 2
        if w >= limit:
            return w
    return w


def branching(x=1.0):
    if x > 0:
        y = x  # positive
    else:
        y = -x  # negative
    return y


def swapping(a=1, b=2):
    a, b = b, a + b
    low, high = np.sort([a, b])
    return a


def changes_its_argument(x=np.zeros(2)):
    y = x.fill(7.0)
    return x


def twice_assigned(x=3):
    y = x + 1
    y = y * 2
    z = y
    return z


def unneeded(a=1, b=2, c=3):
    p = a + 1
    q = b + p
    unused = c
    p = q * 2
    return p


def forgotten(a=1, b=2):
    p = a + 1
    q = p * 2
    q = b
    return q


def no_default(x):
    y = x + 1
    return y


def augmented(x=1):
    x += 1
    return x


def looping_while(x=3):
    while x > 0:
        x = x - 1
    return x


def item(x=np.zeros(2)):
    x[0] = 1
    return x


def item_in_a_tuple(x=np.zeros(2)):
    y, x[0] = 1, 2
    return x


def annotated(x=1):
    y: int = x
    return y


def chained(x=1):
    y = z = x
    return y


def printing(x=1):
    print(x)
    return x


def importing(x=1):
    import math

    return math.sqrt(x)


def defining(x=1):
    def inner(y):
        return y

    return inner(x)


def with_else(x=1):
    for t in range(x):
        y = t
    else:
        y = x
    return y


def over_pairs(x=1):
    for i, t in enumerate([x]):
        y = t
    return y


def trying(x=1):
    try:
        y = x
    finally:
        y = 0
    return y


def every_kind(w=1.0, n=2, x=np.array([1.0, 2.0]), m=np.array([[1.0, 2.0], [3.0, 4.0]]), rule="mean"):
    y = w * x
    z = np.sum(y) / n if rule == "sum" else np.mean(y)
    return z


def breaking(a=1.0, b=1.0):
    r = a / b
    root = np.sqrt(r)
    return root
