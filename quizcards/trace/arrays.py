"""Types of what is computed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
"""Of any shape; in arithmetic a plain number counts as an array without axes."""

BoolArray = NDArray[np.bool_]

Numbers = float | FloatArray
"""A number, or an array of them."""

Column = Sequence[float] | FloatArray | NDArray[np.int_]
"""Numbers in a row, of shape (n,)."""
