"""The cards that a search found."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from quizcards.insight.search import Hit
from quizcards.study.names import short_name
from quizcards.terminal.text import MARGIN, QUIET, wrapped


def hit_lines(hits: Sequence[Hit], width: int) -> list[Text]:
    """Return each card that was found, with the number that opens it and where it says so."""
    lines: list[Text] = []
    room = len(str(len(hits)))
    for number, hit in enumerate(hits, 1):
        head = Text(f"{MARGIN}{number:>{room}}  ").append(short_name(hit.card), "bold")
        lines.append(head.append(f"   {hit.card.key}", QUIET))
        indent = f"{MARGIN}{' ' * room}  "
        lines += wrapped(f"{hit.field}: {hit.excerpt}", width - 1, "", indent)
    return lines
