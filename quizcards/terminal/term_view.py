"""A term as it is shown: what it means, how else it is said, and the cards that use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from quizcards.model import Card, Term
from quizcards.study.names import called
from quizcards.terminal.cells import cell_len
from quizcards.terminal.text import ACCENT, QUIET, cropped, pad, wrapped

INDENT = "   "


def all_terms(terms: Sequence[Term], width: int) -> list[Text]:
    """Return the terms, each with its other forms beside it."""
    room = max((cell_len(term.name) for term in terms), default=0) + 4
    return [
        line
        for term in terms
        for line in wrapped(", ".join(_forms(term)) or "-", width, "", pad(f" {term.name}", room))
    ]


def entry(term: Term, cards: Sequence[Card], width: int) -> list[Text]:
    """Return one term in full."""
    lines = [Text(f" {term.name}", style=ACCENT)]
    if term.gloss:
        lines += wrapped(term.gloss, width, "", INDENT)
    if forms := list(_forms(term)):
        lines += wrapped(", ".join(forms), width, "", f"{INDENT}같은 말  ")
    count = f"{INDENT}쓰는 카드 {len(cards)}장" if cards else f"{INDENT}쓰는 카드가 없습니다."
    lines.append(Text(count, style=QUIET))
    room = max((cell_len(card.key) for card in cards), default=0) + 8
    for card in cards:
        lines.append(cropped(Text(pad(f"{INDENT}  {card.key}", room) + called(card)), width))
    return [*lines, Text()]


def _forms(term: Term) -> Iterator[str]:
    yield from term.forms
    yield from term.symbols
