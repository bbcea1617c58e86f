"""안쪽 고리와 *별표*: a demo whose notes are full of markup, for the exporter."""

# ruff: noqa: B008 - every line is there to be traced
# fmt: off

from typing import Any

import numpy as np

from quizcards.trace.demo import Demo
from quizcards.trace.picture import Bars


def nested(x: Any=np.array([1.0, -2.0]), n: Any=2) -> Any:
    norm = np.abs(x[0]) + np.abs(x[1])  # |x|₁ = Σ|xᵢ|, `code` & *emphasis* <b>
    total = 0
    for i in range(n):
        row = i * norm  # one | two
        for j in range(n):
            total = total + row - j
    return total


DEMO = Demo(nested, {}, lambda _rng: {}, (), (), lambda _trace: Bars("", ()), {})
