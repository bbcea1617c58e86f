"""The kinds of position that an interview may be for, and what each of them asks about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quizcards.model import Card

TRACKS: dict[str, tuple[str, Mapping[str, float]]] = {
    "cv": (
        "컴퓨터 비전",
        {"cnn": 4, "vision": 4, "augmentation": 3, "normalization": 2, "regularization": 1.5},
    ),
    "llm": (
        "대규모 언어 모델",
        {"llm": 4, "transformer": 4, "attention": 4, "fine-tuning": 3, "optimizer": 1.5},
    ),
    "data": (
        "데이터 과학",
        {"statistics": 4, "metrics": 4, "data": 3, "regularization": 2, "classification": 2},
    ),
    "nlp": (
        "자연어 처리",
        {"nlp": 4, "rnn": 4, "embedding": 4, "attention": 3, "transformer": 3},
    ),
    "research": (
        "연구",
        {"optimization": 3, "optimizer": 2, "backprop": 3, "linear-algebra": 2, "notation": 1.5},
    ),
}
"""For each track its title, and how much likelier a card with a tag becomes."""

OFTEN = 2
"""The frequency of a card of which nobody has said how often it is asked."""


def weight_of(card: Card, track: str | None) -> float:
    """Return how likely a card is asked: by how often interviews ask it, and by the track."""
    tags = TRACKS[track][1] if track else {}
    return (card.frequency or OFTEN) * max((tags.get(tag, 1.0) for tag in card.tags), default=1.0)


def without_cards(track: str, cards: Iterable[Card]) -> list[str]:
    """Return the tags of a track that no card has."""
    there = {tag for card in cards for tag in card.tags}
    return [tag for tag in TRACKS[track][1] if tag not in there]
