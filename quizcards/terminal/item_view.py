"""A question of any kind as the learner sees it: what is asked, and what is said of the answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.quiz.question import (
    GAP,
    Blank,
    Choice,
    Code,
    Item,
    Number,
    Order,
    Points,
    Spoken,
    Verdict,
)
from quizcards.study.attempt import Attempt
from quizcards.study.names import named_point
from quizcards.terminal import palette
from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import HEADING
from quizcards.terminal.study_keys import TOGGLES
from quizcards.terminal.text import ACCENT, MARGIN, NO_BREAK, QUIET, prose, wrapped

if TYPE_CHECKING:
    from quizcards.model import KeyPoint
    from quizcards.quiz.typed import PointMark

ALREADY_SEEN = "답을 이미 보았습니다. 적어서 답하려면 다음 카드에서 t를 눌러 주세요."
NO_DEMO = "이 카드에는 아직 데모가 없습니다."
NO_DEMO_YET = "시험에서는 답한 뒤에 데모를 볼 수 있습니다."
NOT_IN_A_TEST = "시험에서는 쓸 수 없는 키입니다."
COUNTS_AS_GIVEN = "답을 이미 보았으니 답한 그대로 채점합니다."
CLAIMABLE = " 내 답도 맞다면 y를 눌러 주세요."
TAKEN_BACK = "이 답을 거두었습니다. 다시 답해 주세요."
MARK_SIGNS = ("·", "?", "✓", "×")
"""A key point's mark, by its state."""
RIGHT, WRONG = "○", "×"
SHORT = 24
"""Cells of an option that can be said again beside its mark."""
HINTS: dict[type, str] = {
    Choice: "번호를 눌러 고르세요.",
    Number: "수를 적고 Enter를 누르세요.",
    Order: "번호를 차례대로 적고 Enter를 누르세요(예: 2 1 3).",
    Blank: "빈칸에 들어갈 말을 적고 Enter를 누르세요.",
    Code: "식을 적고 Enter를 누르세요. 실행해서 값을 견줍니다.",
    Points: "답을 적고 Enter를 누르세요.",
}
SEVERAL = "줄을 모두 적고 Enter를 누르세요. 한 줄에 이어 적을 때는 ;로 나눕니다."
MARKS_FOUND = "말한 것으로 보이는 핵심입니다. 다르면 앞의 글자를 눌러 고치세요."
MARKS_SET = "말했다고 표시한 핵심입니다. 다르면 앞의 글자를 눌러 고치세요."
MARKS_NONE = "적은 답에서 찾은 핵심이 없습니다. 말했다면 앞의 글자를 눌러 표시하세요."
MARKS_MEAN = {
    "×": "×는 반대로 말한 것으로 보이는 핵심입니다. "
    "하나라도 있으면 다른 핵심은 ?까지만 보고 다시를 제안합니다.",
    "?": "?는 낱말은 있으나 뜻이 다를 수 있는 핵심이고, 등급을 제안할 때 반으로 셉니다.",
}
MARKS_UNTYPED = "말한 핵심이 있으면 앞의 글자를 눌러 표시하세요."
SPOKEN = "소리 내어 답해 보세요."
DRAFT = "적던 답은 남아 있습니다. 다시 적으면 그 뒤를 잇습니다."
REPLACED_DRAFT = "적던 답은 남아 있습니다. 새로 적으면 그 답을 대신합니다."


def counts_as_given(attempt: Attempt) -> str:
    """Say why an answer is not taken back in a test, and what can be done instead."""
    return COUNTS_AS_GIVEN + (CLAIMABLE if attempt.can_be_claimed else "")


def asked_lines(item: Item, width: int) -> list[Text]:
    """Return the question with everything that is given and everything that can be chosen."""
    return [*prompt_lines(item, width), *given_lines(item, width)]


def prompt_lines(item: Item, width: int) -> list[Text]:
    """Return the question alone, below what it is about."""
    context = item.asked.given[0] if item.asked.given else ""
    lines = [*wrapped(prose(context), width - 2, QUIET, MARGIN), Text()] if context else []
    return lines + wrapped(prose(item.asked.prompt), width - 2, HEADING, MARGIN)


def given_lines(item: Item, width: int, attempt: Attempt | None = None) -> list[Text]:
    """Return what is given with a question, and what can be chosen.

    After an attempt the right option is marked, and the wrong one that was chosen; lines to put in
    order stand in their order.
    """
    inner = width - 2
    asked = item.asked
    lines: list[Text] = []
    inputs = ", ".join(one.replace(" ", NO_BREAK) for one in asked.inputs)
    for one in [*([inputs] if inputs else []), *map(prose, asked.given[1:])]:
        lines += wrapped(one, inner, "", f"{MARGIN}  ")
    match asked.answering:
        case Choice(options=options) if attempt is not None:
            lines += [Text(), *_marked(asked.answering, attempt.typed, inner)]
        case Choice(options=options):
            lines += [Text(), *_numbered([option.text for option in options], inner)]
        case Order(lines=shuffled) if attempt is not None and attempt.verdict:
            ordered = attempt.verdict.lines[-len(shuffled) :]
            shown = [line for one in ordered for line in wrapped(one, inner, "", f"{MARGIN}  ")]
            lines += [Text(), *(shown or _numbered(shuffled, inner))]
        case Order(lines=shuffled):
            lines += [Text(), *_numbered(shuffled, inner)]
        case Code(lines=code):
            lines += [Text(), *code_lines(code, inner)]
        case Blank(text=text):
            lines += [Text(), *wrapped(prose(text), inner, "", f"{MARGIN}  ")]
        case Number(right=right, relative=relative) if attempt is None:
            from quizcards.quiz.numbers import tolerance

            lines += [Text(), *wrapped(tolerance(right, relative), inner, QUIET, MARGIN)]
    return lines


def code_lines(code: Sequence[str], width: int) -> list[Text]:
    """Return lines of a function as they stand; a comment goes where there is no room for it."""
    lines = []
    for line in code:
        room = width - cell_len(MARGIN) - 2
        bare, sign, note = line.partition("  #")
        shown = line if cell_len(line) <= room else bare
        text = Text(f"{MARGIN}  {shown[: len(bare)]}", style=ACCENT if GAP in bare else "")
        lines.append(text.append(sign + note if shown == line else "", QUIET))
    return lines


def tried_lines(attempt: Attempt, width: int) -> list[Text]:
    """Return the last wrong line of code with what is said of it, and the hints that were given."""
    lines: list[Text] = []
    if attempt.tries:
        last = attempt.tries[-1]
        said = _said_of(last.verdict)
        head = f"{MARGIN}{WRONG} {said}   내 식  "
        lines += kept(last.text, width - 2, ACCENT, head)
        lines[0].stylize(palette.WRONG, 0, len(f"{MARGIN}{WRONG} {said}"))
        lines += [line for one in last.said for line in wrapped(one, width - 2, "", f"{MARGIN}  ")]
    for one in attempt.hints:
        lines += kept(one, width - 2, "", f"{MARGIN}힌트  ")
    return lines


def kept(text: str, width: int, style: str, first: str) -> list[Text]:
    """Wrap lines of code, each of which keeps its indent."""
    head, *others = text.split("\n")
    lines = wrapped(head, width, style, first)
    for line in others:
        bare = line.lstrip()
        lines += wrapped(bare, width, style, " " * (cell_len(first) + len(line) - len(bare)))
    return lines


def completions(item: Item) -> list[str]:
    """Return the words that Tab completes in an answer: of code the names that it may use."""
    answering = item.asked.answering
    if not isinstance(answering, Code):
        return []
    from quizcards.trace.vet_line import MOST_ARGUMENTS

    known = [name for check in answering.checks for name in check.exercise.known]
    return [*dict.fromkeys(known), *sorted(f"np.{name}" for name in MOST_ARGUMENTS)]


def hint(item: Item) -> str:
    """Return what to do now."""
    answering = item.asked.answering
    if isinstance(answering, Code) and answering.form != "line":
        return SEVERAL
    return HINTS.get(type(answering), SPOKEN)


def _numbered(texts: Sequence[str], width: int) -> list[Text]:
    return [
        line
        for i, text in enumerate(texts, 1)
        for line in wrapped(prose(text), width, "", f"{MARGIN}  {i}  ")
    ]


def _marked(choice: Choice, typed: str | None, width: int) -> list[Text]:
    """Return the options: ○ before the right one, × before another that was chosen."""
    chosen = _chosen(choice, typed)
    lines = []
    for i, option in enumerate(choice.options):
        sign, style = (RIGHT, palette.RIGHT) if i == choice.right else (" ", QUIET)
        if i == chosen != choice.right:
            sign, style = WRONG, palette.WRONG
        lines += wrapped(prose(option.text), width, style, f"{MARGIN}{sign} {i + 1}  ")
    return lines


def _chosen(choice: Choice, typed: str | None) -> int | None:
    names = [(str(i), option.text.casefold()) for i, option in enumerate(choice.options, 1)]
    said = (typed or "").casefold()
    return next((i for i, of in enumerate(names) if said in of), None)


def remarks(attempt: Attempt, width: int) -> list[Text]:
    """Return what there is to say of the learner's own answer."""
    answering = attempt.item.asked.answering
    if isinstance(answering, Spoken | Points):
        texts = [named_point(point, attempt.points) for point in attempt.points]
        lines = mark_lines(texts, attempt.marks, attempt.typed or "", width)
        return lines + counted_lines(attempt.marks, attempt.points, width)
    if attempt.verdict is None:
        return []
    typed, verdict = attempt.typed, attempt.verdict
    if isinstance(answering, Choice):
        chosen = _chosen(answering, typed)
        verdict = verdict._replace(lines=_feedback(answering, chosen))
        typed = typed if chosen is None else _short_name(answering, chosen)
    elif isinstance(answering, Order):
        verdict = verdict._replace(lines=verdict.lines[: -len(answering.lines)])
    return verdict_lines(
        verdict, typed, width, attempt.claimed, is_code=isinstance(answering, Code)
    )


def _feedback(choice: Choice, chosen: int | None) -> tuple[str, ...]:
    """Return what is said of the option that was chosen, and of the right one."""
    options = dict.fromkeys(one for one in (chosen, choice.right) if one is not None)
    return tuple(filter(None, (choice.options[one].feedback for one in options)))


def _short_name(choice: Choice, chosen: int) -> str:
    """Return an option as it can be found in the list: what it says or, where long, its number."""
    text = choice.options[chosen].text
    return text if cell_len(text) <= SHORT else str(chosen + 1)


def verdict_lines(
    verdict: Verdict,
    typed: str | None,
    width: int,
    claimed: bool = False,
    is_code: bool = False,
) -> list[Text]:
    """Return how an answer was marked, what was answered, and what there is to say about it.

    `claimed` says that the learner takes the answer for right all the same. Lines of code stay.
    """
    sign, said = RIGHT, "맞았습니다"
    if claimed:
        said = "맞은 답으로 둡니다"
    elif verdict.share < 1:
        sign, said = WRONG, _said_of(verdict)
    head = f"{MARGIN}{sign} {said if typed else '답하지 않았습니다'}"
    lines = kept(typed, width - 2, ACCENT, f"{head}   내 답  ") if typed else [Text(head)]
    lines[0].stylize(palette.RIGHT if sign == RIGHT else palette.WRONG, 0, len(head))
    for one in verdict.lines:
        lines += kept(one if is_code else prose(one), width - 2, "", f"{MARGIN}  ")
    return lines


def _said_of(verdict: Verdict) -> str:
    """Say that an answer is wrong, or how much of it is right."""
    return f"{verdict.share:.0%}만 맞았습니다" if verdict.share else "틀렸습니다"


def mark_lines(
    points: Sequence[str], marks: Sequence[PointMark], typed: str, width: int
) -> list[Text]:
    """Return every key point with its mark, its key, and the words that speak for it."""
    heading = MARKS_NONE if typed else MARKS_UNTYPED
    if any(mark.spans for mark in marks):
        heading = MARKS_FOUND
    elif any(mark.state for mark in marks):
        heading = MARKS_SET
    lines = wrapped(heading, width - 2, QUIET, MARGIN)
    keys = [*TOGGLES, *" " * len(points)]
    for key, point, mark in zip(keys, points, marks, strict=False):
        lines += wrapped(point, width - 2, "", f"{MARGIN}  {key} {MARK_SIGNS[mark.state]} ")
        lines += spoken_words(typed, mark.spans, width - 2, f"{MARGIN}       ")
    return lines + sign_lines([mark.state for mark in marks], width)


def counted_lines(marks: Sequence[PointMark], points: Sequence[KeyPoint], width: int) -> list[Text]:
    """Return by what the grade is proposed, where no opposite was said."""
    from quizcards.quiz.typed import GOOD_SHARE, HARD_SHARE, State, counted

    if not marks or any(mark.state is State.CONTRARY for mark in marks):
        return []
    said, of = counted(marks, points)
    without = "" if of == len(points) else " 덤은 세지 않습니다."
    how = (
        f"제안하는 등급: 핵심 {of}개 가운데 {said:g}개"
        f"({GOOD_SHARE:.0%}부터 알맞음, {HARD_SHARE:.0%}부터 어려움).{without}"
    )
    return wrapped(how, width - 2, QUIET, MARGIN)


def sign_lines(states: Iterable[int], width: int) -> list[Text]:
    """Return what the signs of key points mean that do not speak for themselves."""
    shown = {MARK_SIGNS[state] for state in states}
    means = [said for sign, said in MARKS_MEAN.items() if sign in shown]
    return [line for said in means for line in wrapped(said, width - 2, QUIET, MARGIN)]


def spoken_words(
    typed: str, spans: Sequence[tuple[int, int]], width: int, indent: str
) -> list[Text]:
    """Return the words of a typed answer that speak for a key point."""
    answer = unicodedata.normalize("NFC", typed)  # what the spans count in
    words = ", ".join(dict.fromkeys(answer[start:end].strip() for start, end in spans))
    return wrapped(f"“{words}”", width, ACCENT, indent) if words else []
