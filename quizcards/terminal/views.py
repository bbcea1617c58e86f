"""What the learner sees, as lines of rich Text: a card, a demo, help, the end of a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len
from rich.text import Text

from quizcards.model import Card, Grade, Memory
from quizcards.quiz.question import Points, Spoken
from quizcards.study.attempt import Attempt
from quizcards.study.goal import Progress, Standing
from quizcards.study.session import Question
from quizcards.study.summary import Summary
from quizcards.terminal import item_view
from quizcards.terminal.laboratory import CardBack
from quizcards.terminal.study_keys import CLAIM, RESTART
from quizcards.terminal.text import (
    ACCENT,
    MARGIN,
    QUIET,
    columns,
    day_name,
    interval,
    minutes,
    pad,
    prose,
    wrapped,
)

GRADE_KEYS = tuple(f"{int(grade)} {grade.korean}" for grade in Grade)
GRADE_NAMES = ("1 2 3 4", " · ".join(grade.korean for grade in Grade))
HELP = (
    ("Space", "답 보기, 답이 길면 다음 쪽"),
    GRADE_NAMES,
    ("t", "답을 적어 보기. 어떤 핵심을 말했는지 짐작해 보여 줍니다"),
    ("z x c v n m", "짐작한 핵심 표시를 고치기"),
    ("Enter", "답 적기, 답을 본 뒤에는 제안된 등급 받기"),
    (CLAIM, "틀렸다고 나온 답을 맞은 답으로 두기, 다시 누르면 채점대로"),
    ("d", "데모: 값을 계산해서 보기. 그 안에서 ←→는 값 바꾸기, w는 한 줄씩"),
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
NOT_IN_QUIZ = ("r", "e", "b", "s")
UNGRADED = {"Enter": "답 적기, 답을 본 뒤에는 다음 문제로"}
NOTABLE = 0.02
"""Recall on the day is said to be ahead of the plan or behind it from this difference on."""
RESTARTS = (RESTART, "많이 바뀐 이 카드를 처음부터 다시 배우기")


def header(question: Question, width: int, passed: float = 0.0) -> Text:
    """Return the top line: deck and card, and on the right progress and the time left.

    How a plan stands is said as far as there is room. `passed` are the seconds since the question
    was asked.
    """
    left = f"{question.deck_title} · {question.card.id}" + ("  새 카드" if question.is_new else "")
    right = f"{question.position} / {question.total}"
    if question.left is not None:
        right = f"{time_left(question.left - passed)}   {right}"
    elif question.standing:
        plans = (
            standing_text(standing, question.day)
            for standing in (question.standing, Standing(question.standing.by, lead=None))
        )
        whole = (
            f"{plan}   {right}" for plan in plans if cell_len(f"{left}{plan}{right}") + 8 <= width
        )
        right = next(whole, right)
    return top_line(left, right, width)


def time_left(seconds: float) -> str:
    """Return how long a quiz goes on.

    The question that is on when the time is over may still be answered.
    """
    # the first question of a session must not wait for it
    from quizcards.interview.state import clock_time

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


def progress_rows(progress: Progress, day: int) -> list[tuple[str, str]]:
    """Return what a session did for the day that is prepared for."""
    before, after = (f"{recall * 100:.1f}%" for recall in (progress.before, progress.after))
    moved = after if after == before else f"{before} → {after}"
    rows = [(f"{day_name(progress.by, day)} 기억률", f"{moved}   지금 멈춘다면")]
    return rows + ([("남은 날", f"{progress.by - day}일")] if progress.by > day else [])


def asked(card: Card, width: int) -> list[Text]:
    """Return the question alone."""
    return wrapped(prose(card.question), width - 2, "bold", MARGIN)


def revealed(attempt: Attempt, back: CardBack, width: int, latex: bool = False) -> list[Text]:
    """Return what was said about the answer, and the card's full answer below."""
    item = attempt.item
    is_own_question = item.asked.prompt == item.card.question
    is_typed = isinstance(item.asked.answering, Spoken | Points)
    lines = _remarks(attempt, width)
    if not is_own_question and item.card.question not in item.asked.given:
        lines += [*asked(item.card, width), Text()]
    return lines + answered(back, width, latex, attempt.typed if is_typed else None)


def _remarks(attempt: Attempt, width: int) -> list[Text]:
    """Return what there is to say about the learner's own answer, and an empty line."""
    item = attempt.item
    match item.asked.answering:
        case Spoken(answer=answer) if item.asked.prompt != item.card.question:
            lines = wrapped(prose(answer), width - 2, ACCENT, MARGIN)
        case Spoken() | Points() if attempt.marks:
            texts = [point.point for point in attempt.points]
            lines = item_view.mark_lines(texts, attempt.marks, attempt.typed or "", width)
        case Spoken() | Points():
            return []
        case _ if attempt.verdict:
            said = item_view.said(attempt)
            lines = item_view.verdict_lines(attempt.verdict, said, width, attempt.claimed)
        case _:
            return []
    return [*lines, Text()]


def answered(
    back: CardBack, width: int, latex: bool = False, typed: str | None = None
) -> list[Text]:
    """Return everything a card says below its question."""
    card = back.card
    inner = width - 2
    lines: list[Text] = []
    if typed:
        lines += [*wrapped(typed, inner, ACCENT, f"{MARGIN}내 답  "), Text()]
    lines += wrapped(prose(card.answer), inner, "", MARGIN)
    if card.key_points:
        lines.append(Text())
        for point in card.key_points:
            lines += wrapped(point.point, inner, "", f"{MARGIN}  · ")
    if card.formula:
        lines.append(Text())
        for formula in card.formula if latex else back.formulas:
            lines += wrapped(formula, inner, ACCENT, f"{MARGIN}  ", f"{MARGIN}      ")
    if card.misconceptions:
        lines.append(Text())
        for wrong, evidence in zip(card.misconceptions, back.evidence, strict=True):
            lines += wrapped(f'"{prose(wrong.claim)}"', inner, "", f"{MARGIN}✗ ")
            lines += wrapped(evidence, inner, ACCENT, f"{MARGIN}  ▸ ") if evidence else []
            lines += wrapped(prose(wrong.because), inner, QUIET, f"{MARGIN}  → ")
    if card.followups:
        lines += [Text(), Text(f"{MARGIN}꼬리질문", style="bold")]
        for followup in card.followups:
            lines += wrapped(prose(followup.question), inner, "", f"{MARGIN}↳ ")
            lines += wrapped(prose(followup.answer), inner, QUIET, f"{MARGIN}  ")
    return lines + _origins(card, inner)


def _origins(card: Card, width: int) -> list[Text]:
    lines = [
        line for source in card.sources for line in wrapped(source, width, QUIET, f"{MARGIN}출처 ")
    ]
    if card.notes:
        runs = (f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in card.notes)
        shown = ", ".join(runs)
        lines += wrapped(f"노트 {shown}줄", width, QUIET, MARGIN)
    return [Text(), *lines] if lines else []


def restart_offer(question: Question) -> list[str]:
    """Return the key that learns a card afresh, if it became another one."""
    return [f"{RESTART} 처음부터"] if question.has_changed else []


def grades(outcomes: tuple[Memory, ...], at: float, proposed: Grade | None = None) -> list[str]:
    """Return the four grades, each with the exact time after which the card would come back.

    Enter takes a proposed one. Where an answer leaves the schedule alone there is nothing to grade,
    and Enter goes on.
    """
    if not outcomes:
        return ["Enter 다음"]
    named = [
        f"{key} {interval(memory, at)}" for key, memory in zip(GRADE_KEYS, outcomes, strict=True)
    ]
    return [*named, f"Enter 제안대로({proposed.korean})"] if proposed else named


def claim_offer(attempt: Attempt) -> list[str]:
    """Return the key that takes an answer for right which was marked wrong."""
    if not attempt.can_be_claimed:
        return []
    return [f"{CLAIM} {'채점대로' if attempt.claimed else '내 답도 맞음'}"]


def what_goes_on(question: Question) -> str:
    """Say which key goes on from an answer."""
    if not question.outcomes:
        return (
            "일정을 건드리지 않는 시험이라 등급을 매기지 않습니다. Enter를 누르면 다음으로 갑니다."
        )
    return f"{', '.join(GRADE_KEYS)} 가운데 하나를 눌러 주세요."


def help_lines(question: Question, width: int) -> list[Text]:
    """Return the list of the keys that do something at this question."""
    closing = "한글 입력 상태에서도 같은 자리의 키가 통합니다(ㅇ = d, ㅕ = u, ㅂ = q)."
    keys = [(key, what) for key, what in HELP if not (question.in_quiz and key in NOT_IN_QUIZ)]
    if not question.outcomes:
        keys = [(key, UNGRADED.get(key, what)) for key, what in keys if (key, what) != GRADE_NAMES]
    return [
        *key_lines([*keys, RESTARTS] if question.has_changed else keys, width),
        Text(),
        *wrapped(closing, width - 1, QUIET, MARGIN),
    ]


def key_lines(keys: Sequence[tuple[str, str]], width: int) -> list[Text]:
    """Return a list of keys and what they do."""
    room = max(cell_len(key) for key, _ in keys) + 3
    rows = [
        line for key, what in keys for line in wrapped(what, width - 1, "", MARGIN + pad(key, room))
    ]
    return [Text(f"{MARGIN}키", style="bold"), Text(), *rows]


def top_line(left: str, right: str, width: int) -> Text:
    """Return a line with something at either end; the left gives way."""
    room = width - cell_len(right) - 3
    while cell_len(left) > room:
        left = left[:-1]
    return Text(MARGIN).append(pad(left, room + 1), QUIET).append(right, QUIET)


def ahead_offer(summary: Summary) -> list[str]:
    """Return the key that looks ahead, if there is something to see."""
    return [f"a 다음 날 카드 미리 보기({summary.early}장)"] if summary.early else []


def summary_lines(summary: Summary) -> list[Text]:
    """Return the quiet screen at the end: what was done, how well, what comes next."""
    lines: list[Text] = []
    progress = summary.progress
    if summary.answers:
        lines.append(Text(f"{MARGIN}오늘은 여기까지입니다.", style="bold"))
        share = round(100 * summary.remembered / summary.answers)
        rows = [
            ("카드", f"{summary.cards}장, 답 {summary.answers}번"),
            ("떠올린 비율", f"{share}%"),
            ("걸린 시간", minutes(summary.seconds)),
        ]
    else:
        nothing = "오늘 계획에 남은 카드가 없습니다." if progress else "지금 볼 카드가 없습니다."
        lines.append(Text(f"{MARGIN}{nothing}", style="bold"))
        rows = []
    if progress:
        rows += progress_rows(progress, summary.day)
        return [*lines, Text(), *(Text(f"{MARGIN}  {row}") for row in columns(rows))]
    rows.append(("내일", f"{summary.due_tomorrow}장"))
    if not summary.due_tomorrow and summary.next_day is not None:
        rows.append(("다음 복습", day_name(summary.next_day, summary.day)))
    if summary.due_in_session:
        rows.append(("아직 남음", f"{summary.due_in_session}장"))
    if summary.unseen:
        rows.append(("새 카드", f"{summary.unseen}장이 기다립니다"))
    return [*lines, Text(), *(Text(f"{MARGIN}  {row}") for row in columns(rows))]
