"""The report of an interview as a Markdown document, which is the learner's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from quizcards.export.formats.markdown import escaped
from quizcards.interview.report import RESCUED, Heard, Report
from quizcards.interview.state import clock_time
from quizcards.model import Grade
from quizcards.quiz.typed import State

SIGNS = {
    State.MISSED: "빠짐",
    State.UNSURE: "애매함",
    State.COVERED: "말함",
    RESCUED: "꼬리질문에서 말함",
}


def interview_markdown(report: Report) -> str:
    """Return a report as a CommonMark document.

    Nothing in a card or in a typed answer is read as markup.
    """
    lines = [
        f"# 모의 면접 {datetime.fromtimestamp(round(report.started)):%Y-%m-%d %H:%M}",
        "",
        report.closing,
        "",
    ]
    lines += [f"- {name}: {value}" for name, value in report.facts]
    questions = {heard.card.key: escaped(heard.card.question) for heard in report.heard}
    if report.blocks:
        lines += ["", "## 막힌 까닭", "", *(f"- {escaped(block)}" for block in report.blocks)]
    if report.next_up:
        lines += ["", "## 다음에 공부할 것", ""]
        lines += [f"- {questions[key]}" for key in report.next_up]
    lines += ["", "## 질문과 대답"]
    return "\n".join([*lines, *(line for heard in report.heard for line in _heard(heard))]) + "\n"


def _heard(heard: Heard) -> Iterator[str]:
    step = heard.step
    grade = Grade(step.grade or 1).korean
    yield from (
        "",
        f"### {escaped(heard.card.question)}",
        "",
        f"{grade}, 대답 시간 {clock_time(step.answered)}",
        "",
    )
    for point, mark in zip(heard.card.key_points, heard.marks, strict=False):
        yield f"- {SIGNS[mark]}: {escaped(point.point)}"
    for followup in heard.followups:
        question = escaped(heard.card.followups[followup.turn.followup].question)
        yield f"- 꼬리질문 {'대답함' if followup.share else '막힘'}: {question}"
    if heard.calculation is not None:
        yield f"- 계산: {'맞음' if heard.calculation.share == 1 else '틀림'}"
    if step.typed:
        yield from ("", f"> {escaped(step.typed)}")
