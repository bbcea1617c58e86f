"""The same session line by line on stdin and stdout: for pipes, screen readers, and terminals
without raw keys.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.model import Card, Grade
from quizcards.quiz.question import Blank, Choice, Spoken
from quizcards.study.attempt import Attempt
from quizcards.study.session import Command, Graded, Question, Reply
from quizcards.study.summary import Summary
from quizcards.terminal import views
from quizcards.terminal.item_view import TAKEN_BACK, TOGGLES, asked_lines
from quizcards.terminal.keys import latin
from quizcards.terminal.laboratory import Laboratory

if TYPE_CHECKING:
    from quizcards.terminal.walk import Walk


class Plain:
    """Reads one line an answer: empty reveals, 1 to 4 grades, a letter is a key.

    The end of input ends the session.
    """

    def __init__(
        self, laboratory: Laboratory, source: TextIO, out: TextIO, width: int = 80
    ) -> None:
        self.laboratory = laboratory
        self.source = source
        self.out = out
        self.width = width

    def ask(self, question: Question) -> Reply:
        """Show a question, then its answer, until a line grades it or says something else."""
        started, attempt, latex = monotonic(), Attempt(question.item), False
        self.say(question.message)
        self.show(
            [
                Text(),
                views.header(question, self.width),
                Text(),
                *asked_lines(question.item, self.width),
            ]
        )
        while True:
            text = self.read(f"\n {'   '.join(self.choices(question, attempt))}\n> ")
            if text is None:
                return Command("quit")
            key = latin(text)
            if not attempt.revealed and _is_answer(attempt, text):
                attempt = self.taken(attempt, text, latex)
            elif key == "u" and attempt.is_taken_back:
                attempt = Attempt(question.item)
                self.say(TAKEN_BACK)
            elif key in (commands := views.commands(question)):
                return Command(commands[key])
            elif attempt.revealed and (grade := _grade(key, attempt, question)):
                return Graded(
                    grade, round(monotonic() - started, 1), attempt.typed, attempt.verdict
                )
            elif attempt.marks and len(key) == 1 and key in TOGGLES:
                attempt = attempt.toggled(TOGGLES.index(key))
                self.reveal(attempt, latex)
            elif key == "l" or (key == "" and not attempt.revealed):
                latex = latex != (key == "l")
                attempt = attempt if attempt.revealed else attempt.given_up()
                self.reveal(attempt, latex)
            elif key == "t" and not attempt.revealed:
                attempt = self.taken(attempt, self.read("내 답: ") or "", latex)
            else:
                self.look(key, question, attempt)

    def choices(self, question: Question, attempt: Attempt) -> list[str]:
        """Return what may be written now."""
        offer = views.restart_offer(question)
        if attempt.revealed:
            return [*views.grades(question.outcomes, question.at, attempt.proposed), *offer]
        ways = (
            ["Enter 답 보기"]
            if isinstance(question.item.asked.answering, Spoken)
            else ["답 적기", "Enter 모르겠음"]
        )
        return [*ways, *offer, "? 도움말", "q 그만"]

    def taken(self, attempt: Attempt, text: str, latex: bool) -> Attempt:
        """Take an answer and show what is said of it; one that cannot be read is asked for
        again.
        """
        written = unicodedata.normalize("NFC", text).strip()
        try:
            attempt = attempt.answered(written) if written else attempt.given_up()
        except QuizcardsError as error:
            self.say(str(error))
            return attempt
        self.reveal(attempt, latex)
        return attempt

    def reveal(self, attempt: Attempt, latex: bool) -> None:
        self.show([Text(), *views.revealed(attempt, self.width, self.laboratory.evidence, latex)])

    def look(self, key: str, question: Question, attempt: Attempt) -> None:
        """Show what a key shows, or say what may be written."""
        if key == "d":
            self.demo(question.card)
        elif key == "?":
            self.show([Text(), *views.help_lines(question, self.width)])
        elif not attempt.revealed and key in ("1", "2", "3", "4"):
            self.say("먼저 Enter로 답을 보고 나서 매겨 주세요.")
        elif not question.outcomes and attempt.revealed:
            self.say(views.what_goes_on(question))
        else:
            self.say("1–4나 키 하나를 적어 주세요. ?를 적으면 도움말이 나옵니다.")

    def close(self, summary: Summary, message: str) -> Reply:
        """Show the end of the session. Any line leaves, but undo goes back and `a` looks ahead."""
        self.say(message)
        self.show([Text(), *views.summary_lines(summary)])
        key = self.line(
            f"\n {'   '.join([*views.ahead_offer(summary), 'u 되돌리기', 'q 끝내기'])}\n> "
        )
        if key in ("u", "r"):
            return Command(views.COMMANDS[key])
        return Command("ahead" if key == "a" and views.ahead_offer(summary) else "quit")

    def page(self, lines: Callable[[int], list[Text]]) -> None:
        """Show a page of its own."""
        self.show([Text(), *lines(self.width)])

    def lent(self) -> AbstractContextManager[None]:
        """Give the terminal to another program: nothing is held of it."""
        return nullcontext()

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
        text = self.read(prompt)
        return None if text is None else latin(text)

    def read(self, prompt: str) -> str | None:
        """Return the next line, or None at the end of input."""
        self.out.write(prompt)
        self.out.flush()
        text = self.source.readline()
        if not text:
            self.out.write("\n")
        return text.strip() if text else None

    def show(self, lines: list[Text]) -> None:
        self.out.write("".join(f"{line.plain.rstrip()}\n" for line in lines))

    def say(self, message: str) -> None:
        if message:
            self.out.write(f"\n {message}\n")


def _is_answer(attempt: Attempt, text: str) -> bool:
    """Say whether a line is meant as the answer: more than one key, or what the question takes."""
    answering = attempt.item.asked.answering
    if isinstance(answering, Spoken) or not text:
        return False
    if isinstance(answering, Blank):
        return len(text) > 1 or text in answering.accepted
    return (
        len(text) > 1
        or text.isdigit()
        or (isinstance(answering, Choice) and text.upper() in ("O", "X"))
    )


def _grade(key: str, attempt: Attempt, question: Question) -> Grade | None:
    """Return the grade that a line gives: a number where one is asked for, or nothing for the
    proposed one.
    """
    if key in ("1", "2", "3", "4") and question.outcomes:
        return Grade(int(key))
    return attempt.proposed if key == "" else None
