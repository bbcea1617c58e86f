"""The questions of real interviews, and the cards that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from quizcards.insight.search import Near
from quizcards.model import Card, Collected
from quizcards.study.names import called
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import MARGIN, QUIET, wrapped

NOTHING = (
    "아직 모은 질문이 없습니다.",
    '면접에서 받은 질문은 quizcards collect "질문" --at 회사 --mark 2/5 로 모읍니다.',
)


def listed_lines(
    questions: Sequence[Collected],
    cards: Mapping[str, Card],
    unanswered: Sequence[Collected],
    width: int,
) -> list[Text]:
    """Return the questions with their cards, and below them those that no card answers."""
    if not questions:
        first, second = NOTHING
        lines = wrapped(first, width - 1, HEADING, MARGIN)
        return lines + wrapped(second, width - 1, QUIET, MARGIN)
    answered = [one for one in questions if one.card in cards]
    lines = [Text(f"{MARGIN}면접에서 받은 질문 {len(questions)}개", style=HEADING)]
    for one in answered:
        lines += _item(one, called(cards[one.card]), width)
    if unanswered:
        lines += [Text()] if answered else []
        lines.append(Text(f"{MARGIN}다음에 쓸 카드", style=HEADING))
        for one in unanswered:
            lines += _item(one, "", width)
        hint = "카드는 quizcards new로 쓰고, 같은 질문을 --card로 다시 모으면 이어집니다."
        lines += wrapped(hint, width - 1, QUIET, MARGIN)
    return lines


def _item(one: Collected, name: str, width: int) -> Iterator[Text]:
    """Yield a question, and below it where it was asked, how it went, and which card it is of."""
    yield from wrapped(one.question, width - 1, "", f"{MARGIN}  ")
    mark = f"{one.mark[0]}/{one.mark[1]}" if one.mark else ""
    facts = [fact for fact in (one.date, one.at, mark, name) if fact]
    yield from wrapped(" · ".join(facts), width - 1, QUIET, f"{MARGIN}    ")


def near_lines(found: Sequence[Near], width: int) -> list[Text]:
    """Return the cards that a question may be about, with the numbers that choose them."""
    lines: list[Text] = []
    for number, near in enumerate(found, 1):
        first = f"{MARGIN}{number}  "
        lines += wrapped(f"{called(near.card)}: {near.card.question}", width - 1, "", first)
    return lines


def kept(card: Card | None, times: int, is_found: bool) -> list[str]:
    """Say what became of a question; `is_found` where the learner did not name its card."""
    if card is None:
        return ["모았습니다. 답하는 카드가 없어 '다음에 쓸 카드'에 두었습니다."]
    said = [f"모았습니다. 카드: {called(card)}({card.key}), 지금까지 {times}번 받은 질문입니다."]
    if is_found:
        said.append("다른 카드의 질문이면 --card로 다시 모아 주세요. 앞의 것을 대신합니다.")
    return said
