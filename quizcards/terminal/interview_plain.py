"""The interview line by line on stdin and stdout: for pipes, screen readers, and terminals without raw keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TextIO

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.study.interview import Reply, Scene, Step
from quizcards.study.report import Report
from quizcards.terminal import interview_views as views
from quizcards.terminal.interview_keys import marked, what_closes
from quizcards.terminal.keys import latin


class InterviewPlain:
    """Reads one line an answer; the letters of several key points may stand on one. The end of input leaves."""

    def __init__(self, source: TextIO, out: TextIO, now: Callable[[], float], width: int = 80) -> None:
        self.source = source
        self.out = out
        self.now = now
        self.width = width
        self.shown: object = None

    def ask(self, scene: Scene) -> Reply:
        """Show what is new of a step, read a line, and return the step as it leaves it."""
        step = scene.step
        if self.shown != step.turn:
            self.show([views.header(scene, step, self.width), Text(), *views.asked(scene, self.width)])
            self.shown = step.turn
        if step.phase == "compare":
            self.show(views.compared(scene, step, self.width))
        while True:
            started = self.now()
            line = self.line(_prompt(scene, step))
            step = step.passed(max(self.now() - started, 0.0))
            if line is None or line == "q":
                return Reply(step, leaves=True)
            if line == "?":
                self.show(views.help_lines(self.width))
            elif (after := self.press(line, scene, step)) != step:
                return Reply(after)

    def press(self, line: str, scene: Scene, step: Step) -> Step:
        """Return the step as a line leaves it; the same one, with a word to the learner, where it says nothing."""
        if step.phase == "compare":
            after = step
            for key in line if line else ("enter",):
                after = marked(key, scene, after) if after.phase == "compare" else after
            if after == step:
                self.say(what_closes(scene, step))
            return after
        if line == "t":
            return self.type_answer(scene, step.begun())
        if line:
            self.say("Enter, t, q 가운데 하나를 적어 주세요. ?를 적으면 도움말이 나옵니다.")
            return step
        return step.begun() if step.phase == "prepare" else step.said(scene.card, scene.item)

    def type_answer(self, scene: Scene, step: Step) -> Step:
        self.out.write(f"내 답({views.clock(step)}): ")
        self.out.flush()
        started = self.now()
        typed = unicodedata.normalize("NFC", self.source.readline()).strip()
        step = step.passed(max(self.now() - started, 0.0))
        try:
            return step.said(scene.card, scene.item, typed) if typed else step
        except QuizcardsError as error:
            self.say(str(error))
            return step

    def close(self, report: Report) -> bool:
        """Show the report; say whether to study on."""
        self.show(views.report_lines(report, self.width))
        return bool(report.next_up) and self.line("\n s 이어서 공부하기   q 끝내기\n> ") == "s"

    def line(self, prompt: str) -> str | None:
        """Return the next line as keys, or None at the end of input."""
        self.out.write(prompt)
        self.out.flush()
        text = self.source.readline()
        if not text:
            self.out.write("\n")
        return latin(text.strip()) if text else None

    def show(self, lines: list[Text]) -> None:
        self.out.write("".join(f"{line.plain.rstrip()}\n" for line in [Text(), *lines]))

    def say(self, message: str) -> None:
        self.out.write(f"\n {message}\n")


def _prompt(scene: Scene, step: Step) -> str:
    """Return the keys that mean something here, and the clock where it runs."""
    items = [item.replace("Space", "Enter") for row in views.keys(scene, step) for item in row if item != "p 멈춤"]
    ticking = [] if step.phase == "compare" else [views.clock(step)]
    return f"\n {'   '.join([*ticking, *items])}\n> "
