"""What the learner sees around a question: header, answer and parts, grades, help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rich.text import Text

from quizcards.memory.schedule import IN_REVIEW
from quizcards.model import Card, Grade, Memory
from quizcards.quiz.question import Number, Points, Spoken
from quizcards.study.attempt import Attempt
from quizcards.study.goal import Standing
from quizcards.study.names import clock_time
from quizcards.study.queue import Left
from quizcards.study.session import Position, Question
from quizcards.terminal import card_parts, item_view
from quizcards.terminal.card_parts import Part
from quizcards.terminal.cells import cell_len
from quizcards.terminal.laboratory import CardBack
from quizcards.terminal.palette import HEADING
from quizcards.terminal.study_keys import CLAIM, NOT_IN_QUIZ, RESTART, TOGGLES
from quizcards.terminal.text import (
    ACCENT,
    MARGIN,
    QUIET,
    about,
    interval,
    pad,
    prose,
    wrapped,
)

GRADE_KEYS = tuple(f"{int(grade)} {grade.korean}" for grade in Grade)
GUESSED = "찍었으면 1"
GRADE_NAMES = ("1 2 3 4", " · ".join(grade.korean for grade in Grade))
HELP = (
    ("Space", "답 보기, 그다음에는 한 부분씩 더 보기"),
    ("a x f o", "모범 답, 오해, 꼬리질문, 출처 열기. 다시 누르거나 Esc로 닫기"),
    ("d", "데모: 값을 계산해서 보기. 그 안에서 ←→는 값 바꾸기, w는 한 줄씩"),
    GRADE_NAMES,
    ("t", "답을 적어 보기. 어떤 핵심을 말했는지 짐작해 보여 줍니다"),
    (" ".join(TOGGLES), "짐작한 핵심 표시를 고치기"),
    ("Enter", "답 적기, 답을 본 뒤에는 제안된 등급 받기"),
    (CLAIM, "틀렸다고 나온 답을 맞은 답으로 두기, 다시 누르면 채점대로"),
    ("l", "식을 LaTeX로, 다시 누르면 글자로"),
    ("↑ ↓  j k", "위아래로 움직이기"),
    ("u", "되돌리기 (몇 번이든)"),
    ("r", "되돌린 것을 다시 하기"),
    ("e", "이 카드를 $EDITOR로 고치기"),
    ("b", "내일까지 미루기"),
    ("s", "쉬게 하기 (u 또는 quizcards wake로 깨웁니다)"),
    ("?", "이 도움말"),
    ("q", "그만하기. 답은 모두 저장되어 있습니다"),
)
IN_LINES = {
    "Space": ("Enter", "답 보기, 그다음에는 한 부분씩 더 보기. 제안된 등급이 있으면 받기"),
    "a x f o": ("a x f o", "모범 답, 오해, 꼬리질문, 출처 보기"),
    "d": ("d", "데모: 계산한 값을 표로, 그림을 말로 보기"),
    "Enter": None,
    "↑ ↓  j k": None,
}
"""What the keys do line by line, where it is not the same; None for those that do nothing."""
IN_QUIZ = {
    "Space": "모르겠음, 답을 본 뒤에는 한 부분씩 더 보기",
    "d": "답을 본 뒤에 데모: 값을 계산해서 보기",
    "u": "앞 문제로 돌아가 매긴 것만 고치기(답하기 전에)",
}
"""What the keys do in a test, where it is not the same."""
POINTS_ALONE = ("t", " ".join(TOGGLES))
"""What does something in a test only where key points are asked for."""
UNGRADED = {"Enter": "답 적기, 답을 본 뒤에는 다음 문제로"}
MOST_SAID = 5
"""Lines that explain an answer in a test, below its mark, before more is asked for."""
NOTABLE = 0.02
"""Recall on the day is said to be ahead of the plan or behind it from this difference on."""
RESTARTS = (RESTART, "많이 바뀐 이 카드를 처음부터 다시 배우기")


def header(question: Question, width: int, passed: float = 0.0) -> Text:
    """Return the top line: deck and card, and on the right what is left and the time left.

    How a plan stands and how long it takes are said as far as there is room. `passed` are the
    seconds since the question was asked.
    """
    name = question.card.title or question.card.id
    left = f"{question.deck_title} · {name}" + (" · 처음" if question.is_new else "")
    right = left_text(question.left)
    if question.time_left is not None:
        return top_line(left, f"{time_left(question.time_left - passed)}   {right}", width)
    shorter = [right]
    if isinstance(question.left, Left):
        shorter.append(left_text(replace(question.left, seconds=None)))
    if standing := question.standing:
        plans = [
            standing_text(one, question.day) for one in (standing, Standing(standing.by, lead=None))
        ]
        shorter = [*(f"{plan}   {right}" for plan in plans), *shorter]
    whole = (text for text in shorter if cell_len(left + text) + 5 <= width)
    return top_line(left, next(whole, shorter[-1]), width)


def left_text(left: Left | Position) -> str:
    """Say what is left to ask, and about how long it takes; of a test, which question this is.

    For example '복습 5 · 새 카드 4 · 다시 볼 것 2 · 약 12분'.
    """
    if isinstance(left, Position):
        return f"{left.number} / {left.total}"
    counts = (("복습", left.reviews), ("새 카드", left.new), ("다시 볼 것", left.again))
    parts = [f"{name} {count}" for name, count in counts if count]
    if left.seconds is not None:
        parts.append(about(left.seconds))
    return " · ".join(parts)


def progress_bar(share: float, width: int) -> Text:
    """Return a line that is thick as far as `share` of it."""
    room = width - 2
    done = round(share * room)
    return Text(MARGIN).append("━" * done, ACCENT).append("─" * (room - done), QUIET)


def time_left(seconds: float) -> str:
    """Return how long a quiz goes on.

    The question that is on when the time is over may still be answered.
    """
    return f"남은 시간 {clock_time(seconds)}" if seconds > 0 else "시간 끝, 이 문제까지"


def standing_text(standing: Standing, day: int) -> str:
    """Return the day that is prepared for, how far off it is, and how things stand.

    For example '12월 15일까지 19일 · 계획대로'.
    """
    moment = date.fromordinal(standing.by)
    named = f"{moment.month}월 {moment.day}일"
    until = f"{named}까지 {standing.by - day}일" if standing.by > day else f"{named} 당일"
    if standing.skipped:
        return f"{until} · {days_text(standing.skipped)} 빠져 다시 세움"
    return until if standing.lead is None else f"{until} · {lead_text(standing.lead)}"


def days_text(days: int) -> str:
    """Return how long something lasted, as people count days."""
    return {1: "하루", 2: "이틀", 3: "사흘", 4: "나흘"}.get(days, f"{days}일")


def lead_text(lead: float) -> str:
    """Say how far recall on the day is ahead of the plan."""
    if abs(lead) < NOTABLE:
        return "계획대로"
    return f"계획보다 {abs(lead) * 100:.0f}%p {'앞섬' if lead > 0 else '뒤처짐'}"


def asked(card: Card, width: int) -> list[Text]:
    """Return the question alone."""
    return wrapped(prose(card.question), width - 2, HEADING, MARGIN)


def revealed(attempt: Attempt, back: CardBack, width: int, latex: bool = False) -> list[Text]:
    """Return what is seen first of an answer: what was said of the learner's own, or the points.

    Where not the card's own question was asked, the card waits below `a`.
    """
    answering = attempt.item.asked.answering
    if attempt.marks:
        return [*item_view.remarks(attempt, width), *card_parts.formulas(back, width, latex)]
    if attempt.is_of_the_card:
        lines = [] if back.card.key_points else typed_lines(attempt, width)
        return [*lines, *card_parts.points(back, width, latex)]
    if isinstance(answering, Spoken):
        return wrapped(prose(answering.answer), width - 2, "", MARGIN)
    return item_view.remarks(attempt, width)


def part_name(parts: Sequence[Part], key: str) -> Text:
    """Return the heading of a part."""
    return Text(MARGIN + next(part.heading for part in parts if part.key == key), style=HEADING)


def shortened(attempt: Attempt, lines: list[Text], width: int) -> list[Text]:
    """Return no more of what was said of an answer than a test has room for between questions.

    That is its mark and what explains it; of a calculation the last line, which has the value that
    was asked for. Key points stay whole: they are there to be marked.
    """
    if len(lines) <= 1 + MOST_SAID or attempt.marks:
        return lines
    end: list[Text] = []
    if attempt.verdict and isinstance(attempt.item.asked.answering, Number):
        rows = len(wrapped(prose(attempt.verdict.lines[-1]), width - 2, "", f"{MARGIN}  "))
        end = lines[-min(rows, MOST_SAID - 2) :]
    *kept, last = lines[: 1 + MOST_SAID - len(end)]
    return [*kept, last.copy().append(" …"), *end]


def typed_lines(attempt: Attempt, width: int) -> list[Text]:
    """Return what was written in the learner's own words, and an empty line."""
    if not attempt.typed or not isinstance(attempt.item.asked.answering, Spoken | Points):
        return []
    return [*wrapped(attempt.typed, width - 2, ACCENT, f"{MARGIN}내 답  "), Text()]


def parts(attempt: Attempt) -> list[Part]:
    """Return the parts of the card that can be opened below what is seen first."""
    card = attempt.item.card
    return card_parts.parts(card, bool(card.key_points) or not attempt.is_of_the_card)


def part_lines(
    key: str, attempt: Attempt, back: CardBack, width: int, told: int, latex: bool = False
) -> list[Text]:
    """Return what a part says that was opened."""
    if key != card_parts.ANSWER:
        return card_parts.part_lines(key, back, width, told)
    lines = typed_lines(attempt, width)
    if not attempt.is_of_the_card:
        lines += [*asked(back.card, width), Text(), *card_parts.points(back, width, latex)]
        lines += [Text()] if back.card.key_points else []
    return lines + (card_parts.answer(back.card, width) if back.card.key_points else [])


def restart_offer(question: Question) -> list[str]:
    """Return the key that learns a card afresh, if it became another one."""
    return [f"{RESTART} 처음부터"] if question.has_changed else []


def grades(question: Question, attempt: Attempt) -> list[str]:
    """Return the four grades, each with the exact time after which the card would come back.

    Enter takes a proposed one. Where an answer leaves the schedule alone there is nothing to grade,
    and Enter goes on.
    """
    if not question.outcomes:
        return ["Enter 다음"]
    named = [
        f"{key} {_comes_back(memory, question)}"
        for key, memory in zip(GRADE_KEYS, question.outcomes, strict=True)
    ]
    if attempt.may_be_a_guess:
        return [*named, GUESSED]
    return [*named, f"Enter 제안대로({attempt.proposed.korean})"] if attempt.proposed else named


def _comes_back(memory: Memory, question: Question) -> str:
    """Return when a card comes back by its schedule; not how long after the day prepared for."""
    standing = question.standing
    if standing and memory.step == IN_REVIEW and memory.due_day > standing.by:
        return "면접 뒤"
    return interval(memory, question.at)


def claim_offer(attempt: Attempt) -> list[str]:
    """Return the key that takes an answer for right which was marked wrong."""
    if not attempt.can_be_claimed:
        return []
    return [f"{CLAIM} {'채점대로' if attempt.claimed else '내 답도 맞음'}"]


def what_goes_on(question: Question, attempt: Attempt) -> str:
    """Say which key goes on from an answer."""
    if not question.outcomes:
        return (
            "일정을 건드리지 않는 시험이라 등급을 매기지 않습니다. Enter를 누르면 다음으로 갑니다."
        )
    keys = f"{', '.join(GRADE_KEYS)} 가운데 하나를 눌러 주세요."
    if attempt.may_be_a_guess:
        return f"찍어서도 맞을 수 있는 문제라 등급을 제안하지 않습니다. {keys}"
    return keys


def help_lines(question: Question, width: int, in_lines: bool = False) -> list[Text]:
    """Return the list of the keys that do something at this question, or line by line."""
    closing = "한글 입력 상태에서도 같은 자리의 키가 통합니다(ㅇ = d, ㅕ = u, ㅂ = q)."
    known = list(HELP)
    if in_lines:
        known = [pair for pair in (IN_LINES.get(one[0], one) for one in HELP) if pair]
    keys = [pair for pair in known if not question.in_quiz or _works_in_quiz(pair[0], question)]
    if question.in_quiz:
        keys = [(key, IN_QUIZ.get(key, what)) for key, what in keys]
    if not question.outcomes:
        keys = [(key, UNGRADED.get(key, what)) for key, what in keys if (key, what) != GRADE_NAMES]
    return [
        *key_lines([*keys, RESTARTS] if question.has_changed else keys, width),
        Text(),
        *wrapped(closing, width - 1, QUIET, MARGIN),
    ]


def _works_in_quiz(key: str, question: Question) -> bool:
    is_about_points = isinstance(question.item.asked.answering, Points)
    return key not in NOT_IN_QUIZ and (is_about_points or key not in POINTS_ALONE)


def key_lines(keys: Sequence[tuple[str, str]], width: int) -> list[Text]:
    """Return a list of keys and what they do."""
    room = max(cell_len(key) for key, _ in keys) + 3
    rows = [
        line for key, what in keys for line in wrapped(what, width - 1, "", MARGIN + pad(key, room))
    ]
    return [Text(f"{MARGIN}키", style=HEADING), Text(), *rows]


def top_line(left: str, right: str, width: int) -> Text:
    """Return a line with something at either end; the left gives way."""
    room = width - cell_len(right) - 3
    while cell_len(left) > room:
        left = left[:-1]
    return Text(MARGIN).append(pad(left, room + 1), QUIET).append(right, QUIET)
