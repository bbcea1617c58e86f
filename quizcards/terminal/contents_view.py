"""What decks from elsewhere hold, to be looked at before they are trusted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rich.text import Text

from quizcards.model import Card, Deck
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import QUIET, columns, cropped

MOST_CARDS = 10
MOST_LINES = 40
MOST_CELLS = 1_000
"""Of a line of code, which goes on over several lines of the screen rather than hide its end."""


def contents(decks: Sequence[Deck], there: Collection[str], width: int) -> list[Text]:
    """Return the first cards of each deck, the first lines of its code, and how much is left.

    `there` are the decks that the learner has already: what is named like one of them is added to
    it.
    """
    lines = [cropped(line, width) for deck in decks for line in _deck(deck, deck.id in there)]
    coded = [card for deck in decks for card in deck.cards if card.demo and card.demo.code]
    if coded:
        code = [cropped(line, MOST_CELLS) for card in coded for line in _code(card)]
        lines += [
            Text(),
            Text(f" 코드가 든 카드 {len(coded)}장", style=HEADING),
            *code[:MOST_LINES],
        ]
        lines += _more(len(code) - MOST_LINES, "줄")
        lines += [
            Text(" 코드는 더한 뒤에만, 정해진 NumPy 계산만, 따로 떨어진 프로세스에서 돌립니다.")
        ]
    return lines


def _deck(deck: Deck, is_there: bool) -> list[Text]:
    into = "   있는 덱에 더합니다" if is_there else ""
    rows = [(card.id, " ".join(card.question.split())) for card in deck.cards[:MOST_CARDS]]
    return [
        Text(f" {deck.title}({deck.id})   카드 {len(deck.cards)}장{into}", style=HEADING),
        *(Text(f"   {row}") for row in columns(rows)),
        *_more(len(deck.cards) - MOST_CARDS, "장"),
    ]


def _code(card: Card) -> Iterator[Text]:
    """Yield all that is run of a card: its lines, and the formulas that people take instead."""
    if card.demo and card.demo.code:
        yield Text(f"   {card.key}")
        yield from (Text(f"     {line}", style=QUIET) for line in card.demo.code.text.splitlines())
        yield from (
            Text(f"     {mistake.name} = {mistake.formula}", style=QUIET)
            for mistake in card.demo.code.mistakes
        )


def _more(count: int, unit: str) -> list[Text]:
    return [Text(f"   그 밖에 {count}{unit}", style=QUIET)] if count > 0 else []
