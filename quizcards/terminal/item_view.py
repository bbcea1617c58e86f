"""A question of any kind as the learner sees it: what is asked, and what is said of the answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.quiz.question import Blank, Choice, Item, Number, Order, Points, Verdict
from quizcards.study.attempt import Attempt
from quizcards.terminal.study_keys import TOGGLES
from quizcards.terminal.text import ACCENT, MARGIN, NO_BREAK, QUIET, prose, wrapped

if TYPE_CHECKING:
    from quizcards.quiz.typed import PointMark

TAKEN_BACK = "이 답을 거두었습니다. 다시 답해 주세요."
SIGNS = ("✗", "?", "✓")
"""A key point's mark, by its state."""
HINTS: dict[type, str] = {
    Choice: "번호를 눌러 고르세요.",
    Number: "수를 적고 Enter를 누르세요.",
    Order: "번호를 차례대로 적고 Enter를 누르세요(예: 2 1 3).",
    Blank: "빈칸에 들어갈 말을 적고 Enter를 누르세요.",
    Points: "답을 적고 Enter를 누르세요.",
}
MARKS_FOUND = "말한 것으로 보이는 핵심입니다. 다르면 앞의 글자를 눌러 고치세요."
MARKS_NONE = "적은 답에서 찾은 핵심이 없습니다. 말했다면 앞의 글자를 눌러 표시하세요."
MARKS_UNTYPED = "말한 핵심이 있으면 앞의 글자를 눌러 표시하세요."
SPOKEN = "소리 내어 답해 보세요."
DRAFT = "적던 답은 남아 있습니다. 다시 적으면 그 뒤를 잇습니다."


def asked_lines(item: Item, width: int) -> list[Text]:
    """Return the question with everything that is given and everything that can be chosen."""
    inner = width - 2
    asked = item.asked
    context, *given = asked.given or ("",)
    lines = [*wrapped(prose(context), inner, QUIET, MARGIN), Text()] if context else []
    lines += wrapped(prose(asked.prompt), inner, "bold", MARGIN)
    inputs = ", ".join(one.replace(" ", NO_BREAK) for one in asked.inputs)
    for one in [*([inputs] if inputs else []), *map(prose, given)]:
        lines += wrapped(one, inner, "", f"{MARGIN}  ")
    match asked.answering:
        case Choice(options=options):
            lines += [Text(), *_numbered([option.text for option in options], inner)]
        case Order(lines=shuffled):
            lines += [Text(), *_numbered(shuffled, inner)]
        case Blank(text=text):
            lines += [Text(), *wrapped(prose(text), inner, "", f"{MARGIN}  ")]
        case Number(right=right, relative=relative):
            from quizcards.quiz.numbers import tolerance

            lines += [Text(), *wrapped(tolerance(right, relative), inner, QUIET, MARGIN)]
    return lines


def hint(item: Item) -> str:
    """Return what to do now."""
    return HINTS.get(type(item.asked.answering), SPOKEN)


def _numbered(texts: Sequence[str], width: int) -> list[Text]:
    return [
        line
        for i, text in enumerate(texts, 1)
        for line in wrapped(prose(text), width, "", f"{MARGIN}  {i}  ")
    ]


def said(attempt: Attempt) -> str | None:
    """Return the learner's answer in words: of an option, what it says."""
    if attempt.typed is None:
        return None
    from quizcards.quiz.judge import option_text

    return option_text(attempt.item.asked.answering, attempt.typed)


def verdict_lines(
    verdict: Verdict, typed: str | None, width: int, claimed: bool = False
) -> list[Text]:
    """Return what was answered and what there is to say about it.

    `claimed` says that the learner takes the answer for right all the same.
    """
    if claimed:
        lines = [Text(f"{MARGIN}○ 맞은 답으로 둡니다", style="bold green")]
    elif verdict.share == 1:
        lines = [Text(f"{MARGIN}○ 맞았습니다", style="bold green")]
    else:
        said = f"{verdict.share:.0%} 맞았습니다" if verdict.share else "틀렸습니다"
        lines = [Text(f"{MARGIN}× {said if typed else '답하지 않았습니다'}", style="bold red")]
    lines += wrapped(typed, width - 2, ACCENT, f"{MARGIN}  내 답  ") if typed else []
    for one in verdict.lines:
        lines += wrapped(prose(one), width - 2, "", f"{MARGIN}  ")
    return lines


def mark_lines(
    points: Sequence[str], marks: Sequence[PointMark], typed: str, width: int
) -> list[Text]:
    """Return every key point with its mark, its key, and the words that speak for it."""
    heading = MARKS_NONE if typed else MARKS_UNTYPED
    if any(mark.spans for mark in marks):
        heading = MARKS_FOUND
    lines = wrapped(heading, width - 2, QUIET, MARGIN)
    for key, point, mark in zip(TOGGLES, points, marks, strict=False):
        lines += wrapped(point, width - 2, "", f"{MARGIN}  {key} {SIGNS[mark.state]} ")
        lines += spoken_words(typed, mark.spans, width - 2, f"{MARGIN}       ")
    return lines


def spoken_words(
    typed: str, spans: Sequence[tuple[int, int]], width: int, indent: str
) -> list[Text]:
    """Return the words of a typed answer that speak for a key point."""
    answer = unicodedata.normalize("NFC", typed)  # what the spans count in
    words = ", ".join(dict.fromkeys(answer[start:end].strip() for start, end in spans))
    return wrapped(f"“{words}”", width, ACCENT, indent) if words else []
