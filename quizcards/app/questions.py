"""What questions and screens are made from: the demos, and chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcards.model import DemoCall, Library
    from quizcards.quiz.question import Chance, Context
    from quizcards.terminal.laboratory import Laboratory
    from quizcards.trace.demo import Demo


def load_demo(call: DemoCall) -> Demo:
    """Return the demo that a card calls."""
    from quizcards import demos

    return demos.of(call)


def question_context(library: Library) -> Context:
    """Return what questions are made from; demos and chance wait until a question needs them."""
    from quizcards.quiz.question import Context

    def chance(seed: int) -> Chance:
        from random import Random

        return Random(seed)

    return Context(library.cards, load_demo, chance)


def laboratory() -> Laboratory:
    """Return what runs demos for the screens."""
    from quizcards.terminal.laboratory import Laboratory

    return Laboratory(load_demo)
