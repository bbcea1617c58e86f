"""What a card said when it was shown, in 40 characters.

That is enough to tell later whether it says the same, nearly so, or something else.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise

from quizcards.memory.replay import live
from quizcards.model import Card, Event

FAR = 18
"""From this many different bits (of 64) on, two texts say different things.

Measured on the shipped cards: 1,172 of the 1,176 pairs of different cards are so far apart in both
question and answer, and 3 of 20,000 cards lightly edited in both (typos, particles, one word in
ten, a sentence more or less, another politeness). tests/study/test_wording.py measures it again.
"""
_IS_WORDING = re.compile("[0-9a-f]{40}").fullmatch
_BITS = range(64)
_MASK = 2**64 - 1


def shown_hash(card: Card) -> str:
    """Return a short hash of what the learner saw (CRC-32, 8 hex digits)."""
    text = "\0".join(
        (card.question, card.answer, *(point.point for point in card.key_points), *card.formula)
    )
    return f"{zlib.crc32(text.encode()):08x}"


def wording(card: Card) -> str:
    """Return the hash of what the learner saw, and sketches of question and answer.

    Each sketch has 16 hex digits.
    """
    return f"{shown_hash(card)}{_simhash(card.question):016x}{_simhash(card.answer):016x}"


def last_shown(history: Sequence[Event], whole: bool = True) -> str | None:
    """Return how the card was worded at its newest answer that still holds and says so.

    Of a card that was started afresh only what came after counts. With `whole` a hash without
    sketches says nothing.
    """
    for event in live(reversed(history)):
        if event.kind == "restart":
            return None
        if event.shown and (_IS_WORDING(event.shown) or not whole):
            return event.shown
    return None


def distances(one: str, other: str) -> tuple[int, int]:
    """Return how many bits differ in the sketches of the questions, and of the answers."""
    return _differing(one[8:24], other[8:24]), _differing(one[24:], other[24:])


def has_changed(card: Card, history: Sequence[Event]) -> bool:
    """Say whether both question and answer are far from what the learner was last shown."""
    shown = last_shown(history)
    return shown is not None and min(distances(shown, wording(card))) >= FAR


def _differing(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _simhash(text: str) -> int:
    """Return 64 bits of which texts with many letter pairs in common share most.

    This is simhash (Charikar 2002, STOC, section 3).
    """
    letters = "".join(filter(str.isalnum, text.casefold()))
    pairs = {*pairwise(letters)}
    votes = "".join(f"{_mixed(ord(a) << 21 | ord(b)):064b}" for a, b in pairs)
    return sum(1 << bit for bit in _BITS if 2 * votes[bit::64].count("1") > len(pairs))


def _mixed(x: int) -> int:
    """Return 64 bits as good as random, always the same for a number.

    This is the finalizer of SplitMix64 (Steele et al. 2014).
    """
    x = x * 0x9E3779B97F4A7C15 & _MASK
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    x = (x ^ x >> 27) * 0x94D049BB133111EB & _MASK
    return x ^ x >> 31
