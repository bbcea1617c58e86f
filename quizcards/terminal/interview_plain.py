"""The interview line by line on stdin and stdout."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.interview.answering import answered, gone_on, may_be_stuck, stuck
from quizcards.interview.report import Report
from quizcards.interview.state import Reply, Scene, Step, remarks
from quizcards.terminal import interview_views as views
from quizcards.terminal.interview_keys import STUCK, marked, what_closes
from quizcards.terminal.keys import latin
from quizcards.terminal.plain import Plain


class InterviewPlain:
    """Reads one line an answer; the letters of several key points may stand on one.

    The end of input leaves.
    """

    def __init__(self, plain: Plain, now: Callable[[], float]) -> None:
        self.plain = plain
        self.now = now
        self.shown: object = None

    def begin(self) -> bool | None:
        """Ask whether the answers wait for the report; None if the learner leaves.

        A pipe is not asked: its lines are answers.
        """
        if not self.plain.source.isatty():
            return False
        self.plain.page(views.begin_lines)
        line = self.plain.line(f"\n {'   '.join(views.BEGIN_KEYS)}\n> ")
        return None if line in (None, "q") else line == "e"

    def ask(self, scene: Scene) -> Reply:
        """Show what is new of a step, read a line, and return the step as it leaves it."""
        step = scene.step
        if self.shown != step.turn:
            self.plain.page(
                lambda width: [views.header(scene, step, width), Text(), *views.asked(scene, width)]
            )
            self.shown = step.turn
        if step.phase == "compare":
            self.plain.page(lambda width: views.compared(scene, step, remarks(scene), width))
        while True:
            text, step = self.read(_prompt(scene, step), step)
            if text is None or latin(text) == "q":
                return Reply(step, leaves=True)
            if text == "?":
                self.plain.page(views.help_lines)
                continue
            after = self.press(text, scene, step)
            if after != step:
                return Reply(after)

    def read(self, prompt: str, step: Step) -> tuple[str | None, Step]:
        """Return the next line, and the step with the time that passed meanwhile."""
        started = self.now()
        text = self.plain.read(prompt)
        return text, step.passed(max(self.now() - started, 0.0))

    def press(self, text: str, scene: Scene, step: Step) -> Step:
        """Return the step as a line leaves it.

        It is the same one, with a word to the learner, where the line says nothing.
        """
        line = latin(text)
        if step.phase == "compare":
            after = step
            for key in line or ("enter",):
                if after.phase == "compare":  # what comes after the grade says nothing
                    after = marked(key, scene, after)
            if after == step:
                self.plain.say(what_closes(scene, step))
            return after
        if line == "t":
            typed, step = self.read(f"내 답({views.clock(step.begun())}): ", step.begun())
            return self.said(typed, scene, step) if typed else step
        if line and scene.item is not None:
            return self.said(text, scene, step)
        if line == STUCK and may_be_stuck(scene, step):
            return stuck(scene, step)
        if line:
            self.plain.say("Enter, t, q 가운데 하나를 적어 주세요. ?를 적으면 도움말이 나옵니다.")
            return step
        return gone_on(scene, step)

    def said(self, text: str, scene: Scene, step: Step) -> Step:
        """Take an answer; a number that cannot be read is asked for again."""
        try:
            return answered(scene, step, unicodedata.normalize("NFC", text))
        except QuizcardsError as error:
            self.plain.say(str(error))
            return step

    def close(self, report: Report) -> bool:
        """Show the report; say whether to study on."""
        self.plain.page(lambda width: views.report_lines(report, width))
        return (
            bool(report.next_up) and self.plain.line("\n s 이어서 공부하기   q 끝내기\n> ") == "s"
        )


def _prompt(scene: Scene, step: Step) -> str:
    """Return what may be written here, and the clock where it runs."""
    items = [
        item.replace("Space", "Enter")
        for row in views.keys(scene, step)
        for item in row
        if item != "p 멈춤"
    ]
    items = [item if item != "Enter 적기" else "답 적기" for item in items]
    ticking = [] if step.phase == "compare" else [views.clock(step)]
    return f"\n {'   '.join([*ticking, *items])}\n> "
