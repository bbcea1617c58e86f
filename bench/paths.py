"""A thousand steps of the demos' optimisers beside torch.optim, on the same parabolas whose lowest
points jitter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch

from quizcards import demos

STEPS = 1000
WEIGHTS = 20
STATE = ("m", "v", "s")
"""What optimisers remember from step to step: both moments, and the mean of squares."""

PATHS: Mapping[str, tuple[str, Mapping[str, Any], Any]] = {
    "gradient descent": ("gradient-descent", {"lr": 0.01}, lambda w: torch.optim.SGD([w], lr=0.01)),
    "momentum, PyTorch's": (
        "momentum",
        {"lr": 0.01, "beta": 0.9, "convention": "pytorch"},
        lambda w: torch.optim.SGD([w], lr=0.01, momentum=0.9),
    ),
    "momentum, the course's": (
        "momentum",
        {"lr": 0.01, "beta": 0.9, "convention": "ng"},
        lambda w: torch.optim.SGD([w], lr=0.01 * (1 - 0.9), momentum=0.9),
    ),
    "RMSprop": (
        "rmsprop",
        {"lr": 0.01, "beta": 0.9, "eps": 1e-8},
        lambda w: torch.optim.RMSprop([w], lr=0.01, alpha=0.9, eps=1e-8),
    ),
    "Adam": ("adam", {"lr": 0.01}, lambda w: torch.optim.Adam([w], lr=0.01)),
    "Adam with L2": (
        "adamw",
        {"lr": 0.01, "lam": 0.1, "method": "adam_l2"},
        lambda w: torch.optim.Adam([w], lr=0.01, weight_decay=0.1),
    ),
    "AdamW": (
        "adamw",
        {"lr": 0.01, "lam": 0.1, "method": "adamw"},
        lambda w: torch.optim.AdamW([w], lr=0.01, weight_decay=0.1),
    ),
}
"""A title -> the demo, its settings, and the optimiser of PyTorch that should go the same way."""


def path_differences(title: str) -> Iterator[float]:
    """Yield after each step how far apart the weights are, relative to the largest weight.

    Both follow their own gradients.
    """
    name, settings, optimizer_of = PATHS[title]
    rng = np.random.default_rng(0)
    start = rng.normal(size=WEIGHTS) * 3
    targets = rng.normal(size=(STEPS, WEIGHTS)) + rng.normal(size=WEIGHTS)
    theirs = torch.tensor(start, requires_grad=True)
    optimizer = optimizer_of(theirs)
    for ours, target in zip(_walked(name, settings, start, targets), targets, strict=True):
        optimizer.zero_grad()
        torch.autograd.backward(((theirs - torch.tensor(target)) ** 2).sum())
        optimizer.step()
        other = theirs.detach().numpy()
        yield float(np.max(np.abs(ours - other)) / np.max(np.abs(other)))


def _walked(name: str, settings: Mapping[str, Any], w: Any, targets: Any) -> Iterator[Any]:
    """Yield a demo's weights after each step, each step a run that begins where the last one
    ended.
    """
    demo = demos.load(name)
    state = {kept: np.zeros_like(w) for kept in STATE if kept in demo.parameters}
    for t, target in enumerate(targets, start=1):
        known = {
            "w": w,
            "g": 2 * (w - target),
            "target": target,
            "t": t,
            "steps": 1,
            **settings,
            **state,
        }
        run = demo.traced(
            {key: value for key, value in known.items() if key in demo.parameters}, {}
        )
        w, state = run["w"], {kept: run[kept] for kept in state}
        yield w
