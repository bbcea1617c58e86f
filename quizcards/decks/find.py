"""Where a card stands in a file that could not be read, however broken it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from quizcards.decks.files import read_deck
from quizcards.model import Library, Memory, Place


def broken_card(text: str, name: str) -> tuple[str, int] | None:
    """Return the key (deck/id) and the line of the card of this name; None where there is none.

    It is found by its `id:` alone.
    """
    found = re.search(r"^\ufeff?deck:\s*['\"]?([a-z0-9-]+)", text, re.MULTILINE)
    deck = found[1] if found else ""
    card = name.removeprefix(f"{deck}/")
    at = re.search(
        rf"^[ \t]*(-[ \t]+)?\{{?[ \t]*id:[ \t]*['\"]?{re.escape(card)}['\"]?[ \t]*(,|#|\r?$)",
        text,
        re.MULTILINE,
    )
    return (f"{deck}/{card}", text.count("\n", 0, at.start()) + 1) if at else None


def unread_card(library: Library, name: str) -> tuple[str, Place] | None:
    """Return the key and the place of the card of this name, in a file with something wrong.

    None where no such file has one.
    """
    for path in dict.fromkeys(problem.path for problem in library.problems):
        with suppress(OSError):  # that it cannot be read is one of the problems
            if found := broken_card(read_deck(Path(path), errors="replace"), name):
                key, line = found
                return key, Place(path, line)
    return None


def unread_cards(library: Library, memories: Mapping[str, Memory]) -> set[str]:
    """Return the cards that were answered and stand where a deck has something wrong."""
    known = {card.key for card in library.cards}
    lost = [key for key, memory in memories.items() if key not in known and not memory.is_new]
    texts = []
    for path in {problem.path for problem in library.problems} if lost else ():
        with suppress(OSError):
            texts.append(read_deck(Path(path), errors="replace"))
    return {key for key in lost if any(broken_card(text, key) for text in texts)}
