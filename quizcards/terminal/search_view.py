"""The cards that a search found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.insight.search import Hit
from quizcards.study.names import called
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import MARGIN, QUIET, wrapped

if TYPE_CHECKING:
    from quizcards.terminal.screen import Screen

ASKED = "찾을 말을 적어 주세요. 같은 뜻의 말(용어집)도 함께 찾습니다."


def asked_query(screen: Screen) -> str:
    """Let the learner type what to search for on the whole screen; "" where that is left."""
    from quizcards.terminal.line import asked_line

    return asked_line(screen, [Text(f"{MARGIN}{ASKED}")], done="Enter 찾기")


def hit_lines(hits: Sequence[Hit], width: int) -> list[Text]:
    """Return each card that was found, with the number that opens it and where it says so."""
    lines: list[Text] = []
    room = len(str(len(hits)))
    for number, hit in enumerate(hits, 1):
        head = Text(f"{MARGIN}{number:>{room}}  ").append(called(hit.card), HEADING)
        lines.append(head.append(f"   {hit.card.key}", QUIET))
        indent = f"{MARGIN}{' ' * room}  "
        lines += wrapped(hit.beside_name, width - 1, "", indent)
    return lines
