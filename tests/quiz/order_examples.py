"""Small computations whose lines can be put in order, or cannot."""

from typing import Any

# ruff: noqa: RET504 (a line is there to be traced)


def chain(a: Any = 1.0) -> Any:
    b = a + 1
    c = b + 2
    d = c + 3
    e = d + 4
    return e


def chain_of_eight(a: Any = 1.0) -> Any:
    b = a + 1
    c = b + 2
    d = c + 3
    e = d + 4
    f = e + 5
    g = f + 6
    h = g + 7
    i = h + 8
    return i


def loop(w: Any = 1.0, steps: Any = 3) -> Any:
    for _ in range(steps):
        g = 2 * w
        v = g + 1
        u = v / 2
        w = w - u
    return w


def old_value(w: Any = 1.0) -> Any:
    g = 2 * w
    w = w - 1
    s = g + w
    t = 2 * s
    return t


def star(a: Any = 1.0) -> Any:
    b = a + 1
    c = a + 2
    d = a + 3
    s = b + c + d
    return s


def alike(w: Any = 1.0) -> Any:
    J = w * w
    w = w - J
    J = w * w
    s = J + w
    return s


def three(a: Any = 1.0) -> Any:
    b = a + 1
    c = b + 2
    d = c + 3
    return d
