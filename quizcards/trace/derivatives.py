"""Vector-Jacobian products of NumPy's functions.

Each rule computes a function's value, and how a gradient flows back to each of its arguments.

At a kink the convention is PyTorch's. |x| has slope 0 at 0. What ties for a maximum or minimum
shares the gradient evenly, as in torch.amax and torch.maximum; but where it ties with a constant,
as in max(0, z), the constant takes it all: ReLU has slope 0 at 0, as torch.relu.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from quizcards.trace.arrays import BoolArray, FloatArray

Pullback = Callable[[FloatArray], FloatArray]
"""From a value's gradient, in the value's shape, to the gradient of one of its arguments.

Where an argument was broadcast its gradient is too: summing it is the tape's work.
"""

Pulled = tuple[FloatArray, tuple[Pullback | None, ...]]
"""A value, and a pullback for each argument; None for one that has no gradient."""

Rule = Callable[..., Pulled]
"""From arguments and keywords to the value with its pullbacks."""

CONSTANT = frozenset(
    """size shape zeros ones zeros_like ones_like eye tri arange sign floor ceil round argmax
    argmin""".split()
)
"""Functions whose derivative is zero wherever it exists, or that look only at the shape."""

OPTIONS = frozenset(("axis", "keepdims", "ddof"))
"""Keywords that the rules understand."""

BOUNDS = frozenset(("maximum", "minimum"))
"""Functions whose rules are told what the first argument gets where both are equal.

`tie` is its share of the gradient.
"""


def _elementwise(
    function: Callable[[FloatArray], FloatArray],
    derivative: Callable[[FloatArray, FloatArray], FloatArray],
) -> Rule:
    """Return the rule of a function from its derivative, given the argument x and the value y."""

    def rule(x: FloatArray) -> Pulled:
        value = function(x)

        def back(g: FloatArray) -> FloatArray:
            # the slope of a root at 0 is infinite, and no warning's business
            with np.errstate(all="ignore"):
                return g * derivative(x, value)

        return value, (back,)

    return rule


def _sum(x: FloatArray, **options: Any) -> Pulled:
    return np.sum(x, **options), (lambda g: _expanded(g, x, options),)


def _mean(x: FloatArray, **options: Any) -> Pulled:
    value = np.mean(x, **options)
    return value, (lambda g: _expanded(g, x, options) * np.size(value) / np.size(x),)


def _extreme(function: Callable[..., FloatArray]) -> Rule:
    """Return the rule of a maximum or minimum over axes."""

    def rule(x: FloatArray, **options: Any) -> Pulled:
        value = function(x, **options)
        wins = np.equal(x, _expanded(value, x, options))
        return value, (lambda g: _expanded(g / np.sum(wins, **options), x, options) * wins,)

    return rule


def _var(x: FloatArray, **options: Any) -> Pulled:
    value, back = _variance(x, **options)
    return value, (back,)


def _std(x: FloatArray, **options: Any) -> Pulled:
    variance, back = _variance(x, **options)
    value = np.sqrt(variance)
    return value, (lambda g: back(g / (2 * value)),)


def _variance(x: FloatArray, ddof: int = 0, **options: Any) -> tuple[FloatArray, Pullback]:
    value = np.var(x, ddof=ddof, **options)
    centred = x - _expanded(np.mean(x, **options), x, options)
    count = np.size(x) / np.size(value) - ddof
    return value, lambda g: _expanded(g, x, options) * 2 * centred / count


def _expanded(g: FloatArray, x: FloatArray, options: Mapping[str, Any]) -> FloatArray:
    """Return what belongs to a reduction's value in the shape of what was reduced."""
    axis = options.get("axis")
    kept = g if axis is None or options.get("keepdims") else np.expand_dims(g, axis)
    return np.broadcast_to(kept, np.shape(x))


def _bound(function: Callable[..., FloatArray], wins: Callable[..., BoolArray]) -> Rule:
    """Return the rule of the larger or smaller of two; `wins` says where it is the first."""

    def rule(x: FloatArray, y: FloatArray, tie: float) -> Pulled:
        share = np.where(np.equal(x, y), tie, wins(x, y))
        return function(x, y), (lambda g: g * share, lambda g: g * (1 - share))

    return rule


def _where(chosen: BoolArray, x: FloatArray, y: FloatArray) -> Pulled:
    return np.where(chosen, x, y), (
        None,
        lambda g: np.where(chosen, g, 0.0),
        lambda g: np.where(chosen, 0.0, g),
    )


def matmul(x: FloatArray, y: FloatArray) -> Pulled:
    """Return the rule of x @ y, of vectors or matrices."""

    def left(g: FloatArray) -> FloatArray:
        if np.ndim(y) == 1:
            return np.multiply.outer(g, y)
        return g @ y.T if np.ndim(x) > 1 else y @ g

    def right(g: FloatArray) -> FloatArray:
        return np.multiply.outer(x, g) if np.ndim(x) == 1 else x.T @ g

    return x @ y, (left, right)


def vstack(*blocks: FloatArray) -> Pulled:
    """Return the rule of blocks of rows, one above the other; a vector is one row."""
    ends = np.cumsum([len(np.atleast_2d(block)) for block in blocks])

    def back(block: FloatArray, end: int) -> Pullback:
        start = end - len(np.atleast_2d(block))
        return lambda g: np.reshape(g[start:end], np.shape(block))

    return np.vstack(blocks), tuple(map(back, blocks, ends))


def _solve(a: FloatArray, b: FloatArray) -> Pulled:
    """Return the rule of the x for which a @ x = b (Giles 2008, section 2.3.1)."""
    value = _solution(a, b)

    def left(g: FloatArray) -> FloatArray:
        back = _solution(a.T, g)
        return -np.outer(back, value) if np.ndim(b) == 1 else -back @ value.T

    return value, (left, lambda g: _solution(a.T, g))


def _solution(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.solve(a, b), dtype=float)


def _eigvalsh(a: FloatArray) -> Pulled:
    value, vectors = np.linalg.eigh(a)
    return value, (lambda g: (vectors * g) @ vectors.T,)


def _pad(x: FloatArray, widths: int) -> Pulled:
    starts = np.broadcast_to(widths, (np.ndim(x), 2))[:, 0]
    inner = tuple(
        slice(start, start + size) for start, size in zip(starts, np.shape(x), strict=True)
    )
    return np.pad(x, widths), (lambda g: g[inner], None)


RULES: Mapping[tuple[str, int], Rule] = {
    ("exp", 1): _elementwise(np.exp, lambda _, y: y),
    ("log", 1): _elementwise(np.log, lambda x, _: 1 / x),
    ("log1p", 1): _elementwise(np.log1p, lambda x, _: 1 / (1 + x)),
    ("expm1", 1): _elementwise(np.expm1, lambda _, y: y + 1),
    ("sqrt", 1): _elementwise(np.sqrt, lambda _, y: 0.5 / y),
    ("square", 1): _elementwise(np.square, lambda x, _: 2 * x),
    ("abs", 1): _elementwise(np.abs, lambda x, _: np.sign(x)),
    ("tanh", 1): _elementwise(np.tanh, lambda _, y: 1 - y**2),
    ("sin", 1): _elementwise(np.sin, lambda x, _: np.cos(x)),
    ("cos", 1): _elementwise(np.cos, lambda x, _: -np.sin(x)),
    ("sum", 1): _sum,
    ("mean", 1): _mean,
    ("max", 1): _extreme(np.max),
    ("min", 1): _extreme(np.min),
    ("var", 1): _var,
    ("std", 1): _std,
    ("maximum", 2): _bound(np.maximum, np.greater),
    ("minimum", 2): _bound(np.minimum, np.less),
    ("where", 3): _where,
    ("dot", 2): matmul,
    ("pad", 2): _pad,
    ("linalg.solve", 2): _solve,
    ("linalg.eigvalsh", 1): _eigvalsh,
}
"""A function of np and how many arguments it is given -> its rule."""
