"""New values of a card's fields in a deck file; every other line stays as it is, to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizcards.decks.insert import before_remarks, cards_of, end_of_cards
from quizcards.decks.nodes import in_brackets, parsed
from quizcards.decks.reader import key_of
from quizcards.decks.values import entry
from quizcards.decks.write import card_yaml
from quizcards.errors import QuizcardsError


def with_fields(text: str, key: str, fields: Mapping[str, Any]) -> str:
    """Return a deck file in which the card of this key, deck/id, has these fields.

    They are plain data (`quizcards.card_data.card_data`); an empty one is taken away. Raises
    QuizcardsError for a card that is not there, or stands in brackets.
    """
    # some editors begin a file with it; no place counts it
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines, root = parsed(text.removeprefix(mark))
    deck = entry(root, "deck").text.strip() if root else ""
    cards = cards_of(root).items
    keys = [key_of(deck, entry(card, "id").text.strip()) for card in cards]
    if root is None or key not in keys or in_brackets(lines, cards[keys.index(key)]):
        raise QuizcardsError(
            f"{key} 카드를 고칠 자리를 찾지 못했습니다. quizcards edit {key} 로 직접 고쳐 주세요."
        )
    at = keys.index(key)
    entries = cards[at].entries
    column = entries[0][0].column - 1
    starts = [name.line - 1 for name, _ in entries]
    last = cards[at + 1].line - 1 if at + 1 < len(cards) else end_of_cards(lines, root)
    ends = [before_remarks(lines, end, column) for end in [*starts[1:], last]]
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if not lines[ends[-1] - 1].endswith("\n"):
        lines[ends[-1] - 1] += newline
    there = [name.text for name, _ in entries]
    added = {name: value for name, value in fields.items() if value and name not in there}
    lines[ends[-1] : ends[-1]] = _written(added, column, newline)
    for name, start, end in reversed([*zip(there, starts, ends, strict=True)]):
        if name in fields:
            new = _written({name: fields[name]}, column, newline) if fields[name] else []
            if new:  # a card's first field stands behind its '-'
                new[0] = lines[start][:column] + new[0][column:]
            lines[start:end] = new
    return mark + "".join(lines)


def _written(fields: Mapping[str, Any], column: int, newline: str) -> list[str]:
    """Return the lines of fields that begin at a column, counted from 0."""
    lines = card_yaml(fields).splitlines() if fields else []
    return [" " * column + line[2:] + newline if line.strip() else newline for line in lines]
