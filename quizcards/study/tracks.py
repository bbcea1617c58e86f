"""The kinds of position that a learner may apply for, and what interviews for each ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizcards.model import Card

ANY = "all"
"""The track of whoever applies for no special position."""

TRACKS: dict[str, tuple[str, Mapping[str, float]]] = {
    ANY: ("모든 분야", {}),
    "cv": (
        "컴퓨터 비전",
        {"cv": 4, "normalization": 2, "regularization": 1.5},
    ),
    "llm": (
        "대규모 언어 모델",
        {"llm": 4, "attention": 4, "optimizer": 1.5},
    ),
    "data": (
        "데이터 과학",
        {"data": 4, "statistics": 4, "regularization": 2, "classification": 2},
    ),
    "nlp": (
        "자연어 처리",
        {"nlp": 4, "attention": 3},
    ),
    "research": (
        "연구",
        {"optimization": 3, "backprop": 3, "optimizer": 2, "linear-algebra": 2, "notation": 1.5},
    ),
}
"""For each track its title, and how much likelier a card with a tag becomes."""

OUTSIDE = 0.1
"""How likely, beside one of its own, is a topic that a track does not ask."""
OFTEN = 2
"""The frequency of a card of which nobody has said how often it is asked."""


def frequency_of(card: Card) -> int:
    """Return how often interviews ask a card, from 1 to 5."""
    return card.frequency or OFTEN


def weight_of(card: Card, track: str) -> float:
    """Return how likely a card is asked: by how often interviews ask it, and by the track."""
    return frequency_of(card) * _factor(card, track)


def topic_weight(card: Card, track: str) -> float:
    """Return how likely an interview takes a card for a topic.

    What its track does not ask it nearly leaves to its drills.
    """
    return weight_of(card, track) * (1.0 if is_asked(card, track) else OUTSIDE)


def is_asked(card: Card, track: str) -> bool:
    """Say whether a track asks a card for its own sake; any asks every one."""
    return track == ANY or _factor(card, track) > 1


def reach(cards: Sequence[Card], track: str) -> dict[str, float]:
    """Return for each card by its key how much a track makes of it, or of a card that needs it.

    Whoever is asked about self-attention has to know the softmax, whatever its own tags say.
    """
    found = {card.key: _factor(card, track) for card in cards}
    needs = {card.key: card.needs for card in cards}
    waiting = [card.key for card in cards if found[card.key] > 1]
    while waiting:
        key = waiting.pop()
        for need in needs[key]:
            if found.get(need, found[key]) < found[key]:
                found[need] = found[key]
                waiting.append(need)
    return found


def in_order(cards: Sequence[Card], track: str) -> list[Card]:
    """Return the cards in the order to learn them for a track; for any, as they stand.

    Those come first that the track asks most, and right before each what it needs.
    """
    if track == ANY:
        return list(cards)
    return needed_first(sorted(cards, key=lambda card: -weight_of(card, track)))


def needed_first(cards: Sequence[Card]) -> list[Card]:
    """Return the cards in their order, but before each what it needs and none before it had."""
    known = {card.key: card for card in cards}
    found: dict[str, Card] = {}
    waiting = list(cards[::-1])  # a stack: the first is at its end
    begun: set[str] = set()
    while waiting:
        card = waiting[-1]
        missing = [known[need] for need in card.needs if need in known and need not in begun]
        if card.key in begun or not missing:
            found[card.key] = waiting.pop()
        begun.add(card.key)
        waiting += reversed(missing)
    return list(found.values())


def _factor(card: Card, track: str) -> float:
    tags = TRACKS[track][1]
    return max((tags.get(tag, 1.0) for tag in card.tags), default=1.0)


def without_cards(track: str, cards: Iterable[Card]) -> list[str]:
    """Return the tags of a track that no card has."""
    there = {tag for card in cards for tag in card.tags}
    return [tag for tag in TRACKS[track][1] if tag not in there]


def why_no_track(name: str) -> str:
    """Return which tracks there are, for a name that is none of them; "" for one that is."""
    if name in TRACKS:
        return ""
    known = ", ".join(f"{name}({title})" for name, (title, _) in TRACKS.items())
    return f"{name}: 그런 분야는 없습니다. 있는 것: {known}."
