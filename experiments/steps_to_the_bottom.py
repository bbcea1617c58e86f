"""How many steps an optimiser takes down J = ½(h₁w₁² + h₂w₂²), each at the rates that are named.

`below_*` counts the steps until J is below 0.01 for the first time, from w = (−5, 1), with
h = (1, 25). `gd_*` and `momentum_*` count those until J is below 1e-6 from w = (1, 1), with
h = (1, κ), at the rates that theory gives: 2/(1 + κ) for gradient descent, and for momentum in
PyTorch's form α = 4/(1 + √κ)², β = ((√κ − 1)/(√κ + 1))² (Polyak 1964). `after_30_*` is J after 30
steps from w = (−5, 1), h = (1, 25), at those rates.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

START = np.array([-5.0, 1.0])
VALLEY = np.array([1.0, 25.0])
CONDITION_NUMBERS = (100, 1000)
MOST = 100_000


def run() -> dict[str, float]:
    """Return the counts, and the two costs after 30 steps."""
    overview = {
        "below_sgd_0.07": steps(START, VALLEY, 0.01, momentum(0.07, 0.0)),
        "below_rmsprop_0.05": steps(START, VALLEY, 0.01, rmsprop(0.05, 1.0)),
        "below_rmsprop_0.5_times_0.97": steps(START, VALLEY, 0.01, rmsprop(0.5, 0.97)),
        "below_adam_0.3": steps(START, VALLEY, 0.01, adam(0.3)),
        "below_adam_0.01": steps(START, VALLEY, 0.01, adam(0.01)),
    }
    for kappa in CONDITION_NUMBERS:
        h = np.array([1.0, kappa])
        overview[f"gd_{kappa}"] = steps(np.ones(2), h, 1e-6, momentum(2 / (1 + kappa), 0.0))
        overview[f"momentum_{kappa}"] = steps(np.ones(2), h, 1e-6, momentum(*polyak(kappa)))
    return {
        **overview,
        "after_30_gd": cost_after(30, momentum(2 / 26, 0.0)),
        "after_30_momentum": cost_after(30, momentum(*polyak(25))),
        "polyak_rate_25": polyak(25)[0],
        "polyak_beta_25": polyak(25)[1],
    }


FloatArray = NDArray[np.float64]
Update = Callable[[FloatArray, int], FloatArray]
"""The gradient of step t, counted from 1, to what is added to w."""


def steps(w: FloatArray, h: FloatArray, below: float, update: Update) -> int:
    """Return after how many steps J is below a bound for the first time."""
    for t in range(1, MOST):
        w = w + update(h * w, t)
        if np.sum(h * w**2) / 2 < below:
            return t
    raise ValueError("never below")


def cost_after(count: int, update: Update) -> float:
    """Return J after so many steps down the valley of condition number 25."""
    w = START
    for t in range(1, count + 1):
        w = w + update(VALLEY * w, t)
    return float(np.sum(VALLEY * w**2) / 2)


def polyak(kappa: float) -> tuple[float, float]:
    """Return the rate and β that are best for a condition number, in PyTorch's form."""
    root = np.sqrt(kappa)
    return float(4 / (1 + root) ** 2), float(((root - 1) / (root + 1)) ** 2)


def momentum(lr: float, beta: float) -> Update:
    """Return PyTorch's momentum; with β = 0 it is gradient descent."""
    v = np.zeros(2)

    def update(g: FloatArray, _: int) -> FloatArray:
        nonlocal v
        v = beta * v + g
        return -lr * v

    return update


def rmsprop(lr: float, factor: float) -> Update:
    """Return RMSprop with β = 0.9, whose rate is multiplied by `factor` after every step."""
    s = np.zeros(2)

    def update(g: FloatArray, t: int) -> FloatArray:
        nonlocal s
        s = 0.9 * s + 0.1 * g**2
        return -lr * factor ** (t - 1) * g / (np.sqrt(s) + 1e-8)

    return update


def adam(lr: float) -> Update:
    """Return Adam with the paper's defaults."""
    m, v = np.zeros(2), np.zeros(2)

    def update(g: FloatArray, t: int) -> FloatArray:
        nonlocal m, v
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        return -lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)

    return update
