"""What is seen of an interview, as lines of rich Text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text

from quizcards.interview.answering import may_be_stuck, usual
from quizcards.interview.report import MEANINGS, RESCUED, UNMARKED, Heard, Report, Tally
from quizcards.interview.state import ANSWER, PREPARE, Remarks, Scene, Step, followup_of
from quizcards.model import Grade
from quizcards.quiz.typed import PointMark, State
from quizcards.study.names import called, clock_time, full_moment, named_point
from quizcards.terminal.cells import cell_len
from quizcards.terminal.interview_keys import STUCK
from quizcards.terminal.item_view import (
    MARK_SIGNS,
    asked_lines,
    counted_lines,
    sign_lines,
    spoken_words,
    verdict_lines,
)
from quizcards.terminal.palette import HEADING
from quizcards.terminal.study_keys import TOGGLES
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, bar, columns, pad, prose, wrapped
from quizcards.terminal.views import GRADE_KEYS, GRADE_NAMES, key_lines, top_line

SIGNS = {**dict(enumerate(MARK_SIGNS)), RESCUED: "↳", UNMARKED: "–"}
BEGIN = (
    "모범 답안을 언제 볼까요? 바로 보면 질문마다 내 답과 비교해 보고, "
    "끝에 보면 실제 면접처럼 질문만 이어집니다. 시계는 스스로 매기는 동안 멈춥니다."
)
BEGIN_KEYS = ("Enter 바로 보기", "e 끝에 모아 보기", "q 그만")
BAR = 40
OWN_LINES = 2
"""So many lines of a typed answer the report shows."""
CLOCK = 11
"""Cells that the clock with its word takes."""
HELP = (
    ("Space", "준비를 마치고 대답 시작, 대답을 마치고 답 보기"),
    ("t", "적어서 대답하기. 말한 핵심을 찾아 제안합니다"),
    (" ".join(TOGGLES), "핵심을 말했는지 표시하고 지우기"),
    ("Enter", "어디서나 보통의 선택: 답하기, 제안대로 매기기, 다음으로"),
    GRADE_NAMES,
    ("p", "멈추기, 다시 누르면 이어 가기"),
    ("↑ ↓  j k", "위아래로 움직이기"),
    ("?", "이 도움말"),
    ("q", "그만하기. quizcards interview --resume으로 같은 자리에서 이어 갑니다"),
)


def begin_lines(width: int) -> list[Text]:
    """Return what is asked before the first question."""
    return [*wrapped(BEGIN, width - 2, HEADING, MARGIN), Text()]


def header(scene: Scene, step: Step, width: int, is_paused: bool = False) -> Text:
    """Return the top line: deck and card, and the time of the whole interview on the right.

    A pause hides which card it is, as it hides the question.
    """
    used = int(scene.used - scene.step.seconds + step.seconds)
    right = f"{used // 60}:{used % 60:02d} / {scene.minutes}분"
    card = "" if is_paused else f" · {scene.card.title or scene.card.id}"
    return top_line(scene.deck_title + card, right, width)


def asked(scene: Scene, width: int) -> list[Text]:
    """Return what the interviewer says, and what is given with it."""
    turn = scene.step.turn
    inner = width - 2
    lines = [*wrapped(turn.bridge, inner, QUIET, MARGIN), Text()] if turn.bridge else []
    if scene.item is None:
        question = (
            followup_of(turn, scene.card).question
            if turn.kind == "followup"
            else scene.card.question
        )
        return lines + wrapped(prose(question), inner, HEADING, MARGIN)
    return lines + asked_lines(scene.item, width)


def clock(step: Step) -> str:
    """Return the clock that runs now."""
    return f"{'준비' if step.phase == 'prepare' else '대답'} {clock_time(step.left)}"


def waiting(step: Step, width: int) -> list[Text]:
    """Return the clock with its bar, and what the learner does meanwhile."""
    whole = (PREPARE if step.phase == "prepare" else ANSWER)[step.turn.kind]
    room = min(BAR, width - CLOCK - 2)
    full = round(room * min(max(step.left / whole, 0), 1))
    if step.phase == "prepare":
        doing = "무엇부터 말할지 잠깐 골라 보세요."
    elif step.left <= -1:
        doing = "시간이 지났습니다. 마무리해 볼까요?"
    elif step.turn.kind == "numeric":
        doing = "종이에 계산해 보세요."
    elif step.turn.kind == "code":
        doing = "식을 적어 보세요. Enter를 누르면 실행합니다."
    else:
        doing = "소리 내어 답해 보세요."
    shown = Text(MARGIN).append(pad(clock(step), CLOCK), ACCENT).append("━" * full, ACCENT)
    return [shown.append("─" * (room - full), QUIET), Text(), Text(MARGIN + doing, style=QUIET)]


def compared(scene: Scene, step: Step, remarks: Remarks, width: int) -> list[Text]:
    """Return the learner's answer beside the right one, with the key points to mark."""
    inner = width - 2
    if remarks.verdict is not None:
        return verdict_lines(remarks.verdict, step.typed, width)
    lines = [*wrapped(step.typed, inner, ACCENT, f"{MARGIN}내 답  "), Text()] if step.typed else []
    is_followup = step.turn.kind == "followup"
    if is_followup and not step.marks:
        followup = followup_of(step.turn, scene.card)
        return lines + wrapped(prose(followup.answer), inner, "", MARGIN)
    keys = [*TOGGLES, *" " * len(step.marks)]
    points = zip(scene.card.key_points, step.marks, remarks.spans, keys, strict=False)
    for point, mark, spans, key in points:
        style = QUIET if mark == State.MISSED else ""
        said = named_point(point, scene.card.key_points)
        lines += wrapped(said, inner, style, f"{MARGIN}{key} {SIGNS[mark]} ")
        if step.typed and mark != State.MISSED:
            lines += spoken_words(step.typed, spans, inner, f"{MARGIN}    ")
    lines += sign_lines(step.marks, width)
    if is_followup:
        return lines
    found = [PointMark(State(mark)) for mark in step.marks]
    lines += counted_lines(found, scene.card.key_points, width)
    lines += [Text()] if step.marks else []
    return lines + wrapped(prose(scene.card.answer), inner, "", MARGIN)


def keys(scene: Scene, step: Step) -> list[list[str]]:
    """Return the footer."""
    rest = ["p 멈춤", "? 도움말", "q 그만"]
    if step.phase == "prepare":
        return [["Space 대답 시작", "t 적어서 답하기", *rest]]
    if step.phase == "answer" and scene.item is not None:
        return [["Enter 적기", "Space 모르겠음", *rest]]
    if may_be_stuck(scene, step):
        return [["Space 답했음", f"{STUCK} 막혔어요", "t 적어서 답하기"], rest]
    if step.phase == "answer":
        return [["Space 답 보기", "t 적어서 답하기", *rest]]
    if scene.item is not None:
        return [["Enter 다음", *rest]]
    tick = [f"{' '.join(TOGGLES[: len(step.marks)])} 말한 것 표시"] if step.marks else []
    if step.turn.kind == "followup":
        if usual(scene, step) is Grade.AGAIN:
            return [[*tick, "Enter 막혔어요", "3 대답했어요"], rest]
        return [[*tick, "Enter 대답했어요", "1 막혔어요"], rest]
    grade = step.proposal(scene.card.key_points)
    accept = f"Enter 제안대로({grade.korean})" if grade else f"Enter {Grade.GOOD.korean}"
    return [[*tick, accept], [*GRADE_KEYS, *rest]]


def help_lines(width: int) -> list[Text]:
    """Return the list of keys."""
    return key_lines(HELP, width)


def report_lines(report: Report, width: int) -> list[Text]:
    """Return the end of an interview: its numbers, causes, what to study next, and each answer."""
    inner = width - 2
    lines = [*wrapped(report.closing, inner, HEADING, MARGIN), Text()]
    lines += [*wrapped(report.verdict, inner, ACCENT, MARGIN), Text()] if report.heard else []
    lines += [Text(f"{MARGIN}  {row}") for row in columns(report.facts)]
    if report.blocks:
        lines += [
            Text(),
            *(
                line
                for text in report.blocks
                for line in wrapped(text, inner, ACCENT, f"{MARGIN}  ")
            ),
        ]
    if report.next_up:
        names = ", ".join(report.names[key] for key in report.next_up)
        lines += [Text(), *wrapped(f"다음에 공부할 것: {names}", inner, "", f"{MARGIN}  ")]
        lines += _command(report.command, inner)
    lines += _legend(report, inner)
    for heard in report.heard:
        lines += [Text(), *_heard(heard, inner)]
    return lines


def _legend(report: Report, width: int) -> list[Text]:
    """Return what the signs before the key points of a report mean."""
    shown = {mark for heard in report.heard for mark in heard.marks}
    signs = bar(
        (f"{SIGNS[mark]} {said}" for mark, said in MEANINGS.items() if mark in shown), width
    )
    return [Text(), *(Text(f"{MARGIN}  {line}", style=QUIET) for line in signs)] if signs else []


def _command(command: str, width: int) -> list[Text]:
    """Return a command, where it is long on lines that a shell takes together when copied."""
    lines = wrapped(command, width - 2, ACCENT, f"{MARGIN}  ")
    for line in lines[:-1]:
        line.append(" \\", ACCENT)
    return lines


def _heard(heard: Heard, width: int) -> Iterator[Text]:
    grade = Grade(heard.step.grade or 1).korean
    first = MARGIN + "  " * heard.step.turn.depth + ("└ " if heard.step.turn.depth else "")
    yield from wrapped(f"{called(heard.card)} ({grade})", width, HEADING, first)
    indent = " " * cell_len(first)
    yield from wrapped(prose(heard.card.question), width, "", f"{indent}  ")
    yield from _own(heard.step.typed, width, f"{indent}  ")
    for point, mark in zip(heard.card.key_points, heard.marks, strict=False):
        style = QUIET if mark == State.MISSED else ""
        said = named_point(point, heard.card.key_points)
        yield from wrapped(said, width, style, f"{indent}  {SIGNS[mark]} ")
    for step in heard.followups:
        followup = followup_of(step.turn, heard.card)
        sign = "✓" if step.share else "·"
        yield from wrapped(prose(followup.question), width, "", f"{indent}  {sign} 꼬리질문: ")
        yield from _own(step.typed, width, f"{indent}    ")
        if heard.held_back or not step.share:
            yield from wrapped(prose(followup.answer), width, QUIET, f"{indent}    ")
    if heard.shows_answer:
        yield from wrapped(prose(heard.card.answer), width, "", f"{indent}  모범 답안: ")
    if heard.calculation is not None:
        yield from _calculation(heard, heard.calculation, width, f"{indent}  ")


def _own(typed: str | None, width: int, indent: str) -> list[Text]:
    """Return the beginning of what the learner typed, if anything; the rest is in the file."""
    more = " …"
    room = width - cell_len(more)
    lines = wrapped(" ".join(typed.split()), room, ACCENT, f"{indent}내 답: ") if typed else []
    if len(lines) > OWN_LINES:
        lines[OWN_LINES - 1].append(more, ACCENT)
    return lines[:OWN_LINES]


def _calculation(heard: Heard, calculation: Step, width: int, indent: str) -> Iterator[Text]:
    head = f"{indent}{heard.whiteboard}:"
    if heard.verdict is None:
        right = "맞음" if calculation.share == 1 else "틀림"
        yield Text(f"{head} {right}", style=QUIET)
        return
    first, *rest = verdict_lines(heard.verdict, calculation.typed, width - cell_len(head))
    yield Text(head) + first
    yield from (Text(indent) + line for line in rest)


def history_lines(rows: Sequence[tuple[float, float, Tally]]) -> list[Text]:
    """Return the interviews so far, oldest first, each with a bar for what was covered of all."""
    if not rows:
        return [Text(f"{MARGIN}아직 본 면접이 없습니다. quizcards interview로 시작합니다.")]
    table = [
        ("언제", "시간", "카드", "핵심", "", ""),
        *(
            (
                full_moment(datetime.fromtimestamp(round(started))),
                clock_time(used),
                f"{tally.cards}장",
                f"{tally.covered}/{tally.points}" if tally.points else "표시 없음",
                f"{tally.coverage:4.0%}" if tally.points else "",
                f"{'█' * round(20 * tally.coverage):·<20}" if tally.points else "",
            )
            for started, used, tally in rows
        ),
    ]
    head, *lines = columns(table)
    return [Text(f"{MARGIN}{head}", style=QUIET), *(Text(f"{MARGIN}{line}") for line in lines)]
