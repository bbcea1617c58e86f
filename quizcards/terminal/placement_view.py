"""What a placement found, and whether it is to be marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from quizcards.exam.exam import Result
from quizcards.model import Card
from quizcards.study.names import called
from quizcards.terminal.palette import HEADING
from quizcards.terminal.plain import Plain
from quizcards.terminal.screen import Screen
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, cropped, wrapped

YES = "y"
OFFER = (
    "아는 것으로 표시할까요? 새 카드에서 빼고 며칠 뒤의 복습으로 넘깁니다. "
    "틀렸거나 묻지 못한 카드는 그대로 새 카드입니다."
)


def wants_marked(
    screen: Screen | Plain,
    results: Sequence[Result],
    known: Sequence[Card],
    titles: Mapping[str, str],
) -> bool:
    """Show what was found, and say whether the learner wants what is known to be marked."""

    def lines(width: int) -> list[Text]:
        return placement_lines(results, known, titles, width)

    if isinstance(screen, Plain):
        screen.page(lines)
        return bool(known) and screen.line("\n y 표시하기   Enter 그대로 두기\n> ") == YES
    return screen.page(lines, {YES: "y 표시하기"} if known else {}) == YES and bool(known)


def placement_lines(
    results: Sequence[Result], known: Sequence[Card], titles: Mapping[str, str], width: int
) -> list[Text]:
    """Return each card that was asked under its deck, and what is offered.

    Each is known, wrong, or was not asked in a second way any more.
    """
    asked = {result.item.card.key: result.item.card for result in results}
    if not asked:
        return [Text(f"{MARGIN}답한 문제가 없습니다.", style=HEADING)]
    keys = {card.key for card in known}
    wrong = {result.item.card.key for result in results if not result.is_right}
    head = f"{len(results)}문제로 물어본 카드 {len(asked)}장 가운데 {len(keys)}장을 이미 압니다."
    lines = [Text(f"{MARGIN}{head}", style=HEADING)]
    if known:
        lines += wrapped(OFFER, width - 2, ACCENT, MARGIN)
    for deck in dict.fromkeys(card.deck for card in asked.values()):
        cards = [card for card in asked.values() if card.deck == deck]
        lines += [Text(), Text(f"{MARGIN}{titles[deck]}", style=HEADING)]
        for card in sorted(cards, key=lambda card: card.key not in keys):
            sign = "×" if card.key in wrong else "·"
            sign = "○" if card.key in keys else sign
            line = Text(f"{MARGIN}  {sign} {called(card)}", "" if card.key in keys else QUIET)
            lines.append(cropped(line, width - 1))
    return lines
