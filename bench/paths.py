"""A thousand steps of the demos' optimisers beside torch.optim.

Both go down the same parabolas, whose lowest points jitter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from quizcards import demos

FloatArray = NDArray[np.float64]
STEPS = 1000
WEIGHTS = 20
STATE = ("m", "v", "s")
"""What optimisers remember from step to step: both moments, and the mean of squares."""


class Optimiser(NamedTuple):
    """A demo with its settings, and the optimiser of PyTorch that should go the same way."""

    demo: str
    settings: Mapping[str, object]
    theirs: Callable[[torch.Tensor], torch.optim.Optimizer]


PATHS = {
    "gradient descent": Optimiser(
        "gradient-descent", {"lr": 0.01}, lambda w: torch.optim.SGD([w], lr=0.01)
    ),
    "momentum, PyTorch's": Optimiser(
        "momentum",
        {"lr": 0.01, "beta": 0.9, "convention": "pytorch"},
        lambda w: torch.optim.SGD([w], lr=0.01, momentum=0.9),
    ),
    "momentum, the course's": Optimiser(
        "momentum",
        {"lr": 0.01, "beta": 0.9, "convention": "ng"},
        lambda w: torch.optim.SGD([w], lr=0.01 * (1 - 0.9), momentum=0.9),
    ),
    "RMSprop": Optimiser(
        "rmsprop",
        {"lr": 0.01, "beta": 0.9, "eps": 1e-8},
        lambda w: torch.optim.RMSprop([w], lr=0.01, alpha=0.9, eps=1e-8),
    ),
    "Adam": Optimiser("adam", {"lr": 0.01}, lambda w: torch.optim.Adam([w], lr=0.01)),
    "Adam with L2": Optimiser(
        "adamw",
        {"lr": 0.01, "lam": 0.1, "method": "adam_l2"},
        lambda w: torch.optim.Adam([w], lr=0.01, weight_decay=0.1),
    ),
    "AdamW": Optimiser(
        "adamw",
        {"lr": 0.01, "lam": 0.1, "method": "adamw"},
        lambda w: torch.optim.AdamW([w], lr=0.01, weight_decay=0.1),
    ),
}
"""The optimisers by their titles."""


def path_differences(title: str) -> Iterator[float]:
    """Yield after each step how far apart the weights are, relative to the largest weight.

    Both follow their own gradients.
    """
    optimiser = PATHS[title]
    rng = np.random.default_rng(0)
    start = rng.normal(size=WEIGHTS) * 3
    targets = rng.normal(size=(STEPS, WEIGHTS)) + rng.normal(size=WEIGHTS)
    theirs = torch.tensor(start, requires_grad=True)
    torch_optimiser = optimiser.theirs(theirs)
    walked = _walked(optimiser.demo, optimiser.settings, start, targets)
    for ours, target in zip(walked, targets, strict=True):
        torch_optimiser.zero_grad()
        torch.autograd.backward(((theirs - torch.tensor(target)) ** 2).sum())
        torch_optimiser.step()
        other = theirs.detach().numpy()
        yield float(np.max(np.abs(ours - other)) / np.max(np.abs(other)))


def _walked(
    name: str, settings: Mapping[str, object], w: FloatArray, targets: FloatArray
) -> Iterator[FloatArray]:
    """Yield a demo's weights (WEIGHTS,) after each step.

    Each step is a run that begins where the last one ended.
    """
    demo = demos.load(name)
    state = {kept: np.zeros_like(w) for kept in STATE if kept in demo.parameters}
    for t, target in enumerate(targets, start=1):
        known = {"w": w, "g": 2 * (w - target), "target": target, "t": t, "steps": 1}
        known |= {**settings, **state}
        inputs = {key: value for key, value in known.items() if key in demo.parameters}
        run = demo.traced(inputs, {})
        w = run["w"]
        state = {kept: run[kept] for kept in state}
        yield w
