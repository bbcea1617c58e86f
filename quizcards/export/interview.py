"""The report of an interview as a Markdown document, which is the learner's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from quizcards.export.formats.markdown import escaped
from quizcards.interview.report import MEANINGS, RESCUED, UNMARKED, Heard, Report
from quizcards.interview.state import ANSWER, followup_of
from quizcards.model import Grade
from quizcards.quiz.typed import State
from quizcards.study.names import called, clock_time, full_moment, named_point

SIGNS = {
    State.MISSED: "❌",
    State.UNSURE: "❓",
    State.COVERED: "✅",
    State.CONTRARY: "⛔",
    RESCUED: "↪️",
    UNMARKED: "➖",
}
"""Signs of their own form, so that none is told by its colour alone."""


def interview_markdown(report: Report) -> str:
    """Return a report as a Markdown document that reads well on GitHub.

    Nothing in a card or in a typed answer is read as markup.
    """
    lines = [
        f"# 모의 면접 {full_moment(datetime.fromtimestamp(round(report.started)))}",
        "",
        report.closing,
        "",
        f"**{report.verdict}**",
        "",
    ]
    lines += [f"- {name}: {value}" for name, value in report.facts]
    if report.blocks:
        lines += ["", "## 어디서 막혔나", "", *(f"- {escaped(block)}" for block in report.blocks)]
    if report.next_up:
        lines += ["", "## 다음에 공부할 것", ""]
        lines += [f"- {escaped(report.names[key])}" for key in report.next_up]
        lines += ["", "```sh", report.command, "```"]
    lines += ["", "## 질문과 대답"]
    return "\n".join([*lines, *(line for heard in report.heard for line in _heard(heard))]) + "\n"


def _heard(heard: Heard) -> Iterator[str]:
    step = heard.step
    grade = Grade(step.grade or 1).korean
    time = f"{clock_time(step.answered)} / {clock_time(ANSWER[step.turn.kind])}"
    yield from ("", f"### {escaped(called(heard.card))}", "", escaped(heard.card.question), "")
    yield from (f"{grade}, 대답 시간 {time}", "")
    for point, mark in zip(heard.card.key_points, heard.marks, strict=False):
        said = escaped(named_point(point, heard.card.key_points))
        yield f"- {SIGNS[mark]} {MEANINGS[mark]}: {said}"
    for followup in heard.followups:
        asked = followup_of(followup.turn, heard.card)
        said = "✅ 꼬리질문 대답함" if followup.share else "❌ 꼬리질문 막힘"
        yield f"- {said}: {escaped(asked.question)}"
        if followup.typed:
            yield f"  - 내 답: {_on_a_line(followup.typed)}"
        if heard.held_back or not followup.share:
            yield f"  - {_on_a_line(asked.answer)}"
    if heard.calculation is not None:
        yield f"- {heard.whiteboard}: {'✅ 맞음' if heard.calculation.share == 1 else '❌ 틀림'}"
        if heard.verdict is not None:
            yield f"  - 내 답: {_on_a_line(heard.calculation.typed or '없음')}"
            yield from (f"  - {_on_a_line(line)}" for line in heard.verdict.lines)
    if step.typed:
        yield from ("", "내 답", "", f"> {_on_a_line(step.typed)}")
    if heard.shows_answer:
        yield from ("", "모범 답안", "", f"> {_on_a_line(heard.card.answer)}")


def _on_a_line(text: str) -> str:
    return escaped(" ".join(text.split()))
