"""The kinds of question: one file a kind, found by its name.

A new file here is a new kind, with no list to edit. A kind gives its `TITLE` in Korean and
`make(card, context, rng)`, which returns None where the card does not support it. One whose
answers only the learner can judge says `IS_SPOKEN = True`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from quizcards.model import Card
from quizcards.quiz.question import Asked, Context, Item

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Return the names of all kinds.

    >>> "cloze" in names()
    True
    """
    return sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


def marked() -> list[str]:
    """Return the names of the kinds whose answers can be marked, and so be asked in a quiz."""
    return [
        name
        for name in names()
        if not getattr(import_module(f"{__name__}.{name}"), "IS_SPOKEN", False)
    ]


def title(kind: str) -> str:
    """Return what a kind is called in Korean."""
    name: str = import_module(f"{__name__}.{kind}").TITLE
    return name


def ask(kind: str, card: Card, context: Context, seed: int) -> Item | None:
    """Make a question of this kind from a card, or None if the card does not support it.

    >>> from random import Random
    >>> from quizcards.model import Place
    >>> card = Card("animals", "cat", "고양이는 무엇을 먹나요?", "고기요.", Place("a.yaml"))
    >>> context = Context((card,), load=lambda call: NotImplemented, chance=Random)
    >>> ask("recall", card, context, seed=1).asked.answering
    Spoken(answer='고기요.')
    >>> ask("numeric", card, context, seed=1) is None
    True

    Raises ModuleNotFoundError where there is no such kind.
    """
    asked: Asked | None = import_module(f"{__name__}.{kind}").make(
        card, context, context.chance(seed)
    )
    return Item(kind, card, seed, asked) if asked else None
