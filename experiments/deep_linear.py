"""One weight and a product of two take different paths to the same goal (nonlinear-activation).

The loss is (prediction − 3)²/2, the learning rate 0.05. The prediction is w, from 0.01, or
u·v, both from 0.1: the same prediction at the start. Counted are the steps until it is closer
than 0.01 to 3.
"""

from __future__ import annotations

GOAL = 3.0
RATE = 0.05
NEAR = 0.01
START = 0.1


def run() -> dict[str, float]:
    """Return the steps that one weight takes, and those of a product of two."""
    w, single = START**2, 0
    while abs(w - GOAL) >= NEAR:
        w -= RATE * (w - GOAL)
        single += 1
    u = v = START
    product = 0
    while abs(u * v - GOAL) >= NEAR:
        error = u * v - GOAL
        u, v = u - RATE * error * v, v - RATE * error * u
        product += 1
    return {"rate": RATE, "near": NEAR, "start": START, "single": single, "product": product}
