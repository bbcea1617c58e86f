"""The same session line by line on stdin and stdout: for pipes, screen readers, and terminals without raw keys."""

from __future__ import annotations

import unicodedata
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.model import Card, Grade
from quizcards.study.session import Command, Graded, Question, Reply
from quizcards.study.summary import Summary
from quizcards.terminal import views
from quizcards.terminal.keys import latin
from quizcards.terminal.laboratory import Laboratory

if TYPE_CHECKING:
    from quizcards.terminal.walk import Walk


class Plain:
    """Reads one line an answer: empty reveals, 1 to 4 grades, a letter is a key. The end of input ends the session."""

    def __init__(self, laboratory: Laboratory, source: TextIO, out: TextIO, width: int = 80) -> None:
        self.laboratory = laboratory
        self.source = source
        self.out = out
        self.width = width

    def ask(self, question: Question) -> Reply:
        """Show a question, then its answer, until a line grades it or says something else."""
        started = monotonic()
        typed: str | None = None
        revealed = latex = False
        self.say(question.message)
        self.show([Text(), views.header(question, self.width), Text(), *views.asked(question.card, self.width)])
        while True:
            choices = (
                views.grades(question.outcomes, question.at) if revealed else ["Enter 답 보기", "? 도움말", "q 그만"]
            )
            key = self.line(f"\n {'   '.join(choices)}\n> ")
            if key is None:
                return Command("quit")
            if key in views.COMMANDS:
                return Command(views.COMMANDS[key])
            if revealed and key in ("1", "2", "3", "4"):
                return Graded(Grade(int(key)), round(monotonic() - started, 1), typed)
            if key == "t" and not revealed:
                self.out.write("내 답: ")
                self.out.flush()
                typed = unicodedata.normalize("NFC", self.source.readline()).strip() or None
            if key == "l":
                latex = not latex
            if key == "d":
                self.demo(question.card)
            elif key == "?":
                self.show([Text(), *views.help_lines(self.width)])
            elif key in ("", "t", "l"):
                revealed = True
                answer = views.answered(question.card, self.width, self.laboratory.evidence, latex, typed)
                self.show([Text(), *answer])
            elif key in ("1", "2", "3", "4"):
                self.say("먼저 Enter로 답을 보고 나서 매겨 주세요.")
            else:
                self.say("1–4나 키 하나를 적어 주세요. ?를 적으면 도움말이 나옵니다.")

    def close(self, summary: Summary, message: str) -> Reply:
        """Show the end of the session. Any line leaves, but undo goes back and `a` looks ahead."""
        self.say(message)
        self.show([Text(), *views.summary_lines(summary)])
        key = self.line(f"\n {'   '.join([*views.ahead_offer(summary), 'u 되돌리기', 'q 끝내기'])}\n> ")
        if key in ("u", "r"):
            return Command(views.COMMANDS[key])
        return Command("ahead" if key == "a" and views.ahead_offer(summary) else "quit")

    def demo(self, card: Card) -> None:
        if card.demo is None:
            self.say("이 카드에는 아직 데모가 없습니다.")
            return
        try:
            self.show([Text(), *self.laboratory.lines(card.demo, self.width)])
        except QuizcardsError as error:
            self.say(str(error))

    def walk(self, walk: Walk) -> None:
        """Show a demo line by line: an empty line goes on, anything else leaves."""
        self.show([Text(), *walk.lines(self.width)])
        while not walk.is_over and self.line("\n Enter 다음   q 그만\n> ") == "":
            walk = walk.press("right") or walk
            self.show([Text(), *walk.current(self.width)])

    def line(self, prompt: str) -> str | None:
        """Return the next line as keys, or None at the end of input."""
        self.out.write(prompt)
        self.out.flush()
        text = self.source.readline()
        if not text:
            self.out.write("\n")
        return latin(text.strip()) if text else None

    def show(self, lines: list[Text]) -> None:
        self.out.write("".join(f"{line.plain.rstrip()}\n" for line in lines))

    def say(self, message: str) -> None:
        if message:
            self.out.write(f"\n {message}\n")
