"""The interview on the whole screen.

The clock runs while the learner thinks, speaks or types, and every key is kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.interview.answering import answered, gone_on, may_be_stuck, stuck
from quizcards.interview.report import Report
from quizcards.interview.state import Remarks, Reply, Scene, Step, Turn, remarks
from quizcards.terminal import interview_views as views
from quizcards.terminal.draft import Draft
from quizcards.terminal.interview_keys import STUCK, begins, marked, what_closes
from quizcards.terminal.item_view import DRAFT, completions
from quizcards.terminal.keys import NO_COMMAND, NO_SUCH_KEY, TEXT
from quizcards.terminal.screen import Screen
from quizcards.terminal.text import QUIET

TICK = 1.0
KEPT_EVERY = 10.0
"""Seconds after which the clock is kept without a key; a longer gap is a machine that slept."""


class InterviewScreen:
    """Asks on a screen that is open; `now` is the clock."""

    def __init__(self, screen: Screen, now: Callable[[], float]) -> None:
        self.screen = screen
        self.now = now
        self.paused = False
        self.message = ""
        self.scroll = 0
        self.ends = True
        """Whether the end of the answer is on screen."""
        self.last = 0.0
        """When the clock was last looked at."""
        self.shown: object = None
        self.is_fresh = False
        """Whether an answer comes into sight that was not before."""
        self.remarks: Remarks | None = None
        """What there is to say of the answer in sight."""
        self.draft: tuple[Turn | None, Draft] = (None, Draft())
        """The turn, and what was typed to it and is no answer yet."""

    def begin(self) -> bool | None:
        """Ask whether the answers wait for the report; None if the learner leaves."""
        message = ""
        while True:
            width, _ = self.screen.size()
            self.screen.frame([Text()], views.begin_lines(width), [[*views.BEGIN_KEYS]], message)
            key = self.screen.keyboard.read()
            message = NO_COMMAND if key == TEXT else ""
            if key in ("q", "escape"):
                return None
            if key in ("enter", "space", "e"):
                return key == "e"

    def ask(self, scene: Scene) -> Reply:
        """Show a step with its clock until something happens that is to be kept."""
        shown = (scene.step.turn, scene.step.phase)
        if self.shown != shown:
            self.shown = shown
            self.scroll = 0
            self.is_fresh = scene.step.phase == "compare"
            self.remarks = remarks(scene) if self.is_fresh else None
        if self.draft[0] != scene.step.turn:
            self.draft = (scene.step.turn, Draft())
        step = scene.step
        self.last = self.now()
        while True:
            self.draw(scene, step)
            key = self.screen.keyboard.read(TICK)
            step = self.tock(step, KEPT_EVERY)
            pressed = step if key in ("tick", "resize") else self.press(key, scene, step)
            if pressed is None:
                return Reply(step, leaves=True)
            if (
                pressed != step
                or step.phase != scene.step.phase
                or step.seconds - scene.step.seconds > KEPT_EVERY
            ):
                return Reply(pressed)

    def tock(self, step: Step, at_most: float = math.inf) -> Step:
        """Return the step with the time that passed since the last look, unless it was paused."""
        before = self.last
        self.last = self.now()
        return step if self.paused else step.passed(min(max(self.last - before, 0.0), at_most))

    def draw(self, scene: Scene, step: Step) -> None:
        width, _ = self.screen.size()
        top = [views.header(scene, step, width, self.paused)]
        if self.paused:
            body = [Text(), Text(" 멈췄습니다. 시계도 멈춰 있습니다.", style=QUIET)]
            self.screen.frame(top, body, [["p 이어 가기", "q 그만"]])
            return
        body = [Text(), *views.asked(scene, width), Text()]
        start = len(body)
        if step.phase == "compare" and self.remarks is not None:
            body += views.compared(scene, step, self.remarks, width)
        else:
            body += views.waiting(step, width)
        footer = views.keys(scene, step)
        sight = (start, len(body)) if self.is_fresh else None
        self.scroll, self.ends = self.screen.frame(
            top, body, footer, self.message, self.scroll, sight
        )
        self.is_fresh = False

    def press(self, key: str, scene: Scene, step: Step) -> Step | None:
        """Return the step as a key leaves it, or None if the learner leaves."""
        self.message = ""
        if key == "q":
            return None
        if key == "p":
            self.paused = not self.paused
            return step
        if self.paused:
            return step
        is_answered = step.phase == "compare"
        if not is_answered and (key == TEXT or begins(key, scene)):
            return self.type_answer(scene, step.begun(), self.screen.keyboard.written())
        moved = self.screen.scrolled(key, self.scroll)
        if moved is not None:
            self.scroll = moved
        elif key in ("?", "/"):
            self.screen.page(views.help_lines)
        elif is_answered:
            return self.mark(key, scene, step)
        elif key == "enter" and scene.item is not None and step.phase == "answer":
            return self.type_answer(scene, step)  # as in study: Enter writes, Space gives up
        elif key in ("space", "enter"):
            return gone_on(scene, step)
        elif key == STUCK and may_be_stuck(scene, step):
            return stuck(scene, step)
        elif key == "t":
            return self.type_answer(scene, step.begun())
        else:
            self.message = NO_SUCH_KEY
        return step

    def mark(self, key: str, scene: Scene, step: Step) -> Step:
        """Page down where there is more, otherwise mark or close the step."""
        if key == "space" and not self.ends:
            self.scroll = self.screen.scrolled("pagedown", self.scroll) or 0
            return step
        after = marked(key, scene, step)
        self.message = what_closes(scene, step) if after is step else ""
        if key == TEXT:
            self.message = f"{NO_COMMAND} {self.message}"
        return after

    def type_answer(self, scene: Scene, step: Step, begun: str = "") -> Step:
        """Let the learner type below the question, with the clock in sight.

        `begun` goes on from the draft: it was typed before there was a place for it.
        """
        from quizcards.terminal.editor import typed_answer

        width, _ = self.screen.size()
        with self.screen.cleared():
            text, is_done = typed_answer(
                views.asked(scene, width),
                self.draft[1].begun(begun),
                lambda: views.clock(step.passed(max(self.now() - self.last, 0.0))),
                completions(scene.item) if scene.item else (),
            )
        step = self.tock(step)
        self.draft = (scene.step.turn, Draft(text))
        if not is_done or not text:
            self.message = DRAFT if text else ""
            return step
        try:
            return answered(scene, step, text)
        except QuizcardsError as error:
            self.message = str(error)
            # figures are typed anew, code is mended
            self.draft = (scene.step.turn, Draft(text, is_replaced=step.turn.kind != "code"))
            return step

    def close(self, report: Report) -> bool:
        """Show the report until a key closes it; say whether to study on."""
        scroll = 0
        keys = [*(["s 이어서 공부하기"] if report.next_up else []), "q 끝내기"]
        while True:
            width, _ = self.screen.size()
            scroll, _ = self.screen.frame(
                [Text()], views.report_lines(report, width), [keys], self.message, scroll
            )
            key = self.screen.keyboard.read()
            if key == TEXT:
                self.message = NO_COMMAND
            if key == "s" and report.next_up:
                return True
            if key in ("q", "escape", "enter"):
                return False
            moved = self.screen.scrolled("pagedown" if key == "space" else key, scroll)
            scroll = scroll if moved is None else moved
