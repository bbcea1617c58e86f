"""What cards and weekdays are called in a sentence or a table."""

from __future__ import annotations

import re

from quizcards.model import Card

WEEKDAYS = "월화수목금토일"


def weekday_name(day: int) -> str:
    """Return what the weekday of a study day is called; ordinal 1 was a Monday."""
    return WEEKDAYS[(day - 1) % 7]


def name_of(card: Card) -> str | None:
    """Return what a card's question calls the thing that its id names, if it does.

    It is a Korean word before the term in brackets, or the id's own letters.
    """
    wanted = card.id.replace("-", " ")
    for korean, latin in re.findall(r"([가-힣]+(?: [가-힣]+)*)\(([^)]+)\)", card.question):
        if latin.casefold() in (wanted, wanted.removesuffix("s")):
            # no more words than the term has in English
            return " ".join(korean.split()[-len(latin.split()) :])
    spelled = re.search(
        rf"(?<![A-Za-z]){re.escape(wanted)}(?![A-Za-z])", card.question, re.IGNORECASE
    )
    return spelled[0] if spelled else None


def called(card: Card) -> str:
    """Return the title that an author gave a card, or else its short name."""
    return card.title or short_name(card)


def short_name(card: Card) -> str:
    """Return what to call a card where there is little room.

    It is its name, or else its question without what stands in brackets.
    """
    return name_of(card) or " ".join(re.sub(r"\s*\([^)]*\)", "", card.question).split()) or card.id
