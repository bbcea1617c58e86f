"""Histories without a card, and the card that each probably belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from quizcards.memory.replay import live
from quizcards.model import Card, Event, Memory, is_seen
from quizcards.study.wording import FAR, distances, last_shown, wording

_IS_KEY = re.compile("[a-z0-9-]+/[a-z0-9-]+").fullmatch


@dataclass(frozen=True)
class Orphan:
    """What the log holds of a card that is in no deck.

    `likely` is the card that it seems to be today; `because` says why, or why there is none.
    """

    card: str
    reviews: int
    last_day: int
    likely: str | None = None
    because: str = ""


def orphans(
    histories: Mapping[str, Sequence[Event]], cards: Sequence[Card], memories: Mapping[str, Memory]
) -> list[Orphan]:
    """Return the histories (oldest event first) without a card, the one last added to first."""
    found = []
    wordings = {card.key: wording(card) for card in cards} if histories else {}
    for key, history in histories.items():
        events = [event for event in live(reversed(history)) if not event.of]
        if not events:
            continue
        last_day = max(event.day for event in events)
        may_be = [one for one in wordings if _came_later(memories.get(one), last_day)]
        likely, because = _likely(key, history, {one: wordings[one] for one in may_be})
        reviews = sum(event.kind == "review" for event in events)
        found.append(Orphan(key, reviews, last_day, likely, because))
    return sorted(found, key=lambda orphan: (-orphan.last_day, orphan.card))


def _came_later(memory: Memory | None, last_day: int) -> bool:
    """Say whether a card may be the same under another name.

    What was learnt beside it is another one.
    """
    return not is_seen(memory) or memory.first_day >= last_day


def _likely(
    key: str, history: Sequence[Event], wordings: Mapping[str, str]
) -> tuple[str | None, str]:
    """Return the card that a history seems to belong to, and why.

    There is none for a name that no deck can hold.
    """
    if not _IS_KEY(key):
        return None, ""
    seen = last_shown(history, whole=False)
    shown = last_shown(history)
    for one, worded in wordings.items():
        if seen and worded.startswith(seen[:8]):
            return one, "글이 같습니다"
    if shown and wordings:
        nearest = min(wordings, key=lambda one: sum(distances(shown, wordings[one])))
        if sum(distances(shown, wordings[nearest])) < 2 * FAR:
            return nearest, "글이 비슷합니다"
    found = _of_like_name(key, wordings)
    if found:
        return found, "아이디가 비슷합니다"
    return None, ""


def _of_like_name(key: str, known: Iterable[str]) -> str | None:
    """Return the same id in another deck, else a like id in the same deck."""
    deck, _, name = key.partition("/")
    siblings = {}
    for one in known:
        its_deck, _, its_name = one.partition("/")
        if its_name == name:
            return one
        if its_deck == deck:
            siblings[its_name] = one
    near = get_close_matches(name, siblings, 1)
    return siblings[near[0]] if near else None
