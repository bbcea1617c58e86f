"""Random picks made from numbers in [0, 1) alone: a seed means the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from quizcards.quiz.question import Chance

T = TypeVar("T")


def pick(items: Sequence[T], rng: Chance) -> T:
    """Return one of the items, each as likely as the others."""
    return items[int(rng.random() * len(items))]


def shuffled(items: Sequence[T], rng: Chance) -> list[T]:
    """Return the items in a random order."""
    keys = [rng.random() for _ in items]
    return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]


def derived(rng: Chance) -> int:
    """Return a seed for another generator, in [0, 2**53): as many bits as a float in [0, 1) has."""
    return int(rng.random() * 2**53)
