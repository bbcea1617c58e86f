"""Plain data -> the YAML of a card or a deck, as a person would have written it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from quizcards.decks.fields import CARD

_MODELINE = "# yaml-language-server: $schema=schema.json\n"


def deck_yaml(deck: str, title: str, cards: Iterable[Mapping[str, Any]]) -> str:
    """Return a whole deck file.

    Each card is plain data in the shape of its YAML (`quizcards.card_data.card_data`).
    """
    head = _MODELINE + _dump({"deck": deck, "title": title})
    return f"{head}cards:\n" + "\n".join(card_yaml(card) for card in cards)


def title_yaml(title: str) -> str:
    """Return the line of a deck file that says its title, without its end."""
    return _dump({"title": title}).rstrip("\n")


def card_yaml(card: Mapping[str, Any], indent: int = 0) -> str:
    """Return one card as an item of the list `cards`, its fields in their usual order.

    `indent` is the column of its '-'.
    """
    ordered = sorted(card.items(), key=lambda entry: _ORDER.get(entry[0], len(_ORDER)))
    lines = _dump([_styled(dict(ordered))]).splitlines(keepends=True)
    return "".join(" " * indent + line if line.strip() else line for line in lines)


class _Block(str):
    """Text that goes into a block of its own."""


class _Line(list[Any]):
    """A list that goes on one line."""


class _Dumper(yaml.SafeDumper):
    """YAML as people write it: blocks for what has several lines, short lists on one."""


_Dumper.add_representer(
    _Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), "|")
)
_Dumper.add_representer(
    _Line, lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", items, True)
)
_BLOCKS = {"answer", "formula", "code"}
_ORDER = {name: position for position, name in enumerate(CARD.fields)}
_LINES = {
    "any_of",
    "all_of",
    "none_of",
    "contrary",
    "needs",
    "tags",
    "was",
    "show",
    "ask",
    "picture",
}


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def _styled(value: Any, name: str = "") -> Any:
    """Mark what goes into a block, and what on one line. A block keeps no space at a line's end."""
    if isinstance(value, Mapping):
        return {key: _styled(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return _Line(value) if name in _LINES else [_styled(part) for part in value]
    if not isinstance(value, str):
        return value
    text = "\n".join(
        line.rstrip() for line in unicodedata.normalize("NFC", value).strip("\n").splitlines()
    )
    return _Block(f"{text}\n") if "\n" in text or name in _BLOCKS else text
