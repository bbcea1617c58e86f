"""The line of a card's demo that a reader may write, where nothing runs what is written."""

from __future__ import annotations

from quizcards.model import Card
from quizcards.trace.demo import Demo
from quizcards.trace.exercise import Exercise, candidates


def exercise_of(card: Card, demo: Demo) -> Exercise | None:
    """Return the first line that the card's author chose, else that the demo asks for, else has.

    None where there is none that computes something.
    """
    there = list(candidates(demo))
    wanted = [name for name in (*card.code, *demo.asks, *there) if name in there]
    return Exercise(demo, wanted[0]) if wanted else None
