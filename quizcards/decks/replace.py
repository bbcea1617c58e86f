"""A deck file in which a card, a field of it or the title says something else.

Every other line stays as it is, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from quizcards.decks.insert import before_remarks, cards_of, end_of_cards
from quizcards.decks.nodes import in_brackets, parsed
from quizcards.decks.values import entry
from quizcards.decks.write import card_yaml, title_yaml
from quizcards.errors import QuizcardsError
from quizcards.model import key_of


def with_fields(
    text: str,
    cards: Mapping[str, Mapping[str, Any]],
    instead: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> str:
    """Return a deck file in which the cards of these keys, deck/id, have these fields.

    They are plain data (`quizcards.card_data.card_data`); an empty one is taken away. A card in
    braces has no lines for its fields: all that it is to say may be in `instead`, to be written
    anew. Raises QuizcardsError for any other in brackets, and for one that is not there.
    """
    file = _File(text)
    # from the end, so that the places before it still hold
    for at, key in sorted(((file.position(key), key) for key in cards), reverse=True):
        if not in_brackets(file.lines, file.cards[at]):
            _set(file, at, cards[key])
        elif key in instead:
            file.put(at, instead[key])
        else:
            raise _no_place(key)
    return file.text


def without_cards(text: str, keys: Iterable[str]) -> str:
    """Return a deck file without the cards of these keys, deck/id.

    Raises QuizcardsError for a card that is not there, or where the list is in brackets.
    """
    file = _File(text)
    for at in sorted(map(file.position, keys), reverse=True):
        file.put(at, {})
    return file.text


def _set(file: _File, at: int, fields: Mapping[str, Any]) -> None:
    """Write fields of a card into the lines of its file."""
    lines = file.lines
    entries = file.cards[at].entries
    column = entries[0][0].column - 1
    starts = [name.line - 1 for name, _ in entries]
    ends = [before_remarks(lines, end, column) for end in [*starts[1:], file.end(at)]]
    newline = file.newline
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


def with_title(text: str, title: str) -> str:
    """Return a deck file with another title; one that has none stays as it is."""
    file = _File(text)
    for key, value in file.root.entries if file.root else ():
        if key.text == "title" and value.kind == "scalar" and value.text != title:
            first, last = key.line - 1, value.end[0]
            before = file.lines[first][: key.column - 1]
            after = file.lines[last][value.end[1] :] if last < len(file.lines) else ""
            if value.style in ("|", ">"):
                after = file.newline + after
            file.lines[first : last + 1] = [before + title_yaml(title) + after]
    return file.text


class _File:
    """The text of a deck file, and where its cards stand in it."""

    def __init__(self, text: str) -> None:
        # some editors begin a file with it; no place counts it
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.lines, self.root = parsed(text.removeprefix(self.mark))
        self.cards = cards_of(self.root).items
        deck = entry(self.root, "deck").text.strip() if self.root else ""
        keys = [key_of(deck, entry(card, "id").text.strip()) for card in self.cards]
        self._positions = {key: at for at, key in reversed([*enumerate(keys)])}
        self._end = end_of_cards(self.lines, self.root) if self.root else 0
        self.newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"

    @property
    def text(self) -> str:
        return self.mark + "".join(self.lines)

    def position(self, key: str) -> int:
        """Return the index of a card. Raises QuizcardsError where its lines are not its own."""
        if key not in self._positions or in_brackets(self.lines, cards_of(self.root)):
            raise _no_place(key)
        return self._positions[key]

    def end(self, at: int) -> int:
        """Return the index of the first line after a card that may be another's."""
        return self.cards[at + 1].line - 1 if at + 1 < len(self.cards) else self._end

    def put(self, at: int, card: Mapping[str, Any]) -> None:
        """Write a card anew, or take it away where nothing is left of it."""
        start = self.cards[at].line - 1
        while not self.lines[start].lstrip().startswith("-"):
            start -= 1
        dash = len(self.lines[start]) - len(self.lines[start].lstrip())
        new = card_yaml(card, dash).splitlines() if card else []
        end = before_remarks(self.lines, self.end(at), dash)
        self.lines[start:end] = [line + self.newline for line in new]


def _no_place(key: str) -> QuizcardsError:
    return QuizcardsError(
        f"{key} 카드를 고칠 자리를 찾지 못했습니다. 직접 고치려면 quizcards edit {key}"
    )


def _written(fields: Mapping[str, Any], column: int, newline: str) -> list[str]:
    """Return the lines of fields that begin at a column, counted from 0."""
    lines = card_yaml(fields).splitlines() if fields else []
    return [" " * column + line[2:] + newline if line.strip() else newline for line in lines]
