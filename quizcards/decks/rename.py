"""Renames a card: the few places of a deck file that name it, and nothing else in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

import yaml

from quizcards.decks.nodes import Node, in_brackets, parsed
from quizcards.decks.values import entry
from quizcards.model import Card, key_of

Edit = tuple[int, int, str]
"""From where to where in a text, and what stands there instead."""


def renamed(text: str, old: str, new: str) -> str:
    """Return a deck file in which the card `old` is called `new`, and takes its history over.

    Both are keys, deck/id. What needed the card needs `new`, and its `was` names `old`. Where `old`
    is no card any more, the card `new` takes over its history. A file that cannot be parsed comes
    back as it is.
    """
    # some editors begin a file with it; no place counts it
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines, root = parsed(text.removeprefix(mark))
    if root is None:
        return text
    deck = entry(root, "deck").text.strip()
    file = _File(lines)
    cards = entry(root, "cards").items
    edits = [edit for card in cards for edit in file.needs(card, deck, old, new)]
    named = [(key_of(deck, entry(card, "id").text.strip()), card) for card in cards]
    heir = next((card for key, card in named if key == old), None)
    if heir is not None:
        edits.append(file.instead(entry(heir, "id"), new.partition("/")[2]))
    heir = heir or next((card for key, card in named if key == new), None)
    if heir is not None and old not in (
        key_of(deck, item.text.strip()) for item in entry(heir, "was").items
    ):
        edits.append(file.was(heir, old.removeprefix(f"{deck}/")))
    body = text.removeprefix(mark)
    # from the end, so that the places before it still hold
    for start, stop, instead in sorted(edits, reverse=True):
        body = body[:start] + instead + body[stop:]
    return mark + body


def as_renamed(card: Card, old: str, new: str) -> Card:
    """Return what a card is after the rename: what the files must say when they are read again."""
    card = replace(card, needs=tuple(new if need == old else need for need in card.needs))
    if card.key in (old, new):
        card = replace(card, id=new.partition("/")[2], was=tuple(dict.fromkeys((*card.was, old))))
    return card


class _File:
    """Finds the places of nodes in the text whose lines these are."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.starts = [0, *accumulate(map(len, lines))]
        self.newline = "\r\n" if lines[0].endswith("\r\n") else "\n"

    def needs(self, card: Node, deck: str, old: str, new: str) -> Iterator[Edit]:
        for item in entry(card, "needs").items:
            if key_of(deck, item.text.strip()) == old:
                yield self.instead(item, new if "/" in item.text else new.removeprefix(f"{deck}/"))

    def was(self, card: Node, old: str) -> Edit:
        """Write an earlier name into a card.

        It comes after those that it has, else into a line of its own below the id.
        """
        old = _quoted(old)
        if earlier := entry(card, "was").items:
            was = entry(card, "was")
            return self.after(earlier[-1], was, f", {old}", f"{' ' * (was.column - 1)}- {old}")
        name, value = next(pair for pair in card.entries if pair[0].text == "id")
        return self.after(value, card, f", was: [{old}]", f"{' ' * (name.column - 1)}was: [{old}]")

    def after(self, node: Node, within: Node, beside: str, below: str) -> Edit:
        """Insert after a scalar: beside it within brackets, else on the next line."""
        line, column = node.end
        if in_brackets(self.lines, within):
            at = self.starts[line] + column
            return at, at, beside
        at = self.starts[line] + len(self.lines[line].rstrip("\r\n"))
        return at, at, self.newline + below

    def instead(self, node: Node, text: str) -> Edit:
        """Write another id in the place of one, in the quotation marks that it has."""
        line, column = node.end
        start = self.starts[node.line - 1] + node.column - 1
        stop = self.starts[line] + column
        return start, stop, f"{node.style}{text}{node.style}" if node.style else _quoted(text)


def _quoted(text: str) -> str:
    """Return an id as YAML reads it: some it would take for a number, or for nothing."""
    return text if yaml.safe_load(text) == text else f"'{text}'"
