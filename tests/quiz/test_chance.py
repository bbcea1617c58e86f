"""Picking and shuffling by a seed: fair, and the same on every machine."""

import random
from collections import Counter

import pytest

from quizcards.quiz.chance import derived, pick, shuffled

FIVE_DEVIATIONS = 5 * (6000 * 1 / 6 * 5 / 6) ** 0.5


def test_every_item_is_picked_equally_often() -> None:
    rng = random.Random(0)
    found = Counter(pick("abcdef", rng) for _ in range(6000))
    assert all(abs(found[letter] - 1000) < FIVE_DEVIATIONS for letter in "abcdef")


def test_every_order_comes_equally_often() -> None:
    rng = random.Random(0)
    found = Counter("".join(shuffled("abc", rng)) for _ in range(6000))
    assert len(found) == 6
    assert all(abs(times - 1000) < FIVE_DEVIATIONS for times in found.values())


class Numbers:
    """Chance that gives these numbers."""

    def __init__(self, *numbers: float) -> None:
        self.random = iter(numbers).__next__


@pytest.mark.parametrize(
    ("number", "item"), [(0.0, "a"), (0.49, "a"), (0.5, "b"), (1 - 2**-53, "b")]
)
def test_picking_takes_no_more_than_one_number(number: float, item: str) -> None:
    assert pick("ab", Numbers(number)) == item


def test_shuffling_sorts_by_one_number_each() -> None:
    assert shuffled("abc", Numbers(0.5, 0.9, 0.1)) == ["c", "a", "b"]


def test_derived_seeds_differ() -> None:
    rng = random.Random(0)
    assert len({derived(rng) for _ in range(1000)}) == 1000
