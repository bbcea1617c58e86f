"""A study session on the whole screen: asks a question, and tells what the learner decided."""

from __future__ import annotations

from rich.text import Text

from quizcards.study.session import Command, Question, Reply
from quizcards.study.summary import Summary
from quizcards.terminal import end_view
from quizcards.terminal.answering import Answering
from quizcards.terminal.keys import NO_COMMAND, TEXT
from quizcards.terminal.laboratory import Laboratory
from quizcards.terminal.screen import Screen
from quizcards.terminal.study_keys import COMMANDS


class StudyScreen:
    """Asks on a screen that is open."""

    def __init__(self, screen: Screen, laboratory: Laboratory) -> None:
        self.screen = screen
        self.laboratory = laboratory
        self.left: Answering | None = None
        """The question that was last left without an answer."""

    def ask(self, question: Question) -> Reply:
        """Show a question, then its answer, until the learner grades it or does something else."""
        answering = Answering(self.screen, self.laboratory, question)
        if self.left is not None:
            answering.carry_on(self.left)
        reply = answering.run()
        self.left = answering if isinstance(reply, Command) else None
        return reply

    def close(self, summary: Summary, message: str) -> Reply:
        """Show the end of the session: a key of `end_view.OFFERS`, undo, or one that leaves."""
        offers = end_view.offers(summary)
        footer = [[*offers.values(), "u 되돌리기", "q 끝내기"]]
        while True:
            width, _ = self.screen.size()
            lines = end_view.summary_lines(summary, width)
            self.screen.frame([Text()], lines, footer, message)
            key = self.screen.keyboard.read()
            message = NO_COMMAND if key == TEXT else message
            if key in ("u", "r"):
                return Command(COMMANDS[key])
            if key in offers:
                return Command(end_view.OFFERS[key])
            if key in ("q", "escape", "enter", "space"):
                return Command("quit")
