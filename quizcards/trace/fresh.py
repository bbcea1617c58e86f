"""Inputs of all kinds that a demo takes: always the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.trace.demo import Demo

DRAWN, MIXED = 8, 22
"""Inputs that the demo draws as for a question, and those mixed of them."""


def fresh_inputs(demo: Demo) -> list[dict[str, Any]]:
    """Return inputs of all kinds that a demo takes: always the same.

    Its defaults with each word that it may be given, inputs drawn as for a question, and mixtures:
    drawn ones are chosen for people who compute by hand, and may make different formulas agree.
    """
    default = demo.parameters
    drawn = [{**default, **demo.drawn(seed)} for seed in range(DRAWN)]
    found = [default, *drawn]
    for name, words in demo.choices.items():
        found += [{**one, name: word} for one in (default, *drawn[:2]) for word in words]
    rng = np.random.default_rng(DRAWN)
    found += [_mixed(demo, [default, *drawn], rng) for _ in range(MIXED)]
    return list(_checked(demo, found))


def _checked(demo: Demo, inputs: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in inputs:
        try:
            yield demo.checked(one)
        except QuizcardsError:  # a mixture may leave what a demo takes
            continue


def _mixed(
    demo: Demo, pool: Sequence[Mapping[str, Any]], rng: np.random.Generator
) -> dict[str, Any]:
    """Take each input from another of the pool; one that is never drawn changes."""
    mixed: dict[str, Any] = {}
    for name, default in demo.parameters.items():
        value = pool[int(rng.integers(len(pool)))][name]
        if name in demo.choices:
            words = list(demo.choices[name])
            value = words[int(rng.integers(len(words)))]
        elif np.ndim(default) == 0 and all(one[name] == default for one in pool):
            by = rng.uniform(0.5, 1)
            value = default + int(rng.integers(3)) if isinstance(default, int) else default * by
        mixed[name] = value
    return mixed
