"""Where a card stands in a file that could not be read, however broken it is."""

from __future__ import annotations

import re


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
