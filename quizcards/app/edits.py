"""A card edited in the learner's editor, and what that made of it and of its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.app.authoring import survey_problems
from quizcards.app.editor import open_editor
from quizcards.app.selection import find_card
from quizcards.decks.change import changes, successor
from quizcards.decks.find import unread_card
from quizcards.decks.problems import more
from quizcards.model import Card, Library, Place, Problem

if TYPE_CHECKING:
    from quizcards.app.environment import Environment


@dataclass(frozen=True)
class Outcome:
    """What an edit made of a card: None stands for one that cannot be read, or is not there."""

    key: str
    before: Card | None
    after: Card | None
    changed: Mapping[str, Sequence[str]]
    """For each field that changed, its lines that went ('- ...') and that came ('+ ...')."""
    others: Sequence[str]
    """The keys of other cards that changed with it."""
    problems: Sequence[Problem]


class Editing:
    """Edits one card, as often as it takes.

    Raises QuizcardsError for a card that is not there, or in a deck that is the program's own.
    """

    def __init__(self, env: Environment, name: str) -> None:
        self.env = env
        self.before = env.library()
        self.key, self.place = _spot(self.before, name)
        env.refuse_shipped(Path(self.place.path))

    def edited(self, at: Place) -> Outcome:
        """Open the editor at a line, wait, and read the decks again."""
        open_editor(at, self.env.variables)
        after = self.env.library()
        return _outcome(self.key, self.before, after, self._problems(after))

    def _problems(self, after: Library) -> list[Problem]:
        """Return what is wrong in the card's file, with its demos, and newly elsewhere."""
        here = [problem for problem in after.problems if problem.path == self.place.path]
        new = more(self.before.problems, after.problems)
        elsewhere = [problem for problem in new if problem not in here]
        card = [card for card in after.cards if card.key == self.key]
        return [*here, *survey_problems(card), *elsewhere]


def _spot(library: Library, name: str) -> tuple[str, Place]:
    """Return the key of a card and where it stands, also of one that could not be read."""
    is_read = any(name in (card.key, card.id) for card in library.cards)
    if not is_read and (unread := unread_card(library, name)):
        return unread
    card = find_card(library, name)
    return card.key, card.place


def _outcome(key: str, before: Library, after: Library, problems: Sequence[Problem]) -> Outcome:
    old = {card.key: card for card in before.cards}
    new = {card.key: card for card in after.cards}
    was = old.get(key)
    now = new.get(key)
    if was and now is None:
        now = successor(was, [card for card in new.values() if card.key not in old])
    # cards of a file that became unreadable have not changed
    readable = {card.place.path for card in new.values()}
    others = [
        one
        for one in {**old, **new}
        if one not in (key, now and now.key)
        and _differs(old.get(one), new.get(one))
        and (new.get(one) or old[one]).place.path in readable
    ]
    changed = changes(was, now) if was and now else {}
    return Outcome(key, was, now, changed, others, problems)


def _differs(before: Card | None, after: Card | None) -> bool:
    """Say whether a card came, went or says something else, wherever it stands."""
    return before is None or after is None or before != replace(after, place=before.place)
