"""Whether two values are the same but for rounding."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""Two numbers are the same within 1e-9 of the larger one, and within 1e-12 near zero."""


def is_same(right: Any, given: Any) -> bool:
    """Say whether two values have one shape and the same numbers, but for rounding."""
    if isinstance(right, (int, float)) and isinstance(given, (int, float)):
        # what follows takes ten times as long, and a run may have thousands of numbers
        return abs(right - given) <= ABSOLUTE + RELATIVE * max(abs(right), abs(given))
    if isinstance(right, dict) and isinstance(given, dict):
        return right.keys() == given.keys() and all(is_same(right[k], given[k]) for k in right)
    if isinstance(right, dict) or isinstance(given, dict) or np.shape(right) != np.shape(given):
        return False
    if isinstance(right, str) or isinstance(given, str):
        return bool(right == given)
    return not np.any(apart(right, given))


def is_proportional(right: Any, given: Any) -> bool:
    """Say whether two arrays come to the same once each is divided by its sums along an axis."""
    of, one = np.asarray(right), np.asarray(given)
    if not of.ndim or of.shape != one.shape or of.dtype.kind not in "if" or one.dtype.kind != "f":
        return False
    for axis in range(of.ndim):
        sums, written = (np.sum(each, axis=axis, keepdims=True) for each in (of, one))
        if np.all(sums > 0) and np.all(written > 0) and is_same(of / sums, one / written):
            return True
    return False


def apart(right: ArrayLike, given: ArrayLike) -> NDArray[np.bool_]:
    """Say of each two numbers in arrays of one shape whether more than rounding parts them."""
    of, one = np.asarray(right, dtype=float), np.asarray(given, dtype=float)
    allowed = ABSOLUTE + RELATIVE * np.maximum(np.abs(of), np.abs(one))
    return np.asarray(np.abs(of - one) > allowed)
