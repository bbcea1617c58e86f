"""What questions and screens are made from: the demos, and chance."""

from __future__ import annotations

import os
import time
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizcards.app.environment import Environment
    from quizcards.model import DemoCall, Library
    from quizcards.quiz.lexicon import Lexicon
    from quizcards.quiz.question import Chance, Context
    from quizcards.terminal.laboratory import Laboratory
    from quizcards.trace.budget import Budget
    from quizcards.trace.demo import Demo
    from quizcards.trace.whiteboard import Whiteboard


def load_demo(call: DemoCall) -> Demo:
    """Return the demo that a card calls. Those that are written in cards share one budget."""
    from quizcards import demos

    return demos.of(call, budget() if call.code else None)


@cache
def budget() -> Budget:
    """Return what the demos in decks may cost this command, which is the process."""
    from quizcards.trace.budget import Budget

    def spent() -> float:
        times = os.times()  # where the system does not count its children, they cost nothing
        return times.children_user + times.children_system

    return Budget(time.monotonic, spent)


@cache
def whiteboard() -> Whiteboard:
    """Return what runs the lines that learners write, in a process kept for this command."""
    from quizcards.trace.sandbox import Warm
    from quizcards.trace.whiteboard import Whiteboard

    return Whiteboard(Warm().run)


def question_context(library: Library) -> Context:
    """Return what questions are made from; demos and chance wait until a question needs them."""
    from quizcards.quiz.question import Context

    def chance(seed: int) -> Chance:
        from random import Random

        return Random(seed)

    return Context(library.cards, load_demo, chance, whiteboard)


def laboratory(lexicon: Callable[[], Lexicon] | None = None) -> Laboratory:
    """Return what runs demos for the screens, and reads typed answers with this glossary."""
    from quizcards.terminal.laboratory import Laboratory

    return Laboratory(load_demo, lexicon)


def lexicon(env: Environment) -> Callable[[], Lexicon]:
    """Return what reads the glossary, once the first answer is typed: no question waits for it."""

    @cache
    def read() -> Lexicon:
        from quizcards.quiz.lexicon import Lexicon

        return Lexicon(env.glossary()[0])

    return read
