"""The names that a shell completes: what the decks hold, and what the program brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from quizcards.errors import QuizcardsError, perhaps

if TYPE_CHECKING:
    from quizcards.app.environment import Environment


def known_names(env: Environment, kind: str) -> list[str]:
    """Return the names of a kind, one of NAMES, as they are written on the command line.

    Raises QuizcardsError for a kind that is not there.
    """
    if kind not in NAMES:
        there = ", ".join(NAMES)
        raise QuizcardsError(
            f"--names {kind}: {there} 가운데 하나여야 합니다.{perhaps(kind, NAMES)}"
        )
    return sorted(set(NAMES[kind](env)))


def _cards(env: Environment) -> Iterable[str]:
    """Return the id of each card, and the deck with it where several decks have that id."""
    cards = env.library().cards
    times = Counter(card.id for card in cards)
    return [card.id if times[card.id] == 1 else card.key for card in cards]


def _keys(env: Environment) -> Iterable[str]:
    return [card.key for card in env.library().cards]


def _decks(env: Environment) -> Iterable[str]:
    return [deck.id for deck in env.library().decks]


def _tags(env: Environment) -> Iterable[str]:
    return {tag for card in env.library().cards for tag in card.tags}


def _demos(_: Environment) -> Iterable[str]:
    from quizcards import demos

    return demos.names()


def _kinds(_: Environment) -> Iterable[str]:
    from quizcards.quiz import kinds

    return kinds.names()


def _settings(env: Environment) -> Iterable[str]:
    from quizcards.home.settings import values

    return values(env.settings)


def _formats(_: Environment) -> Iterable[str]:
    from quizcards.export.formats import formats

    return formats()


def _figures(_: Environment) -> Iterable[str]:
    from quizcards.app.documents import FORMATS

    return FORMATS.values()


def _tracks(_: Environment) -> Iterable[str]:
    from quizcards.study.tracks import TRACKS

    return TRACKS


NAMES: dict[str, Callable[[Environment], Iterable[str]]] = {
    "cards": _cards,
    "keys": _keys,
    "decks": _decks,
    "tags": _tags,
    "demos": _demos,
    "kinds": _kinds,
    "settings": _settings,
    "formats": _formats,
    "figures": _figures,
    "tracks": _tracks,
}
"""What has names, and how they are found.

`keys` are cards with their decks (optimization/adam), `formats` what decks are exported as, and
`figures` what demos and statistics are written as.
"""
