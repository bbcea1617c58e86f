"""The statements of a card that may be true or false: pairs that differ in what has to be known."""

from __future__ import annotations

from quizcards.model import Card, Statement


def statements(card: Card) -> list[Statement]:
    """Return the card's pairs: its misconceptions beside their truths, then its own statements."""
    found = [
        Statement(one.truth, one.claim, " ".join(one.because.split()))
        for one in card.misconceptions
        if one.truth
    ]
    return found + list(card.statements)


def falsehoods(card: Card) -> tuple[str, ...]:
    """Return all that the card tells to be false."""
    claims = [one.claim for one in card.misconceptions]
    return tuple(dict.fromkeys([*claims, *(pair.wrong for pair in card.statements)]))
