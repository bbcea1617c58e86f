"""A study session line by line: asks a question, and tells what the learner decided."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from time import monotonic

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.model import Grade
from quizcards.quiz.question import Blank, Choice, Code, Order, Spoken
from quizcards.study.attempt import Attempt
from quizcards.study.session import Command, Question, Reply
from quizcards.study.summary import Summary
from quizcards.terminal import end_view, views
from quizcards.terminal.card_parts import ANSWER, DEMO, FOLLOWUPS, Opened, Part, followup_lines
from quizcards.terminal.item_view import (
    ALREADY_SEEN,
    NO_DEMO,
    NO_DEMO_YET,
    NOT_IN_A_TEST,
    TAKEN_BACK,
    asked_lines,
    counts_as_given,
    given_lines,
    tried_lines,
)
from quizcards.terminal.keys import latin
from quizcards.terminal.laboratory import CardBack, Laboratory
from quizcards.terminal.plain import Plain
from quizcards.terminal.study_keys import (
    COMMANDS,
    GRADES,
    NOT_IN_QUIZ,
    begun,
    graded,
    left,
    may_be_hinted,
    meaning,
)


class StudyPlain:
    """Reads one line an answer: empty reveals, 1 to 4 grades, a letter is a key.

    The end of input ends the session.
    """

    def __init__(self, plain: Plain, laboratory: Laboratory) -> None:
        self.plain = plain
        self.laboratory = laboratory

    def ask(self, question: Question) -> Reply:
        """Show a question, then its answer, until a line grades it or says something else."""
        return _Answering(self.plain, self.laboratory, question).run()

    def close(self, summary: Summary, message: str) -> Reply:
        """Show the end of the session. Any line leaves but undo and those of `end_view.OFFERS`."""
        offers = end_view.offers(summary)
        self.plain.say(message)
        self.plain.page(lambda width: end_view.summary_lines(summary, width))
        key = self.plain.line(f"\n {'   '.join([*offers.values(), 'u 되돌리기', 'q 끝내기'])}\n> ")
        if key in ("u", "r"):
            return Command(COMMANDS[key])
        return Command(end_view.OFFERS[key] if key in offers else "quit")


class _Answering:
    """One question, from its first showing to the grade."""

    def __init__(self, plain: Plain, laboratory: Laboratory, question: Question) -> None:
        self.plain = plain
        self.laboratory = laboratory
        self.question = question
        self.attempt = begun(question, laboratory.lexicon)
        self.back: CardBack | None = None
        """What the card says below its question, from when the answer is revealed."""
        self.latex = False
        self.opened = Opened()
        self.started = monotonic()

    def run(self) -> Reply:
        self.plain.say(self.question.message)
        self.plain.page(
            lambda width: [
                views.header(self.question, width),
                Text(),
                *asked_lines(self.question.item, width),
            ]
        )
        if self.attempt.revealed:
            self.reveal()
        while True:
            rows = (self.rest(), self.choices())
            offer = "".join(f"\n {'   '.join(row)}" for row in rows if row)
            line = self.plain.read(f"{offer}\n> ")
            if line is None:
                return left(self.question, self.attempt, self.started)
            reply = self.take(line)
            if reply is not None:
                return reply

    def rest(self) -> list[str]:
        """Return which parts of the card can be asked for."""
        if not self.attempt.revealed:
            return []
        every = views.parts(self.attempt)
        return [part.label for part in self.opened.rest(every, self.question.card)]

    def choices(self) -> list[str]:
        """Return what may be written now."""
        question = self.question
        offer = views.restart_offer(question)
        if self.attempt.revealed:
            grades = views.grades(question, self.attempt)
            return [*grades, *views.claim_offer(self.attempt), *offer]
        answering = question.item.asked.answering
        if isinstance(answering, Spoken):
            ways = ["Enter 답 보기"]
        elif isinstance(answering, Code) and answering.form != "line":
            ways = ["줄을 ;로 이어 적기", "Enter 모르겠음"]
        else:
            ways = ["답 적기", "Enter 모르겠음"]
        helping = ["? 힌트"] if may_be_hinted(question, self.attempt) else ["? 도움말"]
        return [*ways, *offer, *helping, "q 그만"]

    def take(self, line: str) -> Reply | None:
        """Do what a line says; return a reply when the question is over."""
        if not self.attempt.revealed and _is_answer(self.attempt, line):
            self.answer(line)
            return None
        key = self.key(line)
        meant = meaning(key, self.question, self.attempt)
        if meant == Command("quit"):
            return left(self.question, self.attempt, self.started)
        if isinstance(meant, Command):
            return meant
        if isinstance(meant, Grade):
            return graded(self.question, self.attempt, meant, self.started)
        if meant is not None:
            self.attempt = meant
            if meant.revealed:
                self.reveal()
            else:
                self.opened = Opened()
                self.plain.say(TAKEN_BACK)
        elif key == "l":
            self.latex = not self.latex
            self.attempt = self.attempt if self.attempt.revealed else self.attempt.given_up()
            self.reveal()
        elif key == "t" and not self.attempt.revealed:
            self.answer(self.plain.read("내 답: ") or "")
        else:
            self.look(key)
        return None

    def key(self, line: str) -> str:
        """Return the key that a line stands for, "" for none.

        An empty line is Space while the answer is hidden, and Enter once it is in sight.
        """
        if not line:
            return "enter" if self.attempt.revealed else "space"
        key = latin(line)
        return key if len(key) == 1 else ""

    def answer(self, text: str) -> None:
        """Take an answer and show it marked; one that cannot be read is asked for again."""
        written = unicodedata.normalize("NFC", text).strip()
        is_code = isinstance(self.question.item.asked.answering, Code)
        try:
            if written and is_code and not self.question.in_quiz:
                self.attempt = self.attempt.tried(written)
            else:
                answered = self.attempt.answered
                self.attempt = answered(written) if written else self.attempt.given_up()
        except QuizcardsError as error:
            self.plain.say(str(error))
            return
        if self.attempt.revealed:
            self.reveal()
        else:
            self.plain.page(lambda width: tried_lines(self.attempt, width))

    def reveal(self) -> None:
        """Show the answer."""
        back = self.back = self.back or self.laboratory.back(self.question.card)
        attempt = self.attempt

        def lines(width: int) -> list[Text]:
            first = views.revealed(attempt, back, width, self.latex)
            if self.question.in_quiz:
                first = views.shortened(attempt, first, width)
            if isinstance(attempt.item.asked.answering, Choice | Order):
                return [*given_lines(attempt.item, width, attempt), Text(), *first]
            return first

        self.plain.page(lines)

    def look(self, key: str) -> None:
        """Show what a key shows, or say what may be written."""
        parts = views.parts(self.attempt) if self.attempt.revealed else []
        if key == "enter" and self.attempt.revealed and not self.question.in_quiz:
            key = self.opened.following(parts, self.question.card)
        if key != DEMO and key in [part.key for part in parts]:
            self.open(key, parts)
        elif key == "d" and self.question.in_quiz and not self.attempt.revealed:
            self.plain.say(NO_DEMO_YET)
        elif self.question.in_quiz and key in NOT_IN_QUIZ:
            self.plain.say(NOT_IN_A_TEST)
        elif key == "u":
            self.plain.say(counts_as_given(self.attempt))
        elif key == "d":
            self.show_demo()
        elif key == "t":
            self.plain.say(ALREADY_SEEN)
        elif key == "?" and may_be_hinted(self.question, self.attempt):
            self.attempt = self.attempt.with_hint()
            self.plain.page(lambda width: tried_lines(self.attempt, width))
        elif key == "?":
            self.plain.page(lambda width: views.help_lines(self.question, width, in_lines=True))
        elif not self.attempt.revealed and key in GRADES:
            self.plain.say("먼저 Enter로 답을 보고 나서 매겨 주세요.")
        elif self.attempt.revealed and (not self.question.outcomes or self.attempt.may_be_a_guess):
            self.plain.say(views.what_goes_on(self.question, self.attempt))
        else:
            self.plain.say("1–4나 키 하나를 적어 주세요. ?를 적으면 도움말이 나옵니다.")

    def open(self, key: str, parts: Sequence[Part]) -> None:
        """Show a part of the card; of the follow-ups the next question, or its answer."""
        back = self.back
        assert back is not None, "a part is asked for once the answer is there"
        opened = self.opened.turned(key, back.card)
        if key not in opened.keys:
            opened = opened.turned(key, back.card)
        self.opened = opened
        name = views.part_name(parts, key)
        if key == FOLLOWUPS:
            followup = back.card.followups[(opened.told - 1) // 2]
            with_answer = opened.told % 2 == 0
            self.plain.page(lambda width: [name, *followup_lines(followup, width, with_answer)])
        else:
            self.plain.page(lambda width: [name, *self.part(key, back, width)])

    def part(self, key: str, back: CardBack, width: int) -> list[Text]:
        """Return what a part says; with the answer, what a test had no room for before."""
        lines = views.part_lines(key, self.attempt, back, width, 0, self.latex)
        if key != ANSWER or not self.question.in_quiz or self.attempt.is_of_the_card:
            return lines
        return [*views.revealed(self.attempt, back, width), Text(), *lines]

    def show_demo(self) -> None:
        call = self.question.card.demo
        if call is None:
            self.plain.say(NO_DEMO)
            return
        try:
            run = self.laboratory.run(call)
        except QuizcardsError as error:
            self.plain.say(str(error))
            return
        from quizcards.terminal.demo_view import told_lines

        self.plain.page(lambda width: told_lines(run, width))


def _is_answer(attempt: Attempt, line: str) -> bool:
    """Say whether a line is meant as the answer: more than one key, or what the question takes."""
    answering = attempt.item.asked.answering
    if isinstance(answering, Spoken) or not line:
        return False
    if len(line) > 1:
        return True
    if isinstance(answering, Blank):
        return line in answering.accepted
    return line.isdigit() or (isinstance(answering, Choice) and line.upper() in ("O", "X"))
