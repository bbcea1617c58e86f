"""Grading of numbers: a tolerance that a person can predict."""

from __future__ import annotations

from typing import Any

import numpy as np

RELATIVE = 2e-3
"""A number is right within 0.2 %: three digits suffice, a power of ten or a sign never does."""

ZERO_LEVEL = 1e-9
"""Below this size a right answer counts as 0, and the tolerance no longer shrinks with it."""


def accepts(given: Any, right: Any) -> bool:
    """Say whether a number, or every element of an array, is right within the tolerance. Shapes must agree."""
    if np.shape(given) != np.shape(right):
        return False
    allowed = RELATIVE * np.maximum(np.abs(right), ZERO_LEVEL)
    return bool(np.all(np.abs(np.asarray(given, dtype=float) - right) <= allowed))
